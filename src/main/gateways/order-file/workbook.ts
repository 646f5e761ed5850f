import { Readable } from 'node:stream'
import type ExcelJS from 'exceljs'
import { done, type Result, refuse } from '../../../preload/contract/errors'
import type { OrderSheetRow } from '../gateway'
import { checkArchive } from './archive'

const OPTIONS = { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' } as const

/** Reads the first sheet of an .xlsx, row by row, after the archive has proved not to unpack into more than is reasonable. */
export async function readWorkbook(bytes: Buffer, rowsMax: number): Promise<Result<{ encoding: 'xlsx'; rows: OrderSheetRow[] }>> {
  const problem = await checkArchive(bytes)
  if (problem) return refuse({ refusal: 'file_unreadable', detail: problem })
  const rows: OrderSheetRow[] = []
  // Loaded only where a workbook is read.
  const { default: excel } = await import('exceljs')
  try {
    for await (const sheet of new excel.stream.xlsx.WorkbookReader(Readable.from([bytes]), OPTIONS)) {
      for await (const row of sheet) {
        const cells = Array.from({ length: row.cellCount }, (_, at) => cellText(row.getCell(at + 1)))
        if (cells.some((cell) => cell !== '')) rows.push({ row: row.number, cells })
        if (rows.length > rowsMax + 1) break
      }
      break
    }
  } catch (fault) {
    // The reader throws whatever its parsers throw at a damaged sheet; nothing has been stored, so the file is simply told unreadable.
    return refuse({ refusal: 'file_unreadable', detail: fault instanceof Error ? fault.message.slice(0, 200) : 'damaged' })
  }
  return done({ encoding: 'xlsx', rows })
}

const NOT_A_CODE = /"[^"]*"|\\.|\[[^\]]*\]/g
/** Day 25,569 of Excel's calendar is 1970-01-01. */
const EXCEL_EPOCH_DAYS = 25_569
const DAY_MS = 86_400_000

/** The result of a formula comes as a bare number, also where the cell shows it as a date. */
function cellText(cell: ExcelJS.Cell): string {
  const { value } = cell
  if (value === null || typeof value !== 'object' || !('result' in value)) return textOf(value)
  const showsDate = /[ymd]/i.test((cell.numFmt ?? '').replace(NOT_A_CODE, ''))
  return showsDate && typeof value.result === 'number'
    ? textOf(new Date((Math.floor(value.result) - EXCEL_EPOCH_DAYS) * DAY_MS))
    : textOf(value.result)
}

/** What a person sees in the cell. A date is a calendar date (the reader gives it as midnight UTC). */
function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value).trim()
  if ('result' in value) return textOf(value.result)
  if ('richText' in value)
    return value.richText
      .map(({ text }) => text)
      .join('')
      .trim()
  if ('text' in value) return textOf(value.text)
  if ('error' in value) return value.error
  return ''
}
