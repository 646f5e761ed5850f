import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ComposeOptions, type Core, compose, composeDemonstration } from '../../src/main/compose'
import { publish } from '../../src/main/ledger/statement-files'
import { planStatement } from '../../src/main/services/intake-plan'
import type { Seat } from '../../src/preload/contract/carrier'
import { businessDate } from '../../src/preload/contract/date'
import { JobId } from '../../src/preload/contract/ids'
import type { JobState } from '../../src/preload/contract/jobs'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { type KeptLog, keptLog } from '../support/door'
import { addAccount, openTestLedger, valueIn, writing } from '../support/ledger'
import { ACCOUNT, fileIn, quietControl, resourcesOf, zengin03 } from '../support/statements'

/* The core as it is put together, with its jobs in this thread. */
const SEAT: Seat = { id: 'tester', kind: 'cli' }
const ACTOR = 'cli:tester'

let folder: string
let demonstration: string
let cutShort: string
let ledgerPath: string
let log: KeptLog
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-compose-'))
  demonstration = join(folder, 'demonstration.daiko')
  valueIn(await composeDemonstration({ ledgerPath: demonstration, log: keptLog() }, { orders: 20, seed: 1 }))
  cutShort = join(folder, 'cut-short.daiko')
  await leavePublished(cutShort)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

let copies = 0
function lay(template: string): void {
  copies += 1
  ledgerPath = join(folder, `ledger-${copies}.daiko`)
  copyFileSync(template, ledgerPath)
  log = keptLog()
}

