import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountsFor, type CaptureTerms, decideCard, type HeldCard, type ToldCard, takeBack } from '../../../src/main/settlement/card'
import { CardPaymentState, type ChargebackState } from '../../../src/preload/contract/cards'
import { yen } from '../../../src/preload/contract/money'
import { PaymentTrack, type ProtectionTrack, type Tracks } from '../../../src/preload/contract/orders'
import { chargeback } from '../../support/card-company'
import { runCard, SCHEDULES, type Schedule, scheduleOf } from '../../support/card-schedules'

const tracks = (own: Partial<Tracks> = {}): Tracks => ({
  acceptance: 'none',
  payment: 'decision_asked',
  protection: 'none',
  disbursement: 'none',
  ...own,
})
const held = (own: Partial<HeldCard> = {}): HeldCard => ({
  ...{ state: 'waiting', amount: yen(5_000), captured: yen(0), refunded: yen(0), chargebacks: new Map(), isLive: true, tracks: tracks() },
  ...own,
})
const told = (state: ToldCard['state'], own: Partial<ToldCard> = {}): ToldCard => ({
  ...{ state, captured: yen(state === 'captured' ? 5_000 : 0), refunded: yen(0), chargebacks: [] },
  ...own,
})

/** By contract: captured at shipment, or with the yes; merchants paid once the company has paid, or before. */
const SHIPPED: CaptureTerms = { payable: false, atOnce: false }
const PAYABLE: CaptureTerms = { ...SHIPPED, payable: true }
const AT_ONCE: CaptureTerms = { ...SHIPPED, atOnce: true }

const states = CardPaymentState.options
const toldStates = states.filter((state) => state !== 'given_up')
/** What stands higher is news; of the rest nothing changes. */
const rank = { waiting: 0, given_up: 1, declined: 1, authorized: 2, voided: 3, expired: 3, captured: 4 }

describe('of every pair of what is held and what is told', () => {
  it.each(states.flatMap((before) => toldStates.map((after) => [before, after] as const)))('%s, told %s', (before, after) => {
    const own = before === 'captured' ? { captured: yen(5_000), tracks: tracks({ payment: 'captured' }) } : {}
    const news = decideCard(held({ state: before, ...own }), told(after), SHIPPED)
    // What was captured and stands no more has gone back.
    const goneBack = before === 'captured' && after === 'voided' ? 5_000 : 0
    if (rank[after] > rank[before]) expect(news.state).toBe(after)
    else expect(news).toMatchObject({ state: before, steps: [], claim: null, letGo: false, goneBack, trouble: null })
  })
})

describe('what is told of an order’s own payment', () => {
  const cases: [payment: PaymentTrack, state: ToldCard['state'], steps: string[]][] = [
    ['decision_asked', 'declined', ['decision_denied']],
    ['decision_unknown', 'declined', ['decision_denied']],
    ['decision_asked', 'authorized', ['decision_granted']],
    ['decision_unknown', 'authorized', ['decision_granted']],
    ['declined', 'authorized', ['decision_asked', 'decision_granted']],
    ['decision_asked', 'captured', ['decision_granted', 'capture_requested', 'captured']],
    ['authorized', 'captured', ['capture_requested', 'captured']],
    ['capture_failed', 'captured', ['capture_requested', 'captured']],
    ['capture_requested', 'captured', ['captured']],
    ['capture_unknown', 'captured', ['captured']],
    ['decision_asked', 'voided', ['decision_given_up']],
    ['decision_unknown', 'expired', ['decision_given_up']],
    ['authorized', 'expired', ['authorization_expired']],
    ['authorized', 'voided', ['authorization_expired']],
    ['capture_failed', 'expired', ['authorization_expired']],
    ['capture_requested', 'expired', ['capture_failed', 'authorization_expired']],
    ['capture_unknown', 'voided', ['capture_failed', 'authorization_expired']],
    ['cancelled', 'voided', []],
  ]
  it.each(cases)('where it stands %s: %s', (payment, state, steps) => {
    expect(decideCard(held({ tracks: tracks({ payment }) }), told(state), SHIPPED)).toMatchObject({ steps, letGo: false })
  })

  it('opens the protection that was wished for as soon as it is authorised', () => {
    expect(decideCard(held({ tracks: tracks({ protection: 'wished' }) }), told('authorized'), SHIPPED).steps).toEqual([
      'decision_granted',
      'protection_opened',
    ])
  })

  it.each([
    ['none', true, ['captured', 'became_releasable']],
    ['received', true, ['captured', 'became_releasable']],
    ['open', true, ['captured']],
    ['none', false, ['captured']],
  ] as [ProtectionTrack, boolean, string[]][])('captured, protection %s, payable at capture %s: %j', (protection, payable, steps) => {
    expect(
      decideCard(held({ state: 'authorized', tracks: tracks({ payment: 'capture_requested', protection }) }), told('captured'), {
        ...SHIPPED,
        payable,
      }).steps,
    ).toEqual(steps)
  })

  it('owes what was captured, and says where that is another amount', () => {
    const before = held({ state: 'authorized', tracks: tracks({ payment: 'capture_requested' }) })
    expect(decideCard(before, told('captured'), SHIPPED)).toMatchObject({ claim: { amount: 5_000, isOrders: true }, trouble: null })
    expect(decideCard(before, told('captured', { captured: yen(4_000) }), SHIPPED)).toMatchObject({
      claim: { amount: 4_000 },
      trouble: 'amount_differs',
    })
  })
})

