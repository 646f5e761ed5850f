import type { MerchantId } from '../../preload/contract/ids'
import { type PositiveYen, type Yen, yen } from '../../preload/contract/money'
import type { AccountCode, Posting } from './ledger-entries'

/* What a payout debits and credits, from its approval on: the gross goes into transit, and what is not sent leaves it again. */

/** So much of a merchant's money is taken into a payout. */
export function payoutTaken({ merchantId, amount }: { merchantId: MerchantId; amount: PositiveYen }): Posting[] {
  return [{ debit: `merchant_payable:${merchantId}`, credit: 'payout_in_transit', amount }]
}

/** What is taken from a payout's gross, none below zero but `remainder`: what is not sent (payable again), or, below zero, still owed. */
export interface TakenFromGross {
  readonly merchantId: MerchantId
  readonly fees: Yen
  readonly tax: Yen
  readonly transferFee: Yen
  readonly offsets: Yen
  readonly remainder: Yen
}

/** The fees of a payout, once all of its gross is in transit. Where they exceed it, the merchant owes the rest. */
export function payoutFees({ merchantId, fees, tax, transferFee, offsets, remainder }: TakenFromGross): Posting[] {
  const credits: [AccountCode, number][] = [
    ['fee_income', fees],
    ['output_tax', tax],
    ['transfer_fee_recovered', transferFee],
    [`merchant_receivable:${merchantId}`, offsets],
    [`merchant_payable:${merchantId}`, Math.max(remainder, 0)],
  ]
  let owed = Math.max(-remainder, 0)
  const postings: Posting[] = []
  for (const [credit, amount] of credits) {
    const fromOwed = credit.startsWith('merchant') ? 0 : Math.min(owed, amount)
    owed -= fromOwed
    if (fromOwed > 0) postings.push({ debit: `merchant_receivable:${merchantId}`, credit, amount: yen(fromOwed) })
    if (amount > fromOwed) postings.push({ debit: 'payout_in_transit', credit, amount: yen(amount - fromOwed) })
  }
  return postings
}
