import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RestEnding } from '../../../src/preload/contract/clearing'
import type { AllocationId, OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { refusalOf } from '../../support/desk'
import { addOrders, valueIn, writing } from '../../support/ledger'
import { openRefundDesk, type RefundDesk } from '../../support/refunds'
import { bringIn, CLERK, clearingDesk } from '../../support/story'

/*
 * Lesson 21 (OCA/account-reconcile#500): 990 received for 1,000 took seven steps and mental arithmetic. Here the difference is shown with three
 * endings of one key each, and the entry of each before anything is written.
 */

let desk: RefundDesk
let order: OrderId
let account: `bank:${number}`
beforeEach(async () => {
  desk = await openRefundDesk()
  const [added] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 1_000, orderNumber: 'R-1' }])
  if (added === undefined) throw new Error('no order')
  order = added
  account = `bank:${desk.account}`
})
afterEach(() => desk.cleanup())

/** A deposit of so many yen that nothing answers. */
async function deposited(amount: number): Promise<ReceiptId> {
  await bringIn(desk, '2026-11-20', desk.balance(account), [{ amount, remitterName: 'ﾈｽﾞﾐ ﾁﾕｳ' }])
  return desk.deposit(amount)
}
const versionOf = async (table: 'open_items' | 'orders', id: number) =>
  table === 'orders'
    ? (await desk.ledger.reader.db.selectFrom('orders').select('version').where('id', '=', order).executeTakeFirstOrThrow()).version
    : (
        await desk.ledger.reader.db
          .selectFrom('open_items')
          .select('version')
          .where('receipt_id', '=', id as ReceiptId)
          .executeTakeFirstOrThrow()
      ).version
async function clear(receiptId: ReceiptId, amounts: readonly number[], rest: RestEnding, who = desk.maker) {
  const parts = await Promise.all(
    amounts.map(async (amount) => ({ orderId: order, version: await versionOf('orders', order), amount: PositiveYen.parse(amount) })),
  )
  return clearingDesk(desk)['clearing.clear'](who, { receiptId, version: await versionOf('open_items', receiptId), parts, rest })
}
const preview = async (receiptId: ReceiptId, amount: number) =>
  valueIn(
    await clearingDesk(desk)['clearing.preview'](desk.maker, { receiptId, parts: [{ orderId: order, amount: PositiveYen.parse(amount) }] }),
  )
const undo = (allocationId: AllocationId | undefined) => {
  if (allocationId === undefined) throw new Error('nothing was cleared')
  return clearingDesk(desk)['clearing.undo'](desk.maker, { allocationId, reason: '違う注文' })
}
const openOf = (id: ReceiptId) => desk.ledger.reader.db.selectFrom('open_items').selectAll().where('receipt_id', '=', id).executeTakeFirst()
async function limitCorrections(alone: number): Promise<void> {
  await writing(desk.ledger, (writer) =>
    writer.db
      .insertInto('settings')
      .values({ name: 'money_limits', value: JSON.stringify({ correctionAlone: alone }), changed_by: 'x', changed_at: writer.at })
      .execute(),
  )
}
async function merchantBears(): Promise<void> {
  await writing(desk.ledger, (writer) =>
    writer.db
      .updateTable('merchants')
      .set({ payout_terms: JSON.stringify({ differenceBearer: 'merchant' }) })
      .where('id', '=', desk.merchants[0])
      .execute(),
  )
}
const owed = () => desk.balance(`merchant_payable:${desk.merchants[0]}`)

