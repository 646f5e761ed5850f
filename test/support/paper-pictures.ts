import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect } from 'vitest'
import { findPaperReaders } from '../../resources/set-up.mjs'

/* Pages of PDFs as pictures, and what a reader of barcodes finds in them. */

/** What renders and reads, or null: then what needs it is skipped, and says so here. */
export const paperReaders = findPaperReaders()
if (paperReaders === null) console.warn('skipped: slips are read back by pdftoppm and zbarimg (Debian: poppler-utils, zbar-tools)')

/** Shades, as a camera or a scanner sees a page, or dots and no dots, as a printer makes it. */
export type Colours = 'gray' | 'mono'

/** Renders a PDF; answers the pictures of its pages. */
export function rendered(pdf: string, to: string, dpi: number, colours: Colours = 'gray'): string[] {
  run(['-r', String(dpi), `-${colours}`, '-png', pdf, to])
  return readdirSync(dirname(to))
    .filter((name) => name.startsWith(`${basename(to)}-`) && name.endsWith('.png'))
    .sort()
    .map((name) => join(dirname(to), name))
}

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync(paperReaders?.pdftoppm ?? 'pdftoppm', args, { encoding: 'utf8' })
  expect({ status, stderr }).toMatchObject({ status: 0 })
}

export interface FoundBarcode {
  readonly text: string
  /** It begins with FNC1, as a barcode of GS1 does. */
  readonly isGs1: boolean
}

/** Every Code 128 that zbarimg finds in a picture. */
export function barcodesIn(picture: string): FoundBarcode[] {
  const args = ['--nodbus', '--quiet', '--xml', '-Sdisable', '-Scode128.enable', picture]
  const { stdout } = spawnSync(paperReaders?.zbarimg ?? 'zbarimg', args, { encoding: 'utf8' })
  return [...stdout.matchAll(/<symbol type='CODE-128'([^>]*)><data><!\[CDATA\[(.*?)\]\]>/g)].map(([, about = '', text = '']) => ({
    text,
    isGs1: about.includes("modifiers='GS1'"),
  }))
}

const A4_INCHES = 297 / 25.4

/** The lower third of a first page, where the form of a slip stands, as it comes out of the renderer: quick to make and to read. */
export function renderedForm(pdf: string, to: string, dpi: number, colours: Colours): string {
  const from = Math.round((A4_INCHES * dpi * 2) / 3)
  run(['-r', String(dpi), `-${colours}`, '-singlefile', '-y', String(from), '-H', String(Math.ceil(A4_INCHES * dpi) - from), pdf, to])
  return `${to}.${colours === 'mono' ? 'pbm' : 'pgm'}`
}

/** Rows of dots of a picture in black and white: in each the lengths of what is white and what is black, in turns. One row in `step`. */
export function dotRuns(picture: string, step: number): number[][] {
  const file = readFileSync(picture)
  const [head = '', columns, rows] = /^P4\s(\d+)\s(\d+)\s/.exec(file.toString('latin1', 0, 40)) ?? []
  const rowBytes = Math.ceil(Number(columns) / 8)
  const found: number[][] = []
  for (let row = 0; row < Number(rows); row += step) {
    const from = head.length + row * rowBytes
    found.push(runsOf(file.subarray(from, from + rowBytes), Number(columns)))
  }
  return found
}

function runsOf(dots: Uint8Array, columns: number): number[] {
  const runs: number[] = []
  let [isBlack, length] = [false, 0]
  for (let at = 0; at < columns; at++) {
    const dot = (((dots[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1
    if (dot === isBlack) length += 1
    else {
      runs.push(length)
      isBlack = dot
      length = 1
    }
  }
  return [...runs, length]
}
