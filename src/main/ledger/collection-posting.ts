import { sql } from 'kysely'
import type { CollectionKind, CollectionOutcome, Party } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { ClaimId, CollectionFileId, CollectionLineId, EntryId, OrderId, SlipId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'

/* What posting a result file reads and writes besides orders and journal: lines with their slips, what was told before, claims. In bulk. */

/** A line to be posted, with the slip it names, where this bank has issued it. */
export interface LineToPlace {
  readonly id: CollectionLineId
  readonly line: number
  readonly party: Party
  readonly kind: CollectionKind
  readonly payment: string
  readonly amount: Yen
  readonly needsStamp: number
  readonly paidOn: BusinessDate
  readonly transferOn: BusinessDate
  readonly slipId: SlipId | null
  readonly orderId: OrderId | null
  readonly slipAmount: Yen | null
  readonly withdrawnWhy: 'reissued' | 'switched' | null
  /** The payment of this number was confirmed before by another line, whatever that one named. */
  readonly confirmedBefore: number
}

/** One payment: the number its collector gave it; at a till slip and re-issue, day, hour, chain and store. */
const payment = sql`case when l.transaction_id is not null then l.party || ' ' || l.transaction_id else l.reference || ' ' || l.reissue || ' ' || l.paid_on || ' ' || coalesce(l.paid_at, '') || ' ' || l.chain_code || ' ' || l.store_code end`

/** Line `b` tells of the same payment at a till as line `l`. The literals are those that its partial index is declared with. */
export const sameTill = sql`b.transaction_id is null and b.kind = 'confirmed' and b.party = l.party and b.reference = l.reference and b.reissue = l.reissue
      and b.paid_on = l.paid_on and b.paid_at is l.paid_at and b.chain_code = l.chain_code and b.store_code = l.store_code`

/** Digits of a barcode (collection.md §1.1): whose it is, until when, whether it needs a stamp. Who pays another slip's number pays none of ours. */
const isAsPrinted = sql`substr(l.barcode, 3, 6) = s.maker_code and substr(l.barcode, 9, length(s.company_code)) = s.company_code
      and substr(l.barcode, 31, 6) = substr(replace(s.due_on, '-', ''), 3) and l.needs_stamp = s.needs_stamp`

/** The reference of the parcel that a line names, where its merchant has told its number; else the one it names itself. */
const reference = sql`coalesce((select p.reference from tracking_numbers n indexed by tracking_numbers_number cross join slips p not indexed
    where l.tracking_number is not null and n.party = l.party and n.number = l.tracking_number and p.id = n.slip_id), l.reference)`

/** A parcel of one order under the reference of another belongs to nobody. */
const contradicts = sql`l.tracking_number is not null and exists (select 1 from slips q indexed by slips_number
    where q.party = l.party and q.reference = l.reference and q.reissue = l.reissue and q.order_id <> s.order_id)`

const isBefore = sql`b.kind = 'confirmed' and b.id <> l.id
      and (b.file_id = l.file_id and b.line < l.line or exists (select 1 from collection_outcomes y where y.line_id = b.id))`

/** By its own number; at a till, whatever its barcode says of the slip besides its number. */
const confirmedBefore = sql`l.kind = 'confirmed' and case when l.transaction_id is not null
    then exists (select 1 from collection_lines b indexed by collection_lines_transaction
      where b.party = l.party and b.transaction_id = l.transaction_id and b.transaction_id is not null and ${isBefore})
    else exists (select 1 from collection_lines b indexed by collection_lines_till where ${sameTill} and ${isBefore}) end`

/** The next lines of a published file, in their order, each with the slip it names where it was printed so. */
export async function linesToPlace(ledger: Reader, fileId: CollectionFileId, after: number, atMost: number): Promise<LineToPlace[]> {
  const found = await sql<LineToPlace>`
    select l.id, l.line, l.party, l.kind, ${payment} as payment, l.amount, l.needs_stamp as "needsStamp", l.paid_on as "paidOn", coalesce(l.transfer_on, l.made_on, l.paid_on) as "transferOn",
      s.id as "slipId", s.order_id as "orderId", s.amount as "slipAmount", s.withdrawn_why as "withdrawnWhy",
      (${confirmedBefore}) as "confirmedBefore"
    from collection_lines l indexed by collection_lines_file left join slips s indexed by slips_number on s.party = l.party and s.reference = ${reference} and s.reissue = l.reissue
      and case when l.barcode is null then not (${contradicts}) else ${isAsPrinted} end
    where l.file_id = ${fileId} and l.line > ${after} order by l.line limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** What was told before about an order's slips. */
export interface ToldBefore {
  readonly orderId: OrderId
  readonly kind: CollectionKind
  readonly payment: string
  readonly outcome: CollectionOutcome
  readonly lineId: CollectionLineId
}

/** What lines that are posted have told about these orders. */
export async function toldBefore(ledger: Reader, orderIds: readonly OrderId[]): Promise<ToldBefore[]> {
  const found =
    await sql<ToldBefore>`select s.order_id as "orderId", l.kind, ${payment} as payment, x.outcome, x.line_id as "lineId" from json_each(${JSON.stringify(orderIds)}) j
    cross join slips s indexed by slips_order cross join collection_outcomes x indexed by collection_outcomes_slip cross join collection_lines l not indexed
    where s.order_id = j.value and x.slip_id = s.id and l.id = x.line_id`.execute(ledger.db)
  return found.rows
}

/** Which of these orders the merchant has reported as shipped. */
export async function shippedOrders(ledger: Reader, orderIds: readonly OrderId[]): Promise<Set<OrderId>> {
  const found = await sql<{ orderId: OrderId }>`select j.value as "orderId" from json_each(${JSON.stringify(orderIds)}) j
    where exists (select 1 from order_events e where e.order_id = j.value and e.kind = 'shipped')`.execute(ledger.db)
  return new Set(found.rows.map(({ orderId }) => orderId))
}

/** What each line came to. */
export async function placeLines(
  writer: Writer,
  placed: readonly { id: CollectionLineId; slipId: SlipId | null; outcome: CollectionOutcome }[],
): Promise<void> {
  const rows = placed.map(({ id, slipId, outcome }) => [id, slipId, outcome])
  await sql`insert into collection_outcomes (line_id, slip_id, outcome) select value ->> 0, value ->> 1, value ->> 2 from json_each(${JSON.stringify(rows)})`.execute(
    writer.db,
  )
}

/** Lines that waited for a person, and of which another line has told the rest since. Those that were ended already stay as they are. */
export async function endBySequel(writer: Writer, ended: readonly { lineId: CollectionLineId; sequel: CollectionLineId }[]): Promise<void> {
  const rows = ended.map(({ lineId, sequel }) => [lineId, `line:${sequel}`])
  await sql`insert into collection_ends (line_id, ending, order_id, note, actor, at)
    select value ->> 0, 'noted', null, value ->> 1, ${writer.by.actor}, ${writer.at} from json_each(${JSON.stringify(rows)})
    where not exists (select 1 from collection_ends e where e.line_id = value ->> 0)`.execute(writer.db)
}

export interface NewClaim {
  readonly id: ClaimId
  readonly party: Party
  readonly method: PaymentMethod
  readonly orderId: OrderId | null
  /** Null where no result file tells of it; then its origin names it. */
  readonly lineId: CollectionLineId | null
  readonly amount: Yen
  readonly needsStamp: boolean
  readonly paidOn: BusinessDate
  readonly transferOn: BusinessDate
  /** Merchants are paid before the agent has paid. */
  readonly payable: boolean
  readonly entryId: EntryId
}

/** What an agent owes from now on. */
export async function insertClaims(writer: Writer, claims: readonly NewClaim[]): Promise<void> {
  const rows = claims.map(({ id, party, method, orderId, lineId, amount, needsStamp, paidOn, transferOn, payable, entryId }) => [
    ...[id, party, method, orderId, lineId, amount, needsStamp ? 1 : 0, paidOn, transferOn, payable ? 1 : 0, entryId],
  ])
  await sql`insert into claims (id, party, method, order_id, line_id, amount, needs_stamp, paid_on, transfer_on, payable, entry_id)
    select v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7, v ->> 8, v ->> 9, v ->> 10
    from (select value as v from json_each(${JSON.stringify(rows)}))`.execute(writer.db)
}

/** How far a file is posted. */
export async function advanceCollection(writer: Writer, id: CollectionFileId, postedTo: number, finished: boolean): Promise<void> {
  await writer.db
    .updateTable('collection_files')
    .set({ posted_to: postedTo, ...(finished ? { state: 'posted' as const } : {}) })
    .where('id', '=', id)
    .execute()
}

/** What the lines of a file came to, by outcome. */
export async function outcomesOf(ledger: Reader, id: CollectionFileId): Promise<Map<CollectionOutcome, number>> {
  const found = await sql<{ outcome: CollectionOutcome; count: number }>`
    select x.outcome, count(*) as count from collection_lines l indexed by collection_lines_file cross join collection_outcomes x
    where l.file_id = ${id} and x.line_id = l.id group by x.outcome`.execute(ledger.db)
  return new Map(found.rows.map(({ outcome, count }) => [outcome, count]))
}
