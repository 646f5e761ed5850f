/*
 * 入金: the list of what the bank has booked, each with where it came from and what it paid. These files show and filter; clearing
 * by hand happens at the desk (views/clearing), undoing here and there.
 */
import { z } from 'zod'
import { DepositFilter, type DepositRow, DepositState } from '../../../preload/contract/clearing'
import { BusinessDate } from '../../../preload/contract/date'
import { AccountId, MerchantId } from '../../../preload/contract/ids'
import type { Yen } from '../../../preload/contract/money'

const Addressed = z.object({
  state: DepositState.optional().catch(undefined),
  open: z.stringbool().optional().catch(undefined),
  account: z.coerce.number().pipe(AccountId).optional().catch(undefined),
  merchant: z.coerce.number().pipe(MerchantId).optional().catch(undefined),
  from: BusinessDate.optional().catch(undefined),
  to: BusinessDate.optional().catch(undefined),
  q: z.string().max(100).optional().catch(undefined),
})

/** The filter an address stands for. What does not fit (an old link, a typing error) is left out, the rest holds. */
export function depositFilterOf(values: Readonly<Record<string, string>>): DepositFilter {
  const { state, open, account, merchant, from, to, q } = Addressed.parse(values)
  return DepositFilter.parse({ state, open, accountId: account, merchantId: merchant, from, to, search: q })
}

/** What a deposit adds to the sum of its list: the share of the merchant the list is filtered by, else the whole. */
export function ownAmount(row: Pick<DepositRow, 'amount' | 'share'>): Yen {
  return row.share ?? row.amount
}
