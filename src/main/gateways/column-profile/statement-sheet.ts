import type { BankColumns, StatementColumn } from '../../../preload/contract/bank-columns'
import type { ColumnChange } from '../../../preload/contract/column-profile'
import type { BusinessDate } from '../../../preload/contract/date'
import { PositiveYen, type Yen, yen } from '../../../preload/contract/money'
import type { BankAccount, RecordError, RecordErrorCode, StatementLine, StatementPart } from '../../../preload/contract/statement'
import { type CsvRow, csvRows } from '../csv-rows'
import type { StatementSheets } from '../gateway'
import { saysReturned } from '../return-words'
import { decoderOf, readDay, readYen } from './cells'
import { columnChanges } from './column-changes'
import { readHead } from './read'

/*
 * Statements of banks as CSV, read by the mapping that a person has saved for an account. The file names no account and no period: the
 * account is that of the mapping, the period is that of its rows.
 */

export const statementSheets: StatementSheets = { recogniseSheet, readSheet }

/** So many of the saved columns must be there for a file to count as one whose columns have changed. */
const KIN_SHARE = 0.5

/**
 * The mapping by which a file is read: one whose header is the file's, cell by cell. Else what became of the columns of the mapping that the
 * file is kin to; null where it is kin to none.
 */
function recogniseSheet<T extends { readonly columns: BankColumns }>(
  bytes: Uint8Array,
  mappings: readonly T[],
): { readonly mapping: T } | { readonly changed: readonly ColumnChange[] } | null {
  let kin: { share: number; changed: readonly ColumnChange[] } | null = null
  for (const mapping of mappings) {
    const found = readHead(bytes, mapping.columns.encoding)
    if (!found) continue
    const changed = columnChanges(mapping.columns.header, found.header)
    if (changed === null) return { mapping }
    const kept = changed.filter(({ change }) => change === 'same' || change === 'moved').length
    const share = kept / mapping.columns.header.length
    if (share >= KIN_SHARE && share > (kin?.share ?? 0)) kin = { share, changed }
  }
  return kin && { changed: kin.changed }
}

/** What stands around the rows of a sheet, because the file does not say it. */
export interface SheetReading {
  readonly account: BankAccount
  readonly columns: BankColumns
  readonly importedOn: BusinessDate
}

/**
 * Reads a statement by its mapping: head, lines in the order of booking, and foot, or every fault with its row and column. Balances, where
 * there is a column of them, must follow from row to row. Nothing is thrown, whatever the bytes.
 */
function* readSheet(bytes: Uint8Array, reading: SheetReading): Generator<StatementPart> {
  const errors: RecordError[] = []
  const rows = readRows(bytes, reading.columns, errors)
  if (reading.columns.order === 'newest_first') rows.reverse()
  const opening = openingOf(rows)
  proveBalances(rows, reading.columns, errors)
  const [first] = rows
  if (errors.length === 0 && !first) errors.push(error(1, null, 'missing_element', {}))
  yield* errors.map((each): StatementPart => ({ part: 'error', error: each }))
  if (errors.length > 0 || !first) return
  const days = rows.map(({ line }) => line.bookedOn).sort()
  const head = { account: reading.account, accountName: '', bankName: '', branchName: '', sequenceNumber: null, layout: null }
  const period = { from: days[0] ?? first.line.bookedOn, to: days.at(-1) ?? first.line.bookedOn, createdOn: reading.importedOn }
  yield { part: 'head', head: { ...head, ...period, format: 'bank-csv', record: 1, opening } }
  yield* rows.map(({ line }): StatementPart => ({ part: 'line', line }))
  const last = rows.at(-1) ?? first
  yield { part: 'foot', foot: { record: Math.max(...[first, last].map(({ line }) => line.record)), closing: last.balance, readDates: [] } }
}

interface Row {
  readonly line: StatementLine
  readonly balance: Yen | null
}

function readRows(bytes: Uint8Array, columns: BankColumns, errors: RecordError[]): Row[] {
  const decode = decoderOf(columns.encoding)
  const rows: Row[] = []
  let isHeader = true
  for (const row of csvRows(bytes)) {
    if (isHeader) isHeader = false
    else {
      const read = readRow(row, decode, columns, errors)
      if (read) rows.push(read)
    }
  }
  return rows
}

function error(
  record: number,
  column: number | null,
  code: RecordErrorCode,
  { found, expected }: { found?: string; expected?: string },
): RecordError {
  const more = { ...(found === undefined ? {} : { found: found.slice(0, FOUND_MOST) }), ...(expected === undefined ? {} : { expected }) }
  return { record, column, code, message: sentences[code] ?? 'The row cannot be read.', ...more }
}

