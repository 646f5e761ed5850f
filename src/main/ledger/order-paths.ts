import { type RawBuilder, sql } from 'kysely'
import type { OrderFilter, OrderSort } from '../../preload/contract/orders'

/*
 * Which index answers which question about orders. The planner is not asked: every list names its index, so that a page costs
 * the same whatever the statistics say. A path is an index with the conditions it answers by itself and the order it yields.
 */
export type Filter = Omit<OrderFilter, 'search'>

export interface Condition {
  on: 'merchant' | 'status' | 'method' | 'protected' | 'received_from' | 'received_to' | 'amount_from' | 'amount_to'
  sql: RawBuilder<unknown>
}

export interface Path {
  index: string
  /** What the index answers without looking at the order itself. */
  covers: readonly Condition[]
  /** What still has to be looked at. */
  rest: readonly Condition[]
  sort: OrderSort
}

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

/** The filter as conditions on `o`. Literals that a partial index is declared with are repeated as literals. */
export function conditionsOf(filter: Filter): Condition[] {
  const given: (Condition | false)[] = [
    filter.merchantId !== undefined && { on: 'merchant', sql: sql`o.merchant_id = ${filter.merchantId}` },
    filter.status !== undefined && { on: 'status', sql: sql`o.status = ${filter.status}` },
    filter.method !== undefined && { on: 'method', sql: methodCondition(filter.method) },
    filter.protected !== undefined && { on: 'protected', sql: filter.protected ? sql`o.protection <> 'none'` : sql`o.protection = 'none'` },
    filter.receivedFrom !== undefined && { on: 'received_from', sql: sql`o.received_on >= ${filter.receivedFrom}` },
    filter.receivedTo !== undefined && { on: 'received_to', sql: sql`o.received_on <= ${filter.receivedTo}` },
    filter.amountFrom !== undefined && { on: 'amount_from', sql: sql`o.amount >= ${filter.amountFrom}` },
    filter.amountTo !== undefined && { on: 'amount_to', sql: sql`o.amount <= ${filter.amountTo}` },
  ]
  return given.filter((condition) => condition !== false)
}

const USUAL_METHOD = 'bank_transfer'

function methodCondition(method: NonNullable<Filter['method']>): RawBuilder<unknown> {
  return method === USUAL_METHOD ? sql`o.method = ${method}` : sql`o.method = ${method} and o.method <> 'bank_transfer'`
}

/** Indexes whose first column one filter fixes; all of them go on with the received date. */
const narrowing = [
  { on: 'merchant', index: 'orders_merchant_received', applies: () => true },
  { on: 'status', index: 'orders_status_received', applies: () => true },
  { on: 'method', index: 'orders_other_method_received', applies: (filter: Filter) => filter.method !== USUAL_METHOD },
  { on: 'protected', index: 'orders_protected_received', applies: (filter: Filter) => filter.protected === true },
] as const

/** Every way in which the index alone answers part of the filter, and the plain way of the sort. */
export function pathsOf(filter: Filter, sort: OrderSort): Path[] {
  const conditions = conditionsOf(filter)
  const path = (index: string, yields: OrderSort, covered: readonly Condition['on'][]): Path => ({
    index,
    covers: conditions.filter(({ on }) => covered.includes(on)),
    rest: conditions.filter(({ on }) => !covered.includes(on)),
    sort: yields,
  })
  const paths = narrowing
    .filter(({ on, applies }) => applies(filter) && conditions.some((condition) => condition.on === on))
    .map(({ on, index }) => path(index, 'received', [on, 'received_from', 'received_to']))
  if (conditions.some(({ on }) => on.startsWith('amount')) || sort === 'amount')
    paths.push(path('orders_amount', 'amount', ['amount_from', 'amount_to']))
  paths.push(path('orders_received', 'received', ['received_from', 'received_to']))
  if (sort !== 'received' && sort !== 'amount') paths.push(path(sortKeys[sort].index, sort, []))
  return paths
}

/** Conditions joined for a WHERE; true where there are none. */
export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
