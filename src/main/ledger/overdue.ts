import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import type { Reader } from './ledger'

/** Orders whose payer had to pay, or to choose how, on this day or before, earliest first. */
export async function overdueOrders(
  ledger: Reader,
  payment: 'unpaid' | 'awaiting_method',
  through: BusinessDate,
  atMost: number,
): Promise<OrderId[]> {
  const rows = await ledger.db
    .selectFrom('orders')
    .select('id')
    // As a literal, so that the index of just these orders is used.
    .where('payment', '=', sql.lit(payment))
    .where('acceptance', 'in', ['none', 'accepted'])
    .where('due_on', '<=', through)
    .orderBy('due_on')
    .limit(atMost)
    .execute()
  return rows.map((row) => row.id)
}
