import type { StatementPart } from '../../../preload/contract/statement'
import { type CsvRow, csvRows } from '../csv-rows'
import { Faults } from './faults'
import { isReencoded } from './jis-x-0201'
import type { ReadingProfile } from './profile'
import { zengin01Kinds } from './zengin-01'
import { noticeA, noticeB, noticeEnd, noticeHeader, noticeTrailer } from './zengin-01-fields'
import { layoutOf } from './zengin-01-line'
import { zengin03Kinds } from './zengin-03'
import type { Field } from './zengin-fields'
import { data, end, header, RECORD_BYTES, textAt, timeDeposit, trailer } from './zengin-fields'
import { readRecords } from './zengin-reading'
import type { ZenginRecord } from './zengin-records'

/*
 * The CSV form of types 01 and 03 (全銀CSV): the fields of the 200-byte records in their order, numbers perhaps without their zeros and empty
 * where they are left out. Each row becomes the record it stands for and is read by the same readers, so both forms mean the same.
 */

type Layout = Readonly<Record<string, Field>>
type Layouts = Readonly<Record<'1' | '2' | '8' | '9', readonly Layout[]>>

/** By データ区分; of several the one with as many fields as the row has columns. */
const layouts: Readonly<Record<'01' | '03', Layouts>> = {
  '01': { '1': [noticeHeader], '2': [noticeA, noticeB], '8': [noticeTrailer], '9': [noticeEnd] },
  '03': { '1': [header], '2': [data, timeDeposit], '8': [trailer], '9': [end] },
}

/** A row as the record it stands for, with its own bytes and the layout by which faults are told in columns. */
interface RowRecord extends ZenginRecord {
  readonly raw: Uint8Array
  readonly layout: Layout | null
}

/**
 * Reads the CSV form of 入出金取引明細 or 振込入金通知 in Shift_JIS (CP932; only its single bytes are legal, and nothing is guessed). Columns of
 * faults are those of the row, and a line's `raw` is its row without the end of the line.
 */
export function* readZenginCsv(bytes: Uint8Array, type: '01' | '03', profile: ReadingProfile): Generator<StatementPart> {
  if (isReencoded(bytes)) {
    const faults = new Faults(1)
    faults.add('encoding_not_supported', null, 'UTF-8', 'CP932')
    for (const error of faults.errors) yield { part: 'error', error }
    return
  }
  const kinds =
    type === '01'
      ? zengin01Kinds(profile, 'zengin-01-csv', layoutOf(rowRecords(bytes, layouts['01'])))
      : zengin03Kinds(profile, 'zengin-03-csv')
  let current: RowRecord | null = null
  const records = (function* () {
    for (const record of rowRecords(bytes, layouts[type])) {
      current = record
      yield record
    }
  })()
  for (const part of readRecords(records, kinds)) yield inRow(part, current)
}

function inRow(part: StatementPart, row: RowRecord | null): StatementPart {
  if (row === null) return part
  if (part.part === 'line') return { part: 'line', line: { ...part.line, raw: row.raw } }
  if (part.part !== 'error' || row.layout === null || part.error.record !== row.number || part.error.code === 'wrong_columns') return part
  const { column } = part.error
  return { part: 'error', error: { ...part.error, column: column === null ? null : columnOf(row.layout, column - 1) } }
}

/** The 1-based column of the row in which a byte of the record stands. */
function columnOf(layout: Layout, offset: number): number {
  return Object.values(layout).findLastIndex((field) => field.offset <= offset) + 1
}

/** Every row with the layout it must have: all lines below a header of type 03 by its type of account, all of type 01 as the first. */
function* rowRecords(bytes: Uint8Array, kinds: Layouts): Generator<RowRecord> {
  let number = 0
  let lines = kinds['2']
  for (const row of csvRows(bytes)) {
    const record = recordOf(row, ++number, { ...kinds, '2': lines })
    if (record.layout === header) lines = isTimeDeposit(record.bytes) ? [timeDeposit] : [data]
    else if (record.layout === noticeA || record.layout === noticeB) lines = [record.layout]
    yield record
  }
}

const isTimeDeposit = (bytes: Uint8Array) => ['5', '6', '7'].includes(textAt(bytes, header.accountType))

function recordOf({ bytes: raw, cells }: CsvRow, number: number, kinds: Layouts): RowRecord {
  const faults = new Faults(number)
  const bytes = new Uint8Array(RECORD_BYTES).fill(SPACE)
  const [type] = cells ?? []
  const known = type === '1' || type === '2' || type === '8' || type === '9' ? kinds[type] : []
  const layout = known.find((one) => Object.keys(one).length === cells?.length) ?? null
  if (type !== undefined) bytes[0] = type.charCodeAt(0)
  if (known.length > 0 && layout === null)
    faults.add('wrong_columns', null, cells?.length ?? '', known.map((one) => Object.keys(one).length).join(', '))
  if (layout !== null) for (const [at, field] of Object.values(layout).entries()) put(bytes, field, cells?.[at] ?? '', faults)
  return { number, bytes, faults, raw, layout, isUnreadable: known.length > 0 && layout === null }
}

const SPACE = 0x20

/** Digits to the right behind zeros, text to the left before spaces; a cell longer than its field is told and left out. */
function put(bytes: Uint8Array, field: Field, cell: string, faults: Faults): void {
  if (cell.length > field.length) {
    faults.add('wrong_length', field, cell.length, field.length)
    return
  }
  const text = field.kind === 'N' ? cell.padStart(field.length, '0') : cell
  for (let at = 0; at < text.length; at++) bytes[field.offset + at] = text.charCodeAt(at)
}
