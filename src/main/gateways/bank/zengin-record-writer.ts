import type { StatementHead } from '../../../preload/contract/statement'
import { byteOf } from './jis-x-0201'
import type { Calendar } from './profile'
import { yymmdd } from './zengin-dates'
import type { Field } from './zengin-fields'
import { headerBeginning, RECORD_BYTES } from './zengin-fields'

/* Records of 200 bytes as they are written: for the demonstration bank, benchmarks and tests. */

const SPACE = 0x20
const separators = { crlf: '\r\n', none: '' } as const
export type RecordSeparator = keyof typeof separators

export function emptyRecord(type: '1' | '2' | '8' | '9'): Uint8Array {
  const record = new Uint8Array(RECORD_BYTES).fill(SPACE)
  put(record, headerBeginning.recordType, type)
  return record
}

type WrittenHead = Pick<StatementHead, 'createdOn' | 'from' | 'to' | 'account' | 'bankName' | 'branchName'>

/** A header with its beginning, which statements and notices have alike. */
export function headerRecordOf(businessType: '01' | '03', head: WrittenHead, dates: Calendar): Uint8Array {
  const record = emptyRecord('1')
  put(record, headerBeginning.businessType, businessType)
  put(record, headerBeginning.characterCode, '0')
  put(record, headerBeginning.createdOn, yymmdd(head.createdOn, dates))
  put(record, headerBeginning.from, yymmdd(head.from, dates))
  put(record, headerBeginning.to, yymmdd(head.to, dates))
  put(record, headerBeginning.bankCode, head.account.bankCode)
  put(record, headerBeginning.bankName, head.bankName)
  put(record, headerBeginning.branchCode, head.account.branchCode)
  put(record, headerBeginning.branchName, head.branchName)
  return record
}

/** The bytes of a file: each record, the last one too, with its separator. */
export function joinRecords(records: readonly Uint8Array[], separator: RecordSeparator): Uint8Array {
  const ending = Buffer.from(separators[separator], 'latin1')
  return new Uint8Array(Buffer.concat(records.flatMap((record) => [record, ending])))
}

/** Puts a value where its field stands: digits to the right behind zeros, text to the left before spaces. */
export function put(record: Uint8Array, field: Field, value: string | number | bigint): void {
  const text = field.kind === 'N' ? String(value).padStart(field.length, '0') : String(value)
  if (text.length > field.length) throw new RangeError(`${field.name}: ${text} is longer than ${field.length}`)
  if (field.kind === 'N' && !/^\d+$/.test(text)) throw new RangeError(`${field.name}: ${text} has something other than digits`)
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf(text.charAt(at))
    if (byte === null) throw new RangeError(`${field.name}: ${text} has a character without a single byte`)
    record[field.offset + at] = byte
  }
}
