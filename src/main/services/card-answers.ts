import { Instant } from '../../preload/contract/date'
import type { CardAnswer, CardStanding } from '../gateways/card-company'
import { appendAudit } from '../ledger/audit'
import { type CardAct, type CardActEnd, endCardAct, openCardActs } from '../ledger/card-acts'
import { type CardPayment, dueCardPayment, troubleCardPayment } from '../ledger/card-payments'
import type { Writer } from '../ledger/ledger'
import { holdsCardNumber } from '../settlement/card-number'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { orderOf } from './card-news'
import { takeSteps } from './order-steps'

/* How an act ended: done, certainly not done, or nobody knows. What the company said of the payment was taken in before (services/card-news). */

const AGAIN_MS = 2 * 60_000

/** Whether a payment that stands so has had its capture or void. Of refunds only the sum is told. */
export function isDoneBy({ kind }: CardAct, { state, captured }: CardStanding): boolean {
  if (kind === 'capture') return captured > 0
  return kind === 'void' && (state === 'voided' || state === 'expired' || state === 'declined')
}

/** Ends an act by its answer; told, but not to be seen yet, it stays unknown and is looked at again. */
export async function endAct(writer: Writer, payment: CardPayment, act: CardAct, answer: CardAnswer): Promise<CardAnswer['outcome']> {
  const isOpen = (await openCardActs(writer, payment.id)).some(({ id }) => id === act.id)
  if (!isOpen) return 'told'
  const end = endOf(act, answer)
  await endCardAct(writer, act.id, { ...end, detail: plain(end.detail ?? '').slice(0, 500), code: plain(end.code ?? '').slice(0, 100) })
  const { id, reference, orderId } = payment
  if (end.outcome === 'unknown') await dueCardPayment(writer, id, Instant.parse(writer.at + AGAIN_MS))
  if (act.kind === 'capture' && end.outcome !== 'told') await stepCapture(writer, payment, end)
  if (act.kind !== 'capture' && end.outcome === 'refused') await troubleCardPayment(writer, id, 'act_refused')
  await appendAudit(writer, {
    ...{ stream: 'collections', action: `card_${act.kind}_${end.outcome}`, subject: `card_payment:${id}` },
    detail: { orderId, reference, key: act.key, amount: act.amount, refundId: act.refundId, code: plain(end.code ?? '') },
  })
  return end.outcome
}

function endOf(act: CardAct, answer: CardAnswer): CardActEnd {
  if (answer.outcome !== 'told') return answer
  if (isDoneBy(act, answer.standing)) return { outcome: 'told' }
  // A void that came after the capture: it was captured, and goes back as a refund only.
  if (act.kind === 'void' && answer.standing.state === 'captured') return { outcome: 'refused', code: 'captured' }
  return { outcome: 'unknown' }
}

/** Words of a company are never a place for a card number. */
const plain = (text: string): string => (holdsCardNumber(text) || /\d{13}/.test(text) ? '' : text)

async function stepCapture(writer: Writer, payment: CardPayment, { outcome, code = '' }: CardActEnd): Promise<void> {
  const order = await orderOf(writer, payment)
  const kind: OrderStep = outcome === 'refused' ? 'capture_failed' : 'capture_unknown'
  const applied = applyEvent(order.tracks, { kind })
  if (!applied.ok || (order.tracks.payment === 'capture_unknown' && kind === 'capture_unknown')) return
  const { id, paidAmount, paidOn } = order
  const event = { orderId: id, kind, amount: payment.amount, receiptId: null, allocationId: null }
  await takeSteps(
    writer,
    [{ id, paidAmount, paidOn, tracks: applied.tracks }],
    [{ ...event, detail: { card: payment.reference, code: plain(code) } }],
  )
}
