import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setDeadlines } from '../../../../../src/main/ledger/protection'
import { stepOrder } from '../../../../../src/main/services/order-steps'
import { answerAsPayer } from '../../../../../src/main/services/protection'
import { businessDate } from '../../../../../src/preload/contract/date'
import { OrderId } from '../../../../../src/preload/contract/ids'
import { authorize } from '../../../../support/cards'
import { addOrders, TESTER, valueIn, writing } from '../../../../support/ledger'
import { openTestStorefront, orderBody, type ShopProgram, type TestStorefront } from '../../../../support/storefront'
import { settleStores, slipsAt } from '../../../../support/stores'
import { bringIn } from '../../../../support/story'
import { brokenPromises } from '../../../../support/verified'

/* What a merchant's program may do, over real HTTP and a real ledger: one test for each route, and every refusal it may get. */

let storefront: TestStorefront
let shop: ShopProgram
let careful: ShopProgram
beforeAll(async () => {
  storefront = await openTestStorefront()
  shop = await storefront.merchant({ methods: ['bank_transfer', 'card'] })
  careful = await storefront.merchant({ acceptanceRequired: true })
})
afterAll(async () => {
  expect(await brokenPromises(storefront.ledger)).toEqual([])
  expect(storefront.log.lines).toEqual([])
  await storefront.cleanup()
})

let keys = 0
const post = (body: Record<string, unknown>, key = `key-${++keys}`, by = shop) =>
  by.ask('POST', '/api/v1/orders', { body, headers: { 'idempotency-key': key } })

/** A new order of this shop, by its number. */
async function ordered(own: Record<string, unknown> = {}, by = shop): Promise<string> {
  const posted = await post(orderBody(own), undefined, by)
  expect(posted.status).toBe(201)
  return posted.json.orderNumber
}

async function idOf(orderNumber: string): Promise<OrderId> {
  const { id } = await storefront.ledger.reader.db
    .selectFrom('orders')
    .select('id')
    .where('order_number', '=', orderNumber)
    .executeTakeFirstOrThrow()
  return OrderId.parse(id)
}

/** The money of these orders comes to their virtual accounts, on another day of the bank each time. */
let opening = 0
let day = 20
async function paid(...orderNumbers: string[]): Promise<void> {
  const rows = await storefront.ledger.reader.db
    .selectFrom('orders as o')
    .innerJoin('instructions as i', 'i.order_id', 'o.id')
    .select(['o.amount', 'i.reference'])
    .where('o.order_number', 'in', orderNumbers)
    .execute()
  await bringIn(
    storefront,
    `2026-11-${day}`,
    opening,
    rows.map(({ amount, reference }) => ({ amount, remitterCode: reference })),
  )
  day += 1
  opening += rows.reduce<number>((sum, { amount }) => sum + amount, 0)
}

const PAID = { method: 'bank_transfer' }
const PROTECTED = { ...PAID, protectionWished: true }

