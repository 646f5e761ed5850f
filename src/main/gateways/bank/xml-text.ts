import { isUtf8 } from 'node:buffer'

type ByteOrder = 'le' | 'be'

/** UTF-16, told by its mark or by the zero beside the first `<`; null where the bytes are no UTF-16. */
export function byteOrderOf(bytes: Uint8Array): ByteOrder | null {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'be'
  return null
}

/** UTF-16 bytes as text; an odd last byte is left out. */
export function decodeUtf16(bytes: Uint8Array, order: ByteOrder): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1))
  return (order === 'be' ? even.swap16() : even).toString('utf16le')
}

/**
 * The text of an XML file together with its bytes, so that an element found in the text can be handed on exactly as it
 * stands in the file. Null where the bytes are not in one of the encodings of ISO 20022 files (UTF-8, and UTF-16).
 */
export class XmlText {
  readonly text: string
  readonly #order: ByteOrder | null
  readonly #bytes: Uint8Array
  #character = 0
  #byte = 0

  private constructor(bytes: Uint8Array, order: ByteOrder | null) {
    this.#bytes = bytes
    this.#order = order
    this.text = order === null ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : decodeUtf16(bytes, order)
  }

  static of(bytes: Uint8Array): XmlText | null {
    const order = byteOrderOf(bytes)
    if (order === null ? !isUtf8(bytes) : bytes.length % 2 !== 0) return null
    const xml = new XmlText(bytes, order)
    const declared = /^\uFEFF?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(xml.text)?.[1]?.toLowerCase()
    const isAgreed = declared === undefined || declared.startsWith('utf-16') === (order !== null)
    return isAgreed && (declared === undefined || /^(utf-8|us-ascii|utf-16(le|be)?)$/.test(declared)) ? xml : null
  }

  /** The bytes of text positions [start, end). Positions must be asked for in rising order. */
  bytes(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(this.#offset(start), this.#offset(end))
  }

  /** The same element as a text of its own: a piece cut from the whole text would keep all of it in memory. */
  own(bytes: Uint8Array): string {
    return this.#order === null
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
      : decodeUtf16(bytes, this.#order)
  }

  #offset(character: number): number {
    if (this.#order !== null) return character * 2
    this.#byte += Buffer.byteLength(this.text.slice(this.#character, character), 'utf8')
    this.#character = character
    return this.#byte
  }
}
