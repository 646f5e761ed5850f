/*
 * 書き出し: a list of one merchant and period to Excel. The dialog asks the core what the workbook will hold, lets it be written as a
 * job, and fetches it by its one-use ticket. Used beside orders and deposits.
 */
import { type BusinessDate, businessDate } from '../../../preload/contract/date'

export interface Period {
  readonly from: BusinessDate
  readonly to: BusinessDate
}

/** The period a dialog begins with: what the list is filtered by, else this month through today. */
export function firstPeriod(today: BusinessDate, from: BusinessDate | null, to: BusinessDate | null): Period {
  const end = to ?? (from !== null && from > today ? from : today)
  return { from: from ?? businessDate(`${end.slice(0, 8)}01`), to: end }
}
