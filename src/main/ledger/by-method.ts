import { sql } from 'kysely'
import type { CollectorOwes, MethodPaid, MethodStanding, PaidInAll } from '../../preload/contract/by-method'
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

/** The bank has their file, and they have not come back. Runs are few. */
const haveLeft = (
  from: BusinessDate,
  to: BusinessDate,
) => sql`transfer_runs r indexed by transfer_runs_kind cross join payouts p indexed by payouts_run
    on p.run_id = r.id and p.state in ('handed_over', 'presumed_paid', 'confirmed') where r.kind = 'payouts' and r.pay_on between ${from} and ${to}`

/** What left with payouts of these days, by method, as the payouts were counted. */
export async function paidByMethod(ledger: Reader, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<MethodPaid[]> {
  const found =
    await sql<MethodPaid>`select j.value ->> 'method' as method, sum(j.value ->> 'orders') as orders, sum(j.value ->> 'amount') as amount,
      sum(j.value ->> 'fees') as fees
    from (select p.figures from ${haveLeft(from, to)}) f cross join json_each(f.figures, '$.byMethod') j group by 1 order by 1`.execute(
      ledger.db,
    )
  return found.rows
}

/** What left with payouts of these days in all. */
export async function paidInAll(ledger: Reader, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<PaidInAll> {
  const sum = (column: string) => sql`coalesce(sum(${sql.ref(`p.${column}`)}), 0)`
  const found = await sql<PaidInAll>`select count(*) as payouts, ${sum('gross')} as gross, ${sum('fees')} as fees, ${sum('tax')} as tax,
      ${sum('transfer_fee')} as "transferFee", ${sum('offsets')} as offsets, ${sum('remainder')} as remainder, ${sum('net')} as net from ${haveLeft(from, to)}`.execute(
    ledger.db,
  )
  const [row] = found.rows
  if (!row) throw new Error('a sum without a group has one row')
  return row
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
