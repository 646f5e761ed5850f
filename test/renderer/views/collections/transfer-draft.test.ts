import { describe, expect, it } from 'vitest'
import { ExpectedTransfer } from '../../../../src/preload/contract/collections'
import { businessDate } from '../../../../src/preload/contract/date'
import { ReceiptId } from '../../../../src/preload/contract/ids'
import { sumYen, yen } from '../../../../src/preload/contract/money'
import {
  checkTransfer,
  entryOf,
  firstDraft,
  settlementOf,
  standingOf,
  type TransferDraft,
} from '../../../../src/renderer/views/collections/transfer-draft'

/** A deposit of so many yen, beside a transfer of 99,064. */
const deposit = (receiptId: number, remaining: number) => ({
  receiptId,
  bookedOn: '2026-11-25',
  name: 'ﾃﾞﾝｻﾝ',
  remaining,
  version: 3,
  difference: remaining - 99_064,
})

const transferWith = (...candidates: ReturnType<typeof deposit>[]) =>
  ExpectedTransfer.parse({
    party: 'dsk',
    agentName: '電算システム',
    transferOn: '2026-11-25',
    claims: 4,
    unapplied: 0,
    gross: 100_000,
    deductions: 0,
    fees: 669,
    tax: 67,
    stampDuty: 200,
    net: 99_064,
    candidates,
  })

const fitting = transferWith(deposit(7, 99_064), deposit(8, 98_000))
const changed = (changes: Partial<TransferDraft>): TransferDraft => ({ ...firstDraft(fitting), ...changes })

describe('a transfer that is to be cleared', () => {
  it('begins with the figures of the contract and the deposit that fits', () => {
    expect(firstDraft(fitting)).toEqual({ receiptId: 7, fees: 669, tax: 67, stampDuty: 200, reason: '' })
  })

  it('chooses nothing where two deposits fit equally, or none', () => {
    expect(firstDraft(transferWith(deposit(7, 99_064), deposit(8, 99_064))).receiptId).toBeNull()
    expect(firstDraft(transferWith(deposit(8, 98_000))).receiptId).toBeNull()
    expect(firstDraft(transferWith()).receiptId).toBeNull()
  })

  it.each<{ what: string; draft: TransferDraft; net: number | null; difference: number | null; problem: string | null }>([
    { what: 'as agreed', draft: changed({}), net: 99_064, difference: 0, problem: null },
    { what: 'no deposit', draft: changed({ receiptId: null }), net: 99_064, difference: null, problem: 'no_deposit' },
    { what: 'no fees', draft: changed({ fees: null }), net: null, difference: null, problem: 'not_complete' },
    { what: 'tax below nothing', draft: changed({ tax: yen(-67) }), net: null, difference: null, problem: 'not_complete' },
    { what: 'one yen off', draft: changed({ tax: yen(66) }), net: 99_065, difference: -1, problem: 'sum_differs' },
    { what: 'another deposit', draft: changed({ receiptId: ReceiptId.parse(8) }), net: 99_064, difference: -1_064, problem: 'sum_differs' },
    {
      what: 'other parts of the same sum',
      draft: changed({ fees: yen(670), tax: yen(66) }),
      net: 99_064,
      difference: 0,
      problem: 'no_reason',
    },
    {
      what: 'the same with spaces',
      draft: changed({ fees: yen(670), tax: yen(66), reason: '  ' }),
      net: 99_064,
      difference: 0,
      problem: 'no_reason',
    },
    {
      what: 'the same with a reason',
      draft: changed({ fees: yen(670), tax: yen(66), reason: '通知書' }),
      net: 99_064,
      difference: 0,
      problem: null,
    },
    { what: 'more kept than collected', draft: changed({ fees: yen(100_000) }), net: -267, difference: 99_331, problem: 'sum_differs' },
  ])('$what: $problem', ({ draft, net, difference, problem }) => {
    expect(checkTransfer(fitting, draft)).toMatchObject({ net, difference, problem })
    expect(settlementOf(fitting, draft) === null).toBe(problem !== null)
  })

  it('asks for exactly what is shown', () => {
    expect(settlementOf(fitting, changed({ fees: yen(670), tax: yen(66), reason: ' 通知書 11/24 ' }))).toEqual({
      party: 'dsk',
      transferOn: '2026-11-25',
      receiptId: 7,
      version: 3,
      gross: 100_000,
      deductions: 0,
      fees: 670,
      tax: 66,
      stampDuty: 200,
      reason: '通知書 11/24',
    })
  })

  it('shows the entry in as many lines as there are parts, and they come to what was collected', () => {
    const lines = entryOf(fitting, changed({}), yen(99_064))
    expect(lines.map(({ debit, credit, amount }) => [debit.account, credit.account, credit.of, amount])).toEqual([
      ['suspense', 'receivable', '電算システム', 99_064],
      ['fees_paid', 'receivable', '電算システム', 669],
      ['input_tax', 'receivable', '電算システム', 67],
      ['stamp_duty', 'receivable', '電算システム', 200],
    ])
    expect(sumYen(lines.map(({ amount }) => amount))).toBe(fitting.gross)
  })

  it('leaves out of the entry what is nought or missing', () => {
    expect(entryOf(fitting, changed({ stampDuty: yen(0), tax: null }), null).map(({ debit }) => debit.account)).toEqual(['fees_paid'])
  })

  it.each([
    { transfer: fitting, today: '2026-12-01', standing: 'fits' },
    { transfer: transferWith(deposit(8, 98_000)), today: '2026-11-25', standing: 'waits' },
    { transfer: transferWith(), today: '2026-11-26', standing: 'overdue' },
    { transfer: transferWith(), today: null, standing: 'waits' },
  ])('on $today it $standing', ({ transfer, today, standing }) => {
    expect(standingOf(transfer, today === null ? null : businessDate(today))).toBe(standing)
  })
})
