import type { Approvers } from '../../preload/contract/approvers'
import { Ending } from '../../preload/contract/exceptions'
import type { MerchantId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { AccountCode, Posting } from './ledger-entries'
import { type ApproverLimits, approversFor } from './refundable'

/* How exceptions end, in the journal: the rows of the domain's ledger table that are neither clearing nor transfer nor refund. */

/** What stands open: money in suspense, an unexplained debit, what an order is short of, what a merchant owes. */
export type OpenSide = 'credit' | 'debit' | 'short_order' | 'receivable'

export type SimpleEnding = Exclude<Ending, 'transfer_seen' | 'transfer_returned' | 'debt_paid'>

/** By ending and side: which account takes it. What is not here is no ending of that side. */
const counterparts: Readonly<Record<SimpleEnding, Partial<Record<OpenSide, AccountCode>>>> = {
  bank_fee: { debit: 'fees_paid' },
  own_transfer: { debit: 'own_transfers', credit: 'own_transfers' },
  interest: { credit: 'other_income' },
  unclaimed: { credit: 'other_income' },
  small_difference: { credit: 'other_income', debit: 'other_expense' },
  taken_back: { debit: 'suspense', credit: 'unexplained_outgoing' },
  accept_less: { short_order: 'other_expense' },
  bad_debt: { receivable: 'other_expense' },
}

const simpleEndings: readonly SimpleEnding[] = Ending.exclude(['transfer_seen', 'transfer_returned', 'debt_paid']).options

/** The endings a side knows, in the order of the list. */
export function endingsOf(side: OpenSide): Ending[] {
  return simpleEndings.filter((ending) => counterparts[ending][side] !== undefined)
}

/** The entry of an ending, or null where that side does not end so. The merchant is whose order is short, or who owes. */
export function endingEntry(
  ending: SimpleEnding,
  side: OpenSide,
  { amount, merchantId }: { amount: Yen; merchantId: MerchantId | null },
): Posting[] | null {
  const counterpart = counterparts[ending][side]
  if (counterpart === undefined) return null
  switch (side) {
    case 'credit':
      return [{ debit: 'suspense', credit: counterpart, amount }]
    case 'debit':
      return [{ debit: counterpart, credit: 'unexplained_outgoing', amount }]
    case 'short_order':
      return [{ debit: counterpart, credit: `merchant_payable:${ofMerchant(merchantId)}`, amount }]
    case 'receivable':
      return [{ debit: counterpart, credit: `merchant_receivable:${ofMerchant(merchantId)}`, amount }]
  }
}

/** A merchant has paid what it owed instead of having it offset: money in suspense was its own. */
export const debtPaid = (merchantId: MerchantId, amount: Yen): Posting[] => [
  { debit: 'suspense', credit: `merchant_receivable:${merchantId}`, amount },
]

function ofMerchant(merchantId: MerchantId | null): MerchantId {
  if (merchantId === null) throw new Error('an order or a receivable is of a merchant')
  return merchantId
}

/** Money is given up or taken in for good: a second person agrees, whatever the amount. */
const always: ReadonlySet<Ending> = new Set<Ending>(['unclaimed', 'bad_debt'])

/** Whether an ending needs a second person at any amount. */
function alwaysAgreed(ending: Ending): boolean {
  return always.has(ending)
}

/** Endings by which money is given up or taken in: people agree by the amount. The others only say what a line is. */
const byAmount: ReadonlySet<Ending> = new Set<Ending>(['bank_fee', 'interest', 'unclaimed', 'small_difference', 'accept_less', 'bad_debt'])

/** How many others agree to an ending, and why. `afterClose`: the day it stands on has been closed. */
export function neededFor(
  ending: Ending,
  amount: Yen,
  limits: ApproverLimits,
  afterClose: boolean,
): { needed: 0 | 1 | 2; why: Approvers['why'] } {
  const needed = byAmount.has(ending) ? approversFor(amount, limits, alwaysAgreed(ending) || afterClose) : afterClose ? 1 : 0
  if (needed === 0) return { needed, why: 'none' }
  if (needed === 2) return { needed, why: 'above_second_limit' }
  if (afterClose) return { needed, why: 'after_close' }
  return { needed, why: alwaysAgreed(ending) ? 'always' : 'above_limit' }
}
