import type { BusinessDate } from '../../preload/contract/date'
import type { Result } from '../../preload/contract/errors'
import type { BankName } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { StatementHead, StatementLine, StatementPart } from '../../preload/contract/statement'

/*
 * What services ask of the connectors, in their own words; each folder beside this file answers one of these interfaces, and
 * compose.ts hands them in. A gateway fetches bytes and reads bytes; it never touches the ledger and never decides anything.
 */

/** Reads the statements of a bank, whatever their format. Pure: bytes in, parts out, errors among them. */
export interface StatementReader {
  readStatement(bytes: Uint8Array, profile: { dates: 'era' | 'western'; importedOn: BusinessDate }): Generator<StatementPart>
  /** The format by content, or null and what it looks like instead. */
  recogniseStatement(bytes: Uint8Array): { format: 'zengin-03' | 'camt.053' } | { format: null; hint: string }
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
  readonly head: Omit<StatementHead, 'format' | 'record' | 'sequenceNumber'>
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

export interface Gateways {
  readonly orderFiles: OrderFileReader
  readonly statements: StatementReader
  readonly banks: BankMaster
  readonly demonstrationBank: DemonstrationBank
  /** National holidays of Japan, `YYYY-MM-DD`. */
  readonly holidays: ReadonlySet<string>
}
