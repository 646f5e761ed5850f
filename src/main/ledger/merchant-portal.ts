import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { ProtectionTrack } from '../../preload/contract/orders'
import type { Reader, Writer } from './ledger'

/* What a merchant's portal shows besides the list of its orders: what waits for its answer, what is due to it, its own notes. */

/** An order that waits for its merchant, with the last day for the answer. */
export interface AwaitingMerchant {
  orderNumber: string
  receivedOn: BusinessDate
  goods: string
  amount: Yen
  protection: ProtectionTrack
  /** What the payer says; null for an order that is to be accepted. */
  reason: string | null
  answerBy: BusinessDate | null
}

const awaiting = sql`o.order_number as "orderNumber", o.received_on as "receivedOn", o.goods, o.amount, o.protection`
const dayOf = (kind: 'acceptance' | 'merchant_answer') =>
  sql`(select d.falls_on from order_deadlines d where d.order_id = o.id and d.kind = ${kind}) as "answerBy"`

/** Orders the merchant is to accept or refuse (s82), oldest first. */
export async function ordersToAccept(ledger: Reader, merchantId: MerchantId, atMost: number): Promise<AwaitingMerchant[]> {
  const found = await sql<AwaitingMerchant>`select ${awaiting}, null as reason, ${dayOf('acceptance')}
    from orders o indexed by orders_merchant_awaiting where o.merchant_id = ${merchantId} and o.acceptance = 'awaiting' order by o.id limit ${atMost}`.execute(
    ledger.db,
  )
  return found.rows
}

/** Orders whose payer wants to return the goods or never got them, and whose merchant has not answered (s73), oldest first. */
export async function returnsToAnswer(ledger: Reader, merchantId: MerchantId, atMost: number): Promise<AwaitingMerchant[]> {
  const found = await sql<AwaitingMerchant>`select ${awaiting},
      (select e.detail ->> 'reason' from order_events e where e.order_id = o.id and e.kind in ('return_wanted', 'not_arrived') order by e.id desc limit 1) as reason,
      ${dayOf('merchant_answer')}
    from orders o indexed by orders_merchant_disputed
    where o.merchant_id = ${merchantId} and o.protection in ('return_wanted', 'not_arrived') order by o.id limit ${atMost}`.execute(
    ledger.db,
  )
  return found.rows
}

/** What is due to a merchant for one day, or (null) for a day that is not fixed yet. */
export interface DueToMerchant {
  payoutOn: BusinessDate | null
  orders: number
  total: Yen
}

const due = sql`coalesce((select p.amount from released_parts p where p.order_id = o.id), o.paid_amount)`
const releasable = sql`orders o indexed by orders_merchant_releasable`

/** What may be paid out to a merchant, by day; days that are not fixed come last. Before fees. */
export async function dueToMerchant(ledger: Reader, merchantId: MerchantId): Promise<DueToMerchant[]> {
  const found = await sql<DueToMerchant>`select o.payout_on as "payoutOn", count(*) as orders, sum(${due}) as total
    from ${releasable} where o.merchant_id = ${merchantId} and o.disbursement = 'releasable' group by o.payout_on order by o.payout_on is null, o.payout_on`.execute(
    ledger.db,
  )
  return found.rows
}

/** One order of what is due. */
export interface DueLine {
  orderNumber: string
  goods: string
  paidOn: BusinessDate | null
  payoutOn: BusinessDate | null
  amount: Yen
}

/** The orders of what is due, in the order of the days. */
export async function dueLines(ledger: Reader, merchantId: MerchantId, atMost: number): Promise<DueLine[]> {
  const found =
    await sql<DueLine>`select o.order_number as "orderNumber", o.goods, o.paid_on as "paidOn", o.payout_on as "payoutOn", ${due} as amount
    from ${releasable} where o.merchant_id = ${merchantId} and o.disbursement = 'releasable' order by o.payout_on is null, o.payout_on, o.id limit ${atMost}`.execute(
      ledger.db,
    )
  return found.rows
}

/** What a merchant has written beside its order; empty where nothing. */
export async function merchantNote(ledger: Reader, orderId: OrderId): Promise<string> {
  const row = await ledger.db.selectFrom('merchant_notes').select('note').where('order_id', '=', orderId).executeTakeFirst()
  return row?.note ?? ''
}

export async function setMerchantNote(writer: Writer, orderId: OrderId, note: string): Promise<void> {
  const row = { note, changed_at: writer.at }
  await writer.db
    .insertInto('merchant_notes')
    .values({ order_id: orderId, ...row })
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet(row))
    .execute()
}
