import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { AccountId, MerchantId, OrderId } from '../../preload/contract/ids'
import type { Language, PaymentMethod } from '../../preload/contract/merchants'
import { GoodsLine, ShopCard, type ShopEvent, ShopOrder } from '../../preload/contract/shop'
import type { Reader, Writer } from './ledger'

/* Orders that shops post, and as their merchants read them again. */

export interface ShopOrderSource {
  orderId: OrderId
  lines: readonly GoodsLine[]
  language: Language
  returnUrl: string
}

/** Keeps what an order file has no place for: the lines, the payer's language, where the payer goes back to. */
export async function insertShopOrders(writer: Writer, sources: readonly ShopOrderSource[]): Promise<void> {
  const rows = sources.map(({ orderId, lines, language, returnUrl }) => [orderId, JSON.stringify(lines), language, returnUrl])
  await sql`insert into shop_orders (order_id, lines, language, return_url)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${JSON.stringify(rows)})`.execute(writer.db)
}

/** Where the payer of an order goes back to after choosing; empty where the shop named no place. */
export async function returnUrlOf(ledger: Reader, orderId: OrderId): Promise<string> {
  const row = await ledger.db.selectFrom('shop_orders').select('return_url').where('order_id', '=', orderId).executeTakeFirst()
  return row?.return_url ?? ''
}

type Found = Omit<ShopOrder, 'lines' | 'tracks' | 'card'> & ShopOrder['tracks'] & { id: OrderId; lines: string | null; card: string | null }

const selection = sql`o.id, o.order_number as "orderNumber", o.received_on as "receivedOn", o.goods, (select s.lines from shop_orders s where s.order_id = o.id) as lines,
  o.amount, o.paid_amount as "paidAmount", o.method, o.status, o.payer_name as "payerName", o.due_on as "dueOn", o.paid_on as "paidOn", o.payout_on as "payoutOn",
  coalesce((select n.note from merchant_notes n where n.order_id = o.id), '') as note, o.version,
  (select d.falls_on from order_deadlines d where d.order_id = o.id and d.kind = 'window') as "protectedUntil",
  (select e.detail ->> 'reason' from order_events e where e.order_id = o.id and e.kind in ('return_wanted', 'not_arrived') order by e.id desc limit 1) as "returnReason",
  case when o.method in ('card', 'debit') then (select case when p.capture_before is not null then json_object('brand', nullif(p.brand, ''), 'last4', p.last4,
      'captureBefore', strftime('%Y-%m-%dT%H:%M:%fZ', p.capture_before / 1000.0, 'unixepoch')) end
    from card_payments p indexed by card_payments_order where p.order_id = o.id order by p.id desc limit 1) end as card,
  o.acceptance, o.payment, o.protection, o.disbursement`

function nounOf({ id: _, lines, card, acceptance, payment, protection, disbursement, ...row }: Found): ShopOrder {
  const tracks = { acceptance, payment, protection, disbursement }
  return {
    ...row,
    card: card === null ? null : ShopCard.parse(JSON.parse(card)),
    lines: GoodsLine.array().parse(JSON.parse(lines ?? '[]')),
    tracks,
  }
}

/** Orders as their merchant reads them, by identity. */
export async function shopOrders(ledger: Reader, ids: readonly OrderId[]): Promise<Map<OrderId, ShopOrder>> {
  const found =
    await sql<Found>`select ${selection} from json_each(${JSON.stringify(ids)}) j cross join orders o where o.id = j.value`.execute(
      ledger.db,
    )
  return new Map(found.rows.map((row) => [row.id, nounOf(row)]))
}

/** A merchant's order by the shop's number, with its identity; null where this merchant has none of that number. */
export async function shopOrderByNumber(
  ledger: Reader,
  merchantId: MerchantId,
  orderNumber: string,
): Promise<{ id: OrderId; order: ShopOrder } | null> {
  const found =
    await sql<Found>`select ${selection} from orders o where o.merchant_id = ${merchantId} and o.order_number = ${orderNumber}`.execute(
      ledger.db,
    )
  const row = found.rows[0]
  return row ? { id: row.id, order: nounOf(row) } : null
}

/** What happened to an order, as its merchant may see it. */
export async function shopEvents(ledger: Reader, orderId: OrderId): Promise<ShopEvent[]> {
  return ledger.db.selectFrom('order_events').select(['at', 'kind', 'amount']).where('order_id', '=', orderId).orderBy('id').execute()
}

