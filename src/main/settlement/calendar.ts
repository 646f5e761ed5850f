import { addDays, type BusinessDate, dayOfWeek } from '../../preload/contract/date'

/* Business days of Japanese banks. National holidays come in as data; weekends and the banks' own days (12-31 to 01-03) are known here. */

/** National holidays as `YYYY-MM-DD`. */
export type Holidays = ReadonlySet<string>

const SATURDAY = 6
const bankHolidays: ReadonlySet<string> = new Set(['12-31', '01-01', '01-02', '01-03'])
/** The longest run of closed days is well below; a set of holidays without an end is a fault. */
const CLOSED_DAYS_MAX = 60

/** Whether banks are open: no weekend, no national holiday, not 12-31 to 01-03 (銀行法施行令 第5条). */
export function isBusinessDay(date: BusinessDate, holidays: Holidays): boolean {
  return dayOfWeek(date) < SATURDAY && !bankHolidays.has(date.slice(5)) && !holidays.has(date)
}

/** The date itself if banks are open, else the next day on which they are. */
export function onOrAfter(date: BusinessDate, holidays: Holidays): BusinessDate {
  return seek(date, 1, holidays)
}

/** The date itself if banks are open, else the last day before on which they were. */
export function onOrBefore(date: BusinessDate, holidays: Holidays): BusinessDate {
  return seek(date, -1, holidays)
}

/** The business day so many business days later (or earlier, if negative); zero gives the date itself, open or not. */
export function addBusinessDays(date: BusinessDate, days: number, holidays: Holidays): BusinessDate {
  const direction = days < 0 ? -1 : 1
  let day = date
  for (let left = Math.abs(days); left > 0; left--) day = seek(addDays(day, direction), direction, holidays)
  return day
}

function seek(date: BusinessDate, direction: 1 | -1, holidays: Holidays): BusinessDate {
  let day = date
  for (let tried = 0; tried <= CLOSED_DAYS_MAX; tried++) {
    if (isBusinessDay(day, holidays)) return day
    day = addDays(day, direction)
  }
  throw new Error(`no business day within ${CLOSED_DAYS_MAX} days of ${date}`)
}
