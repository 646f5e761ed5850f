import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CANDIDATES_MAX, rank } from '../../../src/main/settlement/ranking'
import type { DepositFacts } from '../../../src/main/settlement/reasons'
import type { OpenOrder } from '../../../src/preload/contract/clearing'
import { USUAL_CLEARING_RULES } from '../../../src/preload/contract/clearing-rules'
import { businessDate } from '../../../src/preload/contract/date'
import { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'

const deposit: DepositFacts = {
  rules: USUAL_CLEARING_RULES,
  amount: yen(12_000),
  bookedOn: businessDate('2026-11-20'),
  valueOn: businessDate('2026-11-20'),
  notCustomerMoney: null,
  virtualAccount: null,
  nameKey: 'ヤマダタロウ',
  references: [],
}
function order(id: number, facts: Partial<OpenOrder> = {}): OpenOrder {
  return {
    id: OrderId.parse(id),
    merchantId: MerchantId.parse(1),
    orderNumber: `A-${id}`,
    referenceKey: `A${id}`,
    payerKey: 'スズキハナコ',
    open: yen(9000),
    receivedOn: businessDate('2026-11-10'),
    dueOn: businessDate('2026-11-30'),
    virtualAccount: `123000${1000 + id}`,
    isWithdrawn: false,
    payment: 'unpaid',
    method: 'bank_transfer',
    ...facts,
  }
}
const ids = (facts: DepositFacts, orders: OpenOrder[]) => rank(facts, orders).map(({ orderId }) => Number(orderId))

describe('candidates for a person', () => {
  it('stand in the order in which facts weigh: key, reference, name with amount, name, amount, nothing', () => {
    const facts = { ...deposit, virtualAccount: '1230001001', references: ['A2'] }
    const orders = [
      order(6),
      order(5, { open: yen(12_000) }),
      order(4, { payerKey: 'ヤマダタロウ' }),
      order(3, { payerKey: 'ヤマダタロウ', open: yen(12_000) }),
      order(2),
      order(1),
    ]
    expect(ids(facts, orders)).toEqual([1, 3, 2, 4, 5, 6])
  })

  it('tell the facts against first, and what would be left of the deposit', () => {
    const [short] = rank(deposit, [order(1, { payerKey: 'ヤマダタロウ', open: yen(12_660), dueOn: businessDate('2026-11-19') })])
    expect(short?.reasons.map(({ code, for: pro, detail }) => [pro, code, detail])).toEqual([
      [false, 'amount_short', '660'],
      [false, 'after_due_date', '2026-11-19'],
      [true, 'name_equal', 'ヤマダタロウ'],
      [true, 'fee_deducted', '660'],
    ])
    expect(short?.difference).toBe(-660)
    expect(rank(deposit, [order(1)])[0]?.difference).toBe(3000)
  })

  const cases: [string, Partial<DepositFacts>, Partial<OpenOrder>, string][] = [
    ['its own virtual account', { virtualAccount: '1230001001' }, {}, 'virtual_account'],
    [
      'another merchant by the virtual account',
      { virtualAccount: '9990000001', merchantId: MerchantId.parse(2) },
      {},
      'virtual_account_of_other',
    ],
    ['the merchant of the virtual account', { virtualAccount: '1239999999', merchantId: MerchantId.parse(1) }, {}, 'same_merchant'],
    ['a reference', { references: ['A1'] }, {}, 'reference_in_text'],
    ['a name cut off', { nameKey: 'グロ-バルウイザ-ドシ' }, { payerKey: 'グロ-バルウイザ-ドシヨウジ' }, 'name_prefix'],
    ['a name mistyped', { nameKey: 'ヤマダタロオ' }, { payerKey: 'ヤマダタロウ' }, 'name_close'],
    ['another name', {}, {}, 'name_differs'],
    ['a closed order', {}, { payment: 'expired' }, 'order_closed'],
    ['an order from later', {}, { receivedOn: businessDate('2026-11-21') }, 'before_order'],
    ['a returned transfer', { notCustomerMoney: 'returned' }, {}, 'not_customer_money'],
    ['too much', { amount: yen(9001) }, {}, 'amount_over'],
  ]
  it.each(cases)('name %s', (_, facts, changed, code) => {
    const [found] = rank({ ...deposit, ...facts }, [order(1, changed)])
    expect(found?.reasons.map((reason) => reason.code)).toContain(code)
  })

  it('name the other order when a fact points there', () => {
    const found = rank({ ...deposit, virtualAccount: '1230001002', references: ['A2'] }, [order(1), order(2)])
    const first = found.find(({ orderId }) => orderId === 1)
    expect(first?.reasons).toContainEqual({ code: 'virtual_account_of_other', for: false, veto: true, detail: '1230001002' })
    expect(first?.reasons).toContainEqual({ code: 'reference_of_other', for: false, veto: true, detail: 'A-2' })
  })

  it('say of two that fit equally that they do, each naming the other', () => {
    const twins = [
      order(1, { payerKey: 'ヤマダタロウ', open: yen(12_000) }),
      order(2, { payerKey: 'ヤマダタロウ', open: yen(12_000) }),
      order(3),
    ]
    const found = rank(deposit, twins)
    expect(found.map(({ reasons }) => reasons.find(({ code }) => code === 'other_fits_equally')?.detail ?? null)).toEqual([
      'A-2',
      'A-1',
      null,
    ])
  })

  it('a name the bank cut is a prefix from four letters on', () => {
    const orders = [order(1, { payerKey: 'グロ-バルウイザ-ド' })]
    const facts = { ...deposit, nameKey: 'グロ-バル' }
    expect(rank(facts, orders)[0]?.reasons.map(({ code }) => code)).toContain('name_differs')
    const cut = { ...facts, cutName: { beginning: facts.nameKey, whole: null } }
    expect(rank(cut, orders)[0]?.reasons.map(({ code }) => code)).toContain('name_prefix')
  })

  it('tell why the program left to a person what fits to the yen, and stand where they stood', () => {
    const own = order(1, { payerKey: 'ヤマダタロウ', open: yen(12_000) })
    const nephew = order(2, { payerKey: 'スズキジロウ', open: yen(12_000) })
    const known = { learned: new Map([['スズキジロウ', 3]]), formerHolders: [], otherDeposits: [], closedLately: [] }
    const alike = { remaining: yen(12_000), bookedOn: businessDate('2026-11-19'), isNumberless: true }
    const against = (orders: OpenOrder[], of: Parameters<typeof rank>[2]) =>
      rank(deposit, orders, of).map(({ orderId, reasons }) => [
        orderId,
        reasons.flatMap((one) => (one.for ? [] : `${one.code} ${one.detail}`)),
      ])
    expect(against([own, nephew], known)).toEqual([
      [1, ['learned_fits A-2']],
      [2, ['name_differs スズキジロウ']],
    ])
    expect(against([own], { ...known, otherDeposits: [alike] })).toEqual([[1, ['same_deposit_waits 2026-11-19']]])
    expect(against([own], { ...known, otherDeposits: [{ ...alike, isNumberless: false }] })).toEqual([[1, []]])
  })

  it('are at most twenty, each once, the same whatever the order of the input', () => {
    const some = fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 60 }),
        open: fc.constantFrom(9000, 12_000),
        payerKey: fc.constantFrom('ヤマダタロウ', 'スズキ'),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(some, (drawn) => {
        const orders = [...new Map(drawn.map((one) => [one.id, order(one.id, { open: yen(one.open), payerKey: one.payerKey })])).values()]
        const found = rank(deposit, orders)
        expect(found).toHaveLength(Math.min(orders.length, CANDIDATES_MAX))
        expect(rank(deposit, [...orders, ...orders])).toEqual(found)
        expect(rank(deposit, orders.toReversed())).toEqual(found)
        for (const { reasons } of found) expect(reasons.map((reason) => reason.for)).toEqual(reasons.map((reason) => reason.for).sort())
      }),
    )
  })
})
