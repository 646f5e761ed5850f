import { sql } from 'kysely'
import type { Party, SlipMethod } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { ClaimDeductionId, ClaimId, CollectionLineId, OrderId } from '../../preload/contract/ids'
import type { PositiveYen } from '../../preload/contract/money'
import { sameTill } from './collection-posting'
import type { Reader, Writer } from './ledger'

/* One payment of a collector that was confirmed twice in other words: the claim that stands, and how it is taken back. */

/** A confirmed line of a payment, and what it would be owed for. */
export interface ConfirmedLine {
  readonly lineId: CollectionLineId
  readonly party: Party
  readonly method: SlipMethod
  readonly amount: PositiveYen
  readonly needsStamp: boolean
  readonly paidOn: BusinessDate
  readonly transferOn: BusinessDate
}

/** The claim of the same payment as another line tells of. */
export interface StandingClaim {
  readonly claimId: ClaimId
  readonly lineId: CollectionLineId
  readonly amount: PositiveYen
  readonly paidOn: BusinessDate
  readonly transferOn: BusinessDate
  readonly fileName: string
  readonly isSettled: boolean
  /** The order it pays; null while it is nobody's. */
  readonly orderId: OrderId | null
  readonly orderNumber: string | null
  readonly merchantName: string | null
  /** Whoever has said for which order it is; null: nobody had to. */
  readonly assignedBy: string | null
}

const transferOn = sql`coalesce(l.transfer_on, l.made_on, l.paid_on)`

/** Payments with a number of their own by that; at a till by the number of the slip, day, hour, chain and store. */
const samePayment = sql`
  select b.id from collection_lines b indexed by collection_lines_transaction where b.party = l.party and b.transaction_id = l.transaction_id and b.transaction_id is not null
  union all select b.id from collection_lines b indexed by collection_lines_till where l.transaction_id is null and ${sameTill}`

/** What is owed already of the payment that a line tells of in other words; null where nothing is. */
export async function standingClaim(ledger: Reader, lineId: CollectionLineId): Promise<StandingClaim | null> {
  const found = await sql<
    Omit<StandingClaim, 'isSettled'> & { isSettled: number }
  >`select c.id as "claimId", c.line_id as "lineId", c.amount, c.paid_on as "paidOn", c.transfer_on as "transferOn",
      f.name as "fileName", c.settlement_id is not null as "isSettled", c.order_id as "orderId", o.order_number as "orderNumber", m.name as "merchantName",
      (select e.actor from collection_ends e where e.line_id = c.line_id and e.ending = 'applied') as "assignedBy"
    from collection_lines l not indexed cross join claims c cross join collection_lines k not indexed cross join collection_files f not indexed
      left join orders o not indexed on o.id = c.order_id left join merchants m not indexed on m.id = o.merchant_id
    where l.id = ${lineId} and c.line_id in (${samePayment}) and c.line_id <> l.id and c.withdrawn_by is null and k.id = c.line_id and f.id = k.file_id`.execute(
    ledger.db,
  )
  const [row] = found.rows
  return row ? { ...row, isSettled: row.isSettled === 1 } : null
}

/** A confirmed line as a claim would be made of it. */
export async function confirmedLine(ledger: Reader, id: CollectionLineId): Promise<ConfirmedLine> {
  const found = await sql<
    Omit<ConfirmedLine, 'needsStamp'> & { needsStamp: number }
  >`select l.id as "lineId", l.party, f.method, l.amount, l.needs_stamp as "needsStamp", l.paid_on as "paidOn", ${transferOn} as "transferOn"
    from collection_lines l not indexed cross join collection_files f not indexed where l.id = ${id} and l.kind = 'confirmed' and f.id = l.file_id`.execute(
    ledger.db,
  )
  const [row] = found.rows
  if (!row) throw new Error(`collection line ${id} confirms nothing`)
  return { ...row, needsStamp: row.needsStamp === 1 }
}

/** A claim is owed no more: all of it was taken back by this deduction, and its order may be paid by another. */
export async function withdrawClaim(writer: Writer, id: ClaimId, deductionId: ClaimDeductionId): Promise<void> {
  await writer.db.updateTable('claims').set({ withdrawn_by: deductionId }).where('id', '=', id).execute()
}
