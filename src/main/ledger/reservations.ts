import { sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader } from './ledger'

/**
 * Whether a statement that is in, but whose posting has not come so far yet, has planned a deposit for this order. Such a line
 * has exactly the order's open amount, so the index of amounts finds it.
 */
export async function isReserved(ledger: Reader, orderId: OrderId, open: Yen): Promise<boolean> {
  const found = await sql<{ found: number }>`
    select 1 as found from statement_files f cross join receipts r indexed by receipts_amount
    where f.state <> 'posted' and f.state = 'published' and r.file_id = f.id and r.direction = 'credit' and r.amount = ${open} and r.planned_order_id = ${orderId} and r.line > f.posted_to limit 1`.execute(
    ledger.db,
  )
  return found.rows.length > 0
}
