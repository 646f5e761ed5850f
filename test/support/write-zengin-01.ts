import type { Calendar } from '../../src/main/gateways/bank/profile'
import { Tally } from '../../src/main/gateways/bank/tally'
import type { StatementToWrite } from '../../src/main/gateways/bank/write-zengin-03'
import { noticeA, noticeB, noticeHeader, noticeTrailer } from '../../src/main/gateways/bank/zengin-01-fields'
import type { NoticeLayout } from '../../src/main/gateways/bank/zengin-01-line'
import { yymmdd } from '../../src/main/gateways/bank/zengin-dates'
import { emptyRecord, headerRecordOf, joinRecords, put, type RecordSeparator } from '../../src/main/gateways/bank/zengin-record-writer'
import type { StatementLine } from '../../src/preload/contract/statement'

/**
 * How the trailer adds up: no text says whether the total of transfers holds the 取消 rows (`all`), leaves them out (`credits`), or also
 * what they take back (`net`).
 */
export type NoticeTotals = 'credits' | 'all' | 'net'

export interface NoticeStyle {
  readonly layout: NoticeLayout
  readonly separator: RecordSeparator
  readonly dates?: Calendar
  readonly totals?: NoticeTotals
}

/** The longest amount that the first place of format B has room for. */
const SHORT_AMOUNT_MAX = 9_999_999_999

/** Writes a file of 振込入金通知 (type 01): money out is written as 取消. What does not fit its field is a fault, never cut or changed. */
export function writeZengin01(
  notices: readonly Omit<StatementToWrite, 'closing'>[],
  { layout, separator, dates = 'era', totals = 'credits' }: NoticeStyle,
): Uint8Array {
  const records: Uint8Array[] = []
  for (const { head, lines } of notices) {
    const tally = new Tally()
    records.push(headerRecord(head, dates))
    for (const line of lines) {
      tally.add(line)
      records.push(layout === 'A' ? recordA(line, dates) : recordB(line, dates))
    }
    records.push(trailerRecord(tally, totals))
  }
  records.push(emptyRecord('9'))
  return joinRecords(records, separator)
}

function headerRecord(head: StatementToWrite['head'], dates: Calendar): Uint8Array {
  const record = headerRecordOf('01', head, dates)
  put(record, noticeHeader.accountType, head.account.accountType)
  put(record, noticeHeader.accountNumber, head.account.accountNumber)
  put(record, noticeHeader.accountName, head.accountName)
  return record
}

type LineToWrite = Omit<StatementLine, 'record' | 'raw'>

function recordA(line: LineToWrite, dates: Calendar): Uint8Array {
  const record = sharedRecord(line, dates)
  put(record, noticeA.amount, line.amount)
  put(record, noticeA.chequeAmount, chequeAmount(line))
  put(record, noticeA.edi, line.edi)
  return record
}

function recordB(line: LineToWrite, dates: Calendar): Uint8Array {
  const record = sharedRecord(line, dates)
  const isLong = line.amount > SHORT_AMOUNT_MAX
  put(record, noticeB.amount, isLong ? 0 : line.amount)
  put(record, noticeB.chequeAmount, isLong ? 0 : chequeAmount(line))
  put(record, noticeB.longAmount, isLong ? line.amount : 0)
  put(record, noticeB.longChequeAmount, isLong ? chequeAmount(line) : 0)
  put(record, noticeB.edi, line.edi)
  return record
}

function sharedRecord(line: LineToWrite, dates: Calendar): Uint8Array {
  const record = emptyRecord('2')
  put(record, noticeA.inquiryNumber, line.bankReference)
  put(record, noticeA.bookedOn, yymmdd(line.bookedOn, dates))
  put(record, noticeA.valueOn, yymmdd(line.valueOn, dates))
  put(record, noticeA.remitterCode, line.remitterCode ?? '')
  put(record, noticeA.remitterName, line.remitterName)
  put(record, noticeA.remittingBank, line.remittingBank)
  put(record, noticeA.remittingBranch, line.remittingBranch)
  put(record, noticeA.cancellation, line.direction === 'debit' ? '1' : '0')
  return record
}

const chequeAmount = (line: LineToWrite) => (line.notCustomerMoney === 'uncleared_cheque' ? line.amount : 0)

function trailerRecord({ creditCount, creditTotal, debitCount, debitTotal }: Tally, totals: NoticeTotals): Uint8Array {
  const sign = { credits: 0, all: 1, net: -1 }[totals]
  const record = emptyRecord('8')
  put(record, noticeTrailer.transferCount, creditCount + sign * debitCount)
  put(record, noticeTrailer.transferTotal, creditTotal + BigInt(sign) * debitTotal)
  put(record, noticeTrailer.cancelledCount, debitCount)
  put(record, noticeTrailer.cancelledTotal, debitTotal)
  return record
}
