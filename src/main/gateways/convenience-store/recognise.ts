import type { CollectionFormat } from '../../../preload/contract/collection'
import { csvRows } from '../csv-rows'
import { areDigits, isBarcode } from './barcode'
import { Dates } from './dates'
import { decode } from './faults'
import { DATA, type Field, HEADER, mizuhoFactor, mufgFactor, RECORD_BYTES } from './fixed-layouts'
import { cutRecords } from './fixed-records'
import { isHeader } from './read-dsk'

/** So many bytes are looked at for a header row, and so many records for one that tells its layout. */
const HEAD_BYTES_MAX = 4_000
const RECORDS_MAX = 100

/**
 * Tells which layout this is, by its content and never by its name. Null where nothing tells: also where a file of 120-byte records has
 * no line and its header is not that of MUFG Factor, the only one that is published.
 */
export function recogniseCollection(bytes: Uint8Array): CollectionFormat | null {
  return recogniseCsv(bytes.subarray(0, HEAD_BYTES_MAX)) ?? recogniseFixed(bytes)
}

function recogniseCsv(head: Uint8Array): CollectionFormat | null {
  const [first] = csvRows(head)
  return first?.cells && isHeader(first.cells.map(decode)) ? 'dsk' : null
}

/** The barcode of a line stands one byte later in one layout than in the other, and begins with 91 in both. */
function recogniseFixed(bytes: Uint8Array): CollectionFormat | null {
  let header = ''
  let records = 0
  for (const record of cutRecords(bytes)) {
    const text = Buffer.from(record.subarray(0, RECORD_BYTES)).toString('latin1')
    if (records === 0 && text.startsWith(HEADER)) header = text
    if (text.startsWith(DATA)) {
      const layout = [mizuhoFactor, mufgFactor].find(({ data }) => isBarcode(cut(text, data.barcode)))
      if (layout) return layout.format
      header = ''
    }
    if (++records === RECORDS_MAX) break
  }
  return isHeaderOfMufg(header) ? 'mufg_factor' : null
}

function isHeaderOfMufg(text: string): boolean {
  const { header } = mufgFactor
  if (text.length !== RECORD_BYTES || header === null) return false
  const codes = cut(text, header.maker) + cut(text, header.company)
  return new Dates().read(cut(text, header.madeOn)) !== null && areDigits(codes)
}

function cut(text: string, { offset, length }: Field): string {
  return text.slice(offset, offset + length)
}
