import { type RawBuilder, sql } from 'kysely'
import type { OpenOrder } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import type { AccountId, MerchantId, OrderId, ReceiptId } from '../../preload/contract/ids'
import type { Reader } from './ledger'

/*
 * Finds the orders a deposit may pay, for a whole chunk of deposits at once: three index look-ups each, whatever the chunk's
 * size. `cross join` keeps the chunk outside and the index inside; the planner, left alone, would walk every order.
 */

/** A stretch of virtual accounts (settlement/virtual-accounts.ts says what is done with it). */
export interface OwnedRange {
  merchantId: MerchantId
  branchCode: string
  first: number
  last: number
}

interface OpenOrderRow {
  asked: string
  id: OpenOrder['id']
  merchant_id: OpenOrder['merchantId']
  order_number: string
  reference_key: string
  payer_key: string
  open: OpenOrder['open']
  received_on: OpenOrder['receivedOn']
  due_on: OpenOrder['dueOn']
  payment: OpenOrder['payment']
  method: OpenOrder['method']
  virtual_account: string | null
  withdrawn: 0 | 1
}

function nounOf(row: OpenOrderRow): OpenOrder {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    orderNumber: row.order_number,
    referenceKey: row.reference_key,
    payerKey: row.payer_key,
    open: row.open,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    payment: row.payment,
    method: row.method,
    virtualAccount: row.virtual_account,
    isWithdrawn: row.withdrawn === 1,
  }
}

const columns = sql`o.id, o.merchant_id, o.order_number, o.reference_key, o.payer_key, o.amount - o.paid_amount as open, o.received_on, o.due_on, o.method,
  case when o.acceptance not in ('none', 'accepted') or exists (select 1 from debit_lines d indexed by debit_lines_order_once where d.order_id = o.id and d.result is null)
    then 'awaiting_method' else o.payment end as payment`
/** Whether it was withdrawn matters only where the deposit came to it. */
const liveVirtualAccount = sql`(select i.reference from instructions i where i.order_id = o.id and i.ended_at is null) as virtual_account, 0 as withdrawn`
/** The literal that the partial indexes of open orders are declared with. */
export const isOpen = sql`o.payment in ('unpaid', 'partially_paid')`

async function grouped(ledger: Reader, query: RawBuilder<OpenOrderRow>): Promise<Map<string, OpenOrder[]>> {
  const groups = new Map<string, OpenOrder[]>()
  for (const row of (await query.execute(ledger.db)).rows) {
    const group = groups.get(row.asked)
    if (group) group.push(nounOf(row))
    else groups.set(row.asked, [nounOf(row)])
  }
  return groups
}

/** The order that holds each virtual account at this bank account now, open or not: a closed one is a fact against. */
export function ordersByVirtualAccount(ledger: Reader, accountId: AccountId, codes: readonly string[]): Promise<Map<string, OpenOrder[]>> {
  return grouped(
    ledger,
    sql<OpenOrderRow>`select i.reference as asked, i.reference as virtual_account, i.withdrawn_at is not null as withdrawn, ${columns} from json_each(${JSON.stringify(codes)}) j cross join instructions i
      cross join orders o where i.reference = j.value and i.account_id = ${accountId} and i.ended_at is null and o.id = i.order_id`,
  )
}

/** The orders that held each virtual account at this bank account before: whoever pays late pays by an old number. */
export function formerHolders(ledger: Reader, accountId: AccountId, codes: readonly string[]): Promise<Map<string, OpenOrder[]>> {
  return grouped(
    ledger,
    sql<OpenOrderRow>`select i.reference as asked, ${columns}, ${liveVirtualAccount} from json_each(${JSON.stringify(codes)}) j
      cross join instructions i indexed by instructions_ended cross join orders o
      where i.reference = j.value and i.account_id = ${accountId} and i.ended_at is not null and o.id = i.order_id`,
  )
}

/** Orders whose number, normalised, is one of these references, open or not: a closed one is a fact against. */
export function ordersByReference(ledger: Reader, references: readonly string[]): Promise<Map<string, OpenOrder[]>> {
  return grouped(
    ledger,
    sql<OpenOrderRow>`select o.reference_key as asked, ${columns}, ${liveVirtualAccount} from json_each(${JSON.stringify(references)}) j
      cross join orders o indexed by orders_reference where o.reference_key = j.value`,
  )
}

/** Open orders of exactly this payer with exactly this much open; asked and answered by `key|amount`. */
export function ordersByPayerAndAmount(ledger: Reader, pairs: readonly (readonly [string, number])[]): Promise<Map<string, OpenOrder[]>> {
  return grouped(
    ledger,
    sql<OpenOrderRow>`select (j.value ->> 0) || '|' || (j.value ->> 1) as asked, ${columns}, ${liveVirtualAccount} from json_each(${JSON.stringify(pairs)}) j
      cross join orders o indexed by orders_open_payer where o.payer_key = (j.value ->> 0) and o.amount - o.paid_amount = (j.value ->> 1) and ${isOpen}`,
  )
}

/** Open orders of payers whose name begins so with exactly so much open; asked and answered by `beginning|amount`. */
export function ordersByBeginningAndAmount(
  ledger: Reader,
  pairs: readonly (readonly [string, number])[],
): Promise<Map<string, OpenOrder[]>> {
  return grouped(
    ledger,
    sql<OpenOrderRow>`select (j.value ->> 0) || '|' || (j.value ->> 1) as asked, ${columns}, ${liveVirtualAccount} from json_each(${JSON.stringify(pairs)}) j
      cross join orders o indexed by orders_open_payer where o.payer_key >= (j.value ->> 0) and o.payer_key < (j.value ->> 0) || ${'\u{10ffff}'}
      and o.amount - o.paid_amount = (j.value ->> 1) and ${isOpen}`,
  )
}

