import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCards, type TestCards } from '../../support/cards'
import { brokenPromises } from '../../support/verified'

/* Cards (クレジットカード): chosen, authorised, captured, owed; and every way that goes wrong. */

let test: TestCards
beforeEach(async () => {
  test = await openTestCards()
})
afterEach(async () => {
  expect(await brokenPromises(test.ledger)).toEqual([])
  await test.cleanup()
})

describe('a payer who chooses a card', () => {
  it('is led to the company’s form, comes back authorised, and once the goods are on their way the company owes', async () => {
    const { order, reference } = await test.chosen()
    expect(test.look(order.orderId).tracks.payment).toBe('decision_asked')
    await test.finish(order)
    expect(test.look(order.orderId).tracks.payment).toBe('authorized')
    expect((await test.payment(order.orderId)).state).toBe('authorized')
    await test.orders.capture(test.shop, order.order.orderNumber)
    expect(test.look(order.orderId).tracks.payment).toBe('capture_requested')
    await test.round()
    expect(test.look(order.orderId).tracks).toMatchObject({ payment: 'captured', disbursement: 'none' })
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
    expect(test.company.trade(reference)).toMatchObject({ state: 'captured', captured: 2_400 })
  })
})
