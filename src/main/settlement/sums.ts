import type { OrderId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'

/*
 * One deposit that pays several orders (domain: matching, level 5). Exact, and bounded in size and steps: what was not looked at to the end is
 * said, and two sets that fit are no answer.
 */

/** More orders of one payer than so many are not combined. */
export const POOL_MOST = 40
/** One more, of those with the least open, tells whether there are more: what is larger than the deposit is in no sum. */
export const ORDERS_ASKED = POOL_MOST + 1
/** A set holds at most so many orders. */
export const SET_MOST = 8
/** Sets that are begun for one deposit before the search is stopped: far below the tenth of a second that it may take. */
export const STEPS_MOST = 200_000

export interface Summand {
  readonly id: OrderId
  readonly open: Yen
}

export interface SumsFound {
  /** At most two sets of at least two orders each, in the order in which the orders were given. */
  readonly sets: readonly (readonly OrderId[])[]
  /** All sets were looked at, or two were found; otherwise there may be others. */
  readonly isComplete: boolean
  /** Sets that were begun. */
  readonly steps: number
}

/** The sets of two to eight orders that come to exactly so much, found within so many steps. */
export function findSums(summands: readonly Summand[], amount: Yen, stepsMost = STEPS_MOST): SumsFound {
  const fitting = summands.filter(({ open }) => open > 0 && open < amount)
  const pool = fitting.slice(0, POOL_MOST)
  const sorted = [...pool].sort((a, b) => b.open - a.open)
  /** What all from this place on come to: nothing is tried where even that is too little. */
  const rests: number[] = []
  for (let at = sorted.length - 1, rest = 0; at >= 0; at--) rests[at] = rest += sorted[at]?.open ?? 0
  const sets: OrderId[][] = []
  const chosen: OrderId[] = []
  let steps = 0
  const search = (from: number, left: number): boolean => {
    steps += 1
    if (left === 0) {
      if (chosen.length > 1) sets.push([...chosen])
      return sets.length < 2
    }
    if (steps > stepsMost) return false
    if (chosen.length === SET_MOST) return true
    for (let at = from; at < sorted.length && (rests[at] ?? 0) >= left; at++) {
      const next = sorted[at]
      if (!next || next.open > left) continue
      chosen.push(next.id)
      const goesOn = search(at + 1, left - next.open)
      chosen.pop()
      if (!goesOn) return false
    }
    return true
  }
  const wasAll = search(0, amount)
  const given = new Map(pool.map(({ id }, at) => [id, at]))
  return {
    sets: sets.map((set) => set.sort((a, b) => (given.get(a) ?? 0) - (given.get(b) ?? 0))),
    isComplete: sets.length === 2 || (wasAll && fitting.length <= POOL_MOST),
    steps,
  }
}
