import { createHash } from 'node:crypto'
import type { TransferFormat, TransferPart } from '../../preload/contract/transfers'
import type { Sweep } from './verify-sweep'

/* Money out: what is payable is paid once, figures are the sums of their lines, money in transit is what is open, files are what was approved. */

export async function verifyPayouts(sweep: Sweep): Promise<void> {
  verifyConsumedOnce(sweep)
  verifyFigures(sweep)
  verifyTransit(sweep)
  verifyReceivables(sweep)
  verifyRuns(sweep)
  await verifyRunFiles(sweep)
}

const posted = 'l.live = 1 and l.line <= p.posted_lines'

/** An order is in one payout at most, and in none but posted ones once its money has left the merchant's account of the ledger. */
function verifyConsumedOnce(sweep: Sweep): void {
  for (const key of ['order_id', 'item_id']) {
    sweep.report(
      'payable_consumed_once',
      `select '${key} ' || ${key} || ' is in several payouts' from payout_lines where live = 1 and ${key} is not null group by ${key} having count(*) > 1`,
    )
  }
  sweep.report(
    'payable_consumed_once',
    `select 'order ' || o.id || ' is ' || o.disbursement || ' and in no payout that says so' from orders o where o.disbursement in ('in_payout', 'settled')
      and not exists (select 1 from payout_lines l join payouts p on p.id = l.payout_id where l.order_id = o.id and ${posted} and l.amount = o.paid_amount)`,
  )
  sweep.report(
    'payable_consumed_once',
    `select 'order ' || l.order_id || ' is paid out and ' || o.disbursement from payouts p join payout_lines l on l.payout_id = p.id join orders o on o.id = l.order_id
      where ${posted} and o.disbursement in ('none', 'releasable', 'refund_requested')`,
  )
}

function verifyFigures(sweep: Sweep): void {
  sweep.report(
    'payouts_equal_lines',
    `select 'payout ' || id from (select p.*, (select count(*) from payout_lines l where l.payout_id = p.id) as n,
        (select count(order_id) from payout_lines l where l.payout_id = p.id) as o, (select coalesce(sum(amount), 0) from payout_lines l where l.payout_id = p.id) as g,
        (select coalesce(sum(fee), 0) from payout_lines l where l.payout_id = p.id) as f, (select coalesce(sum(live), 0) from payout_lines l where l.payout_id = p.id) as alive,
        (select coalesce(sum(amount), 0) from payout_offsets x where x.payout_id = p.id) as owed
      from payouts p join transfer_runs r on r.id = p.run_id where r.state <> 'staging')
      where n <> lines or o <> orders or g <> gross or f <> fees or alive <> case when state in ('carried_over', 'held', 'sent_back', 'given_up') then 0 else lines end
        or (state not in ('carried_over', 'held') and owed <> offsets) or posted_lines > lines or (posted = 1 and posted_lines <> lines)`,
  )
  sweep.report(
    'payouts_equal_lines',
    `select 'run ' || r.name || ' does not pay what its payouts come to' from transfer_runs r where r.kind = 'payouts' and r.digest is not null and r.total <>
      (select coalesce(sum(net), 0) from payouts p where p.run_id = r.id and (p.state not in ('carried_over', 'held', 'sent_back', 'given_up') or r.state in ('giving_up', 'given_up') and p.state = 'given_up'))`,
  )
}

/** What of each payout is posted and not seen on a statement is in transit, to the yen. */
function verifyTransit(sweep: Sweep): void {
  const balance = sweep.number(
    "select sum(b.credit - b.debit) from accounts a join balances b on b.account_id = a.id where a.code = 'payout_in_transit'",
  )
  const open = sweep.number(`select sum(coalesce((select sum(l.amount) from payout_lines l where l.payout_id = p.id and ${posted}), 0)
      - case when p.posted = 1 then p.gross - p.net else 0 end - case when exists (select 1 from transfers t where t.payout_id = p.id and t.seen_on is not null) then p.net else 0 end) from payouts p`)
  if (balance !== open) sweep.findings.broken('payout_in_transit_equals_open', `the account holds ${balance}, payouts on their way ${open}`)
  sweep.report(
    'payout_in_transit_equals_open',
    `select 'entry ' || e.id || ' is of no payout' from entries e where e.kind in ('payout', 'payout_fees') and not exists (select 1 from payout_entries x where x.entry_id = e.id)`,
  )
}

