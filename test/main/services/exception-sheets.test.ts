import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sheetColumns, sheetWords } from '../../../src/main/export/exception-sheet'
import { createEvents } from '../../../src/main/services/events'
import { exceptionSheetHandlers } from '../../../src/main/services/exception-sheets'
import { createFiles, type Files } from '../../../src/main/services/files'
import { businessDate } from '../../../src/preload/contract/date'
import type { Refusal } from '../../../src/preload/contract/errors'
import { ReceiptId } from '../../../src/preload/contract/ids'
import type { OutputOf } from '../../../src/preload/contract/methods'
import { auditOf, OPERATOR, refusalOf } from '../../support/desk'
import { cellAt, fill, openedSheet, rowOf } from '../../support/exception-sheet'
import { valueIn } from '../../support/ledger'
import { openRefundDesk, type RefundDesk } from '../../support/refunds'
import { gateways } from '../../support/statements'

const DAY_MS = 86_400_000
const CARD = '4111 1111 1111 1111'
type Language = keyof typeof sheetWords

let desk: RefundDesk
let files: Files
let sheets: ReturnType<typeof exceptionSheetHandlers>
let held: Refusal | null
beforeEach(async () => {
  desk = await openRefundDesk()
  files = await createFiles()
  held = null
  const seats = { refusal: async () => held }
  sheets = exceptionSheetHandlers({ ledger: desk.ledger, clock: desk.clock, events: createEvents(), files, gateways, seats })
})
afterEach(async () => {
  await files.close()
  await desk.cleanup()
})

type Sheet = ExcelJS.Worksheet

async function exported(
  filter: object = {},
  language: Language = 'ja',
): Promise<{ sheet: Sheet; told: OutputOf<'exceptions.exportSheet'> }> {
  const told = valueIn(await sheets['exceptions.exportSheet'](desk.maker, { filter, language }))
  return { sheet: await openedSheet(files.redeem(told.ticket, desk.maker.actor)?.path ?? ''), told }
}

let made = 0
async function offered(sheet: Sheet) {
  made += 1
  const path = join(desk.dir, `back-${made}.xlsx`)
  writeFileSync(path, Buffer.from(await sheet.workbook.xlsx.writeBuffer()))
  return valueIn(await files.offer(path, '例外_20261120.xlsx', desk.maker.actor))
}
const preview = async (sheet: Sheet) => sheets['exceptions.previewSheet'](desk.maker, { reference: await offered(sheet) })
const shown = async (sheet: Sheet) => valueIn(await preview(sheet))
const apply = ({ planId, digest }: { planId: string; digest: string }) => sheets['exceptions.applySheet'](desk.maker, { planId, digest })
const rows = async () => valueIn(await desk.handlers['exceptions.list'](desk.maker, { filter: {}, cursor: null, size: 100 })).rows

/** Every mistake of a file: where, which, what was found. */
async function mistakes(sheet: Sheet): Promise<string[]> {
  const refusal = refusalOf(await preview(sheet))
  if (refusal.refusal !== 'sheet_has_errors') throw new Error(refusal.refusal)
  return refusal.errors.map(({ row, column, code, found }) => `${row} ${column} ${code} ${found}`.trim())
}
const ja = sheetWords.ja

