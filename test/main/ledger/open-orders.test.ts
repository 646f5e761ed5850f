import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ordersByPayerAndAmount, ordersByReference, ordersByVirtualAccount } from '../../../src/main/ledger/open-orders'
import { businessDate } from '../../../src/preload/contract/date'
import type { AccountId, MerchantId } from '../../../src/preload/contract/ids'
import { AcceptanceTrack, PaymentTrack } from '../../../src/preload/contract/orders'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, type TestOrder, writing } from '../../support/ledger'

let test: TestLedger
let account: AccountId
let merchant: MerchantId
beforeEach(async () => {
  test = await openTestLedger()
  account = await addAccount(test.ledger)
  merchant = await addMerchant(test.ledger)
})
afterEach(() => test.cleanup())

const add = (...orders: TestOrder[]) => addOrders(test.ledger, merchant, orders)
const at = (reference: string, own: TestOrder): TestOrder => ({
  ...own,
  instruction: { accountId: account, reference, dueOn: businessDate('2026-11-30') },
})
const numbers = (found: Map<string, { orderNumber: string }[]>) =>
  Object.fromEntries([...found].map(([asked, orders]) => [asked, orders.map(({ orderNumber }) => orderNumber)]))

describe('by virtual account', () => {
  it('finds the order that holds it, open or not, and nothing for one that nobody holds', async () => {
    await add(
      at('1000000001', { amount: 5, orderNumber: 'A' }),
      at('1000000002', { amount: 5, orderNumber: 'B', tracks: { payment: 'paid' } }),
    )
    const found = await ordersByVirtualAccount(test.ledger.reader, account, ['1000000001', '1000000002', '1000000003'])
    expect(numbers(found)).toEqual({ '1000000001': ['A'], '1000000002': ['B'] })
    expect(found.get('1000000002')).toMatchObject([{ payment: 'paid', virtualAccount: '1000000002' }])
  })

  it('finds nothing at another account, nor once the instruction has ended', async () => {
    const other = await addAccount(test.ledger)
    await add(at('1000000001', { amount: 5 }))
    expect(await ordersByVirtualAccount(test.ledger.reader, other, ['1000000001'])).toEqual(new Map())
    await writing(test.ledger, (writer) => writer.db.updateTable('instructions').set({ ended_at: writer.at }).execute())
    expect(await ordersByVirtualAccount(test.ledger.reader, account, ['1000000001'])).toEqual(new Map())
  })
})

describe('by reference', () => {
  it('finds every order with it, of whatever merchant, open or not, and tells what is left to pay', async () => {
    const other = await addMerchant(test.ledger)
    await add(
      { amount: 500, orderNumber: 'A-1', referenceKey: 'A1' },
      { amount: 7, orderNumber: 'A-2', referenceKey: 'A2', tracks: { payment: 'paid' } },
    )
    await addOrders(test.ledger, other, [{ amount: 900, orderNumber: 'A1', referenceKey: 'A1', tracks: { payment: 'partially_paid' } }])
    await writing(test.ledger, (writer) =>
      writer.db
        .updateTable('orders')
        .set({ paid_amount: 300 as never })
        .where('merchant_id', '=', other)
        .execute(),
    )
    const found = await ordersByReference(test.ledger.reader, ['A1', 'A2', 'A3'])
    expect(numbers(found)).toEqual({ A1: ['A-1', 'A1'], A2: ['A-2'] })
    expect(found.get('A1')).toMatchObject([
      { merchantId: merchant, open: 500, virtualAccount: null },
      { merchantId: other, open: 600 },
    ])
  })
})

describe('by payer and amount', () => {
  it('finds those with exactly this payer and exactly this much open', async () => {
    await add(
      { amount: 500, orderNumber: 'A', payerKey: 'ヤマダタロウ' },
      { amount: 501, orderNumber: 'B', payerKey: 'ヤマダタロウ' },
      { amount: 500, orderNumber: 'C', payerKey: 'ヤマダハナコ' },
      { amount: 500, orderNumber: 'D', payerKey: 'ヤマダタロウ' },
    )
    const found = await ordersByPayerAndAmount(test.ledger.reader, [
      ['ヤマダタロウ', 500],
      ['ヤマダハナコ', 501],
    ])
    expect(numbers(found)).toEqual({ 'ヤマダタロウ|500': ['A', 'D'] })
  })

  it('takes what a payer’s name holds as text: quotes, percent signs, a bar', async () => {
    const names = ["o'brien", '%', '_', 'a|b', '"x"', '']
    await add(...names.map((payerKey, index) => ({ amount: 500, orderNumber: `N${index}`, payerKey })))
    const found = await ordersByPayerAndAmount(
      test.ledger.reader,
      names.map((name) => [name, 500]),
    )
    expect(numbers(found)).toEqual(Object.fromEntries(names.map((name, index) => [`${name}|500`, [`N${index}`]])))
  })
})

describe('what counts as open', () => {
  it.each(AcceptanceTrack.options)('an order whose acceptance is %s is told as unpaid only if it may be paid', async (acceptance) => {
    await add({ amount: 500, referenceKey: 'A', tracks: { acceptance } })
    const told = (await ordersByReference(test.ledger.reader, ['A'])).get('A')?.map(({ payment }) => payment)
    expect(told).toEqual([acceptance === 'none' || acceptance === 'accepted' ? 'unpaid' : 'awaiting_method'])
  })

  it.each(PaymentTrack.options)('%s', async (payment) => {
    await add({ amount: 500, orderNumber: 'A', referenceKey: 'A', payerKey: 'ア', tracks: { payment } })
    const isOpen = payment === 'unpaid' || payment === 'partially_paid'
    expect((await ordersByReference(test.ledger.reader, ['A'])).get('A')).toMatchObject([{ payment }])
    expect((await ordersByPayerAndAmount(test.ledger.reader, [['ア', 500]])).size).toBe(isOpen ? 1 : 0)
  })

  it('asked for nothing, each finds nothing', async () => {
    await add({ amount: 500 })
    expect(await ordersByVirtualAccount(test.ledger.reader, account, [])).toEqual(new Map())
    expect(await ordersByReference(test.ledger.reader, [])).toEqual(new Map())
    expect(await ordersByPayerAndAmount(test.ledger.reader, [])).toEqual(new Map())
  })
})
