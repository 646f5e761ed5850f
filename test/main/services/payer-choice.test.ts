import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MerchantActor } from '../../../src/main/gateways/counter'
import { waitingDeposits } from '../../../src/main/ledger/clearing'
import { findProposals } from '../../../src/main/services/candidates'
import type { Posted } from '../../../src/main/services/shop-order-storing'
import type { PaymentMethod } from '../../../src/preload/contract/merchants'
import { refusalOf } from '../../support/desk'
import { TESTER, valueIn } from '../../support/ledger'
import { openTestShops, referenceOf, type TestShops } from '../../support/shop'
import { settleStores, slipsAt } from '../../support/stores'
import { bringIn, clearByHand } from '../../support/story'
import { brokenPromises } from '../../support/verified'

/* How the payer is to pay, as chosen: by transfer or at a convenience store, and from one to the other. */

let shops: TestShops
let sakura: MerchantActor
beforeEach(async () => {
  shops = await openTestShops()
  sakura = await shops.merchant({ methods: ['bank_transfer', 'convenience_store'] })
  await settleStores(shops.ledger)
})
afterEach(async () => {
  expect(await brokenPromises(shops.ledger)).toEqual([])
  await shops.cleanup()
})

const choose = async (order: Posted, method: PaymentMethod) =>
  shops.choice.choose(TESTER, order.orderId, { method, protectionWished: false })
const chosen = async (order: Posted, method: PaymentMethod) => valueIn(await choose(order, method))
const slips = (order: Posted) => slipsAt(shops.ledger, order.orderId)
const DAY = 24 * 60 * 60 * 1000
const dear = (amount: number) => ({ goods: [{ name: '壺', quantity: 1, unitPrice: amount }], amount })

describe('a convenience store is offered', () => {
  const offered = async (order: Posted) => valueIn(await shops.choice.look(order.orderId)).methods.map(({ method }) => method)

  it('for an amount a slip can ask for, and not above', async () => {
    const [most, above] = [await shops.posted(sakura, dear(300_000)), await shops.posted(sakura, dear(300_001))]
    expect(await offered(most)).toEqual(['bank_transfer', 'convenience_store'])
    expect(await offered(above)).toEqual(['bank_transfer'])
    expect(refusalOf(await choose(above, 'convenience_store'))).toEqual({ refusal: 'above_slip_limit', limit: 300_000 })
  })

  it.each([
    ['is switched off', {}, false],
    ['has no code of the bank', { companyCode: '' }, true],
    ['has no maker code', { makerCode: '' }, true],
  ])('not while the agent %s', async (_what, own, enabled) => {
    await settleStores(shops.ledger, own, enabled)
    const order = await shops.posted(sakura)
    expect(await offered(order)).toEqual(['bank_transfer'])
    expect(refusalOf(await choose(order, 'convenience_store'))).toEqual({ refusal: 'method_not_offered', method: 'convenience_store' })
  })

  it('not by a merchant that has not agreed to it', async () => {
    const order = await shops.posted(await shops.merchant())
    expect(await offered(order)).toEqual(['bank_transfer'])
    expect(refusalOf(await choose(order, 'convenience_store'))).toMatchObject({ refusal: 'method_not_offered' })
  })
})

