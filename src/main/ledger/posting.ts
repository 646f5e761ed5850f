import { sql } from 'kysely'
import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import {
  type AccountId,
  type ActId,
  type AllocationId,
  type EntryId,
  type MerchantId,
  OrderEventId,
  type OrderId,
  type ReceiptId,
  type StatementFileId,
} from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Tracks } from '../../preload/contract/orders'
import type { Reader, Writer } from './ledger'
import { markLines } from './posted-lines'

/* What clearing reads and writes besides the journal: lines to post, orders and their steps, allocations, open items. All in bulk. */

export interface LineToPost {
  id: ReceiptId
  line: number
  account_id: AccountId
  direction: 'credit' | 'debit'
  booked_on: BusinessDate
  value_on: BusinessDate
  amount: Yen
  planned_order_id: OrderId | null
  planned_level: number | null
  planned_evidence: string | null
}

/** The next lines of a published file, in their order. */
export function linesToPost(ledger: Reader, fileId: StatementFileId, after: number, atMost: number): Promise<LineToPost[]> {
  return ledger.db
    .selectFrom('receipts')
    .select([
      'id',
      'line',
      'account_id',
      'direction',
      'booked_on',
      'value_on',
      'amount',
      'planned_order_id',
      'planned_level',
      'planned_evidence',
    ])
    .where('file_id', '=', fileId)
    .where('line', '>', after)
    .orderBy('line')
    .limit(atMost)
    .execute()
}

export interface OrderState {
  id: OrderId
  merchantId: MerchantId
  orderNumber: string
  amount: Yen
  paidAmount: Yen
  paidOn: BusinessDate | null
  /** The latest value date among the money it holds now; null while it holds none. */
  lastValueOn: BusinessDate | null
  tracks: Tracks
  version: number
}

/** Orders by identity, with what a step needs to be decided. */
export async function orderStates(ledger: Reader, ids: readonly OrderId[]): Promise<Map<OrderId, OrderState>> {
  const rows = await sql<{
    id: OrderId
    merchant_id: MerchantId
    order_number: string
    amount: Yen
    paid_amount: Yen
    paid_on: BusinessDate | null
    last_value_on: BusinessDate | null
    version: number
    acceptance: Tracks['acceptance']
    payment: Tracks['payment']
    protection: Tracks['protection']
    disbursement: Tracks['disbursement']
  }>`select o.id, o.merchant_id, o.order_number, o.amount, o.paid_amount, o.paid_on, o.version,
      case when o.paid_amount > 0 then (select max(r.value_on) from allocations a join receipts r on r.id = a.receipt_id
        where a.order_id = o.id and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)) end as last_value_on, o.acceptance, o.payment, o.protection, o.disbursement
    from json_each(${JSON.stringify(ids)}) j cross join orders o where o.id = j.value`.execute(ledger.db)
  return new Map(
    rows.rows.map((row) => [
      row.id,
      {
        id: row.id,
        merchantId: row.merchant_id,
        orderNumber: row.order_number,
        amount: row.amount,
        paidAmount: row.paid_amount,
        paidOn: row.paid_on,
        lastValueOn: row.last_value_on,
        version: row.version,
        tracks: { acceptance: row.acceptance, payment: row.payment, protection: row.protection, disbursement: row.disbursement },
      },
    ]),
  )
}

export interface OrderChange {
  id: OrderId
  paidAmount: Yen
  paidOn: BusinessDate | null
  tracks: Tracks
  /** Since when it may be paid out, where that is neither the day it was paid nor today: the day a collector's transfer came. */
  releasableOn?: BusinessDate
}

/**
 * Writes the new state of orders, each one version on. Money that arrives at `releasable` is so from the day it was paid, or from today
 * where the payer's protection held it until now, unless told; money that is paid out again keeps its first day.
 */
