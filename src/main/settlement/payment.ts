import type { PaymentTrack } from '../../preload/contract/orders'
import { type Row, STAYS, tableOf } from './steps'

/** Where the payer may still choose how to pay. A submitted direct debit is kept out by its own service until its result is in. */
const mayChoose: readonly PaymentTrack[] = ['awaiting_method', 'declined', 'unpaid', 'expired', 'authorization_expired']
const awaitsMoney: readonly PaymentTrack[] = ['unpaid', 'partially_paid']
const holdsMoney: readonly PaymentTrack[] = ['partially_paid', 'paid']
/** There is something to refund, void or release. */
const holdsAll: readonly PaymentTrack[] = ['authorized', 'capture_requested', 'capture_unknown', 'capture_failed', 'captured', 'paid']
/** The merchant's claim is certain: the bank has the money, or somebody owes it. */
const claimStands: readonly PaymentTrack[] = ['captured', 'paid']

/*
 * Payment: from the choice of a method to the money. `paid` by `confirmed` (store, direct debit, carrier) is not yet funded;
 * `funded` tells that the agent's, company's or network's transfer has come. Refunds do not touch this track.
 */
export const paymentRows: readonly Row<'payment'>[] = [
  // the payer chooses (s5, s31, s51–s55)
  { from: mayChoose, on: 'method_chosen', to: 'unpaid' },
  { from: [...mayChoose, 'decision_unknown'], on: 'decision_asked', to: 'decision_asked' },
  { from: ['decision_asked', 'decision_unknown'], on: 'decision_granted', to: 'authorized' },
  { from: ['decision_asked', 'decision_unknown'], on: 'decision_denied', to: 'declined' },
  { from: ['decision_asked', 'decision_unknown'], on: 'decision_unknown', to: 'decision_unknown' },
  // the payer has left the form, and the company has closed it: the payer may choose again
  { from: ['decision_asked', 'decision_unknown'], on: 'decision_given_up', to: 'awaiting_method' },

  // the merchant ships and asks for capture (s62, s63); an answer nobody knew may still come, a failed one be asked again
  { from: ['authorized', 'capture_failed'], on: 'capture_requested', to: 'capture_requested' },
  { from: ['capture_requested', 'capture_unknown'], on: 'captured', to: 'captured' },
  { from: ['capture_requested', 'capture_unknown'], on: 'capture_failed', to: 'capture_failed' },
  { from: ['capture_requested', 'capture_unknown'], on: 'capture_unknown', to: 'capture_unknown' },
  { from: ['authorized', 'capture_failed'], on: 'authorization_expired', to: 'authorization_expired' },

  // money of the bank (s10, s11)
  { from: awaitsMoney, on: 'allocated_in_part', to: 'partially_paid' },
  { from: awaitsMoney, on: 'allocated_in_full', to: 'paid' },
  { from: holdsMoney, on: 'allocation_undone_in_part', to: 'partially_paid' },
  { from: holdsMoney, on: 'allocation_undone_in_full', to: 'unpaid' },
  { from: ['partially_paid'], on: 'accepted_less', to: 'paid' },

  // money of others: preliminary notice (速報) and its withdrawal, confirmation (確報), transfer (s42, s64)
  { from: ['unpaid'], on: 'preliminarily_paid', to: 'paid_preliminary' },
  { from: ['paid_preliminary'], on: 'preliminary_withdrawn', to: 'unpaid' },
  { from: ['unpaid', 'paid_preliminary'], on: 'confirmed', to: 'paid' },
  { from: claimStands, on: 'funded', to: 'paid' },

  // the end without money; after payment, refund is the way
  { from: ['awaiting_method', 'unpaid'], on: 'expired', to: 'expired' },
  { from: ['awaiting_method', 'unpaid', 'authorized', 'capture_failed'], on: 'cancelled', to: 'cancelled' },
  { from: ['unpaid'], on: 'refused_at_door', to: 'cancelled' },
  { from: ['awaiting_method', 'unpaid'], on: 'acceptance_refused', to: 'cancelled' },
  { from: ['awaiting_method', 'unpaid'], on: 'acceptance_lapsed', to: 'cancelled' },
  { from: ['expired', 'cancelled', 'declined'], on: 'reopened', to: 'unpaid' },

  // what must be so before the other tracks move
  { from: mayChoose, on: 'protection_wished', to: STAYS },
  { from: mayChoose, on: 'protection_waived', to: STAYS },
  { from: ['authorized', 'capture_requested', 'captured', 'paid'], on: 'protection_opened', to: STAYS },
  { from: holdsAll, on: 'goods_returned', to: STAYS },
  { from: holdsAll, on: 'merchant_silent', to: STAYS },
  { from: holdsAll, on: 'contested', to: STAYS },
  { from: claimStands, on: 'became_releasable', to: STAYS },
  { from: claimStands, on: 'contest_released', to: STAYS },
  { from: claimStands, on: 'contest_refunded', to: STAYS },
  { from: ['partially_paid', 'captured', 'paid'], on: 'refund_requested', to: STAYS },
  { from: claimStands, on: 'charged_back', to: STAYS },
  { from: claimStands, on: 'charged_back_in_part', to: STAYS },
]

export const paymentTable = tableOf(paymentRows)
