import { expect, test } from 'vitest'
import { businessDate } from '../../../../src/preload/contract/date'
import { yen } from '../../../../src/preload/contract/money'
import { everyDay } from '../../../../src/renderer/views/home/every-day'

const money = (day: string, cleared: number) => ({ day: businessDate(day), cleared: yen(cleared), waiting: yen(0), count: 1 })

test('days without money stand between those with it, the last is today, and older ones are left out', () => {
  const shown = everyDay(businessDate('2026-03-02'), 4, [money('2026-02-26', 1), money('2026-02-28', 30_000), money('2026-03-02', 500)])
  expect(shown.map((day) => [day.day, day.cleared, day.count])).toEqual([
    ['2026-02-27', 0, 0],
    ['2026-02-28', 30_000, 1],
    ['2026-03-01', 0, 0],
    ['2026-03-02', 500, 1],
  ])
})
