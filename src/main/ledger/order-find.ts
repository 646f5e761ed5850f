import { type RawBuilder, sql } from 'kysely'
import type { OrderId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { OrderRow } from '../../preload/contract/orders'
import { type CappedCount, COUNT_CAP } from '../../preload/contract/paging'
import type { Reader } from './ledger'
import { all, conditionsOf, type Filter } from './order-paths'
import { type ListedOrder, listedColumns, orderRowOf } from './order-rows'
import { matchExpression, orderWords, type Search, searchOf } from './order-search'

/*
 * Orders found by the search box, newest first. Words come from the full-text index, an amount from the index of amounts;
 * what either finds is merged. As in a list, a page looks at a bounded number of orders.
 */
export interface SearchQuestion {
  filter: Filter
  search: Search
  /** The last order of the page before. */
  after: OrderId | null
  size: number
}

export interface FoundPage {
  rows: OrderRow[]
  next: OrderId | null
}

const LOOKED_AT_MAX = 1_000
/** The index has ready lists for beginnings of up to three letters; a longer one it must put together from all words that begin so. */
const READY_PREFIX = 3
const PROBED = 500

/** One page of the orders a search finds within a filter. What was probed for the count of the first page need not be again. */
export async function searchPage(ledger: Reader, question: SearchQuestion, probed?: Probed): Promise<FoundPage> {
  const conditions = conditionsOf(question.filter)
  const residual = conditions.filter(({ on }) => on !== 'merchant' || question.search.amount !== null)
  const most = residual.length > 0 ? LOOKED_AT_MAX : question.size + 1
  const byWords = await idsByWords(ledger, question, probed === undefined ? await probeWords(ledger, question) : probed, most)
  const byAmount = await idsOf(ledger, amountSource(question, most), most)
  const merged = [...new Set([...byWords.ids, ...byAmount.ids])].sort((a, b) => b - a)
  const end = nearer(byWords.end, byAmount.end)
  const candidates = end === null ? merged : merged.filter((id) => id >= end)
  const rows = await rowsOf(
    ledger,
    candidates,
    conditions.map((condition) => condition.sql),
    question.size + 1,
  )
  const page = rows.slice(0, question.size)
  return { rows: page, next: rows.length > question.size ? (page.at(-1)?.id ?? null) : end }
}

/** What one index found, and down to which order that is all; null when to the very end. */
interface Found {
  ids: OrderId[]
  end: OrderId | null
}

/** What probeWords found, or null where there was nothing to probe. */
export type Probed = Found | null

/** Down to where two findings are both complete: the newer of their ends. */
function nearer(a: OrderId | null, b: OrderId | null): OrderId | null {
  return a === null || (b !== null && b > a) ? b : a
}

/** How many orders a search finds within a filter: exactly up to the cap, beyond it as "more than". */
export async function countFound(ledger: Reader, filter: Filter, search: Search, probed?: Probed): Promise<CappedCount> {
  const question: SearchQuestion = { filter, search, after: null, size: COUNT_CAP }
  const conditions = conditionsOf(filter).filter(({ on }) => on !== 'merchant' || search.amount !== null)
  const most = conditions.length > 0 ? LOOKED_AT_MAX : COUNT_CAP + 1
  const words = wordsSource(question, probed === undefined ? await probeWords(ledger, question) : probed, most)
  const found = await sql<{ fitting: number; seen: number }>`
    select count(*) filter (where fits) as fitting, count(*) as seen from (
      select ${conditions.length > 0 ? sql`(select ${all(conditions.map((condition) => condition.sql))} from orders o where o.id = found.id)` : sql`1`} as fits from (
        select id from (${words.source}) union select id from (${amountSource(question, most)})
      ) found)`.execute(ledger.db)
  const { fitting = 0, seen = 0 } = found.rows[0] ?? {}
  return { count: Math.min(fitting, COUNT_CAP), capped: seen >= most || words.partial }
}

/** The identities of all that a search finds, before the rest of the filter. */
export function foundOrders(filter: Filter, search: Search): RawBuilder<unknown> {
  const question: SearchQuestion = { filter, search, after: null, size: 0 }
  return sql`select id from (${matchSource(question, search.terms, -1)}) union select id from (${amountSource(question, -1)})`
}

/** Exact number and sum of what a search finds; takes as long as it takes. */
export async function sumFound(ledger: Reader, filter: Filter, search: Search): Promise<{ rows: number; total: Yen }> {
  const found = await sql<{ rows: number; total: number | null }>`
    select count(*) as rows, sum(o.amount) as total from (${foundOrders(filter, search)}) found join orders o on o.id = found.id where ${all(conditionsOf(filter).map((condition) => condition.sql))}`.execute(
    ledger.db,
  )
  return { rows: found.rows[0]?.rows ?? 0, total: yen(found.rows[0]?.total ?? 0) }
}

const none = sql`select 0 as id where false`

function matchSource(
  { filter, after }: Pick<SearchQuestion, 'filter' | 'after'>,
  terms: readonly string[],
  limit: number,
): RawBuilder<unknown> {
  if (terms.length === 0) return none
  const below = after === null ? sql`` : sql`and rowid < ${after}`
  return sql`select rowid as id from order_search where order_search match ${matchExpression(terms, filter.merchantId)} ${below} order by rowid desc limit ${limit}`
}

function amountSource({ search: { amount }, after }: SearchQuestion, limit: number): RawBuilder<unknown> {
  if (amount === null) return none
  const below = after === null ? sql`` : sql`and o.id < ${after}`
  return sql`select o.id from orders o indexed by orders_amount where o.amount = ${amount} ${below} order by o.id desc limit ${limit}`
}

async function idsOf(ledger: Reader, source: RawBuilder<unknown>, limit: number): Promise<Found> {
  const found = await sql<{ id: OrderId }>`select id from (${source})`.execute(ledger.db)
  const ids = found.rows.map((row) => row.id)
  return { ids, end: ids.length === limit ? (ids.at(-1) ?? null) : null }
}

async function idsByWords(ledger: Reader, question: SearchQuestion, probe: Probed, limit: number): Promise<Found> {
  if (probe && (probe.end === null || isCommon(probe))) return probe
  return idsOf(ledger, matchSource(question, question.search.terms, limit), limit)
}

/** Met so often among the newest that the next pages are better found the same way. */
const isCommon = (probe: Found) => probe.ids.length >= PROBED / 5

/** The source of a count. Where a long beginning is so common that it fills the probe, what the probe saw is told as "more than". */
function wordsSource(question: SearchQuestion, probe: Probed, limit: number): { source: RawBuilder<unknown>; partial: boolean } {
  const isPartial = probe !== null && probe.end !== null
  if (probe && (!isPartial || isCommon(probe))) {
    return { source: sql`select value as id from json_each(${JSON.stringify(probe.ids)})`, partial: isPartial }
  }
  return { source: matchSource(question, question.search.terms, limit), partial: false }
}

/**
 * Looks for long beginnings among the newest orders that fit their first three letters. A common one (the year in an order
 * number, the goods everybody buys) is met often enough there; putting its list together would cost by the number of its orders.
 * Null when no term is long.
 */
export async function probeWords(ledger: Reader, question: Omit<SearchQuestion, 'size'>): Promise<Probed> {
  const { terms } = question.search
  if (terms.every((term) => [...term].length <= READY_PREFIX)) return null
  const beginnings = terms.map((term) => [...term].slice(0, READY_PREFIX).join(''))
  const found = await sql<{
    id: OrderId
    order_number: string
    payer_name: string
    payer_kana: string
    goods: string
    merchant_id: ListedOrder['merchant_id']
  }>`
    select o.id, o.order_number, o.payer_name, o.payer_kana, o.goods, o.merchant_id
    from (${matchSource(question, beginnings, PROBED)}) probed cross join orders o on o.id = probed.id order by o.id desc`.execute(
    ledger.db,
  )
  const fitting = found.rows.filter((row) => {
    const words = orderWords({
      merchantId: row.merchant_id,
      orderNumber: row.order_number,
      payerName: row.payer_name,
      payerKana: row.payer_kana,
      goods: row.goods,
    })
    return terms.every((term) => words.some((word) => word.startsWith(term)))
  })
  return { ids: fitting.map((row) => row.id), end: found.rows.length < PROBED ? null : (found.rows.at(-1)?.id ?? null) }
}

async function rowsOf(
  ledger: Reader,
  ids: readonly OrderId[],
  conditions: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<OrderRow[]> {
  const found = await sql<ListedOrder>`
    select ${listedColumns} from json_each(${JSON.stringify(ids)}) j cross join orders o on o.id = j.value where ${all(conditions)} limit ${limit}`.execute(
    ledger.db,
  )
  return found.rows.map(orderRowOf)
}

/** The newest orders a search finds, by identity: for choosing one by hand. */
export async function searchOrderIds(ledger: Reader, text: string, atMost: number): Promise<OrderId[]> {
  const search = searchOf(text)
  if (!search) return []
  const page = await searchPage(ledger, { filter: {}, search, after: null, size: atMost })
  return page.rows.map((row) => row.id)
}
