import type {
  ReadOriginator,
  ReadTransfer,
  Transfer,
  TransferBatch,
  TransferDifference,
  TransferPart,
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
  const parts = profile.format === 'zengin-21' ? readZengin21(bytes) : readPain001(bytes)
  const [heads, transfers] = sorted(parts, differences)
  for (const head of heads) differences.fields('head', head, headOf(batch, profile))
  if (heads.length !== 1) differences.add('file', 0, 'batches', 1, heads.length)
  compareRows(
    differences,
    batch.transfers.map((transfer) => expectedOf(transfer, profile)),
    transfers,
  )
  return differences.found
}

/** A zengin file has exactly so many bytes, and each record its separator. */
function checkFraming(differences: Differences, bytes: Uint8Array, { transfers }: TransferBatch, { separator }: Zengin21Profile): void {
  const length = (transfers.length + 3) * (RECORD_LENGTH + SEPARATOR_BYTES[separator])
  if (bytes.length !== length) differences.add('file', 0, 'length', length, bytes.length)
}

function sorted(parts: Iterable<TransferPart>, differences: Differences): [ReadOriginator[], ReadTransfer[]] {
  const heads: ReadOriginator[] = []
  const transfers: ReadTransfer[] = []
  for (const part of parts) {
    if (part.part === 'head') heads.push(part.head)
    else if (part.part === 'transfer') transfers.push(part.transfer)
    else if (part.part === 'error') {
      const { record, code, expected = '', found = '' } = part.error
      differences.add('unreadable', record, code, expected, found)
    }
  }
  return [heads, transfers]
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

/** Row by row; where a row fits its neighbour instead, one was left out or added, and the rest is not blamed for it. */
function compareRows(differences: Differences, intended: readonly Expected<ReadTransfer>[], found: readonly ReadTransfer[]): void {
  let [wanted, read] = [0, 0]
  while (wanted < intended.length || read < found.length) {
    const [row, transfer] = [intended[wanted], found[read]]
    if (row === undefined || (transfer !== undefined && !isSame(row, transfer) && fits(row, found[read + 1]))) {
      differences.add('added', transfer?.record ?? 0, 'transfer', '', spoken(transfer))
      read++
    } else if (transfer === undefined || (!isSame(row, transfer) && fits(intended[wanted + 1], transfer))) {
      differences.add('missing', transfer?.record ?? 0, 'transfer', spoken(row), '')
      wanted++
    } else {
      differences.fields('transfer', transfer, row)
      wanted++
      read++
    }
  }
}

const fits = (row: Expected<ReadTransfer> | undefined, transfer: ReadTransfer | undefined) =>
  row !== undefined && transfer !== undefined && isSame(row, transfer)

function isSame(row: Expected<ReadTransfer>, transfer: ReadTransfer): boolean {
  for (const field of keysOf(row)) if (row[field] !== transfer[field]) return false
  return true
}

function keysOf<T>(expected: Expected<T>): (keyof T)[] {
  const keys: (keyof T)[] = []
  for (const key in expected) keys.push(key)
  return keys
}

function spoken(row: Payee | undefined): string {
  return row === undefined ? '' : [row.bankCode, row.branchCode, row.accountNumber, row.holderKana, row.amount].join(' ')
}

class Differences {
  readonly found: TransferDifference[] = []

  add(kind: TransferDifference['kind'], record: number, field: string, intended: string | number, found: string | number): void {
    if (this.found.length < DIFFERENCES_MOST) {
      this.found.push({ kind, record, field, intended: String(intended), found: String(found) })
    }
  }

  /** Each field that was read otherwise than it was meant. */
  fields<T extends { readonly record: number }>(kind: 'head' | 'transfer', read: T, expected: Expected<T>): void {
    for (const field of keysOf(expected)) {
      const wanted = expected[field] ?? ''
      if (read[field] !== wanted) this.add(kind, read.record, String(field), wanted, String(read[field]))
    }
  }
}
