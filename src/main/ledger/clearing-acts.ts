import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { ActId, AllocationId, EntryId, OrderId, ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'

/* Acts of clearing (消込の一件): the allocations of one decision, with what became of each. */

export interface StoredLink {
  allocationId: AllocationId
  actId: ActId
  receiptId: ReceiptId
  remitterName: string
  receiptBookedOn: BusinessDate
  valueOn: BusinessDate
  orderId: OrderId
  orderNumber: string
  merchantName: string
  amount: Yen
  level: number
  evidence: string
  entryId: EntryId
  /** The day of its entry. */
  bookedOn: BusinessDate
  /** Who cleared it, as the audit trail names them. */
  by: string
  at: Instant
  redoes: AllocationId | null
  /** Another has been redone in its place. */
  isRedone: boolean
  undone: { by: string; at: Instant; deed: EntryId } | null
}

interface Found extends Omit<StoredLink, 'isRedone' | 'undone'> {
  redone: 0 | 1
  undoneBy: string | null
  undoneAt: Instant | null
  deed: EntryId | null
}

const columns = sql`a.id as "allocationId", a.act_id as "actId", a.receipt_id as "receiptId", r.remitter_name as "remitterName", r.booked_on as "receiptBookedOn",
  r.value_on as "valueOn", a.order_id as "orderId", o.order_number as "orderNumber", m.name as "merchantName", a.amount, a.level, a.evidence, a.entry_id as "entryId",
  e.booked_on as "bookedOn", a.actor as "by", a.at, a.redoes, exists (select 1 from allocations n indexed by allocations_redone_once where n.redoes = a.id) as redone,
  u.actor as "undoneBy", u.at as "undoneAt", u.deed`
const joined = sql`cross join receipts r cross join orders o cross join merchants m cross join entries e left join allocation_undos u on u.allocation_id = a.id
  where r.id = a.receipt_id and o.id = a.order_id and m.id = o.merchant_id and e.id = a.entry_id`

const nounOf = ({ redone, undoneBy, undoneAt, deed, ...row }: Found): StoredLink => ({
  ...row,
  isRedone: redone === 1,
  undone: undoneBy !== null && undoneAt !== null && deed !== null ? { by: undoneBy, at: undoneAt, deed } : null,
})

/** Every allocation of these acts, in the order of their making. */
export async function linksOfActs(ledger: Reader, ids: readonly ActId[]): Promise<StoredLink[]> {
  const found =
    await sql<Found>`select ${columns} from json_each(${JSON.stringify(ids)}) j cross join allocations f cross join allocations a ${joined}
    and f.id = j.value and a.receipt_id = f.receipt_id and a.act_id = f.id order by a.id`.execute(ledger.db)
  return found.rows.map(nounOf)
}

/** Every allocation of these deposits, in the order of their making. */
export async function linksOfReceipts(ledger: Reader, ids: readonly ReceiptId[]): Promise<StoredLink[]> {
  const found =
    await sql<Found>`select ${columns} from json_each(${JSON.stringify(ids)}) j cross join allocations a ${joined} and a.receipt_id = j.value order by a.id`.execute(
      ledger.db,
    )
  return found.rows.map(nounOf)
}

/** The act of an allocation, or null where there is none. */
export async function actOf(ledger: Reader, id: AllocationId): Promise<ActId | null> {
  const row = await ledger.db.selectFrom('allocations').select('act_id').where('id', '=', id).executeTakeFirst()
  return row?.act_id ?? null
}

/** Links that are looked at for a person's own acts: an act by hand holds at most 50. */
const LINKS_MOST = 500

/** Acts that a person cleared or redid by hand since an instant, the one touched last first. */
export async function ownActs(ledger: Reader, actor: string, since: Instant, atMost: number): Promise<ActId[]> {
  const found = await sql<{
    actId: ActId
  }>`select a.act_id as "actId" from allocations a indexed by allocations_own where a.actor = ${actor} and a.level = 0
    and a.at >= ${since} order by a.id desc limit ${LINKS_MOST}`.execute(ledger.db)
  return [...new Set(found.rows.map(({ actId }) => actId))].slice(0, atMost)
}

/** Writes down what was undone together: each allocation with the entry that reverses its own, and whether its file is on its way out of the books. */
export async function insertUndos(
  writer: Writer,
  undone: readonly { allocationId: AllocationId; entryId: EntryId }[],
  reason: string,
): Promise<void> {
  const deed = undone[0]?.entryId ?? null
  const pairs = JSON.stringify(undone.map(({ allocationId, entryId }) => [allocationId, entryId]))
  await sql`insert into allocation_undos (allocation_id, entry_id, deed, actor, at, reason, rolled_back)
    select a.id, j.value ->> 1, ${deed}, ${writer.by.actor}, ${writer.at}, ${reason}, f.state = 'rolling_back'
    from json_each(${pairs}) j cross join allocations a cross join receipts r cross join statement_files f
    where a.id = j.value ->> 0 and r.id = a.receipt_id and f.id = r.file_id`.execute(writer.db)
}
