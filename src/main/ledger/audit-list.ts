import { sql } from 'kysely'
import type { AuditRow } from '../../preload/contract/audit'
import type { BusinessDate } from '../../preload/contract/date'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import { readCursor, writeCursor } from './cursor'
import type { Reader } from './ledger'
import type { AuditRecordRow } from './schema'

/* The audit trail as it is read: newest first, by keyset over (at, stream, sequence). */

export interface AuditQuestion {
  /** Parts of the text, as they stand in the record: `yamada` finds `user:yamada`. */
  actor?: string | undefined
  action?: string | undefined
  subject?: string | undefined
  /** Days in Japan, both included. */
  from?: BusinessDate | undefined
  to?: BusinessDate | undefined
}

export interface AuditPage {
  rows: AuditRow[]
  next: Cursor | null
  matching: CappedCount
}

/** The first instant of a day in Japan, which has had no summer time since 1951. */
const beginningOf = (day: BusinessDate): number => Date.parse(`${day}T00:00:00+09:00`)
const DAY_MS = 86_400_000

function period({ from, to }: AuditQuestion) {
  return sql<boolean>`(a.at >= ${from ? beginningOf(from) : 0} and a.at < ${to ? beginningOf(to) + DAY_MS : Number.MAX_SAFE_INTEGER})`
}

function matches({ actor, action, subject }: AuditQuestion) {
  const parts = [
    ...(actor ? [sql`instr(a.actor, ${actor}) > 0`] : []),
    ...(action ? [sql`instr(a.action, ${action}) > 0`] : []),
    ...(subject ? [sql`instr(a.subject, ${subject}) > 0`] : []),
  ]
  return parts.length > 0 ? sql<boolean>`(${sql.join(parts, sql` and `)})` : sql<boolean>`true`
}

/** One page of the audit trail. A cursor that is none of ours is null. */
export async function listAudit(ledger: Reader, question: AuditQuestion, cursor: Cursor | null, size: number): Promise<AuditPage | null> {
  const after = cursor === null ? [] : readCursor(cursor)
  if (after === null || (after.length !== 0 && after.length !== 3)) return null
  const onwards = after.length === 0 ? sql`true` : sql`(a.at, a.stream, a.sequence) < (${after[0]}, ${after[1]}, ${after[2]})`
  const found = await sql<AuditRecordRow>`select a.* from audit_records a indexed by audit_records_at
    where ${period(question)} and ${matches(question)} and ${onwards}
    order by a.at desc, a.stream desc, a.sequence desc limit ${size + 1}`.execute(ledger.db)
  const page = found.rows.slice(0, size)
  const last = found.rows.length > size ? page.at(-1) : undefined
  return {
    rows: page.map(toRow),
    next: last ? writeCursor([last.at, last.stream, last.sequence]) : null,
    matching: await countMatching(ledger, question),
  }
}

function toRow({ covers: _covers, previous: _previous, detail, ...row }: AuditRecordRow): AuditRow {
  const parsed: unknown = JSON.parse(detail)
  return { ...row, detail: typeof parsed === 'object' && parsed !== null ? { ...parsed } : {} }
}

/** Exact while at most so many records of the period have to be looked at, beyond that as "more than". */
async function countMatching(ledger: Reader, question: AuditQuestion): Promise<CappedCount> {
  const found = await sql<{ examined: number; matching: number }>`select count(*) as examined, coalesce(sum(hit), 0) as matching
    from (select ${matches(question)} as hit from audit_records a indexed by audit_records_at where ${period(question)}
      order by a.at desc limit ${COUNT_CAP + 1})`.execute(ledger.db)
  const { examined = 0, matching = 0 } = found.rows[0] ?? {}
  return { count: Math.min(matching, COUNT_CAP), capped: examined > COUNT_CAP }
}
