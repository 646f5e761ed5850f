import type { Yen } from '../../../preload/contract/money'
import { yen } from '../../../preload/contract/money'
import type { StatementAccount, StatementFormat, StatementHead, StatementLayout } from '../../../preload/contract/statement'
import type { Faults } from './faults'
import type { ReadingProfile } from './profile'
import { DateReader, readCreationDate } from './zengin-dates'
import type { Field } from './zengin-fields'
import { isBlank, isLegible, requiredDigits, requiredNumber, textAt } from './zengin-fields'

const ACCOUNT_DIGITS = 7

type HeadField =
  | 'businessType'
  | 'characterCode'
  | 'createdOn'
  | 'from'
  | 'to'
  | 'bankCode'
  | 'bankName'
  | 'branchCode'
  | 'branchName'
  | 'accountType'
  | 'accountNumber'
  | 'accountName'

/** What the headers of one type (種別) have and where: balances only in some. */
export interface HeadKind {
  readonly format: StatementFormat
  readonly businessType: '01' | '03'
  readonly fields: Readonly<Record<HeadField, Field>>
  readonly opening: { readonly sign: Field; readonly amount: Field } | null
  readonly accountTypes: readonly StatementAccount['accountType'][]
  layoutOf(accountType: StatementAccount['accountType']): StatementLayout
}

/** What the lines of an account are read against. `head` is null where the header had a fault. */
export interface ReadHead {
  readonly head: StatementHead | null
  readonly dates: DateReader
  readonly layout: StatementLayout
}

/**
 * Reads a header record (ヘッダー・レコード) and tells every fault in it. Null where the lines below have another layout or
 * code, so that reading them would only make noise.
 */
export function readHead(record: Uint8Array, kind: HeadKind, profile: ReadingProfile, faults: Faults): ReadHead | null {
  const accountType = isOurs(record, kind, faults)
  if (accountType === null) return null
  const { fields } = kind
  const layout = kind.layoutOf(accountType)
  if (!isLegible(record, fields, faults)) return { head: null, dates: new DateReader(profile.dates, profile.importedOn), layout }
  const createdOn = readCreationDate(record, fields.createdOn, profile, faults)
  const dates = new DateReader(profile.dates, createdOn ?? profile.importedOn)
  if (createdOn !== null) dates.required(record, fields.createdOn, faults)
  const from = dates.required(record, fields.from, faults)
  const to = dates.required(record, fields.to, faults)
  if (from !== null && to !== null && from > to) faults.add('date_out_of_period', fields.to, to, `${from} –`)
  if (to !== null && createdOn !== null && to > createdOn) faults.add('date_out_of_period', fields.to, to, `– ${createdOn}`)
  const account = readAccount(record, kind, accountType, faults)
  const opening = kind.opening && readBalance(record, kind.opening.sign, kind.opening.amount, faults)
  if (createdOn === null || from === null || to === null || account === null || faults.errors.length > 0)
    return { head: null, dates, layout }
  const decided = { record: faults.record, format: kind.format, account, from, to, createdOn, opening, sequenceNumber: null, layout }
  return { head: { ...names(record, kind), ...decided }, dates, layout }
}

function names(record: Uint8Array, { fields }: HeadKind): Pick<StatementHead, 'accountName' | 'bankName' | 'branchName'> {
  return {
    accountName: textAt(record, fields.accountName),
    bankName: textAt(record, fields.bankName),
    branchName: textAt(record, fields.branchName),
  }
}

/** The type of account, where kind, code and that type are ones this file may have; a later header of it may differ. */
function isOurs(record: Uint8Array, kind: HeadKind, faults: Faults): StatementAccount['accountType'] | null {
  const { fields } = kind
  const businessType = textAt(record, fields.businessType)
  if (businessType !== kind.businessType) faults.add('record_type_unknown', fields.businessType, businessType, kind.businessType)
  const characterCode = textAt(record, fields.characterCode)
  if (characterCode === '1') faults.add('ebcdic_not_supported', fields.characterCode, characterCode, '0')
  else if (characterCode !== '0' && characterCode !== '') faults.add('code_unknown', fields.characterCode, characterCode, '0')
  if (businessType !== kind.businessType || characterCode === '1') return null
  const told = textAt(record, fields.accountType)
  const accountType = kind.accountTypes.find((type) => type === told)
  if (accountType === undefined) faults.add('unsupported_account_type', fields.accountType, told, kind.accountTypes.join(', '))
  return accountType ?? null
}

/** The number has 7 digits; where its field has more, zeros stand before it. */
function readAccount(
  record: Uint8Array,
  { fields }: HeadKind,
  accountType: StatementAccount['accountType'],
  faults: Faults,
): StatementAccount | null {
  const bankCode = requiredDigits(record, fields.bankCode, faults)
  const branchCode = requiredDigits(record, fields.branchCode, faults)
  const digits = requiredDigits(record, fields.accountNumber, faults)
  const zeros = '0'.repeat(fields.accountNumber.length - ACCOUNT_DIGITS)
  const isNumber = digits?.startsWith(zeros) === true
  if (digits !== null && !isNumber) faults.add('account_not_identified', fields.accountNumber, digits, `${zeros}0000000`)
  if (bankCode === null || branchCode === null || digits === null || !isNumber) return null
  return { bankCode, branchCode, accountType, accountNumber: digits.slice(zeros.length) }
}

/**
 * A balance and its sign (貸越区分: 1 plus, 2 minus), in yen. The bank may leave both out: no sign and no figure, or zeros,
 * means not told. A figure without a sign counts as plus; the sum over the lines proves it.
 */
export function readBalance(record: Uint8Array, signField: Field, field: Field, faults: Faults): Yen | null {
  const sign = textAt(record, signField)
  if (!['', '0', '1', '2'].includes(sign)) {
    faults.add('code_unknown', signField, sign, '1, 2')
    return null
  }
  if (isBlank(record, field)) return null
  const amount = requiredNumber(record, field, faults)
  if (amount === null) return null
  if (sign !== '1' && sign !== '2' && amount === 0) return null
  return yen(sign === '2' && amount !== 0 ? -amount : amount)
}
