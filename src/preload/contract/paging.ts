import { z } from 'zod'

/** Where the next page begins; opaque to the window. Keyset, so a page deep down costs as much as the first. */
export const Cursor = z.string().max(400).brand<'Cursor'>()
export type Cursor = z.infer<typeof Cursor>

export const PAGE_SIZE_MAX = 500
export const PageSize = z.int().min(1).max(PAGE_SIZE_MAX).default(100)

/** A count that is told exactly up to a cap, beyond it as "more than". */
export const CappedCount = z.object({ count: z.int(), capped: z.boolean() })
export type CappedCount = z.infer<typeof CappedCount>
export const COUNT_CAP = 10_000

/** One page of a list: rows in order, and where to go on, or null at the end. `elapsedMs` is what the status bar tells. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), next: Cursor.nullable(), matching: CappedCount, elapsedMs: z.number() })
}
