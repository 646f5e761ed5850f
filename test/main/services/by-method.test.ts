import { afterEach, beforeEach, expect, it } from 'vitest'
import { byMethodHandlers } from '../../../src/main/services/by-method'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import { businessDate } from '../../../src/preload/contract/date'
import { type CollectionDesk, openCollectionDesk } from '../../support/collections'
import { takeBack, wishOf } from '../../support/collector-transfer'
import { TESTER, valueIn, writing } from '../../support/ledger'

/* 支払方法別: one view over all methods, equal to the list of orders and to the ledger. */

let desk: CollectionDesk
beforeEach(async () => {
  desk = await openCollectionDesk()
})
afterEach(() => desk.cleanup())

const context = { seat: { id: 'test', kind: 'test' as const }, user: null, actor: TESTER.actor, by: TESTER }
const handlers = (today = '2026-11-20') => byMethodHandlers({ ledger: desk.ledger, clock: { today: () => businessDate(today) } })
const owed = async (today?: string) => valueIn(await handlers(today)['byMethod.collectors'](context, {})).rows

it('counts and adds the orders of a period by method and status, and none of another', async () => {
  const slips = await desk.slips([10_000, 20_000, 700])
  await desk.bring([{ slip: slips[0] ?? expect.fail(), kind: 'confirmed' }])
  const all = desk.ledger.source
    .prepare('select method, status, count(*) as count, sum(amount) as amount from orders group by method, status order by status')
    .all()
  const days = desk.ledger.source.prepare<[], { from: string; to: string }>(
    'select min(received_on) as "from", max(received_on) as "to" from orders',
  )
  const { from, to } = days.get() ?? expect.fail()
  const asked = async (period: { from: string; to: string }) =>
    valueIn(await handlers()['byMethod.orders'](context, { from: businessDate(period.from), to: businessDate(period.to) })).rows
  expect((await asked({ from, to })).toSorted((a, b) => (a.status < b.status ? -1 : 1))).toEqual(all)
  expect(await asked({ from: '2020-01-01', to: '2020-01-31' })).toEqual([])
})

it('tells what each collector owes, what is overdue and taken back, and that the ledger says the same', async () => {
  expect(await owed()).toEqual([])
  const slips = await desk.slips([10_000, 20_000])
  await desk.bring(slips.map((slip) => ({ slip, kind: 'confirmed' })))
  await writing(desk.ledger, (writer) => takeBack(desk, writer, 500, '2026-11-30'))
  const row = { party: 'dsk', claims: 2, gross: 30_000, deductions: 500, owed: 29_500, balance: 29_500 }
  expect(await owed('2026-11-30')).toMatchObject([{ ...row, overdue: 0 }])
  expect(await owed('2026-12-01')).toMatchObject([{ ...row, overdue: 30_000 }])
  const [expected] = await expectedTransfers(desk.ledger.reader)
  const wish = wishOf(desk, expected ?? expect.fail(), await desk.transfer('2026-11-30', expected?.net ?? 0))
  valueIn(await desk.ledger.write(TESTER, (writer) => settleTransfer(writer, wish)))
  expect(await owed('2026-12-01')).toEqual([])
})
