import type { Reason } from '../../preload/contract/clearing'
import type { Yen } from '../../preload/contract/money'
import { reason } from './reasons'

/*
 * What a difference between deposit and order may be (domain: matching, level 6), by name and never within "about so much". A name explains;
 * it clears nothing by itself.
 */

/** Prices of transfers are multiples of 50 yen, with a tenth of consumption tax, up to so much. */
const FEE_STEP = 55
const FEE_MOST = 990
/** A tax that was rounded the other way. */
const ROUNDING_MOST = 1

/** Every price of a transfer. */
const FEES: readonly number[] = Array.from({ length: FEE_MOST / FEE_STEP }, (_, at) => (at + 1) * FEE_STEP)

/** What an order may have asked for that is paid by so much: as much, a rounding more or less, or what a transfer costs more. */
export const amountsMeant = (paid: Yen): number[] => [0, ROUNDING_MOST, -ROUNDING_MOST, ...FEES].map((more) => paid + more)

/** The name of what is missing (negative) or too much of the deposit, or null where it has none. */
export function differenceReason(difference: Yen): Reason | null {
  if (difference !== 0 && Math.abs(difference) <= ROUNDING_MOST) return reason('rounding', String(difference))
  const missing = 0 - difference
  return FEES.includes(missing) ? reason('fee_deducted', String(missing)) : null
}
