import { describe, expect, it } from 'vitest'
import { allotmentStep } from '../../../src/main/services/allocating'
import { businessDate } from '../../../src/preload/contract/date'
import { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import type { Tracks } from '../../../src/preload/contract/orders'

const DAY = businessDate('2026-11-20')
const order = (tracks: Partial<Tracks> = {}, paid = 0) => ({
  id: OrderId.parse(1),
  merchantId: MerchantId.parse(1),
  orderNumber: 'A1',
  amount: yen(1000),
  paidAmount: yen(paid),
  paidOn: null,
  lastValueOn: null,
  version: 4,
  tracks: { acceptance: 'none', payment: 'unpaid', protection: 'none', disbursement: 'none', ...tracks } as const,
})

describe('what an allotment does to its order', () => {
  const cases: {
    name: string
    tracks?: Partial<Tracks>
    paid?: number
    amount: number
    byHand?: boolean
    events: string[]
    payment: string
    paidOn: string | null
  }[] = [
    { name: 'all of it', amount: 1000, events: ['allocated_in_full'], payment: 'paid', paidOn: DAY },
    { name: 'a part', amount: 400, events: ['allocated_in_part'], payment: 'partially_paid', paidOn: null },
    {
      name: 'another part',
      tracks: { payment: 'partially_paid' },
      paid: 400,
      amount: 500,
      events: ['allocated_in_part'],
      payment: 'partially_paid',
      paidOn: null,
    },
    {
      name: 'the rest',
      tracks: { payment: 'partially_paid' },
      paid: 400,
      amount: 600,
      events: ['allocated_in_full'],
      payment: 'paid',
      paidOn: DAY,
    },
    {
      name: 'late money, by hand',
      tracks: { payment: 'expired' },
      amount: 1000,
      byHand: true,
      events: ['reopened', 'allocated_in_full'],
      payment: 'paid',
      paidOn: DAY,
    },
    {
      name: 'late money in part, by hand',
      tracks: { payment: 'expired' },
      amount: 1,
      byHand: true,
      events: ['reopened', 'allocated_in_part'],
      payment: 'partially_paid',
      paidOn: null,
    },
  ]
  it.each(cases)('$name', ({ tracks, paid, amount, byHand = false, events, payment, paidOn }) => {
    const step = allotmentStep(order(tracks, paid), yen(amount), DAY, byHand)
    expect(step).toMatchObject({
      ok: true,
      value: { events, state: { paidAmount: (paid ?? 0) + amount, paidOn, version: 5, tracks: { payment } } },
    })
  })

  it('holds protected money, and makes unprotected money releasable', () => {
    expect(allotmentStep(order({ protection: 'wished' }), yen(1000), DAY, false)).toMatchObject({
      value: { state: { tracks: { protection: 'open', disbursement: 'none' } } },
    })
    expect(allotmentStep(order(), yen(1000), DAY, false)).toMatchObject({
      value: { state: { tracks: { protection: 'none', disbursement: 'releasable' } } },
    })
  })
})

describe('what it refuses', () => {
  const notOpen = { refusal: 'order_not_open', orderNumber: 'A1' }
  const cases: [name: string, tracks: Partial<Tracks>, paid: number, amount: number, byHand: boolean, refusal: object][] = [
    ['more than is open', {}, 0, 1001, true, { refusal: 'exceeds_order', orderNumber: 'A1', open: 1000 }],
    ['more than is left', { payment: 'partially_paid' }, 700, 301, true, { refusal: 'exceeds_order', orderNumber: 'A1', open: 300 }],
    ['an order that is paid', { payment: 'paid' }, 1000, 1, true, notOpen],
    ['an order that is cancelled', { payment: 'cancelled' }, 0, 1000, true, notOpen],
    ['an expired order, where nobody decides', { payment: 'expired' }, 0, 1000, false, notOpen],
    ['an order that waits for a card company', { payment: 'authorized' }, 0, 1000, true, notOpen],
  ]
  it.each(cases)('%s', (_name, tracks, paid, amount, byHand, refusal) => {
    expect(allotmentStep(order(tracks, paid), yen(amount), DAY, byHand)).toEqual({ ok: false, refusal })
  })
})
