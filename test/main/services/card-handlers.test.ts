import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CardPaymentId } from '../../../src/preload/contract/ids'
import type { ParsedInputOf } from '../../../src/preload/contract/methods'
import { type CardClerks, openCardClerks } from '../../support/card-desk'
import { openTestCards, type TestCards } from '../../support/cards'
import { refusalOf } from '../../support/desk'
import { valueIn } from '../../support/ledger'
import { brokenPromises } from '../../support/verified'

/* Cards at the desk: lists of what is authorised, captured, unknown or troubled; and what a clerk does of it. */

let test: TestCards
let desk: CardClerks
beforeEach(async () => {
  test = await openTestCards()
  desk = await openCardClerks(test)
})
afterEach(async () => {
  expect(await brokenPromises(test.ledger)).toEqual([])
  await test.cleanup()
})

const DAY = 24 * 60 * 60_000
const list = async (
  filter: ParsedInputOf<'card.payments'>['filter'] = {},
  size = 100,
  cursor: ParsedInputOf<'card.payments'>['cursor'] = null,
) => valueIn(await desk.handlers['card.payments'](desk.clerk, { filter, cursor, size }))
const numbers = async (filter: ParsedInputOf<'card.payments'>['filter']) => (await list(filter)).rows.map(({ reference }) => reference)
const seen = async (orderId: Parameters<typeof test.payment>[0]) => {
  const { id, version } = await test.payment(orderId)
  return { id, version }
}

describe('the list', () => {
  it('shows what is authorised by when it ends, what was captured, what nobody knows, and what is troubled', async () => {
    const late = await test.authorized()
    test.clock.advance(-5 * DAY)
    const soon = await test.authorized()
    const captured = await test.captured()
    test.company.fault('capture', 'answer_lost')
    const unknown = await test.captured()
    test.company.fault('void', 'refused')
    const troubled = await test.authorized()
    valueIn(await test.orders.cancel(test.shop, troubled.order.order.orderNumber, '在庫がない'))
    await test.round()
    expect(await numbers({ standing: 'authorized' })).toEqual([soon, unknown, troubled, late].map(({ reference }) => reference))
    expect(await numbers({ standing: 'captured' })).toEqual([captured.reference])
    expect(await numbers({ standing: 'unknown' })).toEqual([unknown.reference])
    expect(await numbers({ standing: 'troubled' })).toEqual([troubled.reference])
    expect(await numbers({ endsBy: '2026-12-15' as never })).toHaveLength(3)
    expect(await numbers({ orderId: soon.order.orderId })).toEqual([soon.reference])
    expect(await numbers({ merchantId: (await test.merchant()).merchantId })).toEqual([])
    expect((await list()).matching).toEqual({ count: 5, capped: false })
  })

  it('is told page by page, whatever its order', async () => {
    for (let made = 0; made < 3; made += 1) await test.authorized()
    for (const filter of [{}, { standing: 'authorized' as const }]) {
      const first = await list(filter, 2)
      const second = await list(filter, 2, first.next)
      expect([first.rows.length, second.rows.length, second.next]).toEqual([2, 1, null])
      expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(3)
    }
    expect(refusalOf(await desk.handlers['card.payments'](desk.clerk, { filter: {}, cursor: 'x' as never, size: 2 }))).toMatchObject({
      refusal: 'invalid_input',
    })
  })
})

describe('one payment', () => {
  it('is shown with everything that was asked of it', async () => {
    const { order, reference } = await test.captured()
    await desk.refund(order.orderId)
    await test.round()
    const { id } = await test.payment(order.orderId)
    expect(valueIn(await desk.handlers['card.payment'](desk.clerk, { id }))).toMatchObject({
      ...{ reference, state: 'captured', payment: 'captured', brand: 'visa', last4: '4242', threeDSecure: 'Y', approvalCode: '123456' },
      ...{ captured: 2_400, refunded: 2_400, transferOn: '2026-12-15' },
      acts: [
        { kind: 'capture', outcome: 'told', amount: 2_400 },
        { kind: 'refund', outcome: 'told', amount: 2_400 },
      ],
    })
    const nobody = CardPaymentId.parse(1)
    for (const method of ['card.payment', 'card.look'] as const)
      expect(refusalOf(await desk.handlers[method](desk.clerk, { id: nobody }))).toEqual({ refusal: 'not_found', what: 'card_payment' })
  })
})

describe('a clerk', () => {
  it('captures as a merchant has told by telephone, at once', async () => {
    const { order } = await test.authorized()
    const before = await seen(order.orderId)
    expect(valueIn(await desk.handlers['card.capture'](desk.clerk, before))).toMatchObject({ state: 'captured', payment: 'captured' })
    expect(refusalOf(await desk.handlers['card.capture'](desk.clerk, before))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await desk.handlers['card.capture'](desk.clerk, await seen(order.orderId)))).toMatchObject({
      refusal: 'order_step_refused',
      from: 'captured',
    })
    expect(refusalOf(await desk.handlers['card.capture'](desk.clerk, { id: CardPaymentId.parse(1), version: 1 }))).toMatchObject({
      refusal: 'not_found',
    })
  })

  it('lets an authorisation go, and with it the order', async () => {
    const { order, reference } = await test.authorized()
    const wish = { ...(await seen(order.orderId)), reason: '加盟店の依頼' }
    expect(refusalOf(await desk.handlers['card.void'](desk.clerk, { ...wish, reason: '4242 4242 4242 4242' }))).toMatchObject({
      refusal: 'invalid_input',
    })
    expect(valueIn(await desk.handlers['card.void'](desk.clerk, wish))).toMatchObject({ state: 'voided', payment: 'cancelled' })
    expect(test.company.trade(reference).state).toBe('voided')
  })

  it('looks, and what the company says is taken in', async () => {
    const { order, reference } = await test.chosen()
    test.company.type(reference)
    const { id } = await test.payment(order.orderId)
    expect(valueIn(await desk.handlers['card.look'](desk.clerk, { id }))).toMatchObject({ state: 'authorized', payment: 'authorized' })
    test.company.fault('look', 'question_lost')
    expect(refusalOf(await desk.handlers['card.look'](desk.clerk, { id }))).toEqual({ refusal: 'gateway_off', gateway: 'card' })
  })
})
