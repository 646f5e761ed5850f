/* Where lines end: CRLF and LF are both read, and a DOS end of file is left out. */

export const LF = 0x0a
const CR = 0x0d
const END_OF_FILE = 0x1a

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
