import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unpostedFiles } from '../../../src/main/ledger/closing'
import { listDeposits } from '../../../src/main/ledger/deposit-list'
import { openLines, openLinesOf } from '../../../src/main/ledger/endings'
import { moneyIn } from '../../../src/main/ledger/home'
import type { Writer } from '../../../src/main/ledger/ledger'
import { insertPayout, insertPayoutLines, insertStagingRun, releasableOrders } from '../../../src/main/ledger/payout-plan'
import { reservedOrders, standstill } from '../../../src/main/ledger/reservations'
import { runsInTheWay } from '../../../src/main/ledger/roll-backs'
import { ruleRecords } from '../../../src/main/ledger/rule-uses'
import { listStatementFiles } from '../../../src/main/ledger/statement-file-list'
import { coveredPeriods } from '../../../src/main/ledger/statement-files'
import { createEvents } from '../../../src/main/services/events'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { planStatement } from '../../../src/main/services/intake-plan'
import { resumeRollBacks, runRollBacks } from '../../../src/main/services/roll-back-run'
import { rollBackHandlers } from '../../../src/main/services/roll-backs'
import { businessDate, type Instant } from '../../../src/preload/contract/date'
import { refuse } from '../../../src/preload/contract/errors'
import type { AllocationId, EntryId, OrderId, StatementFileId } from '../../../src/preload/contract/ids'
import type { StatementPlan } from '../../../src/preload/contract/intake'
import { PositiveYen, yen } from '../../../src/preload/contract/money'
import { auditOf, refusalOf } from '../../support/desk'
import { addOrders, valueIn, writing } from '../../support/ledger'
import { approvalOf, openRefundDesk, type RefundDesk } from '../../support/refunds'
import { ACCOUNT, fileIn, quietControl, resourcesOf, type TestLine, zengin03 } from '../../support/statements'
import { CLERK, clearByHand, clearingDesk } from '../../support/story'

/*
 * 取込の取消: a batch is taken out of the books even after its deposits were cleared (lessons no. 8): what must be undone first is listed, and one key
 * does it. The same file may then come again: identity is judged against what stands (§25 no. 6).
 */

let desk: RefundDesk
let orders: OrderId[]
let opening: number
let before: Record<string, number>
const DAY = '2026-11-20'
const LINES: TestLine[] = [
  { amount: 700, remitterName: 'ﾏﾄﾒﾃ' },
  { amount: 500, remitterCode: '1000000009', remitterName: 'ﾀｶﾊｼ' },
  { amount: 99, remitterName: 'ﾀﾞﾚｶ' },
  { amount: 99, remitterName: 'ﾀﾞﾚｶ' },
  { amount: 110, direction: 'debit', kind: 'book_transfer', remitterName: '' },
]

beforeEach(async () => {
  desk = await openRefundDesk()
  orders = await addOrders(desk.ledger, desk.merchants[0], [
    { amount: 300 },
    { amount: 400 },
    { amount: 500, instruction: { accountId: desk.account, reference: '1000000009', dueOn: businessDate('2026-12-01') } },
  ])
  opening = desk.balance(`bank:${desk.account}`)
  before = balances()
})
afterEach(async () => {
  expect(await desk.broken()).toEqual([])
  await desk.cleanup()
})

const balances = (): Record<string, number> =>
  Object.fromEntries(
    desk.ledger.source
      .prepare<[], [string, number]>(
        'select code, sum(debit - credit) from balances join accounts on id = account_id group by code having sum(debit - credit) <> 0',
      )
      .raw()
      .all(),
  )

