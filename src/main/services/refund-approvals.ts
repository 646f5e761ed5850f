import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { EntryId, OrderId, ReceivableItemId } from '../../preload/contract/ids'
import type { RefundCase, RefundState } from '../../preload/contract/refunds'
import { insertApproval } from '../ledger/approvals'
import type { AuditEvent } from '../ledger/audit'
import { capturedPayment, cardPaymentByClaim } from '../ledger/card-payments'
import { awaitsFunding, isFunded } from '../ledger/claims'
import { holdOpenItem } from '../ledger/clearing'
import { endLine, openLine } from '../ledger/endings'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { insertPayableItem, insertReceivableItem } from '../ledger/payout-posting'
import { orderStates } from '../ledger/posting'
import { changeRefunds, refundById } from '../ledger/refunds'
import { isProtected, type OrderStep } from '../settlement/steps'
import { bookingDay } from './booking-days'
import { askOfCompany } from './card-acts'
import { endByRefund } from './card-refunds'
import type { Deciding } from './context'
import { stepOrder } from './order-steps'
import { pocketOf, refundPostings } from './refund-wishes'

/* What a decision about a refund brings. The entry stands in the same unit of work as the order's step: money and state never part. */

/** What a deposit's note says while a refund of it is asked for. */
export const holdNote = (refundId: RefundCase['refundId']): string => `refund:${refundId}`

/**
 * The refund is agreed to: by the first of two, it goes on to another; by the last, its money is on its way back. Refuses
 * changed_meanwhile (it was withdrawn, or the deposit has less left), not_funded_yet (part of it, while its collector still owes), order_step_refused.
 */
export async function agreeToRefund(writer: Writer, agreed: RefundCase, deciding: Deciding): Promise<Result<AuditEvent>> {
  const refund = await refundById(writer, agreed.refundId)
  if (refund?.state !== 'requested') return refuse({ refusal: 'changed_meanwhile' })
  if (agreed.agreed.length + 1 < agreed.needed) return done(await askAnother(writer, agreed, deciding))
  const bookedOn = await bookingDay(writer, dateInJapan(writer.at))
  const entryId = await postRefund(writer, agreed, bookedOn)
  const moved = await moveMoney(writer, agreed, entryId, bookedOn)
  if (!moved.ok) return moved
  await changeRefunds(writer, [agreed.refundId], {
    state: 'approved',
    ...(entryId === null ? {} : { entryId }),
    ...(moved.value === null ? {} : { receivableId: moved.value }),
  })
  if (agreed.way === 'company') await askCompany(writer, agreed)
  const payment = refund.claimId === null ? null : await cardPaymentByClaim(writer, refund.claimId)
  if (payment) await endByRefund(writer, payment, agreed.refundId)
  return done(told(agreed, 'refund_approved', { entryId }))
}

/** What was paid by card is given back by its company (s74): asked of it as soon as this is written. */
async function askCompany(writer: Writer, { orderId, refundId, amount, goneAlready }: RefundCase): Promise<void> {
  const claimId = orderId === null ? ((await refundById(writer, refundId))?.claimId ?? null) : null
  const payment = orderId === null ? claimId && (await cardPaymentByClaim(writer, claimId)) : await capturedPayment(writer, orderId)
  if (!payment) throw new Error(`refund ${refundId} goes back to a card that nothing was captured of`)
  await askOfCompany(writer, payment, 'refund', { amount, refundId, gone: goneAlready > 0 ? 1 : 0 })
}

/** One of two has agreed: the same case goes to another, who is neither the maker nor the first. */
async function askAnother(writer: Writer, asked: RefundCase, { maker, person }: Deciding): Promise<AuditEvent> {
  const agreed = [...asked.agreed, { by: person.displayName, at: writer.at }]
  const approvalId = await insertApproval(writer, maker, { ...asked, agreed, touchedBy: [...asked.touchedBy, `user:${person.name}`] })
  return told(asked, 'refund_agreed_by_first', { nextApprovalId: approvalId })
}

async function postRefund(writer: Writer, agreed: RefundCase, bookedOn: BusinessDate): Promise<EntryId | null> {
  const postings = refundPostings({ pocket: pocketOf(agreed), merchantId: agreed.merchantId }, agreed.amount, agreed.rest)
  if (postings.length === 0) return null
  const id = newEntryId(writer)
  const { receiptId, orderId } = agreed
  await postEntries(writer, [{ id, kind: 'refund', bookedOn, receiptId, orderId, reverses: null, postings }])
  return id
}

