import { addDays, type BusinessDate, dateOf, laterOf } from '../../preload/contract/date'
import type { PayoutCycle } from '../../preload/contract/merchants'
import type { CutOff } from '../../preload/contract/transfers'
import { addBusinessDays, type Holidays, isBusinessDay, onOrAfter, onOrBefore } from './calendar'

/*
 * 締め日・支払日. A cycle closes once a month; what was releasable by then is paid on its pay day, so many months later. Days 29 to 31
 * mean the last day of a shorter month. 「月末締め翌月末払い」 is { 31, 1, 31, … }.
 */

/** A closing of a cycle and the day its money is paid. */
export interface Closing {
  readonly closesOn: BusinessDate
  readonly paysOn: BusinessDate
}

const MONTHS = 12

/** A month as a number that counts on: year × 12 + month − 1. */
export const monthOf = (date: BusinessDate) => Number(date.slice(0, 4)) * MONTHS + Number(date.slice(5, 7)) - 1

/** A day of a month, or the last there is. */
export function dayInMonth(month: number, day: number): BusinessDate {
  for (let tried = day; tried > 0; tried--) {
    const date = dateOf(Math.floor(month / MONTHS), (month % MONTHS) + 1, tried)
    if (date !== null) return date
  }
  throw new RangeError(`no day ${day} in month ${month}`)
}

/**
 * The day on which a closing is paid: the pay day, moved by the holiday rule. `next_in_month` moves back where forward would leave the
 * month. Never before the first business day after the closing, so that the closing day's own money is there.
 */
function payDay(cycle: PayoutCycle, closesOn: BusinessDate, holidays: Holidays): BusinessDate {
  const month = monthOf(closesOn) + cycle.monthOffset
  const day = dayInMonth(month, cycle.payDay)
  const next = onOrAfter(day, holidays)
  const moves = {
    previous: () => onOrBefore(day, holidays),
    next: () => next,
    next_in_month: () => (monthOf(next) === month ? next : onOrBefore(day, holidays)),
  }
  return laterOf(moves[cycle.holidayRule](), onOrAfter(addDays(closesOn, 1), holidays))
}

function closingIn(month: number, cycle: PayoutCycle, holidays: Holidays): Closing {
  const closesOn = dayInMonth(month, cycle.closingDay)
  return { closesOn, paysOn: payDay(cycle, closesOn, holidays) }
}

/** The closing of a cycle on this very day, or null on any other. */
export function closingOn(cycle: PayoutCycle, date: BusinessDate, holidays: Holidays): Closing | null {
  const closing = closingIn(monthOf(date), cycle, holidays)
  return closing.closesOn === date ? closing : null
}

/** Those whose cycle closes on a day, with the day each is paid. */
export function closingCycles<T extends { readonly payoutCycle: PayoutCycle }>(
  parties: Iterable<T>,
  date: BusinessDate,
  holidays: Holidays,
): { party: T; closing: Closing }[] {
  const closed: { party: T; closing: Closing }[] = []
  for (const party of parties) {
    const closing = closingOn(party.payoutCycle, date, holidays)
    if (closing !== null) closed.push({ party, closing })
  }
  return closed
}

/** The closing that takes what is releasable on this day: the first on or after it. */
export function closingFor(cycle: PayoutCycle, date: BusinessDate, holidays: Holidays): Closing {
  const closing = closingIn(monthOf(date), cycle, holidays)
  return closing.closesOn >= date ? closing : closingIn(monthOf(date) + 1, cycle, holidays)
}

/** The latest moment at which the bank takes a file that pays on this day. */
export function handOverBy(paysOn: BusinessDate, cutOff: CutOff, holidays: Holidays): { date: BusinessDate; time: string } {
  return { date: addBusinessDays(paysOn, -cutOff.businessDaysBefore, holidays), time: cutOff.time }
}

/** The first day a file can still pay on, handed over on a day at a time of day in Japan (`HH:MM`; the cut-off minute is in time). */
export function earliestPayDay(handedOver: { date: BusinessDate; time: string }, cutOff: CutOff, holidays: Holidays): BusinessDate {
  const isInTime = isBusinessDay(handedOver.date, holidays) && handedOver.time <= cutOff.time
  const counted = isInTime ? handedOver.date : onOrAfter(addDays(handedOver.date, 1), holidays)
  return addBusinessDays(counted, cutOff.businessDaysBefore, holidays)
}