interface Told {
  day?: string
  to?: string
  opening?: number
  lines?: readonly TestLine[]
}
async function plan({ day = DAY, to = day, opening: open = opening, lines = LINES }: Told = {}): Promise<StatementPlan> {
  const file = fileIn(desk.dir, `${day}-${to}.txt`, zengin03({ account: ACCOUNT, from: day, to, opening: open, lines }))
  const planned = valueIn(await planStatement(resourcesOf(desk), file, quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  return planned.plan
}
async function bringIn(told: Told = {}): Promise<StatementFileId> {
  const { planId, digest } = await plan(told)
  const applied = valueIn(await applyStatement(resourcesOf(desk), { planId, digest }, quietControl()))
  return applied.kind === 'intake' ? applied.intake.fileId : planId
}
const order = (at: number): OrderId => {
  const id = orders[at]
  if (id === undefined) throw new Error('no such order')
  return id
}
const handlers = () => rollBackHandlers({ ledger: desk.ledger, events: createEvents() })
const preview = async (fileId: StatementFileId) => valueIn(await handlers()['intake.rollBackPreview'](desk.maker, { fileId }))
const barsOf = async (fileId: StatementFileId) => (await preview(fileId)).bars.map(({ bar, names }) => [bar, names])
const ask = (fileId: StatementFileId, who = desk.maker, why = '別の口座の明細だった') => handlers()['intake.rollBack'](who, { fileId, why })
const roll = async (fileId: StatementFileId) => {
  valueIn(await desk.decide(approvalOf(await ask(fileId))))
  return valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))
}
const register = async () => (await listStatementFiles(desk.ledger.reader, { cursor: null, size: 50 }))?.rows ?? []
const payments = async () => Promise.all(orders.map(async (id) => (await desk.tracksOf(id)).payment))
const deposits = async () =>
  (
    await listDeposits(desk.ledger.reader, { question: { search: [] }, sort: 'booked', descending: false, cursor: null, size: 200 })
  )?.rows.map(({ amount }) => amount)

/** A payout to be written down in, in a run of its own. */
async function anyPayout(writer: Writer) {
  const day = businessDate(DAY)
  const run = await insertStagingRun(writer, { closingOn: day, payOn: day, accountId: desk.account, format: 'zengin-21' })
  const none = { fees: yen(0), tax: yen(0), transferFee: yen(0), offsets: yen(0), remainder: yen(0), orders: 0, lines: 1, reason: '' }
  const sums = { gross: yen(1), net: yen(1), state: 'planned' as const, figures: {} as never, account: {} as never }
  return insertPayout(writer, { runId: run.id, merchantId: desk.merchants[0], ...none, ...sums })
}

/** The file with one of everything: cleared by key, by hand to two orders, waiting twice, a fee ended. */
async function withEverything(): Promise<StatementFileId> {
  const fileId = await bringIn()
  const receiptId = await desk.deposit(700)
  await clearByHand(desk, receiptId, order(0), 300)
  await clearByHand(desk, receiptId, order(1), 400)
  const fee = await desk.deposit(110)
  valueIn(await desk.end({ target: { of: 'line', receiptId: fee }, ending: 'bank_fee' }))
  return fileId
}

describe('before a file is rolled back', () => {
  it('all that is undone is listed', async () => {
    const fileId = await withEverything()
    expect(await preview(fileId)).toMatchObject({
      lines: 5,
      credits: { count: 4, amount: 1_398 },
      debits: { count: 1, amount: 110 },
      clearings: { count: 3, amount: 1_200 },
      orders: 3,
      endings: { count: 1, amount: 110 },
      undoes: [{ amount: 500 }, { amount: 400 }, { amount: 300, remitterName: 'ﾏﾄﾒﾃ' }],
      bars: [],
      asked: false,
    })
  })
  it('a second person must agree, neither who brought it in nor who asks', async () => {
    const fileId = await withEverything()
    const id = approvalOf(await ask(fileId))
    expect(await preview(fileId)).toMatchObject({ asked: true })
    expect(refusalOf(await ask(fileId))).toEqual({ refusal: 'change_already_staged' })
    const { approvals } = valueIn(await desk.handlers['approvals.list'](desk.supervisor, { open: true }))
    expect(approvals[0]?.case).toMatchObject({ kind: 'roll_back', fileId, lines: 5, clearings: { count: 3 }, why: '別の口座の明細だった' })
    expect(refusalOf(await desk.decide(id, 'approved', desk.maker))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(id, 'rejected'))
    expect(await payments()).toEqual(['paid', 'paid', 'paid'])
    expect(await preview(fileId)).toMatchObject({ asked: false, bars: [] })
  })
  it('nor whoever ended one of its lines by hand', async () => {
    const fileId = await bringIn()
    valueIn(await desk.end({ target: { of: 'line', receiptId: await desk.deposit(110) }, ending: 'bank_fee' }, desk.supervisor))
    expect(refusalOf(await desk.decide(approvalOf(await ask(fileId))))).toEqual({ refusal: 'second_person_required' })
  })
  it('nothing is rolled back that would undo something else by now', async () => {
    const fileId = await bringIn()
    const id = approvalOf(await ask(fileId))
    await clearByHand(desk, await desk.deposit(700), order(0), 300)
    expect(refusalOf(await desk.decide(id))).toEqual({ refusal: 'changed_meanwhile' })
  })
  it('is asked by somebody who is signed in, without a card number, of a file that is there', async () => {
    const fileId = await bringIn()
    expect(refusalOf(await ask(fileId, CLERK))).toEqual({ refusal: 'not_signed_in' })
    expect(refusalOf(await ask(fileId, desk.maker, '4111 1111 1111 1111'))).toMatchObject({ refusal: 'invalid_input' })
    expect(refusalOf(await ask(1 as StatementFileId))).toEqual({ refusal: 'not_found', what: 'statement_file' })
    const planned = await plan({ day: '2026-11-21', opening: desk.balance(`bank:${desk.account}`), lines: [{ amount: 1 }] })
    expect(refusalOf(await ask(planned.planId))).toEqual({ refusal: 'not_found', what: 'statement_file' })
  })
})

