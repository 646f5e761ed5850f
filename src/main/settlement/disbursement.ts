import { type Row, STAYS, tableOf } from './steps'

/*
 * Disbursement: the money leaves, to the merchant or back to the payer. Money of the bank is funded when it is allocated;
 * money of others when `funded` says so, or when the gateway's contract makes it payable before (`became_releasable`).
 */
export const disbursementRows: readonly Row<'disbursement'>[] = [
  { from: ['none'], on: 'allocated_in_part', to: STAYS },
  { from: ['none'], on: 'allocated_in_full', to: 'releasable', whileProtected: STAYS },
  { from: ['none'], on: 'accepted_less', to: 'releasable', whileProtected: STAYS },
  { from: ['none'], on: 'funded', to: 'releasable', whileProtected: STAYS },
  // payable before its transfer came, by contract: the transfer changes nothing here
  { from: ['releasable', 'in_payout', 'settled', 'payout_returned'], on: 'funded', to: STAYS },
  { from: ['refund_requested', 'in_refund', 'partly_refunded', 'refunded', 'refund_returned'], on: 'funded', to: STAYS },
  { from: ['none'], on: 'became_releasable', to: 'releasable' },
  { from: ['releasable'], on: 'no_longer_releasable', to: 'none' },
  // money that has left, or is about to, cannot be taken back: the compensating entry is the way
  { from: ['none', 'releasable'], on: 'allocation_undone_in_part', to: 'none' },
  { from: ['none', 'releasable'], on: 'allocation_undone_in_full', to: 'none' },

  // to the merchant (s14; s15, s45, s66)
  { from: ['releasable'], on: 'taken_into_payout', to: 'in_payout' },
  { from: ['in_payout'], on: 'payout_given_up', to: 'releasable' },
  { from: ['in_payout'], on: 'settled', to: 'settled' },
  { from: ['settled'], on: 'payout_returned', to: 'payout_returned' },
  { from: ['payout_returned'], on: 'payable_again', to: 'releasable' },
  // what the merchant has had, or what was left to it after a part went back
  { from: ['settled', 'payout_returned', 'partly_refunded'], on: 'merchant_owes', to: STAYS },

  // the card company has taken money back on its holder's complaint: what is here goes, what has left the merchant owes
  { from: ['none', 'releasable'], on: 'charged_back', to: 'refunded' },
  { from: ['none', 'releasable'], on: 'charged_back_in_part', to: 'partly_refunded' },
  { from: ['settled', 'payout_returned', 'partly_refunded'], on: 'charged_back', to: STAYS },
  { from: ['settled', 'payout_returned', 'partly_refunded'], on: 'charged_back_in_part', to: STAYS },

  // how protection ends moves the money it held: never while that is asked back, is going back or has gone
  { from: ['none'], on: 'receipt_confirmed', to: STAYS },
  { from: ['none'], on: 'protection_lapsed', to: STAYS },
  { from: ['none'], on: 'contest_released', to: STAYS },
  { from: ['none'], on: 'contest_refunded', to: STAYS },
  // what is said of the goods: once their money goes back, nothing is left to be decided by it
  { from: ['none', 'refund_requested'], on: 'return_wanted', to: STAYS },
  { from: ['none', 'refund_requested'], on: 'not_arrived', to: STAYS },
  { from: ['none', 'refund_requested'], on: 'goods_returned', to: STAYS },
  { from: ['none', 'refund_requested'], on: 'merchant_silent', to: STAYS },
  { from: ['none', 'refund_requested'], on: 'contested', to: STAYS },

  // to the payer (s74, s75); after a rejection `became_releasable` follows where the money was releasable before
  { from: ['none', 'releasable'], on: 'refund_requested', to: 'refund_requested' },
  { from: ['refund_requested', 'in_refund'], on: 'refund_rejected', to: 'none' },
  { from: ['refund_requested'], on: 'refund_instructed', to: 'in_refund' },
  { from: ['in_refund'], on: 'refund_seen_in_full', to: 'refunded' },
  { from: ['in_refund'], on: 'refund_seen_in_part', to: 'partly_refunded' },
  { from: ['in_refund', 'refunded', 'partly_refunded'], on: 'refund_returned', to: 'refund_returned' },
  { from: ['refund_returned'], on: 'refund_corrected', to: 'refund_requested' },
]

export const disbursementTable = tableOf(disbursementRows)
