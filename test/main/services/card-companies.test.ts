import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { gmoCards } from '../../../src/main/gateways/card/gmo'
import { stripeCards } from '../../../src/main/gateways/card/stripe'
import type { CardCompany } from '../../../src/main/gateways/card-company'
import type { Posted } from '../../../src/main/services/shop-order-storing'
import type { CardMethod } from '../../../src/preload/contract/cards'
import { CARDS, type StandInCardCompany, startCardCompany } from '../../support/agency/card-company'
import type { Wire } from '../../support/agency/card-company-contract'
import { broughtBy, goBack, passSecureStep, typeCard } from '../../support/agency/card-company-payer'
import { type CardClerks, openCardClerks } from '../../support/card-desk'
import { openTestCards, type TestCards } from '../../support/cards'
import { fixedClock, TESTER, valueIn } from '../../support/ledger'
import { brokenPromises } from '../../support/verified'

/* The card over its real wires, before a company that is a process of its own: from the form to the refund, and with answers that are lost. */

const TODAY = '2026-12-01'
const RETURN_TO = 'http://127.0.0.1:9/pay/token/card'
const MINUTE = 60_000
let company: StandInCardCompany
let speaks: Record<Wire, CardCompany>
beforeAll(async () => {
  company = await startCardCompany({ today: TODAY })
  network = await startCardCompany({ today: TODAY, balances: { [CARDS.approved]: 10_000, [CARDS.mastercard]: 1_000 } })
  debits = {
    stripe: stripeCards({ ...network.stripe, timeoutMs: 2_000 }),
    gmo: gmoCards({ ...network.gmo, timeoutMs: 2_000, today: () => test.clock.today() }),
  }
  speaks = {
    stripe: stripeCards({ ...company.stripe, timeoutMs: 2_000 }),
    gmo: gmoCards({ ...company.gmo, timeoutMs: 2_000, today: () => test.clock.today() }),
  }
})
afterAll(async () => {
  await company?.stop()
  await network?.stop()
})

let test: TestCards
let desk: CardClerks
let opened = 0
/** A debit network besides, whose accounts hold so much. */
let network: StandInCardCompany
let debits: Record<Wire, CardCompany>
/** Each ledger at an hour of its own: references come of the time, and the company has all of them in one book. */
async function open(wire: Wire, method: CardMethod = 'card'): Promise<void> {
  opened += 1
  const clock = fixedClock(Date.parse(`${TODAY}T00:00:00+09:00`) + opened * 30 * MINUTE)
  test = await openTestCards({ method, clock, speaking: method === 'card' ? speaks[wire] : debits[wire] })
  desk = await openCardClerks(test)
}
afterEach(async () => {
  expect(await brokenPromises(test.ledger)).toEqual([])
  await test.cleanup()
})

const paymentOf = ({ orderId }: Posted) => test.look(orderId).tracks.payment
const real = async (reference: string) => (await company.payments()).find((payment) => payment.reference === reference)

/** The payer at the company's form, and back as far as it leads. */
async function pays(order: Posted, card: string): Promise<void> {
  const { formUrl } = await test.payment(order.orderId)
  if (formUrl === null) throw new Error('no form is open')
  const back = (await typeCard(formUrl, card)) ?? (await goBack(formUrl))
  const finish = async (address: URL | null) => valueIn(await test.cards.finish(TESTER, order.orderId, broughtBy(address), RETURN_TO)).next
  const next = await finish(back)
  if (next !== null) expect(await finish(await passSecureStep(next, 'passes'))).toBeNull()
}

async function captured(): Promise<{ order: Posted; reference: string }> {
  const chosen = await test.chosen()
  await pays(chosen.order, CARDS.approved)
  valueIn(await test.orders.capture(test.shop, chosen.order.order.orderNumber))
  await test.round()
  return chosen
}

