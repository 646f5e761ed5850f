import { sql } from 'kysely'
import type { Refusal } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import { ordersInDebit } from './debit-runs'
import type { Reader } from './ledger'
import { isAboutToLose } from './roll-backs'

/**
 * Which of these orders stand still: a statement has planned a deposit for them that is not posted yet, or one that paid them is about to be taken
 * out, or a debit of them has no result.
 */
export async function reservedOrders(ledger: Reader, ids: readonly OrderId[]): Promise<Set<OrderId>> {
  const [planned, inDebit] = [await plannedOrders(ledger, ids), await ordersInDebit(ledger, ids)]
  return inDebit.size === 0 ? planned : new Set([...planned, ...inDebit])
}

/** Which of them a statement has planned a deposit for that is in, but not posted yet, or pays by one that is not out yet. */
async function plannedOrders(ledger: Reader, ids: readonly OrderId[]): Promise<Set<OrderId>> {
  const found = await sql<{
    id: OrderId
  }>`select r.planned_order_id as id from json_each(${JSON.stringify(ids)}) j cross join receipts r indexed by receipts_planned
    cross join statement_files f where r.planned_order_id = j.value and f.id = r.file_id and f.state = 'published' and r.line > f.posted_to
    union select j.value from json_each(${JSON.stringify(ids)}) j where ${isAboutToLose(sql`j.value`)}`.execute(ledger.db)
  return new Set(found.rows.map((row) => row.id))
}

/** Why an order stands still, or null: reserved_by_import (a deposit on its way in or out is for it), debit_submitted (its debit has no result). */
export async function standstill(
  ledger: Reader,
  { id, orderNumber }: { id: OrderId; orderNumber: string },
): Promise<Extract<Refusal, { refusal: 'reserved_by_import' | 'debit_submitted' }> | null> {
  if ((await plannedOrders(ledger, [id])).size > 0) return { refusal: 'reserved_by_import', orderNumber }
  return (await ordersInDebit(ledger, [id])).size > 0 ? { refusal: 'debit_submitted', orderNumber } : null
}
