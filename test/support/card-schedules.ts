import fc from 'fast-check'
import { type CaptureTerms, decideCard, type HeldCard, type ToldCard } from '../../src/main/settlement/card'
import { applyEvent } from '../../src/main/settlement/tracks'
import type { ChargebackState } from '../../src/preload/contract/cards'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import type { Tracks } from '../../src/preload/contract/orders'

/* What a company comes to say of a payment, one after another, and how it may be heard: twice, late, and out of its order. */

/** 300 in the suite; `SCHEDULES=1000` for more. */
export const SCHEDULES = Number(process.env.SCHEDULES ?? 300)

const AMOUNT = yen(5_000)
const said = (state: ToldCard['state'], captured = 0, refunded = 0, dispute: ChargebackState | null = null): ToldCard => ({
  ...{ state, captured: yen(captured), refunded: yen(refunded) },
  chargebacks: dispute === null ? [] : [{ id: 'dp_1', amount: PositiveYen.parse(AMOUNT), state: dispute }],
})

/** Whole lives of a payment at its company: everything it ever says, in the order in which it comes to be so. */
const lives: readonly (readonly ToldCard[])[] = [
  [said('waiting'), said('declined')],
  [said('waiting'), said('declined'), said('authorized'), said('captured', 5_000)],
  [said('waiting'), said('authorized'), said('voided')],
  [said('waiting'), said('authorized'), said('expired')],
  [said('waiting'), said('voided')],
  [said('waiting'), said('authorized'), said('captured', 5_000), said('captured', 5_000, 2_000), said('captured', 5_000, 5_000)],
  [
    said('waiting'),
    said('authorized'),
    said('captured', 5_000),
    said('captured', 5_000, 0, 'open'),
    said('captured', 5_000, 0, 'taken'),
    said('captured', 5_000, 0, 'won'),
  ],
]

export interface Schedule {
  readonly events: readonly ToldCard[]
  readonly heard: readonly ToldCard[]
  readonly protectionWished: boolean
  readonly terms: CaptureTerms
}

/** Each of a life is heard at least once, up to three times, in any order; the last of all that is so is heard at the end, as a look would. */
export const scheduleOf: fc.Arbitrary<Schedule> = fc
  .record({
    events: fc.constantFrom(...lives),
    times: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 7, maxLength: 7 }),
    order: fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 21, maxLength: 21 }),
    protectionWished: fc.boolean(),
    terms: fc.record({ payable: fc.boolean(), atOnce: fc.boolean() }),
  })
  .map(({ events, times, order, ...own }) => {
    const repeated = events.flatMap((event, at) => Array.from({ length: times[at] ?? 1 }, () => event))
    const keyed = repeated.map((event, at) => [order[at] ?? 0, event] as const)
    return { events, heard: [...keyed.sort(([a], [b]) => a - b).map(([, event]) => event), ...events.slice(-1)], ...own }
  })

export interface CardEnd {
  readonly state: HeldCard['state']
  readonly tracks: Tracks
  readonly captured: number
  readonly refunded: number
  readonly claims: number
  readonly owed: number
  readonly goneBack: number
  readonly complaints: readonly (readonly [string, ChargebackState])[]
}

/** `captures`: how often the capture was asked for with the yes. Hears everything in this order, and takes every step in the order's tracks; a step they refuse is a fault. */
export function runCard({ protectionWished, terms }: Schedule, heard: readonly ToldCard[]): { end: CardEnd; captures: number } {
  let tracks: Tracks = {
    acceptance: 'none',
    payment: 'decision_asked',
    protection: protectionWished ? 'wished' : 'none',
    disbursement: 'none',
  }
  let held: HeldCard = {
    state: 'waiting',
    amount: AMOUNT,
    captured: yen(0),
    refunded: yen(0),
    chargebacks: new Map(),
    isLive: true,
    tracks,
  }
  let [claims, owed, goneBack, captures] = [0, 0, 0, 0]
  for (const told of heard) {
    const news = decideCard({ ...held, tracks }, told, terms)
    for (const kind of news.steps) {
      const applied = applyEvent(tracks, { kind })
      if (!applied.ok) throw new Error(`${applied.track} stands ${applied.from} and refuses ${kind}`)
      tracks = applied.tracks
    }
    if (news.claim) [claims, owed] = [claims + 1, owed + news.claim.amount]
    goneBack += news.goneBack
    captures += news.capture ? 1 : 0
    const chargebacks = new Map([...held.chargebacks, ...news.chargebacks.map(({ id, state }) => [id, state] as const)])
    held = { ...held, state: news.state, captured: news.captured, refunded: news.refunded, chargebacks }
  }
  const payment = tracks.payment === 'authorization_expired' ? 'awaiting_method' : tracks.payment
  const end: CardEnd = {
    state: held.state,
    tracks: { ...tracks, payment },
    captured: held.captured,
    refunded: held.refunded,
    claims,
    owed,
    goneBack,
    complaints: [...held.chargebacks],
  }
  return { end, captures }
}
