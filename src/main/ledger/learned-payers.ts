import { sql } from 'kysely'
import type { DepositDetail } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId, ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader } from './ledger'

/*
 * What earlier clearings say of a remitter (domain: matching, level 4). Nothing is kept for it: it is read from the clearings themselves, so
 * that whatever is undone is forgotten with it. Clearings by name alone say nothing that the name does not.
 */

/** Clearings by hand, by key and by reference: what was confirmed by more than the name. */
const CONFIRMED = sql`a.level in (0, 1, 2)`
const RECEIPTS_MOST = 200
const PAYERS_MOST = 5

export interface Remitter {
  readonly nameKey: string
  readonly remittingBank: string
  readonly remittingBranch: string
}

export interface LearnedPayer {
  /** Of the orders that were paid. */
  payerKey: string
  times: number
  lastOn: BusinessDate
}

/** For whom a remitter has paid from this branch before, most often first; whoever bears the remitter's own name is left out. */
export async function learnedPayers(ledger: Reader, { nameKey, remittingBank, remittingBranch }: Remitter): Promise<LearnedPayer[]> {
  // Where the bank told no branch, the name alone would teach.
  if (nameKey === '' || remittingBank === '' || remittingBranch === '') return []
  const found = await sql<LearnedPayer>`select o.payer_key as "payerKey", count(*) as times, max(given.booked_on) as "lastOn"
    from (select id, booked_on from receipts indexed by receipts_name where name_key = ${nameKey} and direction = 'credit' and posted = 1
      and remitting_bank = ${remittingBank} and remitting_branch = ${remittingBranch} order by id desc limit ${RECEIPTS_MOST}) given
    cross join allocations a cross join orders o
    where a.receipt_id = given.id and ${CONFIRMED} and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)
      and o.id = a.order_id and o.payer_key not in ('', ${nameKey})
    group by o.payer_key order by times desc, "lastOn" desc limit ${PAYERS_MOST}`.execute(ledger.db)
  return found.rows
}

/** A remitter and what is asked of them: whether somebody they paid for before owes so much. */
export type RemitterAsked = readonly [name: string, bank: string, branch: string, amount: number]
const RECEIPTS_ASKED = 50

export interface LearnedOrder {
  id: OrderId
  orderNumber: string
}

/** Open orders of exactly so much of payers for whom these remitters have paid before; asked and answered by `name|bank|branch|amount`. */
export async function learnedOrders(ledger: Reader, asked: readonly RemitterAsked[]): Promise<Map<string, LearnedOrder[]>> {
  const found = await sql<
    LearnedOrder & { asked: string }
  >`select distinct (j.value ->> 0) || '|' || (j.value ->> 1) || '|' || (j.value ->> 2)
      || '|' || (j.value ->> 3) as asked, owed.id, owed.order_number as "orderNumber"
    from json_each(${JSON.stringify(asked)}) j cross join json_each((select json_group_array(id) from (select r.id from receipts r indexed by receipts_name
        where r.name_key = (j.value ->> 0) and r.direction = 'credit' and r.posted = 1 and r.remitting_bank = (j.value ->> 1) and r.remitting_branch = (j.value ->> 2)
        order by r.id desc limit ${RECEIPTS_ASKED}))) given
    cross join allocations a cross join orders o cross join orders owed indexed by orders_open_payer
    where a.receipt_id = given.value and ${CONFIRMED} and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)
      and o.id = a.order_id and o.payer_key not in ('', (j.value ->> 0))
      and owed.payer_key = o.payer_key and owed.amount - owed.paid_amount = (j.value ->> 3) and owed.payment in ('unpaid', 'partially_paid')`.execute(
    ledger.db,
  )
  return Map.groupBy(found.rows, (row) => row.asked)
}

