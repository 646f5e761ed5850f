import holidayJp from '@holiday-jp/holiday_jp'

/** The national holidays of Japan as the cabinet office publishes them, by date `YYYY-MM-DD`. */
export function nationalHolidays(): ReadonlySet<string> {
  return new Set(Object.keys(holidayJp.holidays))
}
