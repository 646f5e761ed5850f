import { sql } from 'kysely'
import type { CollectorOwes, MethodStanding } from '../../preload/contract/by-method'
import type { BusinessDate } from '../../preload/contract/date'
import { yen } from '../../preload/contract/money'
import type { Reader } from './ledger'

/* Orders and receivables by method of payment and by collector. */

/** Orders received in a period, by method and shown status. Reads the days that are asked for, each order once. */
export async function ordersByMethod(ledger: Reader, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<MethodStanding[]> {
  const found = await sql<MethodStanding>`select method, status, count(*) as count, sum(amount) as amount
    from orders indexed by orders_received where received_on between ${from} and ${to} group by method, status`.execute(ledger.db)
  return found.rows
}

/** What collectors owe, by their open claims and by the balance of their receivables; those that owe nothing are not told. */
export async function collectorsOwe(ledger: Reader, today: BusinessDate): Promise<Omit<CollectorOwes, 'name'>[]> {
  const found = await sql<Omit<CollectorOwes, 'name' | 'owed'>>`
    with receivables as (select a.id, substr(a.code, 12) as party from accounts a where a.code >= 'receivable:' and a.code < 'receivable;'),
      open as (select party, count(*) as claims, sum(amount) as gross, sum(case when transfer_on < ${today} then amount else 0 end) as overdue
        from claims indexed by claims_open where settlement_id is null group by party),
      back as (select party, sum(amount) as amount from claim_deductions indexed by claim_deductions_open where settlement_id is null group by party)
    select r.party, coalesce(o.claims, 0) as claims, coalesce(o.gross, 0) as gross, coalesce(o.overdue, 0) as overdue, coalesce(b.amount, 0) as deductions,
      coalesce((select sum(l.debit - l.credit) from balances l where l.account_id = r.id), 0) as balance
    from receivables r left join open o on o.party = r.party left join back b on b.party = r.party order by r.party`.execute(ledger.db)
  return found.rows
    .map((row) => ({ ...row, owed: yen(row.gross - row.deductions) }))
    .filter(({ claims, deductions, balance }) => claims > 0 || deductions !== 0 || balance !== 0)
}
