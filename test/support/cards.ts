import type { CardCompany } from '../../src/main/gateways/card-company'
import type { MerchantActor } from '../../src/main/gateways/counter'
import { cardPaymentById, changeCardPayment, insertCardPayment, lastCardPayment } from '../../src/main/ledger/card-payments'
import { gatewayOf, saveGateway } from '../../src/main/ledger/gateways'
import type { Ledger } from '../../src/main/ledger/ledger'
import { attendDue } from '../../src/main/services/card-connector'
import { type CardDesk, createCardDesk } from '../../src/main/services/card-desk'
import { createEvents } from '../../src/main/services/events'
import type { Posted } from '../../src/main/services/shop-order-storing'
import { CardMethod } from '../../src/preload/contract/cards'
import { Instant } from '../../src/preload/contract/date'
import { CardCompanySettings } from '../../src/preload/contract/gateways'
import type { OrderId } from '../../src/preload/contract/ids'
import { PositiveYen, ZERO_YEN } from '../../src/preload/contract/money'
import { TestCardCompany } from './card-company'
import { type FixedClock, TESTER, valueIn, writing } from './ledger'
import { openTestShops, type TestShops } from './shop'
import { gateways } from './statements'

/* A shop whose payers pay by card, and the company in memory that authorises and captures. */

export const CARD = {
  ...{ companyName: 'みほんカード', feeBasisPoints: 325, feesTaxed: false },
  transferCycles: [
    { closingDay: 15, monthOffset: 0, payDay: 31, holidayRule: 'previous' },
    { closingDay: 31, monthOffset: 1, payDay: 15, holidayRule: 'previous' },
  ],
}

/** As a network may have it that is told the amount once the goods have left; by itself it captures at once. */
export const DEBIT = { companyName: 'みほんデビット', feeBasisPoints: 200 }

/** Settles the company of a method, on unless told. */
export async function settleCards(ledger: Ledger, own: object = {}, enabled = true, method: CardMethod = 'card'): Promise<void> {
  const settings = CardCompanySettings.parse({ gateway: method, ...(method === 'card' ? CARD : DEBIT), ...own })
  await writing(ledger, async (writer) => {
    const { version } = await gatewayOf(writer, method)
    if (!(await saveGateway(writer, method, version, { enabled, paused: false, settings }))) throw new Error('not settled')
  })
}

/** What the connectors of all companies do when they come round. */
export async function attendCards(deps: Omit<Parameters<typeof attendDue>[0], 'method'>): Promise<void> {
  for (const method of CardMethod.options) await attendDue({ ...deps, method }, new AbortController().signal)
}

export interface TestCards extends TestShops {
  readonly method: CardMethod
  readonly company: TestCardCompany
  readonly cards: CardDesk
  readonly shop: MerchantActor
  /** An order whose payer has chosen the card, or the debit card; its reference at the company. */
  chosen(own?: object, protectionWished?: boolean): Promise<{ order: Posted; reference: string }>
  /** The payer comes back from the form. */
  finish(order: Posted, returned?: Record<string, string>): Promise<void>
  authorized(own?: object, protectionWished?: boolean): Promise<{ order: Posted; reference: string }>
  captured(own?: object, protectionWished?: boolean): Promise<{ order: Posted; reference: string }>
  /** What the connector does when it comes round; false where the company could not be heard. */
  round(): Promise<boolean>
  /** What is told of the payment in the ledger. */
  payment(orderId: OrderId): Promise<NonNullable<Awaited<ReturnType<typeof lastCardPayment>>>>
  balances(): Record<string, number>
}

export const RETURN_TO = 'https://pay.example/pay/token/card'

/** `speaking`: a company of another process, in the place of the one in memory. */
export async function openTestCards(
  own: { method?: CardMethod; clock?: FixedClock; settings?: object; speaking?: CardCompany } = {},
): Promise<TestCards> {
  const { method = 'card' } = own
  const company = new TestCardCompany()
  let cards: CardDesk | null = null
  const shops = await openTestShops({
    ...(own.clock ? { clock: own.clock } : {}),
    cards: {
      openForm: async (...asked) => desk().openForm(...asked),
      leaveForm: async (...asked) => desk().leaveForm(...asked),
    },
  })
  const { ledger, clock } = shops
  cards = createCardDesk({
    ledger,
    clock,
    events: createEvents(),
    holidays: gateways.holidays,
    company: async () => own.speaking ?? company,
  })
  const made = cards
  function desk(): CardDesk {
    if (!cards) throw new Error('not yet')
    return cards
  }
  await settleCards(ledger, own.settings, true, method)
  const shop = await shops.merchant({ methods: ['bank_transfer', ...CardMethod.options] })
  const test: TestCards = {
    ...{ ...shops, method, company, cards: made, shop },
    async chosen(order = {}, protectionWished = false) {
      const posted = await shops.posted(shop, order)
      const how = { method, protectionWished, returnTo: RETURN_TO }
      valueIn(await shops.choice.choose(TESTER, posted.orderId, how))
      return { order: posted, reference: (await test.payment(posted.orderId)).reference }
    },
    async finish({ orderId }, returned = {}) {
      valueIn(await made.finish(TESTER, orderId, returned, RETURN_TO))
    },
    async authorized(order, protectionWished) {
      const chosen = await test.chosen(order, protectionWished)
      await test.finish(chosen.order)
      return chosen
    },
    async captured(order, protectionWished) {
      const authorized = await test.authorized(order, protectionWished)
      valueIn(await shops.orders.capture(shop, authorized.order.order.orderNumber))
      await test.round()
      return authorized
    },
    round: () =>
      attendDue({ method, ledger, clock, cards: made }, new AbortController().signal).then(
        () => true,
        () => false,
      ),
    async payment(orderId) {
      const found = await lastCardPayment(ledger.reader, orderId)
      const payment = found && (await cardPaymentById(ledger.reader, found.id))
      if (!payment) throw new Error('no payment by card')
      return payment
    },
    balances: () =>
      Object.fromEntries(
        ledger.source
          .prepare<[], [string, number]>(
            'select code, sum(debit - credit) as sum from balances join accounts on id = account_id group by id having sum <> 0 order by code',
          )
          .raw()
          .all()
          .map(([code, sum]) => [code.replace(`:${shop.merchantId}`, ''), sum]),
      ),
  }
  return test
}

/** An order’s payment as if its company had authorised it until this time: for what speaks to no company. */
export async function authorize(ledger: Ledger, orderId: OrderId, until: number, method: CardMethod = 'card'): Promise<void> {
  await writing(ledger, async (writer) => {
    const dueAt = Instant.parse(until)
    const id = await insertCardPayment(writer, {
      orderId,
      method,
      party: method,
      provider: 'stripe',
      amount: PositiveYen.parse(900),
      dueAt,
    })
    await changeCardPayment(writer, id, {
      ...{ state: 'authorized', captured: ZERO_YEN, refunded: ZERO_YEN, card: null, threeDSecure: null, approvalCode: null },
      ...{ captureBefore: dueAt, claimId: null, trouble: null, askedAt: writer.at, dueAt },
    })
  })
}
