import { createWriteStream } from 'node:fs'
import { createRequire } from 'node:module'
import { finished } from 'node:stream/promises'
import type PDFDocument from 'pdfkit'
import type { BusinessDate } from '../../../preload/contract/date'
import type { Language } from '../../../preload/contract/merchants'
import { dayEn, dayJa, oneLine, type Part, type Wording } from './wording'

/*
 * Notices on paper: A4, folded in three for a window envelope (長形3号, window 90 × 45 mm, 22 mm from the left edge). Only the address
 * may show in the window, so nothing else stands in the upper left.
 */
export interface Letter {
  readonly wording: Wording
  /** Postal code and address, as they stand on an envelope. */
  readonly address: string
  readonly bank: string
  readonly writtenOn: BusinessDate
  readonly language: Language
  /** By which a letter is known again, printed small at its foot. */
  readonly reference: string
}

const MM = 72 / 25.4
const PAGE = { width: 210 * MM, height: 297 * MM }
const LEFT = 25 * MM
const RIGHT = PAGE.width - 20 * MM
const WIDTH = RIGHT - LEFT
/** The middle of the window, a little inside its edges. */
const WINDOW = { x: 26 * MM, y: 26 * MM, width: 80 * MM, height: 34 * MM }
const SENDER = { x: 120 * MM, y: 20 * MM }
const SUBJECT_Y = 100 * MM
const BOTTOM = PAGE.height - 25 * MM
const FOLD_MARKS_Y = [99 * MM, 198 * MM]
const NAME_WIDTH = 42 * MM

const TEXT = 10.5
const SMALL = 8

const modules = createRequire(import.meta.url)
const fontOf = (weight: '400Regular' | '700Bold') => modules.resolve(`@expo-google-fonts/noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`)

/** Writes letters into one PDF, each beginning on a page of its own. Answers how many pages there are. */
export async function writeLetters(path: string, letters: readonly Letter[]): Promise<{ pages: number }> {
  const [first] = letters
  // Loaded only where letters are printed.
  const { default: Pdf } = await import('pdfkit')
  const document = new Pdf({
    size: 'A4',
    autoFirstPage: false,
    bufferPages: true,
    margin: 0,
    info: { Title: first?.wording.subject ?? '', Author: first?.bank ?? '', Creator: 'Daiko', Producer: 'Daiko' },
  })
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  const stored = finished(document.pipe(file))
  document.registerFont('text', fontOf('400Regular')).registerFont('bold', fontOf('700Bold'))
  let pages = 0
  for (const letter of letters) {
    pages += setLetter(document, letter)
    document.flushPages()
    // Whoever else asks something of the core is answered between two letters.
    await new Promise((resolve) => setImmediate(resolve))
  }
  document.end()
  await stored
  return { pages }
}

type Document = InstanceType<typeof PDFDocument>

/** Sets a letter on new pages of a document that keeps its pages until they are flushed. Answers how many it took. */
export function setLetter(document: Document, letter: Letter): number {
  document.addPage()
  writeEnvelopeSide(document, letter)
  document.font('bold').fontSize(13).fillColor('black').text(letter.wording.subject, LEFT, SUBJECT_Y, { width: WIDTH, align: 'center' })
  document.moveDown(1.2)
  for (const part of letter.wording.parts) writePart(document, part)
  writeFoot(document, letter)
  return numberPages(document, letter)
}

