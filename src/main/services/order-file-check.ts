import { addDays, type BusinessDate } from '../../preload/contract/date'
import type { RowError } from '../../preload/contract/errors'
import { sumYen, type Yen } from '../../preload/contract/money'
import type { OrderSheet, OrderSheetRow } from '../gateways/gateway'
import {
  type Column,
  columnNames,
  columns,
  type OrderFileRow,
  plainFault,
  readAmount,
  readChoice,
  readDate,
  readEmail,
  readKana,
} from './order-file-columns'

/* Turns the rows of an order file into orders, and tells everything that is wrong with it at once. Pure but for making way. */

export const ROWS_MAX = 100_000
const DUE_DAYS = 14
const ROWS_AT_ONCE = 1_000

export interface CheckedFile {
  rows: OrderFileRow[]
  errors: RowError[]
}

type Place = Map<Column, number>

/** Reads every row. Between some thousand it lets others have the thread, since a preview runs where desks are served. */
export async function checkOrderFile(sheet: OrderSheet): Promise<CheckedFile> {
  const { header } = sheet
  if (!header) return { rows: [], errors: [] }
  const { place, errors } = placeColumns(header)
  if (errors.some(({ code }) => code === 'column_missing')) return { rows: [], errors }
  if (sheet.rows.length > ROWS_MAX) {
    return {
      rows: [],
      errors: [...errors, { row: header.row, column: '', code: 'too_large', found: `> ${ROWS_MAX}`, expected: String(ROWS_MAX) }],
    }
  }
  const rows: OrderFileRow[] = []
  const seen = new Map<string, number>()
  for (const [at, given] of sheet.rows.entries()) {
    if (at % ROWS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve))
    const row = readRow(given, place, header.cells.length, errors)
    if (row && isFirst(row, seen, errors)) rows.push(row)
  }
  return { rows, errors }
}

const plainHeader = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
const byHeader = new Map(
  columnNames.flatMap((column) => columns[column].headers.map((header): [string, Column] => [plainHeader(header), column])),
)

function placeColumns(header: OrderSheetRow): { place: Place; errors: RowError[] } {
  const place: Place = new Map()
  const errors: RowError[] = []
  for (const [at, cell] of header.cells.entries()) {
    const column = byHeader.get(plainHeader(cell))
    if (column && !place.has(column)) place.set(column, at)
    else if (cell !== '') errors.push({ row: header.row, column: cell, code: 'column_unknown', found: cell })
  }
  for (const column of columnNames) {
    const [name] = columns[column].headers
    if (columns[column].required && !place.has(column))
      errors.push({ row: header.row, column: name, code: 'column_missing', found: '', expected: name })
  }
  return { place, errors }
}

const FOUND_MAX = 100

/** One row as an order, or null with its faults added. Every cell is looked at, whatever the others are. */
function readRow(given: OrderSheetRow, place: Place, width: number, errors: RowError[]): OrderFileRow | null {
  const before = errors.length
  const textOf = (column: Column) => given.cells[place.get(column) ?? -1] ?? ''
  const fault = (column: Column, told: Pick<RowError, 'code' | 'expected'>) => {
    // A card number is refused without being repeated.
    const found = told.code === 'card_number' ? '' : textOf(column).slice(0, FOUND_MAX)
    errors.push({ row: given.row, column: columns[column].headers[0], found, ...told })
  }
  const read = <T>(column: Column, meaning: (text: string) => { value: T } | { fault: Pick<RowError, 'code' | 'expected'> }): T | null => {
    const text = textOf(column)
    const plain = plainFault(column, text)
    if (plain) {
      fault(column, plain)
      return null
    }
    const result = meaning(text)
    if ('value' in result) return result.value
    fault(column, result.fault)
    return null
  }
  const asText = (text: string) => ({ value: text })
  const extra = given.cells.slice(width).find((cell) => cell !== '')
  if (extra !== undefined)
    errors.push({ row: given.row, column: '', code: 'too_many_cells', found: extra.slice(0, FOUND_MAX), expected: String(width) })
  const orderNumber = read('orderNumber', asText)
  const receivedOn = read('receivedOn', readDate)
  const dueOn = textOf('dueOn') === '' ? dueAfter(receivedOn) : read('dueOn', readDate)
  if (receivedOn && dueOn && dueOn < receivedOn) fault('dueOn', { code: 'due_before_received', expected: receivedOn })
  const row = {
    row: given.row,
    orderNumber,
    receivedOn,
    goods: read('goods', asText),
    amount: read('amount', readAmount),
    payerName: read('payerName', asText),
    payerKana: read('payerKana', readKana),
    email: read('email', readEmail),
    dueOn,
    protection: read('protection', readChoice),
    note: read('note', asText),
  }
  return errors.length === before && isWhole(row) ? row : null
}

function dueAfter(receivedOn: BusinessDate | null): BusinessDate | null {
  return receivedOn && addDays(receivedOn, DUE_DAYS)
}

type MaybeRow = { [K in keyof OrderFileRow]: OrderFileRow[K] | null }

function isWhole(row: MaybeRow): row is MaybeRow & OrderFileRow {
  return Object.values(row).every((value) => value !== null)
}

function isFirst(row: OrderFileRow, seen: Map<string, number>, errors: RowError[]): boolean {
  const first = seen.get(row.orderNumber)
  if (first === undefined) {
    seen.set(row.orderNumber, row.row)
    return true
  }
  const [column] = columns.orderNumber.headers
  errors.push({ row: row.row, column, code: 'duplicate_in_file', found: row.orderNumber, expected: String(first) })
  return false
}

/** Rows whose order number the merchant has already. */
export function registeredErrors(rows: readonly OrderFileRow[], known: ReadonlySet<string>): RowError[] {
  const [column] = columns.orderNumber.headers
  return rows.flatMap(({ row, orderNumber }) =>
    known.has(orderNumber) ? [{ row, column, code: 'already_registered' as const, found: orderNumber }] : [],
  )
}

export interface FileFigures {
  rows: number
  total: Yen
  protectedRows: number
  receivedFrom: BusinessDate | null
  receivedTo: BusinessDate | null
}

/** What a preview tells of the whole file. */
export function figuresOf(rows: readonly OrderFileRow[]): FileFigures {
  const days = rows.map(({ receivedOn }) => receivedOn).sort()
  return {
    rows: rows.length,
    total: sumYen(rows.map(({ amount }) => amount)),
    protectedRows: rows.filter(({ protection }) => protection).length,
    receivedFrom: days[0] ?? null,
    receivedTo: days.at(-1) ?? null,
  }
}
