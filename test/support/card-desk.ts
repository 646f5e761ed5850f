import { approvalHandlers } from '../../src/main/services/approvals'
import type { CardDesk } from '../../src/main/services/card-desk'
import { cardHandlers } from '../../src/main/services/card-handlers'
import { expectedTransfers, settleTransfer } from '../../src/main/services/collection-transfers'
import type { Context } from '../../src/main/services/context'
import { createEvents } from '../../src/main/services/events'
import { createJobs } from '../../src/main/services/jobs'
import { refundStopHandlers } from '../../src/main/services/refund-stops'
import { refundHandlers } from '../../src/main/services/refunds'
import { type Result, refuse } from '../../src/preload/contract/errors'
import type { ApprovalId, OrderId, ReceiptId, RefundId } from '../../src/preload/contract/ids'
import { PositiveYen } from '../../src/preload/contract/money'
import { personAt } from './desk'
import { TESTER, type TestLedger, valueIn } from './ledger'
import { gateways } from './statements'

/** Those who look after cards: a clerk who captures and asks for refunds, a supervisor who agrees, and the company's transfers. */
export interface CardClerks {
  readonly handlers: ReturnType<typeof refundHandlers> &
    ReturnType<typeof refundStopHandlers> &
    ReturnType<typeof approvalHandlers> &
    ReturnType<typeof cardHandlers>
  readonly clerk: Context
  readonly supervisor: Context
  /** Asked for as its preview says, and agreed to. */
  refund(orderId: OrderId, amount?: number): Promise<RefundId>
  agree(id: ApprovalId, decision?: 'approved' | 'rejected'): Promise<Result<object>>
  /** Clears the first transfer the company is expected to make by this deposit. Tells how many orders may be paid out now. */
  settle(receiptId: ReceiptId): Promise<number>
  expected(): ReturnType<typeof expectedTransfers>
}

export async function openCardClerks(test: TestLedger & { readonly cards: CardDesk }): Promise<CardClerks> {
  const { ledger, clock, cards } = test
  const jobs = createJobs(async () => refuse({ refusal: 'cancelled' }), {
    notify: () => undefined,
    faulted: String,
    changed: () => undefined,
  })
  const deps = { ledger, clock, events: createEvents(), gateways, secrets: null, jobs, cards }
  const handlers = { ...refundHandlers(deps), ...refundStopHandlers(deps), ...approvalHandlers(deps), ...cardHandlers(deps) }
  const clerk = await personAt(test, 'kato', ['clerk'])
  const supervisor = await personAt(test, 'mori', ['supervisor'])
  const agree: CardClerks['agree'] = async (id, decision = 'approved') => {
    const { approvals } = valueIn(await handlers['approvals.list'](supervisor, { open: true }))
    const digest = approvals.find((each) => each.id === id)?.digest ?? ''
    return handlers['approvals.decide'](supervisor, { id, digest, decision, reason: '' })
  }
  return {
    ...{ handlers, clerk, supervisor, agree },
    async refund(orderId, own) {
      const target = { of: 'order' as const, orderId }
      const wish = { target, ...(own === undefined ? {} : { amount: PositiveYen.parse(own) }) }
      const { version, amount } = valueIn(await handlers['refunds.preview'](clerk, wish))
      const said = { cause: 'merchant_wish' as const, why: '加盟店の依頼', source: 'letter' as const, differenceConfirmed: false }
      const { refundId, approvalId } = valueIn(await handlers['refunds.request'](clerk, { target, version, amount, ...said }))
      valueIn(await agree(approvalId))
      return refundId
    },
    async settle(receiptId) {
      const [transfer] = await expectedTransfers(ledger.reader)
      if (!transfer) throw new Error('no transfer is expected')
      const { party, transferOn, gross, deductions, fees, tax, stampDuty } = transfer
      const version = Number(ledger.source.prepare('select version from open_items where receipt_id = ?').pluck().get(receiptId))
      const wish = { party, transferOn, gross, deductions, fees, tax, stampDuty, receiptId, reason: '', version }
      return valueIn(await ledger.write(TESTER, (writer) => settleTransfer(writer, wish))).released
    },
    expected: () => expectedTransfers(ledger.reader),
  }
}
