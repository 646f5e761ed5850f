import { type RawBuilder, sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import type { ProtectionDetail, ProtectionRow } from '../../preload/contract/protection'
import { Testimony } from '../../preload/contract/shop'
import { readCursor, writeCursor } from './cursor'
import type { Reader } from './ledger'
import { deadlinesOf } from './protection'

/* Orders whose protection waits for somebody, with what was said of their goods; and how any one order stands with it. */

/** Steps in an order's history in which somebody says something of the goods, or is silent past the last day. */
const sayings: ReadonlyMap<string, Testimony['what']> = new Map([
  ['receipt_confirmed', 'received'],
  ['return_wanted', 'return_wanted'],
  ['not_arrived', 'not_arrived'],
  ['goods_returned', 'goods_returned'],
  ['contested', 'contested'],
  ['merchant_silent', 'merchant_silent'],
])
const ofPayer: ReadonlySet<Testimony['what']> = new Set<Testimony['what']>(['received', 'return_wanted', 'not_arrived'])

interface SaidRow {
  orderId: OrderId
  kind: string
  at: Testimony['at']
  actor: string
  detail: string
}

/** What a step keeps of who said what: the reason in words, and by what means; neither where nobody spoke. */
function spoken(detail: unknown): Pick<Testimony, 'reason' | 'source'> {
  const { reason = '', source = null } = SpokenDetail.parse(detail)
  return { reason, source }
}
const SpokenDetail = Testimony.pick({ reason: true, source: true }).partial()

/** What was said of the goods of these orders, oldest first. */
export async function saidOf(ledger: Reader, ids: readonly OrderId[]): Promise<Map<OrderId, Testimony[]>> {
  const found = await sql<SaidRow>`select e.order_id as "orderId", e.kind, e.at, e.actor, e.detail
    from json_each(${JSON.stringify(ids)}) j cross join order_events e on e.order_id = j.value
    where e.kind in (select value from json_each(${JSON.stringify([...sayings.keys()])})) order by e.id`.execute(ledger.db)
  const said = new Map<OrderId, Testimony[]>(ids.map((id) => [id, []]))
  for (const { orderId, kind, at, actor, detail } of found.rows) {
    const what = sayings.get(kind)
    if (what) said.get(orderId)?.push({ at, what, by: actor, ...spoken(JSON.parse(detail)) })
  }
  return said
}

/** The last that the payer, and the last that the merchant said. */
export function bothSides(said: readonly Testimony[]): { payerSaid: Testimony | null; merchantSaid: Testimony | null } {
  return {
    payerSaid: said.findLast(({ what }) => ofPayer.has(what)) ?? null,
    merchantSaid: said.findLast(({ what }) => !ofPayer.has(what)) ?? null,
  }
}

type Listed = Omit<ProtectionRow, 'payerSaid' | 'merchantSaid' | 'proposed'> & { proposed: number }

export interface ProtectionQuestion {
  protection?: ProtectionRow['protection'] | undefined
  merchantId?: ProtectionRow['merchantId'] | undefined
}

/** The index holds exactly these; the query must say so in the same words. */
const waits = sql`o.protection in ('return_wanted', 'not_arrived', 'contested', 'refund_due') and o.disbursement = 'none'`

function matches({ protection, merchantId }: ProtectionQuestion): RawBuilder<unknown> {
  const own = [
    waits,
    ...(protection ? [sql`o.protection = ${protection}`] : []),
    ...(merchantId ? [sql`o.merchant_id = ${merchantId}`] : []),
  ]
  return sql.join(own, sql` and `)
}

const from = sql`orders o indexed by orders_disputed`
const released = sql`coalesce((select p.amount from released_parts p where p.order_id = o.id), 0)`
const isProposed = sql`exists (select 1 from approvals a indexed by approvals_one_open where a.kind = 'contested_case' and a.subject_id = o.id and a.decision is null)`

/** One page, what a clerk decides first; null for a cursor that is none of this list's. */
export async function listProtection(
  ledger: Reader,
  question: ProtectionQuestion,
  cursor: Cursor | null,
  size: number,
): Promise<{ rows: ProtectionRow[]; next: Cursor | null; matching: CappedCount } | null> {
  const after = cursor === null ? [] : readCursor(cursor)
  if (after === null || (after.length !== 0 && after.length !== 2)) return null
  const onwards = after.length === 0 ? sql`true` : sql`(o.protection, o.id) > (${after[0]}, ${after[1]})`
  const found = await sql<Listed>`select o.id as "orderId", o.order_number as "orderNumber", o.merchant_id as "merchantId",
      (select m.name from merchants m where m.id = o.merchant_id) as "merchantName", o.payer_name as "payerName", o.goods, o.paid_amount as "paidAmount",
      ${released} as "releasedAmount", o.protection, o.version, ${isProposed} as proposed,
      (select d.falls_on from order_deadlines d where d.order_id = o.id and d.kind = 'merchant_answer') as "answerBy"
    from ${from} where ${matches(question)} and ${onwards} order by o.protection, o.id limit ${size + 1}`.execute(ledger.db)
  const page = found.rows.slice(0, size)
  const last = found.rows.length > size ? page.at(-1) : undefined
  const said = await saidOf(
    ledger,
    page.map(({ orderId }) => orderId),
  )
  return {
    rows: page.map((row) => ({ ...row, proposed: row.proposed === 1, ...bothSides(said.get(row.orderId) ?? []) })),
    next: last ? writeCursor([last.protection, last.orderId]) : null,
    matching: await countMatching(ledger, question),
  }
}

async function countMatching(ledger: Reader, question: ProtectionQuestion): Promise<CappedCount> {
  const found = await sql<{ count: number }>`
    select count(*) as count from (select 1 from ${from} where ${matches(question)} limit ${COUNT_CAP + 1})`.execute(ledger.db)
  const count = found.rows[0]?.count ?? 0
  return { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP }
}

/** How many of them wait for a clerk: contested and nobody has proposed an end, or a refund is due. */
export async function protectionWaiting(ledger: Reader): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from ${from}
    where ${waits} and (o.protection = 'refund_due' or (o.protection = 'contested' and not ${isProposed}))`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}

/** The part of a contested order's money that its merchant keeps; nothing where no decision divided it. */
export async function releasedAmountOf(ledger: Reader, orderId: OrderId): Promise<ProtectionRow['releasedAmount'] | null> {
  const row = await ledger.db.selectFrom('released_parts').select('amount').where('order_id', '=', orderId).executeTakeFirst()
  return row?.amount ?? null
}

/** The days that run for an order, in the order in which they come. */
export async function runningDeadlines(ledger: Reader, orderId: OrderId): Promise<ProtectionDetail['deadlines']> {
  const deadlines = await deadlinesOf(ledger, orderId)
  return deadlines.map(({ kind, on }) => ({ kind, on })).sort((a, b) => (a.on < b.on ? -1 : 1))
}
