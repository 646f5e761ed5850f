/** Every event an order's timeline may tell; each has its words in `orders.event`. */
export const orderEvents = [
  'registered',
  'note_changed',
  'accepted',
  'acceptance_refused',
  'acceptance_lapsed',
  'method_chosen',
  'slip_reissued',
  'debit_submitted',
  'debit_postponed',
  'debit_refused',
  'decision_asked',
  'decision_granted',
  'decision_denied',
  'decision_unknown',
  'decision_given_up',
  'capture_requested',
  'captured',
  'capture_failed',
  'capture_unknown',
  'authorization_expired',
  'allocated_in_part',
  'allocated_in_full',
  'allocation_undone_in_part',
  'allocation_undone_in_full',
  'accepted_less',
  'preliminarily_paid',
  'preliminary_withdrawn',
  'confirmed',
  'funded',
  'expired',
  'cancelled',
  'refused_at_door',
  'reopened',
  'protection_wished',
  'protection_waived',
  'protection_opened',
  'receipt_confirmed',
  'protection_lapsed',
  'return_wanted',
  'not_arrived',
  'goods_returned',
  'merchant_silent',
  'contested',
  'contest_released',
  'contest_refunded',
  'became_releasable',
  'no_longer_releasable',
  'taken_into_payout',
  'payout_given_up',
  'settled',
  'payout_returned',
  'payable_again',
  'merchant_owes',
  'charged_back',
  'charged_back_in_part',
  'refund_requested',
  'refund_rejected',
  'refund_instructed',
  'refund_seen_in_full',
  'refund_seen_in_part',
  'refund_returned',
  'refund_corrected',
  'shipped',
  'authorization_ending',
  'protection_reminded',
  'refund_account_given',
] as const
export type OrderEventName = (typeof orderEvents)[number]

/** The event of this name, or null where the desk has no words for it. */
export function orderEvent(kind: string): OrderEventName | null {
  return orderEvents.find((name) => name === kind) ?? null
}

/** What stands beside an event and people can read: a reason, a note, the carrier, the file. Everything else is for machines. */
export function spokenDetail(detail: Readonly<Record<string, unknown>>): string {
  return ['reason', 'why', 'note', 'carrier', 'trackingNumber', 'file', 'fileName']
    .map((name) => detail[name])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .join(' · ')
}
