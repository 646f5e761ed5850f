import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import { type AccountId, type MerchantId, OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { Registration, Tracks } from '../../preload/contract/orders'
import type { Reader, Writer } from './ledger'
import { indexOrders } from './order-search'
import { appendOrderEvents, type EventDraft, type StoredEvent } from './posting'

/* Orders on their way in: everything that must exist together (order, instruction, first event, search words), in bulk. */

export interface NewOrder {
  merchantId: MerchantId
  fileId: number | null
  orderNumber: string
  /** The order number as it is looked for in the free text of a deposit. */
  referenceKey: string
  receivedOn: BusinessDate
  goods: string
  method: PaymentMethod | null
  amount: Yen
  payerName: string
  payerKana: string
  /** The payer's name as deposits are matched by it. */
  payerKey: string
  payerEmail: string
  tracks: Tracks
  dueOn: BusinessDate | null
  note: string
  /** What it is found by (order-search's searchWords). */
  words: string
  /** How it is to be paid: a virtual account, branch 3 + number 7, until the due date. */
  instruction: { accountId: AccountId; reference: string; dueOn: BusinessDate } | null
}

const CHUNK = 10_000

/** Stores orders with their instruction, first event and search words, and tells their identities in the order given. */
export async function insertOrders(writer: Writer, orders: readonly NewOrder[]): Promise<OrderId[]> {
  return (await registerOrders(writer, orders)).map(({ orderId }) => orderId)
}

/** The same, answering the first event of each: who follows up what was stored needs it. */
export async function registerOrders(writer: Writer, orders: readonly NewOrder[]): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  for (let from = 0; from < orders.length; from += CHUNK) events.push(...(await insertChunk(writer, orders.slice(from, from + CHUNK))))
  return events
}

async function insertChunk(writer: Writer, orders: readonly NewOrder[]): Promise<StoredEvent[]> {
  const ids = orders.map(() => OrderId.parse(writer.newId()))
  const numbered = orders.map((order, at) => ({ id: OrderId.parse(ids[at]), order }))
  await insertRows(writer, numbered)
  await insertInstructions(writer, numbered)
  const events = await appendOrderEvents(writer, numbered.map(registrationOf))
  await indexOrders(
    writer,
    numbered.map(({ id, order }) => [id, order.words] as const),
  )
  return events
}

/** Rows handed in as one parameter. Materialised, so that the text of a row is made once and not once for each of its columns. */
function given(rows: readonly unknown[]) {
  return sql`given as materialized (select value as v from json_each(${JSON.stringify(rows)}))`
}

interface Numbered {
  id: OrderId
  order: NewOrder
}

const columns = [
  'id',
  'merchant_id',
  'file_id',
  'order_number',
  'reference_key',
  'received_on',
  'goods',
  'method',
  'amount',
  'payer_name',
  'payer_kana',
  'payer_key',
  'payer_email',
  'acceptance',
  'payment',
  'protection',
  'disbursement',
  'due_on',
  'note',
] as const
const targets = sql.join(columns.map((column) => sql.ref(column)))
const values = sql.join(columns.map((_, at) => sql`v ->> ${sql.lit(at)}`))

async function insertRows(writer: Writer, numbered: readonly Numbered[]): Promise<void> {
  const rows = numbered.map(({ id, order }) => [
    id,
    order.merchantId,
    order.fileId,
    order.orderNumber,
    order.referenceKey,
    order.receivedOn,
    order.goods,
    order.method,
    order.amount,
    order.payerName,
    order.payerKana,
    order.payerKey,
    order.payerEmail,
    order.tracks.acceptance,
    order.tracks.payment,
    order.tracks.protection,
    order.tracks.disbursement,
    order.dueOn,
    order.note,
  ])
  await sql`with ${given(rows)}
    insert into orders (${targets}) select ${values} from given`.execute(writer.db)
}

async function insertInstructions(writer: Writer, numbered: readonly Numbered[]): Promise<void> {
  const rows = numbered.flatMap(({ id, order: { instruction, method } }) =>
    instruction ? [[writer.newId(), id, method, instruction.accountId, instruction.reference, instruction.dueOn]] : [],
  )
  if (rows.length === 0) return
  await sql`with ${given(rows)}
    insert into instructions (id, order_id, method, account_id, reference, due_on, issued_at)
    select v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, ${writer.at} from given`.execute(writer.db)
}

/** How the order arrived, as the tracks' first event tells it: the history alone must imply the tracks. */
function registrationOf({ id, order: { amount, tracks } }: Numbered): EventDraft {
  const registration: Registration = {
    methodFixed: tracks.payment !== 'awaiting_method',
    protectionWished: tracks.protection !== 'none',
    acceptanceRequired: tracks.acceptance !== 'none',
  }
  return { orderId: id, kind: 'registered', amount, receiptId: null, allocationId: null, detail: registration }
}

/** Which of these order numbers the merchant has already. */
export async function knownOrderNumbers(ledger: Reader, merchantId: MerchantId, orderNumbers: readonly string[]): Promise<Set<string>> {
  const found = await sql<{ order_number: string }>`
    select o.order_number from json_each(${JSON.stringify(orderNumbers)}) j
    join orders o on o.merchant_id = ${merchantId} and o.order_number = j.value`.execute(ledger.db)
  return new Set(found.rows.map((row) => row.order_number))
}

/** Records the file that orders came from and tells its identity. */
export async function insertOrderFile(
  writer: Writer,
  file: { merchantId: MerchantId; name: string; sha256: string; rows: number },
): Promise<number> {
  const id = writer.newId()
  await writer.db
    .insertInto('order_files')
    .values({
      id,
      merchant_id: file.merchantId,
      name: file.name,
      sha256: file.sha256,
      rows: file.rows,
      imported_by: writer.by.actor,
      imported_at: writer.at,
    })
    .execute()
  return id
}
