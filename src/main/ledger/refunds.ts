import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../../preload/contract/date'
import {
  type ClaimId,
  type EntryId,
  type MerchantId,
  type OrderId,
  type ReceiptId,
  type ReceivableItemId,
  RefundId,
  type TransferRunId,
} from '../../preload/contract/ids'
import { SettlementAccount } from '../../preload/contract/merchants'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import type { RefundCause, RefundCollection, RefundFilter, RefundKind, RefundState, RefundWay } from '../../preload/contract/refunds'
import { readCursor, writeCursor } from './cursor'
import type { Reader, Writer } from './ledger'

/* Refunds (返金), one row each from the wish to the money's arrival. A row that came back stays; the one that pays it again names it. */

/** A refund as the ledger keeps it. */
export interface StoredRefund {
  id: RefundId
  kind: RefundKind
  way: RefundWay
  cause: RefundCause
  state: RefundState
  merchantId: MerchantId | null
  merchantName: string | null
  orderId: OrderId | null
  orderNumber: string | null
  receiptId: ReceiptId | null
  /** The claim of a collector that goes back, and where it was paid. */
  claimId: ClaimId | null
  collection: RefundCollection | null
  amount: PositiveYen
  payerName: string
  account: SettlementAccount | null
  holderMatches: boolean | null
  source: string
  why: string
  runId: TransferRunId | null
  runName: string | null
  entryId: EntryId | null
  /** What the merchant owes by it. */
  receivableId: ReceivableItemId | null
  replaces: RefundId | null
  madeBy: string
  madeAt: Instant
  version: number
}

/** The columns of its collection; nulls where it is of none. */
type Collected = { [K in Exclude<keyof RefundCollection, 'orderId' | 'orderNumber'>]: RefundCollection[K] | null } & {
  slipOrderId: OrderId | null
  slipOrderNumber: string | null
}

interface Found extends Omit<StoredRefund, 'account' | 'holderMatches' | 'collection'>, Collected {
  account: string | null
  holderMatches: number | null
}

const columns = sql`r.id, r.kind, r.way, r.cause, r.state, r.merchant_id as "merchantId", m.name as "merchantName", r.order_id as "orderId", o.order_number as "orderNumber",
  r.receipt_id as "receiptId", r.claim_id as "claimId", r.amount, r.payer_name as "payerName", r.account, r.holder_matches as "holderMatches", r.source, r.reason as why, r.run_id as "runId",
  t.name as "runName", r.entry_id as "entryId", r.receivable_id as "receivableId", r.replaces, r.made_by as "madeBy", r.made_at as "madeAt", r.version,
  l.id as "lineId", l.party, l.paid_on as "paidOn", coalesce(l.chain_name, l.chain_code, l.party) as "chainName",
  case when l.transaction_id is null then l.reference || '-' || l.reissue else coalesce(nullif(l.reference, ''), l.tracking_number) end as "slipNumber",
  so.id as "slipOrderId", so.order_number as "slipOrderNumber"`
const beside = sql`left join merchants m on m.id = r.merchant_id left join orders o on o.id = r.order_id left join transfer_runs t on t.id = r.run_id
  left join claims c not indexed on c.id = r.claim_id left join collection_lines l not indexed on l.id = c.line_id
  left join collection_outcomes x not indexed on x.line_id = l.id left join slips s not indexed on s.id = x.slip_id left join orders so not indexed on so.id = s.order_id`

function collectionOf({ lineId, party, paidOn, chainName, slipNumber, slipOrderId, slipOrderNumber }: Collected): RefundCollection | null {
  if (lineId === null || party === null || paidOn === null || chainName === null || slipNumber === null) return null
  return { lineId, party, paidOn, chainName, slipNumber, orderId: slipOrderId, orderNumber: slipOrderNumber }
}

function nounOf({
  account,
  holderMatches,
  lineId,
  party,
  paidOn,
  chainName,
  slipNumber,
  slipOrderId,
  slipOrderNumber,
  ...row
}: Found): StoredRefund {
  return {
    ...row,
    collection: collectionOf({ lineId, party, paidOn, chainName, slipNumber, slipOrderId, slipOrderNumber }),
    account: account === null ? null : SettlementAccount.parse(JSON.parse(account)),
    holderMatches: holderMatches === null ? null : holderMatches === 1,
  }
}

/** One refund, or null. */
export async function refundById(ledger: Reader, id: RefundId): Promise<StoredRefund | null> {
  const found = await sql<Found>`select ${columns} from refunds r ${beside} where r.id = ${id}`.execute(ledger.db)
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

/** Refunds by identity, in its order. */
export async function refundsById(ledger: Reader, ids: readonly RefundId[]): Promise<StoredRefund[]> {
  const found =
    await sql<Found>`select ${columns} from json_each(${JSON.stringify(ids)}) j cross join refunds r on r.id = j.value ${beside} order by r.id`.execute(
      ledger.db,
    )
  return found.rows.map(nounOf)
}

/** The live refund that pays this one again, or null. */
export async function replacementOf(ledger: Reader, id: RefundId): Promise<RefundId | null> {
  const found = await sql<{ id: RefundId }>`select id from refunds indexed by refunds_replaced_once
    where replaces = ${id} and replaces is not null and state not in ('rejected', 'withdrawn')`.execute(ledger.db)
  return found.rows[0]?.id ?? null
}

/** What of an order is asked for, on its way or refunded already. */
export async function refundedOf(ledger: Reader, orderId: OrderId): Promise<Yen[]> {
  const found = await sql<{ amount: Yen }>`select amount from refunds where order_id = ${orderId} and replaces is null
    and state not in ('rejected', 'withdrawn')`.execute(ledger.db)
  return found.rows.map(({ amount }) => amount)
}

/** Whether an order was releasable before this refund of it was asked for. */
export async function wasReleasableBefore(ledger: Reader, orderId: OrderId, id: RefundId): Promise<boolean> {
  const found = await sql<{ was: number }>`select detail ->> 'wasReleasable' as was from order_events
    where order_id = ${orderId} and kind = 'refund_requested' and detail ->> 'refundId' = ${id}`.execute(ledger.db)
  return found.rows[0]?.was === 1
}

/** What of the rest of a deposit is asked for and not yet decided. */
export async function requestedOf(ledger: Reader, receiptId: ReceiptId): Promise<Yen> {
  const found = await sql<{ total: Yen }>`select coalesce(sum(amount), 0) as total from refunds
    where receipt_id = ${receiptId} and kind = 'unallocated' and state = 'requested'`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) throw new Error('a sum is always one row')
  return row.total
}

