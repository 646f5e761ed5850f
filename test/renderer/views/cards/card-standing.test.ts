import { describe, expect, it } from 'vitest'
import type { CardPaymentState } from '../../../../src/preload/contract/cards'
import { businessDate, Instant } from '../../../../src/preload/contract/date'
import { CardPaymentId } from '../../../../src/preload/contract/ids'
import type { PaymentTrack } from '../../../../src/preload/contract/orders'
import {
  type CardDeed,
  cardAddressOf,
  cardName,
  endOf,
  isUndecided,
  standingOf,
  toldOf,
} from '../../../../src/renderer/views/cards/card-standing'

describe('an address', () => {
  const cases: { values: Record<string, string>; list: string; filter: object; paymentId: number | null }[] = [
    { values: {}, list: 'authorized', filter: { standing: 'authorized' }, paymentId: null },
    { values: { list: 'all', payment: '7' }, list: 'all', filter: {}, paymentId: 7 },
    { values: { list: 'lost', payment: 'x', merchant: '-' }, list: 'authorized', filter: { standing: 'authorized' }, paymentId: null },
    {
      values: { ends: '2026-11-30', merchant: '3' },
      list: 'authorized',
      filter: { standing: 'authorized', endsBy: '2026-11-30', merchantId: 3 },
      paymentId: null,
    },
    { values: { list: 'captured', ends: '2026-11-30' }, list: 'captured', filter: { standing: 'captured' }, paymentId: null },
    { values: { method: 'debit' }, list: 'authorized', filter: { standing: 'authorized', method: 'debit' }, paymentId: null },
    { values: { method: 'cheque' }, list: 'authorized', filter: { standing: 'authorized' }, paymentId: null },
    { values: { list: 'troubled', order: '5' }, list: 'all', filter: { orderId: 5 }, paymentId: null },
  ]
  it.each(cases)('$values asks for $list', ({ values, ...asked }) => {
    expect(cardAddressOf(values)).toEqual(asked)
  })
})

describe('a card', () => {
  it.each([
    { brand: 'visa', last4: '4242', name: 'Visa 4242' },
    { brand: 'JCB', last4: '0505', name: 'JCB 0505' },
    { brand: 'Girocard', last4: '0001', name: 'Girocard 0001' },
    { brand: null, last4: '9999', name: '9999' },
    { brand: null, last4: null, name: '–' },
  ])('of $brand $last4 is called $name', ({ name, ...card }) => {
    expect(cardName(card)).toBe(name)
  })
})

const standings: { state: CardPaymentState; payment: PaymentTrack; word: string; tone: string; undecided: boolean }[] = [
  { state: 'waiting', payment: 'decision_asked', word: 'waiting', tone: 'quiet', undecided: false },
  { state: 'waiting', payment: 'decision_unknown', word: 'unknown', tone: 'wait', undecided: false },
  { state: 'given_up', payment: 'decision_unknown', word: 'given_up', tone: 'quiet', undecided: false },
  { state: 'declined', payment: 'declined', word: 'declined', tone: 'wrong', undecided: false },
  { state: 'authorized', payment: 'authorized', word: 'authorized', tone: 'going', undecided: true },
  { state: 'authorized', payment: 'capture_requested', word: 'captureAsked', tone: 'going', undecided: false },
  { state: 'authorized', payment: 'capture_unknown', word: 'captureUnknown', tone: 'wait', undecided: false },
  { state: 'authorized', payment: 'capture_failed', word: 'captureFailed', tone: 'wrong', undecided: true },
  { state: 'authorized', payment: 'cancelled', word: 'lettingGo', tone: 'going', undecided: false },
  { state: 'authorized', payment: 'unpaid', word: 'lettingGo', tone: 'going', undecided: false },
  { state: 'captured', payment: 'captured', word: 'captured', tone: 'done', undecided: false },
  { state: 'voided', payment: 'cancelled', word: 'voided', tone: 'quiet', undecided: false },
  { state: 'expired', payment: 'authorization_expired', word: 'expired', tone: 'quiet', undecided: false },
]
it.each(standings)('$state of an order that is $payment is shown as $word', ({ state, payment, word, tone, undecided }) => {
  expect(standingOf({ method: 'card', state, payment })).toEqual({ word: `cards.state.${word}`, tone })
  const ofBalance = ['authorized', 'declined', 'expired', 'unknown'].includes(word)
  expect(standingOf({ method: 'debit', state, payment })).toEqual({ word: `cards.${ofBalance ? 'balance' : 'state'}.${word}`, tone })
  expect(isUndecided({ id: CardPaymentId.parse(2), state, payment, others: [] })).toBe(undecided)
})

it.each([
  { other: 1, undecided: true },
  { other: 3, undecided: false },
])('the second try of an order with try $other can be captured: $undecided', ({ other, undecided }) => {
  const others = [
    { id: CardPaymentId.parse(other), method: 'card' as const, reference: 'D1', state: 'declined' as const, openedAt: Instant.parse(1) },
  ]
  expect(isUndecided({ id: CardPaymentId.parse(2), state: 'authorized', payment: 'authorized', others })).toBe(undecided)
})

describe('an authorisation', () => {
  const today = businessDate('2026-11-26')
  const end = (text: string, state: CardPaymentState = 'authorized') =>
    endOf({ state, captureBefore: Instant.parse(Date.parse(`${text}+09:00`)) }, today)

  it.each([
    { until: '2026-11-30T10:00:00', on: '2026-11-30', days: 4, urgency: 'calm' },
    { until: '2026-11-30T00:00:00', on: '2026-11-29', days: 3, urgency: 'near' },
    { until: '2026-11-26T23:59:59', on: '2026-11-26', days: 0, urgency: 'near' },
    { until: '2026-11-26T00:00:00', on: '2026-11-25', days: -1, urgency: 'over' },
  ])('until $until is $urgency', ({ until, ...told }) => {
    expect(end(until)).toEqual(told)
  })

  it('has an end only while it stands', () => {
    expect(end('2026-11-30T10:00:00', 'captured')).toBeNull()
    expect(endOf({ state: 'authorized', captureBefore: null }, today)).toBeNull()
  })
})

const afterwards: { deed: CardDeed; state: CardPaymentState; payment: PaymentTrack; told: string }[] = [
  { deed: 'capture', state: 'captured', payment: 'captured', told: 'captured' },
  { deed: 'capture', state: 'authorized', payment: 'capture_failed', told: 'captureFailed' },
  { deed: 'capture', state: 'authorized', payment: 'capture_unknown', told: 'captureUnknown' },
  { deed: 'capture', state: 'authorized', payment: 'capture_requested', told: 'captureUnknown' },
  { deed: 'void', state: 'voided', payment: 'cancelled', told: 'voided' },
  { deed: 'void', state: 'authorized', payment: 'cancelled', told: 'voidAsked' },
  { deed: 'look', state: 'captured', payment: 'captured', told: 'looked' },
]
it.each(afterwards)('after $deed a payment that is $state, of an order that is $payment, is told as $told', ({ deed, told, ...row }) => {
  expect(toldOf(deed, row)).toBe(`cards.told.${told}`)
})
