import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import { AccountId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { BankAccount, BooksFrom } from '../../preload/contract/statement'
import type { Reader, Writer } from './ledger'
import type { DesignatedAccountRow } from './schema'

/* Designated accounts (指定口座): own accounts at banks, each an account of the ledger with the code `bank:<id>`. */

/** The code under which a designated account stands in the journal. */
export function bankAccountCode(id: AccountId): string {
  return `bank:${id}`
}

export interface NewDesignatedAccount extends BankAccount {
  accountName: string
  openedOn: BusinessDate
  /** What the bank's books showed before the first line of the first day; may be overdrawn. */
  openingBalance: Yen
  dates: 'era' | 'western'
  booksFrom: BooksFrom
}

/** The designated account with this number at this bank, or null. */
export async function findDesignatedAccount(ledger: Reader, account: BankAccount): Promise<DesignatedAccountRow | null> {
  const row = await ledger.db
    .selectFrom('designated_accounts')
    .selectAll()
    .where('bank_code', '=', account.bankCode)
    .where('branch_code', '=', account.branchCode)
    .where('account_type', '=', account.accountType)
    .where('account_number', '=', account.accountNumber)
    .executeTakeFirst()
  return row ?? null
}

/** One designated account by its identity, or null. */
export async function designatedAccount(ledger: Reader, id: AccountId): Promise<DesignatedAccountRow | null> {
  const row = await ledger.db.selectFrom('designated_accounts').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/** Takes an account into the ledger: its row and its account of the journal, with one identity. The opening entry is posted by the service. */
export async function insertDesignatedAccount(writer: Writer, account: NewDesignatedAccount): Promise<AccountId> {
  const id = AccountId.parse(writer.newId())
  await writer.db
    .insertInto('accounts')
    .values({ id, code: bankAccountCode(id) })
    .execute()
  await writer.db
    .insertInto('designated_accounts')
    .values({
      id,
      bank_code: account.bankCode,
      branch_code: account.branchCode,
      account_type: account.accountType,
      account_number: account.accountNumber,
      account_name: account.accountName,
      opened_on: account.openedOn,
      opening_balance: account.openingBalance,
      dates: account.dates,
      books_from: account.booksFrom,
      created_at: writer.at,
    })
    .execute()
  return id
}

export interface DesignatedAccountFigures extends DesignatedAccountRow {
  balance: Yen
  lastImportedAt: Instant | null
}

/** Every designated account with its balance in the journal and when a statement of it last came in. */
export async function listDesignatedAccounts(ledger: Reader): Promise<DesignatedAccountFigures[]> {
  const found = await sql<DesignatedAccountFigures>`
    select d.*, coalesce((select sum(b.debit - b.credit) from balances b where b.account_id = d.id), 0) as balance,
      (select max(f.imported_at) from statements s join statement_files f on f.id = s.file_id where s.account_id = d.id and f.state in ('published', 'posted')) as lastImportedAt
    from designated_accounts d order by d.id`.execute(ledger.db)
  return found.rows
}

export interface StatementSpan {
  accountId: AccountId
  from: BusinessDate
  to: BusinessDate
  opening: Yen | null
  closing: Yen | null
  wholeTo: BusinessDate
}

/** The statements that are in, of every account, in the order of their days: what continuity is judged by. */
export async function statementSpans(ledger: Reader): Promise<StatementSpan[]> {
  const found = await sql<StatementSpan>`
    select s.account_id as accountId, s.from_on as "from", s.to_on as "to", s.opening, s.closing, coalesce(s.whole_to, s.to_on) as wholeTo
    from statements s join statement_files f on f.id = s.file_id where f.state in ('published', 'posted') order by s.account_id, s.from_on, s.to_on, s.id`.execute(
    ledger.db,
  )
  return found.rows
}
