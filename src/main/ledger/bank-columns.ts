import { sql } from 'kysely'
import { BankColumns } from '../../preload/contract/bank-columns'
import type { AccountId } from '../../preload/contract/ids'
import type { BankAccount } from '../../preload/contract/statement'
import type { Reader, Writer } from './ledger'

/* What the columns of an account's CSV files mean; each mapping is kept, and the newest of an account counts. */

export interface StoredColumns {
  accountId: AccountId
  account: BankAccount
  version: number
  columns: BankColumns
}

/** The mapping of every account that has one. */
export async function bankColumns(ledger: Reader): Promise<StoredColumns[]> {
  const found = await sql<BankAccount & { accountId: AccountId; version: number; columns: string }>`
    select d.id as accountId, d.bank_code as bankCode, d.branch_code as branchCode, d.account_type as accountType, d.account_number as accountNumber,
      c.version, c.columns
    from designated_accounts d cross join bank_columns c
    where c.account_id = d.id and c.version = (select max(version) from bank_columns n where n.account_id = d.id) order by d.id`.execute(
    ledger.db,
  )
  return found.rows.map(({ accountId, version, columns, ...account }) => ({
    accountId,
    account,
    version,
    columns: BankColumns.parse(JSON.parse(columns)),
  }))
}

/** The first other account whose saved header is this one, cell by cell: a file with it may be of either. Null where there is none. */
export async function otherWithHeader(ledger: Reader, accountId: AccountId, header: readonly string[]): Promise<StoredColumns | null> {
  const mappings = await bankColumns(ledger)
  const isSame = ({ columns }: StoredColumns) =>
    columns.header.length === header.length && columns.header.every((name, at) => name === header[at])
  return mappings.find((mapping) => mapping.accountId !== accountId && isSame(mapping)) ?? null
}

/** Keeps a mapping as the next one of the account; false where another was saved since `version` was seen (0: none). */
export async function saveBankColumns(writer: Writer, accountId: AccountId, version: number, columns: BankColumns): Promise<boolean> {
  const newest = await writer.db
    .selectFrom('bank_columns')
    .select((of) => of.fn.max('version').as('version'))
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if ((newest?.version ?? 0) !== version) return false
  await writer.db
    .insertInto('bank_columns')
    .values({
      account_id: accountId,
      version: version + 1,
      columns: JSON.stringify(columns),
      saved_by: writer.by.actor,
      saved_at: writer.at,
    })
    .execute()
  return true
}
