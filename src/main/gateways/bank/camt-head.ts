import type { BusinessDate } from '../../../preload/contract/date'
import { addDays } from '../../../preload/contract/date'
import type { Yen } from '../../../preload/contract/money'
import { yen } from '../../../preload/contract/money'
import type { StatementHead } from '../../../preload/contract/statement'
import { BankAccount } from '../../../preload/contract/statement'
import { dateOfText, readDate, readDirection, readYen } from './camt-fields'
import type { Faults } from './faults'
import type { ReadingProfile } from './profile'
import type { CamtFormat } from './recognise'
import { child, children, firstText, textOf } from './xml-tree'

/** What stands around the entries of a statement. `head` is null where it had a fault. */
export interface ReadCamtHead {
  readonly head: StatementHead | null
  /** The period the bank tells (FrToDt): no entry may be booked outside it. */
  readonly period: { readonly from: BusinessDate; readonly to: BusinessDate } | null
  readonly closing: Yen | null
}

/** Of which message it is, and which days its entries were booked on. */
export interface CamtMessage {
  readonly message: CamtFormat
  entryDays(): { readonly from: BusinessDate; readonly to: BusinessDate } | null
}

/**
 * Reads everything of a `Stmt`, `Rpt` or `Ntfctn` but its entries, and tells every fault in it. A report or notification that tells no
 * period, by FrToDt or its balances, is of the days of its entries, and without one of the day it was made.
 */
export function readCamtHead(
  statement: unknown,
  { message, entryDays }: CamtMessage,
  profile: ReadingProfile,
  faults: Faults,
): ReadCamtHead {
  const account = readAccount(statement, faults)
  const currency = textOf(statement, 'Acct', 'Ccy')
  if (currency !== '' && currency !== 'JPY') faults.add('not_yen', null, currency, 'JPY')
  const opening = readBalance(statement, ['OPBD', 'PRCD'], faults)
  const closing = readBalance(statement, ['CLBD'], faults)
  const period = readPeriod(statement, faults)
  const createdOn = dateOfText(textOf(statement, 'CreDtTm'), faults) ?? profile.importedOn
  const told = period ?? periodOfBalances(opening, closing)
  const { from, to } =
    told.from !== null && told.to !== null ? told : message === 'camt.053' ? told : (entryDays() ?? { from: createdOn, to: createdOn })
  if (from === null || to === null) faults.add('missing_element', null, undefined, 'FrToDt')
  else if (from > to) faults.add('date_out_of_period', null, from, `– ${to}`)
  const isFaulty = account === null || from === null || to === null || faults.errors.length > 0
  return {
    head: isFaulty ? null : headOf(statement, message, { account, from, to, createdOn, opening: opening?.amount ?? null }, faults),
    period,
    closing: closing?.amount ?? null,
  }
}

type Decided = Pick<StatementHead, 'account' | 'from' | 'to' | 'createdOn' | 'opening'>

function headOf(statement: unknown, message: CamtFormat, decided: Decided, faults: Faults): StatementHead {
  const servicer = child(statement, 'Acct', 'Svcr')
  return {
    ...decided,
    format: message,
    layout: null,
    record: faults.record,
    accountName: firstText(statement, ['Acct', 'Ownr', 'Nm'], ['Acct', 'Ownr', 'Pty', 'Nm'], ['Acct', 'Nm']),
    bankName: textOf(servicer, 'FinInstnId', 'Nm'),
    branchName: firstText(servicer, ['BrnchId', 'Nm'], ['FinInstnId', 'BrnchId', 'Nm']),
    sequenceNumber: firstText(statement, ['ElctrncSeqNb'], ['LglSeqNb']) || null,
  }
}

/**
 * The account: bank from Svcr ClrSysMmbId (4 digits, or 7 with the branch), branch from BrnchId, number from Othr/Id
 * (7 digits, or 10 with leading 000), type from Tp (ordinary where not told). Where bank or branch stand nowhere, an
 * Othr/Id of 14 digits is read as bank 4 + branch 3 + number 7: our own reading, no standard says so.
 */
function readAccount(statement: unknown, faults: Faults): BankAccount | null {
  const account = child(statement, 'Acct')
  const servicer = child(account, 'Svcr')
  const number = textOf(account, 'Id', 'Othr', 'Id')
  const member = textOf(servicer, 'FinInstnId', 'ClrSysMmbId', 'MmbId')
  const branch = firstText(servicer, ['BrnchId', 'Id'], ['FinInstnId', 'BrnchId', 'Id']) || member.slice(4)
  const whole = /^\d{14}$/.test(number) ? number : `${member.slice(0, 4)}${branch}${number.replace(/^000(?=\d{7}$)/, '')}`
  const type = BankAccount.shape.accountType.safeParse(firstText(account, ['Tp', 'Prtry'], ['Tp', 'Cd']))
  const [, bankCode, branchCode, accountNumber] = /^(\d{4})(\d{3})(\d{7})$/.exec(whole) ?? []
  const isMember = member === '' || /^\d{4}(\d{3})?$/.test(member)
  if (bankCode === undefined || branchCode === undefined || accountNumber === undefined || !isMember) {
    faults.add('account_not_identified', null, number || textOf(account, 'Id', 'IBAN'))
    return null
  }
  return { bankCode, branchCode, accountType: type.data ?? '1', accountNumber }
}

interface Balance {
  readonly amount: Yen
  readonly code: string
  readonly on: BusinessDate | null
}

/** The first balance of these kinds, in that order of preference; null where the bank tells none. */
function readBalance(statement: unknown, codes: readonly string[], faults: Faults): Balance | null {
  const balances = children(statement, 'Bal')
  for (const code of codes) {
    const found = balances.find((balance) => textOf(balance, 'Tp', 'CdOrPrtry', 'Cd') === code)
    if (found === undefined) continue
    const amount = readYen(found, 'Amt', faults)
    const direction = readDirection(found, faults)
    const on = readDate(child(found, 'Dt'), faults)
    if (amount === null || direction === null) return null
    return { amount: yen(direction === 'debit' && amount !== 0 ? -amount : amount), code, on }
  }
  return null
}

function readPeriod(statement: unknown, faults: Faults): ReadCamtHead['period'] {
  const period = child(statement, 'FrToDt')
  const from = dateOfText(firstText(period, ['FrDtTm'], ['FrDt']), faults)
  const to = dateOfText(firstText(period, ['ToDtTm'], ['ToDt']), faults)
  return from === null || to === null ? null : { from, to }
}

/** Where FrToDt is left out: from the opening balance's day (the day after a previous closing) to the closing balance's. */
function periodOfBalances(opening: Balance | null, closing: Balance | null): { from: BusinessDate | null; to: BusinessDate | null } {
  const to = closing?.on ?? null
  const openedOn = opening?.on ?? to
  const isPrevious = opening?.code === 'PRCD' && openedOn !== null && to !== null && openedOn < to
  return { from: isPrevious ? addDays(openedOn, 1) : openedOn, to }
}
