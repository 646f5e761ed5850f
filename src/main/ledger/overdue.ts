import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Reader } from './ledger'

/** Which orders: nobody chose how to pay them; or by which method they were to be paid, that of the stores or any that banks' statements tell of. */
export type Awaited = 'choice' | Extract<PaymentMethod, 'bank_transfer' | 'convenience_store'>

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
    .$if(awaited === 'convenience_store', (query) => query.where('method', '=', 'convenience_store'))
    // Whether and when an account is debited is in the bank's own hands: nobody is late.
    .$if(awaited === 'bank_transfer', (query) =>
      query.where('method', 'is distinct from', 'convenience_store').where('method', 'is distinct from', 'direct_debit'),
    )
    .orderBy('due_on')
    .limit(atMost)
    .execute()
  return rows.map((row) => row.id)
}
