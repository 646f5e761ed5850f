import { sql } from 'kysely'
import { type IssuedStatementId, IssuedStatementId as IssuedStatementIdShape, type PayoutId } from '../../preload/contract/ids'
import { MerchantStatement } from '../../preload/contract/merchant-statement'
import { Language } from '../../preload/contract/merchants'
import type { Reader, Writer } from './ledger'

/* The facts of merchants' statements as they were issued, for good: every form of one is set from them. */

export interface IssuedStatement {
  readonly id: IssuedStatementId
  /** The merchant's when it was issued. */
  readonly language: Language
  readonly statement: MerchantStatement
}

/** The statement of a payout that stands: the one issued last. Null before the first. */
export async function issuedStatement(ledger: Reader, payoutId: PayoutId): Promise<IssuedStatement | null> {
  const found = await sql<{ id: IssuedStatementId; language: string; facts: string }>`select s.id, s.language, s.facts
    from issued_statements s indexed by issued_statements_payout where s.payout_id = ${payoutId} order by s.id desc limit 1`.execute(
    ledger.db,
  )
  const [row] = found.rows
  return row ? { id: row.id, language: Language.parse(row.language), statement: MerchantStatement.parse(JSON.parse(row.facts)) } : null
}

/** Issues a statement. One that stands already is replaced by it, and stays. */
export async function insertIssuedStatement(
  writer: Writer,
  payoutId: PayoutId,
  { language, statement }: Omit<IssuedStatement, 'id'>,
): Promise<IssuedStatementId> {
  const id = IssuedStatementIdShape.parse(writer.newId())
  await writer.db
    .insertInto('issued_statements')
    .values({ id, payout_id: payoutId, language, facts: JSON.stringify(statement), issued_by: writer.by.actor, issued_at: writer.at })
    .execute()
  return id
}
