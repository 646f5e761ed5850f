import { type RawBuilder, sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { DebitAccountType } from '../../preload/contract/direct-debit'
import type { MandateId, MerchantId, OrderId } from '../../preload/contract/ids'
import type { CappedCount } from '../../preload/contract/paging'
import { cappedCount } from './capped-count'
import type { Reader, Writer } from './ledger'

/* Mandates (口座振替依頼書) by which payers let their accounts be debited, and the customer numbers that shops give with orders. */

/** The account that is debited, and whose it is. */
export interface MandateAccount {
  readonly bankCode: string
  readonly branchCode: string
  readonly accountType: DebitAccountType
  readonly accountNumber: string
  readonly holderKana: string
}

export interface StoredMandate extends MandateAccount {
  readonly id: MandateId
  readonly merchantId: MerchantId
  /** Twenty digits. */
  readonly customerNumber: string
  readonly validFrom: BusinessDate
  readonly recordedBy: string
  readonly recordedAt: Instant
  readonly endedAt: Instant | null
}

export type NewMandateRow = Omit<StoredMandate, 'id' | 'recordedBy' | 'recordedAt' | 'endedAt'>

const columns = sql`m.id, m.merchant_id as "merchantId", m.customer_number as "customerNumber", m.bank_code as "bankCode", m.branch_code as "branchCode",
  m.account_type as "accountType", m.account_number as "accountNumber", m.holder_kana as "holderKana", m.valid_from as "validFrom", m.recorded_by as "recordedBy",
  m.recorded_at as "recordedAt", m.ended_at as "endedAt"`

/** Writes a mandate down. */
export async function insertMandate(writer: Writer, id: MandateId, mandate: NewMandateRow): Promise<void> {
  const { merchantId, customerNumber, bankCode, branchCode, accountType, accountNumber, holderKana, validFrom } = mandate
  await writer.db
    .insertInto('mandates')
    .values({
      ...{
        id,
        merchant_id: merchantId,
        customer_number: customerNumber,
        bank_code: bankCode,
        branch_code: branchCode,
        account_type: accountType,
      },
      ...{
        account_number: accountNumber,
        holder_kana: holderKana,
        valid_from: validFrom,
        recorded_by: writer.by.actor,
        recorded_at: writer.at,
      },
      ...{ ended_at: null, ended_by: null, ended_why: null },
    })
    .execute()
}

export async function endMandate(writer: Writer, id: MandateId, why: string): Promise<void> {
  await writer.db
    .updateTable('mandates')
    .set({ ended_at: writer.at, ended_by: writer.by.actor, ended_why: why })
    .where('id', '=', id)
    .execute()
}

async function oneMandate(ledger: Reader, where: RawBuilder<unknown>): Promise<StoredMandate | null> {
  const found = await sql<StoredMandate>`select ${columns} from mandates m where ${where}`.execute(ledger.db)
  return found.rows[0] ?? null
}

export const mandateById = (ledger: Reader, id: MandateId): Promise<StoredMandate | null> => oneMandate(ledger, sql`m.id = ${id}`)

/** The mandate in force that has this customer number, of whatever merchant. */
export const liveMandate = (ledger: Reader, customerNumber: string): Promise<StoredMandate | null> =>
  oneMandate(ledger, sql`m.customer_number = ${customerNumber} and m.ended_at is null`)

/** Mandates newest first, before the one named; with their merchants' names. */
export async function listMandates(
  ledger: Reader,
  merchantId: MerchantId | undefined,
  before: number | null,
  atMost: number,
): Promise<(StoredMandate & { merchantName: string })[]> {
  const only = merchantId === undefined ? sql`` : sql`and m.merchant_id = ${merchantId}`
  const found = await sql<
    StoredMandate & { merchantName: string }
  >`select ${columns}, h.name as "merchantName" from mandates m cross join merchants h not indexed
    where m.id < ${before ?? Number.MAX_SAFE_INTEGER} ${only} and h.id = m.merchant_id order by m.id desc limit ${atMost}`.execute(
    ledger.db,
  )
  return found.rows
}

export const countMandates = (ledger: Reader, merchantId: MerchantId | undefined): Promise<CappedCount> =>
  cappedCount(ledger, sql`from mandates ${merchantId === undefined ? sql`` : sql`where merchant_id = ${merchantId}`}`)

/** Keeps the customer numbers that shops gave with their orders. */
export async function insertOrderCustomers(
  writer: Writer,
  customers: readonly { orderId: OrderId; customerNumber: string }[],
): Promise<void> {
  const rows = customers.map(({ orderId, customerNumber }) => [orderId, customerNumber])
  await sql`insert into order_customers (order_id, customer_number) select value ->> 0, value ->> 1 from json_each(${JSON.stringify(rows)})`.execute(
    writer.db,
  )
}

/** Codes after which an account is not asked again for the same order. */
const wasRefused = sql`exists (select 1 from debit_lines d indexed by debit_lines_order where d.order_id = o.id and d.mandate_id = m.id
  and d.result in ('2', '3', '4', '8', '9', 'E', 'N'))`

/** The mandate by which an order can be debited on a day: its merchant's, in force then, and not refused for this very order before. */
export function mandateOfOrder(ledger: Reader, orderId: OrderId, debitOn: BusinessDate): Promise<StoredMandate | null> {
  return sql<StoredMandate>`select ${columns} from orders o cross join order_customers k cross join mandates m indexed by mandates_live
    where o.id = ${orderId} and k.order_id = o.id and m.customer_number = k.customer_number and m.ended_at is null and m.merchant_id = o.merchant_id
      and m.valid_from <= ${debitOn} and not ${wasRefused}`
    .execute(ledger.db)
    .then(({ rows }) => rows[0] ?? null)
}

/** The mandate by which an order is debited: of the run it stands in, else the one in force on its day. */
export async function mandateInUse(ledger: Reader, orderId: OrderId, debitOn: BusinessDate): Promise<StoredMandate | null> {
  const asked =
    await sql<StoredMandate>`select ${columns} from debit_lines d indexed by debit_lines_order_once cross join mandates m not indexed
    where d.order_id = ${orderId} and d.result is null and m.id = d.mandate_id`.execute(ledger.db)
  return asked.rows[0] ?? mandateOfOrder(ledger, orderId, debitOn)
}

/** Orders that are to be debited by a mandate and are in no run. */
export async function ordersAwaiting(ledger: Reader, mandateId: MandateId): Promise<OrderId[]> {
  const found = await sql<{
    id: OrderId
  }>`select o.id from mandates m cross join order_customers k indexed by order_customers_number cross join orders o not indexed
    where m.id = ${mandateId} and k.customer_number = m.customer_number and o.id = k.order_id and o.merchant_id = m.merchant_id and o.payment = 'unpaid'
      and o.method = 'direct_debit' and not exists (select 1 from debit_lines d where d.order_id = o.id and d.result is null)`.execute(
    ledger.db,
  )
  return found.rows.map(({ id }) => id)
}
