import type { OrderId } from '../../preload/contract/ids'
import { type LinkedOrder, saidKinds } from '../gateways/counter'
import type { Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { deadlinesOf, sayings } from '../ledger/protection'
import { shopOrders } from '../ledger/shop-orders'

/** An order as whoever holds a link to it sees it, or null. */
export async function linkedOrder(ledger: Reader, orderId: OrderId): Promise<LinkedOrder | null> {
  const order = (await shopOrders(ledger, [orderId])).get(orderId)
  const facts = (await orderFacts(ledger, [orderId])).get(orderId)
  const merchant = facts && (await merchantById(ledger, facts.merchantId))
  if (!order || !facts || !merchant) return null
  const { payerName, payerKana } = facts
  const days = await deadlinesOf(ledger, orderId)
  const dayOf = (kind: (typeof days)[number]['kind']) => days.find((day) => day.kind === kind)?.on ?? null
  return {
    orderId,
    merchantId: merchant.id,
    merchantName: merchant.name,
    registrationNumber: merchant.registrationNumber,
    payerName,
    payerKana,
    order,
    protectionWindowDays: merchant.protectionWindowDays,
    acceptBy: dayOf('acceptance'),
    answerBy: dayOf('merchant_answer'),
    said: await sayings(ledger, orderId, saidKinds),
  }
}