export async function changeOrders(writer: Writer, changes: readonly OrderChange[]): Promise<void> {
  const rows = changes.map(({ id, paidAmount, paidOn, tracks, releasableOn }) => [
    id,
    paidAmount,
    paidOn,
    tracks.acceptance,
    tracks.payment,
    tracks.protection,
    tracks.disbursement,
    releasableOn ?? null,
  ])
  await sql`update orders set paid_amount = j.value ->> 1, paid_on = j.value ->> 2, acceptance = j.value ->> 3, payment = j.value ->> 4,
      protection = j.value ->> 5, disbursement = j.value ->> 6, version = version + 1,
      releasable_on = case j.value ->> 6 when 'none' then null
        when 'releasable' then coalesce(releasable_on, j.value ->> 7, case j.value ->> 5 when 'none' then j.value ->> 2 end, max(coalesce(j.value ->> 2, ''), ${dateInJapan(writer.at)}))
        else releasable_on end
    from json_each(${JSON.stringify(rows)}) j where orders.id = j.value ->> 0`.execute(writer.db)
}

export interface EventDraft {
  orderId: OrderId
  kind: string
  amount: Yen | null
  receiptId: ReceiptId | null
  allocationId: AllocationId | null
  detail: Record<string, unknown>
  /** Who did it, where that is somebody else than who writes. */
  actor?: string
}

export interface StoredEvent extends EventDraft {
  id: OrderEventId
}

/** Adds steps to the history of orders, in the order given; answers them with their identities. */
export async function appendOrderEvents(writer: Writer, events: readonly EventDraft[]): Promise<StoredEvent[]> {
  const stored = events.map((event) => ({ ...event, id: OrderEventId.parse(writer.newId()) }))
  const rows = stored.map((event) => [
    event.id,
    event.orderId,
    event.kind,
    event.amount,
    event.receiptId,
    event.allocationId,
    JSON.stringify(event.detail),
    event.actor ?? writer.by.actor,
  ])
  await sql`insert into order_events (id, order_id, kind, amount, receipt_id, allocation_id, actor, at, detail)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 7, ${writer.at}, value ->> 6
    from json_each(${JSON.stringify(rows)})`.execute(writer.db)
  return stored
}

export interface AllocationDraft {
  id: AllocationId
  receiptId: ReceiptId
  orderId: OrderId
  amount: Yen
  level: number
  /** JSON array of the contract's Reason. */
  evidence: string
  entryId: EntryId
  actId: ActId
  redoes: AllocationId | null
}

export async function insertAllocations(writer: Writer, drafts: readonly AllocationDraft[]): Promise<void> {
  const rows = drafts.map(({ id, receiptId, orderId, amount, level, evidence, entryId, actId, redoes }) => [
    id,
    receiptId,
    orderId,
    amount,
    level,
    evidence,
    entryId,
    actId,
    redoes,
  ])
  await sql`insert into allocations (id, receipt_id, order_id, amount, level, evidence, entry_id, act_id, redoes, actor, at)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, ${writer.by.actor}, ${writer.at}
    from json_each(${JSON.stringify(rows)})`.execute(writer.db)
}

/** Lines of which something is left: they wait in suspense (credits) or in unexplained outgoing (debits). */
export async function insertOpenItems(writer: Writer, lines: readonly LineToPost[]): Promise<void> {
  const rows = lines.map((line) => [line.id, line.direction, line.booked_on, line.amount])
  await sql`insert into open_items (receipt_id, side, booked_on, amount, remaining)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 3 from json_each(${JSON.stringify(rows)})`.execute(writer.db)
}

/** Marks how far a file's lines have been posted, and how many of them cleared. */
export async function advancePosting(
  writer: Writer,
  file: { id: StatementFileId; posted_to: number },
  { postedTo, cleared, finished }: { postedTo: number; cleared: number; finished: boolean },
): Promise<void> {
  await markLines(writer, file.id, { after: file.posted_to, upTo: postedTo, posted: 1 })
  await writer.db
    .updateTable('statement_files')
    .set((row) => ({ posted_to: postedTo, cleared: row('cleared', '+', cleared), ...(finished ? { state: 'posted' as const } : {}) }))
    .where('id', '=', file.id)
    .execute()
}
