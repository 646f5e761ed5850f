import { PositiveYen } from '../../../preload/contract/money'
import type { StatementLine } from '../../../preload/contract/statement'
import { saysReturned } from '../return-words'
import type { Faults } from './faults'
import type { Movement } from './tally'
import { noticeA, noticeB } from './zengin-01-fields'
import { remitterCode } from './zengin-03-line'
import { numberAt, optionalNumber, requiredNumber, textAt } from './zengin-fields'
import type { ReadHead } from './zengin-head'

export type NoticeLayout = 'A' | 'B'

/**
 * The format of a file by its first notice, which has format B where there are digits in the places of 金額(2) and うち他店券金額(2), and an amount
 * in exactly one of the two places for it; else format A. Every other notice must look the same (readNoticeMovement).
 */
export function layoutOf(records: Iterable<{ readonly bytes: Uint8Array }>): NoticeLayout {
  for (const { bytes } of records) if (bytes[0] === DATA && numberAt(bytes, noticeA.amount) !== null) return isLikeB(bytes) ? 'B' : 'A'
  return 'A'
}

const DATA = 0x32

function isLikeB(record: Uint8Array): boolean {
  const amount = numberAt(record, noticeB.amount)
  const longAmount = numberAt(record, noticeB.longAmount)
  if (amount === null || longAmount === null || numberAt(record, noticeB.longChequeAmount) === null) return false
  return (amount === 0) !== (longAmount === 0)
}

/** The amount of a notice, and its direction: a 取消 (取消区分 1) takes back what was notified. */
export function readNoticeMovement(record: Uint8Array, layout: NoticeLayout, faults: Faults): Movement | null {
  const code = textAt(record, noticeA.cancellation)
  if (!['', '0', '1'].includes(code)) faults.add('code_unknown', noticeA.cancellation, code, '0, 1')
  // What is no format B in a file of format B has no amount in either of its places.
  if (layout === 'A' && isLikeB(record)) faults.add('mixed_layouts', noticeB.longAmount, 'B', 'A')
  const amount = layout === 'B' ? readEither(record, faults) : requiredNumber(record, noticeA.amount, faults)
  if (amount === 0) faults.add('amount_zero', noticeA.amount)
  if (amount === null || amount === 0 || faults.errors.length > 0) return null
  return { direction: code === '1' ? 'debit' : 'credit', amount: PositiveYen.parse(amount) }
}

/** One of two places: the other holds zeros. */
function readEither(record: Uint8Array, faults: Faults): number | null {
  const amount = requiredNumber(record, noticeB.amount, faults)
  const longAmount = requiredNumber(record, noticeB.longAmount, faults)
  if (amount === null || longAmount === null) return null
  if (amount !== 0 && longAmount !== 0) faults.add('not_a_number', noticeB.longAmount, longAmount, 0)
  return amount + longAmount
}

/** The rest of a data record in format A or B. */
export function readNoticeLine(
  record: Uint8Array,
  movement: Movement | null,
  { head, dates, layout }: ReadHead,
  faults: Faults,
): StatementLine | null {
  const fields = layout === 'B' ? noticeB : noticeA
  const bookedOn = dates.required(record, fields.bookedOn, faults)
  if (bookedOn !== null && head !== null && (bookedOn < head.from || bookedOn > head.to)) {
    faults.add('date_out_of_period', fields.bookedOn, bookedOn, `${head.from} – ${head.to}`)
  }
  const valueOn = dates.optional(record, fields.valueOn, bookedOn, faults)
  const chequeAmount = readChequeAmount(record, layout, faults)
  if (movement === null || head === null || bookedOn === null || valueOn === null || chequeAmount === null) return null
  if (faults.errors.length > 0) return null
  const isCredit = movement.direction === 'credit'
  const texts = {
    remitterCode: remitterCode(record, fields.remitterCode),
    remitterName: textAt(record, fields.remitterName),
    remittingBank: textAt(record, fields.remittingBank),
    remittingBranch: textAt(record, fields.remittingBranch),
    edi: textAt(record, fields.edi),
  }
  return {
    record: faults.record,
    ...movement,
    bookedOn,
    valueOn,
    kind: isCredit ? 'transfer' : 'cancellation',
    notCustomerMoney: isCredit ? notCustomerMoney(texts, chequeAmount) : null,
    ...texts,
    description: '',
    bankReference: numberAt(record, fields.inquiryNumber) === 0 ? '' : textAt(record, fields.inquiryNumber),
    raw: record,
  }
}

function readChequeAmount(record: Uint8Array, layout: ReadHead['layout'], faults: Faults): number | null {
  const amount = optionalNumber(record, noticeA.chequeAmount, faults)
  const longAmount = layout === 'B' ? optionalNumber(record, noticeB.longChequeAmount, faults) : 0
  return amount === null || longAmount === null ? null : amount + longAmount
}

function notCustomerMoney(
  { remitterName, edi }: Pick<StatementLine, 'remitterName' | 'edi'>,
  chequeAmount: number,
): StatementLine['notCustomerMoney'] {
  if (saysReturned(`${remitterName} ${edi}`)) return 'returned'
  return chequeAmount > 0 ? 'uncleared_cheque' : null
}
