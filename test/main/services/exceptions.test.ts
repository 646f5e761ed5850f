import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCursor } from '../../../src/main/ledger/cursor'
import { businessDate } from '../../../src/preload/contract/date'
import { OrderId, ReceiptId, ReceivableItemId } from '../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../src/preload/contract/money'
import { Cursor } from '../../../src/preload/contract/paging'
import { auditOf, OPERATOR, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { approvalOf, type EndingAsked, openRefundDesk, type RefundDesk } from '../../support/refunds'
import { bringIn } from '../../support/story'

let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
})
afterEach(() => desk.cleanup())

const line = async (amount: number) => ({ of: 'line' as const, receiptId: await desk.deposit(amount) })
const list = async (own: object = {}) =>
  valueIn(await desk.handlers['exceptions.list'](desk.maker, { filter: {}, cursor: null, size: 100, ...own }))
const preview = async (wish: EndingAsked) => valueIn(await desk.handlers['exceptions.preview'](desk.maker, wish))
const nth = (at: number): OrderId => OrderId.parse(desk.orders[at])

describe('the list', () => {
  it('has everything that is open, the oldest first, with type and age', async () => {
    const { rows, counts, matching } = await list()
    expect(
      rows.map(({ type, remaining, days, side, held, endings: [likeliest] }) => [type, remaining, days, side, held, likeliest]),
    ).toEqual([
      ['unknown_outgoing', 770, 2, 'debit', false, 'bank_fee'],
      ['over', 400, 1, 'credit', false, 'own_transfer'],
      ['unknown', 999, 1, 'credit', true, 'own_transfer'],
      ['unknown', 1_234, 1, 'credit', false, 'own_transfer'],
    ])
    expect(matching).toEqual({ count: 4, capped: false })
    expect(counts).toEqual([
      { type: 'over', count: 1, remaining: 400, byAge: [1, 0, 0, 0], oldest: '2026-11-19' },
      { type: 'unknown', count: 2, remaining: 2_233, byAge: [2, 0, 0, 0], oldest: '2026-11-19' },
      { type: 'unknown_outgoing', count: 1, remaining: 770, byAge: [1, 0, 0, 0], oldest: '2026-11-18' },
    ])
    desk.clock.advance(40 * 24 * 3_600_000)
    expect((await list()).counts.at(0)?.byAge).toEqual([0, 0, 1, 0])
  })
  it('is asked for by type, by side and page by page', async () => {
    expect((await list({ filter: { type: 'unknown' } })).rows).toHaveLength(2)
    expect((await list({ filter: { side: 'debit' } })).rows).toHaveLength(1)
    const first = await list({ size: 3 })
    const second = await list({ size: 3, cursor: first.next })
    expect(second).toMatchObject({ rows: [{ remaining: 1_234 }], next: null, matching: { count: 4 } })
    const foreign = await desk.handlers['exceptions.list'](desk.maker, { filter: {}, cursor: 'x' as never, size: 3 })
    expect(refusalOf(foreign)).toMatchObject({ refusal: 'invalid_input' })
  })
  it('says what may be a second payment or late', async () => {
    const balance = desk.balance(`bank:${desk.account}`)
    await writing(desk.ledger, (writer) => writer.db.updateTable('orders').set({ payment: 'expired' }).where('id', '=', nth(4)).execute())
    await bringIn(desk, '2026-11-20', balance, [
      { amount: 12_000, remitterCode: '1000000001' },
      { amount: 3_000, remitterCode: '1000000003' },
      { amount: 77, description: 'ｵﾘｿｸ', remitterName: '' },
    ])
    const { rows } = await list()
    expect(rows.slice(-3).map(({ type, amount }) => [type, amount])).toEqual([
      ['duplicate', 12_000],
      ['late', 3_000],
      ['interest', 77],
    ])
  })
})

