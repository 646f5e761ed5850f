import type { Yen } from '../../../preload/contract/money'
import { yen } from '../../../preload/contract/money'
import type { StatementHead } from '../../../preload/contract/statement'
import { BankAccount } from '../../../preload/contract/statement'
import type { Faults } from './faults'
import type { ReadingProfile } from './profile'
import { DateReader, readCreationDate } from './zengin-dates'
import type { Field } from './zengin-fields'
import { header, isBlank, isLegible, requiredDigits, requiredNumber, textAt } from './zengin-fields'

const UNUSED_DIGITS = '000'

/** What the lines of an account are read against. `head` is null where the header had a fault. */
export interface ReadHead {
  readonly head: StatementHead | null
  readonly dates: DateReader
}

/**
 * Reads a header record (ヘッダー・レコード) and tells every fault in it. Null where the lines below have another layout or
 * code, so that reading them would only make noise.
 */
export function readHead(record: Uint8Array, profile: ReadingProfile, faults: Faults): ReadHead | null {
  if (!isOurs(record, faults)) return null
  if (!isLegible(record, header, faults)) return { head: null, dates: new DateReader(profile.dates, profile.importedOn) }
  const createdOn = readCreationDate(record, header.createdOn, profile, faults)
  const dates = new DateReader(profile.dates, createdOn ?? profile.importedOn)
  const from = dates.required(record, header.from, faults)
  const to = dates.required(record, header.to, faults)
  if (from !== null && to !== null && from > to) faults.add('date_out_of_period', header.to, to, `${from} –`)
  if (to !== null && createdOn !== null && to > createdOn) faults.add('date_out_of_period', header.to, to, `– ${createdOn}`)
  const account = readAccount(record, faults)
  const opening = readBalance(record, header.openingSign, header.opening, faults)
  if (createdOn === null || from === null || to === null || account === null || faults.errors.length > 0) return { head: null, dates }
  return {
    head: { ...names(record), format: 'zengin-03', record: faults.record, account, from, to, createdOn, opening, sequenceNumber: null },
    dates,
  }
}

function names(record: Uint8Array): Pick<StatementHead, 'accountName' | 'bankName' | 'branchName'> {
  return {
    accountName: textAt(record, header.accountName),
    bankName: textAt(record, header.bankName),
    branchName: textAt(record, header.branchName),
  }
}

/**
 * Kind, code and type of account of this header; a later header of the file may differ. Types 5 to 7 have another data
 * record (②-2) and are refused by name rather than misread.
 */
function isOurs(record: Uint8Array, faults: Faults): boolean {
  const businessType = textAt(record, header.businessType)
  if (businessType !== '03') faults.add('record_type_unknown', header.businessType, businessType, '03')
  const characterCode = textAt(record, header.characterCode)
  if (characterCode === '1') faults.add('ebcdic_not_supported', header.characterCode, characterCode, '0')
  else if (characterCode !== '0' && characterCode !== '') faults.add('code_unknown', header.characterCode, characterCode, '0')
  if (businessType !== '03' || characterCode === '1') return false
  const accountType = textAt(record, header.accountType)
  const isSupported = BankAccount.shape.accountType.safeParse(accountType).success
  if (!isSupported) faults.add('unsupported_account_type', header.accountType, accountType, '1, 2, 4, 9')
  return isSupported
}

function readAccount(record: Uint8Array, faults: Faults): BankAccount | null {
  const bankCode = requiredDigits(record, header.bankCode, faults)
  const branchCode = requiredDigits(record, header.branchCode, faults)
  const tenDigits = requiredDigits(record, header.accountNumber, faults)
  const isNumber = tenDigits?.startsWith(UNUSED_DIGITS) === true
  if (tenDigits !== null && !isNumber) faults.add('account_not_identified', header.accountNumber, tenDigits, `${UNUSED_DIGITS}0000000`)
  if (bankCode === null || branchCode === null || tenDigits === null || !isNumber) return null
  const accountType = BankAccount.shape.accountType.parse(textAt(record, header.accountType))
  return { bankCode, branchCode, accountType, accountNumber: tenDigits.slice(UNUSED_DIGITS.length) }
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
