import { sql } from 'kysely'
import type { DepositRow } from '../../preload/contract/clearing'
import type { ReceiptId, UserId } from '../../preload/contract/ids'
import type { Reader, Writer } from './ledger'

/* Whose an open deposit is. One row a deposit: what it was before stands in the audit trail. */

/** Of `deposit_assignees g`. */
const nameOf = sql<string | null>`(select u.name from users u where u.id = g.assignee)`

/** An open deposit that is somebody's or nobody's. */
export interface Assignable {
  receiptId: ReceiptId
  assignee: UserId | null
  /** The name of whom it is. */
  to: string | null
  accepted: boolean
}

/** Those of these deposits of which something is left, each with whose it is now. */
export async function assignable(ledger: Reader, receiptIds: readonly ReceiptId[]): Promise<Assignable[]> {
  const found = await sql<
    Omit<Assignable, 'accepted'> & { acceptedAt: number | null }
  >`select i.receipt_id as "receiptId", g.assignee, ${nameOf} as "to",
      g.accepted_at as "acceptedAt" from json_each(${JSON.stringify(receiptIds)}) j cross join open_items i on i.receipt_id = j.value and i.side = 'credit'
      left join deposit_assignees g on g.receipt_id = i.receipt_id`.execute(ledger.db)
  return found.rows.map(({ acceptedAt, ...row }) => ({ ...row, accepted: acceptedAt !== null }))
}

/** Gives these deposits to a person. `accepted`: nobody has to open them first. */
export async function assignDeposits(
  writer: Writer,
  receiptIds: readonly ReceiptId[],
  { to, accepted }: { to: UserId; accepted: boolean },
): Promise<void> {
  await sql`insert into deposit_assignees (receipt_id, assignee, assigned_by, assigned_at, accepted_at)
    select j.value, ${to}, ${writer.by.actor}, ${writer.at}, ${accepted ? writer.at : null} from json_each(${JSON.stringify(receiptIds)}) j where true
    on conflict (receipt_id) do update set assignee = excluded.assignee, assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at,
      accepted_at = excluded.accepted_at`.execute(writer.db)
}

/** Its new owner has opened it. */
export async function acceptDeposit(writer: Writer, receiptId: ReceiptId): Promise<void> {
  await writer.db.updateTable('deposit_assignees').set({ accepted_at: writer.at }).where('receipt_id', '=', receiptId).execute()
}

type Assignment = NonNullable<DepositRow['assignment']>

/** Whose these deposits are, for a page of a list at a time. */
export async function assignmentsOf(ledger: Reader, ids: readonly ReceiptId[]): Promise<Map<ReceiptId, Assignment>> {
  const found = await sql<
    Omit<Assignment, 'accepted'> & { receiptId: ReceiptId; acceptedAt: number | null }
  >`select g.receipt_id as "receiptId",
      ${nameOf} as "to", g.assigned_by as "by", g.assigned_at as "at", g.accepted_at as "acceptedAt"
    from json_each(${JSON.stringify(ids)}) j cross join deposit_assignees g on g.receipt_id = j.value`.execute(ledger.db)
  return new Map(found.rows.map(({ receiptId, acceptedAt, ...row }) => [receiptId, { ...row, accepted: acceptedAt !== null }]))
}
