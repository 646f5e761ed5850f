import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** A calendar date at a Japanese bank, `YYYY-MM-DD`. It has no time and no zone. */
export const BusinessDate = z.iso.date().brand<'BusinessDate'>()
export type BusinessDate = z.infer<typeof BusinessDate>

/** Turns `YYYY-MM-DD` into a date; a day that is not in the calendar is a fault. */
export function businessDate(text: string): BusinessDate {
  return BusinessDate.parse(text)
}

/** The date of these calendar figures, or null where the calendar has no such day. */
export function dateOf(year: number, month: number, day: number): BusinessDate | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const parsed = BusinessDate.safeParse(text)
  return parsed.success ? parsed.data : null
}

/** Reads `2026-11-20`, `2026/11/20`, `2026年11月20日` or `20261120`, in any width. Null when it is no day. */
export function parseDate(text: string): BusinessDate | null {
  const found = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text.normalize('NFKC').trim())
  return found ? dateOf(Number(found[1]), Number(found[2]), Number(found[3])) : null
}

/** `2026/11/20`, as a Japanese bank prints it. */
export function formatDate(date: BusinessDate): string {
  return date.replaceAll('-', '/')
}

/** The calendar date so many days later (or earlier, if negative). */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return businessDate(Temporal.PlainDate.from(date).add({ days }).toString())
}

/** Calendar days from the first date to the second; negative when the second is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days
}

/** 1 = Monday … 7 = Sunday. */
export function dayOfWeek(date: BusinessDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

/** The calendar date in Japan at this instant (milliseconds of the audit clock). */
export function dateInJapan(instantMs: number): BusinessDate {
  return businessDate(Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO('Asia/Tokyo').toPlainDate().toString())
}

/** The time of day in Japan at this instant, `HHMM`. */
export function timeInJapan(instantMs: number): string {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO('Asia/Tokyo')
  return `${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`
}

/** A moment of the audit clock: milliseconds since 1970, UTC. Never used for bank dates. */
export const Instant = z.int().brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** The later of two dates. */
export function laterOf(a: BusinessDate, b: BusinessDate): BusinessDate {
  return a > b ? a : b
}
