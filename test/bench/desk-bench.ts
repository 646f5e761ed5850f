import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { type Core, compose } from '../../src/main/compose'
import type { DepositRow } from '../../src/preload/contract/clearing'
import type { JobId } from '../../src/preload/contract/ids'
import type { JobResult } from '../../src/preload/contract/jobs'
import { valueIn } from '../support/ledger'
import { benchClock } from './bench-clock'
import { inOwnProcess, rounded, step } from './child'
import { type Ask, call, deskFigures, deskWork, figuresByCall, lists, SEAT, sitDown } from './desk-work'
import { importSteps } from './import-bench'
import { removeLedger } from './import-run'
import { CACHE, importMaterial, type Size } from './story-ledgers'

const BAR_MS = 100
const LOOK_EVERY_MS = 200

/** What clerks ask for at the desk: lists, what a waiting deposit may pay, and to write down a note about another each time. */
function deskAsks(): readonly Ask[] {
  let notes = 0
  return [
    ...lists,
    { name: 'depositsByName', run: (core) => call(core, 'deposits.list', { filter: { search: 'ﾔﾏﾀﾞ' } }) },
    {
      name: 'candidates',
      run: async (core) => {
        const [deposit] = (await call(core, 'deposits.list', { filter: { open: true }, size: 1 })).rows
        if (deposit) await call(core, 'clearing.candidates', { receiptId: deposit.id })
      },
    },
    {
      name: 'note',
      run: async (core) => {
        const { rows } = await call(core, 'deposits.list', { filter: { open: true }, sort: 'amount', size: 50 })
        const deposit = rows[notes++ % rows.length]
        if (deposit) await note(core, deposit, `seen ${notes}`)
      },
    },
  ]
}

/** Another clerk's note may have been quicker where few deposits wait. */
async function note(core: Core, { id: receiptId, version }: DepositRow, words: string): Promise<void> {
  const answer = await core.dispatch(SEAT, { method: 'clearing.hold', input: { receiptId, version, held: false, note: words } })
  const isOvertaken = answer.outcome === 'refused' && answer.refusal.refusal === 'changed_meanwhile'
  if (answer.outcome !== 'done' && !isOvertaken) throw new Error(`clearing.hold: ${JSON.stringify(answer)}`)
}

async function ended(core: Core, jobId: JobId): Promise<JobResult> {
  for (;;) {
    const state = await call(core, 'jobs.get', { jobId })
    if (state.state === 'done') return state.result
    if (state.state !== 'running') throw new Error(JSON.stringify(state))
    await wait(LOOK_EVERY_MS)
  }
}

/** Plans the statement and applies the plan, in the core's own worker. */
async function bringIn(core: Core, statement: string): Promise<number> {
  const reference = valueIn(await core.files.offer(statement, 'statement.txt', 'user:bench'))
  const planned = await ended(core, (await call(core, 'intake.plan', { reference })).jobId)
  if (planned.kind !== 'plan') throw new Error(`a plan was asked for, ${planned.kind} came`)
  const { planId, digest } = planned.plan
  const applied = await ended(core, (await call(core, 'intake.apply', { planId, digest })).jobId)
  if (applied.kind !== 'intake') throw new Error(`an intake was asked for, ${applied.kind} came`)
  return applied.intake.stored
}

const measured = step({
  given: z.object({ ledger: z.string(), statement: z.string() }),
  result: z.object({
    stored: z.int(),
    seconds: z.number(),
    deskP95Ms: z.number(),
    deskP99Ms: z.number(),
    deskCalls: z.int(),
    byCall: z.record(z.string(), z.object({ p50Ms: z.number(), p95Ms: z.number() })),
  }),
  run: async ({ ledger, statement }) => {
    const log = { info: () => undefined, warn: console.error, error: (data: object, message: string) => console.error(message, data) }
    const workerPath = join(import.meta.dirname, 'worker.js')
    const core = valueIn(await compose({ ledgerPath: ledger, demonstration: false, workerPath, log, clock: benchClock }))
    await sitDown(core)
    const over = new AbortController()
    const began = performance.now()
    const clerks = deskWork(core, deskAsks(), over.signal)
    const stored = await bringIn(core, statement).finally(() => over.abort())
    const seconds = rounded((performance.now() - began) / 1000)
    const waited = await clerks
    await core.close()
    return { stored, seconds, ...deskFigures(waited), byCall: figuresByCall(waited) }
  },
})

export const deskSteps = { desk: measured }

/** How long clerks wait for the desk while a statement of so many lines is brought in. */
export async function deskBench(size: Size): Promise<object[]> {
  inOwnProcess('import-build', importSteps['import-build'], size)
  const material = importMaterial(size)
  const ledger = join(CACHE, 'desk.daiko')
  mkdirSync(CACHE, { recursive: true })
  removeLedger(ledger)
  copyFileSync(material.ledger, ledger)
  const { result, rssMb } = inOwnProcess('desk', measured, { ledger, statement: material.statement })
  removeLedger(ledger)
  const bars = { deskP95Ms: { under: BAR_MS, ok: result.deskP95Ms < BAR_MS } }
  return [{ bench: 'desk', rows: size.rows, ...result, rssMb, bars }]
}
