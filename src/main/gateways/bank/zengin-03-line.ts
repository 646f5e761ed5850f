import { PositiveYen } from '../../../preload/contract/money'
import type { LineKind, StatementLine } from '../../../preload/contract/statement'
import { saysReturned } from '../return-words'
import type { Faults } from './faults'
import type { Movement } from './tally'
import type { Field } from './zengin-fields'
import { data, numberAt, optionalNumber, requiredNumber, textAt, timeDeposit } from './zengin-fields'
import type { ReadHead } from './zengin-head'

/** 取引区分 and what kind of movement each is. What the bank leaves out or invents is `unknown`. */
export const kindByTransactionType: ReadonlyMap<string, LineKind> = new Map([
  ['10', 'cash'],
  ['11', 'transfer'],
  ['12', 'cheque'],
  ['13', 'clearing_house'],
  ['14', 'book_transfer'],
  ['15', 'continuation'],
  ['18', 'other'],
  ['19', 'correction'],
])

const remitterCodePattern = /^\d{10}$/
const NO_CODE = '0000000000'

/** Direction and amount: read first and apart, because the totals of the trailer need them even where the rest is faulty. */
export function readMovement(record: Uint8Array, faults: Faults): Movement | null {
  const code = numberAt(record, data.direction)
  const direction = code === 1 ? 'credit' : code === 2 ? 'debit' : null
  if (direction === null) faults.add('direction_unknown', data.direction, textAt(record, data.direction), '1, 2')
  const amount = requiredNumber(record, data.amount, faults)
  if (amount === 0) faults.add('amount_zero', data.amount)
  return direction === null || amount === null || amount === 0 ? null : { direction, amount: PositiveYen.parse(amount) }
}

/** The rest of a data record (データ・レコード ②-1 or ②-2). Null, with every fault told, where anything in it or above it is wrong. */
export function readLine(record: Uint8Array, movement: Movement | null, above: ReadHead, faults: Faults): StatementLine | null {
  const { head, dates } = above
  const bookedOn = dates.required(record, data.bookedOn, faults)
  if (bookedOn !== null && head !== null && (bookedOn < head.from || bookedOn > head.to)) {
    faults.add('date_out_of_period', data.bookedOn, bookedOn, `${head.from} – ${head.to}`)
  }
  const valueOn = dates.optional(record, data.valueOn, bookedOn, faults)
  const chequeAmount = optionalNumber(record, data.chequeAmount, faults)
  if (movement === null || head === null || bookedOn === null || valueOn === null || chequeAmount === null) return null
  if (faults.errors.length > 0) return null
  const kind = kindByTransactionType.get(textAt(record, data.transactionType)) ?? 'unknown'
  const texts = above.layout === '2-2' ? timeDepositTexts(record) : ordinaryTexts(record)
  return {
    record: faults.record,
    direction: movement.direction,
    bookedOn,
    valueOn,
    amount: movement.amount,
    kind,
    notCustomerMoney: movement.direction === 'debit' ? null : notCustomerMoney(kind, texts.description, chequeAmount),
    ...texts,
    bankReference: numberAt(record, data.inquiryNumber) === 0 ? '' : textAt(record, data.inquiryNumber),
    raw: record,
  }
}

type Texts = Pick<StatementLine, 'remitterCode' | 'remitterName' | 'remittingBank' | 'remittingBranch' | 'description' | 'edi'>

function ordinaryTexts(record: Uint8Array): Texts {
  return {
    remitterCode: remitterCode(record, data.remitterCode),
    remitterName: textAt(record, data.remitterName),
    remittingBank: textAt(record, data.remittingBank),
    remittingBranch: textAt(record, data.remittingBranch),
    description: textAt(record, data.description),
    edi: textAt(record, data.edi),
  }
}

/** A deposit account tells no remitter; its terms and interest stay in the raw record. */
function timeDepositTexts(record: Uint8Array): Texts {
  const description = textAt(record, timeDeposit.description)
  return { remitterCode: null, remitterName: '', remittingBank: '', remittingBranch: '', description, edi: '' }
}

function notCustomerMoney(kind: LineKind, description: string, chequeAmount: number): StatementLine['notCustomerMoney'] {
  if (kind === 'correction') return 'correction'
  if (saysReturned(description)) return 'returned'
  return chequeAmount > 0 ? 'uncleared_cheque' : null
}

/** Ten digits are a code; anything else in this optional field (a customer number of a debit, spaces) is none. */
export function remitterCode(record: Uint8Array, field: Field): string | null {
  const code = textAt(record, field)
  return code !== NO_CODE && remitterCodePattern.test(code) ? code : null
}
