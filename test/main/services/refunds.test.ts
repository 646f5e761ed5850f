import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepDeadlines } from '../../../src/main/services/deadlines'
import { MerchantId, OrderId, type ReceiptId, RefundId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { HOLDER, valueIn, writing } from '../../support/ledger'
import { approvalOf, openRefundDesk, PAYER_ACCOUNT, type RefundDesk } from '../../support/refunds'
import { resourcesOf } from '../../support/statements'

const DAY = 24 * 3_600_000
let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
})
afterEach(() => desk.cleanup())

const nth = (at: number): OrderId => {
  const id = desk.orders[at]
  if (id === undefined) throw new Error('the story has six orders')
  return id
}
const order = (at: number) => ({ of: 'order' as const, orderId: nth(at) })
const get = async (id: RefundId) => valueIn(await desk.handlers['refunds.get'](desk.maker, { id }))
const payable = () => desk.balance(`merchant_payable:${desk.merchants[0]}`)
const inTransit = () => desk.balance('refund_in_transit')

describe('money of an order that is still here', () => {
  it('goes back whole: shown first, agreed to, and on its way in the same unit of work', async () => {
    const preview = valueIn(await desk.handlers['refunds.preview'](desk.maker, { target: order(0) }))
    expect(preview).toMatchObject({
      kind: 'order',
      most: 12_000,
      amount: 12_000,
      rest: 0,
      account: null,
      journal: [
        { debit: { account: 'merchant_payable', of: '桜商店' }, credit: { account: 'refund_in_transit', of: null }, amount: 12_000 },
      ],
      approvers: { needed: 1, why: 'always', barred: ['user:tanaka'] },
    })
    const before = payable()
    const { refundId, approvalId } = valueIn(await desk.ask(order(0)))
    expect(await desk.tracksOf(nth(0))).toMatchObject({ disbursement: 'refund_requested' })
    expect([payable(), inTransit()]).toEqual([before, 0])
    expect(await get(refundId)).toMatchObject({
      state: 'requested',
      orderNumber: 'S-1',
      holderMatches: true,
      approval: { id: approvalId, needed: 1, agreed: [] },
    })
    valueIn(await desk.decide(approvalId))
    expect(await desk.tracksOf(nth(0))).toMatchObject({ disbursement: 'in_refund', payment: 'paid' })
    expect([payable(), inTransit()]).toEqual([before + 12_000, -12_000])
    expect(await get(refundId)).toMatchObject({ state: 'approved', approval: null, journal: [] })
    expect(auditOf(desk, 'refunds')).toEqual(['user:tanaka refund_requested', 'user:sato refund_approved'])
    expect(await desk.broken()).toEqual([])
  })

  it('goes back in part: the rest is the merchant’s, as an item of its own', async () => {
    const before = payable()
    const asked = await desk.ask(order(0), { amount: yen(2_000) })
    valueIn(await desk.decide(approvalOf(asked)))
    const items = await desk.ledger.reader.db.selectFrom('payable_items').select(['kind', 'amount', 'order_id']).execute()
    expect(items).toEqual([{ kind: 'correction', amount: 10_000, order_id: nth(0) }])
    expect([payable(), inTransit()]).toEqual([before + 2_000, -2_000])
    expect(await desk.broken()).toEqual([])
  })

  it('held for the payer: the account it has given is used, and what the merchant keeps is released to it', async () => {
    await desk.returnGoods()
    const account = { ...PAYER_ACCOUNT, accountNumber: '1112223' }
    valueIn(
      await desk.handlers['orders.giveRefundAccount'](desk.maker, {
        id: desk.held,
        account,
        source: 'telephone',
        differenceConfirmed: false,
      }),
    )
    const target = { of: 'order' as const, orderId: desk.held }
    expect(valueIn(await desk.handlers['refunds.preview'](desk.maker, { target, amount: yen(5_000) }))).toMatchObject({
      account: { accountNumber: '1112223' },
      rest: 500,
      journal: [
        { debit: { account: 'held_for_payers' }, credit: { account: 'refund_in_transit' }, amount: 5_000 },
        { debit: { account: 'held_for_payers' }, credit: { account: 'merchant_payable' }, amount: 500 },
      ],
      // Who recorded the return and the account has had a hand in it.
      approvers: { barred: ['user:tanaka', 'user:yamada'] },
    })
    const asked = await desk.ask(target, { amount: yen(5_000), account: undefined, cause: 'protection' })
    valueIn(await desk.decide(approvalOf(asked)))
    expect(desk.balance(`held_for_payers:${desk.merchants[0]}`)).toBe(0)
    expect(await get(valueIn(asked).refundId)).toMatchObject({
      account: { accountNumber: '1112223' },
      cause: 'protection',
      source: 'telephone',
    })
  })

  it('of a contested order that was divided: only the payer’s part, and the merchant’s stays payable', async () => {
    await desk.tell('not_arrived', '届いていない')
    await desk.tell('contested', '配達済みになっている', 'fax')
    const { version } = await desk.get()
    const proposal = await desk.handlers['protection.propose'](desk.clerk, {
      orderId: desk.held,
      version,
      released: yen(2_000),
      why: '証拠が弱い',
    })
    valueIn(await desk.decide(approvalOf(proposal)))
    expect(await desk.broken()).toEqual([])
    const target = { of: 'order' as const, orderId: desk.held }
    expect(refusalOf(await desk.ask(target, { amount: yen(3_501) }))).toEqual({ refusal: 'exceeds_refundable', left: 3_500 })
    const asked = await desk.ask(target, { cause: 'protection' })
    expect(await desk.broken()).toEqual([])
    valueIn(await desk.decide(approvalOf(asked)))
    expect([desk.balance(`held_for_payers:${desk.merchants[0]}`), inTransit()]).toEqual([0, -3_500])
    const items = await desk.ledger.reader.db.selectFrom('payable_items').select(['kind', 'amount']).execute()
    expect(items).toEqual([{ kind: 'contest_part', amount: 2_000 }])
    expect(await desk.broken()).toEqual([])
  })

  it('held for the payer whose time still runs: what goes back, or has gone, is not released besides', async () => {
    const target = { of: 'order' as const, orderId: desk.held }
    const held = () => desk.balance(`held_for_payers:${desk.merchants[0]}`)
    const windows = () =>
      desk.ledger.source.prepare<[number], string>("select falls_on from order_deadlines where order_id = ? and kind = 'window'").pluck()
    const { refundId, approvalId } = valueIn(await desk.ask(target, { amount: yen(2_000) }))
    expect(windows().all(desk.held)).toEqual([])
    desk.clock.advance(30 * DAY)
    valueIn(await keepDeadlines(resourcesOf(desk)))
    expect(await desk.tracksOf(desk.held)).toMatchObject({ protection: 'open', disbursement: 'refund_requested' })
    const { version } = await desk.get()
    const said = { id: desk.held, version, told: 'received' as const, source: 'telephone' as const, text: '届いた' }
    const refused = { refusal: 'order_step_refused', track: 'disbursement', from: 'refund_requested', event: 'receipt_confirmed' }
    expect(refusalOf(await desk.handlers['orders.record'](desk.clerk, said))).toEqual(refused)
    expect(held()).toBe(-5_500)
    valueIn(await desk.decide(approvalId))
    expect([held(), (await get(refundId)).state]).toEqual([0, 'approved'])
    expect(await desk.broken()).toEqual([])
  })

  it('held for the payer, and nobody agrees: the payer has its time anew', async () => {
    const asked = await desk.ask({ of: 'order', orderId: desk.held })
    desk.clock.advance(30 * DAY)
    valueIn(await desk.decide(approvalOf(asked), 'rejected'))
    expect(valueIn(await desk.handlers['protection.get'](desk.clerk, { orderId: desk.held })).deadlines).toContainEqual({
      kind: 'window',
      on: '2027-01-03',
    })
    expect(await desk.broken()).toEqual([])
  })

  it('stays releasable since the day it was, when nobody agrees', async () => {
    await desk.tell('received', '届いた')
    const since = () => desk.ledger.source.prepare('select releasable_on from orders where id = ?').pluck().get(desk.held)
    expect(since()).toBe('2026-11-20')
    desk.clock.advance(12 * DAY)
    const asked = await desk.ask({ of: 'order', orderId: desk.held })
    valueIn(await desk.decide(approvalOf(asked), 'rejected'))
    expect([since(), (await desk.tracksOf(desk.held)).disbursement]).toEqual(['2026-11-20', 'releasable'])
  })

  it('stands as before when nobody agrees', async () => {
    const before = [await desk.tracksOf(nth(0)), payable()]
    const asked = await desk.ask(order(0))
    valueIn(await desk.decide(approvalOf(asked), 'rejected'))
    expect([await desk.tracksOf(nth(0)), payable()]).toEqual(before)
    expect(await get(valueIn(asked).refundId)).toMatchObject({ state: 'rejected' })
    valueIn(await desk.ask(order(0)))
  })

  it('stands as before when the request is withdrawn, and nobody decides it any more', async () => {
    await desk.returnGoods()
    const target = { of: 'order' as const, orderId: desk.held }
    const before = await desk.tracksOf(desk.held)
    const { refundId, approvalId } = valueIn(await desk.ask(target))
    const withdraw = (version: number) => desk.handlers['refunds.withdraw'](desk.maker, { id: refundId, version, why: '金額の誤り' })
    expect(refusalOf(await withdraw(9))).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await withdraw(1))
    expect(await desk.tracksOf(desk.held)).toEqual(before)
    expect(refusalOf(await desk.decide(approvalId))).toEqual({ refusal: 'already_decided' })
    expect(refusalOf(await withdraw(2))).toEqual({ refusal: 'refund_not_open', state: 'withdrawn' })
    expect(await get(refundId)).toMatchObject({ state: 'withdrawn' })
  })
})