describe.each(['stripe', 'gmo'] as const)('%s', (wire) => {
  it('authorises at its form, captures, is owed and gives back', async () => {
    await open(wire)
    const { order, reference } = await captured()
    expect(paymentOf(order)).toBe('captured')
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
    await desk.refund(order.orderId)
    await test.round()
    expect(test.look(order.orderId).tracks.disbursement).toBe('refunded')
    expect(test.balances()).toEqual({})
    expect(await real(reference)).toBeDefined()
  })

  it('declines, and the payer chooses another way; nothing stands at the company', async () => {
    await open(wire)
    const { order } = await test.chosen()
    await pays(order, CARDS.declined)
    valueIn(await test.choice.choose(TESTER, order.orderId, { method: 'bank_transfer', protectionWished: false }))
    expect(paymentOf(order)).toBe('unpaid')
  })

  it('closes a form that is left, and the payer chooses another way', async () => {
    await open(wire)
    const { order } = await test.chosen()
    valueIn(await test.choice.choose(TESTER, order.orderId, { method: 'bank_transfer', protectionWished: false }))
    expect(paymentOf(order)).toBe('unpaid')
    expect(await test.payment(order.orderId)).toMatchObject({ state: wire === 'stripe' ? 'expired' : 'voided' })
  })

  it.each(['lost', 'broken'] as const)('whose answer to a capture is %s: it is captured once', async (fault) => {
    await open(wire)
    const { order } = await test.chosen()
    await pays(order, CARDS.approved)
    await company.faults.next(fault, { on: 'capture', times: wire === 'stripe' && fault === 'lost' ? 2 : 1 })
    valueIn(await test.orders.capture(test.shop, order.order.orderNumber))
    for (let rounds = 0; rounds < 3 && paymentOf(order) !== 'captured'; rounds += 1) {
      await test.round()
      test.clock.advance(3 * MINUTE)
    }
    expect(paymentOf(order)).toBe('captured')
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:card': 2_400 })
  })

  it('lets an authorisation go', async () => {
    await open(wire)
    const { order } = await test.chosen()
    await pays(order, CARDS.approved)
    valueIn(await test.orders.cancel(test.shop, order.order.orderNumber, '在庫がない'))
    await test.round()
    expect(await test.payment(order.orderId)).toMatchObject({ state: 'voided' })
  })

  it('gives back a part, and then the rest once the company has been heard', async () => {
    await open(wire)
    const { order } = await captured()
    test.clock.advance(MINUTE)
    await company.faults.next('lost', { on: 'refund', times: wire === 'stripe' ? 2 : 1 })
    await desk.refund(order.orderId)
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await test.round()
      test.clock.advance(3 * MINUTE)
    }
    expect(test.look(order.orderId).tracks.disbursement).toBe('refunded')
    expect(test.balances()).toEqual({})
  })
})

describe.each(['stripe', 'gmo'] as const)('a debit network as %s', (wire) => {
  const left = async () => (await network.balances())[CARDS.approved] ?? 0

  it('checks the balance and takes it at once; an answer that is lost takes it once', async () => {
    await open(wire, 'debit')
    const before = await left()
    const { order } = await test.chosen()
    await network.faults.next('lost', { on: 'capture', times: wire === 'stripe' ? 2 : 1 })
    await pays(order, CARDS.approved)
    expect(paymentOf(order)).toBe('capture_requested')
    for (let rounds = 0; rounds < 3 && paymentOf(order) !== 'captured'; rounds += 1) {
      await test.round()
      test.clock.advance(3 * MINUTE)
    }
    expect(paymentOf(order)).toBe('captured')
    expect(await left()).toBe(before - 2_400)
    expect(test.balances()).toEqual({ merchant_payable: -2_400, 'receivable:debit': 2_400 })
  })

  it('refuses what the account does not hold, and nothing is taken', async () => {
    await open(wire, 'debit')
    const { order } = await test.chosen()
    await pays(order, CARDS.mastercard)
    expect(paymentOf(order)).toBe('declined')
    expect((await network.balances())[CARDS.mastercard]).toBe(1_000)
    expect(test.balances()).toEqual({})
  })
})

it('stripe tells of a chargeback by itself: its notice is signed, and taken once', async () => {
  await open('stripe')
  const { order, reference } = await captured()
  await company.chargeBack(reference, 2_400)
  for (const { headers, body, wire } of await company.notices())
    if (wire === 'stripe') expect(['taken', 'nothing']).toContain(await test.cards.notice('card', headers, Buffer.from(body)))
  expect(test.look(order.orderId).tracks.disbursement).toBe('refunded')
  expect(test.balances()).toEqual({})
  for (const { headers, body, wire } of await company.notices('wrong'))
    if (wire === 'stripe') expect(await test.cards.notice('card', headers, Buffer.from(body))).toBe('forged')
})
