import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptanceRows } from '../../../src/main/settlement/acceptance'
import { disbursementRows } from '../../../src/main/settlement/disbursement'
import { paymentRows } from '../../../src/main/settlement/payment'
import { protectionRows } from '../../../src/main/settlement/protection'
import { isProtected, type OrderStep, orderSteps, tableOf } from '../../../src/main/settlement/steps'
import { applyEvent, isOrderEventKind, type OrderEvent, replay } from '../../../src/main/settlement/tracks'
import { AcceptanceTrack, DisbursementTrack, PaymentTrack, ProtectionTrack, type Tracks } from '../../../src/preload/contract/orders'

const unpaid: Tracks = { acceptance: 'none', payment: 'unpaid', protection: 'none', disbursement: 'none' }
const registered: OrderEvent = { kind: 'registered', methodFixed: true, protectionWished: false, acceptanceRequired: false }
const wished: OrderEvent = { ...registered, protectionWished: true }
const open: OrderEvent = { ...registered, methodFixed: false }
const toAccept: OrderEvent = { ...registered, methodFixed: false, acceptanceRequired: true }

const steps = (...kinds: OrderStep[]): OrderEvent[] => kinds.map((kind) => ({ kind }))
const short = ({ acceptance, payment, protection, disbursement }: Tracks) => `${acceptance} ${payment} ${protection} ${disbursement}`

describe('registration', () => {
  const cases: [string, OrderEvent, string][] = [
    ['method fixed by the merchant', registered, 'none unpaid none none'],
    ['with the wish for protection', wished, 'none unpaid wished none'],
    ['no method yet', open, 'none awaiting_method none none'],
    ['the merchant must accept', toAccept, 'awaiting awaiting_method none none'],
  ]
  it.each(cases)('%s', (_, event, tracks) => {
    const applied = applyEvent(null, event)
    expect(applied.ok && short(applied.tracks)).toBe(tracks)
  })

  it('happens once', () => {
    expect(applyEvent(unpaid, registered)).toEqual({ ok: false, track: 'payment', from: 'unpaid', event: 'registered' })
  })

  it('comes first', () => {
    expect(applyEvent(null, { kind: 'cancelled' })).toEqual({ ok: false, track: 'payment', from: 'not_registered', event: 'cancelled' })
  })
})

