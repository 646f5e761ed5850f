import { type BusinessDate, daysBetween } from '../../../preload/contract/date'

/** How AlterTran takes something back. */
export type CancelVerb = 'VOID' | 'RETURN' | 'RETURNX'

const CHANGE_DAYS_MAX = 180

/** Whether a payment may still be changed or taken back: within 180 days of when it was last processed. */
export const mayChange = (processed: BusinessDate, today: BusinessDate) => daysBetween(processed, today) <= CHANGE_DAYS_MAX

/**
 * The verb that takes back what was last processed on a day (GMO-PG's own EC-CUBE 4 plugin; collection.md §4.1): VOID on the same day, RETURN
 * in the same month, later RETURNX for a sale and RETURN for an authorisation. Null after 180 days.
 */
export function cancelVerb(status: 'AUTH' | 'SALES' | 'CAPTURE', processed: BusinessDate, today: BusinessDate): CancelVerb | null {
  if (processed === today) return 'VOID'
  if (processed.slice(0, 7) === today.slice(0, 7)) return 'RETURN'
  if (!mayChange(processed, today)) return null
  return status === 'AUTH' ? 'RETURN' : 'RETURNX'
}
