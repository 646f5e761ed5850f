import { yen } from '../../../preload/contract/money'
import type { ReadOriginator, ReadTransfer, TransferPart } from '../../../preload/contract/transfers'
import { cutRecords, RECORD_LENGTH } from './cut-records'
import { RecordReader } from './record-reader'

/** How this bank's files differ from the standard. */
export interface Zengin21Reading {
  /** 1-based column of the result digit in the data records of a result file (114 at one bank); null where there is none. */
  readonly resultColumn: number | null
}

const END_COLUMN = RECORD_LENGTH + 1
const TOTALS_END_COLUMN = 56
const SPACE = 0x20
const accountTypes = '1249'

/** Which kinds of record may stand behind which: the header begins a batch, the trailer ends it, several batches may stand in a file. */
const followers: Readonly<Record<string, string>> = { '': '1', '1': '28', '2': '28', '8': '19', '9': '' }

/**
 * Reads 総合振込 (type 21) written by anybody: here, a bank, another program. It shares nothing with the writer. It accepts what is seen in
 * the field (any one separator or none, stripped spaces, a DOS end-of-file, ｰ in names, blank optional numbers, several batches) and
 * tells everything else with its record and column. A file that cannot be cut, or is another format, gives one fault and nothing else.
 */
export function* readZengin21(bytes: Uint8Array, reading: Zengin21Reading = { resultColumn: null }): Generator<TransferPart> {
  const cut = cutRecords(bytes)
  if (!cut.ok) {
    yield { part: 'error', error: cut.fault }
    return
  }
  const batches = new Batches(reading)
  for (let at = 0; at + 1 < cut.bounds.length; at += 2) {
    yield* batches.read(bytes.subarray(cut.bounds[at], cut.bounds[at + 1]), at / 2 + 1)
  }
  yield* batches.end(cut.bounds.length / 2)
}

/** Reads record after record and counts, so that trailers can be held against what was read. */
class Batches {
  #last = ''
  #count = 0
  #total = 0
  #done = { count: 0, total: 0 }

  constructor(readonly reading: Zengin21Reading) {}

  *read(bytes: Uint8Array, record: number): Generator<TransferPart> {
    const reader = new RecordReader(record, bytes)
    if (bytes.length > RECORD_LENGTH || bytes.length === 0) {
      reader.fault('wrong_length', Math.min(bytes.length, RECORD_LENGTH) + 1, String(bytes.length), String(RECORD_LENGTH))
    }
    const type = reader.exact(1)
    this.#checkOrder(reader, type)
    const part = this.#part(reader, type)
    for (const error of reader.faults) yield { part: 'error', error }
    if (part !== null) yield part
  }