/** What was last reported of an order's shipment, or null. */
export async function lastShipment(ledger: Reader, orderId: OrderId): Promise<{ carrier: string; trackingNumber: string } | null> {
  const found = await sql<{
    carrier: string
    trackingNumber: string
  }>`select detail ->> 'carrier' as carrier, detail ->> 'trackingNumber' as "trackingNumber"
    from order_events where order_id = ${orderId} and kind = 'shipped' order by id desc limit 1`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** What was answered to a request that its merchant gave a name of its own. */
export interface IdempotentAnswer {
  merchantId: MerchantId
  key: string
  bodySha256: string
  orderId: OrderId
  answer: ShopOrder
}

/** What was answered to requests with these keys, by `<merchant> <key>`. */
export async function idempotentAnswers(
  ledger: Reader,
  keys: readonly (readonly [MerchantId, string])[],
): Promise<Map<string, IdempotentAnswer>> {
  const found = await sql<Omit<IdempotentAnswer, 'answer'> & { answer: string }>`
    select r.merchant_id as "merchantId", r.key, r.body_sha256 as "bodySha256", r.order_id as "orderId", r.answer
    from json_each(${JSON.stringify(keys)}) j cross join idempotent_requests r where r.merchant_id = (j.value ->> 0) and r.key = (j.value ->> 1)`.execute(
    ledger.db,
  )
  return new Map(found.rows.map((row) => [`${row.merchantId} ${row.key}`, { ...row, answer: ShopOrder.parse(JSON.parse(row.answer)) }]))
}

/** Remembers what was answered, for requests that come again. */
export async function insertIdempotentAnswers(writer: Writer, answers: readonly IdempotentAnswer[]): Promise<void> {
  const rows = answers.map(({ merchantId, key, bodySha256, orderId, answer }) => [
    merchantId,
    key,
    bodySha256,
    orderId,
    JSON.stringify(answer),
  ])
  await sql`insert into idempotent_requests (merchant_id, key, body_sha256, order_id, answer, at)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ${writer.at} from json_each(${JSON.stringify(rows)})`.execute(
    writer.db,
  )
}

export interface LiveInstruction {
  id: number
  method: PaymentMethod
  accountId: AccountId
  /** Virtual account: branch 3 + number 7 digits. */
  reference: string
  dueOn: BusinessDate
  issuedAt: Instant
  /** The payer has chosen another method since; the order keeps the number all the same. */
  isWithdrawn: boolean
}

/** The transfer an order is, or was, to be paid by: its virtual account, which it keeps for as long as it is open. Null where it has none. */
export async function liveInstruction(ledger: Reader, orderId: OrderId): Promise<LiveInstruction | null> {
  const row = await ledger.db
    .selectFrom('instructions')
    .select([
      'id',
      'method',
      'account_id as accountId',
      'reference',
      'due_on as dueOn',
      'issued_at as issuedAt',
      'withdrawn_at as withdrawnAt',
    ])
    .where('order_id', '=', orderId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const { withdrawnAt, ...instruction } = row
  return { ...instruction, isWithdrawn: withdrawnAt !== null }
}

/** Gives an order its instruction. */
export async function insertInstruction(
  writer: Writer,
  instruction: { orderId: OrderId; method: PaymentMethod; accountId: AccountId; reference: string; dueOn: BusinessDate },
): Promise<void> {
  const { orderId, method, accountId, reference, dueOn } = instruction
  await writer.db
    .insertInto('instructions')
    .values({
      id: writer.newId(),
      order_id: orderId,
      method,
      account_id: accountId,
      reference,
      due_on: dueOn,
      issued_at: writer.at,
      ended_at: null,
    })
    .execute()
}

/** The same instruction until another day: the payer chose the same once more, or came back to it. */
export async function prolongInstruction(writer: Writer, id: number, dueOn: BusinessDate): Promise<void> {
  await writer.db.updateTable('instructions').set({ due_on: dueOn, withdrawn_at: null }).where('id', '=', id).execute()
}

/** The payer chose another method: money that still comes to this virtual account is for a person. */
export async function withdrawInstruction(writer: Writer, id: number): Promise<void> {
  await writer.db.updateTable('instructions').set({ withdrawn_at: writer.at }).where('id', '=', id).execute()
}

/** The order was paid by another method than was chosen last; its last day stays what it was. */
export async function payByMethod(writer: Writer, orderId: OrderId, method: PaymentMethod): Promise<void> {
  await writer.db.updateTable('orders').set({ method }).where('id', '=', orderId).execute()
}

/** The method the payer chose, and until when it is to be paid. */
export async function setMethod(writer: Writer, orderId: OrderId, method: PaymentMethod, dueOn: BusinessDate): Promise<void> {
  await writer.db.updateTable('orders').set({ method, due_on: dueOn }).where('id', '=', orderId).execute()
}
