import { sql } from 'kysely'
import type { Party } from '../../preload/contract/collection'
import type { NoticeGateway } from '../../preload/contract/gateways'
import { hasCardPayments } from './card-payments'
import type { Reader } from './ledger'

/* What still hangs on the name and the numbers of an agent. */

/** Whether payers hold slips in the name of this agent, it owes for collections, or something was brought in of it. */
export async function isAgentInUse(ledger: Reader, party: Party): Promise<boolean> {
  for (const asked of [hasLiveSlips, hasToldUs, hasCardPayments, hasDebitRuns]) if (await asked(ledger, party)) return true
  return false
}

/** Whether money was brought in by what the columns of this collector's files mean. */
export async function isMappingUsed({ db }: Reader, method: NoticeGateway): Promise<boolean> {
  const found =
    await sql`select 1 from collection_files indexed by collection_files_mapped where format = 'columns' and state <> 'staging' and method = ${method} limit 1`.execute(
      db,
    )
  return found.rows.length > 0
}

/** Accounts were debited through it, or are to be. */
async function hasDebitRuns({ db }: Reader, party: Party): Promise<boolean> {
  const found = await sql`select 1 from debit_runs indexed by debit_runs_party where party = ${party} limit 1`.execute(db)
  return found.rows.length > 0
}

async function hasLiveSlips({ db }: Reader, party: Party): Promise<boolean> {
  const found = await sql`select 1 from orders o cross join slips s
    where o.payment = 'unpaid' and s.order_id = o.id and s.withdrawn_at is null and s.party = ${party} limit 1`.execute(db)
  return found.rows.length > 0
}

/** Files are few. What it owes it has told of in one of them. */
async function hasToldUs({ db }: Reader, party: Party): Promise<boolean> {
  const found = await sql`select 1 from collection_files where state <> 'staging' and party = ${party} limit 1`.execute(db)
  return found.rows.length > 0
}
