import type { ProtectionTrack } from '../../preload/contract/orders'
import { type Row, STAYS, tableOf } from './steps'

/** States in which more or less money changes nothing about what the payer has said. */
const unmoved: readonly ProtectionTrack[] = ['none', 'received', 'lapsed', 'return_wanted', 'not_arrived', 'contested', 'refund_due']

/*
 * Protection: only if the payer wished it (返金希望; any method, 0071). The window opens when the money is there; for a card
 * as soon as the merchant has been told of it (`protection_opened`). Money that is taken back closes an untouched window again.
 */
export const protectionRows: readonly Row<'protection'>[] = [
  // 返金希望: the payer says so when choosing how to pay, and may think better of it until then
  { from: ['none'], on: 'protection_wished', to: 'wished' },
  { from: ['wished'], on: 'protection_waived', to: 'none' },

  { from: ['wished'], on: 'allocated_in_full', to: 'open' },
  { from: unmoved, on: 'allocated_in_full', to: STAYS },
  { from: ['wished'], on: 'accepted_less', to: 'open' },
  { from: unmoved, on: 'accepted_less', to: STAYS },
  { from: ['wished'], on: 'confirmed', to: 'open' },
  { from: unmoved, on: 'confirmed', to: STAYS },
  { from: ['wished'], on: 'protection_opened', to: 'open' },

  { from: ['open', 'wished'], on: 'allocation_undone_in_part', to: 'wished' },
  { from: unmoved, on: 'allocation_undone_in_part', to: STAYS },
  { from: ['open', 'wished'], on: 'allocation_undone_in_full', to: 'wished' },
  { from: unmoved, on: 'allocation_undone_in_full', to: STAYS },
  // a payer who declines before capture: the authorisation is voided, so there is nothing to refund
  { from: ['open', 'wished'], on: 'cancelled', to: 'wished' },
  { from: unmoved, on: 'cancelled', to: STAYS },
  { from: ['open', 'wished'], on: 'authorization_expired', to: 'wished' },
  { from: unmoved, on: 'authorization_expired', to: STAYS },

  // the payer's answer, or none (s72; claim 8)
  { from: ['open'], on: 'receipt_confirmed', to: 'received' },
  { from: ['open'], on: 'protection_lapsed', to: 'lapsed' },
  { from: ['open'], on: 'return_wanted', to: 'return_wanted' },
  { from: ['open'], on: 'not_arrived', to: 'not_arrived' },

  // the merchant's answer, or none (s73; 0066)
  { from: ['return_wanted'], on: 'goods_returned', to: 'refund_due' },
  { from: ['return_wanted', 'not_arrived'], on: 'merchant_silent', to: 'refund_due' },
  { from: ['return_wanted', 'not_arrived'], on: 'contested', to: 'contested' },
  { from: ['contested'], on: 'contest_released', to: 'lapsed' },
  { from: ['contested'], on: 'contest_refunded', to: 'refund_due' },

  { from: ['none', 'received', 'lapsed'], on: 'became_releasable', to: STAYS },
]

export const protectionTable = tableOf(protectionRows)
