import { PositiveYen } from '../../../preload/contract/money'
import type { StatementAccount, StatementLine } from '../../../preload/contract/statement'
import type { Faults } from './faults'
import { saysReturned } from './return-words'
import type { Movement } from './tally'
import { noticeA, noticeB, noticeHeader } from './zengin-01-fields'
import { remitterCode } from './zengin-03-line'
import { numberAt, optionalNumber, requiredNumber, textAt } from './zengin-fields'
import type { ReadHead } from './zengin-head'

export type NoticeLayout = 'A' | 'B'

/** What must be known of a file of notices before its lines are read. */
export interface NoticeSurvey {
  readonly layout: NoticeLayout
  /** How many times the file takes back a credit of these texts and this amount (see `noticeKey`). */
  readonly cancelled: ReadonlyMap<string, number>
}

/**
 * Looks through the records. The file has format B where every data record has digits in the places of 金額(2) and うち他店券金額(2), and an
 * amount in exactly one of the two places for it; else it has format A. The trailer proves the amounts either way.
 */
export function surveyNotices(records: Iterable<{ readonly bytes: Uint8Array }>): NoticeSurvey {
  const cancelled = new Map<string, number>()
  let account = ''
  let isB = false
  let isA = false
  for (const { bytes } of records) {
    if (bytes[0] === HEADER) account = accountAt(bytes)
    if (bytes[0] !== DATA) continue
    if (isLikeB(bytes)) isB = true
    else isA = true
    if (!isCancellation(bytes)) continue
    const key = noticeKey(account, bytes)
    cancelled.set(key, (cancelled.get(key) ?? 0) + 1)
  }
  return { layout: isB && !isA ? 'B' : 'A', cancelled }
}

const HEADER = 0x31
const DATA = 0x32

function isLikeB(record: Uint8Array): boolean {
  const amount = numberAt(record, noticeB.amount)
  const longAmount = numberAt(record, noticeB.longAmount)
  if (amount === null || longAmount === null || numberAt(record, noticeB.longChequeAmount) === null) return false
  return (amount === 0) !== (longAmount === 0)
}

const isCancellation = (record: Uint8Array) => textAt(record, noticeA.cancellation) === '1'

/**
 * What a credit and its 取消 have in common: account, amount, payer and bank. Whether a 取消 repeats 照会番号 or the dates nobody has written
 * down, so they do not count.
 */
function noticeKey(account: string, record: Uint8Array): string {
  const amount = numberAt(record, noticeA.amount) || numberAt(record, noticeB.longAmount)
  return `${account} ${amount} ${textsOf(record, noticeA.remitterCode.offset, noticeA.cancellation.offset)}`
}

const accountFields = [noticeHeader.bankCode, noticeHeader.branchCode, noticeHeader.accountType, noticeHeader.accountNumber]
const accountAt = (record: Uint8Array) => accountFields.map(({ offset, length }) => textsOf(record, offset, offset + length)).join('-')
const accountOf = (account: StatementAccount) =>
  [account.bankCode, account.branchCode, account.accountType, account.accountNumber].join('-')
const textsOf = (record: Uint8Array, from: number, to: number) => Buffer.from(record.subarray(from, to)).toString('latin1')

/** The amount of a notice, and its direction: a 取消 (取消区分 1) takes back what was notified. */
export function readNoticeMovement(record: Uint8Array, layout: NoticeLayout, faults: Faults): Movement | null {
  const code = textAt(record, noticeA.cancellation)
  if (!['', '0', '1'].includes(code)) faults.add('code_unknown', noticeA.cancellation, code, '0, 1')
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

/**
 * The rest of a data record in format A or B. A credit that the same file takes back is no customer's money; one that an earlier file has
 * brought in is undone by a person, for whom the 取消 waits.
 */
export function readNoticeLine(
  record: Uint8Array,
  movement: Movement | null,
  { head, dates, layout }: ReadHead,
  cancelled: Map<string, number>,
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
    notCustomerMoney: isCredit ? notCustomerMoney(texts, chequeAmount, take(cancelled, noticeKey(accountOf(head.account), record))) : null,
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
  isTakenBack: boolean,
): StatementLine['notCustomerMoney'] {
  if (isTakenBack) return 'correction'
  if (saysReturned(`${remitterName} ${edi}`)) return 'returned'
  return chequeAmount > 0 ? 'uncleared_cheque' : null
}

/** Each 取消 takes back one credit. */
function take(cancelled: Map<string, number>, key: string): boolean {
  const left = cancelled.get(key) ?? 0
  if (left > 0) cancelled.set(key, left - 1)
  return left > 0
}
