import type { BusinessDate } from '../../../preload/contract/date'
import type { Yen } from '../../../preload/contract/money'
import { dateCell } from '../cells'
import { DIMMED, LEFT, MM, PAGE, type Paper, putLine, RIGHT, WIDTH, writePaper } from '../statements/paper'
import type { Language } from '../words'
import { setForm } from './form'
import { keepSize } from './print-size'
import { BELOW_HEAD, type FactRow, type Note, putFacts, putHead, putHowTo } from './sheet'
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
  const below = setFacts(paper, slip, words, BELOW_HEAD)
  setHowTo(paper, slip, words, below + 7 * MM)
  setContact(paper, slip)
  setForm(paper, slip, words, { symbol, dpi })
}

/** The head of the page, in the words of its payer. */
function setHead(paper: Paper, { bank, issuedOn, amount, dueOn }: PrintedSlip, words: SlipWords): void {
  putHead(paper, {
    title: words.title,
    bank,
    issuedOn: words.day(issuedOn),
    amount: [words.amount, words.yen(amount)],
    dueOn: [words.dueOn, dueOn === null ? words.noEnd : words.day(dueOn)],
  })
}

/** Who is paid for what. Answers where the page is free from. */
function setFacts(paper: Paper, slip: PrintedSlip, words: SlipWords, from: number): number {
  const rows: readonly FactRow[] = [
    [words.merchant, slip.merchant, 2],
    [words.orderNumber, slip.orderNumber, 1],
    [words.goods, slip.goods, 3],
    ...(slip.tax === null ? [] : [[words.tax, words.yen(slip.tax), 1] as const]),
    [words.payer, slip.payer, 2],
  ]
  return putFacts(paper, rows, from)
}

function setHowTo(paper: Paper, slip: PrintedSlip, words: SlipWords, from: number): void {
  const afterwards = slip.dueOn === null ? [] : [words.afterwards]
  const notes: readonly Note[] = [
    ...(slip.isReissued ? [{ text: words.reissued, bold: true }] : []),
    ...[...afterwards, words.printing].map((text) => ({ text })),
  ]
  const y = putHowTo(paper, { title: words.howTo, steps: words.steps(slip.dueOn !== null), notes }, from)
  if (slip.stores.length === 0) return
  const small = { size: 8.5 }
  putLine(paper, '・', { x: LEFT, y, width: 6 * MM }, small)
  putLine(paper, `${words.stores}: ${slip.stores.join(', ')}`, { x: LEFT + 5 * MM, y, width: WIDTH - 5 * MM }, small)
}

/** How to ask, at the foot of the payer's part. */
function setContact(paper: Paper, { bank, contact }: PrintedSlip): void {
  const line = [bank, ...contact].join('   ')
  putLine(paper, line, { x: LEFT, y: PAGE.height * (2 / 3) - 8 * MM, width: RIGHT - LEFT }, { size: 8, color: DIMMED })
}