describe('stories of an order', () => {
  const stories: [string, OrderEvent[], string][] = [
    ['paid at once', [registered, ...steps('allocated_in_full')], 'none paid none releasable'],
    ['paid in two parts', [registered, ...steps('allocated_in_part', 'allocated_in_full')], 'none paid none releasable'],
    ['paid, protected', [wished, ...steps('allocated_in_full')], 'none paid open none'],
    ['part of a protected one', [wished, ...steps('allocated_in_part')], 'none partially_paid wished none'],
    ['clearing undone', [registered, ...steps('allocated_in_full', 'allocation_undone_in_full')], 'none unpaid none none'],
    [
      'one of two clearings undone',
      [registered, ...steps('allocated_in_part', 'allocated_in_full', 'allocation_undone_in_part')],
      'none partially_paid none none',
    ],
    ['clearing of a protected one undone', [wished, ...steps('allocated_in_full', 'allocation_undone_in_full')], 'none unpaid wished none'],
    [
      'undone and cleared again after the payer had the goods',
      [wished, ...steps('allocated_in_full', 'receipt_confirmed', 'became_releasable', 'allocation_undone_in_full', 'allocated_in_full')],
      'none paid received releasable',
    ],
    ['expired, reopened, paid late', [registered, ...steps('expired', 'reopened', 'allocated_in_full')], 'none paid none releasable'],
    ['less accepted', [registered, ...steps('allocated_in_part', 'accepted_less')], 'none paid none releasable'],
    [
      'released by the payer',
      [wished, ...steps('allocated_in_full', 'receipt_confirmed', 'became_releasable')],
      'none paid received releasable',
    ],
    [
      'released by silence',
      [wished, ...steps('allocated_in_full', 'protection_lapsed', 'became_releasable')],
      'none paid lapsed releasable',
    ],
    ['paid out', [registered, ...steps('allocated_in_full', 'taken_into_payout', 'settled')], 'none paid none settled'],
    ['payout given up', [registered, ...steps('allocated_in_full', 'taken_into_payout', 'payout_given_up')], 'none paid none releasable'],
    [
      'payout returned and paid again',
      [
        registered,
        ...steps('allocated_in_full', 'taken_into_payout', 'settled', 'payout_returned', 'payable_again', 'taken_into_payout', 'settled'),
      ],
      'none paid none settled',
    ],
    [
      'goods sent back',
      [
        wished,
        ...steps('allocated_in_full', 'return_wanted', 'goods_returned', 'refund_requested', 'refund_instructed', 'refund_seen_in_full'),
      ],
      'none paid refund_due refunded',
    ],
    [
      'refund returned by the bank, account corrected',
      [
        wished,
        ...steps(
          'allocated_in_full',
          'not_arrived',
          'merchant_silent',
          'refund_requested',
          'refund_instructed',
          'refund_returned',
          'refund_corrected',
        ),
      ],
      'none paid refund_due refund_requested',
    ],
    [
      'refund rejected by the supervisor',
      [registered, ...steps('allocated_in_full', 'refund_requested', 'refund_rejected', 'became_releasable')],
      'none paid none releasable',
    ],
    [
      'contested and released',
      [wished, ...steps('allocated_in_full', 'not_arrived', 'contested', 'contest_released')],
      'none paid lapsed none',
    ],
    [
      'card: authorised, captured, transferred',
      [open, ...steps('decision_asked', 'decision_granted', 'capture_requested', 'captured', 'funded')],
      'none paid none releasable',
    ],
    ['card: nobody knows, then no', [open, ...steps('decision_asked', 'decision_unknown', 'decision_denied')], 'none declined none none'],
    ['card: declined, then by transfer', [open, ...steps('decision_asked', 'decision_denied', 'method_chosen')], 'none unpaid none none'],
    [
      'card: the payer declines before capture, so it is voided',
      [{ ...open, protectionWished: true }, ...steps('decision_asked', 'decision_granted', 'protection_opened', 'cancelled')],
      'none cancelled wished none',
    ],
    ['store: preliminary, withdrawn', [registered, ...steps('preliminarily_paid', 'preliminary_withdrawn')], 'none unpaid none none'],
    [
      'store: preliminary, confirmed, not yet transferred',
      [registered, ...steps('preliminarily_paid', 'confirmed')],
      'none paid none none',
    ],
    ['store: confirmed and transferred', [registered, ...steps('preliminarily_paid', 'confirmed', 'funded')], 'none paid none releasable'],
    [
      'store: payable at confirmation by contract',
      [registered, ...steps('confirmed', 'became_releasable', 'funded')],
      'none paid none releasable',
    ],
    ['refused at the door', [registered, ...steps('refused_at_door')], 'none cancelled none none'],
    ['accepted, then chosen', [toAccept, ...steps('accepted', 'method_chosen')], 'accepted unpaid none none'],
    ['not accepted', [toAccept, ...steps('acceptance_refused')], 'refused cancelled none none'],
    ['not accepted, but the money came', [toAccept, ...steps('acceptance_lapsed', 'reopened')], 'accepted unpaid none none'],
  ]
  it.each(stories)('%s', (_, events, tracks) => {
    const replayed = replay(events)
    expect(replayed.ok ? short(replayed.tracks) : replayed).toBe(tracks)
  })
})