describe('choosing a convenience store', () => {
  it('issues a slip with its barcode, and tells payer and merchant', async () => {
    const order = await shops.posted(sakura)
    const { instruction } = await chosen(order, 'convenience_store')
    expect(instruction).toEqual({
      method: 'convenience_store',
      agentName: 'みほん収納',
      barcode: '91929023252070000000000000001026112700024003',
      lines: ['(91)929023-2520700000000000000010', '261127-0-002400-3'],
      slipNumber: '0000000000000001-0',
      needsStamp: false,
      amount: 2_400,
      dueOn: '2026-11-27',
    })
    expect(shops.look(order.orderId)).toMatchObject({
      tracks: { payment: 'unpaid' },
      notices: ['payer choose_method mail', 'payer instruction mail', 'merchant method_chosen mail', 'merchant method_chosen webhook'],
    })
  })

  it('numbers slips one after another, whatever merchant', async () => {
    const other = await shops.merchant({ methods: ['convenience_store'] })
    const orders = [await shops.posted(sakura), await shops.posted(other), await shops.posted(sakura)]
    for (const order of orders) await chosen(order, 'convenience_store')
    expect(orders.map(slips)).toEqual([['1-0 2026-11-27'], ['2-0 2026-11-27'], ['3-0 2026-11-27']])
  })

  it('asks for a stamp from 50,000 yen on', async () => {
    const order = await shops.posted(sakura, dear(50_000))
    expect((await chosen(order, 'convenience_store')).instruction).toMatchObject({ needsStamp: true })
  })

  it('twice is choosing once; on a later day the slip is issued anew', async () => {
    const order = await shops.posted(sakura)
    await chosen(order, 'convenience_store')
    await chosen(order, 'convenience_store')
    expect(slips(order)).toEqual(['1-0 2026-11-27'])
    shops.clock.advance(3 * DAY)
    await chosen(order, 'convenience_store')
    expect(slips(order)).toEqual(['1-0 2026-11-27 reissued', '1-1 2026-11-30'])
    expect(shops.look(order.orderId).events.filter((event) => event.endsWith('method_chosen'))).toHaveLength(2)
  })

  it('shows no slip after its day, and offers to choose again', async () => {
    const order = await shops.posted(sakura)
    await chosen(order, 'convenience_store')
    shops.clock.advance(8 * DAY)
    expect(valueIn(await shops.choice.look(order.orderId))).toMatchObject({
      instruction: null,
      methods: [{ method: 'bank_transfer' }, { method: 'convenience_store' }],
    })
  })

  it('gives a new number once a slip was issued anew nine times', async () => {
    const order = await shops.posted(sakura)
    for (let day = 0; slips(order).length < 11; day++) {
      if (day > 30) throw new Error('ten days of business are in a month')
      await chosen(order, 'convenience_store')
      shops.clock.advance(DAY)
    }
    expect(slips(order).slice(-2)).toEqual([expect.stringMatching(/^1-9 \S+ reissued$/), expect.stringMatching(/^2-0 \S+$/)])
  })

  it.each([
    ['another number of the bank', { companyCode: '77777' }, { company_code: '77777' }],
    ['another company', { makerCode: '111111' }, { maker_code: '111111' }],
    ['another name of the agent', { party: 'other' }, { party: 'other' }],
  ])('gives a new number under %s', async (_what, settled, stored) => {
    const order = await shops.posted(sakura)
    await chosen(order, 'convenience_store')
    await settleStores(shops.ledger, settled)
    shops.clock.advance(3 * DAY)
    await chosen(order, 'convenience_store')
    expect(slips(order)).toEqual(['1-0 2026-11-27 reissued', expect.stringMatching(/^[12]-0 2026-11-30$/)])
    const [slip] = shops.ledger.source.prepare('select * from slips where withdrawn_at is null').all()
    expect(slip).toMatchObject({ ...{ maker_code: '929023', company_code: '25207' }, ...stored })
  })
})

