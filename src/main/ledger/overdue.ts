import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Reader } from './ledger'

/** Which orders: nobody chose how to pay them; or by which method they were to be paid. */
export type Awaited = 'choice' | PaymentMethod

/** Orders whose payer had to pay, or to choose how, on this day or before, earliest first. */
export async function overdueOrders(ledger: Reader, awaited: Awaited, through: BusinessDate, atMost: number): Promise<OrderId[]> {
  const payment = awaited === 'choice' ? 'awaiting_method' : 'unpaid'
  const rows = await ledger.db
    .selectFrom('orders')
    .select('id')
    // As a literal, so that the index of just these orders is used.
    .where('payment', '=', sql.lit(payment))
    .where('acceptance', 'in', ['none', 'accepted'])
    .where('due_on', '<=', through)
    // Who names no method pays as banks' statements tell.
    .$if(awaited !== 'choice', (query) => query.where(sql`coalesce(method, 'bank_transfer')`, '=', awaited))
    .orderBy('due_on')
    .limit(atMost)
    .execute()
  return rows.map((row) => row.id)
}
