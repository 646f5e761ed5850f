import { createWriteStream } from 'node:fs'
import { createRequire } from 'node:module'
import { finished } from 'node:stream/promises'
import type PDFDocument from 'pdfkit'

/* Paper that statements are set on: A4 in points, and single lines of type that never run over their place. */

export const MM = 72 / 25.4
export const PAGE = { width: 210 * MM, height: 297 * MM }
export const LEFT = 18 * MM
export const RIGHT = PAGE.width - 18 * MM
export const WIDTH = RIGHT - LEFT
export const TOP = 16 * MM
/** Nothing but the foot stands below. */
export const BOTTOM = PAGE.height - 20 * MM
const FOOT_Y = PAGE.height - 14 * MM

export const BLACK = '#000000'
export const DIMMED = '#444444'
const RULE = '#999999'
const FILL = '#F0F2F4'

export type Paper = InstanceType<typeof PDFDocument>

const modules = createRequire(import.meta.url)
const fontOf = (weight: '400Regular' | '700Bold') => modules.resolve(`@expo-google-fonts/noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`)

export interface PaperFacts {
  readonly title: string
  readonly author: string
  /** In milliseconds; the same facts make the same bytes. */
  readonly madeAt: number
  /** Keeps its pages until they are flushed, for letters, which number their pages at last. */
  readonly buffered?: boolean
}

/** Writes a PDF with what `set` puts on its pages. Nothing stands at the path after a fault. */
export async function writePaper<T>(
  path: string,
  { title, author, madeAt, buffered = false }: PaperFacts,
  set: (paper: Paper) => Promise<T>,
): Promise<T> {
  // Loaded only where paper is set.
  const { default: Pdf } = await import('pdfkit')
  const paper = new Pdf({
    size: 'A4',
    autoFirstPage: false,
    bufferPages: buffered,
    margin: 0,
    info: { Title: title, Author: author, Creator: 'Daiko', Producer: 'Daiko', CreationDate: new Date(madeAt) },
  })
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  const stored = finished(paper.pipe(file))
  // A full disk shows first here; it is thrown below, where it is waited for.
  stored.catch(() => undefined)
  paper.registerFont('text', fontOf('400Regular')).registerFont('bold', fontOf('700Bold'))
  const made = await set(paper)
  paper.end()
  await stored
  return made
}

export interface Type {
  readonly size: number
  readonly bold?: boolean
  readonly color?: string
  readonly align?: 'left' | 'right' | 'center'
  /** Set a little smaller first, and then without its middle, where it is too long. */
  readonly keepsEnd?: boolean
}

const ELLIPSIS = '…'
const SMALLER = 0.8

/** The text, or as much of its beginning (or of both its ends) as fits, and a sign that there is more. */
function fitted(paper: Paper, text: string, width: number, keepsEnd: boolean): string {
  if (paper.widthOfString(text) <= width) return text
  const signs = [...text]
  const kept = (count: number) => {
    const end = keepsEnd ? Math.floor(count / 2) : 0
    return signs.slice(0, count - end).join('') + ELLIPSIS + signs.slice(signs.length - end).join('')
  }
  let [fits, tooMany] = [0, signs.length]
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (paper.widthOfString(kept(middle)) <= width) fits = middle
    else tooMany = middle
  }
  return kept(fits)
}

/** Sets one line with its top at `y`, inside `width`. */
export function putLine(paper: Paper, text: string, at: { x: number; y: number; width: number }, type: Type): void {
  if (text === '') return
  const { size, bold = false, color = BLACK, align = 'left', keepsEnd = false } = type
  paper
    .font(bold ? 'bold' : 'text')
    .fontSize(size)
    .fillColor(color)
  if (keepsEnd && paper.widthOfString(text) > at.width) paper.fontSize(size * SMALLER)
  const shown = fitted(paper, text, at.width, keepsEnd)
  const room = at.width - paper.widthOfString(shown)
  const x = at.x + { left: 0, center: room / 2, right: room }[align]
  paper.text(shown, x, at.y, { lineBreak: false })
}

/** Sets a paragraph and answers how high it stands. */
export function putParagraph(paper: Paper, text: string, at: { x: number; y: number; width: number; height?: number }, type: Type): number {
  const options = { width: at.width, lineGap: 1.5, ...(at.height === undefined ? {} : { height: at.height, ellipsis: true }) }
  paper
    .font(type.bold ? 'bold' : 'text')
    .fontSize(type.size)
    .fillColor(type.color ?? BLACK)
    .text(text, at.x, at.y, { ...options, align: type.align ?? 'left' })
  return paper.y - at.y
}

/** How high a paragraph would stand. */
export function heightOf(paper: Paper, text: string, width: number, { size, bold = false }: Type): number {
  return paper
    .font(bold ? 'bold' : 'text')
    .fontSize(size)
    .heightOfString(text, { width, lineGap: 1.5 })
}

export function rule(paper: Paper, y: number, { from = LEFT, to = RIGHT, weight = 0.4, color = RULE } = {}): void {
  paper.moveTo(from, y).lineTo(to, y).lineWidth(weight).strokeColor(color).stroke()
}

export function box(paper: Paper, { x, y, width, height }: { x: number; y: number; width: number; height: number }): void {
  paper.rect(x, y, width, height).lineWidth(1).strokeColor(BLACK).stroke()
}

export function shade(paper: Paper, y: number, height: number): void {
  paper.rect(LEFT, y, WIDTH, height).fillColor(FILL).fill()
}

/** What stands at the foot of every page. */
export function putFoot(paper: Paper, left: string, right: string): void {
  const most = WIDTH * 0.82
  rule(paper, FOOT_Y - 2 * MM)
  putLine(paper, left, { x: LEFT, y: FOOT_Y, width: most }, { size: 8, color: DIMMED })
  putLine(paper, right, { x: LEFT + most, y: FOOT_Y, width: WIDTH - most }, { size: 8, color: DIMMED, align: 'right' })
}
