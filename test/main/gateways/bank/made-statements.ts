import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import type { ReadingProfile } from '../../../../src/main/gateways/bank/profile'
import { writeCamt053 } from '../../../../src/main/gateways/bank/write-camt-053'
import type { StatementToWrite } from '../../../../src/main/gateways/bank/write-zengin-03'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import type { Field } from '../../../../src/main/gateways/bank/zengin-fields'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import type {
  PendingEntry,
  RecordError,
  StatementFoot,
  StatementHead,
  StatementLine,
  StatementPart,
} from '../../../../src/preload/contract/statement'

/** The statements these tests are about: made here, never taken from a bank. */

export const era: ReadingProfile = { dates: 'era', importedOn: businessDate('2026-11-21') }
export const western: ReadingProfile = { ...era, dates: 'western' }

export type LineToWrite = Omit<StatementLine, 'record' | 'raw'>

export const credit: LineToWrite = {
  direction: 'credit',
  bookedOn: businessDate('2026-11-20'),
  valueOn: businessDate('2026-11-20'),
  amount: PositiveYen.parse(12_000),
  kind: 'transfer',
  notCustomerMoney: null,
  remitterCode: '1010000001',
  remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ',
  remittingBank: 'ﾐﾂﾋﾞｼUFJ',
  remittingBranch: 'ｼﾝｼﾞﾕｸ',
  description: 'ﾌﾘｺﾐ',
  edi: 'ORDER-1',
  bankReference: '00000017',
}

export const debit: LineToWrite = {
  ...credit,
  direction: 'debit',
  amount: PositiveYen.parse(3_000),
  remitterCode: null,
  remitterName: 'ﾃﾞﾝｷ',
  bankReference: '00000018',
}

export const head: StatementToWrite['head'] = {
  account: { bankCode: '0005', branchCode: '101', accountType: '1', accountNumber: '1234567' },
  accountName: 'ﾀﾞｲｺｳ(ｶ',
  bankName: 'ﾐﾂﾋﾞｼUFJ',
  branchName: 'ﾎﾝﾃﾝ',
  from: businessDate('2026-11-01'),
  to: businessDate('2026-11-20'),
  createdOn: businessDate('2026-11-21'),
  opening: yen(100_000),
}

/** Opening 100,000 + 12,000 − 3,000 = closing 109,000. */
export const statement: StatementToWrite = { head, lines: [credit, debit], closing: yen(109_000) }

/** Header, two lines, trailer, end: 1,000 bytes without separators. */
export function zengin(): Uint8Array {
  return writeZengin03([statement], 'none')
}

/** The file with a field of one record (1-based) overwritten. */
export function withField(bytes: Uint8Array, record: number, field: Field, text: string): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed.set(Buffer.from(text.padEnd(field.length), 'latin1').subarray(0, field.length), (record - 1) * 200 + field.offset)
  return changed
}

/** The file cut into its 200-byte records. */
export function recordsOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / 200 }, (_, index) => bytes.slice(index * 200, index * 200 + 200))
}

export function joined(...pieces: (Uint8Array | string)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece))))
}

export type Replacement = readonly [found: string | RegExp, put: string]

/** The usual camt.053 as text, with replacements made in it; each must be found. */
export function camt(...replacements: readonly Replacement[]): Uint8Array {
  let text = new TextDecoder().decode(writeCamt053([statement]))
  for (const [found, put] of replacements) {
    const changed = text.replace(found, () => put)
    if (changed === text) throw new Error(`${found} is not in the statement`)
    text = changed
  }
  return new TextEncoder().encode(text)
}

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '../../../fixtures', name)))
}

export interface ReadParts {
  heads: StatementHead[]
  lines: StatementLine[]
  feet: StatementFoot[]
  pending: PendingEntry[]
  errors: RecordError[]
}

/** The parts by kind. */
export function sorted(parts: Iterable<StatementPart>): ReadParts {
  const read: ReadParts = { heads: [], lines: [], feet: [], pending: [], errors: [] }
  for (const part of parts) {
    if (part.part === 'head') read.heads.push(part.head)
    else if (part.part === 'line') read.lines.push(part.line)
    else if (part.part === 'foot') read.feet.push(part.foot)
    else if (part.part === 'pending') read.pending.push(part.pending)
    else read.errors.push(part.error)
  }
  return read
}

/** `code@record:column`, in the order told. */
export function places(errors: readonly RecordError[]): string[] {
  return errors.map(({ code, record, column }) => `${code}@${record}${column === null ? '' : `:${column}`}`)
}

/** The fields of one kind of record, in their order. */
export type Layout = Readonly<Record<string, Field>>

/** The records of a file as rows: texts quoted, numbers as they stand or (`short`) without the zeros in front. */
export function rowsOf(bytes: Uint8Array, layouts: Readonly<Record<string, Layout>>, isShort: boolean): string[] {
  return recordsOf(bytes).map((record) => {
    const text = iconv.decode(Buffer.from(record), 'cp932')
    const cells = Object.values(layouts[text.charAt(0)] ?? {}).map(({ offset, length, kind }) => {
      const cell = text.slice(offset, offset + length).trimEnd()
      if (kind === 'C') return `"${cell}"`
      return isShort ? cell.replace(/^0+/, '') : cell
    })
    return cells.join(',')
  })
}

/** Rows as a bank writes them. */
export const cp932 = (rows: readonly string[]) => iconv.encode(`${rows.join('\r\n')}\r\n`, 'cp932')
