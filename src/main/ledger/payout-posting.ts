import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import {
  type EntryId,
  type MerchantId,
  type OrderId,
  PayableItemId,
  type PayoutId,
  ReceivableItemId,
  type TransferRunId,
} from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { PayableKind, ReceivableKind } from '../../preload/contract/payouts'
import type { Reader, Writer } from './ledger'

/* How the payouts of an approved run go into the journal, part by part, and out of it again when the run is given up. */

export interface PayoutToPost {
  id: PayoutId
  merchantId: MerchantId
  lines: number
  postedLines: number
  gross: Yen
  fees: Yen
  tax: Yen
  transferFee: Yen
  offsets: Yen
  remainder: Yen
  net: Yen
}

const columns = sql`id, merchant_id as "merchantId", lines, posted_lines as "postedLines", gross, fees, tax, transfer_fee as "transferFee", offsets, remainder, net`

/** The next payout of a run that does not stand wholly in the journal; null when all do. */
export async function payoutToPost(ledger: Reader, runId: TransferRunId): Promise<PayoutToPost | null> {
  const found = await sql<PayoutToPost>`select ${columns} from payouts indexed by payouts_run
    where run_id = ${runId} and state = 'approved' and posted = 0 order by id limit 1`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** The next payout of a run that is being given up. */
export async function payoutToGiveUp(ledger: Reader, runId: TransferRunId): Promise<PayoutToPost | null> {
  const found = await sql<PayoutToPost>`select ${columns} from payouts indexed by payouts_run
    where run_id = ${runId} and state in ('planned', 'approved') order by id limit 1`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** The next lines of a payout: an order, or an item without one. */
export async function payoutLinesAfter(
  ledger: Reader,
  payoutId: PayoutId,
  after: number,
  atMost: number,
): Promise<{ line: number; orderId: OrderId | null; amount: Yen }[]> {
  const found = await sql<{
    line: number
    orderId: OrderId | null
    amount: Yen
  }>`select line, order_id as "orderId", amount from payout_lines
    where payout_id = ${payoutId} and line > ${after} order by line limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** Remembers how far a payout stands in the journal. */
export async function markPosted(writer: Writer, id: PayoutId, postedLines: number, posted: boolean): Promise<void> {
  await sql`update payouts set posted_lines = ${postedLines}, posted = ${posted ? 1 : 0}, version = version + 1 where id = ${id}`.execute(
    writer.db,
  )
}

/** Ties an entry to the payout that posted it. `amount`: what it added to the money in transit. */
export async function insertPayoutEntry(
  writer: Writer,
  entry: { payoutId: PayoutId; entryId: EntryId; amount: Yen; lines: number },
): Promise<void> {
  await writer.db
    .insertInto('payout_entries')
    .values({ payout_id: entry.payoutId, entry_id: entry.entryId, amount: entry.amount, lines: entry.lines })
    .execute()
}

/** The newest entry of a payout that nothing has reversed yet, or null. */
export async function standingEntry(ledger: Reader, payoutId: PayoutId): Promise<{ entryId: EntryId; lines: number } | null> {
  const found = await sql<{ entryId: EntryId; lines: number }>`select e.entry_id as "entryId", e.lines from payout_entries e
    where e.payout_id = ${payoutId} and not exists (select 1 from entries r where r.reverses = e.entry_id) order by e.entry_id desc limit 1`.execute(
    ledger.db,
  )
  return found.rows[0] ?? null
}

export async function insertPayableItem(
  writer: Writer,
  item: {
    merchantId: MerchantId
    kind: PayableKind
    amount: Yen
    payableOn: BusinessDate
    payoutId?: PayoutId
    orderId?: OrderId
    entryId: EntryId
    note: string
  },
): Promise<PayableItemId> {
  const id = PayableItemId.parse(writer.newId())
  await writer.db
    .insertInto('payable_items')
    .values({
      id,
      merchant_id: item.merchantId,
      kind: item.kind,
      amount: item.amount,
      payable_on: item.payableOn,
      payout_id: item.payoutId ?? null,
      order_id: item.orderId ?? null,
      entry_id: item.entryId,
      note: item.note,
      created_at: writer.at,
    })
    .execute()
  return id
}

export async function insertReceivableItem(
  writer: Writer,
  item: {
    merchantId: MerchantId
    kind: ReceivableKind
    amount: Yen
    owedOn: BusinessDate
    payoutId?: PayoutId
    orderId?: OrderId
    entryId: EntryId
    note: string
  },
): Promise<ReceivableItemId> {
  const id = ReceivableItemId.parse(writer.newId())
  await writer.db
    .insertInto('receivable_items')
    .values({
      id,
      merchant_id: item.merchantId,
      kind: item.kind,
      amount: item.amount,
      owed_on: item.owedOn,
      payout_id: item.payoutId ?? null,
      order_id: item.orderId ?? null,
      entry_id: item.entryId,
      note: item.note,
      created_at: writer.at,
    })
    .execute()
  return id
}

/** What an entry of a payout has brought into being ends with its reversal. */
export async function endItemsOf(writer: Writer, entryId: EntryId, reversal: EntryId): Promise<void> {
  await sql`insert into payable_item_ends (item_id, entry_id, actor, at)
    select id, ${reversal}, ${writer.by.actor}, ${writer.at} from payable_items where entry_id = ${entryId}`.execute(writer.db)
  const owed = await sql<{ id: number; amount: Yen }>`select id, amount from receivable_items where entry_id = ${entryId}`.execute(
    writer.db,
  )
  for (const { id, amount } of owed.rows) {
    await writer.db
      .insertInto('receivable_ends')
      .values({
        id: writer.newId(),
        receivable_id: ReceivableItemId.parse(id),
        kind: 'reversed',
        amount,
        entry_id: reversal,
        actor: writer.by.actor,
        at: writer.at,
      })
      .execute()
  }
}

/** Payouts of a run that has gone out of which nothing was sent, because fees or debts took all of it: their orders are settled by that. */
export async function payoutsWithNothingSent(ledger: Reader): Promise<{ id: PayoutId; runId: TransferRunId; payOn: BusinessDate }[]> {
  const found = await sql<{ id: PayoutId; runId: TransferRunId; payOn: BusinessDate }>`
    select p.id, p.run_id as "runId", r.pay_on as "payOn" from payouts p indexed by payouts_state join transfer_runs r on r.id = p.run_id
    where p.state = 'handed_over' and p.net = 0 order by p.id limit 100`.execute(ledger.db)
  return found.rows
}

/** The day on which these orders were paid out. */
export async function setPayoutDay(writer: Writer, ids: readonly OrderId[], on: BusinessDate | null): Promise<void> {
  await sql`update orders set payout_on = ${on} where id in (select value from json_each(${JSON.stringify(ids)}))`.execute(writer.db)
}
