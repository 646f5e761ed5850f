import { sql } from 'kysely'
import type { Instant } from '../../preload/contract/date'
import type { DepositComment } from '../../preload/contract/desk'
import { DepositCommentId, type ReceiptId } from '../../preload/contract/ids'
import type { Reader, Writer } from './ledger'

/* What people wrote to one another about deposits: only ever added to. */

/** The last thought about `receipts r`, or null. */
export const lastThought = sql<string | null>`(select c.text from deposit_comments c where c.receipt_id = r.id order by c.id desc limit 1)`

/** Adds the same thought about each of these deposits. */
export async function insertComments(writer: Writer, receiptIds: readonly ReceiptId[], text: string): Promise<DepositCommentId[]> {
  const rows = receiptIds.map((receiptId) => [DepositCommentId.parse(writer.newId()), receiptId] as const)
  await sql`insert into deposit_comments (id, receipt_id, actor, at, text)
    select j.value ->> 0, j.value ->> 1, ${writer.by.actor}, ${writer.at}, ${text} from json_each(${JSON.stringify(rows)}) j`.execute(
    writer.db,
  )
  return rows.map(([id]) => id)
}

const COMMENTS_SHOWN = 500

/** What was written about a deposit, the oldest first: at most the newest 500. */
export async function commentsOn(ledger: Reader, receiptId: ReceiptId): Promise<DepositComment[]> {
  const rows = await ledger.db
    .selectFrom('deposit_comments')
    .select(['id', 'actor as by', 'at', 'text'])
    .where('receipt_id', '=', receiptId)
    .orderBy('id', 'desc')
    .limit(COMMENTS_SHOWN)
    .execute()
  return rows.reverse()
}

/** Who cleared this deposit last, or took a clearing of it back, and when; null where nobody did. */
export async function lastActOn(ledger: Reader, receiptId: ReceiptId): Promise<{ by: string; at: Instant } | null> {
  const found = await sql<{ by: string; at: Instant }>`select actor as "by", at from (
      select a.actor, a.at from allocations a where a.receipt_id = ${receiptId}
      union all select u.actor, u.at from allocations a join allocation_undos u on u.allocation_id = a.id where a.receipt_id = ${receiptId})
    order by at desc limit 1`.execute(ledger.db)
  return found.rows[0] ?? null
}
