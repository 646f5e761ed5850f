import { done, type Result } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import type { Gateways } from '../gateways/gateway'
import { recordVerified, verifySnapshot } from '../ledger/verify'
import type { VerifyRules } from '../ledger/verify-sweep'
import { findGaps, missingIn } from '../settlement/statement-continuity'
import { shownStatus } from '../settlement/status'
import { isOrderEventKind, type OrderEvent, replay } from '../settlement/tracks'
import type { Handlers } from './context'
import type { JobControl, JobResources, Jobs } from './jobs'

/** Starts the check of every promise the ledger makes. */
export function verificationHandlers({ jobs }: { readonly jobs: Pick<Jobs, 'start'> }): Pick<Handlers, 'ledger.verify'> {
  return { 'ledger.verify': async (context) => done({ jobId: jobs.start({ kind: 'verify' }, context.by) }) }
}

type VerifyResources = Pick<JobResources, 'ledger' | 'by'> & { readonly gateways?: Pick<Gateways, 'transferFiles'> }

/** Checks every promise of the ledger, keeps the outcome and records it; files too, where there is a reader. Refuses cancelled. */
export async function runVerify(resources: VerifyResources, control: JobControl): Promise<Result<JobResult>> {
  const { ledger, by, gateways } = resources
  const rules = { ...verifyRules, readTransfers: gateways?.transferFiles.readTransfers ?? null }
  const verified = await verifySnapshot(ledger, rules, {
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
  readTransfers: null,
  // Closed days cannot hide money: a hole without a difference adds nothing.
  missingMoney: (account, told) => missingIn(findGaps(account, told)),
  replayed(registration, kinds) {
    const events = kinds.filter(isOrderEventKind).map((kind): OrderEvent => (kind === 'registered' ? { kind, ...registration } : { kind }))
    if (events.length === 0) return 'has no history'
    const replayed = replay(events)
    return replayed.ok ? replayed.tracks : `took a step (${replayed.event}) that cannot follow ${replayed.from}`
  },
}
