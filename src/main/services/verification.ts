import { done, type Result } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import { recordVerified, verifySnapshot } from '../ledger/verify'
import type { VerifyRules } from '../ledger/verify-sweep'
import { findGaps } from '../settlement/statement-continuity'
import { shownStatus } from '../settlement/status'
import { isOrderEventKind, type OrderEvent, replay } from '../settlement/tracks'
import type { Handlers } from './context'
import type { JobControl, JobResources, Jobs } from './jobs'

/** Starts the check of every promise the ledger makes. */
export function verificationHandlers({ jobs }: { readonly jobs: Pick<Jobs, 'start'> }): Pick<Handlers, 'ledger.verify'> {
  return { 'ledger.verify': async (context) => done({ jobId: jobs.start({ kind: 'verify' }, context.by) }) }
}

/** Checks every promise of the ledger, keeps the outcome and records it. Refuses cancelled. */
export async function runVerify(resources: Pick<JobResources, 'ledger' | 'by'>, control: JobControl): Promise<Result<JobResult>> {
  const { ledger, by } = resources
  const verified = await verifySnapshot(ledger, verifyRules, {
    progress: (count, total) => control.progress('verifying', count, total),
    get cancelled() {
      return control.cancelled
    },
  })
  if (!verified.ok) return verified
  const recorded = await ledger.write(by, async (writer) => done(await recordVerified(writer, verified.value)))
  return recorded.ok ? done({ kind: 'verify', verify: verified.value.result }) : recorded
}

/** The rules of settlement that the ledger is checked against. */
export const verifyRules: VerifyRules = {
  shownStatus,
  // Closed days cannot hide money: a hole without a difference adds nothing.
  missingMoney: (account, told) => findGaps(account, told).reduce((sum, gap) => sum + gap.difference, 0),
  replayed(registration, kinds) {
    const events = kinds.filter(isOrderEventKind).map((kind): OrderEvent => (kind === 'registered' ? { kind, ...registration } : { kind }))
    if (events.length === 0) return 'has no history'
    const replayed = replay(events)
    return replayed.ok ? replayed.tracks : `took a step (${replayed.event}) that cannot follow ${replayed.from}`
  },
}
