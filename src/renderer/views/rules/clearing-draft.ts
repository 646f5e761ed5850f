/*
 * Other rules of clearing while they are typed. This file turns what stands in the form into rules, and says which field does not fit.
 */
import { ClearingRules, type SenderPrice, SenderPrices } from '../../../preload/contract/clearing-rules'
import type { BusinessDate } from '../../../preload/contract/date'
import { type Yen, ZERO_YEN } from '../../../preload/contract/money'

export interface PriceDraft {
  readonly destination: SenderPrice['destination']
  readonly from: Yen | null
  readonly below: Yen | null
  readonly fee: Yen | null
}

export interface PricesDraft {
  readonly bank: string
  readonly validFrom: BusinessDate | null
  readonly prices: readonly PriceDraft[]
}

export const numberFields = ['leastCutName', 'graceDays', 'roundingMost'] as const
export type NumberField = (typeof numberFields)[number]

export type ClearingDraft = {
  readonly automatic: ClearingRules['automatic']
  readonly lists: readonly PricesDraft[]
} & { readonly [F in NumberField]: number | string }

export const NO_PRICE: PriceDraft = { destination: 'other_bank', from: ZERO_YEN, below: null, fee: null }
export const NEW_LIST: PricesDraft = { bank: '', validFrom: null, prices: [NO_PRICE] }

export function draftOf({ senderPrices, ...rules }: ClearingRules): ClearingDraft {
  return { ...rules, lists: senderPrices }
}

/** Whether a list is complete, its ranges are not turned round, and no other of this bank begins on the same day. */
function fits(list: PricesDraft, others: readonly PricesDraft[]): boolean {
  const isTwice = others.some((other) => other !== list && other.bank.trim() === list.bank.trim() && other.validFrom === list.validFrom)
  const isTurned = list.prices.some(({ from, below }) => from !== null && below !== null && below <= from)
  return !isTwice && !isTurned && SenderPrices.safeParse(list).success
}

/** A form read by the contract: the rules, or which fields do not fit (`graceDays`, `lists.1`). */
export function readClearing(draft: ClearingDraft): { rules: ClearingRules | null; problems: readonly string[] } {
  const { lists, ...numbers } = draft
  const wrongLists = lists.flatMap((list, at) => (fits(list, lists) ? [] : [`lists.${at}`]))
  const read = ClearingRules.safeParse({ ...numbers, senderPrices: wrongLists.length > 0 ? [] : lists })
  const wrongFields = numberFields.filter((field) => read.error?.issues.some(({ path }) => path[0] === field))
  const problems = [...wrongFields, ...wrongLists]
  return problems.length > 0 || !read.success ? { rules: null, problems } : { rules: read.data, problems: [] }
}

/** Whether two rules are the same. */
export const isSame = (one: ClearingRules, other: ClearingRules): boolean =>
  JSON.stringify(ClearingRules.parse(one)) === JSON.stringify(ClearingRules.parse(other))
