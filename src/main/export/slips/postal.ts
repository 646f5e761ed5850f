import type { BusinessDate } from '../../../preload/contract/date'
import type { Yen } from '../../../preload/contract/money'
import { dateCell } from '../cells'
import { oneLine } from '../notices/wording'
import {
  BLACK,
  BOTTOM,
  box,
  DIMMED,
  heightOf,
  LEFT,
  MM,
  type Paper,
  putLine,
  putParagraph,
  rule,
  WIDTH,
  writePaper,
} from '../statements/paper'
import type { Language } from '../words'
import { type PostalWords, postalWords } from './postal-words'
import { BELOW_HEAD, type Note, putFacts, putHead, putHowTo } from './sheet'
import { slipWords } from './words'

/*
 * What a payer copies onto a postal form (払込取扱票), on one page. The form itself is not drawn: a printed one must be approved (s42), and its
 * measures and those of its two lines are not published.
 */
export interface PostalSheet {
  readonly language: Language
  readonly merchant: string
  readonly orderNumber: string
  readonly goods: string
  readonly amount: Yen
  readonly dueOn: BusinessDate
  readonly payer: string
  /** 口座記号番号 as people write it, and 加入者名. */
  readonly account: string
  readonly accountName: string
  readonly reference: string
  /** The lines that machines read, upper first, check digits in front. */
  readonly lines: readonly [string, string]
  /** The payer was given another reference before, which is void. */
  readonly isReissued: boolean
  /** More than is taken in cash without asking who pays (s40). */
  readonly isChecked: boolean
  readonly issuedOn: BusinessDate
  /** Who issues it, and how to ask. */
  readonly bank: string
  readonly contact: readonly string[]
}

/** Writes one sheet as a PDF. */
export function writePostalSheet(path: string, sheet: PostalSheet): Promise<void> {
  const { title } = postalWords[sheet.language]
  const about = { title: `${title} ${sheet.orderNumber}`, author: sheet.bank, madeAt: dateCell(sheet.issuedOn).getTime() }
  return writePaper(path, about, async (paper) => setSheet(paper, sheet))
}

function setSheet(paper: Paper, sheet: PostalSheet): void {
  const words = postalWords[sheet.language]
  const { day, yen, amount, merchant, orderNumber, goods } = slipWords[sheet.language]
  paper.addPage()
  putHead(paper, {
    title: words.title,
    bank: sheet.bank,
    issuedOn: day(sheet.issuedOn),
    amount: [amount, yen(sheet.amount)],
    dueOn: [words.dueOn, day(sheet.dueOn)],
  })
  const below = setFields(paper, sheet, words, BELOW_HEAD)
  const facts = putFacts(
    paper,
    [
      [merchant, sheet.merchant, 1],
      [orderNumber, sheet.orderNumber, 1],
      [goods, sheet.goods, 1],
    ],
    below + 5 * MM,
  )
  const free = putHowTo(paper, { title: words.howTo, steps: words.steps, notes: notesOf(sheet, words) }, facts + 4 * MM)
  setLines(paper, sheet, words, Math.max(free + 3 * MM, LINES_Y))
  putLine(paper, [sheet.bank, ...sheet.contact].join('   '), { x: LEFT, y: BOTTOM + 4 * MM, width: WIDTH }, { size: 8, color: DIMMED })
}

const PAD = 4 * MM
const LABEL = 36 * MM
/** Where the lines stand unless what is above them needs the room. */
const LINES_Y = BOTTOM - 42 * MM

/** What is copied is never cut: what does not fit on one line stands smaller, on several. */
const LARGE = { size: 13, bold: true }
const SMALL = { size: 10, bold: true }

/** The fields of the form in a frame, large. Answers where the page is free from. */
function setFields(paper: Paper, sheet: PostalSheet, words: PostalWords, from: number): number {
  const rows: readonly (readonly [field: string, value: string])[] = [
    [words.account, sheet.account],
    [words.accountName, sheet.accountName],
    [words.amount, slipWords[sheet.language].yen(sheet.amount)],
    [words.payer, sheet.payer],
    [words.message, words.reference(sheet.reference)],
  ]
  putLine(paper, words.toWrite, { x: LEFT, y: from, width: WIDTH }, { size: 11, bold: true })
  const top = from + 7 * MM
  const at = { x: LEFT + PAD + LABEL, width: WIDTH - LABEL - 2 * PAD }
  let y = top
  for (const [index, [field, value]] of rows.entries()) {
    if (index > 0) rule(paper, y)
    const line = oneLine(value)
    const isLong = heightOf(paper, line, at.width, LARGE) > 2 * LARGE.size
    putLine(paper, field, { x: LEFT + PAD, y: y + (isLong ? 1.9 : 2.6) * MM, width: LABEL - 2 * MM }, { size: 9, color: DIMMED })
    y += putParagraph(paper, line, { ...at, y: y + 1.6 * MM }, isLong ? SMALL : LARGE) + 2.7 * MM
  }
  box(paper, { x: LEFT, y: top, width: WIDTH, height: y - top })
  return y
}

function notesOf({ isReissued, isChecked }: PostalSheet, words: PostalWords): readonly Note[] {
  return [
    { text: words.noForm, bold: true },
    ...(isReissued ? [{ text: words.reissued, bold: true }] : []),
    ...[words.own, words.charge, ...(isChecked ? [words.cash] : []), words.afterwards].map((text) => ({ text })),
  ]
}

/** The two lines, for whoever prints forms as agreed with the postal office; nobody writes them by hand. */
function setLines(paper: Paper, { lines: [upper, lower] }: PostalSheet, { lines: words }: PostalWords, y: number): void {
  rule(paper, y)
  putLine(paper, words.title, { x: LEFT, y: y + 2 * MM, width: WIDTH }, { size: 9.5, bold: true })
  const below = y + 7.5 * MM
  const height = putParagraph(paper, words.text, { x: LEFT, y: below, width: WIDTH }, { size: 8, color: DIMMED })
  for (const [at, [name, digits]] of [[words.upper, upper] as const, [words.lower, lower] as const].entries()) {
    const row = below + height + (2 + at * 6.5) * MM
    putLine(paper, name, { x: LEFT, y: row + 0.6 * MM, width: LABEL }, { size: 9, color: DIMMED })
    putLine(paper, digits, { x: LEFT + 24 * MM, y: row, width: WIDTH - 24 * MM }, { size: 12, color: BLACK })
  }
}
