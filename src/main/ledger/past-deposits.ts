import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { AccountId, ReceiptId, StatementFileId } from '../../preload/contract/ids'
import type { PositiveYen } from '../../preload/contract/money'
import type { StatementLine } from '../../preload/contract/statement'
import { isPostedCredit } from './deposit-filter'
import type { Reader } from './ledger'

/* The deposits of a period by the files that brought them, in the order in which they were planned: what a trial of rules goes over. */

export interface Period {
  readonly from: BusinessDate
  readonly to: BusinessDate
}

export interface PastFile {
  id: StatementFileId
  /** How far the orders had come when it was planned. */
  event: number
  at: Instant
}

/** The next file after this one that tells of a day of the period; null where there is none. */
export async function nextFile(ledger: Reader, { from, to }: Period, after: number): Promise<PastFile | null> {
  const found = await sql<PastFile>`select f.id, f.planned_at_event as event, f.imported_at as at from statement_files f
    where f.id > ${after} and f.state in ('published', 'posted')
      and exists (select 1 from statements s where s.file_id = f.id and s.from_on <= ${to} and s.to_on >= ${from}) order by f.id limit 1`.execute(
    ledger.db,
  )
  return found.rows[0] ?? null
}

export interface PastDeposit {
  id: ReceiptId
  line: number
  accountId: AccountId
  bookedOn: BusinessDate
  valueOn: BusinessDate
  amount: PositiveYen
  notCustomerMoney: StatementLine['notCustomerMoney']
  remitterCode: string | null
  remitterName: string
  nameKey: string
  description: string
  edi: string
  remittingBank: string
  remittingBranch: string
}

/** The next credits of a file that were booked within the period, in their order. */
export async function pastDeposits(
  ledger: Reader,
  fileId: StatementFileId,
  { from, to }: Period,
  after: number,
  atMost: number,
): Promise<PastDeposit[]> {
  const found =
    await sql<PastDeposit>`select r.id, r.line, r.account_id as "accountId", r.booked_on as "bookedOn", r.value_on as "valueOn", r.amount,
      r.not_customer_money as "notCustomerMoney", r.remitter_code as "remitterCode", r.remitter_name as "remitterName", r.name_key as "nameKey",
      r.description, r.edi, r.remitting_bank as "remittingBank", r.remitting_branch as "remittingBranch"
    from receipts r where r.file_id = ${fileId} and r.line > ${after} and ${isPostedCredit} and r.booked_on between ${from} and ${to}
    order by r.line limit ${atMost}`.execute(ledger.db)
  return found.rows
}

/** How many deposits were booked within the period. */
export async function countDeposits(ledger: Reader, { from, to }: Period): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from receipts r indexed by receipts_booked
    where ${isPostedCredit} and r.booked_on between ${from} and ${to}`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}
