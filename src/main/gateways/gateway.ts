import type { BankColumns } from '../../preload/contract/bank-columns'
import type { CollectionFormat, CollectionLine, CollectionPart, Slip, SlipNumbering } from '../../preload/contract/collection'
import type {
  CollectionNotice,
  ColumnChange,
  ColumnProfile,
  FileEncoding,
  FileHead,
  NoticePart,
} from '../../preload/contract/column-profile'
import type { BusinessDate } from '../../preload/contract/date'
import type { DebitBatch, DebitResultCode, ReadDebits, WrittenDebits } from '../../preload/contract/direct-debit'
import type { Result } from '../../preload/contract/errors'
import type { BankName } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { BankAccount, StatementFormat, StatementHead, StatementLine, StatementPart } from '../../preload/contract/statement'
import type {
  TransferBatch,
  TransferDifference,
  TransferFormat,
  TransferOutcome,
  TransferPart,
  WrittenTransfers,
  ZediEnvelope,
  Zengin21Profile,
} from '../../preload/contract/transfers'

/*
 * What services ask of the connectors, in their own words; each folder beside this file answers one of these interfaces, and
 * compose.ts hands them in. A gateway fetches bytes and reads bytes; it never touches the ledger and never decides anything.
 */

/** Reads the statements of a bank, whatever their format. Pure: bytes in, parts out, errors among them. */
export interface StatementReader {
  readStatement(bytes: Uint8Array, profile: { dates: 'era' | 'western'; importedOn: BusinessDate }): Generator<StatementPart>
  /** The format by content, or null and what it looks like instead. */
  recogniseStatement(bytes: Uint8Array): { format: StatementFormat } | { format: null; hint: string }
}

/** The published list of banks and branches. */
export interface BankMaster {
  findBank(code: string): BankName | null
  findBranch(bankCode: string, branchCode: string): BankName | null
  searchBanks(text: string): BankName[]
  searchBranches(bankCode: string, text: string): BankName[]
}

/** One account's statement as a bank would deliver it. */
export interface StatementToDeliver {
  readonly head: Omit<StatementHead, 'format' | 'record' | 'sequenceNumber' | 'layout'>
  readonly lines: Iterable<Omit<StatementLine, 'record' | 'raw'>>
  readonly closing: Yen
}

/** Writes statements the way banks do: for the demonstration bank only. */
export interface DemonstrationBank {
  zengin03(statement: StatementToDeliver): Uint8Array
  camt053(statement: StatementToDeliver): Uint8Array
}

/** An order file as rows of text: the first row that says anything is its header. Empty rows are left out. */
export interface OrderSheet {
  /** Over the bytes of the file. */
  readonly sha256: string
  readonly encoding: 'UTF-8' | 'CP932' | 'xlsx'
  readonly header: OrderSheetRow | null
  /** At most one more than the limit asked for. */
  readonly rows: readonly OrderSheetRow[]
}

export interface OrderSheetRow {
  /** 1-based row as a spreadsheet shows it. */
  readonly row: number
  /** Text as a person would read it: dates as YYYY-MM-DD, formulas as their result. */
  readonly cells: readonly string[]
}

/** Reads order files, CSV or .xlsx by their content. */
export interface OrderFileReader {
  /** Refuses: file_unreadable, file_too_large, file_empty. */
  readOrderFile(path: string, rowsMax: number): Promise<Result<OrderSheet>>
}

/** Files of 総合振込. Pure: bytes and batches in, bytes and findings out. */
export interface TransferFiles {
  /** The same batch and profile always give the same bytes: an approval rests on their digest. Tells what cannot be written. */
  writeTransfers(batch: TransferBatch, profile: Zengin21Profile | ZediEnvelope): WrittenTransfers
  /** Reads a file again; `resultColumn`: where this bank puts its result digit (zengin only). */
  readTransfers(bytes: Uint8Array, format: TransferFormat, reading: { resultColumn: number | null }): Generator<TransferPart>
  /** Reads what was written with another program than wrote it; only a file without a difference may be handed over. */
  compareTransfers(bytes: Uint8Array, batch: TransferBatch, profile: Zengin21Profile | ZediEnvelope): TransferDifference[]
  /** What the bank's answer means; null where nobody has explained it. */
  outcomeOfDigit(digit: string): TransferOutcome | null
  outcomeOfApiStatus(status: string): TransferOutcome | null
}

/** A file that was approved: its digest (SHA-256, hexadecimal) is what the approver saw. */
export interface FileToHandOver {
  /** A plain name: letters, digits, `.`, `_`, `-`; no folder. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly sha256: string
}

/** Why a file was certainly not handed over. */
export type HandOverRefusal =
  | 'name_invalid'
  /** The bytes are not those of the digest, here or as the other side has them. */
  | 'digest_differs'
  /** A file of this name is there already; it is never overwritten. Look what it is. */
  | 'exists'
  | 'place_missing'
  | 'not_permitted'
  | 'no_space'
  | 'unreachable'
  | 'host_key_differs'
  | 'sign_in_refused'
  /** The other side said no in its own words. */
  | 'rejected'

/**
 * How a hand-over ended. `unknown`: the connection was lost after it stood, so the file may be there or not; never taken for a failure,
 * never tried again before `look` has said what is there. `detail` is in the other side's words and holds no secret.
 */
export type Delivery =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'refused'; readonly why: HandOverRefusal; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string }

