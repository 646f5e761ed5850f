import { contentEnd, LF, lineEnd, withoutReturn } from '../line-ends'
import { RECORD_BYTES } from './fixed-layouts'

/*
 * Cuts a file of 120 bytes a record. One layout is written with CRLF and the other is not said to have a separator; both are read with
 * and without.
 */

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
