import { sql } from 'kysely'
import type { Instant } from '../../preload/contract/date'
import type { StatementFileId } from '../../preload/contract/ids'
import type { StatementFileRow } from '../../preload/contract/intake'
import { type Yen, ZERO_YEN } from '../../preload/contract/money'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import { readCursor, writeCursor } from './cursor'
import type { Reader } from './ledger'
import type { StatementFileRowStored } from './schema'

interface FileRow extends Omit<StatementFileRow, 'credits' | 'open' | 'rolledBack' | 'state'> {
  state: StatementFileRowStored['state']
  credits: number
  creditAmount: Yen
  askedBy: string | null
  agreedBy: string | null
  at: Instant | null
  why: string | null
}

/** Files that were brought in, newest first, those taken out again among them; null for a cursor that is none of this list's. */
export async function listStatementFiles(
  ledger: Reader,
  asked: { cursor: Cursor | null; size: number },
): Promise<{ rows: StatementFileRow[]; next: Cursor | null; matching: CappedCount } | null> {
  const key = asked.cursor === null ? [Number.MAX_SAFE_INTEGER] : readCursor(asked.cursor)
  const before = key?.[0]
  if (typeof before !== 'number') return null
  const found =
    await sql<FileRow>`select f.id, f.name as "fileName", f.sha256, f.format, f.state, f.imported_by as "importedBy", f.imported_at as "importedAt", f.lines, f.stored,
      f.duplicates, group_concat(distinct d.bank_code || '-' || d.branch_code || '-' || d.account_type || '-' || d.account_number) as accounts,
      min(s.from_on) as "from", max(s.to_on) as "to", coalesce(f.plan ->> '$.credits.count', 0) as credits, coalesce(f.plan ->> '$.credits.amount', 0) as "creditAmount",
      b.asked_by as "askedBy", b.agreed_by as "agreedBy", b.at, b.why
    from statement_files f join statements s on s.file_id = f.id join designated_accounts d on d.id = s.account_id left join roll_backs b on b.file_id = f.id
    where ${wasIn} and f.id < ${before} group by f.id order by f.id desc limit ${asked.size + 1}`.execute(ledger.db)
  const page = found.rows.slice(0, asked.size)
  const open = await openOf(
    ledger,
    page.map(({ id }) => id),
  )
  const last = page.at(-1)
  const more = found.rows.length > asked.size
  const rows = page.map((row) => shown(row, open.get(row.id)))
  return { rows, next: more && last ? writeCursor([last.id]) : null, matching: await countFiles(ledger) }
}

const wasIn = sql<boolean>`f.state in ('published', 'posted', 'rolling_back', 'rolled_back')`

function shown({ state, credits, creditAmount, askedBy, agreedBy, at, why, ...row }: FileRow, open: Tally | undefined): StatementFileRow {
  const isOut = state === 'rolled_back' || state === 'rolling_back'
  return {
    ...row,
    state: isOut ? state : 'in',
    credits: { count: credits, amount: creditAmount },
    open: isOut ? NONE : (open ?? NONE),
    rolledBack: askedBy !== null && agreedBy !== null && at !== null ? { askedBy, agreedBy, at, why: why ?? '' } : null,
  }
}

interface Tally {
  count: number
  amount: Yen
}
const NONE: Tally = { count: 0, amount: ZERO_YEN }

/** What of these files' deposits waits: read from what is open, which is little. */
async function openOf(ledger: Reader, ids: readonly StatementFileId[]): Promise<Map<StatementFileId, Tally>> {
  const found = await sql<Tally & { id: StatementFileId }>`select r.file_id as id, count(*) as count, sum(i.remaining) as amount
    from open_items i indexed by open_items_booked cross join receipts r where i.side = 'credit' and r.id = i.receipt_id
      and r.file_id in (select value from json_each(${JSON.stringify(ids)})) group by r.file_id`.execute(ledger.db)
  return new Map(found.rows.map(({ id, ...open }) => [id, open]))
}

async function countFiles(ledger: Reader): Promise<CappedCount> {
  const { count } = await ledger.db
    .selectFrom('statement_files')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('state', 'in', ['published', 'posted', 'rolling_back', 'rolled_back'])
    .executeTakeFirstOrThrow()
  return { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP }
}
