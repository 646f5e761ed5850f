import { formatDate } from '../../../preload/contract/date'
import type { MerchantStatement } from '../../../preload/contract/merchant-statement'
import { dateCell } from '../cells'
import type { Language } from '../words'
import {
  BOTTOM,
  box,
  DIMMED,
  heightOf,
  LEFT,
  MM,
  type Paper,
  putFoot,
  putLine,
  putParagraph,
  RIGHT,
  rule,
  TOP,
  WIDTH,
  writePaper,
} from './paper'
import { assertAddsUp, maskedAccount, type StatementLine, type StatementToWrite } from './statement'
import { rateName, sumRows } from './sums'
import {
  type Block,
  columnHeads,
  gap,
  heading,
  laidOut,
  type PaperColumn,
  type Placed,
  paragraph,
  ROW,
  row,
  setCells,
  totalRow,
} from './table'
import { type StatementWords, statementWords } from './words'

/* The statement on paper: what is paid and why on the first page, the lines it is made of after it, as many pages as they take. */

export interface PaperControl {
  /** Asked between two pages; false stops. */
  goOn(lines: number): boolean
}

/** The statement as a PDF of its own. Null when it was stopped; then nothing of it may be kept. */
export function writeStatementPaper(
  path: string,
  toWrite: StatementToWrite,
  language: Language,
  control: PaperControl,
): Promise<{ pages: number } | null> {
  const { statement } = toWrite
  const facts = {
    title: `${statementWords[language].title} ${statement.number}`,
    author: statement.issuer.name,
    madeAt: dateCell(statement.issuedOn).getTime(),
  }
  return writePaper(path, facts, (paper) => setStatement(paper, toWrite, language, control))
}

/** Sets a statement on new pages of a paper, each with its own number of how many. Null when it was stopped. */
export async function setStatement(
  paper: Paper,
  { statement, lineCount, lines }: StatementToWrite,
  language: Language,
  control: PaperControl,
): Promise<{ pages: number } | null> {
  assertAddsUp(statement)
  const words = statementWords[language]
  paper.addPage()
  const head = setHead(paper, statement, words)
  const { pages, free } = laidOut(summaryOf(paper, statement, words), head)
  const plan = planLines(lineCount, free)
  const of = pages.length + plan.newPages
  const sheet = new Sheet(paper, statement, words, of)
  setSummary(sheet, pages)
  return setLines(sheet, plan, lines, lineCount, control)
}

/** The pages of one statement, each with head and foot. */
class Sheet {
  #page = 1
  constructor(
    readonly paper: Paper,
    readonly statement: MerchantStatement,
    readonly words: StatementWords,
    readonly of: number,
  ) {
    this.#foot()
  }

  get page(): number {
    return this.#page
  }

  turn(): void {
    this.#page += 1
    this.paper.addPage()
    this.#foot()
  }

  #foot(): void {
    const { issuer, merchant, number } = this.statement
    const title = `${this.words.title} ${number}  ${this.words.to(merchant.name)}`
    putFoot(this.paper, this.#page === 1 ? issuer.name : title, this.words.page(this.#page, this.of))
  }
}

/** Title, to whom, from whom, and what is paid. Answers where the page is free from. */
function setHead(paper: Paper, statement: MerchantStatement, words: StatementWords): number {
  const { issuer, number, issuedOn } = statement
  const isInvoice = issuer.tNumber !== null && statement.invoice.length > 0
  putLine(paper, isInvoice ? words.invoiceTitle : words.title, { x: LEFT, y: TOP, width: WIDTH * 0.68 }, { size: 17, bold: true })
  const small = { size: 8.5, color: DIMMED, align: 'right' } as const
  putLine(paper, `${words.number} ${number}`, { x: LEFT, y: TOP + 0.6 * MM, width: WIDTH }, small)
  putLine(paper, `${words.issuedOn} ${words.day(issuedOn)}`, { x: LEFT, y: TOP + 5 * MM, width: WIDTH }, small)
  rule(paper, TOP + 11 * MM, { weight: 1.2, color: '#000000' })
  const parties = Math.max(setRecipient(paper, statement, words), setIssuer(paper, statement, words))
  return setPaid(paper, statement, words, parties + 4 * MM) + 5 * MM
}

