import type { MerchantId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { AccountCode, Posting } from './ledger-entries'
import type { RefundPocket } from './refundable'

/* What refunds and transfers that are seen or come back debit and credit: the rows of the domain's ledger table. */

/** Which account keeps what is on its way out. */
export type InTransit = Extract<AccountCode, 'payout_in_transit' | 'refund_in_transit'>

/** Money that belongs to no order: of deposits, and of what others collect. */
export type Unplaced = Extract<AccountCode, 'suspense' | 'unapplied_collections'>

/** The account of the ledger behind a pocket. */
export function pocketAccount(pocket: RefundPocket | Unplaced, merchantId: MerchantId | null): AccountCode {
  if (pocket === 'suspense' || pocket === 'unapplied_collections') return pocket
  if (merchantId === null) throw new Error(`${pocket} belongs to a merchant`)
  return `${pocket}:${merchantId}`
}

/** A refund was approved: the money is on its way back to the payer (返金). */
export function refundApproved({
  pocket,
  merchantId,
  amount,
}: {
  pocket: RefundPocket | Unplaced
  merchantId: MerchantId | null
  amount: Yen
}): Posting[] {
  return [{ debit: pocketAccount(pocket, merchantId), credit: 'refund_in_transit', amount }]
}

/** Money that was on its way was seen to leave. */
export function transferSeen({ from, amount }: { from: InTransit; amount: Yen }): Posting[] {
  return [{ debit: from, credit: 'unexplained_outgoing', amount }]
}

/** Who bears the bank's fee for a transfer that came back. */
export type ReturnFeeBearer = 'agent' | 'merchant'

/** A payout came back, less what the bank kept for it: the merchant is owed all of it again. */
export function payoutReturned({
  merchantId,
  credited,
  fee,
  bearer,
}: {
  merchantId: MerchantId
  credited: Yen
  fee: Yen
  bearer: ReturnFeeBearer
}): Posting[] {
  const owed: AccountCode = `merchant_payable:${merchantId}`
  const back: Posting[] = [{ debit: 'suspense', credit: owed, amount: credited }]
  if (fee === 0) return back
  return [...back, { debit: bearer === 'agent' ? 'fees_paid' : `merchant_receivable:${merchantId}`, credit: owed, amount: fee }]
}

/** A refund came back, less what the bank kept for it, which the agent bears: it is on its way again once the account is corrected. */
export function refundReturned({ credited, fee }: { credited: Yen; fee: Yen }): Posting[] {
  const back: Posting[] = [{ debit: 'suspense', credit: 'refund_in_transit', amount: credited }]
  return fee === 0 ? back : [...back, { debit: 'fees_paid', credit: 'refund_in_transit', amount: fee }]
}
