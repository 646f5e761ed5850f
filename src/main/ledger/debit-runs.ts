import { sql } from 'kysely'
import type { Party } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { DebitRun, DebitRunState } from '../../preload/contract/debits'
import { DebitLineId, type DebitRunId, type MandateId, type OrderId } from '../../preload/contract/ids'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import type { CappedCount } from '../../preload/contract/paging'
import { cappedCount } from './capped-count'
import type { Reader, Writer } from './ledger'
import type { MandateAccount } from './mandates'

/* Runs in which the bank asks for debits: what is due, what was asked for, and how each run stands. */

/** Due and in no run: the literal that the partial index is declared with. */
const isDue = sql`o.payment = 'unpaid' and o.method = 'direct_debit' and o.acceptance in ('none', 'accepted')
  and not exists (select 1 from debit_lines d indexed by debit_lines_order_once where d.order_id = o.id and d.result is null)`

/** An order to be debited, by which mandate. */
export interface DueDebit extends MandateAccount {
  readonly orderId: OrderId
  readonly dueOn: BusinessDate
  readonly amount: PositiveYen
  readonly mandateId: MandateId
  readonly customerNumber: string
  /** The account was never debited by this mandate: 新規コード 1. */
  readonly isFirst: number
}

/** What is due through a day, each with the mandate in force on the day it would be debited; without one it stays. */
export async function dueDebits(ledger: Reader, debitOn: BusinessDate, atMost: number): Promise<DueDebit[]> {
  const found =
    await sql<DueDebit>`select o.id as "orderId", o.due_on as "dueOn", o.amount, m.id as "mandateId", m.customer_number as "customerNumber",
      m.bank_code as "bankCode", m.branch_code as "branchCode", m.account_type as "accountType", m.account_number as "accountNumber", m.holder_kana as "holderKana",
      not exists (select 1 from debit_lines d indexed by debit_lines_mandate where d.mandate_id = m.id and coalesce(d.result, '') <> 'given_up') as "isFirst"
    from orders o indexed by orders_debits_due cross join order_customers k not indexed cross join mandates m indexed by mandates_live
    where ${isDue} and o.due_on <= ${debitOn} and k.order_id = o.id and m.customer_number = k.customer_number and m.ended_at is null
      and m.merchant_id = o.merchant_id and m.valid_from <= ${debitOn} and not exists (select 1 from debit_lines t indexed by debit_lines_day
        where t.debit_on = ${debitOn} and t.customer_number = k.customer_number and t.amount = o.amount and coalesce(t.result, '') <> 'given_up')
    order by o.due_on, o.id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** How many orders are due on each day, and what they come to. */
export async function dueByDay(ledger: Reader): Promise<{ dueOn: BusinessDate; count: number; amount: Yen }[]> {
  const found = await sql<{
    dueOn: BusinessDate
    count: number
    amount: Yen
  }>`select o.due_on as "dueOn", count(*) as count, sum(o.amount) as amount
    from orders o indexed by orders_debits_due where ${isDue} and o.due_on > '' group by o.due_on`.execute(ledger.db)
  return found.rows
}

/** Which of these orders stand in a run whose result is not known. */
export async function ordersInDebit(ledger: Reader, ids: readonly OrderId[]): Promise<Set<OrderId>> {
  const found = await sql<{ id: OrderId }>`select d.order_id as id from json_each(${JSON.stringify(ids)}) j
    cross join debit_lines d indexed by debit_lines_order_once where d.order_id = j.value and d.result is null`.execute(ledger.db)
  return new Set(found.rows.map(({ id }) => id))
}

export interface NewRun {
  readonly id: DebitRunId
  readonly party: Party
  readonly collectorCode: string
  readonly debitOn: BusinessDate
  readonly resultOn: BusinessDate
  readonly transferOn: BusinessDate
  readonly total: Yen
  readonly file: Uint8Array
  readonly fileName: string
  readonly sha256: string
  /** Whoever releases it is another. */
  readonly madeBy: string
  /** Who has brought it about by releasing the one it replaces: neither releases it. */
  readonly remadeBy: string | null
}

/** Asks for these debits, in the order of the file. The ledger refuses one of an order that is asked for already. */
export async function insertRun(writer: Writer, run: NewRun, debits: readonly DueDebit[]): Promise<void> {
  const { id, party, collectorCode, debitOn, resultOn, transferOn, total, file, fileName, sha256 } = run
  await writer.db
    .insertInto('debit_runs')
    .values({
      ...{ id, party, collector_code: collectorCode, debit_on: debitOn, result_on: resultOn, transfer_on: transferOn, state: 'prepared' },
      ...{
        lines: debits.length,
        total,
        file,
        file_name: fileName,
        sha256,
        made_by: run.madeBy,
        remade_by: run.remadeBy,
        made_at: writer.at,
      },
      ...{ released_by: null, released_at: null, ended_why: null },
    })
    .execute()
  const rows = debits.map(({ orderId, mandateId, customerNumber, amount }, at) => [
    ...[DebitLineId.parse(writer.newId()), id, at + 1, orderId, mandateId, debitOn, customerNumber, amount],
  ])
  await sql`insert into debit_lines (id, run_id, line, order_id, mandate_id, debit_on, customer_number, amount)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7 from json_each(${JSON.stringify(rows)})`.execute(
    writer.db,
  )
}

export interface StoredRun {
  readonly id: DebitRunId
  readonly debitOn: BusinessDate
  readonly state: DebitRunState
  readonly lines: number
  readonly total: Yen
  readonly fileName: string
  readonly sha256: string
  readonly madeBy: string
  readonly remadeBy: string | null
}

export async function runById(ledger: Reader, id: DebitRunId): Promise<StoredRun | null> {
  const row = await ledger.db
    .selectFrom('debit_runs')
    .select([
      'id',
      'debit_on as debitOn',
      'state',
      'lines',
      'total',
      'file_name as fileName',
      'sha256',
      'made_by as madeBy',
      'remade_by as remadeBy',
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export async function fileOfRun(ledger: Reader, id: DebitRunId): Promise<Uint8Array | null> {
  const row = await ledger.db.selectFrom('debit_runs').select('file').where('id', '=', id).executeTakeFirst()
  return row?.file ?? null
}

/** Orders of a run, with the day each was due. */
export async function ordersOfRun(ledger: Reader, id: DebitRunId): Promise<{ orderId: OrderId; dueOn: BusinessDate; amount: Yen }[]> {
  const found = await sql<{
    orderId: OrderId
    dueOn: BusinessDate
    amount: Yen
  }>`select d.order_id as "orderId", o.due_on as "dueOn", d.amount from debit_lines d cross join orders o not indexed
    where d.run_id = ${id} and o.id = d.order_id order by d.line`.execute(ledger.db)
  return found.rows
}

/** Orders of a run whose mandates have ended since it was made. */
export async function ordersOfEndedMandates(ledger: Reader, id: DebitRunId): Promise<OrderId[]> {
  const found = await sql<{ orderId: OrderId }>`select d.order_id as "orderId" from debit_lines d cross join mandates m not indexed
    where d.run_id = ${id} and m.id = d.mandate_id and m.ended_at is not null order by d.line`.execute(ledger.db)
  return found.rows.map(({ orderId }) => orderId)
}

/** A released run of which some lines have no result. */
export interface UnansweredRun {
  readonly id: DebitRunId
  readonly debitOn: BusinessDate
  readonly resultOn: BusinessDate
  readonly fileName: string
  readonly lines: number
  readonly open: number
  readonly openAmount: Yen
}

const unanswered = sql`select r.id, r.debit_on as "debitOn", r.result_on as "resultOn", r.file_name as "fileName", r.lines, count(*) as open, sum(d.amount) as "openAmount"
  from debit_lines d indexed by debit_lines_open cross join debit_runs r not indexed where d.result is null and r.id = d.run_id and r.state = 'submitted'`

/** All of them, the oldest day first. */
export async function unansweredRuns(ledger: Reader): Promise<UnansweredRun[]> {
  const found = await sql<UnansweredRun>`${unanswered} and d.run_id > 0 group by r.id order by r.debit_on, r.id`.execute(ledger.db)
  return found.rows
}

/** One of them; null where nothing is awaited of it. */
export async function unansweredRun(ledger: Reader, id: DebitRunId): Promise<UnansweredRun | null> {
  const found = await sql<UnansweredRun>`${unanswered} and d.run_id = ${id} group by r.id`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** What a run still waits for. */
export async function openLines(ledger: Reader, id: DebitRunId): Promise<{ id: DebitLineId; orderId: OrderId }[]> {
  const found = await sql<{
    id: DebitLineId
    orderId: OrderId
  }>`select d.id, d.order_id as "orderId" from debit_lines d indexed by debit_lines_open where d.result is null and d.run_id = ${id} order by d.id`.execute(
    ledger.db,
  )
  return found.rows
}

export async function releaseRun(writer: Writer, id: DebitRunId): Promise<void> {
  await writer.db
    .updateTable('debit_runs')
    .set({ state: 'submitted', released_by: writer.by.actor, released_at: writer.at })
    .where('id', '=', id)
    .execute()
}

/** Nobody was asked: its orders are due again. */
export async function giveUpRun(writer: Writer, id: DebitRunId, why: string): Promise<void> {
  await writer.db.updateTable('debit_lines').set({ result: 'given_up' }).where('run_id', '=', id).execute()
  await writer.db.updateTable('debit_runs').set({ state: 'given_up', ended_why: why }).where('id', '=', id).execute()
}

/** Orders that are debited on another day than was told. */
export async function moveDue(writer: Writer, orderIds: readonly OrderId[], debitOn: BusinessDate): Promise<void> {
  await sql`update orders set due_on = ${debitOn}, version = version + 1 from json_each(${JSON.stringify(orderIds)}) j where orders.id = j.value`.execute(
    writer.db,
  )
}

/** Nothing is to be debited of these orders any more: their payers choose again, until a day. */
export async function letChoose(writer: Writer, orders: readonly { orderId: OrderId; dueOn: BusinessDate }[]): Promise<void> {
  const rows = orders.map(({ orderId, dueOn }) => [orderId, dueOn])
  await sql`update orders set method = null, due_on = j.value ->> 1, version = version + 1 from json_each(${JSON.stringify(rows)}) j where orders.id = j.value ->> 0`.execute(
    writer.db,
  )
}

/** Runs, newest first, before the one named, each with what became of its lines. */
export async function listRuns(ledger: Reader, before: number | null, atMost: number): Promise<DebitRun[]> {
  const found =
    await sql<DebitRun>`select r.id, r.party, r.debit_on as "debitOn", r.result_on as "resultOn", r.transfer_on as "transferOn", r.state, r.lines, r.total,
      r.file_name as "fileName", r.sha256, r.made_by as "madeBy", r.made_at as "madeAt", r.released_by as "releasedBy", r.released_at as "releasedAt",
      coalesce(sum(d.result = '0'), 0) as paid, coalesce(sum(case when d.result = '0' then d.amount end), 0) as "paidAmount",
      coalesce(sum(d.result not in ('0', 'given_up')), 0) as failed, coalesce(sum(case when d.result not in ('0', 'given_up') then d.amount end), 0) as "failedAmount",
      sum(d.result is null) as open
    from (select * from debit_runs not indexed where id < ${before ?? Number.MAX_SAFE_INTEGER} order by id desc limit ${atMost}) r
      cross join debit_lines d where d.run_id = r.id group by r.id order by r.id desc`.execute(ledger.db)
  return found.rows
}

export const countRuns = (ledger: Reader): Promise<CappedCount> => cappedCount(ledger, sql`from debit_runs`)
