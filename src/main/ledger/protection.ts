import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { EntryId, OrderId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'
import type { OrderDeadlineRow } from './schema-storefront'

/* Days that end something by themselves, kept beside the orders while they run; what happened stands in the orders' history. */

export type DeadlineRow = Pick<OrderDeadlineRow, 'kind'> & { orderId: OrderId; on: BusinessDate }

/** Sets days, each in the place of an earlier one of its kind. */
export async function setDeadlines(writer: Writer, rows: readonly DeadlineRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into order_deadlines (order_id, kind, falls_on)
    select value ->> 0, value ->> 1, value ->> 2 from json_each(${JSON.stringify(rows.map(({ orderId, kind, on }) => [orderId, kind, on]))}) where true
    on conflict (order_id, kind) do update set falls_on = excluded.falls_on`.execute(writer.db)
}

/** Takes days away that no longer count. */
export async function clearDeadlines(writer: Writer, rows: readonly Omit<DeadlineRow, 'on'>[]): Promise<void> {
  if (rows.length === 0) return
  await sql`delete from order_deadlines where (order_id, kind) in (
    select value ->> 0, value ->> 1 from json_each(${JSON.stringify(rows.map(({ orderId, kind }) => [orderId, kind]))}))`.execute(writer.db)
}

/** Days that bring something by now, earliest first: last days before `ended`, and reminders that have come. */
export async function deadlinesPassed(
  ledger: Reader,
  { today, ended }: { today: BusinessDate; ended: BusinessDate },
  atMost: number,
): Promise<DeadlineRow[]> {
  return ledger.db
    .selectFrom('order_deadlines')
    .select(['order_id as orderId', 'kind', 'falls_on as on'])
    .where('falls_on', '<=', today)
    .where((is) => is.or([is('kind', '=', 'reminder'), is('falls_on', '<', ended)]))
    .orderBy('falls_on')
    .orderBy('kind')
    .orderBy('order_id')
    .limit(atMost)
    .execute()
}

/** The days that run for an order. */
export async function deadlinesOf(ledger: Reader, orderId: OrderId): Promise<DeadlineRow[]> {
  return ledger.db
    .selectFrom('order_deadlines')
    .select(['order_id as orderId', 'kind', 'falls_on as on'])
    .where('order_id', '=', orderId)
    .execute()
}

/** Remembers what of a contested order's money the merchant keeps. */
export async function insertReleasedPart(writer: Writer, part: { orderId: OrderId; amount: Yen; entryId: EntryId }): Promise<void> {
  await writer.db.insertInto('released_parts').values({ order_id: part.orderId, amount: part.amount, entry_id: part.entryId }).execute()
}

/** What merchant and payer said of an order, of these kinds, in the order in which it was said. */
export async function sayings<K extends string>(
  ledger: Reader,
  orderId: OrderId,
  kinds: readonly K[],
): Promise<{ at: Instant; kind: K; reason: string }[]> {
  const found = await sql<{ at: Instant; kind: string; reason: string | null }>`select at, kind, detail ->> 'reason' as reason
    from order_events where order_id = ${orderId} order by id`.execute(ledger.db)
  return found.rows.flatMap(({ at, kind, reason }) => {
    const known = kinds.find((each) => each === kind)
    return known ? [{ at, kind: known, reason: reason ?? '' }] : []
  })
}
