import type { StatementFormat, StatementLayout, StatementPart } from '../../../preload/contract/statement'
import { isReencoded, toSingleBytes } from './jis-x-0201'
import type { ReadingProfile } from './profile'
import { noticeA, noticeB, noticeHeader } from './zengin-01-fields'
import { layoutOf, type NoticeLayout, readNoticeLine, readNoticeMovement } from './zengin-01-line'
import { readNoticeEnd, readNoticeTrailer } from './zengin-01-totals'
import { type HeadKind, readHead } from './zengin-head'
import { type RecordKinds, readRecords } from './zengin-reading'
import { splitRecords } from './zengin-records'

/**
 * Reads 振込入金通知 (type 01, 200 bytes; 全銀協 AP-Ⅰ-12) in its formats A and B and yields head, lines and foot of every account in file
 * order. It tells credits and no balance; 取消 of a notified credit is money out of kind `cancellation`. Nothing in the file says which
 * format it has, so its first notice does, and another among them is a fault.
 */
export function readZengin01(bytes: Uint8Array, profile: ReadingProfile): Generator<StatementPart> {
  const single = isReencoded(bytes) ? toSingleBytes(bytes) : bytes
  return readRecords(splitRecords(single), zengin01Kinds(profile, 'zengin-01', layoutOf(splitRecords(single))))
}

/** The records of type 01, whether they came as 200 bytes or as rows. */
export function zengin01Kinds(profile: ReadingProfile, format: StatementFormat, layout: NoticeLayout): RecordKinds {
  const kind = headKind(format, layout)
  return {
    header: (record, faults) => readHead(record, kind, profile, faults),
    dataFields: () => (layout === 'B' ? noticeB : noticeA),
    movement: (record, _above, faults) => readNoticeMovement(record, layout, faults),
    line: (record, movement, above, faults) => readNoticeLine(record, movement, above, faults),
    trailer: (record, tally, _above, faults) => readNoticeTrailer(record, tally, faults),
    end: (record, _accounts, faults) => readNoticeEnd(record, faults),
  }
}

function headKind(format: StatementFormat, layout: StatementLayout): HeadKind {
  return {
    format,
    businessType: '01',
    fields: noticeHeader,
    opening: null,
    accountTypes: ['1', '2', '4', '9'],
    layoutOf: () => layout,
  }
}
