import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { overdueOrders } from '../../../src/main/ledger/overdue'
import { insertSlips, lastReference, liveSlip, type NewSlip, slipNumbered, slipsOf, withdrawSlip } from '../../../src/main/ledger/slips'
import { businessDate } from '../../../src/preload/contract/date'
import { type OrderId, SlipId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import { addMerchant, addOrders, openTestLedger, type TestLedger, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'

let test: TestLedger
let orders: OrderId[]
beforeEach(async () => {
  test = await openTestLedger()
  orders = await addOrders(test.ledger, await addMerchant(test.ledger), [{ amount: 10 }, { amount: 20 }, { amount: 30 }])
})
afterEach(() => test.cleanup())

function orderAt(at: number): OrderId {
  const id = orders[at]
  if (id === undefined) throw new Error('no such order')
  return id
}
const slip = (own: Partial<NewSlip> = {}): NewSlip => ({
  orderId: orderAt(0),
  method: 'convenience_store',
  party: 'store_agent',
  makerCode: '929023',
  companyCode: '25207',
  reference: '0000000000000001',
  reissue: 0,
  amount: PositiveYen.parse(10),
  needsStamp: false,
  dueOn: businessDate('2026-11-27'),
  ...own,
})
const issue = (...slips: Partial<NewSlip>[]) => writing(test.ledger, (writer) => insertSlips(writer, slips.map(slip)))

describe('the slips of an order', () => {
  it('are kept with why they are void; one at the most is to be paid', async () => {
    await issue({ needsStamp: true })
    const orderId = orderAt(0)
    const first = await liveSlip(test.ledger.reader, orderId)
    expect(first).toMatchObject({ ...slip({ needsStamp: true }), withdrawnAt: null, withdrawnWhy: null })
    if (!first) throw new Error('no slip')
    await expect(issue({ reissue: 1 })).rejects.toThrow('slips are never rewritten')
    await writing(test.ledger, (writer) => withdrawSlip(writer, first.id, 'switched'))
    expect(await liveSlip(test.ledger.reader, orderId)).toBeNull()
    await issue({ reference: '0000000000000002' })
    expect((await slipsOf(test.ledger.reader, orderId)).map(({ reference, withdrawnWhy }) => [reference, withdrawnWhy])).toEqual([
      ['0000000000000001', 'switched'],
      ['0000000000000002', null],
    ])
  })

  it('never change, nor does a number belong to two', async () => {
    await issue({})
    await expect(issue({ orderId: orderAt(1) })).rejects.toThrow('slips are never rewritten')
    await expect(
      writing(test.ledger, (writer) =>
        writer.db
          .updateTable('slips')
          .set({ due_on: businessDate('2027-01-01') })
          .execute(),
      ),
    ).rejects.toThrow('slips are never rewritten')
    await expect(writing(test.ledger, (writer) => writer.db.deleteFrom('slips').execute())).rejects.toThrow('slips are never deleted')
  })
})

it('the last reference is the highest of its party and of its width', async () => {
  const { reader } = test.ledger
  expect(await lastReference(reader, 'store_agent', 16)).toBeNull()
  await issue(
    { orderId: orderAt(0), reference: '0000000000000009' },
    { orderId: orderAt(1), reference: '0000000000000010' },
    { orderId: orderAt(2), reference: '00000000000000003', companyCode: '2520' },
  )
  expect(await lastReference(reader, 'store_agent', 16)).toBe('0000000000000010')
  expect(await lastReference(reader, 'store_agent', 17)).toBe('00000000000000003')
  expect(await lastReference(reader, 'other', 16)).toBeNull()
})

it('a slip is found by its number, void or not, and by no other party’s', async () => {
  const { reader } = test.ledger
  await issue({})
  const number = { reference: '0000000000000001', reissue: 0 }
  const found = await slipNumbered(reader, 'store_agent', number)
  expect(found).toMatchObject(slip())
  if (!found) throw new Error('no slip')
  await writing(test.ledger, (writer) => withdrawSlip(writer, found.id, 'switched'))
  expect(await slipNumbered(reader, 'store_agent', number)).toMatchObject({ id: found.id, withdrawnWhy: 'switched' })
  expect(await slipNumbered(reader, 'store_agent', { ...number, reissue: 1 })).toBeNull()
  expect(await slipNumbered(reader, 'other', number)).toBeNull()
})

it('an index answers whatever is asked of slips, and which orders of stores are overdue', async () => {
  await issue({})
  const planned = await plansOf(test.ledger, async (writer) => {
    const orderId = orderAt(0)
    await liveSlip(writer, orderId)
    await slipsOf(writer, orderId)
    await slipNumbered(writer, 'store_agent', { reference: '0000000000000001', reissue: 0 })
    await lastReference(writer, 'store_agent', 16)
    await overdueOrders(writer, 'convenience_store', businessDate('2026-11-20'), 10)
    await overdueOrders(writer, 'bank_transfer', businessDate('2026-11-20'), 10)
    await withdrawSlip(writer, SlipId.parse(1), 'reissued')
  })
  expect(planned).toHaveLength(7)
  expect(fullScans(planned)).toEqual([])
})
