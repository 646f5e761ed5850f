import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Posted } from '../../../src/main/services/shop-order-storing'
import type { DebitResultCode } from '../../../src/preload/contract/direct-debit'
import { DEBIT_ON, type DebitDesk, openDebitDesk } from '../../support/debits'
import { valueIn } from '../../support/ledger'
import { brokenPromises } from '../../support/verified'

/* What a debit comes to depends on what was told of it, not on when or how often. */

let bank: DebitDesk
beforeEach(async () => {
  bank = await openDebitDesk()
  await bank.mandate('42')
})
afterEach(async () => {
  expect(await brokenPromises(bank.ledger)).toEqual([])
  await bank.cleanup()
})

/** A thousand by SCHEDULES=50. */
const RUNS = Number(process.env.SCHEDULES ?? 15)
const EACH = 20
const CODES: readonly DebitResultCode[] = ['0', '1', '2', '3', '4', '8', '9', 'E', 'N']

/** No two are alike: which of two such a line tells of nobody could say. */
let amount = 700

/** One debit: how often no result came before the result, and in which of the files each of its lines stands. */
const story = fc.record({ code: fc.constantFrom(...CODES), places: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }), late: fc.nat(5) })

it(`${RUNS * EACH} schedules of result files, repeated, late and out of their order, end as those in order do`, {
  timeout: 60_000 + RUNS * 4_000,
}, async () => {
  await bank.settle({ cutOffDays: 0, cutOffTime: '23:59' })
  bank.goTo(DEBIT_ON)
  await fc.assert(
    fc.asyncProperty(fc.array(story, { minLength: EACH, maxLength: EACH }), async (stories) => {
      const orders: [Posted, Posted][] = []
      for (const _ of stories) orders.push([await bank.chosen('42', ++amount), await bank.chosen('42', ++amount)])
      await bank.run()
      const straight = stories.map(({ code }, at) => [order(orders, at, 0), code] as const)
      await bank.result(straight)
      for (let place = 0; place <= 5; place++) {
        const lines = stories.flatMap(({ code, places, late }, at): (readonly [Posted, DebitResultCode])[] => {
          const mixed = order(orders, at, 1)
          if (places.includes(place)) return [[mixed, code]]
          return late === place ? [[mixed, 'N']] : []
        })
        if (lines.length > 0) valueIn(await bank.bring(bank.file(new Map(lines.map(([{ orderId }, code]) => [orderId, code])))))
      }
      const ends = (which: 0 | 1) => stories.map((_, at) => bank.stands(order(orders, at, which).orderId).replace(/ \d+$/, ''))
      expect(ends(1)).toEqual(ends(0))
      const claims = bank.ledger.source.prepare('select count(*) - count(distinct order_id) from claims').pluck().get()
      expect(claims).toBe(0)
      const fresh = bank.ledger.source
        .prepare("select count(*) from debit_result_lines where outcome in ('unknown', 'contradicts')")
        .pluck()
        .get()
      expect(fresh).toBe(0)
    }),
    { numRuns: RUNS },
  )
})

const order = (orders: readonly [Posted, Posted][], at: number, which: 0 | 1): Posted => orders[at]?.[which] ?? expect.fail()
