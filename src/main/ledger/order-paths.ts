import { type RawBuilder, sql } from 'kysely'
import type { OrderFilter, OrderSort } from '../../preload/contract/orders'

/*
 * Which index answers which question about orders. The planner is not asked: every list names its index, so that a page costs
 * the same whatever the statistics say. A path is an index with the conditions it answers by itself and the order it yields.
 * Fetching an order to look at it costs ten times a step in an index. So the indexes along the received dates answer every filter
 * without it: each has the amount, and whether another of them has the order too is asked by the received date and the identity.
 */
export type Filter = Omit<OrderFilter, 'search'>

export interface Condition {
  on: 'merchant' | 'status' | 'method' | 'protected' | 'received_from' | 'received_to' | 'amount_from' | 'amount_to'
  sql: RawBuilder<unknown>
  /** The same, asked of an index along the received dates instead of the order. */
  probe?: RawBuilder<unknown>
}

export interface Path {
  index: string
  /** What the index answers without looking at the order itself. */
  covers: readonly Condition[]
  /** What still has to be looked at, as it is best asked on this path. */
  rest: readonly RawBuilder<unknown>[]
  /** What looking at one order of this path costs, in steps along an index. */
  lookCost: number
  sort: OrderSort
}

/** What a look costs, measured on a million orders: at the index itself, into another index, at the order. */
const STEP = 1
const PROBE = 4
const FETCH = 12

export interface SortKey {
  index: string
  column: string
  nullable: boolean
}

export const sortKeys: Record<OrderSort, SortKey> = {
  received: { index: 'orders_received', column: 'received_on', nullable: false },
  amount: { index: 'orders_amount', column: 'amount', nullable: false },
  order_number: { index: 'orders_number', column: 'order_number', nullable: false },
  due: { index: 'orders_due', column: 'due_on', nullable: true },
  paid: { index: 'orders_paid', column: 'paid_on', nullable: true },
  payout: { index: 'orders_payout', column: 'payout_on', nullable: true },
}

/** Indexes whose first column one filter fixes, or which hold only what fits it; all of them go on with the received date. */
const narrowing = {
  merchant: 'orders_merchant_received',
  status: 'orders_status_received',
  method: 'orders_method_received',
  protected: 'orders_protected_received',
} as const
type Narrowing = keyof typeof narrowing

/** The filter as conditions on `o`, the cheapest first. Literals that a partial index is declared with are repeated as literals. */
export function conditionsOf(filter: Filter): Condition[] {
  const given: (Condition | false)[] = [
    filter.amountFrom !== undefined && { on: 'amount_from', sql: sql`o.amount >= ${filter.amountFrom}` },
    filter.amountTo !== undefined && { on: 'amount_to', sql: sql`o.amount <= ${filter.amountTo}` },
    filter.merchantId !== undefined && equals('merchant', 'merchant_id', filter.merchantId),
    filter.status !== undefined && equals('status', 'status', filter.status),
    filter.method !== undefined && equals('method', 'method', filter.method),
    filter.protected !== undefined && protection(filter.protected),
    filter.receivedFrom !== undefined && { on: 'received_from', sql: sql`o.received_on >= ${filter.receivedFrom}` },
    filter.receivedTo !== undefined && { on: 'received_to', sql: sql`o.received_on <= ${filter.receivedTo}` },
  ]
  return given.filter((condition) => condition !== false)
}

function equals(on: Narrowing, column: string, value: unknown): Condition {
  return { on, sql: sql`${sql.ref(`o.${column}`)} = ${value}`, probe: isIn(on, sql`${sql.ref(`p.${column}`)} = ${value}`) }
}

function protection(wished: boolean): Condition {
  const isProtected = isIn('protected', sql`p.protection <> 'none'`)
  return wished
    ? { on: 'protected', sql: sql`o.protection <> 'none'`, probe: isProtected }
    : { on: 'protected', sql: sql`o.protection = 'none'`, probe: sql`not ${isProtected}` }
}

/** Whether an index has the order at hand. The plus keeps the planner from joining, and so from walking that index first. */
function isIn(on: Narrowing, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`+exists (select 1 from orders p indexed by ${sql.id(narrowing[on])} where ${condition} and p.received_on = o.received_on and p.id = o.id)`
}

/** Every way in which the index alone answers part of the filter, and the plain way of the sort. */
export function pathsOf(filter: Filter, sort: OrderSort): Path[] {
  const conditions = conditionsOf(filter)
  const path = (index: string, yields: OrderSort, covered: readonly Condition['on'][]): Path => {
    const covers = conditions.filter(({ on }) => covered.includes(on))
    const rest = conditions.filter(({ on }) => !covered.includes(on))
    return { index, covers, sort: yields, ...lookAt(rest, yields) }
  }
  const paths = conditions.flatMap(({ on }) =>
    isNarrowing(on, filter) ? [path(narrowing[on], 'received', [on, 'received_from', 'received_to'])] : [],
  )
  if (conditions.some(({ on }) => on.startsWith('amount')) || sort === 'amount')
    paths.push(path('orders_amount', 'amount', ['amount_from', 'amount_to']))
  paths.push(path('orders_received', 'received', ['received_from', 'received_to']))
  if (sort !== 'received' && sort !== 'amount') paths.push(path(sortKeys[sort].index, sort, []))
  return paths
}

function lookAt(rest: readonly Condition[], yields: OrderSort): Pick<Path, 'rest' | 'lookCost'> {
  if (yields !== 'received') return { rest: bare(rest), lookCost: rest.length > 0 ? FETCH : STEP }
  return { rest: rest.map(({ sql, probe }) => probe ?? sql), lookCost: rest.some(({ probe }) => probe) ? PROBE : STEP }
}

/** No index holds the orders without protection: they are most. */
function isNarrowing(on: Condition['on'], filter: Filter): on is Narrowing {
  return Object.hasOwn(narrowing, on) && (on !== 'protected' || filter.protected === true)
}

export const bare = (conditions: readonly Condition[]) => conditions.map((condition) => condition.sql)

/** Conditions joined for a WHERE; true where there are none. */
export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
