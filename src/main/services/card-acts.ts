import type { CardActKind } from '../../preload/contract/cards'
import type { CardActId, OrderId, RefundId } from '../../preload/contract/ids'
import type { PositiveYen } from '../../preload/contract/money'
import { insertCardAct, openCardActs } from '../ledger/card-acts'
import { type CardPayment, dueCardPayment, lastCardPayment } from '../ledger/card-payments'
import type { Writer } from '../ledger/ledger'

/*
 * What is asked of a card company is written down in the unit of work that decides it, and sent afterwards (services/card-desk): the network
 * is never waited for under the ledger's lock, and what a crash cuts off is found again.
 */

/** Writes an act down, to be sent as soon as somebody comes round to it. */
export async function askOfCompany(
  writer: Writer,
  payment: Pick<CardPayment, 'id' | 'amount'>,
  kind: CardActKind,
  own: { amount?: PositiveYen; refundId?: RefundId; gone?: 0 | 1 } = {},
): Promise<CardActId> {
  const { amount = payment.amount, refundId, gone = 0 } = own
  const id = await insertCardAct(writer, { paymentId: payment.id, kind, amount, gone, ...(refundId === undefined ? {} : { refundId }) })
  await dueCardPayment(writer, payment.id, writer.at)
  return id
}

/** The authorisation is let go, unless that is asked already. */
export async function letGo(writer: Writer, payment: Pick<CardPayment, 'id' | 'amount'>): Promise<void> {
  const waiting = await openCardActs(writer, payment.id)
  if (!waiting.some(({ kind }) => kind === 'void')) await askOfCompany(writer, payment, 'void')
}

/** Authorisations of orders that were cancelled are let go at the company. */
export async function letGoOfCancelled(writer: Writer, orderIds: readonly OrderId[]): Promise<void> {
  for (const orderId of orderIds) {
    const payment = await lastCardPayment(writer, orderId)
    if (payment?.state === 'authorized') await letGo(writer, payment)
  }
}
