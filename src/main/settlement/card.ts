import type { CardPaymentState, CardTrouble, ChargebackState } from '../../preload/contract/cards'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import { yen, ZERO_YEN } from '../../preload/contract/money'
import type { PaymentTrack, Tracks } from '../../preload/contract/orders'
import { isProtected, type OrderStep } from './steps'
import { applyEvent } from './tracks'

/*
 * One machine for every card company (collection.md §4.1): from what is held of a payment, and what its company says of it now, to what is
 * held from then on, the steps of its order, and what it owes or takes back. Answers come late, twice and out of their order; what a payment
 * comes to depends on what was told, not on when.
 */

export interface ToldChargeback {
  readonly id: string
  readonly amount: PositiveYen
  readonly state: ChargebackState
}

/** What a company says of a payment at this moment. */
export interface ToldCard {
  readonly state: Exclude<CardPaymentState, 'given_up'>
  readonly captured: Yen
  readonly refunded: Yen
  readonly chargebacks: readonly ToldChargeback[]
}

export interface HeldCard {
  readonly state: CardPaymentState
  readonly amount: Yen
  readonly captured: Yen
  readonly refunded: Yen
  /** What was told of each complaint so far. */
  readonly chargebacks: ReadonlyMap<string, ChargebackState>
  /** Its order is to be paid by this try, and by no later one. */
  readonly isLive: boolean
  /** Of its order. */
  readonly tracks: Tracks
}

/** What the company's contract says. */
export interface CaptureTerms {
  /** Merchants are paid before the company has paid. */
  readonly payable: boolean
  /** Captured with the yes, as a debit card is (0084); else when the merchant has shipped. */
  readonly atOnce: boolean
}

export interface CardNews {
  readonly state: CardPaymentState
  readonly captured: Yen
  readonly refunded: Yen
  readonly steps: readonly OrderStep[]
  /** What the company owes from now on; `isOrders`: for its order, else it belongs to nobody yet. */
  readonly claim: { readonly amount: Yen; readonly isOrders: boolean } | null
  /** Nobody wants the authorisation any more: it is to be let go. */
  readonly letGo: boolean
  /** It is to be captured now. */
  readonly capture: boolean
  /** What has gone back that had not before. */
  readonly goneBack: Yen
  /** Complaints of which something new is told. */
  readonly chargebacks: readonly ToldChargeback[]
  readonly trouble: CardTrouble | null
}

/** What was so before is never so again: what stands lower is old news. Money that was taken is, whatever was thought before. */
const rank: Readonly<Record<CardPaymentState, number>> = {
  waiting: 0,
  given_up: 1,
  declined: 1,
  authorized: 2,
  voided: 3,
  expired: 3,
  captured: 4,
}
const chargebackRank: Readonly<Record<ChargebackState, number>> = { open: 0, taken: 1, won: 2 }

/** Where the answer of the company is still waited for. */
const isAsked = (payment: PaymentTrack) => payment === 'decision_asked' || payment === 'decision_unknown'
const mayBeCaptured = (payment: PaymentTrack) => payment === 'authorized' || payment === 'capture_failed'
const isBeingCaptured = (payment: PaymentTrack) => payment === 'capture_requested' || payment === 'capture_unknown'

/** What is told, weighed against what is held. */
export function decideCard(held: HeldCard, told: ToldCard, terms: CaptureTerms): CardNews {
  const isNews = rank[told.state] > rank[held.state]
  const { captured, refunded } = moneyOf(held, told)
  const nothing: CardNews = {
    ...{ state: held.state, captured, refunded, steps: [], claim: null, letGo: false, capture: false, trouble: null },
    goneBack: yen(refunded - held.refunded),
    chargebacks: told.chargebacks.filter(({ id, state }) => isNewsOf(held.chargebacks.get(id), state)),
  }
  return isNews ? { ...nothing, state: told.state, ...moved(held, told, terms) } : nothing
}

/**
 * What was captured stays; what has gone back of it is told, or follows from what is left: a company that keeps one amount tells only that,
 * and calls what is wholly refunded voided.
 */
function moneyOf(held: HeldCard, told: ToldCard): { captured: Yen; refunded: Yen } {
  if (held.captured === 0) return { captured: told.captured, refunded: yen(Math.min(told.refunded, told.captured)) }
  const tells = told.state === 'captured' || told.state === 'voided'
  const left = told.state === 'captured' ? told.captured - told.refunded : 0
  const gone = tells ? Math.min(held.captured - left, held.captured) : 0
  return { captured: held.captured, refunded: yen(Math.max(held.refunded, gone)) }
}

