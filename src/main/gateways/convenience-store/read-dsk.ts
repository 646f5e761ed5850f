import type { CollectionLine, CollectionPart, SlipNumbering } from '../../../preload/contract/collection'
import { type CsvRow, csvRows } from '../csv-rows'
import { BARCODE_PREFIX, dskColumns, widths } from './dsk-columns'
import { decode, Faults, isDecodable } from './faults'
import { LineReader } from './line'

/**
 * Reads the CSV of DSK (s1, s25). Every fault is told, and reading goes on behind it; only below a header that is another one nothing is
 * read, since no column could be told from the next.
 */
export function* readDsk(bytes: Uint8Array, numbering: SlipNumbering): Generator<CollectionPart> {
  const reader = new LineReader('dsk', dskColumns, numbering)
  let lines = 0
  let head: Head = 'missing'
  for (const row of csvRows(bytes)) {
    const faults = new Faults(row.number)
    const isFirst = head === 'missing'
    if (isFirst) head = readHead(row, faults)
    const line = isFirst && head !== 'line' ? null : readRow(row, reader, faults)
    for (const error of faults.errors) yield { part: 'error', error }
    if (head === 'other') break
    if (line === null) continue
    lines += 1
    yield { part: 'line', line }
  }
  if (head === 'missing') yield { part: 'error', error: { record: 1, field: '', code: 'missing_header', found: '' } }
  yield { part: 'end', lines }
}

/** What stands where the header must stand. */
type Head = 'missing' | 'header' | 'line' | 'other'

function readHead({ bytes, cells }: CsvRow, faults: Faults): Head {
  const found = (cells ?? []).map(decode)
  if (isHeader(found)) return 'header'
  const isLine = /^\d{1,2}$/.test(found[0] ?? '')
  const text = Buffer.from(bytes).toString('latin1')
  faults.add(isLine ? 'missing_header' : isDecodable(text) ? 'header_differs' : 'encoding_not_supported', '', text)
  return isLine ? 'line' : 'other'
}

const names: readonly string[] = Object.values(dskColumns)

/** Whether these cells are the names of the thirteen columns in their order. */
export function isHeader(cells: readonly string[]): boolean {
  return cells.length === names.length && cells.every((cell, at) => cell === names[at])
}

function readRow({ bytes, cells }: CsvRow, reader: LineReader, faults: Faults): CollectionLine | null {
  if (cells?.length !== names.length) {
    faults.add('wrong_columns', '', cells === null ? Buffer.from(bytes).toString('latin1') : String(cells.length))
    return null
  }
  // Both fields of the user are left alone: how long they are differs, and the barcode holds the reference whole.
  const [kind = '', paidOn = '', paidAt = '', barcode = '', , , stamp, amount, chain = '', , storeCode = '', transferOn = '', madeOn = ''] =
    cells
  const texts = {
    kind: kind.padStart(widths.kind, '0'),
    paidOn,
    paidAt: paidAt === '' ? '' : paidAt.padStart(widths.paidAt, '0'),
    barcode: barcode.startsWith(BARCODE_PREFIX) ? barcode.slice(BARCODE_PREFIX.length) : barcode,
    chainCode: chain.padStart(widths.chainCode, '0'),
    storeCode,
    transferOn,
    madeOn,
  }
  const line = reader.read(texts, bytes, faults)
  if (line === null) return null
  return agrees(line, stamp ?? '', amount ?? '', faults) ? line : null
}

/** Amount and stamp stand in the row once more beside the barcode. */
function agrees({ slip }: CollectionLine, stamp: string, amount: string, faults: Faults): boolean {
  if (!/^\d{1,9}$/.test(amount)) faults.add('not_a_number', dskColumns.amount, amount)
  else if (Number(amount) !== slip.amount) faults.add('amount_differs', dskColumns.amount, amount)
  if (stamp !== (slip.needsStamp ? '1' : '0')) faults.add('stamp_differs', dskColumns.stamp, stamp)
  return faults.errors.length === 0
}
