import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { addDays, type BusinessDate, type Instant } from '../../preload/contract/date'
import { type AccountId, type ApprovalId, ClosedDayId, type UserId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import { auditHead } from './audit'
import type { Reader, Writer } from './ledger'

/* Closed days (日締め): each with a digest over all accounts as they stood, so that `verify` can tell that nothing was booked on it since. */

/** The last day that is closed and was not opened again; null where none is. */
export async function lastClosedDay(ledger: Reader): Promise<BusinessDate | null> {
  const found = await sql<{ day: BusinessDate }>`select c.day from closed_days c indexed by closed_days_day
    where not exists (select 1 from day_reopenings r where r.closed_day_id = c.id) order by c.day desc limit 1`.execute(ledger.db)
  return found.rows[0]?.day ?? null
}

/** What every account has been debited and credited through a day, by code. */
export async function totalsThrough(ledger: Reader, day: BusinessDate): Promise<{ code: string; debit: Yen; credit: Yen }[]> {
  const found = await sql<{ code: string; debit: Yen; credit: Yen }>`select a.code, sum(b.debit) as debit, sum(b.credit) as credit
    from accounts a cross join balances b where b.account_id = a.id and b.booked_on <= ${day} group by a.id order by a.code`.execute(
    ledger.db,
  )
  return found.rows
}

/** The digest of a day: over the totals of all accounts through it. */
export function dayDigest(day: string, totals: readonly { code: string; debit: number; credit: number }[]): string {
  const hash = createHash('sha256').update(`${day}\n`)
  for (const { code, debit, credit } of totals) hash.update(`${code} ${debit} ${credit}\n`)
  return hash.digest('hex')
}

/**
 * The bank's balance of an account at the end of a day: the last one that a statement through it tells, or the one the account was taken
 * in with, and what the bank's own lines moved since. So there always is one to compare with: inside a statement of several days, after
 * one that tells no balance, and before the first.
 */
export async function bankBalance(
  ledger: Reader,
  { id, openedOn, openingBalance }: { id: AccountId; openedOn: BusinessDate; openingBalance: Yen },
  day: BusinessDate,
): Promise<Yen> {
  const told = await sql<{
    on: BusinessDate
    closing: Yen
  }>`select x.to_on as "on", x.closing from statements x indexed by statements_account cross join statement_files f
    where x.account_id = ${id} and x.to_on <= ${day} and x.closing is not null and f.id = x.file_id and f.state in ('published', 'posted')
    order by x.to_on desc, x.id desc limit 1`.execute(ledger.db)
  const since = told.rows[0] ?? { on: addDays(openedOn, -1), closing: openingBalance }
  const moved = await sql<{
    moved: number
  }>`select coalesce(sum(case l.direction when 'credit' then l.amount else -l.amount end), 0) as moved
    from statements x indexed by statements_account cross join statement_files f cross join receipts l indexed by receipts_statement
    where x.account_id = ${id} and x.to_on > ${since.on} and f.id = x.file_id and f.state in ('published', 'posted')
      and l.statement_id = x.id and l.booked_on > ${since.on} and l.booked_on <= ${day}`.execute(ledger.db)
  return yen(since.closing + (moved.rows[0]?.moved ?? 0))
}

/** What is open of statements' lines on one side. */
export async function openTotals(ledger: Reader, side: 'credit' | 'debit'): Promise<{ open: Yen; lines: number }> {
  const found = await sql<{ open: Yen; lines: number }>`select coalesce(sum(remaining), 0) as open, count(*) as lines
    from open_items indexed by open_items_booked where side = ${side}`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) throw new Error('a sum is always one row')
  return row
}

/** What an account stands at over all days, by code: credits less debits. */
export async function balanceOfCode(ledger: Reader, code: string): Promise<Yen> {
  const found = await sql<{ balance: Yen }>`select coalesce(sum(b.credit - b.debit), 0) as balance from accounts a cross join balances b
    where a.code = ${code} and b.account_id = a.id`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) throw new Error('a sum is always one row')
  return row.balance
}

/** Statement files of which lines wait to be posted, or to be taken out again, by name. */
export async function unpostedFiles(ledger: Reader): Promise<string[]> {
  const rows = await sql<{
    name: string
  }>`select name from statement_files indexed by statement_files_unfinished where state <> 'posted' and state in ('published', 'rolling_back')`.execute(
    ledger.db,
  )
  return rows.rows.map(({ name }) => name)
}

/** Runs that are half posted, half reversed, on their way out at this moment, or in quarantine: nobody knows whether the bank has them. By name. */
export async function unsettledRuns(ledger: Reader): Promise<string[]> {
  const rows = await sql<{ name: string }>`select name from transfer_runs indexed by transfer_runs_state
    where state in ('giving_up', 'handing_over', 'quarantined') or state = 'approved' and posted = 0 order by id`.execute(ledger.db)
  return rows.rows.map(({ name }) => name)
}

export interface StoredClosedDay {
  id: ClosedDayId
  day: BusinessDate
  digest: string
  closedBy: string
  closedAt: Instant
  reopened: { by: string; at: Instant; reason: string } | null
}

const LISTED_MOST = 400

/** Closed days, the last first; those opened again are among them. */
export async function listClosedDays(ledger: Reader): Promise<StoredClosedDay[]> {
  const found = await sql<
    Omit<StoredClosedDay, 'reopened'> & { by: string | null; at: Instant | null; reason: string | null }
  >`select c.id, c.day, c.digest, u.display_name as "closedBy", c.closed_at as "closedAt", r.actor as "by", r.at, r.reason
    from closed_days c cross join users u left join day_reopenings r on r.closed_day_id = c.id where u.id = c.closed_by
    order by c.id desc limit ${LISTED_MOST}`.execute(ledger.db)
  return found.rows.map(({ by, at, reason, ...row }) => ({
    ...row,
    reopened: by === null || at === null ? null : { by, at, reason: reason ?? '' },
  }))
}

/** Closes a day. The database refuses one that is not after the last. */
export async function insertClosedDay(
  writer: Writer,
  closed: { day: BusinessDate; digest: string; figures: object; closedBy: UserId },
): Promise<ClosedDayId> {
  const id = ClosedDayId.parse(writer.newId())
  await writer.db
    .insertInto('closed_days')
    .values({
      id,
      day: closed.day,
      digest: closed.digest,
      head: JSON.stringify(await auditHead(writer, 'journal')),
      figures: JSON.stringify(closed.figures),
      closed_by: closed.closedBy,
      closed_at: writer.at,
    })
    .execute()
  return id
}

/** Opens a closed day again, as was agreed. */
export async function insertReopening(
  writer: Writer,
  reopening: { closedDayId: ClosedDayId; approvalId: ApprovalId; reason: string },
): Promise<void> {
  await writer.db
    .insertInto('day_reopenings')
    .values({
      closed_day_id: reopening.closedDayId,
      approval_id: reopening.approvalId,
      reason: reopening.reason,
      actor: writer.by.actor,
      at: writer.at,
    })
    .execute()
}

/** Who closed a day, as the audit trail names them. */
export async function closerOf(ledger: Reader, id: ClosedDayId): Promise<string> {
  const found = await sql<{ actor: string }>`select 'user:' || u.name as actor from closed_days c cross join users u
    where c.id = ${id} and u.id = c.closed_by`.execute(ledger.db)
  return found.rows[0]?.actor ?? ''
}
