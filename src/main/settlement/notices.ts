import type { NoticeName, Recipient } from '../../preload/contract/notices'
import type { Tracks } from '../../preload/contract/orders'
import type { OrderEventKind } from './tracks'

/*
 * Who is told what of a step in an order's life (s6, s8, s12, s32, s35, s40, s71–s73, s81–s85). Pure data: whether somebody has an
 * address to be told at is not decided here.
 */
export interface Telling {
  readonly to: Recipient
  readonly name: NoticeName
  /** Only to the merchant's own program: there may be thousands at once, and the merchant itself reads its statement. */
  readonly byProgram?: boolean
}

interface Rule extends Telling {
  readonly on: OrderEventKind | 'protection_reminded' | 'slip_reissued' | 'authorization_ending' | 'debit_postponed' | 'debit_refused'
  /** Only where the order now stands so; left out, always. */
  readonly when?: (tracks: Tracks) => boolean
}

const merchant = (on: Rule['on'], name: NoticeName, when?: Rule['when']): Rule => ({ on, to: 'merchant', name, ...(when ? { when } : {}) })
const payer = (on: Rule['on'], name: NoticeName, when?: Rule['when']): Rule => ({ on, to: 'payer', name, ...(when ? { when } : {}) })

const program = (on: Rule['on'], name: NoticeName): Rule => ({ on, to: 'merchant', name, byProgram: true })

const mustChoose = (tracks: Tracks) => tracks.payment === 'awaiting_method'
const mayBeCaptured = ({ payment }: Tracks) => payment === 'authorized' || payment === 'capture_failed'
const isInstructed = (tracks: Tracks) => tracks.payment === 'unpaid'
const isAsked = (tracks: Tracks) => tracks.protection === 'open'
const isUnasked = (tracks: Tracks) => tracks.acceptance === 'none'

/** In the order in which people are told: the payer of a protected order is asked after the merchant was told of the money (s71 follows s12). */
const rules: readonly Rule[] = [
  merchant('registered', 'acceptance_asked', (tracks) => tracks.acceptance === 'awaiting'),
  payer('registered', 'choose_method', (tracks) => isUnasked(tracks) && mustChoose(tracks)),
  payer('registered', 'instruction', (tracks) => isUnasked(tracks) && isInstructed(tracks)),
  payer('accepted', 'accepted', mustChoose),
  payer('accepted', 'instruction', isInstructed),
  payer('acceptance_refused', 'order_refused'),
  merchant('acceptance_lapsed', 'acceptance_lapsed'),
  payer('acceptance_lapsed', 'acceptance_lapsed'),

  payer('method_chosen', 'instruction'),
  merchant('method_chosen', 'method_chosen'),
  payer('slip_reissued', 'instruction'),
  // what became of a direct debit that was not made (資金不足, 取引なし …): once more on another day, or the payer chooses again
  payer('debit_postponed', 'debit_postponed'),
  payer('debit_refused', 'debit_refused'),
  merchant('debit_refused', 'debit_refused'),

  // s57–s60: what the card company answered; a form nobody finished is told to nobody but its payer
  merchant('decision_granted', 'authorized'),
  payer('decision_granted', 'authorized'),
  merchant('decision_denied', 'declined'),
  payer('decision_denied', 'declined'),
  payer('decision_given_up', 'choose_method', mustChoose),
  merchant('captured', 'captured'),
  merchant('capture_failed', 'capture_failed'),
  merchant('authorization_ending', 'authorization_ending', mayBeCaptured),
  merchant('authorization_expired', 'authorization_expired'),
  payer('authorization_expired', 'authorization_expired'),
  merchant('charged_back', 'charged_back'),
  merchant('charged_back_in_part', 'charged_back'),

  merchant('allocated_in_part', 'partly_paid'),
  payer('allocated_in_part', 'partly_paid'),
  merchant('allocated_in_full', 'paid'),
  payer('allocated_in_full', 'paid'),
  payer('allocated_in_full', 'receipt_question', isAsked),
  merchant('accepted_less', 'paid'),
  payer('accepted_less', 'paid'),
  payer('accepted_less', 'receipt_question', isAsked),
  // s40: the store's final word (確報), or another collector's; its preliminary one (速報) is told to nobody
  merchant('confirmed', 'paid'),
  payer('confirmed', 'paid'),
  payer('confirmed', 'receipt_question', isAsked),
  merchant('allocation_undone_in_part', 'payment_undone'),
  merchant('allocation_undone_in_full', 'payment_undone'),
  // the merchant saw the order as paid meanwhile (速報取消); its payer was told nothing of it
  merchant('preliminary_withdrawn', 'preliminary_withdrawn'),

  merchant('expired', 'expired'),
  payer('expired', 'expired'),
  merchant('cancelled', 'cancelled'),
  payer('cancelled', 'cancelled'),

  payer('protection_opened', 'receipt_question'),
  payer('protection_reminded', 'receipt_reminder', isAsked),
  merchant('receipt_confirmed', 'released'),
  merchant('protection_lapsed', 'released'),
  merchant('return_wanted', 'return_wanted'),
  payer('return_wanted', 'return_noted'),
  merchant('not_arrived', 'not_arrived'),
  payer('not_arrived', 'return_noted'),
  payer('goods_returned', 'refund_account'),
  merchant('merchant_silent', 'merchant_silent'),
  payer('merchant_silent', 'refund_account'),
  payer('contested', 'contested'),
  merchant('contest_released', 'contest_released'),
  payer('contest_released', 'contest_released'),
  merchant('contest_refunded', 'contest_refunded'),
  payer('contest_refunded', 'refund_account'),

  // s15, s45, s66: paid out, and what came back of it
  program('settled', 'settled'),
  program('payout_returned', 'payout_returned'),
  merchant('merchant_owes', 'merchant_owes'),
  // s75
  payer('refund_seen_in_full', 'refunded'),
  merchant('refund_seen_in_full', 'refunded'),
  payer('refund_seen_in_part', 'refunded'),
  merchant('refund_seen_in_part', 'refunded'),
  payer('refund_returned', 'refund_account'),
]

