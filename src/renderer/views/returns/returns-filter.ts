import { z } from 'zod'
import { MerchantId, OrderId } from '../../../preload/contract/ids'
import { Dispute } from '../../../preload/contract/protection'

const Addressed = z.object({
  state: Dispute.optional().catch(undefined),
  merchant: z.coerce.number().pipe(MerchantId).optional().catch(undefined),
  order: z.coerce.number().pipe(OrderId).optional().catch(undefined),
})

/** The filter an address stands for, and the order that is open. What does not fit is left out, the rest holds. */
export function returnsFilterOf(values: Readonly<Record<string, string>>): {
  filter: { protection?: Dispute; merchantId?: MerchantId }
  orderId: OrderId | null
} {
  const { state, merchant, order } = Addressed.parse(values)
  return {
    filter: { ...(state ? { protection: state } : {}), ...(merchant ? { merchantId: merchant } : {}) },
    orderId: order ?? null,
  }
}