describe('a file that is rolled back', () => {
  it('counts nowhere, to the yen, and is shown with who, when and why', async () => {
    const shown = await deposits()
    const money = await moneyIn(desk.ledger.reader, desk.clock.today(), 30)
    const covered = await coveredPeriods(desk.ledger.reader, desk.account)
    const fileId = await withEverything()
    expect(await roll(fileId)).toBe(1)
    expect(balances()).toEqual(before)
    expect(await payments()).toEqual(['unpaid', 'unpaid', 'unpaid'])
    expect(await deposits()).toEqual(shown)
    expect(await moneyIn(desk.ledger.reader, desk.clock.today(), 30)).toEqual(money)
    expect(await coveredPeriods(desk.ledger.reader, desk.account)).toEqual(covered)
    expect((await register())[0]).toMatchObject({
      id: fileId,
      state: 'rolled_back',
      open: { count: 0 },
      rolledBack: { askedBy: 'user:tanaka', agreedBy: 'user:sato', why: '別の口座の明細だった' },
    })
    expect(auditOf(desk, 'intake').slice(-3)).toEqual([
      'user:tanaka roll_back_asked',
      'user:sato roll_back_approved',
      'user:sato rolled_back',
    ])
    expect(refusalOf(await ask(fileId))).toEqual({ refusal: 'file_rolled_back' })
    expect(refusalOf(await handlers()['intake.rollBackPreview'](desk.maker, { fileId }))).toEqual({ refusal: 'file_rolled_back' })
  })
  it('may come again, twice, with its earlier fate shown in the plan', async () => {
    await roll(await withEverything())
    const again = await plan()
    expect(again).toMatchObject({ stored: 5, duplicates: 0, alreadyImported: null, willClear: [{ level: 1, count: 1 }] })
    expect(again.statements[0]?.rolledBack).toMatchObject([{ lines: 5, askedBy: 'user:tanaka', agreedBy: 'user:sato' }])
    const second = await bringIn()
    expect(await deposits()).toContain(700)
    expect((await plan()).duplicates).toBe(5)
    expect(await roll(second)).toBe(1)
    expect(balances()).toEqual(before)
    expect((await plan()).statements[0]?.rolledBack).toHaveLength(2)
    await bringIn()
    expect((await plan()).duplicates).toBe(5)
    expect(await payments()).toEqual(['unpaid', 'unpaid', 'paid'])
  })
  it('keeps no line for a plan that had left its lines to it', async () => {
    const fileId = await bringIn()
    const { planId, digest, duplicates } = await plan({
      to: '2026-11-21',
      lines: [...LINES, { amount: 77, bookedOn: businessDate('2026-11-21'), remitterName: 'ﾂｷﾞ' }],
    })
    expect(duplicates).toBe(5)
    const apply = async () => refusalOf(await applyStatement(resourcesOf(desk), { planId, digest }, quietControl()))
    valueIn(await desk.decide(approvalOf(await ask(fileId))))
    expect(await apply()).toEqual({ refusal: 'plan_changed' })
    expect(valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))).toBe(1)
    expect(await apply()).toEqual({ refusal: 'plan_changed' })
  })
  it('says nothing against the rules that cleared it; what a person had taken back before still does', async () => {
    const fileId = await withEverything()
    const own = desk.ledger.source.prepare<[], AllocationId>('select max(id) from allocations').pluck().get() ?? expect.fail()
    valueIn(await clearingDesk(desk)['clearing.undo'](desk.maker, { allocationId: own, reason: '別の人' }))
    const undone = async () =>
      (await ruleRecords(desk.ledger.reader, { from: null, to: null }))
        .map(({ level, undone }) => [level, undone])
        .filter(([, times]) => times !== 0)
    const before = await undone()
    await roll(fileId)
    expect(await undone()).toEqual(before)
    expect(desk.ledger.source.prepare('select count(*) from allocation_undos where rolled_back = 1').pluck().get()).toBe(2)
    const { id: another } = await desk.ledger.reader.db.selectFrom('allocations').select('id').orderBy('id').executeTakeFirstOrThrow()
    const falsely = {
      allocation_id: another,
      entry_id: 1 as EntryId,
      deed: 1 as EntryId,
      actor: 'x',
      at: 0 as Instant,
      reason: '',
      rolled_back: 1 as const,
    }
    const marked = writing(desk.ledger, (writer) => writer.db.insertInto('allocation_undos').values(falsely).execute())
    await expect(marked).rejects.toThrow(/whether its file is rolled back/)
  })
  it('is cleared and ended by nobody any more', async () => {
    const fileId = await withEverything()
    const waiting = await desk.deposit(99)
    const [act] = valueIn(await clearingDesk(desk)['clearing.acts'](desk.maker, { receiptId: await desk.deposit(700) })).acts
    await roll(fileId)
    expect(refusalOf(await clearingDesk(desk)['clearing.candidates'](desk.maker, { receiptId: waiting, search: '' }))).toEqual({
      refusal: 'deposit_not_open',
    })
    expect(refusalOf(await clearingDesk(desk)['clearing.redo'](desk.maker, { actId: act?.id ?? (1 as never) }))).toEqual({
      refusal: 'deposit_not_open',
    })
  })
  it('goes on where it was cut off, and nothing of it is shown meanwhile', async () => {
    const shown = await deposits()
    const lines = Array.from({ length: 130 }, (_, at): TestLine => ({ amount: 1_000 + at, remitterName: 'ﾀﾞﾚｶ' }))
    const fileId = await bringIn({ lines })
    await clearByHand(desk, await desk.deposit(1_125), order(0), 300)
    await clearByHand(desk, await desk.deposit(1_001), order(1), 400)
    valueIn(await desk.decide(approvalOf(await ask(fileId))))
    expect((await register())[0]).toMatchObject({ state: 'rolling_back' })
    expect(refusalOf(await runRollBacks(resourcesOf(desk), { ...quietControl(), cancelled: true }))).toEqual({ refusal: 'cancelled' })
    expect(await payments()).toEqual(['unpaid', 'paid', 'unpaid'])
    expect(await deposits()).toEqual(shown)
    expect(await desk.broken()).toEqual([])
    expect(
      refusalOf(await clearingDesk(desk)['clearing.candidates'](desk.maker, { receiptId: await desk.deposit(1_002), search: '' })),
    ).toEqual({
      refusal: 'deposit_not_open',
    })
    expect(valueIn(await runRollBacks(resourcesOf(desk), quietControl()))).toEqual({ kind: 'roll_back', files: 1 })
    expect(await payments()).toEqual(['unpaid', 'unpaid', 'unpaid'])
    expect(balances()).toEqual(before)
  })
  it('waits, without keeping others, where an order has left meanwhile', async () => {
    const fileId = await withEverything()
    valueIn(await desk.decide(approvalOf(await ask(fileId))))
    const set = (disbursement: 'in_payout' | 'releasable') =>
      writing(desk.ledger, (writer) => writer.db.updateTable('orders').set({ disbursement }).where('id', '=', order(0)).execute())
    await set('in_payout')
    expect(valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))).toBe(0)
    expect(refusalOf(await runRollBacks(resourcesOf(desk), quietControl()))).toMatchObject({ refusal: 'paid_out' })
    expect((await register())[0]).toMatchObject({ state: 'rolling_back' })
    await set('releasable')
    expect(valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))).toBe(1)
  })
  it('is taken out once by two programs at the same time, and no day closes before', async () => {
    const lines = Array.from({ length: 130 }, (_, at): TestLine => ({ amount: 1_000 + at, remitterName: 'ﾀﾞﾚｶ' }))
    const fileId = await bringIn({ lines })
    valueIn(await desk.decide(approvalOf(await ask(fileId))))
    expect(await unpostedFiles(desk.ledger.reader)).toEqual([`${DAY}-${DAY}.txt`])
    await Promise.all([runRollBacks(resourcesOf(desk), quietControl()), runRollBacks(resourcesOf(desk), quietControl())])
    expect((await register())[0]).toMatchObject({ state: 'rolled_back' })
    expect(await unpostedFiles(desk.ledger.reader)).toEqual([])
    expect(balances()).toEqual(before)
  })
  it('keeps its orders where they stand until it is out, and out of every payout', async () => {
    const fileId = await withEverything()
    const releasable = async () =>
      (await releasableOrders(desk.ledger.reader, desk.merchants[0], businessDate('2027-12-31'), null, 50))
        .map(({ id }) => id)
        .filter((id) => orders.includes(id))
    const still = () => standstill(desk.ledger.reader, { id: order(0), orderNumber: 'A-1' })
    const line = { line: 1, orderId: order(0), itemId: null, method: null, amount: yen(300), fee: yen(0), taxClass: null }
    const mayBePaidOut = async () => {
      let written: unknown
      await desk.ledger.write(desk.maker.by, async (writer) => {
        written = await insertPayoutLines(writer, await anyPayout(writer), [line], true)
        return refuse({ refusal: 'cancelled' })
      })
      return written
    }
    expect([await releasable(), await still(), await mayBePaidOut()]).toEqual([orders, null, true])
    valueIn(await desk.decide(approvalOf(await ask(fileId))))
    expect(await releasable()).toEqual([])
    expect(await still()).toEqual({ refusal: 'reserved_by_import', orderNumber: 'A-1' })
    expect([...(await reservedOrders(desk.ledger.reader, orders))].sort()).toEqual([...orders].sort())
    expect(await mayBePaidOut()).toBe(false)
    expect(valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))).toBe(1)
    expect(await still()).toBeNull()
  })
  it('has no line that a payout or a returned transfer could be tied to meanwhile', async () => {
    const fileId = await bringIn()
    const { reader } = desk.ledger
    const open = async () =>
      (
        await Promise.all([
          openLines(reader, 'debit', null, 50),
          openLines(reader, 'credit', null, 50),
          openLinesOf(reader, 'debit', yen(110), 50),
        ])
      ).map((lines) => lines.length)
    const stood = await open()
    valueIn(await desk.decide(approvalOf(await ask(fileId))))
    expect(await open()).toEqual(stood.map((count, at) => count - (at === 1 ? 3 : 1)))
    expect(valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))).toBe(1)
  })
  it('stops at an ending by which money has moved since', async () => {
    const fileId = await withEverything()
    valueIn(await desk.decide(approvalOf(await ask(fileId))))
    const trigger = "select sql from sqlite_master where name = 'item_endings_no_update'"
    const guard = desk.ledger.source.prepare<[], string>(trigger).pluck().get() ?? expect.fail()
    await writing(desk.ledger, ({ db }) => sql`drop trigger item_endings_no_update`.execute(db))
    const endsAs = (ending: string) => writing(desk.ledger, ({ db }) => db.updateTable('item_endings').set({ ending }).execute())
    await endsAs('returned_transfer')
    expect(valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))).toBe(0)
    expect((await register())[0]).toMatchObject({ state: 'rolling_back' })
    await endsAs('bank_fee')
    await writing(desk.ledger, ({ db }) => sql.raw(guard).execute(db))
    expect(valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))).toBe(1)
  })
  it('leaves a day without a line out, too', async () => {
    const fileId = await bringIn({ lines: [] })
    await roll(fileId)
    expect((await register())[0]).toMatchObject({ state: 'rolled_back' })
  })
  it('takes back what took back a line of its own', async () => {
    const fileId = await bringIn({
      lines: [{ amount: 250, remitterName: 'ﾏﾁｶﾞｲ' }, ...LINES, { amount: 250, direction: 'debit', remitterName: 'ﾏﾁｶﾞｲ' }],
    })
    const [credit, debit] = await desk.ledger.reader.db
      .selectFrom('receipts')
      .select('id')
      .where('amount', '=', 250 as never)
      .orderBy('line')
      .execute()
    if (!credit || !debit) throw new Error('no lines')
    valueIn(await desk.end({ target: { of: 'line', receiptId: credit.id }, ending: 'taken_back', otherReceiptId: debit.id }))
    expect(await roll(fileId)).toBe(1)
    expect(balances()).toEqual(before)
  })
})

