import { dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { EntryId } from '../../preload/contract/ids'
import { appendAudit } from '../ledger/audit'
import { lastRefundAct } from '../ledger/card-acts'
import { cardPaymentByClaim, troubleCardPayment } from '../ledger/card-payments'
import { troubleOf } from '../ledger/card-troubles'
import { restoreOpenItem } from '../ledger/clearing'
import { undoEnding } from '../ledger/endings'
import { newEntryId, postEntries, reversedPostings } from '../ledger/journal'
import type { Ledger, Writer } from '../ledger/ledger'
import { openReceivable } from '../ledger/merchant-debts'
import { endItemsOf } from '../ledger/payout-posting'
import { runHoldingItemOf } from '../ledger/payouts'
import { changeRefunds, refundById, type StoredRefund, wasReleasableBefore } from '../ledger/refunds'
import { bookingDay } from './booking-days'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { stepOrder } from './order-steps'
import { becameDue } from './refund-approvals'

/*
 * An approved refund is stopped as long as no run has it: its entry is reversed, and everything stands as before it was asked for. Money
 * stays here by it, so one supervisor is enough.
 */
export interface RefundStopDeps {
  readonly ledger: Ledger
  readonly events: Events
}

/**
 * `refunds.stop` refuses not_signed_in, invalid_input (a card number), not_found, refund_not_open (it is not agreed to, in a run, or asked of its card company),
 * changed_meanwhile, in_payout_run (the merchant's rest of the order is being paid), exceeds_receivable (the merchant has paid part of it),
 * order_step_refused.
 */
export function refundStopHandlers({ ledger, events }: RefundStopDeps): Pick<Handlers, 'refunds.stop'> {
  return {
    'refunds.stop': async (context, { id, version, why }) => {
      if (!context.user) return refuse({ refusal: 'not_signed_in' })
      const card = refusalOf(cardNumberProblem('why', why))
      if (card) return refuse(card)
      const stopped = await ledger.write(context.by, async (writer) => {
        const refund = await refundById(writer, id)
        if (!refund) return refuse({ refusal: 'not_found', what: 'refund' })
        if (refund.state !== 'approved') return refuse({ refusal: 'refund_not_open', state: refund.state })
        if (refund.version !== version) return refuse({ refusal: 'changed_meanwhile' })
        // What its company has been asked may be done already; what it has refused is not.
        const act = await lastRefundAct(writer, id)
        if (act && act.outcome !== 'refused') return refuse({ refusal: 'refund_not_open', state: refund.state })
        return stop(writer, refund, why)
      })
      if (stopped.ok) publishChanged(events, 'refunds', 'orders', 'deposits', 'clearing', 'collections', 'exceptions', 'payouts', 'audit')
      return stopped
    },
  }
}

async function stop(writer: Writer, refund: StoredRefund, why: string): Promise<Result<Record<string, never>>> {
  const { id, amount, kind, entryId, orderId, receiptId, claimId } = refund
  const reversed = entryId === null ? done(null) : await reverse(writer, refund, entryId, why)
  if (!reversed.ok) return reversed
  await changeRefunds(writer, [id], { state: 'withdrawn' })
  const back = await orderBack(writer, refund, why)
  if (!back.ok) return back
  await troubleAgain(writer, claimId)
  await appendAudit(writer, {
    stream: 'refunds',
    action: 'refund_stopped',
    subject: `refund:${id}`,
    detail: { kind, amount, orderId, receiptId, claimId, why, reversal: reversed.value },
  })
  return done({})
}

/** What was captured and belongs to no order must be looked after again. */
async function troubleAgain(writer: Writer, claimId: StoredRefund['claimId']): Promise<void> {
  const payment = claimId === null ? null : await cardPaymentByClaim(writer, claimId)
  if (payment && payment.trouble === null) await troubleCardPayment(writer, payment.id, await troubleOf(writer, payment))
}

/** The entry and what it brought into being: the merchant's rest or debt, the end of a deposit. */
async function reverse(writer: Writer, refund: StoredRefund, entryId: EntryId, why: string): Promise<Result<EntryId>> {
  const run = await runHoldingItemOf(writer, entryId)
  if (run !== null) return refuse({ refusal: 'in_payout_run', run })
  const owed = refund.receivableId === null ? null : await openReceivable(writer, refund.receivableId)
  if (owed && owed.open < owed.amount) return refuse({ refusal: 'exceeds_receivable', open: owed.open })
  const { receiptId, orderId, amount } = refund
  const reversal = newEntryId(writer)
  const bookedOn = await bookingDay(writer, dateInJapan(writer.at))
  const postings = await reversedPostings(writer, entryId)
  await postEntries(writer, [{ id: reversal, kind: 'reversal', bookedOn, receiptId, orderId, reverses: entryId, postings }])
  await endItemsOf(writer, entryId, reversal)
  if (refund.kind === 'unallocated' && receiptId !== null) {
    await undoEnding(writer, { entryId, reversal, reason: why })
    await restoreOpenItem(writer, receiptId, amount)
  }
  return done(reversal)
}

/** The order stands as before; what had come back waits for another account again. */
async function orderBack(writer: Writer, { kind, orderId, replaces, amount, id }: StoredRefund, why: string): Promise<Result<unknown>> {
  if (kind !== 'order' || orderId === null) return done(null)
  const detail = { refundId: id, reason: why }
  if (replaces !== null) return stepOrder(writer, { orderId, kind: 'refund_returned', amount, detail })
  const then =
    (await wasReleasableBefore(writer, orderId, id)) || (await becameDue(writer, orderId)) ? (['became_releasable'] as const) : []
  return stepOrder(writer, { orderId, kind: 'refund_rejected', then, amount, detail })
}
