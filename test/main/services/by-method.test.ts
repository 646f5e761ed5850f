import { afterEach, beforeEach, expect, it } from 'vitest'
import { byMethodHandlers } from '../../../src/main/services/by-method'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import { businessDate } from '../../../src/preload/contract/date'
import { type CollectionDesk, openCollectionDesk } from '../../support/collections'
import { takeBack, wishOf } from '../../support/collector-transfer'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { tellPayouts } from '../../support/payout-story'

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

it('tells what was paid out by method, and in all what the payouts say', async () => {
  const story = await tellPayouts()
  try {
    const { source, reader } = story.ledger
    const told = byMethodHandlers({ ledger: { reader }, clock: { today: () => businessDate('2026-12-31') } })['byMethod.payouts']
    const { rows, inAll } = valueIn(await told(context, { from: businessDate('2026-12-01'), to: businessDate('2026-12-31') }))
    const left = "p.state in ('handed_over', 'presumed_paid', 'confirmed')"
    const lines = source.prepare(
      `select l.method, count(l.order_id) as orders, sum(l.amount) as amount, sum(l.fee) as fees from payout_lines l join payouts p on p.id = l.payout_id
        where ${left} group by l.method order by l.method`,
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows).toEqual(lines.all())
    const posted = source.prepare<[], number>(`select sum(p.net) from payouts p where ${left}`).pluck().get()
    expect(inAll).toMatchObject({ gross: rows.reduce((sum, { amount }) => sum + amount, 0), net: posted })
    const { gross, fees, tax, transferFee, offsets, remainder, net } = inAll
    expect(gross - fees - tax - transferFee - offsets - remainder).toBe(net)
    const none = valueIn(await told(context, { from: businessDate('2020-01-01'), to: businessDate('2020-01-31') }))
    expect(none).toMatchObject({ rows: [], inAll: { payouts: 0, net: 0 } })
  } finally {
    await story.cleanup()
  }
})