describe('990 received for 1,000', () => {
  let receipt: ReceiptId
  beforeEach(async () => {
    receipt = await deposited(990)
  })

  it('shows the difference and the entry of each ending before anything is written', async () => {
    const before = desk.balance('suspense')
    expect(await preview(receipt, 990)).toMatchObject({
      remaining: 0,
      journal: [{ debit: { account: 'suspense' }, credit: { account: 'merchant_payable' }, amount: 990 }],
      rest: {
        side: 'orders',
        amount: 10,
        named: null,
        settle: {
          journal: [{ debit: { account: 'other_expense' }, credit: { account: 'merchant_payable', of: '桜商店' }, amount: 10 }],
          approvers: { needed: 0 },
        },
        goesBack: 990,
      },
    })
    expect(desk.balance('suspense')).toBe(before)
  })
  it('R leaves the order paid in part', async () => {
    expect(valueIn(await clear(receipt, [990], 'leave'))).toMatchObject({ remaining: 0, asked: [] })
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'partially_paid' })
  })
  it('D takes the order as paid, and the agent bears 10 yen, exactly as shown', async () => {
    const [expense, payable] = [desk.balance('other_expense'), owed()]
    expect(valueIn(await clear(receipt, [990], 'settle'))).toMatchObject({ remaining: 0, asked: [] })
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'paid', disbursement: 'releasable' })
    expect([desk.balance('other_expense') - expense, owed() - payable]).toEqual([10, -1_000])
    expect(await desk.broken()).toEqual([])
  })
  it('D posts nothing where the contract lets the merchant bear it', async () => {
    await merchantBears()
    expect((await preview(receipt, 990)).rest?.settle?.journal).toEqual([])
    const payable = owed()
    valueIn(await clear(receipt, [990], 'settle'))
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'paid' })
    expect(owed() - payable).toBe(-990)
    expect(await desk.broken()).toEqual([])
  })
  it('D above the limit asks a second person, while the clearing stands', async () => {
    await limitCorrections(5)
    expect((await preview(receipt, 990)).rest?.settle?.approvers).toMatchObject({ needed: 1, why: 'above_limit' })
    const { asked } = valueIn(await clear(receipt, [990], 'settle'))
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'partially_paid' })
    const [approvalId] = asked
    if (approvalId === undefined) throw new Error('nobody was asked')
    valueIn(await desk.decide(approvalId))
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'paid' })
    expect(await desk.broken()).toEqual([])
  })
  it('D above the limit is refused, and nothing is cleared, where nobody is signed in who could ask', async () => {
    await limitCorrections(5)
    expect(refusalOf(await clear(receipt, [990], 'settle', CLERK))).toEqual({ refusal: 'not_signed_in' })
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'unpaid' })
  })
  it('F gives back all of the deposit, and clears nothing', async () => {
    const giveBack = async (version: number) => clearingDesk(desk)['clearing.giveBack'](desk.maker, { receiptId: receipt, version })
    const version = await versionOf('open_items', receipt)
    expect(refusalOf(await giveBack(version + 1))).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await giveBack(version))
    expect(await openOf(receipt)).toMatchObject({ held: 1, refund_candidate: 1 })
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'unpaid' })
  })
  it('F has nothing to give back where all of it is cleared', async () => {
    expect(refusalOf(await clear(receipt, [990], 'refund'))).toEqual({ refusal: 'exceeds_refundable', left: 0 })
  })
  it('undoing takes the acceptance back with the clearing', async () => {
    const [expense, payable] = [desk.balance('other_expense'), owed()]
    const { allocationIds } = valueIn(await clear(receipt, [990], 'settle'))
    valueIn(await undo(allocationIds[0]))
    expect([desk.balance('other_expense'), owed()]).toEqual([expense, payable])
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'unpaid', disbursement: 'none' })
    expect(await openOf(receipt)).toMatchObject({ remaining: 990 })
    expect(await desk.broken()).toEqual([])
  })
})

