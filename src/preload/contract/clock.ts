import type { BusinessDate, Instant } from './date'

/** Time comes in as an argument. `now` is the audit clock; `today` the calendar date in Japan; `monotonicMs` never goes back. */
export interface Clock {
  now(): Instant
  today(): BusinessDate
  monotonicMs(): number
}