describe('two people agree above the limit', () => {
  beforeEach(() =>
    writing(desk.ledger, (writer) =>
      writer.db
        .insertInto('settings')
        .values({ name: 'money_limits', value: JSON.stringify({ refundTwo: 10_000 }), changed_by: 'user:kanri', changed_at: writer.at })
        .execute(),
    ),
  )
  it('and neither is the maker nor the other', async () => {
    const { refundId, approvalId } = valueIn(await desk.ask(order(0)))
    expect(await get(refundId)).toMatchObject({ approval: { needed: 2 } })
    valueIn(await desk.decide(approvalId))
    const first = await get(refundId)
    expect(first).toMatchObject({ state: 'requested', approval: { agreed: [{ by: 'sato' }], barred: ['user:tanaka', 'user:sato'] } })
    const next = first.approval?.id ?? approvalId
    expect(refusalOf(await desk.decide(next))).toEqual({ refusal: 'second_person_required' })
    expect(inTransit()).toBe(0)
    valueIn(await desk.decide(next, 'approved', desk.another))
    expect(inTransit()).toBe(-12_000)
  })
  it('and the second may still say no', async () => {
    const { refundId, approvalId } = valueIn(await desk.ask(order(0)))
    valueIn(await desk.decide(approvalId))
    valueIn(await desk.decide((await get(refundId)).approval?.id ?? approvalId, 'rejected', desk.another))
    expect(await desk.tracksOf(nth(0))).toMatchObject({ disbursement: 'releasable' })
  })
})

