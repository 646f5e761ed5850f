import type { Tracks } from '../../preload/contract/orders'
import { compareNames, nameKey } from './names'

/* The account a payer is refunded to (0066; s74): when it may be given, and whether its holder is the payer. */

const mayBeGiven: ReadonlySet<Tracks['disbursement']> = new Set(['none', 'releasable', 'refund_returned'])

/** Whether the account may be given now: the refund is due and nobody has asked for it yet, or it came back (組戻し). */
export function takesRefundAccount({ protection, disbursement }: Tracks): boolean {
  return disbursement === 'refund_returned' || (protection === 'refund_due' && mayBeGiven.has(disbursement))
}

/**
 * Whether an account's holder is the payer by name, both in kana of any width. A holder's name that fills the bank's field may be cut.
 * A payer whose kana nobody knows is never the same.
 */
export function isSameHolder(holderKana: string, payerKana: string): boolean {
  const likeness = compareNames(nameKey(holderKana), nameKey(payerKana))
  return likeness === 'equal' || likeness === 'prefix'
}
