import { describe, expect, it } from 'vitest'
import { approversFor, neededToUndo, refundableOf, refundWay, restOf } from '../../../src/main/settlement/refundable'
import { PaymentMethod } from '../../../src/preload/contract/merchants'
import { yen } from '../../../src/preload/contract/money'
import type { Tracks } from '../../../src/preload/contract/orders'

const tracks = (own: Partial<Tracks>): Tracks => ({ acceptance: 'none', payment: 'paid', protection: 'none', disbursement: 'none', ...own })
const order = (own: Partial<Tracks>, money: { released?: number; refunded?: number[] } = {}) => ({
  tracks: tracks(own),
  paidAmount: yen(5_500),
  releasedAmount: yen(money.released ?? 0),
  refunded: (money.refunded ?? []).map(yen),
})

describe('what may go back of an order', () => {
  const cases: [name: string, own: Partial<Tracks>, money: { released?: number; refunded?: number[] }, found: object][] = [
    ['held, the refund is due', { protection: 'refund_due' }, {}, { kind: 'order', most: 5_500, pocket: 'held_for_payers' }],
    [
      'held, part of it the merchant’s by a decision',
      { protection: 'refund_due' },
      { released: 2_000 },
      { most: 3_500, pocket: 'held_for_payers' },
    ],
    ['releasable, at the merchant’s wish', { disbursement: 'releasable' }, {}, { kind: 'order', most: 5_500, pocket: 'merchant_payable' }],
    ['the window is still open', { protection: 'open' }, {}, { kind: 'order', pocket: 'held_for_payers' }],
    [
      'captured, whether or not its company has paid',
      { payment: 'captured' },
      {},
      { kind: 'order', most: 5_500, pocket: 'merchant_payable' },
    ],
    ['paid in part only', { payment: 'partially_paid' }, {}, { kind: 'order', most: 5_500, pocket: 'merchant_payable' }],
    [
      'settled: the merchant owes',
      { disbursement: 'settled' },
      {},
      { kind: 'after_settlement', most: 5_500, pocket: 'merchant_receivable' },
    ],
    ['settled and refunded in part', { disbursement: 'settled' }, { refunded: [1_000, 500] }, { kind: 'after_settlement', most: 4_000 }],
    [
      'refunded in part: the rest was left to the merchant',
      { disbursement: 'partly_refunded' },
      { refunded: [1_000] },
      { kind: 'after_settlement', most: 4_500 },
    ],
  ]
  it.each(cases)('%s', (_name, own, money, found) => expect(refundableOf(order(own, money))).toMatchObject({ ok: true, ...found }))

  const refused: [Partial<Tracks>, object][] = [
    [{ payment: 'unpaid' }, { why: 'step', track: 'payment', from: 'unpaid' }],
    [{ payment: 'authorized' }, { why: 'step', track: 'payment' }],
    [{ protection: 'contested' }, { why: 'step', track: 'protection', from: 'contested' }],
    [{ protection: 'return_wanted' }, { why: 'step', track: 'protection' }],
    [{ disbursement: 'in_payout' }, { why: 'step', track: 'disbursement', from: 'in_payout' }],
    [{ disbursement: 'refund_requested' }, { why: 'step', track: 'disbursement' }],
    [{ disbursement: 'in_refund' }, { why: 'step', track: 'disbursement' }],
    [{ disbursement: 'refund_returned' }, { why: 'step', track: 'disbursement' }],
  ]
  it.each(refused)('is nothing for %o', (own, found) => expect(refundableOf(order(own))).toMatchObject({ ok: false, ...found }))
  it('is nothing once all of it has gone back', () =>
    expect(refundableOf(order({ disbursement: 'settled' }, { refunded: [5_500] }))).toEqual({ ok: false, why: 'nothing_left' }))
})

it.each([
  [5_500, 0, 5_500, 0],
  [5_500, 0, 1_000, 4_500],
  [5_500, 2_000, 3_500, 0],
  [5_500, 2_000, 3_000, 500],
])('of %d paid and %d released, %d refunded leaves the merchant %d', (paid, released, amount, rest) =>
  expect(restOf({ paidAmount: yen(paid), releasedAmount: yen(released) }, yen(amount))).toBe(rest),
)

describe('who must agree', () => {
  const limits = { alone: yen(10_000), two: yen(1_000_000) }
  it.each([
    [10_000, false, 0],
    [10_001, false, 1],
    [1, true, 1],
    [1_000_000, false, 1],
    [1_000_001, false, 2],
    [1_000_001, true, 2],
  ])('%d yen, always %s: %d', (amount, always, needed) => expect(approversFor(yen(amount), limits, always)).toBe(needed))
})

describe('who agrees to undoing clearings', () => {
  const alone = { amount: yen(1_000), days: 30 }
  const settling = { alone: yen(100), two: yen(5_000) }
  it.each([
    [1_000, 30, false, 0, 'none'],
    [1_001, 0, false, 1, 'above_limit'],
    [1, 31, false, 1, 'above_age'],
    [1_001, 31, false, 1, 'above_limit'],
    [1, 0, true, 1, 'after_close'],
  ] as const)('%d yen of %d days ago, a day closed %s: %d', (amount, days, afterClose, needed, why) =>
    expect(neededToUndo({ amount: yen(amount), days, afterClose, differences: [] }, alone, settling)).toEqual({ needed, why }),
  )
  it.each([
    { differences: [[100, 0]], afterClose: false, needed: 0, why: 'none' },
    {
      differences: [
        [60, 0],
        [60, 0],
      ],
      afterClose: false,
      needed: 1,
      why: 'above_limit',
    },
    { differences: [[1, 1]], afterClose: false, needed: 1, why: 'above_limit' },
    { differences: [[1, 1]], afterClose: true, needed: 1, why: 'after_close' },
    { differences: [[1, 2]], afterClose: true, needed: 2, why: 'above_second_limit' },
    { differences: [[5_001, 0]], afterClose: false, needed: 2, why: 'above_second_limit' },
  ] as const)(
    'as many as $differences (amount, agreed to by) need, a day closed $afterClose: $needed',
    ({ differences, afterClose, ...expected }) =>
      expect(
        neededToUndo(
          { amount: yen(1), days: 0, afterClose, differences: differences.map(([amount, agreed]) => ({ amount: yen(amount), agreed })) },
          alone,
          settling,
        ),
      ).toEqual(expected),
  )
})

it('what was paid by card goes back by its company, all else by a transfer', () => {
  for (const method of PaymentMethod.options) expect(refundWay(method)).toBe(method === 'card' ? 'company' : 'transfer')
  expect(refundWay(null)).toBe('transfer')
})
