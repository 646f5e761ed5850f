import type { Party } from '../../preload/contract/collection'
import type { MerchantId } from '../../preload/contract/ids'
import { type PositiveYen, type Yen, yen } from '../../preload/contract/money'
import type { TransferFigures } from './collector-transfers'
import type { AccountCode, Posting } from './ledger-entries'

/* What others collect, in the journal: gross when it is confirmed, net when it is transferred (the domain's ledger table). */

const receivableOf = (party: Party): AccountCode => `receivable:${party}`

/** Where an order's money stands: owed to its merchant, or held while the payer's protection lasts. */
export interface Beneficiary {
  readonly merchantId: MerchantId
  readonly isProtected: boolean
}

const accountOf = ({ merchantId, isProtected }: Beneficiary): AccountCode =>
  isProtected ? `held_for_payers:${merchantId}` : `merchant_payable:${merchantId}`

/** Confirmed: the agent owes it; null where nobody knows yet whose it is. */
export function collected(party: Party, amount: PositiveYen, whose: Beneficiary | null): Posting[] {
  return [{ debit: receivableOf(party), credit: whose ? accountOf(whose) : 'unapplied_collections', amount }]
}

/** A person has said whose it is. */
export function collectionApplied(amount: PositiveYen, whose: Beneficiary): Posting[] {
  return [{ debit: 'unapplied_collections', credit: accountOf(whose), amount }]
}

/** Its transfer came net: what it kept is named, and nothing of its receivable is left of that day. */
export function collectionSettled(
  party: Party,
  { fees, tax, stampDuty, net }: Pick<TransferFigures, 'fees' | 'tax' | 'stampDuty' | 'net'>,
): Posting[] {
  const receivable = receivableOf(party)
  const parts: readonly [AccountCode, Yen][] = [
    ['suspense', net],
    ['fees_paid', fees],
    ['input_tax', tax],
    ['stamp_duty', stampDuty],
  ]
  return parts.filter(([, amount]) => amount > 0).map(([debit, amount]) => ({ debit, credit: receivable, amount }))
}

/**
 * It takes so much back out of what it will transfer: refunded to the payer, charged back, or withdrawn; less than nought where it gives that
 * back. Whose money it was says `from`.
 */
export function collectionDeducted(party: Party, amount: Yen, from: AccountCode): Posting[] {
  const receivable = receivableOf(party)
  return amount < 0 ? [{ debit: receivable, credit: from, amount: yen(-amount) }] : [{ debit: from, credit: receivable, amount }]
}
