import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'

export const HEADER = ['注文番号', '受注日', '商品', '金額', '購入者名', '購入者カナ', 'メール', '支払期限', '返金希望', '備考']

/** One good row; the order number tells rows apart. */
export function orderRow(orderNumber: string, own: Partial<Record<number, string>> = {}): string[] {
  const row = [orderNumber, '2026/11/10', 'りんごジュース 12本', '12,000', '山田 太郎', 'ﾔﾏﾀﾞ ﾀﾛｳ', '', '', '', '']
  return row.map((cell, at) => own[at] ?? cell)
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
}

export type CsvEncoding = 'utf-8' | 'utf-8 with mark' | 'cp932'

export function csvBytes(rows: readonly (readonly string[])[], encoding: CsvEncoding = 'utf-8'): Buffer {
  const text = csvText(rows)
  if (encoding === 'cp932') return iconv.encode(text, 'cp932')
  return Buffer.from(encoding === 'utf-8' ? text : `\ufeff${text}`)
}

/** A workbook as Excel writes it: shared strings, dates as dates. */
export async function workbookBytes(rows: readonly (readonly ExcelJS.CellValue[])[]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('注文')
  for (const row of rows) {
    sheet.addRow([...row]).eachCell((cell) => {
      if (cell.formula !== undefined && cell.result instanceof Date) cell.numFmt = 'yyyy"年"m"月"d"日"'
    })
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

export function written(dir: string, name: string, bytes: Uint8Array): string {
  const path = join(dir, name)
  writeFileSync(path, bytes)
  return path
}
