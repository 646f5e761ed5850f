import { describe, expect, it } from 'vitest'
import { outcomeOfApiStatus, outcomeOfDigit } from '../../../../src/main/gateways/bank-transfer/transfer-results'
import { TransferOutcome } from '../../../../src/preload/contract/transfers'
import { en } from '../../../../src/renderer/words/en'
import { ja } from '../../../../src/renderer/words/ja'

describe('what banks answer', () => {
  const digits: [string, TransferOutcome | null][] = [
    ['0', 'carried_out'],
    ['1', 'no_such_account'],
    ['2', 'name_differs'],
    ['8', 'cancelled_by_originator'],
    ['9', 'other'],
    ['3', null],
    ['', null],
  ]
  it.each(digits)('digit %s is %s', (digit, outcome) => {
    expect(outcomeOfDigit(digit)).toBe(outcome)
  })

  const statuses: [string, TransferOutcome | null][] = [
    ['20', 'carried_out'],
    ['22', 'returned'],
    ['24', 'recall_running'],
    ['25', 'recalled'],
    ['26', 'recall_failed'],
    ['30', 'partly_returned'],
    ['40', 'not_carried_out'],
    ['0', null],
    ['21', null],
  ]
  it.each(statuses)('API status %s is %s', (status, outcome) => {
    expect(outcomeOfApiStatus(status)).toBe(outcome)
  })

  it('has words for each outcome and for what to do about it', () => {
    for (const { transfers } of [ja, en]) {
      expect(Object.keys(transfers.outcome).sort()).toEqual([...TransferOutcome.options].sort())
      expect(Object.keys(transfers.fix).sort()).toEqual([...TransferOutcome.options].sort())
    }
  })
})
