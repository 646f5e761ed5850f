import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardPaymentById, troubleCardPayment } from '../../../src/main/ledger/card-payments'
import { insertTroubleEnd } from '../../../src/main/ledger/card-troubles'
import type { CardPaymentDetail } from '../../../src/preload/contract/cards'
import { type OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import type { RefundTarget } from '../../../src/preload/contract/refunds'
import { chargeback } from '../../support/card-company'
import { type CardClerks, openCardClerks } from '../../support/card-desk'
import { openTestCards, RETURN_TO, type TestCards } from '../../support/cards'
import { refusalOf } from '../../support/desk'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { bringIn } from '../../support/story'
import { brokenPromises } from '../../support/verified'

/* What had to be looked after of a payment by card ends at the desk: it leaves the list, and stays in the story. */

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

const MINUTE = 60_000
/** Something is told of a payment that nobody here asked for. */
async function tell(reference: string, change: Parameters<typeof test.company.change>[1]): Promise<void> {
  test.clock.advance(MINUTE)
  test.company.change(reference, change)
  await test.cards.notice('card', { signature: 'true' }, Buffer.from(reference))
}
/** The company's transfer comes in by the bank's statement. */
async function transfer(day: string, amount: number): Promise<ReceiptId> {
  await bringIn(test, day, test.balances()[`bank:${test.account}`] ?? 0, [{ amount, remitterName: 'ﾐﾎﾝｶ-ﾄﾞ' }])
  return ReceiptId.parse(test.ledger.source.prepare<[], number>('select max(receipt_id) from open_items').pluck().get())
}
const tracks = (orderId: OrderId) => test.look(orderId).tracks
const detail = async (orderId: OrderId): Promise<CardPaymentDetail> =>
  valueIn(await desk.handlers['card.payment'](desk.clerk, { id: (await test.payment(orderId)).id }))
const troubled = async () =>
  valueIn(await desk.handlers['card.payments'](desk.clerk, { filter: { standing: 'troubled' }, cursor: null, size: 10 })).rows.map(
    ({ trouble }) => trouble,
  )
const end = async (orderId: OrderId, ending: 'assigned' | 'asked_again' | 'noted') => {
  const { id, version } = await test.payment(orderId)
  return desk.handlers['card.end'](desk.clerk, { id, version, ending, note: 'カード会社に照会済' })
}
const preview = (target: RefundTarget, amount?: number) =>
  desk.handlers['refunds.preview'](desk.clerk, { target, ...(amount === undefined ? {} : { amount: PositiveYen.parse(amount) }) })
const ask = async (target: RefundTarget) => {
  const { version, amount } = valueIn(await preview(target))
  const said = { cause: 'unknown' as const, why: '会社で返金済', source: 'letter' as const, differenceConfirmed: false }
  return desk.handlers['refunds.request'](desk.clerk, { target, version, amount, ...said })
}
const asked = (reference: string) => test.company.heard.filter((question) => question.startsWith(`refund ${reference}`))
const refunds = () => test.ledger.source.prepare<[], string>('select state from refunds order by id').pluck().all()

/** The order was not to be paid by this card any more, and it was captured all the same. */
async function capturedUnasked(): Promise<{ orderId: OrderId; reference: string }> {
  test.company.payer = 'is_declined'
  const { order, reference } = await test.authorized()
  valueIn(await test.choice.choose(TESTER, order.orderId, { method: 'bank_transfer', protectionWished: false, returnTo: RETURN_TO }))
  await tell(reference, { state: 'captured', captured: 2_400 })
  expect(await troubled()).toEqual(['captured_unasked'])
  return { orderId: order.orderId, reference }
}

describe('what the company has refunded unasked', () => {
  it('is booked against what it owes by a refund of just as much, agreed to by another; nothing is asked of it', async () => {
    const { order, reference } = await test.captured()
    await tell(reference, { refunded: 900 })
    expect([await troubled(), test.balances()]).toEqual([['refunded_unasked'], { merchant_payable: -2_400, 'receivable:card': 2_400 }])
    const target = { of: 'order', orderId: order.orderId } as const
    expect(valueIn(await preview(target))).toMatchObject({ most: 900, amount: 900, goneAlready: 900, way: 'company' })
    expect(refusalOf(await preview(target, 400))).toEqual({ refusal: 'exceeds_refundable', left: 900 })
    // The rest of what came is the merchant's only once the company has paid.
    await desk.settle(await transfer('2026-12-15', 2_322))
    const { approvalId } = valueIn(await ask(target))
    expect(test.balances()).not.toHaveProperty('refund_in_transit')
    valueIn(await desk.agree(approvalId))
    await test.round()
    expect([await troubled(), asked(reference), refunds()]).toEqual([[], [], ['confirmed']])
    expect(tracks(order.orderId).disbursement).toBe('partly_refunded')
    expect(test.balances()).toMatchObject({ merchant_payable: -1_500, 'receivable:card': -900 })
    expect((await detail(order.orderId)).ends).toMatchObject([{ trouble: 'refunded_unasked', ending: 'refunded' }])
  })

  it('all of it, while the company still owes it', async () => {
    const { order, reference } = await test.captured()
    await tell(reference, { refunded: 2_400 })
    valueIn(await desk.agree(valueIn(await ask({ of: 'order', orderId: order.orderId })).approvalId))
    await test.round()
    expect([await troubled(), asked(reference), tracks(order.orderId).disbursement]).toEqual([[], [], 'refunded'])
    expect(test.balances()).toEqual({})
  })

  it('is not given a second time by a refund of another amount that was on its way', async () => {
    const { order, reference } = await test.captured()
    const { approvalId } = valueIn(await ask({ of: 'order', orderId: order.orderId }))
    await tell(reference, { refunded: 900 })
    valueIn(await desk.agree(approvalId))
    await test.round()
    expect([asked(reference), await troubled(), refunds()]).toEqual([[], ['act_refused'], ['approved']])
    expect((await detail(order.orderId)).acts.at(-1)).toMatchObject({ outcome: 'refused', code: 'refunded_unasked' })
    // Nobody would work on it any more: it is stopped first.
    expect(refusalOf(await end(order.orderId, 'noted'))).toEqual({ refusal: 'card_trouble_not_open' })
    const [row] = valueIn(await desk.handlers['refunds.list'](desk.clerk, { filter: {}, cursor: null, size: 10 })).rows
    if (!row) return expect.fail()
    valueIn(await desk.handlers['refunds.stop'](desk.supervisor, { id: row.id, version: row.version, why: '会社で返金済' }))
    valueIn(await end(order.orderId, 'noted'))
    expect(await troubled()).toEqual(['refunded_unasked'])
  })
})

describe('what was captured unasked', () => {
  it('goes back whole at the company, once another person agrees', async () => {
    const { orderId, reference } = await capturedUnasked()
    const { id } = await test.payment(orderId)
    const { approvalId } = valueIn(await ask({ of: 'card', paymentId: id }))
    expect(refusalOf(await preview({ of: 'card', paymentId: id }))).toEqual({ refusal: 'collection_refund_asked' })
    expect(refusalOf(await end(orderId, 'assigned'))).toEqual({ refusal: 'collection_refund_asked' })
    expect((await detail(orderId)).unownedRefundId).not.toBeNull()
    valueIn(await desk.agree(approvalId))
    await test.round()
    expect(test.company.trade(reference).refunded).toBe(2_400)
    expect([await troubled(), refunds(), test.balances()]).toEqual([[], ['confirmed'], {}])
    expect((await detail(orderId)).ends).toMatchObject([{ trouble: 'captured_unasked', ending: 'refunded' }])
    expect(refusalOf(await preview({ of: 'card', paymentId: id }))).toEqual({ refusal: 'collection_refund_asked' })
  })

  it('and given back there unasked, is so once a refund is agreed to', async () => {
    const { orderId, reference } = await capturedUnasked()
    await tell(reference, { refunded: 2_400 })
    expect(await troubled()).toEqual(['refunded_unasked'])
    expect(refusalOf(await end(orderId, 'assigned'))).toEqual({ refusal: 'card_trouble_not_open' })
    const { id } = await test.payment(orderId)
    valueIn(await desk.agree(valueIn(await ask({ of: 'card', paymentId: id })).approvalId))
    await test.round()
    expect([await troubled(), asked(reference), test.balances()]).toEqual([[], [], {}])
  })

  it('pays its order where that still takes it', async () => {
    const { orderId } = await capturedUnasked()
    valueIn(await end(orderId, 'assigned'))
    expect([await troubled(), tracks(orderId).payment]).toEqual([[], 'paid'])
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
    expect((await detail(orderId)).ends).toMatchObject([
      { trouble: 'captured_unasked', ending: 'assigned', note: 'カード会社に照会済', by: 'user:kato' },
    ])
    expect(refusalOf(await end(orderId, 'assigned'))).toEqual({ refusal: 'card_trouble_not_open' })
    valueIn(await desk.agree(valueIn(await ask({ of: 'order', orderId })).approvalId))
    await test.round()
    expect([tracks(orderId).disbursement, test.balances()]).toEqual(['refunded', {}])
  })

  it('and charged back whole is nobody’s any more', async () => {
    const { reference } = await capturedUnasked()
    await tell(reference, { chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
    expect([await troubled(), test.balances()]).toEqual([[], {}])
    await tell(reference, { chargebacks: [chargeback('dp_1', 2_400, 'won')] })
    expect(await troubled()).toEqual(['captured_unasked'])
  })

  it('and charged back in part pays no order until all of it is back', async () => {
    const { orderId, reference } = await capturedUnasked()
    const { claimId } = await detail(orderId)
    await tell(reference, { chargebacks: [chargeback('dp_1', 400, 'taken')] })
    expect([await troubled(), (await detail(orderId)).left]).toEqual([['captured_unasked'], 2_000])
    expect(refusalOf(await end(orderId, 'assigned'))).toEqual({ refusal: 'card_trouble_not_open' })
    await expect(
      writing(test.ledger, (writer) => sql`update claims set order_id = ${orderId} where id = ${claimId}`.execute(writer.db)),
    ).rejects.toThrow(/taken back pay no order/)
    await tell(reference, { chargebacks: [chargeback('dp_1', 400, 'won')] })
    valueIn(await end(orderId, 'assigned'))
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
  })

  it('and charged back whole pays no order either', async () => {
    const { orderId, reference } = await capturedUnasked()
    await tell(reference, { chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
    expect(refusalOf(await end(orderId, 'assigned'))).toEqual({ refusal: 'card_trouble_not_open' })
  })

  it('is nobody’s trouble from the second person’s yes; stopped, it is one again', async () => {
    const { orderId } = await capturedUnasked()
    const { id: paymentId } = await test.payment(orderId)
    test.company.fault('refund', 'refused')
    const { refundId, approvalId } = valueIn(await ask({ of: 'card', paymentId }))
    valueIn(await desk.agree(approvalId))
    expect([await troubled(), (await detail(orderId)).ends.map(({ ending }) => ending)]).toEqual([[], ['refunded']])
    await test.round()
    expect(await troubled()).toEqual(['act_refused'])
    const { version } = valueIn(await desk.handlers['refunds.get'](desk.clerk, { id: refundId }))
    valueIn(await desk.handlers['refunds.stop'](desk.supervisor, { id: refundId, version, why: '取り下げ' }))
    valueIn(await end(orderId, 'noted'))
    expect(await troubled()).toEqual(['captured_unasked'])
  })

  it('and about to go back is not charged back besides', async () => {
    const { orderId, reference } = await capturedUnasked()
    const { approvalId } = valueIn(await ask({ of: 'card', paymentId: (await test.payment(orderId)).id }))
    await tell(reference, { chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
    expect([await troubled(), test.balances()]).toEqual([['chargeback_waits'], { unapplied_collections: -2_400, 'receivable:card': 2_400 }])
    valueIn(await desk.agree(approvalId, 'rejected'))
    test.clock.advance(12 * 60 * MINUTE)
    await test.round()
    expect([await troubled(), test.balances()]).toEqual([[], {}])
  })
})

describe('what the company would not do', () => {
  it('is asked again, of what was agreed to', async () => {
    const { order, reference } = await test.captured()
    test.company.fault('refund', 'refused')
    await desk.refund(order.orderId)
    await test.round()
    expect(await troubled()).toEqual(['act_refused'])
    valueIn(await end(order.orderId, 'asked_again'))
    expect([await troubled(), refunds(), test.company.trade(reference).refunded]).toEqual([[], ['confirmed'], 2_400])
    expect((await detail(order.orderId)).ends).toMatchObject([{ trouble: 'act_refused', ending: 'asked_again' }])
  })

  it('is not forgotten for what else is wrong meanwhile, and may be asked again all the while', async () => {
    const { order, reference } = await test.captured()
    await desk.settle(await transfer('2026-12-15', 2_322))
    test.company.fault('refund', 'refused')
    await desk.refund(order.orderId, 1_000)
    await test.round()
    await tell(reference, { chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
    expect(await troubled()).toEqual(['chargeback_waits'])
    valueIn(await end(order.orderId, 'asked_again'))
    expect(refunds()).toEqual(['confirmed'])
  })

  it('stays one after what overlaid it is over', async () => {
    const { order, reference } = await test.captured()
    await desk.settle(await transfer('2026-12-15', 2_322))
    test.company.fault('refund', 'refused')
    await desk.refund(order.orderId, 1_000)
    await test.round()
    const { id } = await test.payment(order.orderId)
    await writing(test.ledger, (writer) => troubleCardPayment(writer, id, 'chargeback_waits'))
    await tell(reference, {})
    expect(await troubled()).toEqual(['act_refused'])
  })

  it('is not asked again once it was stopped; then it is noted', async () => {
    const { order } = await test.captured()
    test.company.fault('refund', 'refused')
    const id = await desk.refund(order.orderId)
    await test.round()
    const { version } = valueIn(await desk.handlers['refunds.get'](desk.clerk, { id }))
    valueIn(await desk.handlers['refunds.stop'](desk.supervisor, { id, version, why: '取り下げ' }))
    expect(refusalOf(await end(order.orderId, 'asked_again'))).toEqual({ refusal: 'card_trouble_not_open' })
    valueIn(await end(order.orderId, 'noted'))
    expect(await troubled()).toEqual([])
    expect(refusalOf(await end(order.orderId, 'noted'))).toEqual({ refusal: 'card_trouble_not_open' })
  })

  it('is refused with a card number in the note, and as it was seen before', async () => {
    const { order } = await test.captured()
    const { id, version } = (await cardPaymentById(test.ledger.reader, (await test.payment(order.orderId)).id)) ?? expect.fail()
    const wish = { id, ending: 'noted' as const }
    expect(refusalOf(await desk.handlers['card.end'](desk.clerk, { ...wish, version, note: '4111 1111 1111 1111' }))).toMatchObject({
      refusal: 'invalid_input',
    })
    expect(refusalOf(await desk.handlers['card.end'](desk.clerk, { ...wish, version: version + 1, note: 'x' }))).toEqual({
      refusal: 'changed_meanwhile',
    })
  })
})

it('each trouble has its own ways to end', async () => {
  const { orderId } = await capturedUnasked()
  const payment = await test.payment(orderId)
  const wrong = { trouble: 'chargeback_waits', ending: 'noted', note: 'x' } as const
  await expect(writing(test.ledger, (writer) => insertTroubleEnd(writer, { paymentId: payment.id, ...wrong }))).rejects.toThrow(/CHECK/)
})

it('how a trouble was ended is never rewritten', async () => {
  const { orderId } = await capturedUnasked()
  valueIn(await end(orderId, 'assigned'))
  await expect(writing(test.ledger, (writer) => writer.db.updateTable('card_trouble_ends').set({ note: '' }).execute())).rejects.toThrow(
    /never rewritten/,
  )
  await expect(writing(test.ledger, (writer) => writer.db.deleteFrom('card_trouble_ends').execute())).rejects.toThrow(/never deleted/)
})
