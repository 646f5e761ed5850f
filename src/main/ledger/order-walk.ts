import { type RawBuilder, sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import type { OrderRow, OrderSort } from '../../preload/contract/orders'
import type { Reader } from './ledger'
import { all, bare, type Filter, type Path, type SortKey, sortKeys } from './order-paths'
import { type ListedOrder, listedColumns, orderRowOf } from './order-rows'

/* Reading one page of a list of orders along a path: walking its index in the order it yields, or gathering and sorting. */

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

export const from = (path: Path) => sql`orders o indexed by ${sql.id(path.index)}`

/** How many orders one question looks at along a path: so many that it stays a few milliseconds. */
export const looksOf = (path: Path) => Math.floor(WORK_MAX / path.lookCost)
const WORK_MAX = 12_000

async function rowsOf(ledger: Reader, ids: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<OrderRow[]> {
  const found = await sql<ListedOrder>`
    select ${listedColumns} from (${ids}) found cross join orders o on o.id = found.id order by ${order}`.execute(ledger.db)
  return found.rows.map(orderRowOf)
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
export async function gather(ledger: Reader, question: OrderQuestion, path: Path): Promise<OrderPage> {
  const key = sql.ref(`o.${sortKeys[question.sort].column}`)
  const direction = question.descending ? sql`desc` : sql`asc`
  const conditions = [...bare(path.covers), ...path.rest]
  if (question.after) conditions.push(beyond(key, question.after, question.descending))
  const order = sql`${key} is null, ${key} ${direction}, o.id ${direction}`
  const ids = sql`select o.id from ${from(path)} where ${all(conditions)} order by ${order} limit ${question.size + 1}`
  return cut(await rowsOf(ledger, ids, order), question)
}

/** After a position, whatever segment it lies in. */
function beyond(key: RawBuilder<unknown>, after: Position, descending: boolean): RawBuilder<unknown> {
  const sign = descending ? sql`<` : sql`>`
  if (after.key === null) return sql`(${key} is null and o.id ${sign} ${after.id})`
  return sql`((${key}, o.id) ${sign} (${after.key}, ${after.id}) or ${key} is null)`
}

/** Part of the sorted list in which the index yields the order by itself: the orders with a value, then those without. */
type Segment = 'valued' | 'unvalued'

/** Many orders: walks the index of the sort, whatever it takes until the page is full or enough has been looked at. */
export async function walkSegments(ledger: Reader, question: OrderQuestion, path: Path): Promise<OrderPage> {
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

/** Walks in the index alone and fetches only the orders of the page. */
async function walkSegment(ledger: Reader, question: OrderQuestion, path: Path, key: SortKey, segment: Segment): Promise<OrderPage> {
  const span = all(spanOf(question, path, key, segment))
  const order = orderOf(question, key, segment)
  const looked = sql`select o.id, (${all(path.rest)}) as fits from ${from(path)} where ${span} order by ${order} limit ${looksOf(path)}`
  const ids = sql`select id from (${looked}) where fits limit ${question.size + 1}`
  const page = cut(await rowsOf(ledger, ids, order), question)
  if (page.next || path.rest.length === 0) return page
  const end = await sql<{ key: Position['key']; id: OrderId }>`
    select ${sql.ref(`o.${key.column}`)} as key, o.id from ${from(path)} where ${span}
    order by ${order} limit 1 offset ${looksOf(path) - 1}`.execute(ledger.db)
  return { rows: page.rows, next: end.rows[0] ?? null }
}

function orderOf({ descending }: OrderQuestion, key: SortKey, segment: Segment): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`
  return segment === 'unvalued' ? sql`o.id ${direction}` : sql`${sql.ref(`o.${key.column}`)} ${direction}, o.id ${direction}`
}

/**
 * What the index is asked for: the covered conditions and what lies beyond the position. A bound of the filter on that side is
 * left out, since the index takes only one bound on each side and must take the nearer one.
 */
function spanOf(question: OrderQuestion, path: Path, key: SortKey, segment: Segment): RawBuilder<unknown>[] {
  const { after, descending } = question
  const column = sql.ref(`o.${key.column}`)
  const ahead = descending ? sql`<` : sql`>`
  const replaced = descending ? ['received_to', 'amount_to'] : ['received_from', 'amount_from']
  const span = bare(path.covers.filter(({ on }) => !(after && replaced.includes(on))))
  if (segment === 'unvalued') {
    span.push(sql`${column} is null`)
    if (after) span.push(sql`o.id ${ahead} ${after.id}`)
    return span
  }
  if (key.nullable && (descending || !after)) span.push(sql`${column} > ''`)
  if (after) span.push(sql`(${column}, o.id) ${ahead} (${after.key}, ${after.id})`)
  return span
}
