import type { Fact } from './line'

/* The thirteen columns of DSK's CSV, in their order (s1, s25). */

export const dskColumns = {
  kind: '種別',
  paidOn: '収納日',
  paidAt: '収納時刻',
  barcode: 'バーコード情報',
  user1: 'ユーザー使用欄１',
  user2: 'ユーザー使用欄２',
  stamp: '印紙フラグ',
  amount: '金額',
  chainCode: 'コンビニ本部コード',
  chainName: 'コンビニ名',
  storeCode: 'コンビニ店舗コード',
  transferOn: '振込日',
  madeOn: 'データ作成日',
} as const satisfies Record<Fact, string> & Record<string, string>

/** What stands before the digits of a barcode. */
export const BARCODE_PREFIX = 'EAN'

/** A spreadsheet that saved the file has taken leading zeros off these; they are filled up again. */
export const widths = { kind: 2, paidAt: 4, chainCode: 3 } as const
