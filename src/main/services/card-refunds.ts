import { dateInJapan } from '../../preload/contract/date'
import { type CardPaymentId, ClaimDeductionId, type RefundId } from '../../preload/contract/ids'
import { PositiveYen, type Yen, ZERO_YEN } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import { type CardAct, endCardAct, openCardActs } from '../ledger/card-acts'
import { type CardPayment, cardPaymentById, troubleCardPayment } from '../ledger/card-payments'
import { troubleOf, unaskedRefund } from '../ledger/card-troubles'
import { insertDeductions, type NewDeduction } from '../ledger/claim-deductions'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { changeRefunds, refundById } from '../ledger/refunds'
import { accountsFor } from '../settlement/card'
import { collectionDeducted } from '../settlement/collection-entries'
import type { AccountCode, Posting } from '../settlement/ledger-entries'
import { bookingDay } from './booking-days'
import { type SettledCompany, transferDay } from './card-contract'
import { endTrouble } from './card-endings'
import { stepOrder } from './order-steps'

/* A refund of an order that was paid by card goes back at its company (s74, s75), which takes it out of what it owes. */

export interface DeductingFrom {
  readonly company: SettledCompany
  readonly holidays: ReadonlySet<string>
}

/** The company takes so much out of a later transfer: posted against what it owes, out of where the money stood. */
export async function deduct(
  writer: Writer,
  { company, holidays }: DeductingFrom,
  payment: CardPayment,
  taken: Pick<NewDeduction, 'amount' | 'why'> & { readonly from: AccountCode; readonly besides?: readonly Posting[] },
): Promise<{ id: ClaimDeductionId; entryId: NewDeduction['entryId'] }> {
  const { claimId, party, orderId } = payment
  if (claimId === null) throw new Error(`card payment ${payment.id} is owed by nobody`)
  const { amount, why, from, besides = [] } = taken
  const [id, entryId, on] = [ClaimDeductionId.parse(writer.newId()), newEntryId(writer), dateInJapan(writer.at)]
  const postings = [...collectionDeducted(party, amount, from), ...besides]
  const bookedOn = await bookingDay(writer, on)
  await postEntries(writer, [{ id: entryId, kind: 'collection_deducted', bookedOn, receiptId: null, orderId, reverses: null, postings }])
  await insertDeductions(writer, [{ id, claimId, party, transferOn: transferDay(company.settings, on, holidays), amount, why, entryId }])
  return { id, entryId }
}

/** So much more has gone back at the company: refunds that were asked of it are seen by that, the oldest first; what is left nobody asked for. */
export async function endRefunds(writer: Writer, taking: DeductingFrom, payment: CardPayment, goneBack: Yen): Promise<void> {
  let left = goneBack
  for (const act of await openCardActs(writer, payment.id)) {
    if (act.kind !== 'refund') continue
    const { isDone, rest } = accountsFor(act.amount, left)
    if (!isDone) break
    left = rest
    await seeRefund(writer, taking, payment, act)
  }
  if (left > 0) await troubleCardPayment(writer, payment.id, 'refunded_unasked')
}

/**
 * A refund that is about to be asked of the company, of which so much has gone back unasked: just as much is this refund, and nothing is asked.
 * Tells how much has gone back so; with any other amount nothing is done.
 */
export async function takeGoneBack(writer: Writer, taking: DeductingFrom, id: CardPaymentId, act: CardAct): Promise<Yen> {
  const payment = await cardPaymentById(writer, id)
  const unasked = payment ? await unaskedRefund(writer, id) : ZERO_YEN
  if (payment && unasked === act.amount) await seeRefund(writer, taking, payment, act)
  return unasked
}

async function seeRefund(writer: Writer, taking: DeductingFrom, payment: CardPayment, { id, refundId, amount }: CardAct): Promise<void> {
  const refund = refundId === null ? null : await refundById(writer, refundId)
  if (!refund || refundId === null) throw new Error(`card act ${id} refunds nothing`)
  const deduction = await deduct(writer, taking, payment, { amount, why: 'refund', from: 'refund_in_transit' })
  await endCardAct(writer, id, { outcome: 'told', deductionId: deduction.id })
  await changeRefunds(writer, [refundId], { state: 'confirmed' })
  const order = refund.kind === 'order' ? (await orderStates(writer, [payment.orderId])).get(payment.orderId) : undefined
  if (order) {
    const kind = amount === order.paidAmount ? 'refund_seen_in_full' : 'refund_seen_in_part'
    const stepped = await stepOrder(writer, { orderId: order.id, kind, amount: PositiveYen.parse(amount), detail: { refundId } })
    if (!stepped.ok) throw new Error(`refund ${refundId} was seen, but its order refuses: ${stepped.refusal.refusal}`)
  }
  await appendAudit(writer, {
    ...{ stream: 'refunds', action: 'refund_seen', subject: `refund:${refundId}` },
    detail: { amount, payment: payment.reference, entryId: deduction.entryId },
  })
  await endByRefund(writer, payment, refundId)
}

/** What was captured or refunded unasked is so no more, once its refund is agreed to, or seen. */
export async function endByRefund(writer: Writer, payment: CardPayment, refundId: RefundId): Promise<void> {
  const { trouble } = payment
  if (trouble !== 'captured_unasked' && trouble !== 'refunded_unasked') return
  if ((await troubleOf(writer, payment)) !== trouble)
    await endTrouble(writer, payment, trouble, { ending: 'refunded', note: `refund:${refundId}` })
}
