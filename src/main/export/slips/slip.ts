import type { BusinessDate } from '../../../preload/contract/date'
import type { Yen } from '../../../preload/contract/money'
import { dateCell } from '../cells'
import { oneLine } from '../notices/wording'
import {
  BLACK,
  box,
  DIMMED,
  heightOf,
  LEFT,
  MM,
  PAGE,
  type Paper,
  putLine,
  putParagraph,
  RIGHT,
  rule,
  TOP,
  WIDTH,
  writePaper,
} from '../statements/paper'
import type { Language } from '../words'
import { setForm } from './form'
import { keepSize } from './print-size'
import { type PrinterDpi, symbolOf, USUAL_DPI } from './symbol'
import { type SlipWords, slipWords } from './words'

/*
 * A slip (払込票) on one page: above what is paid, for what and how, for the payer; below the form that the store cuts, stamps and gives
 * back a part of, with the barcode. Folded in three, no fold runs through the barcode. How the parts of a standard form are placed is not
 * published; only the sizes of the symbol are (s7).
 */
export interface PrintedSlip {
  readonly language: Language
  readonly merchant: string
  readonly orderNumber: string
  readonly goods: string
  readonly amount: Yen
  /** Printed apart, so that it does not count for the revenue stamp (s12, s13, s15); null where it is not known. */
  readonly tax: Yen | null
  readonly dueOn: BusinessDate | null
  readonly payer: string
  readonly barcode: { readonly digits: string; readonly lines: readonly [string, string] }
  readonly needsStamp: boolean
  /** It takes the place of an earlier one, which the payer may still have. */
  readonly isReissued: boolean
  /** Where it can be paid; empty: not said. */
  readonly stores: readonly string[]
  readonly issuedOn: BusinessDate
  /** Who issues it, and how to ask. */
  readonly bank: string
  readonly contact: readonly string[]
}

/** Writes one slip as a PDF. `dpi`: what it will be printed with, where that is known. */
export function writeSlip(path: string, slip: PrintedSlip, dpi: PrinterDpi = USUAL_DPI): Promise<void> {
  const { title } = slipWords[slip.language]
  const about = { title: `${title} ${slip.orderNumber}`, author: slip.bank, madeAt: dateCell(slip.issuedOn).getTime() }
  return writePaper(path, about, (paper) => {
    keepSize(paper)
    return setSlip(paper, slip, dpi)
  })
}

/** Sets a slip on a new page. */
export async function setSlip(paper: Paper, slip: PrintedSlip, dpi: PrinterDpi): Promise<void> {
  const symbol = await symbolOf(slip.barcode.digits)
  const words = slipWords[slip.language]
  paper.addPage()
  setHead(paper, slip, words)
  const below = setFacts(paper, slip, words, TOP + 45 * MM)
  setHowTo(paper, slip, words, below + 7 * MM)
  setContact(paper, slip)
  setForm(paper, slip, words, { symbol, dpi })
}

/** Title, who issues it when, and the two things that matter most. */
function setHead(paper: Paper, { bank, issuedOn, amount, dueOn }: PrintedSlip, words: SlipWords): void {
  putLine(paper, words.title, { x: LEFT, y: TOP, width: WIDTH * 0.6 }, { size: 17, bold: true })
  const small = { size: 8.5, color: DIMMED, align: 'right' } as const
  putLine(paper, bank, { x: LEFT + WIDTH * 0.6, y: TOP + 0.6 * MM, width: WIDTH * 0.4 }, small)
  putLine(paper, words.day(issuedOn), { x: LEFT, y: TOP + 5 * MM, width: WIDTH }, small)
  rule(paper, TOP + 11 * MM, { weight: 1.2, color: BLACK })
  const y = TOP + 17 * MM
  box(paper, { x: LEFT, y, width: WIDTH, height: 22 * MM })
  const half = WIDTH / 2
  const labels = { size: 9, color: DIMMED }
  putLine(paper, words.amount, { x: LEFT + 6 * MM, y: y + 3 * MM, width: half }, labels)
  putLine(paper, words.yen(amount), { x: LEFT + 6 * MM, y: y + 8 * MM, width: half }, { size: 22, bold: true })
  putLine(paper, words.dueOn, { x: LEFT + half + 6 * MM, y: y + 3 * MM, width: half }, labels)
  const due = dueOn === null ? words.noEnd : words.day(dueOn)
  putLine(paper, due, { x: LEFT + half + 6 * MM, y: y + 9.5 * MM, width: half - 8 * MM }, { size: 16, bold: true })
}

