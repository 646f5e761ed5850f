import { describe, expect, it } from 'vitest'
import { shownStatus } from '../../../src/main/settlement/status'
import {
  AcceptanceTrack,
  DisbursementTrack,
  OrderStatus,
  PaymentTrack,
  ProtectionTrack,
  type Tracks,
} from '../../../src/preload/contract/orders'

const paid: Tracks = { acceptance: 'none', payment: 'paid', protection: 'none', disbursement: 'none' }

describe('the shown status', () => {
  const cases: [OrderStatus, Partial<Tracks>][] = [
    ['awaiting_acceptance', { acceptance: 'awaiting', payment: 'unpaid' }],
    ['acceptance_refused', { acceptance: 'refused', payment: 'cancelled' }],
    ['acceptance_refused', { acceptance: 'lapsed', payment: 'cancelled' }],
    ['awaiting_method', { acceptance: 'accepted', payment: 'awaiting_method' }],
    ['unpaid', { payment: 'unpaid' }],
    ['unpaid', { payment: 'decision_asked' }],
    ['unpaid', { payment: 'decision_unknown' }],
    ['partially_paid', { payment: 'partially_paid' }],
    ['authorized', { payment: 'authorized' }],
    ['authorized', { payment: 'capture_unknown' }],
    ['declined', { payment: 'declined' }],
    ['paid', {}],
    ['paid', { payment: 'paid_preliminary' }],
    ['paid', { payment: 'captured' }],
    ['paid', { disbursement: 'releasable' }],
    ['paid', { protection: 'contested' }],
    ['in_payout', { disbursement: 'in_payout' }],
    ['in_payout', { disbursement: 'payout_returned' }],
    ['settled', { disbursement: 'settled' }],
    ['in_refund', { protection: 'refund_due', disbursement: 'refund_requested' }],
    ['in_refund', { disbursement: 'refund_returned' }],
    ['refunded', { disbursement: 'refunded' }],
    ['refunded', { disbursement: 'partly_refunded' }],
    ['expired', { payment: 'expired', protection: 'wished' }],
    ['expired', { payment: 'authorization_expired' }],
    ['cancelled', { payment: 'cancelled' }],
  ]
  it.each(cases)('is %s for %j', (status, tracks) => {
    expect(shownStatus({ ...paid, ...tracks })).toBe(status)
  })

  it('shows every status for some combination, and one of them for every combination', () => {
    const shown = new Set<string>()
    for (const acceptance of AcceptanceTrack.options) {
      for (const payment of PaymentTrack.options) {
        for (const protection of ProtectionTrack.options) {
          for (const disbursement of DisbursementTrack.options) {
            const status = shownStatus({ acceptance, payment, protection, disbursement })
            expect(OrderStatus.safeParse(status).success).toBe(true)
            expect(status).toBe(shownStatus({ acceptance, payment, protection: 'none', disbursement }))
            shown.add(status)
          }
        }
      }
    }
    expect([...shown].sort()).toEqual([...OrderStatus.options].sort())
  })
})
