import { RECORD_BYTES } from './fixed-layouts'

/*
 * Cuts a file of 120 bytes a record. One layout is written with CRLF and the other is not said to have a separator; both are read with
 * and without.
 */

const LF = 0x0a
const CR = 0x0d
const END_OF_FILE = 0x1a

/** Records in their order, each a view into the file; one that was damaged may have another length. */
export function* cutRecords(bytes: Uint8Array): Generator<Uint8Array> {
  const end = contentEnd(bytes)
  const hasLines = bytes.subarray(0, Math.min(end, 2 * RECORD_BYTES)).includes(LF)
  for (let start = 0; start < end; ) {
    const stop = hasLines ? lineEnd(bytes, start, end) : Math.min(start + RECORD_BYTES, end)
    yield bytes.subarray(start, hasLines ? withoutReturn(bytes, start, stop) : stop)
    start = hasLines ? stop + 1 : stop
  }
}

/** Where the content ends: before the ends of lines and the DOS end of file that follow it. */
export function contentEnd(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === END_OF_FILE || bytes[end - 1] === LF || bytes[end - 1] === CR)) end--
  return end
}

/** Where the line of `start` ends: at its LF, or at the end. */
export function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  const at = bytes.indexOf(LF, start)
  return at === -1 || at > end ? end : at
}

/** The same without a CR before it. */
export function withoutReturn(bytes: Uint8Array, start: number, stop: number): number {
  return stop > start && bytes[stop - 1] === CR ? stop - 1 : stop
}
