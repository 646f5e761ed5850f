/**
 * The shown status of an order as SQL, for the generated column that lists filter by. Nothing is stored: the database
 * derives it from the four tracks, exactly as settlement/status.ts does; a test compares the two over every combination.
 */
export const orderStatusCase = `CASE
  WHEN acceptance = 'awaiting' THEN 'awaiting_acceptance'
  WHEN acceptance IN ('refused', 'lapsed') THEN 'acceptance_refused'
  WHEN disbursement IN ('refund_requested', 'in_refund', 'refund_returned') THEN 'in_refund'
  WHEN disbursement IN ('refunded', 'partly_refunded') THEN 'refunded'
  WHEN disbursement = 'settled' THEN 'settled'
  WHEN disbursement IN ('in_payout', 'payout_returned') THEN 'in_payout'
  WHEN payment = 'awaiting_method' THEN 'awaiting_method'
  WHEN payment IN ('unpaid', 'decision_asked', 'decision_unknown') THEN 'unpaid'
  WHEN payment = 'partially_paid' THEN 'partially_paid'
  WHEN payment IN ('authorized', 'capture_requested', 'capture_failed', 'capture_unknown') THEN 'authorized'
  WHEN payment = 'declined' THEN 'declined'
  WHEN payment IN ('paid', 'paid_preliminary', 'captured') THEN 'paid'
  WHEN payment IN ('expired', 'authorization_expired') THEN 'expired'
  ELSE 'cancelled' END`
