import { isUtf8 } from 'node:buffer'
import { RECORD_BYTES } from '../zengin-records'

/*
 * Cuts a file of 120 bytes a record. The standard has no separator; banks append CRLF, desks leave the last one out, strip trailing spaces
 * or add a DOS end-of-file: all of that is read.
 */

const [CR, LF, END_OF_FILE] = [0x0d, 0x0a, 0x1a]

/** Whether an editor or a mail program has re-encoded the file: a mark at its beginning, or UTF-8 throughout with half-width kana in it. */
export function isReencoded(bytes: Uint8Array): boolean {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return hasMark || (bytes.some((byte) => byte >= 0xe0) && isUtf8(bytes))
}

/** Records in their order, each a view into the file; one that was damaged may have another length. */
export function* cutRecords(bytes: Uint8Array): Generator<Uint8Array> {
  const end = contentEnd(bytes)
  const hasLines = [CR, LF].some((mark) => bytes.subarray(0, Math.min(end, 2 * RECORD_BYTES)).includes(mark))
  for (let start = 0; start < end; ) {
    const stop = hasLines ? lineEnd(bytes, start, end) : Math.min(start + RECORD_BYTES, end)
    yield bytes.subarray(start, stop)
    start = hasLines ? afterBreak(bytes, stop) : stop
  }
}

function contentEnd(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && [CR, LF, END_OF_FILE].includes(bytes[end - 1] ?? 0)) end--
  return end
}

function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== CR && bytes[at] !== LF) at++
  return at
}

const afterBreak = (bytes: Uint8Array, at: number) => (bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1)