const NAME_WIDTH = 34 * MM
const VALUE = { size: 10.5 }

/** Who is paid for what. Answers where the page is free from. */
function setFacts(paper: Paper, slip: PrintedSlip, words: SlipWords, from: number): number {
  const rows: readonly (readonly [name: string, value: string, linesMost: number])[] = [
    [words.merchant, slip.merchant, 2],
    [words.orderNumber, slip.orderNumber, 1],
    [words.goods, slip.goods, 3],
    ...(slip.tax === null ? [] : [[words.tax, words.yen(slip.tax), 1] as const]),
    [words.payer, slip.payer, 2],
  ]
  let y = from
  const width = WIDTH - NAME_WIDTH
  const lineHeight = heightOf(paper, 'あ', width, VALUE)
  for (const [name, value, linesMost] of rows) {
    putLine(paper, name, { x: LEFT, y: y + 0.3 * MM, width: NAME_WIDTH - 2 * MM }, { size: 9, color: DIMMED })
    const at = { x: LEFT + NAME_WIDTH, y, width }
    // What stands on one line keeps its end: an order number is known by it.
    if (linesMost === 1) putLine(paper, oneLine(value), at, { ...VALUE, keepsEnd: true })
    const height = linesMost === 1 ? lineHeight : putParagraph(paper, oneLine(value), { ...at, height: linesMost * lineHeight }, VALUE)
    y += height + 1.2 * MM
    rule(paper, y)
    y += 1.8 * MM
  }
  return y
}

function setHowTo(paper: Paper, slip: PrintedSlip, words: SlipWords, from: number): void {
  putLine(paper, words.howTo, { x: LEFT, y: from, width: WIDTH }, { size: 11, bold: true })
  let y = from + 7 * MM
  for (const [at, step] of words.steps(slip.dueOn !== null).entries()) {
    putLine(paper, `${at + 1}.`, { x: LEFT, y, width: 6 * MM }, { size: 10, bold: true })
    y += putParagraph(paper, step, { x: LEFT + 7 * MM, y, width: WIDTH - 7 * MM }, { size: 10 }) + 1.2 * MM
  }
  y += 2 * MM
  const small = { size: 8.5 }
  const afterwards = slip.dueOn === null ? [] : [words.afterwards]
  for (const note of [...(slip.isReissued ? [words.reissued] : []), ...afterwards, words.printing]) {
    putLine(paper, '・', { x: LEFT, y, width: 6 * MM }, small)
    y += putParagraph(paper, note, { x: LEFT + 5 * MM, y, width: WIDTH - 5 * MM }, { ...small, bold: note === words.reissued }) + 0.8 * MM
  }
  if (slip.stores.length === 0) return
  putLine(paper, '・', { x: LEFT, y, width: 6 * MM }, small)
  putLine(paper, `${words.stores}: ${slip.stores.join(', ')}`, { x: LEFT + 5 * MM, y, width: WIDTH - 5 * MM }, small)
}

/** How to ask, at the foot of the payer's part. */
function setContact(paper: Paper, { bank, contact }: PrintedSlip): void {
  const line = [bank, ...contact].join('   ')
  putLine(paper, line, { x: LEFT, y: PAGE.height * (2 / 3) - 8 * MM, width: RIGHT - LEFT }, { size: 8, color: DIMMED })
}
