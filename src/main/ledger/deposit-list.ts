import { type RawBuilder, sql } from 'kysely'
import type { DepositRow, DepositState } from '../../preload/contract/clearing'
import type { MerchantId, ReceiptId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import { cappedCount } from './capped-count'
import { readCursor, writeCursor } from './cursor'
import { assignmentsOf } from './deposit-assignees'
import { lastThought } from './deposit-comments'
import {
  amountOf,
  type DepositQuestion,
  type DepositSet,
  type DepositSort,
  depositSets,
  isOpenOnly,
  isPostedCredit,
  matches,
  period,
} from './deposit-filter'
import { wordSet } from './deposit-search'
import type { Reader } from './ledger'
import type { Flag } from './schema'

/* The list of deposits, by keyset: a page deep down costs as much as the first, whatever it is sorted and filtered by. */

/** What of a deposit stands in its own row and its open item; where it was cleared to is read apart, for a page at a time. */
interface ListedRow extends Omit<DepositRow, 'state' | 'merchantName' | 'orderNumber' | 'assignment' | 'refundCandidate'> {
  refundCandidate: Flag
  nameKey: string
  held: Flag
  ownMerchant: string | null
}

export const depositColumns = sql`r.id, r.account_id as "accountId", r.booked_on as "bookedOn", r.value_on as "valueOn", r.amount,
  coalesce(i.remaining, 0) as remaining, r.remitter_name as "remitterName", r.remitting_bank as "remittingBank", r.remitting_branch as "remittingBranch",
  r.description, r.edi, r.remitter_code as "virtualAccount", r.kind, coalesce(i.version, 0) as version, coalesce(${lastThought}, i.note, '') as note,
  coalesce(i.held, 0) as held, coalesce(i.refund_candidate, 0) as "refundCandidate", r.name_key as "nameKey", (select name from merchants where id = r.merchant_id) as "ownMerchant"`

const sorts = {
  booked: {
    index: sql`receipts_booked`,
    key: sql`r.booked_on`,
    open: { index: sql`open_items_booked`, key: sql`i.booked_on` },
    of: (row: ListedRow) => row.bookedOn,
  },
  amount: {
    index: sql`receipts_amount`,
    key: sql`r.amount`,
    open: { index: sql`open_items_amount`, key: sql`i.amount` },
    of: (row: ListedRow) => row.amount,
  },
  remitter: { index: sql`receipts_name`, key: sql`r.name_key`, open: null, of: (row: ListedRow) => row.nameKey },
} as const

/** Where the rows come from, and what they are ordered by there. */
interface Source {
  from: RawBuilder<unknown>
  key: RawBuilder<unknown>
  id: RawBuilder<unknown>
}

/** A set of at most so many deposits is fetched whole and sorted; a larger one is met soon enough while reading in order. */
const SET_SORTED_MAX = 5000

/** The first set of the filter that is small, or null. Costs one bounded index look-up per set. */
async function smallSet(ledger: Reader, question: DepositQuestion, sort: DepositSort): Promise<DepositSet | null> {
  for (const { set, tooLarge } of depositSets(question, sorts[sort].open === null)) {
    if (tooLarge && (await tooLarge.execute(ledger.db)).rows[0]?.large === 1) continue
    if (await holdsAtMost(ledger, set, SET_SORTED_MAX)) return set
  }
  return question.search.length > 1 ? smallIntersection(ledger, question.search.map(wordSet)) : null
}

async function holdsAtMost(ledger: Reader, set: DepositSet, most: number): Promise<boolean> {
  const counted = await sql<{ rows: number }>`select count(*) as rows from (${set} limit ${most + 1})`.execute(ledger.db)
  return (counted.rows[0]?.rows ?? 0) <= most
}

/** Sets of at most so many are intersected where none is small by itself; of larger ones the list in its order meets enough. */
const SET_INTERSECTED_MAX = 100_000

/** What several words find together, each of them much; null where that is much as well. */
export async function smallIntersection(ledger: Reader, sets: readonly DepositSet[]): Promise<DepositSet | null> {
  const intersected: DepositSet[] = []
  for (const set of sets) if (await holdsAtMost(ledger, set, SET_INTERSECTED_MAX)) intersected.push(set)
  const both: DepositSet = sql`${sql.join(
    intersected.map((set) => sql`select id from (${set})`),
    sql` intersect `,
  )}`
  return intersected.length > 1 && (await holdsAtMost(ledger, both, SET_SORTED_MAX)) ? both : null
}

const leftJoinItems = sql`left join open_items i on i.receipt_id = r.id`
// CROSS JOIN keeps SQLite from turning the order round: from the few to the many, or in the order of the list.
const openItems = sql`cross join open_items i on i.receipt_id = r.id`
const creditItems = (index: RawBuilder<unknown>) =>
  sql`open_items i indexed by ${index} cross join receipts r not indexed on r.id = i.receipt_id and i.side = 'credit'`
const receiptsBy = (index: RawBuilder<unknown>) => sql`receipts r indexed by ${index}`
// NOT INDEXED leaves only the identity: a planner that thinks the table small would walk an index for each of the few.
const receiptsOf = (set: RawBuilder<unknown>) =>
  sql`(select distinct id from (${set})) given cross join receipts r not indexed on r.id = given.id`

/** Where a page is read from: a small set sorted, the open items in their order, or all deposits in theirs. */
function pageSource(question: DepositQuestion, set: DepositSet | null, sort: DepositSort): Source {
  const { index, key, open } = sorts[sort]
  const openOnly = isOpenOnly(question)
  if (!set && openOnly && open) return { from: creditItems(open.index), key: open.key, id: sql`i.receipt_id` }
  return { from: sql`${set ? receiptsOf(set) : receiptsBy(index)} ${openOnly ? openItems : leftJoinItems}`, key, id: sql`r.id` }
}

/** Where matching deposits are counted: in the smallest place that holds them all, whatever the list is sorted by. */
function countSource(question: DepositQuestion, set: DepositSet | null): RawBuilder<unknown> {
  const openOnly = isOpenOnly(question)
  if (set) return sql`${receiptsOf(set)} ${openOnly ? openItems : leftJoinItems}`
  if (openOnly) return creditItems(sorts.booked.open.index)
  const [word] = question.search
  return sql`${word ? receiptsOf(wordSet(word)) : receiptsBy(sorts.booked.index)} ${leftJoinItems}`
}

/** Whose merchant a deposit is costs a look at its allocations: fewer rows are looked at. */
const EXAMINED_FOR_MERCHANT_MAX = 3000

/** Deposits of no day, person or name: all there are, or the queue of the desk, with or without what waits to be given back. */
function isWhole({ open, refundCandidate, search, ...rest }: DepositQuestion): boolean {
  const isQueueOrAll = open === true || (open === undefined && refundCandidate === undefined)
  return isQueueOrAll && search.length === 0 && Object.values(rest).every((part) => part === undefined)
}

/** Counts all deposits, or the queue by its own rows, in an index alone; null while a file on its way out hides some of them. */
async function countWhole(ledger: Reader, { open, refundCandidate }: DepositQuestion): Promise<CappedCount | null> {
  const leaving = await sql`select 1 from statement_files where state = 'rolling_back' and state <> 'posted' limit 1`.execute(ledger.db)
  if (leaving.rows.length > 0) return null
  if (!open) return cappedCount(ledger, sql`from receipts r indexed by receipts_booked where ${isPostedCredit}`)
  if (refundCandidate) {
    return cappedCount(
      ledger,
      sql`from open_items i indexed by open_items_refund_candidates where i.refund_candidate = 1 and i.side = 'credit'`,
    )
  }
  const wanted = refundCandidate === undefined ? sql`true` : sql`i.refund_candidate = 0`
  return cappedCount(ledger, sql`from open_items i where i.side = 'credit' and ${wanted}`)
}

/** How many deposits match: exact while at most so many rows have to be looked at, beyond that as "more than". */
async function countMatching(ledger: Reader, question: DepositQuestion, set: DepositSet | null): Promise<CappedCount> {
  const whole = isWhole(question) ? await countWhole(ledger, question) : null
  if (whole) return whole
  const most = question.merchantId === undefined || set ? COUNT_CAP : EXAMINED_FOR_MERCHANT_MAX
  // Of a set, lines that are not posted count as looked at, too: they cost as much, and a file on its way in may bring a million of them.
  const looked = set || question.search.length > 0 ? sql`r.direction = 'credit'` : isPostedCredit
  const found = await sql<{ examined: number; matching: number }>`select count(*) as examined, coalesce(sum(hit), 0) as matching
    from (select ${matches(question)} as hit from ${countSource(question, set)} where ${looked} and ${period(question)} limit ${most + 1})`.execute(
    ledger.db,
  )
  const { examined = 0, matching = 0 } = found.rows[0] ?? {}
  return { count: Math.min(matching, COUNT_CAP), capped: examined > most }
}

export interface DepositPage {
  rows: DepositRow[]
  next: Cursor | null
  matching: CappedCount
}

export interface DepositPageAsked {
  question: DepositQuestion
  sort: DepositSort
  descending: boolean
  cursor: Cursor | null
  size: number
}

/** One page of deposits (credit lines that are in the ledger), ties broken by identity. A cursor that is none of ours is null. */
export async function listDeposits(ledger: Reader, asked: DepositPageAsked): Promise<DepositPage | null> {
  const { question, sort, descending, cursor, size } = asked
  const after = cursor === null ? [] : readCursor(cursor)
  if (after === null || (after.length !== 0 && after.length !== 2)) return null
  const set = await smallSet(ledger, question, sort)
  const source = pageSource(question, set, sort)
  const [beyond, direction] = descending ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  const onwards = after.length === 0 ? sql`true` : sql`(${source.key}, ${source.id}) ${beyond} (${after[0]}, ${after[1]})`
  const share = question.merchantId === undefined ? sql`` : sql`, ${amountOf(question.merchantId)} as share`
  const found =
    await sql<ListedRow>`select ${depositColumns}${share} from ${source.from} where ${isPostedCredit} and ${matches(question)} and ${onwards}
    order by ${source.key} ${direction}, ${source.id} ${direction} limit ${size + 1}`.execute(ledger.db)
  const page = found.rows.slice(0, size)
  const last = found.rows.length > size ? page.at(-1) : undefined
  return {
    rows: await toDeposits(ledger, page, question.merchantId),
    next: last ? writeCursor([sorts[sort].of(last), last.id]) : null,
    matching: await countMatching(ledger, question, set),
  }
}

/** Exact number and sum of the deposits a filter means; of a merchant's deposits its shares. Reads all of them. */
export async function depositTotals(ledger: Reader, question: DepositQuestion): Promise<{ rows: number; total: Yen }> {
  const source = pageSource(question, await smallSet(ledger, question, 'booked'), 'booked')
  const found = await sql<{
    rows: number
    total: number
  }>`select count(*) as rows, coalesce(sum(${amountOf(question.merchantId)}), 0) as total
    from ${source.from} where ${isPostedCredit} and ${matches(question)}`.execute(ledger.db)
  const { rows = 0, total = 0 } = found.rows[0] ?? {}
  return { rows, total: yen(total) }
}

/** One deposit as it stands in the list, or null where there is none (or its file is not posted that far). */
export async function listedDeposit(ledger: Reader, id: ReceiptId): Promise<(DepositRow & { nameKey: string }) | null> {
  const found = await sql<ListedRow>`select ${depositColumns} from receipts r not indexed ${leftJoinItems}
    where r.id = ${id} and ${isPostedCredit} and ${matches({ search: [] })}`.execute(ledger.db)
  const [row] = found.rows
  const [deposit] = await toDeposits(ledger, found.rows)
  return row && deposit ? { ...deposit, nameKey: row.nameKey } : null
}

export function depositState(remaining: number, amount: number, held: Flag): DepositState {
  if (remaining === 0) return 'cleared'
  if (held === 1) return 'held'
  return remaining < amount ? 'partly_cleared' : 'waiting'
}

interface ClearedTo {
  receiptId: ReceiptId
  merchants: number
  merchantName: string
  orders: number
  orderNumber: string
}

/** Where these deposits were cleared to: the merchant and the order, where it is one; asked for a merchant, among its orders only. */
async function clearedTo(
  ledger: Reader,
  ids: readonly ReceiptId[],
  merchantId: MerchantId | undefined,
): Promise<Map<ReceiptId, ClearedTo>> {
  const whose = merchantId === undefined ? sql`true` : sql`o.merchant_id = ${merchantId}`
  const found =
    await sql<ClearedTo>`select a.receipt_id as "receiptId", count(distinct o.merchant_id) as merchants, min(m.name) as "merchantName",
      count(distinct o.id) as orders, min(o.order_number) as "orderNumber"
    from json_each(${JSON.stringify(ids)}) j cross join allocations a on a.receipt_id = j.value cross join orders o on o.id = a.order_id
      cross join merchants m on m.id = o.merchant_id
    where ${whose} and not exists (select 1 from allocation_undos u where u.allocation_id = a.id) group by a.receipt_id`.execute(ledger.db)
  return new Map(found.rows.map((row) => [row.receiptId, row]))
}

async function toDeposits(ledger: Reader, rows: readonly ListedRow[], merchantId?: MerchantId): Promise<DepositRow[]> {
  const ids = rows.map((row) => row.id)
  const [cleared, assignments] = [await clearedTo(ledger, ids, merchantId), await assignmentsOf(ledger, ids)]
  return rows.map(({ nameKey, held, refundCandidate, ownMerchant, ...row }) => {
    const to = cleared.get(row.id)
    return {
      ...row,
      state: depositState(row.remaining, row.amount, held),
      refundCandidate: refundCandidate === 1,
      merchantName: to?.merchants === 1 ? to.merchantName : ownMerchant,
      orderNumber: to?.orders === 1 ? to.orderNumber : null,
      assignment: assignments.get(row.id) ?? null,
    }
  })
}
