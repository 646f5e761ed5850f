import { createHash } from 'node:crypto'
import { type BusinessDate, formatDate, parseDate } from '../../preload/contract/date'
import type { RowError } from '../../preload/contract/errors'
import { SHEET_ROWS_MAX, type SheetChange } from '../../preload/contract/exception-sheets'
import { AttemptWay, type ExceptionRow, type NewAttempt } from '../../preload/contract/exceptions'
import { ReceiptId } from '../../preload/contract/ids'
import { parseYen } from '../../preload/contract/money'
import {
  endingsInSheet,
  FILLED_IN,
  type SheetColumn,
  type SheetEnding,
  sheetCells,
  sheetColumns,
  sheetWords,
} from '../export/exception-sheet'
import type { Cell } from '../export/workbook'
import type { OrderSheet, OrderSheetRow } from '../gateways/gateway'
import { holdsCardNumber } from '../settlement/card-number'

/*
 * Reads a workbook of exceptions that comes back, and tells everything that is wrong with it at once, or what it would change. Pure: what the
 * ledger knows of its lines comes in.
 */

type Language = keyof typeof sheetWords
const LANGUAGES: readonly Language[] = ['ja', 'en']

/** How a line stood when it went out, with the day: a line that has another by now has moved. */
export function sheetVersion(row: ExceptionRow, writtenOn: BusinessDate): string {
  const { version, remaining, type, asked, nextOn, note, attempts } = row
  const standing = createHash('sha256')
    .update(JSON.stringify([version, remaining, type, asked, nextOn, note, attempts]))
    .digest('hex')
  return `${writtenOn}.${standing.slice(0, 16)}`
}

/** Whether a line still stands as this version says. */
export function isVersionOf(row: ExceptionRow, version: string): boolean {
  const writtenOn = writtenOnOf(version)
  return writtenOn !== null && sheetVersion(row, writtenOn) === version
}

const writtenOnOf = (version: string): BusinessDate | null => parseDate(VERSION.exec(version)?.[1] ?? '')

const VERSION = /^(\d{4}-\d{2}-\d{2})\.[0-9a-f]{16}$/

/** A row whose columns have been found. */
export interface SheetRow {
  readonly row: number
  readonly receiptId: ReceiptId
  readonly version: string
  /** What a cell says. */
  readonly textOf: (column: SheetColumn) => string
}

export interface ReadSheet {
  readonly language: Language
  readonly rows: SheetRow[]
  readonly errors: RowError[]
}

/** Finds columns and lines. A row without a line that could be one, or of a line that is there before, is an error. */
export function readSheet({ header, rows: given }: OrderSheet): ReadSheet {
  const language = LANGUAGES.find((one) => header?.cells.some((cell) => plain(cell) === plain(sheetWords[one].headers.line))) ?? 'ja'
  const errors: RowError[] = []
  const place = placeColumns(header ?? { row: 1, cells: [] }, language, errors)
  if (given.length > SHEET_ROWS_MAX)
    errors.push({ row: 1, column: '', code: 'too_large', found: `> ${SHEET_ROWS_MAX}`, expected: String(SHEET_ROWS_MAX) })
  if (errors.length > 0) return { language, rows: [], errors }
  const seen = new Set<number>()
  const rows: SheetRow[] = []
  for (const { row, cells: found } of given) {
    const textOf = (name: SheetColumn) => found[place.get(name) ?? -1] ?? ''
    const line = textOf('line')
    const fault = (code: RowError['code']) =>
      errors.push({ row, column: sheetWords[language].headers.line, code, found: line.slice(0, FOUND_MAX) })
    const receiptId = /^\d{1,16}$/.test(line) ? ReceiptId.safeParse(Number(line)).data : undefined
    if (receiptId === undefined) fault(line === '' ? 'missing' : 'unknown_row')
    else if (seen.has(receiptId)) fault('duplicate_in_file')
    else {
      seen.add(receiptId)
      rows.push({ row, receiptId, version: textOf('version'), textOf })
    }
  }
  return { language, rows, errors }
}

const FOUND_MAX = 100
const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

function placeColumns(header: OrderSheetRow, language: Language, errors: RowError[]): Map<SheetColumn, number> {
  const { headers } = sheetWords[language]
  const place = new Map<SheetColumn, number>()
  for (const [at, cell] of header.cells.entries()) {
    const name = sheetColumns.find((column) => plain(headers[column]) === plain(cell))
    if (name && !place.has(name)) place.set(name, at)
    else if (cell !== '') errors.push({ row: header.row, column: cell, code: 'column_unknown', found: cell.slice(0, FOUND_MAX) })
  }
  for (const name of sheetColumns) {
    if (!place.has(name))
      errors.push({ row: header.row, column: headers[name], code: 'column_missing', found: '', expected: headers[name] })
  }
  return place
}

/** What the ledger knows of the lines of a workbook. */
export interface KnownLines {
  /** Those that are open. */
  readonly open: ReadonlyMap<ReceiptId, ExceptionRow>
  /** The names of all that are lines at all. */
  readonly names: ReadonlyMap<ReceiptId, string>
  readonly today: BusinessDate
}

export interface SheetDifference {
  readonly changes: Omit<SheetChange, 'needed'>[]
  readonly moved: { row: number; receiptId: ReceiptId; name: string }[]
  readonly unchanged: number
  readonly errors: RowError[]
}