/** Open orders of exactly these payers, of each the `atMost` with the least open; asked and answered by the payer's key. */
export function openOrdersOfPayers(ledger: Reader, payerKeys: readonly string[], atMost: number): Promise<Map<string, OpenOrder[]>> {
  return grouped(
    ledger,
    sql<OpenOrderRow>`select j.value as asked, ${columns}, ${liveVirtualAccount} from json_each(${JSON.stringify(payerKeys)}) j
      cross join json_each((select json_group_array(id) from (select x.id from orders x indexed by orders_open_payer where x.payer_key = j.value
        and x.payment in ('unpaid', 'partially_paid') order by x.amount - x.paid_amount limit ${atMost}))) given cross join orders o where o.id = given.value`,
  )
}

/** An order that is over: paid on a day, or expired or cancelled, with the day by which it was due. */
export interface ClosedOrder {
  id: OrderId
  orderNumber: string
  payment: 'paid' | 'over'
  on: BusinessDate
}

/**
 * Orders of exactly this payer and amount that were paid, or fell due and are over, since a day; asked and answered by `key|amount`. Whoever pays
 * twice, or late, pays one of these.
 */
export async function closedLately(ledger: Reader, pairs: readonly Asked[], since: BusinessDate): Promise<Map<string, ClosedOrder[]>> {
  const asked = sql`(j.value ->> 0) || '|' || (j.value ->> 1) as asked, o.id, o.order_number as "orderNumber"`
  const given = sql`json_each(${JSON.stringify(pairs)}) j cross join orders o`
  const alike = sql`o.payer_key = (j.value ->> 0) and o.amount = (j.value ->> 1)`
  const found = await sql<ClosedOrder & { asked: string }>`
    select ${asked}, 'paid' as payment, o.paid_on as "on" from ${given} indexed by orders_paid_payer
      where ${alike} and o.payment = 'paid' and o.paid_on >= ${since}
    union all select ${asked}, 'over' as payment, o.due_on as "on" from ${given} indexed by orders_over_payer
      where ${alike} and o.payment in ('expired', 'cancelled') and o.due_on >= ${since}`.execute(ledger.db)
  return Map.groupBy(found.rows, ({ asked: of }) => of)
}

type Asked = readonly [name: string, amount: number]

export interface WaitingDeposit {
  receiptId: ReceiptId
  bookedOn: BusinessDate
}

/** Deposits of exactly this name and amount that came without a number and wait whole; asked and answered by `key|amount`. */
export async function waitingAlike(ledger: Reader, pairs: readonly (readonly [string, number])[]): Promise<Map<string, WaitingDeposit[]>> {
  const found = await sql<WaitingDeposit & { asked: string }>`select (j.value ->> 0) || '|' || (j.value ->> 1) as asked,
      r.id as "receiptId", r.booked_on as "bookedOn" from json_each(${JSON.stringify(pairs)}) j cross join open_items i indexed by open_items_amount
    cross join receipts r where i.side = 'credit' and i.amount = (j.value ->> 1) and i.remaining = i.amount and r.id = i.receipt_id
      and r.name_key = (j.value ->> 0)
      and r.remitter_code is null`.execute(ledger.db)
  return Map.groupBy(found.rows, ({ asked }) => asked)
}

const WAITING_MOST = 20

/** What deposits of exactly these names have left, of each name the newest few; asked and answered by the name's key. */
export async function waitingOfNames(
  ledger: Reader,
  names: readonly string[],
): Promise<Map<string, { receiptId: ReceiptId; remaining: number }[]>> {
  const found = await sql<{
    asked: string
    receiptId: ReceiptId
    remaining: number
  }>`select j.value as asked, i.receipt_id as "receiptId", i.remaining
    from json_each(${JSON.stringify(names)}) j cross join json_each((select json_group_array(id) from (select r.id from receipts r indexed by receipts_name
      cross join open_items x where r.name_key = j.value and r.direction = 'credit' and r.posted = 1 and x.receipt_id = r.id order by r.id desc limit ${WAITING_MOST}))) given
    cross join open_items i where i.receipt_id = given.value`.execute(ledger.db)
  return Map.groupBy(found.rows, ({ asked }) => asked)
}

/** Whether an order of this name is over that asked for one of these amounts. */
export async function hasClosedOrder(ledger: Reader, nameKey: string, amounts: readonly number[]): Promise<boolean> {
  const found = await sql<{
    id: number
  }>`select o.id from json_each(${JSON.stringify(amounts)}) j cross join orders o indexed by orders_amount
    where o.amount = j.value and o.payer_key = ${nameKey} and not (${isOpen}) limit 1`.execute(ledger.db)
  return found.rows.length > 0
}

/** The stretches of virtual accounts at one bank account, each with the merchant it was given to. */
export async function ownedRanges(ledger: Reader, accountId: AccountId): Promise<OwnedRange[]> {
  const found =
    await sql<OwnedRange>`select id as "merchantId", virtual_branch as "branchCode", virtual_first as "first", virtual_last as "last"
    from merchants where virtual_account_id = ${accountId} and state <> 'rejected'`.execute(ledger.db)
  return found.rows
}

/** Which of these deposits were cleared to which orders and taken back by a person: the program does not clear them so again. */
export async function undoneClearings(ledger: Reader, receiptIds: readonly ReceiptId[]): Promise<Set<string>> {
  const found = await sql<{ pair: string }>`select a.receipt_id || '|' || a.order_id as pair from json_each(${JSON.stringify(receiptIds)}) j
    cross join allocations a cross join allocation_undos u where a.receipt_id = j.value and u.allocation_id = a.id`.execute(ledger.db)
  return new Set(found.rows.map((row) => row.pair))
}
