import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import { type AccountId, type RefundId, TransferRunId } from '../../preload/contract/ids'
import { SettlementAccount } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { TransferFormat } from '../../preload/contract/transfers'
import type { Reader, Writer } from './ledger'

/* Runs that take refunds to the bank: rows of the same tables as runs of payouts, so that they go the same way from there. */

/** How many runs have a name that begins so: the next takes the next number. */
export async function runsNamed(ledger: Reader, stem: string): Promise<number> {
  const found = await sql<{
    count: number
  }>`select count(*) as count from transfer_runs where name >= ${stem} and name < ${`${stem}~`}`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}

/** A draft of a run; its refunds name it (changeRefunds), its transfers are made when it is submitted. */
export async function insertRefundRun(
  writer: Writer,
  run: { name: string; payOn: BusinessDate; accountId: AccountId; format: TransferFormat; transfers: number; total: Yen },
): Promise<TransferRunId> {
  const id = TransferRunId.parse(writer.newId())
  await writer.db
    .insertInto('transfer_runs')
    .values({
      id,
      kind: 'refunds',
      name: run.name,
      closing_on: null,
      pay_on: run.payOn,
      account_id: run.accountId,
      format: run.format,
      state: 'draft',
      digest: null,
      file: null,
      file_name: null,
      transfers: run.transfers,
      total: run.total,
      made_by: writer.by.actor,
      made_at: writer.at,
      submitted_by: null,
      submitted_at: null,
      approval_id: null,
    })
    .execute()
  return id
}

/** What a run of refunds sends, in the order of its file. */
export async function refundsOfRun(
  ledger: Reader,
  runId: TransferRunId,
): Promise<{ id: RefundId; account: SettlementAccount; payerName: string; amount: Yen }[]> {
  const found = await sql<{ id: RefundId; account: string; payerName: string; amount: Yen }>`
    select id, account, payer_name as "payerName", amount from refunds indexed by refunds_run where run_id = ${runId} and run_id is not null and state = 'in_run' order by id`.execute(
    ledger.db,
  )
  return found.rows.map(({ account, ...row }) => ({ ...row, account: SettlementAccount.parse(JSON.parse(account)) }))
}

/** Refunds of a run that was given up wait for another. */
export async function releaseRefunds(writer: Writer, runId: TransferRunId): Promise<void> {
  await sql`update refunds set state = 'approved', run_id = null, version = version + 1 where run_id = ${runId} and state = 'in_run'`.execute(
    writer.db,
  )
}
