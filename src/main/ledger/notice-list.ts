import { type RawBuilder, sql } from 'kysely'
import type { NoticeId } from '../../preload/contract/ids'
import { NoticeDetail, type NoticeFilter, NoticeRow } from '../../preload/contract/notices'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import { readCursor, writeCursor } from './cursor'
import type { Reader } from './ledger'

/* Notices as the desk lists them: newest first, by keyset over their identity. */

const columns = sql`n.id, n.name, n.recipient as "to", n.channel, n.address, n.language, n.merchant_id as "merchantId", n.order_id as "orderId",
  (select m.name from merchants m where m.id = n.merchant_id) as "merchantName", (select o.order_number from orders o where o.id = n.order_id) as "orderNumber",
  n.state, n.attempts, n.next_at as "nextAt", n.delivered_at as "deliveredAt", n.created_at as "createdAt", n.last_error as "lastError", n.version`

/** How each part of a filter is looked up; every index orders by identity within what it finds. The narrowest first. */
const ways = [
  { name: 'orderId', index: 'notices_order', column: 'order_id' },
  { name: 'state', index: 'notices_state', column: 'state' },
  { name: 'merchantId', index: 'notices_merchant', column: 'merchant_id' },
  { name: 'channel', index: 'notices_channel', column: 'channel' },
] as const

function asked(filter: NoticeFilter): { from: RawBuilder<unknown>; within: RawBuilder<unknown>; fits: RawBuilder<boolean> } {
  const parts = ways.flatMap(({ name, index, column }) => {
    const value = filter[name]
    return value === undefined ? [] : { index, condition: sql<boolean>`${sql.ref(`n.${column}`)} = ${value}` }
  })
  if (filter.troubled) parts.unshift({ index: 'notices_state', condition: sql<boolean>`n.state in ('dead', 'unknown')` })
  const [first, ...rest] = parts
  const others = rest.map(({ condition }) => condition)
  return {
    from: first ? sql`notices n indexed by ${sql.id(first.index)}` : sql`notices n`,
    within: first?.condition ?? sql`n.id > 0`,
    fits: others.length > 0 ? sql<boolean>`(${sql.join(others, sql` and `)})` : sql<boolean>`true`,
  }
}

export interface NoticePage {
  rows: NoticeRow[]
  next: Cursor | null
  matching: CappedCount
}

/** One page of the notices that fit; null for a cursor that is none of this list's. */
export async function listNotices(ledger: Reader, filter: NoticeFilter, cursor: Cursor | null, size: number): Promise<NoticePage | null> {
  const before = cursor === null ? Number.MAX_SAFE_INTEGER : readCursor(cursor)?.[0]
  if (typeof before !== 'number') return null
  const { from, within, fits } = asked(filter)
  const found = await sql<NoticeRow>`select ${columns} from ${from} where ${within} and n.id < ${before} and ${fits}
    order by n.id desc limit ${size + 1}`.execute(ledger.db)
  const rows = found.rows.slice(0, size)
  const last = found.rows.length > size ? rows.at(-1) : undefined
  const counted = await sql<{ looked: number; matching: number | null }>`select count(*) as looked, sum(hit) as matching
    from (select ${fits} as hit from ${from} where ${within} limit ${COUNT_CAP + 1})`.execute(ledger.db)
  const { looked = 0, matching = 0 } = counted.rows[0] ?? {}
  return {
    rows: rows.map((row) => NoticeRow.parse(row)),
    next: last ? writeCursor([last.id]) : null,
    matching: { count: Math.min(matching ?? 0, COUNT_CAP), capped: looked > COUNT_CAP },
  }
}

/** One notice with every try, oldest first; null where there is none. */
export async function noticeWithTries(ledger: Reader, id: NoticeId): Promise<{ row: NoticeRow; tries: NoticeDetail['tries'] } | null> {
  const found = await sql<NoticeRow>`select ${columns} from notices n where n.id = ${id}`.execute(ledger.db)
  const row = found.rows[0]
  if (!row) return null
  const tries = await ledger.db
    .selectFrom('notice_tries')
    .select(['at', 'outcome', 'detail'])
    .where('notice_id', '=', id)
    .orderBy('id')
    .execute()
  return { row: NoticeRow.parse(row), tries: NoticeDetail.shape.tries.parse(tries) }
}
