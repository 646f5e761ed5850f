import { z } from 'zod'
import type { BusinessDate } from './date'
import { KanaProblem } from './errors'
import type { PositiveYen, Yen } from './money'
import type { BankAccount } from './statement'

/* 総合振込: the nouns of a file of bank transfers, as services hand it to gateways/bank-transfer and get it back. */

/** 全銀 type 21 (120 bytes a record), or ISO 20022 pain.001.001.03 as ZEDI takes it. */
export const TransferFormat = z.enum(['zengin-21', 'pain.001'])
export type TransferFormat = z.infer<typeof TransferFormat>

/** The most that one file can say: amount 10 digits, total 12, count 6. */
export const TRANSFER_YEN_MAX = 9_999_999_999
export const TRANSFERS_YEN_MAX = 999_999_999_999
export const TRANSFERS_MAX = 999_999

/** One payment to one account. Names in legal half-width kana (settlement/transfer-names.ts), empty where they are not told. */
export interface Transfer {
  readonly account: BankAccount
  readonly bankName: string
  readonly branchName: string
  /** 受取人名, at most 30 bytes. */
  readonly holderKana: string
  readonly amount: PositiveYen
  /** 新規コード: 1 the first transfer to this account, 2 the account was changed, 0 neither. */
  readonly newCode: '0' | '1' | '2'
  /** EDI information for the payee, at most 20 bytes; empty for none. */
  readonly edi: string
}

/** 振込依頼人: who pays, from which account; the code is given by the bank. */
export interface Originator {
  /** 振込依頼人コード, 10 digits. */
  readonly code: string
  /** At most 40 bytes. */
  readonly name: string
  readonly account: BankAccount
  readonly bankName: string
  readonly branchName: string
}

/** What one file is to say: who pays whom how much on which day. */
export interface TransferBatch {
  readonly originator: Originator
  /** 取組日: the day the payees have their money; a business day of the banks. */
  readonly payOn: BusinessDate
  readonly transfers: readonly Transfer[]
}

/** What a bank wants of its file beyond the standard. */
export const Zengin21Profile = z.object({
  format: z.literal('zengin-21'),
  /** What stands after each record, the last one too. */
  separator: z.enum(['crlf', 'none']).default('crlf'),
  /** 振込指定区分: 7 by wire (テレ), 8 by post, a space where the bank wants none. */
  transferClass: z.enum(['7', '8', ' ']).default('7'),
})
export type Zengin21Profile = z.infer<typeof Zengin21Profile>

/** The envelope of a ZEDI message. `from` and `to` are agreed with the bank; `from` may hold a password, so it is never logged. */
export interface ZediEnvelope {
  readonly format: 'pain.001'
  /** At most 35 characters of A–Z, a–z, 0–9 and `-`; the same for a file that is written again. */
  readonly messageId: string
  /** The moment the file was made: an instant of the audit clock. */
  readonly createdAt: number
  readonly from: string
  readonly to: string
  readonly transferClass: '7' | '8' | ' '
}

/** Why a batch cannot be written, where: 1-based transfer (0: the originator or the file as a whole) and field. */
export const TransferProblem = z.object({
  transfer: z.int(),
  field: z.enum([
    ...(['originator_code', 'originator_name', 'account', 'bank_name', 'branch_name', 'holder_name', 'amount', 'edi'] as const),
    ...(['count', 'total', 'envelope'] as const),
  ]),
  code: z.enum([...KanaProblem.shape.code.options, 'not_digits', 'out_of_range', 'too_many', 'outer_space']),
  /** 1-based character of a text, else null. */
  position: z.int().nullable(),
  found: z.string(),
})
export type TransferProblem = z.infer<typeof TransferProblem>

/** A file, or what stands against it: the first problems and how many there are. */
export type WrittenTransfers = { ok: true; bytes: Uint8Array } | { ok: false; problems: TransferProblem[]; total: number }

