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
  /** Otherwise than its kind is set. */
  readonly align?: 'right'
}

export type Cell = string | number | Date | null

export interface WorkbookPlan {
  /** Where the file shall stand; written beside it under another name and renamed when it is whole. */
  readonly path: string
  readonly sheetName: string
  /** What stands at the foot of every printed page, beside its number. */
  readonly foot?: string
  readonly columns: readonly Column[]
  readonly rows: Iterable<readonly Cell[]>
  /** Which column is summed below the last row. */
  readonly totalColumn: number
  /** Others that are summed there too. */
  readonly alsoTotalled?: readonly number[]
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
/** Figures end where their header ends; days stand apart from the text beside them. */
const alignments: Record<ColumnKind, Partial<ExcelJS.Alignment>> = {
  text: { horizontal: 'left' },
  code: { horizontal: 'left' },
  date: { horizontal: 'center' },
  yen: { horizontal: 'right' },
}
const alignmentOf = ({ kind, align }: Column): Partial<ExcelJS.Alignment> => (align ? { horizontal: align } : alignments[kind])
/** An ampersand begins a command in the foot of a sheet. */
export const footText = (text: string): string => text.replaceAll('&', '&&')
const STEP_ROWS = 250

/** Writes a list of any length. Null when it was stopped; nothing is left behind then, nor after a fault. */
export function writeWorkbook(plan: WorkbookPlan): Promise<WrittenWorkbook | null> {
  return storeWorkbook(plan, (workbook, failure) => writeRows(plan, workbook, failure))
}

/** What a workbook is being written to. */
export type OpenWorkbook = ExcelJS.stream.xlsx.WorkbookWriter

/**
 * Writes a workbook with whatever sheets `fill` puts into it. Null when it was stopped; nothing is left behind then, nor after a fault.
 * `failure` tells what went wrong with the file meanwhile.
 */
export async function storeWorkbook<T extends object>(
  { path, watch }: Pick<WorkbookPlan, 'path' | 'watch'>,
  fill: (workbook: OpenWorkbook, failure: () => Error | null) => Promise<T | null>,
): Promise<(T & { bytes: number }) | null> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  const stream = new PassThrough()
  if (watch) stream.on('data', watch)
  const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600 })
  const stored = pipeline(stream, file)
  // A full disk shows first here; it is thrown below, where it is waited for.
  stored.catch(() => undefined)
  try {
    // Loaded only where a workbook is written.
    const { default: excel } = await import('exceljs')
    const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
    const written = await fill(workbook, () => file.errored)
    if (written === null) return null
    await workbook.commit()
    await stored
    await flushToDisk(temporary)
    await rename(temporary, path)
    return { ...written, bytes: (await stat(path)).size }
  } finally {
    stream.destroy()
    await finished(file).catch(() => undefined)
    await rm(temporary, { force: true })
  }
}

async function flushToDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

/** Adds a list to a workbook, on as many sheets as it takes. Null when it was stopped. */
export async function writeRows(
  plan: Omit<WorkbookPlan, 'path' | 'watch'>,
  workbook: OpenWorkbook,
  failure: () => Error | null,
): Promise<Omit<WrittenWorkbook, 'bytes'> | null> {
  const rowsPerSheet = plan.rowsPerSheet ?? ROWS_PER_SHEET
  const styles = plan.columns.map((column) => ({ numFmt: formats[column.kind], alignment: alignmentOf(column) }))
  let sheet = addSheet(workbook, plan, 1)
  const totalled = [plan.totalColumn, ...(plan.alsoTotalled ?? [])]
  const totals = new Map(totalled.map((column) => [column, 0]))
  let [rows, sheets, onSheet] = [0, 1, 0]
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
    for (const column of totalled) totals.set(column, (totals.get(column) ?? 0) + Number(row[column]))
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
  addTotals(sheet, plan, rows, totals)
  closeSheet(sheet, plan.columns.length, onSheet)
  if (!plan.goOn(rows)) return null
  return { rows, total: yen(totals.get(plan.totalColumn) ?? 0), sheets }
}

type SheetWriter = ReturnType<ExcelJS.stream.xlsx.WorkbookWriter['addWorksheet']>

/** As the rows are set where nothing is said: a face that is not named may be another. */
const BOLD: Partial<ExcelJS.Font> = { name: 'Calibri', family: 2, size: 11, bold: true }
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8ECF1' } } as const

function addSheet(workbook: OpenWorkbook, plan: Pick<WorkbookPlan, 'sheetName' | 'columns' | 'foot'>, number: number): SheetWriter {
  const sheet = workbook.addWorksheet(number === 1 ? plan.sheetName : `${plan.sheetName} (${number})`, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
    ...(plan.foot === undefined ? {} : { headerFooter: { oddFooter: `&L${footText(plan.foot)}&R&P / &N` } }),
  })
  sheet.columns = plan.columns.map(({ kind, width }) => ({ width, style: { numFmt: formats[kind] } }))
  const header = sheet.addRow(plan.columns.map((column) => column.header))
  header.eachCell((cell, at) => {
    const column = plan.columns[at - 1]
    const alignment = column ? alignmentOf(column) : alignments.text
    cell.style = { font: BOLD, fill: HEADER_FILL, border: { bottom: { style: 'thin' } }, numFmt: '@', alignment }
  })
  header.commit()
  return sheet
}

/** One style object for a whole column: exceljs knows it again, where it would work out the style of each cell anew. */
function addRow(sheet: SheetWriter, cells: readonly Cell[], styles: readonly Partial<ExcelJS.Style>[]): void {
  const row = sheet.addRow(cells)
  row.eachCell((cell, at) => {
    const style = styles[at - 1]
    if (style) cell.style = style
  })
  row.commit()
}

/** Below the last row: how many, and their sum; what the screen shows for the same filter. */
function addTotals(
  sheet: SheetWriter,
  { columns, words }: Pick<WorkbookPlan, 'columns' | 'words'>,
  rows: number,
  sums: ReadonlyMap<number, number>,
): void {
  const totals = sheet.addRow(columns.map((_, at) => sums.get(at) ?? (at === 0 ? words.total : at === 1 ? words.rows(rows) : null)))
  totals.eachCell({ includeEmpty: true }, (cell, at) => {
    const numFmt = sums.has(at - 1) ? '#,##0' : '@'
    cell.style = { font: BOLD, border: { top: { style: 'double' } }, numFmt }
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
