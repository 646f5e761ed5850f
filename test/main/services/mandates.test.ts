import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { liveInstruction } from '../../../src/main/ledger/shop-orders'
import type { Posted } from '../../../src/main/services/shop-order-storing'
import { businessDate } from '../../../src/preload/contract/date'
import { MandateId } from '../../../src/preload/contract/ids'
import type { PaymentMethod } from '../../../src/preload/contract/merchants'
import { DEBIT_ON, type DebitDesk, MANDATE, openDebitDesk } from '../../support/debits'
import { auditOf, refusalOf } from '../../support/desk'
import { TESTER, valueIn } from '../../support/ledger'
import { brokenPromises } from '../../support/verified'

/* Mandates (口座振替依頼書), and the payers who are offered to be debited by them. */

let bank: DebitDesk
beforeEach(async () => {
  bank = await openDebitDesk()
})
afterEach(async () => {
  expect(await brokenPromises(bank.ledger)).toEqual([])
  await bank.cleanup()
})

const add = (own: object = {}) =>
  bank.desk['mandates.add'](bank.clerk, { ...MANDATE, merchantId: bank.shop.merchantId, customerNumber: '42', ...own })
const choose = (order: Posted, method: PaymentMethod) => bank.choice.choose(TESTER, order.orderId, { method, protectionWished: false })
const offered = async (order: Posted) =>
  valueIn(await bank.choice.look(order.orderId)).methods.map(({ method, dueOn }) => `${method} ${dueOn}`)
const NOBODY = MandateId.parse(1)

describe('a mandate', () => {
  it('is written down with its account as files have it; lists tell the end of the number only', async () => {
    const id = await bank.mandate('42')
    const { rows } = valueIn(await bank.desk['mandates.list'](bank.clerk, { cursor: null, size: 50 }))
    expect(rows).toMatchObject([
      {
        ...{
          id,
          merchantId: bank.shop.merchantId,
          customerNumber: '00000000000000000042',
          bankCode: '0005',
          bankName: '三菱ＵＦＪ',
          branchCode: '041',
        },
        ...{
          accountType: '1',
          accountEnding: '345',
          holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
          validFrom: '2026-11-01',
          endedAt: null,
          recordedBy: 'user:hanako',
        },
      },
    ])
    expect(JSON.stringify(rows)).not.toContain(MANDATE.accountNumber)
    expect(valueIn(await bank.desk['mandates.account'](bank.clerk, { id }))).toEqual({ accountNumber: '0012345' })
    expect(auditOf(bank, 'mandates')).toEqual(['user:hanako recorded', 'user:hanako account_shown'])
    const audit = bank.ledger.source.prepare("select group_concat(detail) from audit_records where stream = 'mandates'").pluck().get()
    expect(audit).not.toContain(MANDATE.accountNumber)
  })

  it.each([
    ['an unknown bank', { bankCode: '9998' }, { refusal: 'unknown_bank' }],
    ['an unknown branch', { branchCode: '998' }, { refusal: 'unknown_branch' }],
    ['a holder in kanji', { holderKana: '山田太郎' }, { refusal: 'holder_name_invalid' }],
    ['a card number for a customer', { customerNumber: '4111111111111111' }, { refusal: 'invalid_input' }],
    ['a merchant there is not', { merchantId: 1 }, { refusal: 'not_found' }],
  ])('is refused with %s', async (_what, own, refusal) => {
    expect(refusalOf(await add(own))).toMatchObject(refusal)
  })

  it('has a number of its own while it is in force, whatever zeros are in front', async () => {
    const id = await bank.mandate('42')
    expect(refusalOf(await add({ customerNumber: '0042' }))).toEqual({ refusal: 'customer_number_taken', customerNumber: '0042' })
    valueIn(await bank.desk['mandates.end'](bank.clerk, { id, reason: '本人の申出' }))
    valueIn(await add())
    expect(refusalOf(await bank.desk['mandates.end'](bank.clerk, { id, reason: '本人の申出' }))).toEqual({ refusal: 'mandate_ended' })
    expect(refusalOf(await bank.desk['mandates.end'](bank.clerk, { id: NOBODY, reason: '本人の申出' }))).toMatchObject({
      refusal: 'not_found',
    })
    expect(refusalOf(await bank.desk['mandates.account'](bank.clerk, { id: NOBODY }))).toMatchObject({ refusal: 'not_found' })
  })

  it('that ends lets the payers who were to be debited by it choose anew; a run that was made goes on', async () => {
    const id = await bank.mandate('42')
    const inRun = await bank.chosen('42')
    await bank.run()
    const waiting = await bank.chosen('42')
    expect(valueIn(await bank.desk['mandates.end'](bank.clerk, { id, reason: '本人の申出' }))).toEqual({ orders: 1 })
    expect(bank.stands(waiting.orderId)).toMatch(/^unpaid none - /)
    expect(bank.look(waiting.orderId).notices).toContain('payer debit_refused mail')
    expect(await offered(waiting)).toEqual(['bank_transfer 2026-11-27'])
    expect(valueIn(await bank.choice.look(inRun.orderId)).instruction).toMatchObject({ method: 'direct_debit', accountEnding: '345' })
    await bank.result([[inRun, '0']])
    expect(bank.stands(inRun.orderId)).toMatch(/^paid/)
  })
})