/** Every fault a file of transfers can have, by name; names shared with statement files mean the same there. */
export const transferFaultCodes = [
  'format_unknown',
  'encoding_not_supported',
  'ebcdic_not_supported',
  'wrong_length',
  'mixed_separators',
  'illegal_character',
  'record_type_unknown',
  'business_type_unknown',
  'record_order',
  'missing_trailer',
  'missing_end',
  'after_end',
  'not_a_number',
  'not_a_date',
  'code_unknown',
  'amount_zero',
  'missing_name',
  'filler_used',
  'trailer_count',
  'trailer_sum',
  // ISO 20022 only
  'not_well_formed',
  'doctype_refused',
  'missing_element',
  'not_yen',
] as const
export type TransferFaultCode = (typeof transferFaultCodes)[number]

/** One fault of a file, in a place a person can point at. `record` 0: the file as a whole; `column`: 1-based byte, null in XML. */
export const TransferFault = z.object({
  record: z.int(),
  column: z.int().nullable(),
  code: z.enum(transferFaultCodes),
  found: z.string().optional(),
  expected: z.string().optional(),
})
export type TransferFault = z.infer<typeof TransferFault>

/** Header of a batch as it was read; the date has no year. */
export interface ReadOriginator {
  readonly record: number
  readonly code: string
  readonly name: string
  /** `MM-DD` (zengin) or `YYYY-MM-DD` (ISO 20022), as the file says it. */
  readonly payOn: string
  readonly bankCode: string
  readonly bankName: string
  readonly branchCode: string
  readonly branchName: string
  /** Empty where the file does not say. */
  readonly accountType: string
  readonly accountNumber: string
}

/** One transfer as it was read, before anything is known about what it was meant to be. */
export interface ReadTransfer {
  readonly record: number
  readonly bankCode: string
  readonly bankName: string
  readonly branchCode: string
  readonly branchName: string
  /** 手形交換所番号; empty where it is blank. */
  readonly clearingHouse: string
  readonly accountType: string
  readonly accountNumber: string
  readonly holderKana: string
  readonly amount: Yen
  readonly newCode: string
  /** 顧客コード1 and 2 where the bytes are no EDI information. */
  readonly customerCode1: string
  readonly customerCode2: string
  readonly edi: string
  readonly transferClass: string
  /** 識別表示 as it stands: `Y` where the 20 bytes are EDI information. */
  readonly identification: string
  /** The bank's result digit, where the profile says in which column it stands, else null. */
  readonly result: string | null
}

export interface ReadTotals {
  readonly record: number
  readonly count: number
  readonly total: number
}

/** What a reader of transfer files yields, in file order. After an `error` it goes on as far as it can, so that all faults are told. */
export type TransferPart =
  | { readonly part: 'head'; readonly head: ReadOriginator }
  | { readonly part: 'transfer'; readonly transfer: ReadTransfer }
  | { readonly part: 'foot'; readonly foot: ReadTotals }
  | { readonly part: 'error'; readonly error: TransferFault }

/** One way in which a file is not what was intended. `record` 0: the file as a whole. */
export const TransferDifference = z.object({
  kind: z.enum(['unreadable', 'file', 'head', 'transfer', 'missing', 'added']),
  record: z.int(),
  /** The field that differs; of an unreadable file the name of the fault. */
  field: z.string(),
  intended: z.string(),
  found: z.string(),
})
export type TransferDifference = z.infer<typeof TransferDifference>

/** The latest moment at which the bank takes a file for a pay day: so many business days before it, at a time of day in Japan. */
export const CutOff = z.object({
  businessDaysBefore: z.int().min(0).max(10),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
})
export type CutOff = z.infer<typeof CutOff>

/** What a bank says of one transfer, whatever its code for it; the screen has words for each, and for what to do (transfers.outcome, .fix). */
export const TransferOutcome = z.enum([
  'carried_out',
  'no_such_account',
  'name_differs',
  'cancelled_by_originator',
  'not_carried_out',
  'returned',
  'recall_running',
  'recalled',
  'recall_failed',
  'partly_returned',
  'other',
])
export type TransferOutcome = z.infer<typeof TransferOutcome>
