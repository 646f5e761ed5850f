import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accountOf,
  accountSides,
  allocation,
  openingBalance,
  type Posting,
  protectionReleased,
  releaseTakenBack,
  reversalOf,
  statementCredit,
  statementDebit,
} from '../../../src/main/settlement/ledger-entries'
import { AccountId, MerchantId } from '../../../src/preload/contract/ids'
import { type Yen, yen } from '../../../src/preload/contract/money'

const accountId = AccountId.parse(7)
const merchantId = MerchantId.parse(3)
const amount = yen(12_000)

describe('what an event debits and credits', () => {
  const cases: [string, Posting[], [string, string, number][]][] = [
    ['opening balance', openingBalance({ accountId, balance: amount }), [['bank:7', 'opening_balance', 12_000]]],
    ['opening balance, overdrawn', openingBalance({ accountId, balance: yen(-500) }), [['opening_balance', 'bank:7', 500]]],
    ['opening balance, empty', openingBalance({ accountId, balance: yen(0) }), []],
    ['credit line', statementCredit({ accountId, amount }), [['bank:7', 'suspense', 12_000]]],
    ['debit line', statementDebit({ accountId, amount }), [['unexplained_outgoing', 'bank:7', 12_000]]],
    ['allocation', allocation({ merchantId, amount, isProtected: false }), [['suspense', 'merchant_payable:3', 12_000]]],
    ['allocation, protected', allocation({ merchantId, amount, isProtected: true }), [['suspense', 'held_for_payers:3', 12_000]]],
    ['protection released', protectionReleased({ merchantId, amount }), [['held_for_payers:3', 'merchant_payable:3', 12_000]]],
    ['release taken back', releaseTakenBack({ merchantId, amount }), [['merchant_payable:3', 'held_for_payers:3', 12_000]]],
    ['undone', reversalOf(allocation({ merchantId, amount, isProtected: false })), [['merchant_payable:3', 'suspense', 12_000]]],
  ]
  it.each(cases)('%s', (_, postings, expected) => {
    expect(postings.map(({ debit, credit, amount: posted }) => [debit, credit, posted])).toEqual(expected)
  })

  it('a reversal takes every account back to where it was', () => {
    const anyYen = fc.integer({ min: -1_000_000, max: 1_000_000 }).map(yen)
    const positive = fc.integer({ min: 1, max: 1_000_000 }).map(yen)
    fc.assert(
      fc.property(anyYen, positive, fc.boolean(), (balance, paid, isProtected) => {
        const made = [
          ...openingBalance({ accountId, balance }),
          ...statementCredit({ accountId, amount: paid }),
          ...allocation({ merchantId, amount: paid, isProtected }),
        ]
        for (const posting of made) {
          expect(posting.amount).toBeGreaterThan(0)
          expect(posting.debit).not.toBe(posting.credit)
          expect(accountOf(posting.debit) && accountOf(posting.credit)).not.toBeNull()
        }
        expect([...balances([...made, ...reversalOf(made)]).values()].every((sum) => sum === 0)).toBe(true)
      }),
    )
  })
})

function balances(postings: readonly Posting[]): Map<string, number> {
  const sums = new Map<string, number>()
  const add = (account: string, change: Yen) => sums.set(account, (sums.get(account) ?? 0) + change)
  for (const posting of postings) {
    add(posting.debit, posting.amount)
    add(posting.credit, yen(-posting.amount))
  }
  return sums
}

describe('accounts by code', () => {
  const cases: [string, ReturnType<typeof accountOf>][] = [
    ['bank:7', { kind: 'bank', side: 'asset', of: '7' }],
    ['suspense', { kind: 'suspense', side: 'liability', of: null }],
    ['unexplained_outgoing', { kind: 'unexplained_outgoing', side: 'asset', of: null }],
    ['held_for_payers:3', { kind: 'held_for_payers', side: 'liability', of: '3' }],
    ['receivable:store-agent', { kind: 'receivable', side: 'asset', of: 'store-agent' }],
    ['fee_income', { kind: 'fee_income', side: 'income', of: null }],
    ['fees_paid', { kind: 'fees_paid', side: 'expense', of: null }],
    ['opening_balance', { kind: 'opening_balance', side: 'equity', of: null }],
    ['bank', null],
    ['suspense:1', null],
    ['toString', null],
    ['cash', null],
    ['', null],
  ]
  it.each(cases)('%s', (code, account) => {
    expect(accountOf(code)).toEqual(account)
  })

  it('every kind has a side', () => {
    expect(new Set(Object.values(accountSides))).toEqual(new Set(['asset', 'liability', 'equity', 'income', 'expense']))
  })
})
