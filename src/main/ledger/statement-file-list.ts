import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { StatementFileId } from '../../preload/contract/ids'
import type { StatementFileRow } from '../../preload/contract/intake'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import type { StatementFormat } from '../../preload/contract/statement'
import { readCursor, writeCursor } from './cursor'
import type { Reader } from './ledger'

interface FileRow {
  id: StatementFileId
  fileName: string
  sha256: string
  format: StatementFormat
  importedBy: string
  importedAt: Instant
  lines: number
  stored: number
  duplicates: number
  accounts: string
  from: BusinessDate
  to: BusinessDate
}

/** Files that were brought in, newest first; null for a cursor that is none of this list's. */
export async function listStatementFiles(
  ledger: Reader,
  asked: { cursor: Cursor | null; size: number },
): Promise<{ rows: StatementFileRow[]; next: Cursor | null; matching: CappedCount } | null> {
  const key = asked.cursor === null ? [Number.MAX_SAFE_INTEGER] : readCursor(asked.cursor)
  const before = key?.[0]
  if (typeof before !== 'number') return null
  const found =
    await sql<FileRow>`select f.id, f.name as "fileName", f.sha256, f.format, f.imported_by as "importedBy", f.imported_at as "importedAt", f.lines, f.stored,
      f.duplicates, group_concat(distinct d.bank_code || '-' || d.branch_code || '-' || d.account_type || '-' || d.account_number) as accounts,
      min(s.from_on) as "from", max(s.to_on) as "to"
    from statement_files f join statements s on s.file_id = f.id join designated_accounts d on d.id = s.account_id
    where f.state in ('published', 'posted') and f.id < ${before} group by f.id order by f.id desc limit ${asked.size + 1}`.execute(
      ledger.db,
    )
  const rows = found.rows.slice(0, asked.size)
  const last = rows.at(-1)
  const more = found.rows.length > asked.size
  return { rows, next: more && last ? writeCursor([last.id]) : null, matching: await countFiles(ledger) }
}

async function countFiles(ledger: Reader): Promise<CappedCount> {
  const { count } = await ledger.db
    .selectFrom('statement_files')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('state', 'in', ['published', 'posted'])
    .executeTakeFirstOrThrow()
  return { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP }
}
