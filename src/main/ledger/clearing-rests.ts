import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { EntryId, OrderId, ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader } from './ledger'

/* Differences that were settled with a clearing: what was left of its deposit, and what its order was accepted short of. */

interface StoredDifference {
  entryId: EntryId
  amount: Yen
  bookedOn: BusinessDate
  /** The deposit it was left of; null: the order lacks it. */
  receiptId: ReceiptId | null
}

/** Those of a deposit and of an order that stand: none of them is reversed. */
export async function differencesOf(ledger: Reader, of: { receiptId: ReceiptId; orderId: OrderId }): Promise<StoredDifference[]> {
  const found = await sql<StoredDifference>`select e.id as "entryId", i.amount, e.booked_on as "bookedOn", i.receipt_id as "receiptId"
      from item_endings i cross join entries e on e.id = i.entry_id
      where i.receipt_id = ${of.receiptId} and i.ending = 'small_difference' and not exists (select 1 from item_ending_undos u where u.ending_id = i.id)
    union all select e.id, (select sum(p.amount) from postings p where p.entry_id = e.id), e.booked_on, null
      from entries e indexed by entries_order where e.order_id = ${of.orderId} and e.kind = 'small_difference'
      and not exists (select 1 from entries r where r.reverses = e.id)`.execute(ledger.db)
  return found.rows
}

export interface Settled {
  amount: Yen
  /** How many others had to agree to it; 0: one person settled it alone. */
  agreed: number
}

/** How many had to agree to an ending, as its case says. */
const needed = sql`p.payload ->> '$.needed'`

/** All that stands as settled of a deposit and of these orders: what was left over, and what they were accepted short of, whoever bears it. */
export async function settledOf(ledger: Reader, of: { receiptId: ReceiptId; orderIds: readonly OrderId[] }): Promise<Settled[]> {
  const found = await sql<Settled>`select i.amount, coalesce((select ${needed} from approvals p where p.id = i.approval_id), 0) as agreed
      from item_endings i
      where i.receipt_id = ${of.receiptId} and i.ending = 'small_difference' and not exists (select 1 from item_ending_undos u where u.ending_id = i.id)
    union all select o.amount - o.paid_amount, coalesce((select max(${needed}) from approvals p indexed by approvals_subject where p.kind = 'correction'
        and p.subject_id = o.id and p.decision = 'approved' and p.payload ->> '$.wish.ending' = 'accept_less'), 0)
      from json_each(${JSON.stringify(of.orderIds)}) j cross join orders o not indexed
      where o.id = j.value and o.payment = 'paid' and o.paid_amount < o.amount`.execute(ledger.db)
  return found.rows
}
