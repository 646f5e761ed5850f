import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

/*
 * The one character set of 全銀 files: one byte is one character and one column. Double-byte characters are never legal.
 */

const SPACE = 0x20
/** Stands for a character that has no single byte, so that its column is kept and the check finds it. */
const NO_SUCH_BYTE = 0x80
const RECORD_CHARACTERS_MAX = 200

function isGraphic(byte: number): boolean {
  return (byte >= SPACE && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xdf)
}

/** Byte → UTF-16 code unit, 0 where the byte is illegal. CP932 and JIS X 0201 agree on all of these. */
const codeUnits = new Uint16Array(256)
const characters: string[] = Array.from({ length: 256 }, () => '')
const bytesByCharacter = new Map<string, number>()
for (let byte = 0; byte < 256; byte++) {
  if (!isGraphic(byte)) continue
  const character = iconv.decode(Buffer.of(byte), 'cp932')
  codeUnits[byte] = character.charCodeAt(0)
  characters[byte] = character
  bytesByCharacter.set(character, byte)
}
bytesByCharacter.set('¥', 0x5c)
bytesByCharacter.set('‾', 0x7e)

const scratch = Buffer.alloc(RECORD_CHARACTERS_MAX * 2)

/** Offset of the first byte in [start, end) that is no character of the set, or -1. */
export function firstIllegal(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (codeUnits[bytes[at] ?? 0] === 0) return at
  return -1
}

/** Up to here joining characters one by one is the fastest way and leaves a flat string (measured). */
const SHORT_CHARACTERS = 12

/** The text of legal bytes, without the spaces that fill it up. At most one record at a time. */
export function decode(bytes: Uint8Array, start: number, end: number): string {
  let last = end
  while (last > start && bytes[last - 1] === SPACE) last--
  if (last - start > SHORT_CHARACTERS) return decodeLong(bytes, start, last)
  let text = ''
  for (let at = start; at < last; at++) text += characters[bytes[at] ?? 0] ?? ''
  return text
}

function decodeLong(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) scratch.writeUInt16LE(codeUnits[bytes[at] ?? 0] ?? 0, (at - start) * 2)
  return scratch.toString('utf16le', 0, (end - start) * 2)
}

/** The byte of a character, or null where the set has none. */
export function byteOf(character: string): number | null {
  return bytesByCharacter.get(character) ?? null
}

/**
 * Whether an editor or a mail program has re-encoded the file as UTF-8: a mark at its beginning, or three-byte sequences
 * (every half-width kana is one) in a file that is UTF-8 throughout. A JIS file of kana is not.
 */
export function isReencoded(bytes: Uint8Array): boolean {
  return !isAscii(bytes) && isUtf8(bytes) && (hasMark(bytes) || bytes.some((byte) => byte >= 0xe0))
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** Turns a UTF-8 re-encoding back into the bytes the bank wrote, one character to one byte. */
export function toSingleBytes(utf8: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(utf8.length)
  let length = 0
  let at = hasMark(utf8) ? 3 : 0
  while (at < utf8.length) {
    const lead = utf8[at] ?? 0
    const width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    bytes[length++] = width === 1 ? lead : singleByte(utf8, at, width)
    at += width
  }
  return bytes.subarray(0, length)
}

function singleByte(utf8: Uint8Array, at: number, width: number): number {
  const second = (utf8[at + 1] ?? 0) & 0x3f
  const third = (utf8[at + 2] ?? 0) & 0x3f
  const lead = utf8[at] ?? 0
  const codePoint = width === 2 ? ((lead & 0x1f) << 6) | second : width === 3 ? ((lead & 0x0f) << 12) | (second << 6) | third : 0
  return byteOf(String.fromCharCode(codePoint)) ?? NO_SUCH_BYTE
}