/** What is there under a file's name. `partial`: an attempt was broken off, no file stands there. `unknown`: nobody could look. */
export interface Look {
  readonly found: 'absent' | 'same' | 'different' | 'partial' | 'unknown'
  readonly detail: string
}

/** A place that takes files for the bank. A file appears there under its name whole, or not at all. */
export interface HandOver {
  deliver(file: FileToHandOver): Promise<Delivery>
  look(file: FileToHandOver): Promise<Look>
}

/** Where the bank's SFTP server is, and which host keys it may show (`SHA256:…`, as ssh-keygen -l prints them). */
export interface SftpPlace {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The folder to put files into; empty for the one the server opens. */
  readonly folder: string
  readonly hostKeys: readonly string[]
  /** Without a sign of life for so long the connection counts as lost. */
  readonly timeoutMs: number
}

/** How Daiko signs in at an SFTP server. */
export type SftpSecret = { readonly password: string } | { readonly privateKey: string; readonly passphrase?: string }

/** The ways to hand a file over. */
export interface HandOvers {
  folder(path: string): HandOver
  sftp(place: SftpPlace, secret: SftpSecret): HandOver
}

/** What is printed on a slip: 44 digits as a symbol, and the two lines people read beneath it. */
export interface SlipBarcode {
  /** AI 91 first, check digit last. */
  readonly digits: string
  readonly lines: readonly [string, string]
}

/** A convenience-store agent: its slips and its result files. Pure: slips and bytes in, digits and findings out. */
export interface StoreAgent {
  /** An amount above SLIP_AMOUNT_MAX, or a reference too long for its place, is a fault of the caller. */
  barcodeOf(slip: Slip, numbering: SlipNumbering): SlipBarcode
  /** The format by content, or null: also for a file of Mizuho Factor without a line, by which alone it can be told. */
  recogniseCollection(bytes: Uint8Array): CollectionFormat | null
  /** Lines and all faults in file order; nothing is thrown, whatever the bytes. A line's `raw` is a view into the file: copy what is kept alone. */
  readCollection(bytes: Uint8Array, format: CollectionFormat, numbering: SlipNumbering): Generator<CollectionPart>
  /** For the demonstration's agent only: a result file as an agent would deliver it. What a layout has no place for is a fault. */
  writeCollection(format: CollectionFormat, lines: Iterable<Omit<CollectionLine, 'record' | 'raw' | 'barcode'>>): Uint8Array
}

/** Files of 預金口座振替 (type 91). Pure: batches and bytes in, bytes and findings out. */
export interface DirectDebitFiles {
  /** The same batch always gives the same bytes: a release rests on their digest. Tells what cannot be written. */
  writeDebits(batch: DebitBatch, separator: 'crlf' | 'none'): WrittenDebits
  /** Reads a file whole, or tells everything that is wrong with it. Never throws. */
  readDebits(bytes: Uint8Array, as: 'request' | 'result'): ReadDebits
  /** For the demonstration's bank and tests: the file as it comes back. */
  writeDebitResults(batch: DebitBatch, codes: readonly DebitResultCode[], separator: 'crlf' | 'none'): Uint8Array
}

/** Files of collectors by saved mappings of their columns. Pure: bytes and a mapping in, notices and findings out. */
export interface NoticeFiles {
  /** What a person needs to say what the columns mean; null where there is no row, or no text in this encoding. */
  readHead(bytes: Uint8Array, encoding: FileEncoding): FileHead | null
  /** Notices and all faults in file order; nothing is thrown, whatever the bytes. `isForbidden`: what no cell may hold. */
  readNotices(bytes: Uint8Array, profile: ColumnProfile, isForbidden: (cell: string) => boolean): Generator<NoticePart>
  /** For the demonstration's collectors only. What a mapping has no place for is a fault. */
  writeNotices(profile: ColumnProfile, notices: Iterable<Omit<CollectionNotice, 'record' | 'raw'>>): Uint8Array
}

/** Statements of banks as CSV, by saved mappings of their columns. Pure: bytes and mappings in, parts and findings out. */
export interface StatementSheets {
  /** The mapping whose header is the file's; else how the columns of its nearest kin have changed; null where it is kin to none. */
  recogniseSheet<T extends { readonly columns: BankColumns }>(
    bytes: Uint8Array,
    mappings: readonly T[],
  ): { readonly mapping: T } | { readonly changed: readonly ColumnChange[] } | null
  readSheet(
    bytes: Uint8Array,
    reading: { readonly account: BankAccount; readonly columns: BankColumns; readonly importedOn: BusinessDate },
  ): Generator<StatementPart>
}

export interface Gateways {
  readonly statementSheets: StatementSheets
  readonly orderFiles: OrderFileReader
  readonly statements: StatementReader
  readonly banks: BankMaster
  readonly demonstrationBank: DemonstrationBank
  readonly transferFiles: TransferFiles
  readonly handOvers: HandOvers
  readonly storeAgent: StoreAgent
  readonly directDebit: DirectDebitFiles
  readonly noticeFiles: NoticeFiles
  /** National holidays of Japan, `YYYY-MM-DD`. */
  readonly holidays: ReadonlySet<string>
}
