import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { ReceiptId } from '../../preload/contract/ids'
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
  if (nameKey === '') return []
  const found = await sql<LearnedPayer>`select o.payer_key as "payerKey", count(*) as times, max(r.booked_on) as "lastOn"
    from (select id, booked_on from receipts indexed by receipts_name where name_key = ${nameKey} and direction = 'credit'
      and remitting_bank = ${remittingBank} and remitting_branch = ${remittingBranch} order by id desc limit ${RECEIPTS_MOST}) r
    cross join allocations a cross join orders o
    where a.receipt_id = r.id and ${CONFIRMED} and not exists (select 1 from allocation_undos u where u.allocation_id = a.id)
      and o.id = a.order_id and o.payer_key not in ('', ${nameKey})
    group by o.payer_key order by times desc, "lastOn" desc limit ${PAYERS_MOST}`.execute(ledger.db)
  return found.rows
}

const OTHERS_MOST = 20

/** What other waiting deposits of the same name have left, each with its day. */
export async function otherDeposits(
  ledger: Reader,
  { receiptId, nameKey }: { receiptId: ReceiptId; nameKey: string },
): Promise<{ remaining: Yen; bookedOn: BusinessDate }[]> {
  if (nameKey === '') return []
  const found = await sql<{ remaining: Yen; bookedOn: BusinessDate }>`select o.remaining, r.booked_on as "bookedOn"
    from receipts r indexed by receipts_name cross join open_items o
    where r.name_key = ${nameKey} and r.direction = 'credit' and r.id <> ${receiptId} and o.receipt_id = r.id
    order by r.id desc limit ${OTHERS_MOST}`.execute(ledger.db)
  return found.rows
}
