import type { CollectionError } from '../../../../src/preload/contract/collection'
import { type CollectionNotice, type ColumnChange, ColumnProfile, type NoticePart } from '../../../../src/preload/contract/column-profile'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'

/* A file of a carrier, as a test's own mapping has it: no carrier has published its layout. */

export const HEADER = ['伝票番号', 'お客様管理番号', '状況', '代金', '手数料', '集金日', '振込予定日', '備考']
export const PROFILE = ColumnProfile.parse({
  encoding: 'shift_jis',
  header: HEADER,
  columns: { transactionId: 0, reference: 1, trackingNumber: 0, event: 2, amount: 3, fee: 4, paidOn: 5, transferOn: 6 },
  words: [
    { word: '集金済', event: 'confirmed' },
    { word: '返品', event: 'refused_at_door' },
    { word: '変更', event: 'other' },
  ],
  dates: 'yyyy/mm/dd',
  numbers: 'grouped',
})

export const NOTICE: Omit<CollectionNotice, 'record' | 'raw'> = {
  ...{ kind: 'confirmed', transactionId: '444413758703', reference: '10000000016', trackingNumber: '444413758703' },
  ...{ amount: PositiveYen.parse(12_000), fee: yen(330), paidOn: businessDate('2026-11-18'), transferOn: businessDate('2026-11-30') },
}

export interface Sorted {
  readonly notices: CollectionNotice[]
  readonly errors: CollectionError[]
  readonly changes: readonly ColumnChange[] | null
}

export function sorted(parts: Iterable<NoticePart>): Sorted {
  const [notices, errors]: [CollectionNotice[], CollectionError[]] = [[], []]
  let changes: readonly ColumnChange[] | null = null
  for (const part of parts) {
    if (part.part === 'line') notices.push(part.line)
    else if (part.part === 'error') errors.push(part.error)
    else changes = part.columns
  }
  return { notices, errors, changes }
}
