import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { AccountId, EntryId, MerchantId, PayoutId, TransferRunId } from '../../preload/contract/ids'
import { SettlementAccount } from '../../preload/contract/merchants'
import { type Yen, ZERO_YEN } from '../../preload/contract/money'
import type { PayoutRow, PayoutRun, PayoutState, RunFigures, RunKind, RunState } from '../../preload/contract/payouts'
import type { Reader, Writer } from './ledger'
import type { TransferRunRow } from './schema-money-out'

/* Runs of transfers and the payouts in them, as they stand. */

/** A run as the desk shows it. Refund runs are runs too. */
export interface StoredRun extends PayoutRun {
  accountId: AccountId
  submittedById: TransferRunRow['submitted_by']
}

type RunFound = Omit<StoredRun, 'posted'> & { posted: number }

const runColumns = sql`r.id, r.kind, r.name, r.closing_on as "closingOn", r.pay_on as "payOn", d.bank_code || '-' || d.branch_code || '-' || d.account_number as account,
  r.account_id as "accountId", r.format, r.state, r.digest, r.file_name as "fileName", length(r.file) as bytes, r.transfers, r.total, r.posted, r.made_by as "madeBy", r.made_at as "madeAt",
  (select display_name from users where id = r.submitted_by) as "submittedBy", r.submitted_by as "submittedById", r.submitted_at as "submittedAt",
  r.approval_id as "approvalId", r.version from transfer_runs r join designated_accounts d on d.id = r.account_id`

const runOf = (row: RunFound): StoredRun => ({ ...row, posted: row.posted === 1 })

/** One run that people see, or null. */
export async function runById(ledger: Reader, id: TransferRunId): Promise<StoredRun | null> {
  const found = await sql<RunFound>`select ${runColumns} where r.id = ${id} and r.state <> 'staging'`.execute(ledger.db)
  return found.rows[0] ? runOf(found.rows[0]) : null
}

/** Runs of a kind, newest first. */
export async function listRuns(ledger: Reader, kind: RunKind, before: number, atMost: number): Promise<StoredRun[]> {
  const found = await sql<RunFound>`select ${runColumns} where r.kind = ${kind} and r.id < ${before} and r.state <> 'staging'
    order by r.id desc limit ${atMost}`.execute(ledger.db)
  return found.rows.map(runOf)
}

/** Runs in these states, oldest first: what is on its way. */
export async function runsIn(ledger: Reader, states: readonly RunState[]): Promise<StoredRun[]> {
  const found =
    await sql<RunFound>`select ${runColumns} where r.state in (select value from json_each(${JSON.stringify(states)})) order by r.id`.execute(
      ledger.db,
    )
  return found.rows.map(runOf)
}

/** Runs that are approved and not wholly in the journal, or being given up. */
export async function unfinishedRuns(ledger: Reader): Promise<StoredRun[]> {
  return (await runsIn(ledger, ['approved', 'giving_up'])).filter((run) => run.state === 'giving_up' || !run.posted)
}

/** The payouts of a run that are paid by it, as far as it goes by their state. */
export const PAID_STATES = ['planned', 'approved', 'handed_over', 'presumed_paid', 'confirmed', 'returned', 'quarantined'] as const

/** What the payouts of a run come to. */
export async function runFigures(ledger: Reader, runId: TransferRunId): Promise<RunFigures> {
  const found =
    await sql<Sums>`select case when state in (select value from json_each(${JSON.stringify(PAID_STATES)})) then 'paid' else state end as state, count(*) as payouts,
      sum(orders) as orders, sum(lines) as lines, sum(posted_lines) as "postedLines", sum(gross) as gross, sum(fees) as fees, sum(tax) as tax, sum(transfer_fee) as "transferFee",
      sum(offsets) as offsets, sum(remainder) as remainder, sum(net) as net from payouts indexed by payouts_run where run_id = ${runId} group by 1`.execute(
      ledger.db,
    )
  const of = (state: string) => found.rows.find((row) => row.state === state)
  const { state: _, ...paid } = of('paid') ?? of('given_up') ?? NOTHING
  const apart = (state: PayoutState) => ({ count: of(state)?.payouts ?? 0, amount: of(state)?.gross ?? NOTHING.gross })
  return { ...paid, carriedOver: apart('carried_over'), held: apart('held'), sentBack: apart('sent_back') }
}

