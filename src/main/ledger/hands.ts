import { sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import type { Reader } from './ledger'

/** Steps of an order by which a person has a hand in whether and where its money goes back. */
const touching = [
  'return_wanted',
  'not_arrived',
  'goods_returned',
  'contested',
  'refund_account_given',
  'refund_requested',
  'refund_corrected',
] as const

/** People of the desk who have had a hand in an order's refund, as the audit trail names them. */
export async function handsOn(ledger: Reader, orderId: OrderId): Promise<string[]> {
  const found = await sql<{ actor: string }>`select distinct actor from order_events where order_id = ${orderId}
    and actor like 'user:%' and kind in (select value from json_each(${JSON.stringify(touching)})) order by actor`.execute(ledger.db)
  return found.rows.map(({ actor }) => actor)
}
