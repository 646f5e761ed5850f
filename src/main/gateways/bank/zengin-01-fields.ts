import { C, headerBeginning, N } from './zengin-fields'

/*
 * The layouts of 振込入金通知 (type 01), 全銀協 AP-Ⅰ-12, as one table that both the reader and the writer use. Numbers are shorter here than
 * in type 03: 7 digits of the account, 6 of 照会番号.
 */

export const noticeHeader = {
  ...headerBeginning,
  accountType: N('預金種目', 59, 1),
  accountNumber: N('口座番号', 60, 7),
  accountName: C('口座名', 67, 40),
  filler: C('ダミー', 107, 93),
} as const

const shared = {
  recordType: N('データ区分', 0, 1),
  inquiryNumber: N('照会番号', 1, 6),
  bookedOn: N('勘定日', 7, 6),
  valueOn: N('起算日', 13, 6),
  amount: N('金額', 19, 10),
  chequeAmount: N('うち他店券金額', 29, 10),
  remitterCode: N('振込依頼人コード', 39, 10),
  remitterName: C('振込依頼人名', 49, 48),
  remittingBank: C('仕向銀行名', 97, 15),
  remittingBranch: C('仕向店名', 112, 15),
  cancellation: N('取消区分', 127, 1),
} as const

export const noticeA = {
  ...shared,
  edi: C('EDI情報', 128, 20),
  filler: C('ダミー', 148, 52),
} as const

/** An amount of more than 10 digits stands in 金額(2), and zeros in the place of the other. */
export const noticeB = {
  ...shared,
  longAmount: N('金額(2)', 128, 12),
  longChequeAmount: N('うち他店券金額(2)', 140, 12),
  edi: C('EDI情報', 152, 20),
  filler: C('ダミー', 172, 28),
} as const

export const noticeTrailer = {
  recordType: N('データ区分', 0, 1),
  transferCount: N('振込合計件数', 1, 6),
  transferTotal: N('振込合計金額', 7, 12),
  cancelledCount: N('取消合計件数', 19, 6),
  cancelledTotal: N('取消合計金額', 25, 12),
  filler: C('ダミー', 37, 163),
} as const

export const noticeEnd = {
  recordType: N('データ区分', 0, 1),
  filler: C('ダミー', 1, 199),
} as const