describe('1,440 received for 1,000', () => {
  let receipt: ReceiptId
  beforeEach(async () => {
    receipt = await deposited(1_440)
  })

  it('shows what is left, and where it would go', async () => {
    expect((await preview(receipt, 1_000)).rest).toMatchObject({
      side: 'deposit',
      amount: 440,
      settle: { journal: [{ debit: { account: 'suspense' }, credit: { account: 'other_income' }, amount: 440 }] },
      goesBack: 440,
    })
  })
  it.each([
    { rest: 'leave', remaining: 440, income: 0, candidate: 0 },
    { rest: 'refund', remaining: 440, income: 0, candidate: 1 },
    { rest: 'settle', remaining: 0, income: 440, candidate: undefined },
  ] as const)('$rest leaves $remaining open', async ({ rest, remaining, income, candidate }) => {
    const before = desk.balance('other_income')
    expect(valueIn(await clear(receipt, [1_000], rest))).toMatchObject({ remaining, asked: [] })
    expect(before - desk.balance('other_income')).toBe(income)
    expect((await openOf(receipt))?.refund_candidate).toBe(candidate)
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'paid' })
    expect(await desk.broken()).toEqual([])
  })
  it.each(['refund', 'settle'] as const)('undoing after %s opens the whole deposit again', async (rest) => {
    const before = desk.balance('other_income')
    const { allocationIds } = valueIn(await clear(receipt, [1_000], rest))
    const shown = valueIn(await clearingDesk(desk)['clearing.undoPreview'](desk.maker, { allocationId: allocationIds[0] ?? (0 as never) }))
    expect(shown.remaining).toBe(1_440)
    valueIn(await undo(allocationIds[0]))
    expect(await openOf(receipt)).toMatchObject({ remaining: 1_440, held: 0, refund_candidate: 0 })
    expect(desk.balance('other_income')).toBe(before)
    expect(await desk.broken()).toEqual([])
  })
  it('is asked for as a refund from the list of candidates, with the name of who paid', async () => {
    valueIn(await clear(receipt, [1_000], 'refund'))
    const { rows } = valueIn(
      await desk.handlers['exceptions.list'](desk.maker, { filter: { refundCandidate: true }, cursor: null, size: 50 as never }),
    )
    expect(rows).toMatchObject([{ receiptId: receipt, type: 'over', remaining: 440, refundCandidate: true, name: 'ﾈｽﾞﾐ ﾁﾕｳ' }])
    const preview = valueIn(await desk.handlers['refunds.preview'](desk.maker, { target: { of: 'deposit', receiptId: receipt } }))
    expect(preview).toMatchObject({ most: 440, payerName: 'ﾈｽﾞﾐ ﾁﾕｳ' })
  })
  it('is no candidate any more once it is taken up again', async () => {
    valueIn(await clear(receipt, [1_000], 'refund'))
    const version = await versionOf('open_items', receipt)
    valueIn(await clearingDesk(desk)['clearing.hold'](desk.maker, { receiptId: receipt, version, held: false, note: '' }))
    expect(await openOf(receipt)).toMatchObject({ held: 0, refund_candidate: 0 })
  })
  it('is no difference while the order could still take it', async () => {
    expect((await preview(receipt, 900)).rest).toMatchObject({ side: 'both', settle: null })
    expect(refusalOf(await clear(receipt, [900], 'settle'))).toEqual({ refusal: 'rest_on_both_sides' })
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'unpaid' })
  })
  it('is given back only where it is open', async () => {
    const asked = { receiptId: 99 as ReceiptId, version: 1 }
    expect(refusalOf(await clearingDesk(desk)['clearing.giveBack'](desk.maker, asked))).toEqual({ refusal: 'deposit_not_open' })
  })
  it('asks about the same difference once', async () => {
    await limitCorrections(5)
    valueIn(await clear(receipt, [1_000], 'settle'))
    const [other] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 100, orderNumber: 'R-2' }])
    order = other ?? order
    expect(refusalOf(await clear(receipt, [100], 'settle'))).toEqual({ refusal: 'change_already_staged' })
  })
})

