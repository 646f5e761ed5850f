import { sql } from 'kysely'
import type { Home } from '../../preload/contract/audit'
import { type BusinessDate, daysBetween, type Instant } from '../../preload/contract/date'
import type { AccountId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { Reader } from './ledger'
import type { Flag } from './schema'

/* The figures of the home screen. Each comes from an index or from kept balances, so that a million orders do not slow it down. */

/** Money that came in on each of the last days with any, oldest first: what is cleared, what waits, how many deposits. */
export async function moneyIn(ledger: Reader, today: BusinessDate, days: number): Promise<Home['moneyIn']> {
  const found = await sql<{ day: BusinessDate; total: Yen; count: number; waiting: Yen }>`
    select d.booked_on as day, d.total, d.deposits as count,
      (select coalesce(sum(i.remaining), 0) from open_items i indexed by open_items_booked where i.side = 'credit' and i.booked_on = d.booked_on) as waiting
    from (select * from deposit_days where booked_on <= ${today} and deposits > 0 order by booked_on desc limit ${days}) d
    order by d.booked_on`.execute(ledger.db)
  return found.rows.map(({ day, total, count, waiting }) => ({ day, cleared: yen(total - waiting), waiting, count }))
}

/**
 * How the deposits in the ledger stand, all at one moment. By hand counts a deposit wholly cleared in which a person had a hand; what waits is what
 * stands in suspense (`verify` holds the two together).
 */
export async function depositFigures(ledger: Reader): Promise<Home['deposits']> {
  const found = await sql<{ deposits: number; open: number; held: number; waitingAmount: Yen; byHand: number }>`
    select (select coalesce(sum(deposits), 0) from deposit_days) as deposits,
      (select count(*) from open_items where side = 'credit') as open,
      (select count(*) from open_items indexed by open_items_held where held = 1 and side = 'credit') as held,
      (select coalesce(sum(b.credit - b.debit), 0) from accounts a cross join balances b on b.account_id = a.id where a.code = 'suspense') as "waitingAmount",
      (select count(distinct a.receipt_id) from allocations a indexed by allocations_by_hand where a.level = 0
        and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)
        and not exists (select 1 from open_items i where i.receipt_id = a.receipt_id)) as "byHand"`.execute(ledger.db)
  const { deposits = 0, open = 0, held = 0, waitingAmount = yen(0), byHand = 0 } = found.rows[0] ?? {}
  return { clearedByItself: deposits - open - byHand, clearedByHand: byHand, waiting: open - held, held, waitingAmount }
}

const OLDEST_SHOWN = 8

/** The deposits that have waited longest, and for how many days. */
export async function oldestWaiting(ledger: Reader, today: BusinessDate): Promise<Home['oldestWaiting']> {
  const found = await sql<Omit<Home['oldestWaiting'][number], 'days'>>`
    select i.receipt_id as "receiptId", i.booked_on as "bookedOn", i.remaining as amount, r.remitter_name as "remitterName"
    from open_items i cross join receipts r on r.id = i.receipt_id where i.side = 'credit' order by i.booked_on, i.receipt_id limit ${OLDEST_SHOWN}`.execute(
    ledger.db,
  )
  return found.rows.map((row) => ({ ...row, days: daysBetween(row.bookedOn, today) }))
}

/** How many orders stand where, and their sum. */
export function ordersByStatus(ledger: Reader): Promise<Home['orders']> {
  return ledger.db
    .selectFrom('order_counts')
    .select(['status', 'orders as count', 'amount'])
    .where('orders', '>', 0)
    .orderBy('status')
    .execute()
}

export type BalanceFigures = Pick<Home, 'suspense' | 'unexplainedOutgoing' | 'merchantPayable' | 'heldForPayers'>

/** Balances of the accounts whose money waits for somebody, each on the side it normally stands. */
export async function balanceFigures(ledger: Reader): Promise<BalanceFigures> {
  const credit = (codes: ReturnType<typeof sql>) =>
    sql`(select coalesce(sum(b.credit - b.debit), 0) from accounts a cross join balances b on b.account_id = a.id where ${codes})`
  const found = await sql<BalanceFigures>`select ${credit(sql`a.code = 'suspense'`)} as suspense,
      -${credit(sql`a.code = 'unexplained_outgoing'`)} as "unexplainedOutgoing",
      ${credit(sql`a.code >= 'merchant_payable:' and a.code < 'merchant_payable;'`)} as "merchantPayable",
      ${credit(sql`a.code >= 'held_for_payers:' and a.code < 'held_for_payers;'`)} as "heldForPayers"`.execute(ledger.db)
  const [row] = found.rows
  if (!row) throw new Error('a select without a table has one row')
  return {
    suspense: yen(row.suspense),
    unexplainedOutgoing: yen(row.unexplainedOutgoing),
    merchantPayable: yen(row.merchantPayable),
    heldForPayers: yen(row.heldForPayers),
  }
}

export interface Standing {
  openDeposits: number
  openApprovals: number
  /** Given up, of unknown fate, or to be printed. */
  notices: number
  applications: number
  mails: number
  demonstration: boolean
  lastVerified: { at: Instant; ok: boolean } | null
}

/** What changes from minute to minute: the numbers beside the navigation. */
export async function standing(ledger: Reader): Promise<Standing> {
  const found = await sql<
    Omit<Standing, 'demonstration' | 'lastVerified'> & { demonstration: Flag | null; at: Instant | null; ok: Flag | null }
  >`select (select count(*) from open_items where side = 'credit') as "openDeposits", (select count(*) from approvals where decision is null) as "openApprovals",
      (select count(*) from notices where state in ('dead', 'unknown')) + (select count(*) from notices where state = 'waiting' and channel = 'letter') as notices,
      (select count(*) from applications where state = 'received') + (select count(*) from merchant_requests where state = 'waiting') as applications,
      (select count(*) from incoming_mails where state = 'waiting') as mails, l.demonstration, l.last_verified_at as at, l.last_verified_ok as ok
    from (select 1) left join ledger l`.execute(ledger.db)
  const [row] = found.rows
  return {
    openDeposits: row?.openDeposits ?? 0,
    openApprovals: row?.openApprovals ?? 0,
    notices: row?.notices ?? 0,
    applications: row?.applications ?? 0,
    mails: row?.mails ?? 0,
    demonstration: row?.demonstration === 1,
    lastVerified: row && row.at !== null ? { at: row.at, ok: row.ok === 1 } : null,
  }
}

/** Up to which day each designated account's statements are in, and when the last one came. */
export async function statementsThrough(
  ledger: Reader,
): Promise<{ accountId: AccountId; bankCode: string; through: BusinessDate | null; lastImportedAt: Instant | null }[]> {
  const found = await sql<{ accountId: AccountId; bankCode: string; through: BusinessDate | null; lastImportedAt: Instant | null }>`
    select d.id as "accountId", d.bank_code as "bankCode", max(s.to_on) as through, max(f.imported_at) as "lastImportedAt"
    from designated_accounts d left join (statements s join statement_files f on f.id = s.file_id and f.state in ('published', 'posted')) on s.account_id = d.id
    group by d.id order by d.id`.execute(ledger.db)
  return found.rows
}
