import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DepositFacts, decide, type Found } from '../../../src/main/settlement/matching'
import type { OpenOrder, Reason } from '../../../src/preload/contract/clearing'
import { USUAL_CLEARING_RULES } from '../../../src/preload/contract/clearing-rules'
import { businessDate } from '../../../src/preload/contract/date'
import { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'

const rose = MerchantId.parse(1)
const lily = MerchantId.parse(2)

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

let nextId = 100
function order(facts: Partial<OpenOrder> = {}): OpenOrder {
  nextId += 1
  return {
    id: OrderId.parse(nextId),
    merchantId: rose,
    orderNumber: `A-${nextId}`,
    referenceKey: `A${nextId}`,
    payerKey: 'ヤマダタロウ',
    open: yen(12_000),
    receivedOn: businessDate('2026-11-10'),
    dueOn: businessDate('2026-11-30'),
    virtualAccount: '1230000001',
    isWithdrawn: false,
    payment: 'unpaid',
    method: 'bank_transfer',
    ...facts,
  }
}
const nothing: Found = { byVirtualAccount: [], byReference: [], byName: [] }
const codes = (reasons: readonly Reason[]) => reasons.map((reason) => reason.code)

const own = order()
const of = (facts: Partial<OpenOrder>): OpenOrder => ({ ...own, ...facts })
const other = order({ virtualAccount: '1230000002' })
const elsewhere = order({ merchantId: lily, virtualAccount: '4560000001' })
const paysByKey: DepositFacts = { ...deposit, virtualAccount: '1230000001' }
const paysByReference: DepositFacts = { ...deposit, references: [own.referenceKey] }

describe('what clears by itself', () => {
  const cases: [string, DepositFacts, Partial<Found>, 1 | 2 | 3, Reason['code'][]][] = [
    [
      'the virtual account and the amount',
      paysByKey,
      { byVirtualAccount: [own] },
      1,
      ['virtual_account', 'amount_equal', 'within_due_date'],
    ],
    [
      'the same, whatever the name',
      { ...paysByKey, nameKey: 'スズキ' },
      { byVirtualAccount: [own] },
      1,
      ['virtual_account', 'amount_equal', 'within_due_date'],
    ],
    [
      'the rest of a part payment',
      paysByKey,
      { byVirtualAccount: [of({ payment: 'partially_paid' })] },
      1,
      ['virtual_account', 'amount_equal', 'within_due_date'],
    ],
    ['no due date', paysByKey, { byVirtualAccount: [of({ dueOn: null })] }, 1, ['virtual_account', 'amount_equal']],
    [
      'on the due date',
      paysByKey,
      { byVirtualAccount: [of({ dueOn: deposit.valueOn })] },
      1,
      ['virtual_account', 'amount_equal', 'within_due_date'],
    ],
    [
      'on the day the order came',
      paysByKey,
      { byVirtualAccount: [of({ receivedOn: deposit.valueOn })] },
      1,
      ['virtual_account', 'amount_equal', 'within_due_date'],
    ],
    [
      'the virtual account, an earlier holder of which is paid',
      paysByKey,
      { byVirtualAccount: [of({ id: other.id, payment: 'paid' }), own] },
      1,
      ['virtual_account', 'amount_equal', 'within_due_date'],
    ],
    [
      'the virtual account and its own reference',
      paysByKey,
      { byVirtualAccount: [own], byReference: [own] },
      1,
      ['virtual_account', 'reference_in_text', 'amount_equal', 'within_due_date'],
    ],
    [
      'the virtual account, and a reference that another merchant uses too',
      paysByKey,
      { byVirtualAccount: [own], byReference: [own, { ...elsewhere, referenceKey: own.referenceKey }] },
      1,
      ['virtual_account', 'reference_in_text', 'amount_equal', 'within_due_date'],
    ],
    [
      'a reference in the text',
      paysByReference,
      { byReference: [own] },
      2,
      ['reference_in_text', 'name_equal', 'amount_equal', 'within_due_date'],
    ],
    [
      'a reference in the text, where the bank tells no name',
      { ...paysByReference, nameKey: '' },
      { byReference: [own] },
      2,
      ['reference_in_text', 'amount_equal', 'within_due_date'],
    ],
    [
      'a reference in the text, and a name with a letter wrong',
      { ...paysByReference, nameKey: 'ヤマタタロウ' },
      { byReference: [own] },
      2,
      ['reference_in_text', 'amount_equal', 'within_due_date'],
    ],
    [
      'a reference glued to the name',
      { ...paysByReference, nameKey: `${own.referenceKey}ヤマダタロウ` },
      { byReference: [own] },
      2,
      ['reference_in_text', 'name_equal', 'amount_equal', 'within_due_date'],
    ],
    [
      'a reference in the text of another name, where the virtual account tells the merchant',
      { ...paysByReference, nameKey: 'スズキ', merchantId: rose },
      { byReference: [own] },
      2,
      ['reference_in_text', 'amount_equal', 'within_due_date'],
    ],
    [
      'a reference that two merchants use, one of them for this name',
      paysByReference,
      { byReference: [{ ...elsewhere, payerKey: 'スズキ' }, own] },
      2,
      ['reference_in_text', 'name_equal', 'amount_equal', 'within_due_date'],
    ],
    [
      'a name that the bank has cut',
      { ...deposit, nameKey: 'ヤマダタロ', cutName: { beginning: 'ヤマダタロ', whole: null } },
      { byName: [own] },
      3,
      ['name_prefix', 'only_open_order', 'amount_equal', 'within_due_date'],
    ],
    [
      'the virtual account, though another had it before',
      paysByKey,
      { byVirtualAccount: [own], formerHolders: [{ ...other, payerKey: 'スズキ', payment: 'expired' }] },
      1,
      ['virtual_account', 'amount_equal', 'within_due_date'],
    ],
    [
      'name and amount of an order that came after another was paid',
      deposit,
      { byName: [own], closedLately: [{ orderNumber: 'A-9', payment: 'paid', on: businessDate('2026-11-09') }] },
      3,
      ['name_equal', 'only_open_order', 'amount_equal', 'within_due_date'],
    ],
    [
      'the same order by two references',
      paysByReference,
      { byReference: [own, own] },
      2,
      ['reference_in_text', 'name_equal', 'amount_equal', 'within_due_date'],
    ],
    [
      'a reference of two merchants, where the virtual account tells which',
      { ...paysByReference, merchantId: rose },
      { byReference: [elsewhere, own] },
      2,
      ['reference_in_text', 'name_equal', 'amount_equal', 'within_due_date'],
    ],
    ['name and amount', deposit, { byName: [own] }, 3, ['name_equal', 'only_open_order', 'amount_equal', 'within_due_date']],
    [
      'name and amount, though the payer owes something else too',
      deposit,
      { byName: [own, { ...other, open: yen(500) }, { ...elsewhere, payment: 'paid' }] },
      3,
      ['name_equal', 'only_open_order', 'amount_equal', 'within_due_date'],
    ],
    [
      'name and amount, though the payer ordered the same again later',
      deposit,
      { byName: [own, { ...other, receivedOn: businessDate('2026-11-21') }] },
      3,
      ['name_equal', 'only_open_order', 'amount_equal', 'within_due_date'],
    ],
  ]
  it.each(cases)('%s', (_, facts, found, level, evidence) => {
    const decision = decide(facts, { ...nothing, ...found })
    expect(decision).toMatchObject({ cleared: true, orderId: own.id, level })
    if (decision.cleared) {
      expect(codes(decision.evidence)).toEqual(evidence)
      expect(decision.evidence.every((reason) => reason.for && !reason.veto)).toBe(true)
    }
  })
})

describe('what goes to a person, with the reason', () => {
  const cases: [string, DepositFacts, Partial<Found>, Reason['code'] | null][] = [
    ['nothing found', deposit, {}, null],
    ['訂正 is no customer money', { ...paysByKey, notCustomerMoney: 'correction' }, { byVirtualAccount: [own] }, 'not_customer_money'],
    ['a returned transfer is none', { ...deposit, notCustomerMoney: 'returned' }, { byName: [own] }, 'not_customer_money'],
    [
      'uncleared cheques are none yet',
      { ...paysByReference, notCustomerMoney: 'uncleared_cheque' },
      { byReference: [own] },
      'not_customer_money',
    ],
    ['key, too little', { ...paysByKey, amount: yen(11_340) }, { byVirtualAccount: [own] }, 'amount_short'],
    ['key, too much', { ...paysByKey, amount: yen(12_001) }, { byVirtualAccount: [own] }, 'amount_over'],
    ['key, after the due date', paysByKey, { byVirtualAccount: [of({ dueOn: businessDate('2026-11-19') })] }, 'after_due_date'],
    ['key, before the order', paysByKey, { byVirtualAccount: [of({ receivedOn: businessDate('2026-11-21') })] }, 'before_order'],
    ['key of a paid order', paysByKey, { byVirtualAccount: [of({ payment: 'paid' })] }, 'order_closed'],
    ['key of an expired order', paysByKey, { byVirtualAccount: [of({ payment: 'expired' })] }, 'order_closed'],
    ['key of a cancelled order', paysByKey, { byVirtualAccount: [of({ payment: 'cancelled' })] }, 'order_closed'],
    ['key held by two', paysByKey, { byVirtualAccount: [own, other] }, 'other_fits_equally'],
    ['key, but a reference to another order', paysByKey, { byVirtualAccount: [own], byReference: [other] }, 'reference_of_other'],
    ['key, but a reference to another merchant', paysByKey, { byVirtualAccount: [own], byReference: [elsewhere] }, 'reference_of_other'],
    ['key, its own reference and one more', paysByKey, { byVirtualAccount: [own], byReference: [own, other] }, 'reference_of_other'],
    [
      'key without the amount, though the name fits another',
      { ...paysByKey, amount: yen(1) },
      { byVirtualAccount: [own], byName: [of({ open: yen(1) })] },
      'amount_short',
    ],
    ['reference, too little', { ...paysByReference, amount: yen(11_999) }, { byReference: [own] }, 'amount_short'],
    ['reference, too much', { ...paysByReference, amount: yen(12_001) }, { byReference: [own] }, 'amount_over'],
    ['reference, of another name', { ...paysByReference, nameKey: 'スズキ' }, { byReference: [own] }, 'name_differs'],
    [
      'reference to one, while an order of the name fits as well',
      { ...paysByReference, nameKey: 'スズキ', merchantId: rose },
      { byReference: [own], byName: [{ ...other, payerKey: 'スズキ' }] },
      'other_fits_equally',
    ],
    [
      'key, of the name that had it before',
      { ...paysByKey, nameKey: 'スズキハナコ' },
      { byVirtualAccount: [own], formerHolders: [{ ...other, payerKey: 'スズキハナヨ', payment: 'expired' }] },
      'former_holder',
    ],
    [
      'key, while as much of the same name waits without one',
      paysByKey,
      { byVirtualAccount: [own], sameWaits: businessDate('2026-11-19') },
      'same_deposit_waits',
    ],
    [
      'name and amount, while another that stood beside it was paid',
      deposit,
      { byName: [own], closedLately: [{ orderNumber: 'A-9', payment: 'paid', on: businessDate('2026-11-10') }] },
      'closed_alike',
    ],
    [
      'name and amount, while another alike is over',
      deposit,
      { byName: [own], closedLately: [{ orderNumber: 'A-9', payment: 'over', on: businessDate('2026-11-01') }] },
      'closed_alike',
    ],
    [
      'name and amount, while somebody whom the remitter paid for owes as much',
      deposit,
      { byName: [own], learnedFits: 'A-9' },
      'learned_fits',
    ],
    [
      'name and amount, while as much of the same name waits',
      deposit,
      { byName: [own], sameWaits: businessDate('2026-11-19') },
      'same_deposit_waits',
    ],
    [
      'name and amount, while with another deposit it comes to another order',
      deposit,
      { byName: [own], ofName: [own, { ...elsewhere, open: yen(20_000) }], othersWaiting: [8_000] },
      'other_merchant_fits',
    ],
    [
      'key, of the same name and amount as who had it before',
      paysByKey,
      { byVirtualAccount: [own], formerHolders: [{ ...other, payment: 'expired' }] },
      'former_holder',
    ],
    ['reference to two orders', paysByReference, { byReference: [own, other] }, 'other_fits_equally'],
    ['reference of two merchants', paysByReference, { byReference: [own, elsewhere] }, 'other_merchant_fits'],
    [
      'reference of another merchant than the virtual account',
      { ...paysByReference, merchantId: lily },
      { byReference: [own] },
      'reference_of_other',
    ],
    ['reference to a closed order', paysByReference, { byReference: [of({ payment: 'paid' })] }, 'order_closed'],
    ['reference after the due date', paysByReference, { byReference: [of({ dueOn: businessDate('2026-11-19') })] }, 'after_due_date'],
    [
      'reference of one, name of another',
      { ...paysByReference, amount: yen(1) },
      { byReference: [own], byName: [{ ...other, open: yen(1) }] },
      'amount_short',
    ],
    ['name, another amount', { ...deposit, amount: yen(11_999) }, { byName: [own] }, null],
    ['name, only a prefix', { ...deposit, nameKey: 'ヤマダタロウシヨウ' }, { byName: [own] }, null],
    ['no name at all', { ...deposit, nameKey: '' }, { byName: [of({ payerKey: '' })] }, null],
    ['name, closed order', deposit, { byName: [of({ payment: 'expired' })] }, null],
    ['name, before the order', deposit, { byName: [of({ receivedOn: businessDate('2026-11-21') })] }, null],
    ['name, after the due date', deposit, { byName: [of({ dueOn: businessDate('2026-11-19') })] }, 'after_due_date'],
    [
      'key, of an order that is paid at a store by now',
      paysByKey,
      { byVirtualAccount: [of({ method: 'convenience_store', isWithdrawn: true })] },
      'other_method',
    ],
    ['key, of an instruction that was withdrawn', paysByKey, { byVirtualAccount: [of({ isWithdrawn: true })] }, 'instruction_withdrawn'],
    [
      'reference, of an order that is paid at a store',
      paysByReference,
      { byReference: [of({ method: 'convenience_store' })] },
      'other_method',
    ],
    ['name, of an order that is paid at a store', deposit, { byName: [of({ method: 'convenience_store' })] }, 'other_method'],
    [
      'name, and another order of it less what a transfer costs',
      deposit,
      { byName: [own], ofName: [own, { ...other, open: yen(12_440) }] },
      'other_fits_equally',
    ],
    ['name, two orders', deposit, { byName: [own, other] }, 'other_fits_equally'],
    ['name, two merchants', deposit, { byName: [own, elsewhere] }, 'other_merchant_fits'],
    [
      'name, but the virtual account tells another merchant',
      { ...deposit, virtualAccount: '4560000009', merchantId: lily },
      { byName: [own] },
      'virtual_account_of_other',
    ],
  ]
  it.each(cases)('%s', (_, facts, found, code) => {
    const decision = decide(facts, { ...nothing, ...found })
    if (decision.cleared) throw new Error(`cleared at level ${decision.level}`)
    expect(decision.why[0]?.code ?? null).toBe(code)
    expect(decision.why.some((reason) => reason.veto)).toBe(code !== null)
  })
})

describe('whatever the facts', () => {
  const anyOrder = (id: number): fc.Arbitrary<OpenOrder> =>
    fc.record({
      id: fc.constant(OrderId.parse(id)),
      merchantId: fc.constantFrom(rose, lily),
      orderNumber: fc.constant(`R-100${id}`),
      referenceKey: fc.constantFrom(`R100${id}`, 'R1000'),
      payerKey: fc.constantFrom('ヤマダ', 'スズキ', ''),
      open: fc.constantFrom(yen(100), yen(200)),
      receivedOn: fc.constantFrom(businessDate('2026-11-01'), businessDate('2026-11-01'), businessDate('2026-11-20')),
      dueOn: fc.constantFrom(null, businessDate('2026-11-15'), businessDate('2026-12-31')),
      virtualAccount: fc.constant(null),
      isWithdrawn: fc.constant(false),
      payment: fc.constantFrom('unpaid', 'unpaid', 'partially_paid', 'paid', 'expired'),
      method: fc.constantFrom('bank_transfer', 'bank_transfer', 'bank_transfer', 'bank_transfer', null, 'convenience_store'),
    })
  const anyFacts: fc.Arbitrary<DepositFacts> = fc.record({
    amount: fc.constantFrom(yen(100), yen(200)),
    bookedOn: fc.constant(deposit.bookedOn),
    valueOn: fc.constantFrom(businessDate('2026-11-10'), businessDate('2026-11-20')),
    notCustomerMoney: fc.constantFrom(null, null, 'correction', 'returned'),
    virtualAccount: fc.constantFrom(null, '1230000001'),
    merchantId: fc.constantFrom(null, rose, lily),
    nameKey: fc.constantFrom('ヤマダ', 'スズキ', ''),
    references: fc.constant([]),
    rules: fc.constant(USUAL_CLEARING_RULES),
  })
  const anyFound = fc.tuple(anyOrder(1), anyOrder(2), anyOrder(3)).chain((orders) =>
    fc.record({
      byVirtualAccount: fc.oneof(fc.constant([]), fc.shuffledSubarray(orders, { maxLength: 2 })),
      byReference: fc.oneof(fc.constant([]), fc.shuffledSubarray(orders)),
      byName: fc.shuffledSubarray(orders),
    }),
  )

  it('only an open order clears, for exactly what is open, within its dates, and nothing clears with a fact against', () => {
    let cleared = 0
    fc.assert(
      fc.property(anyFacts, anyFound, (facts, found) => {
        const decision = decide(facts, found)
        expect(decide(facts, found)).toEqual(decision)
        if (!decision.cleared) return
        cleared += 1
        const list: readonly OpenOrder[] = { 1: found.byVirtualAccount, 2: found.byReference, 3: found.byName }[decision.level]
        const paid = list.findLast(({ id, payment }) => id === decision.orderId && (payment === 'unpaid' || payment === 'partially_paid'))
        expect(paid?.open).toBe(facts.amount)
        expect(paid?.method).not.toBe('convenience_store')
        expect(facts.notCustomerMoney).toBeNull()
        expect(paid && paid.receivedOn <= facts.valueOn && (paid.dueOn === null || facts.valueOn <= paid.dueOn)).toBe(true)
        expect(decision.evidence.some((reason) => !reason.for || reason.veto)).toBe(false)
        if (decision.level === 3) expect(found.byReference.length + found.byVirtualAccount.length).toBe(0)
      }),
      { numRuns: 5000 },
    )
    expect(cleared).toBeGreaterThan(100)
  })

  it('an answer does not depend on the order in which orders were found', () => {
    fc.assert(
      fc.property(anyFacts, anyFound, (facts, found) => {
        const turned = {
          byVirtualAccount: found.byVirtualAccount.toReversed(),
          byReference: found.byReference.toReversed(),
          byName: found.byName.toReversed(),
        }
        const [one, two] = [decide(facts, found), decide(facts, turned)]
        expect(one.cleared ? one.orderId : null).toBe(two.cleared ? two.orderId : null)
      }),
      { numRuns: 3000 },
    )
  })
})
