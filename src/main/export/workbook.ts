import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type ExcelJS from 'exceljs'
import { type Yen, yen } from '../../preload/contract/money'

/** What a column holds: free text, digits that are text (numbers of orders and accounts), a day, whole yen. */
export type ColumnKind = 'text' | 'code' | 'date' | 'yen'

export interface Column {
  readonly header: string
  readonly kind: ColumnKind
  /** In characters. */
  readonly width: number
}

export type Cell = string | number | Date | null

export interface WorkbookPlan {
  /** Where the file shall stand; written beside it under another name and renamed when it is whole. */
  readonly path: string
  readonly sheetName: string
  readonly columns: readonly Column[]
  readonly rows: Iterable<readonly Cell[]>
  /** Which column is summed below the last row. */
  readonly totalColumn: number
  readonly words: { readonly total: string; rows(count: number): string }
  /** Rows of a sheet besides its header; Excel has room for 1,048,575. The row of totals is one of them. */
  readonly rowsPerSheet?: number
  /** Sees every byte that is written, in order. */
  readonly watch?: (bytes: Uint8Array) => void
  /** Told how many rows are written; false stops. */
  readonly goOn: (rows: number) => boolean
}

export interface WrittenWorkbook {
  readonly rows: number
  readonly total: Yen
  readonly sheets: number
  readonly bytes: number
}

export const ROWS_PER_SHEET = 1_048_575

/** How many sheets so many rows and their totals take. */
export function sheetsFor(rows: number, rowsPerSheet = ROWS_PER_SHEET): number {
  return Math.ceil((rows + 1) / rowsPerSheet)
}

const formats: Record<ColumnKind, string> = { text: 'General', code: '@', date: 'yyyy/mm/dd', yen: '#,##0' }
const STEP_ROWS = 250

/** Writes a list of any length. Null when it was stopped; nothing is left behind then, nor after a fault. */
export async function writeWorkbook(plan: WorkbookPlan): Promise<WrittenWorkbook | null> {
  const temporary = join(dirname(plan.path), `.${basename(plan.path)}.${process.pid}.part`)
  const bytes = new PassThrough()
  if (plan.watch) bytes.on('data', plan.watch)
  const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600 })
  const stored = pipeline(bytes, file)
  // A full disk shows first here; it is thrown below, where it is waited for.
  stored.catch(() => undefined)
  try {
    const written = await writeRows(plan, bytes, () => file.errored)
    if (written === null) return null
    await stored
    await flushToDisk(temporary)
    await rename(temporary, plan.path)
    return { ...written, bytes: (await stat(plan.path)).size }
  } finally {
    bytes.destroy()
    await finished(file).catch(() => undefined)
    await rm(temporary, { force: true })
  }
}

async function flushToDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

async function writeRows(
  plan: WorkbookPlan,
  stream: PassThrough,
  failure: () => Error | null,
): Promise<Omit<WrittenWorkbook, 'bytes'> | null> {
  // Loaded only where a workbook is written.
  const { default: excel } = await import('exceljs')
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const rowsPerSheet = plan.rowsPerSheet ?? ROWS_PER_SHEET
  const styles = plan.columns.map(({ kind }) => ({ numFmt: formats[kind] }))
  let sheet = addSheet(workbook, plan, 1)
  let [rows, total, sheets, onSheet] = [0, 0, 1, 0]
  for (const row of plan.rows) {
    if (onSheet === rowsPerSheet) {
      closeSheet(sheet, plan.columns.length, onSheet)
      sheets += 1
      sheet = addSheet(workbook, plan, sheets)
      onSheet = 0
    }
    addRow(sheet, row, styles)
    rows += 1
    onSheet += 1
    total += Number(row[plan.totalColumn])
    if (rows % STEP_ROWS !== 0) continue
    await drained(sheet, failure)
    if (!plan.goOn(rows)) return null
  }
  if (onSheet === rowsPerSheet) {
    closeSheet(sheet, plan.columns.length, onSheet)
    sheets += 1
    sheet = addSheet(workbook, plan, sheets)
    onSheet = 0
  }
  addTotals(sheet, plan, rows, total)
  closeSheet(sheet, plan.columns.length, onSheet)
  if (!plan.goOn(rows)) return null
  await workbook.commit()
  return { rows, total: yen(total), sheets }
}

type SheetWriter = ReturnType<ExcelJS.stream.xlsx.WorkbookWriter['addWorksheet']>

const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8ECF1' } } as const

function addSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, plan: WorkbookPlan, number: number): SheetWriter {
  const sheet = workbook.addWorksheet(number === 1 ? plan.sheetName : `${plan.sheetName} (${number})`, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
  })
  sheet.columns = plan.columns.map(({ kind, width }) => ({ width, style: { numFmt: formats[kind] } }))
  const header = sheet.addRow(plan.columns.map((column) => column.header))
  header.eachCell((cell) => {
    cell.style = { font: { bold: true }, fill: HEADER_FILL, border: { bottom: { style: 'thin' } }, numFmt: '@' }
  })
  header.commit()
  return sheet
}

/** One style object for a whole column: exceljs knows it again, where it would work out the style of each cell anew. */
function addRow(sheet: SheetWriter, cells: readonly Cell[], styles: readonly { numFmt: string }[]): void {
  const row = sheet.addRow(cells)
  row.eachCell((cell, at) => {
    const style = styles[at - 1]
    if (style) cell.style = style
  })
  row.commit()
}

/** Below the last row: how many, and their sum; what the screen shows for the same filter. */
function addTotals(sheet: SheetWriter, plan: WorkbookPlan, rows: number, total: number): void {
  const totals = sheet.addRow(
    plan.columns.map((_, at) => (at === plan.totalColumn ? total : at === 0 ? plan.words.total : at === 1 ? plan.words.rows(rows) : null)),
  )
  totals.eachCell({ includeEmpty: true }, (cell, at) => {
    const numFmt = at - 1 === plan.totalColumn ? '#,##0' : '@'
    cell.style = { font: { bold: true }, border: { top: { style: 'double' } }, numFmt }
  })
  totals.commit()
}

/** The filter covers header and rows, never the totals. */
function closeSheet(sheet: SheetWriter, columns: number, rows: number): void {
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows + 1, column: columns } }
  sheet.commit()
}

const BACKLOG_BYTES_MAX = 256 * 1024

/** Waits until the zip has taken in what was written: exceljs itself never says "full", so a long list would pile up in memory. */
async function drained(sheet: SheetWriter, failure: () => Error | null): Promise<void> {
  await new Promise<void>((resume) => setImmediate(resume))
  while (backlogOf(sheet) > BACKLOG_BYTES_MAX && !failure()) await new Promise<void>((resume) => setTimeout(resume, 1))
  const fault = failure()
  if (fault) throw fault
}

const BACKLOG = ['stream', 'pipes', 0, '_writableState', 'length'] as const

/** Bytes of the sheet that wait to be compressed; they stand in no type of exceljs, so each step is looked at. */
function backlogOf(sheet: unknown): number {
  let at: unknown = sheet
  for (const key of BACKLOG) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined
  return typeof at === 'number' ? at : 0
}
