import { sql } from 'kysely'
import type { CollectionKind, CollectionOutcome, Party, SlipMethod } from '../../preload/contract/collection'
import type { CollectionFileSummary, SettledTransfer } from '../../preload/contract/collections'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { ClaimId, CollectionFileId, CollectionLineId, MerchantId, OrderId, ReceiptId, RefundId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import type { PaymentTrack } from '../../preload/contract/orders'
import type { CappedCount } from '../../preload/contract/paging'
import { cappedCount } from './capped-count'
import { isGivenBack } from './claims'
import type { Reader } from './ledger'

/* Collections as people read them: files that came in, lines that wait for a person, what agents are expected to transfer. */

/** Files that were brought in, newest first, before the one named. */
export async function collectionFiles(ledger: Reader, before: number | null, atMost: number): Promise<CollectionFileSummary[]> {
  const found =
    await sql<CollectionFileSummary>`select id, method, party, name as "fileName", format, stored, duplicates, imported_by as "importedBy", imported_at as "importedAt"
    from collection_files not indexed where state <> 'staging' and id < ${before ?? Number.MAX_SAFE_INTEGER} order by id desc limit ${atMost}`.execute(
      ledger.db,
    )
  return found.rows
}

export const countCollectionFiles = (ledger: Reader): Promise<CappedCount> =>
  cappedCount(ledger, sql`from collection_files where state <> 'staging'`)

/** A line that nobody could place. */
export interface WaitingLine {
  readonly id: CollectionLineId
  readonly fileId: CollectionFileId
  readonly outcome: CollectionOutcome
  readonly party: Party
  readonly kind: CollectionKind
  readonly amount: PositiveYen
  readonly paidOn: BusinessDate
  readonly paidAt: string | null
  readonly chainCode: string | null
  readonly chainName: string | null
  readonly storeCode: string | null
  readonly transactionId: string | null
  readonly trackingNumber: string | null
  readonly collectedBy: SlipMethod
  readonly reference: string
  readonly reissue: number
  readonly fileName: string
  readonly importedAt: Instant
  readonly orderId: OrderId | null
  readonly orderNumber: string
  readonly merchantId: MerchantId
  readonly merchantName: string
  readonly payerName: string
  readonly orderAmount: PositiveYen
  readonly method: PaymentMethod | null
  readonly payment: PaymentTrack
  readonly slipAmount: PositiveYen
  /** The claim whose money waits for an owner; null where the line brings none, or it has one. */
  readonly claimId: ClaimId | null
  /** The refund of it that was asked for. */
  readonly refundId: RefundId | null
}

const selection = sql`select l.id, l.file_id as "fileId", x.outcome, l.party, l.kind, l.amount, l.paid_on as "paidOn", l.paid_at as "paidAt", l.chain_code as "chainCode",
    l.chain_name as "chainName", l.store_code as "storeCode", l.transaction_id as "transactionId", l.tracking_number as "trackingNumber", f.method as "collectedBy", l.reference, l.reissue, f.name as "fileName", f.imported_at as "importedAt", o.id as "orderId",
    o.order_number as "orderNumber", o.merchant_id as "merchantId", m.name as "merchantName", o.payer_name as "payerName", o.amount as "orderAmount", o.method, o.payment,
    s.amount as "slipAmount", (select c.id from claims c where c.line_id = l.id and c.order_id is null and c.withdrawn_by is null) as "claimId",
    (select r.id from claims c cross join refunds r indexed by refunds_claim where c.line_id = l.id and r.claim_id = c.id and r.claim_id is not null
      and r.replaces is null and r.state not in ('rejected', 'withdrawn')) as "refundId"`
const from = sql`cross join collection_files f not indexed on f.id = l.file_id left join slips s not indexed on s.id = x.slip_id
    left join orders o not indexed on o.id = s.order_id left join merchants m not indexed on m.id = o.merchant_id`
/** The literal that the partial index of what waits is declared with. */
const waits = sql`x.outcome not in ('paid', 'preliminary', 'withdrawn', 'superseded', 'refused_at_door') and not exists (select 1 from collection_ends e where e.line_id = x.line_id)
    and not exists (select 1 from claims c where c.line_id = x.line_id and ${isGivenBack})`

/** Lines that wait for a person, the oldest first, after the one named. */
export async function waitingLines(ledger: Reader, after: number | null, atMost: number): Promise<WaitingLine[]> {
  const ids = await sql<{ id: CollectionLineId }>`select x.line_id as id from collection_outcomes x indexed by collection_outcomes_waiting
    where ${waits} and x.line_id > ${after ?? 0} order by x.line_id limit ${atMost}`.execute(ledger.db)
  const found =
    await sql<WaitingLine>`${selection} from json_each(${JSON.stringify(ids.rows.map(({ id }) => id))}) j cross join collection_outcomes x not indexed
    cross join collection_lines l not indexed ${from} where x.line_id = j.value and l.id = x.line_id order by l.id`.execute(ledger.db)
  return found.rows
}

export const countWaitingLines = (ledger: Reader): Promise<CappedCount> =>
  cappedCount(ledger, sql`from collection_outcomes x indexed by collection_outcomes_waiting where ${waits}`)

/** One line that waits for a person; null where it does not. */
export async function waitingLine(ledger: Reader, id: CollectionLineId): Promise<WaitingLine | null> {
  const found = await sql<WaitingLine>`${selection} from collection_outcomes x not indexed cross join collection_lines l not indexed ${from}
    where x.line_id = ${id} and l.id = x.line_id and ${waits}`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** So many open claims of one agent and day with the same amount. */
export interface OpenClaims {
  readonly party: Party
  readonly transferOn: BusinessDate
  readonly amount: Yen
  readonly needsStamp: boolean
  /** Its collector has withdrawn it: it is taken back with it, and nothing is kept of it. */
  readonly isWithdrawn: boolean
  readonly count: number
  readonly unapplied: number
}

/** What agents owe, by agent, day of transfer and amount; of one agent where it is named. */
export async function openClaims(ledger: Reader, of?: Party): Promise<OpenClaims[]> {
  const only = of ? sql`and party = ${of}` : sql``
  const found = await sql<Omit<OpenClaims, 'needsStamp' | 'isWithdrawn'> & { needsStamp: number; isWithdrawn: number }>`
    select party, transfer_on as "transferOn", amount, needs_stamp as "needsStamp", withdrawn_by is not null as "isWithdrawn", count(*) as count,
      sum(order_id is null and withdrawn_by is null and not ${isGivenBack}) as unapplied
    from claims c indexed by claims_open where settlement_id is null ${only} group by party, transfer_on, amount, needs_stamp, withdrawn_by is not null`.execute(
    ledger.db,
  )
  return found.rows.map((row) => ({ ...row, needsStamp: row.needsStamp === 1, isWithdrawn: row.isWithdrawn === 1 }))
}

/** A deposit that may be an agent's transfer. */
export interface LikelyDeposit {
  readonly receiptId: ReceiptId
  readonly bookedOn: BusinessDate
  readonly name: string
  readonly remaining: PositiveYen
  readonly version: number
}

/** Deposits of about this amount of which nothing is used yet. */
export async function likelyDeposits(ledger: Reader, from: number, to: number, atMost: number): Promise<LikelyDeposit[]> {
  const found =
    await sql<LikelyDeposit>`select i.receipt_id as "receiptId", i.booked_on as "bookedOn", r.remitter_name as name, i.remaining, i.version
    from open_items i indexed by open_items_amount cross join receipts r not indexed on r.id = i.receipt_id
    where i.side = 'credit' and i.amount between ${from} and ${to} and i.remaining = i.amount and i.held = 0 order by i.receipt_id desc limit ${atMost}`.execute(
      ledger.db,
    )
  return found.rows
}

/** Transfers that were cleared, newest first, before the one named. */
export async function settledTransfers(ledger: Reader, before: number | null, atMost: number): Promise<SettledTransfer[]> {
  const found =
    await sql<SettledTransfer>`select s.id, s.party, s.transfer_on as "transferOn", r.booked_on as "bookedOn", s.claims, s.gross, s.deductions, s.fees, s.tax,
      s.stamp_duty as "stampDuty", s.net, s.expected, s.reason, s.actor as "settledBy", s.at as "settledAt"
    from collection_settlements s not indexed cross join receipts r not indexed on r.id = s.receipt_id where s.id < ${before ?? Number.MAX_SAFE_INTEGER} order by s.id desc limit ${atMost}`.execute(
      ledger.db,
    )
  return found.rows
}

export const countSettledTransfers = (ledger: Reader): Promise<CappedCount> => cappedCount(ledger, sql`from collection_settlements`)
