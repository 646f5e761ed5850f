import type { AccountId, MerchantId } from '../../preload/contract/ids'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import { yen } from '../../preload/contract/money'

/*
 * What each event debits and credits: the domain's ledger table as data. An entry is made of pairs, so it balances by
 * construction. Nothing is posted here; services/ hands the pairs to ledger/journal.
 */

/** Every account of the ledger. One per designated account, merchant and counterparty where domain and bank keep them apart. */
export type AccountCode =
  | `bank:${number}`
  | 'suspense'
  | 'unexplained_outgoing'
  | 'opening_balance'
  | `merchant_payable:${number}`
  | `held_for_payers:${number}`
  | `merchant_receivable:${number}`
  /** Of an agent, card company, network or carrier, by its short name. */
  | `receivable:${string}`
  /** Collected for the bank, and nobody knows yet for which order. */
  | 'unapplied_collections'
  | 'payout_in_transit'
  | 'refund_in_transit'
  | 'own_transfers'
  | 'output_tax'
  | 'input_tax'
  | 'fee_income'
  | 'transfer_fee_recovered'
  | 'other_income'
  | 'fees_paid'
  | 'stamp_duty'
  | 'other_expense'

export type AccountSide = 'asset' | 'liability' | 'equity' | 'income' | 'expense'

/** What kind of account a code names, and on which side of the books it stands. */
export const accountSides = {
  bank: 'asset',
  suspense: 'liability',
  unexplained_outgoing: 'asset',
  opening_balance: 'equity',
  merchant_payable: 'liability',
  held_for_payers: 'liability',
  merchant_receivable: 'asset',
  receivable: 'asset',
  unapplied_collections: 'liability',
  payout_in_transit: 'liability',
  refund_in_transit: 'liability',
  own_transfers: 'asset',
  output_tax: 'liability',
  input_tax: 'asset',
  fee_income: 'income',
  transfer_fee_recovered: 'income',
  other_income: 'income',
  fees_paid: 'expense',
  stamp_duty: 'expense',
  other_expense: 'expense',
} as const satisfies Record<string, AccountSide>
export type AccountKind = keyof typeof accountSides

const perParty: ReadonlySet<AccountKind> = new Set<AccountKind>([
  'bank',
  'merchant_payable',
  'held_for_payers',
  'merchant_receivable',
  'receivable',
])

/** Kind, side and (where an account belongs to somebody) whose it is. Null for a code that names no account. */
export function accountOf(code: string): { kind: AccountKind; side: AccountSide; of: string | null } | null {
  const [, name = '', of = null] = /^([a-z_]+)(?::(.+))?$/.exec(code) ?? []
  if (!isKind(name) || perParty.has(name) !== (of !== null)) return null
  return { kind: name, side: accountSides[name], of }
}

function isKind(name: string): name is AccountKind {
  return Object.hasOwn(accountSides, name)
}

/** One debit, one credit, one amount of whole yen above zero. */
export interface Posting {
  readonly debit: AccountCode
  readonly credit: AccountCode
  readonly amount: Yen
}

/** An account is taken into Daiko: the bank's balance before the first statement. Overdrawn the other way round; nothing for zero. */
export function openingBalance({ accountId, balance }: { accountId: AccountId; balance: Yen }): Posting[] {
  if (balance === 0) return []
  const bank: AccountCode = `bank:${accountId}`
  return balance > 0
    ? [{ debit: bank, credit: 'opening_balance', amount: balance }]
    : [{ debit: 'opening_balance', credit: bank, amount: yen(-balance) }]
}

/** Every credit line of a statement, first of all: it is there, whatever it is for. */
export function statementCredit({ accountId, amount }: { accountId: AccountId; amount: PositiveYen }): Posting[] {
  return [{ debit: `bank:${accountId}`, credit: 'suspense', amount }]
}

/** Every debit line of a statement, first of all. */
export function statementDebit({ accountId, amount }: { accountId: AccountId; amount: PositiveYen }): Posting[] {
  return [{ debit: 'unexplained_outgoing', credit: `bank:${accountId}`, amount }]
}

/** So many yen that belong to an order of this merchant. */
interface OrderMoney {
  merchantId: MerchantId
  amount: PositiveYen
}

/** Part of a deposit belongs to an order: owed to its merchant, or held while the payer's protection lasts (steps.ts, isProtected). */
export function allocation({ merchantId, amount, isProtected }: OrderMoney & { isProtected: boolean }): Posting[] {
  return [{ debit: 'suspense', credit: isProtected ? `held_for_payers:${merchantId}` : `merchant_payable:${merchantId}`, amount }]
}

/** The protection ended in the merchant's favour. */
export function protectionReleased({ merchantId, amount }: OrderMoney): Posting[] {
  return [{ debit: `held_for_payers:${merchantId}`, credit: `merchant_payable:${merchantId}`, amount }]
}

/** Money that was released is taken back from under the merchant: held again, so that what held it can be reversed. */
export function releaseTakenBack({ merchantId, amount }: OrderMoney): Posting[] {
  return reversalOf(protectionReleased({ merchantId, amount }))
}

/** The pairs that undo these pairs, last first. The journal's entry names the one it reverses. */
export function reversalOf(postings: readonly Posting[]): Posting[] {
  return postings.map(({ debit, credit, amount }) => ({ debit: credit, credit: debit, amount })).reverse()
}
