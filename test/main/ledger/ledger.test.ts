import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendAudit } from '../../../src/main/ledger/audit'
import { type Ledger, type OpenOptions, openLedger, type Writer } from '../../../src/main/ledger/ledger'
import { SCHEMA_VERSION } from '../../../src/main/ledger/migrate'
import { done, refuse } from '../../../src/preload/contract/errors'
import { AccountId } from '../../../src/preload/contract/ids'
import { builtChild } from '../../support/built-child'
import { fixedClock, TESTER, valueIn, writing } from '../../support/ledger'

let dir = ''
let path = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'daiko-opening-'))
  path = join(dir, 'ledger.daiko')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const opening = (own: Partial<OpenOptions> = {}) => openLedger({ path, clock: fixedClock(), create: false, ...own })
const bytesOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** A ledger that was made and closed again. */
async function madeLedger(): Promise<void> {
  await valueIn(await opening({ create: true })).close()
}
function changed(change: string): void {
  const database = new Database(path)
  database.exec(change)
  database.close()
}

describe('closing', () => {
  it('leaves one file, with everything in it', async () => {
    await madeLedger()
    expect(readdirSync(dir)).toEqual(['ledger.daiko'])
    await valueIn(await opening()).close()
    expect(readdirSync(dir)).toEqual(['ledger.daiko'])
  })
})

describe('opening', () => {
  it('makes a ledger where it is told to, for nobody else to read, and finds it again', async () => {
    path = join(dir, 'deep', 'down', 'ledger.daiko')
    const made = valueIn(await opening({ create: true }))
    await writing(made, async (writer) =>
      writer.db
        .insertInto('accounts')
        .values({ id: AccountId.parse(7), code: 'kept' })
        .execute(),
    )
    await made.close()
    expect(statSync(join(dir, 'deep')).mode & 0o077).toBe(0)
    const again = valueIn(await opening())
    expect(await again.reader.db.selectFrom('accounts').select('code').execute()).toEqual([{ code: 'kept' }])
    expect(again.source.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION)
    await again.close()
  })

  it('leaves no file of the write-ahead log behind when it is closed', async () => {
    await madeLedger()
    expect(readdirSync(dir)).toEqual(['ledger.daiko'])
  })

  it('refuses a file that is not there, and makes none', async () => {
    expect(await opening()).toEqual({ ok: false, refusal: { refusal: 'ledger_missing', path } })
    expect(existsSync(path)).toBe(false)
  })

  it('refuses a ledger of a later program and leaves it as it is', async () => {
    await madeLedger()
    changed(`pragma user_version = ${SCHEMA_VERSION + 1}`)
    const before = bytesOf(path)
    expect(await opening()).toEqual({ ok: false, refusal: { refusal: 'ledger_newer', found: SCHEMA_VERSION + 1, known: SCHEMA_VERSION } })
    expect(bytesOf(path)).toBe(before)
  })

  it.each(['\\\\server\\bank\\ledger.daiko', '//server/bank/ledger.daiko'])(
    'refuses %s on a network, before it makes a folder there',
    async (share) => {
      expect(await opening({ path: share, create: true })).toEqual({
        ok: false,
        refusal: { refusal: 'ledger_on_network_share', path: share },
      })
      expect(existsSync('/server')).toBe(false)
    },
  )
})

describe('a file that is no ledger is refused and stays as it is, byte for byte', () => {
  const files: [what: string, make: () => void][] = [
    ['a text', () => writeFileSync(path, '受注番号,金額\r\nA1,1000\r\n'.repeat(100))],
    ['another program’s database', () => changed('create table notes (text); insert into notes values (1)')],
    [
      'another program’s database, in WAL',
      () => changed('pragma journal_mode = wal; create table notes (text); insert into notes values (1)'),
    ],
    ['an empty database that another program has claimed', () => changed('pragma application_id = 42')],
    ['an empty database that somebody has given a version', () => changed('pragma user_version = 3')],
  ]

  it.each(files)('%s', async (_what, make) => {
    make()
    const before = bytesOf(path)
    expect(await opening({ create: true })).toEqual({ ok: false, refusal: { refusal: 'ledger_foreign' } })
    expect(bytesOf(path)).toBe(before)
  })
})