describe('POST /orders', () => {
  it('registers an order and answers it with the page for its payer', async () => {
    const body = orderBody({ receivedOn: '2026-11-19', language: 'en', returnUrl: 'https://shop.example.jp/thanks' })
    const posted = await post(body)
    expect(posted.status).toBe(201)
    expect(posted.headers.get('cache-control')).toBe('no-store')
    expect(posted.json).toEqual({
      orderNumber: body.orderNumber,
      receivedOn: '2026-11-19',
      goods: '丸筆 3号',
      lines: body.goods,
      amount: 2_400,
      paidAmount: 0,
      method: null,
      status: 'awaiting_method',
      tracks: { acceptance: 'none', payment: 'awaiting_method', protection: 'none', disbursement: 'none' },
      payerName: '山田 太郎',
      dueOn: '2026-11-27',
      paidOn: null,
      payoutOn: null,
      protectedUntil: null,
      returnReason: null,
      card: null,
      note: '',
      version: 1,
      paymentUrl: expect.stringMatching(new RegExp(`^${storefront.address}/pay/[\\w.-]+$`)),
    })
  })

  it('fixes the method where the shop says so', async () => {
    const posted = await post(orderBody(PROTECTED))
    expect(posted.json).toMatchObject({ method: 'bank_transfer', status: 'unpaid', tracks: { payment: 'unpaid', protection: 'wished' } })
  })

  it('answers the same key and body the same, and stores nothing again', async () => {
    const body = orderBody()
    const [first, second] = [await post(body, 'again'), await post(body, 'again')]
    expect([second.status, second.json]).toEqual([201, first.json])
    const count = await storefront.ledger.reader.db
      .selectFrom('orders')
      .select('id')
      .where('order_number', '=', String(body.orderNumber))
      .execute()
    expect(count).toHaveLength(1)
  })

  it('answers the same key at the same moment once, and tells the other to come again', async () => {
    const body = orderBody()
    const answers = await Promise.all([post(body, 'at-once'), post(body, 'at-once'), post(body, 'at-once')])
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1)
    for (const { status, json } of answers) if (status !== 201) expect([status, json.error.code]).toEqual([409, 'request_in_progress'])
  })

  it('keeps the keys of merchants apart', async () => {
    expect((await post(orderBody(), 'mine')).status).toBe(201)
    expect((await post(orderBody(), 'mine', careful)).status).toBe(201)
  })

  it('to be paid at a store has its slip from the start; above 300,000 yen there is none: above_slip_limit', async () => {
    await settleStores(storefront.ledger)
    const seller = await storefront.merchant({ methods: ['convenience_store'] })
    const number = await ordered({ method: 'convenience_store' }, seller)
    expect((await seller.ask('GET', `/api/v1/orders/${number}`)).json).toMatchObject({ status: 'unpaid', method: 'convenience_store' })
    expect(slipsAt(storefront.ledger, await idOf(number))).toHaveLength(1)
    const dear = { method: 'convenience_store', goods: [{ name: '壺', quantity: 1, unitPrice: 300_001 }], amount: 300_001 }
    const { status, json } = await post(orderBody(dear), undefined, seller)
    expect([status, json]).toMatchObject([422, { error: { code: 'above_slip_limit', limit: 300_000 } }])
  })

  const tooMuch = { name: 'x', quantity: 100_000, unitPrice: Number.MAX_SAFE_INTEGER }
  const refusals: [what: string, own: Record<string, unknown>, status: number, error: Record<string, unknown>][] = [
    ['another amount than the lines', { amount: 2_401 }, 422, { code: 'amount_differs', stated: 2_401, counted: 2_400 }],
    ['lines beyond all numbers', { goods: [tooMuch, tooMuch] }, 422, { code: 'amount_differs', counted: Number.MAX_SAFE_INTEGER }],
    ['a method that is not built', { method: 'card' }, 422, { code: 'method_not_offered', method: 'card' }],
    [
      'a method of nobody',
      { method: 'cheque' },
      400,
      { code: 'invalid_input', problems: [{ path: 'method', message: expect.any(String) }] },
    ],
    [
      'a day to come',
      { receivedOn: '2026-11-21' },
      400,
      { code: 'invalid_input', problems: [{ path: 'receivedOn', message: 'in the future' }] },
    ],
    ['a day that is none', { receivedOn: '2026-02-30' }, 400, { code: 'invalid_input' }],
    ['a field nobody knows', { coupon: 'x' }, 400, { code: 'invalid_input' }],
    [
      'a number with a blank',
      { orderNumber: 'A 1' },
      400,
      { code: 'invalid_input', problems: [{ path: 'orderNumber', message: expect.any(String) }] },
    ],
    ['no goods', { goods: [] }, 400, { code: 'invalid_input' }],
    ['a fraction of a yen', { amount: 2_400.5 }, 400, { code: 'invalid_input' }],
    [
      'a NUL',
      { payer: { name: 'a\u0000b' } },
      400,
      { code: 'invalid_input', problems: [{ path: 'payer.name', message: expect.any(String) }] },
    ],
    ['half a character', { payer: { name: 'a\ud83d' } }, 400, { code: 'invalid_input' }],
    ['a line break in a name', { goods: [{ name: 'a\nb', quantity: 2, unitPrice: 1_200 }] }, 400, { code: 'invalid_input' }],
    ['an address that runs', { returnUrl: 'javascript:alert(1)' }, 400, { code: 'invalid_input' }],
    [
      'a card number as a name',
      { payer: { name: '4111 1111 1111 1111' } },
      400,
      { code: 'invalid_input', problems: [{ path: 'payer.name', message: 'card_number' }] },
    ],
    [
      'a card number as goods',
      { goods: [{ name: '5555-5555-5555-4444', quantity: 2, unitPrice: 1_200 }] },
      400,
      { problems: [{ path: 'goods.0.name', message: 'card_number' }] },
    ],
    [
      'a card number as order number',
      { orderNumber: '4111111111111111' },
      400,
      { problems: [{ path: 'orderNumber', message: 'card_number' }] },
    ],
    [
      'a card number in an address',
      { returnUrl: 'https://shop.example.jp/?c=4111111111111111' },
      400,
      { problems: [{ path: 'returnUrl', message: 'card_number' }] },
    ],
  ]
  it.each(refusals)('refuses %s', async (_what, own, status, error) => {
    const refused = await post(orderBody(own))
    expect([refused.status, refused.json.error]).toEqual([status, expect.objectContaining(error)])
  })

  it('refuses a number that is taken, by whatever key, and another body under the same key', async () => {
    const body = orderBody()
    await post(body, 'taken')
    const [other, changed] = [await post(body, 'taken-2'), await post({ ...body, language: 'en' }, 'taken')]
    expect([other.status, other.json.error]).toEqual([
      409,
      expect.objectContaining({ code: 'order_number_taken', orderNumber: body.orderNumber }),
    ])
    expect([changed.status, changed.json.error.code]).toEqual([422, 'idempotency_mismatch'])
  })

  const badKeys: [what: string, headers: Record<string, string>][] = [
    ['no key', {}],
    ['a key with a blank', { 'idempotency-key': 'a b' }],
    ['a key that is too long', { 'idempotency-key': 'k'.repeat(256) }],
  ]
  it.each(badKeys)('refuses %s', async (_what, headers) => {
    const refused = await shop.ask('POST', '/api/v1/orders', { body: orderBody(), headers })
    expect([refused.status, refused.json.error.code]).toEqual([400, 'idempotency_key_missing'])
  })

  it('gives account numbers to as many as there are, and the others still choose for themselves', async () => {
    const small = await storefront.merchant({
      virtualRange: { accountId: storefront.account, branchCode: '102', first: '0000001', last: '0000002' },
    })
    const answers = await Promise.all([PAID, PAID, PAID, {}].map((own, at) => post(orderBody(own), `small-${at}`, small)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 503])
    const [refused] = answers.filter(({ status }) => status === 503)
    expect([refused?.json.error.code, refused?.headers.get('retry-after')]).toEqual(['virtual_accounts_exhausted', '3600'])
    expect(refused?.text).not.toContain('needed')
  })
})

