/*
 * Files of 全銀 records of 120 bytes in JIS X 0201, as they are written: what stands where is said by the layout of each file. Readers know the
 * records in their own way, so that neither hides a slip of the other.
 */

export const RECORD_BYTES = 120

/** What may stand after each record, the last one too. */
export const separators = { crlf: [0x0d, 0x0a], none: [] } as const

const SPACE = 0x20
const ZERO = 0x30
const YEN_SIGN = 0x5c
/** 0xA1 is ｡, the first of the half-width kana. */
const KANA_OFFSET = 0xff61 - 0xa1

/**
 * One field: its 0-based offset, its length in bytes and its kind. N: digits, right-aligned behind zeros; B: the same, or blank as a whole;
 * C: text, left-aligned before spaces.
 */
export interface ZenginField {
  readonly offset: number
  readonly length: number
  readonly kind: 'N' | 'B' | 'C'
}

/** データ区分: 1 header, 2 data, 8 trailer, 9 end. */
const recordType: ZenginField = { offset: 0, length: 1, kind: 'N' }

/** Records one after another in memory that was taken once: spaces, what was put into them, and the separator. */
export class ZenginRecords {
  readonly bytes: Uint8Array
  readonly #step: number
  #start: number

  constructor(records: number, separator: keyof typeof separators) {
    const after = separators[separator]
    this.#step = RECORD_BYTES + after.length
    this.#start = -this.#step
    this.bytes = new Uint8Array(records * this.#step).fill(SPACE)
    for (let at = RECORD_BYTES; at < this.bytes.length; at += this.#step) this.bytes.set(after, at)
  }

  begin(type: '1' | '2' | '8' | '9'): void {
    this.#start += this.#step
    this.put(recordType, type)
  }

  /** Digits go to the right behind zeros, text to the left before the spaces that are there already. Checked before: every character fits. */
  put({ offset, length, kind }: ZenginField, text: string): void {
    const from = this.#start + offset
    const first = kind === 'C' ? from : from + length - text.length
    if (kind !== 'C') this.bytes.fill(ZERO, from, first)
    for (let at = 0; at < text.length; at++) this.bytes[first + at] = byteOf(text.charCodeAt(at))
  }
}

function byteOf(character: number): number {
  if (character >= 0xff61) return character - KANA_OFFSET
  return character === 0xa5 ? YEN_SIGN : character
}
