import { type RawBuilder, sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { OrderRow, OrderSort } from '../../preload/contract/orders'
import { type CappedCount, COUNT_CAP } from '../../preload/contract/paging'
import type { Reader } from './ledger'
import { all, type Condition, type Filter, type Path, pathsOf, type SortKey, sortKeys } from './order-paths'
import { type ListedOrder, listedColumns, orderRowOf } from './order-rows'

/*
 * Pages of orders, by keyset: a page deep down costs as much as the first. Ties go by identity in the same direction; orders
 * without a value of the sorted column come last either way. Work is bounded: a page looks at no more than LOOKED_AT_MAX
 * orders, so under a filter that almost nothing fits it may hold fewer rows than asked for, or none, and still tell where to go on.
 */
export interface Position {
  key: string | number | null
  id: OrderId
}

export interface OrderQuestion {
  filter: Filter
  sort: OrderSort
  descending: boolean
  after: Position | null
  size: number
}

export interface OrderPage {
  rows: OrderRow[]
  /** Where the next page begins, or null at the end. */
  next: Position | null
}

/** Up to so many orders are gathered and sorted at once; more are walked in the order of the index. */
const GATHERED_MAX = 8_000
const LOOKED_AT_MAX = 5_000

/** One page of the orders that fit a filter. */
export async function orderPage(ledger: Reader, question: OrderQuestion): Promise<OrderPage> {
  const paths = await narrowestFirst(ledger, pathsOf(question.filter, question.sort), GATHERED_MAX)
  const walk = paths.find(({ path }) => path.sort === question.sort)?.path
  const narrowest = paths[0]
  if (!walk || !narrowest) throw new Error('a sort has no index')
  if (walk.rest.length > 0 && narrowest.count <= GATHERED_MAX) return gather(ledger, question, narrowest.path)
  return walkSegments(ledger, question, walk)
}

/** How many orders fit a filter: exactly up to the cap, beyond it as "more than". */
export async function countOrders(ledger: Reader, filter: Filter): Promise<CappedCount> {
  const [narrowest] = await narrowestFirst(ledger, pathsOf(filter, 'received'), COUNT_CAP)
  if (!narrowest) throw new Error('a filter has no index')
  const { path, count } = narrowest
  if (path.rest.length === 0) return { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP }
  const found = await sql<{ fitting: number; seen: number }>`
    select count(*) filter (where fits) as fitting, count(*) as seen
    from (select (${all(bare(path.rest))}) as fits from ${from(path)} where ${all(bare(path.covers))} limit ${LOOKED_AT_MAX})`.execute(
    ledger.db,
  )
  const { fitting = 0, seen = 0 } = found.rows[0] ?? {}
  return { count: fitting, capped: seen === LOOKED_AT_MAX }
}

/** Exact number and sum of the orders that fit a filter; takes as long as it takes. */
export async function sumOrders(ledger: Reader, filter: Filter): Promise<{ rows: number; total: Yen }> {
  const [narrowest] = await narrowestFirst(ledger, pathsOf(filter, 'received'), COUNT_CAP)
  const conditions = narrowest ? [...narrowest.path.covers, ...narrowest.path.rest] : []
  const source = narrowest && conditions.length > 0 ? from(narrowest.path) : sql`orders o indexed by orders_amount`
  const found = await sql<{ rows: number; total: number | null }>`
    select count(*) as rows, sum(o.amount) as total from ${source} where ${all(bare(conditions))}`.execute(ledger.db)
  return { rows: found.rows[0]?.rows ?? 0, total: yen(found.rows[0]?.total ?? 0) }
}

const bare = (conditions: readonly Condition[]) => conditions.map((condition) => condition.sql)
const from = (path: Path) => sql`orders o indexed by ${sql.id(path.index)}`

/** Paths with the number of orders they lead to, told up to one above the cap; of equals the one that leaves least to look at. */
async function narrowestFirst(ledger: Reader, paths: readonly Path[], cap: number): Promise<{ path: Path; count: number }[]> {
  const counted: { path: Path; count: number }[] = []
  for (const path of paths) counted.push({ path, count: await reach(ledger, path, cap) })
  return counted.sort((a, b) => a.count - b.count || a.path.rest.length - b.path.rest.length)
}

async function reach(ledger: Reader, path: Path, cap: number): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from (select 1 from ${from(path)} where ${all(bare(path.covers))} limit ${cap + 1})`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}

async function rowsOf(ledger: Reader, query: RawBuilder<ListedOrder>): Promise<OrderRow[]> {
  return (await query.execute(ledger.db)).rows.map(orderRowOf)
}

function keyOf(row: OrderRow, sort: OrderSort): Position['key'] {
  switch (sort) {
    case 'received':
      return row.receivedOn
    case 'amount':
      return row.amount
    case 'order_number':
      return row.orderNumber
    case 'due':
      return row.dueOn
    case 'paid':
      return row.paidOn
    case 'payout':
      return row.payoutOn
  }
}

/** Cuts what was read to the page, which asked for one more than it shows. */
function cut(rows: OrderRow[], question: OrderQuestion): OrderPage {
  const page = rows.slice(0, question.size)
  const last = page.at(-1)
  return { rows: page, next: last && rows.length > question.size ? { key: keyOf(last, question.sort), id: last.id } : null }
}

/** Few orders: reads all that fit and sorts them. */
async function gather(ledger: Reader, question: OrderQuestion, path: Path): Promise<OrderPage> {
  const { column } = sortKeys[question.sort]
  const key = sql.ref(`o.${column}`)
  const direction = question.descending ? sql`desc` : sql`asc`
  const conditions = [
    ...bare(path.covers),
    ...bare(path.rest),
    ...(question.after ? [beyond(key, question.after, question.descending)] : []),
  ]
  const order = sql`${key} is null, ${key} ${direction}, o.id ${direction}`
  const found = sql`select o.id from ${from(path)} where ${all(conditions)} order by ${order} limit ${question.size + 1}`
  const rows = await rowsOf(
    ledger,
    sql<ListedOrder>`select ${listedColumns} from (${found}) found cross join orders o on o.id = found.id order by ${order}`,
  )
  return cut(rows, question)
}

/** After a position, whatever segment it lies in. */
function beyond(key: RawBuilder<unknown>, after: Position, descending: boolean): RawBuilder<unknown> {
  const sign = descending ? sql`<` : sql`>`
  if (after.key === null) return sql`(${key} is null and o.id ${sign} ${after.id})`
  return sql`((${key}, o.id) ${sign} (${after.key}, ${after.id}) or ${key} is null)`
}

/** Part of the sorted list in which the index yields the order by itself: the orders with a value, then those without. */
type Segment = 'valued' | 'unvalued'

async function walkSegments(ledger: Reader, question: OrderQuestion, path: Path): Promise<OrderPage> {
  const key = sortKeys[question.sort]
  const segments: Segment[] = key.nullable ? ['valued', 'unvalued'] : ['valued']
  const first = question.after?.key === null ? 1 : 0
  const rows: OrderRow[] = []
  for (const segment of segments.slice(first)) {
    const after = question.after && (question.after.key === null) === (segment === 'unvalued') ? question.after : null
    const last = rows.at(-1)
    const room = question.size - rows.length
    const step = await walkSegment(ledger, { ...question, after, size: Math.max(room, 1) }, path, key, segment)
    if (last && room === 0)
      return { rows, next: step.rows.length > 0 || step.next ? { key: keyOf(last, question.sort), id: last.id } : null }
    rows.push(...step.rows)
    if (step.next) return { rows, next: step.next }
  }
  return { rows, next: null }
}

async function walkSegment(ledger: Reader, question: OrderQuestion, path: Path, key: SortKey, segment: Segment): Promise<OrderPage> {
  const end = path.rest.length > 0 ? await lookedAtMost(ledger, question, path, key, segment) : null
  const span = spanOf(question, path, key, segment, end)
  const rows = await rowsOf(
    ledger,
    sql<ListedOrder>`select ${listedColumns} from ${from(path)} where ${all([...span, ...bare(path.rest)])}
      order by ${orderOf(question, key, segment)} limit ${question.size + 1}`,
  )
  const page = cut(rows, question)
  return page.next ? page : { rows: page.rows, next: end }
}

/** Where this page stops looking, or null when the segment ends before. */
async function lookedAtMost(ledger: Reader, question: OrderQuestion, path: Path, key: SortKey, segment: Segment): Promise<Position | null> {
  const found = await sql<{ key: Position['key']; id: OrderId }>`
    select ${sql.ref(`o.${key.column}`)} as key, o.id from ${from(path)} where ${all(spanOf(question, path, key, segment, null))}
    order by ${orderOf(question, key, segment)} limit 1 offset ${LOOKED_AT_MAX - 1}`.execute(ledger.db)
  return found.rows[0] ?? null
}

function orderOf({ descending }: OrderQuestion, key: SortKey, segment: Segment): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`
  return segment === 'unvalued' ? sql`o.id ${direction}` : sql`${sql.ref(`o.${key.column}`)} ${direction}, o.id ${direction}`
}

