/**
 * Identities are 53-bit integers: milliseconds since 2026 in the upper bits, a counter in the lower thirteen. They are made
 * by the core inside a writing transaction, so they ascend in the order of the journal whatever the clock does, and two
 * processes that meet in one millisecond collide on a primary key instead of mixing rows (the unit of work is then retried).
 */
const EPOCH_MS = Date.UTC(2026, 0, 1)
const PER_MILLISECOND = 8192

export type NewId = () => number

/** Makes identities above `last`, following `nowMs` where it runs ahead and counting on where it does not. */
export function identitySource(last: number, nowMs: () => number): NewId {
  let current = last
  return () => {
    const floor = Math.max(0, nowMs() - EPOCH_MS) * PER_MILLISECOND
    current = Math.max(current + 1, floor)
    return current
  }
}

/** The smallest identity that could have been made at this instant: where a time range begins in a table ordered by identity. */
export function identityAt(instantMs: number): number {
  return Math.max(0, instantMs - EPOCH_MS) * PER_MILLISECOND
}