describe('whoever made or touched it does not decide it', () => {
  it('not its maker', async () => {
    const asked = await desk.ask(order(0), {}, desk.clerk)
    expect(refusalOf(await desk.decide(approvalOf(asked), 'approved', desk.clerk))).toEqual({ refusal: 'second_person_required' })
  })
  it('not who recorded the return, in the service and in the database', async () => {
    await desk.returnGoods()
    const asked = await desk.ask({ of: 'order', orderId: desk.held })
    const id = approvalOf(asked)
    expect(refusalOf(await desk.decide(id, 'approved', desk.clerk))).toEqual({ refusal: 'second_person_required' })
    const decidedBy = desk.clerk.user?.id ?? null
    const behind = writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('approvals')
        .set({ decision: 'approved', decided_by: decidedBy, decided_at: writer.at })
        .where('id', '=', id)
        .execute(),
    )
    await expect(behind).rejects.toThrow('who touched a case does not decide it')
  })
})

describe('money that belongs to no order', () => {
  const deposit = async (amount: number) => ({ of: 'deposit' as const, receiptId: await desk.deposit(amount) })
  const account = { ...PAYER_ACCOUNT, holderKana: 'ﾓﾘ' }

  it('goes back from suspense, in part too; a match run leaves it alone meanwhile', async () => {
    const target = await deposit(1_234)
    const suspense = desk.balance('suspense')
    const asked = await desk.ask(target, { account, amount: yen(1_000), cause: 'unknown' })
    const open = (id: ReceiptId) =>
      desk.ledger.reader.db.selectFrom('open_items').select(['remaining', 'held', 'note']).where('receipt_id', '=', id).executeTakeFirst()
    expect(await open(target.receiptId)).toEqual({ remaining: 1_234, held: 1, note: `refund:${valueIn(asked).refundId}` })
    valueIn(await desk.decide(approvalOf(asked)))
    expect(await open(target.receiptId)).toEqual({ remaining: 234, held: 0, note: '' })
    expect([desk.balance('suspense') - suspense, inTransit()]).toEqual([1_000, -1_000])
    expect(await desk.broken()).toEqual([])
  })

  it('only so much as is left, and is not asked for', async () => {
    const target = await deposit(1_234)
    valueIn(await desk.ask(target, { account, amount: yen(1_000) }))
    expect(refusalOf(await desk.ask(target, { account, amount: yen(235) }))).toEqual({ refusal: 'exceeds_refundable', left: 234 })
    valueIn(await desk.ask(target, { account }))
    expect(refusalOf(await desk.ask(target, { account }))).toEqual({ refusal: 'exceeds_refundable', left: 0 })
  })

  it('is released from its hold when it is not refunded', async () => {
    const target = await deposit(1_234)
    const asked = await desk.ask(target, { account })
    valueIn(await desk.decide(approvalOf(asked), 'rejected'))
    const item = await desk.ledger.reader.db
      .selectFrom('open_items')
      .select(['held', 'note'])
      .where('receipt_id', '=', target.receiptId)
      .executeTakeFirst()
    expect(item).toEqual({ held: 0, note: '' })
  })

  it('is not refunded once somebody has cleared it', async () => {
    const target = await deposit(1_234)
    const asked = await desk.ask(target, { account })
    await writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('open_items')
        .set({ remaining: yen(1_233) })
        .where('receipt_id', '=', target.receiptId)
        .execute(),
    )
    expect(refusalOf(await desk.decide(approvalOf(asked)))).toEqual({ refusal: 'changed_meanwhile' })
  })
})