/** Row by row: what would change, what has moved since, and everything that is wrong. */
export function differenceOf({ language, rows, errors: before }: ReadSheet, known: KnownLines): SheetDifference {
  const errors = [...before]
  const changes: SheetDifference['changes'] = []
  const moved: SheetDifference['moved'] = []
  let unchanged = 0
  for (const given of rows) {
    const reading = new Reading(given, language, known.today, errors)
    const name = known.names.get(given.receiptId)
    if (name === undefined) {
      reading.fault('line', 'unknown_row')
      continue
    }
    const line = known.open.get(given.receiptId)
    const writtenOn = writtenOnOf(given.version)
    if (!writtenOn) {
      reading.fault('version', 'locked_changed')
      continue
    }
    if (!line || !isVersionOf(line, given.version)) {
      moved.push({ row: given.row, receiptId: given.receiptId, name })
      continue
    }
    reading.checkLocked(line, writtenOn)
    const change = reading.change(line)
    if (change) changes.push(change)
    else unchanged += 1
  }
  return { changes, moved, unchanged, errors }
}

/** One row being read: what is found wrong is added to the errors of the file. */
class Reading {
  constructor(
    private readonly given: SheetRow,
    private readonly language: Language,
    private readonly today: BusinessDate,
    private readonly errors: RowError[],
  ) {}

  fault(column: SheetColumn, code: RowError['code'], expected?: string): void {
    const found = this.given.textOf(column).slice(0, FOUND_MAX)
    // What looks like a card number is never told back.
    const shown = code === 'card_number' ? '' : found
    const header = sheetWords[this.language].headers[column]
    this.errors.push({ row: this.given.row, column: header, code, found: shown, ...(expected === undefined ? {} : { expected }) })
  }

  /** Every cell that is not to be filled in must say what it said. */
  checkLocked(line: ExceptionRow, writtenOn: BusinessDate): void {
    const written = sheetCells({ row: line, version: this.given.version }, writtenOn, this.language)
    for (const name of sheetColumns) {
      if (FILLED_IN.has(name) || saysTheSame(written[name], this.given.textOf(name))) continue
      this.fault(name, 'locked_changed', textOf(written[name]).slice(0, FOUND_MAX))
    }
  }

  /** What the row would change, or null where nothing is filled in. */
  change(line: ExceptionRow): Omit<SheetChange, 'needed'> | null {
    const ending = this.#ending(line)
    const thought = this.#text('why', 500)
    const nextOn = this.#nextOn(line)
    const attempt = this.#attempt()
    if (ending !== null && thought === '') this.fault('why', 'missing')
    if (ending === null && thought === '' && nextOn === null && attempt === null) return null
    const { receiptId, name, bookedOn, remaining } = line
    return { row: this.given.row, receiptId, name, bookedOn, remaining, ending, thought, nextOn, attempt }
  }

  #ending(line: ExceptionRow): SheetEnding | null {
    const words = sheetWords[this.language].ending
    const text = this.given.textOf('ending')
    if (text === '') return null
    const allowed = endingsInSheet(line)
    const chosen = allowed.find((ending) => plain(words[ending]) === plain(text))
    if (chosen === undefined)
      this.fault(
        'ending',
        'not_a_choice',
        allowed
          .map((ending) => words[ending])
          .join(' / ')
          .slice(0, 300),
      )
    return chosen ?? null
  }

  #text(column: SheetColumn, longest: number): string {
    const text = this.given.textOf(column).replace(/\s+/g, ' ').trim()
    if ([...text].length > longest) this.fault(column, 'too_long', String(longest))
    else if (/\p{Cc}/u.test(text)) this.fault(column, 'bad_character')
    else if (holdsCardNumber(text)) this.fault(column, 'card_number')
    else return text
    return ''
  }

  #nextOn(line: ExceptionRow): SheetChange['nextOn'] {
    const text = this.given.textOf('nextOn')
    const after = text === '' ? null : parseDate(text)
    if (text !== '' && after === null) {
      this.fault('nextOn', 'not_a_date', '2026-11-20')
      return null
    }
    if (after === line.nextOn) return null
    if (after !== null && after < this.today) {
      this.fault('nextOn', 'date_passed', formatDate(this.today))
      return null
    }
    return { before: line.nextOn, after }
  }

  /** Who was asked, how, and what came of it: all three, or none. */
  #attempt(): NewAttempt | null {
    const words = sheetWords[this.language].way
    const asked = this.#text('attemptAsked', 100)
    const outcome = this.#text('attemptOutcome', 500)
    const attemptAsked = this.given.textOf('attemptAsked')
    const attemptWay = this.given.textOf('attemptWay')
    const attemptOutcome = this.given.textOf('attemptOutcome')
    if (attemptAsked === '' && attemptWay === '' && attemptOutcome === '') return null
    if (attemptAsked === '') this.fault('attemptAsked', 'missing')
    if (attemptOutcome === '') this.fault('attemptOutcome', 'missing')
    const way = AttemptWay.options.find((one) => plain(words[one]) === plain(attemptWay))
    if (attemptWay === '') this.fault('attemptWay', 'missing')
    else if (way === undefined) this.fault('attemptWay', 'not_a_choice', Object.values(words).join(' / '))
    return way === undefined || asked === '' || outcome === '' ? null : { asked, way, outcome }
  }
}

function textOf(cell: Cell): string {
  if (cell === null) return ''
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)
}

/** Spreadsheets take an apostrophe off, put commas into figures and write a day in their own way: that is no change. */
function saysTheSame(written: Cell, found: string): boolean {
  if (written instanceof Date) return parseDate(found) === textOf(written)
  if (typeof written === 'number') return parseYen(found) === written
  const bare = (text: string) => text.replace(/^'/, '').replace(/\s+/g, ' ').trim()
  return bare(textOf(written)) === bare(found)
}
