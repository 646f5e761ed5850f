import { describe, expect, it } from 'vitest'
import { businessDate } from '../../../../src/preload/contract/date'
import { firstPeriod } from '../../../../src/renderer/views/exports/export-period'

const day = (text: string | null) => (text === null ? null : businessDate(text))

describe('the period an export begins with', () => {
  it.each([
    { from: null, to: null, period: ['2026-11-01', '2026-11-20'] },
    { from: '2026-10-05', to: null, period: ['2026-10-05', '2026-11-20'] },
    { from: null, to: '2026-09-30', period: ['2026-09-01', '2026-09-30'] },
    { from: '2026-10-05', to: '2026-10-31', period: ['2026-10-05', '2026-10-31'] },
    { from: '2026-12-05', to: null, period: ['2026-12-05', '2026-12-05'] },
  ])('from $from to $to is $period', ({ from, to, period }) => {
    const { from: begin, to: end } = firstPeriod(businessDate('2026-11-20'), day(from), day(to))
    expect([begin, end]).toEqual(period)
  })
})