  /** Faults that only the end of the file shows. */
  *end(records: number): Generator<TransferPart> {
    const fault = (code: 'missing_trailer' | 'missing_end'): TransferPart => ({
      part: 'error',
      error: { record: records, column: null, code },
    })
    if (this.#last === '1' || this.#last === '2') yield fault('missing_trailer')
    if (this.#last !== '9') yield fault('missing_end')
  }

  #checkOrder(reader: RecordReader, type: string): void {
    const expected = followers[this.#last] ?? ''
    if (!Object.hasOwn(followers, type) || type === '') reader.fault('record_type_unknown', 1, type, '1, 2, 8, 9')
    else if (this.#last === '9') reader.fault('after_end', 1, type)
    else if (!expected.includes(type)) {
      const isTrailerMissing = expected === '28' && type !== '2'
      reader.fault(isTrailerMissing ? 'missing_trailer' : 'record_order', 1, type, [...expected].join(', '))
    }
    if (Object.hasOwn(followers, type) && type !== '') this.#last = type
  }

  #part(reader: RecordReader, type: string): TransferPart | null {
    if (type === '1') return { part: 'head', head: this.#head(reader) }
    if (type === '2') return { part: 'transfer', transfer: this.#transfer(reader) }
    if (type === '8') return { part: 'foot', foot: this.#foot(reader) }
    if (type === '9') reader.filler(END_COLUMN)
    return null
  }

  #head(reader: RecordReader): ReadOriginator {
    this.#count = 0
    this.#total = 0
    this.#done = { count: 0, total: 0 }
    const businessType = reader.exact(2)
    if (businessType !== '21') reader.fault('business_type_unknown', 2, businessType, '21')
    reader.code('0')
    const code = reader.digits(10)
    const name = required(reader, 40)
    const payOn = monthAndDay(reader)
    const [bankCode, bankName, branchCode, branchName] = [reader.digits(4), reader.text(15), reader.digits(3), reader.text(15)]
    const accountType = reader.code(`${accountTypes}0 `)
    const accountNumber = reader.digitsOrBlank(7)
    reader.filler(END_COLUMN)
    return { record: reader.record, code, name, payOn, bankCode, bankName, branchCode, branchName, accountType, accountNumber }
  }

  #transfer(reader: RecordReader): ReadTransfer {
    const [bankCode, bankName, branchCode, branchName] = [reader.digits(4), reader.text(15), reader.digits(3), reader.text(15)]
    const clearingHouse = reader.digitsOrBlank(4)
    const accountType = reader.code(accountTypes)
    const accountNumber = reader.digits(7)
    const holderKana = required(reader, 30)
    const amountColumn = reader.column
    const amount = reader.number(10)
    if (amount === 0) reader.fault('amount_zero', amountColumn, '0')
    const newCode = reader.code('012 ')
    const reference = reader.exact(20)
    const transferClass = reader.code('0123456789 ')
    const identification = reader.text(1)
    const result = this.#result(reader, amount)
    this.#count++
    this.#total += amount
    return {
      ...{ record: reader.record, bankCode, bankName, branchCode, branchName, clearingHouse, accountType, accountNumber, holderKana },
      ...{ amount: yen(amount), newCode, ...referenceOf(reference, identification), transferClass, identification, result },
    }
  }

  /** The bank's own result digit among the bytes that the standard leaves blank. */
  #result(reader: RecordReader, amount: number): string | null {
    const { resultColumn } = this.reading
    let result: string | null = null
    if (resultColumn !== null) {
      reader.filler(resultColumn)
      result = reader.text(1)
      if (result === '0') this.#done = { count: this.#done.count + 1, total: this.#done.total + amount }
    }
    reader.filler(END_COLUMN)
    return result === '' ? null : result
  }

  #foot(reader: RecordReader) {
    const [count, total] = [reader.number(6), reader.number(12)]
    if (count !== this.#count) reader.fault('trailer_count', 2, String(count), String(this.#count))
    if (total !== this.#total) reader.fault('trailer_sum', 8, String(total), String(this.#total))
    if (this.reading.resultColumn !== null) this.#checkResultTotals(reader)
    reader.filler(END_COLUMN)
    return { record: reader.record, count, total }
  }

  /** A result file may tell, as type 91 does, how much was carried out and how much was not. */
  #checkResultTotals(reader: RecordReader): void {
    const isTold = reader.bytes.subarray(reader.column - 1, TOTALS_END_COLUMN - 1).some((byte) => byte !== SPACE)
    if (!isTold) return
    const expected = [this.#done.count, this.#done.total, this.#count - this.#done.count, this.#total - this.#done.total]
    for (const [at, wanted] of expected.entries()) {
      const column = reader.column
      const found = reader.number(at % 2 === 0 ? 6 : 12)
      if (found !== wanted) reader.fault(at % 2 === 0 ? 'trailer_count' : 'trailer_sum', column, String(found), String(wanted))
    }
  }
}

function required(reader: RecordReader, width: number): string {
  const column = reader.column
  const text = reader.text(width)
  if (text === '') reader.fault('missing_name', column, '')
  return text
}

const DAYS_IN = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** MMDD as `MM-DD`; the year is not in the file, so the 29th of February passes. */
function monthAndDay(reader: RecordReader): string {
  const column = reader.column
  const found = reader.digits(4)
  const [month, day] = [Number(found.slice(0, 2)), Number(found.slice(2))]
  if (!(day >= 1 && day <= (DAYS_IN[month - 1] ?? 0))) reader.fault('not_a_date', column, found, 'MMDD')
  return `${found.slice(0, 2)}-${found.slice(2)}`
}

/** The 20 bytes behind the amount: EDI information where 識別表示 is Y, else two customer codes. */
function referenceOf(reference: string, identification: string): Pick<ReadTransfer, 'edi' | 'customerCode1' | 'customerCode2'> {
  if (identification === 'Y') return { edi: reference.trimEnd(), customerCode1: '', customerCode2: '' }
  return { edi: '', customerCode1: reference.slice(0, 10).trimEnd(), customerCode2: reference.slice(10).trimEnd() }
}
