import { dateInJapan, Instant } from '../../preload/contract/date'
import { type CardPayment, dueCardPayment, giveUpCardPayment, warnCardPayment } from '../ledger/card-payments'
import type { Writer } from '../ledger/ledger'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { letGo } from './card-acts'
import { type SettledCompany, warningTime } from './card-contract'
import { orderOf } from './card-news'
import { noteFact, takeSteps } from './order-steps'

/* What the clock brings to payments by card: forms nobody finishes, authorisations that end, and the merchant's warning before. */

/** A form that is not finished after so long is closed; one that was never opened is given up sooner. */
const FORM_MS = 60 * 60_000
const OPENING_MS = 10 * 60_000
const UNKNOWN_AGAIN_MS = 60_000

/** When a form that is about to be opened is looked after. */
export const inAWhile = (at: Instant): Instant => Instant.parse(at + OPENING_MS)

/** Looks whether its time is over. What has to be asked of the company for that stands in the ledger afterwards. */
export async function keepTime(writer: Writer, { settings }: SettledCompany, payment: CardPayment): Promise<void> {
  const { state, companyId, openedAt, captureBefore, warnedAt } = payment
  if (state === 'waiting' && openedAt + (companyId === '' ? OPENING_MS : FORM_MS) <= writer.at) {
    await (companyId === '' ? formLost(writer, payment) : letGo(writer, payment))
    return
  }
  if (state !== 'authorized' || captureBefore === null) return
  if (captureBefore <= writer.at) return end(writer, payment)
  const warnAt = warnedAt === null ? warningTime(settings, openedAt, captureBefore) : null
  if (warnAt !== null && warnAt <= writer.at) await warn(writer, payment, captureBefore)
}

/** Nothing is captured after its end: what the company still holds is let go (domain: authorization_expired). */
async function end(writer: Writer, payment: CardPayment): Promise<void> {
  if (await stepIf(writer, payment, 'authorization_expired')) await letGo(writer, payment)
  else await dueCardPayment(writer, payment.id, null)
}

async function warn(writer: Writer, payment: CardPayment, captureBefore: Instant): Promise<void> {
  await warnCardPayment(writer, payment.id, captureBefore)
  if (!payment.isLive) return
  const { tracks } = await orderOf(writer, payment)
  if (tracks.payment !== 'authorized' && tracks.payment !== 'capture_failed') return
  await noteFact(writer, payment.orderId, 'authorization_ending', { card: payment.reference, until: dateInJapan(captureBefore) })
}

/** Nobody will pay by this form: it was never opened. */
export async function formLost(writer: Writer, payment: CardPayment): Promise<void> {
  await giveUpCardPayment(writer, payment.id)
  await stepIf(writer, payment, 'decision_given_up')
}

/** The answer to the payer's own form was lost: the company is asked again, and nothing is assumed. */
export async function unknownDecision(writer: Writer, payment: CardPayment): Promise<void> {
  const { tracks } = await orderOf(writer, payment)
  if (tracks.payment === 'decision_asked') await stepIf(writer, payment, 'decision_unknown')
  await dueCardPayment(writer, payment.id, Instant.parse(writer.at + UNKNOWN_AGAIN_MS))
}

/** Takes the step where the order, still to be paid by this try, can; tells whether it did. */
async function stepIf(writer: Writer, payment: CardPayment, kind: OrderStep): Promise<boolean> {
  const order = await orderOf(writer, payment)
  const applied = applyEvent(order.tracks, { kind })
  if (!payment.isLive || !applied.ok) return false
  const { id, paidAmount, paidOn } = order
  const event = { orderId: id, kind, amount: null, receiptId: null, allocationId: null, detail: { card: payment.reference } }
  await takeSteps(writer, [{ id, paidAmount, paidOn, tracks: applied.tracks }], [event])
  return true
}
