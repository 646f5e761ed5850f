import { Faults } from './faults'
import { RECORD_BYTES } from './zengin-fields'

/** One record of 200 bytes, and what was wrong with the way it was cut. `number` is 1-based. */
export interface ZenginRecord {
  readonly number: number
  readonly bytes: Uint8Array
  readonly faults: Faults
  /** Only its kind could be told: nothing else in it is looked at. */
  readonly isUnreadable?: boolean
}

const CR = 0x0d
const LF = 0x0a
const SPACE = 0x20
const END_OF_FILE = 0x1a

type Separator = 'none' | 'crlf' | 'lf' | 'cr'
const separatorBytes = { none: 0, crlf: 2, lf: 1, cr: 1 } as const

/**
 * Cuts a file of one byte per character into records. The standard has no separator; banks and desks append CRLF, LF or
 * CR, strip trailing spaces, leave out the last separator or add a DOS end-of-file: all are read. A record of full length
 * is a view into `bytes`, a stripped one is filled up with spaces. A different separator or a wrong length is told with the record.
 */
export function* splitRecords(bytes: Uint8Array): Generator<ZenginRecord> {
  const end = contentEnd(bytes)
  const style = separatorStyle(bytes, end)
  let number = 0
  let start = 0
  while (start < end) {
    const faults = new Faults(++number)
    const stop = style === 'none' ? Math.min(start + RECORD_BYTES, end) : lineEnd(bytes, start, end)
    const separator = style === 'none' ? 'none' : separatorAt(bytes, stop, end)
    const length = stop - start
    if (length > RECORD_BYTES || length === 0) faults.add('wrong_length', Math.min(length, RECORD_BYTES) + 1, length, RECORD_BYTES)
    else if (style === 'none' && length < RECORD_BYTES) faults.add('wrong_length', length + 1, length, RECORD_BYTES)
    if (separator !== style && stop < end) faults.add('mixed_separators', length + 1, separator, style)
    yield { number, bytes: filled(bytes, start, stop), faults }
    start = stop + separatorBytes[separator]
  }
}

function contentEnd(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === END_OF_FILE) end--
  return end
}

/** The first separator decides. A first line as long as two records is no line: such a file has none. */
function separatorStyle(bytes: Uint8Array, end: number): Separator {
  const first = lineEnd(bytes, 0, Math.min(end, 2 * RECORD_BYTES))
  return separatorAt(bytes, first, end)
}

function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== CR && bytes[at] !== LF) at++
  return at
}

function separatorAt(bytes: Uint8Array, at: number, end: number): Separator {
  if (at >= end) return 'none'
  if (bytes[at] === LF) return 'lf'
  if (bytes[at] !== CR) return 'none'
  return at + 1 < end && bytes[at + 1] === LF ? 'crlf' : 'cr'
}

function filled(bytes: Uint8Array, start: number, stop: number): Uint8Array {
  if (stop - start >= RECORD_BYTES) return bytes.subarray(start, start + RECORD_BYTES)
  const record = new Uint8Array(RECORD_BYTES).fill(SPACE)
  record.set(bytes.subarray(start, stop))
  return record
}
