import { afterEach, beforeEach, expect, it } from 'vitest'
import { confirmOutgoing } from '../../../src/main/services/confirmation'
import type { OrderId } from '../../../src/preload/contract/ids'
import { chargeback } from '../../support/card-company'
import { openCardPayouts, type TestCardPayouts } from '../../support/card-payouts'
import { valueIn } from '../../support/ledger'
import { resourcesOf } from '../../support/statements'

/* Cards and the merchants’ money: paid out once the company has paid; what goes back afterwards, the merchant owes. */

let test: TestCardPayouts
beforeEach(async () => {
  test = await openCardPayouts()
})
afterEach(async () => {
  expect(await test.payouts.broken()).toEqual([])
  await test.payouts.cleanup()
})

const tracks = (orderId: OrderId) =>
  test.payouts.ledger.source
    .prepare<[number], { payment: string; disbursement: string }>('select payment, disbursement from orders where id = ?')
    .get(orderId)

it('an order whose company has paid is in the next payout, and settled by it', async () => {
  const orderId = await test.settled(12_000)
  expect(tracks(orderId)).toEqual({ payment: 'paid', disbursement: 'settled' })
})

it('a refund after that is owed by the merchant, and taken by the company out of its next transfer', async () => {
  const orderId = await test.settled(12_000)
  await test.desk.refund(orderId, 5_000)
  await test.round()
  expect(tracks(orderId)?.disbursement).toBe('settled')
  expect(test.payouts.balances()).toMatchObject({ [`merchant_receivable:${test.merchant}`]: 5_000, 'receivable:card': -5_000 })
})

it('a chargeback after that is owed by the merchant; won, the merchant is owed it again', async () => {
  const orderId = await test.settled(12_000)
  const { id, reference } = await test.payment(orderId)
  const told = async (state: 'taken' | 'won') => {
    test.company.change(reference, { chargebacks: [chargeback('dp_1', 12_000, state)] })
    await test.cards.attend(id)
  }
  await told('taken')
  expect(tracks(orderId)?.disbursement).toBe('settled')
  expect(test.payouts.balances()).toMatchObject({ [`merchant_receivable:${test.merchant}`]: 12_000, 'receivable:card': -12_000 })
  await told('won')
  expect(test.payouts.balances()).toMatchObject({
    [`merchant_receivable:${test.merchant}`]: 12_000,
    [`merchant_payable:${test.merchant}`]: -12_000,
  })
  expect(test.payouts.balances()).not.toHaveProperty('receivable:card')
})

it('a chargeback while its order is in a run waits until that is over', async () => {
  const orderId = await test.funded(12_000)
  await test.payouts.plan('2026-12-31')
  const { id, reference } = await test.payment(orderId)
  test.company.change(reference, { chargebacks: [chargeback('dp_1', 12_000, 'taken')] })
  await test.cards.attend(id)
  expect(await test.payment(orderId)).toMatchObject({ trouble: 'chargeback_waits' })
  expect(tracks(orderId)?.disbursement).toBe('releasable')
})

it('and is booked as soon as it is over, by the next round', async () => {
  const orderId = await test.funded(12_000)
  const { payouts } = test
  const run = await payouts.submitted('2026-12-31')
  const { id, reference } = await test.payment(orderId)
  test.company.change(reference, { chargebacks: [chargeback('dp_1', 12_000, 'taken')] })
  await test.cards.attend(id)
  expect(await test.payment(orderId)).toMatchObject({ trouble: 'chargeback_waits' })
  await test.round()
  expect(await test.payment(orderId)).toMatchObject({ trouble: 'chargeback_waits' })
  valueIn(await payouts.decide(run.id, 'approved'))
  const { version, total } = await payouts.run(run.id)
  valueIn(await payouts.handlers['payouts.handOver'](payouts.clerk, { id: run.id, version }))
  await payouts.idle()
  await payouts.bring('2027-01-20', [{ amount: total, direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
  valueIn(await confirmOutgoing(resourcesOf(payouts)))
  await test.round()
  expect(await test.payment(orderId)).toMatchObject({ trouble: null })
  expect(payouts.balances()).toMatchObject({ [`merchant_receivable:${test.merchant}`]: 12_000 })
})