describe('a damaged ledger is refused by name', () => {
  const damages: [what: string, damage: () => void][] = [
    ['its second half is missing', () => truncateSync(path, 4096 * Math.floor(statSync(path).size / 4096 / 2))],
    ['its first page is overwritten', () => overwrite(100, 3000)],
    ['every page but the first is overwritten', () => overwrite(4096, statSync(path).size - 4096)],
  ]
  function overwrite(from: number, length: number): void {
    const bytes = readFileSync(path)
    bytes.fill(0xff, from, from + length)
    writeFileSync(path, bytes)
  }

  it.each(damages)('%s', async (_what, damage) => {
    await madeLedger()
    damage()
    expect(await opening()).toEqual({ ok: false, refusal: { refusal: 'ledger_damaged', detail: expect.stringMatching(/^SQLITE_CORRUPT/) } })
  })
})

const account = (id: number) => ({ id: AccountId.parse(id), code: `account:${id}` })
const insertAccount = (writer: Writer, id: number) => writer.db.insertInto('accounts').values(account(id)).execute()
const codes = async (ledger: Ledger) =>
  (await ledger.reader.db.selectFrom('accounts').select('code').orderBy('id').execute()).map(({ code }) => code)

describe('a unit of work', () => {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = valueIn(await opening({ create: true, busyRetryMs: 50 }))
  })
  afterEach(() => ledger.close())

  it('is stored whole when its result is ok', async () => {
    await writing(ledger, async (writer) => {
      await insertAccount(writer, 1)
      await insertAccount(writer, 2)
    })
    expect(await codes(ledger)).toEqual(['account:1', 'account:2'])
  })

  it('is undone whole when it refuses, and says why', async () => {
    const refused = await ledger.write(TESTER, async (writer) => {
      await insertAccount(writer, 1)
      return refuse({ refusal: 'changed_meanwhile' })
    })
    expect(refused).toEqual({ ok: false, refusal: { refusal: 'changed_meanwhile' } })
    expect(await codes(ledger)).toEqual([])
  })

  it('is undone whole when it fails, and the next one works', async () => {
    const failed = ledger.write(TESTER, async (writer) => {
      await insertAccount(writer, 1)
      await insertAccount(writer, 1)
      return done(null)
    })
    await expect(failed).rejects.toThrow('accounts is append-only')
    await writing(ledger, (writer) => insertAccount(writer, 2))
    expect(await codes(ledger)).toEqual(['account:2'])
  })

  it('is not seen by anybody before it is whole', async () => {
    await writing(ledger, async (writer) => {
      await insertAccount(writer, 1)
      expect(await codes(ledger)).toEqual([])
    })
    expect(await codes(ledger)).toEqual(['account:1'])
  })

  it('waits for the one before: each finds what the last has left', async () => {
    const increments = Array.from({ length: 50 }, () =>
      writing(ledger, async (writer) => {
        const count = (await writer.db.selectFrom('accounts').select('id').execute()).length
        await new Promise((later) => setImmediate(later))
        await insertAccount(writer, count + 1)
      }),
    )
    await Promise.all(increments)
    expect(await codes(ledger)).toHaveLength(50)
  })

  it('on a full disk is refused and leaves nothing half stored; with room again it works', async () => {
    const grow = (writer: Writer) =>
      sql`insert into accounts (id, code) select value, 'fill:' || value || hex(zeroblob(2000))
      from (with recursive n (value) as (select 1 union all select value + 1 from n where value < 400) select value from n)`.execute(
        writer.db,
      )
    const limit = (pages: string) =>
      ledger.write(TESTER, async (writer) => done(await sql`pragma max_page_count = ${sql.raw(pages)}`.execute(writer.db)))
    const pages = Number(ledger.source.pragma('page_count', { simple: true }))
    valueIn(await limit(String(pages + 20)))
    const full = await ledger.write(TESTER, async (writer) => {
      await insertAccount(writer, 1_000)
      return done(await grow(writer))
    })
    expect(full).toEqual({ ok: false, refusal: { refusal: 'disk_full' } })
    expect(await codes(ledger)).toEqual([])
    valueIn(await limit('4294967294'))
    valueIn(await ledger.write(TESTER, async (writer) => done(await grow(writer))))
    expect(await codes(ledger)).toHaveLength(400)
    expect(ledger.source.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('is refused while another program holds the file, and works when that one is done', async () => {
    const other = new Database(path)
    other.exec('begin immediate')
    expect(await ledger.write(TESTER, async (writer) => done(await insertAccount(writer, 1)))).toEqual({
      ok: false,
      refusal: { refusal: 'ledger_busy' },
    })
    other.exec('rollback')
    other.close()
    await writing(ledger, (writer) => insertAccount(writer, 1))
    expect(await codes(ledger)).toEqual(['account:1'])
  })

  it('tries again until another program lets go of the file', async () => {
    await ledger.close()
    ledger = valueIn(await opening())
    const other = new Database(path)
    other.exec('begin immediate')
    const written = writing(ledger, (writer) => insertAccount(writer, 1))
    // By then it has been tried once: the first attempt is made before any timer fires.
    setTimeout(() => other.exec('commit'), 1)
    await written
    other.close()
    expect(await codes(ledger)).toEqual(['account:1'])
  })

  it('leaves advice to the planner for another day while another program writes', async () => {
    await writing(ledger, async (writer) => {
      for (let at = 1_000; at < 2_000; at++) await insertAccount(writer, at)
    })
    const advised = () => ledger.source.prepare("select count(*) from sqlite_stat1 where tbl = 'accounts'").pluck().get()
    const other = new Database(path)
    other.exec('begin immediate')
    await ledger.optimise()
    expect(advised()).toBe(0)
    other.exec('rollback')
    other.close()
    await ledger.optimise()
    expect(advised()).toBe(1)
  })

  it('tells the planner of large tables only: what it knew of a small one it would believe while an import fills it', async () => {
    await writing(ledger, async (writer) => {
      for (let at = 1_000; at < 1_900; at++) await insertAccount(writer, at)
    })
    await ledger.optimise()
    expect(ledger.source.prepare('select * from sqlite_stat1').all()).toEqual([])
  })

  it('beside work in bulk copies nothing of the log: that work does, and whoever saves after it', async () => {
    const large = (id: number) =>
      writing(ledger, async (writer) => {
        await writer.db
          .insertInto('accounts')
          .values({ ...account(id), code: `account:${id}`.padEnd(5_000_000, '.') })
          .execute()
      })
    const copied = () => statSync(path).size
    const before = copied()
    await ledger.besideBulk(async () => {
      await large(1_001)
      expect(copied()).toBe(before)
    })
    await writing(ledger, (writer) => insertAccount(writer, 1_002))
    expect(copied()).toBeGreaterThan(before + 5_000_000)
  })

  it('has one instant for all it writes, and who wrote it', async () => {
    await writing(
      ledger,
      async (writer) => {
        await appendAudit(writer, { stream: 'ledger', action: 'one', subject: '' })
        await appendAudit(writer, { stream: 'clearing', action: 'two', subject: '' })
      },
      { actor: 'user:yamada', seat: 'window-2' },
    )
    const records = await ledger.reader.db.selectFrom('audit_records').select(['actor', 'seat', 'at']).execute()
    const at = fixedClock().now()
    expect(records).toEqual([
      { actor: 'user:yamada', seat: 'window-2', at },
      { actor: 'user:yamada', seat: 'window-2', at },
    ])
  })
})

describe('several programs on one file', () => {
  it('make it together, each migration once, and write without treading on each other', { timeout: 60_000 }, async () => {
    const child = await builtChild('ledger-child')
    const names = ['a', 'b', 'c', 'd']
    const ran = await Promise.all(names.map((name) => promisify(execFile)(process.execPath, [child, path, '30', name])))
    const made = ran.flatMap(({ stdout }): number[] => JSON.parse(stdout))
    expect(new Set(made).size).toBe(120)
    const ledger = valueIn(await opening())
    const chain = await ledger.reader.db.selectFrom('audit_records').select(['sequence', 'previous', 'hash']).orderBy('sequence').execute()
    expect(chain.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 120 }, (_, at) => at + 1))
    expect(chain.slice(1).map(({ previous }) => previous)).toEqual(chain.slice(0, -1).map(({ hash }) => hash))
    await ledger.close()
  })

  it('give identities that ascend in the order of writing, whatever their clocks say', async () => {
    const [early, late] = [fixedClock(), fixedClock()]
    early.advance(-3_600_000)
    const one = valueIn(await opening({ create: true, clock: late }))
    const other = valueIn(await opening({ clock: early }))
    const ids: number[] = []
    for (const ledger of [one, other, one, other, other, one]) {
      await writing(ledger, async (writer) => {
        const id = writer.newId()
        ids.push(id)
        await insertAccount(writer, id)
      })
    }
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect(new Set(ids).size).toBe(ids.length)
    await one.close()
    await other.close()
  })

  it('a copy of the file opens as the same ledger', async () => {
    await madeLedger()
    const copy = join(dir, 'copy.daiko')
    copyFileSync(path, copy)
    const ledger = valueIn(await opening({ path: copy }))
    expect(ledger.path).toBe(copy)
    await ledger.close()
  })
})
