import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sheetWords } from '../../src/main/export/exception-sheet'
import { createEvents } from '../../src/main/services/events'
import { exceptionSheetHandlers } from '../../src/main/services/exception-sheets'
import { createFiles, type Files } from '../../src/main/services/files'
import { applyStatement } from '../../src/main/services/intake-apply'
import { planStatement } from '../../src/main/services/intake-plan'
import { resumeRollBacks } from '../../src/main/services/roll-back-run'
import { rollBackHandlers } from '../../src/main/services/roll-backs'
import { businessDate } from '../../src/preload/contract/date'
import type { OrderId, StatementFileId } from '../../src/preload/contract/ids'
import type { StatementPlan } from '../../src/preload/contract/intake'
import { PositiveYen } from '../../src/preload/contract/money'
import { refusalOf } from '../support/desk'
import { fill, openedSheet, rowOf } from '../support/exception-sheet'
import { addOrders, valueIn } from '../support/ledger'
import { approvalOf, openRefundDesk, type RefundDesk } from '../support/refunds'
import { ACCOUNT, fileIn, gateways, quietControl, resourcesOf, type TestLine, zengin03 } from '../support/statements'
import { clearingDesk } from '../support/story'

/* The complaints of lessons.test.ts about taking back what was done, and about exceptions that run to thousands, by their numbers in the same list. */
let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
})
afterEach(async () => {
  expect(await desk.broken()).toEqual([])
  await desk.cleanup()
})

const DAY = businessDate('2026-11-20')
const payments = async (orders: readonly OrderId[]) => Promise.all(orders.map(async (id) => (await desk.tracksOf(id)).payment))

