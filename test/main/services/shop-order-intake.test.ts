import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MerchantActor } from '../../../src/main/gateways/counter'
import { MerchantId } from '../../../src/preload/contract/ids'
import { NO_CONTACTS } from '../../../src/preload/contract/merchants'
import { auditOf, refusalOf } from '../../support/desk'
import { valueIn } from '../../support/ledger'
import { openTestShops, referenceOf, type TestShops } from '../../support/shop'
import { rowCounts } from '../../support/storefront'
import { brokenPromises } from '../../support/verified'

/* Orders as shops post them (s3), many at once. What each route of the API refuses is in gateways/storefront/api. */

let shops: TestShops
let sakura: MerchantActor
beforeEach(async () => {
  shops = await openTestShops()
  sakura = await shops.merchant()
})
afterEach(async () => {
  expect(await brokenPromises(shops.ledger)).toEqual([])
  await shops.cleanup()
})

describe('an order', () => {
  const arrivals: [what: string, own: object, terms: object, look: object][] = [
    [
      'without a method waits for the payer to choose',
      {},
      {},
      {
        tracks: { acceptance: 'none', payment: 'awaiting_method', protection: 'none', disbursement: 'none' },
        days: [],
        notices: ['payer choose_method mail'],
      },
    ],
    [
      'with its method waits for the money',
      { method: 'bank_transfer', protectionWished: true },
      {},
      {
        tracks: { acceptance: 'none', payment: 'unpaid', protection: 'wished', disbursement: 'none' },
        days: [],
        notices: ['payer instruction mail'],
      },
    ],
    [
      'of a merchant who accepts first waits for that, and only the merchant is told',
      {},
      { acceptanceRequired: true },
      {
        tracks: { acceptance: 'awaiting', payment: 'awaiting_method', protection: 'none', disbursement: 'none' },
        days: ['acceptance 2026-11-23'],
        notices: ['merchant acceptance_asked mail', 'merchant acceptance_asked webhook'],
      },
    ],
    [
      'of a payer without an address, and of a merchant who is told nothing, is told to nobody',
      { payer: { name: '山田' } },
      { contacts: NO_CONTACTS, acceptanceRequired: true },
      { notices: [] },
    ],
  ]
  it.each(arrivals)('%s', async (_what, own, terms, look) => {
    const merchant = await shops.merchant(terms)
    const { orderId } = await shops.posted(merchant, own)
    expect(shops.look(orderId)).toMatchObject({ events: [`${merchant.actor} registered`], ...look })
  })

  it('is found by its number, payer and goods, and by the reference a deposit may carry', async () => {
    const { orderId } = await shops.posted(sakura, {
      orderNumber: 'A-1001',
      goods: [
        { name: '丸筆', quantity: 1, unitPrice: 5 },
        { name: '墨', quantity: 1, unitPrice: 6 },
      ],
      amount: 11,
    })
    const row = shops.ledger.source
      .prepare('select goods, reference_key, payer_key, received_on, due_on from orders where id = ?')
      .get(orderId)
    expect(row).toEqual({
      goods: '丸筆 ほか1点',
      reference_key: 'A1001',
      payer_key: 'ヤマダタロウ',
      received_on: '2026-11-20',
      due_on: '2026-11-27',
    })
    const found = shops.ledger.source
      .prepare('select count(*) from order_search where order_search match \'"a1001" AND "ヤマダ" * AND "丸筆"\'')
      .pluck()
      .get()
    expect(found).toBe(1)
  })

  it('is due on a day on which banks are open', async () => {
    // 2026-11-23 is 勤労感謝の日, a Monday; the two days before are a weekend.
    const hasty = await shops.merchant({
      deadlines: { paymentDays: 1, acceptanceDays: 3, reminderDays: 3, returnAnswerDays: 7, shipmentRestartsWindow: false },
    })
    expect((await shops.posted(hasty)).order.dueOn).toBe('2026-11-24')
  })
})

