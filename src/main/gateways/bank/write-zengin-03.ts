import type { Yen } from '../../../preload/contract/money'
import type { StatementHead, StatementLine } from '../../../preload/contract/statement'
import type { Calendar } from './profile'
import { Tally } from './tally'
import { kindByTransactionType } from './zengin-03-line'
import { yymmdd } from './zengin-dates'
import type { Field } from './zengin-fields'
import { data, end, header, timeDeposit, trailer } from './zengin-fields'
import { emptyRecord, headerRecordOf, joinRecords, put, type RecordSeparator } from './zengin-record-writer'

/** One account's statement to be written. What a file does not carry (record numbers, raw bytes) is not asked for. */
export interface StatementToWrite {
  readonly head: Omit<StatementHead, 'format' | 'record' | 'sequenceNumber' | 'layout'>
  readonly lines: Iterable<Omit<StatementLine, 'record' | 'raw'>>
  readonly closing: Yen | null
}

const transactionTypeByKind = new Map([...kindByTransactionType].map(([code, kind]) => [kind, code]))

/**
 * Writes a file of 入出金取引明細 (type 03) as the demonstration bank and the benchmark deliver it. Names are in half-width
 * kana already; what has no single byte, is too long for its field or does not fit its digits is a fault, never cut or changed.
 */
export function writeZengin03(statements: readonly StatementToWrite[], separator: RecordSeparator, dates: Calendar = 'era'): Uint8Array {
  const records: Uint8Array[] = []
  for (const { head, lines, closing } of statements) {
    const tally = new Tally()
    records.push(headerRecord(head, dates))
    for (const line of lines) {
      tally.add(line)
      records.push(isTimeDeposit(head) ? timeDepositRecord(line, dates) : dataRecord(line, dates))
    }
    records.push(trailerRecord(tally, closing))
  }
  records.push(endRecord(records.length + 1, statements.length))
  return joinRecords(records, separator)
}

function headerRecord(head: StatementToWrite['head'], dates: Calendar): Uint8Array {
  const record = headerRecordOf('03', head, dates)
  put(record, header.reserved, '')
  put(record, header.accountType, head.account.accountType)
  put(record, header.accountNumber, head.account.accountNumber)
  put(record, header.accountName, head.accountName)
  putBalance(record, header.openingSign, header.opening, head.opening)
  put(record, header.passbook, '')
  return record
}

type LineToWrite = Omit<StatementLine, 'record' | 'raw'>

const isTimeDeposit = ({ account }: StatementToWrite['head']) => ['5', '6', '7'].includes(account.accountType)

function dataRecord(line: LineToWrite, dates: Calendar): Uint8Array {
  const record = movementRecord(line, dates)
  put(record, data.remitterCode, line.remitterCode ?? '')
  put(record, data.remitterName, line.remitterName)
  put(record, data.remittingBank, line.remittingBank)
  put(record, data.remittingBranch, line.remittingBranch)
  put(record, data.description, line.description)
  put(record, data.edi, line.edi)
  return record
}

/** Layout ②-2, with zeros for the terms and the interest of the deposit. */
function timeDepositRecord(line: LineToWrite, dates: Calendar): Uint8Array {
  const record = movementRecord(line, dates)
  for (const field of Object.values(timeDeposit))
    if (field.offset > data.handlingBranch.offset && field.kind === 'N') put(record, field, '')
  put(record, timeDeposit.description, line.description)
  return record
}

/** What both layouts have in common. */
function movementRecord(line: LineToWrite, dates: Calendar): Uint8Array {
  const record = emptyRecord('2')
  put(record, data.inquiryNumber, line.bankReference)
  put(record, data.bookedOn, yymmdd(line.bookedOn, dates))
  put(record, data.valueOn, yymmdd(line.valueOn, dates))
  put(record, data.direction, line.direction === 'credit' ? '1' : '2')
  put(record, data.transactionType, transactionTypeByKind.get(line.kind) ?? '')
  put(record, data.amount, line.amount)
  put(record, data.chequeAmount, line.notCustomerMoney === 'uncleared_cheque' ? line.amount : 0)
  for (const field of [data.presentedOn, data.dishonouredOn, data.billType, data.billNumber, data.handlingBranch]) put(record, field, '')
  return record
}

function trailerRecord(tally: Tally, closing: Yen | null): Uint8Array {
  const record = emptyRecord('8')
  put(record, trailer.creditCount, tally.creditCount)
  put(record, trailer.creditTotal, tally.creditTotal)
  put(record, trailer.debitCount, tally.debitCount)
  put(record, trailer.debitTotal, tally.debitTotal)
  putBalance(record, trailer.closingSign, trailer.closing, closing)
  put(record, trailer.dataCount, tally.lines)
  return record
}

function endRecord(records: number, accounts: number): Uint8Array {
  const record = emptyRecord('9')
  put(record, end.recordCount, records)
  put(record, end.accountCount, accounts)
  return record
}

/** A balance that is not told is written as no sign and zeros. */
function putBalance(record: Uint8Array, signField: Field, field: Field, balance: Yen | null): void {
  put(record, signField, balance === null ? '' : balance < 0 ? '2' : '1')
  put(record, field, Math.abs(balance ?? 0))
}
