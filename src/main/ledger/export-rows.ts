import { type RawBuilder, sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantId } from '../../preload/contract/ids'
import type { OrderFilter } from '../../preload/contract/orders'
import { allocatedTo, amountOf, isPostedCredit, matches, restOf } from './deposit-filter'
import { foundOrders } from './order-find'
import { all, conditionsOf } from './order-paths'
import { searchOf } from './order-search'
import type { Snapshot } from './snapshot'

/* Whole lists, row after row, for files: read from one snapshot and never held in memory. */

export interface ListAsked {
  /** Null for all merchants. */
  merchantId: MerchantId | null
  /** Both days included: orders by received date, deposits by booking date. */
  from: BusinessDate
  to: BusinessDate
}

function streamed<R extends readonly unknown[]>({ db, source }: Snapshot, query: RawBuilder<unknown>): IterableIterator<R> {
  const { sql: text, parameters } = query.compile(db)
  return source
    .prepare<unknown[], R>(text)
    .raw()
    .iterate(...parameters)
}

const orderColumns = sql`(select name from merchants where id = o.merchant_id), o.order_number, o.received_on, o.goods, o.method, o.status, o.amount, o.paid_amount,
  o.payer_name, o.payer_kana, o.protection, (select i.reference from instructions i where i.order_id = o.id order by i.id desc limit 1),
  o.due_on, o.paid_on, o.payout_on`

/** A merchant's own orders under a filter of its portal, in the same columns; the note is what the merchant wrote, not the desk's. */
export function streamMerchantOrders<R extends readonly unknown[]>(
  snapshot: Snapshot,
  merchantId: MerchantId,
  { search: text, ...conditions }: OrderFilter,
): IterableIterator<R> {
  const filter = { ...conditions, merchantId }
  const search = searchOf(text ?? '')
  const found = search ? sql`o.id in (select id from (${foundOrders(filter, search)}))` : sql`true`
  return streamed(
    snapshot,
    sql`select ${orderColumns}, coalesce((select n.note from merchant_notes n where n.order_id = o.id), '')
      from orders o indexed by orders_merchant_received where ${all(conditionsOf(filter).map((condition) => condition.sql))} and ${found}
      order by o.received_on, o.id`,
  )
}

/** Orders by the day they were received, in the columns of the list. `R` is the row the reader of the list expects. */
export function streamOrders<R extends readonly unknown[]>(snapshot: Snapshot, { merchantId, from, to }: ListAsked): IterableIterator<R> {
  const orders = merchantId === null ? sql`orders o indexed by orders_received` : sql`orders o indexed by orders_merchant_received`
  return streamed(
    snapshot,
    sql`select ${orderColumns}, o.note from ${orders} where ${merchantId === null ? sql`true` : sql`o.merchant_id = ${merchantId}`} and o.received_on between ${from} and ${to}
      order by o.received_on, o.id`,
  )
}

const activeAllocations = sql`from allocations a join orders o on o.id = a.order_id
  where a.receipt_id = r.id and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)`
const oneOrder = sql`case when min(o.id) = max(o.id) then o.order_number end`

/** Whose a deposit is and which order it paid; in the list of one merchant nothing of another. */
function clearedTo(merchantId: MerchantId | undefined): { merchant: RawBuilder<unknown>; order: RawBuilder<unknown> } {
  if (merchantId !== undefined) return { merchant: sql`${merchantId}`, order: sql`(select ${oneOrder} ${allocatedTo(merchantId)})` }
  const oneMerchant = sql`(select case when min(o.merchant_id) = max(o.merchant_id) then min(o.merchant_id) end ${activeAllocations})`
  return { merchant: sql`coalesce(${oneMerchant}, r.merchant_id)`, order: sql`(select ${oneOrder} ${activeAllocations})` }
}

/** Deposits by the day they were booked, in the columns of the list; of one merchant with its share, its rest and where that stands. */
export function streamDeposits<R extends readonly unknown[]>(
  snapshot: Snapshot,
  { merchantId: asked, from, to }: ListAsked,
): IterableIterator<R> {
  const merchantId = asked ?? undefined
  const question = { search: [], from, to, ...(merchantId === undefined ? {} : { merchantId }) }
  const { merchant, order } = clearedTo(merchantId)
  const [amount, rest] = [amountOf(merchantId), restOf(merchantId)]
  return streamed(
    snapshot,
    sql`select (select name from merchants where id = ${merchant}), r.booked_on, r.value_on, ${amount}, ${rest},
        case when ${rest} = 0 then 'cleared' when i.held = 1 then 'held' when ${rest} < ${amount} then 'partly_cleared' else 'waiting' end,
        ${order}, r.remitter_name, r.remitting_bank, r.remitting_branch,
        r.remitter_code, r.description, r.edi, (select d.bank_code || '-' || d.branch_code || '-' || d.account_number from designated_accounts d where d.id = r.account_id),
        coalesce(i.note, '')
      from receipts r indexed by receipts_booked left join open_items i on i.receipt_id = r.id
      where ${isPostedCredit} and ${matches(question)} order by r.booked_on, r.id`,
  )
}
