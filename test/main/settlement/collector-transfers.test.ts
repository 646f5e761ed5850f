import { describe, expect, it } from 'vitest'
import {
  type CollectorContract,
  collectorFee,
  expectedTransfer,
  type OwedOn,
  transfersOf,
} from '../../../src/main/settlement/collector-transfers'
import { businessDate } from '../../../src/preload/contract/date'
import { PositiveYen, yen } from '../../../src/preload/contract/money'

const fee = (upTo: number | null, amount: number) => ({ upTo: upTo === null ? null : PositiveYen.parse(upTo), fee: yen(amount) })
const banded: CollectorContract = {
  fees: { kind: 'bands', bands: [fee(10_000, 130), fee(50_000, 160)] },
  isTaxed: true,
  taxRounding: 'down',
}
const rated: CollectorContract = { fees: { kind: 'rate', basisPoints: 325, rounding: 'down' }, isTaxed: false, taxRounding: 'down' }

const owed = (day: string, amounts: readonly number[], deductions = 0, isSettled = false): OwedOn => ({
  ...{ transferOn: businessDate(day), deductions: yen(deductions), isSettled },
  collections: amounts.map((amount) => ({ amount: yen(amount), needsStamp: false, isWithdrawn: false, count: 1 })),
})

describe('what a collector keeps of one collection', () => {
  it.each<[string, number, CollectorContract, number]>([
    ['at the end of a band', 10_000, banded, 130],
    ['a yen above it', 10_001, banded, 160],
    ['above the last band: nothing was agreed', 50_001, banded, 0],
    ['a part, rounded each time', 999, rated, 32],
    ['a part of a large amount', 1_000_000, rated, 32_500],
  ])('%s', (_what, amount, { fees }, expected) => {
    expect(collectorFee(yen(amount), fees)).toBe(expected)
  })
})

describe('a transfer', () => {
  it('is gross less what is taken back, the fees of what was collected, and their tax', () => {
    expect(expectedTransfer(owed('2026-11-30', [10_000, 20_000], 5_000), banded)).toEqual({
      ...{ gross: 30_000, deductions: 5_000, fees: 290, tax: 29, stampDuty: 0, net: 24_681 },
    })
  })

  it('keeps nothing of what its collector has withdrawn: neither fee nor stamp', () => {
    const stamped = { amount: yen(60_000), needsStamp: true, count: 1 }
    const collections = [
      { ...stamped, isWithdrawn: true },
      { ...stamped, amount: yen(10_000), isWithdrawn: false },
    ]
    const day = { transferOn: businessDate('2026-11-30'), deductions: yen(60_000), collections }
    expect(expectedTransfer(day, banded)).toEqual({
      ...{ gross: 70_000, deductions: 60_000, fees: 130, tax: 13, stampDuty: 200, net: 9_657 },
    })
  })

  it('has no tax on fees that are exempt', () => {
    expect(expectedTransfer(owed('2026-11-30', [10_000]), rated)).toMatchObject({ fees: 325, tax: 0, net: 9_675 })
  })
})

describe('the transfers of a collector', () => {
  const day = (transfer: { from: string; transferOn: string; net: number }) => [transfer.from, transfer.transferOn, transfer.net]

  it.each<[string, OwedOn[], [string, string, number][]]>([
    [
      'one a day, in the order of days',
      [owed('2026-12-02', [200]), owed('2026-12-01', [100])],
      [
        ['2026-12-01', '2026-12-01', 97],
        ['2026-12-02', '2026-12-02', 194],
      ],
    ],
    [
      'a day that takes back more goes into the next',
      [owed('2026-12-01', [100], 500), owed('2026-12-02', [1_000])],
      [['2026-12-01', '2026-12-02', 565]],
    ],
    ['and into none while none follows', [owed('2026-12-01', [100], 500)], [['2026-12-01', '2026-12-01', -403]]],
    ['a day that takes back alone', [owed('2026-12-01', [], 500)], [['2026-12-01', '2026-12-01', -500]]],
    ['what is given back comes by itself', [owed('2026-12-01', [], -500)], [['2026-12-01', '2026-12-01', 500]]],
    [
      'a day that was cleared goes into the next',
      [owed('2026-12-01', [100], 0, true), owed('2026-12-02', [200])],
      [['2026-12-01', '2026-12-02', 291]],
    ],
    ['and stands alone while none follows', [owed('2026-12-01', [100], 0, true)], [['2026-12-01', '2026-12-01', 97]]],
    ['none where nothing is owed', [], []],
  ])('%s', (_what, days, expected) => {
    expect(transfersOf(days, rated).map(day)).toEqual(expected)
  })
})