describe('exceptions run to thousands, and people want download, fix, upload (lessons §25, 23): the workbook', () => {
  it('has every line with typed cells, the day of those that wait, and what may be filled in with lists to choose from', async () => {
    const receiptId = await desk.deposit(1_234)
    const attempt = { asked: 'みずほ 新宿支店', way: 'telephone' as const, outcome: '依頼人に確認中' }
    valueIn(
      await desk.handlers['exceptions.follow'](desk.maker, { receiptId, attempt, thought: '=旧姓か', nextOn: businessDate('2026-11-24') }),
    )
    const { sheet, told } = await exported()
    expect(told).toMatchObject({ fileName: '例外_20261120.xlsx', rows: 4, leftOut: 0 })
    expect(sheet.rowCount).toBe(5)
    expect(sheetColumns.map((column) => cellAt(sheet, 1, column).value)).toEqual(sheetColumns.map((column) => ja.headers[column]))
    const at = rowOf(sheet, 1_234)
    expect(cellAt(sheet, at, 'line').value).toBe(String(receiptId))
    expect(cellAt(sheet, at, 'bookedOn').value).toEqual(new Date('2026-11-19T00:00:00Z'))
    expect(cellAt(sheet, at, 'days').value).toBe(1)
    expect(cellAt(sheet, at, 'nextOn').value).toEqual(new Date('2026-11-24T00:00:00Z'))
    expect(cellAt(sheet, at, 'tried').value).toBe('電話 みずほ 新宿支店: 依頼人に確認中')
    expect(cellAt(sheet, at, 'note').value).toBe("'=旧姓か")
    expect(cellAt(sheet, at, 'ending').dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"資金移動にする,利息にする,請求のない金として収益にする,少額の差として処理する"'],
    })
    expect(cellAt(sheet, rowOf(sheet, 770), 'ending').dataValidation).toMatchObject({
      formulae: ['"銀行手数料にする,資金移動にする,少額の差として処理する"'],
    })
    expect(cellAt(sheet, at, 'attemptWay').dataValidation).toMatchObject({ type: 'list' })
    expect(cellAt(sheet, at, 'nextOn').dataValidation).toMatchObject({ type: 'date', operator: 'greaterThanOrEqual' })
    expect(auditOf(desk, 'exports')).toEqual(['user:tanaka exported'])
  })

  it('holds the part that is on the screen, in the language of the desk', async () => {
    const { sheet, told } = await exported({ side: 'debit' }, 'en')
    expect([told.rows, told.fileName]).toEqual([1, 'Exceptions_20261120.xlsx'])
    expect(cellAt(sheet, 2, 'type').value).toBe('Unknown debit')
  })
})

describe('what comes back', () => {
  it.each(['ja', 'en'] as const)('changes nothing where nothing was filled in (%s)', async (language) => {
    const { sheet } = await exported({}, language)
    expect(await shown(sheet)).toMatchObject({ changes: [], moved: [], unchanged: 4 })
  })

  it('is shown row by row, then done exactly so: thoughts, days, what was tried, endings, and approvals where others must agree', async () => {
    const { sheet } = await exported()
    fill(sheet, 770, {
      ending: ja.ending.bank_fee,
      why: '他行宛の振込手数料',
      attemptAsked: 'みずほ 本店',
      attemptWay: '銀行照会',
      attemptOutcome: '手数料と回答',
    })
    fill(sheet, 1_234, { ending: ja.ending.unclaimed, why: '時効' })
    fill(sheet, 999, { why: '名義人に手紙を出す', nextOn: '2026/11/30' })
    const plan = await shown(sheet)
    const attempt = { asked: 'みずほ 本店', way: 'bank', outcome: '手数料と回答' }
    expect(plan.changes.map(({ receiptId: _, row: __, bookedOn: ___, name: ____, ...change }) => change)).toEqual([
      { remaining: 770, ending: 'bank_fee', needed: 0, thought: '他行宛の振込手数料', nextOn: null, attempt },
      {
        remaining: 999,
        ending: null,
        needed: 0,
        thought: '名義人に手紙を出す',
        nextOn: { before: null, after: '2026-11-30' },
        attempt: null,
      },
      { remaining: 1_234, ending: 'unclaimed', needed: 1, thought: '時効', nextOn: null, attempt: null },
    ])
    expect(plan.unchanged).toBe(1)
    expect(await rows()).toHaveLength(4)
    expect(valueIn(await apply(plan))).toEqual({ rows: 3, ended: 1, asked: 1 })
    expect((await rows()).map(({ remaining, note, nextOn, asked }) => [remaining, note, nextOn, asked])).toEqual([
      [400, '', null, false],
      [999, '名義人に手紙を出す', '2026-11-30', false],
      [1_234, '', null, true],
    ])
    expect(desk.balance('fees_paid')).toBe(770)
    expect(auditOf(desk, 'refunds')).toEqual([
      'user:tanaka exception_followed',
      'user:tanaka exception_ended',
      'user:tanaka exception_followed',
      'user:tanaka correction_asked',
      'user:tanaka sheet_applied',
    ])
    expect(await desk.broken()).toEqual([])
    expect(refusalOf(await apply(plan))).toEqual({ refusal: 'plan_expired' })
  })

  it('names the rows of lines that have moved since, or ended, and leaves them out', async () => {
    const { sheet } = await exported()
    valueIn(await desk.end({ target: { of: 'line', receiptId: debitOf(sheet) }, ending: 'bank_fee' }))
    valueIn(await desk.handlers['exceptions.follow'](desk.maker, { receiptId: await desk.deposit(999), attempt: null, thought: '照会中' }))
    fill(sheet, 770, { ending: ja.ending.bank_fee, why: '手数料' })
    fill(sheet, 999, { why: 'x' })
    fill(sheet, 1_234, { why: '名義が旧姓' })
    const { changes, moved, unchanged } = await shown(sheet)
    expect(moved.map(({ row }) => row)).toEqual([rowOf(sheet, 770), rowOf(sheet, 999)])
    expect([changes.map(({ remaining }) => remaining), unchanged]).toEqual([[1_234], 1])
  })

  it('takes a day off again, and leaves one that has come', async () => {
    const receiptId = await desk.deposit(1_234)
    const nextOn = businessDate('2026-11-21')
    valueIn(await desk.handlers['exceptions.follow'](desk.maker, { receiptId, attempt: null, thought: '', nextOn }))
    desk.clock.advance(3 * DAY_MS)
    const { sheet } = await exported({ due: true })
    expect(sheet.rowCount).toBe(2)
    expect(await shown(sheet)).toMatchObject({ changes: [], unchanged: 1 })
    fill(sheet, 1_234, { nextOn: null })
    const plan = await shown(sheet)
    expect(plan.changes).toMatchObject([{ nextOn: { before: nextOn, after: null } }])
    valueIn(await apply(plan))
    expect((await rows()).every((row) => row.nextOn === null && !row.due)).toBe(true)
  })

  it('is taken in whatever order, with rows left out, and with figures and days as another program writes them', async () => {
    const { sheet } = await exported()
    const at = rowOf(sheet, 1_234)
    cellAt(sheet, at, 'amount').value = '1,234'
    cellAt(sheet, at, 'bookedOn').value = '2026/11/19'
    cellAt(sheet, at, 'why').value = '確認中'
    sheet.spliceRows(rowOf(sheet, 770), 1)
    const moved = sheet.getRow(2).values
    sheet.spliceRows(2, 1)
    sheet.addRow(moved)
    expect(await shown(sheet)).toMatchObject({ changes: [{ remaining: 1_234, thought: '確認中' }], unchanged: 2 })
  })
})

