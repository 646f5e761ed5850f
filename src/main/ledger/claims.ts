import { type RawBuilder, sql } from 'kysely'
import type { Party } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { ClaimId, CollectionLineId, CollectionSettlementId, EntryId, OrderId, ReceiptId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'

/* What agents owe: given to an order by a person, or back to whoever paid, and settled by a transfer. */

/** The money of claim `c` goes back, or has gone: two persons have agreed to its refund, and nobody has stopped it. */
export const isGivenBack = sql`exists (select 1 from refunds g indexed by refunds_claim where g.claim_id = c.id and g.claim_id is not null and g.replaces is null
  and g.state not in ('rejected', 'withdrawn') and g.state <> 'requested')`

export interface ClaimOfLine {
  readonly id: ClaimId
  readonly party: Party
  readonly method: PaymentMethod
  readonly amount: Yen
  readonly paidOn: BusinessDate
  readonly isPayable: boolean
  /** The day its transfer was booked on; null while the agent owes it. */
  readonly fundedOn: BusinessDate | null
}

/** The claim of a line, while it belongs to no order; null otherwise. */
export function unappliedClaim(ledger: Reader, lineId: CollectionLineId): Promise<ClaimOfLine | null> {
  return unowned(ledger, sql`c.line_id = ${lineId} and c.withdrawn_by is null`)
}

/** A claim that no result file told of (a capture, a debit), while it belongs to no order; null otherwise. */
export function unownedClaim(ledger: Reader, claimId: ClaimId): Promise<ClaimOfLine | null> {
  return unowned(ledger, sql`c.id = ${claimId}`)
}

async function unowned(ledger: Reader, which: RawBuilder<unknown>): Promise<ClaimOfLine | null> {
  const found = await sql<
    Omit<ClaimOfLine, 'isPayable'> & { payable: number }
  >`select c.id, c.party, c.method, c.amount, c.paid_on as "paidOn", c.payable,
      (select e.booked_on from collection_settlements s join entries e on e.id = s.entry_id where s.id = c.settlement_id) as "fundedOn"
    from claims c where c.order_id is null and ${which}`.execute(ledger.db)
  const [row] = found.rows
  return row ? { ...row, isPayable: row.payable === 1 } : null
}

/** A person has said for which order it is. */
export async function giveClaim(writer: Writer, claim: { id: ClaimId; orderId: OrderId; entryId: EntryId }): Promise<void> {
  await writer.db.updateTable('claims').set({ order_id: claim.orderId, applied_by: claim.entryId }).where('id', '=', claim.id).execute()
}

/** How a person ended a line that waited. */
export async function endCollectionLine(
  writer: Writer,
  end: { lineId: CollectionLineId; ending: 'applied' | 'noted'; orderId: OrderId | null; note: string },
): Promise<void> {
  const { lineId, ending, orderId, note } = end
  await writer.db
    .insertInto('collection_ends')
    .values({ line_id: lineId, ending, order_id: orderId, note, actor: writer.by.actor, at: writer.at })
    .execute()
}

/** Whether the agent still owes an order's money, and merchants are paid only once it has paid. */
export async function awaitsFunding(ledger: Reader, orderId: OrderId): Promise<boolean> {
  const found = await sql<{
    waits: number
  }>`select exists (select 1 from claims where order_id = ${orderId} and withdrawn_by is null and settlement_id is null and payable = 0) as waits`.execute(
    ledger.db,
  )
  return found.rows[0]?.waits === 1
}

/** Whether the agent has paid an order's money: it was collected, and a transfer has brought it. */
export async function isFunded(ledger: Reader, orderId: OrderId): Promise<boolean> {
  const found = await sql<{
    funded: number
  }>`select exists (select 1 from claims where order_id = ${orderId} and withdrawn_by is null and settlement_id is not null) as funded`.execute(
    ledger.db,
  )
  return found.rows[0]?.funded === 1
}

export interface NewSettlement {
  readonly id: CollectionSettlementId
  readonly party: Party
  /** The first of the days it is for, and the day of its transfer. */
  readonly from: BusinessDate
  readonly transferOn: BusinessDate
  readonly receiptId: ReceiptId
  readonly claims: number
  readonly gross: Yen
  readonly deductions: Yen
  readonly fees: Yen
  readonly tax: Yen
  readonly stampDuty: Yen
  readonly net: Yen
  readonly expected: Yen
  readonly reason: string
  readonly entryId: EntryId
}

/** Ends all that a collector owes, and takes back, for the days of a transfer. */
export async function settleClaims(writer: Writer, settlement: NewSettlement): Promise<void> {
  const { id, party, from, transferOn, receiptId, claims, gross, deductions, fees, tax, stampDuty, net, expected, reason, entryId } =
    settlement
  await writer.db
    .insertInto('collection_settlements')
    .values({
      ...{ id, party, transfer_on: transferOn, receipt_id: receiptId, claims, gross, deductions, fees, tax, stamp_duty: stampDuty, net },
      ...{ expected, reason, entry_id: entryId, actor: writer.by.actor, at: writer.at },
    })
    .execute()
  for (const table of ['claims', 'claim_deductions'] as const) {
    await writer.db
      .updateTable(table)
      .set({ settlement_id: id })
      .where('party', '=', party)
      .where('transfer_on', '>=', from)
      .where('transfer_on', '<=', transferOn)
      .where('settlement_id', 'is', null)
      .execute()
  }
}

/** Days of a collector's transfers that were cleared, of those from one day on. */
export async function settledDays(ledger: Reader, party: Party, from: BusinessDate): Promise<Set<BusinessDate>> {
  const found = await sql<{
    day: BusinessDate
  }>`select distinct transfer_on as day from collection_settlements indexed by collection_settlements_party
    where party = ${party} and transfer_on >= ${from}`.execute(ledger.db)
  return new Set(found.rows.map(({ day }) => day))
}

/** Orders whose money a transfer has brought, after the one named. */
export async function ordersOfSettlement(ledger: Reader, id: CollectionSettlementId, after: number, atMost: number): Promise<OrderId[]> {
  const found = await sql<{ orderId: OrderId }>`select order_id as "orderId" from claims indexed by claims_settlement
    where settlement_id = ${id} and order_id > ${after} and withdrawn_by is null order by order_id limit ${atMost}`.execute(ledger.db)
  return found.rows.map(({ orderId }) => orderId)
}
