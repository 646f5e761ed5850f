import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendCardAct } from '../../../src/main/ledger/card-acts'
import { requestCapture } from '../../../src/main/services/card-captures'
import { attendDue } from '../../../src/main/services/card-connector'
import { stepOrder } from '../../../src/main/services/order-steps'
import { answerAsPayer } from '../../../src/main/services/protection'
import { holdsCardNumber } from '../../../src/main/settlement/card-number'
import { CardMethod } from '../../../src/preload/contract/cards'
import { Instant } from '../../../src/preload/contract/date'
import { CardActId, type OrderId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { chargeback } from '../../support/card-company'
import { openTestCards, RETURN_TO, settleCards, type TestCards } from '../../support/cards'
import { refusalOf } from '../../support/desk'
import { addOrders, TESTER, valueIn, writing } from '../../support/ledger'
import { brokenPromises } from '../../support/verified'

/* Cards, credit and debit: chosen, authorised, captured; declined, ended, let go; and every answer that may be lost on the way. */

const COMPANIES = { card: 'みほんカード', debit: 'みほんデビット' }
const AT_SHIPMENT = { capture: 'at_shipment' }

describe.each(CardMethod.options)('by %s, captured at shipment', (method) => {
  let test: TestCards
  beforeEach(async () => {
    test = await openTestCards({ method, settings: AT_SHIPMENT })
  })
  afterEach(async () => {
    expect(await brokenPromises(test.ledger)).toEqual([])
    await test.cleanup()
  })

  const MINUTE = 60_000
  const DAY = 24 * 60 * MINUTE
  const paymentOf = (orderId: OrderId) => test.look(orderId).tracks.payment
  const noticesOf = (orderId: OrderId, name: RegExp) => test.look(orderId).notices.filter((notice) => name.test(notice))
  const eventsOf = (orderId: OrderId) => test.look(orderId).events.map((event) => event.split(' ')[1])
  const look = async (orderId: OrderId) => valueIn(await test.choice.look(orderId))
  const choose = (orderId: OrderId, by: CardMethod | 'bank_transfer') =>
    test.choice.choose(TESTER, orderId, { method: by, protectionWished: false, returnTo: RETURN_TO })
  const asked = (question: string) => test.company.heard.filter((heard) => heard.startsWith(question))

  describe('a payer who chooses a card', () => {
    it('is led to the company’s form, comes back authorised, and once the goods are on their way the company owes', async () => {
      const { order, reference } = await test.chosen()
      expect(paymentOf(order.orderId)).toBe('decision_asked')
      expect((await look(order.orderId)).card).toEqual({
        state: 'waiting',
        method,
        capture: 'at_shipment',
        companyName: COMPANIES[method],
        formUrl: `https://cards.example/form/${reference}`,
        brand: null,
        last4: null,
      })
      await test.finish(order)
      expect(paymentOf(order.orderId)).toBe('authorized')
      expect((await look(order.orderId)).card).toEqual({
        state: 'authorized',
        method,
        capture: 'at_shipment',
        companyName: COMPANIES[method],
        formUrl: null,
        brand: 'visa',
        last4: '4242',
      })
      expect((await look(order.orderId)).methods).toEqual([])
      expect(noticesOf(order.orderId, /authorized/)).toEqual([
        'merchant authorized mail',
        'merchant authorized webhook',
        'payer authorized mail',
      ])
      valueIn(await test.orders.ship(test.shop, order.order.orderNumber, { carrier: 'ヤマト', trackingNumber: '444413758703' }))
      valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
      expect(paymentOf(order.orderId)).toBe('capture_requested')
      await test.round()
      expect(test.look(order.orderId).tracks).toMatchObject({ payment: 'captured', disbursement: 'none' })
      expect(test.balances()).toEqual({ merchant_payable: -2_400, [`receivable:${method}`]: 2_400 })
      expect(test.company.trade(reference)).toMatchObject({ state: 'captured', captured: 2_400 })
    })

    it('is asked whether the goods came as soon as the merchant was told, where protection was wished for', async () => {
      const { order } = await test.authorized({}, true)
      expect(test.look(order.orderId)).toMatchObject({ tracks: { payment: 'authorized', protection: 'open' } })
      expect(noticesOf(order.orderId, /receipt_question/)).toEqual(['payer receipt_question mail'])
    })

    it('chooses it twice and is led to the same form', async () => {
      const { order, reference } = await test.chosen()
      valueIn(await choose(order.orderId, method))
      expect((await test.payment(order.orderId)).reference).toBe(reference)
      expect(asked('open')).toHaveLength(1)
    })

    it('goes on to a further page where the company asks for one', async () => {
      const { order } = await test.chosen()
      const gone = valueIn(await test.cards.finish(TESTER, order.orderId, { step: '3ds' }, RETURN_TO))
      expect(gone).toEqual({ next: 'https://cards.example/3ds' })
      expect((await look(order.orderId)).card?.formUrl).toBe('https://cards.example/3ds')
      await test.finish(order)
      expect(paymentOf(order.orderId)).toBe('authorized')
    })

    it('withdraws the transfer it had chosen before', async () => {
      const order = await test.posted(test.shop)
      valueIn(await choose(order.orderId, 'bank_transfer'))
      valueIn(await choose(order.orderId, method))
      expect(await look(order.orderId)).toMatchObject({ instruction: null, order: { method } })
    })
  })

  describe('a card is offered', () => {
    const offered = async () => (await look((await test.posted(test.shop)).orderId)).methods.map(({ method }) => method)
    it('while its company is settled and on', async () => {
      expect(await offered()).toEqual(['bank_transfer', method])
      await settleCards(test.ledger, {}, false, method)
      expect(await offered()).toEqual(['bank_transfer'])
      await settleCards(test.ledger, { companyName: '' }, true, method)
      expect(await offered()).toEqual(['bank_transfer'])
      expect(refusalOf(await choose((await test.posted(test.shop)).orderId, method))).toEqual({
        refusal: 'method_not_offered',
        method,
      })
    })
    it('not by a merchant that has not agreed to it', async () => {
      const order = await test.posted(await test.merchant())
      expect(refusalOf(await choose(order.orderId, method))).toEqual({ refusal: 'method_not_offered', method })
    })
  })

  describe('a form that does not open', () => {
    it.each(['refused', 'question_lost', 'answer_lost'] as const)(
      '%s: the payer chooses again, and nothing can come of it',
      async (fault) => {
        test.company.fault('open', fault)
        const order = await test.posted(test.shop)
        expect(refusalOf(await choose(order.orderId, method))).toMatchObject({ refusal: 'card_form_closed' })
        expect(paymentOf(order.orderId)).toBe('awaiting_method')
        expect(await test.payment(order.orderId)).toMatchObject({ state: 'given_up', dueAt: null })
        valueIn(await choose(order.orderId, 'bank_transfer'))
        expect(paymentOf(order.orderId)).toBe('unpaid')
      },
    )
  })

  describe('what the company refuses when the payer is back', () => {
    it('says nothing of the card: nobody is told of a refusal, and the payer may go on', async () => {
      const { order, reference } = await test.chosen()
      test.company.fault('finish', 'refused')
      await test.finish(order)
      expect(paymentOf(order.orderId)).toBe('decision_asked')
      expect(noticesOf(order.orderId, /declined/)).toEqual([])
      test.company.type(reference)
      await test.finish(order)
      expect(paymentOf(order.orderId)).toBe('authorized')
    })
  })

  it('one payment that cannot be attended keeps no other from its turn', async () => {
    const [one, two] = [await test.chosen(), await test.chosen()]
    test.clock.advance(11 * MINUTE)
    const attended: unknown[] = []
    const cards = {
      attend: async (id: unknown) => {
        attended.push(id)
        if (attended.length === 1) throw new Error('the first one fails')
        return true
      },
    }
    await expect(attendDue({ method, ledger: test.ledger, clock: test.clock, cards }, new AbortController().signal)).rejects.toThrow(
      'the first one',
    )
    const ids = await Promise.all([one, two].map(async ({ order }) => (await test.payment(order.orderId)).id))
    expect(attended.toSorted()).toEqual(ids.toSorted())
  })

  describe('a card that is declined', () => {
    it('is told to payer and merchant; the payer chooses another way', async () => {
      test.company.payer = 'is_declined'
      const { order } = await test.authorized()
      expect(paymentOf(order.orderId)).toBe('declined')
      expect(noticesOf(order.orderId, /declined/)).toEqual(['merchant declined mail', 'merchant declined webhook', 'payer declined mail'])
      expect((await look(order.orderId)).methods.map(({ method }) => method)).toEqual(['bank_transfer', method])
      valueIn(await choose(order.orderId, 'bank_transfer'))
      expect(await look(order.orderId)).toMatchObject({
        order: { method: 'bank_transfer', status: 'unpaid' },
        instruction: { method: 'bank_transfer' },
      })
    })

    it('may be tried again, by a payment of its own', async () => {
      test.company.payer = 'is_declined'
      const { order, reference } = await test.authorized()
      test.company.payer = 'pays'
      valueIn(await choose(order.orderId, method))
      await test.finish(order)
      expect(paymentOf(order.orderId)).toBe('authorized')
      expect((await test.payment(order.orderId)).reference).not.toBe(reference)
    })

    it('and authorised after all in the same form, is let go where the payer has chosen otherwise', async () => {
      test.company.payer = 'is_declined'
      const { order, reference } = await test.authorized()
      valueIn(await choose(order.orderId, 'bank_transfer'))
      test.company.payer = 'pays'
      test.company.type(reference)
      expect(await test.cards.notice(method, { signature: 'true' }, Buffer.from(reference))).toBe('taken')
      await test.round()
      expect(paymentOf(order.orderId)).toBe('unpaid')
      expect(test.company.trade(reference).state).toBe('voided')
    })
  })

  describe('a form that is not finished', () => {
    it('is closed after an hour, and its payer is asked to choose', async () => {
      test.company.payer = 'leaves'
      const { order, reference } = await test.authorized()
      expect(paymentOf(order.orderId)).toBe('decision_asked')
      test.clock.advance(11 * MINUTE)
      await test.round()
      expect(paymentOf(order.orderId)).toBe('decision_asked')
      test.clock.advance(60 * MINUTE)
      await test.round()
      expect(paymentOf(order.orderId)).toBe('awaiting_method')
      expect(test.company.trade(reference).state).toBe('voided')
      expect(noticesOf(order.orderId, /payer choose_method/)).toHaveLength(2)
      expect(noticesOf(order.orderId, /declined/)).toEqual([])
    })

    it('is closed at once where its payer chooses another way', async () => {
      const { order, reference } = await test.chosen()
      expect((await look(order.orderId)).methods.map(({ method }) => method)).toEqual(['bank_transfer', method])
      valueIn(await choose(order.orderId, 'bank_transfer'))
      expect(paymentOf(order.orderId)).toBe('unpaid')
      expect(test.company.trade(reference).state).toBe('voided')
    })

    it('but was paid meanwhile, stays paid: another way is refused', async () => {
      const { order, reference } = await test.chosen()
      test.company.type(reference)
      test.company.fault('void', 'refused')
      expect(refusalOf(await choose(order.orderId, 'bank_transfer'))).toMatchObject({
        refusal: 'order_step_refused',
        from: 'decision_asked',
      })
      await test.cards.attend((await test.payment(order.orderId)).id)
      expect(paymentOf(order.orderId)).toBe('authorized')
    })
  })

  describe('an answer that is lost', () => {
    it.each(['answer_lost', 'question_lost'] as const)(
      'of the payer’s form (%s) is asked for again, and nothing is assumed',
      async (fault) => {
        test.company.fault('finish', fault)
        const { order, reference } = await test.chosen()
        await test.finish(order)
        expect(paymentOf(order.orderId)).toBe('decision_unknown')
        expect(noticesOf(order.orderId, /authorized|declined/)).toEqual([])
        test.company.trade(reference).state = 'authorized'
        test.clock.advance(2 * MINUTE)
        await test.round()
        expect(paymentOf(order.orderId)).toBe('authorized')
      },
    )

    it('of a capture that was done is found by a look; nothing is sent twice, nothing is owed twice', async () => {
      const { order, reference } = await test.authorized()
      test.company.fault('capture', 'answer_lost')
      valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
      expect(await test.round()).toBe(false)
      expect(paymentOf(order.orderId)).toBe('capture_unknown')
      expect(test.balances()).toEqual({})
      test.clock.advance(3 * MINUTE)
      await test.round()
      expect(paymentOf(order.orderId)).toBe('captured')
      expect(asked('capture')).toHaveLength(1)
      expect(test.company.trade(reference).captured).toBe(2_400)
      expect(test.balances()).toEqual({ merchant_payable: -2_400, [`receivable:${method}`]: 2_400 })
    })

    it('of a capture that never arrived is looked at first, and sent again under the same key', async () => {
      const { order } = await test.authorized()
      test.company.fault('capture', 'question_lost')
      test.company.fault('look', 'question_lost')
      valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
      for (const state of ['capture_unknown', 'capture_unknown', 'captured']) {
        await test.round()
        expect(paymentOf(order.orderId)).toBe(state)
        test.clock.advance(3 * MINUTE)
      }
      const [first, second, ...more] = asked('capture')
      expect([second, more]).toEqual([first, []])
      expect(eventsOf(order.orderId).filter((kind) => kind === 'capture_unknown')).toHaveLength(1)
    })

    it('between the question and its answer the core may die: what stands as asked is looked at', async () => {
      const { order, reference } = await test.authorized()
      valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
      const [act] = test.ledger.source.prepare<[], { id: number; key: string }>('select id, key from card_acts').all()
      if (!act) throw new Error('nothing is asked')
      await writing(test.ledger, (writer) => sendCardAct(writer, CardActId.parse(act.id)))
      await test.company.capture({ reference, companyId: '' }, PositiveYen.parse(2_400), act.key)
      await test.round()
      expect(paymentOf(order.orderId)).toBe('captured')
      expect(asked('capture')).toHaveLength(1)
    })

    it('of a void is looked at, and the authorisation is gone', async () => {
      const { order, reference } = await test.authorized()
      test.company.fault('void', 'answer_lost')
      valueIn(await test.orders.cancel(test.shop, order.order.orderNumber, '在庫がない'))
      await test.round()
      test.clock.advance(3 * MINUTE)
      await test.round()
      expect(asked('void')).toHaveLength(1)
      expect(await test.payment(order.orderId)).toMatchObject({ state: 'voided' })
      expect(test.company.trade(reference).state).toBe('voided')
    })
  })

  describe('a capture', () => {
    it('that the company refuses is told, and may be asked again', async () => {
      const { order } = await test.authorized()
      test.company.fault('capture', 'refused')
      valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
      await test.round()
      expect(paymentOf(order.orderId)).toBe('capture_failed')
      expect(noticesOf(order.orderId, /capture_failed/)).toEqual(['merchant capture_failed mail', 'merchant capture_failed webhook'])
      valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
      await test.round()
      expect(paymentOf(order.orderId)).toBe('captured')
    })

    it('is asked for once', async () => {
      const { order } = await test.captured()
      expect(refusalOf(await test.orders.capture(test.shop, order.order.orderNumber))).toMatchObject({
        refusal: 'order_step_refused',
        from: 'captured',
      })
      const unpaid = await test.posted(test.shop)
      expect(refusalOf(await test.orders.capture(test.shop, unpaid.order.orderNumber))).toMatchObject({ refusal: 'order_step_refused' })
      const [made] = await addOrders(test.ledger, test.shop.merchantId, [{ amount: 900, method, tracks: { payment: 'awaiting_method' } }])
      if (made === undefined) throw new Error('no order')
      for (const kind of ['decision_asked', 'decision_granted'] as const)
        valueIn(await test.ledger.write(TESTER, (writer) => stepOrder(writer, { orderId: made, kind })))
      expect(refusalOf(await test.ledger.write(TESTER, (writer) => requestCapture(writer, made)))).toEqual({
        refusal: 'card_not_authorized',
        state: 'none',
      })
    })

    it('is payable at once where the contract says so', async () => {
      await settleCards(test.ledger, { payable: 'at_capture', ...AT_SHIPMENT }, true, method)
      const { order } = await test.captured()
      expect(test.look(order.orderId).tracks).toMatchObject({ payment: 'captured', disbursement: 'releasable' })
    })

    it('at the company itself is taken in as if it had been asked here', async () => {
      const { order, reference } = await test.authorized()
      test.company.change(reference, { state: 'captured', captured: 2_400 })
      await test.cards.notice(method, { signature: 'true' }, Buffer.from(reference))
      expect(paymentOf(order.orderId)).toBe('captured')
    })

    it('of an order that takes none belongs to nobody, and is for a person', async () => {
      test.company.payer = 'is_declined'
      const { order, reference } = await test.authorized()
      valueIn(await choose(order.orderId, 'bank_transfer'))
      test.company.change(reference, { state: 'captured', captured: 2_400 })
      await test.cards.notice(method, { signature: 'true' }, Buffer.from(reference))
      expect(await test.payment(order.orderId)).toMatchObject({ state: 'captured', trouble: 'captured_unasked' })
      expect(test.balances()).toEqual({ [`receivable:${method}`]: 2_400, unapplied_collections: -2_400 })
    })

    it('and a complaint of it takes nothing from whoever was paid otherwise', async () => {
      test.company.payer = 'is_declined'
      const { order, reference } = await test.authorized()
      valueIn(await choose(order.orderId, 'bank_transfer'))
      const told = async (change: Parameters<typeof test.company.change>[1]) => {
        test.clock.advance(MINUTE)
        test.company.change(reference, change)
        await test.cards.notice(method, { signature: 'true' }, Buffer.from(reference))
      }
      await told({ state: 'captured', captured: 2_400 })
      await told({ chargebacks: [chargeback('dp_1', 2_400, 'taken')] })
      expect(test.balances()).toEqual({})
      expect(paymentOf(order.orderId)).toBe('unpaid')
      expect(await brokenPromises(test.ledger)).toEqual([])
      await told({ chargebacks: [chargeback('dp_1', 2_400, 'won')] })
      expect(test.balances()).toEqual({ [`receivable:${method}`]: 2_400, unapplied_collections: -2_400 })
    })
  })

  describe('an authorisation', () => {
    it('is told to end three days before, once; over, it is let go, never captured, and the payer chooses again', async () => {
      const { order, reference } = await test.authorized()
      test.clock.advance(26 * DAY)
      await test.round()
      expect(noticesOf(order.orderId, /ending/)).toEqual([])
      test.clock.advance(DAY)
      await test.round()
      await test.round()
      expect(noticesOf(order.orderId, /ending/)).toEqual(['merchant authorization_ending mail', 'merchant authorization_ending webhook'])
      test.clock.advance(3 * DAY)
      expect(refusalOf(await test.orders.capture(test.shop, order.order.orderNumber))).toMatchObject({ refusal: 'authorization_over' })
      await test.round()
      expect(paymentOf(order.orderId)).toBe('authorization_expired')
      expect(test.company.trade(reference).state).toBe('voided')
      expect(asked('capture')).toEqual([])
      expect(noticesOf(order.orderId, /expired/)).toEqual([
        'merchant authorization_expired mail',
        'merchant authorization_expired webhook',
        'payer authorization_expired mail',
      ])
      valueIn(await choose(order.orderId, 'bank_transfer'))
      expect(paymentOf(order.orderId)).toBe('unpaid')
    })

    it('ends when its company says, where it says so', async () => {
      test.company.captureBefore = Instant.parse(test.clock.now() + 5 * DAY)
      const { order } = await test.authorized()
      expect((await test.payment(order.orderId)).captureBefore).toBe(test.company.captureBefore)
      test.clock.advance(6 * DAY)
      await test.round()
      expect(paymentOf(order.orderId)).toBe('authorization_expired')
    })

    it('is let go where its merchant cancels', async () => {
      const { order, reference } = await test.authorized()
      valueIn(await test.orders.cancel(test.shop, order.order.orderNumber, '在庫がない'))
      expect(paymentOf(order.orderId)).toBe('cancelled')
      await test.round()
      expect(test.company.trade(reference).state).toBe('voided')
    })

    it('of a protected order is let go where its payer declines before the capture: nothing is to be refunded', async () => {
      const { order, reference } = await test.authorized({}, true)
      valueIn(
        await test.ledger.write(TESTER, (writer) =>
          answerAsPayer(writer, order.orderId, 'return_wanted', { reason: '違う品', source: 'link' }),
        ),
      )
      await test.round()
      expect(test.look(order.orderId)).toMatchObject({ tracks: { payment: 'cancelled', protection: 'wished' }, days: [] })
      expect(test.company.trade(reference).state).toBe('voided')
      expect(noticesOf(order.orderId, /refund|return/)).toEqual([])
    })
  })

  describe('a notice of the company', () => {
    it('is only heard where it is signed; repeated and late it does no harm', async () => {
      const { order, reference } = await test.chosen()
      test.company.type(reference)
      const body = Buffer.from(reference)
      expect(await test.cards.notice(method, { signature: 'false' }, body)).toBe('forged')
      expect(paymentOf(order.orderId)).toBe('decision_asked')
      expect(await Promise.all([1, 2, 3].map(() => test.cards.notice(method, { signature: 'true' }, body)))).toEqual([
        'taken',
        'taken',
        'taken',
      ])
      expect(paymentOf(order.orderId)).toBe('authorized')
      expect(eventsOf(order.orderId).filter((kind) => kind === 'decision_granted')).toHaveLength(1)
      expect(await test.cards.notice(method, { signature: 'true' }, Buffer.from(''))).toBe('nothing')
      expect(await test.cards.notice(method, { signature: 'true' }, Buffer.from('DUNKNOWN'))).toBe('nothing')
      expect(await test.cards.notice(method, { signature: 'later' }, body)).toBe('unheard')
      test.company.fault('look', 'question_lost')
      expect(await test.cards.notice(method, { signature: 'true' }, body)).toBe('unheard')
    })

    it('while the payer comes back is taken one after the other', async () => {
      const { order, reference } = await test.chosen()
      await Promise.all([test.finish(order), test.cards.notice(method, { signature: 'true' }, Buffer.from(reference)), test.finish(order)])
      expect(eventsOf(order.orderId).filter((kind) => kind === 'decision_granted')).toHaveLength(1)
    })
  })

  it('no card number is in the ledger’s file, whatever was said', async () => {
    const { order, reference } = await test.captured()
    test.company.change(reference, { chargebacks: [chargeback('dp_1', 400, 'open')] })
    await test.cards.attend((await test.payment(order.orderId)).id)
    const bytes = [test.ledger.path, `${test.ledger.path}-wal`].map((path) => readFileSync(path).toString('latin1')).join('')
    const runs = bytes.match(/\d{13,19}/g) ?? []
    expect(runs.filter((digits) => holdsCardNumber(digits))).toEqual([])
    expect(bytes).toContain('4242')
  })
})
