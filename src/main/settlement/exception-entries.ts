import type { Approvers } from '../../preload/contract/approvers'
import { Ending } from '../../preload/contract/exceptions'
import type { MerchantId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { AccountCode, Posting } from './ledger-entries'
import { type ApproverLimits, approversFor } from './refundable'

/* How exceptions end, in the journal: the rows of the domain's ledger table that are neither clearing nor transfer nor refund. */

/** What stands open: money in suspense, an unexplained debit, what an order is short of, what a merchant owes, a refund that came back. */
export type OpenSide = 'credit' | 'debit' | 'short_order' | 'receivable' | 'returned_refund'

export type SimpleEnding = Exclude<Ending, 'transfer_seen' | 'transfer_returned' | 'debt_paid'>

/** By ending and side: which account takes it. What is not here is no ending of that side. */
const counterparts: Readonly<Record<SimpleEnding, Partial<Record<OpenSide, AccountCode>>>> = {
  bank_fee: { debit: 'fees_paid' },
  own_transfer: { debit: 'own_transfers', credit: 'own_transfers' },
  interest: { credit: 'other_income' },
  unclaimed: { credit: 'other_income', returned_refund: 'other_income' },
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
    case 'returned_refund':
      return [{ debit: 'refund_in_transit', credit: counterpart, amount }]
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

/** What is known of an ending besides its kind. */
export interface EndingStanding {
  /** With what of the same line or debt has been ended before: no amount is too small in pieces. */
  readonly counted: Yen
  /** The day it stands on has been closed. */
  readonly afterClose: boolean
  /** Nothing is weighed: the line is exactly what waits for it (transfer_seen), or says itself whose return it is (transfer_returned). */
  readonly isCertain: boolean
}

/** How many others agree to an ending, and why. */
export function neededFor(
  ending: Ending,
  { counted, afterClose, isCertain }: EndingStanding,
  limits: ApproverLimits,
): { needed: 0 | 1 | 2; why: Approvers['why'] } {
  const needed = isCertain ? (afterClose ? 1 : 0) : approversFor(counted, limits, alwaysAgreed(ending) || afterClose)
  if (needed === 0) return { needed, why: 'none' }
  if (needed === 2) return { needed, why: 'above_second_limit' }
  if (afterClose) return { needed, why: 'after_close' }
  return { needed, why: alwaysAgreed(ending) ? 'always' : 'above_limit' }
}