describe('by a contract that captures at once', () => {
  it.each([
    ['decision_asked', 'none', ['decision_granted', 'capture_requested']],
    ['decision_unknown', 'none', ['decision_granted', 'capture_requested']],
    ['declined', 'none', ['decision_asked', 'decision_granted', 'capture_requested']],
    ['decision_asked', 'wished', ['decision_granted', 'protection_opened', 'capture_requested']],
  ] as [PaymentTrack, ProtectionTrack, string[]][])(
    'the yes asks for the capture, where the order stands %s, protection %s',
    (payment, protection, steps) => {
      const news = decideCard(held({ tracks: tracks({ payment, protection }) }), told('authorized'), AT_ONCE)
      expect(news).toMatchObject({ steps, capture: true, letGo: false, claim: null })
    },
  )
  it('the yes is let go, and nothing captured, where nobody wants it any more', () => {
    for (const own of [{ isLive: false }, { tracks: tracks({ payment: 'unpaid' }) }])
      expect(decideCard(held(own), told('authorized'), AT_ONCE)).toMatchObject({ steps: [], capture: false, letGo: true })
  })
  it('what is captured already is asked for no more', () => {
    expect(decideCard(held(), told('captured'), AT_ONCE)).toMatchObject({
      steps: ['decision_granted', 'capture_requested', 'captured'],
      capture: false,
    })
    const requested = held({ state: 'authorized', tracks: tracks({ payment: 'capture_requested' }) })
    expect(decideCard(requested, told('authorized'), AT_ONCE)).toMatchObject({ steps: [], capture: false })
    expect(decideCard(requested, told('captured'), AT_ONCE)).toMatchObject({ steps: ['captured'], capture: false })
  })
  it('else the yes asks for nothing', () => {
    expect(decideCard(held(), told('authorized'), SHIPPED).capture).toBe(false)
  })
})

describe('what nobody wants any more', () => {
  it.each(['unpaid', 'cancelled', 'expired', 'awaiting_method', 'paid', 'authorization_expired'] as PaymentTrack[])(
    'an authorisation, where the order stands %s: it is let go',
    (payment) => {
      expect(decideCard(held({ tracks: tracks({ payment }) }), told('authorized'), SHIPPED)).toMatchObject({
        letGo: true,
        steps: [],
        claim: null,
      })
    },
  )
  it('an authorisation of an earlier try is let go, whatever the order waits for', () => {
    expect(decideCard(held({ isLive: false }), told('authorized'), SHIPPED)).toMatchObject({ letGo: true, steps: [] })
    expect(decideCard(held({ isLive: false, state: 'given_up' }), told('authorized'), SHIPPED)).toMatchObject({
      state: 'authorized',
      letGo: true,
    })
  })
  it.each(['unpaid', 'cancelled', 'paid', 'expired'] as PaymentTrack[])(
    'a capture, where the order stands %s: it belongs to nobody yet',
    (payment) => {
      expect(decideCard(held({ state: 'authorized', tracks: tracks({ payment }) }), told('captured'), PAYABLE)).toMatchObject({
        ...{ steps: [], claim: { amount: 5_000, isOrders: false }, trouble: 'captured_unasked' },
      })
    },
  )
  it('every state of an order has an answer to everything that may be told', () => {
    for (const payment of PaymentTrack.options)
      for (const state of toldStates) expect(() => decideCard(held({ tracks: tracks({ payment }) }), told(state), PAYABLE)).not.toThrow()
  })
})

