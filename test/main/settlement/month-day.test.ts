import { describe, expect, it } from 'vitest'
import { resolveMonthDay } from '../../../src/main/settlement/month-day'
import { businessDate } from '../../../src/preload/contract/date'

describe('a month and day without a year', () => {
  const cases: [monthDay: string, near: string, date: string | null][] = [
    ['11-30', '2026-11-20', '2026-11-30'],
    ['01-04', '2026-12-25', '2027-01-04'],
    ['12-30', '2027-01-04', '2026-12-30'],
    ['11-21', '2027-01-20', '2026-11-21'],
    ['11-20', '2027-01-20', null],
    ['09-16', '2026-11-20', '2027-09-16'],
    ['09-21', '2026-11-20', '2026-09-21'],
    ['09-17', '2026-11-20', null],
    ['02-29', '2028-01-31', '2028-02-29'],
    ['02-29', '2026-11-20', null],
    ['02-29', '2027-10-01', '2028-02-29'],
    ['13-01', '2026-11-20', null],
  ]
  it.each(cases)('%s near %s is %s', (monthDay, near, date) => {
    expect(resolveMonthDay(monthDay, businessDate(near))).toBe(date)
  })
})