/** A ledger with a statement that is published, of which no line is posted yet: what a crash may leave behind. */
async function leavePublished(path: string): Promise<void> {
  const test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
  const lines = Array.from({ length: 2000 }, (_, at) => ({ amount: 500 + at }))
  const bytes = zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 0, lines })
  const planned = valueIn(await planStatement(resourcesOf(test), fileIn(test.dir, 'statement.txt', bytes), quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  const { planId, digest } = planned.plan
  await writing(test.ledger, (writer) => publish(writer, planId, digest))
  await test.ledger.close()
  copyFileSync(test.ledger.path, path)
  await test.cleanup()
}

const open = async (own: Partial<ComposeOptions> = {}) =>
  valueIn(await compose({ ledgerPath, demonstration: false, workerPath: null, log, ...own }))
const outputs: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

async function ask<M extends MethodName>(core: Core, method: M, input: InputOf<M>): Promise<OutputOf<M>> {
  const answer = await core.dispatch(SEAT, { method, input })
  if (answer.outcome !== 'done') throw new Error(`${method}: ${JSON.stringify(answer)}`)
  return outputs[method].output.parse(answer.value)
}
async function ended(core: Core, { jobId }: { jobId: string }): Promise<Exclude<JobState, { state: 'running' }>> {
  for (;;) {
    const state = await ask(core, 'jobs.get', { jobId: JobId.parse(jobId) })
    if (state.state !== 'running') return state
    await setImmediate()
  }
}
const look = <T>(sql: string): T[] => {
  const database = new Database(ledgerPath, { readonly: true })
  const rows = database.prepare<[], T>(sql).all()
  database.close()
  return rows
}
const posting = () => look<{ state: string; stored: number; posted_to: number }>('select state, stored, posted_to from statement_files')

describe('an import that was cut short', () => {
  beforeEach(() => lay(cutShort))

  it('goes on in a core that stays', async () => {
    const core = await open({ resume: true })
    await expect.poll(() => posting(), { timeout: 15_000 }).toEqual([{ state: 'posted', stored: 2000, posted_to: 2000 }])
    await core.close()
  })

  it('is left alone by a core that only answers', async () => {
    const core = await open()
    await ask(core, 'merchants.list', {})
    expect((await ended(core, await ask(core, 'ledger.verify', {}))).state).toBe('done')
    await core.close()
    expect(posting()).toEqual([{ state: 'published', stored: 2000, posted_to: 0 }])
  })

  it('is stopped between two units of work when the core closes, which waits for it', async () => {
    const core = await open({ resume: true })
    await core.close()
    const [left] = posting()
    expect(left).toMatchObject({ state: 'published', stored: 2000 })
    expect(left?.posted_to).toBeLessThan(2000)
    expect(log.lines).toEqual([])
    await (await open({ resume: false })).close()
    expect(posting()).toEqual([left])
  })
})

describe('files', () => {
  beforeEach(() => lay(demonstration))

  it('of a demonstration are given once, however often a window asks', async () => {
    const core = await open()
    const { files } = await ask(core, 'intake.demonstrationFiles', {})
    expect(files.length).toBeGreaterThan(1)
    for (let count = 0; count < 10; count++) expect(await ask(core, 'intake.demonstrationFiles', {})).toEqual({ files })
    await core.close()
  })

  it('that an export has left are there for whoever asked; half of one is not', async () => {
    const core = await open()
    const room = dirname(core.files.room())
    const days = { from: businessDate('2026-01-01'), to: businessDate('2027-12-31') }
    const asked = { list: 'orders', merchantId: null, ...days, language: 'ja' } as const
    const cancelled = await ask(core, 'exports.start', asked)
    await ask(core, 'jobs.cancel', cancelled)
    expect(await ended(core, cancelled)).toEqual({ state: 'refused', refusal: { refusal: 'cancelled' } })
    expect(readdirSync(room)).toEqual([])
    const made = await ended(core, await ask(core, 'exports.start', asked))
    if (made.state !== 'done' || made.result.kind !== 'export') throw new Error(JSON.stringify(made))
    const { ticket } = made.result.export
    expect(core.files.redeem(ticket, 'user:another')).toBeNull()
    expect(existsSync(core.files.redeem(ticket, ACTOR)?.path ?? '')).toBe(true)
    await core.close()
  })
})

describe('the shop of a demonstration', () => {
  /** The usual port is another program's: this test's, unless somebody else has it already. */
  async function takeUsualPort(): Promise<() => void> {
    const other = createServer().on('error', () => undefined)
    other.listen(8443, '127.0.0.1')
    await Promise.race([once(other, 'listening'), once(other, 'error')])
    return () => other.close()
  }
  const status = async (address: string | null, path: string) => (await fetch(new URL(path, address ?? ''))).status
  const staying = { resume: true, masterKey: Buffer.alloc(32, 1) }

  it('is open where the ledger is one, at a free port where the usual one is taken', async () => {
    lay(demonstration)
    const release = await takeUsualPort()
    const core = await open(staying)
    const shop = core.shop()
    expect(shop).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/demonstration\/shop$/)
    expect(shop).not.toContain(':8443')
    expect(await status(shop, '')).toBe(200)
    const { gateways } = await ask(core, 'gateways.list', {})
    expect(gateways.find(({ name }) => name === 'storefront')).toMatchObject({ enabled: true, running: true, standing: 'working' })
    await core.close()
    release()
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('is asked for in the books of a bank: nothing is opened, and nothing changed', async () => {
    lay(cutShort)
    const opened = await compose({ ledgerPath, demonstration: true, workerPath: null, log, ...staying })
    expect(opened).toEqual({ ok: false, refusal: { refusal: 'ledger_exists', path: ledgerPath } })
  })

  it('is not there in any other ledger', async () => {
    lay(cutShort)
    const core = await open({ ...staying, storefront: { port: 0 } })
    const address = core.addressOf('storefront')
    expect(core.shop()).toBeNull()
    expect(await status(address, '/apply')).toBe(200)
    expect(await status(address, '/demonstration/shop')).toBe(404)
    expect(await status(address, '/demonstration/bank/x')).toBe(404)
    expect(await (await fetch(`${address}/apply`)).text()).not.toContain('class="strip"')
    await core.close()
  })
})
