import { sql } from 'kysely'
import type { Party } from '../../preload/contract/collection'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { DebitOutcome } from '../../preload/contract/debits'
import type { DebitResultCode } from '../../preload/contract/direct-debit'
import {
  type ClaimId,
  type DebitLineId,
  type DebitResultFileId,
  DebitResultLineId,
  type MerchantId,
  type OrderId,
  type RefundId,
} from '../../preload/contract/ids'
import type { PositiveYen, Yen } from '../../preload/contract/money'
import type { CappedCount } from '../../preload/contract/paging'
import { cappedCount } from './capped-count'
import { isGivenBack } from './claims'
import type { Reader, Writer } from './ledger'

/* What result files told of debits: files, their lines, and what waits for a person. */

/** The file with these bytes that is in already, or null. */
export async function sameDebitResult(
  ledger: Reader,
  sha256: string,
): Promise<{ fileName: string; importedBy: string; importedAt: Instant } | null> {
  const row = await ledger.db
    .selectFrom('debit_result_files')
    .select(['name as fileName', 'imported_by as importedBy', 'imported_at as importedAt'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row ?? null
}

/** The last day of debit, not after one named, on which this collector's accounts were debited and which is written `MMDD`; null: on none. */
export async function lastDebitDay(
  ledger: Reader,
  { collectorCode, monthDay, through }: { collectorCode: string; monthDay: string; through: BusinessDate },
): Promise<BusinessDate | null> {
  const found = await sql<{ day: BusinessDate | null }>`select max(debit_on) as day from debit_runs indexed by debit_runs_day
    where state = 'submitted' and collector_code = ${collectorCode} and debit_on <= ${through} and replace(substr(debit_on, 6), '-', '') = ${monthDay}`.execute(
    ledger.db,
  )
  return found.rows[0]?.day ?? null
}

/** A debit that was asked for, with what is known of it. */
export interface KnownDebit {
  readonly id: DebitLineId
  readonly orderId: OrderId
  readonly party: Party
  readonly transferOn: BusinessDate
  readonly customerNumber: string
  /** Bank, branch, type and number, with hyphens between. */
  readonly account: string
  readonly amount: PositiveYen
  readonly result: DebitResultCode | 'not_debited' | null
  /** How often this order's account had too little before. */
  readonly shortBefore: number
}

/** What was asked for on a day under these customer numbers, in the order of asking. */
export async function debitsOfDay(ledger: Reader, debitOn: BusinessDate, customerNumbers: readonly string[]): Promise<KnownDebit[]> {
  const found =
    await sql<KnownDebit>`select d.id, d.order_id as "orderId", r.party, r.transfer_on as "transferOn", d.customer_number as "customerNumber",
      m.bank_code || '-' || m.branch_code || '-' || m.account_type || '-' || m.account_number as account, d.amount, d.result,
      (select count(*) from debit_lines b indexed by debit_lines_order where b.order_id = d.order_id and b.id < d.id and b.result = '1') as "shortBefore"
    from json_each(${JSON.stringify([...new Set(customerNumbers)])}) j cross join debit_lines d indexed by debit_lines_day cross join debit_runs r not indexed
      cross join mandates m not indexed
    where d.debit_on = ${debitOn} and d.customer_number = j.value and r.id = d.run_id and r.state = 'submitted' and m.id = d.mandate_id order by d.id`.execute(
      ledger.db,
    )
  return found.rows
}

export interface NewResultLine {
  readonly record: number
  readonly debitLineId: DebitLineId | null
  readonly customerNumber: string
  readonly account: string
  readonly holderKana: string
  readonly amount: Yen
  readonly code: DebitResultCode
  readonly outcome: DebitOutcome
}

export async function insertResultFile(
  writer: Writer,
  file: { id: DebitResultFileId; name: string; sha256: string; debitOn: BusinessDate; total: Yen },
  lines: readonly NewResultLine[],
): Promise<void> {
  const { id, name, sha256, debitOn, total } = file
  await writer.db
    .insertInto('debit_result_files')
    .values({ id, name, sha256, debit_on: debitOn, lines: lines.length, total, imported_by: writer.by.actor, imported_at: writer.at })
    .execute()
  const rows = lines.map(({ record, debitLineId, customerNumber, account, holderKana, amount, code, outcome }) => [
    ...[DebitResultLineId.parse(writer.newId()), id, record, debitLineId, customerNumber, account, holderKana, amount, code, outcome],
  ])
  await sql`insert into debit_result_lines (id, file_id, record, debit_line_id, customer_number, account, holder_kana, amount, code, outcome)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9
    from json_each(${JSON.stringify(rows)})`.execute(writer.db)
}

/** What became of debits, once for each; and the claims of those that were made. */
export async function resolveDebits(
  writer: Writer,
  resolved: readonly { id: DebitLineId; result: DebitResultCode | 'not_debited'; claimId: ClaimId | null }[],
): Promise<void> {
  const rows = resolved.map(({ id, result, claimId }) => [id, result, claimId])
  await sql`update debit_lines set result = j.value ->> 1, claim_id = j.value ->> 2 from json_each(${JSON.stringify(rows)}) j where debit_lines.id = j.value ->> 0`.execute(
    writer.db,
  )
}

/** Lines that told no result of debits of which another has told one since: nobody needs to look at them any more. */
export async function endBySequel(writer: Writer, debits: readonly DebitLineId[], note: string): Promise<void> {
  await sql`update debit_result_lines set ended_by = ${writer.by.actor}, ended_at = ${writer.at}, ended_note = ${note}
    where id in (select l.id from json_each(${JSON.stringify(debits)}) j cross join debit_result_lines l indexed by debit_result_lines_debit
      where l.debit_line_id = j.value and l.debit_line_id is not null and l.outcome = 'no_result' and l.ended_at is null)`.execute(
    writer.db,
  )
}

/** A line that waits for a person. */
export interface WaitingDebit {
  readonly id: DebitResultLineId
  readonly outcome: DebitOutcome
  readonly code: DebitResultCode
  readonly debitOn: BusinessDate
  readonly customerNumber: string
  readonly holderKana: string
  readonly account: string
  readonly amount: PositiveYen
  readonly fileName: string
  readonly record: number
  readonly importedAt: Instant
  readonly debitLineId: DebitLineId | null
  /** What was debited after all, and waits for an owner. */
  readonly claimId: ClaimId | null
  /** The refund of it that was asked for. */
  readonly refundId: RefundId | null
  readonly orderId: OrderId | null
  readonly orderNumber: string
  readonly merchantId: MerchantId
  readonly merchantName: string
}

const waits = sql`l.outcome in ('no_result', 'unknown', 'contradicts') and l.ended_at is null
  and not exists (select 1 from claims c where c.id = l.claim_id and ${isGivenBack})`
const selection = sql`l.id, l.outcome, l.code, f.debit_on as "debitOn", l.customer_number as "customerNumber", l.holder_kana as "holderKana", l.account, l.amount,
    f.name as "fileName", l.record, f.imported_at as "importedAt", l.debit_line_id as "debitLineId", l.claim_id as "claimId",
    (select g.id from refunds g indexed by refunds_claim where g.claim_id = l.claim_id and g.claim_id is not null and g.replaces is null
      and g.state not in ('rejected', 'withdrawn')) as "refundId", o.id as "orderId", o.order_number as "orderNumber",
    o.merchant_id as "merchantId", h.name as "merchantName"
  from debit_result_lines l`
const joined = sql`cross join debit_result_files f not indexed on f.id = l.file_id left join debit_lines d not indexed on d.id = l.debit_line_id
  left join orders o not indexed on o.id = d.order_id left join merchants h not indexed on h.id = o.merchant_id`

export async function waitingDebits(ledger: Reader, after: number | null, atMost: number): Promise<WaitingDebit[]> {
  const found = await sql<WaitingDebit>`select ${selection} indexed by debit_result_lines_waiting ${joined}
    where ${waits} and l.id > ${after ?? 0} order by l.id limit ${atMost}`.execute(ledger.db)
  return found.rows
}

export async function waitingDebit(ledger: Reader, id: DebitResultLineId): Promise<WaitingDebit | null> {
  const found = await sql<WaitingDebit>`select ${selection} not indexed ${joined} where l.id = ${id} and ${waits}`.execute(ledger.db)
  return found.rows[0] ?? null
}

export const countWaitingDebits = (ledger: Reader): Promise<CappedCount> =>
  cappedCount(ledger, sql`from debit_result_lines l indexed by debit_result_lines_waiting where ${waits}`)

export async function endWaitingDebit(writer: Writer, id: DebitResultLineId, note: string): Promise<void> {
  await writer.db
    .updateTable('debit_result_lines')
    .set({ ended_by: writer.by.actor, ended_at: writer.at, ended_note: note })
    .where('id', '=', id)
    .execute()
}

/** Its collector owes what was debited after all. */
export async function claimDebit(writer: Writer, id: DebitResultLineId, claimId: ClaimId): Promise<void> {
  await writer.db.updateTable('debit_result_lines').set({ claim_id: claimId }).where('id', '=', id).execute()
}

/** A debit as it was asked for. */
export interface AskedDebit {
  readonly orderId: OrderId
  readonly result: DebitResultCode | 'given_up' | 'not_debited' | null
  readonly party: Party
  readonly transferOn: BusinessDate
  /** 1: it was made after all, and is owed. */
  readonly isOwed: number
}

/** One debit as it was asked for, whatever is known of it. */
export async function debitById(ledger: Reader, id: DebitLineId): Promise<AskedDebit | null> {
  const found = await sql<AskedDebit>`select d.order_id as "orderId", d.result, r.party, r.transfer_on as "transferOn",
      exists (select 1 from debit_result_lines l indexed by debit_result_lines_made where l.debit_line_id = d.id and l.claim_id is not null) as "isOwed"
    from debit_lines d not indexed cross join debit_runs r not indexed where d.id = ${id} and r.id = d.run_id`.execute(ledger.db)
  return found.rows[0] ?? null
}
