import { isUtf8 } from 'node:buffer'
import type { TransferFault } from '../../../preload/contract/transfers'

/*
 * Cuts a file of 120-byte records. The standard has no separator; banks and desks append CRLF, LF or CR, leave the last one out, strip
 * trailing spaces or add a DOS end-of-file: all of that is read. A file whose records end in different ways is refused as a whole.
 */

export const RECORD_LENGTH = 120

/** Beginning and end of each record in the file, one pair after another, without separators; or why the file cannot be cut. */
export type Cut = { readonly ok: true; readonly bounds: readonly number[] } | { readonly ok: false; readonly fault: TransferFault }

const refused = (fault: TransferFault): Cut => ({ ok: false, fault })
const CR = 0x0d
const LF = 0x0a
const END_OF_FILE = 0x1a
const EBCDIC_ONE = 0xf1

/** Whether an editor or a mail program has re-encoded the file: a mark at its beginning, or UTF-8 throughout with half-width kana in it. */
function isReencoded(bytes: Uint8Array): boolean {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return hasMark || (bytes.some((byte) => byte >= 0xe0) && isUtf8(bytes))
}

/** Cuts a file after a look at what it is: type 21 in JIS, told by its first four bytes. */
export function cutRecords(bytes: Uint8Array): Cut {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === END_OF_FILE) end--
  const head = String.fromCharCode(...bytes.subarray(0, 4))
  if (bytes[0] === EBCDIC_ONE) return refused({ record: 0, column: 1, code: 'ebcdic_not_supported', found: '0xf1' })
  if (isReencoded(bytes))
    return refused({ record: 0, column: null, code: 'encoding_not_supported', found: 'UTF-8', expected: 'JIS X 0201' })
  if (!/^1\d\d/.test(head)) return refused({ record: 1, column: 1, code: 'format_unknown', found: head, expected: '121' })
  if (!head.startsWith('121'))
    return refused({ record: 1, column: 2, code: 'business_type_unknown', found: head.slice(1, 3), expected: '21' })
  if (head[3] === '1') return refused({ record: 1, column: 4, code: 'ebcdic_not_supported', found: '1', expected: '0' })
  return cutLines(bytes, end)
}

function cutLines(bytes: Uint8Array, end: number): Cut {
  const bounds: number[] = []
  const firstBreak = lineEnd(bytes, 0, Math.min(end, 2 * RECORD_LENGTH))
  const style = breakAt(bytes, firstBreak, end)
  for (let start = 0; start < end; ) {
    const stop = style === '' ? Math.min(start + RECORD_LENGTH, end) : lineEnd(bytes, start, end)
    const found = style === '' || stop === end ? style : breakAt(bytes, stop, end)
    const record = bounds.length / 2 + 1
    if (found !== style) {
      return refused({ record, column: stop - start + 1, code: 'mixed_separators', found: spoken(found), expected: spoken(style) })
    }
    // without separators nothing shows where a record was cut short
    if (style === '' && stop - start < RECORD_LENGTH) {
      return refused({
        record,
        column: stop - start + 1,
        code: 'wrong_length',
        found: String(stop - start),
        expected: String(RECORD_LENGTH),
      })
    }
    bounds.push(start, stop)
    start = stop + style.length
  }
  return { ok: true, bounds }
}

const spoken = (separator: string) => (separator === '' ? 'none' : separator.replace('\r', 'CR').replace('\n', 'LF'))

function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== CR && bytes[at] !== LF) at++
  return at
}

function breakAt(bytes: Uint8Array, at: number, end: number): '' | '\r\n' | '\r' | '\n' {
  if (at >= end) return ''
  if (bytes[at] === LF) return '\n'
  if (bytes[at] !== CR) return ''
  return at + 1 < end && bytes[at + 1] === LF ? '\r\n' : '\r'
}