describe('many at once', () => {
  it('are stored together, each under the name of its merchant', async () => {
    const yamate = await shops.merchant()
    const before = auditOf(shops, 'orders').length
    const answers = await Promise.all(
      [...Array(20).keys()].map((at) => shops.post(at % 2 ? sakura : yamate, at % 3 ? {} : { method: 'bank_transfer' })),
    )
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(auditOf(shops, 'orders').slice(before)).toEqual([`${yamate.actor} posted`, `${sakura.actor} posted`])
    const actors = shops.ledger.source
      .prepare(
        "select m.registration_number, e.actor from order_events e join orders o on o.id = e.order_id join merchants m on m.id = o.merchant_id where 'merchant:' || m.registration_number <> e.actor",
      )
      .all()
    expect(actors).toEqual([])
    const references = answers.flatMap((answer) =>
      answer.ok && answer.value.order.method ? [referenceOf(shops.ledger, answer.value.orderId)] : [],
    )
    expect(new Set(references).size).toBe(7)
  })

  it('each is judged by itself: what is refused stores nothing and holds up nobody', async () => {
    const stranger: MerchantActor = { merchantId: MerchantId.parse(1), actor: 'merchant:K999999', source: 'api' }
    const before = await rowCounts(shops.ledger)
    const answers = await Promise.all([
      shops.post(sakura, { orderNumber: 'X-1' }),
      shops.post(sakura, { orderNumber: 'X-1' }),
      shops.post(sakura, { amount: 1 }),
      shops.post(stranger),
      shops.post(sakura, { orderNumber: 'X-2' }),
    ])
    expect(answers.map((answer) => (answer.ok ? 'stored' : answer.refusal.refusal))).toEqual([
      'stored',
      'order_number_taken',
      'amount_differs',
      'not_found',
      'stored',
    ])
    expect((await rowCounts(shops.ledger)).orders).toBe(Number(before.orders) + 2)
  })

  it('nothing but refusals stores nothing at all', async () => {
    const before = await rowCounts(shops.ledger)
    await Promise.all([shops.post(sakura, { amount: 1 }), shops.post(sakura, { receivedOn: '2027-01-01' })])
    expect(await rowCounts(shops.ledger)).toEqual(before)
  })

  it('the same request while the first is worked on: request_in_progress, and once stored', async () => {
    const idempotency = { key: 'same', bodySha256: 'x' }
    const answers = await Promise.all([1, 2, 3].map(() => shops.post(sakura, { orderNumber: 'S-1' }, idempotency)))
    expect(answers.map((answer) => (answer.ok ? 'stored' : answer.refusal.refusal))).toEqual([
      'stored',
      'request_in_progress',
      'request_in_progress',
    ])
    const again = valueIn(await shops.post(sakura, { orderNumber: 'S-1' }, idempotency))
    expect(answers[0]).toEqual({ ok: true, value: again })
    expect(refusalOf(await shops.post(sakura, { orderNumber: 'S-1' }, { key: 'same', bodySha256: 'y' }))).toEqual({
      refusal: 'idempotency_mismatch',
    })
  })

  it('the answer of the first time is given again although the order has moved on, and the key itself is not kept', async () => {
    const idempotency = { key: 'key-of-my-own', bodySha256: 'x' }
    const first = valueIn(await shops.post(sakura, { orderNumber: 'S-2' }, idempotency))
    valueIn(await shops.orders.cancel(sakura, 'S-2', 'x'))
    expect(valueIn(await shops.post(sakura, { orderNumber: 'S-2' }, idempotency))).toEqual(first)
    expect(JSON.stringify(shops.ledger.source.prepare('select key from idempotent_requests').all())).not.toContain('key-of-my-own')
  })

  it('more than may wait are told to come again, the others are stored', async () => {
    const answers = await Promise.all([...Array(300).keys()].map(() => shops.post(sakura)))
    const told = Map.groupBy(answers, (answer) => (answer.ok ? 'stored' : answer.refusal.refusal))
    expect([told.get('stored')?.length, told.get('overloaded')?.length]).toEqual([256, 44])
    expect((await shops.post(sakura)).ok).toBe(true)
  })

  it('while another process writes: ledger_busy, and the same request is stored later', async () => {
    const idempotency = { key: 'busy', bodySha256: 'x' }
    const other = new Database(shops.ledger.path)
    other.exec('begin immediate')
    const waiting = shops.post(sakura, { orderNumber: 'B-1' }, idempotency)
    expect(refusalOf(await waiting)).toEqual({ refusal: 'ledger_busy' })
    other.exec('rollback')
    other.close()
    expect((await shops.post(sakura, { orderNumber: 'B-1' }, idempotency)).ok).toBe(true)
  })
})

