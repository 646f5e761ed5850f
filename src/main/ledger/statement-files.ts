import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { AccountId, StatementFileId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { BankAccount, StatementFormat } from '../../preload/contract/statement'
import type { Reader, Writer } from './ledger'
import type { DesignatedAccountRow, StatementFileRowStored } from './schema'

/* The register of statement files and of the periods they cover. */

export const keyOf = (account: BankAccount): string =>
  `${account.bankCode}-${account.branchCode}-${account.accountType}-${account.accountNumber}`

/** The agent's own accounts, by the key a statement names them with. */
export async function designatedAccounts(ledger: Reader): Promise<Map<string, DesignatedAccountRow>> {
  const rows = await ledger.db.selectFrom('designated_accounts').selectAll().execute()
  return new Map(rows.map((row) => [`${row.bank_code}-${row.branch_code}-${row.account_type}-${row.account_number}`, row]))
}

export interface CoveredPeriod {
  from: BusinessDate
  to: BusinessDate
  opening: Yen | null
  closing: Yen | null
  /** The last day of which it tells everything: a report of a day that is not over tells the day before wholly. */
  wholeTo: BusinessDate
  sequenceNumber: string | null
  format: StatementFormat
  fileName: string
}

/** Periods of one account whose statements are in, by their last day. */
export async function coveredPeriods(ledger: Reader, accountId: AccountId): Promise<CoveredPeriod[]> {
  return await ledger.db
    .selectFrom('statements')
    .innerJoin('statement_files', 'statement_files.id', 'statements.file_id')
    .where('statements.account_id', '=', accountId)
    .where('statement_files.state', 'in', ['published', 'posted'])
    .select([
      'statements.from_on as from',
      'statements.to_on as to',
      'statements.opening',
      'statements.closing',
      'statements.sequence_number as sequenceNumber',
      'statement_files.format',
      'statement_files.name as fileName',
      (of) => of.fn.coalesce('statements.whole_to', 'statements.to_on').as('wholeTo'),
    ])
    .orderBy('statements.to_on')
    .orderBy('statements.id')
    .execute()
}

export interface ImportedFile {
  id: StatementFileId
  fileName: string
  importedBy: string
  importedAt: Instant
}

const imported = ['id', 'name as fileName', 'imported_by as importedBy', 'imported_at as importedAt'] as const

/** Published files with exactly these bytes. */
export async function filesWithHash(ledger: Reader, sha256: string): Promise<ImportedFile | null> {
  const found = await ledger.db
    .selectFrom('statement_files')
    .select(imported)
    .where('sha256', '=', sha256)
    .where('state', 'in', ['published', 'posted'])
    .orderBy('id')
    .executeTakeFirst()
  return found ?? null
}

export function filesById(ledger: Reader, ids: readonly StatementFileId[]): Promise<ImportedFile[]> {
  return ledger.db
    .selectFrom('statement_files')
    .select(imported)
    .where('id', 'in', [...ids])
    .execute()
}

export async function statementFile(ledger: Reader, id: StatementFileId): Promise<StatementFileRowStored | null> {
  return (await ledger.db.selectFrom('statement_files').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Writes down what the plan of a staged file came to; false when somebody has given it up meanwhile. */
export async function recordPlan(
  writer: Writer,
  id: StatementFileId,
  plan: { lines: number; stored: number; duplicates: number; digest: string; plan: string; plannedAtEvent: number },
): Promise<boolean> {
  const recorded = await writer.db
    .updateTable('statement_files')
    .set({
      lines: plan.lines,
      stored: plan.stored,
      duplicates: plan.duplicates,
      digest: plan.digest,
      plan: plan.plan,
      planned_at_event: plan.plannedAtEvent,
    })
    .where('id', '=', id)
    .where('state', '=', 'staging')
    .executeTakeFirst()
  return recorded.numUpdatedRows === 1n
}

/** The flip: from here on the whole file is in. False when the plan with this digest is no longer there, whole. */
export async function publish(writer: Writer, id: StatementFileId, digest: string): Promise<boolean> {
  const flipped = await writer.db
    .updateTable('statement_files')
    .set({ state: 'published', imported_by: writer.by.actor, imported_at: writer.at })
    .where('id', '=', id)
    .where('state', '=', 'staging')
    .where('digest', '=', digest)
    .where('stored', '=', (of) =>
      of
        .selectFrom('receipts')
        .select((lines) => lines.fn.countAll<number>().as('lines'))
        .where('file_id', '=', id),
    )
    .executeTakeFirst()
  return flipped.numUpdatedRows === 1n
}

/** Whether a file tells of days no statement of its account has told of: news even without a line. */
export async function extendsCoverage(ledger: Reader, id: StatementFileId): Promise<boolean> {
  const found = await sql<{ news: number }>`select exists (select 1 from statements s where s.file_id = ${id} and not exists (
    select 1 from statements earlier join statement_files f on f.id = earlier.file_id
    where earlier.account_id = s.account_id and f.state in ('published', 'posted') and earlier.from_on <= s.from_on and earlier.to_on >= s.to_on
      and coalesce(earlier.whole_to, earlier.to_on) >= coalesce(s.whole_to, s.to_on))) as news`.execute(ledger.db)
  return found.rows[0]?.news === 1
}

/** How many deposits a file brought. */
export async function countCredits(ledger: Reader, id: StatementFileId): Promise<number> {
  const row = await ledger.db
    .selectFrom('receipts')
    .select((of) => of.fn.countAll<number>().as('credits'))
    .where('file_id', '=', id)
    .where('direction', '=', 'credit')
    .executeTakeFirst()
  return row?.credits ?? 0
}