type Sums = Omit<RunFigures, 'carriedOver' | 'held' | 'sentBack'> & { state: string }
const NOTHING: Sums = {
  ...{ state: '', payouts: 0, orders: 0, lines: 0, postedLines: 0, gross: ZERO_YEN, fees: ZERO_YEN, tax: ZERO_YEN },
  ...{ transferFee: ZERO_YEN, offsets: ZERO_YEN, remainder: ZERO_YEN, net: ZERO_YEN },
}

export interface StoredPayout extends PayoutRow {
  figures: string
  postedLines: number
  posted: boolean
}

type PayoutFound = Omit<StoredPayout, 'account' | 'posted'> & { account: string; posted: number }

const payoutColumns = sql`p.id, p.run_id as "runId", p.merchant_id as "merchantId", m.name as "merchantName", p.state, p.reason, p.account, p.orders, p.lines, p.gross, p.fees, p.tax,
  p.transfer_fee as "transferFee", p.offsets, p.remainder, p.net, p.version, p.figures, p.posted_lines as "postedLines", p.posted
  from payouts p join merchants m on m.id = p.merchant_id`

const payoutOf = (row: PayoutFound): StoredPayout => ({
  ...row,
  account: SettlementAccount.parse(JSON.parse(row.account)),
  posted: row.posted === 1,
})

export async function payoutById(ledger: Reader, id: PayoutId): Promise<StoredPayout | null> {
  const found = await sql<PayoutFound>`select ${payoutColumns} where p.id = ${id}`.execute(ledger.db)
  return found.rows[0] ? payoutOf(found.rows[0]) : null
}

/** Payouts of a run after one, in their order; of one state where it is named. */
export async function payoutsOfRun(
  ledger: Reader,
  runId: TransferRunId,
  asked: { state?: PayoutState | undefined; after: number; atMost: number },
): Promise<StoredPayout[]> {
  const ofState = asked.state === undefined ? sql`` : sql`and p.state = ${asked.state}`
  const found =
    await sql<PayoutFound>`select ${payoutColumns} where p.run_id = ${runId} and p.id > ${asked.after} ${ofState} order by p.id limit ${asked.atMost}`.execute(
      ledger.db,
    )
  return found.rows.map(payoutOf)
}

/** Payouts of a merchant that people see, newest first. */
export async function payoutsOfMerchant(ledger: Reader, merchantId: MerchantId, before: number, atMost: number): Promise<StoredPayout[]> {
  const found = await sql<PayoutFound>`select ${payoutColumns} where p.merchant_id = ${merchantId} and p.id < ${before}
    and (select state from transfer_runs where id = p.run_id) <> 'staging' order by p.id desc limit ${atMost}`.execute(ledger.db)
  return found.rows.map(payoutOf)
}

/** What was paid to a merchant before this run, newest first: nets and accounts. */
export async function earlierPayouts(
  ledger: Reader,
  merchantId: MerchantId,
  beforeRun: TransferRunId,
  atMost: number,
): Promise<{ net: Yen; account: SettlementAccount }[]> {
  const found = await sql<{
    net: Yen
    account: string
  }>`select p.net, p.account from payouts p indexed by payouts_merchant where p.merchant_id = ${merchantId} and p.net > 0
    and p.run_id < ${beforeRun} and p.state in ('approved', 'handed_over', 'presumed_paid', 'confirmed', 'returned', 'quarantined')
    order by p.id desc limit ${atMost}`.execute(ledger.db)
  return found.rows.map(({ net, account }) => ({ net, account: SettlementAccount.parse(JSON.parse(account)) }))
}

