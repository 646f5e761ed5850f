import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countOrders, orderPage, sumOrders } from '../../../src/main/ledger/order-list'
import type { Filter } from '../../../src/main/ledger/order-paths'
import type { Position } from '../../../src/main/ledger/order-walk'
import { addDays, businessDate } from '../../../src/preload/contract/date'
import type { MerchantId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import type { OrderRow, OrderSort } from '../../../src/preload/contract/orders'
import { addMerchant, addOrders, openTestLedger, type TestLedger, type TestOrder, writing } from '../../support/ledger'

const SORTS: OrderSort[] = ['received', 'amount', 'order_number', 'due', 'paid', 'payout']
const DAY = businessDate('2026-11-01')

let test: TestLedger
let merchants: MerchantId[]

/** Few different values, so that ties and gaps are common. */
function orderAt(at: number): TestOrder {
  const isPaid = at % 3 === 0
  return {
    orderNumber: `N${(at * 7919) % 1000}-${at}`,
    amount: 100 * (1 + (at % 9)),
    receivedOn: addDays(DAY, at % 11),
    dueOn: at % 5 === 0 ? null : addDays(DAY, 14 + (at % 4)),
    method: at % 6 === 0 ? 'convenience_store' : 'bank_transfer',
    tracks: { payment: isPaid ? 'paid' : at % 7 === 0 ? 'cancelled' : 'unpaid', protection: at % 4 === 0 ? 'wished' : 'none' },
  }
}

beforeAll(async () => {
  test = await openTestLedger()
  merchants = [await addMerchant(test.ledger), await addMerchant(test.ledger)]
  const [one, other] = merchants
  if (!one || !other) throw new Error('no merchants')
  await addOrders(
    test.ledger,
    one,
    Array.from({ length: 220 }, (_, at) => orderAt(at)),
  )
  await addOrders(
    test.ledger,
    other,
    Array.from({ length: 90 }, (_, at) => orderAt(at + 3)),
  )
  await writing(test.ledger, async (writer) => {
    await writer.db
      .updateTable('orders')
      .set({ paid_on: addDays(DAY, 3) })
      .where('payment', '=', 'paid')
      .where('amount', '<', yen(500))
      .execute()
    await writer.db
      .updateTable('orders')
      .set({ paid_on: addDays(DAY, 5) })
      .where('payment', '=', 'paid')
      .where('amount', '>=', yen(500))
      .execute()
    await writer.db
      .updateTable('orders')
      .set({ payout_on: addDays(DAY, 30) })
      .where('amount', '=', yen(300))
      .execute()
  })
})
afterAll(() => test.cleanup())

/** The same question asked of plain arrays. */
function expected(rows: readonly OrderRow[], filter: Filter, sort: OrderSort, descending: boolean): OrderRow[] {
  const keyOf = (row: OrderRow) =>
    ({
      received: row.receivedOn,
      amount: row.amount,
      order_number: row.orderNumber,
      due: row.dueOn,
      paid: row.paidOn,
      payout: row.payoutOn,
    })[sort]
  const fits = (row: OrderRow) =>
    (filter.merchantId === undefined || row.merchantId === filter.merchantId) &&
    (filter.status === undefined || row.status === filter.status) &&
    (filter.method === undefined || row.method === filter.method) &&
    (filter.protected === undefined || (row.protection !== 'none') === filter.protected) &&
    (filter.receivedFrom === undefined || row.receivedOn >= filter.receivedFrom) &&
    (filter.receivedTo === undefined || row.receivedOn <= filter.receivedTo) &&
    (filter.amountFrom === undefined || row.amount >= filter.amountFrom) &&
    (filter.amountTo === undefined || row.amount <= filter.amountTo)
  const sign = descending ? -1 : 1
  return rows.filter(fits).sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)]
    if (x === null || y === null) return x === y ? sign * (a.id - b.id) : x === null ? 1 : -1
    return sign * (x < y ? -1 : x > y ? 1 : a.id - b.id)
  })
}

async function everyPage(filter: Filter, sort: OrderSort, descending: boolean, size: number): Promise<OrderRow[]> {
  const rows: OrderRow[] = []
  let after: Position | null = null
  for (let page = 0; page < 400; page++) {
    const { rows: next, next: position } = await orderPage(test.ledger.reader, { filter, sort, descending, after, size })
    rows.push(...next)
    if (!position) return rows
    after = position
  }
  throw new Error('the pages never end')
}

describe('a list of orders', () => {
  it('is, page by page, the whole list: in every order, under any filter, ties and missing dates included', async () => {
    const all = await everyPage({}, 'received', true, 500)
    expect(all).toHaveLength(310)
    const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
    const days = Array.from({ length: 12 }, (_, at) => addDays(DAY, at))
    const amounts = Array.from({ length: 10 }, (_, at) => yen(100 * at))
    const filters = fc.record({
      merchantId: maybe(merchants),
      status: maybe(['unpaid', 'paid', 'cancelled', 'declined'] as const),
      method: maybe(['bank_transfer', 'convenience_store', 'card'] as const),
      protected: maybe([true, false]),
      receivedFrom: maybe(days),
      receivedTo: maybe(days),
      amountFrom: maybe(amounts),
      amountTo: maybe(amounts),
    })
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.constantFrom(...SORTS),
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        async (filter, sort, descending, size) => {
          const wanted = expected(all, filter, sort, descending)
          expect((await everyPage(filter, sort, descending, size)).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
          expect(await countOrders(test.ledger.reader, filter)).toEqual({ count: wanted.length, capped: false })
          expect(await sumOrders(test.ledger.reader, filter)).toEqual({
            rows: wanted.length,
            total: wanted.reduce((sum, row) => sum + row.amount, 0),
          })
        },
      ),
      { numRuns: 150 },
    )
  })

  it('names the merchant and derives the status', async () => {
    const { rows } = await orderPage(test.ledger.reader, {
      filter: { status: 'paid' },
      sort: 'amount',
      descending: false,
      after: null,
      size: 1,
    })
    expect(rows[0]).toMatchObject({
      status: 'paid',
      amount: 100,
      paidAmount: 0,
      merchantName: expect.stringMatching(/^加盟店/),
      version: 1,
    })
  })
})
