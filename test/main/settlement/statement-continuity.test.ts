import { describe, expect, it } from 'vitest'
import {
  findGap,
  findGaps,
  findNumberGap,
  findNumberGaps,
  type Gap,
  type StatementSpan,
  wholeTo,
} from '../../../src/main/settlement/statement-continuity'
import { businessDate } from '../../../src/preload/contract/date'
import { yen } from '../../../src/preload/contract/money'
import type { StatementFormat } from '../../../src/preload/contract/statement'

const holidays = new Set(['2026-11-23'])
const account = { openedOn: businessDate('2026-11-16'), openingBalance: yen(1000) }

function span(from: string, to: string, opening: number | null, closing: number | null, whole = to): StatementSpan {
  const balance = (amount: number | null) => (amount === null ? null : yen(amount))
  return {
    from: businessDate(from),
    to: businessDate(to),
    wholeTo: businessDate(whole),
    opening: balance(opening),
    closing: balance(closing),
  }
}
const gap = (from: string, to: string, difference: number | null): Gap => ({
  from: businessDate(from),
  to: businessDate(to),
  difference: difference === null ? null : yen(difference),
})

// 2026-11-16 is a Monday; 21 and 22 are a weekend, 23 a holiday
const monday = span('2026-11-16', '2026-11-16', 1000, 1500)
const friday = span('2026-11-17', '2026-11-20', 1500, 1800)

describe('the hole before a statement', () => {
  const cases: [string, StatementSpan[], StatementSpan, Gap | null][] = [
    ['the first one, from the balance taken in', [], monday, null],
    ['the first one, from another balance', [], span('2026-11-16', '2026-11-16', 900, 900), gap('2026-11-15', '2026-11-16', -100)],
    ['the first one, a day late', [], span('2026-11-17', '2026-11-17', 1000, 1000), null],
    ['the next day', [monday], friday, null],
    ['the next day, another balance', [monday], span('2026-11-17', '2026-11-17', 1400, 1400), gap('2026-11-16', '2026-11-17', -100)],
    ['a day is missing', [monday], span('2026-11-18', '2026-11-18', 1700, 1700), gap('2026-11-17', '2026-11-17', 200)],
    ['a day is missing on which nothing moved', [monday], span('2026-11-18', '2026-11-18', 1500, 1500), null],
    ['a weekend and a holiday', [monday, friday], span('2026-11-24', '2026-11-24', 1800, 1900), null],
    [
      'a weekend over which money moved',
      [monday, friday],
      span('2026-11-24', '2026-11-24', 1850, 1900),
      gap('2026-11-21', '2026-11-23', 50),
    ],
    ['a weekend and a day', [monday, friday], span('2026-11-25', '2026-11-25', 1800, 1800), null],
    ['balances the bank does not tell', [span('2026-11-16', '2026-11-20', null, null)], span('2026-11-24', '2026-11-24', null, null), null],
    [
      'the same, and a day is missing',
      [span('2026-11-16', '2026-11-16', null, null)],
      span('2026-11-18', '2026-11-18', 5, 5),
      gap('2026-11-17', '2026-11-17', null),
    ],
    ['days that are in already', [monday, friday], span('2026-11-19', '2026-11-21', 1, 2), null],
    [
      'the missing one comes after the later one',
      [monday, span('2026-11-18', '2026-11-20', 1700, 1800)],
      span('2026-11-17', '2026-11-17', 1500, 1700),
      null,
    ],
  ]
  it.each(cases)('%s', (_, covered, next, expected) => {
    expect(findGap(account, covered, next, holidays)).toEqual(expected)
    expect(findGap(account, covered.toReversed(), next, holidays)).toEqual(expected)
  })

  it('without a calendar of holidays a holiday is a day like others', () => {
    const untold = span('2026-11-24', '2026-11-24', null, null)
    expect(findGap(account, [monday, friday], untold, holidays)).toBeNull()
    expect(findGap(account, [monday, friday], untold)).toEqual(gap('2026-11-21', '2026-11-23', null))
  })
})

