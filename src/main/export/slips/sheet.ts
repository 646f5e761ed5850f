import { oneLine } from '../notices/wording'
import { BLACK, box, DIMMED, heightOf, LEFT, MM, type Paper, putLine, putParagraph, rule, TOP, WIDTH } from '../statements/paper'

/* What the papers of payers have alike: a head with the two things that matter most, rows of facts, how to pay and what to note. */

/** A name and what it says. */
type Said = readonly [name: string, value: string]

export interface SheetHead {
  readonly title: string
  readonly bank: string
  readonly issuedOn: string
  readonly amount: Said
  readonly dueOn: Said
}

/** Rows begin here. */
export const BELOW_HEAD = TOP + 45 * MM

/** Title, who issues it when, and the two things that matter most. */
export function putHead(paper: Paper, { title, bank, issuedOn, amount, dueOn }: SheetHead): void {
  putLine(paper, title, { x: LEFT, y: TOP, width: WIDTH * 0.6 }, { size: 17, bold: true })
  const small = { size: 8.5, color: DIMMED, align: 'right' } as const
  putLine(paper, bank, { x: LEFT + WIDTH * 0.6, y: TOP + 0.6 * MM, width: WIDTH * 0.4 }, small)
  putLine(paper, issuedOn, { x: LEFT, y: TOP + 5 * MM, width: WIDTH }, small)
  rule(paper, TOP + 11 * MM, { weight: 1.2, color: BLACK })
  const y = TOP + 17 * MM
  box(paper, { x: LEFT, y, width: WIDTH, height: 22 * MM })
  const half = WIDTH / 2
  const labels = { size: 9, color: DIMMED }
  putLine(paper, amount[0], { x: LEFT + 6 * MM, y: y + 3 * MM, width: half }, labels)
  putLine(paper, amount[1], { x: LEFT + 6 * MM, y: y + 8 * MM, width: half }, { size: 22, bold: true })
  putLine(paper, dueOn[0], { x: LEFT + half + 6 * MM, y: y + 3 * MM, width: half }, labels)
  putLine(paper, dueOn[1], { x: LEFT + half + 6 * MM, y: y + 9.5 * MM, width: half - 8 * MM }, { size: 16, bold: true })
}

export type FactRow = readonly [name: string, value: string, linesMost: number]

const NAME_WIDTH = 34 * MM
const VALUE = { size: 10.5 }

/** Sets rows, one beneath the other. Answers where the page is free from. */
export function putFacts(paper: Paper, rows: readonly FactRow[], from: number): number {
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

export interface Note {
  readonly text: string
  readonly bold?: boolean
}

/** Numbered steps, and notes beneath them. Answers where the page is free from. */
export function putHowTo(
  paper: Paper,
  { title, steps, notes }: { title: string; steps: readonly string[]; notes: readonly Note[] },
  from: number,
): number {
  putLine(paper, title, { x: LEFT, y: from, width: WIDTH }, { size: 11, bold: true })
  let y = from + 7 * MM
  for (const [at, step] of steps.entries()) {
    putLine(paper, `${at + 1}.`, { x: LEFT, y, width: 6 * MM }, { size: 10, bold: true })
    y += putParagraph(paper, step, { x: LEFT + 7 * MM, y, width: WIDTH - 7 * MM }, { size: 10 }) + 1.2 * MM
  }
  y += 2 * MM
  for (const { text, bold = false } of notes) {
    putLine(paper, '・', { x: LEFT, y, width: 6 * MM }, { size: 8.5 })
    y += putParagraph(paper, text, { x: LEFT + 5 * MM, y, width: WIDTH - 5 * MM }, { size: 8.5, bold }) + 0.8 * MM
  }
  return y
}
