import { z } from 'zod'
import type { BusinessDate } from './date'
import type { PositiveYen, Yen } from './money'

/*
 * 預金口座振替 (全銀 type 91): the nouns of a file in which a collector asks banks to debit accounts, and of the same file when it comes back
 * with what became of each. Both have one layout; the result code and four totals tell them apart.
 */

/** The most that one file can say: amount 10 digits, total 12, count 6. */
export const DEBIT_YEN_MAX = 9_999_999_999
export const DEBITS_YEN_MAX = 999_999_999_999
export const DEBITS_MAX = 999_999

/** 顧客番号: what the collector knows its payer's mandate by; digits, as the form of the mandate (口座振替依頼書) has them. */
export const CustomerNumber = z.string().regex(/^\d{1,20}$/)
export type CustomerNumber = z.infer<typeof CustomerNumber>

/** 預金種目: 1 普通 · 2 当座 · 3 納税準備 · 9 その他. */
export const DebitAccountType = z.enum(['1', '2', '3', '9'])
export type DebitAccountType = z.infer<typeof DebitAccountType>

/** 振替結果コード: 0 振替済 · 1 資金不足 · 2 取引なし · 3 預金者都合 · 4 依頼書なし · 8 委託者都合 · 9 その他; E データエラー and N 結果未着 of some agents. */
export const DebitResultCode = z.enum(['0', '1', '2', '3', '4', '8', '9', 'E', 'N'])
export type DebitResultCode = z.infer<typeof DebitResultCode>

/** The account that is debited. */
export interface DebitedAccount {
  readonly bankCode: string
  readonly branchCode: string
  readonly accountType: DebitAccountType
  readonly accountNumber: string
}

/** One debit. Names in legal half-width kana, those of banks empty where they are not told. */
export interface Debit {
  readonly account: DebitedAccount
  readonly bankName: string
  readonly branchName: string
  /** 預金者名, at most 30 bytes. */
  readonly holderKana: string
  readonly amount: PositiveYen
  /** 新規コード: 1 the first debit of this account, 2 the account was changed, 0 neither. */
  readonly newCode: '0' | '1' | '2'
  /** Twenty digits. */
  readonly customerNumber: string
}

/** 委託者: for whom the collecting bank collects. Its account is left out where that bank leaves the field blank. */
export interface DebitCollector {
  /** 委託者コード, 10 digits. */
  readonly code: string
  /** At most 40 bytes. */
  readonly name: string
  readonly bankCode: string
  readonly bankName: string
  readonly branchCode: string
  readonly branchName: string
  readonly account: { readonly type: '1' | '2' | '9'; readonly number: string } | null
}

export interface DebitBatch {
  readonly collector: DebitCollector
  /** 引落日; a business day of the banks. */
  readonly debitOn: BusinessDate
  readonly debits: readonly Debit[]
}

/** A line of a file as it was read: a debit and what became of it. In a request every code is 0. */
export interface ReadDebit extends Debit {
  /** 1-based. */
  readonly record: number
  readonly code: DebitResultCode
}

/** The header of a file as it was read. The year is not in it. */
export interface ReadDebitHead {
  readonly code: string
  readonly name: string
  /** `MMDD`. */
  readonly debitOn: string
  readonly bankCode: string
  readonly branchCode: string
}

export interface DebitTotals {
  readonly count: number
  readonly amount: Yen
  readonly paidCount: number
  readonly paidAmount: Yen
  readonly failedCount: number
  readonly failedAmount: Yen
}

export const debitFileErrorCodes = [
  'format_unknown',
  'encoding_not_supported',
  'wrong_length',
  'illegal_character',
  'record_type_unknown',
  'record_order',
  'missing_trailer',
  'missing_end',
  'not_a_number',
  'not_a_date',
  'code_unknown',
  'amount_zero',
  'count_differs',
  'amount_differs',
  'not_a_result',
] as const
export type DebitFileErrorCode = (typeof debitFileErrorCodes)[number]

/** One fault with its place: 1-based record (0: the file as a whole), the field by its name in the layout, what was found and what was expected there. */
export const DebitFileError = z.object({
  record: z.int(),
  field: z.string(),
  code: z.enum(debitFileErrorCodes),
  found: z.string(),
  expected: z.string().optional(),
})
export type DebitFileError = z.infer<typeof DebitFileError>

/** What a file says, or everything that is wrong with it: lines that can be read count in neither case for those that cannot. */
export type ReadDebits =
  | { readonly ok: true; readonly head: ReadDebitHead; readonly lines: readonly ReadDebit[]; readonly totals: DebitTotals }
  | { readonly ok: false; readonly errors: readonly DebitFileError[]; readonly total: number }

/** Why a batch cannot be written: 1-based debit (0: the collector or the file as a whole), its field, what is there. */
export const DebitProblem = z.object({
  debit: z.int(),
  field: z.enum([
    'collector_code',
    'collector_name',
    'collector_bank',
    'account',
    'bank_name',
    'branch_name',
    'holder_name',
    'amount',
    'customer_number',
    'count',
    'total',
  ]),
  found: z.string(),
})
export type DebitProblem = z.infer<typeof DebitProblem>

export type WrittenDebits =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problems: readonly DebitProblem[] }
