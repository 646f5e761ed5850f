import { sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import { type AccountId, type RefundId, TransferId, TransferRunId } from '../../preload/contract/ids'
import type { SettlementAccount } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { Reader, Writer } from './ledger'

/* Runs that take refunds to the bank: rows of the same tables as runs of payouts, so that they go the same way from there. */

/** How many runs have this name or this name with a number behind it: the next takes the next number. */
export async function runsNamed(ledger: Reader, stem: string): Promise<number> {
  const found = await sql<{
    count: number
  }>`select count(*) as count from transfer_runs where name >= ${stem} and name < ${`${stem}\u{ffff}`}`.execute(ledger.db)
  return found.rows[0]?.count ?? 0
}

export interface RefundToSend {
  id: RefundId
  account: SettlementAccount
  payerName: string
  nameKey: string
  amount: Yen
}

/** A draft of a run with one transfer for each of these refunds. */
export async function insertRefundRun(
  writer: Writer,
  run: { name: string; payOn: BusinessDate; accountId: AccountId; total: Yen },
  refunds: readonly RefundToSend[],
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
      format: 'zengin-21',
      state: 'draft',
      digest: null,
      file: null,
      file_name: null,
      transfers: refunds.length,
      total: run.total,
      made_by: writer.by.actor,
      made_at: writer.at,
      submitted_by: null,
      submitted_at: null,
      approval_id: null,
    })
    .execute()
  const rows = refunds.map((refund, at) => [
    TransferId.parse(writer.newId()),
    at + 1,
    refund.id,
    JSON.stringify(refund.account),
    refund.payerName,
    refund.nameKey,
    refund.amount,
  ])
  await sql`insert into transfers (id, run_id, line, payout_id, refund_id, payee, name, name_key, amount, new_code, state)
    select value ->> 0, ${id}, value ->> 1, null, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, '1', 'waiting'
    from json_each(${JSON.stringify(rows)})`.execute(writer.db)
  return id
}
