import { describe, expect, it } from 'vitest'
import { addBusinessDays, isBusinessDay, onOrAfter, onOrBefore } from '../../../src/main/settlement/calendar'
import { businessDate } from '../../../src/preload/contract/date'

const holidays = new Set(['2026-11-03', '2026-11-23', '2027-01-01', '2027-01-11'])
const day = businessDate

describe('the calendar of the banks', () => {
  const cases: [date: string, open: boolean, why: string][] = [
    ['2026-11-20', true, 'a Friday'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-11-23', false, 'a national holiday'],
    ['2026-12-30', true, 'the last day of the year'],
    ['2026-12-31', false, 'a bank holiday'],
    ['2027-01-01', false, 'New Year'],
    ['2029-01-02', false, 'a bank holiday on a Tuesday'],
    ['2029-01-03', false, 'a bank holiday on a Wednesday'],
    ['2029-01-04', true, 'the first day of the year'],
  ]
  it.each(cases)('%s open: %s, %s', (date, open) => {
    expect(isBusinessDay(day(date), holidays)).toBe(open)
  })

  const moves: [string, string, string][] = [
    ['2026-11-20', '2026-11-20', '2026-11-20'],
    ['2026-11-21', '2026-11-24', '2026-11-20'],
    ['2026-12-31', '2027-01-04', '2026-12-30'],
    ['2027-01-09', '2027-01-12', '2027-01-08'],
  ]
  it.each(moves)('%s is paid on %s or before on %s', (date, after, before) => {
    expect(onOrAfter(day(date), holidays)).toBe(after)
    expect(onOrBefore(day(date), holidays)).toBe(before)
  })

  const counted: [string, number, string][] = [
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-20', 1, '2026-11-24'],
    ['2026-11-22', 1, '2026-11-24'],
    ['2026-11-24', -1, '2026-11-20'],
    ['2026-12-29', 3, '2027-01-05'],
    ['2026-11-22', 0, '2026-11-22'],
  ]
  it.each(counted)('%s and %i business days are %s', (date, days, result) => {
    expect(addBusinessDays(day(date), days, holidays)).toBe(result)
  })

  it('holidays without an end are a fault', () => {
    const months = new Set(Array.from({ length: 120 }, (_, at) => addBusinessDays(day('2026-02-02'), at, new Set())))
    expect(() => onOrAfter(day('2026-02-02'), months)).toThrow('no business day')
  })
})
