import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appendAudit } from '../../../src/main/ledger/audit'
import { type Ledger, openLedger } from '../../../src/main/ledger/ledger'
import { localTurns, type Turns } from '../../../src/main/ledger/turns'
import { resumePosting } from '../../../src/main/services/intake-apply'
import { createJobWorker, type JobWorker } from '../../../src/main/services/job-worker'
import type { JobSpec, StartedControl } from '../../../src/main/services/jobs'
import type { Result } from '../../../src/preload/contract/errors'
import type { AccountId, MerchantId } from '../../../src/preload/contract/ids'
import type { JobResult } from '../../../src/preload/contract/jobs'
import { builtChild } from '../../support/built-child'
import { addAccount, addMerchant, addOrders, openTestLedger, TESTER, type TestLedger, valueIn, writing } from '../../support/ledger'
import { ACCOUNT, fileIn, quietControl, resourcesOf, zengin03 } from '../../support/statements'

let workerPath = ''
beforeAll(async () => {
  workerPath = await builtChild('mortal-worker')
}, 60_000)

interface Core extends TestLedger {
  turns: Turns
  worker: JobWorker
  account: AccountId
  merchant: MerchantId
}
let core: Core
beforeEach(async () => {
  const made = await openTestLedger()
  await made.ledger.close()
  const turns = localTurns()
  const ledger = valueIn(await openLedger({ path: made.ledger.path, clock: made.clock, create: false, turns }))
  const worker = createJobWorker({ workerPath, ledgerPath: ledger.path, turns })
  const account = await addAccount(ledger, { ...ACCOUNT })
  core = { ...made, ledger, turns, worker, account, merchant: await addMerchant(ledger), cleanup: made.cleanup }
})
afterEach(async () => {
  await core.worker.close()
  await core.ledger.close()
  await core.cleanup()
})

const run = (spec: JobSpec, control: StartedControl = quietControl()) => core.worker.execute(spec, TESTER, control)
const resultOf = async (job: Promise<Result<JobResult>>) => valueIn(await job)

/** A statement with so many deposits, each to the virtual account of an order that waits for it. */
async function statement(lines: number, name = 'statement.txt'): Promise<{ path: string; fileName: string }> {
  const amounts = Array.from({ length: lines }, (_, at) => 500 + (at % 5000))
  const reference = (at: number) => String(1_000_000_000 + at)
  await addOrders(
    core.ledger,
    core.merchant,
    amounts.map((amount, at) => ({
      amount,
      payerKey: `ナマエ${at}`,
      instruction: { accountId: core.account, reference: reference(at), dueOn: '2026-12-01' as never },
    })),
  )
  const deposits = amounts.map((amount, at) => ({ amount, remitterCode: reference(at), bankReference: String(at).padStart(8, '0') }))
  return fileIn(core.dir, name, zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 0, lines: deposits }))
}

async function planned(file: { path: string; fileName: string }, control?: StartedControl): Promise<JobSpec> {
  const result = await resultOf(run({ kind: 'plan', ...file }, control))
  if (result.kind !== 'plan') throw new Error(result.kind)
  return { kind: 'intake', planId: result.plan.planId, digest: result.plan.digest }
}
const oneAct = (ledger: Ledger, action: string) =>
  writing(ledger, (writer) => appendAudit(writer, { stream: 'clearing', action, subject: 'desk' }))
const fileState = () =>
  core.ledger.reader.db.selectFrom('statement_files').select(['state', 'stored', 'posted_to', 'cleared']).executeTakeFirst()

