import iconv from 'iconv-lite'
import type { SlipDigits } from './slip-digits'

/*
 * Result files as DSK delivers them (s1, s25): CSV in Shift_JIS with CRLF, a header row, thirteen columns. Written from the publications,
 * not with the product's writer.
 */

/** A payment at a till, as the agent keeps it. */
export interface Payment {
  readonly id: number
  readonly slip: SlipDigits
  /** `YYYY-MM-DD` and `HHMM`. */
  readonly on: string
  readonly at: string
  readonly store: string
  voided: boolean
  /** The day of its transfer, once the agent has confirmed it. */
  transferOn: string | null
}

/** What the agent tells of a payment. */
export type Told = 'preliminary' | 'confirmed' | 'cancelled'

const HEADER =
  '種別,収納日,収納時刻,バーコード情報,ユーザー使用欄１,ユーザー使用欄２,印紙フラグ,金額,コンビニ本部コード,コンビニ名,コンビニ店舗コード,振込日,データ作成日'
const KIND: Record<Told, string> = { preliminary: '01', confirmed: '02', cancelled: '03' }
const compact = (day: string) => day.replaceAll('-', '')

/** A line: what the barcode says stands in it once more, beside when and where it was paid. */
export function lineOf({ slip, on, at, store, transferOn }: Payment, told: Told, madeOn: string): string {
  const client = slip.free.slice(5, 11)
  const reference = `${slip.free.slice(11)}${slip.reissue}`
  const transfer = told === 'confirmed' && transferOn ? compact(transferOn) : '0'
  const columns = [
    ...[KIND[told], compact(on), at, `EAN${slip.digits}`, client, reference, slip.stamp, String(slip.amount)],
    ...['010', '"セブン－イレブン"', store, transfer, compact(madeOn)],
  ]
  return columns.join(',')
}

/** The bytes of a file of these lines. */
export function fileOf(lines: readonly string[]): Buffer {
  return iconv.encode([HEADER, ...lines, ''].join('\r\n'), 'Shift_JIS')
}

/** A file whose transmission broke off in the middle of its last record. */
export function halfOf(file: Buffer): Buffer {
  const lastRecord = file.lastIndexOf('\r\n', file.length - 3)
  return file.subarray(0, Math.floor((lastRecord + file.length) / 2))
}
