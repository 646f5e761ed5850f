import { describe, expect, it } from 'vitest'
import { CollectionOutcome } from '../../../../src/preload/contract/collection'
import type { CollectionException } from '../../../../src/preload/contract/collections'
import { CollectionLineId, MerchantId, OrderId } from '../../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { type EndingDraft, endingOf, NO_ENDING, overOpen, waysOf } from '../../../../src/renderer/views/collections/ending-draft'
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

describe('how a collection may end', () => {
  it.each([
    { holdsMoney: true, of: order, ways: ['own', 'other', 'note'] },
    { holdsMoney: true, of: null, ways: ['other', 'note'] },
    { holdsMoney: false, of: order, ways: ['note'] },
    { holdsMoney: false, of: null, ways: ['note'] },
  ])('money $holdsMoney, an order $of.orderNumber: $ways', ({ holdsMoney, of, ways }) => {
    expect(waysOf({ holdsMoney, order: of })).toEqual(ways)
  })

  it.each<{ what: string; draft: EndingDraft; asked: unknown }>([
    { what: 'nothing chosen', draft: NO_ENDING, asked: null },
    { what: 'its own order', draft: { ...NO_ENDING, way: 'own' }, asked: { ending: 'apply', lineId, note: '' } },
    { what: 'another order, not found yet', draft: { ...NO_ENDING, way: 'other' }, asked: null },
    { what: 'a note without words', draft: { ...NO_ENDING, way: 'note', note: '  ' }, asked: null },
    {
      what: 'a note',
      draft: { ...NO_ENDING, way: 'note', note: ' 代行会社に照会済 ' },
      asked: { ending: 'note', lineId, note: '代行会社に照会済' },
    },
  ])('$what asks for $asked', ({ draft, asked }) => {
    expect(endingOf({ lineId }, draft)).toEqual(asked)
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
  ])
})