/** The run of payouts that was approved last before this one. */
export async function lastApprovedRun(
  ledger: Reader,
  before: TransferRunId,
): Promise<{ name: string; payOn: BusinessDate; transfers: number; total: Yen } | null> {
  const found = await sql<{ name: string; payOn: BusinessDate; transfers: number; total: Yen }>`
    select name, pay_on as "payOn", transfers, total from transfer_runs where kind = 'payouts' and id < ${before}
      and state in ('approved', 'handing_over', 'handed_over', 'confirmed', 'quarantined') order by id desc limit 1`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** The names of the runs that these orders are in, by order: nothing that changes their money may happen meanwhile. */
export async function runsHolding(ledger: Reader, orderIds: readonly number[]): Promise<Map<number, string>> {
  const found = await sql<{ id: number; name: string }>`select j.value as id, r.name from json_each(${JSON.stringify(orderIds)}) j
    cross join payout_lines l cross join payouts p cross join transfer_runs r
    where l.order_id = j.value and l.live = 1 and p.id = l.payout_id and r.id = p.run_id`.execute(ledger.db)
  return new Map(found.rows.map(({ id, name }) => [id, name]))
}

/** The name of the run in which an item is that this entry has brought into being, or null. */
export async function runHoldingItemOf(ledger: Reader, entryId: EntryId): Promise<string | null> {
  const found = await sql<{
    name: string
  }>`select r.name from payable_items i cross join payout_lines l cross join payouts p cross join transfer_runs r
    where i.entry_id = ${entryId} and l.item_id = i.id and l.live = 1 and p.id = l.payout_id and r.id = p.run_id`.execute(ledger.db)
  return found.rows[0]?.name ?? null
}

/** Whoever made a run, submitted it, or asked for a refund in it, as the audit trail names them. */
export async function makersOfRun(ledger: Reader, id: TransferRunId): Promise<string[]> {
  const found = await sql<{ actor: string }>`select made_by as actor from transfer_runs where id = ${id}
    union select case when u.name like 'cli:%' then u.name else 'user:' || u.name end from transfer_runs r cross join users u
      where r.id = ${id} and u.id = r.submitted_by
    union select made_by from refunds indexed by refunds_run where run_id = ${id} and run_id is not null`.execute(ledger.db)
  return found.rows.map(({ actor }) => actor)
}

/** Moves a run one version on. False where it is no longer the version that was seen. */
export async function changeRun(
  writer: Writer,
  run: { id: TransferRunId; version: number },
  change: Partial<Pick<TransferRunRow, 'state' | 'digest' | 'file' | 'file_name' | 'submitted_by' | 'submitted_at' | 'approval_id'>> & {
    transfers?: number
    total?: Yen
    posted?: 0 | 1
  },
): Promise<boolean> {
  const changed = await writer.db
    .updateTable('transfer_runs')
    .set((row) => ({ ...change, version: row('version', '+', 1) }))
    .where('id', '=', run.id)
    .where('version', '=', run.version)
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}

/** Payouts of a run that stand in one state go on to another; `sent`: only those of which something is sent. */
export async function movePayouts(
  writer: Writer,
  runId: TransferRunId,
  from: PayoutState,
  to: PayoutState,
  which: 'all' | 'sent' = 'all',
): Promise<void> {
  await sql`update payouts set state = ${to}, version = version + 1 where run_id = ${runId} and state = ${from} and net >= ${which === 'all' ? 0 : 1}`.execute(
    writer.db,
  )
}

/** Takes one payout out of its run: its lines die. */
export async function endPayout(writer: Writer, id: PayoutId, state: 'sent_back' | 'given_up', reason: string): Promise<void> {
  await sql`update payouts set state = ${state}, reason = ${reason}, version = version + 1 where id = ${id}`.execute(writer.db)
  await sql`update payout_lines set live = 0 where payout_id = ${id} and live = 1`.execute(writer.db)
  await sql`update payout_offsets set live = 0 where payout_id = ${id} and live = 1`.execute(writer.db)
}

/** The exact bytes of a run's file. */
export async function runFile(ledger: Reader, id: TransferRunId): Promise<{ bytes: Uint8Array; name: string; digest: string } | null> {
  const row = await ledger.db.selectFrom('transfer_runs').select(['file', 'file_name', 'digest']).where('id', '=', id).executeTakeFirst()
  return row?.file && row.file_name !== null && row.digest !== null ? { bytes: row.file, name: row.file_name, digest: row.digest } : null
}

/** A payout has come to its end: nothing of it can come back. */
export async function confirmPayout(writer: Writer, id: PayoutId): Promise<void> {
  await sql`update payouts set state = 'confirmed', version = version + 1 where id = ${id}`.execute(writer.db)
}