const byEvent = Map.groupBy(rules, (rule): string => rule.on)

/** Questions and requests that lose their point when the order moves on before they are sent; everything else tells what happened. */
const meantWhile: Partial<Record<NoticeName, (tracks: Tracks) => boolean>> = {
  acceptance_asked: ({ acceptance }) => acceptance === 'awaiting',
  choose_method: mustChoose,
  accepted: mustChoose,
  declined: ({ payment }) => payment === 'declined',
  authorization_ending: mayBeCaptured,
  authorization_expired: ({ payment }) => payment === 'authorization_expired',
  capture_failed: ({ payment }) => payment === 'capture_failed',
  instruction: ({ payment }) => payment === 'unpaid' || payment === 'partially_paid',
  debit_postponed: isInstructed,
  debit_refused: isInstructed,
  partly_paid: ({ payment }) => payment === 'partially_paid',
  preliminary_withdrawn: ({ payment }) => payment !== 'paid_preliminary' && payment !== 'paid',
  receipt_question: isAsked,
  receipt_reminder: isAsked,
  return_wanted: ({ protection }) => protection === 'return_wanted',
  not_arrived: ({ protection }) => protection === 'not_arrived',
  refund_account: ({ protection, disbursement }) =>
    disbursement === 'refund_returned' || (protection === 'refund_due' && !['refunded', 'partly_refunded'].includes(disbursement)),
}

/** Whether a person still needs to be told this, as the order stands now. */
export function isStillMeant(name: NoticeName, tracks: Tracks): boolean {
  return meantWhile[name]?.(tracks) ?? true
}

/** Whether anybody is told of such an event at all. */
export function isTold(kind: string): boolean {
  return byEvent.has(kind)
}

/** Who is told what of this event, in the order of telling; `tracks` as they stand after it. */
export function tellings(kind: string, tracks: Tracks): readonly Telling[] {
  const found = byEvent.get(kind) ?? []
  return found
    .filter(({ when }) => when?.(tracks) ?? true)
    .map(({ to, name, byProgram }) => ({ to, name, ...(byProgram ? { byProgram } : {}) }))
}