describe('reading', () => {
  it('GET /orders/{orderNumber}: the order with its history', async () => {
    const orderNumber = await ordered()
    const read = await shop.ask('GET', `/api/v1/orders/${orderNumber}`)
    expect([read.status, read.json.events]).toEqual([200, [{ at: '2026-11-20T01:32:00.000Z', kind: 'registered', amount: 2_400 }]])
  })

  it('reads an order that came by file, whatever signs its number holds', async () => {
    await addOrders(storefront.ledger, shop.merchantId, [{ amount: 500, orderNumber: '特注/12 %', tracks: { payment: 'unpaid' } }])
    const read = await shop.ask('GET', `/api/v1/orders/${encodeURIComponent('特注/12 %')}`)
    expect([read.status, read.json.orderNumber, read.json.lines]).toEqual([200, '特注/12 %', []])
  })

  it('GET /orders/{orderNumber}/payment-link: the page for its payer', async () => {
    const posted = await post(orderBody())
    const link = await shop.ask('GET', `/api/v1/orders/${posted.json.orderNumber}/payment-link`)
    expect([link.status, link.json]).toEqual([200, { paymentUrl: posted.json.paymentUrl }])
  })

  it('GET /caller: whom the key speaks for', async () => {
    const caller = await shop.ask('GET', '/api/v1/caller')
    expect([caller.status, caller.json]).toEqual([200, { registrationNumber: 'K000001', serverTime: '2026-11-20T01:32:00.000Z' }])
  })

  it('GET /orders: pages, newest first, until there are no more', async () => {
    const reader = await storefront.merchant()
    const numbers = []
    for (let at = 0; at < 5; at++) numbers.unshift(await ordered({}, reader))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await reader.ask('GET', `/api/v1/orders?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
      expect([page.status, page.json.matching]).toEqual([200, { count: 5, capped: false }])
      seen.push(...page.json.orders.map(({ orderNumber }: { orderNumber: string }) => orderNumber))
      cursor = page.json.next
    } while (cursor)
    expect(seen).toEqual(numbers)
  })

  it('GET /orders: filters', async () => {
    const reader = await storefront.merchant()
    const [early, fixed] = [await ordered({ receivedOn: '2026-11-01' }, reader), await ordered(PAID, reader)]
    const found = async (query: string) =>
      (await reader.ask('GET', `/api/v1/orders?${query}`)).json.orders.map(({ orderNumber }: { orderNumber: string }) => orderNumber)
    expect(await found('status=unpaid')).toEqual([fixed])
    expect(await found('method=bank_transfer')).toEqual([fixed])
    expect(await found('to=2026-11-01')).toEqual([early])
    expect(await found('from=2026-11-02')).toEqual([fixed])
    expect(await found(`search=${encodeURIComponent('ヤマダ')}&from=2026-11-02`)).toEqual([fixed])
    expect(await found('search=nobody')).toEqual([])
  })

  const badQueries = [
    'status=open',
    'limit=0',
    'limit=101',
    'limit=x',
    'from=yesterday',
    'cursor=nonsense',
    'colour=red',
    'status=paid&status=unpaid',
    'search=%00',
  ]
  it.each(badQueries)('refuses ?%s', async (query) => {
    const refused = await shop.ask('GET', `/api/v1/orders?${query}`)
    expect([refused.status, refused.json.error.code]).toEqual([400, 'invalid_input'])
  })
})

describe('steps', () => {
  const step = (orderNumber: string, action: string, body?: unknown, by = shop) =>
    by.ask('POST', `/api/v1/orders/${orderNumber}/${action}`, body === undefined ? {} : { body })

  it('accept: the payer may choose; a second time is refused', async () => {
    const orderNumber = await ordered({}, careful)
    const accepted = await step(orderNumber, 'accept', undefined, careful)
    expect([accepted.status, accepted.json.status, accepted.json.tracks.acceptance]).toEqual([200, 'awaiting_method', 'accepted'])
    const again = await step(orderNumber, 'accept', {}, careful)
    expect([again.status, again.json.error]).toEqual([
      409,
      expect.objectContaining({ code: 'order_step_refused', track: 'acceptance', from: 'accepted', event: 'accepted' }),
    ])
  })

  it('accept: the day after the last one is too late, though nothing has come of that yet', async () => {
    const orderNumber = await ordered({}, careful)
    await writing(storefront.ledger, async (writer) => {
      const { id } = await writer.db.selectFrom('orders').select('id').where('order_number', '=', orderNumber).executeTakeFirstOrThrow()
      await setDeadlines(writer, [{ orderId: id, kind: 'acceptance', on: businessDate('2026-11-19') }])
    })
    for (const [action, body] of [
      ['accept', {}],
      ['refuse', { reason: '在庫がありません。' }],
    ] as const) {
      const late = await step(orderNumber, action, body, careful)
      expect([late.status, late.json.error]).toEqual([409, expect.objectContaining({ code: 'deadline_passed', on: '2026-11-19' })])
    }
  })

  it('accept: an order that needs none is refused', async () => {
    expect((await step(await ordered(), 'accept')).json.error).toMatchObject({ code: 'order_step_refused', from: 'none' })
  })

  it('an order that must be accepted first leaves the payer as many days after that', async () => {
    const posted = await post(orderBody(), undefined, careful)
    expect(posted.json.dueOn).toBe('2026-11-30')
  })

  it('refuse: the order ends', async () => {
    const refused = await step(await ordered({}, careful), 'refuse', { reason: '在庫がありません。' }, careful)
    expect([refused.status, refused.json.status]).toEqual([200, 'acceptance_refused'])
  })

  it('cancel: what nobody has paid', async () => {
    const orderNumber = await ordered()
    expect((await step(orderNumber, 'cancel', { reason: 'お客様のご依頼' })).json.status).toBe('cancelled')
    expect((await step(orderNumber, 'cancel', { reason: 'again' })).json.error).toMatchObject({
      code: 'order_step_refused',
      from: 'cancelled',
    })
  })

  it('ship: once something is paid; the same report again changes nothing', async () => {
    const orderNumber = await ordered(PAID)
    const shipment = { carrier: 'ヤマト運輸', trackingNumber: '1234-5678-9012' }
    expect((await step(orderNumber, 'ship', shipment)).json.error).toMatchObject({
      code: 'order_step_refused',
      from: 'unpaid',
      event: 'shipped',
    })
    await paid(orderNumber)
    for (const said of [shipment, shipment, { ...shipment, trackingNumber: '2' }, {}])
      expect((await step(orderNumber, 'ship', said)).status).toBe(200)
    const { events } = (await shop.ask('GET', `/api/v1/orders/${orderNumber}`)).json
    expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(['registered', 'allocated_in_full', 'shipped', 'shipped', 'shipped'])
    expect((await step(orderNumber, 'cancel', { reason: 'late' })).json.error).toMatchObject({ code: 'order_step_refused', from: 'paid' })
  })

  it('capture: asks for it once', async () => {
    const [id] = await addOrders(storefront.ledger, shop.merchantId, [
      { amount: 900, orderNumber: 'card-1', method: 'card', tracks: { payment: 'awaiting_method' } },
    ])
    if (id === undefined) throw new Error('no order')
    for (const kind of ['decision_asked', 'decision_granted'] as const) {
      valueIn(await storefront.ledger.write(TESTER, (writer) => stepOrder(writer, { orderId: id, kind })))
    }
    expect((await step('card-1', 'capture')).json.error).toMatchObject({ code: 'card_not_authorized' })
    await authorize(storefront.ledger, id, storefront.clock.now() + 60_000)
    const captured = await step('card-1', 'capture')
    expect([captured.status, captured.json.tracks.payment]).toEqual([200, 'capture_requested'])
    expect((await step('card-1', 'capture')).json.error).toMatchObject({ code: 'order_step_refused', from: 'capture_requested' })
  })

  const answers = [
    ['goods_returned', 'return_wanted', 'refund_due'],
    ['contested', 'return_wanted', 'contested'],
    ['contested', 'not_arrived', 'contested'],
  ] as const
  it.each(answers)('answer-return: %s to %s', async (answer, said, after) => {
    const orderNumber = await ordered(PROTECTED)
    await paid(orderNumber)
    const orderId = await idOf(orderNumber)
    valueIn(
      await storefront.ledger.write(TESTER, (writer) => answerAsPayer(writer, orderId, said, { reason: '割れていた', source: 'link' })),
    )
    const read = await shop.ask('GET', `/api/v1/orders/${orderNumber}`)
    expect([read.json.returnReason, read.json.protectedUntil]).toEqual(['割れていた', null])
    const answered = await step(orderNumber, 'answer-return', { answer, reason: '確認しました' })
    expect([answered.status, answered.json.tracks.protection]).toEqual([200, after])
    expect((await step(orderNumber, 'answer-return', { answer, reason: 'again' })).json.error.code).toBe('order_step_refused')
  })

  it('answer-return: nothing was asked', async () => {
    const orderNumber = await ordered(PROTECTED)
    const asked = () => step(orderNumber, 'answer-return', { answer: 'contested', reason: 'x' })
    expect((await asked()).json.error).toMatchObject({ code: 'order_step_refused', track: 'payment' })
    await paid(orderNumber)
    expect((await asked()).json.error).toMatchObject({ code: 'order_step_refused', track: 'protection' })
  })

  const reasons: [action: string, body: unknown][] = [
    ['refuse', {}],
    ['refuse', { reason: ' ' }],
    ['cancel', { reason: 'x'.repeat(501) }],
    ['cancel', { reason: '\u0000' }],
    ['cancel', { reason: 'カード 4111 1111 1111 1111' }],
    ['ship', { carrier: '4111111111111111' }],
    ['ship', { trackingNumber: 'a\nb' }],
    ['answer-return', { answer: 'lost', reason: 'x' }],
    ['answer-return', { answer: 'contested' }],
    ['accept', { reason: 'x' }],
    ['accept', []],
    ['capture', 'x'],
  ]
  it.each(reasons)('%s refuses %j', async (action, body) => {
    const refused = await step(await ordered(), action, body)
    expect([refused.status, refused.json.error.code]).toEqual([400, 'invalid_input'])
  })

  it('who did it stands in the audit trail', async () => {
    const orderNumber = await ordered()
    await step(orderNumber, 'cancel', { reason: 'x' })
    const id = await idOf(orderNumber)
    const records = await storefront.ledger.reader.db
      .selectFrom('audit_records')
      .select(['actor', 'seat', 'action'])
      .where('subject', '=', `order:${id}`)
      .execute()
    expect(records).toEqual([{ actor: 'merchant:K000001', seat: 'api', action: 'cancelled' }])
  })
})
