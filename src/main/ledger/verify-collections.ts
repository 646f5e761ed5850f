import type { Sweep } from './verify-sweep'

/* What others collect: every line of a result file once, every claim with its entry and its order, every receivable its open claims. */

/** Claims of an order and its own money from the bank are what it was paid. */
export const claimed = 'coalesce((select c.amount from claims c where c.order_id = o.id and c.withdrawn_by is null), 0)'

/** Claim `c` goes back to whoever paid, or has gone: two persons agreed, and nobody has stopped it. */
const isGivenBack = `exists (select 1 from refunds g where g.claim_id = c.id and g.replaces is null
  and g.state not in ('rejected', 'withdrawn') and g.state <> 'requested')`

/** What a line of a kind can come to (settlement/collections.ts). */
const possible = `case when l.kind = 'confirmed' then x.outcome in ('paid', 'unknown_slip', 'amount_differs', 'duplicate', 'late', 'slip_withdrawn', 'after_cancellation', 'contradicts')
  when l.kind = 'preliminary' then x.outcome in ('preliminary', 'superseded', 'unknown_slip', 'late', 'slip_withdrawn', 'amount_differs')
  when l.kind = 'preliminary_cancelled' then x.outcome in ('withdrawn', 'superseded', 'goods_left', 'cancelled_after_confirmation', 'unknown_slip')
  when l.kind = 'refused_at_door' then x.outcome in ('refused_at_door', 'superseded', 'cancelled_after_confirmation', 'unknown_slip')
  else x.outcome in ('not_booked', 'unknown_slip') end`

export async function verifyCollections(sweep: Sweep): Promise<void> {
  verifyLines(sweep)
  await sweep.step(0)
  verifyClaims(sweep)
  verifyDeductions(sweep)
  verifyFunding(sweep)
  verifyGivenBack(sweep)
  await sweep.step(0)
  verifyBalances(sweep)
  verifySettlements(sweep)
}

function verifyLines(sweep: Sweep): void {
  sweep.report(
    'collected_lines_once',
    `select 'collection file ' || id || ' has other lines than it was stored with' from (select f.id, f.stored, f.state, f.posted_to,
        (select count(*) from collection_lines l where l.file_id = f.id) as rows, (select max(line) from collection_lines l where l.file_id = f.id) as last
      from collection_files f where f.state <> 'staging')
      where rows <> stored or coalesce(last, 0) <> stored or posted_to > stored or (state = 'posted' and posted_to <> stored)`,
  )
  sweep.report(
    'collected_lines_once',
    `select 'collection line ' || l.id from collection_lines l join collection_files f on f.id = l.file_id left join collection_outcomes x on x.line_id = l.id
      where (x.outcome is not null) <> (f.state <> 'staging' and l.line <= f.posted_to)
        or x.outcome is not null and not ${possible}
        or (x.outcome = 'paid') <> exists (select 1 from claims c join slips s on s.id = x.slip_id where c.line_id = l.id and c.applied_by is null and c.order_id = s.order_id)
        or x.outcome is not 'contradicts' and (x.outcome is not null and l.kind = 'confirmed') <> exists (select 1 from claims c where c.line_id = l.id)
        or x.outcome = 'contradicts' and not exists (select 1 from claims c join collection_lines f on f.id = c.line_id where f.id <> l.id and f.party = l.party
          and case when l.transaction_id is null then f.reference = l.reference and f.reissue = l.reissue and f.paid_on = l.paid_on
            and f.paid_at is l.paid_at and f.chain_code = l.chain_code and f.store_code = l.store_code else f.transaction_id = l.transaction_id end)`,
  )
  sweep.report(
    'collected_lines_once',
    `select 'collection line ' || e.line_id || ' was ended otherwise than its claim says' from collection_ends e left join claims c on c.line_id = e.line_id
      where (e.ending = 'applied') <> (c.order_id is not null and c.applied_by is not null) or e.order_id is not c.order_id
    union all select 'claim ' || c.id || ' was given to an order by nobody' from claims c
      where c.applied_by is not null and c.line_id is not null and not exists (select 1 from collection_ends e where e.line_id = c.line_id)`,
  )
}

