import type { Clock } from '../../src/preload/contract/clock'
import { businessDate, Instant } from '../../src/preload/contract/date'

/** The day of every invented story, so that the same seed makes the same bytes whenever it is told. */
export const TODAY = businessDate('2026-11-20')

/** Real time, but always the same bank day. */
export const benchClock: Clock = {
  now: () => Instant.parse(Date.now()),
  today: () => TODAY,
  monotonicMs: () => performance.now(),
}
