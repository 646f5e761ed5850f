import type { payouts as ja } from '../ja/payouts'
import type { Wording } from '../wording'

/** Payouts in words: where runs, payouts and transfers stand. */
export const payouts: Wording<typeof ja> = {
  run: {
    staging: 'being planned',
    draft: 'draft',
    submitted: 'waits for approval',
    approved: 'approved',
    giving_up: 'being given up',
    handing_over: 'being handed over',
    handed_over: 'handed over',
    confirmed: 'confirmed',
    given_up: 'given up',
    quarantined: 'in quarantine',
  },
  payout: {
    planned: 'planned',
    carried_over: 'carried over',
    held: 'held',
    sent_back: 'taken out',
    approved: 'approved',
    handed_over: 'handed over',
    presumed_paid: 'presumed paid',
    confirmed: 'paid',
    returned: 'returned',
    given_up: 'given up',
    quarantined: 'in quarantine',
  },
  transfer: {
    waiting: 'not sent',
    handed_over: 'handed over',
    presumed_paid: 'presumed paid',
    confirmed: 'paid',
    returned: 'returned',
    quarantined: 'in quarantine',
    given_up: 'given up',
  },
  carried: {
    fees_exceed_money: 'Fees exceed the money',
    held: 'Held',
    kept_back: 'Kept back in part',
    below_minimum: 'Below the minimum',
    above_transfer_limit: 'Above what one transfer can carry',
    below_transfer_fee: 'Below the fee of a transfer',
    band_boundary: 'At a boundary of the fees',
  },
}