/** The receipt of the debit, which the desk finds by no amount of a deposit. */
const debitOf = (sheet: Sheet) => ReceiptId.parse(Number(cellAt(sheet, rowOf(sheet, 770), 'line').value))

describe('all that is wrong is told at once, by row and column', () => {
  const wrong: [what: string, change: (sheet: Sheet) => void, told: (sheet: Sheet) => string[]][] = [
    [
      'an ending of the other side, none at all, one without a reason',
      (sheet) => {
        fill(sheet, 770, { ending: ja.ending.interest, why: 'x' })
        fill(sheet, 999, { ending: 'なんでも', why: 'x' })
        fill(sheet, 1_234, { ending: ja.ending.interest })
      },
      (sheet) => [
        `${rowOf(sheet, 770)} ${ja.headers.ending} not_a_choice 利息にする`,
        `${rowOf(sheet, 999)} ${ja.headers.ending} not_a_choice なんでも`,
        `${rowOf(sheet, 1_234)} ${ja.headers.why} missing`,
      ],
    ],
    [
      'a day that is none, and one that is over',
      (sheet) => {
        fill(sheet, 999, { nextOn: '来週' })
        fill(sheet, 1_234, { nextOn: new Date('2026-11-19T00:00:00Z') })
      },
      (sheet) => [
        `${rowOf(sheet, 999)} ${ja.headers.nextOn} not_a_date 来週`,
        `${rowOf(sheet, 1_234)} ${ja.headers.nextOn} date_passed 2026-11-19`,
      ],
    ],
    [
      'an attempt that is half told',
      (sheet) => fill(sheet, 1_234, { attemptAsked: '支店' }),
      (sheet) => [`${rowOf(sheet, 1_234)} ${ja.headers.attemptOutcome} missing`, `${rowOf(sheet, 1_234)} ${ja.headers.attemptWay} missing`],
    ],
    [
      'a card number, which is not told back, and a text that is too long',
      (sheet) => {
        fill(sheet, 999, { why: CARD })
        fill(sheet, 1_234, { why: 'あ'.repeat(501) })
      },
      (sheet) => [
        `${rowOf(sheet, 999)} ${ja.headers.why} card_number`,
        `${rowOf(sheet, 1_234)} ${ja.headers.why} too_long ${'あ'.repeat(100)}`,
      ],
    ],
    [
      'cells that must stay as they were',
      (sheet) => {
        fill(sheet, 999, { version: 'x' })
        const at = rowOf(sheet, 1_234)
        cellAt(sheet, at, 'remaining').value = 1
        cellAt(sheet, at, 'name').value = '別の人'
        cellAt(sheet, at, 'bookedOn').value = null
      },
      (sheet) => [
        `${rowOf(sheet, 999)} ${ja.headers.version} locked_changed x`,
        `${rowOf(sheet, 1_234)} ${ja.headers.bookedOn} locked_changed`,
        `${rowOf(sheet, 1_234)} ${ja.headers.remaining} locked_changed 1`,
        `${rowOf(sheet, 1_234)} ${ja.headers.name} locked_changed 別の人`,
      ],
    ],
    [
      'a line that is not there, one without a number, one that stands twice',
      (sheet) => {
        sheet.addRow(['77', '2026-11-20.0123456789abcdef'])
        sheet.addRow([null, 'x'])
        sheet.addRow(sheet.getRow(2).values)
      },
      (sheet) => [
        `6 ${ja.headers.line} unknown_row 77`,
        `7 ${ja.headers.line} missing`,
        `8 ${ja.headers.line} duplicate_in_file ${cellAt(sheet, 2, 'line').value}`,
      ],
    ],
    [
      'a column of somebody’s own, and one that is gone',
      (sheet) => {
        cellAt(sheet, 1, 'tried').value = '私の列'
      },
      () => [`1 私の列 column_unknown 私の列`, `1 ${ja.headers.tried} column_missing`],
    ],
  ]
  it.each(wrong)('%s', async (_what, change, told) => {
    const { sheet } = await exported()
    change(sheet)
    expect(await mistakes(sheet)).toEqual(told(sheet))
    expect(auditOf(desk, 'refunds')).toEqual([])
  })

  it('and a file that is no workbook, or none of ours', async () => {
    const reference = valueIn(await files.offer(writtenFile('PK\u0003\u0004 nothing'), 'x.xlsx', desk.maker.actor))
    expect(refusalOf(await sheets['exceptions.previewSheet'](desk.maker, { reference }))).toMatchObject({ refusal: 'file_unreadable' })
    const other = valueIn(await files.offer(writtenFile('a,b\n1,2\n'), 'x.csv', desk.maker.actor))
    expect(refusalOf(await sheets['exceptions.previewSheet'](desk.maker, { reference: other }))).toMatchObject({
      refusal: 'sheet_has_errors',
    })
    expect(refusalOf(await sheets['exceptions.previewSheet'](desk.another, { reference: other }))).toEqual({ refusal: 'offer_expired' })
  })
})