describe('a difference that others have agreed to', () => {
  const undoPreview = async (allocationId: AllocationId) =>
    valueIn(await clearingDesk(desk)['clearing.undoPreview'](desk.maker, { allocationId })).approvers
  const limitsAre = (limits: object) =>
    writing(desk.ledger, (writer) =>
      writer.db
        .updateTable('settings')
        .set({ value: JSON.stringify(limits) })
        .where('name', '=', 'money_limits')
        .execute(),
    )
  const theOne = <T>([one]: readonly T[]): T => {
    if (one === undefined) throw new Error('there is none')
    return one
  }
  const standing = () => desk.ledger.reader.db.selectFrom('approvals').select('id').where('decision', 'is', null).execute()

  it.each([
    { what: 'of an order, the agent bears it', amount: 990, to: 990, bears: 'agent' },
    { what: 'of an order, its merchant bears it', amount: 990, to: 990, bears: 'merchant' },
    { what: 'of a deposit', amount: 1_010, to: 1_000, bears: 'agent' },
  ])('$what: nobody takes it back alone', async ({ amount, to, bears }) => {
    if (bears === 'merchant') await merchantBears()
    await limitCorrections(5)
    const { asked, allocationIds } = valueIn(await clear(await deposited(amount), [to], 'settle'))
    valueIn(await desk.decide(theOne(asked)))
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'paid' })
    // Whatever the limit by now: two people have settled it.
    await limitsAre({ correctionAlone: 10_000 })
    const allocationId = theOne(allocationIds)
    expect(await undoPreview(allocationId)).toMatchObject({ needed: 1, why: 'above_limit' })
    valueIn(await desk.decide(valueIn(await undo(allocationId)).approvalId ?? (0 as never)))
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'unpaid' })
    expect(await desk.broken()).toEqual([])
  })
  it('needs two to be taken back where two had to agree', async () => {
    await limitCorrections(5)
    await limitsAre({ correctionAlone: 5, correctionTwo: 9 })
    const { asked, allocationIds } = valueIn(await clear(await deposited(990), [990], 'settle'))
    valueIn(await desk.decide(theOne(asked)))
    valueIn(await desk.decide(theOne(await standing()).id, 'approved', desk.another))
    const allocationId = theOne(allocationIds)
    expect(await undoPreview(allocationId)).toMatchObject({ needed: 2, why: 'above_second_limit' })
    valueIn(await desk.decide(valueIn(await undo(allocationId)).approvalId ?? (0 as never)))
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'paid' })
    const next = theOne(await standing()).id
    expect(refusalOf(await desk.decide(next))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(next, 'approved', desk.another))
    expect(await desk.tracksOf(order)).toMatchObject({ payment: 'unpaid' })
    expect(await desk.broken()).toEqual([])
  })
})

it('what many orders lack in one clearing counts together', async () => {
  await limitCorrections(1_000)
  const receiptId = await deposited(3)
  const orders = await addOrders(
    desk.ledger,
    desk.merchants[0],
    [1, 2, 3].map((at) => ({ amount: 400, orderNumber: `R-4${at}` })),
  )
  const found = await desk.ledger.reader.db.selectFrom('orders').select(['id', 'version']).where('id', 'in', orders).execute()
  const parts = found.map(({ id, version }) => ({ orderId: id, version, amount: PositiveYen.parse(1) }))
  const shown = valueIn(await clearingDesk(desk)['clearing.preview'](desk.maker, { receiptId, parts }))
  expect(shown.rest?.settle?.approvers).toMatchObject({ needed: 1, why: 'above_limit' })
  const version = await versionOf('open_items', receiptId)
  const cleared = valueIn(await clearingDesk(desk)['clearing.clear'](desk.maker, { receiptId, version, parts, rest: 'settle' }))
  expect(cleared.asked).toHaveLength(3)
  for (const id of orders) expect(await desk.tracksOf(id)).toMatchObject({ payment: 'partially_paid' })
})

it('what comes out even has no rest, and 440 short has the name of a fee', async () => {
  const [receipt, short] = [await deposited(1_000), await desk.deposit(4_400)]
  expect((await preview(receipt, 1_000)).rest).toBeNull()
  const [large] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 840, orderNumber: 'R-3' }])
  order = large ?? order
  // 400 are left of that deposit in the story.
  expect((await preview(short, 400)).rest?.named).toMatchObject({ code: 'fee_deducted', detail: '440' })
})
