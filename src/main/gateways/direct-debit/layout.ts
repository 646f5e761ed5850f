import type { ZenginField } from '../zengin-records'

/*
 * The layouts of 預金口座振替 (type 91, 120 bytes), 全銀協 AP-Ⅰ-12, one table for request and result. N = digits, right-aligned behind zeros;
 * B = the same, or blank as a whole; C = text, left-aligned before spaces. Field names are those that errors are told by.
 */

/** One field, with the name by which errors tell of it. */
export interface Field extends ZenginField {
  readonly name: string
}

const field = (name: string, offset: number, length: number, kind: Field['kind']): Field => ({ name, offset, length, kind })

/** データ区分: 1 header, 2 data, 8 trailer, 9 end. */
export const recordType = field('データ区分', 0, 1, 'N')

export const header = {
  businessType: field('種別コード', 1, 2, 'N'),
  /** 0 JIS */
  characterCode: field('コード区分', 3, 1, 'N'),
  collectorCode: field('委託者コード', 4, 10, 'N'),
  collectorName: field('委託者名', 14, 40, 'C'),
  /** MMDD: the year is not told. */
  debitOn: field('引落日', 54, 4, 'N'),
  bankCode: field('取引銀行番号', 58, 4, 'N'),
  bankName: field('取引銀行名', 62, 15, 'C'),
  branchCode: field('取引支店番号', 77, 3, 'N'),
  branchName: field('取引支店名', 80, 15, 'C'),
  // Banks differ: many have the collector's account here, others leave the rest of the record blank.
  accountType: field('預金種目(委託者)', 95, 1, 'B'),
  accountNumber: field('口座番号(委託者)', 96, 7, 'B'),
} as const

export const data = {
  bankCode: field('引落銀行番号', 1, 4, 'N'),
  bankName: field('引落銀行名', 5, 15, 'C'),
  branchCode: field('引落支店番号', 20, 3, 'N'),
  branchName: field('引落支店名', 23, 15, 'C'),
  accountType: field('預金種目', 42, 1, 'N'),
  accountNumber: field('口座番号', 43, 7, 'N'),
  holderName: field('預金者名', 50, 30, 'C'),
  /** Stays the requested amount in a result, also where nothing was debited. */
  amount: field('引落金額', 80, 10, 'N'),
  newCode: field('新規コード', 90, 1, 'N'),
  customerNumber: field('顧客番号', 91, 20, 'N'),
  /** Zero in a request. */
  resultCode: field('振替結果コード', 111, 1, 'C'),
} as const

export const trailer = {
  count: field('合計件数', 1, 6, 'N'),
  amount: field('合計金額', 7, 12, 'N'),
  paidCount: field('振替済件数', 19, 6, 'N'),
  paidAmount: field('振替済金額', 25, 12, 'N'),
  failedCount: field('振替不能件数', 37, 6, 'N'),
  failedAmount: field('振替不能金額', 43, 12, 'N'),
} as const