/** The entry that a claim began with, and the one that gave it to its order; each stands once in the history of the order. */
function verifyClaims(sweep: Sweep): void {
  sweep.report(
    'collections_equal_claims',
    `select 'claim ' || c.id from claims c left join collection_lines l on l.id = c.line_id left join orders o on o.id = c.order_id
      where l.id is not null and (c.amount <> l.amount or c.party <> l.party or c.needs_stamp <> l.needs_stamp or c.paid_on <> l.paid_on
        or c.transfer_on <> coalesce(l.transfer_on, l.made_on, l.paid_on)) or not exists (select 1 from entries e join postings p on p.entry_id = e.id join accounts d on d.id = p.debit
          join accounts k on k.id = p.credit where e.id = c.entry_id and e.kind = 'collected' and p.amount = c.amount and d.code = 'receivable:' || c.party
            and case when c.order_id is null or c.applied_by is not null then k.code = 'unapplied_collections'
              else e.order_id = c.order_id and k.code in ('held_for_payers:' || o.merchant_id, 'merchant_payable:' || o.merchant_id) end
            and not exists (select 1 from postings q where q.entry_id = e.id and q.line <> p.line))
        or c.applied_by is not null and not exists (select 1 from entries e join postings p on p.entry_id = e.id join accounts d on d.id = p.debit
          join accounts k on k.id = p.credit where e.id = c.applied_by and e.kind = 'collection_applied' and e.order_id = c.order_id and p.amount = c.amount
            and d.code = 'unapplied_collections' and k.code in ('held_for_payers:' || o.merchant_id, 'merchant_payable:' || o.merchant_id))
        or c.order_id is not null and (select count(*) from order_events v where v.order_id = c.order_id and v.kind in ('confirmed', 'captured') and v.amount = c.amount)
          <> (select count(*) from claims s where s.order_id = c.order_id and s.withdrawn_by is null and s.amount = c.amount)
            + (select count(*) from claims s where s.order_id = c.order_id and s.withdrawn_by is not null and s.amount = c.amount)`,
  )
  sweep.report(
    'collections_equal_claims',
    `select 'entry ' || e.id || ' is of no claim' from entries e where e.kind in ('collected', 'collection_applied')
      and not exists (select 1 from claims c where c.entry_id = e.id) and not exists (select 1 from claims c where c.applied_by = e.id)`,
  )
}

/** What a collector takes back was posted against what it owes, to the yen, and is within its claim. */
function verifyDeductions(sweep: Sweep): void {
  sweep.report(
    'collections_equal_claims',
    `select 'claim deduction ' || d.id from claim_deductions d left join claims c on c.id = d.claim_id
      where c.id is null or c.party <> d.party or (select coalesce(sum(x.amount), 0) from claim_deductions x where x.claim_id = c.id) not between 0 and c.amount
        or d.amount <> (select coalesce(sum(case k.code when 'receivable:' || d.party then p.amount else -p.amount end), 0) from postings p
          join accounts v on v.id = p.debit join accounts k on k.id = p.credit join entries e on e.id = p.entry_id
          where p.entry_id = d.entry_id and e.kind = 'collection_deducted' and 'receivable:' || d.party in (v.code, k.code))
    union all select 'claim ' || c.id || ' was not withdrawn whole' from claims c left join claim_deductions d on d.id = c.withdrawn_by
      where c.withdrawn_by is not null and (d.claim_id is not c.id or d.amount <> c.amount or d.why <> 'withdrawn')
    union all select 'entry ' || e.id || ' is of no claim deduction' from entries e where e.kind = 'collection_deducted'
      and not exists (select 1 from claim_deductions d where d.entry_id = e.id)`,
  )
}

