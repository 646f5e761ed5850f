import ExcelJS from 'exceljs'
import { type SheetColumn, sheetColumns } from '../../src/main/export/exception-sheet'

/* A workbook of exceptions in the hands of somebody with Excel. */

export async function openedSheet(path: string): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  const [sheet] = workbook.worksheets
  if (!sheet) throw new Error('a workbook has a sheet')
  return sheet
}

export const cellAt = (sheet: ExcelJS.Worksheet, row: number, column: SheetColumn) =>
  sheet.getRow(row).getCell(sheetColumns.indexOf(column) + 1)

/** The row of the line of so many yen. */
export function rowOf(sheet: ExcelJS.Worksheet, amount: number): number {
  for (let row = 2; row <= sheet.rowCount; row++) if (cellAt(sheet, row, 'amount').value === amount) return row
  throw new Error(`no line of ${amount} yen`)
}

/** Fills cells of the line of so many yen. */
export function fill(sheet: ExcelJS.Worksheet, amount: number, cells: Partial<Record<SheetColumn, ExcelJS.CellValue>>): void {
  for (const column of sheetColumns) if (column in cells) cellAt(sheet, rowOf(sheet, amount), column).value = cells[column] ?? null
}
