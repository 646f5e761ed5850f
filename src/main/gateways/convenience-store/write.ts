import iconv from 'iconv-lite'
import type { CollectionFormat, CollectionLine } from '../../../preload/contract/collection'
import type { BusinessDate } from '../../../preload/contract/date'
import { barcodeOf } from './barcode'
import { BARCODE_PREFIX, dskColumns, widths } from './dsk-columns'
import { DATA, type Field, type FixedLayout, HEADER, mizuhoFactor, mufgFactor, RECORD_BYTES, recordType, TRAILERS } from './fixed-layouts'
import { kindByCode, kindsOf } from './line'

/*
 * Writes result files as agents deliver them: for the demonstration's agent and for tests. What a layout has no place for is a fault,
 * never cut. Headers and trailers whose layout is not published say nothing but their record type.
 */

/** A collection to be written. What a file does not carry as such (record numbers, raw bytes, the barcode its slip makes) is not asked for. */
export type LineToWrite = Omit<CollectionLine, 'record' | 'raw' | 'barcode'>

/** A file of MUFG Factor takes its header from its first line, and so must have one. */
export function writeCollection(format: CollectionFormat, lines: Iterable<LineToWrite>): Uint8Array {
  switch (format) {
    case 'mizuho_factor':
      return writeFixed(mizuhoFactor, lines)
    case 'mufg_factor':
      return writeFixed(mufgFactor, lines)
    case 'dsk':
      return writeDsk(lines)
  }
}

const codeByKind = new Map([...kindByCode].map(([code, kind]) => [kind, code]))

function kindCode(format: CollectionFormat, { kind }: LineToWrite): string {
  const code = kindsOf[format].includes(kind) ? codeByKind.get(kind) : undefined
  if (code === undefined) throw new RangeError(`${format} does not tell of ${kind}`)
  return code
}

const digitsOf = (date: BusinessDate | null) => date?.replaceAll('-', '') ?? ''

function writeFixed(layout: FixedLayout, lines: Iterable<LineToWrite>): Uint8Array {
  const { data } = layout
  const records: string[] = []
  for (const line of lines) {
    if (records.length === 0) records.push(headerOf(layout, line))
    records.push(
      recordOf([
        [recordType, DATA],
        [data.kind, kindCode(layout.format, line)],
        [data.paidOn, digitsOf(line.paidOn)],
        [data.paidAt, line.paidAt ?? ''],
        [data.barcode, barcodeOf(line.slip, line.slip).digits],
        [data.storeCode, line.storeCode],
        [data.madeOn, digitsOf(line.madeOn)],
        [data.transferOn, digitsOf(line.transferOn)],
        [data.chainCode, line.chainCode],
      ]),
    )
  }
  if (records.length === 0) records.push(headerOf(layout, null))
  for (const trailer of TRAILERS) records.push(recordOf([[recordType, trailer]]))
  return Buffer.from(records.map((record) => record + layout.ending).join(''), 'latin1')
}

function headerOf({ header }: FixedLayout, first: LineToWrite | null): string {
  if (header === null) return recordOf([[recordType, HEADER]])
  if (first === null) throw new RangeError('this header names the company, and there is no line to take it from')
  const { makerCode, companyCode } = first.slip
  return recordOf([
    [recordType, HEADER],
    [header.madeOn, digitsOf(first.madeOn ?? first.paidOn)],
    [header.maker, makerCode.slice(-header.maker.length)],
    [header.company, companyCode],
  ])
}

/** Fields in the order in which they stand, text to the left of each; what is left out is spaces. */
function recordOf(values: readonly (readonly [field: Field, value: string])[]): string {
  let record = ''
  for (const [{ offset, length, name }, value] of values) {
    if (value.length > length) throw new RangeError(`${name} has no place for ${value}`)
    record = record.padEnd(offset) + plain(name, value)
  }
  return record.padEnd(RECORD_BYTES)
}

/** Signs that stand for themselves in every layout. */
function plain(name: string, value: string): string {
  if (!/^[0-9A-Za-z-]*$/.test(value)) throw new RangeError(`${name} has no place for ${value}`)
  return value
}

/** So many of the reference; the rest and 再発行区分 stand in the second field, as in DSK's own sample (s1). */
const USER_1_DIGITS = 6

function writeDsk(lines: Iterable<LineToWrite>): Uint8Array {
  const rows = [Object.values(dskColumns).join(',')]
  for (const line of lines) {
    const { slip } = line
    const { digits } = barcodeOf(slip, slip)
    if (line.chainCode.length !== widths.chainCode) throw new RangeError(`${dskColumns.chainCode} has no place for ${line.chainCode}`)
    const row = [
      kindCode('dsk', line),
      digitsOf(line.paidOn),
      line.paidAt ?? '',
      BARCODE_PREFIX + digits,
      slip.reference.slice(0, USER_1_DIGITS),
      slip.reference.slice(USER_1_DIGITS) + slip.reissue,
      slip.needsStamp ? '1' : '0',
      slip.amount,
      plain(dskColumns.chainCode, line.chainCode),
      `"${line.chainName ?? ''}"`,
      plain(dskColumns.storeCode, line.storeCode),
      digitsOf(line.transferOn) || '0',
      digitsOf(line.madeOn),
    ]
    rows.push(row.join(','))
  }
  return iconv.encode(`${rows.join('\r\n')}\r\n`, 'cp932')
}
