import type { BusinessDate } from '../../../preload/contract/date'
import { addDays, dateOf, daysBetween } from '../../../preload/contract/date'
import { READ_DATES_MAX, type ReadDate } from '../../../preload/contract/statement'
import type { Faults } from './faults'
import type { Calendar, ReadingProfile } from './profile'
import type { Field } from './zengin-fields'
import { isBlank, numberAt, textAt } from './zengin-fields'

/*
 * Six digits YYMMDD with no mark of the era. The standard does not say which era is meant; the rule here is: inside its
 * era only, the newest that is not more than 31 days after the file was made. A date written in an era that had ended
 * (310501) is shown as a fault, never guessed. Showa is left out: no file of this format is so old, and a slip of the pen
 * would find a date there.
 */

const eras = [
  { rule: 'reiwa', zeroYear: 2018, from: '2019-05-01', to: '9999-12-31' },
  { rule: 'heisei', zeroYear: 1988, from: '1989-01-08', to: '2019-04-30' },
] as const
const DAYS_AHEAD_MAX = 31
const NEAR_DAYS = 366

/** The date of YYMMDD as a number, the newest not after `latest`; null where there is none. */
export function resolveDate(yymmdd: number, calendar: Calendar, latest: BusinessDate): BusinessDate | null {
  return decide(yymmdd, calendar, latest)?.date ?? null
}

/** One meaning of six digits, and the rule that gives it. */
type Reading = Pick<ReadDate, 'date' | 'rule'>

function decide(yymmdd: number, calendar: Calendar, latest: BusinessDate): Reading | null {
  return readings(yymmdd, calendar).find(({ date }) => date <= latest) ?? null
}

/** What the digits can mean, the newest first. */
function readings(yymmdd: number, calendar: Calendar): Reading[] {
  const year = Math.trunc(yymmdd / 10_000)
  const month = Math.trunc(yymmdd / 100) % 100
  const day = yymmdd % 100
  if (calendar === 'western') return readingsOf('western', dateOf(2000 + year, month, day))
  return eras.flatMap((era) => readingsOf(era.rule, within(dateOf(era.zeroYear + year, month, day), era.from, era.to)))
}

function readingsOf(rule: ReadDate['rule'], date: BusinessDate | null): Reading[] {
  return date === null ? [] : [{ rule, date }]
}

function within(date: BusinessDate | null, from: string, to: string): BusinessDate | null {
  return date !== null && date >= from && date <= to ? date : null
}

/**
 * The day the file was made (作成日). Where the rule finds a day far from the import although the digits also have a
 * meaning near it (the other calendar, or a day a little too far ahead), the setting of the account or the clock is
 * probably wrong: that is told as `date_ambiguous` instead of booking today's money decades ago.
 */
export function readCreationDate(record: Uint8Array, field: Field, profile: ReadingProfile, faults: Faults): BusinessDate | null {
  const yymmdd = numberAt(record, field)
  const date = yymmdd === null ? null : resolveDate(yymmdd, profile.dates, addDays(profile.importedOn, DAYS_AHEAD_MAX))
  if (yymmdd === null || date === null) {
    faults.add('not_a_date', field, textAt(record, field))
    return null
  }
  const isNear = (day: BusinessDate) => Math.abs(daysBetween(day, profile.importedOn)) <= NEAR_DAYS
  const nearer = isNear(date)
    ? undefined
    : [...readings(yymmdd, 'era'), ...readings(yymmdd, 'western')].find(({ date: day }) => isNear(day))?.date
  if (nearer === undefined) return date
  faults.add('date_ambiguous', field, date, nearer)
  return null
}

/** Reads the dates below a header. A file repeats few dates in many lines, so each is worked out once. */
export class DateReader {
  readonly #latest: BusinessDate
  readonly #known = new Map<number, Reading | null>()

  constructor(
    readonly calendar: Calendar,
    madeOn: BusinessDate,
  ) {
    this.#latest = addDays(madeOn, DAYS_AHEAD_MAX)
  }

  /** A date that must be there; null, with the fault told, where it is not. */
  required(record: Uint8Array, field: Field, faults: Faults): BusinessDate | null {
    const yymmdd = numberAt(record, field)
    const date = yymmdd === null ? null : this.#resolve(yymmdd)
    if (date === null) faults.add('not_a_date', field, textAt(record, field))
    return date
  }

  /** A date that may be left out, as 000000 or as spaces: then `otherwise`. */
  optional(record: Uint8Array, field: Field, otherwise: BusinessDate | null, faults: Faults): BusinessDate | null {
    return isBlank(record, field) || numberAt(record, field) === 0 ? otherwise : this.required(record, field, faults)
  }

  /** What was decided, for people to look at: every date that was read, in the order in which it was met. */
  get readDates(): ReadDate[] {
    const read = [...this.#known].flatMap(([digits, reading]) =>
      reading ? [{ written: writtenAs(digits, reading.rule), ...reading }] : [],
    )
    return read.slice(0, READ_DATES_MAX)
  }

  #resolve(yymmdd: number): BusinessDate | null {
    const known = this.#known.get(yymmdd)
    if (known !== undefined) return known?.date ?? null
    const reading = decide(yymmdd, this.calendar, this.#latest)
    this.#known.set(yymmdd, reading)
    return reading?.date ?? null
  }
}

const letters: Readonly<Record<ReadDate['rule'], string>> = { reiwa: 'R', heisei: 'H', western: '' }

/** `R08.11.24`: the digits of the file, with the letter of the era they were taken to be of. */
function writtenAs(yymmdd: number, rule: ReadDate['rule']): string {
  const digits = String(yymmdd).padStart(6, '0')
  return `${letters[rule]}${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4)}`
}

/** The six digits of a date, as a bank writes them. A date before Heisei is a fault. */
export function yymmdd(date: BusinessDate, calendar: Calendar): string {
  const [year = '', month = '', day = ''] = date.split('-')
  const zeroYear = calendar === 'western' ? 2000 : eras.find((era) => date >= era.from)?.zeroYear
  const short = Number(year) - (zeroYear ?? Number.NaN)
  if (!(short >= 0 && short <= 99)) throw new RangeError(`${date} cannot be written in six digits`)
  return `${String(short).padStart(2, '0')}${month}${day}`
}
