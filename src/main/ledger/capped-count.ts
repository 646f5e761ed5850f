import { type RawBuilder, sql } from 'kysely'
import { type CappedCount, COUNT_CAP } from '../../preload/contract/paging'
import type { Reader } from './ledger'

/** Counts no further than anybody wants to know. `from`: everything after `select 1`. */
export async function cappedCount(ledger: Reader, from: RawBuilder<unknown>): Promise<CappedCount> {
  const found = await sql<{ count: number }>`select count(*) as count from (select 1 ${from} limit ${COUNT_CAP + 1})`.execute(ledger.db)
  const count = found.rows[0]?.count ?? 0
  return { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP }
}
