import { describe, expect, it } from 'vitest'
import { type DeadlineTerms, deadlinesAfter, touchesDeadlines } from '../../../src/main/settlement/deadlines'
import { businessDate } from '../../../src/preload/contract/date'
import { Deadlines } from '../../../src/preload/contract/merchants'
import type { Tracks } from '../../../src/preload/contract/orders'

const TODAY = businessDate('2026-11-20')
/** 14 days of protection, 3 to accept, a reminder 3 days before, 7 to answer a return. */
const usual: DeadlineTerms = { ...Deadlines.parse({}), protectionWindowDays: 14 }

const tracks = (own: Partial<Tracks>): Tracks => ({
  acceptance: 'none',
  payment: 'unpaid',
  protection: 'none',
  disbursement: 'none',
  ...own,
})
const open = tracks({ payment: 'paid', protection: 'open' })
const windowSet = ['window 2026-12-04', 'reminder 2026-12-01']

function told(kind: string, after: Tracks, terms: Partial<DeadlineTerms> = {}) {
  const { set, clear } = deadlinesAfter(kind, after, TODAY, { ...usual, ...terms })
  return { set: set.map((each) => `${each.kind} ${each.on}`), clear: [...clear] }
}

describe('the days that begin or end with a step', () => {
  const taken = ['window', 'reminder', 'merchant_answer']
  const cases: [step: string, event: string, after: Tracks, terms: Partial<DeadlineTerms>, set: string[], clear: string[]][] = [
    ['an order to be accepted (s81)', 'registered', tracks({ acceptance: 'awaiting' }), {}, ['acceptance 2026-11-23'], []],
    ['an order that need not be', 'registered', tracks({}), {}, [], []],
    ['more time to accept', 'registered', tracks({ acceptance: 'awaiting' }), { acceptanceDays: 10 }, ['acceptance 2026-11-30'], []],
    ['accepted (s83)', 'accepted', tracks({ acceptance: 'accepted' }), {}, [], ['acceptance']],
    ['refused (s83)', 'acceptance_refused', tracks({ acceptance: 'refused' }), {}, [], ['acceptance']],
    ['lapsed', 'acceptance_lapsed', tracks({ acceptance: 'lapsed' }), {}, [], ['acceptance']],
    ['the money came for a protected order (s71)', 'allocated_in_full', open, {}, windowSet, []],
    ['the money came for another', 'allocated_in_full', tracks({ payment: 'paid' }), {}, [], []],
    ['the money came after the payer had answered', 'allocated_in_full', tracks({ payment: 'paid', protection: 'received' }), {}, [], []],
    ['less is enough', 'accepted_less', open, {}, windowSet, []],
    ['the store’s final word', 'confirmed', open, {}, windowSet, []],
    ['opened for a card', 'protection_opened', open, {}, windowSet, []],
    ['a window too short for a reminder', 'allocated_in_full', open, { protectionWindowDays: 3 }, ['window 2026-11-23'], ['reminder']],
    ['no reminder wanted', 'allocated_in_full', open, { reminderDays: 0 }, ['window 2026-12-04'], ['reminder']],
    ['the goods went, and the contract counts from there', 'shipped', open, { shipmentRestartsWindow: true }, windowSet, []],
    ['the goods went, and it does not', 'shipped', open, {}, [], []],
    [
      'the goods went after a return was wanted',
      'shipped',
      tracks({ protection: 'return_wanted' }),
      { shipmentRestartsWindow: true },
      [],
      [],
    ],
    ['money taken back in part', 'allocation_undone_in_part', tracks({ protection: 'wished' }), {}, [], taken],
    ['money taken back', 'allocation_undone_in_full', tracks({ protection: 'wished' }), {}, [], taken],
    ['money taken back while the merchant is asked', 'allocation_undone_in_full', tracks({ protection: 'return_wanted' }), {}, [], taken],
    [
      'and there again',
      'allocated_in_full',
      tracks({ protection: 'return_wanted' }),
      {},
      ['merchant_answer 2026-11-27'],
      ['window', 'reminder'],
    ],
    ['received (s72)', 'receipt_confirmed', tracks({ protection: 'received' }), {}, [], ['window', 'reminder']],
    ['the window is over (claim 8)', 'protection_lapsed', tracks({ protection: 'lapsed' }), {}, [], ['window', 'reminder']],
    [
      'a return stops the window (s72)',
      'return_wanted',
      tracks({ protection: 'return_wanted' }),
      {},
      ['merchant_answer 2026-11-27'],
      ['window', 'reminder'],
    ],
    [
      'so does a non-arrival (0060)',
      'not_arrived',
      tracks({ protection: 'not_arrived' }),
      { returnAnswerDays: 10 },
      ['merchant_answer 2026-11-30'],
      ['window', 'reminder'],
    ],
    ['the goods are back (s73)', 'goods_returned', tracks({ protection: 'refund_due' }), {}, [], ['merchant_answer']],
    ['the merchant was silent', 'merchant_silent', tracks({ protection: 'refund_due' }), {}, [], ['merchant_answer']],
    ['the merchant contests', 'contested', tracks({ protection: 'contested' }), {}, [], ['merchant_answer']],
    ['asked back: it is not released meanwhile', 'refund_requested', open, {}, [], ['window', 'reminder']],
    ['nobody agrees to that', 'refund_rejected', open, {}, windowSet, []],
    ['nor to the refund of an order nobody protected', 'refund_rejected', tracks({ payment: 'paid' }), {}, [], []],
    [
      'cancelled',
      'cancelled',
      tracks({ payment: 'cancelled', protection: 'wished' }),
      {},
      [],
      ['acceptance', 'reminder', 'window', 'merchant_answer'],
    ],
    ['a method chosen', 'method_chosen', tracks({}), {}, [], []],
  ]
  it.each(cases)('%s', (_step, event, after, terms, set, clear) => {
    expect(told(event, after, terms)).toEqual({ set, clear })
    if (set.length + clear.length > 0) expect(touchesDeadlines(event)).toBe(true)
  })
})
