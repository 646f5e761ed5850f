import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StatementToWrite } from '../../../../src/main/export/statements/statement'
import { writeStatementWorkbook } from '../../../../src/main/export/statements/statement-workbook'
import { yen } from '../../../../src/preload/contract/money'
import { paidLine, statementFrom, statementOf } from '../../../support/merchant-statements'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-statements-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function written(toWrite: StatementToWrite, language: 'ja' | 'en' = 'ja') {
  const path = join(folder, 'statement.xlsx')
  const result = await writeStatementWorkbook(toWrite, { path, language, goOn: () => true })
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  const [sums, lines] = workbook.worksheets
  if (!sums || !lines) throw new Error('a sheet is missing')
  return { result, sums, lines }
}

/** Each row of a sheet as the cells that say something, a merged cell once. */
const rowsOf = (sheet: ExcelJS.Worksheet): unknown[][] => {
  const rows: unknown[][] = []
  sheet.eachRow((row) => {
    const cells: unknown[] = []
    row.eachCell((cell) => {
      if (cell.master === cell) cells.push(cell.value)
    })
    rows.push(cells)
  })
  return rows
}

describe('a statement as a workbook', () => {
  it('has a sheet of sums and a sheet of lines that come to the same', async () => {
    const { result, sums, lines } = await written(statementOf(30))
    expect(result).toMatchObject({ rows: 30, total: 360_000, sheets: 1 })
    expect([sums.name, lines.name]).toEqual(['精算書', '取引明細'])
    const rows = rowsOf(sums)
    for (const row of [
      ['精算書 兼 適格請求書'],
      ['株式会社さくら書房 御中'],
      ['登録番号 T7000012050002'],
      ['お振込先', 'みずほ銀行 東京営業部 普通 ****321'],
      ['銀行振込', '30 件', 360_000, 10_800],
      ['消費税', -1_080],
      ['お振込金額', 348_120],
      ['10%対象', 10_800, 1_080, 11_880],
    ]) {
      expect(rows).toContainEqual(row)
    }
    expect(rowsOf(lines).at(0)).toEqual(['明細番号', '注文番号', '入金日', '支払方法', '商品', '税率', '金額', '手数料（税抜）'])
    expect(rowsOf(lines).at(1)).toEqual([
      'K7Q2M-1',
      'A-00001',
      new Date('2026-11-02T00:00:00Z'),
      '銀行振込',
      'りんごジュース 12本',
      '10%',
      12_000,
      360,
    ])
    expect(lines.lastRow?.getCell(7).value).toBe(360_000)
    expect(lines.lastRow?.getCell(8).value).toBe(10_800)
  })

  it('shows amounts as numbers with their sign, on a page that is printed whole', async () => {
    const { sums, lines } = await written(statementOf(2))
    const [minus] = sums.getColumn(4).values.filter((value) => value === -72)
    expect(minus).toBe(-72)
    expect(sums.pageSetup).toMatchObject({ orientation: 'portrait', paperSize: 9, fitToPage: true, fitToWidth: 1 })
    expect(sums.headerFooter.oddFooter).toContain('&P / &N')
    expect(lines.headerFooter.oddFooter).toBe('&L精算書 K7Q2M&R&P / &N')
    expect(lines.pageSetup).toMatchObject({ orientation: 'landscape', printTitlesRow: '1:1' })
    expect(lines.getCell('F2').alignment).toEqual({ horizontal: 'right' })
    expect(lines.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
    expect((await written(statementOf(2), 'en')).sums.name).toBe('Settlement statement')
  })

  it('lets nothing of a name or an order be a formula', async () => {
    const lines = [paidLine(1, { orderNumber: '=1+1', goods: '@SUM(A1)' })]
    const made = statementFrom(lines)
    const statement = { ...made, merchant: { ...made.merchant, name: '=HYPERLINK("x")' } }
    const { sums, lines: sheet } = await written({ statement, lineCount: 1, lines })
    expect(rowsOf(sums)).toContainEqual([`'=HYPERLINK("x") 御中`])
    expect(rowsOf(sheet).at(1)?.slice(1, 5)).toEqual(["'=1+1", new Date('2026-11-02T00:00:00Z'), '銀行振込', "'@SUM(A1)"])
  })

  it('is never written where its figures do not add up, and leaves nothing when it is stopped', async () => {
    const { statement, ...rest } = statementOf(3)
    expect(() =>
      writeStatementWorkbook({ statement: { ...statement, net: yen(1) }, ...rest }, { path: '', language: 'ja', goOn: () => true }),
    ).toThrow('K7Q2M')
    await expect(written({ statement, lineCount: 3, lines: [paidLine(1)] })).rejects.toThrow('K7Q2M')
    const path = join(folder, 'stopped.xlsx')
    expect(await writeStatementWorkbook(statementOf(600), { path, language: 'ja', goOn: () => false })).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })
})
