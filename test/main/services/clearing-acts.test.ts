import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matchWaiting } from '../../../src/main/services/match'
import type { UndoTarget } from '../../../src/preload/contract/clearing'
import { businessDate } from '../../../src/preload/contract/date'
import { ActId, AllocationId, OrderId, type ReceiptId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { auditOf, refusalOf } from '../../support/desk'
import { addOrders, valueIn, writing } from '../../support/ledger'
import { approvalOf, openRefundDesk, type RefundDesk } from '../../support/refunds'
import { quietControl, resourcesOf } from '../../support/statements'
import { bringIn, clearByHand, clearingDesk } from '../../support/story'

/*
 * 消込の一件: what one decision cleared is undone and redone together, by any seat, after any restart (lessons: undo removes exactly one link where
 * one is asked for; redo restores the identical clearing).
 */

let desk: RefundDesk
let orders: OrderId[]
let receiptId: ReceiptId
let actId: ActId
let links: AllocationId[]

const DAY = businessDate('2026-11-20')
const DAY_MS = 86_400_000

beforeEach(async () => {
  desk = await openRefundDesk()
  orders = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 300 }, { amount: 400 }, { amount: 500 }])
  await bringIn(desk, DAY, desk.balance(`bank:${desk.account}`), [{ amount: 1_300, remitterName: 'ﾏﾄﾒﾃ' }])
  receiptId = await desk.deposit(1_300)
  const cleared = valueIn(await clear(...(await parts(300, 400, 500))))
  actId = cleared.actId
  links = cleared.allocationIds
})
afterEach(async () => {
  expect(await desk.broken()).toEqual([])
  await desk.cleanup()
})

/** So much to each order in turn. */
async function parts(...amounts: number[]) {
  const { db } = desk.ledger.reader
  return Promise.all(
    amounts.map(async (amount, at) => {
      const id = orders[at]
      if (id === undefined) throw new Error('no such order')
      const { version } = await db.selectFrom('orders').select('version').where('id', '=', id).executeTakeFirstOrThrow()
      return { orderId: id, version, amount: PositiveYen.parse(amount) }
    }),
  )
}
const second = () => OrderId.parse(orders[1])
const firstLink = () => AllocationId.parse(links[0])
async function clear(...given: Awaited<ReturnType<typeof parts>>) {
  const { db } = desk.ledger.reader
  const { version } = await db.selectFrom('open_items').select('version').where('receipt_id', '=', receiptId).executeTakeFirstOrThrow()
  return clearingDesk(desk)['clearing.clear'](desk.maker, { receiptId, version, parts: given })
}
const undo = (target: UndoTarget = { actId }, who = desk.maker) => clearingDesk(desk)['clearing.undo'](who, { ...target, reason: '' })
const redo = (id = actId, who = desk.maker) => clearingDesk(desk)['clearing.redo'](who, { actId: id })
const preview = (target: UndoTarget = { actId }) => clearingDesk(desk)['clearing.undoPreview'](desk.maker, target)
const mine = async (who = desk.maker) => valueIn(await clearingDesk(desk)['clearing.acts'](who, { mine: true })).acts
const ofDeposit = async () => valueIn(await clearingDesk(desk)['clearing.acts'](desk.maker, { receiptId })).acts
const payments = async () => Promise.all(orders.map(async (id) => (await desk.tracksOf(id)).payment))
const remaining = async () =>
  (await desk.ledger.reader.db.selectFrom('open_items').select('remaining').where('receipt_id', '=', receiptId).executeTakeFirst())
    ?.remaining ?? 0
const setLimits = (value: object) =>
  writing(desk.ledger, (writer) =>
    writer.db
      .insertInto('settings')
      .values({ name: 'money_limits', value: JSON.stringify(value), changed_by: 'x', changed_at: writer.at })
      .execute(),
  )