it('after settlement the merchant owes, and the order stays settled', async () => {
  const set = (disbursement: 'settled') =>
    writing(desk.ledger, (writer) => writer.db.updateTable('orders').set({ disbursement }).where('id', '=', nth(0)).execute())
  await set('settled')
  expect(valueIn(await desk.handlers['refunds.preview'](desk.maker, { target: order(0), amount: yen(2_000) }))).toMatchObject({
    kind: 'after_settlement',
    journal: [{ debit: { account: 'merchant_receivable', of: '桜商店' }, credit: { account: 'refund_in_transit' }, amount: 2_000 }],
  })
  valueIn(await desk.decide(approvalOf(await desk.ask(order(0), { amount: yen(2_000) }))))
  expect(desk.balance(`merchant_receivable:${desk.merchants[0]}`)).toBe(2_000)
  const owed = await desk.ledger.reader.db.selectFrom('receivable_items').select(['kind', 'amount', 'order_id', 'merchant_id']).execute()
  expect(owed).toEqual([{ kind: 'refund', amount: 2_000, order_id: nth(0), merchant_id: desk.merchants[0] }])
  expect(await desk.tracksOf(nth(0))).toMatchObject({ disbursement: 'settled' })
  expect(refusalOf(await desk.ask(order(0), { amount: yen(10_001) }))).toEqual({ refusal: 'exceeds_refundable', left: 10_000 })
})