describe('the job worker', () => {
  it('plans and brings in a statement in a thread of its own, tells progress, and the core sees what it wrote', async () => {
    const control = quietControl()
    const intake = await planned(await statement(400), control)
    expect(await resultOf(run(intake, control))).toMatchObject({ kind: 'intake', intake: { stored: 400, cleared: 400, waiting: 0 } })
    expect(control.steps).toBeGreaterThan(2)
    expect(await fileState()).toEqual({ state: 'posted', stored: 400, posted_to: 400, cleared: 400 })
  })

  it('runs jobs one after another, in the order they were started', async () => {
    const order: string[] = []
    const telling = (job: number): StartedControl => ({ ...quietControl(), progress: (phase) => void order.push(`${job} ${phase}`) })
    const file = await statement(300)
    const jobs = [run({ kind: 'plan', ...file }, telling(1)), run({ kind: 'match' }, telling(2)), run({ kind: 'verify' }, telling(3))]
    await Promise.all(jobs)
    const numbers = order.map((told) => told.charAt(0))
    expect(numbers).toEqual([...numbers].sort())
    expect(new Set(numbers)).toContain('3')
  })

  it('ends a refused job with the refusal, as data', async () => {
    const empty = fileIn(core.dir, 'empty.txt', new Uint8Array())
    expect(await run({ kind: 'plan', ...empty })).toEqual({ ok: false, refusal: { refusal: 'file_empty' } })
  })

  it('ends a broken job with what was thrown, and runs the next', async () => {
    writeFileSync(`${core.ledger.path}.fate`, 'breaking')
    await expect(run({ kind: 'match' })).rejects.toThrow('broken')
    expect(await resultOf(run({ kind: 'match' }))).toEqual({ kind: 'match', match: { cleared: 0, waiting: 0 } })
  })

  it('refuses a file that is not there any more', async () => {
    const gone = { path: join(core.dir, 'gone.txt'), fileName: 'gone.txt' }
    const expired = { ok: false, refusal: { refusal: 'offer_expired' } }
    expect(await run({ kind: 'plan', ...gone })).toEqual(expired)
    expect(await run({ kind: 'orders', ...gone, merchantId: core.merchant, sha256: '' })).toEqual(expired)
  })

  it('stops a job that is asked to stop, with nothing half done', async () => {
    const control = quietControl()
    const file = await statement(6000)
    const stopping = Object.assign(control, { progress: () => control.cancel() })
    expect(await run({ kind: 'plan', ...file }, stopping)).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    expect(await fileState()).toBeUndefined()
  })

  it('does not begin a job that was cancelled while it waited', async () => {
    const file = await statement(50)
    const control = quietControl()
    const [first, second] = [run({ kind: 'match' }), run({ kind: 'plan', ...file }, control)]
    control.cancel()
    expect((await first).ok).toBe(true)
    expect(await second).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    expect(control.steps).toBe(0)
  })

  it('writes in turns with the desk: every save comes through while 20,000 lines come in', { timeout: 120_000 }, async () => {
    const file = await statement(20_000)
    const waits: number[] = []
    let saving: Promise<void> | null = null
    async function save(): Promise<void> {
      const began = performance.now()
      await oneAct(core.ledger, 'saved')
      waits.push(performance.now() - began)
      saving = null
    }
    // Somebody who saves again and again, each time as soon as the job has told where it is.
    const progress = () => {
      if (!saving) saving = save()
    }
    const desk = { ...quietControl(), progress }
    const intake = await planned(file, desk)
    expect(await resultOf(run(intake, desk))).toMatchObject({ intake: { stored: 20_000, cleared: 20_000 } })
    await saving
    const sorted = [...waits].sort((a, b) => a - b)
    const worst = Math.round(sorted.at(-1) ?? 0)
    console.log(`${waits.length} saves beside 20,000 lines: median ${Math.round(sorted[waits.length >> 1] ?? 0)} ms, worst ${worst} ms`)
    expect(waits.length).toBeGreaterThan(10)
    expect(worst).toBeLessThan(2000)
  })
})

describe('when the worker dies', () => {
  const dieOf = (cause: 'asking' | 'posting') => writeFileSync(`${core.ledger.path}.fate`, cause)
  const isAlive = async () => resultOf(run({ kind: 'match' }))

  it('in the middle of a unit of work, its job is a fault, the desk writes on, and the next job finishes the file', async () => {
    const intake = await planned(await statement(2000))
    dieOf('posting')
    await expect(run(intake)).rejects.toThrow('the job worker ended with 7')
    const left = await fileState()
    expect(left).toMatchObject({ state: 'published', stored: 2000 })
    expect(left?.posted_to).toBeGreaterThan(0)
    expect(left?.posted_to).toBeLessThan(2000)
    await oneAct(core.ledger, 'saved after')
    await isAlive()
    expect(await fileState()).toEqual({ state: 'posted', stored: 2000, posted_to: 2000, cleared: 2000 })
    expect(await resultOf(run({ kind: 'verify' }))).toMatchObject({ verify: { ok: true } })
  })

  it('the core itself can finish the file too', async () => {
    const intake = await planned(await statement(1000))
    dieOf('posting')
    await expect(run(intake)).rejects.toThrow('the job worker ended with 7')
    expect(valueIn(await resumePosting(resourcesOf(core), quietControl()))).toBe(1)
    expect(valueIn(await resumePosting(resourcesOf(core), quietControl()))).toBe(0)
    expect(await fileState()).toEqual({ state: 'posted', stored: 1000, posted_to: 1000, cleared: 1000 })
  })

  it('while it waits for its turn, the turn it asked for holds nobody up', async () => {
    const file = await statement(10)
    dieOf('asking')
    let job: Promise<unknown> = Promise.resolve()
    await core.turns.take(async () => {
      job = run({ kind: 'plan', ...file }).catch(String)
      expect(await job).toBe('Error: the job worker ended with 7')
    })
    expect(existsSync(`${core.ledger.path}.fate`)).toBe(false)
    await oneAct(core.ledger, 'saved after')
    await isAlive()
  })

  it('jobs that were waiting behind it run in its successor', async () => {
    const intake = await planned(await statement(1000))
    dieOf('posting')
    const [died, next] = await Promise.allSettled([run(intake), run({ kind: 'match' })])
    expect(died.status).toBe('rejected')
    expect(next).toMatchObject({ status: 'fulfilled', value: { ok: true } })
  })

  it('a worker that cannot be started makes each job a fault', async () => {
    const lost = createJobWorker({ workerPath: join(core.dir, 'nowhere.js'), ledgerPath: core.ledger.path, turns: core.turns })
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(lost.execute({ kind: 'match' }, TESTER, quietControl())).rejects.toThrow('nowhere.js')
    }
    await lost.close()
    await oneAct(core.ledger, 'saved after')
  })
})

it('letters are set in type in the worker, with its own fonts', async () => {
  const wording = { subject: 'A-1 入金のお知らせ', addressee: '山田陶器店 御中', parts: [], foot: ['みなと銀行'] }
  const letter = { wording, address: '〒101', bank: 'みなと銀行', writtenOn: core.clock.today(), language: 'ja' as const, reference: '1' }
  const path = join(core.dir, 'letters.pdf')
  expect(await resultOf(run({ kind: 'letters', letters: [letter, letter], path }))).toEqual({ kind: 'letters', pages: 2 })
  expect(existsSync(path)).toBe(true)
})
