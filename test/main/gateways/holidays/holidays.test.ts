import { expect, it } from 'vitest'
import { nationalHolidays } from '../../../../src/main/gateways/holidays/holidays'

it.each([
  ['2026-11-23', true, '勤労感謝の日'],
  ['2026-05-06', true, '振替休日'],
  ['2026-09-22', true, '国民の休日'],
  ['2026-11-20', false, 'a Friday like any other'],
  ['2026-12-31', false, 'closed for banks, but no national holiday'],
])('%s: %s (%s)', (day, isHoliday) => {
  expect(nationalHolidays().has(day)).toBe(isHoliday)
})
