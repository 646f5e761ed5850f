import { done, type Result, refuse } from '../../preload/contract/errors'
import type { StatementFileId } from '../../preload/contract/ids'
import { discardStaged, giveUpPlan, stagedFiles } from '../ledger/staging'
import type { JobControl, JobResources } from './jobs'
import { pace } from './pace'

type Writing = Pick<JobResources, 'ledger' | 'clock' | 'by'>

/** Takes away a file that was planned but never published, in small steps. Refuses plan_expired: it is published, or gone already. */
export async function discardFile(resources: Writing, id: StatementFileId, control: Pick<JobControl, 'progress'>): Promise<Result<null>> {
  const given = await resources.ledger.write(resources.by, async (writer) =>
    (await giveUpPlan(writer, id)) ? done(null) : refuse({ refusal: 'plan_expired' }),
  )
  if (!given.ok) return given
  const steps = pace(500, 10_000)
  for (let removed = 0; ; removed += steps.size) {
    const size = steps.size
    const began = resources.clock.monotonicMs()
    const gone = await resources.ledger.write(resources.by, async (writer) => done(await discardStaged(writer, id, size)))
    if (!gone.ok) return gone
    if (gone.value) return done(null)
    steps.took(size, resources.clock.monotonicMs() - began)
    control.progress('removing', removed + size, null)
  }
}

/** One plan at a time: a new one takes the place of every plan that was not applied, also of one whose program died. */
export async function discardAllStaged(resources: Writing, control: JobControl): Promise<Result<null>> {
  for (const { id } of await stagedFiles(resources.ledger.reader)) {
    const gone = await discardFile(resources, id, control)
    if (!gone.ok && gone.refusal.refusal !== 'plan_expired') return gone
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
  }
  return done(null)
}
