import type {
  ReadOriginator,
  ReadTransfer,
  Transfer,
  TransferBatch,
  TransferDifference,
  TransferFault,
  ZediEnvelope,
  Zengin21Profile,
} from '../../../preload/contract/transfers'
import { RECORD_LENGTH } from './cut-records'
import { isOfEnvelope, readPain001 } from './read-pain-001'
import { readZengin21 } from './read-zengin-21'

/*
 * Holds a file that was written against what it was meant to say, by reading it anew with a reader that shares nothing with the writer.
 * Only a file without a difference may be handed over.
 */

/** More than a person will read. */
const DIFFERENCES_MOST = 100
const SEPARATOR_BYTES = { crlf: 2, none: 0 } as const

type Expected<T> = Readonly<Partial<Record<keyof T, string | number>>>
type Payee = Partial<
  Pick<Record<keyof ReadTransfer, string | number>, 'bankCode' | 'branchCode' | 'accountNumber' | 'holderKana' | 'amount'>
>

/** Every way in which the bytes differ from the batch, the first hundred; none means that the file says this and nothing else. */
export function compareTransfers(bytes: Uint8Array, batch: TransferBatch, profile: Zengin21Profile | ZediEnvelope): TransferDifference[] {
  const differences = new Differences()
  if (profile.format === 'zengin-21') checkFraming(differences, bytes, batch, profile)
  else if (!isOfEnvelope(bytes, profile)) differences.add('file', 0, 'envelope', profile.messageId, 'another')
  const rows = new Rows(differences, batch.transfers, profile)
  let heads = 0
  for (const part of profile.format === 'zengin-21' ? readZengin21(bytes) : readPain001(bytes)) {
    if (part.part === 'transfer') rows.read(part.transfer)
    else if (part.part === 'error') differences.fault(part.error)
    else if (part.part === 'head') {
      differences.fields('head', part.head, headOf(batch, profile))
      heads++
    }
  }
  rows.end()
  if (heads !== 1) differences.add('file', 0, 'batches', 1, heads)
  return differences.found
}

/** A zengin file has exactly so many bytes, and each record its separator. */
function checkFraming(differences: Differences, bytes: Uint8Array, { transfers }: TransferBatch, { separator }: Zengin21Profile): void {
  const length = (transfers.length + 3) * (RECORD_LENGTH + SEPARATOR_BYTES[separator])
  if (bytes.length !== length) differences.add('file', 0, 'length', length, bytes.length)
}

function headOf({ originator, payOn }: TransferBatch, { format }: Zengin21Profile | ZediEnvelope): Expected<ReadOriginator> {
  const { code, name, account, bankName, branchName } = originator
  return { code, name, payOn: format === 'zengin-21' ? payOn.slice(5) : payOn, bankName, branchName, ...account }
}

function expectedOf(transfer: Transfer, profile: Zengin21Profile | ZediEnvelope): Expected<ReadTransfer> {
  const { account, ...said } = transfer
  const isZengin = profile.format === 'zengin-21'
  const unused = isZengin && said.edi === '' ? '0000000000' : ''
  return {
    ...said,
    ...account,
    clearingHouse: isZengin ? '0000' : '',
    customerCode1: unused,
    customerCode2: unused,
    transferClass: profile.transferClass.trim(),
    identification: said.edi === '' ? '' : 'Y',
  }
}

/**
 * Holds transfers as they are read against those intended, row by row. Where a row fits its neighbour instead, one was left out or
 * added, and the rest is not blamed for it. Keeps one row back to see its neighbour, and no more.
 */
class Rows {
  #held: ReadTransfer | null = null
  #wanted = 0

  constructor(
    readonly differences: Differences,
    readonly intended: readonly Transfer[],
    readonly profile: Zengin21Profile | ZediEnvelope,
  ) {}

  #expected(at: number): Expected<ReadTransfer> | null {
    const transfer = this.intended[at]
    return transfer === undefined ? null : expectedOf(transfer, this.profile)
  }

  read(transfer: ReadTransfer): void {
    if (this.#held !== null) this.#settle(this.#held, transfer)
    this.#held = transfer
  }

  /** What is left on either side when the file has ended. */
  end(): void {
    if (this.#held !== null) this.#settle(this.#held, null)
    for (; this.#wanted < this.intended.length; this.#wanted++) this.#missing(this.#expected(this.#wanted), 0)
  }

  #settle(read: ReadTransfer, next: ReadTransfer | null): void {
    const row = this.#expected(this.#wanted)
    if (row !== null && isSame(row, read)) this.#wanted++
    else if (row === null || isSame(row, next)) this.differences.add('added', read.record, 'transfer', '', spoken(read))
    else {
      const rowAfter = this.#expected(this.#wanted + 1)
      const isLeftOut = rowAfter !== null && isSame(rowAfter, read)
      if (isLeftOut) this.#missing(row, read.record)
      else this.differences.fields('transfer', read, row)
      this.#wanted += isLeftOut ? 2 : 1
    }
  }

  #missing(row: Expected<ReadTransfer> | null, record: number): void {
    this.differences.add('missing', record, 'transfer', spoken(row), '')
  }
}

function isSame(row: Expected<ReadTransfer>, transfer: ReadTransfer | null): boolean {
  if (transfer === null) return false
  for (const field of keysOf(row)) if (row[field] !== transfer[field]) return false
  return true
}

function keysOf<T>(expected: Expected<T>): (keyof T)[] {
  const keys: (keyof T)[] = []
  for (const key in expected) keys.push(key)
  return keys
}

function spoken(row: Payee | null): string {
  return row === null ? '' : [row.bankCode, row.branchCode, row.accountNumber, row.holderKana, row.amount].join(' ')
}

class Differences {
  readonly found: TransferDifference[] = []

  add(kind: TransferDifference['kind'], record: number, field: string, intended: string | number, found: string | number): void {
    if (this.found.length < DIFFERENCES_MOST) {
      this.found.push({ kind, record, field, intended: String(intended), found: String(found) })
    }
  }

  fault({ record, code, expected = '', found = '' }: TransferFault): void {
    this.add('unreadable', record, code, expected, found)
  }

  /** Each field that was read otherwise than it was meant. */
  fields<T extends { readonly record: number }>(kind: 'head' | 'transfer', read: T, expected: Expected<T>): void {
    for (const field of keysOf(expected)) {
      const wanted = expected[field] ?? ''
      if (read[field] !== wanted) this.add(kind, read.record, String(field), wanted, String(read[field]))
    }
  }
}