const PARTIES_Y = TOP + 15 * MM
const RECIPIENT_WIDTH = WIDTH * 0.56
const ISSUER = { x: LEFT + WIDTH * 0.62, width: WIDTH * 0.38 }

function setRecipient(paper: Paper, { merchant }: MerchantStatement, words: StatementWords): number {
  const name = words.to(merchant.name)
  const isLong = heightOf(paper, name, RECIPIENT_WIDTH, { size: 13, bold: true }) > 40
  const type = { size: isLong ? 10 : 13, bold: true }
  const height = putParagraph(paper, name, { x: LEFT, y: PARTIES_Y, width: RECIPIENT_WIDTH }, type)
  const y = PARTIES_Y + height + 1.5 * MM
  putLine(
    paper,
    `${words.registration} ${merchant.registrationNumber}`,
    { x: LEFT, y, width: RECIPIENT_WIDTH },
    { size: 8.5, color: DIMMED },
  )
  return y + 5 * MM
}

function setIssuer(paper: Paper, { issuer }: MerchantStatement, words: StatementWords): number {
  const { x, width } = ISSUER
  let y = PARTIES_Y + putParagraph(paper, issuer.name, { x, y: PARTIES_Y, width }, { size: 10.5, bold: true }) + 1 * MM
  if (issuer.postalAddress !== '') {
    y += putParagraph(paper, issuer.postalAddress, { x, y, width, height: 24 * MM }, { size: 8.5 })
  }
  if (issuer.tNumber !== null) {
    putLine(paper, `${words.tNumber} ${issuer.tNumber}`, { x, y: y + 0.8 * MM, width }, { size: 9 })
    y += 6 * MM
  }
  return y
}

/** The one figure everybody looks for, and beside it when and where to. */
function setPaid(paper: Paper, statement: MerchantStatement, words: StatementWords, y: number): number {
  const { net, closingOn, payOn, rendered } = statement
  const facts = [
    [words.closingOn, words.day(closingOn)],
    ...(rendered ? [[words.rendered, `${formatDate(rendered.from)} – ${formatDate(rendered.to)}`]] : []),
    ...(net > 0
      ? [
          [words.payOn, words.day(payOn)],
          [words.account, maskedAccount(statement.account, words.accountType)],
        ]
      : []),
  ]
  const height = Math.max(20 * MM, (facts.length * 5 + 5) * MM)
  const middle = LEFT + WIDTH * 0.42
  box(paper, { x: LEFT, y, width: WIDTH, height })
  const inner = { x: LEFT + 4 * MM, width: WIDTH * 0.42 - 8 * MM }
  putLine(paper, net > 0 ? words.net : words.nothingPaid, { ...inner, y: y + 3 * MM }, { size: 9, color: DIMMED })
  putLine(paper, words.yen(net), { ...inner, y: y + height / 2 - 3 * MM }, { size: 21, bold: true })
  paper
    .moveTo(middle, y + 2.5 * MM)
    .lineTo(middle, y + height - 2.5 * MM)
    .lineWidth(0.4)
    .strokeColor('#999999')
    .stroke()
  const top = y + (height - facts.length * 5 * MM) / 2
  for (const [at, [name = '', value = '']] of facts.entries()) {
    const line = top + at * 5 * MM
    putLine(paper, name, { x: middle + 4 * MM, y: line, width: 24 * MM }, { size: 8.5, color: DIMMED })
    putLine(paper, value, { x: middle + 28 * MM, y: line, width: RIGHT - middle - 30 * MM }, { size: 9 })
  }
  return y + height
}

