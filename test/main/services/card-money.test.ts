import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPayables } from '../../../src/main/ledger/payout-plan'
import { businessDate } from '../../../src/preload/contract/date'
import { ReceiptId } from '../../../src/preload/contract/ids'
import { chargeback } from '../../support/card-company'
import { type CardClerks, openCardClerks } from '../../support/card-desk'
import { openTestCards, settleCards, type TestCards } from '../../support/cards'
import { refusalOf } from '../../support/desk'
import { valueIn } from '../../support/ledger'
import { bringIn } from '../../support/story'
import { brokenPromises } from '../../support/verified'

/* The money of cards: owed by the company until it transfers, refunded and charged back at the company, before and after. */

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

/** The company's transfer comes in by the bank's statement. */
async function transfer(day: string, amount: number): Promise<ReceiptId> {
  await bringIn(test, day, test.balances()[`bank:${test.account}`] ?? 0, [{ amount, remitterName: 'ﾐﾎﾝｶ-ﾄﾞ' }])
  return ReceiptId.parse(test.ledger.source.prepare<[], number>('select max(receipt_id) from open_items').pluck().get())
}
const tracks = (orderId: Parameters<typeof test.look>[0]) => test.look(orderId).tracks
const refundState = (id: number) => test.ledger.source.prepare('select state from refunds where id = ?').pluck().get(id)

describe('what was captured', () => {
  it('is the merchant’s to be paid once the company has transferred it, less what it keeps', async () => {
    const { order } = await test.captured()
    expect(await desk.expected()).toMatchObject([
      { party: 'card', agentName: 'みほんカード', transferOn: '2026-12-15', gross: 2_400, fees: 78, tax: 0, net: 2_322 },
    ])
    expect(await desk.settle(await transfer('2026-12-15', 2_322))).toBe(1)
    expect(tracks(order.orderId)).toMatchObject({ payment: 'paid', disbursement: 'releasable' })
    expect(test.balances()).toEqual({ [`bank:${test.account}`]: 2_322, fees_paid: 78, merchant_payable: -2_400 })
  })

  it('of a protected order is held until the payer has the goods', async () => {
    const { order } = await test.captured({}, true)
    expect(tracks(order.orderId)).toMatchObject({ payment: 'captured', protection: 'open', disbursement: 'none' })
    expect(test.balances()).toEqual({ held_for_payers: -2_400, 'receivable:card': 2_400 })
    await desk.settle(await transfer('2026-12-15', 2_322))
    expect(tracks(order.orderId)).toMatchObject({ payment: 'paid', disbursement: 'none' })
  })
})

describe('a refund of what was captured', () => {
  it('goes back at the company, which takes it out of what it owes', async () => {
    const { order, reference } = await test.captured()
    const refundId = await desk.refund(order.orderId)
    expect(tracks(order.orderId).disbursement).toBe('in_refund')
    expect(test.balances()).toEqual({ 'receivable:card': 2_400, refund_in_transit: -2_400 })
    await test.round()
    expect(test.company.trade(reference)).toMatchObject({ captured: 2_400, refunded: 2_400 })
    expect(tracks(order.orderId).disbursement).toBe('refunded')
    expect(refundState(refundId)).toBe('confirmed')
    expect(test.balances()).toEqual({})
    expect(test.look(order.orderId).notices.filter((notice) => /refund/.test(notice))).toEqual([
      'payer refunded mail',
      'merchant refunded mail',
      'merchant refunded webhook',
    ])
  })

  it('comes out of the next transfer where the company has paid already', async () => {
    const { order } = await test.captured()
    await desk.settle(await transfer('2026-12-15', 2_322))
    await desk.refund(order.orderId, 1_000)
    await test.round()
    expect(tracks(order.orderId)).toMatchObject({ payment: 'paid', disbursement: 'partly_refunded' })
    expect(test.balances()).toEqual({ [`bank:${test.account}`]: 2_322, fees_paid: 78, merchant_payable: -1_400, 'receivable:card': -1_000 })
  })

  it('whose answer is lost is looked at, and sent again only under its key; it is booked once', async () => {
    const { order, reference } = await test.captured()
    test.company.fault('refund', 'answer_lost')
    const refundId = await desk.refund(order.orderId)
    await test.round()
    expect([refundState(refundId), tracks(order.orderId).disbursement]).toEqual(['approved', 'in_refund'])
    test.clock.advance(5 * 60_000)
    await test.round()
    expect([refundState(refundId), tracks(order.orderId).disbursement]).toEqual(['confirmed', 'refunded'])
    expect(test.company.trade(reference).refunded).toBe(2_400)
    expect(test.company.heard.filter((heard) => heard.startsWith('refund'))).toHaveLength(1)
  })

  it('that the company refuses stays approved, and may be stopped: everything stands as before', async () => {
    const { order } = await test.captured()
    test.company.fault('refund', 'refused')
    const refundId = await desk.refund(order.orderId)
    const stop = async () => desk.handlers['refunds.stop'](desk.supervisor, { id: refundId, version: 2, why: '会社が受けない' })
    expect(refusalOf(await stop())).toEqual({ refusal: 'refund_not_open', state: 'approved' })
    await test.round()
    expect(await test.payment(order.orderId)).toMatchObject({ trouble: 'act_refused', refunded: 0 })
    valueIn(await stop())
    expect(tracks(order.orderId).disbursement).toBe('none')
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
  })
})

