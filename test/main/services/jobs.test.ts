import { describe, expect, it } from 'vitest'
import { createJobs, type ExecuteJob, type StartedControl, unlessCancelled } from '../../../src/main/services/jobs'
import type { Notification } from '../../../src/preload/contract/carrier'
import { done, type Result, refuse } from '../../../src/preload/contract/errors'
import { JobId } from '../../../src/preload/contract/ids'
import type { JobResult, JobState } from '../../../src/preload/contract/jobs'
import { TESTER, valueIn } from '../../support/ledger'
import { quietControl } from '../../support/statements'

const MATCHED: JobResult = { kind: 'match', match: { cleared: 3, waiting: 4 } }
const OWNER = TESTER.actor

/** Jobs whose work the test does itself: it waits in `work` until `end` or `fail`. */
function jobsAtHand() {
  const heard: Notification[] = []
  const changed: string[] = []
  const work: { control: StartedControl; end(result: Result<JobResult>): void; fail(fault: Error): void }[] = []
  const execute: ExecuteJob = (_spec, _by, control) => new Promise((end, fail) => work.push({ control, end, fail }))
  const jobs = createJobs(execute, {
    notify: (notification) => heard.push(notification),
    faulted: (fault) => `F-${String(fault)}`,
    changed: (spec, { state }) => changed.push(`${spec.kind} ${state}`),
  })
  const start = async (by = TESTER) => {
    const jobId = jobs.start({ kind: 'match' }, by)
    await settled()
    const mine = work.at(-1)
    if (!mine) throw new Error('the job was not begun')
    return { jobId, ...mine }
  }
  const stateOf = (jobId: JobId) => valueIn(jobs.get(jobId, OWNER))
  return { jobs, heard, changed, work, start, stateOf }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a job', () => {
  it('runs, tells how far it is to whoever listens and whoever asks, and ends in its result', async () => {
    const { heard, changed, start, stateOf } = jobsAtHand()
    const { jobId, control, end } = await start()
    expect(stateOf(jobId)).toEqual({ state: 'running', phase: 'reading', done: 0, total: null })
    control.progress('matching', 40, 100)
    expect(stateOf(jobId)).toEqual({ state: 'running', phase: 'matching', done: 40, total: 100 })
    expect(heard).toEqual([{ kind: 'progress', jobId, phase: 'matching', done: 40, total: 100 }])
    expect(changed).toEqual([])
    end(done(MATCHED))
    await settled()
    expect(stateOf(jobId)).toEqual({ state: 'done', result: MATCHED })
    expect(changed).toEqual(['match done'])
  })

  it('can be waited for, whatever it ends in', async () => {
    const { jobs, work } = jobsAtHand()
    const ended = async (end: (job: (typeof work)[number]) => void) => {
      const running = jobs.run({ kind: 'match' }, TESTER)
      await settled()
      const job = work.at(-1)
      if (job) end(job)
      return running
    }
    expect(await ended(({ end }) => end(done(MATCHED)))).toEqual(done(MATCHED))
    expect(await ended(({ end }) => end(refuse({ refusal: 'disk_full' })))).toEqual(refuse({ refusal: 'disk_full' }))
    await expect(ended(({ fail }) => fail(new Error('broken')))).rejects.toThrow('F-Error: broken')
  })

  const endings: [what: string, end: (job: { end(result: Result<JobResult>): void; fail(fault: Error): void }) => void, state: JobState][] =
    [
      ['a refusal', ({ end }) => end(refuse({ refusal: 'plan_changed' })), { state: 'refused', refusal: { refusal: 'plan_changed' } }],
      ['a numbered fault', ({ fail }) => fail(new Error('broken')), { state: 'fault', number: 'F-Error: broken' }],
    ]
  it.each(endings)('may end in %s, and tells that things changed all the same', async (_what, end, state) => {
    const { changed, start, stateOf } = jobsAtHand()
    const job = await start()
    end(job)
    await settled()
    expect(stateOf(job.jobId)).toEqual(state)
    expect(changed).toEqual([`match ${state.state}`])
  })

  it('is told when somebody asks it to stop, and goes on running until it does', async () => {
    const { jobs, start, stateOf } = jobsAtHand()
    const { jobId, control, end } = await start()
    expect(control.cancelled).toBe(false)
    expect(jobs.cancel(jobId, OWNER)).toEqual({ ok: true, value: {} })
    expect(control.cancelled).toBe(true)
    expect(control.signal.aborted).toBe(true)
    expect(stateOf(jobId).state).toBe('running')
    end(refuse({ refusal: 'cancelled' }))
    await settled()
    expect(stateOf(jobId)).toEqual({ state: 'refused', refusal: { refusal: 'cancelled' } })
  })

  it('of another person is not found, neither to look at nor to stop', async () => {
    const { jobs, start } = jobsAtHand()
    const { jobId, control } = await start({ actor: 'user:sato', seat: 'test' })
    const notFound = { ok: false, refusal: { refusal: 'not_found', what: 'job' } }
    expect(jobs.get(jobId, OWNER)).toEqual(notFound)
    expect(jobs.cancel(jobId, OWNER)).toEqual(notFound)
    expect(control.cancelled).toBe(false)
    expect(jobs.get(JobId.parse('00000000-0000-4000-8000-000000000000'), OWNER)).toEqual(notFound)
    expect(jobs.get(jobId, 'user:sato').ok).toBe(true)
  })
})

describe('a job whose turn has come', () => {
  const NEXT = done(MATCHED)

  it('begins, unless it was cancelled while it waited: then nothing of it runs', async () => {
    let begun = 0
    const begin = async () => {
      begun += 1
      return NEXT
    }
    const control = quietControl()
    expect(await unlessCancelled(control, begin)).toEqual(NEXT)
    control.cancel()
    expect(await unlessCancelled(control, begin)).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    expect(begun).toBe(1)
  })
})

describe('many jobs', () => {
  it('the oldest that have ended are forgotten, those that run never', async () => {
    const { jobs, work, start } = jobsAtHand()
    const running = await start()
    const ended: JobId[] = []
    for (let count = 0; count < 250; count++) {
      const { jobId, end } = await start()
      end(done(MATCHED))
      await settled()
      ended.push(jobId)
    }
    const known = ended.filter((jobId) => jobs.get(jobId, OWNER).ok)
    expect(known).toEqual(ended.slice(-known.length))
    expect(known.length).toBe(199)
    expect(jobs.get(running.jobId, OWNER).ok).toBe(true)
    expect(work).toHaveLength(251)
  })

  it('are all asked to stop, and waited for, when the core closes', async () => {
    const { jobs, start } = jobsAtHand()
    const [one, two] = [await start(), await start()]
    let closed = false
    const closing = jobs.settle().then(() => {
      closed = true
    })
    await settled()
    expect([one.control.cancelled, two.control.cancelled]).toEqual([true, true])
    expect(closed).toBe(false)
    one.end(refuse({ refusal: 'cancelled' }))
    two.fail(new Error('broken'))
    await closing
  })
})
