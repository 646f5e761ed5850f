import { expect, test } from 'vitest'
import { businessDate, Instant } from '../../../src/preload/contract/date'
import { dateWithDay, formatInstant, formatTime } from '../../../src/renderer/parts/DateText'

test.each([
  ['2026-11-20', 'ja', '2026/11/20(金)'],
  ['2026-11-22', 'ja', '2026/11/22(日)'],
  ['2026-11-23', 'en', 'Mon 2026/11/23'],
] as const)('%s in %s is %s', (date, language, written) => {
  expect(dateWithDay(businessDate(date), language)).toBe(written)
})

test('a moment is told in the time of Japan, whatever the machine thinks', () => {
  const at = Instant.parse(Date.UTC(2026, 10, 19, 15, 2, 7))
  expect(formatInstant(at)).toBe('2026/11/20 00:02')
  expect(formatInstant(at, true)).toBe('2026/11/20 00:02:07')
  expect(formatTime(at)).toBe('00:02')
})
