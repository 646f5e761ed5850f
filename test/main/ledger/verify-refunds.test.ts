import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RefundId } from '../../../src/preload/contract/ids'
import { OrderId } from '../../../src/preload/contract/ids'
import { valueIn, writing } from '../../support/ledger'
import { approvalOf, openRefundDesk, type RefundDesk } from '../../support/refunds'

let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
})
afterEach(() => desk.cleanup())

const asked = () => desk.ask({ of: 'order', orderId: OrderId.parse(desk.orders[0]) })
const broken = async () => (await desk.broken()).map((told) => told.split(':')[0])

/** As somebody with the file and without its triggers would write it. */
async function agreedByNobody(id: RefundId): Promise<void> {
  const agreed = desk.ledger.source.prepare<[], string>("select sql from sqlite_schema where name = 'refunds_agreed'").pluck().get() ?? ''
  await writing(desk.ledger, async ({ db }) => {
    await sql`drop trigger refunds_agreed`.execute(db)
    await db.updateTable('refunds').set({ state: 'approved' }).where('id', '=', id).execute()
    await sql.raw(agreed).execute(db)
  })
}

it('a refund that two persons agreed about keeps every promise', async () => {
  valueIn(await desk.decide(approvalOf(await asked())))
  expect(await broken()).toEqual([])
})

it('a refund that nobody agreed to is told by name', async () => {
  await agreedByNobody(valueIn(await asked()).refundId)
  const told = await broken()
  for (const name of ['maker_never_decides', 'acts_are_audited', 'refund_in_transit_equals_open']) expect(told).toContain(name)
})