describe('undoing an act', () => {
  it('shows all that it touches beforehand', async () => {
    const shown = valueIn(await preview())
    expect(shown).toMatchObject({ actId, amount: 1_200, remaining: 1_300, asked: false, approvers: { needed: 0 } })
    expect(shown.links.map(({ orderId, amount, statusBefore, statusAfter }) => [orderId, amount, statusBefore, statusAfter])).toEqual([
      [orders[0], 300, 'paid', 'unpaid'],
      [orders[1], 400, 'paid', 'unpaid'],
      [orders[2], 500, 'paid', 'unpaid'],
    ])
    expect(shown.journal.reduce((sum, { amount }) => sum + amount, 0)).toBe(1_200)
  })
  it('takes back every link of it in one', async () => {
    const before = desk.balance('suspense')
    expect(valueIn(await undo())).toEqual({ receiptId, remaining: 1_300, approvalId: null })
    expect(await payments()).toEqual(['unpaid', 'unpaid', 'unpaid'])
    expect(desk.balance('suspense')).toBe(before - 1_200)
    expect(refusalOf(await undo())).toEqual({ refusal: 'already_undone' })
    expect(refusalOf(await preview())).toEqual({ refusal: 'already_undone' })
  })
  it('takes back exactly one link of three where one is asked for (§25 no. 16)', async () => {
    const [, second] = links
    if (second === undefined) throw new Error('no link')
    expect(valueIn(await undo({ allocationId: second })).remaining).toBe(500)
    expect(await payments()).toEqual(['paid', 'unpaid', 'paid'])
    expect(refusalOf(await undo({ allocationId: second }))).toEqual({ refusal: 'already_undone' })
    expect(valueIn(await undo()).remaining).toBe(1_300)
    expect(await payments()).toEqual(['unpaid', 'unpaid', 'unpaid'])
  })
  it('leaves other acts of the same deposit alone', async () => {
    const [large] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 90 }])
    if (large === undefined) throw new Error('no order')
    await clearByHand(desk, receiptId, large, 90)
    expect(valueIn(await undo()).remaining).toBe(1_210)
    expect((await desk.tracksOf(large)).payment).toBe('paid')
    expect((await ofDeposit()).map(({ stands, redoable }) => [stands, redoable])).toEqual([
      [90, 0],
      [0, 1_200],
    ])
  })
  it('takes nothing back where one of its orders cannot', async () => {
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'in_payout' }).where('id', '=', second()).execute(),
    )
    expect(refusalOf(await undo())).toMatchObject({ refusal: 'paid_out' })
    expect(await payments()).toEqual(['paid', 'paid', 'paid'])
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'releasable' }).where('id', '=', second()).execute(),
    )
  })
  it('refuses what is none', async () => {
    const none = ActId.parse(1)
    for (const refused of [await undo({ actId: none }), await preview({ actId: none }), await redo(none)])
      expect(refusalOf(refused)).toEqual({ refusal: 'not_found', what: 'allocation' })
  })
})

describe('who agrees', () => {
  it('counts the whole act against the limit, of one link, too', async () => {
    await setLimits({ undoAlone: 1_000 })
    expect(valueIn(await preview()).approvers).toMatchObject({ needed: 1, why: 'above_limit' })
    for (const allocationId of links)
      expect(valueIn(await preview({ allocationId })).approvers).toMatchObject({ needed: 1, why: 'above_limit' })
  })
  it('counts once what was redone', async () => {
    await setLimits({ undoAlone: 1_200 })
    valueIn(await undo())
    valueIn(await redo())
    expect(valueIn(await preview()).approvers.needed).toBe(0)
  })
  it('is a second person after so many days', async () => {
    await setLimits({ undoAloneDays: 3 })
    desk.clock.advance(3 * DAY_MS)
    expect(valueIn(await preview()).approvers.needed).toBe(0)
    desk.clock.advance(DAY_MS)
    expect(valueIn(await preview()).approvers).toMatchObject({ needed: 1, why: 'above_age', barred: ['user:tanaka'] })
    const id = approvalOf(await undo())
    expect(refusalOf(await undo({ allocationId: firstLink() }))).toEqual({ refusal: 'change_already_staged' })
    const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.supervisor, { open: true }))
    expect(approvals[0]?.case).toMatchObject({
      kind: 'clearing_undo',
      actId,
      amount: 1_200,
      remaining: 1_300,
      days: 4,
      links: [{}, {}, {}],
    })
    expect(refusalOf(await desk.decide(id, 'approved', desk.maker))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(id))
    expect(await payments()).toEqual(['unpaid', 'unpaid', 'unpaid'])
  })
  it('undoes nothing else than was agreed to', async () => {
    await setLimits({ undoAlone: 50 })
    const [large] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 1_000 }])
    if (large === undefined) throw new Error('no order')
    const allocationId = await clearByHand(desk, receiptId, large, 100)
    const id = approvalOf(await undo({ allocationId }))
    await clearByHand(desk, await desk.deposit(1_234), large, 70)
    expect(refusalOf(await desk.decide(id))).toEqual({ refusal: 'changed_meanwhile' })
    expect((await desk.tracksOf(large)).payment).toBe('partially_paid')
  })
})