/** What moves with the money: the order, the deposit's rest, what the merchant keeps or owes. Answers the item it owes by. */
async function moveMoney(
  writer: Writer,
  agreed: RefundCase,
  entryId: EntryId | null,
  bookedOn: BusinessDate,
): Promise<Result<ReceivableItemId | null>> {
  const { refund, replaces, orderId, merchantId, amount, rest, refundId } = agreed
  const steps = stepsOf(agreed)
  // The rest would be the merchant's to be paid before its collector has paid.
  if (rest > 0 && orderId !== null && (await awaitsFunding(writer, orderId))) return refuse({ refusal: 'not_funded_yet' })
  if (orderId !== null) {
    for (const kind of steps) {
      const stepped = await stepOrder(writer, { orderId, kind, amount, detail: { refundId } })
      if (!stepped.ok) return stepped
    }
  }
  if (replaces !== null || entryId === null || refund === 'unapplied') return done(null)
  if (refund === 'unallocated') return takeFromDeposit(writer, agreed, entryId)
  if (merchantId === null) throw new Error(`refund ${refundId} of an order has no merchant`)
  const item = { merchantId, ...(orderId === null ? {} : { orderId }), entryId, note: `refund:${refundId}` }
  if (refund === 'after_settlement') return done(await insertReceivableItem(writer, { ...item, kind: 'refund', amount, owedOn: bookedOn }))
  if (rest > 0) await insertPayableItem(writer, { ...item, kind: 'correction', amount: rest, payableOn: bookedOn })
  return done(null)
}

function stepsOf({ refund, replaces }: RefundCase): OrderStep[] {
  if (refund === 'order') return replaces === null ? ['refund_instructed'] : ['refund_corrected', 'refund_instructed']
  return refund === 'after_settlement' && replaces === null ? ['merchant_owes'] : []
}

async function takeFromDeposit(writer: Writer, { receiptId, amount, refundId, why }: RefundCase, entryId: EntryId): Promise<Result<null>> {
  const line = receiptId === null ? null : await openLine(writer, receiptId)
  if (line?.side !== 'credit' || line.remaining < amount) return refuse({ refusal: 'changed_meanwhile' })
  if (line.note === holdNote(refundId)) await holdOpenItem(writer, line.receiptId, false, '')
  await endLine(writer, { line, ending: 'refund', amount, entryId, refundId, note: why })
  return done(null)
}

/** Nobody agrees, or whoever asked thinks better of it: everything stands as before it was asked for. */
export async function leaveRefund(
  writer: Writer,
  asked: RefundCase,
  state: Extract<RefundState, 'rejected' | 'withdrawn'>,
): Promise<AuditEvent> {
  const { refundId, refund, replaces, orderId, receiptId, wasReleasable } = asked
  await changeRefunds(writer, [refundId], { state })
  if (refund === 'order' && replaces === null && orderId !== null) {
    // In one change, so that the day since which it is releasable stays what it was.
    const then: OrderStep[] = wasReleasable || (await becameDue(writer, orderId)) ? ['became_releasable'] : []
    const stepped = await stepOrder(writer, { orderId, kind: 'refund_rejected', then, detail: { refundId } })
    if (!stepped.ok) throw new Error(`order ${orderId} does not go back: ${stepped.refusal.refusal}`)
  }
  const line = receiptId === null ? null : await openLine(writer, receiptId)
  if (line?.note === holdNote(refundId)) await holdOpenItem(writer, line.receiptId, false, '')
  return told(asked, `refund_${state}`)
}

/** The money of a collector has come while its order was asked back, and nothing holds it. */
export async function becameDue(ledger: Reader, orderId: OrderId): Promise<boolean> {
  const order = (await orderStates(ledger, [orderId])).get(orderId)
  return order !== undefined && !isProtected(order.tracks.protection) && (await isFunded(ledger, orderId))
}

function told(
  { refundId, refund, amount, rest, orderId, receiptId, collection }: RefundCase,
  action: string,
  detail: Record<string, unknown> = {},
): AuditEvent {
  const line = collection?.lineId ?? null
  return {
    ...{ stream: 'refunds', action, subject: `refund:${refundId}` },
    detail: { kind: refund, amount, rest, orderId, receiptId, line, ...detail },
  }
}