/** What shows in the window, and who writes when. */
function writeEnvelopeSide(document: Document, { wording, address, bank, writtenOn, language }: Letter): void {
  const { x, y, width, height } = WINDOW
  const addressee = wording.addressee.replace(/^(?:To |Dear )|,$/g, '')
  document.font('text').fillColor('black')
  const size = nameSize(document, addressee)
  const most = Math.min(document.fontSize(size).heightOfString(addressee, { width }) + 1, NAME_HEIGHT)
  const name = () => document.fontSize(size).text(addressee, { width, height: most, ellipsis: true })
  const place = () => document.fontSize(TEXT).text(address, { width, height: height - most - 4, lineGap: 2, ellipsis: true })
  document.x = x
  document.y = y
  // A Japanese envelope names the place first, an English one the person.
  for (const write of language === 'ja' ? [place, name] : [name, place]) {
    write()
    document.y += 4
  }
  document
    .fontSize(TEXT)
    .text(language === 'ja' ? dayJa(writtenOn) : dayEn(writtenOn), SENDER.x, SENDER.y, { width: RIGHT - SENDER.x, align: 'right' })
  document.text(bank, { width: RIGHT - SENDER.x, align: 'right' })
  for (const fold of FOLD_MARKS_Y) {
    document
      .moveTo(5 * MM, fold)
      .lineTo(9 * MM, fold)
      .lineWidth(0.4)
      .strokeColor('#888888')
      .stroke()
  }
}

const NAME_SIZES = [12, 10.5, 9, 8]
const NAME_HEIGHT = 16 * MM

/** The largest type in which a name stands whole on two lines: the postman needs its end as much as its beginning. */
function nameSize(document: Document, name: string): number {
  const fits = (size: number) =>
    document.fontSize(size).heightOfString(name, { width: WINDOW.width }) <= 2 * document.currentLineHeight(true) + 1
  return NAME_SIZES.find(fits) ?? Math.min(...NAME_SIZES)
}

function writePart(document: Document, part: Part): void {
  document.font('text').fontSize(TEXT).fillColor('black')
  switch (part.kind) {
    case 'text':
      writeParagraph(document, part.text)
      break
    case 'facts':
      for (const [name, value] of part.facts) writeFact(document, name, oneLine(value))
      document.y += 8
      break
    case 'link':
      writeParagraph(document, part.says, 2)
      writeParagraph(document, part.url)
      break
    case 'answers':
      writeParagraph(document, [part.says, ...part.lines].join('\n'))
  }
}

const LINES = { width: WIDTH, lineGap: 4 } as const

function writeParagraph(document: Document, words: string, gap = 8): void {
  makeRoom(document, document.heightOfString(words, LINES))
  document.text(words, LEFT, document.y, LINES)
  document.y += gap
}

function writeFact(document: Document, name: string, value: string): void {
  const width = WIDTH - NAME_WIDTH
  const height = document.heightOfString(value, { width, lineGap: 3 })
  makeRoom(document, height)
  const { y } = document
  document.fillColor('#444444').text(name, LEFT, y, { width: NAME_WIDTH - 6, lineGap: 3 })
  const below = document.y
  document.fillColor('black').text(value, LEFT + NAME_WIDTH, y, { width, lineGap: 3 })
  document.y = Math.max(document.y, below) + 2
}

/** A page more where what comes would not fit; its text begins at the top, where no window looks in. */
function makeRoom(document: Document, height: number): void {
  if (document.y + height <= BOTTOM) return
  document.addPage()
  document.font('text').fontSize(TEXT).fillColor('black')
  document.y = 25 * MM
}

function writeFoot(document: Document, { wording: { foot } }: Letter): void {
  document.font('text').fontSize(SMALL + 1)
  makeRoom(document, 14 * (foot.length + 1))
  document.font('text').fontSize(SMALL + 1)
  document
    .moveTo(LEFT, document.y + 4)
    .lineTo(RIGHT, document.y + 4)
    .lineWidth(0.5)
    .strokeColor('#888888')
    .stroke()
  document.fillColor('#444444').text(foot.join('\n'), LEFT, document.y + 10, { width: WIDTH, lineGap: 3 })
}

/** `1 / 2` at the foot of each page of a letter. */
function numberPages(document: Document, { reference }: Letter): number {
  const { start, count } = document.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    document.switchToPage(start + page)
    const options = { width: WIDTH, align: 'right', lineBreak: false } as const
    document
      .font('text')
      .fontSize(SMALL)
      .fillColor('#444444')
      .text(`${reference}   ${page + 1} / ${count}`, LEFT, PAGE.height - 15 * MM, options)
  }
  return count
}
