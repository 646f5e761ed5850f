/**
 * How much to do in one unit of work. A desk that saves meanwhile must not wait: each unit aims at well under half of what a
 * person notices, so the size follows the machine instead of being guessed. Smaller ones would spend more on committing than on work.
 */
const TARGET_MS = 40

export interface Pace {
  /** How many rows the next unit should take. */
  readonly size: number
  /** Tells how long the last one took. */
  took(rows: number, elapsedMs: number): void
}

export function pace(first: number, most: number): Pace {
  let size = first
  return {
    get size() {
      return size
    },
    took(rows, elapsedMs) {
      const fitting = Math.floor((rows * TARGET_MS) / Math.max(elapsedMs, 0.5))
      // Never more than double at once: one fast unit says little.
      size = Math.max(20, Math.min(most, size * 2, fitting))
    },
  }
}
