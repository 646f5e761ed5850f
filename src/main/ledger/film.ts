import { type RawBuilder, sql } from 'kysely'
import { Reason } from '../../preload/contract/clearing'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { FilmStanding } from '../../preload/contract/film'
import type { OrderId, ReceiptId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { Reader } from './ledger'

/*
 * A day of clearing as it went: allocations, undos and the audit trail, read in the order of time; nothing is stored for it.
 */

const DAY_MS = 86_400_000

/** From when to when a day lasts in Japan, which has had no summer time since 1951. */
export function dayOf(day: BusinessDate): { from: number; to: number } {
  const from = Date.parse(`${day}T00:00:00+09:00`)
  return { from, to: from + DAY_MS }
}

/** A stretch of time, `after` not included, and whose deeds: part of a name as the audit trail has it. */
export interface Stretch {
  after: number
  before: number
  actor: string
}

const within = (of: RawBuilder<unknown>, { after, before, actor }: Stretch) =>
  sql<boolean>`${of}.at > ${after} and ${of}.at < ${before} ${actor === '' ? sql`` : sql`and instr(${of}.actor, ${actor}) > 0`}`

export interface FilmLink {
  /** Its place in the order of all that the ledger wrote. */
  id: number
  /** What was decided together: the act of a clearing, the deed of an undo. */
  act: number
  receiptId: ReceiptId
  remitterName: string
  amount: Yen
  level: number
  at: Instant
  actor: string
  redone: 0 | 1
  reason: string
}

/** Clearings of a stretch in the order of their making, at most so many. */
export async function filmClearings(ledger: Reader, stretch: Stretch, atMost: number): Promise<FilmLink[]> {
  const found =
    await sql<FilmLink>`select a.id, a.act_id as act, a.receipt_id as "receiptId", r.remitter_name as "remitterName", a.amount, a.level, a.at, a.actor,
      a.redoes is not null as redone, '' as reason
    from allocations a indexed by allocations_at cross join receipts r where r.id = a.receipt_id and ${within(sql`a`, stretch)} order by a.at, a.id limit ${atMost}`.execute(
      ledger.db,
    )
  return found.rows
}

/** Clearings that were taken back in a stretch, in that order. */
export async function filmUndos(ledger: Reader, stretch: Stretch, atMost: number): Promise<FilmLink[]> {
  const found =
    await sql<FilmLink>`select u.entry_id as id, u.deed as act, a.receipt_id as "receiptId", r.remitter_name as "remitterName", a.amount, a.level,
      u.at, u.actor, 0 as redone, u.reason
    from allocation_undos u indexed by allocation_undos_at cross join allocations a cross join receipts r
    where a.id = u.allocation_id and r.id = a.receipt_id and ${within(sql`u`, stretch)} order by u.at, u.entry_id limit ${atMost}`.execute(
      ledger.db,
    )
  return found.rows
}

export interface FilmRecord {
  sequence: number
  stream: string
  at: Instant
  actor: string
  seat: string
  action: string
  subject: string
  detail: string
}

/** What the audit trail tells of clearings, refunds and exceptions in a stretch. */
export async function filmRecords(ledger: Reader, { after, before, actor }: Stretch, atMost: number): Promise<FilmRecord[]> {
  const found = await sql<FilmRecord>`select a.sequence, a.stream, a.at, a.actor, a.seat, a.action, a.subject, a.detail
    from audit_records a indexed by audit_records_at where a.at > ${after} and a.at < ${before} and a.stream in ('clearing', 'refunds')
      and instr(a.actor, ${actor}) > 0 order by a.at, a.stream, a.sequence limit ${atMost}`.execute(ledger.db)
  return found.rows
}

export interface FilmSum {
  clearings: number
  amount: Yen
}

/** How much was cleared by the program and by hand in a stretch, and how much was taken back. */
export async function filmTotals(ledger: Reader, stretch: Stretch): Promise<{ byItself: FilmSum; byHand: FilmSum; undone: FilmSum }> {
  const cleared = await sql<FilmSum & { byHand: 0 | 1 }>`select a.level = 0 as "byHand", count(*) as clearings, sum(a.amount) as amount
    from allocations a indexed by allocations_at where ${within(sql`a`, stretch)} group by a.level = 0`.execute(ledger.db)
  const undone =
    await sql<FilmSum>`select count(*) as clearings, coalesce(sum(a.amount), 0) as amount from allocation_undos u indexed by allocation_undos_at cross join allocations a
    where a.id = u.allocation_id and ${within(sql`u`, stretch)}`.execute(ledger.db)
  const sumOf = (row: FilmSum | undefined): FilmSum => ({ clearings: row?.clearings ?? 0, amount: yen(row?.amount ?? 0) })
  return {
    byItself: sumOf(cleared.rows.find(({ byHand }) => byHand === 0)),
    byHand: sumOf(cleared.rows.find(({ byHand }) => byHand === 1)),
    undone: sumOf(undone.rows[0]),
  }
}

/** Names and amounts of these deposits. */
export async function filmReceipts(
  ledger: Reader,
  ids: readonly number[],
): Promise<Map<number, { id: ReceiptId; remitterName: string; amount: Yen }>> {
  const found = await sql<{ id: ReceiptId; remitterName: string; amount: Yen }>`select r.id, r.remitter_name as "remitterName", r.amount
    from json_each(${JSON.stringify(ids)}) j cross join receipts r where r.id = j.value`.execute(ledger.db)
  return new Map(found.rows.map((row) => [row.id, row]))
}

interface StoodLink {
  orderId: OrderId
  orderNumber: string
  merchantName: string
  orderAmount: Yen
  amount: Yen
  level: number
  evidence: string
  by: string
  at: Instant
  undone: 0 | 1
}

const stood = (at: Instant) =>
  sql`a.at <= ${at} and not exists (select 1 from allocation_undos u where u.allocation_id = a.id and u.at <= ${at})`

/** A deposit and its orders as they stood when this instant was over; null where there is no such deposit. */
export async function filmStanding(ledger: Reader, id: ReceiptId, at: Instant): Promise<FilmStanding | null> {
  const deposits = await sql<FilmStanding['deposit']>`select r.id, r.remitter_name as "remitterName", r.booked_on as "bookedOn", r.amount,
      r.amount - coalesce((select sum(a.amount) from allocations a where a.receipt_id = r.id and ${stood(at)}), 0)
        - coalesce((select sum(e.amount) from item_endings e where e.receipt_id = r.id and e.at <= ${at}
            and not exists (select 1 from item_ending_undos u where u.ending_id = e.id and u.at <= ${at})), 0) as remaining
    from receipts r where r.id = ${id} and r.direction = 'credit'`.execute(ledger.db)
  const [deposit] = deposits.rows
  if (!deposit) return null
  const links =
    await sql<StoodLink>`select a.order_id as "orderId", o.order_number as "orderNumber", m.name as "merchantName", o.amount as "orderAmount", a.amount,
      a.level, a.evidence, a.actor as "by", a.at, not (${stood(at)}) as undone
    from allocations a indexed by allocations_receipt cross join orders o cross join merchants m
    where a.receipt_id = ${id} and a.at <= ${at} and o.id = a.order_id and m.id = o.merchant_id order by a.id`.execute(ledger.db)
  const orderIds = [...new Set(links.rows.map(({ orderId }) => orderId))]
  const cleared = await sql<{ orderId: OrderId; cleared: Yen }>`select a.order_id as "orderId", sum(a.amount) as cleared
    from json_each(${JSON.stringify(orderIds)}) j cross join allocations a indexed by allocations_order where a.order_id = j.value and ${stood(at)} group by a.order_id`.execute(
    ledger.db,
  )
  const clearedTo = new Map(cleared.rows.map((row) => [row.orderId, row.cleared]))
  return {
    deposit,
    orders: orderIds.flatMap((orderId) => {
      const own = links.rows.filter((link) => link.orderId === orderId)
      const [first] = own
      if (!first) return []
      const { orderNumber, merchantName, orderAmount } = first
      return { orderId, orderNumber, merchantName, amount: orderAmount, cleared: clearedTo.get(orderId) ?? yen(0), links: own.map(linkOf) }
    }),
  }
}

const linkOf = ({ amount, level, by, at, evidence, undone }: StoodLink) => ({
  amount,
  level: String(level),
  by,
  at,
  evidence: Reason.array().parse(JSON.parse(evidence)),
  undone: undone === 1,
})
