import type { BusinessDate } from '../../../preload/contract/date'

/** How a bank writes the years of its six-digit dates. Nothing in the file tells; it is a setting of the account. */
export type Calendar = 'era' | 'western'

/** What the reader must be told because the file does not say it. */
export interface ReadingProfile {
  readonly dates: Calendar
  /** The day the file is brought in: no date of a statement may lie far beyond it. */
  readonly importedOn: BusinessDate
}
