import { describe, expect, it } from 'vitest'
import { Faults } from '../../../../src/main/gateways/bank/faults'
import type { Calendar } from '../../../../src/main/gateways/bank/profile'
import { DateReader, readCreationDate, resolveDate, yymmdd } from '../../../../src/main/gateways/bank/zengin-dates'
import { header } from '../../../../src/main/gateways/bank/zengin-fields'
import { businessDate } from '../../../../src/preload/contract/date'

describe('six digits without an era', () => {
  it.each<[string, Calendar, string, string | null, string]>([
    ['081120', 'era', '2026-12-22', '2026-11-20', 'Reiwa 8'],
    ['081222', 'era', '2026-12-22', '2026-12-22', 'the last day allowed'],
    ['081223', 'era', '2026-12-22', '1996-12-23', 'a day later Reiwa 8 lies in the future, and Heisei 8 is left'],
    ['310430', 'era', '2019-05-31', '2019-04-30', 'the last day of Heisei'],
    ['310501', 'era', '2019-06-30', null, 'Heisei written after the change: shown, not guessed'],
    ['010501', 'era', '2019-06-30', '2019-05-01', 'the first day of Reiwa'],
    ['011231', 'era', '2020-01-31', '2019-12-31', 'Reiwa 1'],
    ['010430', 'era', '2019-06-30', '1989-04-30', 'Reiwa had not begun, so only Heisei 1 is left; the range test refuses it'],
    ['010107', 'era', '2019-06-30', null, 'the day before Heisei'],
    ['260401', 'era', '2026-12-22', '2014-04-01', 'YY=26 is Heisei 26 in 2026'],
    ['260401', 'western', '2026-12-22', '2026-04-01', 'YY=26 in the western calendar'],
    ['081120', 'western', '2026-12-22', '2008-11-20', 'YY=08 in the western calendar'],
    ['270101', 'western', '2026-12-22', null, 'the future'],
    ['080229', 'era', '2026-12-22', '1996-02-29', 'Reiwa 8 has no 29 February; Heisei 8 had one'],
    ['060229', 'era', '2026-12-22', '2024-02-29', 'a leap day'],
    ['081301', 'era', '2026-12-22', null, 'no such month'],
    ['080000', 'era', '2026-12-22', null, 'no such day'],
  ])('%s (%s, not after %s) is %s: %s', (digits, calendar, latest, expected) => {
    expect(resolveDate(Number(digits), calendar, businessDate(latest))).toBe(expected)
  })

  it.each<[string, Calendar, string]>([
    ['2026-11-20', 'era', '081120'],
    ['2026-11-20', 'western', '261120'],
    ['2019-04-30', 'era', '310430'],
    ['2019-05-01', 'era', '010501'],
  ])('%s is written (%s) as %s', (date, calendar, digits) => {
    expect(yymmdd(businessDate(date), calendar)).toBe(digits)
  })

  it.each<[string, Calendar]>([
    ['1988-12-31', 'era'],
    ['1999-12-31', 'western'],
  ])('%s cannot be written (%s)', (date, calendar) => {
    expect(() => yymmdd(businessDate(date), calendar)).toThrow(RangeError)
  })
})

describe('the day a file was made', () => {
  it.each<[string, Calendar, string | null, string[], string]>([
    ['081121', 'era', '2026-11-21', [], 'today'],
    ['261121', 'era', null, ['date_ambiguous'], 'Heisei 26, or written in the western calendar: not guessed'],
    ['081121', 'western', null, ['date_ambiguous'], '2008, or written in the era: not guessed'],
    ['261121', 'western', '2026-11-21', [], 'today'],
    ['090101', 'era', null, ['date_ambiguous'], 'Heisei 9, or Reiwa 9 and the clock is slow: not guessed'],
    ['250401', 'era', '2013-04-01', [], 'an old Heisei file, no recent date in any calendar'],
    ['310501', 'era', null, ['not_a_date'], 'Heisei after its end'],
    ['      ', 'era', null, ['not_a_date'], 'blank'],
  ])('%s (%s) on 2026-11-21 is %s: %s', (digits, dates, expected, codes) => {
    const faults = new Faults(1)
    const record = new Uint8Array(Buffer.from(`1030${digits}`.padEnd(200), 'latin1'))
    expect(readCreationDate(record, header.createdOn, { dates, importedOn: businessDate('2026-11-21') }, faults)).toBe(expected)
    expect(faults.errors.map(({ code }) => code)).toEqual(codes)
  })
})

describe('a date that may be left out', () => {
  it.each([
    ['000000', '2026-11-20'],
    ['      ', '2026-11-20'],
    ['081119', '2026-11-19'],
    ['0811  ', null],
  ])('%j reads as %s', (digits, expected) => {
    const faults = new Faults(1)
    const record = new Uint8Array(Buffer.from(digits.padEnd(200), 'latin1'))
    const field = { name: '預入・払出日', offset: 0, length: 6, kind: 'N' } as const
    const otherwise = businessDate('2026-11-20')
    expect(new DateReader('era', otherwise).optional(record, field, otherwise, faults)).toBe(expected)
    expect(faults.errors).toHaveLength(expected === null ? 1 : 0)
  })
})
