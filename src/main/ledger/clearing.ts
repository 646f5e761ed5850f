import { sql } from 'kysely'
import type { OpenOrder } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import type { AccountId, MerchantId, OrderId, ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { OrderStatus, ProtectionTrack } from '../../preload/contract/orders'
import type { Reader, Writer } from './ledger'
import { isOpen } from './open-orders'

/* What the clearing desk reads of one deposit, and what it changes besides allocations. */

export interface OpenDeposit {
  receiptId: ReceiptId
  accountId: AccountId
  bookedOn: BusinessDate
  valueOn: BusinessDate
  amount: Yen
  remaining: Yen
  held: boolean
  /** What is left waits to be given back to its payer; it is held for that. */
  refundCandidate: boolean
  note: string
  version: number
  notCustomerMoney: 'correction' | 'returned' | 'uncleared_cheque' | null
  remitterCode: string | null
  remitterName: string
  nameKey: string
  description: string
  edi: string
  remittingBank: string
  remittingBranch: string
  /** Of its virtual account. */
  merchantId: MerchantId | null
}

type FoundDeposit = Omit<OpenDeposit, 'held' | 'refundCandidate'> & { held: number; refundCandidate: number }

const selectOpen = sql<FoundDeposit>`
  select r.id as "receiptId", r.account_id as "accountId", r.booked_on as "bookedOn", r.value_on as "valueOn", r.amount, o.remaining, o.held, o.note,
    o.refund_candidate as "refundCandidate", o.version,
    r.not_customer_money as "notCustomerMoney", r.remitter_code as "remitterCode", r.remitter_name as "remitterName", r.name_key as "nameKey", r.description, r.edi,
    r.remitting_bank as "remittingBank", r.remitting_branch as "remittingBranch", r.merchant_id as "merchantId"
  from open_items o cross join receipts r on r.id = o.receipt_id cross join statement_files f on f.id = r.file_id and f.state <> 'rolling_back'`

const depositOf = (row: FoundDeposit): OpenDeposit => ({ ...row, held: row.held === 1, refundCandidate: row.refundCandidate === 1 })

/** A deposit of which something is left, or null: it was cleared, or is no deposit. */
export async function openDeposit(ledger: Reader, receiptId: ReceiptId): Promise<OpenDeposit | null> {
  const found = await sql<FoundDeposit>`${selectOpen} where o.receipt_id = ${receiptId} and o.side = 'credit'`.execute(ledger.db)
  const row = found.rows[0]
  return row ? depositOf(row) : null
}

/** Waiting deposits that nobody holds, oldest identity first. */
export async function waitingDeposits(ledger: Reader, after: number, atMost: number): Promise<OpenDeposit[]> {
  const found = await sql<FoundDeposit>`${selectOpen}
    where o.receipt_id > ${after} and o.side = 'credit' and o.held = 0 order by o.receipt_id limit ${atMost}`.execute(ledger.db)
  return found.rows.map(depositOf)
}

export async function countOpenDeposits(ledger: Reader): Promise<number> {
  const row = await ledger.db
    .selectFrom('open_items')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('side', '=', 'credit')
    .executeTakeFirst()
  return row?.count ?? 0
}

/** Takes so much off what is left of a deposit; the row goes when nothing is left. */
export async function reduceOpenItem(writer: Writer, receiptId: ReceiptId, remaining: Yen): Promise<void> {
  if (remaining === 0) {
    await writer.db.deleteFrom('open_items').where('receipt_id', '=', receiptId).execute()
    return
  }
  await writer.db
    .updateTable('open_items')
    .set((row) => ({ remaining, version: row('version', '+', 1) }))
    .where('receipt_id', '=', receiptId)
    .execute()
}

/** Puts so much back to what is left of a deposit, and tells what is left now. */
export async function restoreOpenItem(writer: Writer, receiptId: ReceiptId, amount: Yen): Promise<Yen> {
  const rows = await sql<{ remaining: Yen }>`insert into open_items (receipt_id, side, booked_on, amount, remaining)
    select id, direction, booked_on, amount, ${amount} from receipts where id = ${receiptId}
    on conflict (receipt_id) do update set remaining = remaining + excluded.remaining, version = version + 1 returning remaining`.execute(
    writer.db,
  )
  const row = rows.rows[0]
  if (!row) throw new Error(`receipt ${receiptId} is not in the ledger`)
  return row.remaining
}

export async function holdOpenItem(writer: Writer, receiptId: ReceiptId, isHeld: boolean, note: string): Promise<void> {
  await writer.db
    .updateTable('open_items')
    .set((row) => ({ held: isHeld ? 1 : 0, note, version: row('version', '+', 1), ...(isHeld ? {} : { refund_candidate: 0 as const }) }))
    .where('receipt_id', '=', receiptId)
    .execute()
}

/** What is left of a deposit waits to be given back; nobody else takes it meanwhile. */
export async function markRefundCandidate(writer: Writer, receiptId: ReceiptId): Promise<void> {
  await writer.db
    .updateTable('open_items')
    .set((row) => ({ held: 1, refund_candidate: 1, version: row('version', '+', 1) }))
    .where('receipt_id', '=', receiptId)
    .execute()
}

/** An order as the clearing desk shows it beside a deposit. */
export interface CandidateOrder extends OpenOrder {
  merchantName: string
  payerName: string
  payerKana: string
  goods: string
  status: OrderStatus
  amount: Yen
  protection: ProtectionTrack
  version: number
}

type FoundCandidate = Omit<CandidateOrder, 'isWithdrawn'> & { isWithdrawn: 0 | 1 }
const candidateOf = ({ isWithdrawn, ...row }: FoundCandidate): CandidateOrder => ({ ...row, isWithdrawn: isWithdrawn === 1 })

const candidateColumns = sql`o.id, o.merchant_id as "merchantId", o.order_number as "orderNumber", o.reference_key as "referenceKey", o.payer_key as "payerKey",
  o.amount - o.paid_amount as open, o.received_on as "receivedOn", o.due_on as "dueOn", o.payment, m.name as "merchantName", o.payer_name as "payerName",
  o.payer_kana as "payerKana", o.goods, o.status, o.amount, o.protection, o.method, o.version,
  (select i.reference from instructions i where i.order_id = o.id and i.ended_at is null) as "virtualAccount",
  exists (select 1 from instructions i where i.order_id = o.id and i.ended_at is null and i.withdrawn_at is not null) as "isWithdrawn"`

const CANDIDATES_PER_WAY = 40

/**
 * Orders worth showing beside a deposit: those that hold its virtual account or are named in its text, open or not; open ones
 * of its payer, and those of exactly its amount that are over unpaid; open ones of exactly its amount. Each way is bounded, so that a common amount cannot flood the desk.
 */
export async function candidateOrders(
  ledger: Reader,
  deposit: { accountId: AccountId; remitterCode: string | null; nameKey: string; remaining: Yen },
  references: readonly string[],
  learnedPayers: readonly string[] = [],
): Promise<CandidateOrder[]> {
  const limit = sql`limit ${CANDIDATES_PER_WAY}`
  const merchants = sql`cross join merchants m where m.id = o.merchant_id`
  const ways = [
    sql`instructions held indexed by instructions_live cross join orders o ${merchants} and o.id = held.order_id
      and held.reference = ${deposit.remitterCode ?? ''} and held.account_id = ${deposit.accountId} and held.ended_at is null`,
    sql`instructions held indexed by instructions_ended cross join orders o ${merchants} and o.id = held.order_id
      and held.reference = ${deposit.remitterCode ?? ''} and held.account_id = ${deposit.accountId} and held.ended_at is not null order by held.id desc`,
    sql`json_each(${JSON.stringify(learnedPayers)}) j cross join orders o indexed by orders_open_payer ${merchants} and ${isOpen} and o.payer_key = j.value`,
    sql`orders o indexed by orders_reference ${merchants} and ${isOpen} and o.reference_key in (select value from json_each(${JSON.stringify(references)}))`,
    // Of a common name there are thousands: the index alone tells which are nearest, and only those are read.
    sql`json_each((select json_group_array(id) from (select x.id from orders x indexed by orders_open_payer where x.payment in ('unpaid', 'partially_paid') and x.payer_key = ${deposit.nameKey}
      and x.payer_key <> '' order by abs(x.amount - x.paid_amount - ${deposit.remaining}) ${limit}))) given cross join orders o ${merchants} and o.id = given.value`,
    sql`orders o indexed by orders_open_payer ${merchants} and ${isOpen} and o.payer_key >= ${deposit.nameKey.slice(0, 4)}
      and o.payer_key < ${`${deposit.nameKey.slice(0, 4)}\u{ffff}`} and ${deposit.nameKey.length} >= 4`,
    sql`orders o indexed by orders_over_payer ${merchants} and o.amount = ${deposit.remaining} and o.payer_key = ${deposit.nameKey} and o.payer_key <> ''
      and o.payment in ('expired', 'cancelled') order by o.id desc`,
    sql`orders o indexed by orders_open_amount ${merchants} and ${isOpen} and o.amount - o.paid_amount = ${deposit.remaining} order by o.id desc`,
  ]
  const found = new Map<OrderId, CandidateOrder>()
  for (const way of ways) {
    for (const row of (await sql<FoundCandidate>`select ${candidateColumns} from ${way} ${limit}`.execute(ledger.db)).rows)
      found.set(row.id, candidateOf(row))
  }
  return [...found.values()]
}

/** Orders by identity, for what a clerk searched or chose. */
export async function candidateOrdersById(ledger: Reader, ids: readonly OrderId[]): Promise<CandidateOrder[]> {
  const found = await sql<FoundCandidate>`select ${candidateColumns} from json_each(${JSON.stringify(ids)}) j cross join orders o
    cross join merchants m where o.id = j.value and m.id = o.merchant_id`.execute(ledger.db)
  return found.rows.map(candidateOf)
}