/** The clearings from which it was learned that this remitter pays for this payer, the newest first, at most five; and how many there are. */
export async function learnedUses(
  ledger: Reader,
  of: Remitter,
  payerKey: string,
): Promise<{ times: number; uses: DepositDetail['earlier'] }> {
  const { nameKey, remittingBank, remittingBranch } = of
  if (nameKey === '' || remittingBank === '' || remittingBranch === '') return { times: 0, uses: [] }
  const found = await sql<Omit<EarlierClearing, 'isSameBranch' | 'level'> & { level: number; times: number }>`
    select given.id as "receiptId", given.booked_on as "bookedOn", a.amount, o.order_number as "orderNumber", m.name as "merchantName",
      o.payer_name as "payerName", a.level, a.actor as by, count(*) over () as times
    from (select id, booked_on from receipts indexed by receipts_name where name_key = ${nameKey} and direction = 'credit' and posted = 1
      and remitting_bank = ${remittingBank} and remitting_branch = ${remittingBranch} order by id desc limit ${RECEIPTS_MOST}) given
    cross join allocations a cross join orders o cross join merchants m
    where a.receipt_id = given.id and ${CONFIRMED} and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)
      and o.id = a.order_id and o.payer_key = ${payerKey} and m.id = o.merchant_id
    order by given.id desc, a.id limit ${EARLIER_MOST}`.execute(ledger.db)
  const uses = found.rows.map(({ times: _times, level, ...row }) => ({ ...row, isSameBranch: true, level: String(level) }))
  return { times: found.rows[0]?.times ?? 0, uses }
}

type EarlierClearing = DepositDetail['earlier'][number]
const EARLIER_MOST = 5

/** What earlier deposits of this name were cleared to and still are, the newest first. */
export async function earlierClearings(ledger: Reader, of: Remitter & { id: ReceiptId }): Promise<DepositDetail['earlier']> {
  if (of.nameKey === '') return []
  const found = await sql<Omit<EarlierClearing, 'isSameBranch' | 'level'> & { isSameBranch: 0 | 1; level: number }>`
    select given.id as "receiptId", given.booked_on as "bookedOn", a.amount, given.remitting_bank = ${of.remittingBank} and given.remitting_branch = ${of.remittingBranch} as "isSameBranch",
      o.order_number as "orderNumber", m.name as "merchantName", o.payer_name as "payerName", a.level, a.actor as by
    from (select * from receipts indexed by receipts_name where name_key = ${of.nameKey} and direction = 'credit' and posted = 1 and id < ${of.id}
      order by id desc limit ${RECEIPTS_MOST}) given cross join allocations a cross join orders o cross join merchants m
    where a.receipt_id = given.id and not exists (select 1 from allocation_undos u where u.allocation_id = a.id) and o.id = a.order_id and m.id = o.merchant_id
    order by given.id desc, a.id limit ${EARLIER_MOST}`.execute(ledger.db)
  return found.rows.map((row) => ({ ...row, isSameBranch: row.isSameBranch === 1, level: String(row.level) }))
}

const OTHERS_MOST = 20

export interface OtherDeposit {
  remaining: Yen
  bookedOn: BusinessDate
  /** It came without a virtual account. */
  isNumberless: boolean
}

/** What other waiting deposits of the same name have left, the newest first. */
export async function otherDeposits(
  ledger: Reader,
  { receiptId, nameKey }: { receiptId: ReceiptId; nameKey: string },
): Promise<OtherDeposit[]> {
  if (nameKey === '') return []
  const found = await sql<Omit<OtherDeposit, 'isNumberless'> & { isNumberless: 0 | 1 }>`select o.remaining, r.booked_on as "bookedOn",
      r.remitter_code is null as "isNumberless"
    from receipts r indexed by receipts_name cross join open_items o
    where r.name_key = ${nameKey} and r.direction = 'credit' and r.posted = 1 and r.id <> ${receiptId} and o.receipt_id = r.id
    order by r.id desc limit ${OTHERS_MOST}`.execute(ledger.db)
  return found.rows.map((row) => ({ ...row, isNumberless: row.isNumberless === 1 }))
}