/** Refunds that were agreed to and are in no run, the oldest first. */
export async function approvedRefunds(ledger: Reader, atMost: number): Promise<StoredRefund[]> {
  const found =
    await sql<Found>`select ${columns} from refunds r ${beside} where r.state = 'approved' and r.way = 'transfer' order by r.id limit ${atMost}`.execute(
      ledger.db,
    )
  return found.rows.map(nounOf)
}

export interface NewRefund {
  kind: RefundKind
  way: RefundWay
  cause: RefundCause
  merchantId: MerchantId | null
  orderId: OrderId | null
  receiptId: ReceiptId | null
  claimId: ClaimId | null
  amount: Yen
  payerName: string
  /** Null where it goes back to a card. */
  account: SettlementAccount | null
  holderMatches: boolean | null
  source: string
  why: string
  replaces: RefundId | null
}

/** Writes a wish down. The database refuses more than was paid, than is left of a deposit, or another amount than was collected. */
export async function insertRefund(writer: Writer, refund: NewRefund): Promise<RefundId> {
  const id = RefundId.parse(writer.newId())
  await writer.db
    .insertInto('refunds')
    .values({
      id,
      kind: refund.kind,
      way: refund.way,
      cause: refund.cause,
      merchant_id: refund.merchantId,
      order_id: refund.orderId,
      receipt_id: refund.receiptId,
      claim_id: refund.claimId,
      amount: refund.amount,
      payer_name: refund.payerName,
      account: refund.account && JSON.stringify(refund.account),
      holder_matches: refund.holderMatches === null ? null : refund.holderMatches ? 1 : 0,
      source: refund.source,
      reason: refund.why,
      state: 'requested',
      run_id: null,
      replaces: refund.replaces,
      entry_id: null,
      receivable_id: null,
      made_by: writer.by.actor,
      made_at: writer.at,
    })
    .execute()
  return id
}

/** How a refund goes on. */
export interface RefundChange {
  state: RefundState
  runId?: TransferRunId | null
  entryId?: EntryId
  receivableId?: ReceivableItemId
}

/** Moves refunds on, each one version. */
export async function changeRefunds(writer: Writer, ids: readonly RefundId[], change: RefundChange): Promise<void> {
  const { state, runId, entryId, receivableId } = change
  await writer.db
    .updateTable('refunds')
    .set((row) => ({
      state,
      version: row('version', '+', 1),
      ...(runId === undefined ? {} : { run_id: runId }),
      ...(entryId === undefined ? {} : { entry_id: entryId }),
      ...(receivableId === undefined ? {} : { receivable_id: receivableId }),
    }))
    .where('id', 'in', ids)
    .execute()
}

function matches({ state, kind, merchantId, orderId, receiptId }: RefundFilter): RawBuilder<unknown> {
  const own = [
    sql`true`,
    ...(state ? [sql`r.state = ${state}`] : []),
    ...(kind ? [sql`r.kind = ${kind}`] : []),
    ...(merchantId ? [sql`r.merchant_id = ${merchantId}`] : []),
    ...(orderId ? [sql`r.order_id = ${orderId}`] : []),
    ...(receiptId ? [sql`r.receipt_id = ${receiptId}`] : []),
  ]
  return sql.join(own, sql` and `)
}

/** One page, newest first; null for a cursor that is none of this list's. */
export async function listRefunds(
  ledger: Reader,
  filter: RefundFilter,
  cursor: Cursor | null,
  size: number,
): Promise<{ rows: StoredRefund[]; next: Cursor | null; matching: CappedCount; total: Yen } | null> {
  const after = cursor === null ? [] : readCursor(cursor)
  if (after === null || after.length > 1) return null
  const onwards = after.length === 0 ? sql`true` : sql`r.id < ${after[0]}`
  const found =
    await sql<Found>`select ${columns} from refunds r ${beside} where ${matches(filter)} and ${onwards} order by r.id desc limit ${size + 1}`.execute(
      ledger.db,
    )
  const rows = found.rows.slice(0, size).map(nounOf)
  const last = found.rows.length > size ? rows.at(-1) : undefined
  const counted = await sql<{ count: number; total: Yen }>`select count(*) as count, coalesce(sum(amount), 0) as total
    from (select r.amount from refunds r where ${matches(filter)} limit ${COUNT_CAP + 1})`.execute(ledger.db)
  const { count = 0, total } = counted.rows[0] ?? {}
  if (total === undefined) throw new Error('a sum is always one row')
  return {
    rows,
    next: last ? writeCursor([last.id]) : null,
    matching: { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP },
    total,
  }
}
