import { sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import type { Reader } from './ledger'

/** Which of these orders a statement has planned a deposit for that is in, but not posted yet. */
export async function reservedOrders(ledger: Reader, ids: readonly OrderId[]): Promise<Set<OrderId>> {
  const found = await sql<{
    id: OrderId
  }>`select r.planned_order_id as id from json_each(${JSON.stringify(ids)}) j cross join receipts r indexed by receipts_planned
    cross join statement_files f where r.planned_order_id = j.value and f.id = r.file_id and f.state = 'published' and r.line > f.posted_to`.execute(
    ledger.db,
  )
  return new Set(found.rows.map((row) => row.id))
}

/** Whether a statement that is in, but whose posting has not come so far yet, has planned a deposit for this order. */
export async function isReserved(ledger: Reader, orderId: OrderId): Promise<boolean> {
  return (await reservedOrders(ledger, [orderId])).size > 0
}
