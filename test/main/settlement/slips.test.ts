import { describe, expect, it, test } from 'vitest'
import {
  isPayable,
  lastDayProblem,
  nextReferences,
  nextReissue,
  readSlipNumber,
  referenceWidth,
  slipAmount,
  slipNumber,
  slipStanding,
} from '../../../src/main/settlement/slips'
import { needsStamp } from '../../../src/main/settlement/stamp-duty'
import { businessDate } from '../../../src/preload/contract/date'
import { yen } from '../../../src/preload/contract/money'
import type { Tracks } from '../../../src/preload/contract/orders'

describe('the amount of a slip', () => {
  test.each([
    [0, null, false],
    [1, 1, false],
    [49_999, 49_999, false],
    [50_000, 50_000, true],
    [300_000, 300_000, true],
    [300_001, null, true],
  ])('%d yen can be asked for as %s; a stamp is due: %s', (amount, asked, stamp) => {
    expect(slipAmount(yen(amount))).toBe(asked)
    expect(needsStamp(yen(amount))).toBe(stamp)
  })
})

describe('numbers', () => {
  test.each([
    ['25207', null, 1, ['0000000000000001']],
    ['25207', '0000000000000009', 2, ['0000000000000010', '0000000000000011']],
    ['1234567890', '00000000099', 1, ['00000000100']],
    ['1', '00012345678901234567', 1, ['00012345678901234568']],
  ])('after %s %s come %d more', (companyCode, last, count, references) => {
    expect(nextReferences(last, referenceWidth({ companyCode }), count)).toEqual(references)
  })

  it('ends where its place is full', () => {
    expect(() => nextReferences('99999999999', referenceWidth({ companyCode: '1234567890' }), 1)).toThrow(
      'no reference of 11 digits is left',
    )
  })

  it.each([
    ['0000000000000012-3', { reference: '0000000000000012', reissue: 3 }],
    ['12-3', { reference: '0000000000000012', reissue: 3 }],
    ['１２－３', { reference: '0000000000000012', reissue: 3 }],
    [' 12 – 3 ', { reference: '0000000000000012', reissue: 3 }],
    ['12', null],
    ['12-34', null],
    ['00000000000000012-3', null],
    ['a-0', null],
    ['', null],
  ])('%j is read back as a person types it', (typed, read) => {
    expect(readSlipNumber(typed, 16)).toEqual(read)
  })
  it('is issued anew nine times', () => {
    expect([0, 8, 9].map(nextReissue)).toEqual([1, 9, null])
    expect(slipNumber({ reference: '0000000000000012', reissue: 3 })).toBe('0000000000000012-3')
  })
})

test.each<[string, Partial<Tracks>, string]>([
  ['2026-11-20', {}, 'payable'],
  ['2026-11-20', { acceptance: 'accepted' }, 'payable'],
  ['2026-11-20', { acceptance: 'awaiting' }, 'not_yet'],
  ['2026-11-19', {}, 'day_over'],
  ['2026-11-19', { payment: 'paid' }, 'paid'],
  ['2026-11-20', { payment: 'paid_preliminary' }, 'paid'],
  ['2026-11-20', { payment: 'expired' }, 'order_over'],
  ['2026-11-20', { payment: 'cancelled' }, 'order_over'],
])('on 2026-11-20 a slip until %s of an order that is %o is %s', (dueOn, own, standing) => {
  const tracks: Tracks = { acceptance: 'none', payment: 'unpaid', protection: 'none', disbursement: 'none', ...own }
  expect(slipStanding({ dueOn: businessDate(dueOn) }, tracks, businessDate('2026-11-20'))).toBe(standing)
})

test.each([
  ['2026-11-19', 'has_passed'],
  ['2026-11-20', null],
  ['2027-11-20', null],
  ['2027-11-21', 'too_far'],
])('on 2026-11-20 the last day %s is %s', (day, problem) => {
  expect(lastDayProblem(businessDate(day), businessDate('2026-11-20'), businessDate('2027-11-20'))).toBe(problem)
})

test.each([
  ['none', 'unpaid', true],
  ['accepted', 'unpaid', true],
  ['awaiting', 'unpaid', false],
  ['none', 'paid_preliminary', false],
  ['none', 'expired', false],
] as const)('an order that stands at %s and %s is paid with a slip: %s', (acceptance, payment, is) => {
  expect(isPayable({ acceptance, payment, protection: 'none', disbursement: 'none' })).toBe(is)
})
