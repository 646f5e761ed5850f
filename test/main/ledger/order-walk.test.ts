import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countOrders, orderPage, sumOrders } from '../../../src/main/ledger/order-list'
import { conditionsOf, type Filter, pathsOf, sortKeys } from '../../../src/main/ledger/order-paths'
import type { Position } from '../../../src/main/ledger/order-walk'
import { addDays, businessDate } from '../../../src/preload/contract/date'
import { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { OrderSort } from '../../../src/preload/contract/orders'
import { addMerchant, addOrders, openTestLedger, type TestLedger } from '../../support/ledger'
import { plansOf } from '../../support/query-plans'

const DAY = businessDate('2026-01-01')
const MANY = 20_000

let test: TestLedger
let merchantId: MerchantId

/** So many that a page must stop looking before the end: every filter is broad, and where they meet almost nothing is. */
beforeAll(async () => {
  test = await openTestLedger()
  merchantId = await addMerchant(test.ledger)
  const orders = Array.from({ length: MANY }, (_, at) => ({
    amount: 1 + (at % 1000),
    receivedOn: addDays(DAY, Math.floor(at / 100)),
    tracks: {
      payment: at < MANY / 2 ? ('unpaid' as const) : ('cancelled' as const),
      protection: at % 2 === 0 ? ('wished' as const) : ('none' as const),
    },
  }))
  await addOrders(test.ledger, merchantId, orders)
})
afterAll(() => test.cleanup())

describe('among many orders', () => {
  it('a page whose filter fits little looks at a bounded number and tells where to go on', async () => {
    const filter: Filter = { status: 'unpaid', protected: true }
    const ids: number[] = []
    const sizes: number[] = []
    let after: Position | null = null
    do {
      const page = await orderPage(test.ledger.reader, { filter, sort: 'due', descending: true, after, size: 500 })
      sizes.push(page.rows.length)
      ids.push(...page.rows.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(ids).toHaveLength(MANY / 4)
    expect(new Set(ids).size).toBe(MANY / 4)
    expect(sizes[0]).toBe(0)
  })

  it('a count beyond the cap says so, and one that would look at too much says more than', async () => {
    expect(await countOrders(test.ledger.reader, {})).toEqual({ count: 10_000, capped: true })
    expect(await countOrders(test.ledger.reader, { status: 'unpaid' })).toEqual({ count: 10_000, capped: false })
    const met = await countOrders(test.ledger.reader, { status: 'unpaid', protected: true })
    expect(met.capped).toBe(true)
    expect(met.count).toBeLessThanOrEqual(MANY / 4)
  })
})

/** How SQLite answers what a page asks, for each index a list may take. */
function planOf(statement: string): string {
  return test.ledger.source
    .prepare<[], { detail: string }>(`explain query plan ${statement}`)
    .all()
    .map(({ detail }) => detail)
    .join('\n')
}

describe('the index alone answers', () => {
  const sorted = OrderSort.options.flatMap((sort) => [
    { sort, direction: 'desc', sign: '<' },
    { sort, direction: 'asc', sign: '>' },
  ])

  it.each(sorted)('a page sorted by $sort $direction, first and deep, and of those without a value', ({ sort, direction, sign }) => {
    const { index, column, nullable } = sortKeys[sort]
    const list = (where: string, order: string) =>
      planOf(`select o.id from orders o indexed by ${index} where ${where} order by ${order} limit 101`)
    const deep = list(`(o.${column}, o.id) ${sign} ('2026-01-05', 12345)`, `o.${column} ${direction}, o.id ${direction}`)
    const first = list('true', `o.${column} ${direction}, o.id ${direction}`)
    const without = nullable ? list(`o.${column} is null and o.id ${sign} 12345`, `o.id ${direction}`) : deep
    for (const plan of [deep, first, without]) expect(plan).not.toMatch(/TEMP B-TREE/)
    for (const plan of [deep, without]) expect(plan).toMatch(new RegExp(`^SEARCH o USING (COVERING )?INDEX ${index} `))
  })

  const filters: { name: string; filter: Filter }[] = [
    { name: 'merchant', filter: { merchantId: MerchantId.parse(1) } },
    { name: 'status', filter: { status: 'unpaid' } },
    { name: 'method', filter: { method: 'convenience_store' } },
    { name: 'protection', filter: { protected: true } },
    { name: 'received date', filter: { receivedFrom: DAY, receivedTo: addDays(DAY, 3) } },
    { name: 'amount', filter: { amountFrom: yen(100), amountTo: yen(200) } },
  ]

  it.each(filters)('which orders fit the $name', ({ filter }) => {
    const path = pathsOf(filter, 'received').find(({ rest }) => rest.length === 0)
    const conditions = conditionsOf(filter).map(({ sql }) => sql.compile(test.ledger.reader.db))
    const where = conditions.map(({ sql }) => sql).join(' and ')
    const parameters = conditions.flatMap((condition) => condition.parameters)
    const plan = test.ledger.source
      .prepare<unknown[], { detail: string }>(
        `explain query plan select count(*) from (select 1 from orders o indexed by ${path?.index} where ${where} limit 10001)`,
      )
      .all(...parameters)
      .map(({ detail }) => detail)
      .join('\n')
    expect(plan).toMatch(new RegExp(`(SEARCH|SCAN) o USING (COVERING )?INDEX ${path?.index}`))
    expect(plan).not.toMatch(/TEMP B-TREE/)
    if (path?.index !== 'orders_protected_received') expect(plan).toMatch(/SEARCH o USING/)
  })

  const single = [...filters, { name: 'lack of protection', filter: { protected: false } }]
  const pairs = single.flatMap((one, at) =>
    single.slice(at).map((other) => ({ name: `${one.name} and ${other.name}`, filter: { ...one.filter, ...other.filter } })),
  )
  it.each(pairs)('how many fit the $name, and their sum: no order is fetched, and none is joined', async ({ filter }) => {
    const planned = await plansOf(test.ledger, async (reader) => [await countOrders(reader, filter), await sumOrders(reader, filter)])
    expect(planned.filter(({ sql, fetches }) => fetches && !sql.includes('orders_amount'))).toEqual([])
    expect(planned.flatMap(({ plan }) => plan).filter((step) => / EXISTS |TEMP B-TREE/.test(step))).toEqual([])
  })

  // SQLite does not call an index covering for a derived column (status) nor a partial one (protection), yet it fetches nothing there.
  const DEAR = /TEMP B-TREE|INTEGER PRIMARY KEY|SCAN p|o USING INDEX (?!orders_(status|protected)_received)/

  it.each(pairs)('which fit the $name: only what the page shows is fetched and sorted, the first and a later one', async ({ filter }) => {
    for (const after of [null, { key: '2026-04-11', id: OrderId.parse(12_345) }]) {
      const planned = await plansOf(test.ledger, (reader) =>
        orderPage(reader, { filter, sort: 'received', descending: true, after, size: 100 }),
      )
      const walks = planned.filter(({ sql }) => sql.includes('where fits'))
      expect(walks).toHaveLength(1)
      expect(walks.flatMap(({ plan }) => plan.slice(0, plan.indexOf('SCAN found'))).filter((step) => DEAR.test(step))).toEqual([])
    }
  })
})
