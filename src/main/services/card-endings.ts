import type { CardTrouble, CardTroubleEnding } from '../../preload/contract/cards'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import { type CardAct, cardActsOf } from '../ledger/card-acts'
import { type CardPayment, claimLeft, troubleCardPayment } from '../ledger/card-payments'
import { insertTroubleEnd, refundOfClaim, troubleOf, unaskedRefund } from '../ledger/card-troubles'
import { unownedClaim } from '../ledger/claims'
import type { Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { refundById } from '../ledger/refunds'
import { askOfCompany } from './card-acts'
import { payByClaim } from './collection-endings'

/*
 * How what had to be looked after of a payment by card ends at the desk: what was captured unasked pays its order, what the company would not do
 * is asked again, and what is neither money nor debt is noted. What goes back is a refund like any other (services/refund-wishes).
 */

/** A trouble is over: it leaves the list, unless something else is wrong with the payment's money, and stays in the story. */
export async function endTrouble(
  writer: Writer,
  payment: CardPayment,
  trouble: CardTrouble,
  { ending, note }: { ending: CardTroubleEnding; note: string },
): Promise<void> {
  const { id, orderId, reference } = payment
  await insertTroubleEnd(writer, { paymentId: id, trouble, ending, note })
  await troubleCardPayment(writer, id, await troubleOf(writer, payment))
  await appendAudit(writer, {
    ...{ stream: 'collections', action: `card_trouble_${ending}`, subject: `card_payment:${id}` },
    detail: { orderId, reference, trouble, note },
  })
}

const notOpen = refuse({ refusal: 'card_trouble_not_open' })

/**
 * What was captured unasked pays the order of its payment in full, where that still takes money. Refuses card_trouble_not_open (also where the
 * company has taken some of it back),
 * collection_refund_asked (it may go back), and what paying an order refuses: reserved_by_import, transfer_differs, order_not_open …
 */
export async function assignCapture(writer: Writer, payment: CardPayment, note: string): Promise<Result<null>> {
  const claim = payment.claimId === null ? null : await unownedClaim(writer, payment.claimId)
  if (!claim || (await unaskedRefund(writer, payment.id)) > 0) return notOpen
  // Only what is still there whole: less would pay an order with money that its company has taken back.
  if ((await claimLeft(writer, claim.id)).left !== claim.amount) return notOpen
  if ((await refundOfClaim(writer, claim.id)) !== null) return refuse({ refusal: 'collection_refund_asked' })
  const order = (await orderStates(writer, [payment.orderId])).get(payment.orderId)
  if (!order) return refuse({ refusal: 'not_found', what: 'order' })
  const paid = await payByClaim(writer, order, claim, { card: payment.reference })
  if (!paid.ok) return paid
  await endTrouble(writer, payment, 'captured_unasked', { ending: 'assigned', note })
  return done(null)
}

/** What the company would not do is asked once more, under another key. Refuses card_trouble_not_open (nothing is left to be asked). */
export async function askAgain(writer: Writer, payment: CardPayment, note: string): Promise<Result<null>> {
  const last = (await cardActsOf(writer, payment.id)).at(-1)
  if (last?.outcome !== 'refused' || !(await isStillWanted(writer, payment, last))) return notOpen
  const { kind, amount, refundId, gone } = last
  await askOfCompany(writer, payment, kind, refundId === null ? { amount } : { amount, refundId, gone })
  await endTrouble(writer, payment, 'act_refused', { ending: 'asked_again', note })
  return done(null)
}

/** A void while there is something to let go; a refund while it is agreed to and nobody has stopped it. */
async function isStillWanted(writer: Writer, { state }: CardPayment, { kind, refundId }: CardAct): Promise<boolean> {
  if (kind === 'void') return state === 'authorized' || state === 'waiting'
  const refund = refundId === null ? null : await refundById(writer, refundId)
  return kind === 'refund' && refund?.state === 'approved'
}

/** Nothing more is to be done, and here is why. Refuses card_trouble_not_open: what is wrong with money is ended by money,
 * and a refund that is agreed to is asked for again, or stopped first. */
export async function noteTrouble(writer: Writer, payment: CardPayment, note: string): Promise<Result<null>> {
  const { trouble } = payment
  if (trouble !== 'act_refused' && trouble !== 'amount_differs') return notOpen
  const last = (await cardActsOf(writer, payment.id)).at(-1)
  if (trouble === 'act_refused' && last?.kind === 'refund' && (await isStillWanted(writer, payment, last))) return notOpen
  await endTrouble(writer, payment, trouble, { ending: 'noted', note })
  return done(null)
}
