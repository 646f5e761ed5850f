import type { Home } from '../../../preload/contract/audit'
import { addDays, type BusinessDate } from '../../../preload/contract/date'
import { ZERO_YEN } from '../../../preload/contract/money'

type Day = Home['moneyIn'][number]

/** The last so many days up to today, also those on which no money came. Days outside them are left out. */
export function everyDay(today: BusinessDate, days: number, known: readonly Day[]): readonly Day[] {
  const byDay = new Map(known.map((day) => [day.day, day]))
  return Array.from({ length: days }, (_, index) => {
    const day = addDays(today, index + 1 - days)
    return byDay.get(day) ?? { day, cleared: ZERO_YEN, waiting: ZERO_YEN, count: 0 }
  })
}
