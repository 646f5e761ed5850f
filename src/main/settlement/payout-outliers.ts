import type { Yen } from '../../preload/contract/money'

/* Which payouts a supervisor should look at twice: those that are much more than the merchant usually gets. */

const EARLIER_LEAST = 3
const TIMES_USUAL = 3

/** The median of what was paid before; null while there is too little to call anything usual. */
export function usualPayout(earlier: readonly Yen[]): Yen | null {
  if (earlier.length < EARLIER_LEAST) return null
  return [...earlier].sort((a, b) => a - b)[Math.floor(earlier.length / 2)] ?? null
}

/** The usual amount where this one is at least three times as much, else null. */
export function outlierOf(net: Yen, earlier: readonly Yen[]): Yen | null {
  const usual = usualPayout(earlier)
  return usual !== null && net >= usual * TIMES_USUAL ? usual : null
}
