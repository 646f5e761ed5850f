import { type RawBuilder, sql } from 'kysely'
import { type BusinessDate, dateInJapan, type Instant } from '../../preload/contract/date'
import type {
  AccountId,
  MerchantId,
  OrderId,
  PayableItemId,
  PayoutId,
  ReceiptId,
  RefundId,
  TransferId,
  TransferRunId,
} from '../../preload/contract/ids'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import type { DisbursementTrack } from '../../preload/contract/orders'
import type { PayoutState, RunKind, TransferState } from '../../preload/contract/payouts'
import type { Reader, Writer } from './ledger'
import { isElsewhere } from './payout-plan'

/* What has left the bank or is to be seen leaving it: runs and single transfers, found by the amount of a statement's line. */

const inAmounts = (column: RawBuilder<unknown>, amounts: readonly Yen[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify([...new Set(amounts)])}))`
/** Since when the bank may have had the file: when it was sent, not when people had found out that it arrived. */
const deliveredAt = sql`(select max(h.at) from hand_overs h where h.run_id = r.id and h.outcome = 'begun'
  and h.id < (select max(d.id) from hand_overs d where d.run_id = r.id and d.outcome = 'delivered'))`

export interface RunToSee {
  id: TransferRunId
  kind: RunKind
  name: string
  accountId: AccountId
  handedOverOn: BusinessDate
  payOn: BusinessDate
  total: Yen
  seenSingly: number
}

interface RunFound extends Omit<RunToSee, 'handedOverOn'> {
  deliveredAt: Instant | null
}

const onDay = (at: Instant | null, otherwise: BusinessDate): BusinessDate => (at === null ? otherwise : dateInJapan(at))

/** Runs that were handed over, of these totals, with how many of their transfers have been seen by themselves. */
export async function runsToSee(ledger: Reader, totals: readonly Yen[]): Promise<RunToSee[]> {
  const found =
    await sql<RunFound>`select r.id, r.kind, r.name, r.account_id as "accountId", ${deliveredAt} as "deliveredAt", r.pay_on as "payOn", r.total,
      (select count(*) from transfers t where t.run_id = r.id and t.state <> 'handed_over') as "seenSingly"
    from transfer_runs r indexed by transfer_runs_total where r.state = 'handed_over' and ${inAmounts(sql`r.total`, totals)}`.execute(
      ledger.db,
    )
  return found.rows.map(({ deliveredAt: at, ...run }) => ({ ...run, handedOverOn: onDay(at, run.payOn) }))
}

/** One run that was handed over, or null. */
export async function runToSee(ledger: Reader, id: TransferRunId): Promise<RunToSee | null> {
  const total = await ledger.db.selectFrom('transfer_runs').select('total').where('id', '=', id).executeTakeFirst()
  return total ? ((await runsToSee(ledger, [total.total])).find((run) => run.id === id) ?? null) : null
}

export interface StoredTransfer {
  id: TransferId
  runId: TransferRunId
  runName: string
  kind: RunKind
  accountId: AccountId
  handedOverOn: BusinessDate
  payOn: BusinessDate
  payoutId: PayoutId | null
  refundId: RefundId | null
  merchantId: MerchantId | null
  name: string
  holderKana: string
  amount: PositiveYen
  edi: string
  state: TransferState
  /** Of a payout: settled only once all its orders have been told. */
  payoutState: PayoutState | null
  seenOn: BusinessDate | null
}

interface TransferFound extends Omit<StoredTransfer, 'handedOverOn'> {
  deliveredAt: Instant | null
}

const transferColumns = sql`t.id, t.run_id as "runId", r.name as "runName", r.kind, r.account_id as "accountId", ${deliveredAt} as "deliveredAt", r.pay_on as "payOn",
  t.payout_id as "payoutId", t.refund_id as "refundId", (select p.merchant_id from payouts p where p.id = t.payout_id) as "merchantId", t.name,
  json_extract(t.payee, '$.holderKana') as "holderKana", t.amount, t.edi, t.state, (select p.state from payouts p where p.id = t.payout_id) as "payoutState", t.seen_on as "seenOn"`

const transferOf = ({ deliveredAt: at, ...row }: TransferFound): StoredTransfer => ({ ...row, handedOverOn: onDay(at, row.payOn) })

/** Transfers in one of these states, of these amounts. */
export async function transfersOf(ledger: Reader, states: readonly TransferState[], amounts: readonly Yen[]): Promise<StoredTransfer[]> {
  if (amounts.length === 0) return []
  const found = await sql<TransferFound>`select ${transferColumns} from json_each(${JSON.stringify(states)}) j
    cross join transfers t indexed by transfers_state cross join transfer_runs r
    where t.state = j.value and r.id = t.run_id and ${inAmounts(sql`t.amount`, amounts)}`.execute(ledger.db)
  return found.rows.map(transferOf)
}

/** Transfers that were seen to leave, of amounts between these two, the newest first. */
export async function transfersBetween(ledger: Reader, least: Yen, most: Yen, atMost: number): Promise<StoredTransfer[]> {
  const found = await sql<TransferFound>`select ${transferColumns} from json_each('["presumed_paid","confirmed"]') j
    cross join transfers t indexed by transfers_state cross join transfer_runs r
    where t.state = j.value and r.id = t.run_id and t.amount between ${least} and ${most} order by t.id desc limit ${atMost}`.execute(
    ledger.db,
  )
  return found.rows.map(transferOf)
}

/** Transfers of these amounts that have left on this day or later, and may come back. */
export async function transfersLeft(ledger: Reader, amounts: readonly Yen[], since: BusinessDate): Promise<StoredTransfer[]> {
  const transfers = await transfersOf(ledger, ['handed_over', 'presumed_paid', 'confirmed'], amounts)
  return transfers.filter(({ seenOn, handedOverOn }) => (seenOn ?? handedOverOn) >= since)
}

/** Whether any transfer waits to be seen, and whether any has left at all: most days there is nothing to look for. */
export async function lookedFor(ledger: Reader): Promise<{ waiting: boolean; left: boolean }> {
  const found = await sql<{ waiting: number; left: number }>`select exists (select 1 from transfers where state = 'handed_over') as waiting,
    exists (select 1 from transfers where state in ('presumed_paid', 'confirmed')) as left`.execute(ledger.db)
  const row = found.rows[0]
  return { waiting: row?.waiting === 1, left: row?.left === 1 }
}

/** One transfer, or null. */
export async function transferById(ledger: Reader, id: TransferId): Promise<StoredTransfer | null> {
  const found =
    await sql<TransferFound>`select ${transferColumns} from transfers t cross join transfer_runs r where r.id = t.run_id and t.id = ${id}`.execute(
      ledger.db,
    )
  return found.rows[0] ? transferOf(found.rows[0]) : null
}

/** How the transfer of a refund went: when it was seen, and what brought it back. */
export async function returnedTransferOf(
  ledger: Reader,
  refundId: RefundId,
): Promise<{ seenOn: BusinessDate | null; returned: { on: BusinessDate; words: string } | null } | null> {
  const found = await sql<{
    seenOn: BusinessDate | null
    on: BusinessDate | null
    words: string | null
  }>`select t.seen_on as "seenOn", b.booked_on as "on", t.return_reason as words
    from transfers t indexed by transfers_refund_once left join receipts b on b.id = t.returned_by
    where t.refund_id = ${refundId} and t.refund_id is not null and t.state <> 'given_up'`.execute(ledger.db)
  const row = found.rows[0]
  return row ? { seenOn: row.seenOn, returned: row.on === null ? null : { on: row.on, words: row.words ?? '' } } : null
}

/** Marks transfers as seen on a statement; their refunds go with them. Payouts follow once their orders have (settlePayout). */
export async function markSeen(
  writer: Writer,
  which: { runId: TransferRunId } | { transferId: TransferId },
  seen: { receiptId: ReceiptId; on: BusinessDate },
): Promise<RefundId[]> {
  const some = 'runId' in which ? sql`run_id = ${which.runId}` : sql`id = ${which.transferId}`
  const marked = await sql<{
    refundId: RefundId | null
  }>`update transfers set state = 'presumed_paid', receipt_id = ${seen.receiptId}, seen_on = ${seen.on}, version = version + 1
    where ${some} and state = 'handed_over' returning refund_id as "refundId"`.execute(writer.db)
  return marked.rows.flatMap(({ refundId }) => refundId ?? [])
}

/** Marks a transfer as come back by this line, with the bank's words. A run of which nothing else is open is over by it. */
export async function markReturned(writer: Writer, id: TransferId, by: ReceiptId, words: string): Promise<void> {
  const marked = await writer.db
    .updateTable('transfers')
    .set((row) => ({ state: 'returned', returned_by: by, return_reason: words, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .returning('run_id')
    .execute()
  await confirmRuns(
    writer,
    marked.map((row) => row.run_id),
  )
}

/** Payouts of which the transfer has been seen, but not yet all orders have been told, the oldest first. */
export async function payoutsToSettle(ledger: Reader): Promise<{ id: PayoutId; seenOn: BusinessDate }[]> {
  const found = await sql<{ id: PayoutId; seenOn: BusinessDate }>`select p.id, t.seen_on as "seenOn"
    from payouts p indexed by payouts_state cross join transfers t indexed by transfers_payout_once
    where p.state = 'handed_over' and t.payout_id = p.id and t.payout_id is not null and t.state <> 'given_up' and t.state in ('presumed_paid', 'confirmed')
    order by p.id`.execute(ledger.db)
  return found.rows
}

/** Where a walk over the orders of a payout stands: payout and line. */
export type WalkedTo = readonly [payout: number, line: number]

export interface PaidOrder {
  payoutId: PayoutId
  line: number
  orderId: OrderId
  disbursement: DisbursementTrack
}

/**
 * Orders of a payout, with those whose returned money it pays again, in the order of the walk: only those that stand so.
 */
export async function ordersOfPayout(
  ledger: Reader,
  id: PayoutId,
  standing: readonly DisbursementTrack[],
  after: WalkedTo,
  atMost: number,
): Promise<PaidOrder[]> {
  const found = await sql<PaidOrder>`with recursive paid (id) as (
      select ${id} union select i.payout_id from paid cross join payout_lines l cross join payable_items i not indexed
        where l.payout_id = paid.id and l.live = 1 and i.id = l.item_id and i.kind = 'returned_payout')
    select l.payout_id as "payoutId", l.line, l.order_id as "orderId", o.disbursement from paid cross join payout_lines l cross join orders o
    where l.payout_id = paid.id and l.live = 1 and o.id = l.order_id and (l.payout_id, l.line) > (${after[0]}, ${after[1]})
      and o.disbursement in (select value from json_each(${JSON.stringify(standing)})) order by l.payout_id, l.line limit ${atMost}`.execute(
    ledger.db,
  )
  return found.rows
}

/** How a payout goes on after its hand-over. */
export async function setPayoutState(writer: Writer, id: PayoutId, state: 'presumed_paid' | 'confirmed' | 'returned'): Promise<void> {
  await writer.db
    .updateTable('payouts')
    .set((row) => ({ state, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Transfers that were seen on this day or before, and have not come back, the oldest first. */
export async function transfersSeenBy(
  ledger: Reader,
  day: BusinessDate,
  atMost: number,
): Promise<{ id: TransferId; runId: TransferRunId; payoutId: PayoutId | null; refundId: RefundId | null }[]> {
  const found = await sql<{ id: TransferId; runId: TransferRunId; payoutId: PayoutId | null; refundId: RefundId | null }>`
    select t.id, t.run_id as "runId", t.payout_id as "payoutId", t.refund_id as "refundId" from transfers t indexed by transfers_seen
    where t.state = 'presumed_paid' and t.seen_on <= ${day}
      and (t.payout_id is null or (select p.state from payouts p where p.id = t.payout_id) = 'presumed_paid')
    order by t.seen_on, t.id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** These transfers are paid for good; so are their payouts and refunds, and a run of which nothing else is open. */
