import { describe, expect, it } from 'vitest'
import { isStillMeant, isTold, tellings } from '../../../src/main/settlement/notices'
import { type NoticeName, type Recipient, told } from '../../../src/preload/contract/notices'
import type { Tracks } from '../../../src/preload/contract/orders'

const tracks = (own: Partial<Tracks> = {}): Tracks => ({
  acceptance: 'none',
  payment: 'unpaid',
  protection: 'none',
  disbursement: 'none',
  ...own,
})

describe('who is told what of a step', () => {
  const cases: [step: string, event: string, after: Partial<Tracks>, told: string[]][] = [
    // the publication's steps
    ['s3, s4: no method yet', 'registered', { payment: 'awaiting_method' }, ['payer choose_method']],
    ['s3, s6: its method is fixed', 'registered', {}, ['payer instruction']],
    ['s81: the merchant must accept', 'registered', { acceptance: 'awaiting' }, ['merchant acceptance_asked']],
    ['s81: also before a choice', 'registered', { acceptance: 'awaiting', payment: 'awaiting_method' }, ['merchant acceptance_asked']],
    ['s84, s85', 'accepted', { acceptance: 'accepted', payment: 'awaiting_method' }, ['payer accepted']],
    ['s84, with its method fixed: s6', 'accepted', { acceptance: 'accepted' }, ['payer instruction']],
    ['s83: no', 'acceptance_refused', { acceptance: 'refused', payment: 'cancelled' }, ['payer order_refused']],
    [
      's83: nothing said',
      'acceptance_lapsed',
      { acceptance: 'lapsed', payment: 'cancelled' },
      ['merchant acceptance_lapsed', 'payer acceptance_lapsed'],
    ],
    ['s6, s32; s8, s35', 'method_chosen', {}, ['payer instruction', 'merchant method_chosen']],
    ['s12', 'allocated_in_full', { payment: 'paid' }, ['merchant paid', 'payer paid']],
    ['s40', 'confirmed', { payment: 'paid' }, ['merchant paid', 'payer paid']],
    [
      's71 follows s12',
      'allocated_in_full',
      { payment: 'paid', protection: 'open' },
      ['merchant paid', 'payer paid', 'payer receipt_question'],
    ],
    ['s71 follows s40', 'confirmed', { payment: 'paid', protection: 'open' }, ['merchant paid', 'payer paid', 'payer receipt_question']],
    ['s71 for a card', 'protection_opened', { payment: 'authorized', protection: 'open' }, ['payer receipt_question']],
    ['s72: received', 'receipt_confirmed', { payment: 'paid', protection: 'received' }, ['merchant released']],
    ['s72: return', 'return_wanted', { payment: 'paid', protection: 'return_wanted' }, ['merchant return_wanted', 'payer return_noted']],
    ['0060: never arrived', 'not_arrived', { payment: 'paid', protection: 'not_arrived' }, ['merchant not_arrived', 'payer return_noted']],
    ['claim 8: nothing said', 'protection_lapsed', { payment: 'paid', protection: 'lapsed' }, ['merchant released']],
    ['s73, s74', 'goods_returned', { payment: 'paid', protection: 'refund_due' }, ['payer refund_account']],
    [
      's73: nothing said',
      'merchant_silent',
      { payment: 'paid', protection: 'refund_due' },
      ['merchant merchant_silent', 'payer refund_account'],
    ],
    // what the publication leaves open
    ['a store’s preliminary word is told to nobody', 'preliminarily_paid', { payment: 'paid_preliminary' }, []],
    ['part of the money', 'allocated_in_part', { payment: 'partially_paid' }, ['merchant partly_paid', 'payer partly_paid']],
    ['less is enough', 'accepted_less', { payment: 'paid' }, ['merchant paid', 'payer paid']],
    [
      'less is enough, protected',
      'accepted_less',
      { payment: 'paid', protection: 'open' },
      ['merchant paid', 'payer paid', 'payer receipt_question'],
    ],
    ['a clearing undone in part', 'allocation_undone_in_part', { payment: 'partially_paid' }, ['merchant payment_undone']],
    ['a clearing undone', 'allocation_undone_in_full', {}, ['merchant payment_undone']],
    ['an account that had too little', 'debit_postponed', {}, ['payer debit_postponed']],
    ['an account that could not be debited', 'debit_refused', {}, ['payer debit_refused', 'merchant debit_refused']],
    ['a store’s preliminary word taken back', 'preliminary_withdrawn', {}, ['merchant preliminary_withdrawn']],
    ['nobody paid', 'expired', { payment: 'expired' }, ['merchant expired', 'payer expired']],
    ['cancelled', 'cancelled', { payment: 'cancelled' }, ['merchant cancelled', 'payer cancelled']],
    ['the window is about to end', 'protection_reminded', { payment: 'paid', protection: 'open' }, ['payer receipt_reminder']],
    ['the window has ended meanwhile', 'protection_reminded', { payment: 'paid', protection: 'received' }, []],
    ['contested', 'contested', { payment: 'paid', protection: 'contested' }, ['payer contested']],
    [
      'contested, for the merchant',
      'contest_released',
      { payment: 'paid', protection: 'lapsed' },
      ['merchant contest_released', 'payer contest_released'],
    ],
    [
      'contested, for the payer',
      'contest_refunded',
      { payment: 'paid', protection: 'refund_due' },
      ['merchant contest_refunded', 'payer refund_account'],
    ],
    ['s57, s60', 'decision_granted', { payment: 'authorized' }, ['merchant authorized', 'payer authorized']],
    ['s58, s59', 'decision_denied', { payment: 'declined' }, ['merchant declined', 'payer declined']],
    ['nobody knows the decision yet', 'decision_unknown', { payment: 'decision_unknown' }, []],
    ['a form that nobody finished', 'decision_given_up', { payment: 'awaiting_method' }, ['payer choose_method']],
    ['a card captured', 'captured', { payment: 'captured' }, ['merchant captured']],
    ['a capture refused', 'capture_failed', { payment: 'capture_failed' }, ['merchant capture_failed']],
    ['an authorisation about to end', 'authorization_ending', { payment: 'authorized' }, ['merchant authorization_ending']],
    ['captured before the warning', 'authorization_ending', { payment: 'captured' }, []],
    [
      'an authorisation that has ended',
      'authorization_expired',
      { payment: 'authorization_expired' },
      ['merchant authorization_expired', 'payer authorization_expired'],
    ],
    ['a chargeback', 'charged_back', { payment: 'paid', disbursement: 'refunded' }, ['merchant charged_back']],
    ['a chargeback of a part', 'charged_back_in_part', { payment: 'paid', disbursement: 'partly_refunded' }, ['merchant charged_back']],
    ['paid out', 'settled', { payment: 'paid', disbursement: 'settled' }, ['merchant settled']],
    ['a payout that came back', 'payout_returned', { payment: 'paid', disbursement: 'payout_returned' }, ['merchant payout_returned']],
    ['a refund after settlement', 'merchant_owes', { payment: 'paid', disbursement: 'settled' }, ['merchant merchant_owes']],
    ['a refund seen', 'refund_seen_in_full', { payment: 'paid', disbursement: 'refunded' }, ['payer refunded', 'merchant refunded']],
    [
      'a part of it seen',
      'refund_seen_in_part',
      { payment: 'paid', disbursement: 'partly_refunded' },
      ['payer refunded', 'merchant refunded'],
    ],
    ['a refund that came back', 'refund_returned', { payment: 'paid', disbursement: 'refund_returned' }, ['payer refund_account']],
    ['a shipment report', 'shipped', { payment: 'paid', protection: 'open' }, []],
    ['money on its way out', 'taken_into_payout', { payment: 'paid', disbursement: 'in_payout' }, []],
  ]
  it.each(cases)('%s (%s)', (_step, event, after, expected) => {
    expect(tellings(event, tracks(after)).map(({ to, name }) => `${to} ${name}`)).toEqual(expected)
    if (expected.length > 0) expect(isTold(event)).toBe(true)
  })

  it('of what there may be thousands at once, only the merchant’s program is told', () => {
    const many = ['settled', 'payout_returned'].flatMap((event) => tellings(event, tracks({ payment: 'paid' })))
    expect(many.map(({ name, byProgram }) => [name, byProgram])).toEqual([
      ['settled', true],
      ['payout_returned', true],
    ])
    expect(tellings('merchant_owes', tracks({ payment: 'paid' }))).toEqual([{ to: 'merchant', name: 'merchant_owes' }])
  })

  it('nothing is told that there are no words for', () => {
    for (const [, event, after] of cases) {
      for (const { to, name } of tellings(event, tracks(after))) {
        const recipients: readonly Recipient[] = told[name]
        expect(recipients, `${event}: ${name}`).toContain(to)
      }
    }
  })

  it('every notice of an order is told of some step', () => {
    const reached = new Set(cases.flatMap(([, event, after]) => tellings(event, tracks(after)).map(({ to, name }) => `${to} ${name}`)))
    const ofOrders = Object.entries(told).flatMap(([name, recipients]) => recipients.map((to) => `${to} ${name}`))
    expect(ofOrders.filter((each) => !reached.has(each) && !/application|invitation|payout_made/.test(each))).toEqual([])
  })
})