describe('what forbids it, by name', () => {
  it('an order that was paid out', async () => {
    const fileId = await withEverything()
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'settled' }).where('id', '=', order(0)).execute(),
    )
    expect((await barsOf(fileId)).map(([bar]) => bar)).toEqual(['paid_out'])
    expect(refusalOf(await ask(fileId))).toEqual({ refusal: 'roll_back_barred', bars: ['paid_out'] })
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('orders').set({ disbursement: 'releasable' }).where('id', '=', order(0)).execute(),
    )
  })
  it('a payout of what an order was accepted short of', async () => {
    const fileId = await bringIn({ lines: [{ amount: 290, remitterName: 'ﾏﾄﾒﾃ' }] })
    const receiptId = await desk.deposit(290)
    const { db } = desk.ledger.reader
    const { version } = await db.selectFrom('open_items').select('version').where('receipt_id', '=', receiptId).executeTakeFirstOrThrow()
    const seen = await db.selectFrom('orders').select('version').where('id', '=', order(0)).executeTakeFirstOrThrow()
    const parts = [{ orderId: order(0), version: seen.version, amount: PositiveYen.parse(290) }]
    valueIn(await clearingDesk(desk)['clearing.clear'](desk.maker, { receiptId, version, parts, rest: 'settle' }))
    expect(await barsOf(fileId)).toEqual([])
    const item = await db.selectFrom('payable_items').select(['id', 'amount']).executeTakeFirstOrThrow()
    let held: unknown
    await desk.ledger.write(desk.maker.by, async (writer) => {
      const payout = await anyPayout(writer)
      const line = { line: 1, orderId: null, itemId: item.id, method: null, amount: item.amount, fee: yen(0), taxClass: null }
      await insertPayoutLines(writer, payout, [line], true)
      held = (await runsInTheWay(writer, fileId)).names
      return refuse({ refusal: 'cancelled' })
    })
    expect(held).toEqual(['P20261120-1'])
  })
  it('a day that is closed', async () => {
    const fileId = await bringIn()
    const { digest } = valueIn(await desk.handlers['closing.state'](desk.maker, { day: businessDate(DAY) }))
    valueIn(await desk.handlers['closing.close'](desk.supervisor, { day: businessDate(DAY), digest }))
    expect(await barsOf(fileId)).toEqual([['day_closed', ['2026/11/20']]])
  })
  it('a later statement that goes on from its balance', async () => {
    const fileId = await bringIn()
    const next = await bringIn({
      day: '2026-11-21',
      opening: desk.balance(`bank:${desk.account}`),
      lines: [{ amount: 31, remitterName: 'ﾂｷﾞ' }],
    })
    expect(await barsOf(fileId)).toEqual([['continued_by', ['2026-11-21-2026-11-21.txt']]])
    await roll(next)
    expect(await barsOf(fileId)).toEqual([])
  })
  it('another file that left the same lines to it', async () => {
    const fileId = await bringIn()
    const both = await bringIn({
      to: '2026-11-21',
      lines: [...LINES, { amount: 77, bookedOn: businessDate('2026-11-21'), remitterName: 'ﾂｷﾞ' }],
    })
    expect((await preview(both)).overlaps).toEqual([{ fileName: `${DAY}-${DAY}.txt`, from: DAY, to: DAY, days: 1 }])
    expect(await barsOf(fileId)).toEqual([['told_again_by', [`${DAY}-2026-11-21.txt`]]])
    expect(await barsOf(both)).toEqual([])
    await roll(both)
    expect(await barsOf(fileId)).toEqual([])
  })
  it('a refund that is asked for, and then on its way', async () => {
    const fileId = await bringIn()
    const asked = await desk.ask({ of: 'deposit', receiptId: await desk.deposit(700) }, { differenceConfirmed: true })
    expect((await barsOf(fileId)).map(([bar]) => bar)).toContain('refund_asked')
    valueIn(await desk.decide(valueIn(asked).approvalId))
    expect((await barsOf(fileId)).map(([bar]) => bar)).toEqual(['ended_otherwise', 'refund_asked'])
  })
  it('something that waits for a second person', async () => {
    const fileId = await withEverything()
    await writing(desk.ledger, (writer) =>
      writer.db
        .insertInto('settings')
        .values({
          name: 'money_limits',
          value: JSON.stringify({ undoAlone: 10, correctionAlone: 10 }),
          changed_by: 'x',
          changed_at: writer.at,
        })
        .execute(),
    )
    const [act] = valueIn(await clearingDesk(desk)['clearing.acts'](desk.maker, { receiptId: await desk.deposit(700) })).acts
    approvalOf(await clearingDesk(desk)['clearing.undo'](desk.maker, { actId: act?.id ?? (1 as never), reason: '' }))
    approvalOf(await desk.end({ target: { of: 'line', receiptId: await desk.deposit(99) }, ending: 'unclaimed' }))
    expect(await barsOf(fileId)).toEqual([['waits_for_approval', ['ﾀﾞﾚｶ', 'ﾏﾄﾒﾃ']]])
  })
})