describe('direct debit is offered', () => {
  it('to whom the shop has given the number of a mandate, on the next day of debit', async () => {
    await bank.mandate('42')
    const order = await bank.posted(bank.shop, { customerNumber: '42' })
    expect(await offered(order)).toEqual(['bank_transfer 2026-11-27', `direct_debit ${DEBIT_ON}`])
    const { instruction } = valueIn(await choose(order, 'direct_debit'))
    expect(instruction).toEqual({
      ...{ method: 'direct_debit', bankName: '三菱ＵＦＪ', branchName: '虎ノ門', accountType: '1', accountEnding: '345' },
      ...{ amount: 2_400, dueOn: DEBIT_ON },
    })
    expect(bank.look(order.orderId).notices.slice(1)).toEqual([
      'payer instruction mail',
      'merchant method_chosen mail',
      'merchant method_chosen webhook',
    ])
    // Sent twice, it is taken once.
    const { events } = bank.look(order.orderId)
    valueIn(await choose(order, 'direct_debit'))
    expect(bank.look(order.orderId).events).toEqual(events)
  })

  it('and a payer may go from a transfer to it and back', async () => {
    await bank.mandate('42')
    const order = await bank.posted(bank.shop, { customerNumber: '42' })
    valueIn(await choose(order, 'bank_transfer'))
    valueIn(await choose(order, 'direct_debit'))
    expect(await liveInstruction(bank.ledger.reader, order.orderId)).toMatchObject({ isWithdrawn: true })
    valueIn(await choose(order, 'bank_transfer'))
    expect(bank.stands(order.orderId)).toMatch(/^unpaid none bank_transfer/)
    expect(await bank.ledger.reader.db.selectFrom('orders').select('id').where('method', '=', 'direct_debit').execute()).toEqual([])
  })

  it.each<[string, object, object]>([
    ['without a number', {}, {}],
    ['with another number', {}, { customerNumber: '43' }],
    ['with a mandate that is valid later', { validFrom: businessDate('2026-12-01') }, { customerNumber: '42' }],
  ])('not %s', async (_what, mandate, order) => {
    await bank.mandate('42', mandate)
    const posted = await bank.posted(bank.shop, order)
    expect(await offered(posted)).toEqual(['bank_transfer 2026-11-27'])
    expect(refusalOf(await choose(posted, 'direct_debit'))).toEqual({ refusal: 'no_mandate' })
  })

  it('not by another merchant’s mandate, nor by a merchant that has not agreed to it', async () => {
    await bank.mandate('42')
    const other = await bank.merchant({ methods: ['bank_transfer', 'direct_debit'] })
    const posted = await bank.posted(other, { customerNumber: '42' })
    expect(refusalOf(await choose(posted, 'direct_debit'))).toEqual({ refusal: 'no_mandate' })
    const without = await bank.posted(await bank.merchant(), { customerNumber: '42' })
    expect(refusalOf(await choose(without, 'direct_debit'))).toMatchObject({ refusal: 'method_not_offered' })
  })

  it.each<[string, object, boolean]>([
    ['is switched off', {}, false],
    ['has no code', { collectorCode: '' }, true],
    ['has no bank', { bankCode: '' }, true],
  ])('not while the collector %s', async (_what, own, enabled) => {
    await bank.mandate('42')
    await bank.settle(own, enabled)
    const order = await bank.posted(bank.shop, { customerNumber: '42' })
    expect(await offered(order)).toEqual(['bank_transfer 2026-11-27'])
    expect(refusalOf(await choose(order, 'direct_debit'))).toMatchObject({ refusal: 'method_not_offered' })
  })

  it('by a shop that fixes it with an order, if it has the mandate', async () => {
    await bank.mandate('42')
    const order = await bank.posted(bank.shop, { customerNumber: '042', method: 'direct_debit' })
    expect(bank.stands(order.orderId)).toBe(`unpaid none direct_debit ${DEBIT_ON} 0`)
    expect(bank.look(order.orderId).notices).toEqual(['payer instruction mail'])
    for (const own of [{ customerNumber: '43' }, {}]) {
      expect(refusalOf(await bank.post(bank.shop, { method: 'direct_debit', ...own }))).toEqual({ refusal: 'no_mandate' })
    }
    await bank.settle({}, false)
    expect(refusalOf(await bank.post(bank.shop, { method: 'direct_debit', customerNumber: '42' }))).toMatchObject({
      refusal: 'method_not_offered',
    })
  })

  it('never by a number that is a card’s', async () => {
    expect(refusalOf(await bank.post(bank.shop, { customerNumber: '4111111111111111' }))).toMatchObject({ refusal: 'invalid_input' })
  })
})
