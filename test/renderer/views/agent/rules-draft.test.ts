import { describe, expect, it } from 'vitest'
import { MoneyRules } from '../../../../src/preload/contract/agent'
import { businessDate } from '../../../../src/preload/contract/date'
import { yen } from '../../../../src/preload/contract/money'
import {
  type BandDraft,
  bandsOf,
  draftOf,
  isSame,
  NEW_TABLE,
  readRules,
  type TableDraft,
} from '../../../../src/renderer/views/agent/rules-draft'

const rules = MoneyRules.parse({
  payouts: {
    minimum: 1_000,
    rounding: 'half_up',
    transferFees: [
      {
        validFrom: '2026-10-01',
        bands: {
          same_branch: [{ from: 0, fee: 0 }],
          same_bank: [{ from: 0, fee: 110 }],
          other_bank: [
            { from: 0, fee: 220 },
            { from: 30_000, fee: 440 },
          ],
        },
      },
    ],
  },
  limits: { refundTwo: 500_000 },
})

const band = (from: number | null, fees: readonly [number, number, number]): BandDraft => ({
  from: from === null ? null : yen(from),
  same_branch: yen(fees[0]),
  same_bank: yen(fees[1]),
  other_bank: yen(fees[2]),
})
const table = (validFrom: string | null, bands: readonly BandDraft[]): TableDraft => ({
  validFrom: validFrom === null ? null : businessDate(validFrom),
  bands,
  untouched: null,
})

describe('rules of money in a form', () => {
  it('are the same rules where nothing was touched', () => {
    const read = readRules(draftOf(rules))
    expect(read).toEqual({ rules, problems: [] })
    expect(read.rules && isSame(read.rules, rules)).toBe(true)
  })

  it('show a price list as one table, a row wherever a fee changes', () => {
    expect(rules.payouts.transferFees.map(bandsOf)).toEqual([[band(0, [0, 110, 220]), band(30_000, [0, 110, 440])]])
  })

  it('take another price list besides, by the day it begins', () => {
    const draft = draftOf(rules)
    const earlier = table('2026-04-01', [band(0, [0, 0, 110])])
    const read = readRules({ ...draft, tables: [...draft.tables, earlier] })
    expect(read.problems).toEqual([])
    expect(read.rules?.payouts.transferFees.map(({ validFrom }) => validFrom)).toEqual(['2026-04-01', '2026-10-01'])
    expect(read.rules?.payouts.transferFees[0]?.bands.other_bank).toEqual([{ from: 0, fee: 110 }])
  })

  it.each([
    { name: 'no minimum', own: { minimum: null }, problems: ['minimum'] },
    { name: 'less than nothing', own: { minimum: yen(-1) }, problems: ['minimum'] },
    { name: 'an empty limit', own: { refundTwo: null }, problems: ['refundTwo'] },
    { name: 'a period of days that is none', own: { returnPeriodDays: '' }, problems: ['returnPeriodDays'] },
    { name: 'a period that is too long', own: { returnPeriodDays: 31 }, problems: ['returnPeriodDays'] },
    { name: 'an empty price list', own: { tables: [NEW_TABLE] }, problems: ['tables.0'] },
  ])('$name does not fit', ({ own, problems }) => {
    expect(readRules({ ...draftOf(rules), ...own })).toEqual({ rules: null, problems })
  })

  it.each([
    { name: 'no day', lists: [table(null, [band(0, [0, 0, 0])])], problems: ['tables.0'] },
    {
      name: 'a band that is not filled in',
      lists: [table('2026-11-01', [band(0, [0, 0, 0]), band(null, [0, 0, 0])])],
      problems: ['tables.0'],
    },
    { name: 'a first band above nought', lists: [table('2026-11-01', [band(1, [0, 0, 0])])], problems: ['tables.0'] },
    { name: 'bands that do not rise', lists: [table('2026-11-01', [band(0, [0, 0, 0]), band(0, [1, 1, 1])])], problems: ['tables.0'] },
    { name: 'a fee that falls', lists: [table('2026-11-01', [band(0, [0, 5, 5]), band(9, [0, 4, 6])])], problems: ['tables.0'] },
    {
      name: 'two from one day',
      lists: [table('2026-11-01', [band(0, [0, 0, 0])]), table('2026-11-01', [band(0, [1, 1, 1])])],
      problems: ['tables.0', 'tables.1'],
    },
  ])('a price list with $name does not fit', ({ lists, problems }) => {
    expect(readRules({ ...draftOf(rules), tables: lists })).toEqual({ rules: null, problems })
  })
})
