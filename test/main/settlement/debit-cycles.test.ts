import { describe, expect, it } from 'vitest'
import { nationalHolidays } from '../../../src/main/gateways/holidays/holidays'
import { type DebitTerms, nextCycles } from '../../../src/main/settlement/debit-cycles'
import { businessDate } from '../../../src/preload/contract/date'

/* Days of debit, and what hangs on them. */

const holidays = nationalHolidays()
const terms = (own: Partial<DebitTerms> = {}): DebitTerms => ({
  debitDays: [27],
  cutOff: { businessDaysBefore: 7, time: '16:00' },
  resultDays: 4,
  transferDays: 6,
  ...own,
})
const next = (own: Partial<DebitTerms>, date: string, time = '10:00', count = 2) =>
  nextCycles(terms(own), { date: businessDate(date), time }, count, holidays).map(({ debitOn }) => debitOn)

describe('the next cycles', () => {
  it.each<[string, Partial<DebitTerms>, string, string, string[]]>([
    ['on the 27th', {}, '2026-11-01', '10:00', ['2026-11-27', '2026-12-28']],
    ['a Sunday goes to the next business day', {}, '2026-12-01', '10:00', ['2026-12-28', '2027-01-27']],
    ['in the minute of the cut-off', {}, '2026-11-17', '16:00', ['2026-11-27', '2026-12-28']],
    ['a minute later', {}, '2026-11-17', '16:01', ['2026-12-28', '2027-01-27']],
    ['the last day of the month, over the end of the year', { debitDays: [31] }, '2026-12-01', '10:00', ['2027-01-04', '2027-02-01']],
    ['two days a month, in their order', { debitDays: [27, 5] }, '2026-11-20', '10:00', ['2026-12-07', '2026-12-28']],
    ['two days that fall together are one', { debitDays: [26, 27, 28] }, '2026-12-01', '10:00', ['2026-12-28', '2027-01-26']],
    ['without days between', { cutOff: { businessDaysBefore: 0, time: '09:00' } }, '2026-11-27', '09:00', ['2026-11-27', '2026-12-28']],
  ])('%s', (_what, own, date, time, expected) => {
    expect(next(own, date, time)).toEqual(expected)
  })

  it('tell when the file, the result and the transfer are due', () => {
    const [cycle] = nextCycles(terms(), { date: businessDate('2026-11-01'), time: '10:00' }, 1, holidays)
    // 2026-11-23 is a holiday (勤労感謝の日).
    expect(cycle).toEqual({
      debitOn: '2026-11-27',
      handInBy: { date: '2026-11-17', time: '16:00' },
      resultOn: '2026-12-03',
      transferOn: '2026-12-07',
    })
  })
})
