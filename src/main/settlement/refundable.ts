import type { Approvers } from '../../preload/contract/approvers'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { DisbursementTrack, Tracks } from '../../preload/contract/orders'
import type { RefundKind, RefundWay } from '../../preload/contract/refunds'
import { isProtected, type OrderStep } from './steps'

/*
 * What may still go back to a payer, and out of which pocket: money the bank still holds for the order, or, once the order is paid
 * out, money the merchant owes from then on.
 */

/** What must be known of an order. */
export interface RefundableOrder {
  readonly tracks: Tracks
  readonly paidAmount: Yen
  /** What of a divided order its merchant keeps. */
  readonly releasedAmount: Yen
  /** Refunds of this order that are asked for, on their way or done; not those that were turned down or withdrawn. */
  readonly refunded: readonly Yen[]
}

/** From which account of the ledger a refund is taken. */
export type RefundPocket = 'held_for_payers' | 'merchant_payable' | 'merchant_receivable'

export type Refundable =
  | {
      readonly ok: true
      readonly kind: Extract<RefundKind, 'order' | 'after_settlement'>
      readonly most: Yen
      readonly pocket: RefundPocket
    }
  /** The step that the order's tracks do not take; `nothing_left` where all of it has gone back. */
  | { readonly ok: false; readonly why: 'step'; readonly track: keyof Tracks; readonly from: string; readonly event: OrderStep }
  | { readonly ok: false; readonly why: 'nothing_left' }

/** The merchant has its money, or the rest of it: what goes back now, the merchant owes. */
const afterSettlement: ReadonlySet<DisbursementTrack> = new Set<DisbursementTrack>(['settled', 'payout_returned', 'partly_refunded'])
const untouched: ReadonlySet<DisbursementTrack> = new Set<DisbursementTrack>(['none', 'releasable'])
const paysBack: ReadonlySet<Tracks['payment']> = new Set<Tracks['payment']>(['partially_paid', 'captured', 'paid'])
/** Somebody is still to speak: the window is open, or what was said is not yet answered. Only its payer's refund is due. */
const undecided: ReadonlySet<Tracks['protection']> = new Set<Tracks['protection']>(['return_wanted', 'not_arrived', 'contested'])

/** What of an order may be refunded now. */
export function refundableOf({ tracks, paidAmount, releasedAmount, refunded }: RefundableOrder): Refundable {
  const refused = (track: keyof Tracks, event: OrderStep): Refundable => ({ ok: false, why: 'step', track, from: tracks[track], event })
  if (!paysBack.has(tracks.payment)) return refused('payment', 'refund_requested')
  if (undecided.has(tracks.protection)) return refused('protection', 'refund_requested')
  const isAfter = afterSettlement.has(tracks.disbursement)
  if (!isAfter && !untouched.has(tracks.disbursement)) return refused('disbursement', 'refund_requested')
  const left = yen(paidAmount - (isAfter ? 0 : releasedAmount) - sumYen(refunded))
  if (left <= 0) return { ok: false, why: 'nothing_left' }
  if (isAfter) return { ok: true, kind: 'after_settlement', most: left, pocket: 'merchant_receivable' }
  return { ok: true, kind: 'order', most: left, pocket: isProtected(tracks.protection) ? 'held_for_payers' : 'merchant_payable' }
}

/** What is left of the order's money once so much of it has gone back: the merchant's, as an item of its own. */
export function restOf({ paidAmount, releasedAmount }: Pick<RefundableOrder, 'paidAmount' | 'releasedAmount'>, amount: Yen): Yen {
  const rest = paidAmount - releasedAmount - amount
  return rest > 0 ? yen(rest) : ZERO_YEN
}

/** Above these amounts more people must agree. */
export interface ApproverLimits {
  /** Up to this, nobody needs to agree besides the maker. */
  readonly alone: Yen
  /** Above this, two others agree. */
  readonly two: Yen
}

/**
 * How what was paid so goes back. A card company takes it out of what it owes; a debit network takes it back on the same day only, so that
 * its payer is transferred to, as after a payment at a store.
 */
export const refundWay = (method: PaymentMethod | null): RefundWay => (method === 'card' ? 'company' : 'transfer')

/** How many people besides the maker must agree to this amount. `always`: at least one, whatever the amount. */
export function approversFor(amount: Yen, { alone, two }: ApproverLimits, always: boolean): 0 | 1 | 2 {
  if (amount > two) return 2
  return always || amount > alone ? 1 : 0
}

/** What is to be undone: how much their acts come to in all, and how many days ago the oldest of it was cleared. */
export interface Undoing {
  readonly amount: Yen
  readonly days: number
  readonly afterClose: boolean
  /** Differences that were settled with them, and how many others had to agree to each. */
  readonly differences: readonly { readonly amount: Yen; readonly agreed: number }[]
}

/**
 * How many others agree to undoing clearings, and why: above the limit, after so many days, or where a day of theirs has been closed; and as many
 * as the differences need that are taken back with them, by `settling`, never fewer than had agreed to one of them.
 */
export function neededToUndo(
  { differences, ...undoing }: Undoing,
  alone: { readonly amount: Yen; readonly days: number },
  settling: ApproverLimits,
): Pick<Approvers, 'needed' | 'why'> {
  const settled = sumYen(differences.map(({ amount }) => amount))
  const back = Math.max(approversFor(settled, settling, false), ...differences.map(({ agreed }) => agreed))
  const itself = neededAlone(undoing, alone)
  if (back <= itself.needed) return itself
  return { needed: back, why: back > 1 ? 'above_second_limit' : 'above_limit' }
}

function neededAlone(
  { amount, days, afterClose }: Omit<Undoing, 'differences'>,
  alone: { readonly amount: Yen; readonly days: number },
): { needed: 0 | 1; why: Approvers['why'] } {
  if (afterClose) return { needed: 1, why: 'after_close' }
  if (amount > alone.amount) return { needed: 1, why: 'above_limit' }
  return days > alone.days ? { needed: 1, why: 'above_age' } : { needed: 0, why: 'none' }
}
