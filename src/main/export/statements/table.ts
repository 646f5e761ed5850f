import { BOTTOM, DIMMED, heightOf, LEFT, MM, type Paper, putLine, putParagraph, RIGHT, rule, shade, TOP, WIDTH } from './paper'

/* Rows on paper. A page is laid out before anything is set, so that every page can say how many there are. */

/** Something of a known height that stands on one page. */
export interface Block {
  readonly height: number
  /** It never stands last on a page: a heading, a head of columns. */
  readonly keepsWithNext?: boolean
  set(paper: Paper, y: number): void
}

export interface PaperColumn {
  readonly header: string
  /** A share of the width of the page. */
  readonly share: number
  readonly align?: 'left' | 'right'
  /** Of what is too long the middle is left out: numbers differ at their ends. */
  readonly keepsEnd?: boolean
}

/** A block in its place. */
export interface Placed {
  readonly block: Block
  readonly y: number
}

export const ROW = 5.6 * MM
const ROW_TEXT = 8.5
const PADDING = 1.4 * MM

/** Blocks on pages, in their order: each page's blocks with where they stand, and where the last page is free from. */
export function laidOut(blocks: readonly Block[], from: number): { pages: Placed[][]; free: number } {
  const pages: Placed[][] = [[]]
  let y = from
  for (const [at, block] of blocks.entries()) {
    if (y + heightWithNext(blocks, at) > BOTTOM && y > TOP) {
      pages.push([])
      y = TOP
    }
    pages.at(-1)?.push({ block, y })
    y += block.height
  }
  return { pages, free: y }
}

/** A block's height and that of all that must not be parted from it. */
function heightWithNext(blocks: readonly Block[], at: number): number {
  const block = blocks[at]
  if (!block) return 0
  return block.height + (block.keepsWithNext ? heightWithNext(blocks, at + 1) : 0)
}

export const gap = (height: number): Block => ({ height, set: () => undefined })

export const heading = (text: string, beside = ''): Block => ({
  height: 7 * MM,
  keepsWithNext: true,
  set: (paper, y) => {
    putLine(paper, text, { x: LEFT, y: y + 0.8 * MM, width: WIDTH / 2 }, { size: 10.5, bold: true })
    putLine(paper, beside, { x: LEFT + WIDTH / 3, y: y + 1.6 * MM, width: (WIDTH * 2) / 3 }, { size: 8, color: DIMMED, align: 'right' })
  },
})

export function paragraph(paper: Paper, text: string): Block {
  const type = { size: 8.5 }
  return {
    height: heightOf(paper, text, WIDTH, type) + 1.2 * MM,
    set: (on, y) => void putParagraph(on, text, { x: LEFT, y, width: WIDTH }, type),
  }
}

export function columnHeads(columns: readonly PaperColumn[]): Block {
  return {
    height: ROW,
    keepsWithNext: true,
    set: (paper, y) => {
      shade(paper, y, ROW)
      setCells(
        paper,
        y,
        columns,
        columns.map(({ header }) => header),
        { bold: true, size: 8 },
      )
      rule(paper, y + ROW, { weight: 0.6, color: '#000000' })
    },
  }
}

export const row = (columns: readonly PaperColumn[], cells: readonly string[]): Block => ({
  height: ROW,
  set: (paper, y) => {
    setCells(paper, y, columns, cells, {})
    rule(paper, y + ROW)
  },
})

export const totalRow = (columns: readonly PaperColumn[], cells: readonly string[], size = ROW_TEXT): Block => ({
  height: ROW + 1.2 * MM,
  set: (paper, y) => {
    rule(paper, y, { weight: 0.8, color: '#000000' })
    setCells(paper, y + 0.6 * MM, columns, cells, { bold: true, size })
    rule(paper, y + ROW + 0.8 * MM, { weight: 0.8, color: '#000000' })
  },
})

/** Sets one line of cells, in the middle of its height. */
export function setCells(
  paper: Paper,
  y: number,
  columns: readonly PaperColumn[],
  cells: readonly string[],
  { bold = false, size = ROW_TEXT, height = ROW }: { bold?: boolean; size?: number; height?: number },
): void {
  const baseline = y + (height - size * 1.45) / 2
  let x = LEFT
  for (const [at, { share, align = 'left', keepsEnd = false }] of columns.entries()) {
    const width = (RIGHT - LEFT) * share
    putLine(paper, cells[at] ?? '', { x: x + PADDING, y: baseline, width: width - 2 * PADDING }, { size, bold, align, keepsEnd })
    x += width
  }
}