describe('from one method to the other', () => {
  it('the slip is void, the account comes back, and a new slip has a number of its own', async () => {
    const order = await shops.posted(sakura)
    const first = (await chosen(order, 'bank_transfer')).instruction
    expect((await chosen(order, 'convenience_store')).instruction).toMatchObject({ method: 'convenience_store' })
    expect((await chosen(order, 'bank_transfer')).instruction).toEqual(first)
    expect((await chosen(order, 'convenience_store')).instruction).toMatchObject({ slipNumber: '0000000000000002-0' })
    expect(slips(order)).toEqual(['1-0 2026-11-27 switched', '2-0 2026-11-27'])
  })

  it('money that still comes to the withdrawn account waits for a person, with the reason', async () => {
    const order = await shops.posted(sakura)
    await chosen(order, 'bank_transfer')
    await chosen(order, 'convenience_store')
    await shops.pay(order)
    expect(shops.look(order.orderId).tracks.payment).toBe('unpaid')
    const [deposit, ...others] = await waitingDeposits(shops.ledger.reader, 0, 10)
    if (!deposit || others.length > 0) throw new Error('one deposit waits')
    const [candidate] = (await findProposals(shops.ledger.reader, deposit, '')).proposals
    expect(candidate?.orders[0]?.orderId).toBe(order.orderId)
    expect(candidate?.reasons.map(({ code, veto }) => `${code}${veto ? ' veto' : ''}`)).toEqual([
      'other_method veto',
      'instruction_withdrawn veto',
      'virtual_account',
      'name_equal',
      'amount_equal',
      'same_merchant',
      'within_due_date',
    ])
  })

  it('what is missing once a person has cleared a part of it is to be transferred', async () => {
    const order = await shops.posted(sakura)
    await chosen(order, 'bank_transfer')
    await chosen(order, 'convenience_store')
    await bringIn(shops, '2026-11-20', 0, [{ amount: 900, remitterCode: referenceOf(shops.ledger, order.orderId) }])
    const [deposit] = await waitingDeposits(shops.ledger.reader, 0, 10)
    if (!deposit) throw new Error('the deposit waits')
    await clearByHand(shops, deposit.receiptId, order.orderId, 900)
    expect(valueIn(await shops.choice.look(order.orderId)).instruction).toMatchObject({ method: 'bank_transfer', amount: 1_500 })
  })

  it('money on the account that came back clears by itself', async () => {
    const order = await shops.posted(sakura)
    for (const method of ['bank_transfer', 'convenience_store', 'bank_transfer'] as const) await chosen(order, method)
    expect(referenceOf(shops.ledger, order.orderId)).toMatch(/^101/)
    await shops.pay(order)
    expect(shops.look(order.orderId).tracks.payment).toBe('paid')
  })
})

describe('an order whose shop has fixed the store', () => {
  it('has its slip from the start, and its payer is told', async () => {
    const order = await shops.posted(sakura, { method: 'convenience_store' })
    expect(slips(order)).toEqual(['1-0 2026-11-27'])
    expect(shops.look(order.orderId)).toMatchObject({ tracks: { payment: 'unpaid' }, notices: ['payer instruction mail'] })
    expect(valueIn(await shops.choice.look(order.orderId)).instruction).toMatchObject({ method: 'convenience_store', amount: 2_400 })
  })

  it('is numbered among others that are posted at once', async () => {
    const methods = ['convenience_store', 'bank_transfer', 'convenience_store', undefined] as const
    const orders = await Promise.all(methods.map((method) => shops.posted(sakura, method ? { method } : {})))
    expect(orders.map(slips)).toEqual([['1-0 2026-11-27'], [], ['2-0 2026-11-27'], []])
  })

  it('shows no slip before its merchant has accepted it', async () => {
    const careful = await shops.merchant({ methods: ['convenience_store'], acceptanceRequired: true })
    const order = await shops.posted(careful, { method: 'convenience_store' })
    expect(slips(order)).toHaveLength(1)
    expect(valueIn(await shops.choice.look(order.orderId)).instruction).toBeNull()
    valueIn(await shops.orders.accept(careful, order.order.orderNumber))
    expect(valueIn(await shops.choice.look(order.orderId)).instruction).toMatchObject({ method: 'convenience_store' })
  })

  it('is refused above the limit, and where no agent is settled', async () => {
    const post = (own: object) => shops.post(sakura, { method: 'convenience_store', ...own })
    expect(refusalOf(await post(dear(300_001)))).toEqual({ refusal: 'above_slip_limit', limit: 300_000 })
    await settleStores(shops.ledger, {}, false)
    expect(refusalOf(await post({}))).toEqual({ refusal: 'method_not_offered', method: 'convenience_store' })
  })
})
