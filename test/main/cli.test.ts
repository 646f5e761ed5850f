import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { daiko, prepareOperator, type Ran, startDaiko } from '../support/operator'

/* The built command, run as a script runs it: its exit code, and the one object on its standard output. */
// Each run is a process of its own: on a busy machine a test of several takes its time.
vi.setConfig({ testTimeout: 90_000 })

let folder = ''
let ledger = ''
let made: Record<string, unknown> = {}
const at = (name: string) => join(folder, name)
const on = (path: string, ...args: string[]): Ran => daiko([...args, '--ledger', path])
const demo = (...args: string[]) => on(ledger, ...args)
const count = (sql: string, path = ledger): unknown => {
  const database = new Database(path, { readonly: true })
  const found = database.prepare(sql).pluck().get()
  database.close()
  return found
}

beforeAll(() => {
  prepareOperator()
  folder = mkdtempSync(join(tmpdir(), 'daiko-cli-'))
  ledger = at('ledger.daiko')
  const ran = on(ledger, 'init', '--demo', '--orders', '60', '--seed', '3')
  expect(ran.exitCode).toBe(0)
  made = ran.answer
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('init', () => {
  it('makes a demonstration and tells who may sign in', () => {
    expect(made).toMatchObject({ ledger, statement: expect.any(String), orderFile: expect.any(String) })
    const users = made.users
    expect(users).toHaveLength(4)
    expect(users).toContainEqual({ name: expect.any(String), role: 'supervisor', password: expect.any(String) })
    expect(count('select count(*) from orders')).toBe(60)
  })

  it('makes an empty ledger without --demo', () => {
    const path = at('empty.daiko')
    expect(on(path, 'init')).toMatchObject({ exitCode: 0, answer: { ledger: path, users: [] } })
    expect(count('select count(*) from users', path)).toBe(0)
  })

  it('never touches a file that is there', () => {
    expect(demo('init', '--demo')).toMatchObject({ exitCode: 1, answer: { refusal: 'ledger_exists', path: ledger } })
  })
})

describe('money that goes back, and the close of a day', () => {
  it('lists refunds; a demonstration has none yet', () => {
    expect(demo('refunds', 'list')).toMatchObject({ exitCode: 0, answer: { refunds: [], total: 0, count: 0 } })
    expect(demo('refunds', 'list', '--state', 'burnt').exitCode).toBe(1)
  })
  it('tells whether a day may be closed, and closes nothing', () => {
    const { exitCode, answer } = demo('close', 'plan', '--day', '2026-01-05')
    expect(exitCode).toBe(0)
    expect(answer).toMatchObject({ day: '2026-01-05', lastClosed: null, mayClose: expect.any(Boolean) })
    expect(answer.conditions).toHaveLength(10)
    expect(count('select count(*) from closed_days')).toBe(0)
  })
})

describe('merchants list', () => {
  it('tells every merchant', () => {
    const { exitCode, answer } = demo('merchants', 'list')
    expect(exitCode).toBe(0)
    expect(answer.merchants).toHaveLength(3)
    expect(answer.merchants).toContainEqual(expect.objectContaining({ registrationNumber: 'K000001', state: 'active' }))
  })

  it('is readable by people without --json', () => {
    const { stdout, exitCode } = daiko(['merchants', 'list', '--ledger', ledger], { json: false })
    expect([exitCode, stdout.trim().split('\n')]).toEqual([
      0,
      [expect.stringContaining('K000001'), expect.stringContaining('K000002'), expect.stringContaining('K000003')],
    ])
  })
})

describe('orders import', () => {
  it('takes a file whole, once, by the number or the name of its merchant', () => {
    const file = String(made.orderFile)
    expect(demo('orders', 'import', file, '--merchant', 'K000001')).toMatchObject({
      exitCode: 0,
      answer: { imported: 12, total: expect.any(Number) },
    })
    const again = demo('orders', 'import', file, '--merchant', '株式会社さくら書房')
    expect(again).toMatchObject({ exitCode: 1, answer: { refusal: 'order_file_has_errors', total: 12 } })
    expect(again.answer.errors).toContainEqual(expect.objectContaining({ row: 2, code: 'already_registered' }))
    expect(count('select count(*) from orders')).toBe(72)
  })

  it('refuses a merchant nobody knows, and a file that is not there', () => {
    expect(demo('orders', 'import', String(made.orderFile), '--merchant', 'K999999')).toMatchObject({
      exitCode: 1,
      answer: { refusal: 'not_found' },
    })
    expect(demo('orders', 'import', at('nowhere.csv'), '--merchant', 'K000001')).toMatchObject({
      exitCode: 1,
      answer: { refusal: 'file_unreadable' },
    })
  })
})

describe('bank import', () => {
  const file = (ran: Ran) => JSON.parse(ran.stdout).files[0]

  it('shows with --plan what would come in, and leaves nothing', () => {
    const ran = demo('bank', 'import', String(made.statement), '--plan')
    expect(ran.exitCode).toBe(0)
    expect(file(ran)).toMatchObject({ format: 'zengin-03', duplicates: 0, errors: [] })
    expect(count('select count(*) from receipts')).toBe(0)
    expect(count('select count(*) from statement_files')).toBe(0)
    expect(demo('bank', 'import', String(made.statement)).answer).toEqual(ran.answer)
  })

  it('tells path, digest, format, account, days, lines and what is known already', () => {
    const ran = demo('bank', 'import', String(made.statement))
    const lines = Number(count('select count(*) from receipts'))
    expect(lines).toBeGreaterThan(40)
    expect(ran).toMatchObject({
      exitCode: 0,
      answer: { cleared: 0, waiting: count("select count(*) from open_items where side = 'credit'") },
    })
    expect(file(ran)).toEqual({
      path: made.statement,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      format: 'zengin-03',
      account: '0005-001-1-1234567',
      from: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      to: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      lines,
      stored: 0,
      duplicates: lines,
      errors: [],
    })
  })

  it('records who did it', () => {
    expect(count("select distinct actor from audit_records where stream = 'intake'")).toBe(`cli:${userInfo().username}`)
  })

  it('stores nothing of a file with errors, tells each with its record, and goes on with the next file', () => {
    const before = Number(count('select count(*) from receipts'))
    const broken = readFileSync(String(made.statement))
    broken.write('9', 202 + 80, 'latin1')
    broken.write('X', 202 * 3 + 10, 'latin1')
    writeFileSync(at('broken.txt'), broken)
    const ran = demo('bank', 'import', at('broken.txt'), String(made.statementYesterday))
    expect(ran).toMatchObject({ exitCode: 1, answer: { refusal: 'statement_has_errors' } })
    const [bad, good] = JSON.parse(ran.stdout).files
    expect(bad).toMatchObject({
      path: at('broken.txt'),
      format: 'zengin-03',
      sha256: expect.any(String),
      stored: 0,
      refusal: 'statement_has_errors',
    })
    expect(bad.errors).toContainEqual({
      record: 4,
      column: expect.any(Number),
      code: expect.any(String),
      message: expect.any(String),
      found: expect.any(String),
    })
    expect(good).toMatchObject({ format: 'camt.053', errors: [], stored: Number(count('select count(*) from receipts')) - before })
  })

  const refused = [
    { name: 'is not there', bytes: null, refusal: 'file_unreadable' },
    { name: 'is empty', bytes: '', refusal: 'file_empty' },
    { name: 'is no statement', bytes: 'hello\n', refusal: 'format_unknown' },
  ]
  it.each(refused)('refuses a file that $name: $refusal', ({ bytes, refusal }) => {
    const path = at(`${refusal}.txt`)
    if (bytes !== null) writeFileSync(path, bytes)
    const ran = demo('bank', 'import', path)
    expect(ran).toMatchObject({ exitCode: 1, answer: { refusal } })
    expect(file(ran)).toMatchObject({ path, stored: 0, refusal })
    expect(file(ran).errors).toHaveLength(refusal === 'format_unknown' ? 1 : 0)
  })

  it('takes an unknown account in only when told to', () => {
    const path = at('fresh.daiko')
    on(path, 'init')
    expect(on(path, 'bank', 'import', String(made.statement))).toMatchObject({ exitCode: 1, answer: { refusal: 'account_unknown' } })
    expect(count('select count(*) from designated_accounts', path)).toBe(0)
    const ran = on(path, 'bank', 'import', String(made.statement), '--take-in')
    expect(ran).toMatchObject({ exitCode: 0, answer: { cleared: 0, files: [{ account: '0005-001-1-1234567' }] } })
    expect(count('select opening_balance from designated_accounts', path)).toBe(5_000_000)
    expect(on(path, 'verify')).toMatchObject({ exitCode: 0, answer: { ok: true } })
  })
})

describe('match and verify', () => {
  it('match tells what it cleared and what waits', () => {
    expect(demo('match')).toMatchObject({
      exitCode: 0,
      answer: { cleared: 0, waiting: count("select count(*) from open_items where side = 'credit'") },
    })
  })

  it('verify names every invariant with its violations', () => {
    const { exitCode, answer } = demo('verify')
    expect([exitCode, answer.ok]).toEqual([0, true])
    expect(answer.invariants).toContainEqual(expect.objectContaining({ name: 'trial_balance_zero', violations: 0 }))
  })

  it('verify exits 1 when a promise is broken', () => {
    const path = at('tampered.daiko')
    on(path, 'init', '--demo', '--orders', '5')
    const database = new Database(path)
    database.exec('update balances set debit = debit + 1')
    database.close()
    const { exitCode, answer } = on(path, 'verify')
    expect([exitCode, answer.ok]).toEqual([1, false])
    expect(answer.invariants).toContainEqual(expect.objectContaining({ name: 'balances_equal_postings', violations: expect.any(Number) }))
  })
})

describe('export', () => {
  const days = ['--from', '2020-01-01', '--to', '2099-12-31']

  it.each(['orders', 'deposits'] as const)('writes %s whose rows and total are those of the ledger', async (list) => {
    const out = at(`${list}.xlsx`)
    const ran = demo('export', list, '--merchant', 'K000001', ...days, '--out', out)
    const [rows, total] =
      list === 'orders'
        ? [
            count("select count(*) from orders where order_number like 'A%'"),
            count("select sum(amount) from orders where order_number like 'A%'"),
          ]
        : [expect.any(Number), expect.any(Number)]
    expect(ran).toMatchObject({ exitCode: 0, answer: { file: out, rows, total } })
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(out)
    expect(workbook.worksheets[0]?.actualRowCount).toBe(Number(ran.answer.rows) + 2)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('takes dates as people write them, and all merchants when none is named', () => {
    const ran = demo('export', 'orders', '--from', '2020/1/1', '--to', '20991231', '--out', at('all.xlsx'))
    expect(ran).toMatchObject({ exitCode: 0, answer: { rows: 72 } })
  })

  it('refuses a folder that is not there and a merchant nobody knows', () => {
    expect(demo('export', 'orders', ...days, '--out', at('nowhere/x.xlsx'))).toMatchObject({
      exitCode: 1,
      answer: { refusal: 'cannot_write_file', detail: 'ENOENT' },
    })
    expect(demo('export', 'orders', '--merchant', 'nobody', ...days, '--out', at('x.xlsx'))).toMatchObject({
      exitCode: 1,
      answer: { refusal: 'not_found' },
    })
    expect(existsSync(at('x.xlsx'))).toBe(false)
  })
})

describe('what cannot be done is refused by name, what breaks is a numbered fault', () => {
  const usages: [name: string, args: string[]][] = [
    ['an unknown command', ['approve']],
    ['no ledger', ['verify']],
    ['a flag nobody knows', ['verify', '--ledger', 'x', '--force']],
    ['a date that is none', ['export', 'orders', '--ledger', 'x', '--from', 'yesterday', '--to', '2026-11-20', '--out', 'x']],
    ['a number that is none', ['init', '--ledger', 'x', '--orders', 'many']],
    ['a file too few', ['bank', 'import', '--ledger', 'x']],
    ['a command too few', ['bank']],
    ['a port that is none', ['serve', '--ledger', 'x', '--port', '99999']],
    ['the port of a desk for the storefront', ['serve', '--storefront', '--ledger', 'x', '--port', '18777']],
  ]
  it.each(usages)('%s: usage', (_name, args) => {
    expect(daiko(args)).toMatchObject({ exitCode: 1, answer: { refusal: 'usage', detail: expect.any(String) } })
  })

  it('a ledger that is not there, is foreign, or is newer', () => {
    const foreign = at('foreign.db')
    new Database(foreign).exec('create table t (a)').close()
    const newer = at('newer.daiko')
    on(newer, 'init')
    new Database(newer).exec('pragma user_version = 9999').close()
    expect(on(at('nowhere.daiko'), 'verify')).toMatchObject({
      exitCode: 1,
      answer: { refusal: 'ledger_missing', path: at('nowhere.daiko') },
    })
    expect(existsSync(at('nowhere.daiko'))).toBe(false)
    expect(on(foreign, 'verify')).toMatchObject({ exitCode: 1, answer: { refusal: 'ledger_foreign' } })
    expect(on(newer, 'match')).toMatchObject({ exitCode: 1, answer: { refusal: 'ledger_newer', found: 9999 } })
  })

  it('a folder in place of a ledger: exit 2, a number here and the details on standard error', () => {
    mkdirSync(at('folder.daiko'))
    const { exitCode, answer, stderr } = on(at('folder.daiko'), 'verify')
    expect([exitCode, answer]).toEqual([2, { fault: expect.any(String) }])
    expect(stderr).toContain(String(answer.fault))
  })

  it('without --json a refusal is said in a line, with the same exit code', () => {
    const ran = daiko(['verify', '--ledger', at('nowhere.daiko')], { json: false })
    expect([ran.exitCode, ran.stdout.startsWith('refused: ledger_missing')]).toEqual([1, true])
  })
})

describe('serve', () => {
  it('prints the address, answers there, and ends when it is asked to', async () => {
    const serving = startDaiko(['serve', '--ledger', ledger])
    const ended = once(serving, 'exit')
    const { stdout } = serving
    if (!stdout) throw new Error('nothing to read from')
    const [line] = await once(createInterface({ input: stdout }), 'line')
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(String(line))?.[0] ?? ''
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
    expect((await fetch(new URL('/', address))).status).toBe(401)
    serving.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('refuses a ledger that is not there', () => {
    expect(on(at('nowhere.daiko'), 'serve')).toMatchObject({ exitCode: 1, answer: { refusal: 'ledger_missing' } })
  })
})

describe('payouts', () => {
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)
  const name = `P${today.replaceAll('-', '')}-1`
  const path = () => at('payouts.daiko')
  const payouts = (...args: string[]) => on(path(), 'payouts', ...args)

  it('are planned and submitted, told of, and approved by nobody here', { timeout: 300_000 }, () => {
    const init = on(path(), 'init', '--demo', '--orders', '90', '--seed', '4')
    expect(on(path(), 'bank', 'import', String(init.answer.statement)).exitCode).toBe(0)
    expect(payouts('plan', '--closing', '2999-12-31')).toMatchObject({ exitCode: 1, answer: { refusal: 'closing_not_over' } })
    expect(payouts('plan', '--closing', today)).toMatchObject({ exitCode: 0, answer: { runs: [{ name }] } })
    expect(payouts('plan', '--closing', today)).toMatchObject({ exitCode: 1, answer: { refusal: 'nothing_to_pay' } })
    const submitted = payouts('submit', name)
    expect(submitted).toMatchObject({ exitCode: 0, answer: { name, digest: expect.stringMatching(/^[0-9a-f]{64}$/) } })
    expect(payouts('status')).toMatchObject({
      exitCode: 0,
      answer: { runs: [{ name, state: 'submitted', digest: submitted.answer.digest }] },
    })
    expect(payouts('status', name)).toMatchObject({ exitCode: 0, answer: { name, handOvers: [] } })
    expect(payouts('file', name)).toMatchObject({ exitCode: 1, answer: { refusal: 'run_not_there', state: 'submitted' } })
    expect(count("select count(*) from approvals where kind = 'payout_run' and decision is null", path())).toBe(1)
    expect(payouts('status', 'P20200101-1')).toMatchObject({ exitCode: 1, answer: { refusal: 'not_found' } })
    expect(payouts('status', 'nothing')).toMatchObject({ exitCode: 1, answer: { refusal: 'usage' } })
    expect(on(path(), 'payouts', 'approve', name)).toMatchObject({ exitCode: 1, answer: { refusal: 'usage' } })
  })
})
