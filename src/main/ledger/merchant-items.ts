import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import { type EntryId, type MerchantId, type OrderId, PayableItemId, type PayoutId, ReceivableItemId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { PayableKind, ReceivableKind } from '../../preload/contract/payouts'
import type { Reader, Writer } from './ledger'

/* What a merchant is owed besides its orders, and what it owes: items that come into being with an entry and are never rewritten. */

/** What both kinds of item say. */
interface NewItem {
  merchantId: MerchantId
  amount: Yen
  on: BusinessDate
  payoutId?: PayoutId | null
  orderId?: OrderId | null
  entryId: EntryId
  note: string
}

/** Owes a merchant so much from this day on. */
export async function insertPayableItem(writer: Writer, kind: PayableKind, item: NewItem): Promise<PayableItemId> {
  const id = PayableItemId.parse(writer.newId())
  await writer.db
    .insertInto('payable_items')
    .values({
      id,
      merchant_id: item.merchantId,
      kind,
      amount: item.amount,
      payable_on: item.on,
      payout_id: item.payoutId ?? null,
      order_id: item.orderId ?? null,
      entry_id: item.entryId,
      note: item.note,
      created_at: writer.at,
    })
    .execute()
  return id
}

/** The merchant owes so much: offset in its next payout, else claimed. */
export async function insertReceivableItem(writer: Writer, kind: ReceivableKind, item: NewItem): Promise<ReceivableItemId> {
  const id = ReceivableItemId.parse(writer.newId())
  await writer.db
    .insertInto('receivable_items')
    .values({
      id,
      merchant_id: item.merchantId,
      kind,
      amount: item.amount,
      owed_on: item.on,
      payout_id: item.payoutId ?? null,
      order_id: item.orderId ?? null,
      entry_id: item.entryId,
      note: item.note,
      created_at: writer.at,
    })
    .execute()
  return id
}

export interface OpenReceivable {
  id: ReceivableItemId
  merchantId: MerchantId
  merchantName: string
  kind: ReceivableKind
  amount: Yen
  /** What neither an offset nor anything else has ended. */
  open: Yen
  owedOn: BusinessDate
}

/** A receivable with what is open of it, or null. */
export async function openReceivable(ledger: Reader, id: ReceivableItemId): Promise<OpenReceivable | null> {
  const found =
    await sql<OpenReceivable>`select i.id, i.merchant_id as "merchantId", m.name as "merchantName", i.kind, i.amount, i.owed_on as "owedOn",
      i.amount - coalesce((select sum(f.amount) from payout_offsets f where f.receivable_id = i.id and f.live = 1), 0)
        - coalesce((select sum(e.amount) from receivable_ends e where e.receivable_id = i.id), 0) as open
    from receivable_items i cross join merchants m where m.id = i.merchant_id and i.id = ${id}`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** Ends part of a receivable by an entry. The database refuses more than is owed. */
export async function endReceivable(
  writer: Writer,
  end: { id: ReceivableItemId; kind: 'paid' | 'bad_debt' | 'reversed'; amount: Yen; entryId: EntryId },
): Promise<void> {
  await writer.db
    .insertInto('receivable_ends')
    .values({
      id: writer.newId(),
      receivable_id: end.id,
      kind: end.kind,
      amount: end.amount,
      entry_id: end.entryId,
      actor: writer.by.actor,
      at: writer.at,
    })
    .execute()
}

/** The run an order stands in by a live line of a payout, by name; null where it stands in none. */
export async function payoutRunOf(ledger: Reader, orderId: OrderId): Promise<string | null> {
  const found = await sql<{ name: string }>`select r.name from payout_lines l indexed by payout_lines_order_once
    cross join payouts p cross join transfer_runs r
    where l.order_id = ${orderId} and l.live = 1 and l.order_id is not null and p.id = l.payout_id and r.id = p.run_id`.execute(ledger.db)
  return found.rows[0]?.name ?? null
}