const isNewsOf = (before: ChargebackState | undefined, state: ChargebackState): boolean =>
  before === undefined || chargebackRank[state] > chargebackRank[before]

type Moved = Partial<Pick<CardNews, 'steps' | 'claim' | 'letGo' | 'capture' | 'trouble'>>

function moved(held: HeldCard, told: ToldCard, { payable, atOnce }: CaptureTerms): Moved {
  const payment = held.isLive ? held.tracks.payment : null
  switch (told.state) {
    case 'waiting':
      return {}
    case 'declined':
      return payment && isAsked(payment) ? { steps: ['decision_denied'] } : {}
    case 'authorized':
      return payment ? authorized(held.tracks, atOnce) : { letGo: true }
    case 'captured':
      return taken(held, told, payable)
    case 'voided':
    case 'expired':
      return payment ? { steps: over(payment) } : {}
  }
}

/** s57, s60. Who typed another card into the same form after a refusal is authorised all the same. */
function authorized(tracks: Tracks, atOnce: boolean): Moved {
  const steps = granting(tracks)
  if (!steps) return { letGo: true }
  return atOnce ? { steps: [...steps, 'capture_requested'], capture: true } : { steps }
}

/** The steps that lead to `authorized`, or null where the order does not wait for it any more. */
function granting({ payment, protection }: Tracks): OrderStep[] | null {
  if (!isAsked(payment) && payment !== 'declined') return null
  const again: OrderStep[] = payment === 'declined' ? ['decision_asked'] : []
  // A payer who wished for protection is asked as soon as the merchant was told (s71 follows s12).
  const opened: OrderStep[] = protection === 'wished' ? ['protection_opened'] : []
  return [...again, 'decision_granted', ...opened]
}

function taken(held: HeldCard, { captured }: ToldCard, payable: boolean): Moved {
  const steps = held.isLive && captured > 0 ? capturing(held.tracks) : null
  if (!steps) return { claim: captured > 0 ? { amount: captured, isOrders: false } : null, trouble: 'captured_unasked' }
  const releases = payable && !isProtected(held.tracks.protection)
  return {
    steps: releases ? [...steps, 'became_releasable'] : steps,
    claim: { amount: captured, isOrders: true },
    trouble: captured === held.amount ? null : 'amount_differs',
  }
}

/** The steps that lead to `captured`, also where it was asked for at the company itself; null where the order takes no money. */
function capturing(tracks: Tracks): OrderStep[] | null {
  if (isBeingCaptured(tracks.payment)) return ['captured']
  if (mayBeCaptured(tracks.payment)) return ['capture_requested', 'captured']
  const granted = granting(tracks)
  return granted && [...granted, 'capture_requested', 'captured']
}

/** Let go or over at the company: nothing can be captured any more. */
function over(payment: PaymentTrack): OrderStep[] {
  if (isAsked(payment)) return ['decision_given_up']
  if (mayBeCaptured(payment)) return ['authorization_expired']
  return isBeingCaptured(payment) ? ['capture_failed', 'authorization_expired'] : []
}

/** What a complaint does to an order's money: out of what is held, as the merchant's debt, or nothing yet. */
export type ChargebackTaken =
  | { readonly how: 'held' | 'owed'; readonly steps: readonly OrderStep[] }
  /** Its money is on its way to the merchant, or being given back: it is looked at again. */
  | { readonly how: 'waits' }

/** The company has taken so much back (チャージバック). `left`: what of the claim has not gone back otherwise. */
export function takeBack({ tracks, paidAmount }: { tracks: Tracks; paidAmount: Yen }, amount: Yen, left: Yen): ChargebackTaken {
  const kind = amount === paidAmount ? 'charged_back' : 'charged_back_in_part'
  if (amount > left || !applyEvent(tracks, { kind }).ok) return { how: 'waits' }
  const isHeld = tracks.disbursement === 'none' || tracks.disbursement === 'releasable'
  return isHeld ? { how: 'held', steps: [kind] } : { how: 'owed', steps: [kind] }
}

/** How much of what has gone back at the company an act of ours accounts for: all of it, or nothing. */
export function accountsFor(amount: Yen, goneBack: Yen): { readonly isDone: boolean; readonly rest: Yen } {
  return goneBack >= amount ? { isDone: true, rest: yen(goneBack - amount) } : { isDone: false, rest: goneBack > 0 ? goneBack : ZERO_YEN }
}
