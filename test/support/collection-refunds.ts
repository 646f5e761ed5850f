import { approvalHandlers } from '../../src/main/services/approvals'
import { collectionHandlers } from '../../src/main/services/collections'
import type { Context } from '../../src/main/services/context'
import { createEvents } from '../../src/main/services/events'
import { createFiles } from '../../src/main/services/files'
import { createJobs } from '../../src/main/services/jobs'
import { refundRunHandlers } from '../../src/main/services/refund-runs'
import { refundStopHandlers } from '../../src/main/services/refund-stops'
import { refundHandlers } from '../../src/main/services/refunds'
import { type Result, refuse } from '../../src/preload/contract/errors'
import type { ApprovalId, CollectionLineId, RefundId } from '../../src/preload/contract/ids'
import type { OutputOf, ParsedInputOf } from '../../src/preload/contract/methods'
import type { CollectionDesk } from './collections'
import { personAt } from './desk'
import { valueIn } from './ledger'
import { PAYER_ACCOUNT } from './refunds'
import { gateways } from './statements'

/** Those who give back what nobody can place: a clerk who asks for it, a supervisor who agrees. */
export interface CollectionRefundDesk {
  readonly handlers: ReturnType<typeof refundHandlers> &
    ReturnType<typeof refundRunHandlers> &
    ReturnType<typeof refundStopHandlers> &
    ReturnType<typeof approvalHandlers> &
    ReturnType<typeof collectionHandlers>
  readonly maker: Context
  readonly supervisor: Context
  /** Asks for a refund of a line as its preview says, to an account whose holder may be another. */
  ask(lineId: CollectionLineId, own?: Partial<ParsedInputOf<'refunds.request'>>): Promise<Result<OutputOf<'refunds.request'>>>
  decide(id: ApprovalId, decision?: 'approved' | 'rejected', who?: Context): Promise<Result<object>>
  /** Asked for and agreed to. */
  agreed(lineId: CollectionLineId): Promise<RefundId>
}

export async function openCollectionRefundDesk(desk: CollectionDesk): Promise<CollectionRefundDesk> {
  const { ledger, clock } = desk
  const jobs = createJobs(async () => refuse({ refusal: 'cancelled' }), {
    notify: () => undefined,
    faulted: String,
    changed: () => undefined,
  })
  const deps = { ledger, clock, events: createEvents(), gateways, secrets: null, jobs, files: await createFiles() }
  const handlers = {
    ...refundHandlers(deps),
    ...refundRunHandlers(deps),
    ...refundStopHandlers(deps),
    ...approvalHandlers(deps),
    ...collectionHandlers(deps),
  }
  const maker = await personAt(desk, 'tanaka', ['clerk'])
  const supervisor = await personAt(desk, 'sato', ['supervisor'])
  const ask: CollectionRefundDesk['ask'] = async (lineId, own = {}) => {
    const target = own.target ?? { of: 'collection' as const, lineId }
    const preview = await handlers['refunds.preview'](maker, { target, amount: own.amount, account: PAYER_ACCOUNT })
    if (!preview.ok) return preview
    const { version, amount } = preview.value
    const said = { cause: 'duplicate' as const, why: '利用者の申し出', source: 'letter' as const, differenceConfirmed: true }
    return handlers['refunds.request'](maker, { target, account: PAYER_ACCOUNT, version, amount, ...said, ...own })
  }
  const decide: CollectionRefundDesk['decide'] = async (id, decision = 'approved', who = supervisor) => {
    const { approvals } = valueIn(await handlers['approvals.list'](who, { open: true }))
    const digest = approvals.find((each) => each.id === id)?.digest ?? ''
    return handlers['approvals.decide'](who, { id, digest, decision, reason: '' })
  }
  return {
    ...{ handlers, maker, supervisor, ask, decide },
    agreed: async (lineId) => {
      const { refundId, approvalId } = valueIn(await ask(lineId))
      valueIn(await decide(approvalId))
      return refundId
    },
  }
}
