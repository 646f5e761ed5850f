import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nationalHolidays } from '../../../src/main/gateways/holidays/holidays'
import { isBusinessDay } from '../../../src/main/settlement/calendar'
import { closingCycles, closingFor, closingOn, earliestPayDay, handOverBy } from '../../../src/main/settlement/payout-cycle'
import { addDays, businessDate } from '../../../src/preload/contract/date'
import type { PayoutCycle } from '../../../src/preload/contract/merchants'

const holidays = nationalHolidays()
const day = businessDate
const cycle = (closingDay: number, monthOffset: number, payDay: number, holidayRule: PayoutCycle['holidayRule']): PayoutCycle => ({
  closingDay,
  monthOffset,
  payDay,
  holidayRule,
})

describe('a payout cycle', () => {
  const cases: [what: string, cycle: PayoutCycle, on: string, closesOn: string, paysOn: string][] = [
    ['月末締め翌月末払い', cycle(31, 1, 31, 'previous'), '2026-11-20', '2026-11-30', '2026-12-30'],
    ['the last day of February', cycle(31, 1, 31, 'previous'), '2027-02-01', '2027-02-28', '2027-03-31'],
    ['day 30 in February of a leap year', cycle(30, 0, 31, 'next'), '2028-02-01', '2028-02-29', '2028-03-01'],
    ['15日締め当月末払い', cycle(15, 0, 31, 'previous'), '2026-11-15', '2026-11-15', '2026-11-30'],
    ['after its closing day, the next month', cycle(15, 0, 31, 'previous'), '2026-11-16', '2026-12-15', '2026-12-30'],
    ['a Sunday, moved back', cycle(31, 1, 25, 'previous'), '2026-09-30', '2026-09-30', '2026-10-23'],
    ['a Sunday, moved on', cycle(31, 1, 25, 'next'), '2026-09-30', '2026-09-30', '2026-10-26'],
    ['a Saturday at the end of the month, moved on', cycle(31, 1, 31, 'next'), '2026-09-30', '2026-09-30', '2026-11-02'],
    ['the same within the month', cycle(31, 1, 31, 'next_in_month'), '2026-09-30', '2026-09-30', '2026-10-30'],
    ['a holiday moved on within the month', cycle(31, 1, 3, 'next_in_month'), '2026-10-31', '2026-10-31', '2026-11-04'],
    ['the banks’ New Year', cycle(30, 1, 1, 'next'), '2026-11-30', '2026-11-30', '2026-12-01'],
    ['December to January', cycle(31, 1, 1, 'next'), '2026-12-31', '2026-12-31', '2027-01-04'],
    ['two months on, over the year', cycle(31, 2, 10, 'previous'), '2026-11-30', '2026-11-30', '2027-01-08'],
    ['paid on its closing day: only when its money is there', cycle(31, 0, 31, 'next'), '2026-11-30', '2026-11-30', '2026-12-01'],
    ['paid before its closing by a holiday', cycle(20, 0, 21, 'previous'), '2026-11-20', '2026-11-20', '2026-11-24'],
  ]
  it.each(cases)('%s', (_, rule, on, closesOn, paysOn) => {
    expect(closingFor(rule, day(on), holidays)).toEqual({ closesOn, paysOn })
    expect(closingOn(rule, day(closesOn), holidays)).toEqual({ closesOn, paysOn })
    expect(closingOn(rule, addDays(day(closesOn), 1), holidays)).toBeNull()
  })

  const anyCycle = fc.record({
    closingDay: fc.integer({ min: 1, max: 31 }),
    monthOffset: fc.integer({ min: 0, max: 3 }),
    payDay: fc.integer({ min: 1, max: 31 }),
    holidayRule: fc.constantFrom('previous' as const, 'next' as const, 'next_in_month' as const),
  })
  const anyDay = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays(day('2024-01-01'), days))

  it('closes once a month, takes every day in exactly one closing, and pays on a business day after it', () => {
    fc.assert(
      fc.property(anyCycle, anyDay, (rule, from) => {
        const months = new Set<string>()
        let next = from
        for (let at = 0; at < 14; at++) {
          const { closesOn, paysOn } = closingFor(rule, next, holidays)
          expect(closesOn >= next && paysOn > closesOn && isBusinessDay(paysOn, holidays)).toBe(true)
          months.add(closesOn.slice(0, 7))
          next = addDays(closesOn, 1)
        }
        expect(months.size).toBe(14)
      }),
      { numRuns: 300 },
    )
  })

  it('is found among others on the day it closes', () => {
    const parties = [
      { name: 'A', payoutCycle: cycle(31, 1, 31, 'previous') },
      { name: 'B', payoutCycle: cycle(15, 0, 31, 'previous') },
      { name: 'C', payoutCycle: cycle(30, 1, 10, 'next') },
    ]
    const names = (on: string) => closingCycles(parties, day(on), holidays).map(({ party }) => party.name)
    expect([names('2026-11-15'), names('2026-11-30'), names('2026-11-29')]).toEqual([['B'], ['A', 'C'], []])
  })
})

describe('the bank’s cut-off', () => {
  const dayBefore = { businessDaysBefore: 1, time: '15:00' }
  const sameDay = { businessDaysBefore: 0, time: '14:30' }

  it('lies so many business days before the pay day', () => {
    expect(handOverBy(day('2026-11-24'), dayBefore, holidays)).toEqual({ date: '2026-11-20', time: '15:00' })
    expect(handOverBy(day('2026-11-24'), sameDay, holidays)).toEqual({ date: '2026-11-24', time: '14:30' })
    expect(handOverBy(day('2027-01-05'), { ...dayBefore, businessDaysBefore: 3 }, holidays)).toEqual({ date: '2026-12-29', time: '15:00' })
  })

  const cases: [date: string, time: string, cutOff: typeof dayBefore, paysOn: string][] = [
    ['2026-11-19', '15:00', dayBefore, '2026-11-20'],
    ['2026-11-19', '15:01', dayBefore, '2026-11-24'],
    ['2026-11-20', '09:00', dayBefore, '2026-11-24'],
    ['2026-11-21', '09:00', dayBefore, '2026-11-25'],
    ['2026-11-20', '14:30', sameDay, '2026-11-20'],
    ['2026-11-20', '14:31', sameDay, '2026-11-24'],
    ['2026-11-22', '00:00', sameDay, '2026-11-24'],
  ]
  it.each(cases)('handed over on %s at %s (%o) it is paid on %s', (date, time, cutOff, paysOn) => {
    expect(earliestPayDay({ date: day(date), time }, cutOff, holidays)).toBe(paysOn)
  })
})
