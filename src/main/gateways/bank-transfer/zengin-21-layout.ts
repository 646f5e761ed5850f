import type { ZenginField } from '../zengin-records'

/*
 * The layouts of 総合振込 (type 21, 120 bytes), 全銀協 AP-Ⅰ-12 適用業務およびレコード・フォーマット, for the writer. The reader beside it
 * knows the records in its own way, so that neither hides a slip of the other. N = digits, right-aligned behind zeros; C = text,
 * left-aligned before spaces.
 */

const N = (offset: number, length: number): ZenginField => ({ offset, length, kind: 'N' })
const C = (offset: number, length: number): ZenginField => ({ offset, length, kind: 'C' })

export const header = {
  /** 種別コード */
  businessType: N(1, 2),
  /** コード区分: 0 JIS */
  characterCode: N(3, 1),
  /** 振込依頼人コード */
  originatorCode: N(4, 10),
  /** 振込依頼人名 */
  originatorName: C(14, 40),
  /** 取組日, MMDD */
  payOn: N(54, 4),
  /** 仕向銀行番号 */
  bankCode: N(58, 4),
  /** 仕向銀行名 */
  bankName: C(62, 15),
  /** 仕向支店番号 */
  branchCode: N(77, 3),
  /** 仕向支店名 */
  branchName: C(80, 15),
  /** 預金種目(依頼人) */
  accountType: N(95, 1),
  /** 口座番号(依頼人) */
  accountNumber: N(96, 7),
} as const

export const data = {
  /** 被仕向銀行番号 */
  bankCode: N(1, 4),
  /** 被仕向銀行名 */
  bankName: C(5, 15),
  /** 被仕向支店番号 */
  branchCode: N(20, 3),
  /** 被仕向支店名 */
  branchName: C(23, 15),
  /** 手形交換所番号: not used, zeros */
  clearingHouse: N(38, 4),
  /** 預金種目 */
  accountType: N(42, 1),
  /** 口座番号 */
  accountNumber: N(43, 7),
  /** 受取人名 */
  holderName: C(50, 30),
  /** 振込金額 */
  amount: N(80, 10),
  /** 新規コード */
  newCode: N(90, 1),
  /** 顧客コード1 */
  customerCode1: N(91, 10),
  /** 顧客コード2 */
  customerCode2: N(101, 10),
  /** EDI情報, over both customer codes where 識別表示 is Y */
  edi: C(91, 20),
  /** 振込指定区分 */
  transferClass: C(111, 1),
  /** 識別表示 */
  identification: C(112, 1),
} as const

export const trailer = {
  /** 合計件数 */
  count: N(1, 6),
  /** 合計金額 */
  total: N(7, 12),
} as const
