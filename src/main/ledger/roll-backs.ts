import { type RawBuilder, sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { ApprovalId, EntryId, ReceiptId, StatementFileId } from '../../preload/contract/ids'
import type { RolledBack } from '../../preload/contract/intake'
import type { Yen } from '../../preload/contract/money'
import type { Tracks } from '../../preload/contract/orders'
import type { Reader, Writer } from './ledger'
import { markLines } from './posted-lines'

/* 取込の取消: a statement file that is taken out of the books again, line by line, and what is to be known before. Asked of all lines at once. */

/** By file and line: the table's own key. */
const lines = sql`receipts r`
const isOf = (fileId: StatementFileId) => sql`r.file_id = ${fileId}`
const isLive = sql`not exists (select 1 from allocation_undos u where u.allocation_id = a.id)`
const isEnded = sql`not exists (select 1 from item_ending_undos u where u.ending_id = e.id)`

export interface Sums {
  credits: number
  creditAmount: Yen
  debits: number
  debitAmount: Yen
  clearings: number
  cleared: Yen
  orders: number
  endings: number
  ended: Yen
}

async function one<T>(ledger: Reader, question: RawBuilder<T>): Promise<T> {
  const [row] = (await question.execute(ledger.db)).rows
  if (!row) throw new Error('a sum is always one row')
  return row
}

/** What a file brought, and what of it is cleared or ended now. */
export async function sumsOf(ledger: Reader, fileId: StatementFileId): Promise<Sums> {
  const told = await one(
    ledger,
    sql<
      Omit<Sums, 'clearings' | 'cleared' | 'orders' | 'endings' | 'ended'>
    >`select count(*) filter (where direction = 'credit') as credits,
      coalesce(sum(amount) filter (where direction = 'credit'), 0) as "creditAmount", count(*) filter (where direction = 'debit') as debits,
      coalesce(sum(amount) filter (where direction = 'debit'), 0) as "debitAmount" from ${lines} where ${isOf(fileId)}`,
  )
  const cleared = await one(
    ledger,
    sql<
      Pick<Sums, 'clearings' | 'cleared' | 'orders'>
    >`select count(*) as clearings, coalesce(sum(a.amount), 0) as cleared, count(distinct a.order_id) as orders
      from ${lines} cross join allocations a where ${isOf(fileId)} and a.receipt_id = r.id and ${isLive}`,
  )
  const ended = await one(
    ledger,
    sql<Pick<Sums, 'endings' | 'ended'>>`select count(*) as endings, coalesce(sum(e.amount), 0) as ended
      from ${lines} cross join item_endings e where ${isOf(fileId)} and e.receipt_id = r.id and ${isEnded}`,
  )
  return { ...told, ...cleared, ...ended }
}

/** The largest of the clearings of a file that stand. */
export async function largestClearings(
  ledger: Reader,
  fileId: StatementFileId,
  atMost: number,
): Promise<{ remitterName: string; orderNumber: string; merchantName: string; amount: Yen }[]> {
  const found = await sql<{ remitterName: string; orderNumber: string; merchantName: string; amount: Yen }>`
    select r.remitter_name as "remitterName", o.order_number as "orderNumber", m.name as "merchantName", a.amount
    from ${lines} cross join allocations a cross join orders o cross join merchants m
    where ${isOf(fileId)} and a.receipt_id = r.id and ${isLive} and o.id = a.order_id and m.id = o.merchant_id order by a.amount desc, a.id limit ${atMost}`.execute(
    ledger.db,
  )
  return found.rows
}

/** The orders that a file's clearings pay, by where they stand: how many stand so, one of them by number, and whether all it holds is of one clearing. */
export async function standingsPaid(
  ledger: Reader,
  fileId: StatementFileId,
): Promise<(Tracks & { isWhole: 0 | 1; count: number; orderNumber: string })[]> {
  const found = await sql<Tracks & { isWhole: 0 | 1; count: number; orderNumber: string }>`
    select o.acceptance, o.payment, o.protection, o.disbursement, o.paid_amount = a.amount as "isWhole", count(*) as count, min(o.order_number) as "orderNumber"
    from ${lines} cross join allocations a cross join orders o where ${isOf(fileId)} and a.receipt_id = r.id and ${isLive} and o.id = a.order_id
    group by 1, 2, 3, 4, 5`.execute(ledger.db)
  return found.rows
}

/** What stands in the way, by the names people know it by; at most so many names, and how many there are. */
export interface InTheWay {
  count: number
  names: string[]
}

const NAMES_MOST = 20

async function named(ledger: Reader, source: RawBuilder<unknown>): Promise<InTheWay> {
  const found = await sql<{
    name: string
    count: number
  }>`select name, count(*) over () as count from (select distinct ${source}) order by name limit ${NAMES_MOST}`.execute(ledger.db)
  return { count: found.rows[0]?.count ?? 0, names: found.rows.map(({ name }) => name) }
}

/** By the entries that settled what a deposit had too much, or an order too little, and stand. */
const settledWith = sql`select i.entry_id from item_endings i where i.receipt_id = r.id and i.ending = 'small_difference'
    and not exists (select 1 from item_ending_undos u where u.ending_id = i.id)
  union all select n.id from entries n indexed by entries_order where n.order_id = a.order_id and n.kind = 'small_difference'
    and not exists (select 1 from entries v where v.reverses = n.id)`

/** Runs of payouts that hold an order which the file pays, or what a merchant is to have of a difference that was settled with it. */
export const runsInTheWay = (ledger: Reader, fileId: StatementFileId): Promise<InTheWay> =>
  named(
    ledger,
    sql`name from (
      select t.name from ${lines} cross join allocations a cross join payout_lines l cross join payouts p cross join transfer_runs t
        where ${isOf(fileId)} and a.receipt_id = r.id and ${isLive} and l.order_id = a.order_id and l.live = 1 and p.id = l.payout_id and t.id = p.run_id
      union all select t.name from ${lines} cross join allocations a cross join payable_items m cross join payout_lines l cross join payouts p
          cross join transfer_runs t
        where ${isOf(fileId)} and a.receipt_id = r.id and ${isLive} and m.entry_id in (${settledWith}) and l.item_id = m.id and l.live = 1
          and p.id = l.payout_id and t.id = p.run_id)`,
  )

/** Whoever cleared or ended a line of the file in a way that stands, as the audit trail names them. */
export async function handsOn(ledger: Reader, fileId: StatementFileId): Promise<string[]> {
  const found = await sql<{ actor: string }>`select a.actor from ${lines} cross join allocations a
      where ${isOf(fileId)} and a.receipt_id = r.id and ${isLive}
    union select e.actor from ${lines} cross join item_endings e where ${isOf(fileId)} and e.receipt_id = r.id and ${isEnded}`.execute(
    ledger.db,
  )
  return found.rows.map(({ actor }) => actor)
}

/** Orders whose money two people have divided between merchant and payer. */
export const dividedInTheWay = (ledger: Reader, fileId: StatementFileId): Promise<InTheWay> =>
  named(
    ledger,
    sql`o.order_number as name from ${lines} cross join allocations a cross join released_parts d cross join orders o
      where ${isOf(fileId)} and a.receipt_id = r.id and ${isLive} and d.order_id = a.order_id and o.id = a.order_id`,
  )

/** Endings that a mere reversal takes back: nobody else's money moved by them. */
const REVERSIBLE = ['bank_fee', 'own_transfer', 'interest', 'unclaimed', 'small_difference', 'taken_back']
const movedMoney = sql`(e.run_id is not null or e.transfer_id is not null or e.refund_id is not null
  or e.ending not in (select value from json_each(${JSON.stringify(REVERSIBLE)})))`

/** Lines of the file whose end a mere reversal does not take back, or that takes back, or is taken back by, a line of another file; by payer or text. */
export const endingsInTheWay = (ledger: Reader, fileId: StatementFileId): Promise<InTheWay> =>
  named(
    ledger,
    sql`coalesce(nullif(r.remitter_name, ''), r.description) as name from ${lines} cross join item_endings e where ${isOf(fileId)} and e.receipt_id = r.id and ${isEnded}
      and (${movedMoney} or e.ending = 'taken_back' and exists (select 1 from item_endings b cross join receipts s where b.entry_id = e.entry_id and s.id = b.receipt_id and s.file_id <> ${fileId}))`,
  )

/** Refunds that are asked of the file's lines, by their payer. */
export const refundsInTheWay = (ledger: Reader, fileId: StatementFileId): Promise<InTheWay> =>
  named(
    ledger,
    sql`f.payer_name as name from ${lines} cross join refunds f indexed by refunds_receipt
      where ${isOf(fileId)} and f.receipt_id = r.id and f.state not in ('rejected', 'withdrawn')`,
  )

/** What waits for a second person about the file's lines or clearings. */
export const approvalsInTheWay = (ledger: Reader, fileId: StatementFileId): Promise<InTheWay> =>
  named(
    ledger,
    sql`name from (
      select r.remitter_name as name from ${lines} cross join approvals p indexed by approvals_one_open
        where ${isOf(fileId)} and p.kind = 'correction' and p.subject_id = r.id and p.decision is null
      union all select r.remitter_name from ${lines} cross join allocations a cross join approvals p indexed by approvals_one_open
        where ${isOf(fileId)} and a.receipt_id = r.id and p.kind = 'clearing_undo' and p.subject_id = a.act_id and p.decision is null)`,
  )

/** Files in whose statements go on from the closing balance of one of this file's. */
export const continuedBy = (ledger: Reader, fileId: StatementFileId): Promise<InTheWay> =>
  named(
    ledger,
    sql`g.name from statements s indexed by statements_file cross join statements n indexed by statements_account cross join statement_files g
      where s.file_id = ${fileId} and s.closing is not null and n.account_id = s.account_id and n.to_on >= s.to_on and n.from_on >= s.to_on
        and n.opening = s.closing and n.file_id <> s.file_id and g.id = n.file_id and g.state in ('published', 'posted') and g.id > ${fileId}`,
  )

/** Files in that told lines of this file once more, and left them to it. */
export const toldAgainBy = (ledger: Reader, fileId: StatementFileId): Promise<InTheWay> =>
  named(
    ledger,
    sql`g.name from statements s indexed by statements_file cross join statements n indexed by statements_account cross join statement_files g
      where s.file_id = ${fileId} and n.account_id = s.account_id and n.to_on >= s.from_on and n.from_on <= s.to_on and n.file_id <> s.file_id
        and g.id = n.file_id and g.state in ('published', 'posted') and g.duplicates > 0
        and exists (select 1 from json_each(g.plan, '$.statements') t, json_each(t.value, '$.earlierFiles') k where k.value ->> 'fileId' = ${fileId})`,
  )

/** Whether a file left lines to an earlier one, in its plan, that is not in the books any more, or on its way out. */
export async function leftToRolledBack(ledger: Reader, fileId: StatementFileId): Promise<boolean> {
  const { gone } = await one(
    ledger,
    sql<{ gone: 0 | 1 }>`select exists (select 1 from statement_files p cross join json_each(p.plan, '$.statements') t
        cross join json_each(t.value, '$.earlierFiles') k cross join statement_files f
      where p.id = ${fileId} and f.id = k.value ->> 'fileId' and f.id <> p.id and f.state not in ('published', 'posted')) as gone`,
  )
  return gone === 1
}

/** The first day that a file tells of; null where it holds no statement. */
export async function firstDayOf(ledger: Reader, fileId: StatementFileId): Promise<BusinessDate | null> {
  const { day } = await one(ledger, sql<{ day: BusinessDate | null }>`select min(from_on) as day from statements where file_id = ${fileId}`)
  return day
}

/** Other files in that tell days of the same accounts, and how many days. */
export async function overlapsOf(
  ledger: Reader,
  fileId: StatementFileId,
): Promise<{ fileName: string; from: BusinessDate; to: BusinessDate; days: number }[]> {
  const found = await sql<{ fileName: string; from: BusinessDate; to: BusinessDate; days: number }>`
    select g.name as "fileName", max(n.from_on, s.from_on) as "from", min(n.to_on, s.to_on) as "to",
      cast(julianday(min(n.to_on, s.to_on)) - julianday(max(n.from_on, s.from_on)) as integer) + 1 as days
    from statements s indexed by statements_file cross join statements n indexed by statements_account cross join statement_files g
    where s.file_id = ${fileId} and n.account_id = s.account_id and n.to_on >= s.from_on and n.from_on <= s.to_on and n.file_id <> s.file_id
      and g.id = n.file_id and g.state in ('published', 'posted') order by 2, g.id limit ${NAMES_MOST}`.execute(ledger.db)
  return found.rows
}

/** The flip: from here on no list shows anything of the file, while the journal follows line by line. False when it is not wholly in. */
export async function beginRollBack(
  writer: Writer,
  of: { fileId: StatementFileId; approvalId: ApprovalId; askedBy: string; why: string },
): Promise<boolean> {
  const { fileId, approvalId, askedBy, why } = of
  await writer.db
    .insertInto('roll_backs')
    .values({ file_id: fileId, approval_id: approvalId, asked_by: askedBy, agreed_by: writer.by.actor, at: writer.at, why })
    .execute()
  const flipped = await writer.db
    .updateTable('statement_files')
    .set({ state: 'rolling_back' })
    .where('id', '=', fileId)
    .where('state', '=', 'posted')
    .executeTakeFirst()
  return flipped.numUpdatedRows === 1n
}

export interface RollingFile {
  id: StatementFileId
  postedTo: number
  askedBy: string
  agreedBy: string
  why: string
}

/** Files that are on their way out of the books. */
export async function rollingFiles(ledger: Reader): Promise<RollingFile[]> {
  const found = await sql<RollingFile>`select f.id, f.posted_to as "postedTo", b.asked_by as "askedBy", b.agreed_by as "agreedBy", b.why
    from statement_files f indexed by statement_files_unfinished cross join roll_backs b
    where f.state <> 'posted' and f.state = 'rolling_back' and b.file_id = f.id order by f.id`.execute(ledger.db)
  return found.rows
}

/** Whether a line pays this order that is about to be taken out of the books. Costs nothing while no file is on its way out. */
export const isAboutToLose = (
  orderId: RawBuilder<unknown>,
) => sql`(exists (select 1 from statement_files f indexed by statement_files_unfinished
    where f.state <> 'posted' and f.state = 'rolling_back')
  and exists (select 1 from allocations a indexed by allocations_order cross join receipts r cross join statement_files f
    where a.order_id = ${orderId} and ${isLive} and r.id = a.receipt_id and f.id = r.file_id and f.state = 'rolling_back'))`

export interface LineInBooks {
  receiptId: ReceiptId
  line: number
  bookedOn: BusinessDate
  /** The entry by which it came in. */
  entryId: EntryId
}

/** The last lines of a file that are still in the books, from the end. */
export async function lastLines(ledger: Reader, fileId: StatementFileId, postedTo: number, atMost: number): Promise<LineInBooks[]> {
  const found = await sql<LineInBooks>`select r.id as "receiptId", r.line, r.booked_on as "bookedOn", e.id as "entryId"
    from ${lines} cross join entries e indexed by entries_line_once where ${isOf(fileId)} and r.line <= ${postedTo} and r.line > ${postedTo - atMost}
      and e.receipt_id = r.id and CASE WHEN e.kind IN ('statement_credit', 'statement_debit') THEN 0 ELSE e.id END = 0 order by r.line desc`.execute(
    ledger.db,
  )
  return found.rows
}

export interface StandingEnding {
  entryId: EntryId
  bookedOn: BusinessDate
  receiptId: ReceiptId
  amount: Yen
  /** A mere reversal does not take it back. */
  movedMoney: 0 | 1
}

/** How these lines were ended and still are, with what their entries end of other lines. */
export async function standingEndings(ledger: Reader, receipts: readonly ReceiptId[]): Promise<StandingEnding[]> {
  const found =
    await sql<StandingEnding>`select distinct e.entry_id as "entryId", n.booked_on as "bookedOn", e.receipt_id as "receiptId", e.amount, ${movedMoney} as "movedMoney"
    from json_each(${JSON.stringify(receipts)}) j cross join item_endings own cross join item_endings e cross join entries n
    where own.receipt_id = j.value and not exists (select 1 from item_ending_undos u where u.ending_id = own.id) and e.entry_id = own.entry_id and n.id = e.entry_id
    order by e.id`.execute(ledger.db)
  return found.rows
}

/** Nothing of these lines is open any more. */
export async function closeItems(writer: Writer, receipts: readonly ReceiptId[]): Promise<void> {
  await sql`delete from open_items where receipt_id in (select value from json_each(${JSON.stringify(receipts)}))`.execute(writer.db)
}

/** The last line of a file on its way out that is still in the books; null where it is on its way no more. */
export async function linesLeft(ledger: Reader, fileId: StatementFileId): Promise<number | null> {
  const rolling = await ledger.db
    .selectFrom('statement_files')
    .select('posted_to')
    .where('id', '=', fileId)
    .where('state', '=', 'rolling_back')
    .executeTakeFirst()
  return rolling?.posted_to ?? null
}

/** Marks how far a file is out of the books; the last step takes it out for good. */
export async function lowerPosting(
  writer: Writer,
  fileId: StatementFileId,
  { from, to: postedTo }: { from: number; to: number },
): Promise<void> {
  await markLines(writer, fileId, { after: postedTo, upTo: from, posted: 0 })
  await writer.db
    .updateTable('statement_files')
    .set({ posted_to: postedTo, ...(postedTo === 0 ? { state: 'rolled_back' as const } : {}) })
    .where('id', '=', fileId)
    .execute()
}

/** What became of files that were rolled back. */
export async function rolledBackFiles(
  ledger: Reader,
  ids: readonly StatementFileId[],
): Promise<(RolledBack & { fileId: StatementFileId; fileName: string })[]> {
  const found = await sql<
    RolledBack & { fileId: StatementFileId; fileName: string }
  >`select f.id as "fileId", f.name as "fileName", b.asked_by as "askedBy",
      b.agreed_by as "agreedBy", b.at, b.why from json_each(${JSON.stringify(ids)}) j cross join roll_backs b cross join statement_files f
    where b.file_id = j.value and f.id = b.file_id order by b.at`.execute(ledger.db)
  return found.rows
}
