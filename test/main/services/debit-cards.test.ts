import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dueCardPayments } from '../../../src/main/ledger/card-payments'
import { gatewayOf } from '../../../src/main/ledger/gateways'
import { answerAsPayer } from '../../../src/main/services/protection'
import type { CardMethod } from '../../../src/preload/contract/cards'
import { businessDate } from '../../../src/preload/contract/date'
import { CardSettings, DebitCardSettings } from '../../../src/preload/contract/gateways'
import type { OrderId } from '../../../src/preload/contract/ids'
import { chargeback } from '../../support/card-company'
import { type CardClerks, openCardClerks } from '../../support/card-desk'
import { attendCards, openTestCards, RETURN_TO, settleCards, type TestCards } from '../../support/cards'
import { refusalOf } from '../../support/desk'
import { TESTER, valueIn } from '../../support/ledger'
import { PAYER_ACCOUNT } from '../../support/refunds'
import { brokenPromises } from '../../support/verified'

/* Debit cards (デビットカード): the balance is checked in the place of the authorisation (0084), and with the yes the money is taken at once. */

let test: TestCards
beforeEach(async () => {
  test = await openTestCards({ method: 'debit' })
})
afterEach(async () => {
  expect(await brokenPromises(test.ledger)).toEqual([])
  await test.cleanup()
})

const MINUTE = 60_000
const paymentOf = (orderId: OrderId) => test.look(orderId).tracks.payment
const noticesOf = (orderId: OrderId, name: RegExp) => test.look(orderId).notices.filter((notice) => name.test(notice))
const asked = (question: string) => test.company.heard.filter((heard) => heard.startsWith(question))
const choose = (orderId: OrderId, method: CardMethod | 'bank_transfer') =>
  test.choice.choose(TESTER, orderId, { method, protectionWished: false, returnTo: RETURN_TO })
const acts = () =>
  test.ledger.source.prepare<[], string>("select kind || ' ' || asked_by || ' ' || outcome from card_acts order by id").pluck().all()

it('settled by nobody otherwise, a card is captured at shipment and a debit card at once, and its network pays on the third business day', () => {
  expect(CardSettings.parse({ gateway: 'card' })).toMatchObject({ party: 'card', capture: 'at_shipment', transferAfterDays: 0 })
  expect(DebitCardSettings.parse({ gateway: 'debit' })).toMatchObject({ party: 'debit', capture: 'at_once', transferAfterDays: 3 })
})

describe('a balance that is enough', () => {
  it('is taken with the yes: the system asks for the capture in the same unit of work, and the network owes it by its third business day', async () => {
    const { order, reference } = await test.authorized()
    expect(paymentOf(order.orderId)).toBe('capture_requested')
    expect(acts()).toEqual(['capture system asked'])
    await test.round()
    expect(test.look(order.orderId).tracks).toMatchObject({ payment: 'captured', disbursement: 'none' })
    expect(test.company.trade(reference)).toMatchObject({ state: 'captured', captured: 2_400 })
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:debit': 2_400 })
    // Friday, 20 November; Monday is a holiday.
    expect(test.ledger.source.prepare('select method, paid_on, transfer_on from claims').get()).toEqual({
      ...{ method: 'debit', paid_on: businessDate('2026-11-20'), transfer_on: businessDate('2026-11-26') },
    })
  })

  it('of a wished protection is held for the payer, who is asked whether the goods came', async () => {
    const { order } = await test.authorized({}, true)
    await test.round()
    expect(test.look(order.orderId)).toMatchObject({ tracks: { payment: 'captured', protection: 'open' } })
    expect(test.balances()).toEqual({ held_for_payers: -2_400, 'receivable:debit': 2_400 })
    expect(noticesOf(order.orderId, /receipt_question/)).toEqual(['payer receipt_question mail'])
  })

  it('needs no shipment; the merchant that ships all the same, and asks for its money as for a card, is not refused', async () => {
    const { order } = await test.authorized()
    const { orderNumber } = order.order
    const shipment = { carrier: 'ヤマト', trackingNumber: '444413758703' }
    valueIn(await test.orders.capture(test.shop, orderNumber))
    await test.round()
    valueIn(await test.orders.ship(test.shop, orderNumber, shipment))
    valueIn(await test.orders.capture(test.shop, orderNumber))
    expect(paymentOf(order.orderId)).toBe('captured')
    expect(acts()).toEqual(['capture system told'])
  })

  it('may be taken at shipment, by a contract that says so: then the merchant asks, and once', async () => {
    await settleCards(test.ledger, { capture: 'at_shipment' }, true, 'debit')
    const { order } = await test.authorized()
    expect(paymentOf(order.orderId)).toBe('authorized')
    expect(acts()).toEqual([])
    valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
    await test.round()
    expect(paymentOf(order.orderId)).toBe('captured')
    expect(refusalOf(await test.orders.capture(test.shop, order.order.orderNumber))).toMatchObject({ refusal: 'order_step_refused' })
  })
})

