import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OrderId, RefundId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import type { RefundTarget } from '../../../src/preload/contract/refunds'
import { auditOf, OPERATOR, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { approvalOf, handOver, openRefundDesk, PAYER_ACCOUNT, type RefundDesk } from '../../support/refunds'
import { bringIn } from '../../support/story'

let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
})
afterEach(() => desk.cleanup())

const first = () => OrderId.parse(desk.orders[0])
const get = async (id: RefundId) => valueIn(await desk.handlers['refunds.get'](desk.maker, { id }))
async function agreed(target: RefundTarget, own: Parameters<RefundDesk['ask']>[1] = {}): Promise<RefundId> {
  const asked = await desk.ask(target, own)
  valueIn(await desk.decide(approvalOf(asked)))
  return valueIn(asked).refundId
}
const stop = async (id: RefundId, own: { version?: number; why?: string } = {}, who = desk.supervisor) =>
  desk.handlers['refunds.stop'](who, { id, version: (await get(id)).version, why: '口座の持ち主が違うと分かった', ...own })
/** Everything that a refund moves. */
const balances = () =>
  ['suspense', 'refund_in_transit', `merchant_payable:${desk.merchants[0]}`, `held_for_payers:${desk.merchants[0]}`].map(desk.balance)

describe('an approved refund that is stopped leaves everything as it was', () => {
  const cases: [name: string, target: () => Promise<RefundTarget>, amount: number | undefined][] = [
    ['of an order', async () => ({ of: 'order', orderId: first() }), undefined],
    ['of a part of an order: its rest is no item any more', async () => ({ of: 'order', orderId: first() }), 2_000],
    ['of money held for the payer', async () => ({ of: 'order', orderId: desk.held }), undefined],
    ['of a part of money held for the payer', async () => ({ of: 'order', orderId: desk.held }), 2_000],
    ['of a part of a deposit', async () => ({ of: 'deposit', receiptId: await desk.deposit(1_234) }), 1_000],
    ['of all of a deposit', async () => ({ of: 'deposit', receiptId: await desk.deposit(1_234) }), undefined],
  ]
  it.each(cases)('%s', async (_name, targetOf, amount) => {
    const target = await targetOf()
    const tracks = async () => (target.of === 'order' ? desk.tracksOf(target.orderId) : null)
    const account = target.of === 'deposit' ? { ...PAYER_ACCOUNT, holderKana: 'ﾓﾘ' } : PAYER_ACCOUNT
    const before = [balances(), await tracks()]
    const id = await agreed(target, { account, ...(amount === undefined ? {} : { amount: yen(amount) }) })
    expect([balances(), await tracks()]).not.toEqual(before)
    valueIn(await stop(id))
    expect([balances(), await tracks()]).toEqual(before)
    expect(await get(id)).toMatchObject({ state: 'withdrawn' })
    expect(auditOf(desk, 'refunds').at(-1)).toBe('user:sato refund_stopped')
    expect(refusalOf(await desk.handlers['refunds.plan'](desk.maker, { leaveOut: [] }))).toEqual({ refusal: 'nothing_to_refund' })
    expect(await desk.broken()).toEqual([])
    // All of it may be asked for again.
    valueIn(await desk.ask(target, { account, ...(amount === undefined ? {} : { amount: yen(amount) }) }))
  })

  it('after settlement: the merchant owes nothing more', async () => {
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'settled' }).where('id', '=', first()).execute(),
    )
    const id = await agreed({ of: 'order', orderId: first() }, { amount: yen(2_000) })
    const owed = () => desk.balance(`merchant_receivable:${desk.merchants[0]}`)
    expect(owed()).toBe(2_000)
    valueIn(await stop(id))
    expect([owed(), desk.balance('refund_in_transit')]).toEqual([0, 0])
    const { rows } = valueIn(await desk.handlers['exceptions.receivables'](desk.maker, { cursor: null, size: 10 }))
    expect(rows).toEqual([])
  })

  it('of money that had come back: it waits for another account again', async () => {
    const id = await agreed({ of: 'order', orderId: first() })
    const { runId } = valueIn(await desk.handlers['refunds.plan'](desk.maker, { leaveOut: [] }))
    await handOver(desk, runId)
    const statement = (day: string, line: object) =>
      bringIn(desk, day, desk.balance(`bank:${desk.account}`), [{ amount: 12_000, remitterName: '', ...line }])
    await statement('2026-11-24', { direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ' })
    await statement('2026-11-25', { notCustomerMoney: 'returned', description: 'ﾌﾘｺﾐｸﾐﾓﾄﾞｼ', remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ' })
    const again = await agreed({ of: 'returned', refundId: id }, { cause: 'returned' })
    valueIn(await stop(again))
    expect(await desk.tracksOf(first())).toMatchObject({ disbursement: 'refund_returned' })
    expect(await get(id)).toMatchObject({ state: 'returned', replacedBy: null })
    expect(desk.balance('refund_in_transit')).toBe(-12_000)
    expect(await desk.broken()).toEqual([])
  })
})

describe('a refund is not stopped', () => {
  it('before it is agreed to, or once a run has it', async () => {
    const asked = await desk.ask({ of: 'order', orderId: first() })
    const { refundId } = valueIn(asked)
    expect(refusalOf(await stop(refundId))).toEqual({ refusal: 'refund_not_open', state: 'requested' })
    valueIn(await desk.decide(approvalOf(asked)))
    valueIn(await desk.handlers['refunds.plan'](desk.maker, { leaveOut: [] }))
    expect(refusalOf(await stop(refundId))).toEqual({ refusal: 'refund_not_open', state: 'in_run' })
  })
  it('that is not there, was seen otherwise, without a person, or with a card number in its reason', async () => {
    const id = await agreed({ of: 'order', orderId: first() })
    expect(refusalOf(await desk.handlers['refunds.stop'](desk.supervisor, { id: RefundId.parse(1), version: 1, why: 'x' }))).toEqual({
      refusal: 'not_found',
      what: 'refund',
    })
    expect(refusalOf(await stop(id, { version: 9 }))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await stop(id, {}, OPERATOR))).toEqual({ refusal: 'not_signed_in' })
    expect(refusalOf(await stop(id, { why: '4111111111111111' }))).toMatchObject({ refusal: 'invalid_input' })
  })
})

it('a run leaves out what is to wait', async () => {
  const one = await agreed({ of: 'order', orderId: first() })
  const other = await agreed({ of: 'order', orderId: desk.held })
  const planned = valueIn(await desk.handlers['refunds.plan'](desk.maker, { leaveOut: [one] }))
  expect(planned).toMatchObject({ transfers: 1, total: 5_500 })
  expect([(await get(one)).state, (await get(other)).state]).toEqual(['approved', 'in_run'])
})
