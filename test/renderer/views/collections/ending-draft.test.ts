import { describe, expect, it } from 'vitest'
import { CollectionOutcome } from '../../../../src/preload/contract/collection'
import type { CollectionException } from '../../../../src/preload/contract/collections'
import { businessDate } from '../../../../src/preload/contract/date'
import { CollectionLineId, MerchantId, OrderId } from '../../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { OrderRow } from '../../../../src/preload/contract/orders'
import {
  causeOf,
  type EndingDraft,
  endingOf,
  NO_ENDING,
  onlyWay,
  overOpen,
  ownProblem,
  waysOf,
} from '../../../../src/renderer/views/collections/ending-draft'
import { storyOf } from '../../../../src/renderer/views/collections/stories'

const lineId = CollectionLineId.parse(12)
const amount = PositiveYen.parse(10_605)
const order: CollectionException['order'] = {
  id: OrderId.parse(5),
  orderNumber: 'A-57',
  merchantId: MerchantId.parse(1),
  merchantName: 'さくら書房',
  payerName: '山田太郎',
  amount,
  method: 'convenience_store',
  payment: 'paid',
  slipAmount: amount,
}
/** Another order that a clerk has found. */
const chosen = {
  ...{
    id: 9,
    merchantId: 1,
    merchantName: 'さくら書房',
    orderNumber: 'A-58',
    receivedOn: '2026-11-01',
    goods: '本',
    method: 'convenience_store',
  },
  ...{
    status: 'unpaid',
    protection: 'none',
    amount,
    paidAmount: 0,
    payerName: '山田花子',
    payerKana: 'ヤマダ ハナコ',
    dueOn: null,
    paidOn: null,
  },
  ...{ payoutOn: null, note: '', version: 1 },
}

const first = { amount, paidOn: businessDate('2026-11-18'), fileName: 'a.csv', orderId: null, orderNumber: null, isAsked: false }

describe('how a collection may end', () => {
  it.each([
    { holdsMoney: true, of: order, mayRefund: true, ways: ['own', 'other', 'refund'] },
    { holdsMoney: true, of: order, mayRefund: false, ways: ['own', 'other'] },
    { holdsMoney: true, of: null, mayRefund: true, ways: ['other', 'refund'] },
    { holdsMoney: true, of: null, mayRefund: false, ways: ['other'] },
    { holdsMoney: false, of: order, mayRefund: true, ways: ['note'] },
    { holdsMoney: false, of: null, mayRefund: false, ways: ['note'] },
    { holdsMoney: false, of: order, mayRefund: true, contradicts: first, ways: ['keep', 'replace'] },
  ])(
    'money $holdsMoney, an order $of.orderNumber, may refund $mayRefund: $ways',
    ({ holdsMoney, of, mayRefund, contradicts = null, ways }) => {
      expect(waysOf({ holdsMoney, order: of, contradicts }, mayRefund)).toEqual(ways)
      expect(onlyWay(waysOf({ holdsMoney, order: of, contradicts }, mayRefund))).toBe(ways.length > 1 ? null : ways[0])
    },
  )

  const less = PositiveYen.parse(amount - 1)
  const more = PositiveYen.parse(amount + 1)
  it.each([
    { outcome: 'duplicate', of: order, cause: 'duplicate' },
    { outcome: 'late', of: order, cause: 'late' },
    { outcome: 'slip_withdrawn', of: order, cause: 'late' },
    { outcome: 'after_cancellation', of: order, cause: 'unknown' },
    { outcome: 'unknown_slip', of: null, cause: 'unknown' },
    { outcome: 'amount_differs', of: { ...order, slipAmount: less }, cause: 'over' },
    { outcome: 'amount_differs', of: { ...order, slipAmount: more }, cause: 'underpaid' },
  ] as const)('what is $outcome goes back as $cause', ({ outcome, of, cause }) => {
    expect(causeOf({ outcome, amount, order: of })).toBe(cause)
  })

  it.each<{ what: string; draft: EndingDraft; asked: unknown }>([
    { what: 'nothing chosen', draft: NO_ENDING, asked: null },
    { what: 'its own order', draft: { ...NO_ENDING, way: 'own' }, asked: { ending: 'apply', lineId, note: '' } },
    { what: 'a refund, which has its own form', draft: { ...NO_ENDING, way: 'refund', note: 'x' }, asked: null },
    { what: 'another order, not found yet', draft: { ...NO_ENDING, way: 'other' }, asked: null },
    { what: 'a note without words', draft: { ...NO_ENDING, way: 'note', note: '  ' }, asked: null },
    {
      what: 'a note',
      draft: { ...NO_ENDING, way: 'note', note: ' 代行会社に照会済 ' },
      asked: { ending: 'note', lineId, note: '代行会社に照会済' },
    },
  ])('$what asks for $asked', ({ draft, asked }) => {
    expect(endingOf({ lineId, amount }, draft)).toEqual(asked)
  })

  it.each([
    { what: 'asks for the same', change: { payment: 'expired' }, problem: null },
    { what: 'is paid as far as the store knows', change: { payment: 'paid_preliminary' }, problem: null },
    { what: 'is paid', change: { payment: 'paid' }, problem: 'paid' },
    { what: 'asks for another amount', change: { payment: 'unpaid', amount: PositiveYen.parse(12_000) }, problem: 'other_amount' },
  ])('its own order $what: $problem', ({ change, problem }) => {
    expect(ownProblem({ amount, order: { ...order, ...change } })).toBe(problem)
    expect(ownProblem({ amount, order: null })).toBeNull()
  })

  it.each([
    { paidAmount: 0, asked: { ending: 'apply', lineId, orderId: 9, note: '' } },
    { paidAmount: 1, asked: null },
  ])('another order of the same amount with $paidAmount paid is asked for: $asked', ({ paidAmount, asked }) => {
    const other = OrderRow.parse({ ...chosen, paidAmount })
    expect(endingOf({ lineId, amount }, { ...NO_ENDING, way: 'other', order: other })).toEqual(asked)
  })

  it.each([
    { amount: 12_000, paidAmount: 0, open: 12_000, difference: -1_395 },
    { amount: 12_000, paidAmount: 1_395, open: 10_605, difference: 0 },
    { amount: 12_000, paidAmount: 12_000, open: 0, difference: 10_605 },
  ])('an order of $amount with $paidAmount paid: $difference', ({ open, difference, ...of }) => {
    expect(overOpen(amount, { amount: PositiveYen.parse(of.amount), paidAmount: yen(of.paidAmount) })).toEqual({ open, difference })
  })
})

it('everything that waits has a story, and nothing that ended by itself', () => {
  expect(CollectionOutcome.options.filter((outcome) => storyOf(outcome) === null)).toEqual([
    'preliminary',
    'withdrawn',
    'paid',
    'superseded',
    'refused_at_door',
  ])
})