const sourceColumns = (words: StatementWords): PaperColumn[] => {
  const [method, count, amount, fee] = words.sources.columns
  return [
    { header: method, share: 0.46 },
    { header: count, share: 0.14, align: 'right' },
    { header: amount, share: 0.2, align: 'right' },
    { header: fee, share: 0.2, align: 'right' },
  ]
}

const sumColumns = (words: StatementWords): PaperColumn[] => [
  { header: words.sums.columns[0], share: 0.8 },
  { header: words.sums.columns[1], share: 0.2, align: 'right' },
]

const invoiceColumns = (words: StatementWords): PaperColumn[] =>
  words.invoice.columns.map((header, at) => (at === 0 ? { header, share: 0.4 } : { header, share: 0.2, align: 'right' }))

/** Everything of the statement but its lines. */
function summaryOf(paper: Paper, statement: MerchantStatement, words: StatementWords): Block[] {
  const notes = [
    ...(statement.isDeferred ? [words.deferred] : []),
    ...new Set(statement.carriedOver.map(({ reason }) => words.carriedWhy[reason])),
  ]
  return [
    ...(statement.sources.length > 0 ? sourcesOf(statement, words) : []),
    ...sumsOf(statement, words),
    ...(statement.invoice.length > 0 ? invoiceOf(paper, statement, words) : []),
    ...notes.map((note) => paragraph(paper, note)),
    ...(notes.length > 0 ? [gap(3 * MM)] : []),
  ]
}

function sourcesOf({ sources, gross, fees }: MerchantStatement, words: StatementWords): Block[] {
  const columns = sourceColumns(words)
  const count = sources.reduce((total, each) => total + each.count, 0)
  return [
    heading(words.sources.title),
    columnHeads(columns),
    ...sources.map((each) =>
      row(columns, [words.source[each.source], words.count(each.count), words.figure(each.gross), words.figure(each.fees)]),
    ),
    totalRow(columns, [words.sources.total, words.count(count), words.figure(gross), words.figure(fees)]),
    gap(4 * MM),
  ]
}

/** The way from the sales to what is paid. */
function sumsOf(statement: MerchantStatement, words: StatementWords): Block[] {
  const columns = sumColumns(words)
  return [
    heading(words.sums.title),
    columnHeads(columns),
    ...sumRows(statement, words).map(([name, amount]) => row(columns, [name, words.figure(amount)])),
    totalRow(columns, [words.sums.net, words.figure(statement.net)], 10),
    gap(4 * MM),
  ]
}

function invoiceOf(paper: Paper, { invoice, issuer }: MerchantStatement, words: StatementWords): Block[] {
  const columns = invoiceColumns(words)
  return [
    heading(words.invoice.title, words.invoice.about),
    columnHeads(columns),
    ...invoice.map((each) => row(columns, [rateName(each, words), ...[each.base, each.tax, each.total].map(words.figure)])),
    gap(2 * MM),
    ...(issuer.tNumber === null ? [paragraph(paper, words.invoice.noNumber)] : []),
    gap(2 * MM),
  ]
}

function setSummary(sheet: Sheet, pages: readonly (readonly Placed[])[]): void {
  for (const [at, blocks] of pages.entries()) {
    if (at > 0) sheet.turn()
    for (const { block, y } of blocks) block.set(sheet.paper, y)
  }
}

/** Where the lines begin, how many pages they open, and how many rows (the totals too) stand on the first. */
interface LinePlan {
  readonly y: number
  readonly onFirst: number
  readonly newPages: number
}

const LINE = 5.2 * MM
const HEADS = 7 * MM + ROW
const TOTALS = ROW + 2 * MM
/** Fewer lines than these do not begin at the foot of a page. */
const LINES_TOGETHER = 4

