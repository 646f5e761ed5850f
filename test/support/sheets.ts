import iconv from 'iconv-lite'
import { BankColumns } from '../../src/preload/contract/bank-columns'

/* A bank's CSV of its own, as these tests have it: made here, never taken from a bank. */

export const SHEET_HEADER = ['取扱日付', '起算日', '出金金額', '入金金額', '残高', '摘要', '振込依頼人', '仮想口座', '備考']

export const SHEET_COLUMNS = BankColumns.parse({
  header: SHEET_HEADER,
  columns: {
    ...{ bookedOn: 0, valueOn: 1, credit: 3, debit: 2, balance: 4, remitterCode: 7, remitterName: 6 },
    ...{ remittingBank: null, description: 5, edi: 8, bankReference: null },
  },
  ...{ dates: 'yyyy/mm/dd', numbers: 'grouped' },
})

/** The bytes of a sheet with these rows below its header, in CP932 unless told. */
export function sheet(rows: readonly string[], own: { header?: readonly string[]; encoding?: 'cp932' | 'utf8' } = {}): Uint8Array {
  const { header = SHEET_HEADER, encoding = 'cp932' } = own
  return iconv.encode([header.join(','), ...rows, ''].join('\r\n'), encoding)
}

/** Opening balance 1,000 unless told: money in, and money out. */
export const SHEET_ROWS = [
  '2026/11/20,,,"12,000","13,000",振込,ヤマダ　タロウ①,101-0000001,ORDER-1',
  '2026/11/24,2026/11/25,"3,000",,"10,000",電気,ﾃﾞﾝｷ,,',
]