describe('what goes back', () => {
  const captured = { state: 'captured' as const, captured: yen(5_000), tracks: tracks({ payment: 'paid' }) }
  it('is what was not told before', () => {
    expect(decideCard(held({ ...captured, refunded: yen(1_000) }), told('captured', { refunded: yen(3_000) }), SHIPPED)).toMatchObject({
      refunded: 3_000,
      goneBack: 2_000,
    })
    expect(decideCard(held({ ...captured, refunded: yen(3_000) }), told('captured', { refunded: yen(1_000) }), SHIPPED)).toMatchObject({
      refunded: 3_000,
      goneBack: 0,
    })
  })
  it('follows from what is left, where a company keeps one amount; wholly refunded it is called voided', () => {
    const left = (state: 'captured' | 'voided', captured: number) =>
      decideCard(held(captured_), told(state, { captured: yen(captured) }), SHIPPED)
    const captured_ = captured
    expect(left('captured', 3_000)).toMatchObject({ state: 'captured', captured: 5_000, refunded: 2_000, goneBack: 2_000 })
    expect(left('voided', 0)).toMatchObject({ state: 'captured', captured: 5_000, refunded: 5_000, goneBack: 5_000, steps: [] })
  })
  it('is nothing where old news is told', () => {
    for (const state of ['waiting', 'declined', 'authorized', 'expired'] as const)
      expect(decideCard(held({ ...captured, refunded: yen(1_000) }), told(state), SHIPPED)).toMatchObject({ refunded: 1_000, goneBack: 0 })
  })
  it('is never more than was captured', () => {
    expect(decideCard(held(captured), told('captured', { refunded: yen(9_000) }), SHIPPED)).toMatchObject({ refunded: 5_000 })
  })
  it('accounts for an act wholly or not at all', () => {
    expect(accountsFor(yen(1_000), yen(1_500))).toEqual({ isDone: true, rest: 500 })
    expect(accountsFor(yen(2_000), yen(1_500))).toEqual({ isDone: false, rest: 1_500 })
  })
  const complaints: [before: ChargebackState | null, now: ChargebackState, isNews: boolean][] = [
    [null, 'open', true],
    ['open', 'open', false],
    ['open', 'taken', true],
    ['taken', 'open', false],
    ['taken', 'won', true],
    ['won', 'taken', false],
    [null, 'won', true],
  ]
  it.each(complaints)('a complaint held as %s and told %s is news: %s', (before, now, isNews) => {
    const chargebacks = new Map(before === null ? [] : [['dp_1', before] as const])
    const news = decideCard(
      held({ ...captured, chargebacks }),
      told('captured', { chargebacks: [chargeback('dp_1', 5_000, now)] }),
      SHIPPED,
    )
    expect(news.chargebacks.length).toBe(isNews ? 1 : 0)
  })
})

describe('a chargeback', () => {
  const paid = (own: Partial<Tracks>) => ({ tracks: tracks({ payment: 'paid', ...own }), paidAmount: yen(5_000) })
  const cases: [own: Partial<Tracks>, amount: number, left: number, taken: object][] = [
    [{}, 5_000, 5_000, { how: 'held', steps: ['charged_back'] }],
    [{ disbursement: 'releasable' }, 2_000, 5_000, { how: 'held', steps: ['charged_back_in_part'] }],
    [{ protection: 'open' }, 5_000, 5_000, { how: 'held' }],
    [{ disbursement: 'settled' }, 5_000, 5_000, { how: 'owed', steps: ['charged_back'] }],
    [{ disbursement: 'partly_refunded' }, 2_000, 3_000, { how: 'owed', steps: ['charged_back_in_part'] }],
    [{ disbursement: 'in_payout' }, 5_000, 5_000, { how: 'waits' }],
    [{ disbursement: 'in_refund' }, 5_000, 5_000, { how: 'waits' }],
    [{ disbursement: 'refunded' }, 5_000, 0, { how: 'waits' }],
    [{ disbursement: 'settled' }, 5_000, 4_999, { how: 'waits' }],
  ]
  it.each(cases)('where the order stands %j, %i of %i', (own, amount, left, taken) => {
    expect(takeBack(paid(own), yen(amount), yen(left))).toMatchObject(taken)
  })
})

describe('repeated, delayed and reordered', () => {
  // Of an authorisation that was over before it was heard of, nobody was told: its payer chooses again all the same.
  it(`${SCHEDULES} schedules, captured at shipment or at once, end as in order; nothing is captured or owed twice`, () => {
    fc.assert(
      fc.property(scheduleOf, (schedule: Schedule) => {
        const [inOrder, asTold] = [runCard(schedule, schedule.events), runCard(schedule, schedule.heard)]
        expect(asTold.end).toEqual(inOrder.end)
        expect(asTold.end.claims).toBeLessThanOrEqual(1)
        expect(asTold.captures).toBeLessThanOrEqual(schedule.terms.atOnce ? 1 : 0)
      }),
      { numRuns: SCHEDULES },
    )
  })
})
