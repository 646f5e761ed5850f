import type { OrderStatus, PaymentTrack, Tracks } from '../../preload/contract/orders'

/*
 * 決済ステータス (figure 10), derived from the four tracks and never stored. What stands higher wins:
 *
 *   1  acceptance    awaiting                                            受注確認待ち
 *   2  acceptance    refused, lapsed                                     受注不可
 *   3  disbursement  refund_requested, in_refund, refund_returned        返金手続中
 *   4  disbursement  refunded, partly_refunded                           返金済
 *   5  disbursement  settled                                             精算済
 *   6  disbursement  in_payout, payout_returned                          振込手続中
 *   7  payment       as in the table below; money that is releasable or held shows as 入金済
 *
 * Protection is shown beside the status and never changes it. The ledger derives the same in SQL for its lists.
 */

const byAcceptance = {
  none: null,
  accepted: null,
  awaiting: 'awaiting_acceptance',
  refused: 'acceptance_refused',
  lapsed: 'acceptance_refused',
} as const

const byDisbursement = {
  none: null,
  releasable: null,
  refund_requested: 'in_refund',
  in_refund: 'in_refund',
  refund_returned: 'in_refund',
  refunded: 'refunded',
  partly_refunded: 'refunded',
  settled: 'settled',
  in_payout: 'in_payout',
  payout_returned: 'in_payout',
} as const

const byPayment = {
  awaiting_method: 'awaiting_method',
  unpaid: 'unpaid',
  decision_asked: 'unpaid',
  decision_unknown: 'unpaid',
  partially_paid: 'partially_paid',
  authorized: 'authorized',
  capture_requested: 'authorized',
  capture_failed: 'authorized',
  capture_unknown: 'authorized',
  declined: 'declined',
  paid: 'paid',
  paid_preliminary: 'paid',
  captured: 'paid',
  expired: 'expired',
  authorization_expired: 'expired',
  cancelled: 'cancelled',
} as const satisfies Record<PaymentTrack, OrderStatus>

/** The one status shown for an order. Defined for every combination of tracks. */
export function shownStatus(tracks: Tracks): OrderStatus {
  return byAcceptance[tracks.acceptance] ?? byDisbursement[tracks.disbursement] ?? byPayment[tracks.payment]
}
