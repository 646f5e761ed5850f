import { BLACK, box, DIMMED, LEFT, MM, PAGE, type Paper, putLine, putParagraph, RIGHT } from '../statements/paper'
import type { PrintedSlip } from './slip'
import { type PrinterDpi, putSymbol, SYMBOL_HEIGHT, type Symbol128, symbolWidth } from './symbol'
import type { SlipWords } from './words'

/*
 * The lower third of a slip: on the left what the payer gets back, on the right what the store keeps, with the barcode. Where the store's
 * printer, stamp and scissors come, nothing is printed.
 */

const TOP = (PAGE.height * 2) / 3
const FRAME = { y: TOP + 8 * MM, height: 78 * MM }
const SHOP_X = LEFT + 76 * MM
const PAD = 4 * MM
const LABEL = 19 * MM
const STAMP = 24 * MM

export function setForm(paper: Paper, slip: PrintedSlip, words: SlipWords, printed: { symbol: Symbol128; dpi: PrinterDpi }): void {
  setCut(paper, words)
  box(paper, { x: LEFT, y: FRAME.y, width: RIGHT - LEFT, height: FRAME.height })
  dashed(paper, { x: SHOP_X, y: FRAME.y }, { x: SHOP_X, y: FRAME.y + FRAME.height })
  setReceipt(paper, slip, words)
  setShopPart(paper, slip, words, printed)
}

/** Where the form is cut off; it is a fold as well. */
function setCut(paper: Paper, words: SlipWords): void {
  dashed(paper, { x: 0, y: TOP }, { x: PAGE.width, y: TOP })
  putLine(paper, words.cut, { x: LEFT, y: TOP + 1.5 * MM, width: RIGHT - LEFT }, { size: 7.5, color: DIMMED, align: 'center' })
}

function dashed(paper: Paper, from: { x: number; y: number }, to: { x: number; y: number }): void {
  paper.moveTo(from.x, from.y).lineTo(to.x, to.y).dash(3, { space: 3 }).lineWidth(0.6).strokeColor('#666666').stroke().undash()
}

type Row = readonly [name: string, value: string, isBold?: boolean]

/** Rows of a part of the form; long values lose their middle, so that an order number keeps its end. */
function putRows(paper: Paper, rows: readonly Row[], at: { x: number; y: number; width: number }): void {
  let { y } = at
  for (const [name, value, isBold = false] of rows) {
    const size = isBold ? 13 : 9
    putLine(paper, name, { x: at.x, y: y + (isBold ? 1.6 * MM : 0.4 * MM), width: LABEL - 1 * MM }, { size: 7.5, color: DIMMED })
    putLine(paper, value, { x: at.x + LABEL, y, width: at.width - LABEL }, { size, bold: isBold, keepsEnd: true })
    y += isBold ? 7.5 * MM : 5.4 * MM
  }
}

function setReceipt(paper: Paper, slip: PrintedSlip, words: SlipWords): void {
  const width = SHOP_X - LEFT - 2 * PAD
  const x = LEFT + PAD
  putLine(paper, words.receipt, { x, y: FRAME.y + 2.5 * MM, width }, { size: 10.5, bold: true })
  putRows(paper, rowsOf(slip, words, 'receipt'), { x, y: FRAME.y + 10 * MM, width })
  const y = FRAME.y + FRAME.height - STAMP - PAD
  putStampBox(paper, words.dateStamp, { x: SHOP_X - PAD - STAMP, y })
  if (!slip.needsStamp) return
  putStampBox(paper, words.revenueStamp, { x, y })
  putParagraph(paper, words.stampDue(slip.tax !== null), { x, y: y - 10 * MM, width }, { size: 7 })
}

function setShopPart(paper: Paper, slip: PrintedSlip, words: SlipWords, { symbol, dpi }: { symbol: Symbol128; dpi: PrinterDpi }): void {
  const x = SHOP_X + PAD
  const width = RIGHT - PAD - x
  putLine(paper, words.shopPart, { x, y: FRAME.y + 2.5 * MM, width }, { size: 10.5, bold: true })
  putRows(paper, rowsOf(slip, words, 'shop'), { x, y: FRAME.y + 10 * MM, width })
  const y = FRAME.y + FRAME.height - STAMP - PAD
  const of = symbolWidth(dpi)
  putSymbol(paper, symbol, { x, y }, dpi)
  for (const [at, line] of slip.barcode.lines.entries()) {
    putLine(paper, line, { x, y: y + SYMBOL_HEIGHT + (1 + at * 4) * MM, width: of }, { size: 8, color: BLACK, align: 'center' })
  }
  putStampBox(paper, words.dateStamp, { x: RIGHT - PAD - STAMP, y })
}

/** The tax stands on the receipt itself, else it would count for the revenue stamp (s12, s13, s15). */
function rowsOf(
  { amount, tax, dueOn, merchant, orderNumber, payer }: PrintedSlip,
  words: SlipWords,
  part: 'receipt' | 'shop',
): readonly Row[] {
  const { form } = words
  return [
    [form.amount, form.yen(amount), true],
    ...(part === 'receipt' && tax !== null ? [[form.tax, form.yen(tax)] as const] : []),
    ...(part === 'shop' ? [[form.dueOn, dueOn === null ? words.noEnd : form.day(dueOn)] as const] : []),
    [form.merchant, merchant],
    [form.orderNumber, orderNumber],
    [form.payer, form.to(payer)],
  ]
}

/** A place for a stamp, named at its upper edge. */
function putStampBox(paper: Paper, name: string, { x, y }: { x: number; y: number }): void {
  paper.rect(x, y, STAMP, STAMP).lineWidth(0.6).strokeColor('#666666').stroke()
  putLine(paper, name, { x, y: y + 1 * MM, width: STAMP }, { size: 7, color: DIMMED, align: 'center' })
}
