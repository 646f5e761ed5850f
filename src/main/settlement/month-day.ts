import { addDays, type BusinessDate, dateOf } from '../../preload/contract/date'

const DAYS_BEFORE_MOST = 60
const DAYS_AHEAD_MOST = 300

/**
 * The date of a month and day without a year (`MM-DD`, 取組日 of a transfer file), near the day the file was made: from 60 days before it to
 * 300 after. Null where there is none, such as 02-29 in a common year.
 */
export function resolveMonthDay(monthDay: string, near: BusinessDate): BusinessDate | null {
  const [month, day] = monthDay.split('-').map(Number)
  const [from, to] = [addDays(near, -DAYS_BEFORE_MOST), addDays(near, DAYS_AHEAD_MOST)]
  for (const year of new Set([from, to].map((date) => Number(date.slice(0, 4))))) {
    const date = dateOf(year, month ?? 0, day ?? 0)
    if (date !== null && date >= from && date <= to) return date
  }
  return null
}