/**
 * What the index is asked for: the covered conditions and the stretch between the position and the end. A bound of the filter
 * that lies outside the stretch is left out, since the index takes only one bound on each side and must take the nearer one.
 */
function spanOf(question: OrderQuestion, path: Path, key: SortKey, segment: Segment, end: Position | null): RawBuilder<unknown>[] {
  const { after, descending } = question
  const column = sql.ref(`o.${key.column}`)
  const [ahead, behind] = descending ? [sql`<`, sql`>=`] : [sql`>`, sql`<=`]
  const replaced = new Set<string>()
  if (after) replaced.add(descending ? 'received_to' : 'received_from').add(descending ? 'amount_to' : 'amount_from')
  if (end) replaced.add(descending ? 'received_from' : 'received_to').add(descending ? 'amount_from' : 'amount_to')
  const span = bare(path.covers.filter(({ on }) => !replaced.has(on)))
  if (segment === 'unvalued') {
    span.push(sql`${column} is null`)
    if (after) span.push(sql`o.id ${ahead} ${after.id}`)
    if (end) span.push(sql`o.id ${behind} ${end.id}`)
    return span
  }
  const boundedBelow = descending ? end !== null : after !== null
  if (key.nullable && !boundedBelow) span.push(sql`${column} > ''`)
  if (after) span.push(sql`(${column}, o.id) ${ahead} (${after.key}, ${after.id})`)
  if (end) span.push(sql`(${column}, o.id) ${behind} (${end.key}, ${end.id})`)
  return span
}
