import { sql } from 'kysely'
import { type Yen, yen } from '../../preload/contract/money'
import { type CappedCount, COUNT_CAP } from '../../preload/contract/paging'
import type { Reader } from './ledger'
import { all, bare, type Filter, type Path, pathsOf } from './order-paths'
import { from, gather, looksOf, type OrderPage, type OrderQuestion, walkSegments } from './order-walk'

/*
 * Pages of orders, by keyset: a page deep down costs as much as the first. Ties go by identity in the same direction; orders
 * without a value of the sorted column come last either way. Work is bounded: a page looks at a limited number of orders,
 * so under a filter that almost nothing fits it may hold fewer rows than asked for, or none, and still tell where to go on.
 */

/** Up to so many orders are fetched and sorted at once; more are walked in the order of an index. */
const GATHERED_MAX = 2_000

/** One page of the orders that fit a filter. */
export async function orderPage(ledger: Reader, question: OrderQuestion): Promise<OrderPage> {
  const ways = await cheapestFirst(ledger, pathsOf(question.filter, question.sort))
  const [cheapest] = ways
  const walk = ways.find(({ path }) => path.sort === question.sort)
  if (!walk || !cheapest) throw new Error('a sort has no index')
  if (cheapest !== walk && cheapest.count <= GATHERED_MAX) return gather(ledger, question, cheapest.path)
  return walkSegments(ledger, question, walk.path)
}

/** How many orders fit a filter: exactly up to the cap, beyond it as "more than". */
export async function countOrders(ledger: Reader, filter: Filter): Promise<CappedCount> {
  const path = await cheapestPath(ledger, filter)
  if (path.rest.length === 0) {
    const count = await reach(ledger, path, COUNT_CAP)
    return { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP }
  }
  const looks = looksOf(path)
  const found = await sql<{ fitting: number; seen: number }>`
    select count(*) filter (where fits) as fitting, count(*) as seen
    from (select (${all(path.rest)}) as fits from ${from(path)} where ${all(bare(path.covers))} limit ${looks})`.execute(ledger.db)
  const { fitting = 0, seen = 0 } = found.rows[0] ?? {}
  return { count: fitting, capped: seen === looks }
}

/** Exact number and sum of the orders that fit a filter; takes as long as it takes. */
export async function sumOrders(ledger: Reader, filter: Filter): Promise<{ rows: number; total: Yen }> {
  const path = await cheapestPath(ledger, filter)
  const found = await sql<{ rows: number; total: number | null }>`
    select count(*) as rows, sum(o.amount) as total from ${from(path)} where ${all([...bare(path.covers), ...path.rest])}`.execute(
    ledger.db,
  )
  return { rows: found.rows[0]?.rows ?? 0, total: yen(found.rows[0]?.total ?? 0) }
}

interface Way {
  path: Path
  /** How many orders the path leads to, told up to one above a cap. */
  count: number
}

/** Beyond so many orders a path is just long. */
const TOLD_MAX = 3_000
/** More than any ledger holds. */
const ALL = 1e12

/** The paths by the work it is to look at all their orders; a path that covers nothing leads to every order there is. */
async function cheapestFirst(ledger: Reader, paths: readonly Path[]): Promise<Way[]> {
  const ways: Way[] = []
  for (const path of paths) ways.push({ path, count: path.covers.length > 0 ? await reach(ledger, path, TOLD_MAX) : ALL })
  return ways.sort((a, b) => a.count * a.path.lookCost - b.count * b.path.lookCost)
}

async function cheapestPath(ledger: Reader, filter: Filter): Promise<Path> {
  const [cheapest] = await cheapestFirst(ledger, pathsOf(filter, 'received'))
  if (!cheapest) throw new Error('a filter has no index')
  return cheapest.path
}

async function reach(ledger: Reader, path: Path, cap: number): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from (select 1 from ${from(path)} where ${all(bare(path.covers))} limit ${cap + 1})`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}
