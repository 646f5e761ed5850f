import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ComposeOptions, type Core, compose, composeDemonstration } from '../../src/main/compose'
import type { Seat } from '../../src/preload/contract/carrier'
import { JobId } from '../../src/preload/contract/ids'
import type { JobState } from '../../src/preload/contract/jobs'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { type KeptLog, keptLog } from '../support/door'
import { valueIn } from '../support/ledger'

/* The core as it is put together, with its jobs in this thread. */
const SEAT: Seat = { id: 'tester', kind: 'cli' }
const ACTOR = 'cli:tester'
const MAY = ['2026-01-01', '2027-12-31'] as const

let folder: string
let ledgerPath: string
let log: KeptLog
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-compose-'))
  ledgerPath = join(folder, 'ledger.daiko')
  log = keptLog()
  valueIn(await composeDemonstration({ ledgerPath, log }, { orders: 400, seed: 1 }))
})
afterEach(() => rmSync(folder, { recursive: true }))

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

/** A statement that is published, of which only the first lines are posted: what a crash leaves behind. */
async function leaveUnfinished(): Promise<void> {
  const core = await open()
  const statement = (await ask(core, 'intake.demonstrationFiles', {})).files.find(({ kind }) => kind === 'statement')
  if (!statement) throw new Error('the demonstration has a statement')
  const plan = await ended(core, await ask(core, 'intake.plan', { reference: statement.reference }))
  if (plan.state !== 'done' || plan.result.kind !== 'plan') throw new Error(JSON.stringify(plan))
  const { planId, digest } = plan.result.plan
  // It cannot be stopped once it is published; closing waits for the unit of work at hand only.
  await ask(core, 'intake.apply', { planId, digest })
  while (posting()[0]?.state !== 'published') await setImmediate()
  await core.close()
}

describe('an import that was cut short', () => {
  it.each([
    ['goes on in a core that stays', true, 'posted'],
    ['is left alone by one that only answers', false, 'published'],
  ] as const)('%s', async (_what, resume, state) => {
    await leaveUnfinished()
    expect(posting()).toMatchObject([{ state: 'published' }])
    const core = await open({ resume })
    await ask(core, 'merchants.list', {})
    if (resume) await expect.poll(() => posting()[0]?.state).toBe(state)
    await core.close()
    expect(posting()).toMatchObject([{ state }])
  })

  it('is stopped between two units of work when the core closes, which waits for it', async () => {
    await leaveUnfinished()
    const core = await open({ resume: true })
    await core.close()
    const before = posting()
    expect(before).toMatchObject([{ state: 'published' }])
    await setImmediate()
    expect(posting()).toEqual(before)
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('files', () => {
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
    const [from, to] = MAY
    const asked = { list: 'orders', merchantId: null, from, to, language: 'ja' } as const
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
