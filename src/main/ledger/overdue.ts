import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import type { Reader } from './ledger'

/** The last day through which the statements of every own account are in; null while one has none. */
export async function statementsThrough(ledger: Reader): Promise<BusinessDate | null> {
  const found = await sql<{ through: BusinessDate | null; missing: number }>`
    select min(last) as through, sum(last is null) as missing from (
      select (select max(s.to_on) from statements s join statement_files f on f.id = s.file_id where s.account_id = d.id and f.state = 'posted') as last
      from designated_accounts d)`.execute(ledger.db)
  const row = found.rows[0]
  return row && row.missing === 0 ? row.through : null
}

/** Unpaid orders that had to be paid on this day or before, earliest first. */
export async function overdueOrders(ledger: Reader, through: BusinessDate, atMost: number): Promise<OrderId[]> {
  const rows = await ledger.db
    .selectFrom('orders')
    .select('id')
    .where('payment', '=', sql.lit<'unpaid'>('unpaid'))
    .where('due_on', '<=', through)
    .orderBy('due_on')
    .limit(atMost)
    .execute()
  return rows.map((row) => row.id)
}
