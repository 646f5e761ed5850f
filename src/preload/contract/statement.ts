import { z } from 'zod'
import { BusinessDate } from './date'
import type { PositiveYen, Yen } from './money'

/** The bank's account as every statement names it: 統一金融機関番号, 統一店番号, 預金種目, 口座番号 (7 digits). */
export const BankAccount = z.object({
  bankCode: z.string().regex(/^\d{4}$/),
  branchCode: z.string().regex(/^\d{3}$/),
  /** 1 普通 · 2 当座 · 4 貯蓄 · 9 その他 */
  accountType: z.enum(['1', '2', '4', '9']),
  accountNumber: z.string().regex(/^\d{7}$/),
})
export type BankAccount = z.infer<typeof BankAccount>

/** An account of which a bank sends statements: also a deposit that nobody can be paid from or to (5 通知 · 6 定期 · 7 積立定期). */
export const StatementAccount = BankAccount.extend({ accountType: z.enum(['1', '2', '4', '5', '6', '7', '9']) })
export type StatementAccount = z.infer<typeof StatementAccount>

export const StatementFormat = z.enum([
  'zengin-03',
  'zengin-03-csv',
  'camt.053',
  'camt.052',
  'bank-csv',
  'zengin-01',
  'zengin-01-csv',
  'camt.054',
])
export type StatementFormat = z.infer<typeof StatementFormat>

/**
 * Which of a bank's files book the money of an account. A statement tells every movement; a notice (振込入金通知) tells credits, earlier and
 * without balances. Both tell of the same money, so an account is booked from one of them and files of the other are refused.
 */
export const BooksFrom = z.enum(['statement', 'notice'])
export type BooksFrom = z.infer<typeof BooksFrom>

const noticeFormats: ReadonlySet<StatementFormat> = new Set<StatementFormat>(['zengin-01', 'zengin-01-csv', 'camt.054'])

/** Whether a format is a statement or a notice. */
export function kindOfFormat(format: StatementFormat): BooksFrom {
  return noticeFormats.has(format) ? 'notice' : 'statement'
}

/** What kind of movement a line is, whatever the bank's own code for it. `correction` is 訂正 (取引区分 19), `cancellation` 取消 of a notified credit. */
export const LineKind = z.enum([
  'cash',
  'transfer',
  'cheque',
  'clearing_house',
  'book_transfer',
  'continuation',
  'other',
  'correction',
  'cancellation',
  'unknown',
])
export type LineKind = z.infer<typeof LineKind>

/** One line of a bank statement as it was read, before anything is known about what it pays. */
export interface StatementLine {
  /** 1-based number of the record (zengin), the row (CSV) or the entry (camt) in its file. */
  record: number
  direction: 'credit' | 'debit'
  bookedOn: BusinessDate
  valueOn: BusinessDate
  amount: PositiveYen
  kind: LineKind
  /** Why this credit must never be taken for a customer's money, or null: 訂正, a returned transfer, uncleared cheques. */
  notCustomerMoney: 'correction' | 'returned' | 'uncleared_cheque' | null
  /** 10 digits (branch 3 + number 7) where the bank delivers a virtual account or remitter code, else null. */
  remitterCode: string | null
  remitterName: string
  remittingBank: string
  remittingBranch: string
  description: string
  edi: string
  bankReference: string
  /** The exact bytes this line came from. */
  raw: Uint8Array
}

/** What stands above the lines of one account: whose statement it is, for which days, from which balance. */
export interface StatementHead {
  format: StatementFormat
  /** 1-based record where it begins. */
  record: number
  account: StatementAccount
  accountName: string
  bankName: string
  branchName: string
  from: BusinessDate
  to: BusinessDate
  createdOn: BusinessDate
  /** Balance before the first line, where the bank tells it. */
  opening: Yen | null
  /** The bank's own number of this statement, where it gives one. */
  sequenceNumber: string | null
  /** Which layout of the format its lines have, where there is more than one and the file does not say. */
  layout: StatementLayout | null
}

/** Layouts that share a header: formats A and B of 振込入金通知; ②-1 and ②-2 of 入出金取引明細 (②-2: 通知, 定期, 積立定期). */
export const StatementLayout = z.enum(['A', 'B', '2-1', '2-2'])
export type StatementLayout = z.infer<typeof StatementLayout>

/** A date as the file writes it, and what it was taken for by which rule. */
export const ReadDate = z.object({ written: z.string(), date: BusinessDate, rule: z.enum(['reiwa', 'heisei', 'western']) })
export type ReadDate = z.infer<typeof ReadDate>

export interface StatementFoot {
  record: number
  /** Balance after the last line, where the bank tells it. */
  closing: Yen | null
  /** Every date of it that had to be interpreted, each once, in the order in which it was met; at most READ_DATES_MAX. */
  readDates: readonly ReadDate[]
}
export const READ_DATES_MAX = 400

/** An entry that the bank tells of but has not booked (PDNG, INFO): it may vanish again, so it is shown and never stored. */
export interface PendingEntry {
  record: number
  status: string
  direction: 'credit' | 'debit'
  amount: PositiveYen
}

/** Every fault a statement can have, by name. The list is closed: the desk has a sentence for each, and a test provokes each. */
export const recordErrorCodes = [
  // the file as a whole
  'format_unknown',
  'encoding_not_supported',
  'ebcdic_not_supported',
  'not_well_formed',
  'doctype_refused',
  // cutting it into records
  'wrong_length',
  'wrong_columns',
  'mixed_separators',
  'mixed_layouts',
  'illegal_character',
  'record_type_unknown',
  'record_order',
  'missing_trailer',
  'missing_end',
  'after_end',
  // one field
  'missing_element',
  'not_a_number',
  'not_a_date',
  'date_ambiguous',
  'date_out_of_period',
  'code_unknown',
  'direction_unknown',
  'amount_zero',
  'not_yen',
  'fraction_of_yen',
  'unsupported_account_type',
  'account_not_identified',
  // the figures against each other
  'trailer_count',
  'trailer_sum',
  'balance_mismatch',
  'end_count',
] as const
export type RecordErrorCode = (typeof recordErrorCodes)[number]

/** What a file that is no statement of a known format looks like: `found` of a `format_unknown`, and the hint of that refusal. */
export const formatHints = [
  'empty',
  'zengin_21',
  'zengin_91',
  'zengin_other',
  'ebcdic',
  'pain_001',
  'xml_other',
  'spreadsheet',
  'zip',
  'pdf',
  'unknown',
] as const
export type FormatHint = (typeof formatHints)[number]

/** One fault of a file, in a place a clerk can point at. `column` is the 1-based byte (zengin), the 1-based column (CSV) or null (camt). */
export const RecordError = z.object({
  record: z.int(),
  column: z.int().nullable(),
  code: z.enum(recordErrorCodes),
  /** A plain English sentence; the desk shows its own words for `code` with `found` filled in. */
  message: z.string(),
  found: z.string().optional(),
  expected: z.string().optional(),
})
export type RecordError = z.infer<typeof RecordError>

/**
 * What a reader of statements yields, in file order: head, lines, foot, and so on for each account of the file.
 * After an `error` the reader goes on as far as it can, so that all faults are told at once.
 */
export type StatementPart =
  | { part: 'head'; head: StatementHead }
  | { part: 'line'; line: StatementLine }
  | { part: 'pending'; pending: PendingEntry }
  | { part: 'foot'; foot: StatementFoot }
  | { part: 'error'; error: RecordError }
