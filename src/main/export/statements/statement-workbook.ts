import type ExcelJS from 'exceljs'
import { formatDate } from '../../../preload/contract/date'
import type { MerchantStatement } from '../../../preload/contract/merchant-statement'
import { dateCell, safeText } from '../cells'
import type { Language } from '../words'
import { type Cell, type Column, footText, type OpenWorkbook, storeWorkbook, type WrittenWorkbook, writeRows } from '../workbook'
import { assertAddsUp, maskedAccount, type StatementLine, type StatementToWrite } from './statement'
import { rateName, sumRows } from './sums'
import { type StatementWords, statementWords } from './words'

/* The statement as a workbook: a sheet with its sums, made to be printed, and a sheet with its lines, made to be worked with. */

export interface StatementWorkbookPlan {
  readonly path: string
  readonly language: Language
  /** Sees every byte that is written, in order. */
  readonly watch?: (bytes: Uint8Array) => void
  /** Told how many lines are written; false stops. */
  readonly goOn: (lines: number) => boolean
}

/** Writes the statement. Null when it was stopped; nothing is left behind then, nor after a fault. */
export function writeStatementWorkbook(
  { statement, lines }: StatementToWrite,
  plan: StatementWorkbookPlan,
): Promise<WrittenWorkbook | null> {
  assertAddsUp(statement)
  const words = statementWords[plan.language]
  return storeWorkbook(plan, async (workbook, failure) => {
    workbook.creator = 'Daiko'
    workbook.created = dateCell(statement.issuedOn)
    writeSums(workbook, statement, words)
    const list = {
      sheetName: words.lines,
      foot: `${words.title} ${statement.number}`,
      columns: lineColumns(words),
      rows: cellsOf(lines, statement, words),
      totalColumn: AMOUNT,
      alsoTotalled: [FEE],
      words: { total: words.totals, rows: words.count },
      goOn: plan.goOn,
    }
    const written = await writeRows(list, workbook, failure)
    if (written !== null && written.total !== statement.gross) {
      throw new Error(`the lines of statement ${statement.number} come to ${written.total} yen, not to ${statement.gross}`)
    }
    return written
  })
}

const [AMOUNT, FEE] = [6, 7]
const lineShape: readonly Omit<Column, 'header'>[] = [
  { kind: 'code', width: 26 },
  { kind: 'code', width: 34 },
  { kind: 'date', width: 12 },
  { kind: 'text', width: 18 },
  { kind: 'text', width: 36 },
  { kind: 'text', width: 8, align: 'right' },
  { kind: 'yen', width: 14 },
  { kind: 'yen', width: 16 },
]

const lineColumns = (words: StatementWords): Column[] => lineShape.map((shape, at) => ({ ...shape, header: words.lineColumns[at] ?? '' }))

function* cellsOf(lines: Iterable<StatementLine>, { number }: MerchantStatement, words: StatementWords): Generator<Cell[]> {
  for (const { line, orderNumber, paidOn, source, goods, taxRate, amount, fee } of lines) {
    yield [
      `${number}-${line}`,
      orderNumber === '' ? null : safeText(orderNumber),
      paidOn === null ? null : dateCell(paidOn),
      words.source[source],
      goods === '' ? null : safeText(goods),
      taxRate === null ? null : words.percent(taxRate),
      amount,
      fee,
    ]
  }
}

type SheetWriter = ReturnType<OpenWorkbook['addWorksheet']>

const COLUMNS = 4
/** Named, or a program takes what it likes for figures and text. */
const face = (own: Partial<ExcelJS.Font> = {}): Partial<ExcelJS.Font> => ({ name: 'Yu Gothic', family: 2, size: 10.5, ...own })
const THIN = { style: 'thin', color: { argb: 'FF999999' } } as const
const STRONG = { style: 'medium' } as const
const HEAD_FILL: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF0F2F4' } }

