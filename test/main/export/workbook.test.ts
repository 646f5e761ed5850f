import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dateCell } from '../../../src/main/export/cells'
import { type Cell, type Column, sheetsFor, type WorkbookPlan, writeWorkbook } from '../../../src/main/export/workbook'
import { businessDate } from '../../../src/preload/contract/date'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'daiko-export-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const columns: Column[] = [
  { header: '加盟店', kind: 'text', width: 18 },
  { header: '注文番号', kind: 'code', width: 16 },
  { header: '受付日', kind: 'date', width: 12 },
  { header: '金額', kind: 'yen', width: 14 },
]
const row = (index: number): Cell[] => ['桜商店', `00${index}`, dateCell(businessDate('2026-11-20')), index * 1000]
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index + 1))

const plan = (own: Partial<WorkbookPlan> = {}): WorkbookPlan => ({
  path: join(dir, 'list.xlsx'),
  sheetName: '注文一覧',
  columns,
  rows: rows(3),
  totalColumn: 3,
  words: { total: '合計', rows: (count) => `${count} 件` },
  goOn: () => true,
  ...own,
})

async function read(path = join(dir, 'list.xlsx')): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  return workbook
}

const valuesOf = (sheet: ExcelJS.Worksheet | undefined) =>
  (sheet?.getSheetValues() ?? []).slice(1).map((values) => (Array.isArray(values) ? values.slice(1) : values))

describe('a workbook', () => {
  it('holds days as days, yen as numbers with a format, numbers of orders as text', async () => {
    const written = await writeWorkbook(plan())
    const sheet = (await read()).getWorksheet('注文一覧')
    expect(valuesOf(sheet)).toEqual([
      ['加盟店', '注文番号', '受付日', '金額'],
      ...[1, 2, 3].map((index) => ['桜商店', `00${index}`, new Date('2026-11-20T00:00:00Z'), index * 1000]),
      ['合計', '3 件', undefined, 6000],
    ])
    const cell = (address: string) => sheet?.getCell(address)
    expect([cell('B2')?.type, cell('B2')?.numFmt]).toEqual([ExcelJS.ValueType.String, '@'])
    expect([cell('C2')?.type, cell('C2')?.numFmt]).toEqual([ExcelJS.ValueType.Date, 'yyyy/mm/dd'])
    expect([cell('D2')?.type, cell('D2')?.numFmt]).toEqual([ExcelJS.ValueType.Number, '#,##0'])
    expect([cell('D5')?.type, cell('D5')?.numFmt, cell('D5')?.font.bold]).toEqual([ExcelJS.ValueType.Number, '#,##0', true])
    expect(written).toEqual({ rows: 3, total: 6000, sheets: 1, bytes: readFileSync(join(dir, 'list.xlsx')).length })
  })

  it('freezes its head, filters the rows but not the totals, and is as wide as its columns', async () => {
    await writeWorkbook(plan())
    const sheet = (await read()).getWorksheet('注文一覧')
    expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
    expect(sheet?.autoFilter).toBe('A1:D4')
    expect(sheet?.columns.map(({ width }) => width)).toEqual([18, 16, 12, 14])
    expect(sheet?.getRow(1).getCell(1).font.bold).toBe(true)
  })

  it('is a workbook also when there is nothing to list', async () => {
    expect(await writeWorkbook(plan({ rows: [] }))).toMatchObject({ rows: 0, total: 0, sheets: 1 })
    expect(valuesOf((await read()).worksheets[0])).toHaveLength(2)
  })

  it.each([
    [9, [9]],
    [10, [10, 0]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
    [20, [10, 10, 0]],
  ])('puts %i rows, ten to a sheet, on sheets of %j with the totals on the last', async (count, onSheets) => {
    const written = await writeWorkbook(plan({ rows: rows(count), rowsPerSheet: 10 }))
    const { worksheets } = await read()
    expect(written?.sheets).toBe(onSheets.length)
    expect(sheetsFor(count, 10)).toBe(onSheets.length)
    expect(worksheets.map((sheet) => sheet.name)).toEqual(onSheets.map((_, at) => (at === 0 ? '注文一覧' : `注文一覧 (${at + 1})`)))
    expect(worksheets.map((sheet) => sheet.rowCount)).toEqual(onSheets.map((each, at) => each + 1 + (at === onSheets.length - 1 ? 1 : 0)))
    for (const sheet of worksheets) expect(sheet.getCell('A1').value).toBe('加盟店')
    expect(worksheets.at(-1)?.lastRow?.getCell(4).value).toBe((count * (count + 1) * 1000) / 2)
  })

  it('shows every byte it writes to whoever digests them', async () => {
    const digest = createHash('sha256')
    await writeWorkbook(plan({ rows: rows(2000), watch: (bytes) => digest.update(bytes) }))
    expect(digest.digest('hex')).toBe(
      createHash('sha256')
        .update(readFileSync(join(dir, 'list.xlsx')))
        .digest('hex'),
    )
  })

  it('leaves nothing behind when it is stopped', async () => {
    const told: number[] = []
    const stopped = await writeWorkbook(plan({ rows: rows(5000), goOn: (count) => told.push(count) < 3 }))
    expect(stopped).toBeNull()
    expect(told).toEqual([250, 500, 750])
    expect(readdirSync(dir)).toEqual([])
  })

  it('leaves nothing behind when its rows fail, and stops reading them', async () => {
    let closed = false
    function* failing() {
      try {
        yield row(1)
        throw new Error('the disk is gone')
      } finally {
        closed = true
      }
    }
    await expect(writeWorkbook(plan({ rows: failing() }))).rejects.toThrow('the disk is gone')
    expect([closed, readdirSync(dir)]).toEqual([true, []])
  })

  it('cannot be written where there is no folder', async () => {
    await expect(writeWorkbook(plan({ path: join(dir, 'nowhere', 'list.xlsx') }))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('takes the place of an earlier file only when it is whole', async () => {
    await writeWorkbook(plan())
    const before = readFileSync(join(dir, 'list.xlsx'))
    await writeWorkbook(plan({ rows: rows(2000), goOn: () => false }))
    expect(readFileSync(join(dir, 'list.xlsx')).equals(before)).toBe(true)
    await writeWorkbook(plan({ rows: rows(7) }))
    expect((await read()).worksheets[0]?.rowCount).toBe(9)
  })
})
