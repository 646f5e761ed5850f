import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { Attempt } from '../../preload/contract/exceptions'
import type { ReceiptId } from '../../preload/contract/ids'
import type { Reader, Writer } from './ledger'

/* What has been tried about lines that nobody could explain, and when to look at them again. */

/** What stands beside an open line besides the bank's own words. */
export interface FollowUp {
  nextOn: BusinessDate | null
  /** The oldest first. */
  attempts: Attempt[]
  /** The last thought about it, or null. */
  thought: string | null
}

export const NOTHING_FOLLOWED: FollowUp = { nextOn: null, attempts: [], thought: null }

/** What has been followed of these lines; one of which nobody did anything is left out. */
export async function followUps(ledger: Reader, ids: readonly ReceiptId[]): Promise<Map<ReceiptId, FollowUp>> {
  const given = sql`json_each(${JSON.stringify(ids)}) j`
  const dates = await sql<{ receiptId: ReceiptId; nextOn: BusinessDate }>`select d.receipt_id as "receiptId", d.next_on as "nextOn"
    from ${given} cross join exception_dates d where d.receipt_id = j.value`.execute(ledger.db)
  const attempts = await sql<
    Attempt & { receiptId: ReceiptId }
  >`select t.receipt_id as "receiptId", t.asked, t.way, t.outcome, t.actor as "by", t.at
    from ${given} cross join exception_attempts t where t.receipt_id = j.value order by t.id`.execute(ledger.db)
  const thoughts = await sql<{ receiptId: ReceiptId; text: string }>`select c.receipt_id as "receiptId", c.text
    from ${given} cross join deposit_comments c where c.receipt_id = j.value order by c.id`.execute(ledger.db)
  const found = new Map<ReceiptId, FollowUp>()
  const of = (id: ReceiptId): FollowUp => {
    const known = found.get(id) ?? { ...NOTHING_FOLLOWED, attempts: [] }
    found.set(id, known)
    return known
  }
  for (const { receiptId, nextOn } of dates.rows) of(receiptId).nextOn = nextOn
  for (const { receiptId, ...attempt } of attempts.rows) of(receiptId).attempts.push(attempt)
  for (const { receiptId, text } of thoughts.rows) of(receiptId).thought = text
  return found
}

/** The names of those of these that are lines of a statement at all, open or not. */
export async function linesNamed(ledger: Reader, ids: readonly ReceiptId[]): Promise<Map<ReceiptId, string>> {
  const found = await sql<{ id: ReceiptId; name: string }>`select r.id, r.remitter_name as name
    from json_each(${JSON.stringify(ids)}) j cross join receipts r where r.id = j.value`.execute(ledger.db)
  return new Map(found.rows.map(({ id, name }) => [id, name]))
}

/** Keeps whom somebody asked, how, and what came of it. */
export async function insertAttempt(
  writer: Writer,
  receiptId: ReceiptId,
  attempt: Pick<Attempt, 'asked' | 'way' | 'outcome'>,
): Promise<void> {
  await writer.db
    .insertInto('exception_attempts')
    .values({ id: writer.newId(), receipt_id: receiptId, actor: writer.by.actor, at: writer.at, ...attempt })
    .execute()
}

/** On that day it is looked at again; null: on none in particular. */
export async function setNextDate(writer: Writer, receiptId: ReceiptId, nextOn: BusinessDate | null): Promise<void> {
  if (nextOn === null) {
    await writer.db.deleteFrom('exception_dates').where('receipt_id', '=', receiptId).execute()
    return
  }
  const kept = { next_on: nextOn, set_by: writer.by.actor, set_at: writer.at }
  await writer.db
    .insertInto('exception_dates')
    .values({ receipt_id: receiptId, ...kept })
    .onConflict((conflict) => conflict.column('receipt_id').doUpdateSet(kept))
    .execute()
}