/** Nobody is paid before the collector has paid, but where its contract says so. */
function verifyFunding(sweep: Sweep): void {
  sweep.report(
    'collections_equal_claims',
    `select 'order ' || o.id || ' is paid out of what its collector still owes' from claims c join orders o on o.id = c.order_id
      where c.settlement_id is null and c.withdrawn_by is null and c.payable = 0 and o.disbursement in ('releasable', 'in_payout', 'settled')
    union all select 'item ' || i.id || ' is paid out before its company has given it back' from claim_deductions d join claims c on c.id = d.claim_id
      join payable_items i on i.entry_id = d.entry_id join payout_lines l on l.item_id = i.id and l.live = 1
      where d.why = 'chargeback_won' and d.settlement_id is null and c.payable = 0`,
  )
}

/** What goes back belongs to no order, goes back whole, and is taken out of what belongs to nobody. */
function verifyGivenBack(sweep: Sweep): void {
  sweep.report(
    'collections_equal_claims',
    `select 'refund ' || r.id || ' is not what its claim says' from refunds r left join claims c on c.id = r.claim_id
      where r.kind = 'unapplied' and r.state not in ('rejected', 'withdrawn') and (c.id is null or c.order_id is not null or c.amount <> r.amount
        or r.entry_id is not null and not exists (select 1 from postings p join accounts d on d.id = p.debit
          where p.entry_id = r.entry_id and d.code = 'unapplied_collections' and p.amount = c.amount))`,
  )
}

function verifyBalances(sweep: Sweep): void {
  sweep.report(
    'collections_equal_claims',
    `select code || ' holds ' || held || ', its claims ' || open from (
      select a.code, coalesce((select sum(debit - credit) from balances where account_id = a.id), 0) as held,
        case a.code when 'unapplied_collections' then coalesce((select sum(d.amount) from claim_deductions d join claims c on c.id = d.claim_id
            where c.order_id is null and c.line_id is null and d.why <> 'refund'), 0)
            - coalesce((select sum(c.amount) from claims c where c.order_id is null and c.withdrawn_by is null and not ${isGivenBack}), 0)
          else coalesce((select sum(amount) from claims where settlement_id is null and party = substr(a.code, 12)), 0)
            - coalesce((select sum(amount) from claim_deductions where settlement_id is null and party = substr(a.code, 12)), 0) end as open
      from accounts a where a.code like 'receivable:%' or a.code = 'unapplied_collections') where held <> open`,
  )
}

/** A transfer was cleared against exactly the claims it ended, and its deposit was used for that. */
function verifySettlements(sweep: Sweep): void {
  sweep.report(
    'collections_equal_claims',
    `select 'entry ' || e.id || ' is of no transfer' from entries e where e.kind = 'collection_settled'
      and not exists (select 1 from collection_settlements s where s.entry_id = e.id)`,
  )
  sweep.report(
    'collections_equal_claims',
    `select 'settlement ' || s.id from collection_settlements s
      where s.gross <> (select coalesce(sum(c.amount), 0) from claims c where c.settlement_id = s.id) or s.claims <> (select count(*) from claims c where c.settlement_id = s.id)
        or exists (select 1 from claims c where c.settlement_id = s.id and (c.party <> s.party or c.transfer_on > s.transfer_on))
        or s.deductions <> (select coalesce(sum(d.amount), 0) from claim_deductions d where d.settlement_id = s.id)
        or exists (select 1 from claim_deductions d where d.settlement_id = s.id and (d.party <> s.party or d.transfer_on > s.transfer_on))
        or s.gross - s.deductions <> (select coalesce(sum(p.amount), 0) from postings p join accounts k on k.id = p.credit where p.entry_id = s.entry_id and k.code = 'receivable:' || s.party)
        or exists (select 1 from (select 'suspense' as code, s.net as amount union all select 'fees_paid', s.fees union all select 'input_tax', s.tax
            union all select 'stamp_duty', s.stamp_duty) part where part.amount <> (select coalesce(sum(p.amount), 0) from postings p join accounts d on d.id = p.debit
            where p.entry_id = s.entry_id and d.code = part.code))
        or not exists (select 1 from item_endings i where i.entry_id = s.entry_id and i.receipt_id = s.receipt_id and i.amount = s.net and i.ending = 'collection_settled')`,
  )
}
