/*
 * 与信: payments by card at the desk. What is authorised and until when, what nobody knows, what was captured, and what a person must look
 * after. No card number comes here: a brand, the last four digits, and what the company calls the payment.
 */
import { z } from 'zod'
import { CardFilter, CardMethod, type CardPaymentDetail, type CardPaymentRow } from '../../../preload/contract/cards'
import { BusinessDate, dateInJapan, daysBetween } from '../../../preload/contract/date'
import { CardPaymentId, MerchantId, OrderId } from '../../../preload/contract/ids'
import type { Tone } from '../../parts/StatusChip'
import type { WordKey } from '../../words'

/** The lists there are, the one that is looked at every morning first. */
export const LISTS = ['authorized', 'unknown', 'captured', 'troubled', 'all'] as const
export type CardList = (typeof LISTS)[number]

const Addressed = z.object({
  list: z.enum(LISTS).catch('authorized').default('authorized'),
  method: CardMethod.optional().catch(undefined),
  merchant: z.coerce.number().pipe(MerchantId).optional().catch(undefined),
  order: z.coerce.number().pipe(OrderId).optional().catch(undefined),
  ends: BusinessDate.optional().catch(undefined),
  payment: z.coerce.number().pipe(CardPaymentId).optional().catch(undefined),
})

/** Which list an address asks for, what of it, and the payment that is open. One order's payments are shown whatever became of them. */
export function cardAddressOf(values: Readonly<Record<string, string>>): {
  list: CardList
  filter: CardFilter
  paymentId: CardPaymentId | null
} {
  const { list: named, method, merchant, order, ends, payment } = Addressed.parse(values)
  const list = order === undefined ? named : 'all'
  const standing = list === 'all' ? undefined : list
  const filter = CardFilter.parse({
    standing,
    method,
    merchantId: merchant,
    orderId: order,
    endsBy: list === 'authorized' ? ends : undefined,
  })
  return { list, filter, paymentId: payment ?? null }
}

const BRANDS: Readonly<Record<string, string>> = {
  ...{ visa: 'Visa', mastercard: 'Mastercard', jcb: 'JCB', amex: 'American Express', diners: 'Diners Club', unionpay: 'UnionPay' },
}

/** `Visa 4242`: brand and the last four digits, or a dash before anything was typed. */
export function cardName({ brand, last4 }: Pick<CardPaymentRow, 'brand' | 'last4'>): string {
  if (last4 === null) return '–'
  const known = brand === null ? null : (BRANDS[brand.toLowerCase()] ?? brand)
  return known === null ? last4 : `${known} ${last4}`
}

export interface Standing {
  readonly word: WordKey
  readonly tone: Tone
}

/** Of a debit card it is the balance that was checked. */
const OF_BALANCE: Partial<Record<WordKey, WordKey>> = {
  'cards.state.authorized': 'cards.balance.authorized',
  'cards.state.declined': 'cards.balance.declined',
  'cards.state.expired': 'cards.balance.expired',
  'cards.state.unknown': 'cards.balance.unknown',
}

/** Where a payment stands as a clerk says it: what was asked of it and not yet answered goes before what the company last said. */
export function standingOf(row: Pick<CardPaymentRow, 'method' | 'state' | 'payment'>): Standing {
  const { word, tone } = standing(row)
  return { word: spokenOf(row.method, word), tone }
}

const spokenOf = (method: CardMethod, word: WordKey): WordKey => (method === 'debit' ? OF_BALANCE[word] : undefined) ?? word

/** What its company last said. */
export const stateWord = ({ method, state }: Pick<CardPaymentRow, 'method' | 'state'>): WordKey => spokenOf(method, `cards.state.${state}`)

function standing({ state, payment }: Pick<CardPaymentRow, 'state' | 'payment'>): Standing {
  switch (state) {
    case 'waiting':
      return payment === 'decision_unknown' ? { word: 'cards.state.unknown', tone: 'wait' } : { word: 'cards.state.waiting', tone: 'quiet' }
    case 'authorized':
      if (payment === 'capture_unknown') return { word: 'cards.state.captureUnknown', tone: 'wait' }
      if (payment === 'capture_requested') return { word: 'cards.state.captureAsked', tone: 'going' }
      if (payment === 'capture_failed') return { word: 'cards.state.captureFailed', tone: 'wrong' }
      return { word: payment === 'authorized' ? 'cards.state.authorized' : 'cards.state.lettingGo', tone: 'going' }
    case 'captured':
      return { word: 'cards.state.captured', tone: 'done' }
    case 'declined':
      return { word: 'cards.state.declined', tone: 'wrong' }
    case 'given_up':
    case 'voided':
    case 'expired':
      return { word: `cards.state.${state}`, tone: 'quiet' }
  }
}

/** So many days before its end an authorisation is in a hurry; its merchant is warned about then. */
const NEAR_DAYS = 3

export interface End {
  /** The last day of capture. */
  readonly on: BusinessDate
  /** Calendar days until then; below zero it is over. */
  readonly days: number
  readonly urgency: 'calm' | 'near' | 'over'
}

/** When an authorisation ends; null where there is none that could. */
export function endOf({ state, captureBefore }: Pick<CardPaymentRow, 'state' | 'captureBefore'>, today: BusinessDate): End | null {
  if (state !== 'authorized' || captureBefore === null) return null
  const on = dateInJapan(captureBefore - 1)
  const days = daysBetween(today, on)
  return { on, days, urgency: days < 0 ? 'over' : days <= NEAR_DAYS ? 'near' : 'calm' }
}

/** Authorised by the order's last try, and nothing is on its way: it can be captured or let go. The core decides again. */
export function isUndecided({ id, state, payment, others }: Pick<CardPaymentDetail, 'id' | 'state' | 'payment' | 'others'>): boolean {
  const isLast = others.every((other) => other.id < id)
  return isLast && state === 'authorized' && (payment === 'authorized' || payment === 'capture_failed')
}

export type CardDeed = 'capture' | 'void' | 'look'

/** What to tell a clerk about what it has done, by where the payment stands after. */
export function toldOf(deed: CardDeed, { state, payment }: Pick<CardPaymentRow, 'state' | 'payment'>): WordKey {
  if (deed === 'look') return 'cards.told.looked'
  if (deed === 'void') return state === 'voided' ? 'cards.told.voided' : 'cards.told.voidAsked'
  if (state === 'captured') return 'cards.told.captured'
  return payment === 'capture_failed' ? 'cards.told.captureFailed' : 'cards.told.captureUnknown'
}
