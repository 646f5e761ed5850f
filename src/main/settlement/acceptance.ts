import { type Row, STAYS, tableOf } from './steps'

/*
 * Acceptance: only where the merchant's contract asks for it (third embodiment, s81–s85). No money and no choice of a method
 * before the merchant has said yes; a "no" or a passed deadline also ends the payment track (payment.ts).
 */
export const acceptanceRows: readonly Row<'acceptance'>[] = [
  { from: ['awaiting'], on: 'accepted', to: 'accepted' },
  { from: ['awaiting'], on: 'acceptance_refused', to: 'refused' },
  { from: ['awaiting'], on: 'acceptance_lapsed', to: 'lapsed' },
  // what an order must be accepted for; while it is awaited, the merchant refuses it instead of cancelling it
  { from: ['none', 'accepted'], on: 'method_chosen', to: STAYS },
  { from: ['none', 'accepted'], on: 'protection_wished', to: STAYS },
  { from: ['none', 'accepted'], on: 'protection_waived', to: STAYS },
  { from: ['none', 'accepted'], on: 'decision_asked', to: STAYS },
  { from: ['none', 'accepted'], on: 'allocated_in_part', to: STAYS },
  { from: ['none', 'accepted'], on: 'allocated_in_full', to: STAYS },
  { from: ['none', 'accepted'], on: 'preliminarily_paid', to: STAYS },
  { from: ['none', 'accepted'], on: 'confirmed', to: STAYS },
  { from: ['none', 'accepted'], on: 'expired', to: STAYS },
  { from: ['none', 'accepted'], on: 'cancelled', to: STAYS },
  { from: ['none', 'accepted'], on: 'refused_at_door', to: STAYS },
  { from: ['none', 'accepted'], on: 'reopened', to: STAYS },
  // late money, and the merchant agrees after all
  { from: ['refused', 'lapsed'], on: 'reopened', to: 'accepted' },
]

export const acceptanceTable = tableOf(acceptanceRows)
