/*
 * 精算書: the statements of a closing, one by one, all in one pack, and on paper; and every paper that was kept, found again by day, amount
 * and counterparty. Nothing is made here: the core makes a statement once, and gives out the same bytes ever after.
 */
import { z } from 'zod'
import { BusinessDate } from '../../../preload/contract/date'
import { DocumentFilter } from '../../../preload/contract/documents'
import { MerchantId } from '../../../preload/contract/ids'
import { Yen } from '../../../preload/contract/money'

const amount = z.coerce.number().pipe(Yen).optional().catch(undefined)

const Addressed = z.object({
  merchant: z.coerce.number().pipe(MerchantId).optional().catch(undefined),
  from: BusinessDate.optional().catch(undefined),
  to: BusinessDate.optional().catch(undefined),
  least: amount,
  most: amount,
  q: z.string().max(100).optional().catch(undefined),
})

/** The filter an address stands for. What does not fit (an old link, a typing error) is left out, the rest holds. */
export function documentFilterOf(values: Readonly<Record<string, string>>): DocumentFilter {
  const { merchant, from, to, least, most, q } = Addressed.parse(values)
  return DocumentFilter.parse({ merchantId: merchant, from, to, amountFrom: least, amountTo: most, counterparty: q })
}
