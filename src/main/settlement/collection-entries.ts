import type { CollectionFeeBand, Party } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantId } from '../../preload/contract/ids'
import { type PositiveYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { standardTaxRates, taxRateOn } from './consumption-tax'
import type { AccountCode, Posting } from './ledger-entries'
import { BASIS_POINTS, partOf, type Rounding } from './rounding'
import { STAMP_YEN } from './stamp-duty'

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

/** What an agent's transfer is made of. Gross is the sum of the others. */
export interface TransferFigures {
  readonly gross: Yen
  readonly fees: Yen
  readonly tax: Yen
  readonly stampDuty: Yen
  readonly net: Yen
}

/** Its transfer came net: what it kept is named, and nothing of its receivable is left of that day. */
export function collectionSettled(party: Party, { fees, tax, stampDuty, net }: TransferFigures): Posting[] {
  const receivable = receivableOf(party)
  const parts: readonly [AccountCode, Yen][] = [
    ['suspense', net],
    ['fees_paid', fees],
    ['input_tax', tax],
    ['stamp_duty', stampDuty],
  ]
  return parts.filter(([, amount]) => amount > 0).map(([debit, amount]) => ({ debit, credit: receivable, amount }))
}

/** What the agent keeps of one collection, before tax. No band for an amount: nothing was agreed, nothing is kept. */
export function collectionFee(amount: Yen, bands: readonly CollectionFeeBand[]): Yen {
  return bands.find(({ upTo }) => upTo === null || amount <= upTo)?.fee ?? ZERO_YEN
}

/** So many collections with the same amount and stamp. */
export interface CollectedAmount {
  readonly amount: Yen
  readonly needsStamp: boolean
  readonly count: number
}

/** By its contract: fees by band, tax on their sum rounded once, the stamp of each receipt that needed one. */
export function expectedTransfer(
  collections: Iterable<CollectedAmount>,
  contract: { readonly fees: readonly CollectionFeeBand[]; readonly taxRounding: Rounding },
  transferOn: BusinessDate,
): TransferFigures {
  let [gross, fees, stampDuty] = [0, 0, 0]
  for (const { amount, needsStamp, count } of collections) {
    gross += amount * count
    fees += collectionFee(amount, contract.fees) * count
    if (needsStamp) stampDuty += STAMP_YEN * count
  }
  const tax = partOf(yen(fees), taxRateOn('standard', transferOn, standardTaxRates), BASIS_POINTS, contract.taxRounding)
  return { gross: yen(gross), fees: yen(fees), tax, stampDuty: yen(stampDuty), net: yen(gross - fees - tax - stampDuty) }
}
