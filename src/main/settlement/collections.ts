import type { CollectionKind, CollectionOutcome } from '../../preload/contract/collection'
import type { Tracks } from '../../preload/contract/orders'
import type { OrderStep } from './steps'
import { applyEvent } from './tracks'

/*
 * What a line of a collector's file means for the order its slip was issued for. Preliminary notices (速報) book nothing; a confirmed
 * one (確報) is money the agent owes. Lines may come twice, late and out of their order: what an order comes to depends on what was told,
 * not on when.
 */

/** One payment at one till; its preliminary notice, withdrawal and confirmation name the same. */
export interface CollectionFacts {
  readonly kind: CollectionKind
  /** Slip, day, hour, chain and store. */
  readonly payment: string
  readonly amount: number
  /** The same payment was confirmed before, in other words: with another amount, day or number. */
  readonly confirmedBefore: boolean
}

/** The slip the line names, as this bank issued it. */
export interface SlipFacts {
  readonly amount: number
  readonly withdrawnWhy: 'reissued' | 'switched' | null
}

/** Payments at tills of which lines about this order have told before, by what they told. */
export interface Told {
  readonly preliminary: ReadonlySet<string>
  readonly cancelled: ReadonlySet<string>
  readonly confirmed: ReadonlySet<string>
}

export interface CollectedOrder {
  readonly tracks: Tracks
  /** The merchant has reported its shipment. */
  readonly goodsLeft: boolean
}

/** What a line came to: the steps of its order, and whether there is money that belongs to nobody yet. */
export interface CollectionDecision {
  readonly outcome: CollectionOutcome
  readonly steps: readonly OrderStep[]
  /** The line brings money: the agent owes it, to this order (`paid`) or to whoever a person says. */
  readonly isOwed: boolean
}

const says: Readonly<Record<CollectionKind, 'paid_at_till' | 'confirmed' | 'cancelled' | 'refused' | 'nothing'>> = {
  preliminary: 'paid_at_till',
  confirmed: 'confirmed',
  preliminary_cancelled: 'cancelled',
  // What agents mean by these is told in their manuals only (collection.md §2.1): a person decides.
  postal: 'nothing',
  postal_corrected: 'nothing',
  real_time: 'nothing',
  refused_at_door: 'refused',
  other: 'nothing',
}

const mayBePaid = new Set<Tracks['payment']>(['unpaid', 'paid_preliminary'])
const isOver = new Set<Tracks['payment']>(['expired', 'cancelled', 'declined', 'authorization_expired'])

const superseded: CollectionDecision = { outcome: 'superseded', steps: [], isOwed: false }

/** Decides a line of which the bank has issued the slip. `payable`: merchants are paid before the agent has paid, by its contract. */
export function decideCollection(
  line: CollectionFacts,
  slip: SlipFacts,
  order: CollectedOrder,
  told: Told,
  payable: boolean,
): CollectionDecision {
  switch (says[line.kind]) {
    case 'paid_at_till':
      return preliminary(line, slip, order, told)
    case 'confirmed':
      return confirmed(line, slip, order, told, payable)
    case 'cancelled':
      return cancelled(line, order, told)
    case 'refused':
      return refused(line, slip, order, told)
    case 'nothing':
      return { outcome: 'not_booked', steps: [], isOwed: false }
  }
}

/** A line whose slip this bank has not issued. */
export function unknownSlip({ kind, confirmedBefore }: Pick<CollectionFacts, 'kind' | 'confirmedBefore'>): CollectionDecision {
  if (says[kind] !== 'confirmed') return unfit('unknown_slip')
  return confirmedBefore ? unfit('contradicts') : held('unknown_slip')
}

/** Whether a preliminary notice that came to this stands for its order until it is taken back; one that did not fit never did. */
export function stands(outcome: CollectionOutcome): boolean {
  return outcome === 'preliminary' || outcome === 'superseded'
}

/** A notice that does not fit: a person looks at it before the money comes. */
const unfit = (outcome: CollectionOutcome): CollectionDecision => ({ outcome, steps: [], isOwed: false })

/** Money is there and nobody knows whose it is. */
const held = (outcome: CollectionOutcome): CollectionDecision => ({ outcome, steps: [], isOwed: true })

function preliminary(line: CollectionFacts, slip: SlipFacts, { tracks }: CollectedOrder, told: Told): CollectionDecision {
  // Its withdrawal or its confirmation has come before it: nothing is to be learned of it any more.
  if (told.cancelled.has(line.payment) || told.confirmed.has(line.payment)) return superseded
  if (slip.withdrawnWhy === 'switched') return unfit('slip_withdrawn')
  if (line.amount !== slip.amount) return unfit('amount_differs')
  if (isOver.has(tracks.payment)) return unfit('late')
  return applyEvent(tracks, { kind: 'preliminarily_paid' }).ok
    ? { outcome: 'preliminary', steps: ['preliminarily_paid'], isOwed: false }
    : superseded
}

function confirmed(line: CollectionFacts, slip: SlipFacts, { tracks }: CollectedOrder, told: Told, payable: boolean): CollectionDecision {
  // One payment is owed once: which of the two is right only its collector knows.
  if (line.confirmedBefore || told.confirmed.has(line.payment)) return unfit('contradicts')
  if (told.cancelled.has(line.payment)) return held('after_cancellation')
  if (line.amount !== slip.amount) return held('amount_differs')
  if (isOver.has(tracks.payment)) return held('late')
  if (slip.withdrawnWhy === 'switched') return held('slip_withdrawn')
  if (!mayBePaid.has(tracks.payment)) return held(tracks.payment === 'awaiting_method' ? 'slip_withdrawn' : 'duplicate')
  const paid = applyEvent(tracks, { kind: 'confirmed' })
  if (!paid.ok) return held('late')
  const releases = payable && applyEvent(paid.tracks, { kind: 'became_releasable' }).ok
  return { outcome: 'paid', steps: releases ? ['confirmed', 'became_releasable'] : ['confirmed'], isOwed: true }
}

function cancelled(line: CollectionFacts, { tracks, goodsLeft }: CollectedOrder, told: Told): CollectionDecision {
  if (told.confirmed.has(line.payment)) return { outcome: 'cancelled_after_confirmation', steps: [], isOwed: false }
  if (!told.preliminary.has(line.payment) || tracks.payment !== 'paid_preliminary') return superseded
  // The same slip was paid once more, and that still stands.
  const others = [...told.preliminary].some((payment) => payment !== line.payment && !told.cancelled.has(payment))
  if (others) return { outcome: 'withdrawn', steps: [], isOwed: false }
  return { outcome: goodsLeft ? 'goods_left' : 'withdrawn', steps: ['preliminary_withdrawn'], isOwed: false }
}

/** Nobody took the goods, and nobody has paid: the order ends. One that is paid in another way, or is over, has nothing more to learn of it. */
function refused(line: CollectionFacts, slip: SlipFacts, { tracks }: CollectedOrder, told: Told): CollectionDecision {
  if (told.confirmed.has(line.payment)) return { outcome: 'cancelled_after_confirmation', steps: [], isOwed: false }
  if (slip.withdrawnWhy === 'switched') return superseded
  const steps: OrderStep[] = told.preliminary.has(line.payment) && tracks.payment === 'paid_preliminary' ? ['preliminary_withdrawn'] : []
  let reached = tracks
  for (const kind of [...steps, 'refused_at_door'] as const) {
    const step = applyEvent(reached, { kind })
    if (!step.ok) return superseded
    reached = step.tracks
  }
  return { outcome: 'refused_at_door', steps: [...steps, 'refused_at_door'], isOwed: false }
}
