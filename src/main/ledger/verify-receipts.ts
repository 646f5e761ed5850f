import { createHash, type Hash } from 'node:crypto'
import { BankBooks } from './verify-banks'
import { DepositDays } from './verify-deposit-days'
import { isPosted, receiptsOfRange, type Sweep } from './verify-sweep'

/* The lines of statements: each in the journal once, what is left of each in its open item, and all of them against the bank's balances. */

const allocated = `coalesce((select sum(a.amount) from allocations a where a.receipt_id = r.id
  and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)), 0)`
/** What ended otherwise than by an allocation. */
const ended = `coalesce((select sum(i.amount) from item_endings i where i.receipt_id = r.id
  and not exists (select 1 from item_ending_undos u where u.ending_id = i.id)), 0)`
/** No roll back has taken it out. */
const stands = 'not exists (select 1 from entries v where v.reverses = e.id)'
const statementKinds = "e.kind in ('statement_credit', 'statement_debit')"
/** The account of the ledger has the identity of the designated account. */
const postedSoundly = `exists (select 1 from entries e join postings p on p.entry_id = e.id
  where e.receipt_id = r.id and ${statementKinds} and e.kind = 'statement_' || r.direction and e.booked_on = r.booked_on and p.amount = r.amount
    and p.debit = case r.direction when 'credit' then r.account_id else @outgoing end
    and p.credit = case r.direction when 'credit' then @suspense else r.account_id end
    and not exists (select 1 from postings q where q.entry_id = e.id and q.line <> p.line) and ${stands})`
const postedAtAll = `exists (select 1 from entries e where e.receipt_id = r.id and ${statementKinds} and ${stands})`

const openItemOf = (direction: 'credit' | 'debit') => `select 'receipt ' || r.id || ' has another rest than its open item' from
  (select r.id, r.amount, r.booked_on, r.direction, ${isPosted} as posted, ${allocated} + ${ended} as allocated
    ${receiptsOfRange} and r.direction = '${direction}') r left join open_items i on i.receipt_id = r.id
  where case when r.posted then r.amount - r.allocated <> coalesce(i.remaining, 0)
      or i.side <> r.direction or i.amount <> r.amount or i.booked_on <> r.booked_on
    else i.receipt_id is not null end`

export async function verifyReceipts(sweep: Sweep): Promise<void> {
  const accounts = { suspense: accountId(sweep, 'suspense'), outgoing: accountId(sweep, 'unexplained_outgoing') }
  const books = new BankBooks(sweep)
  const days = new DepositDays(sweep)
  await sweep.ranges('receipts', (range) => {
    books.read(range)
    days.read(range)
    const within = { ...range, ...accounts }
    sweep.report(
      'every_line_once',
      `select 'receipt ' || r.id ${receiptsOfRange} and case when ${isPosted} then not ${postedSoundly} else ${postedAtAll} end`,
      within,
    )
    sweep.report(
      'every_line_once',
      `select 'receipt ' || r.id || ' is marked otherwise than its file' ${receiptsOfRange} and r.posted <> ${isPosted}`,
      range,
    )
    sweep.report('suspense_equals_open_items', openItemOf('credit'), range)
    sweep.report('unexplained_outgoing_equals_open_items', openItemOf('debit'), range)
    sweep.report(
      'allocations_within_receipt',
      `select 'receipt ' || r.id ${receiptsOfRange} and (${allocated} + ${ended} > r.amount or (r.direction = 'debit' and ${allocated} > 0))`,
      range,
    )
  })
  await sweep.ranges('entries', (range) =>
    sweep.report(
      'every_line_once',
      `select 'entry ' || e.id || ' is of no posted line' from entries e where e.id > @after and e.id <= @upTo and ${statementKinds}
        and ${stands} and not exists (select 1 from receipts r join statement_files f on f.id = r.file_id where r.id = e.receipt_id and ${isPosted})`,
      range,
    ),
  )
  verifyOpenTotals(sweep, accounts)
  verifyFiles(sweep)
  books.compare()
  days.compare()
  await verifyStatementSeals(sweep)
}

