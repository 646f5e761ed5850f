import type { CollectionOutcome } from '../../../preload/contract/collection'

/** What waits for a person; each has its story in words. */
const STORIES = [
  'unknown_slip',
  'amount_differs',
  'duplicate',
  'late',
  'slip_withdrawn',
  'after_cancellation',
  'cancelled_after_confirmation',
  'contradicts',
  'goods_left',
  'not_booked',
] as const satisfies readonly CollectionOutcome[]

/** The story of an outcome that waits, or null for one that ended by itself. */
export function storyOf(outcome: CollectionOutcome): (typeof STORIES)[number] | null {
  return STORIES.find((name) => name === outcome) ?? null
}