function writtenFile(text: string): string {
  made += 1
  const path = join(desk.dir, `file-${made}`)
  writeFileSync(path, text)
  return path
}

describe('only what was shown is done, all of it or nothing', () => {
  const planned = async () => {
    const { sheet } = await exported()
    fill(sheet, 999, { why: '手紙を出した' })
    fill(sheet, 770, { ending: ja.ending.bank_fee, why: '手数料' })
    return shown(sheet)
  }
  const nothing = async () => {
    expect(await rows()).toHaveLength(4)
    expect((await rows()).some(({ note }) => note === '手紙を出した')).toBe(false)
  }

  it('not by another digest, by somebody else, by nobody, or after half an hour', async () => {
    const plan = await planned()
    expect(refusalOf(await apply({ ...plan, digest: 'x' }))).toEqual({ refusal: 'plan_changed' })
    expect(refusalOf(await sheets['exceptions.applySheet'](desk.another, plan))).toEqual({ refusal: 'plan_expired' })
    expect(refusalOf(await sheets['exceptions.applySheet'](OPERATOR, plan))).toEqual({ refusal: 'plan_expired' })
    desk.clock.advance(30 * 60_000 + 1)
    expect(refusalOf(await apply(plan))).toEqual({ refusal: 'plan_expired' })
    await nothing()
  })

  it('not where one of its lines has moved meanwhile', async () => {
    const plan = await planned()
    valueIn(
      await desk.handlers['exceptions.follow'](desk.maker, { receiptId: await desk.deposit(999), attempt: null, thought: '電話した' }),
    )
    expect(refusalOf(await apply(plan))).toEqual({ refusal: 'plan_changed' })
    await nothing()
  })

  it('not where somebody has one of them on the desk', async () => {
    const plan = await planned()
    held = { refusal: 'held_by_other', by: 'user:sato', since: desk.clock.now() }
    expect(refusalOf(await apply(plan))).toEqual(held)
    await nothing()
    held = null
    expect(valueIn(await apply(plan))).toEqual({ rows: 2, ended: 1, asked: 0 })
  })
})
