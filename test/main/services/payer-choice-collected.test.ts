import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MerchantActor } from '../../../src/main/gateways/counter'
import type { Posted } from '../../../src/main/services/shop-order-storing'
import { isPaymentReference } from '../../../src/main/settlement/payment-reference'
import { isPostalLine } from '../../../src/main/settlement/postal'
import { NoticeGateway } from '../../../src/preload/contract/gateways'
import type { PaymentMethod } from '../../../src/preload/contract/merchants'
import { refusalOf } from '../../support/desk'
import { TESTER, valueIn } from '../../support/ledger'
import { settleCollector } from '../../support/notices'
import { openTestShops, type TestShops } from '../../support/shop'
import { settleStores } from '../../support/stores'
import { brokenPromises } from '../../support/verified'

/* How the payer is told to pay with a postal form, by e-money and at the door. */

let shops: TestShops
let sakura: MerchantActor
beforeEach(async () => {
  shops = await openTestShops()
  sakura = await shops.merchant({ methods: ['bank_transfer', 'convenience_store', ...NoticeGateway.options] })
  await settleStores(shops.ledger)
  for (const method of NoticeGateway.options) await settle(method)
})
afterEach(async () => {
  expect(await brokenPromises(shops.ledger)).toEqual([])
  await shops.cleanup()
})

const DAY = 24 * 60 * 60 * 1_000
const settle = (method: NoticeGateway, own: object = {}, enabled = true) => settleCollector(shops.ledger, method, own, enabled)
const choose = (order: Posted, method: PaymentMethod) => shops.choice.choose(TESTER, order.orderId, { method, protectionWished: false })
const chosen = async (order: Posted, method: PaymentMethod) => valueIn(await choose(order, method)).instruction
const offered = async (order: Posted) => valueIn(await shops.choice.look(order.orderId)).methods.map(({ method }) => method)
const dear = (amount: number) => ({ goods: [{ name: '壺', quantity: 1, unitPrice: amount }], amount })
const slips = ({ orderId }: Posted) =>
  shops.ledger.source
    .prepare<[number], string>("select method || coalesce(' ' || withdrawn_why, '') from slips where order_id = ? order by id")
    .pluck()
    .all(orderId)

describe.each(NoticeGateway.options)('%s', (method) => {
  it('is told by a reference of its own, with its amount and last day', async () => {
    const order = await shops.posted(sakura)
    const instruction = await chosen(order, method)
    expect(instruction).toMatchObject({ method, amount: 2_400, dueOn: '2026-11-27' })
    if (!instruction || !('reference' in instruction)) throw new Error('no reference')
    expect(isPaymentReference(instruction.reference)).toBe(true)
    expect(await chosen(await shops.posted(sakura), method)).not.toMatchObject({ reference: instruction.reference })
  })

  it('chosen again on the same day changes nothing, on another gives another reference', async () => {
    const order = await shops.posted(sakura)
    const first = await chosen(order, method)
    expect(await chosen(order, method)).toEqual(first)
    shops.clock.advance(3 * DAY)
    const later = await chosen(order, method)
    expect(slips(order)).toEqual([`${method} reissued`, method])
    expect(later).not.toEqual(first)
  })

  it('is withdrawn when another method is chosen, and comes back as another', async () => {
    const order = await shops.posted(sakura)
    await chosen(order, method)
    expect(await chosen(order, 'bank_transfer')).toMatchObject({ method: 'bank_transfer' })
    await chosen(order, method)
    await chosen(order, 'convenience_store')
    expect(slips(order)).toEqual([`${method} switched`, `${method} switched`, 'convenience_store'])
  })

  it('is not offered while it is switched off or nobody has settled who collects', async () => {
    const order = await shops.posted(sakura)
    expect(await offered(order)).toContain(method)
    await settle(method, {}, false)
    expect(await offered(order)).not.toContain(method)
    await settle(method, { agentName: '', account: '' })
    expect(refusalOf(await choose(order, method))).toEqual({ refusal: 'method_not_offered', method })
  })

  it('may be fixed by the shop', async () => {
    const order = await shops.posted(sakura, { method })
    expect(slips(order)).toEqual([method])
    expect(valueIn(await shops.choice.look(order.orderId)).instruction).toMatchObject({ method })
  })

  it('after its last day is not shown any more', async () => {
    const order = await shops.posted(sakura)
    await chosen(order, method)
    shops.clock.advance(8 * DAY)
    expect(valueIn(await shops.choice.look(order.orderId)).instruction).toBeNull()
  })
})

it('at the door at most 300,000 yen are taken, unless the carrier takes another amount', async () => {
  const order = await shops.posted(sakura, dear(300_001))
  expect(await offered(order)).toEqual(['bank_transfer', 'postal', 'e_money'])
  expect(refusalOf(await choose(order, 'cash_on_delivery'))).toEqual({ refusal: 'above_slip_limit', limit: 300_000 })
  await settle('cash_on_delivery', { amountMax: null })
  expect(await chosen(order, 'cash_on_delivery')).toMatchObject({ carrierName: 'みほん運輸', amount: 300_001 })
})

it('a postal form has both lines with their check digits, and the account as people write it', async () => {
  const instruction = await chosen(await shops.posted(sakura), 'postal')
  if (instruction?.method !== 'postal') throw new Error('no postal form')
  expect([instruction.account, instruction.accountName]).toEqual(['00150-9-900584', 'ダイコウギンコウ'])
  expect(instruction.lines.every(isPostalLine)).toBe(true)
  const [upper, lower] = instruction.lines
  expect([upper.slice(2, 24), lower.slice(-11)]).toEqual(['0015090058400000002400', instruction.reference])
})
