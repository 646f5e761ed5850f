import { Instant } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { StatementFileId } from '../../preload/contract/ids'
import { abandonedPlans, discardStaged, giveUpPlan } from '../ledger/staging'
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

/** How long a plan may wait for a person to apply it. */
const PLAN_LIFE_MS = 30 * 60 * 1000

/** Takes away plans nobody waits for: this person's earlier one, those whose program died, those left lying. */
export async function discardAbandoned(resources: Writing, control: JobControl): Promise<Result<null>> {
  const { ledger, clock, by } = resources
  for (const { id } of await abandonedPlans(ledger.reader, { actor: by.actor, olderThan: Instant.parse(clock.now() - PLAN_LIFE_MS) })) {
    const gone = await discardFile(resources, id, control)
    if (!gone.ok && gone.refusal.refusal !== 'plan_expired') return gone
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
  }
  return done(null)
}
