import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import { cardActsOf } from '../ledger/card-acts'
import { type CardPayment, lastCardPayment } from '../ledger/card-payments'
import type { Reader, Writer } from '../ledger/ledger'
import type { OrderState } from '../ledger/posting'
import { askOfCompany } from './card-acts'
import { stepOrder } from './order-steps'

/* The merchant has shipped and asks for its money (s62, s63). Whoever tells it, by program, portal or telephone, it is asked here and only here. */

/** The payment by which an order is authorised. Refuses card_not_authorized, authorization_over. */
export async function authorizedPayment(writer: Writer, orderId: OrderId): Promise<Result<CardPayment>> {
  const payment = await lastCardPayment(writer, orderId)
  if (!payment?.isLive || payment.state !== 'authorized') return refuse({ refusal: 'card_not_authorized', state: payment?.state ?? 'none' })
  const { captureBefore } = payment
  return captureBefore !== null && captureBefore <= writer.at ? refuse({ refusal: 'authorization_over', at: captureBefore }) : done(payment)
}

/** Nobody need ask for it: it was asked with the company's yes (at once, by its contract), and was not refused. */
export async function isCapturedAtOnce(ledger: Reader, orderId: OrderId): Promise<boolean> {
  const payment = await lastCardPayment(ledger, orderId)
  const acts = payment?.isLive ? await cardActsOf(ledger, payment.id) : []
  return acts.some(({ kind, askedBy, outcome }) => kind === 'capture' && askedBy === 'system' && outcome !== 'refused')
}

/** Refuses what stepOrder refuses, card_not_authorized, authorization_over (never a capture after the end). */
export async function requestCapture(writer: Writer, orderId: OrderId, detail: Record<string, unknown> = {}): Promise<Result<OrderState>> {
  const last = await lastCardPayment(writer, orderId)
  const asked = last ? { amount: last.amount, detail: { ...detail, card: last.reference } } : { detail }
  const stepped = await stepOrder(writer, { orderId, kind: 'capture_requested', ...asked })
  if (!stepped.ok) return stepped
  const payment = await authorizedPayment(writer, orderId)
  if (!payment.ok) return payment
  await askOfCompany(writer, payment.value, 'capture')
  return stepped
}