export async function confirmTransfers(writer: Writer, transfers: Awaited<ReturnType<typeof transfersSeenBy>>): Promise<void> {
  const payouts = transfers.flatMap(({ payoutId }) => payoutId ?? [])
  const refunds = transfers.flatMap(({ refundId }) => refundId ?? [])
  await sql`update transfers set state = 'confirmed', version = version + 1 where id in ${list(transfers.map(({ id }) => id))}`.execute(
    writer.db,
  )
  await sql`update payouts set state = 'confirmed', version = version + 1 where id in ${list(payouts)}`.execute(writer.db)
  await sql`update refunds set state = 'confirmed', version = version + 1 where id in ${list(refunds)} and state = 'presumed_paid'`.execute(
    writer.db,
  )
  await confirmRuns(writer, [...new Set(transfers.map(({ runId }) => runId))])
}

const list = <T>(ids: readonly T[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`

/** Runs of which every transfer is paid for good or has come back are over. */
async function confirmRuns(writer: Writer, runs: readonly TransferRunId[]): Promise<void> {
  await sql`update transfer_runs set state = 'confirmed', version = version + 1 where id in ${list(runs)} and state = 'handed_over'
    and not exists (select 1 from transfers t where t.run_id = transfer_runs.id and t.state not in ('confirmed', 'returned'))`.execute(
    writer.db,
  )
}

export interface ReturnedItem {
  itemId: PayableItemId
  merchantId: MerchantId
  merchantName: string
  runName: string
  amount: Yen
  returnedOn: BusinessDate
  words: string
  isCorrected: number
  isConfirmed: number
}

const RETURNED_MOST = 500

/** Payouts that came back and are in no run again, the oldest first. */
export async function returnedItems(ledger: Reader): Promise<ReturnedItem[]> {
  const found =
    await sql<ReturnedItem>`select i.id as "itemId", i.merchant_id as "merchantId", m.name as "merchantName", r.name as "runName", i.amount,
      i.payable_on as "returnedOn", coalesce(t.return_reason, '') as words, ${isElsewhere} as "isCorrected",
      exists (select 1 from payable_item_releases x where x.item_id = i.id) as "isConfirmed"
    from payable_items i indexed by payable_items_returned_once cross join payouts p cross join transfer_runs r cross join merchants m
      left join transfers t on t.payout_id = p.id and t.state = 'returned'
    where i.kind = 'returned_payout' and i.payout_id is not null and p.id = i.payout_id and r.id = p.run_id and m.id = i.merchant_id
      and not exists (select 1 from payout_lines l where l.item_id = i.id and l.live = 1) and not exists (select 1 from payable_item_ends e where e.item_id = i.id)
    order by i.id limit ${RETURNED_MOST}`.execute(ledger.db)
  return found.rows
}

/** Money in a run that came back before, and who said, if anybody, that it may be paid to the same account again. */
export interface PaidAgain {
  payoutId: PayoutId
  merchantId: MerchantId
  merchantName: string
  amount: Yen
  /** The run it came back from. */
  runName: string
  /** Null: the merchant has another account by now. */
  actor: string | null
  reason: string | null
}

/** What a run pays again of what came back. */
export async function paidAgainIn(ledger: Reader, runId: TransferRunId): Promise<PaidAgain[]> {
  const found =
    await sql<PaidAgain>`select p.id as "payoutId", p.merchant_id as "merchantId", m.name as "merchantName", l.amount, r.name as "runName", x.actor, x.reason
    from payouts p indexed by payouts_run cross join payout_lines l cross join payable_items i not indexed cross join payouts b not indexed
      cross join transfer_runs r not indexed cross join merchants m not indexed left join payable_item_releases x on x.item_id = i.id
    where p.run_id = ${runId} and l.payout_id = p.id and l.live = 1 and i.id = l.item_id and i.kind = 'returned_payout' and b.id = i.payout_id
      and r.id = b.run_id and m.id = p.merchant_id order by p.id, l.line`.execute(ledger.db)
  return found.rows
}

/** Keeps a clerk's word that returned money may be paid to the same account again. */
export async function releaseItem(writer: Writer, itemId: PayableItemId, reason: string): Promise<void> {
  await writer.db.insertInto('payable_item_releases').values({ item_id: itemId, reason, actor: writer.by.actor, at: writer.at }).execute()
}
