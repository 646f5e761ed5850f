import type { Faults } from './faults'
import { decode, firstIllegal } from './jis-x-0201'

/*
 * The layouts of 入出金取引明細 (type 03), 全銀協 AP-Ⅰ-12 適用業務およびレコード・フォーマット, as one table that both the
 * reader and the writer use; the CSV form has the same fields in the same order. N = digits, right-aligned, filled with zeros; C = text,
 * left-aligned, filled with spaces. Type 01 stands in zengin-01-fields.ts.
 */

export const RECORD_BYTES = 200

/** One field: its name in the standard, its 0-based offset, its length in bytes and its kind. */
export interface Field {
  readonly name: string
  readonly offset: number
  readonly length: number
  readonly kind: 'N' | 'C'
}

export const N = (name: string, offset: number, length: number): Field => ({ name, offset, length, kind: 'N' })
export const C = (name: string, offset: number, length: number): Field => ({ name, offset, length, kind: 'C' })

/** The beginning of every header of a statement or a notice: of what, from when to when, by which branch. */
export const headerBeginning = {
  recordType: N('データ区分', 0, 1),
  businessType: N('種別コード', 1, 2),
  characterCode: N('コード区分', 3, 1),
  createdOn: N('作成日', 4, 6),
  from: N('勘定日(自)', 10, 6),
  to: N('勘定日(至)', 16, 6),
  bankCode: N('銀行コード', 22, 4),
  bankName: C('銀行名', 26, 15),
  branchCode: N('支店コード', 41, 3),
  branchName: C('支店名', 44, 15),
} as const

export const header = {
  ...headerBeginning,
  reserved: N('ダミー', 59, 3),
  accountType: N('預金種目', 62, 1),
  accountNumber: N('口座番号', 63, 10),
  accountName: C('口座名', 73, 40),
  openingSign: N('貸越区分', 113, 1),
  passbook: N('通帳・証書区分', 114, 1),
  opening: N('取引前残高', 115, 14),
  filler: C('ダミー', 129, 71),
} as const

/** Layout ②-1: ordinary, current and savings accounts. */
export const data = {
  recordType: N('データ区分', 0, 1),
  inquiryNumber: N('照会番号', 1, 8),
  bookedOn: N('勘定日', 9, 6),
  valueOn: N('預入・払出日', 15, 6),
  direction: N('入払区分', 21, 1),
  transactionType: N('取引区分', 22, 2),
  amount: N('取引金額', 24, 12),
  chequeAmount: N('うち他店券金額', 36, 12),
  presentedOn: N('交換呈示日', 48, 6),
  dishonouredOn: N('不渡返還日', 54, 6),
  billType: N('手形・小切手区分', 60, 1),
  billNumber: N('手形・小切手番号', 61, 7),
  handlingBranch: N('僚店番号', 68, 3),
  remitterCode: N('振込依頼人コード', 71, 10),
  remitterName: C('振込依頼人名または契約者番号', 81, 48),
  remittingBank: C('仕向銀行名', 129, 15),
  remittingBranch: C('仕向店名', 144, 15),
  description: C('摘要内容', 159, 20),
  edi: C('EDI情報', 179, 20),
  filler: C('ダミー', 199, 1),
} as const

/** Layout ②-2: 通知, 定期 and 積立定期 accounts. Its first 71 bytes are those of ②-1; the rest tells terms and interest of the deposit. */
export const timeDeposit = {
  recordType: data.recordType,
  inquiryNumber: data.inquiryNumber,
  bookedOn: data.bookedOn,
  valueOn: data.valueOn,
  direction: data.direction,
  transactionType: data.transactionType,
  amount: data.amount,
  chequeAmount: data.chequeAmount,
  presentedOn: data.presentedOn,
  dishonouredOn: data.dishonouredOn,
  billType: data.billType,
  billNumber: data.billNumber,
  handlingBranch: data.handlingBranch,
  depositedOn: N('当初預入日', 71, 6),
  rate: N('利率', 77, 6),
  maturesOn: N('満期日', 83, 6),
  term: N('期間(1)', 89, 7),
  termInterest: N('期間利息', 96, 11),
  interimRate: N('中間払利率', 107, 6),
  interimClass: N('中間払区分', 113, 1),
  afterTerm: N('期後期間', 114, 4),
  afterRate: N('期後利率', 118, 6),
  afterInterest: N('期後利息', 124, 9),
  totalInterest: N('合計利息', 133, 11),
  taxClass: N('税区分', 144, 1),
  taxRate: N('税率', 145, 4),
  tax: N('税額', 149, 10),
  netInterest: N('税引後利息', 159, 11),
  description: C('摘要内容', 170, 20),
  term2: N('期間(2)', 190, 5),
  interestSign: N('期間利息正負表示', 195, 1),
  filler: C('ダミー', 196, 4),
} as const

export const trailer = {
  recordType: N('データ区分', 0, 1),
  creditCount: N('入金件数', 1, 6),
  creditTotal: N('入金額合計', 7, 13),
  debitCount: N('出金件数', 20, 6),
  debitTotal: N('出金額合計', 26, 13),
  closingSign: N('貸越区分', 39, 1),
  closing: N('取引後残高', 40, 14),
  dataCount: N('データ・レコード件数', 54, 7),
  filler: C('ダミー', 61, 139),
} as const

export const end = {
  recordType: N('データ区分', 0, 1),
  recordCount: N('レコード総件数', 1, 10),
  accountCount: N('口座数', 11, 5),
  filler: C('ダミー', 16, 184),
} as const

/** Text of a field without the spaces that fill it. */
export function textAt(record: Uint8Array, field: Field): string {
  return decode(record, field.offset, field.offset + field.length)
}

/** The digits of a field as a number (at most 14 of them, so always exact); null where a byte is no digit. */
export function numberAt(record: Uint8Array, field: Field): number | null {
  let value = 0
  for (let at = field.offset; at < field.offset + field.length; at++) {
    const digit = (record[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  return value
}

/** A number that must be there; null, with the fault told, where it is not. */
export function requiredNumber(record: Uint8Array, field: Field, faults: Faults): number | null {
  const value = numberAt(record, field)
  if (value === null) faults.add('not_a_number', field, textAt(record, field))
  return value
}

/** A number that may be left out, as zeros or as spaces: then 0. Null, with the fault told, where it is neither. */
export function optionalNumber(record: Uint8Array, field: Field, faults: Faults): number | null {
  return numberAt(record, field) ?? (isBlank(record, field) ? 0 : requiredNumber(record, field, faults))
}

/** The digits of a field as they stand, leading zeros and all. */
export function requiredDigits(record: Uint8Array, field: Field, faults: Faults): string | null {
  return requiredNumber(record, field, faults) === null ? null : textAt(record, field)
}

export function isBlank(record: Uint8Array, field: Field): boolean {
  for (let at = field.offset; at < field.offset + field.length; at++) if (record[at] !== 0x20) return false
  return true
}

/** Tells the first illegal byte of every field. True when there is none: only then may text be cut out. */
export function isLegible(record: Uint8Array, layout: Readonly<Record<string, Field>>, faults: Faults): boolean {
  if (firstIllegal(record, 0, RECORD_BYTES) === -1) return true
  for (const field of Object.values(layout)) {
    const at = firstIllegal(record, field.offset, field.offset + field.length)
    if (at !== -1) faults.add('illegal_character', at + 1, `0x${(record[at] ?? 0).toString(16).padStart(2, '0')}`)
  }
  return false
}
