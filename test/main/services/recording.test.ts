import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planStatement } from '../../../src/main/services/intake-plan'
import { recordable } from '../../../src/main/services/recording'
import { businessDate } from '../../../src/preload/contract/date'
import { type OrderId, OrderId as OrderIdOf } from '../../../src/preload/contract/ids'
import type { PaymentMethod } from '../../../src/preload/contract/merchants'
import type { Tracks } from '../../../src/preload/contract/orders'
import { Told } from '../../../src/preload/contract/protection'
import { auditOf, refusalOf } from '../../support/desk'
import { type DisputeDesk, openDisputeDesk } from '../../support/disputes'
import { addOrders, valueIn, writing } from '../../support/ledger'
import { ACCOUNT, fileIn, quietControl, resourcesOf, zengin03 } from '../../support/statements'

let desk: DisputeDesk
beforeEach(async () => {
  desk = await openDisputeDesk()
})
afterEach(() => desk.cleanup())

const saying = { source: 'telephone' as const, text: '電話で聞いた' }
const record = async (id: OrderId, told: Told, own: object = {}) =>
  desk.handlers['orders.record'](desk.clerk, { id, version: (await desk.get(id)).version, told, ...saying, ...own })

async function stateOf(id: OrderId) {
  return desk.ledger.reader.db
    .selectFrom('orders')
    .select(['acceptance', 'payment', 'protection', 'disbursement'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

describe('what a clerk was told', () => {
  it.each([
    { told: ['received'], protection: 'received', disbursement: 'releasable' },
    { told: ['return_wanted'], protection: 'return_wanted', disbursement: 'none' },
    { told: ['not_arrived'], protection: 'not_arrived', disbursement: 'none' },
    { told: ['return_wanted', 'goods_returned'], protection: 'refund_due', disbursement: 'none' },
    { told: ['not_arrived', 'contested'], protection: 'contested', disbursement: 'none' },
  ] as const)('$told leaves the order $protection', async ({ told, protection, disbursement }) => {
    for (const each of told) valueIn(await record(desk.held, each))
    expect(await stateOf(desk.held)).toEqual({ acceptance: 'none', payment: 'paid', protection, disbursement })
    expect((await desk.get()).said.map(({ what, reason, source, by }) => ({ what, reason, source, by }))).toEqual(
      told.map((what) => ({ what, reason: '電話で聞いた', source: 'telephone', by: 'user:yamada' })),
    )
    expect(auditOf(desk, 'orders').slice(-told.length)).toEqual(told.map((each) => `user:yamada ${each}`))
    expect(await desk.broken()).toEqual([])
  })

  it.each([
    { told: 'accepted', payment: 'unpaid', acceptance: 'accepted' },
    { told: 'refused', payment: 'cancelled', acceptance: 'refused' },
  ] as const)('by a merchant that has $told an order', async ({ told, payment, acceptance }) => {
    const [awaited = desk.held] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 900, tracks: { acceptance: 'awaiting' } }])
    valueIn(await record(awaited, told, { source: 'fax' }))
    expect(await stateOf(awaited)).toMatchObject({ payment, acceptance })
    expect(await desk.broken()).toEqual([])
  })

  it('of a shipment stands in the history and moves nothing', async () => {
    const before = await stateOf(desk.held)
    const { version } = valueIn(await record(desk.held, 'shipped', { source: 'mail', text: 'ヤマト 1234-5678' }))
    expect(version).toBe((await desk.get()).version)
    expect(await stateOf(desk.held)).toEqual(before)
    const event = desk.ledger.source
      .prepare<[number], { kind: string; detail: string }>(
        'select kind, detail from order_events where order_id = ? order by id desc limit 1',
      )
      .get(desk.held)
    expect(event).toEqual({ kind: 'shipped', detail: JSON.stringify({ reason: 'ヤマト 1234-5678', source: 'mail' }) })
  })

  it('is refused where the order stands otherwise, has changed, is not there, or a card number was written', async () => {
    const refused = { refusal: 'order_step_refused', track: 'protection', from: 'none', event: 'return_wanted' }
    expect(refusalOf(await record(desk.orders[0] ?? desk.held, 'return_wanted'))).toEqual(refused)
    const [fresh = desk.held] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 700 }])
    expect(refusalOf(await record(fresh, 'shipped'))).toEqual({
      refusal: 'order_step_refused',
      track: 'payment',
      from: 'unpaid',
      event: 'shipped',
    })
    expect(refusalOf(await record(desk.held, 'received', { version: 99 }))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await record(desk.held, 'received', { id: OrderIdOf.parse(9) }))).toEqual({ refusal: 'not_found', what: 'order' })
    expect(refusalOf(await record(desk.held, 'received', { text: 'カード 4111 1111 1111 1111' }))).toEqual({
      refusal: 'invalid_input',
      problems: [{ path: 'text', message: 'card_number' }],
    })
    expect((await desk.get()).said).toEqual([])
  })

  it('is refused while an import that is not done means to pay the order', async () => {
    const instruction = { accountId: desk.account, reference: '1000000009', dueOn: businessDate('2026-11-30') }
    const [planned = desk.held] = await addOrders(desk.ledger, desk.merchants[0], [{ amount: 700, orderNumber: 'S-9', instruction }])
    const lines = [{ amount: 700, remitterCode: '1000000009' }]
    const day = { account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 1_050_163, lines }
    const plan = valueIn(await planStatement(resourcesOf(desk), fileIn(desk.dir, 'next.txt', zengin03(day)), quietControl()))
    if (plan.kind !== 'plan') throw new Error(plan.kind)
    await writing(desk.ledger, (writer) =>
      writer.db.updateTable('statement_files').set({ state: 'published' }).where('id', '=', plan.plan.planId).execute(),
    )
    expect(refusalOf(await record(planned, 'return_wanted'))).toEqual({ refusal: 'reserved_by_import', orderNumber: 'S-9' })
  })
})

describe('what may be recorded', () => {
  const cases: { name: string; tracks: Partial<Tracks>; may: Told[]; method?: PaymentMethod }[] = [
    { name: 'an unpaid order', tracks: {}, may: [] },
    { name: 'an order that is paid at the door', tracks: {}, may: ['shipped'], method: 'cash_on_delivery' },
    { name: 'an order that is to be accepted', tracks: { acceptance: 'awaiting' }, may: ['accepted', 'refused'] },
    { name: 'a paid order', tracks: { payment: 'paid' }, may: ['shipped'] },
    {
      name: 'a paid order whose window is open',
      tracks: { payment: 'paid', protection: 'open' },
      may: ['received', 'return_wanted', 'not_arrived', 'shipped'],
    },
    { name: 'a return', tracks: { payment: 'paid', protection: 'return_wanted' }, may: ['goods_returned', 'contested', 'shipped'] },
    { name: 'a non-arrival', tracks: { payment: 'paid', protection: 'not_arrived' }, may: ['contested', 'shipped'] },
    { name: 'a contested order', tracks: { payment: 'paid', protection: 'contested' }, may: ['shipped'] },
    { name: 'a cancelled order', tracks: { payment: 'cancelled' }, may: [] },
  ]
  it.each(cases)('of $name: $may', ({ tracks, may, method = 'bank_transfer' }) => {
    const standing: Tracks = { acceptance: 'none', payment: 'unpaid', protection: 'none', disbursement: 'none', ...tracks }
    expect(recordable(standing, method)).toEqual(Told.options.filter((told) => may.includes(told)))
  })
})