async function planOf(opening: number, lines: readonly TestLine[]): Promise<StatementPlan> {
  const file = fileIn(desk.dir, 'day.txt', zengin03({ account: ACCOUNT, from: DAY, to: DAY, opening, lines }))
  const planned = valueIn(await planStatement(resourcesOf(desk), file, quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  return planned.plan
}
async function apply(plan: StatementPlan): Promise<StatementFileId> {
  valueIn(await applyStatement(resourcesOf(desk), plan, quietControl()))
  return plan.planId
}
const bankBalance = () => desk.balance(`bank:${desk.account}`)

/** One asks, another agrees, and the file is out of the books. */
async function rollBack(fileId: StatementFileId): Promise<void> {
  const { 'intake.rollBack': ask } = rollBackHandlers({ ledger: desk.ledger, events: createEvents() })
  valueIn(await desk.decide(approvalOf(await ask(desk.maker, { fileId, why: '別の口座の明細だった' }))))
  valueIn(await resumeRollBacks(resourcesOf(desk), quietControl()))
}

/** Three orders that one deposit pays by one act of a clerk. */
async function paidTogether() {
  const orders = await addOrders(
    desk.ledger,
    desk.merchants[0],
    [300, 400, 500].map((amount) => ({ amount })),
  )
  await apply(await planOf(bankBalance(), [{ amount: 1_200, remitterName: 'ﾏﾄﾒﾃ' }]))
  const parts = orders.map((orderId, at) => ({ orderId, version: 1, amount: PositiveYen.parse([300, 400, 500][at]) }))
  const clear = clearingDesk(desk)['clearing.clear']
  const { actId } = valueIn(await clear(desk.maker, { receiptId: await desk.deposit(1_200), version: 1, parts }))
  return { orders, actId, undo: () => clearingDesk(desk)['clearing.undo'](desk.maker, { actId, reason: '別の人' }) }
}

describe('6. a line that was brought in once and taken out again', () => {
  it('may come again, and the plan tells who took it out, and why', async () => {
    const [opening, lines] = [bankBalance(), [{ amount: 700, remitterName: 'ﾓﾘ' }]]
    const fileId = await apply(await planOf(opening, lines))
    expect((await planOf(opening, lines)).duplicates).toBe(1)
    await rollBack(fileId)
    const again = await planOf(opening, lines)
    expect(again).toMatchObject({ stored: 1, duplicates: 0 })
    expect(again.statements[0]?.rolledBack).toMatchObject([
      { fileId, lines: 1, askedBy: 'user:tanaka', agreedBy: 'user:sato', why: '別の口座の明細だった' },
    ])
    await apply(again)
    expect(bankBalance()).toBe(opening + 700)
  })
})

describe('18. a clearing is taken back', () => {
  it('as a whole act, and with it nothing else', async () => {
    const before = await payments(desk.orders)
    const { orders, undo } = await paidTogether()
    expect(await payments(orders)).toEqual(['paid', 'paid', 'paid'])
    expect(valueIn(await undo())).toMatchObject({ remaining: 1_200, approvalId: null })
    expect(await payments(orders)).toEqual(['unpaid', 'unpaid', 'unpaid'])
    expect(await payments(desk.orders)).toEqual(before)
  })

  it('with the batch that brought its deposit', async () => {
    const opening = bankBalance()
    const { orders } = await paidTogether()
    const [{ id }] = (await desk.ledger.reader.db.selectFrom('statement_files').select('id').orderBy('id', 'desc').limit(1).execute()) as [
      { id: StatementFileId },
    ]
    await rollBack(id)
    expect(await payments(orders)).toEqual(['unpaid', 'unpaid', 'unpaid'])
    expect(bankBalance()).toBe(opening)
  })

  it('after the close by an entry of today that names the one it reverses, once a second person agrees', async () => {
    const { orders, undo } = await paidTogether()
    const { digest } = valueIn(await desk.handlers['closing.state'](desk.maker, { day: DAY }))
    valueIn(await desk.handlers['closing.close'](desk.supervisor, { day: DAY, digest }))
    desk.clock.advance(3 * 24 * 3_600_000)
    const closed = desk.balance('suspense')
    const id = approvalOf(await undo())
    expect(await payments(orders)).toEqual(['paid', 'paid', 'paid'])
    expect(refusalOf(await desk.decide(id, 'approved', desk.maker))).toEqual({ refusal: 'second_person_required' })
    valueIn(await desk.decide(id))
    expect(desk.balance('suspense')).toBe(closed - 1_200)
    const entries = desk.ledger.source
      .prepare(
        "select e.booked_on, o.booked_on from allocation_undos u join entries e on e.id = u.entry_id join entries o on o.id = e.reverses where u.reason = '別の人'",
      )
      .raw()
    expect(entries.all()).toEqual(Array(3).fill(['2026-11-23', DAY]))
  })
})

describe('exceptions go out to Excel, are worked on and come back', () => {
  let files: Files
  let sheets: ReturnType<typeof exceptionSheetHandlers>
  beforeEach(async () => {
    files = await createFiles()
    const seats = { refusal: async () => null }
    sheets = exceptionSheetHandlers({ ledger: desk.ledger, clock: desk.clock, events: createEvents(), files, gateways, seats })
  })
  afterEach(() => files.close())

  async function exported(): Promise<ExcelJS.Worksheet> {
    const { ticket } = valueIn(await sheets['exceptions.exportSheet'](desk.maker, { filter: {}, language: 'ja' }))
    return openedSheet(files.redeem(ticket, desk.maker.actor)?.path ?? '')
  }
  async function preview(sheet: ExcelJS.Worksheet) {
    const path = join(desk.dir, 'back.xlsx')
    writeFileSync(path, Buffer.from(await sheet.workbook.xlsx.writeBuffer()))
    const reference = valueIn(await files.offer(path, '例外.xlsx', desk.maker.actor))
    return sheets['exceptions.previewSheet'](desk.maker, { reference })
  }
  const follow = async (amount: number, thought: string) =>
    valueIn(await desk.handlers['exceptions.follow'](desk.maker, { receiptId: await desk.deposit(amount), attempt: null, thought }))
  const rows = async () => valueIn(await desk.handlers['exceptions.list'](desk.maker, { filter: {}, cursor: null, size: 100 })).rows

  it('23. every row knows how its line stood: what has moved since is named and left out, the rest is shown and then done', async () => {
    const sheet = await exported()
    await follow(999, '照会中')
    fill(sheet, 999, { why: '手紙を出す' })
    fill(sheet, 1_234, { why: '名義が旧姓' })
    const { planId, digest, changes, moved } = valueIn(await preview(sheet))
    expect([changes.map(({ thought }) => thought), moved.map(({ row }) => row)]).toEqual([['名義が旧姓'], [rowOf(sheet, 999)]])
    valueIn(await sheets['exceptions.applySheet'](desk.maker, { planId, digest }))
    expect(
      (await rows())
        .map(({ note }) => note)
        .filter((note) => note !== '')
        .sort(),
    ).toEqual(['名義が旧姓', '照会中'])
  })

  it('23. an order that is only awaited is none of them', async () => {
    const before = await rows()
    await addOrders(desk.ledger, desk.merchants[0], [{ amount: 500 }])
    expect(await rows()).toEqual(before)
  })

  it('25. every mistake of a workbook is told at once, by row and column, and nothing of it is done', async () => {
    const before = await rows()
    const sheet = await exported()
    fill(sheet, 999, { nextOn: '来週' })
    fill(sheet, 1_234, { ending: 'なんでも', why: 'x' })
    fill(sheet, 770, { version: 'x' })
    const refusal = refusalOf(await preview(sheet))
    const { headers } = sheetWords.ja
    expect(refusal).toMatchObject({ refusal: 'sheet_has_errors', total: 3 })
    expect(refusal.refusal === 'sheet_has_errors' && new Set(refusal.errors.map(({ row, column }) => `${row} ${column}`))).toEqual(
      new Set([
        `${rowOf(sheet, 999)} ${headers.nextOn}`,
        `${rowOf(sheet, 1_234)} ${headers.ending}`,
        `${rowOf(sheet, 770)} ${headers.version}`,
      ]),
    )
    expect(await rows()).toEqual(before)
  })
})
