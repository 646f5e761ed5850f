import { describe, expect, it } from 'vitest'
import type { DepositFacts } from '../../../src/main/settlement/reasons'
import { decideSum, type SumRivals } from '../../../src/main/settlement/sum-matching'
import type { OpenOrder } from '../../../src/preload/contract/clearing'
import { USUAL_CLEARING_RULES } from '../../../src/preload/contract/clearing-rules'
import { businessDate } from '../../../src/preload/contract/date'
import { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'

const deposit: DepositFacts = {
  rules: USUAL_CLEARING_RULES,
  amount: yen(30_000),
  bookedOn: businessDate('2026-11-20'),
  valueOn: businessDate('2026-11-20'),
  notCustomerMoney: null,
  virtualAccount: null,
  nameKey: 'ヤマダタロウ',
  references: [],
}
const order = (id: number, open: number, own: Partial<OpenOrder> = {}): OpenOrder => ({
  ...{ id: OrderId.parse(id), merchantId: MerchantId.parse(1), orderNumber: `A-${id}`, referenceKey: `A${id}`, payerKey: 'ヤマダタロウ' },
  ...{ open: yen(open), receivedOn: businessDate('2026-11-10'), dueOn: businessDate('2026-11-30'), virtualAccount: null },
  ...{ isWithdrawn: false, payment: 'unpaid', method: 'bank_transfer', ...own },
})
const [a, b] = [order(57, 12_000), order(58, 18_000)]

const none: SumRivals = { byReference: [], hasOtherDeposit: false, hasClosedAlike: false }

describe('one deposit for several orders', () => {
  it.each<[string, Partial<SumRivals>]>([
    ['all a payer owes', {}],
    ['the same, with one of their numbers in the text', { byReference: [a] }],
  ])('clears %s, and says which', (_, rivals) => {
    const decision = decideSum(deposit, [a, b], { ...none, ...rivals })
    if (!decision.cleared) throw new Error('it waits')
    expect(decision.orders.map(({ id }) => id)).toEqual([57, 58])
    expect(decision.evidence.map(({ code, detail }) => `${code} ${detail}`)).toEqual(['name_equal ヤマダタロウ', 'sum_fits A-57 + A-58'])
  })

  const left: [string, Partial<DepositFacts>, OpenOrder[], Partial<SumRivals>][] = [
    ['the payer owes more than that', {}, [a, b, order(59, 7_000)], {}],
    ['an order alone fits as well', {}, [a, b, order(59, 30_000)], {}],
    ['an order less a fee fits as well', {}, [a, b, order(59, 30_440)], {}],
    ['an instalment of a larger one fits as well', {}, [a, b, order(59, 60_000)], {}],
    ['there are more orders than were asked for', { amount: yen(41) }, Array.from({ length: 41 }, (_, at) => order(at + 1, 1)), {}],
    ['the text names an order that is in no such sum', {}, [a, b], { byReference: [order(12, 500)] }],
    ['the text names an order that is over', {}, [a, b], { byReference: [a, order(12, 500, { payment: 'paid' })] }],
    ['another deposit of the name waits', {}, [a, b], { hasOtherDeposit: true }],
    ['an order of the name is over that asked for as much', {}, [a, b], { hasClosedAlike: true }],
    ['they are of two merchants', {}, [a, order(58, 18_000, { merchantId: MerchantId.parse(2) })], {}],
    ['one is late', {}, [a, order(58, 18_000, { dueOn: businessDate('2026-11-19') })], {}],
    ['one came after the money', {}, [a, order(58, 18_000, { receivedOn: businessDate('2026-11-21') })], {}],
    ['one is to be paid otherwise', {}, [a, order(58, 18_000, { method: 'card' })], {}],
    ['one is not open', {}, [a, order(58, 18_000, { payment: 'expired' })], {}],
    ['one is of another name', {}, [a, order(58, 18_000, { payerKey: 'ヤマダジロウ' })], {}],
    ['it is one order', { amount: yen(12_000) }, [a], {}],
    ['the bank told no name', { nameKey: '' }, [a, b], {}],
    ['the bank told a virtual account', { virtualAccount: '1230000001' }, [a, b], {}],
    ['it is no money of a customer', { notCustomerMoney: 'correction' }, [a, b], {}],
    ['it may be a transfer that came back', { returnedTransfer: 'P-1' }, [a, b], {}],
    ['they come to another amount', { amount: yen(29_999) }, [a, b], {}],
  ]
  it.each(left)('leaves it to a person where %s', (_, facts, orders, rivals) => {
    expect(decideSum({ ...deposit, ...facts }, orders, { ...none, ...rivals })).toEqual({ cleared: false })
  })
})