describe('an ending', () => {
  it('of a bank fee is shown, then posted at once, on the day of its line', async () => {
    const wish = { target: await line(770), ending: 'bank_fee' as const }
    expect(await preview(wish)).toMatchObject({
      amount: 770,
      remaining: 0,
      bookedOn: '2026-11-18',
      journal: [{ debit: { account: 'fees_paid', of: null }, credit: { account: 'unexplained_outgoing', of: null }, amount: 770 }],
      approvers: { needed: 0, why: 'none', barred: ['user:tanaka'] },
    })
    expect(valueIn(await desk.end(wish))).toEqual({ ended: true, approvalId: null })
    expect([desk.balance('fees_paid'), desk.balance('unexplained_outgoing')]).toEqual([770, 0])
    expect(auditOf(desk, 'refunds')).toEqual(['user:tanaka exception_ended'])
    expect(await desk.broken()).toEqual([])
  })

  const simple: [ending: EndingAsked['ending'], amount: number, account: string, balance: number][] = [
    ['own_transfer', 770, 'own_transfers', 770],
    ['small_difference', 770, 'other_expense', 770],
    ['own_transfer', 1_234, 'own_transfers', -1_234],
    ['interest', 1_234, 'other_income', -1_234],
    ['small_difference', 1_234, 'other_income', -1_234],
  ]
  it.each(simple)('%s of %d: %s stands at %d', async (ending, amount, account, balance) => {
    valueIn(await desk.end({ target: await line(amount), ending }))
    expect(desk.balance(account)).toBe(balance)
    expect(await desk.broken()).toEqual([])
  })

  it('takes a part, and leaves the rest open', async () => {
    const target = await line(1_234)
    expect(await preview({ target, ending: 'interest', amount: PositiveYen.parse(234) })).toMatchObject({ amount: 234, remaining: 1_000 })
    valueIn(await desk.end({ target, ending: 'interest', amount: PositiveYen.parse(234) }))
    expect((await list()).rows.at(-1)).toMatchObject({ remaining: 1_000 })
  })

  it('of what the bank takes back sets the two lines against each other', async () => {
    const balance = desk.balance(`bank:${desk.account}`)
    await bringIn(desk, '2026-11-20', balance, [
      { amount: 1_234, direction: 'debit', kind: 'correction', description: 'ﾄﾘｹｼ', remitterName: '' },
    ])
    const debit = (await list({ filter: { type: 'taken_back' } })).rows.at(0)?.receiptId ?? ReceiptId.parse(1)
    const got = valueIn(await desk.handlers['exceptions.get'](desk.maker, { receiptId: debit }))
    expect(got).toMatchObject({
      endings: ['taken_back', 'bank_fee', 'own_transfer', 'small_difference', 'transfer_seen'],
      lines: [{ amount: 1_234 }],
    })
    const [suspense, outgoing] = [desk.balance('suspense'), desk.balance('unexplained_outgoing')]
    const otherReceiptId = got.lines[0]?.receiptId
    const target = { of: 'line' as const, receiptId: debit }
    expect(refusalOf(await desk.end({ target, ending: 'taken_back' }))).toEqual({ refusal: 'ending_not_possible', ending: 'taken_back' })
    valueIn(await desk.end({ target, ending: 'taken_back', otherReceiptId }))
    expect([desk.balance('suspense') - suspense, desk.balance('unexplained_outgoing') - outgoing]).toEqual([1_234, -1_234])
    expect((await list()).rows.map(({ remaining }) => remaining)).toEqual([770, 400, 999])
    expect(await desk.broken()).toEqual([])
  })

  it('accepts an order that is short: the agent makes up the difference', async () => {
    const target = { of: 'order' as const, orderId: nth(3) }
    expect(await preview({ target, ending: 'accept_less' })).toMatchObject({
      amount: 5_000,
      journal: [{ debit: { account: 'other_expense', of: null }, credit: { account: 'merchant_payable', of: '桜商店' }, amount: 5_000 }],
    })
    valueIn(await desk.end({ target, ending: 'accept_less' }))
    expect(await desk.tracksOf(nth(3))).toMatchObject({ payment: 'paid', disbursement: 'releasable' })
    const items = await desk.ledger.reader.db.selectFrom('payable_items').select(['kind', 'amount', 'order_id']).execute()
    expect(items).toEqual([{ kind: 'correction', amount: 5_000, order_id: nth(3) }])
    const order = await desk.ledger.reader.db.selectFrom('orders').select('paid_on').where('id', '=', nth(3)).executeTakeFirst()
    expect(order).toEqual({ paid_on: '2026-11-18' })
    expect(await desk.broken()).toEqual([])
  })
  it('or the merchant bears it, and nothing is posted', async () => {
    const before = desk.balance('other_expense')
    const target = { of: 'order' as const, orderId: nth(3) }
    valueIn(await desk.end({ target, ending: 'accept_less', bearer: 'merchant' }))
    expect(desk.balance('other_expense')).toBe(before)
    expect(await desk.tracksOf(nth(3))).toMatchObject({ payment: 'paid' })
    expect(await desk.broken()).toEqual([])
  })

  const refused: [name: string, end: () => ReturnType<RefundDesk['end']>, refusal: object][] = [
    [
      'of the other side',
      async () => desk.end({ target: await line(1_234), ending: 'bank_fee' }),
      { refusal: 'ending_not_possible', ending: 'bank_fee' },
    ],
    [
      'of more than is open',
      async () => desk.end({ target: await line(770), ending: 'bank_fee', amount: PositiveYen.parse(771) }),
      { refusal: 'exceeds_deposit', remaining: 770 },
    ],
    [
      'of a line that is cleared',
      async () => desk.end({ target: await line(12_000), ending: 'interest' }),
      { refusal: 'deposit_not_open' },
    ],
    [
      'as a transfer that was not named',
      async () => desk.end({ target: await line(770), ending: 'transfer_seen' }),
      { refusal: 'ending_not_possible' },
    ],
    [
      'as the return of nothing',
      async () => desk.end({ target: await line(1_234), ending: 'transfer_returned' }),
      { refusal: 'ending_not_possible' },
    ],
    [
      'against itself',
      async () => desk.end({ target: await line(770), ending: 'taken_back', otherReceiptId: (await line(770)).receiptId }),
      { refusal: 'ending_not_possible' },
    ],
    [
      'against less',
      async () => desk.end({ target: await line(770), ending: 'taken_back', otherReceiptId: await desk.deposit(4_400) }),
      { refusal: 'exceeds_deposit', remaining: 400 },
    ],
    [
      'against what is cleared',
      async () => desk.end({ target: await line(770), ending: 'taken_back', otherReceiptId: await desk.deposit(12_000) }),
      { refusal: 'deposit_not_open' },
    ],
    [
      'of an order that is paid',
      () => desk.end({ target: { of: 'order', orderId: nth(0) }, ending: 'accept_less' }),
      { refusal: 'order_step_refused' },
    ],
    [
      'of an order otherwise',
      () => desk.end({ target: { of: 'order', orderId: nth(3) }, ending: 'interest' }),
      { refusal: 'ending_not_possible' },
    ],
    [
      'of an order in part',
      () => desk.end({ target: { of: 'order', orderId: nth(3) }, ending: 'accept_less', amount: PositiveYen.parse(1) }),
      { refusal: 'ending_not_possible' },
    ],
    [
      'of an order that is not there',
      () => desk.end({ target: { of: 'order', orderId: OrderId.parse(1) }, ending: 'accept_less' }),
      { refusal: 'not_found', what: 'order' },
    ],
    [
      'of a debt that is not there',
      () => desk.end({ target: { of: 'receivable', receivableId: ReceivableItemId.parse(1) }, ending: 'bad_debt' }),
      { refusal: 'not_found', what: 'receivable' },
    ],
    ['by an operator', async () => desk.end({ target: await line(770), ending: 'bank_fee' }, OPERATOR), { refusal: 'not_signed_in' }],
  ]
  it.each(refused)('%s is refused', async (_name, end, refusal) => expect(refusalOf(await end())).toMatchObject(refusal))

  it('is of what was seen, says no card number, and is not asked twice', async () => {
    const end = async (own: object) =>
      desk.handlers['exceptions.end'](desk.maker, {
        target: await line(1_234),
        ending: 'unclaimed',
        version: 1,
        why: '時効',
        ...own,
      })
    expect(refusalOf(await end({ version: 7 }))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await end({ why: '4111111111111111' }))).toMatchObject({ refusal: 'invalid_input' })
    valueIn(await end({}))
    expect(refusalOf(await end({}))).toEqual({ refusal: 'change_already_staged' })
    expect((await list()).rows.at(-1)).toMatchObject({ asked: true })
    const gone = await desk.handlers['exceptions.get'](desk.maker, { receiptId: ReceiptId.parse(1) })
    expect(refusalOf(gone)).toEqual({ refusal: 'deposit_not_open' })
  })
})

