import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NoticeEvent } from '../../../src/preload/contract/column-profile'
import { NoticeGateway } from '../../../src/preload/contract/gateways'
import type { OrderId } from '../../../src/preload/contract/ids'
import { type CollectionDesk, openCollectionDesk, type Telling, type TestSlip } from '../../support/collections'
import { type NoticeDesk, type NoticeTelling, openNoticeDesk, type TestReference } from '../../support/notices'
import { brokenPromises } from '../../support/verified'

/* What an order comes to depends on what was told of it, not on when or how often. */

const methods = ['convenience_store', ...NoticeGateway.options] as const
type Method = (typeof methods)[number]

const settled = ['paid', 'preliminary', 'withdrawn', 'superseded', 'refused_at_door']
/** What becomes of one payment: told preliminarily first, or not; then confirmed, taken back, refused at the door, or nothing more. */
interface Payment {
  readonly at: string
  readonly ends: 'confirmed' | 'cancelled' | 'refused' | 'open'
}

const payments = (ends: readonly Payment['ends'][], most: number) =>
  fc
    .uniqueArray(fc.record({ at: fc.constantFrom('0900', '1200', '1500'), ends: fc.constantFrom(...ends) }), {
      selector: ({ at }) => at,
      maxLength: most,
    })
    .filter((all) => all.filter(({ ends: end }) => end === 'confirmed').length < 2)

/** Payments that could have happened to one order. A parcel goes to the door once, and what is paid with a postal form is certain at once. */
const histories: Readonly<Record<Method, ReturnType<typeof payments>>> = {
  convenience_store: payments(['confirmed', 'cancelled', 'open'], 3),
  e_money: payments(['confirmed', 'cancelled', 'open'], 3),
  postal: payments(['confirmed', 'open'], 1),
  cash_on_delivery: payments(['confirmed', 'refused', 'open'], 1),
}

interface Teller<T extends { readonly orderId: OrderId }> {
  readonly desk: CollectionDesk
  orders(count: number): Promise<T[]>
  bring(told: readonly { readonly of: T; readonly kind: NoticeEvent; readonly at: string }[]): Promise<unknown>
}

function storeTeller(desk: CollectionDesk): Teller<TestSlip> {
  return {
    desk,
    orders: (count) => desk.slips(Array.from({ length: count }, () => 700)),
    bring: (told) => desk.bring(told.map(({ of, kind, at }): Telling => ({ slip: of, kind, paidAt: at }))),
  }
}

function noticeTeller(desk: NoticeDesk): Teller<TestReference> {
  return {
    desk,
    orders: (count) => desk.references(Array.from({ length: count }, () => 700)),
    bring: (told) =>
      desk.bringNotices(told.map(({ of, kind, at }): NoticeTelling => ({ of, kind, transactionId: `${of.reference}-${at}` }))),
  }
}

/** 50 of them are a thousand schedules of a method. */
const RUNS = Number(process.env.SCHEDULES ?? 4)
const EACH = 20

async function endAlike<T extends { readonly orderId: OrderId }>(method: Method, { desk, orders, bring }: Teller<T>): Promise<void> {
  const count = (sql: string) => desk.ledger.source.prepare(sql).pluck().get()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(histories[method], fc.infiniteStream(fc.nat(1_000))), { minLength: EACH, maxLength: EACH }),
      async (stories) => {
        const [inOrder, mixed] = [await orders(stories.length), await orders(stories.length)]
        const straight: Parameters<typeof bring>[0][number][] = []
        const shuffled: { telling: Parameters<typeof bring>[0][number]; place: number }[] = []
        for (const [index, [made, dice]] of stories.entries()) {
          const [one, other] = [inOrder[index] ?? expect.fail(), mixed[index] ?? expect.fail()]
          for (const told of made.flatMap((payment) => toldOf(method, payment))) {
            straight.push({ of: one, ...told })
            const times = 1 + (dice.next().value % 3)
            for (let time = 0; time < times; time++) shuffled.push({ telling: { of: other, ...told }, place: dice.next().value })
          }
        }
        const delivered = shuffled.sort((a, b) => a.place - b.place).map(({ telling }) => telling)
        if (straight.length > 0) await bring(straight)
        for (let from = 0; from < delivered.length; from += 17) await bring(delivered.slice(from, from + 17))
        const ends = (all: readonly T[]) =>
          all.map(({ orderId }) => desk.order(orderId)).map(({ payment, paid_amount }) => [payment, paid_amount])
        expect(ends(mixed)).toEqual(ends(inOrder))
        expect(count(`select count(*) from collection_outcomes where outcome not in ('${settled.join("', '")}')`)).toBe(0)
        expect(count('select count(*) - count(distinct order_id) from claims')).toBe(0)
      },
    ),
    { numRuns: RUNS },
  )
}

describe.each(methods)('schedules of %s', (method) => {
  let desk: CollectionDesk | NoticeDesk
  beforeEach(async () => {
    desk = method === 'convenience_store' ? await openCollectionDesk() : await openNoticeDesk(method)
  })
  afterEach(async () => {
    expect(await brokenPromises(desk.ledger)).toEqual([])
    await desk.cleanup()
  })

  it(`${RUNS * EACH} of them, repeated, late and out of their order, end as those in order do`, { timeout: 60_000 + RUNS * 4_000 }, () =>
    'bringNotices' in desk ? endAlike(method, noticeTeller(desk)) : endAlike(method, storeTeller(desk)),
  )
})

const KINDS = { confirmed: ['confirmed'], cancelled: ['preliminary_cancelled'], refused: ['refused_at_door'], open: [] } as const

function toldOf(method: Method, { at, ends }: Payment): { kind: NoticeEvent; at: string }[] {
  const first = method === 'postal' || method === 'cash_on_delivery' ? [] : (['preliminary'] as const)
  return [...first, ...KINDS[ends]].map((kind) => ({ kind, at }))
}
