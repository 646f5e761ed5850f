/* JIS X 0201: one byte, one character. */

const SPACE = 0x20
/** 0xA1 is ｡, the first of the half-width kana. */
const KANA_OFFSET = 0xff61 - 0xa1

/** The text of bytes, one character a byte; an illegal byte reads as U+FFFD, so that its column is kept. */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += characterOf(byte)
  return text
}

function characterOf(byte: number): string {
  if (byte === 0x5c) return '¥'
  if (byte === 0x7e) return '‾'
  if (byte >= SPACE && byte < 0x7f) return String.fromCharCode(byte)
  return byte >= 0xa1 && byte <= 0xdf ? String.fromCharCode(byte + KANA_OFFSET) : '\uFFFD'
}