describe('what is refused, by track', () => {
  const refusals: [string, OrderEvent[], string, string][] = [
    ['cancel after payment', [registered, ...steps('allocated_in_full', 'cancelled')], 'payment', 'paid'],
    ['expire a part payment', [registered, ...steps('allocated_in_part', 'expired')], 'payment', 'partially_paid'],
    ['pay an expired order', [registered, ...steps('expired', 'allocated_in_full')], 'payment', 'expired'],
    ['pay twice', [registered, ...steps('allocated_in_full', 'allocated_in_full')], 'payment', 'paid'],
    ['reopen what is open', [registered, ...steps('reopened')], 'payment', 'unpaid'],
    ['undo what nobody allocated', [registered, ...steps('allocation_undone_in_full')], 'payment', 'unpaid'],
    [
      'undo after the payout began',
      [registered, ...steps('allocated_in_full', 'taken_into_payout', 'allocation_undone_in_full')],
      'disbursement',
      'in_payout',
    ],
    [
      'undo after settlement',
      [registered, ...steps('allocated_in_full', 'taken_into_payout', 'settled', 'allocation_undone_in_part')],
      'disbursement',
      'settled',
    ],
    ['pay out protected money', [wished, ...steps('allocated_in_full', 'taken_into_payout')], 'disbursement', 'none'],
    ['release protected money', [wished, ...steps('allocated_in_full', 'became_releasable')], 'protection', 'open'],
    ['release preliminary money', [registered, ...steps('preliminarily_paid', 'became_releasable')], 'payment', 'paid_preliminary'],
    [
      'refund what is being paid out',
      [registered, ...steps('allocated_in_full', 'taken_into_payout', 'refund_requested')],
      'disbursement',
      'in_payout',
    ],
    ['refund what nobody paid', [registered, ...steps('refund_requested')], 'payment', 'unpaid'],
    [
      'release what its merchant asks back',
      [wished, ...steps('allocated_in_full', 'refund_requested', 'receipt_confirmed')],
      'disbursement',
      'refund_requested',
    ],
    [
      'release what has gone back in part',
      [wished, ...steps('allocated_in_full', 'refund_requested', 'refund_instructed', 'refund_seen_in_part', 'protection_lapsed')],
      'disbursement',
      'partly_refunded',
    ],
    [
      'decide a contest about what has gone back',
      [wished, ...steps('allocated_in_full', 'refund_requested', 'refund_instructed', 'not_arrived', 'contested', 'contest_released')],
      'disbursement',
      'in_refund',
    ],
    [
      'lapse while a return is wanted',
      [wished, ...steps('allocated_in_full', 'return_wanted', 'protection_lapsed')],
      'protection',
      'return_wanted',
    ],
    [
      'decide a contest about money that was taken back',
      [wished, ...steps('allocated_in_full', 'not_arrived', 'contested', 'allocation_undone_in_full', 'contest_refunded')],
      'payment',
      'unpaid',
    ],
    ['take back what never arrived', [wished, ...steps('allocated_in_full', 'not_arrived', 'goods_returned')], 'protection', 'not_arrived'],
    ['choose before acceptance', [toAccept, ...steps('method_chosen')], 'acceptance', 'awaiting'],
    ['allocate before acceptance', [{ ...toAccept, methodFixed: true }, ...steps('allocated_in_full')], 'acceptance', 'awaiting'],
    ['accept after the deadline', [toAccept, ...steps('acceptance_lapsed', 'accepted')], 'acceptance', 'lapsed'],
    ['accept what needs none', [registered, ...steps('accepted')], 'acceptance', 'none'],
    ['capture before authorisation', [open, ...steps('decision_asked', 'capture_requested')], 'payment', 'decision_asked'],
  ]
  it.each(refusals)('%s', (_, events, track, from) => {
    const event = events.at(-1)?.kind
    expect(replay(events)).toEqual({ ok: false, track, from, event, at: events.length - 1 })
    expect(replay(events.slice(0, -1)).ok).toBe(true)
  })

  it('an order without a history', () => {
    expect(() => replay([])).toThrow('without events')
  })
})