describe('all holes of an account', () => {
  const untilThursday = [monday, span('2026-11-17', '2026-11-18', 1500, 1500)]
  const cases: [string, StatementSpan[], Gap[]][] = [
    ['nothing is in', [], []],
    ['without a hole', [friday, monday], []],
    [
      'several',
      [span('2026-11-24', '2026-11-24', 1850, 1850), span('2026-11-17', '2026-11-20', 1500, 1800)],
      [gap('2026-11-16', '2026-11-16', 500), gap('2026-11-21', '2026-11-23', 50)],
    ],
    [
      'a long one over a short one',
      [span('2026-11-16', '2026-11-20', 1000, 1800), monday, span('2026-11-24', '2026-11-24', 1800, 1800)],
      [],
    ],
    [
      'the afternoon of a day told by noon',
      [...untilThursday, span('2026-11-19', '2026-11-19', null, null, '2026-11-18'), span('2026-11-20', '2026-11-20', null, null)],
      [gap('2026-11-19', '2026-11-19', null)],
    ],
    [
      'a day told by noon and again by night',
      [
        ...untilThursday,
        span('2026-11-19', '2026-11-19', null, null, '2026-11-18'),
        span('2026-11-19', '2026-11-19', null, null),
        span('2026-11-20', '2026-11-20', null, null),
      ],
      [],
    ],
    [
      'an afternoon after which the balances do not meet',
      [...untilThursday, span('2026-11-19', '2026-11-19', 1500, 1600, '2026-11-18'), span('2026-11-20', '2026-11-20', 1650, 1700)],
      [gap('2026-11-19', '2026-11-19', 50)],
    ],
    [
      'an afternoon after which they meet',
      [...untilThursday, span('2026-11-19', '2026-11-19', 1500, 1600, '2026-11-18'), span('2026-11-20', '2026-11-20', 1600, 1700)],
      [],
    ],
    [
      'a day before the one told by noon',
      [monday, span('2026-11-18', '2026-11-18', null, null, '2026-11-17')],
      [gap('2026-11-17', '2026-11-17', null)],
    ],
  ]
  it.each(cases)('%s', (_, covered, expected) => {
    expect(findGaps(account, covered, holidays)).toEqual(expected)
    expect(findGaps(account, covered.toReversed(), holidays)).toEqual(expected)
  })
})

describe('the bank’s own numbers of statements', () => {
  const span = (sequenceNumber: string | null, format: StatementFormat = 'camt.054', to = '2026-11-20') => ({
    ...{ sequenceNumber, format, to: businessDate(to) },
  })
  const cases: [string, ReturnType<typeof span>[], ReturnType<typeof span>, object | null][] = [
    ['the first', [], span('7'), null],
    ['the next', [span('7')], span('8'), null],
    ['the same again', [span('7')], span('7'), null],
    ['one is left out', [span('7')], span('9'), { last: '7', found: '9' }],
    ['one came late', [span('7'), span('8')], span('9'), null],
    ['they begin anew', [span('7')], span('1'), null],
    ['they are no numbers', [span('A-7')], span('A-9'), null],
    ['there are none', [span(null)], span(null), null],
    ['another format counts for itself', [span('7', 'camt.053')], span('9'), null],
  ]
  it.each(cases)('%s', (_, covered, next, gap) => expect(findNumberGap(covered, next)).toEqual(gap))

  const later = (number: string, day = '24') => span(number, 'camt.054', `2026-11-${day}`)
  const all: [string, ReturnType<typeof span>[], [last: string, found: string][]][] = [
    ['none is left out', [span('7'), later('8'), later('9')], []],
    ['one is left out', [span('7'), later('9')], [['7', '9']]],
    ['the one left out came late', [span('7'), later('9'), later('8')], []],
    ['of two left out one came late', [span('7'), later('10'), later('9')], [['7', '9']]],
    ['a new year’s numbers hide nothing', [span('8'), later('1'), later('7', '25'), later('8', '26')], [['1', '7']]],
    ['each format for itself', [span('7', 'camt.053'), later('9')], []],
    ['the same twice, and one without', [span('7'), span('7'), span(null), later('8')], []],
  ]
  it.each(all)('over all that is in: %s', (_, covered, expected) => {
    expect(findNumberGaps(covered).map(({ last, found }) => [last, found])).toEqual(expected)
    expect(findNumberGaps(covered.toReversed()).map(({ last, found }) => [last, found])).toEqual(expected)
  })
})

describe('the last day that is told wholly', () => {
  const DAY = '2026-11-20'
  const cases: [StatementFormat, made: string, closing: number | null, whole: string | null][] = [
    ['zengin-03', DAY, null, null],
    ['camt.053', DAY, null, null],
    ['camt.052', DAY, null, '2026-11-19'],
    ['camt.052', DAY, 0, null],
    ['camt.052', '2026-11-21', null, null],
    ['zengin-01', DAY, null, '2026-11-19'],
    ['camt.054', '2026-11-21', null, null],
    ['bank-csv', DAY, 1_000, '2026-11-19'],
    ['bank-csv', DAY, null, '2026-11-19'],
    ['bank-csv', '2026-11-21', 1_000, null],
  ]
  it.each(cases)('%s made on %s with a closing balance of %o', (format, made, closing, whole) => {
    const head = { format, to: businessDate(DAY), createdOn: businessDate(made), closing: closing === null ? null : yen(closing) }
    expect(wholeTo(head)).toBe(whole)
  })
})