const rowsIn = (height: number) => Math.max(0, Math.floor((height - HEADS) / LINE))
const ON_A_PAGE = rowsIn(BOTTOM - TOP)
/** The totals stand as high as so many lines. */
const TOTAL_LINES = Math.ceil(TOTALS / LINE)

function planLines(count: number, free: number): LinePlan {
  const rows = count + TOTAL_LINES
  const here = rowsIn(BOTTOM - free)
  if (here >= rows) return { y: free, onFirst: rows, newPages: 0 }
  if (here < LINES_TOGETHER) return { y: TOP, onFirst: ON_A_PAGE, newPages: Math.ceil(rows / ON_A_PAGE) }
  return { y: free, onFirst: here, newPages: Math.ceil((rows - here) / ON_A_PAGE) }
}

const ORDER_NUMBER = 1
const lineShares = [0.065, 0.19, 0.11, 0.15, 0.205, 0.06, 0.12, 0.1]
const lineColumns = ({ lineColumns: [, ...named], onPaper }: StatementWords): PaperColumn[] =>
  [onPaper.no, ...named.slice(0, -1), onPaper.fee].map((header, at) => ({
    header,
    share: lineShares[at] ?? 0,
    align: at === 0 || at >= 5 ? 'right' : 'left',
    keepsEnd: at === ORDER_NUMBER,
  }))

/** Sets the lines as they come, so that a hundred thousand need no more memory than a hundred. */
async function setLines(
  sheet: Sheet,
  plan: LinePlan,
  lines: Iterable<StatementLine>,
  count: number,
  control: PaperControl,
): Promise<{ pages: number } | null> {
  const { paper, words, statement } = sheet
  const columns = lineColumns(words)
  if (plan.y === TOP) sheet.turn()
  let y = setLineHeads(paper, columns, words, plan.y, words.onPaper.beside(count))
  let [left, set, amount, fees] = [plan.onFirst, 0, 0, 0]
  const turn = () => {
    sheet.turn()
    y = setLineHeads(paper, columns, words, TOP, '')
    left = ON_A_PAGE
  }
  for (const line of lines) {
    if (left === 0) {
      // Whoever else asks something of the core is answered between two pages.
      await new Promise<void>((resume) => setImmediate(resume))
      if (!control.goOn(set)) return null
      turn()
    }
    putRow(paper, y, columns, lineCells(line, words))
    y += LINE
    left -= 1
    set += 1
    amount += line.amount
    fees += line.fee
  }
  if (set !== count) throw new Error(`statement ${statement.number} has ${set} lines, and was to have ${count}`)
  if (amount !== statement.gross || fees !== statement.fees) {
    throw new Error(`the lines of statement ${statement.number} come to ${amount} and ${fees} yen, not to its sums`)
  }
  if (left < TOTAL_LINES) turn()
  const totals = ['', words.totals, '', '', '', '', words.figure(amount), words.figure(fees)]
  totalRow(columns, totals, 8).set(paper, y)
  if (sheet.page !== sheet.of) throw new Error(`statement ${statement.number} has ${sheet.page} pages, and says ${sheet.of}`)
  return { pages: sheet.page }
}

function setLineHeads(paper: Paper, columns: readonly PaperColumn[], words: StatementWords, y: number, beside: string): number {
  heading(words.lines, beside).set(paper, y)
  columnHeads(columns).set(paper, y + 7 * MM)
  return y + HEADS
}

function lineCells(line: StatementLine, words: StatementWords): string[] {
  return [
    String(line.line),
    line.orderNumber,
    line.paidOn === null ? '' : formatDate(line.paidOn),
    words.source[line.source],
    line.goods,
    line.taxRate === null ? '' : words.percent(line.taxRate),
    words.figure(line.amount),
    words.figure(line.fee),
  ]
}

function putRow(paper: Paper, y: number, columns: readonly PaperColumn[], cells: readonly string[]): void {
  setCells(paper, y, columns, cells, { size: 7.5, height: LINE })
  rule(paper, y + LINE)
}
