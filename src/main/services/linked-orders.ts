import type { OrderId } from '../../preload/contract/ids'
import type { LinkedOrder } from '../gateways/counter'
import type { Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { shopOrders } from '../ledger/shop-orders'

/** An order as whoever holds a link to it sees it, or null. */
export async function linkedOrder(ledger: Reader, orderId: OrderId): Promise<LinkedOrder | null> {
  const order = (await shopOrders(ledger, [orderId])).get(orderId)
  const facts = (await orderFacts(ledger, [orderId])).get(orderId)
  const merchant = facts && (await merchantById(ledger, facts.merchantId))
  if (!order || !facts || !merchant) return null
  const { payerName, payerKana } = facts
  return {
    orderId,
    merchantId: merchant.id,
    merchantName: merchant.name,
    registrationNumber: merchant.registrationNumber,
    payerName,
    payerKana,
    order,
  }
}