describe('a chargeback', () => {
  it('takes an order’s money while it is here, and tells its merchant', async () => {
    const { order, reference } = await test.captured()
    test.company.change(reference, { chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
    await test.cards.attend((await test.payment(order.orderId)).id)
    expect(tracks(order.orderId).disbursement).toBe('refunded')
    expect(test.balances()).toEqual({})
    expect(test.look(order.orderId).notices.filter((notice) => /charged/.test(notice))).toEqual([
      'merchant charged_back mail',
      'merchant charged_back webhook',
    ])
    await test.cards.attend((await test.payment(order.orderId)).id)
    expect(test.balances()).toEqual({})
  })

  it('that is only asked about books nothing; taken and won, the money is the merchant’s again', async () => {
    const { order, reference } = await test.captured()
    const { id } = await test.payment(order.orderId)
    const told = async (state: 'open' | 'taken' | 'won') => {
      test.company.change(reference, { chargebacks: [chargeback('dp_1', 2_400, state)] })
      await test.cards.attend(id)
    }
    await told('open')
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
    await told('taken')
    await told('won')
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
    await told('taken')
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
  })

  it.each([
    { payable: 'when_funded', before: [] },
    { payable: 'at_capture', before: [2_400] },
  ] as const)(
    'taken and won is paid to the merchant once the company has given it back, by contract $payable',
    async ({ payable, before }) => {
      await settleCards(test.ledger, { payable })
      const { order, reference } = await test.captured()
      await desk.settle(await transfer('2026-12-15', 2_322))
      const { id } = await test.payment(order.orderId)
      const told = async (state: 'taken' | 'won') => {
        test.company.change(reference, { chargebacks: [chargeback('dp_1', 2_400, state)] })
        await test.cards.attend(id)
      }
      test.clock.advance(26 * 24 * 60 * 60_000)
      await told('taken')
      await test.captured({ amount: 12_000, goods: [{ name: '丸筆', quantity: 1, unitPrice: 12_000 }] })
      await desk.settle(await transfer('2026-12-31', (await desk.expected())[0]?.net ?? 0))
      await told('won')
      const payables = async () =>
        (await openPayables(test.ledger.reader, test.shop.merchantId, businessDate('2027-12-31'))).map(({ amount }) => amount)
      expect(await payables()).toEqual(before)
      await desk.settle(await transfer('2027-01-15', 2_400))
      expect(await payables()).toEqual([2_400])
    },
  )

  it('of a part waits until the company has paid, and leaves the merchant the rest', async () => {
    const { order, reference } = await test.captured()
    const { id } = await test.payment(order.orderId)
    test.company.change(reference, { chargebacks: [chargeback('dp_1', 400, 'taken')] })
    await test.cards.attend(id)
    expect(valueIn(await desk.handlers['card.payment'](desk.clerk, { id }))).toMatchObject({
      trouble: 'chargeback_waits',
      isTakenTwice: false,
    })
    await desk.settle(await transfer('2026-12-15', 2_322))
    test.clock.advance(24 * 60 * 60_000)
    await test.round()
    expect(await test.payment(order.orderId)).toMatchObject({ trouble: null })
    expect(tracks(order.orderId).disbursement).toBe('partly_refunded')
    expect(test.balances()).toMatchObject({ merchant_payable: -2_000, 'receivable:card': -400 })
  })

  it('of more than is left of it is for a person', async () => {
    const { order, reference } = await test.captured()
    await desk.refund(order.orderId)
    await test.round()
    test.company.change(reference, { chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
    await test.cards.attend((await test.payment(order.orderId)).id)
    const { id, trouble } = await test.payment(order.orderId)
    expect(trouble).toBe('chargeback_waits')
    expect(test.balances()).toEqual({})
    const shown = async () => valueIn(await desk.handlers['card.payment'](desk.clerk, { id }))
    expect((await shown()).isTakenTwice).toBe(true)
    // Given back by the company, it is over.
    test.company.change(reference, { chargebacks: [chargeback('dp_1', 2_400, 'won')] })
    await test.cards.attend(id)
    expect(await shown()).toMatchObject({ isTakenTwice: false, trouble: null })
    expect(test.balances()).toEqual({})
  })
})
