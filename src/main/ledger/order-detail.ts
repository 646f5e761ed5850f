import { sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import { GoodsLine, type OrderDetail, type Tracks } from '../../preload/contract/orders'
import type { Reader, Writer } from './ledger'
import { type ListedOrder, listedColumns, orderRowOf } from './order-rows'

/* One order with all that happened to it. */

type DetailRow = ListedOrder & Tracks & { virtualAccount: string | null; payerEmail: string; importedFile: string | null }
type Timeline = OrderDetail['timeline'][number]
type Allocation = OrderDetail['allocations'][number]
type JournalRow = OrderDetail['journal'][number]

/** An order with its timeline, allocations and entries, or null. Accounts by the kind of their code (`suspense`, `merchant_payable`). */
export async function orderDetail(ledger: Reader, id: OrderId): Promise<OrderDetail | null> {
  const found = await sql<DetailRow>`
    select ${listedColumns}, o.acceptance, o.payment, o.disbursement, o.payer_email as payerEmail,
      (select i.reference from instructions i where i.order_id = o.id and i.ended_at is null and i.withdrawn_at is null) as virtualAccount,
      (select f.name from order_files f where f.id = o.file_id) as importedFile
    from orders o where o.id = ${id}`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) return null
  const { acceptance, payment, protection, disbursement, virtualAccount, payerEmail, importedFile } = row
  return {
    ...orderRowOf(row),
    tracks: { acceptance, payment, protection, disbursement },
    virtualAccount,
    payerEmail,
    importedFile,
    shop: await shopOf(ledger, id),
    timeline: await timelineOf(ledger, id),
    allocations: await allocationsOf(ledger, id),
    journal: await journalOf(ledger, id),
  }
}

async function shopOf(ledger: Reader, id: OrderId): Promise<OrderDetail['shop']> {
  const row = await ledger.db.selectFrom('shop_orders').select(['lines', 'language']).where('order_id', '=', id).executeTakeFirst()
  return row ? { lines: GoodsLine.array().parse(JSON.parse(row.lines)), language: row.language } : null
}

async function timelineOf(ledger: Reader, id: OrderId): Promise<Timeline[]> {
  const found = await sql<Omit<Timeline, 'detail'> & { detail: string }>`
    select at, actor, kind, amount, receipt_id as receiptId, allocation_id as allocationId, detail from order_events where order_id = ${id} order by id`.execute(
    ledger.db,
  )
  return found.rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) }))
}

async function allocationsOf(ledger: Reader, id: OrderId): Promise<Allocation[]> {
  const found = await sql<Omit<Allocation, 'undone'> & { undone: number }>`
    select a.id, a.receipt_id as receiptId, a.amount, cast(a.level as text) as level, a.actor as "by", a.at, r.value_on as valueOn, r.remitter_name as remitterName,
      exists (select 1 from allocation_undos u where u.allocation_id = a.id) as undone
    from allocations a join receipts r on r.id = a.receipt_id where a.order_id = ${id} order by a.id`.execute(ledger.db)
  return found.rows.map((row) => ({ ...row, undone: row.undone === 1 }))
}

async function journalOf(ledger: Reader, id: OrderId): Promise<JournalRow[]> {
  const found = await sql<Omit<JournalRow, 'reverses'> & { reverses: number }>`
    select e.booked_on as bookedOn, d.code as debit, c.code as credit, p.amount, e.reverses is not null as reverses
    from entries e indexed by entries_order join postings p on p.entry_id = e.id join accounts d on d.id = p.debit join accounts c on c.id = p.credit
    where e.order_id = ${id} order by e.id, p.line`.execute(ledger.db)
  const kindOf = (code: string) => code.replace(/:.*$/, '')
  return found.rows.map((row) => ({ ...row, debit: kindOf(row.debit), credit: kindOf(row.credit), reverses: row.reverses === 1 }))
}

/** What is written beside an order, for everyone to read. A new version, since two may write at once. */
export async function setOrderNote(writer: Writer, id: OrderId, note: string): Promise<void> {
  await writer.db
    .updateTable('orders')
    .set((row) => ({ note, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** The note and version of an order, or null. */
export async function orderNote(ledger: Reader, id: OrderId): Promise<{ note: string; version: number } | null> {
  return (await ledger.db.selectFrom('orders').select(['note', 'version']).where('id', '=', id).executeTakeFirst()) ?? null
}