describe('what is still meant when it is sent late', () => {
  const cases: [NoticeName, Partial<Tracks>, boolean][] = [
    ['acceptance_asked', { acceptance: 'awaiting' }, true],
    ['acceptance_asked', { acceptance: 'accepted' }, false],
    ['choose_method', { payment: 'awaiting_method' }, true],
    ['choose_method', { payment: 'unpaid' }, false],
    ['accepted', { payment: 'awaiting_method' }, true],
    ['accepted', { payment: 'cancelled' }, false],
    ['instruction', { payment: 'unpaid' }, true],
    ['instruction', { payment: 'partially_paid' }, true],
    ['instruction', { payment: 'paid' }, false],
    ['instruction', { payment: 'expired' }, false],
    ['partly_paid', { payment: 'partially_paid' }, true],
    ['partly_paid', { payment: 'paid' }, false],
    ['receipt_question', { protection: 'open' }, true],
    ['receipt_question', { protection: 'lapsed' }, false],
    ['receipt_reminder', { protection: 'open' }, true],
    ['receipt_reminder', { protection: 'return_wanted' }, false],
    ['return_wanted', { protection: 'return_wanted' }, true],
    ['return_wanted', { protection: 'contested' }, false],
    ['not_arrived', { protection: 'not_arrived' }, true],
    ['not_arrived', { protection: 'refund_due' }, false],
    ['refund_account', { protection: 'refund_due' }, true],
    ['refund_account', { protection: 'refund_due', disbursement: 'refunded' }, false],
    // what happened stays true, whatever came after it
    ['paid', { payment: 'unpaid' }, true],
    ['debit_refused', { payment: 'unpaid' }, true],
    ['debit_refused', { payment: 'paid' }, false],
    ['debit_postponed', { payment: 'unpaid' }, true],
    ['debit_postponed', { payment: 'cancelled' }, false],
    ['preliminary_withdrawn', { payment: 'unpaid' }, true],
    ['preliminary_withdrawn', { payment: 'paid_preliminary' }, false],
    ['preliminary_withdrawn', { payment: 'paid' }, false],
    ['cancelled', { payment: 'unpaid' }, true],
    ['released', { disbursement: 'settled' }, true],
  ]
  it.each(cases)('%s where the order stands %j: %s', (name, after, expected) => {
    expect(isStillMeant(name, tracks(after))).toBe(expected)
  })
})