const rows = [...acceptanceRows, ...paymentRows, ...protectionRows, ...disbursementRows]
const anyTracks = fc.record({
  acceptance: fc.constantFrom(...AcceptanceTrack.options),
  payment: fc.constantFrom(...PaymentTrack.options),
  protection: fc.constantFrom(...ProtectionTrack.options),
  disbursement: fc.constantFrom(...DisbursementTrack.options),
})

describe('the tables', () => {
  it('name only events that exist, and every event has a row', () => {
    expect(new Set(rows.map(({ on }) => on))).toEqual(new Set(orderSteps))
    expect(orderSteps.every(isOrderEventKind)).toBe(true)
    expect(isOrderEventKind('noted')).toBe(false)
  })

  it('hold no two rows for the same state and event', () => {
    const twice = [
      { from: ['unpaid'], on: 'expired', to: 'expired' },
      { from: ['awaiting_method', 'unpaid'], on: 'expired', to: 'cancelled' },
    ] as const
    expect(() => tableOf<'payment'>(twice)).toThrow('unpaid on expired')
  })

  it('reach every state of every track from the beginning', () => {
    const reached = new Set<string>()
    const queue: Tracks[] = []
    for (const event of [registered, wished, open, toAccept, { ...toAccept, protectionWished: true }]) {
      const applied = applyEvent(null, event)
      if (applied.ok) queue.push(applied.tracks)
    }
    const seen = new Set<string>()
    for (let next = queue.pop(); next; next = queue.pop()) {
      if (seen.has(short(next))) continue
      seen.add(short(next))
      for (const [track, state] of Object.entries(next)) reached.add(`${track} ${state}`)
      for (const kind of orderSteps) {
        const applied = applyEvent(next, { kind })
        if (applied.ok) queue.push(applied.tracks)
      }
    }
    const all = Object.entries({
      acceptance: AcceptanceTrack.options,
      payment: PaymentTrack.options,
      protection: ProtectionTrack.options,
      disbursement: DisbursementTrack.options,
    }).flatMap(([track, states]) => states.map((state) => `${track} ${state}`))
    expect(all.filter((state) => !reached.has(state))).toEqual([])
    // protected money is never on its way to the merchant, and nothing leaves that nobody has paid
    for (const state of seen) {
      const [, payment = '', protection = '', disbursement = ''] = state.split(' ')
      const toMerchant = ['releasable', 'in_payout', 'settled', 'payout_returned'].includes(disbursement)
      if (toMerchant) expect(isProtected(ProtectionTrack.parse(protection))).toBe(false)
      if (disbursement !== 'none') expect(['paid', 'captured', 'partially_paid']).toContain(payment)
    }
  })

  it('answer every event in every combination: a step of a row, or a named refusal that moves nothing', () => {
    fc.assert(
      fc.property(anyTracks, fc.constantFrom(...orderSteps), (tracks, kind) => {
        const before = structuredClone(tracks)
        const applied = applyEvent(tracks, { kind })
        expect(tracks).toEqual(before)
        if (!applied.ok) {
          expect(applied).toEqual({ ok: false, track: applied.track, from: tracks[applied.track], event: kind })
          expect(rows.some((row) => row.on === kind)).toBe(true)
          return
        }
        const tables = { acceptance: acceptanceRows, payment: paymentRows, protection: protectionRows, disbursement: disbursementRows }
        for (const track of ['acceptance', 'payment', 'protection', 'disbursement'] as const) {
          const concerning: readonly { from: readonly string[]; to: string; whileProtected?: string }[] = tables[track].filter(
            ({ on }) => on === kind,
          )
          const row = concerning.find(({ from }) => from.includes(tracks[track]))
          expect(concerning.length === 0 || row !== undefined).toBe(true)
          const targets = row ? [row.to, row.whileProtected ?? row.to] : ['stays']
          expect(targets.map((to) => (to === 'stays' ? tracks[track] : to))).toContain(applied.tracks[track])
        }
      }),
      { numRuns: 20_000 },
    )
  })
})
