import type { TransferOutcome } from '../../../preload/contract/transfers'

/*
 * What banks answer about transfers, as data. The standard has no result record for type 21: one bank puts a digit into the blank bytes
 * (its column is a setting), banks with an API give a number.
 */

/** The result digit of a type-21 result file. */
const digits: ReadonlyMap<string, TransferOutcome> = new Map([
  ['0', 'carried_out'],
  ['1', 'no_such_account'],
  ['2', 'name_differs'],
  ['8', 'cancelled_by_originator'],
  ['9', 'other'],
])

/** The status of a transfer in a bank's API. */
const apiStatuses: ReadonlyMap<string, TransferOutcome> = new Map([
  ['20', 'carried_out'],
  ['22', 'returned'],
  ['24', 'recall_running'],
  ['25', 'recalled'],
  ['26', 'recall_failed'],
  ['30', 'partly_returned'],
  ['40', 'not_carried_out'],
])

/** What a result digit means; null for one that nobody has explained: it is shown as it stands, and a person asks the bank. */
export function outcomeOfDigit(digit: string): TransferOutcome | null {
  return digits.get(digit) ?? null
}

/** What an API status means; null for one that nobody has explained. */
export function outcomeOfApiStatus(status: string): TransferOutcome | null {
  return apiStatuses.get(status) ?? null
}
