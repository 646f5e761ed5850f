import type { TransferFault, TransferFaultCode } from '../../../preload/contract/transfers'

/*
 * Takes the fields of one record from left to right, in the order in which the standard lists them and by their widths alone; every
 * fault is told with its 1-based column, and reading goes on.
 */

const SPACE = 0x20
const RECORD_BYTES_MAX = 120
/** What each byte of JIS X 0201 says, as a UTF-16 code unit; 0 where it says nothing. */
const codeUnits = Uint16Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x5c) return 0xa5
  if (byte === 0x7e) return 0x203e
  if (byte >= 0x20 && byte < 0x7f) return byte
  return byte >= 0xa1 && byte <= 0xdf ? 0xff61 + byte - 0xa1 : 0
})
const units = new Uint16Array(RECORD_BYTES_MAX)
const unitBytes = Buffer.from(units.buffer)

export class RecordReader {
  readonly faults: TransferFault[] = []
  /** The record as text, one character a byte; an illegal byte is told at its column and reads as a space. */
  readonly #characters: string
  /** 0-based place of the next field. */
  #at = 0

  /** `bytes`: as many as a record has, or more, of which the rest is not read. */
  constructor(
    readonly record: number,
    readonly bytes: Uint8Array,
  ) {
    for (let at = 0; at < RECORD_BYTES_MAX; at++) {
      const byte = bytes[at] ?? SPACE
      const unit = codeUnits[byte] ?? 0
      if (unit === 0) this.fault('illegal_character', at + 1, `0x${byte.toString(16).padStart(2, '0')}`)
      units[at] = unit === 0 ? SPACE : unit
    }
    this.#characters = unitBytes.toString('utf16le')
  }

  /** 1-based column of the next field. */
  get column(): number {
    return this.#at + 1
  }

  fault(code: TransferFaultCode, column: number, found: string, expected?: string): void {
    this.faults.push({ record: this.record, column, code, found, ...(expected === undefined ? {} : { expected }) })
  }

  /** So many characters as they stand, spaces and all. */
  exact(width: number): string {
    const from = this.#at
    this.#at += width
    return this.#characters.slice(from, this.#at)
  }

  /** A text without the spaces that fill it up. */
  text(width: number): string {
    return this.exact(width).trimEnd()
  }

  /** Digits, all of them. */
  digits(width: number): string {
    const column = this.column
    const found = this.exact(width)
    if (!/^\d+$/.test(found)) this.fault('not_a_number', column, found)
    return found
  }

  /** Digits, or nothing but spaces: then empty. */
  digitsOrBlank(width: number): string {
    const isBlank = this.#characters.slice(this.#at, this.#at + width).trimEnd() === ''
    if (!isBlank) return this.digits(width)
    this.#at += width
    return ''
  }

  number(width: number): number {
    return Number(this.digits(width).replace(/\D/g, '0'))
  }

  /** One of the codes defined for this place. */
  code(allowed: string): string {
    const column = this.column
    const found = this.exact(1)
    if (!allowed.includes(found)) this.fault('code_unknown', column, found, [...allowed].join(', '))
    return found.trimEnd()
  }

  /** What the standard leaves blank, up to a 1-based column (that one not). */
  filler(until: number): void {
    for (; this.column < until; this.#at++) {
      if ((this.bytes[this.#at] ?? SPACE) !== SPACE) this.fault('filler_used', this.column, this.#characters.charAt(this.#at))
    }
  }
}