describe('a refund is refused', () => {
  const cases: [name: string, ask: () => ReturnType<RefundDesk['ask']>, refusal: object][] = [
    ['of an order that is not there', () => desk.ask({ of: 'order', orderId: OrderId.parse(1) }), { refusal: 'not_found', what: 'order' }],
    ['of more than there is', () => desk.ask(order(0), { amount: yen(12_001) }), { refusal: 'exceeds_refundable', left: 12_000 }],
    ['of an order nobody has paid', () => desk.ask(order(3), { account: undefined }), { refusal: 'refund_account_missing' }],
    [
      'while the payer’s wish is undecided',
      () => desk.tell('return_wanted', '傷').then(() => desk.ask(order(1))),
      { refusal: 'order_step_refused', track: 'protection' },
    ],
    [
      'that is asked for already',
      () => desk.ask(order(0)).then(() => desk.ask(order(0))),
      { refusal: 'order_step_refused', track: 'disbursement', from: 'refund_requested' },
    ],
    ['by an operator', () => desk.ask(order(0), {}, OPERATOR), { refusal: 'not_signed_in' }],
    ['of what was seen otherwise', () => desk.ask(order(0), { version: 1 }), { refusal: 'changed_meanwhile' }],
    ['without an account', () => desk.ask(order(0), { account: undefined }), { refusal: 'refund_account_missing' }],
    ['to another holder', () => desk.ask(order(0), { account: HOLDER }), { refusal: 'holder_differs', payer: 'ヤマダ タロウ' }],
    [
      'to a bank there is not',
      () => desk.ask(order(0), { account: { ...PAYER_ACCOUNT, bankCode: '9876' } }),
      { refusal: 'unknown_bank', bankCode: '9876' },
    ],
    ['with a card number in its reason', () => desk.ask(order(0), { why: '4111 1111 1111 1111' }), { refusal: 'invalid_input' }],
    ['of a deposit that is not open', () => desk.ask({ of: 'deposit', receiptId: 1 as never }), { refusal: 'deposit_not_open' }],
    [
      'again of one that never came back',
      async () => desk.ask({ of: 'returned', refundId: valueIn(await desk.ask(order(0))).refundId }),
      { refusal: 'refund_not_open', state: 'requested' },
    ],
    [
      'again of one that is not there',
      () => desk.ask({ of: 'returned', refundId: RefundId.parse(1) }),
      { refusal: 'not_found', what: 'refund' },
    ],
  ]
  it.each(cases)('%s', async (_name, ask, refusal) => expect(refusalOf(await ask())).toMatchObject(refusal))

  it('unless the difference of the names is meant so', async () => {
    const asked = await desk.ask(order(0), { account: HOLDER, differenceConfirmed: true })
    expect(await get(valueIn(asked).refundId)).toMatchObject({ holderMatches: false })
  })
  it('while the order is in a run of payouts', async () => {
    await writing(desk.ledger, async ({ db, newId, at }) => {
      const [run, payout] = [newId() as never, newId() as never]
      await db
        .insertInto('transfer_runs')
        .values({
          id: run,
          kind: 'payouts',
          name: 'P20261130-1',
          closing_on: null,
          pay_on: '2026-11-30' as never,
          account_id: desk.account,
          format: 'zengin-21',
          state: 'draft',
          digest: null,
          file: null,
          file_name: null,
          made_by: 'user:x',
          made_at: at,
          submitted_by: null,
          submitted_at: null,
          approval_id: null,
        })
        .execute()
      await db
        .insertInto('payouts')
        .values({
          id: payout,
          run_id: run,
          merchant_id: desk.merchants[0],
          account: '{}',
          gross: yen(12_000),
          fees: yen(0),
          tax: yen(0),
          transfer_fee: yen(0),
          offsets: yen(0),
          remainder: yen(0),
          net: yen(12_000),
          orders: 1,
          lines: 1,
          state: 'planned',
          figures: '{}',
        })
        .execute()
      await db
        .insertInto('payout_lines')
        .values({
          payout_id: payout,
          line: 1,
          order_id: nth(0),
          item_id: null,
          method: 'bank_transfer',
          amount: yen(12_000),
          fee: yen(0),
          tax_class: null,
          live: 1,
        })
        .execute()
    })
    expect(refusalOf(await desk.ask(order(0)))).toEqual({ refusal: 'in_payout_run', run: 'P20261130-1' })
  })
  it('to be shown where there is none, and withdrawn by nobody', async () => {
    expect(refusalOf(await desk.handlers['refunds.get'](desk.maker, { id: RefundId.parse(1) }))).toEqual({
      refusal: 'not_found',
      what: 'refund',
    })
    const { refundId } = valueIn(await desk.ask(order(0)))
    const withdraw = (who: typeof desk.maker, id: RefundId, why = 'x') => desk.handlers['refunds.withdraw'](who, { id, version: 1, why })
    expect(refusalOf(await withdraw(OPERATOR, refundId))).toEqual({ refusal: 'not_signed_in' })
    expect(refusalOf(await withdraw(desk.maker, RefundId.parse(1)))).toEqual({ refusal: 'not_found', what: 'refund' })
    expect(refusalOf(await withdraw(desk.maker, refundId, '4111111111111111'))).toMatchObject({ refusal: 'invalid_input' })
  })
})