function accountId(sweep: Sweep, code: string): number {
  return sweep.number('select id from accounts where code = ?', code)
}

function verifyOpenTotals(sweep: Sweep, accounts: { suspense: number; outgoing: number }): void {
  const total = (
    name: 'suspense_equals_open_items' | 'unexplained_outgoing_equals_open_items',
    side: string,
    account: number,
    sign: 1 | -1,
  ) => {
    const balance = sign * sweep.number('select sum(credit - debit) from balances where account_id = ?', account)
    const open = sweep.number('select sum(remaining) from open_items where side = ?', side)
    if (balance !== open) sweep.findings.broken(name, `the account holds ${balance}, its open items ${open}`)
  }
  total('suspense_equals_open_items', 'credit', accounts.suspense, 1)
  total('unexplained_outgoing_equals_open_items', 'debit', accounts.outgoing, -1)
  sweep.report(
    'suspense_equals_open_items',
    "select 'open item of no line ' || i.receipt_id from open_items i where not exists (select 1 from receipts r where r.id = i.receipt_id)",
  )
}

/** Every stored line of a file is there, numbered without a gap, and posted as far as the file says. */
function verifyFiles(sweep: Sweep): void {
  sweep.report(
    'every_line_once',
    `select 'file ' || id || ' has other lines than it was stored with' from (select f.id, f.stored, f.state, f.posted_to, f.lines, f.duplicates,
        (select count(*) from receipts r where r.file_id = f.id) as rows, (select max(line) from receipts r where r.file_id = f.id) as last,
        (select sum(s.lines) from statements s where s.file_id = f.id) as told from statement_files f where f.state not in ('staging', 'given_up'))
      where rows <> stored or coalesce(last, 0) <> stored or lines <> stored + duplicates or coalesce(told, 0) <> lines or posted_to > stored
        or (state = 'posted' and posted_to <> stored)`,
  )
}

type SealedLine = [
  file: number,
  identity: string,
  order: number | null,
  level: number | null,
  bookedOn: string,
  raw: Uint8Array,
  account: string,
]

/** The digest of a file covers its lines and what was decided of them; the identity of a line covers account, day and the bank's own bytes. */
async function verifyStatementSeals(sweep: Sweep): Promise<void> {
  const digests = new Map<number, Hash>()
  await sweep.rows<SealedLine>(
    `select r.file_id, r.identity, r.planned_order_id, r.planned_level, r.booked_on, r.raw, d.bank_code || '-' || d.branch_code || '-' || d.account_type || '-' || d.account_number
      from statement_files f cross join receipts r on r.file_id = f.id left join designated_accounts d on d.id = r.account_id
      where f.state not in ('staging', 'given_up') order by f.id, r.line`,
    ([file, identity, order, level, bookedOn, raw, account]) => {
      const digest = digests.get(file) ?? createHash('sha256')
      digests.set(file, digest)
      digest.update(`${identity}|${order ?? ''}|${level ?? ''}\n`)
      const hash = createHash('sha256')
        .update(account ?? '')
        .update(bookedOn)
        .update(raw)
        .digest('hex')
      if (!identity.startsWith(`${bookedOn.replaceAll('-', '')}${hash.slice(0, 32)}-`))
        sweep.findings.broken('statements_sealed', `a line of file ${file} is not what the bank sent (${identity})`)
    },
  )
  for (const [id, sealed] of sweep.source
    .prepare<[], [number, string]>("select id, digest from statement_files where state not in ('staging', 'given_up') and stored > 0")
    .raw()
    .iterate()) {
    if (digests.get(id)?.digest('hex') !== sealed) sweep.findings.broken('statements_sealed', `file ${id} is not the plan that was applied`)
  }
}
