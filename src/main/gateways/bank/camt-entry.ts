import type { BusinessDate } from '../../../preload/contract/date'
import { PositiveYen } from '../../../preload/contract/money'
import type { LineKind, StatementLine } from '../../../preload/contract/statement'
import { saysReturned } from '../return-words'
import { readDate, readDirection, readYen } from './camt-fields'
import type { ReadCamtHead } from './camt-head'
import type { Faults } from './faults'
import { readRemittance } from './remittance'
import type { Movement } from './tally'
import { child, children, firstText, textOf } from './xml-tree'
import { kindByTransactionType } from './zengin-03-line'

const kindByFamily: ReadonlyMap<string, LineKind> = new Map([
  ['RCDT', 'transfer'],
  ['ICDT', 'transfer'],
  ['RRCT', 'transfer'],
  ['IRCT', 'transfer'],
  ['CNTR', 'cash'],
  ['RCHQ', 'cheque'],
  ['ICHQ', 'cheque'],
])

/** Only what is booked is a line; a pending or informational entry may vanish again. Text up to version 04, a code below it later. */
export function isBooked(entry: unknown): boolean {
  return statusOf(entry) === 'BOOK'
}

export function statusOf(entry: unknown): string {
  return firstText(entry, ['Sts', 'Cd'], ['Sts'])
}

/** The day an entry was booked; null where it is missing, with the fault told where it is no date. */
export function readBookedOn(entry: unknown, faults: Faults): BusinessDate | null {
  return readDate(child(entry, 'BookgDt'), faults)
}

/** What an entry moves; null, with every fault told, where it cannot be said. */
export function readEntryMovement(entry: unknown, faults: Faults): Movement | null {
  const amount = readYen(entry, 'Amt', faults)
  const direction = readDirection(entry, faults)
  if (amount === 0) faults.add('amount_zero', null)
  return amount === null || amount === 0 || direction === null ? null : { direction, amount: PositiveYen.parse(amount) }
}

/**
 * One booked entry (Ntry) as one line, whatever it bundles: the details of a batch are counted, never joined, because
 * the ledger line is the entry. Null, with every fault told, where anything in it is wrong.
 */
export function readEntry(
  entry: unknown,
  movement: Movement | null,
  { head, period }: ReadCamtHead,
  raw: Uint8Array,
  faults: Faults,
): StatementLine | null {
  const bookedOn = readBookedOn(entry, faults)
  if (child(entry, 'BookgDt') === undefined) faults.add('missing_element', null, undefined, 'BookgDt')
  if (bookedOn !== null && period !== null && (bookedOn < period.from || bookedOn > period.to)) {
    faults.add('date_out_of_period', null, bookedOn, `${period.from} – ${period.to}`)
  }
  const valueOn = readDate(child(entry, 'ValDt'), faults) ?? bookedOn
  if (head === null || movement === null || bookedOn === null || valueOn === null || faults.errors.length > 0) return null
  const transactions = children(entry, 'NtryDtls').flatMap((details) => children(details, 'TxDtls'))
  const single = transactionCount(entry, transactions) > 1 ? undefined : transactions[0]
  // What is taken back keeps its parties: who paid stays the debtor, though money goes out.
  const side = isReversal(entry) ? 'credit' : movement.direction
  const texts = { ...partyTexts(single, side), description: describe(entry, transactions), edi: readRemittance(single) }
  const kind = isReversal(entry) && movement.direction === 'debit' ? 'cancellation' : kindOf(entry)
  return {
    record: faults.record,
    ...movement,
    bookedOn,
    valueOn,
    kind,
    notCustomerMoney:
      movement.direction === 'debit' ? null : notCustomerMoney(entry, transactions, kind, `${texts.description} ${texts.edi}`),
    ...texts,
    bankReference: firstText(entry, ['AcctSvcrRef'], ['NtryRef']) || textOf(single, 'Refs', 'AcctSvcrRef'),
    raw,
  }
}

/** The bank takes back what it booked: money out takes back a credit. The direction told is the booked one. */
function isReversal(entry: unknown): boolean {
  return ['true', '1'].includes(textOf(entry, 'RvslInd'))
}

function transactionCount(entry: unknown, transactions: readonly unknown[]): number {
  const told = children(entry, 'NtryDtls').reduce(
    (sum: number, details) => sum + (Number.parseInt(textOf(details, 'Btch', 'NbOfTxs'), 10) || 0),
    0,
  )
  return Math.max(told, transactions.length)
}

function describe(entry: unknown, transactions: readonly unknown[]): string {
  const count = transactionCount(entry, transactions)
  const texts = [textOf(entry, 'AddtlNtryInf')]
  if (count > 1) texts.unshift(`${count}件`)
  else texts.push(textOf(transactions[0], 'AddtlTxInf'))
  return texts.filter((text) => text !== '').join(' ')
}

/** Money in comes from the debtor's side, money out goes to the creditor's; the other side is the account itself. */
function partyTexts(
  transaction: unknown,
  direction: Movement['direction'],
): Pick<StatementLine, 'remitterName' | 'remittingBank' | 'remittingBranch' | 'remitterCode'> {
  const side = direction === 'credit' ? 'Dbtr' : 'Cdtr'
  const parties = child(transaction, 'RltdPties')
  const agent = child(transaction, 'RltdAgts', `${side}Agt`)
  const institution = child(agent, 'FinInstnId')
  const virtualAccount = direction === 'credit' ? textOf(parties, 'CdtrAcct', 'Id', 'Othr', 'Id') : ''
  return {
    remitterName: firstText(parties, [`Ultmt${side}`, 'Nm'], [`Ultmt${side}`, 'Pty', 'Nm'], [side, 'Nm'], [side, 'Pty', 'Nm']),
    remittingBank: firstText(institution, ['Nm'], ['ClrSysMmbId', 'MmbId'], ['BICFI'], ['BIC']),
    remittingBranch: firstText(
      agent,
      ['BrnchId', 'Nm'],
      ['FinInstnId', 'BrnchId', 'Nm'],
      ['BrnchId', 'Id'],
      ['FinInstnId', 'BrnchId', 'Id'],
    ),
    remitterCode: /^(?!0{10})\d{10}$/.test(virtualAccount) ? virtualAccount : null,
  }
}

/** The bank's own two digits are taken for 取引区分, since ZEDI turns one format into the other: our own reading. */
function kindOf(entry: unknown): LineKind {
  const code = child(entry, 'BkTxCd')
  const family = textOf(code, 'Domn', 'Fmly', 'Cd')
  return kindByTransactionType.get(textOf(code, 'Prtry', 'Cd')) ?? kindByFamily.get(family) ?? (family === '' ? 'unknown' : 'other')
}

/** A reversal, a return reason or a return code on the entry or on any transaction in it: each can stand without the others. */
function notCustomerMoney(
  entry: unknown,
  transactions: readonly unknown[],
  kind: LineKind,
  texts: string,
): StatementLine['notCustomerMoney'] {
  if (kind === 'correction') return 'correction'
  const isReturn = [entry, ...transactions].some(
    (part) => child(part, 'RtrInf') !== undefined || textOf(part, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd') === 'RRTN',
  )
  return isReversal(entry) || isReturn || saysReturned(texts) ? 'returned' : null
}