describe('what a second person agrees to', () => {
  it('unclaimed money, whatever the amount', async () => {
    const wish = { target: await line(1_234), ending: 'unclaimed' as const }
    expect((await preview(wish)).approvers).toMatchObject({ needed: 1, why: 'always' })
    const asked = await desk.end(wish)
    expect(valueIn(asked).ended).toBe(false)
    expect(desk.balance('other_income')).toBe(0)
    valueIn(await desk.decide(approvalOf(asked)))
    expect(desk.balance('other_income')).toBe(-1_234)
    expect(await desk.broken()).toEqual([])
  })
  it('or not: it stays open', async () => {
    const asked = await desk.end({ target: await line(1_234), ending: 'unclaimed' })
    valueIn(await desk.decide(approvalOf(asked), 'rejected'))
    expect((await list()).rows.at(-1)).toMatchObject({ remaining: 1_234, asked: false })
  })
  it.each(['bank_fee', 'own_transfer', 'small_difference'] as const)(
    'a debit that is ended as %s in pieces, as if whole',
    async (ending) => {
      await bringIn(desk, '2026-11-20', desk.balance(`bank:${desk.account}`), [
        { amount: 25_000, direction: 'debit', description: 'ﾋｷｵﾄｼ', remitterName: '' },
      ])
      const target = { of: 'line' as const, receiptId: (await list()).rows.at(-1)?.receiptId ?? ReceiptId.parse(1) }
      const piece = { target, ending, amount: PositiveYen.parse(10_000) }
      expect((await preview(piece)).approvers).toMatchObject({ needed: 0 })
      valueIn(await desk.end(piece))
      expect((await preview(piece)).approvers).toMatchObject({ needed: 1, why: 'above_limit' })
      const asked = await desk.end(piece)
      expect(valueIn(asked).ended).toBe(false)
      valueIn(await desk.decide(approvalOf(asked)))
      expect((await list()).rows.at(-1)).toMatchObject({ remaining: 5_000 })
      expect(await desk.broken()).toEqual([])
    },
  )
  it('what the bank takes back, by its amount', async () => {
    await bringIn(desk, '2026-11-20', desk.balance(`bank:${desk.account}`), [
      { amount: 10_001, remitterName: 'ｻﾄｳ' },
      { amount: 10_001, direction: 'debit', kind: 'correction', description: 'ﾄﾘｹｼ', remitterName: '' },
    ])
    const [credit, debit] = (await list()).rows.slice(-2).sort((one) => (one.side === 'credit' ? -1 : 1))
    if (!credit || !debit) throw new Error('both lines are open')
    const wish = { target: { of: 'line' as const, receiptId: debit.receiptId }, ending: 'taken_back' as const }
    expect((await preview({ ...wish, otherReceiptId: credit.receiptId })).approvers).toMatchObject({ needed: 1, why: 'above_limit' })
  })
  it('not its maker', async () => {
    const asked = await desk.end({ target: await line(1_234), ending: 'unclaimed' }, desk.clerk)
    expect(refusalOf(await desk.decide(approvalOf(asked), 'approved', desk.clerk))).toEqual({ refusal: 'second_person_required' })
  })
  it('not what has changed meanwhile', async () => {
    const target = await line(1_234)
    const asked = await desk.end({ target, ending: 'unclaimed' })
    await writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('open_items')
        .set({ remaining: yen(1_000) })
        .where('receipt_id', '=', target.receiptId)
        .execute(),
    )
    expect(refusalOf(await desk.decide(approvalOf(asked)))).toEqual({ refusal: 'changed_meanwhile' })
  })
  it('two of them above the second limit', async () => {
    await writing(desk.ledger, (writer) =>
      writer.db
        .insertInto('settings')
        .values({
          name: 'money_limits',
          value: JSON.stringify({ correctionAlone: 100, correctionTwo: 700 }),
          changed_by: 'x',
          changed_at: writer.at,
        })
        .execute(),
    )
    const asked = await desk.end({ target: await line(770), ending: 'bank_fee' })
    valueIn(await desk.decide(approvalOf(asked)))
    const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.another, { open: true }))
    const [next] = approvals
    expect(next?.case).toMatchObject({ kind: 'correction', needed: 2, agreed: [{ by: 'sato' }], touchedBy: ['user:tanaka', 'user:sato'] })
    expect(refusalOf(await desk.decide(next?.id ?? approvalOf(asked)))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(next?.id ?? approvalOf(asked), 'approved', desk.another))
    expect(desk.balance('fees_paid')).toBe(770)
  })
  it('a bad debt: the merchant owes that much less', async () => {
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'settled' }).where('id', '=', nth(0)).execute(),
    )
    valueIn(await desk.decide(approvalOf(await desk.ask({ of: 'order', orderId: nth(0) }, { amount: yen(2_000) }))))
    const { id } = await desk.ledger.reader.db.selectFrom('receivable_items').select('id').executeTakeFirstOrThrow()
    const target = { of: 'receivable' as const, receivableId: id }
    const owed = async (own: object = {}) =>
      valueIn(await desk.handlers['exceptions.receivables'](desk.maker, { cursor: null, size: 10, ...own })).rows
    expect(await owed()).toMatchObject([{ id, merchantId: desk.merchants[0], kind: 'refund', amount: 2_000, open: 2_000, asked: false }])
    expect(refusalOf(await desk.end({ target, ending: 'bad_debt', amount: PositiveYen.parse(2_001) }))).toEqual({
      refusal: 'exceeds_receivable',
      open: 2_000,
    })
    expect(refusalOf(await desk.end({ target, ending: 'interest' }))).toMatchObject({ refusal: 'ending_not_possible' })
    const asked = approvalOf(await desk.end({ target, ending: 'bad_debt' }))
    expect(await owed()).toMatchObject([{ id, asked: true }])
    expect(await owed({ cursor: writeCursor([id]) })).toEqual([])
    const lost = await desk.handlers['exceptions.receivables'](desk.maker, { cursor: Cursor.parse('nowhere'), size: 10 })
    expect(refusalOf(lost)).toMatchObject({ refusal: 'invalid_input' })
    valueIn(await desk.decide(asked))
    expect(await owed()).toEqual([])
    expect([desk.balance(`merchant_receivable:${desk.merchants[0]}`), desk.balance('other_expense')]).toEqual([0, 2_000])
    expect(refusalOf(await desk.end({ target, ending: 'bad_debt' }))).toEqual({ refusal: 'exceeds_receivable', open: 0 })
  })
  it('a debt that the merchant pays by a transfer of its own: line and debt end by one entry', async () => {
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'settled' }).where('id', '=', nth(0)).execute(),
    )
    valueIn(await desk.decide(approvalOf(await desk.ask({ of: 'order', orderId: nth(0) }, { amount: yen(1_000) }))))
    const { id: receivableId } = await desk.ledger.reader.db.selectFrom('receivable_items').select('id').executeTakeFirstOrThrow()
    const target = await line(1_234)
    const shown = valueIn(await desk.handlers['exceptions.get'](desk.maker, { receiptId: target.receiptId }))
    expect(shown.endings).toContain('debt_paid')
    expect(shown.debts).toMatchObject([{ receivableId, open: 1_000 }])
    const amount = PositiveYen.parse(1_000)
    const paid = { target, ending: 'debt_paid' as const, receivableId, amount }
    expect(refusalOf(await desk.end({ ...paid, amount: PositiveYen.parse(1_001) }))).toEqual({ refusal: 'exceeds_receivable', open: 1_000 })
    for (const own of [
      { receivableId: undefined },
      { receivableId: ReceivableItemId.parse(1) },
      { target: await line(770), amount: PositiveYen.parse(770) },
    ])
      expect(refusalOf(await desk.end({ ...paid, ...own }))).toEqual({ refusal: 'ending_not_possible', ending: 'debt_paid' })
    const before = desk.balance('suspense')
    // The order was put where a debt can come from by hand, which verify tells; the ending adds nothing to it.
    const broken = await desk.broken()
    expect(await preview(paid)).toMatchObject({
      remaining: 234,
      journal: [{ debit: { account: 'suspense' }, credit: { account: 'merchant_receivable', of: '桜商店' }, amount: 1_000 }],
      merchantId: desk.merchants[0],
    })
    expect(valueIn(await desk.end(paid))).toEqual({ ended: true, approvalId: null })
    expect(desk.balance(`merchant_receivable:${desk.merchants[0]}`)).toBe(0)
    expect(desk.balance('suspense')).toBe(before + 1_000)
    const ends = desk.ledger.source.prepare('select kind, amount from receivable_ends').all()
    expect(ends).toEqual([{ kind: 'paid', amount: 1_000 }])
    expect(valueIn(await desk.handlers['exceptions.receivables'](desk.maker, { cursor: null, size: 10 })).rows).toEqual([])
    expect(await desk.broken()).toEqual(broken)
  })
})