describe('account numbers', () => {
  it('are given to as many as there are; who chooses for himself needs none', async () => {
    const small = await shops.merchant({ virtualRange: { accountId: shops.account, branchCode: '102', first: '0000001', last: '0000002' } })
    const answers = await Promise.all(
      [{ method: 'bank_transfer' }, {}, { method: 'bank_transfer' }, { method: 'bank_transfer' }].map((own) => shops.post(small, own)),
    )
    expect(answers.map((answer) => (answer.ok ? (answer.value.order.method ?? 'none') : answer.refusal))).toEqual([
      'bank_transfer',
      'none',
      'bank_transfer',
      { refusal: 'virtual_accounts_exhausted', needed: 3, free: 2 },
    ])
  })

  it('are not offered by a merchant who has none', async () => {
    const none = await shops.merchant({ virtualRange: null })
    expect(refusalOf(await shops.post(none, { method: 'bank_transfer' }))).toEqual({
      refusal: 'method_not_offered',
      method: 'bank_transfer',
    })
    expect((await shops.post(none)).ok).toBe(true)
  })

  it('come again to a new order when the old one is closed and rested', async () => {
    const one = await shops.merchant({ virtualRange: { accountId: shops.account, branchCode: '103', first: '0000005', last: '0000005' } })
    const first = await shops.posted(one, { method: 'bank_transfer' })
    valueIn(await shops.orders.cancel(one, first.order.orderNumber, 'x'))
    expect(refusalOf(await shops.post(one, { method: 'bank_transfer' })).refusal).toBe('virtual_accounts_exhausted')
    shops.clock.advance(40 * 86_400_000)
    const second = await shops.posted(one, { method: 'bank_transfer' })
    expect(referenceOf(shops.ledger, second.orderId)).toBe('1030000005')
  })
})

describe('card numbers', () => {
  const held: [path: string, own: object][] = [
    ['payer.name', { payer: { name: '4111111111111111' } }],
    ['payer.kana', { payer: { name: 'x', kana: '４１１１ １１１１ １１１１ １１１１' } }],
    [
      'goods.1.name',
      {
        goods: [
          { name: 'x', quantity: 2, unitPrice: 1_200 },
          { name: 'no. 5555 5555 5555 4444', quantity: 1, unitPrice: 0 },
        ],
      },
    ],
    ['orderNumber', { orderNumber: '4111-1111-1111-1111' }],
    ['returnUrl', { returnUrl: 'https://shop.example.jp/back?card=4111%201111%201111%201111&x=1' }],
    ['returnUrl', { returnUrl: 'https://shop.example.jp/4111111111111111' }],
  ]
  it.each(held)('are refused in %s', async (path, own) => {
    expect(refusalOf(await shops.post(sakura, own))).toEqual({ refusal: 'invalid_input', problems: [{ path, message: 'card_number' }] })
  })

  it('are not seen where a machine has written letters and digits', async () => {
    const own = {
      orderNumber: 'b4111111-1111-4111-8111-111111111111',
      returnUrl: 'https://shop.example.jp/a4111111-1111-4111-8111-111111111111',
    }
    expect((await shops.post(sakura, own)).ok).toBe(true)
  })
})
