import { type RawBuilder, sql } from 'kysely'
import type { DepositFilter } from '../../preload/contract/clearing'
import type { MerchantId, UserId } from '../../preload/contract/ids'
import type { SearchWord } from '../../preload/contract/search'
import { fitsWord, wordSet } from './deposit-search'

/*
 * Which deposits a filter means, as SQL over `receipts r` and `open_items i`. Every part of a filter can be said twice: as a
 * condition on a row that is read anyway, and as a set of identities found through an index of its own; deposit-list.ts picks.
 */

/** A filter whose search box has been read. */
export interface DepositQuestion extends Omit<DepositFilter, 'search' | 'mine'> {
  /** All of these words are to be met. */
  search: readonly SearchWord[]
  /** Whose they are; null is nobody's. */
  assignee?: UserId | null
}

export type DepositSort = 'booked' | 'amount' | 'remitter'

/** A line counts from when it is posted; never in a plan, nor in a file on its way out, whose lines are taken out one after another. */
export const isVisible = sql<boolean>`(r.posted = 1 and r.file_id not in (select id from statement_files where state <> 'posted' and state = 'rolling_back'))`

/** Allocations of the receipt to orders of this merchant which were not undone. CROSS JOIN: from the receipt's few, never from the merchant's many. */
export const allocatedTo = (merchantId: MerchantId) => sql`from allocations a cross join orders o on o.id = a.order_id
  where a.receipt_id = r.id and o.merchant_id = ${merchantId} and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)`

/** A deposit is a merchant's as far as it was cleared to its orders, and with what is left where its virtual account says so. */
const ofMerchant = (merchantId: MerchantId) =>
  sql<boolean>`((r.merchant_id = ${merchantId} and i.receipt_id is not null) or exists (select 1 ${allocatedTo(merchantId)}))`

/** What is left of a deposit; asked for a merchant, only where it is that merchant's. */
export function restOf(merchantId: MerchantId | undefined): RawBuilder<number> {
  return merchantId === undefined
    ? sql`coalesce(i.remaining, 0)`
    : sql`case when r.merchant_id = ${merchantId} then coalesce(i.remaining, 0) else 0 end`
}

/** A deposit's amount; asked for a merchant, its share: never another merchant's money. Positive for every deposit of that merchant. */
export function amountOf(merchantId: MerchantId | undefined): RawBuilder<number> {
  return merchantId === undefined
    ? sql`r.amount`
    : sql`(coalesce((select sum(a.amount) ${allocatedTo(merchantId)}), 0) + ${restOf(merchantId)})`
}

const both = (terms: readonly RawBuilder<boolean>[]) =>
  terms.length > 0 ? sql<boolean>`(${sql.join(terms, sql` and `)})` : sql<boolean>`true`

export const period = ({ from, to }: Pick<DepositQuestion, 'from' | 'to'>) =>
  both([...(from ? [sql<boolean>`r.booked_on >= ${from}`] : []), ...(to ? [sql<boolean>`r.booked_on <= ${to}`] : [])])

const stateConditions = {
  cleared: sql<boolean>`i.receipt_id is null`,
  partly_cleared: sql<boolean>`(i.held = 0 and i.remaining < i.amount)`,
  waiting: sql<boolean>`(i.held = 0 and i.remaining = i.amount)`,
  held: sql<boolean>`i.held = 1`,
} as const

/** Whether only deposits with something left are meant: they have an index of their own. */
export function isOpenOnly(question: DepositQuestion): boolean {
  return question.open === true || question.refundCandidate === true || (question.state !== undefined && question.state !== 'cleared')
}

/** The whole filter as one condition over a receipt and its open item. */
export function matches(question: DepositQuestion): RawBuilder<boolean> {
  const { state, open, refundCandidate, accountId, merchantId, search, assignee } = question
  return both([
    isVisible,
    period(question),
    ...(state ? [stateConditions[state]] : []),
    ...(open === undefined ? [] : [open ? sql<boolean>`i.receipt_id is not null` : sql<boolean>`i.receipt_id is null`]),
    ...(refundCandidate === undefined ? [] : [sql<boolean>`coalesce(i.refund_candidate, 0) = ${refundCandidate ? 1 : 0}`]),
    ...(accountId === undefined ? [] : [sql<boolean>`r.account_id = ${accountId}`]),
    ...(merchantId === undefined ? [] : [ofMerchant(merchantId)]),
    ...(assignee === undefined ? [] : [sql<boolean>`r.id in (${assignedTo(assignee)})`]),
    ...search.map(fitsWord),
  ])
}

const assignedTo = (assignee: UserId | null) =>
  sql<{ id: number }>`select receipt_id as id from deposit_assignees where assignee = ${assignee}`

/** Identities that hold every deposit the filter means, found through an index; null where it has no such part. */
export type DepositSet = RawBuilder<{ id: number }>

/** The words of the indexes that hold deposits of the ledger alone: said literally wherever one of them is to be used. */
export const isPostedCredit = sql`r.direction = 'credit' and r.posted = 1`

/** One select per index; `union all`, so that counting can stop early. */
function union(selects: readonly DepositSet[]): DepositSet {
  return selects.length > 0 ? sql`${sql.join(selects, sql` union all `)}` : sql`select 0 as id where false`
}

/** A merchant with more orders than this is not looked up by its orders. */
const ORDERS_LOOKED_UP_MAX = 5000

const ordersOf = (merchantId: MerchantId) => sql`select id from orders where merchant_id = ${merchantId}`

/** The sets a filter offers, most telling first. Each is whole; how large it is shows only when it is counted. */
export function depositSets(question: DepositQuestion, withOpen: boolean): { set: DepositSet; tooLarge?: RawBuilder<{ large: 0 | 1 }> }[] {
  const { search, merchantId, from, to } = question
  const byMerchant = merchantId === undefined ? [] : [merchantSet(merchantId)]
  return [
    ...search.map((word) => ({ set: wordSet(word) })),
    ...(question.assignee === undefined ? [] : [{ set: assignedTo(question.assignee) }]),
    ...byMerchant,
    ...(from || to ? [{ set: sql<{ id: number }>`select r.id from receipts r where ${isPostedCredit} and ${period(question)}` }] : []),
    ...(question.state === 'held'
      ? [
          {
            set: sql<{ id: number }>`select receipt_id as id from open_items indexed by open_items_held where side = 'credit' and held = 1`,
          },
        ]
      : []),
    ...(withOpen && isOpenOnly(question)
      ? [{ set: sql<{ id: number }>`select receipt_id as id from open_items where side = 'credit'` }]
      : []),
  ]
}

function merchantSet(merchantId: MerchantId): { set: DepositSet; tooLarge: RawBuilder<{ large: 0 | 1 }> } {
  const set: DepositSet = union([
    sql`select r.id from receipts r where r.direction = 'credit' and r.merchant_id = ${merchantId}`,
    sql`select a.receipt_id as id from (${ordersOf(merchantId)}) o cross join allocations a on a.order_id = o.id`,
  ])
  const tooLarge = sql<{
    large: 0 | 1
  }>`select count(*) > ${ORDERS_LOOKED_UP_MAX} as large from (${ordersOf(merchantId)} limit ${ORDERS_LOOKED_UP_MAX + 1})`
  return { set, tooLarge }
}