describe('what is followed', () => {
  const follow = (own: Partial<Parameters<RefundDesk['handlers']['exceptions.follow']>[1]> & { receiptId: ReceiptId }) =>
    desk.handlers['exceptions.follow'](desk.maker, { attempt: null, thought: '', ...own })

  it('keeps who was asked, how, what came of it, and the day on which to look again: what is due stands first and is counted', async () => {
    const [waits, due] = [await desk.deposit(999), await desk.deposit(1_234)]
    const attempt = { asked: 'みずほ 新宿支店', way: 'telephone' as const, outcome: '依頼人に確認中' }
    valueIn(await follow({ receiptId: due, attempt, nextOn: businessDate('2026-11-21') }))
    valueIn(await follow({ receiptId: waits, thought: '回答待ち', nextOn: businessDate('2026-11-30') }))
    expect((await list()).due).toBe(0)
    desk.clock.advance(2 * 24 * 3_600_000)
    const { rows, due: count } = await list()
    expect(count).toBe(1)
    expect(rows[0]).toMatchObject({ receiptId: due, due: true, nextOn: '2026-11-21', attempts: [{ ...attempt, by: 'user:tanaka' }] })
    expect(rows.find(({ receiptId }) => receiptId === waits)).toMatchObject({ due: false, nextOn: '2026-11-30', note: '回答待ち' })
    expect((await list({ filter: { due: true } })).rows).toHaveLength(1)
    const pages = [await list({ size: 2 })]
    pages.push(await list({ size: 2, cursor: pages[0]?.next ?? null }))
    expect(pages.flatMap((page) => page.rows.map(({ receiptId }) => receiptId))).toEqual(rows.map(({ receiptId }) => receiptId))
    valueIn(await follow({ receiptId: due, nextOn: null }))
    expect((await list()).due).toBe(0)
    expect(auditOf(desk, 'refunds')).toEqual(Array.from({ length: 3 }, () => 'user:tanaka exception_followed'))
    expect(await desk.broken()).toEqual([])
  })

  it('refuses a day that is over, a card number, and a line of which nothing is open', async () => {
    const receiptId = await desk.deposit(999)
    expect(refusalOf(await follow({ receiptId, nextOn: businessDate('2026-11-19') }))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await follow({ receiptId, thought: '4111 1111 1111 1111' }))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await follow({ receiptId: ReceiptId.parse(77) }))).toEqual({ refusal: 'deposit_not_open' })
  })
})
