import { CsvError, parse } from 'csv-parse/sync'
import { contentEnd, lineEnd, withoutReturn } from './line-ends'

/*
 * Rows of a CSV as bytes. In Shift_JIS and in UTF-8 no byte of a kanji is a comma, a quote or the end of a line, so rows are cut and
 * separated undecoded, and each keeps its bytes. A row is a line: one with a broken quote spoils itself and no other.
 */
export interface CsvRow {
  /** 1-based, as a spreadsheet counts them. */
  readonly number: number
  /** Without the end of its line. */
  readonly bytes: Uint8Array
  /** Each byte a character, without spaces around them; null where it is no row of a CSV. */
  readonly cells: readonly string[] | null
}

type Cut = Pick<CsvRow, 'number' | 'bytes'>

/** So many rows are separated at once. */
const PIECE_ROWS = 500
const ROW_BYTES_MAX = 10_000
const MARK = [0xef, 0xbb, 0xbf]

/** Every row that is not empty. A mark of UTF-8 before the first is left out. */
export function* csvRows(bytes: Uint8Array): Generator<CsvRow> {
  const end = contentEnd(bytes)
  let piece: Cut[] = []
  let number = 0
  for (let start = MARK.every((byte, at) => bytes[at] === byte) ? MARK.length : 0; start < end; ) {
    const stop = lineEnd(bytes, start, end)
    const row = bytes.subarray(start, withoutReturn(bytes, start, stop))
    number += 1
    start = stop + 1
    if (row.length > 0) piece.push({ number, bytes: row })
    if (piece.length < PIECE_ROWS) continue
    yield* separated(piece)
    piece = []
  }
  yield* separated(piece)
}

/** All at once where every line is a row, else one by one. */
function separated(piece: readonly Cut[]): CsvRow[] {
  const [first, last] = [piece[0]?.bytes, piece.at(-1)?.bytes]
  if (first === undefined || last === undefined) return []
  const length = last.byteOffset + last.length - first.byteOffset
  const rows = parsed(Buffer.from(first.buffer, first.byteOffset, length))
  if (rows?.length === piece.length) return piece.map((cut, at) => ({ ...cut, cells: rows[at] ?? null }))
  return piece.map((cut) => ({ ...cut, cells: parsed(Buffer.from(cut.bytes.buffer, cut.bytes.byteOffset, cut.bytes.length))?.[0] ?? null }))
}

function parsed(bytes: Buffer): string[][] | null {
  try {
    const rows = parse(bytes, {
      encoding: 'latin1',
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: ROW_BYTES_MAX,
    })
    return rows.map((cells) => cells.map(withoutSpaces))
  } catch (fault) {
    if (fault instanceof CsvError) return null
    throw fault
  }
}

/** The parser's own trimming would also take bytes of kanji, parentheses and slashes for spaces. */
function withoutSpaces(cell: string): string {
  let [start, end] = [0, cell.length]
  while (start < end && isSpace(cell.charCodeAt(start))) start++
  while (end > start && isSpace(cell.charCodeAt(end - 1))) end--
  return start === 0 && end === cell.length ? cell : cell.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}
