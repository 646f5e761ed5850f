import { MM, type Paper } from '../statements/paper'

/*
 * The symbol of a slip: GS1-128, FNC1 first, 288 modules (s7). A bar must be a whole number of the printer's dots, and the symbol with
 * its quiet zones at most 60 mm wide (s7, s8, s9); so how wide a module is depends on the printer.
 */

/**
 * Dots in a module by the printer's dots per inch (s7). For 203 there is none: of one dot the symbol is smaller than any that is published,
 * of two it is 72 mm wide.
 */
const moduleDots = { 300: 2, 400: 3, 480: 3, 600: 4 } as const
export type PrinterDpi = keyof typeof moduleDots

/**
 * The largest module that fits (0.1905 mm, 59.9 mm with quiet zones): nobody knows what a payer prints with, and the larger it is the more
 * can read it. Who knows the printer says so, and every module is whole dots of it.
 */
export const USUAL_DPI: PrinterDpi = 400

export const SYMBOL_WIDTH_MAX = 60 * MM
const MODULES = 288
const QUIET = 2.54 * MM
/** At least 10 mm (s7). */
export const SYMBOL_HEIGHT = 13 * MM
/** Rounding must not make a bar touch one dot more: many printers fill every dot that is touched. */
const INSET = 0.01

const dotOf = (dpi: PrinterDpi) => 72 / dpi
const moduleOf = (dpi: PrinterDpi) => moduleDots[dpi] * dotOf(dpi)

/** How wide the symbol stands with its quiet zones, in points. */
export function symbolWidth(dpi: PrinterDpi): number {
  return MODULES * moduleOf(dpi) + 2 * QUIET
}

/** The widths of bars and spaces in modules, a bar first. */
export type Symbol128 = readonly number[]

/** The symbol of the 44 digits of a slip. */
export async function symbolOf(digits: string): Promise<Symbol128> {
  // Loaded only where slips are printed.
  const { default: bwip } = await import('bwip-js/generic')
  const [symbol] = bwip.raw({ bcid: 'gs1-128', text: `(${digits.slice(0, 2)})${digits.slice(2)}` })
  const widths = symbol && 'sbs' in symbol ? symbol.sbs : []
  const modules = widths.reduce((sum, width) => sum + width, 0)
  if (modules !== MODULES) throw new Error(`the symbol of ${digits} has ${modules} modules`)
  return widths
}

/** Sets the symbol with its quiet zone from `x` on, or less than a dot to the right of it, so that its bars begin with a dot. */
export function putSymbol(paper: Paper, symbol: Symbol128, at: { x: number; y: number }, dpi: PrinterDpi): void {
  const dot = dotOf(dpi)
  const module = moduleOf(dpi)
  // A printer of half the density is served too.
  const grid = dpi === 600 ? 2 * dot : dot
  let x = Math.ceil((at.x + QUIET) / grid) * grid
  for (const [index, width] of symbol.entries()) {
    if (index % 2 === 0) paper.rect(x + INSET, at.y, width * module - 2 * INSET, SYMBOL_HEIGHT)
    x += width * module
  }
  paper.fillColor('#000000').fill()
}
