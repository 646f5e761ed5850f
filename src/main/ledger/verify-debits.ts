import type { Sweep } from './verify-sweep'

/* Direct debit: runs are their lines, each debit that was made has one claim of its amount, and what files told is what is known. */

export async function verifyDebits(sweep: Sweep): Promise<void> {
  verifyRuns(sweep)
  verifyMade(sweep)
  verifyTold(sweep)
  await sweep.step(0)
}

function verifyRuns(sweep: Sweep): void {
  sweep.report(
    'debits_equal_claims',
    `select 'debit run ' || r.id || ' is not its lines' from debit_runs r left join debit_lines d on d.run_id = r.id group by r.id
      having count(d.id) <> r.lines or coalesce(sum(d.amount), 0) <> r.total or min(d.line) <> 1 or max(d.line) <> r.lines or max(d.debit_on <> r.debit_on) = 1
        or (r.state = 'given_up') <> (sum(d.result is 'given_up') = count(d.id)) or (r.state = 'prepared' and sum(d.result is not null) > 0)`,
  )
  sweep.report(
    'debits_equal_claims',
    `select 'debit run ' || r.id || ' was released by its maker' from debit_runs r where r.released_by in (r.made_by, r.remade_by)`,
  )
  sweep.report(
    'debits_equal_claims',
    `select 'order ' || order_id || ' is debited more than once' from debit_lines where result is null or result = '0' group by order_id having count(*) > 1`,
  )
  sweep.report(
    'debits_equal_claims',
    `select 'debit ' || d.id || ' is of another mandate or amount than its order' from debit_lines d join orders o on o.id = d.order_id join mandates m on m.id = d.mandate_id
      where m.merchant_id <> o.merchant_id or m.customer_number <> d.customer_number or d.amount <> o.amount
        or (d.result is null and (o.payment <> 'unpaid' or o.method is not 'direct_debit'))`,
  )
}

/** Code 0 and nothing else brings a claim: of that order, that amount and that day. A claim of no result file has one origin. */
function verifyMade(sweep: Sweep): void {
  sweep.report(
    'debits_equal_claims',
    `select 'debit ' || d.id || ' has not the claim of its amount' from debit_lines d join debit_runs r on r.id = d.run_id left join claims c on c.id = d.claim_id
      where (d.result is '0') <> (c.id is not null)
        or c.id is not null and (c.order_id is not d.order_id or c.amount <> d.amount or c.paid_on <> d.debit_on or c.transfer_on <> r.transfer_on
          or c.party <> r.party or c.method <> 'direct_debit' or c.line_id is not null)`,
  )
  sweep.report(
    'debits_equal_claims',
    `select 'claim ' || c.id || ' does not come from one debit' from claims c where c.method = 'direct_debit' and c.line_id is null
        and (select count(*) from debit_lines d where d.claim_id = c.id) + (select count(*) from debit_result_lines l where l.claim_id = c.id) <> 1
    union all select 'debit result line ' || l.id || ' has not the claim of its amount' from debit_result_lines l left join debit_result_files f on f.id = l.file_id
      left join claims c on c.id = l.claim_id left join debit_lines d on d.id = l.debit_line_id
      where l.claim_id is not null and (c.id is null or c.amount <> l.amount or c.paid_on <> f.debit_on or c.method <> 'direct_debit' or c.order_id <> d.order_id
        or d.result is '0' or not exists (select 1 from approvals a where a.kind = 'debit_made' and a.subject_id = l.id and a.decision = 'approved'))`,
  )
}

/** What is known of a debit was told by a line of a result file; a result a person found out stands behind a line that told none. */
function verifyTold(sweep: Sweep): void {
  sweep.report(
    'debits_equal_claims',
    `select 'debit result ' || f.id || ' is not its lines' from debit_result_files f left join debit_result_lines l on l.file_id = f.id group by f.id
      having count(l.id) <> f.lines or coalesce(sum(l.amount), 0) <> f.total`,
  )
  sweep.report(
    'debits_equal_claims',
    `select 'debit ' || d.id || ' has a result nobody told' from debit_lines d where d.result is not null and d.result not in ('given_up', 'not_debited')
      and (select count(*) from debit_result_lines l where l.debit_line_id = d.id and l.code = d.result and l.amount = d.amount
        and (l.outcome in ('paid', 'postponed', 'refused') or (d.result in ('E', 'N') and l.ended_at is not null))) < 1
    union all select 'debit ' || d.id || ' counts as not debited, and nobody has agreed' from debit_lines d where d.result = 'not_debited'
      and not exists (select 1 from approvals a where a.kind = 'debit_not_made' and a.subject_id = d.run_id and a.decision = 'approved')
    union all select 'debit result line ' || l.id || ' is not known' from debit_result_lines l left join debit_lines d on d.id = l.debit_line_id
      where (l.debit_line_id is null) <> (l.outcome = 'unknown') or (l.outcome in ('paid', 'postponed', 'refused') and d.result is not l.code)
        or (l.outcome = 'paid') <> (l.outcome = 'paid' and l.code = '0')`,
  )
}
