import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CollectionKind } from '../../../src/preload/contract/collection'
import { type CollectionDesk, openCollectionDesk, type Telling, type TestSlip } from '../../support/collections'
import { brokenPromises } from '../../support/verified'

/* What an order comes to depends on what was told of it, not on when or how often. */

let desk: CollectionDesk
beforeEach(async () => {
  desk = await openCollectionDesk()
})
afterEach(async () => {
  expect(await brokenPromises(desk.ledger)).toEqual([])
  await desk.cleanup()
})

const settled = ['paid', 'preliminary', 'withdrawn', 'superseded', 'refused_at_door']
const told = (slip: TestSlip, kind: CollectionKind, own: Partial<Telling> = {}): Telling => ({ slip, kind, ...own })

describe('schedules', () => {
  /** Payments at tills that could have happened to one slip: each is told preliminarily and then confirmed, or taken back. */
  const payment = fc.record({
    at: fc.constantFrom('0900', '1200', '1500'),
    ends: fc.constantFrom('confirmed' as const, 'cancelled' as const, 'open' as const),
  })
  const history = fc
    .uniqueArray(payment, { selector: ({ at }) => at, maxLength: 3 })
    .filter((all) => all.filter(({ ends }) => ends === 'confirmed').length < 2)
  /** 50 of them are a thousand schedules. */
  const RUNS = Number(process.env.SCHEDULES ?? 15)
  const EACH = 20

  it(`${RUNS * EACH} of them, repeated, late and out of their order, end as those in order do`, {
    timeout: 60_000 + RUNS * 2_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(history, fc.infiniteStream(fc.nat(1_000))), { minLength: EACH, maxLength: EACH }),
        async (stories) => {
          const [inOrder, mixed] = [await desk.slips(stories.map(() => 700)), await desk.slips(stories.map(() => 700))]
          const straight: Telling[] = []
          const shuffled: { telling: Telling; place: number }[] = []
          for (const [at, [payments, dice]] of stories.entries()) {
            const [one, other] = [inOrder[at] ?? expect.fail(), mixed[at] ?? expect.fail()]
            for (const { kind, paidAt } of payments.flatMap(toldOf)) {
              straight.push(told(one, kind, { paidAt }))
              const times = 1 + (dice.next().value % 3)
              for (let time = 0; time < times; time++) shuffled.push({ telling: told(other, kind, { paidAt }), place: dice.next().value })
            }
          }
          const delivered = shuffled.sort((a, b) => a.place - b.place).map(({ telling }) => telling)
          if (straight.length > 0) await desk.bring(straight)
          for (let from = 0; from < delivered.length; from += 17) await desk.bring(delivered.slice(from, from + 17))
          const ends = (slips: readonly TestSlip[]) =>
            slips.map(({ orderId }) => desk.order(orderId)).map(({ payment, paid_amount }) => [payment, paid_amount])
          expect(ends(mixed)).toEqual(ends(inOrder))
          expect(
            desk.ledger.source
              .prepare('select count(*) from collection_outcomes where outcome not in (?, ?, ?, ?, ?)')
              .pluck()
              .get(...settled),
          ).toBe(0)
          const claims = desk.ledger.source.prepare('select count(*) - count(distinct order_id) from claims').pluck().get()
          expect(claims).toBe(0)
        },
      ),
      { numRuns: RUNS },
    )
  })
})

const toldOf = ({ at, ends }: { at: string; ends: 'confirmed' | 'cancelled' | 'open' }): { kind: CollectionKind; paidAt: string }[] => [
  { kind: 'preliminary', paidAt: at },
  ...(ends === 'open' ? [] : [{ kind: ends === 'confirmed' ? ('confirmed' as const) : ('preliminary_cancelled' as const), paidAt: at }]),
]