/** The first sheet: A4 upright, one page wide. */
function writeSums(workbook: OpenWorkbook, statement: MerchantStatement, words: StatementWords): void {
  const sheet = workbook.addWorksheet(words.title, {
    properties: { defaultRowHeight: 19 },
    views: [{ showGridLines: false }],
    pageSetup: {
      orientation: 'portrait',
      paperSize: 9,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: { left: 0.6, right: 0.6, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L${footText(statement.number)}&R&P / &N` },
  })
  sheet.columns = [{ width: 40 }, { width: 15 }, { width: 17 }, { width: 20 }]
  const form = new Form(sheet)
  writeHead(form, statement, words)
  if (statement.sources.length > 0) writeSources(form, statement, words)
  writeSumRows(form, statement, words)
  if (statement.invoice.length > 0) writeInvoice(form, statement, words)
  writeNotes(form, statement, words)
  sheet.commit()
}

/** A sheet that is filled from top to bottom. */
class Form {
  #row = 0
  constructor(readonly sheet: SheetWriter) {}

  /** One row of cells, each with its style; a cell may reach over those on its right. */
  add(cells: readonly (FormCell | null)[], height?: number): void {
    this.#row += 1
    const row = this.sheet.getRow(this.#row)
    if (height !== undefined) row.height = height
    for (const [at, cell] of cells.entries()) {
      if (!cell) continue
      const target = row.getCell(at + 1)
      target.value = cell.value
      target.style = cell.style
      if (cell.over) this.sheet.mergeCells(this.#row, at + 1, this.#row, at + cell.over)
    }
    row.commit()
  }

  gap(): void {
    this.#row += 1
    this.sheet.getRow(this.#row).commit()
  }
}

interface FormCell {
  value: string | number | Date
  style: Partial<ExcelJS.Style>
  /** So many columns wide. */
  over?: number
}

const plain = (value: string, style: Partial<ExcelJS.Style> = {}, over?: number): FormCell => ({
  value: safeText(value),
  style: { font: face(), numFmt: '@', alignment: { vertical: 'middle', wrapText: over !== undefined }, ...style },
  ...(over === undefined ? {} : { over }),
})
const right = (value: string, style: Partial<ExcelJS.Style> = {}, over?: number): FormCell =>
  plain(value, { ...style, alignment: { horizontal: 'right', vertical: 'middle' } }, over)
const moneyIn =
  ({ figureFormat }: StatementWords) =>
  (value: number, style: Partial<ExcelJS.Style>): FormCell => ({
    value,
    style: { font: face(), numFmt: figureFormat, alignment: { horizontal: 'right', vertical: 'middle' }, ...style },
  })

const LINED: Partial<ExcelJS.Style> = { border: { bottom: THIN } }
const TOTAL: Partial<ExcelJS.Style> = { font: face({ bold: true }), border: { top: STRONG, bottom: STRONG } }
const headed = (text: string, at: number): FormCell =>
  (at === 0 ? plain : right)(text, { font: face({ bold: true, size: 10 }), fill: HEAD_FILL, border: { bottom: { style: 'thin' } } })

function writeHead(form: Form, statement: MerchantStatement, words: StatementWords): void {
  const { issuer, merchant, number, issuedOn, net } = statement
  const isInvoice = issuer.tNumber !== null && statement.invoice.length > 0
  form.add([plain(isInvoice ? words.invoiceTitle : words.title, { font: face({ bold: true, size: 18 }) }, COLUMNS)], 30)
  form.add([plain(`${words.number} ${number}    ${words.issuedOn} ${words.day(issuedOn)}`, {}, COLUMNS)])
  form.gap()
  form.add([plain(words.to(merchant.name), { font: face({ bold: true, size: 13 }) }, COLUMNS)], merchant.name.length > 40 ? 38 : 22)
  form.add([plain(`${words.registration} ${merchant.registrationNumber}`, {}, COLUMNS)])
  form.gap()
  form.add([null, right(issuer.name, { font: face({ bold: true, size: 11 }) }, 3)])
  for (const line of issuer.postalAddress.split('\n').filter((each) => each !== '')) form.add([null, right(line, {}, 3)])
  if (issuer.tNumber !== null) form.add([null, right(`${words.tNumber} ${issuer.tNumber}`, {}, 3)])
  form.gap()
  const style: Partial<ExcelJS.Style> = { font: face({ bold: true, size: 16 }), border: { top: STRONG, bottom: STRONG } }
  form.add(
    [
      plain(net > 0 ? words.net : words.nothingPaid, { ...style, font: face({ bold: true, size: 12 }) }),
      plain('', style),
      plain('', style),
      paid(net, style),
    ],
    32,
  )
  for (const [name, value] of factsOf(statement, words)) form.add([plain(name), right(value, {}, 3)])
  form.gap()
}

const paid = (net: number, style: Partial<ExcelJS.Style>): FormCell => ({
  value: net,
  style: { ...style, numFmt: '¥#,##0', alignment: { horizontal: 'right', vertical: 'middle' } },
})

type Fact = readonly [name: string, value: string]

function factsOf({ closingOn, payOn, rendered, account, net }: MerchantStatement, words: StatementWords): Fact[] {
  const facts: Fact[] = [[words.closingOn, words.day(closingOn)]]
  if (rendered) facts.push([words.rendered, `${formatDate(rendered.from)} – ${formatDate(rendered.to)}`])
  if (net > 0) facts.push([words.payOn, words.day(payOn)], [words.account, maskedAccount(account, words.accountType)])
  return facts
}

function writeSources(form: Form, { sources, gross, fees }: MerchantStatement, words: StatementWords): void {
  const money = moneyIn(words)
  form.add([plain(words.sources.title, { font: face({ bold: true, size: 12 }) }, COLUMNS)], 24)
  form.add(words.sources.columns.map(headed))
  for (const { source, count, gross: amount, fees: fee } of sources) {
    form.add([plain(words.source[source], LINED), right(words.count(count), LINED), money(amount, LINED), money(fee, LINED)])
  }
  const count = sources.reduce((total, each) => total + each.count, 0)
  form.add([plain(words.sources.total, TOTAL), right(words.count(count), TOTAL), money(gross, TOTAL), money(fees, TOTAL)], 22)
  form.gap()
}

function writeSumRows(form: Form, statement: MerchantStatement, words: StatementWords): void {
  const money = moneyIn(words)
  form.add([plain(words.sums.title, { font: face({ bold: true, size: 12 }) }, COLUMNS)], 24)
  const [item, amount] = words.sums.columns
  form.add([headed(item, 0), headed('', 1), headed('', 2), headed(amount, 3)])
  for (const [name, figure] of sumRows(statement, words)) {
    form.add([plain(name, LINED, 3), null, null, money(figure, LINED)])
  }
  form.add([plain(words.sums.net, TOTAL, 3), null, null, money(statement.net, TOTAL)], 22)
  form.gap()
}

function writeInvoice(form: Form, { invoice, issuer }: MerchantStatement, words: StatementWords): void {
  const money = moneyIn(words)
  form.add([plain(words.invoice.title, { font: face({ bold: true, size: 12 }) }, COLUMNS)], 24)
  form.add([plain(words.invoice.about, { font: face({ size: 9 }) }, COLUMNS)])
  form.add(words.invoice.columns.map(headed))
  for (const line of invoice) {
    form.add([plain(rateName(line, words), LINED), money(line.base, LINED), money(line.tax, LINED), money(line.total, LINED)])
  }
  if (issuer.tNumber === null) form.add([plain(words.invoice.noNumber, { font: face({ size: 9 }) }, COLUMNS)])
  form.gap()
}

function writeNotes(form: Form, { carriedOver, isDeferred }: MerchantStatement, words: StatementWords): void {
  if (isDeferred) form.add([plain(words.deferred, {}, COLUMNS)])
  for (const reason of new Set(carriedOver.map((each) => each.reason))) {
    form.add([plain(words.carriedWhy[reason], {}, COLUMNS)])
  }
}
