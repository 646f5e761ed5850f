import type { CollectionFeeBand } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { standardTaxRates, taxRateOn } from './consumption-tax'
import { BASIS_POINTS, partOf, type Rounding } from './rounding'
import { STAMP_YEN } from './stamp-duty'

/* What whoever collects for the bank transfers by its contract: what it owes less what it takes back, its fees, tax and stamps. */

/** What a collector keeps of each collection, before tax: by its amount, or as a part of it, rounded each time. */
export type CollectorFees =
  | { readonly kind: 'bands'; readonly bands: readonly CollectionFeeBand[] }
  | { readonly kind: 'rate'; readonly basisPoints: number; readonly rounding: Rounding }

export interface CollectorContract {
  readonly fees: CollectorFees
  /** Tax comes on top of its fees; what card companies keep is exempt by some contracts. */
  readonly isTaxed: boolean
  readonly taxRounding: Rounding
}

/** What is reckoned where nobody has said what was agreed: it keeps nothing. */
export const NO_CONTRACT: CollectorContract = { fees: { kind: 'bands', bands: [] }, isTaxed: true, taxRounding: 'down' }

/** What it keeps of one collection, before tax. No band for an amount: nothing was agreed, nothing is kept. */
export function collectorFee(amount: Yen, fees: CollectorFees): Yen {
  if (fees.kind === 'rate') return partOf(amount, fees.basisPoints, BASIS_POINTS, fees.rounding)
  return fees.bands.find(({ upTo }) => upTo === null || amount <= upTo)?.fee ?? ZERO_YEN
}

/** So many collections with the same amount and stamp. */
export interface CollectedAmount {
  readonly amount: Yen
  readonly needsStamp: boolean
  /** It is among what the collector takes back on that day: it keeps nothing of it. */
  readonly isWithdrawn: boolean
  readonly count: number
}

/** What a collector owes for a day, and what it takes back on that day. */
export interface OwedOn {
  readonly transferOn: BusinessDate
  readonly collections: readonly CollectedAmount[]
  readonly deductions: Yen
  /** Its transfer has come and was cleared; what is told of the day after that came too late for it. */
  readonly isSettled: boolean
}

/** What a transfer is made of: gross less deductions is the sum of the others. */
export interface TransferFigures {
  readonly gross: Yen
  /** Refunded, charged back or withdrawn: it takes it out of what it owes. */
  readonly deductions: Yen
  readonly fees: Yen
  readonly tax: Yen
  readonly stampDuty: Yen
  readonly net: Yen
}

/** By its contract: fees of each collection, tax on their sum rounded once, the stamp of each receipt that needed one. */
export function expectedTransfer(
  { transferOn, collections, deductions }: Omit<OwedOn, 'isSettled'>,
  contract: CollectorContract,
): TransferFigures {
  let [gross, fees, stampDuty] = [0, 0, 0]
  for (const { amount, needsStamp, isWithdrawn, count } of collections) {
    gross += amount * count
    if (isWithdrawn) continue
    fees += collectorFee(amount, contract.fees) * count
    if (needsStamp) stampDuty += STAMP_YEN * count
  }
  const rate = taxRateOn('standard', transferOn, standardTaxRates)
  const tax = contract.isTaxed ? partOf(yen(fees), rate, BASIS_POINTS, contract.taxRounding) : ZERO_YEN
  return {
    ...{ gross: yen(gross), deductions, fees: yen(fees), tax, stampDuty: yen(stampDuty) },
    net: yen(gross - deductions - fees - tax - stampDuty),
  }
}

/** A transfer to come, with the first of the days it is for. */
export interface CollectorTransfer extends TransferFigures {
  readonly from: BusinessDate
  readonly transferOn: BusinessDate
}

/**
 * The transfers of one collector, by day. A day on which it takes back as much as it owes brings none, nor does a day that has had its own:
 * what it owes and takes back then goes into the next. The last may come to nothing or less, while nothing follows it.
 */
export function transfersOf(days: readonly OwedOn[], contract: CollectorContract): CollectorTransfer[] {
  const transfers: CollectorTransfer[] = []
  let carried: readonly OwedOn[] = []
  for (const day of days.toSorted((a, b) => (a.transferOn < b.transferOn ? -1 : 1))) {
    carried = [...carried, day]
    const transfer = together(carried, contract)
    if (transfer.net <= 0 || day.isSettled) continue
    transfers.push(transfer)
    carried = []
  }
  return carried.length === 0 ? transfers : [...transfers, together(carried, contract)]
}

function together(days: readonly OwedOn[], contract: CollectorContract): CollectorTransfer {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) throw new Error('a transfer is for a day')
  const { transferOn } = last
  const deductions = yen(days.reduce((sum, day) => sum + day.deductions, 0))
  const collections = days.flatMap((day) => day.collections)
  return { from: first.transferOn, transferOn, ...expectedTransfer({ transferOn, collections, deductions }, contract) }
}
