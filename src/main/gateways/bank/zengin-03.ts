import type { StatementFormat, StatementPart } from '../../../preload/contract/statement'
import { isReencoded, toSingleBytes } from './jis-x-0201'
import type { ReadingProfile } from './profile'
import { readLine, readMovement } from './zengin-03-line'
import { readEnd, readTrailer } from './zengin-03-totals'
import { data, header, timeDeposit } from './zengin-fields'
import { type HeadKind, readHead } from './zengin-head'
import { type RecordKinds, readRecords } from './zengin-reading'
import { splitRecords } from './zengin-records'

/**
 * Reads 入出金取引明細 (type 03, 200 bytes; 全銀協 AP-Ⅰ-12) and yields head, lines and foot of every account in file order.
 * A line's `raw` is its record of 200 bytes: a view into the file, so copy what is to be kept alone.
 */
export function readZengin03(bytes: Uint8Array, profile: ReadingProfile): Generator<StatementPart> {
  return readRecords(splitRecords(isReencoded(bytes) ? toSingleBytes(bytes) : bytes), zengin03Kinds(profile, 'zengin-03'))
}

/** The records of type 03, whether they came as 200 bytes or as rows. */
export function zengin03Kinds(profile: ReadingProfile, format: StatementFormat): RecordKinds {
  const kind = headKind(format)
  return {
    header: (record, faults) => readHead(record, kind, profile, faults),
    dataFields: ({ layout }) => (layout === '2-2' ? timeDeposit : data),
    movement: (record, _above, faults) => readMovement(record, faults),
    line: readLine,
    trailer: (record, tally, above, faults) => readTrailer(record, tally, above?.head?.opening ?? null, faults),
    end: readEnd,
  }
}

function headKind(format: StatementFormat): HeadKind {
  return {
    format,
    businessType: '03',
    fields: header,
    opening: { sign: header.openingSign, amount: header.opening },
    accountTypes: ['1', '2', '4', '5', '6', '7', '9'],
    layoutOf: (type) => (['5', '6', '7'].includes(type) ? '2-2' : '2-1'),
  }
}
