import type { BusinessDate } from '../../preload/contract/date'

/** A rule that holds from a day on, until another of its kind begins. Null: from the first. */
interface Dated {
  readonly validFrom: BusinessDate | null
}

/** The rule in force on a day: the one that began last, of two that began together the one written last. Null where none had begun. */
export function inForce<T extends Dated>(rules: Iterable<T>, on: BusinessDate): T | null {
  let found: T | null = null
  for (const rule of rules) {
    const hasBegun = rule.validFrom === null || rule.validFrom <= on
    if (hasBegun && (rule.validFrom ?? '') >= (found?.validFrom ?? '')) found = rule
  }
  return found
}