const FOUND_MOST = 60
const sentences: Partial<Record<RecordErrorCode, string>> = {
  missing_element: 'Something that every statement must say is missing.',
  wrong_columns: 'The row does not have as many columns as its kind has.',
  encoding_not_supported: 'The file is written in a character encoding that is not supported.',
  not_a_date: 'This is no date.',
  not_a_number: 'There are no digits where a number must stand.',
  amount_zero: 'The amount is zero.',
  direction_unknown: 'It is neither money in nor money out.',
  balance_mismatch: 'Opening balance and lines do not make the closing balance.',
}

/** One row; null, with every fault told, where anything in it is wrong. */
function readRow(
  { number, bytes, cells }: CsvRow,
  decode: (latin1: string) => string | null,
  columns: BankColumns,
  errors: RecordError[],
): Row | null {
  const before = errors.length
  const fault = (field: StatementColumn | null, code: RecordErrorCode, found?: string) => {
    const place = field === null ? null : columns.columns[field]
    errors.push(error(number, place === null ? null : place + 1, code, found === undefined ? {} : { found }))
  }
  if (cells?.length !== columns.header.length) {
    errors.push(error(number, null, 'wrong_columns', { found: String(cells?.length ?? ''), expected: String(columns.header.length) }))
    return null
  }
  const texts = cells.map(decode)
  for (const [at, text] of texts.entries()) if (text === null) errors.push(error(number, at + 1, 'encoding_not_supported', {}))
  const cell = (field: StatementColumn) => texts[columns.columns[field] ?? -1] ?? ''
  const amountOf = (field: 'credit' | 'debit' | 'balance'): Yen | null => {
    const text = cell(field)
    if (text === '') return null
    const amount = readSigned(text, columns.numbers, field === 'balance')
    if (amount === null) fault(field, 'not_a_number', text)
    return amount
  }
  const dayOf = (field: 'bookedOn' | 'valueOn'): BusinessDate | null => {
    const day = readDay(cell(field), columns.dates)
    if (day === null) fault(field, 'not_a_date', cell(field))
    return day
  }
  const bookedOn = dayOf('bookedOn')
  const valueOn = cell('valueOn') === '' ? bookedOn : dayOf('valueOn')
  const [credit, debit, balance] = [amountOf('credit') ?? 0, amountOf('debit') ?? 0, amountOf('balance')]
  if (errors.length === before) {
    if (credit === 0 && debit === 0) fault('credit', 'amount_zero')
    else if (credit !== 0 && debit !== 0) fault('debit', 'direction_unknown')
    if (columns.columns.balance !== null && balance === null) fault('balance', 'not_a_number', '')
  }
  if (errors.length > before || bookedOn === null || valueOn === null) return null
  const isReturned = credit > 0 && saysReturned(`${cell('description')} ${cell('edi')} ${cell('remitterName')}`)
  return {
    balance,
    line: {
      ...{ record: number, direction: credit > 0 ? 'credit' : 'debit', bookedOn, valueOn, amount: PositiveYen.parse(credit + debit) },
      ...{
        kind: 'unknown',
        notCustomerMoney: isReturned ? 'returned' : null,
        remitterCode: codeOf(cell('remitterCode')),
        remitterName: cell('remitterName'),
      },
      ...{ remittingBank: cell('remittingBank'), remittingBranch: '', description: cell('description'), edi: cell('edi') },
      ...{ bankReference: cell('bankReference'), raw: bytes },
    },
  }
}

/** A balance may be overdrawn; an amount has no sign. */
function readSigned(text: string, form: BankColumns['numbers'], maySign: boolean): Yen | null {
  const isNegative = maySign && /^[-▲△]/u.test(text)
  const amount = readYen(isNegative ? text.slice(1) : text, form)
  return amount === null || !isNegative || amount === 0 ? amount : yen(-amount)
}

function codeOf(text: string): string | null {
  const digits = text.replace(/^(\d{3})-(\d{7})$/, '$1$2')
  return /^(?!0{10})\d{10}$/.test(digits) ? digits : null
}

const moved = ({ line }: Row) => (line.direction === 'credit' ? line.amount : -line.amount)

function openingOf([first]: readonly Row[]): Yen | null {
  return first === undefined || first.balance === null ? null : yen(first.balance - moved(first))
}

/** Each balance is the one before and what its row moves. */
function proveBalances(rows: readonly Row[], { columns }: BankColumns, errors: RecordError[]): void {
  if (columns.balance === null || errors.length > 0) return
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1]
    if (!before || before.balance === null || row.balance === null) continue
    const expected = before.balance + moved(row)
    if (row.balance !== expected)
      errors.push(
        error(row.line.record, columns.balance + 1, 'balance_mismatch', { found: String(row.balance), expected: String(expected) }),
      )
  }
}
