import { type RawBuilder, sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import {
  type AccountId,
  type MerchantId,
  type OrderId,
  type PayableItemId,
  PayoutId,
  type ReceivableItemId,
  TransferRunId,
} from '../../preload/contract/ids'
import type { PaymentMethod, SettlementAccount, TaxClass } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { PayoutFiguresKept, PayoutState, ReceivableKind } from '../../preload/contract/payouts'
import type { TransferFormat } from '../../preload/contract/transfers'
import type { Reader, Writer } from './ledger'
import { isAboutToLose } from './roll-backs'

/* What a run of payouts is planned from, and how it is written while nobody sees it. */

export interface ReleasableOrder {
  id: OrderId
  method: PaymentMethod
  amount: Yen
  paidOn: BusinessDate
  releasableOn: BusinessDate
}

/** Orders of a merchant that may be paid out by a day, are in no run and keep what paid them, in the order of that day. */
export async function releasableOrders(
  ledger: Reader,
  merchantId: MerchantId,
  through: BusinessDate,
  after: Pick<ReleasableOrder, 'releasableOn' | 'id'> | null,
  atMost: number,
): Promise<ReleasableOrder[]> {
  const found = await sql<ReleasableOrder>`
    select o.id, coalesce(o.method, 'bank_transfer') as method, o.paid_amount as amount, coalesce(o.paid_on, o.releasable_on) as "paidOn", o.releasable_on as "releasableOn"
    from orders o indexed by orders_releasable where o.merchant_id = ${merchantId} and o.disbursement = 'releasable' and o.releasable_on <= ${through}
      and (o.releasable_on, o.id) > (${after?.releasableOn ?? ''}, ${after?.id ?? 0})
      and not exists (select 1 from payout_lines l where l.order_id = o.id and l.live = 1) and not ${isAboutToLose(sql`o.id`)}
    order by o.releasable_on, o.id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

export interface OpenPayable {
  id: PayableItemId
  amount: Yen
  /** How the order was paid of which this is the rest, for its fee; null for money of which a fee was taken, or is none. */
  method: PaymentMethod | null
  paidOn: BusinessDate
}

/** An account stands as JSON: what it says is compared, not how it was written down. */
const placeOf = (account: RawBuilder<unknown>) =>
  sql`(${account} ->> 'bankCode', ${account} ->> 'branchCode', ${account} ->> 'accountType', ${account} ->> 'accountNumber', ${account} ->> 'holderKana')`
/** Whether merchant `m` is paid elsewhere by now than payout `p` went. */
export const isElsewhere = sql`${placeOf(sql`p.account`)} is not ${placeOf(sql`m.account`)}`

/** What is left of an order once a part went back: its only payment to the merchant. What the agent makes up (accept_less) bears no fee. */
const isRest = sql`i.order_id is not null and (i.kind = 'contest_part' or i.kind = 'correction' and (select e.kind from entries e where e.id = i.entry_id) = 'refund')`

/** What item `i` gives back was won of a card company that has not transferred it yet, and merchants are paid only then. */
export const awaitsReturn = sql`exists (select 1 from claim_deductions d cross join claims c not indexed where d.entry_id = i.entry_id and d.settlement_id is null
  and d.why = 'chargeback_won' and c.id = d.claim_id and c.payable = 0)`

/**
 * Items payable to a merchant by a day that are in no run. Returned money only when the account is another one than it came back from, or
 * a clerk has said that it is right; a rest only when the payout it was left over by has gone out; a chargeback that was won only when the company's
 * transfer has brought it, unless its contract pays before.
 */
export async function openPayables(ledger: Reader, merchantId: MerchantId, through: BusinessDate): Promise<OpenPayable[]> {
  const found = await sql<OpenPayable>`
    select i.id, i.amount, case when ${isRest} then coalesce(o.method, 'bank_transfer') end as method, coalesce(o.paid_on, i.payable_on) as "paidOn"
    from payable_items i indexed by payable_items_merchant join merchants m on m.id = i.merchant_id left join payouts p on p.id = i.payout_id
      left join orders o not indexed on o.id = i.order_id
    where i.merchant_id = ${merchantId} and i.payable_on <= ${through} and not ${awaitsReturn}
      and not exists (select 1 from payout_lines l where l.item_id = i.id and l.live = 1) and not exists (select 1 from payable_item_ends e where e.item_id = i.id)
      and case i.kind when 'returned_payout' then ${isElsewhere} or exists (select 1 from payable_item_releases r where r.item_id = i.id)
        when 'remainder' then p.id is null or p.state in ('handed_over', 'presumed_paid', 'confirmed', 'returned') else 1 end
    order by i.payable_on, i.id`.execute(ledger.db)
  return found.rows
}

export interface OpenReceivable {
  id: ReceivableItemId
  kind: ReceivableKind
  /** What is left of it. */
  amount: Yen
}

/** What a merchant owes and no run offsets yet, oldest first; fees of a payout only when it has gone out. */
export async function openReceivables(ledger: Reader, merchantId: MerchantId): Promise<OpenReceivable[]> {
  const found = await sql<OpenReceivable>`select * from (
      select i.id, i.kind, i.amount - (select coalesce(sum(amount), 0) from payout_offsets where receivable_id = i.id and live = 1)
        - (select coalesce(sum(amount), 0) from receivable_ends where receivable_id = i.id) as amount
      from receivable_items i indexed by receivable_items_merchant left join payouts p on p.id = i.payout_id
      where i.merchant_id = ${merchantId} and (i.kind <> 'fees' or p.id is null or p.state in ('handed_over', 'presumed_paid', 'confirmed', 'returned')))
    where amount > 0 order by id`.execute(ledger.db)
  return found.rows
}

export interface NewRun {
  closingOn: BusinessDate
  payOn: BusinessDate
  accountId: AccountId
  format: TransferFormat
}

/** Begins a run that nobody sees yet: `P20261130-1`, by closing day and number. */
export async function insertStagingRun(writer: Writer, run: NewRun): Promise<{ id: TransferRunId; name: string }> {
  const id = TransferRunId.parse(writer.newId())
  const begin = `P${run.closingOn.replaceAll('-', '')}-`
  const numbers = await sql<{
    last: number
  }>`select coalesce(max(cast(substr(name, ${begin.length + 1}) as integer)), 0) as last from transfer_runs
    where name >= ${begin} and name < ${`${begin}~`}`.execute(writer.db)
  const name = `${begin}${(numbers.rows[0]?.last ?? 0) + 1}`
  await writer.db
    .insertInto('transfer_runs')
    .values({
      id,
      kind: 'payouts',
      name,
      closing_on: run.closingOn,
      pay_on: run.payOn,
      account_id: run.accountId,
      format: run.format,
      state: 'staging',
      digest: null,
      file: null,
      file_name: null,
      made_by: writer.by.actor,
      made_at: writer.at,
      submitted_by: null,
      submitted_at: null,
      approval_id: null,
    })
    .execute()
  return { id, name }
}

export async function isStaging(ledger: Reader, runId: TransferRunId): Promise<boolean> {
  const row = await ledger.db.selectFrom('transfer_runs').select('state').where('id', '=', runId).executeTakeFirst()
  return row?.state === 'staging'
}

export interface NewPayout {
  runId: TransferRunId
  merchantId: MerchantId
  account: SettlementAccount
  gross: Yen
  fees: Yen
  tax: Yen
  transferFee: Yen
  offsets: Yen
  remainder: Yen
  net: Yen
  orders: number
  lines: number
  state: PayoutState
  reason: string
  figures: PayoutFiguresKept
}

export async function insertPayout(writer: Writer, payout: NewPayout): Promise<PayoutId> {
  const id = PayoutId.parse(writer.newId())
  const { runId, merchantId, account, transferFee, figures, ...columns } = payout
  await writer.db
    .insertInto('payouts')
    .values({
      id,
      run_id: runId,
      merchant_id: merchantId,
      account: JSON.stringify(account),
      transfer_fee: transferFee,
      figures: JSON.stringify(figures),
      ...columns,
    })
    .execute()
  return id
}

export interface NewPayoutLine {
  line: number
  orderId: OrderId | null
  itemId: PayableItemId | null
  method: PaymentMethod | null
  amount: Yen
  fee: Yen
  taxClass: TaxClass | null
}

/**
 * Writes lines of a payout; false where an order is no longer what was counted (it was taken back or is about to be, or is in another run by now),
 * or an item has ended.
 */
export async function insertPayoutLines(
  writer: Writer,
  payoutId: PayoutId,
  lines: readonly NewPayoutLine[],
  live: boolean,
): Promise<boolean> {
  const rows = lines.map(({ line, orderId, itemId, method, amount, fee, taxClass }) => [
    line,
    orderId,
    itemId,
    method,
    amount,
    fee,
    taxClass,
  ])
  const written = await sql`with given as materialized (select value as v from json_each(${JSON.stringify(rows)}))
    insert into payout_lines (payout_id, line, order_id, item_id, method, amount, fee, tax_class, live)
    select ${payoutId}, v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, ${live ? 1 : 0} from given left join orders o on o.id = v ->> 1
    where (v ->> 1 is null or (o.disbursement = 'releasable' and o.paid_amount = v ->> 4
      and not exists (select 1 from payout_lines l where l.order_id = o.id and l.live = 1) and not ${isAboutToLose(sql`o.id`)}))
      and not exists (select 1 from payable_item_ends e where e.item_id = v ->> 2)`.execute(writer.db)
  return Number(written.numAffectedRows ?? 0n) === lines.length
}

export async function insertOffsets(
  writer: Writer,
  payoutId: PayoutId,
  offsets: readonly { id: ReceivableItemId; amount: Yen }[],
): Promise<void> {
  if (offsets.length === 0) return
  await writer.db
    .insertInto('payout_offsets')
    .values(offsets.map(({ id, amount }) => ({ payout_id: payoutId, receivable_id: id, amount, live: 1 as const })))
    .execute()
}

/** Shows a planned run: from now on it is a draft. */
export async function publishRun(writer: Writer, runId: TransferRunId): Promise<void> {
  await writer.db.updateTable('transfer_runs').set({ state: 'draft' }).where('id', '=', runId).where('state', '=', 'staging').execute()
}

/** The run that is being planned, or was when its program died. */
export async function stagingRun(ledger: Reader): Promise<TransferRunId | null> {
  const row = await ledger.db
    .selectFrom('transfer_runs')
    .select('id')
    .where('kind', '=', 'payouts')
    .where('state', '=', 'staging')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Removes up to so many lines of a staging run, then its payouts, then itself; true when nothing of it is left. */
export async function discardSome(writer: Writer, runId: TransferRunId, atMost: number): Promise<boolean> {
  const found = await sql<{
    id: PayoutId
    lines: number
  }>`select id, lines from payouts indexed by payouts_run where run_id = ${runId} limit ${atMost}`.execute(writer.db)
  const payouts = found.rows
  let lines = 0
  for (const payout of payouts) {
    lines += payout.lines
    await writer.db.deleteFrom('payout_offsets').where('payout_id', '=', payout.id).execute()
    await writer.db.deleteFrom('payout_lines').where('payout_id', '=', payout.id).execute()
    await writer.db.deleteFrom('payouts').where('id', '=', payout.id).execute()
    if (lines > atMost) return false
  }
  if (payouts.length === atMost) return false
  await writer.db.deleteFrom('transfer_runs').where('id', '=', runId).where('state', '=', 'staging').execute()
  return true
}
