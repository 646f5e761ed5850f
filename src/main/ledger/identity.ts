/**
 * Identities are 53-bit integers: milliseconds since 2026 in the upper bits, a counter in the lower thirteen. They are made
 * inside a writing transaction that first looks at the newest one stored, so they ascend in the order of the journal whatever
 * the clock does, also while the core, its worker and an operators' command write to one file.
 */
const EPOCH_MS = Date.UTC(2026, 0, 1)
const PER_MILLISECOND = 8192

export type NewId = () => number

export interface IdentitySource {
  readonly newId: NewId
  /** Told at the beginning of each unit of work what others may have stored since the last. */
  follow(newest: number): void
}

/** Makes identities above any before, following `nowMs` where it runs ahead and counting on where it does not. */
export function identitySource(nowMs: () => number): IdentitySource {
  let current = 0
  return {
    newId() {
      const floor = Math.max(0, nowMs() - EPOCH_MS) * PER_MILLISECOND
      current = Math.max(current + 1, floor)
      return current
    },
    follow(newest) {
      current = Math.max(current, newest)
    },
  }
}

/** The smallest identity that could have been made at this instant: where a time range begins in a table ordered by identity. */
export function identityAt(instantMs: number): number {
  return Math.max(0, instantMs - EPOCH_MS) * PER_MILLISECOND
}
