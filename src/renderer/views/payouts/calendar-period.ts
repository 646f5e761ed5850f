import { addDays, BusinessDate } from '../../../preload/contract/date'

const BACK_DAYS = 31
const AHEAD_DAYS = 92

/** The closings an address asks for: a month back and a quarter ahead where it says nothing. */
export function periodOf(values: Readonly<Record<string, string>>, today: string): { from: BusinessDate; to: BusinessDate } {
  const now = BusinessDate.parse(today)
  const asked = BusinessDate.optional().catch(undefined)
  return {
    from: asked.parse(values.from) ?? addDays(now, -BACK_DAYS),
    to: asked.parse(values.to) ?? addDays(now, AHEAD_DAYS),
  }
}