describe('redoing an act', () => {
  it('restores the identical clearing, and is undone and redone again', async () => {
    const facts = async () =>
      (await ofDeposit()).map(({ id, links: all, stands }) => [
        id,
        stands,
        all.filter(({ state }) => state === 'stands').map(({ orderId, amount }) => [orderId, amount]),
      ])
    const before = await facts()
    const suspense = desk.balance('suspense')
    for (let round = 0; round < 3; round++) {
      valueIn(await undo())
      expect(valueIn(await redo())).toMatchObject({ receiptId, remaining: 100 })
      expect(await facts()).toEqual(before)
      expect(await payments()).toEqual(['paid', 'paid', 'paid'])
      expect([await remaining(), desk.balance('suspense')]).toEqual([100, suspense])
    }
    expect(auditOf(desk, 'clearing').filter((record) => record.endsWith('redone'))).toHaveLength(9)
    expect(refusalOf(await redo())).toEqual({ refusal: 'nothing_to_redo' })
  })
  it('restores what the last undo took, not a link that was taken out before', async () => {
    const [first] = links
    if (first === undefined) throw new Error('no link')
    valueIn(await undo({ allocationId: first }))
    valueIn(await undo())
    valueIn(await redo())
    expect(await payments()).toEqual(['unpaid', 'paid', 'paid'])
    valueIn(await redo())
    expect(await payments()).toEqual(['paid', 'paid', 'paid'])
  })
  it('keeps its evidence, and says that it was redone', async () => {
    const evidence = async () =>
      await desk.ledger.reader.db
        .selectFrom('allocations')
        .select(['evidence', 'redoes', 'level'])
        .where('receipt_id', '=', receiptId)
        .orderBy('id')
        .execute()
    const before = await evidence()
    valueIn(await undo())
    valueIn(await redo())
    expect((await evidence()).slice(3)).toEqual(before.map((row, at) => ({ ...row, redoes: links[at] })))
  })
  it('restores a sum that the program cleared, by hand', async () => {
    await addOrders(desk.ledger, desk.merchants[1], [
      { amount: 210, payerKey: 'オオタ' },
      { amount: 230, payerKey: 'オオタ' },
    ])
    const day = businessDate('2026-11-21')
    await bringIn(desk, day, desk.balance(`bank:${desk.account}`), [{ amount: 440, remitterName: 'ｵｵﾀ' }])
    valueIn(await matchWaiting(resourcesOf(desk), quietControl()))
    receiptId = await desk.deposit(440)
    const [sum] = await ofDeposit()
    if (!sum) throw new Error('nothing was cleared')
    expect(sum).toMatchObject({ level: '5', stands: 440, links: [{}, {}] })
    valueIn(await undo({ actId: sum.id }))
    valueIn(await redo(sum.id))
    expect(await ofDeposit()).toMatchObject([{ id: sum.id, level: '0', by: 'user:tanaka', stands: 440 }])
  })
  it.each([
    { why: 'the deposit pays another order', refusal: 'exceeds_deposit', amount: 200 },
    { why: 'nothing of the deposit is left', refusal: 'deposit_not_open', amount: 1_300 },
  ])('is refused where $why', async ({ refusal, amount }) => {
    const [other] = await addOrders(desk.ledger, desk.merchants[0], [{ amount }])
    if (other === undefined) throw new Error('no order')
    valueIn(await undo())
    await clearByHand(desk, receiptId, other, amount)
    expect(refusalOf(await redo())).toMatchObject({ refusal })
    expect(await payments()).toEqual(['unpaid', 'unpaid', 'unpaid'])
  })
  it.each([
    { paid: 400, refusal: 'order_not_open' },
    { paid: 100, refusal: 'exceeds_order' },
  ])('is refused whole where one of its orders holds $paid by now', async ({ paid, refusal }) => {
    valueIn(await undo())
    await bringIn(desk, businessDate('2026-11-21'), desk.balance(`bank:${desk.account}`), [{ amount: paid, remitterName: 'ﾍﾞﾂ' }])
    await clearByHand(desk, await desk.deposit(paid), second(), paid)
    expect(refusalOf(await redo())).toMatchObject({ refusal })
    expect((await payments())[0]).toBe('unpaid')
  })
})

describe('own acts', () => {
  it('are read from the ledger, by whoever is signed in', async () => {
    expect((await mine()).map(({ id, stands, by }) => [id, stands, by])).toEqual([[actId, 1_200, 'user:tanaka']])
    expect(await mine(desk.supervisor)).toEqual([])
  })
  it('tell what may be redone, and by whom it was undone', async () => {
    valueIn(await undo({ actId }, desk.supervisor))
    expect(await mine()).toMatchObject([{ id: actId, stands: 0, redoable: 1_200, undoneBy: 'user:sato' }])
  })
  it('are of the last seven days, the one touched last first', async () => {
    const [other] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 50 }])
    if (other === undefined) throw new Error('no order')
    const { version } = await desk.ledger.reader.db.selectFrom('orders').select('version').where('id', '=', other).executeTakeFirstOrThrow()
    desk.clock.advance(6 * DAY_MS)
    const later = valueIn(await clear({ orderId: other, version, amount: PositiveYen.parse(50) }))
    expect((await mine()).map(({ id }) => id)).toEqual([later.actId, actId])
    valueIn(await undo())
    valueIn(await redo())
    expect((await mine()).map(({ id }) => id)).toEqual([actId, later.actId])
    desk.clock.advance(2 * DAY_MS)
    valueIn(await undo({ actId: later.actId }))
    expect((await mine()).map(({ id }) => id)).toEqual([actId, later.actId])
    desk.clock.advance(6 * DAY_MS)
    expect(await mine()).toEqual([])
  })
})
