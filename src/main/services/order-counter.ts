import { done, refuse } from '../../preload/contract/errors'
import type { OrderCounter } from '../gateways/counter'
import type { Ledger } from '../ledger/ledger'
import { shopOrderByNumber } from '../ledger/shop-orders'
import type { LinkAddresses } from './link-addresses'
import type { MerchantOrders } from './merchant-orders'

import type { ShopOrderIntake } from './shop-order-intake'

/** Everything a merchant's program does with its orders: the intake, the steps, and the payer's link. */
export function createOrderCounter(deps: {
  readonly ledger: Ledger
  readonly intake: ShopOrderIntake
  readonly orders: MerchantOrders
  readonly addresses: LinkAddresses
}): OrderCounter {
  const { ledger, intake, orders, addresses } = deps
  return {
    ...orders,
    settled: intake.settled,
    async create(actor, request) {
      const posted = await intake.post(actor, request)
      if (!posted.ok) return posted
      const { orderId, order } = posted.value
      const address = addresses.of('choose', orderId, order.dueOn)
      return address.ok ? done({ ...order, paymentUrl: address.value }) : address
    },
    async paymentLink(merchantId, orderNumber) {
      const found = await shopOrderByNumber(ledger.reader, merchantId, orderNumber)
      return found ? addresses.of('choose', found.id, found.order.dueOn) : refuse({ refusal: 'not_found', what: 'order' })
    },
  }
}
