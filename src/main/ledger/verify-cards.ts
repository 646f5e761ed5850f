import type { Sweep } from './verify-sweep'

/* Cards: each capture is owed once with its amount, and what its company takes back is what was refunded or complained of. */

export function verifyCards(sweep: Sweep): void {
  sweep.report(
    'cards_equal_claims',
    `select 'card payment ' || p.id || ' is not what its claim says' from card_payments p left join claims c on c.id = p.claim_id
      where (p.captured > 0) <> (c.id is not null) or c.amount <> p.captured or c.party <> p.party or c.method <> p.method or c.line_id is not null
        or c.order_id is not null and c.order_id <> p.order_id`,
  )
  sweep.report(
    'cards_equal_claims',
    `select 'claim ' || c.id || ' is of no card' from claims c where c.method in ('card', 'debit') and c.line_id is null
      and (select count(*) from card_payments p where p.claim_id = c.id) <> 1`,
  )
  sweep.report(
    'cards_equal_claims',
    `select 'card payment ' || id || ' was refunded otherwise than its company told' from (select p.id, p.refunded, p.trouble,
        coalesce((select sum(d.amount) from claim_deductions d where d.claim_id = p.claim_id and d.why = 'refund'), 0) as deducted from card_payments p)
      where deducted > refunded or (deducted < refunded and trouble is null)`,
  )
  verifyOrigins(sweep)
}

/** Every deduction of a card's claim is of one refund or one complaint, with its amount; and every one of those that was booked has it. */
function verifyOrigins(sweep: Sweep): void {
  sweep.report(
    'cards_equal_claims',
    `select 'card act ' || a.id from card_acts a join card_payments p on p.id = a.payment_id left join claim_deductions d on d.id = a.deduction_id
      left join refunds r on r.id = a.refund_id
      where (a.kind = 'refund' and a.outcome = 'told') <> (d.id is not null) or d.amount <> a.amount or d.why <> 'refund' or d.id is not null and d.claim_id is not p.claim_id
        or a.kind = 'refund' and (r.id is null or r.way <> 'company' or r.amount <> a.amount or r.order_id <> p.order_id or (r.state = 'confirmed') <> (d.id is not null) and a.outcome <> 'refused')`,
  )
  sweep.report(
    'cards_equal_claims',
    `select 'chargeback ' || b.id from card_chargebacks b join card_payments p on p.id = b.payment_id left join claim_deductions t on t.id = b.taken_id
      left join claim_deductions w on w.id = b.won_id
      where t.amount <> b.amount or t.why <> 'chargeback' or t.claim_id is not p.claim_id and t.id is not null
        or w.amount <> -b.amount or w.why <> 'chargeback_won' or w.claim_id is not p.claim_id and w.id is not null`,
  )
  sweep.report(
    'cards_equal_claims',
    `select 'claim deduction ' || d.id || ' is of nothing' from claim_deductions d join claims c on c.id = d.claim_id
      where c.method in ('card', 'debit') and c.line_id is null and (select count(*) from card_acts a where a.deduction_id = d.id)
        + (select count(*) from card_chargebacks b where b.taken_id = d.id) + (select count(*) from card_chargebacks b where b.won_id = d.id) <> 1`,
  )
  sweep.report(
    'cards_equal_claims',
    `select 'refund ' || r.id || ' was asked of no company' from refunds r where r.way = 'company' and r.state in ('approved', 'confirmed')
      and not exists (select 1 from card_acts a where a.refund_id = r.id)`,
  )
}
