import type { Transfer, TransferBatch, WrittenTransfers, Zengin21Profile } from '../../../preload/contract/transfers'
import { checkBatch } from './check-batch'
import { data, type Field, header, RECORD_BYTES, recordType, trailer } from './zengin-21-layout'

const separators = { crlf: [0x0d, 0x0a], none: [] } as const
const SPACE = 0x20
const ZERO = 0x30
const YEN_SIGN = 0x5c
/** 0xA1 is ｡, the first of the half-width kana. */
const KANA_OFFSET = 0xff61 - 0xa1

/**
 * Writes 総合振込 (type 21): one batch, in JIS X 0201, byte by byte as the tables say. What a field cannot hold is told as a problem;
 * nothing is cut or changed. Pure: the same batch and profile give the same bytes, so that an approval can rest on their digest.
 */
export function writeZengin21(batch: TransferBatch, profile: Zengin21Profile): WrittenTransfers {
  const { problems, total } = checkBatch(batch)
  if (total > 0) return { ok: false, problems, total }
  const file = new File(batch.transfers.length + 3, separators[profile.separator])
  writeHeader(file, batch)
  let sum = 0
  for (const transfer of batch.transfers) {
    writeData(file, transfer, profile)
    sum += transfer.amount
  }
  file.begin('8')
  file.put(trailer.count, String(batch.transfers.length))
  file.put(trailer.total, String(sum))
  file.begin('9')
  return { ok: true, bytes: file.bytes }
}

function writeHeader(file: File, { originator, payOn }: TransferBatch): void {
  const { account } = originator
  file.begin('1')
  file.put(header.businessType, '21')
  file.put(header.characterCode, '0')
  file.put(header.originatorCode, originator.code)
  file.put(header.originatorName, originator.name)
  file.put(header.payOn, payOn.slice(5).replace('-', ''))
  file.put(header.bankCode, account.bankCode)
  file.put(header.bankName, originator.bankName)
  file.put(header.branchCode, account.branchCode)
  file.put(header.branchName, originator.branchName)
  file.put(header.accountType, account.accountType)
  file.put(header.accountNumber, account.accountNumber)
}

function writeData(file: File, transfer: Transfer, { transferClass }: Zengin21Profile): void {
  const { account, edi } = transfer
  file.begin('2')
  file.put(data.bankCode, account.bankCode)
  file.put(data.bankName, transfer.bankName)
  file.put(data.branchCode, account.branchCode)
  file.put(data.branchName, transfer.branchName)
  file.put(data.clearingHouse, '')
  file.put(data.accountType, account.accountType)
  file.put(data.accountNumber, account.accountNumber)
  file.put(data.holderName, transfer.holderKana)
  file.put(data.amount, String(transfer.amount))
  file.put(data.newCode, transfer.newCode)
  if (edi === '') {
    file.put(data.customerCode1, '')
    file.put(data.customerCode2, '')
  } else file.put(data.edi, edi)
  file.put(data.transferClass, transferClass)
  file.put(data.identification, edi === '' ? '' : 'Y')
}

/** Records one after another in memory that was taken once: spaces, what was put into them, and the separator. */
class File {
  readonly bytes: Uint8Array
  readonly #step: number
  #start: number

  constructor(records: number, separator: readonly number[]) {
    this.#step = RECORD_BYTES + separator.length
    this.#start = -this.#step
    this.bytes = new Uint8Array(records * this.#step).fill(SPACE)
    for (let at = RECORD_BYTES; at < this.bytes.length; at += this.#step) this.bytes.set(separator, at)
  }

  begin(type: '1' | '2' | '8' | '9'): void {
    this.#start += this.#step
    this.put(recordType, type)
  }

  /** Digits go to the right behind zeros, text to the left before the spaces that are there already. */
  put({ offset, length, kind }: Field, text: string): void {
    const from = this.#start + offset
    const first = kind === 'N' ? from + length - text.length : from
    if (kind === 'N') this.bytes.fill(ZERO, from, first)
    for (let at = 0; at < text.length; at++) this.bytes[first + at] = byteOf(text.charCodeAt(at))
  }
}

/** The byte of a character the check has let through. */
function byteOf(character: number): number {
  if (character >= 0xff61) return character - KANA_OFFSET
  return character === 0xa5 ? YEN_SIGN : character
}