describe('an answer that is lost on the way', () => {
  it.each(['answer_lost', 'question_lost'] as const)('to the capture (%s) is looked after; it is taken once', async (fault) => {
    test.company.fault('capture', fault)
    const { order, reference } = await test.authorized()
    expect(await test.round()).toBe(false)
    expect(paymentOf(order.orderId)).toBe('capture_unknown')
    expect(test.balances()).toEqual({})
    test.clock.advance(3 * MINUTE)
    await test.round()
    expect(paymentOf(order.orderId)).toBe('captured')
    expect(new Set(asked('capture')).size).toBe(1)
    expect(test.company.trade(reference).captured).toBe(2_400)
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:debit': 2_400 })
  })

  it('to the check of the balance: found later, it is taken with that', async () => {
    test.company.fault('finish', 'answer_lost')
    const { order } = await test.authorized()
    expect(paymentOf(order.orderId)).toBe('decision_unknown')
    test.clock.advance(2 * MINUTE)
    await test.round()
    expect(paymentOf(order.orderId)).toBe('captured')
    expect(asked('capture')).toHaveLength(1)
  })

  it('a capture that is refused is told to the merchant, and may be asked for again', async () => {
    test.company.fault('capture', 'refused')
    const { order } = await test.authorized()
    await test.round()
    expect(paymentOf(order.orderId)).toBe('capture_failed')
    expect(noticesOf(order.orderId, /capture_failed/)).toEqual(['merchant capture_failed mail', 'merchant capture_failed webhook'])
    valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
    await test.round()
    expect(paymentOf(order.orderId)).toBe('captured')
  })
})

describe('a balance that is not enough', () => {
  it('is declined; payer and merchant are told, and the payer pays otherwise', async () => {
    test.company.payer = 'is_declined'
    const { order } = await test.authorized()
    expect(paymentOf(order.orderId)).toBe('declined')
    expect(noticesOf(order.orderId, /declined/)).toEqual(['merchant declined mail', 'merchant declined webhook', 'payer declined mail'])
    expect(acts()).toEqual([])
    valueIn(await choose(order.orderId, 'bank_transfer'))
    expect(paymentOf(order.orderId)).toBe('unpaid')
  })
})

describe('beside a credit card', () => {
  beforeEach(() => settleCards(test.ledger))

  it('each has its own company: what is due of one is no affair of the other', async () => {
    const { order } = await test.authorized()
    const { id, dueAt } = await test.payment(order.orderId)
    expect(await dueCardPayments(test.ledger.reader, 'debit', dueAt ?? expect.fail(), 9)).toEqual([id])
    expect(await dueCardPayments(test.ledger.reader, 'card', dueAt ?? expect.fail(), 9)).toEqual([])
  })

  it('a notice counts at its own address only', async () => {
    const { order, reference } = await test.chosen()
    test.company.type(reference)
    expect(await test.cards.notice('card', { signature: 'true' }, Buffer.from(reference))).toBe('nothing')
    expect(paymentOf(order.orderId)).toBe('decision_asked')
    expect(await test.cards.notice('debit', { signature: 'true' }, Buffer.from(reference))).toBe('taken')
    expect(paymentOf(order.orderId)).toBe('captured')
  })

  it('a payer changes from one to the other, and the form of the first is closed', async () => {
    const { order, reference } = await test.chosen()
    valueIn(await choose(order.orderId, 'card'))
    expect(test.company.trade(reference).state).toBe('voided')
    const tried = await test.payment(order.orderId)
    expect(tried).toMatchObject({ method: 'card', party: 'card', isLive: true })
    await test.finish(order)
    expect(paymentOf(order.orderId)).toBe('authorized')
  })

  it('switched off or unknown, it is refused by its own name', async () => {
    await settleCards(test.ledger, {}, false, 'debit')
    const posted = await test.posted(test.shop)
    expect(refusalOf(await choose(posted.orderId, 'debit'))).toEqual({ refusal: 'method_not_offered', method: 'debit' })
    expect((await gatewayOf(test.ledger.reader, 'card')).enabled).toBe(true)
  })
})

