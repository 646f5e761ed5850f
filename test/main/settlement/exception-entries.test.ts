import { describe, expect, it } from 'vitest'
import {
  debtPaid,
  endingEntry,
  endingsOf,
  neededFor,
  type OpenSide,
  type SimpleEnding,
} from '../../../src/main/settlement/exception-entries'
import type { Ending } from '../../../src/preload/contract/exceptions'
import { MerchantId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'

const merchantId = MerchantId.parse(7)

describe('the entry of an ending', () => {
  const cases: [SimpleEnding, OpenSide, debit: string, credit: string][] = [
    ['bank_fee', 'debit', 'fees_paid', 'unexplained_outgoing'],
    ['own_transfer', 'debit', 'own_transfers', 'unexplained_outgoing'],
    ['own_transfer', 'credit', 'suspense', 'own_transfers'],
    ['interest', 'credit', 'suspense', 'other_income'],
    ['unclaimed', 'credit', 'suspense', 'other_income'],
    ['small_difference', 'credit', 'suspense', 'other_income'],
    ['small_difference', 'debit', 'other_expense', 'unexplained_outgoing'],
    ['taken_back', 'debit', 'suspense', 'unexplained_outgoing'],
    ['taken_back', 'credit', 'suspense', 'unexplained_outgoing'],
    ['accept_less', 'short_order', 'other_expense', 'merchant_payable:7'],
    ['bad_debt', 'receivable', 'other_expense', 'merchant_receivable:7'],
    ['unclaimed', 'returned_refund', 'refund_in_transit', 'other_income'],
  ]
  it.each(cases)('%s of a %s', (ending, side, debit, credit) =>
    expect(endingEntry(ending, side, { amount: yen(440), merchantId })).toEqual([{ debit, credit, amount: 440 }]),
  )
  it.each<[SimpleEnding, OpenSide]>([
    ['bank_fee', 'credit'],
    ['interest', 'debit'],
    ['unclaimed', 'debit'],
    ['bad_debt', 'credit'],
    ['accept_less', 'debit'],
  ])('%s does not end a %s', (ending, side) => expect(endingEntry(ending, side, { amount: yen(440), merchantId })).toBeNull())
  it('each side knows its endings', () => {
    expect(endingsOf('debit')).toEqual(['bank_fee', 'own_transfer', 'small_difference', 'taken_back'])
    expect(endingsOf('credit')).toEqual(['own_transfer', 'interest', 'unclaimed', 'small_difference', 'taken_back'])
  })
})

it('a debt that is paid leaves suspense for what the merchant owed', () =>
  expect(debtPaid(merchantId, yen(440))).toEqual([{ debit: 'suspense', credit: 'merchant_receivable:7', amount: 440 }]))

describe('who must agree to an ending', () => {
  const limits = { alone: yen(10_000), two: yen(1_000_000) }
  const cases: [Ending, number, boolean, number, string][] = [
    ['bank_fee', 770, false, 0, 'none'],
    ['bank_fee', 10_001, false, 1, 'above_limit'],
    ['bank_fee', 1_000_001, false, 2, 'above_second_limit'],
    ['bank_fee', 770, true, 1, 'after_close'],
    ['unclaimed', 1, false, 1, 'always'],
    ['bad_debt', 1, false, 1, 'always'],
    ['own_transfer', 10_000, false, 0, 'none'],
    ['own_transfer', 50_000_000, false, 2, 'above_second_limit'],
    ['taken_back', 10_001, false, 1, 'above_limit'],
    ['transfer_returned', 1_000_000, false, 1, 'above_limit'],
  ]
  it.each(cases)('%s of %d, after close %s', (ending, counted, afterClose, needed, why) =>
    expect(neededFor(ending, { counted: yen(counted), afterClose, isCertain: false }, limits)).toEqual({ needed, why }),
  )
  const certain: [Ending, boolean, number, string][] = [
    ['transfer_seen', false, 0, 'none'],
    ['transfer_seen', true, 1, 'after_close'],
    ['transfer_returned', false, 0, 'none'],
  ]
  it.each(certain)('%s that is certain, of any amount, after close %s', (ending, afterClose, needed, why) =>
    expect(neededFor(ending, { counted: yen(50_000_000), afterClose, isCertain: true }, limits)).toEqual({ needed, why }),
  )
})
