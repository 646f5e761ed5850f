import type { OutputOf } from '../../src/preload/contract/methods'
import type { Desk } from './browser'

/** Waits for a job that was started at a desk; its result. */
export async function jobEnded(desk: Desk, jobId: OutputOf<'intake.plan'>['jobId']) {
  for (;;) {
    const end = await desk.ask('jobs.get', { jobId })
    if (end.state === 'done') return end.result
    if (end.state !== 'running') throw new Error(`the job ended ${JSON.stringify(end)}`)
  }
}

/** Brings in the statement that was offered under this reference. */
export async function broughtIn(desk: Desk, reference: string): Promise<void> {
  const planned = await jobEnded(desk, (await desk.ask('intake.plan', { reference })).jobId)
  if (planned.kind !== 'plan') throw new Error('no plan')
  const { planId, digest } = planned.plan
  await jobEnded(desk, (await desk.ask('intake.apply', { planId, digest })).jobId)
}
