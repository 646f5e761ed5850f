import { type RawBuilder, sql } from 'kysely'
import type { OpenOrder } from '../../preload/contract/clearing'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { AccountId, OrderId, ReceiptId, StatementFileId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader } from './ledger'
import type { WaitingDeposit } from './open-orders'

/*
 * Orders as they stood when a statement was planned, for trying rules on history: whatever identity is younger than that moment was not there, and
 * of an order's history only what is older counts. The terms of an order (due date, method, payer) are those of today: nobody keeps the earlier ones.
 */

/** The moment at which a statement was planned. */
export interface Then {
  /** The newest step in the history of orders. */
  readonly event: number
  readonly at: Instant
}

/** An order of which only its history tells how it stood. */
export interface OrderThen extends Omit<OpenOrder, 'open' | 'payment' | 'isWithdrawn'> {
  readonly amount: Yen
  /** When it counts as paid, now. */
  readonly paidOn: BusinessDate | null
  readonly isWithdrawn: boolean
  /** Of its registration; JSON. */
  readonly registered: string
  /** Its steps until then: kind and amount of each, in their order. */
  readonly steps: readonly (readonly [kind: string, amount: Yen | null])[]
}

type Row = Omit<OrderThen, 'isWithdrawn' | 'steps'> & { asked: string; withdrawn: 0 | 1; history: string }

/** Of one payer the newest so many: whoever has had more is decided on less than stood there. */
export const ORDERS_OF_PAYER_MOST = 200

const columns = (
  then: Then,
) => sql`o.id, o.merchant_id as "merchantId", o.order_number as "orderNumber", o.reference_key as "referenceKey", o.payer_key as "payerKey",
  o.amount, o.received_on as "receivedOn", o.due_on as "dueOn", o.paid_on as "paidOn", o.method,
  (select e.detail from order_events e where e.order_id = o.id order by e.id limit 1) as registered,
  (select json_group_array(json_array(e.kind, e.amount)) from (select kind, amount from order_events where order_id = o.id and id <= ${then.event} order by id) e) as history`
const held = (then: Then, i: 'i' | 'h') =>
  sql`${sql.ref(`${i}.issued_at`)} <= ${then.at} and (${sql.ref(`${i}.ended_at`)} is null or ${sql.ref(`${i}.ended_at`)} > ${then.at})`
const virtualAccount = (then: Then) =>
  sql`(select i.reference from instructions i where i.order_id = o.id and ${held(then, 'i')} limit 1) as "virtualAccount", 0 as withdrawn`

async function grouped(ledger: Reader, query: RawBuilder<Row>): Promise<Map<string, OrderThen[]>> {
  const groups = new Map<string, OrderThen[]>()
  for (const { asked, withdrawn, history, ...row } of (await query.execute(ledger.db)).rows) {
    const order = { ...row, isWithdrawn: withdrawn === 1, steps: JSON.parse(history) as OrderThen['steps'] }
    const group = groups.get(asked)
    if (group) group.push(order)
    else groups.set(asked, [order])
  }
  return groups
}

/** The order that held each virtual account at this bank account then. */
export function holdersThen(ledger: Reader, then: Then, accountId: AccountId, codes: readonly string[]): Promise<Map<string, OrderThen[]>> {
  return byInstruction(ledger, then, codes, sql`h.account_id = ${accountId} and ${held(then, 'h')}`)
}

/** The orders that had held each virtual account before. */
export function formerHoldersThen(
  ledger: Reader,
  then: Then,
  accountId: AccountId,
  codes: readonly string[],
): Promise<Map<string, OrderThen[]>> {
  return byInstruction(ledger, then, codes, sql`h.account_id = ${accountId} and h.ended_at <= ${then.at}`)
}

function byInstruction(
  ledger: Reader,
  then: Then,
  codes: readonly string[],
  which: RawBuilder<unknown>,
): Promise<Map<string, OrderThen[]>> {
  const ways = [sql`instructions_live`, sql`instructions_ended`] as const
  const of = (
    index: RawBuilder<unknown>,
    ended: RawBuilder<unknown>,
  ) => sql`select h.reference as asked, ${columns(then)}, h.reference as "virtualAccount",
    coalesce(h.withdrawn_at <= ${then.at}, 0) as withdrawn from json_each(${JSON.stringify(codes)}) j cross join instructions h indexed by ${index} cross join orders o
    where h.reference = j.value and ${ended} and ${which} and o.id = h.order_id and o.id <= ${then.event}`
  return grouped(ledger, sql<Row>`${of(ways[0], sql`h.ended_at is null`)} union all ${of(ways[1], sql`h.ended_at is not null`)}`)
}

/** Orders whose number, normalised, is one of these references. */
export function ordersByReferenceThen(ledger: Reader, then: Then, references: readonly string[]): Promise<Map<string, OrderThen[]>> {
  return grouped(
    ledger,
    sql<Row>`select o.reference_key as asked, ${columns(then)}, ${virtualAccount(then)} from json_each(${JSON.stringify(references)}) j
      cross join orders o indexed by orders_reference where o.reference_key = j.value and o.id <= ${then.event}`,
  )
}

