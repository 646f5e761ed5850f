import type { BusinessDate } from '../../preload/contract/date'
import { dayDigest } from './closing'
import type { Sweep } from './verify-sweep'

/* Refunds on their way against their account, and closed days against what they were closed with. */

/** Agreed to and not yet seen to leave; or come back and not yet agreed to anew. */
const inTransit = `select coalesce(sum(r.amount), 0) from refunds r where r.state in ('approved', 'in_run', 'handed_over', 'quarantined')
  or r.state = 'returned' and not exists (select 1 from refunds n where n.replaces = r.id and n.state not in ('requested', 'rejected', 'withdrawn'))`

export async function verifyRefunds(sweep: Sweep): Promise<void> {
  const balance = sweep.number(
    `select sum(b.credit - b.debit) from accounts a join balances b on b.account_id = a.id where a.code = 'refund_in_transit'`,
  )
  const open = sweep.number(inTransit)
  if (balance !== open) sweep.findings.broken('refund_in_transit_equals_open', `the account holds ${balance}, its refunds ${open}`)
  sweep.report(
    'refund_in_transit_equals_open',
    `select 'refund ' || r.id || ' has another entry than its amount' from refunds r where r.entry_id is not null and not exists (
      select 1 from postings p join accounts c on c.id = p.credit where p.entry_id = r.entry_id and c.code = 'refund_in_transit' and p.amount = r.amount)`,
  )
  sweep.report(
    'refund_in_transit_equals_open',
    `select 'refund ' || r.id || ' is ' || r.state || ' without an entry' from refunds r
      where r.state not in ('requested', 'rejected', 'withdrawn') and r.replaces is null and r.entry_id is null`,
  )
  sweep.report(
    'maker_never_decides',
    `select 'refund ' || r.id || ' is ' || r.state || ' and was not agreed to by as many as it needs' from refunds r where r.state not in ('requested', 'rejected', 'withdrawn')
      and not exists (select 1 from approvals a where a.kind = 'refund' and a.subject_id = r.id and a.decision = 'approved' and json_extract(a.payload, '$.amount') = r.amount
        and (select count(distinct b.decided_by) from approvals b where b.kind = 'refund' and b.subject_id = r.id and b.decision = 'approved') >= json_extract(a.payload, '$.needed'))`,
  )
  await sweep.step(0)
  verifyClosedDays(sweep)
}

type ClosedDay = [day: BusinessDate, digest: string]

/** The totals of every account through a closed day are what they were when it was closed. */
function verifyClosedDays(sweep: Sweep): void {
  const totals = sweep.source.prepare<[string], { code: string; debit: number; credit: number }>(
    `select a.code, sum(b.debit) as debit, sum(b.credit) as credit from accounts a join balances b on b.account_id = a.id
      where b.booked_on <= ? group by a.id order by a.code`,
  )
  const closed = sweep.source
    .prepare<[], ClosedDay>(
      'select day, digest from closed_days c where not exists (select 1 from day_reopenings r where r.closed_day_id = c.id)',
    )
    .raw()
  for (const [day, digest] of closed.all()) {
    if (dayDigest(day, totals.all(day)) !== digest) sweep.findings.broken('closed_days_untouched', `${day} is not as it was closed`)
  }
}
