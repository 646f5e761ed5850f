import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { confirmOutgoing } from '../../../src/main/services/confirmation'
import type { OrderId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
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

describe('what its company has given back unasked after that', () => {
  const ask = async (orderId: OrderId, amount: number) => {
    const { handlers, clerk } = test.desk
    const target = { of: 'order' as const, orderId }
    const found = valueIn(await handlers['refunds.preview'](clerk, { target, amount: PositiveYen.parse(amount) }))
    const said = { cause: 'unknown' as const, why: '会社で返金済', source: 'letter' as const, differenceConfirmed: false }
    const wish = { target, version: found.version, amount: found.amount, ...said }
    return { ...valueIn(await handlers['refunds.request'](clerk, wish)), goneAlready: found.goneAlready }
  }
  const given = async (orderId: OrderId, refunded: number) => {
    const { id, reference } = await test.payment(orderId)
    test.company.change(reference, { refunded })
    await test.cards.attend(id)
  }
  const sent = () => test.company.heard.filter((heard) => heard.startsWith('refund'))

  it('is written down by one refund; another gives back more', async () => {
    const orderId = await test.settled(12_000)
    await given(orderId, 5_000)
    const first = await ask(orderId, 5_000)
    const second = await ask(orderId, 4_000)
    expect([first.goneAlready, second.goneAlready]).toEqual([5_000, 0])
    const { approvals } = valueIn(await test.desk.handlers['approvals.list'](test.desk.supervisor, { open: true }))
    expect(approvals.map(({ id, case: asked }) => [id, asked.kind === 'refund' && asked.goneAlready])).toEqual([
      [first.approvalId, 5_000],
      [second.approvalId, 0],
    ])
    valueIn(await test.desk.agree(first.approvalId))
    await test.round()
    expect(sent()).toEqual([])
    valueIn(await test.desk.agree(second.approvalId))
    await test.round()
    expect(sent()).toHaveLength(1)
    expect(test.payouts.balances()).toMatchObject({ [`merchant_receivable:${test.merchant}`]: 9_000, 'receivable:card': -9_000 })
  })

  it('and was written down by another meanwhile is never sent', async () => {
    const orderId = await test.settled(12_000)
    await given(orderId, 5_000)
    const first = await ask(orderId, 5_000)
    const second = await ask(orderId, 5_000)
    valueIn(await test.desk.agree(second.approvalId))
    await test.round()
    valueIn(await test.desk.agree(first.approvalId))
    await test.round()
    expect([sent(), (await test.payment(orderId)).trouble]).toEqual([[], 'act_refused'])
  })

  it('a refund on its way is not charged back besides', async () => {
    const orderId = await test.settled(12_000)
    test.company.fault('refund', 'refused')
    await test.desk.refund(orderId, 5_000)
    await test.round()
    const { id, reference } = await test.payment(orderId)
    test.company.change(reference, { chargebacks: [chargeback('dp_1', 12_000, 'taken')] })
    await test.cards.attend(id)
    expect(await test.payment(orderId)).toMatchObject({ trouble: 'chargeback_waits' })
    expect(test.payouts.balances()).toMatchObject({ [`merchant_receivable:${test.merchant}`]: 5_000, refund_in_transit: -5_000 })
  })
})