describe('given back', () => {
  let desk: CardClerks
  beforeEach(async () => {
    desk = await openCardClerks({ ...test, cards: test.cards })
  })
  const returned = async (order: OrderId) => {
    valueIn(
      await test.ledger.write(TESTER, (writer) => answerAsPayer(writer, order, 'return_wanted', { reason: '違う品', source: 'link' })),
    )
  }

  it('before anything was taken, it is let go', async () => {
    await settleCards(test.ledger, { capture: 'at_shipment' }, true, 'debit')
    const { order, reference } = await test.authorized({}, true)
    await returned(order.orderId)
    await attendCards({ ...test, cards: test.cards })
    expect(test.company.trade(reference).state).toBe('voided')
    expect(paymentOf(order.orderId)).toBe('cancelled')
    expect(noticesOf(order.orderId, /refund/)).toEqual([])
  })

  it('after, by a transfer to the account the payer names: the network gives back on the same day only', async () => {
    const { order } = await test.authorized({}, true)
    await test.round()
    await returned(order.orderId)
    valueIn(await test.orders.answerReturn(test.shop, order.order.orderNumber, 'goods_returned', ''))
    expect(noticesOf(order.orderId, /refund_account/)).toEqual(['payer refund_account mail'])
    const { handlers, clerk } = desk
    const target = { of: 'order' as const, orderId: order.orderId }
    const { way, version, amount, account } = valueIn(await handlers['refunds.preview'](clerk, { target }))
    expect([way, amount, account]).toEqual(['transfer', 2_400, null])
    const wish = {
      ...{ target, version, amount, cause: 'protection' as const, why: '返品', source: 'letter' as const },
      differenceConfirmed: false,
    }
    expect(refusalOf(await handlers['refunds.request'](clerk, wish))).toEqual({ refusal: 'refund_account_missing' })
    const asking = valueIn(await handlers['refunds.request'](clerk, { ...wish, account: PAYER_ACCOUNT }))
    valueIn(await desk.agree(asking.approvalId))
    await test.round()
    expect(test.look(order.orderId).tracks.disbursement).toBe('in_refund')
    expect(test.balances()).toEqual({ 'receivable:debit': 2_400, refund_in_transit: -2_400 })
    expect(asked('refund')).toEqual([])
  })

  it('what was taken unasked, by a transfer: nobody’s trouble from the second person’s yes, and not charged back besides', async () => {
    test.company.payer = 'is_declined'
    const { order, reference } = await test.authorized()
    valueIn(await choose(order.orderId, 'bank_transfer'))
    const tell = async (change: Parameters<typeof test.company.change>[1]) => {
      test.clock.advance(MINUTE)
      test.company.change(reference, change)
      await test.cards.notice('debit', { signature: 'true' }, Buffer.from(reference))
    }
    await tell({ state: 'captured', captured: 2_400 })
    const { handlers, clerk } = desk
    const { id: paymentId } = await test.payment(order.orderId)
    const detail = async () => valueIn(await handlers['card.payment'](clerk, { id: paymentId }))
    expect(await detail()).toMatchObject({ trouble: 'captured_unasked', isUnowned: true })
    const target = { of: 'card' as const, paymentId }
    const { version, amount, way } = valueIn(await handlers['refunds.preview'](clerk, { target, account: PAYER_ACCOUNT }))
    expect(way).toBe('transfer')
    const said = { cause: 'unknown' as const, why: '返金', source: 'letter' as const, differenceConfirmed: true }
    const { approvalId } = valueIn(await handlers['refunds.request'](clerk, { target, version, amount, account: PAYER_ACCOUNT, ...said }))
    valueIn(await desk.agree(approvalId))
    expect(await detail()).toMatchObject({ trouble: null, isUnowned: false, ends: [{ trouble: 'captured_unasked', ending: 'refunded' }] })
    await tell({ chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
    expect(await detail()).toMatchObject({ trouble: 'chargeback_waits', isTakenTwice: true })
    expect(test.balances()).toEqual({ 'receivable:debit': 2_400, refund_in_transit: -2_400 })
  })
})
