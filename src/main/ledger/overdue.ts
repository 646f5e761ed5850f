import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import type { Reader } from './ledger'

/** Unpaid orders that had to be paid on this day or before, earliest first. */
export async function overdueOrders(ledger: Reader, through: BusinessDate, atMost: number): Promise<OrderId[]> {
  const rows = await ledger.db
    .selectFrom('orders')
    .select('id')
    .where('payment', '=', sql.lit<'unpaid'>('unpaid'))
    .where('acceptance', 'in', ['none', 'accepted'])
    .where('due_on', '<=', through)
    .orderBy('due_on')
    .limit(atMost)
    .execute()
  return rows.map((row) => row.id)
}
