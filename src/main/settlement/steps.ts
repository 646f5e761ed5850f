import type { ProtectionTrack, Tracks } from '../../preload/contract/orders'

/** Every step in the life of an order after it was registered, by name. What is not in this list is no event. */
export const orderSteps = [
  // acceptance (s81–s85)
  'accepted',
  'acceptance_refused',
  'acceptance_lapsed',
  // payment: the method and its decision
  'method_chosen',
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
  // payment: the money
  'allocated_in_part',
  'allocated_in_full',
  'allocation_undone_in_part',
  'allocation_undone_in_full',
  'accepted_less',
  'preliminarily_paid',
  'preliminary_withdrawn',
  'confirmed',
  'funded',
  // payment: its end without money
  'expired',
  'cancelled',
  'refused_at_door',
  'reopened',
  // protection (s71–s73)
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
  // disbursement
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
] as const
export type OrderStep = (typeof orderSteps)[number]

export type Track = keyof Tracks
export type State<T extends Track> = Tracks[T]

/** The state does not move: the event concerns this track only in that it must find it in one of these states. */
export const STAYS = 'stays'

/**
 * One row of a track's table: from any of these states, on this event, to that state. `whileProtected` is where it goes
 * instead as long as the payer's protection holds the money back.
 */
export interface Row<T extends Track> {
  readonly from: readonly State<T>[]
  readonly on: OrderStep
  readonly to: State<T> | typeof STAYS
  readonly whileProtected?: State<T> | typeof STAYS
}

/** A track's rows, found by event and state. An event without a row in a track does not concern that track. */
export type Table<T extends Track> = ReadonlyMap<OrderStep, ReadonlyMap<State<T>, Row<T>>>

/** Makes the rows findable. Two rows for the same state and event are a fault of the table. */
export function tableOf<T extends Track>(rows: readonly Row<T>[]): Table<T> {
  const table = new Map<OrderStep, Map<State<T>, Row<T>>>()
  for (const row of rows) {
    const states = table.get(row.on) ?? new Map<State<T>, Row<T>>()
    table.set(row.on, states)
    for (const state of row.from) {
      if (states.has(state)) throw new Error(`two rows for ${state} on ${row.on}`)
      states.set(state, row)
    }
  }
  return table
}

const notHolding: readonly ProtectionTrack[] = ['none', 'received', 'lapsed']

/** Whether the payer's protection holds the money back from the merchant: wished or open, and not yet ended in the merchant's favour. */
export function isProtected(protection: ProtectionTrack): boolean {
  return !notHolding.includes(protection)
}
