/*
 * 注文: the consolidated list of every merchant's orders, and one order with everything that ever happened to it. These files
 * show, filter and note; money is allocated at the clearing desk and leaves by the export.
 */
import { z } from 'zod'
import { BusinessDate } from '../../../preload/contract/date'
import { MerchantId } from '../../../preload/contract/ids'
import { PaymentMethod } from '../../../preload/contract/merchants'
import { parseYen } from '../../../preload/contract/money'
import { OrderFilter, OrderStatus } from '../../../preload/contract/orders'

const Addressed = z.object({
  merchant: z.coerce.number().pipe(MerchantId).optional().catch(undefined),
  status: OrderStatus.optional().catch(undefined),
  method: PaymentMethod.optional().catch(undefined),
  protected: z.stringbool().optional().catch(undefined),
  from: BusinessDate.optional().catch(undefined),
  to: BusinessDate.optional().catch(undefined),
  least: z.string().optional(),
  most: z.string().optional(),
  q: z.string().max(100).optional().catch(undefined),
})

/** The filter an address stands for. What does not fit (an old link, a typing error) is left out, the rest holds. */
export function orderFilterOf(values: Readonly<Record<string, string>>): OrderFilter {
  const { merchant, status, method, protected: isProtected, from, to, least, most, q } = Addressed.parse(values)
  return OrderFilter.parse({
    merchantId: merchant,
    status,
    method,
    protected: isProtected,
    receivedFrom: from,
    receivedTo: to,
    amountFrom: parseYen(least ?? '') ?? undefined,
    amountTo: parseYen(most ?? '') ?? undefined,
    search: q,
  })
}
