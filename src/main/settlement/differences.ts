import type { Reason } from '../../preload/contract/clearing'
import type { ClearingRules, SenderPrice } from '../../preload/contract/clearing-rules'
import type { BusinessDate } from '../../preload/contract/date'
import type { Yen } from '../../preload/contract/money'
import { inForce } from './in-force'
import { nameKey } from './names'
import { reason } from './reasons'

/*
 * What a difference between deposit and order may be (domain: matching, level 6), by name out of the bank's own tables and never within "about so
 * much". A name explains; it clears nothing by itself.
 */

type Tables = Pick<ClearingRules, 'roundingMost' | 'senderPrices'>

/** Of a deposit, what tells which prices hold for whoever sent it. */
export interface Sent {
  readonly amount: Yen
  readonly on: BusinessDate
  /** As the statement tells it; '' where it does not. */
  readonly bank: string
}

/** The prices of the sending bank on that day, those of all banks where it has none of its own; every price where nothing is told of the deposit. */
function pricesFor({ senderPrices }: Tables, sent: Sent | null): readonly SenderPrice[] {
  if (!sent) return senderPrices.flatMap(({ prices }) => prices)
  const bank = nameKey(sent.bank)
  const own = bank === '' ? [] : senderPrices.filter((list) => nameKey(list.bank) === bank)
  const usual = senderPrices.filter((list) => list.bank === '')
  const prices = (inForce(own, sent.on) ?? inForce(usual, sent.on))?.prices ?? []
  return prices.filter(({ from, below }) => sent.amount >= from && (below === null || sent.amount < below))
}

/** What an order may have asked for that is paid by so much: as much, a rounding more or less, or what a transfer costs more. */
export const amountsMeant = (paid: Yen, tables: Tables): number[] => {
  const roundings = Array.from({ length: tables.roundingMost }, (_, at) => [at + 1, -at - 1]).flat()
  const fees = pricesFor(tables, null).map(({ fee }) => fee)
  return [...new Set([0, ...roundings, ...fees])].map((more) => paid + more)
}

/**
 * The name of what is missing (negative) or too much of the deposit, or null where it has none. A fee whose price list tells the destination is
 * named with it (`other_bank:440`). Without `sent` every price of every bank is one.
 */
export function differenceReason(difference: Yen, tables: Tables, sent: Sent | null = null): Reason | null {
  if (difference !== 0 && Math.abs(difference) <= tables.roundingMost) return reason('rounding', String(difference))
  const missing = 0 - difference
  const price = pricesFor(tables, sent).find(({ fee }) => fee === missing)
  if (!price) return null
  return reason('fee_deducted', price.destination === null ? String(missing) : `${price.destination}:${missing}`)
}
