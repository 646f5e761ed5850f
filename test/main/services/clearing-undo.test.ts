import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../../src/main/services/context'
import { businessDate } from '../../../src/preload/contract/date'
import type { AllocationId, OrderId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { auditOf, refusalOf } from '../../support/desk'
import { addOrders, valueIn, writing } from '../../support/ledger'
import { approvalOf, openRefundDesk, type RefundDesk } from '../../support/refunds'
import { bringIn, CLERK, clearByHand, clearingDesk } from '../../support/story'

/* A clearing is undone by a clerk alone up to a limit; above it, and on a day that has been closed, a second person agrees. */

let desk: RefundDesk
let order: OrderId
let cleared: AllocationId
beforeEach(async () => {
  desk = await openRefundDesk()
  const [, , , found] = desk.orders
  if (found === undefined) throw new Error('no order')
  order = found
  cleared = await clearByHand(desk, await desk.deposit(1_234), order, 1_000)
})
afterEach(() => desk.cleanup())

const LIMIT = 999
async function limitUndo(undoAlone = LIMIT): Promise<void> {
  await writing(desk.ledger, (writer) =>
    writer.db
      .insertInto('settings')
      .values({ name: 'money_limits', value: JSON.stringify({ undoAlone }), changed_by: 'x', changed_at: writer.at })
      .execute(),
  )
}
const undo = (who: Context = desk.maker, reason = '別の注文') => clearingDesk(desk)['clearing.undo'](who, { allocationId: cleared, reason })
const preview = async () => valueIn(await clearingDesk(desk)['clearing.undoPreview'](desk.maker, { allocationId: cleared }))
const suspense = () => desk.balance('suspense')

describe('undoing above the limit', () => {
  beforeEach(() => limitUndo())

  it('says beforehand who must agree', async () => {
    expect((await preview()).approvers).toEqual({ needed: 1, why: 'above_limit', barred: ['user:tanaka', 'user:tester'] })
  })
  it('asks, and leaves everything as it is', async () => {
    const before = suspense()
    expect(valueIn(await undo()).approvalId).not.toBeNull()
    expect(suspense()).toBe(before)
    expect(await preview()).toMatchObject({ asked: true })
    expect(refusalOf(await undo())).toEqual({ refusal: 'change_already_staged' })
  })
  it('shows what decides, is refused to its maker, and is done as another agrees', async () => {
    const before = suspense()
    const id = approvalOf(await undo())
    const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.supervisor, { open: true }))
    expect(approvals[0]?.case).toMatchObject({
      kind: 'clearing_undo',
      amount: 1_000,
      links: [{ allocationId: cleared, amount: 1_000, statusBefore: 'partially_paid', statusAfter: 'partially_paid' }],
      remaining: 1_234,
      days: 0,
      afterClose: false,
      why: '別の注文',
      journal: [{ debit: { account: 'merchant_payable' }, credit: { account: 'suspense', of: null }, amount: 1_000 }],
    })
    expect(refusalOf(await desk.decide(id, 'approved', desk.maker))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(id))
    expect(suspense()).toBe(before - 1_000)
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'partially_paid' })
    expect(auditOf(desk, 'clearing').slice(-3)).toEqual(['user:tanaka undo_asked', 'user:sato undone', 'user:sato undo_approved'])
    expect(await desk.broken()).toEqual([])
  })
  it('stays cleared where it is rejected, and may be asked again', async () => {
    const before = suspense()
    valueIn(await desk.decide(approvalOf(await undo()), 'rejected'))
    expect(suspense()).toBe(before)
    expect(valueIn(await undo()).approvalId).not.toBeNull()
  })
  it('is not decided by whoever cleared it by hand', async () => {
    const receiptId = await desk.deposit(1_234)
    const { version } = await desk.ledger.reader.db
      .selectFrom('open_items')
      .select('version')
      .where('receipt_id', '=', receiptId)
      .executeTakeFirstOrThrow()
    const found = await desk.ledger.reader.db.selectFrom('orders').select('version').where('id', '=', order).executeTakeFirstOrThrow()
    const parts = [{ orderId: order, version: found.version, amount: PositiveYen.parse(200) }]
    const { allocationIds } = valueIn(await clearingDesk(desk)['clearing.clear'](desk.supervisor, { receiptId, version, parts }))
    cleared = allocationIds[0] ?? cleared
    await writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('settings')
        .set({ value: JSON.stringify({ undoAlone: 100 }) })
        .where('name', '=', 'money_limits')
        .execute(),
    )
    const id = approvalOf(await undo())
    expect(refusalOf(await desk.decide(id, 'approved', desk.supervisor))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(id, 'approved', desk.another))
  })
  it('is not done where undoing would do something else by now', async () => {
    const id = approvalOf(await undo())
    await clearByHand(desk, await desk.deposit(1_234), order, 234)
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'partially_paid' })
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'in_payout' }).where('id', '=', order).execute(),
    )
    expect(refusalOf(await desk.decide(id))).toMatchObject({ refusal: 'paid_out' })
  })
  it('needs somebody who is signed in', async () => {
    expect(refusalOf(await undo(CLERK))).toEqual({ refusal: 'not_signed_in' })
  })
  it('takes no card number for a reason', async () => {
    expect(refusalOf(await undo(desk.maker, '4111 1111 1111 1111'))).toMatchObject({ refusal: 'invalid_input' })
  })
})

describe('undoing up to the limit', () => {
  it('is done at once', async () => {
    expect((await preview()).approvers).toMatchObject({ needed: 0, why: 'none' })
    expect(valueIn(await undo())).toMatchObject({ approvalId: null, remaining: 1_234 })
  })
  it('asks all the same where its day was closed', async () => {
    const day = businessDate('2026-11-20')
    await bringIn(desk, day, desk.balance(`bank:${desk.account}`), [{ amount: 55, remitterName: 'ﾀﾞﾚｶ' }])
    const { digest } = valueIn(await desk.handlers['closing.state'](desk.maker, { day }))
    valueIn(await desk.handlers['closing.close'](desk.supervisor, { day, digest }))
    expect(await preview()).toMatchObject({ approvers: { needed: 1, why: 'after_close' } })
    const id = approvalOf(await undo())
    valueIn(await desk.decide(id))
    expect(suspense()).not.toBe(0)
  })
})

describe('an act of three orders above the limit', () => {
  let links: AllocationId[]
  beforeEach(async () => {
    await limitUndo()
    const receiptId = await desk.deposit(999)
    const orders = await addOrders(
      desk.ledger,
      desk.merchants[0],
      [1, 2, 3].map((at) => ({ amount: 333, orderNumber: `L-${at}` })),
    )
    const { db } = desk.ledger.reader
    const { version } = await db.selectFrom('open_items').select('version').where('receipt_id', '=', receiptId).executeTakeFirstOrThrow()
    const found = await db.selectFrom('orders').select(['id', 'version']).where('id', 'in', orders).execute()
    const parts = found.map((one) => ({ orderId: one.id, version: one.version, amount: PositiveYen.parse(333) }))
    links = valueIn(await clearingDesk(desk)['clearing.clear'](desk.maker, { receiptId, version, parts })).allocationIds
    await writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('settings')
        .set({ value: JSON.stringify({ undoAlone: 998 }) })
        .where('name', '=', 'money_limits')
        .execute(),
    )
  })
  it('needs a second person link by link, too', async () => {
    for (const link of links) {
      cleared = link
      expect((await preview()).approvers).toMatchObject({ needed: 1, why: 'above_limit' })
      valueIn(await desk.decide(approvalOf(await undo())))
    }
    expect(await desk.broken()).toEqual([])
  })
})