describe('the list of refunds', () => {
  const list = async (own: object = {}) =>
    valueIn(await desk.handlers['refunds.list'](desk.maker, { filter: {}, cursor: null, size: 100, ...own }))
  it('goes page by page, newest first, with the total', async () => {
    valueIn(await desk.ask(order(0)))
    valueIn(await desk.ask(order(2), { account: { ...PAYER_ACCOUNT, holderKana: 'ｻﾄｳ ﾊﾅｺ' } }))
    const first = await list({ size: 1 })
    expect(first).toMatchObject({ rows: [{ orderNumber: 'S-3', amount: 8_800 }], matching: { count: 2 }, total: 20_800 })
    const second = await list({ size: 1, cursor: first.next })
    expect(second).toMatchObject({ rows: [{ orderNumber: 'S-1', payerName: '山田 太郎' }], next: null })
    expect((await list({ filter: { merchantId: desk.merchants[1] } })).rows).toEqual([])
    expect((await list({ filter: { state: 'requested', kind: 'order', orderId: nth(0) } })).rows).toHaveLength(1)
    expect((await list({ filter: { merchantId: MerchantId.parse(1) } })).matching.count).toBe(0)
  })
  it('knows its own cursors only', async () => {
    const asked = await desk.handlers['refunds.list'](desk.maker, { filter: {}, cursor: 'x' as never, size: 10 })
    expect(refusalOf(asked)).toMatchObject({ refusal: 'invalid_input' })
  })
})

it('a clerk who may decide elsewhere is barred here by name', async () => {
  const both = await personAt(desk, 'kato', ['clerk', 'supervisor'])
  const asked = await desk.ask(order(0), {}, both)
  expect(refusalOf(await desk.decide(approvalOf(asked), 'approved', both))).toEqual({ refusal: 'second_person_required' })
})
