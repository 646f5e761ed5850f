import { isUtf8 } from 'node:buffer'
import type { CollectionError, CollectionErrorCode } from '../../../preload/contract/collection'

const FOUND_CHARACTERS_MAX = 60
/** Of a file that has no lines, not all is decoded to show its beginning. */
const FOUND_BYTES_MAX = 4_000

/** Collects what is wrong with one record or row, so that reading goes on and every fault is told. */
export class Faults {
  readonly errors: CollectionError[] = []

  constructor(readonly record: number) {}

  /** `field`: its name in the layout; empty for the record as a whole. `found`: bytes as they stand, one a character. */
  add(code: CollectionErrorCode, field: string, found: string): void {
    const text = decode(found.slice(0, FOUND_BYTES_MAX))
    const shown = text.length > FOUND_CHARACTERS_MAX ? `${text.slice(0, FOUND_CHARACTERS_MAX)}…` : text
    this.errors.push({ record: this.record, field, code, found: shown })
  }
}

/** The text of bytes that were taken one by one (latin1): UTF-8 where they are legal, else Shift_JIS, with a sign for what is neither. */
export function decode(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1')
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'shift_jis').decode(bytes)
}

/** Whether such bytes are legal UTF-8 or legal Shift_JIS. */
export function isDecodable(latin1: string): boolean {
  return !decode(latin1).includes('\uFFFD')
}
