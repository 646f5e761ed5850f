/*
 * When what could not be handed over is tried again: soon at first, ever later then, and not for ever. Pure: chance comes in.
 */
const FIRST_MS = 60_000
const GROWTH = 4
const LONGEST_MS = 6 * 3_600_000
/** How far a pause may lie off, so that many that failed together do not come back together. */
const JITTER = 0.2
/** The pauses between so many tries come to about three days. */
export const TRIES_MAX = 17
/** What has waited longer for its turn is told to nobody without a person: it may be about things long past. */
export const STALE_MS = 14 * 86_400_000

/**
 * Milliseconds until the next try after so many (one or more), or null when it is given up. `chance` lies between 0 and 1;
 * `askedMs` is what the other side asked for (Retry-After).
 */
export function pauseAfter(tries: number, chance: number, askedMs = 0): number | null {
  if (tries >= TRIES_MAX) return null
  const pause = Math.min(FIRST_MS * GROWTH ** (tries - 1), LONGEST_MS)
  const spread = Math.round(pause * (1 + JITTER * (2 * chance - 1)))
  return Math.max(spread, Math.min(askedMs, LONGEST_MS))
}