const open = sql`x.payment in ('unpaid', 'partially_paid')`
const over = sql`x.payment not in ('unpaid', 'partially_paid')`

/** Orders of exactly these payers, open now or not; asked and answered by the payer's key. */
export function ordersOfPayersThen(ledger: Reader, then: Then, payerKeys: readonly string[]): Promise<Map<string, OrderThen[]>> {
  const which = sql`x.payer_key = j.value and x.id <= ${then.event}`
  return ordersThen(ledger, then, payerKeys, which)
}

/** Orders of payers whose name begins so; asked and answered by the beginning. */
export function ordersByBeginningThen(ledger: Reader, then: Then, beginnings: readonly string[]): Promise<Map<string, OrderThen[]>> {
  const which = sql`x.payer_key >= j.value and x.payer_key < j.value || ${'\u{10ffff}'} and x.id <= ${then.event}`
  return ordersThen(ledger, then, beginnings, which)
}

function ordersThen(ledger: Reader, then: Then, keys: readonly string[], which: RawBuilder<unknown>): Promise<Map<string, OrderThen[]>> {
  return grouped(
    ledger,
    sql<Row>`select j.value as asked, ${columns(then)}, ${virtualAccount(then)} from json_each(${JSON.stringify(keys)}) j
      cross join json_each((select json_group_array(id) from (select id from (
        select x.id from orders x indexed by orders_open_payer where ${which} and ${open} union all
        select x.id from orders x indexed by orders_over_by_payer where ${which} and ${over}) order by id desc limit ${ORDERS_OF_PAYER_MOST}))) given
      cross join orders o where o.id = given.value`,
  )
}

/** Deposits of the same name that had nothing allocated then, itself left out. */
export async function othersWaitingThen(
  ledger: Reader,
  then: Then,
  { receiptId, nameKey, fileId }: { receiptId: ReceiptId; nameKey: string; fileId: StatementFileId },
): Promise<ReceiptId[]> {
  const found = await sql<{ id: ReceiptId }>`select r.id from receipts r indexed by receipts_name cross join statement_files f
    where r.name_key = ${nameKey} and r.direction = 'credit' and r.posted = 1 and r.id <> ${receiptId} and f.id = r.file_id and f.id <= ${fileId} and f.state in ('published', 'posted')
      and not exists (select 1 from allocations a where a.receipt_id = r.id and a.id <= ${then.event})
      and not exists (select 1 from item_endings e where e.receipt_id = r.id and e.id <= ${then.event})
    order by r.id desc limit 20`.execute(ledger.db)
  return found.rows.map(({ id }) => id)
}

/** Deposits of earlier files of exactly this name and amount that had come without a number since that day and waited whole; by `key|amount`. */
export async function waitingAlikeThen(
  ledger: Reader,
  then: Then,
  asked: { fileId: StatementFileId; since: BusinessDate; pairs: readonly (readonly [string, number])[] },
): Promise<Map<string, WaitingDeposit[]>> {
  const found = await sql<WaitingDeposit & { asked: string }>`select (j.value ->> 0) || '|' || (j.value ->> 1) as asked,
      r.id as "receiptId", r.booked_on as "bookedOn" from json_each(${JSON.stringify(asked.pairs)}) j cross join receipts r indexed by receipts_name
      cross join statement_files f
    where r.name_key = (j.value ->> 0) and r.direction = 'credit' and r.posted = 1 and r.amount = (j.value ->> 1) and r.booked_on >= ${asked.since} and r.remitter_code is null
      and r.file_id < ${asked.fileId} and f.id = r.file_id and f.state in ('published', 'posted')
      and not exists (select 1 from allocations a where a.receipt_id = r.id and a.id <= ${then.event})
      and not exists (select 1 from item_endings e where e.receipt_id = r.id and e.id <= ${then.event})`.execute(ledger.db)
  return Map.groupBy(found.rows, ({ asked: of }) => of)
}

/** What people decided by hand of these deposits and still holds, and what anybody took back. */
export interface HandDecision {
  receiptId: ReceiptId
  orderId: OrderId
  orderNumber: string
  by: string
  undone: boolean
}

export async function handDecisions(ledger: Reader, receiptIds: readonly ReceiptId[]): Promise<Map<ReceiptId, HandDecision[]>> {
  const found = await sql<
    Omit<HandDecision, 'undone'> & { undone: 0 | 1 }
  >`select a.receipt_id as "receiptId", a.order_id as "orderId", o.order_number as "orderNumber",
      coalesce(u.actor, a.actor) as by, u.allocation_id is not null as undone
    from json_each(${JSON.stringify(receiptIds)}) j cross join allocations a left join allocation_undos u on u.allocation_id = a.id cross join orders o
    where a.receipt_id = j.value and (a.level = 0 or u.allocation_id is not null) and o.id = a.order_id`.execute(ledger.db)
  const decisions = found.rows.map((row) => ({ ...row, undone: row.undone === 1 }))
  return Map.groupBy(decisions, ({ receiptId }) => receiptId)
}
