import type { BusinessDate } from '../../preload/contract/date'
import type { CutOff } from '../../preload/contract/transfers'
import { addBusinessDays, type Holidays, onOrAfter } from './calendar'
import { dayInMonth, handOverBy, monthOf } from './payout-cycle'

/*
 * Cycles of direct debit: accounts are debited on certain days of the month (27 is usual), on the next business day where banks are shut.
 * The file must be with the collecting bank so many business days before, its result and its transfer come so many after.
 */

export interface DebitTerms {
  /** Days of the month; 29 to 31 mean the last day of a shorter month. */
  readonly debitDays: readonly number[]
  readonly cutOff: CutOff
  readonly resultDays: number
  readonly transferDays: number
}

export interface DebitDates {
  readonly debitOn: BusinessDate
  readonly handInBy: { readonly date: BusinessDate; readonly time: string }
  readonly resultOn: BusinessDate
  readonly transferOn: BusinessDate
}

/** A moment in Japan: day and `HH:MM`. */
export interface Moment {
  readonly date: BusinessDate
  readonly time: string
}

/** Cycles are looked for no further than a year and a half ahead. */
const MONTHS_MOST = 18

/** The next cycles whose file can still be handed in, earliest first; the minute of the cut-off is in time. */
export function nextCycles(terms: DebitTerms, now: Moment, count: number, holidays: Holidays): DebitDates[] {
  const found = new Map<BusinessDate, DebitDates>()
  const first = monthOf(now.date)
  for (let month = first; month < first + MONTHS_MOST && found.size < count + terms.debitDays.length; month++) {
    for (const day of terms.debitDays) {
      const cycle = cycleOn(onOrAfter(dayInMonth(month, day), holidays), terms, holidays)
      if (isOpen(cycle, now)) found.set(cycle.debitOn, cycle)
    }
  }
  return [...found.values()].sort((a, b) => (a.debitOn < b.debitOn ? -1 : 1)).slice(0, count)
}

/** All days of the cycle that debits on a day. */
export function cycleOn(debitOn: BusinessDate, { cutOff, resultDays, transferDays }: DebitTerms, holidays: Holidays): DebitDates {
  return {
    debitOn,
    handInBy: handOverBy(debitOn, cutOff, holidays),
    resultOn: addBusinessDays(debitOn, resultDays, holidays),
    transferOn: addBusinessDays(debitOn, transferDays, holidays),
  }
}

/** Whether a file handed in now is in time. */
export function isOpen({ handInBy }: DebitDates, now: Moment): boolean {
  return now.date < handInBy.date || (now.date === handInBy.date && now.time <= handInBy.time)
}