function verifyReceivables(sweep: Sweep): void {
  sweep.report(
    'receivables_equal_open',
    `select code || ' holds ' || held || ', its items ' || open from (
      select a.code, coalesce((select sum(debit - credit) from balances where account_id = a.id), 0) as held,
        coalesce((select sum(i.amount - (select coalesce(sum(x.amount), 0) from payout_offsets x join payouts p on p.id = x.payout_id where x.receivable_id = i.id and x.live = 1 and p.posted = 1)
            - (select coalesce(sum(amount), 0) from receivable_ends where receivable_id = i.id))
          from receivable_items i where 'merchant_receivable:' || i.merchant_id = a.code), 0) as open
      from accounts a where a.code like 'merchant_receivable:%') where held <> open`,
  )
}

type RunFile = [id: number, name: string, digest: string, file: Uint8Array, format: TransferFormat]

/** The file of every run is the one of its digest, and pays whom its transfers name, in their order, and nobody else. */
async function verifyRunFiles(sweep: Sweep): Promise<void> {
  const runs = sweep.source.prepare<[], RunFile>('select id, name, digest, file, format from transfer_runs where digest is not null')
  const meant = sweep.source
    .prepare<[number], string>(
      `select ${['bankCode', 'branchCode', 'accountType', 'accountNumber', 'holderKana'].map((name) => `json_extract(payee, '$.${name}')`).join(" || ' ' || ")}
        || ' ' || amount || ' ' || edi from transfers where run_id = ? order by line`,
    )
    .pluck()
  for (const [id, name, digest, file, format] of runs.raw().all()) {
    if (createHash('sha256').update(file).digest('hex') !== digest)
      sweep.findings.broken('runs_equal_files', `the file of ${name} is not the one of its digest`)
    const said = sweep.rules.readTransfers && saidBy(sweep.rules.readTransfers(file, format, { resultColumn: null }))
    if (said && said.join('\n') !== meant.all(id).join('\n'))
      sweep.findings.broken('runs_equal_files', `the file of ${name} pays otherwise than its transfers`)
    await sweep.step(0)
  }
}

/** Whom a file pays how much, as it reads; what cannot be read is nobody's line. */
function saidBy(parts: Iterable<TransferPart>): string[] {
  const said: string[] = []
  for (const part of parts) {
    if (part.part === 'error') said.push(part.error.code)
    if (part.part !== 'transfer') continue
    const { bankCode, branchCode, accountType, accountNumber, holderKana, amount, edi } = part.transfer
    said.push([bankCode, branchCode, accountType, accountNumber, holderKana, amount, edi].join(' '))
  }
  return said
}

/** Every run says what its transfers come to, was approved by the digest of its file, and left once. */
function verifyRuns(sweep: Sweep): void {
  sweep.report(
    'runs_equal_files',
    `select 'run ' || r.name || ' has other transfers than it says' from transfer_runs r where r.digest is not null and (r.transfers <> (select count(*) from transfers t where t.run_id = r.id)
      or r.total <> (select coalesce(sum(amount), 0) from transfers t where t.run_id = r.id))`,
  )
  sweep.report(
    'runs_equal_files',
    `select 'run ' || r.name || ' was not approved by the digest of its file' from transfer_runs r
      where r.state in ('approved', 'handing_over', 'handed_over', 'confirmed', 'quarantined') and not exists (select 1 from approvals a where a.id = r.approval_id
        and a.subject_id = r.id and a.decision = 'approved' and json_extract(a.payload, '$.digest') = r.digest)`,
  )
  sweep.report(
    'runs_equal_files',
    "select 'run ' || run_id || ' was handed over more than once' from hand_overs where outcome = 'delivered' group by run_id having count(*) > 1",
  )
}
