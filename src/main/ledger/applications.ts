import type { ApplicationState } from '../../preload/contract/applications'
import { ApplicationFacts } from '../../preload/contract/applications'
import type { Instant } from '../../preload/contract/date'
import { ApplicationId, type MerchantId } from '../../preload/contract/ids'
import { type CappedCount, COUNT_CAP } from '../../preload/contract/paging'
import type { Reader, Writer } from './ledger'
import type { ApplicationRow } from './schema-storefront'

/* Applications of merchants as they came, and what became of them. What was applied for is never rewritten. */

export interface Application {
  id: ApplicationId
  receivedAt: Instant
  facts: ApplicationFacts
  state: ApplicationState
  merchantId: MerchantId | null
  reason: string
  handledBy: string | null
  handledAt: Instant | null
  version: number
}

function nounOf(row: Omit<ApplicationRow, 'version' | 'reason'> & { version: number; reason: string }): Application {
  return {
    id: row.id,
    receivedAt: row.received_at,
    facts: ApplicationFacts.parse(JSON.parse(row.facts)),
    state: row.state,
    merchantId: row.merchant_id,
    reason: row.reason,
    handledBy: row.handled_by,
    handledAt: row.handled_at,
    version: row.version,
  }
}

/** Stores an application. `sha256` is over its facts. */
export async function insertApplication(writer: Writer, facts: ApplicationFacts, sha256: string): Promise<ApplicationId> {
  const id = ApplicationId.parse(writer.newId())
  await writer.db
    .insertInto('applications')
    .values({
      id,
      received_at: writer.at,
      language: facts.language,
      facts: JSON.stringify(facts),
      email: facts.email,
      sha256,
      state: 'received',
      merchant_id: null,
      handled_by: null,
      handled_at: null,
    })
    .execute()
  return id
}

/** One application, or null. */
export async function applicationById(ledger: Reader, id: ApplicationId): Promise<Application | null> {
  const row = await ledger.db.selectFrom('applications').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? nounOf(row) : null
}

/** Applications in one state, oldest first, from after this one. */
export async function applicationsIn(
  ledger: Reader,
  state: ApplicationState,
  after: number | null,
  atMost: number,
): Promise<Application[]> {
  const rows = await ledger.db
    .selectFrom('applications')
    .selectAll()
    .where('state', '=', state)
    .$if(after !== null, (rows) => rows.where('id', '>', ApplicationId.parse(after)))
    .orderBy('id')
    .limit(atMost)
    .execute()
  return rows.map(nounOf)
}

/** How many applications are in a state: exactly up to the cap, beyond it as "more than". */
export async function countApplications(ledger: Reader, state: ApplicationState): Promise<CappedCount> {
  const { found } = await ledger.db
    .selectFrom((from) =>
      from
        .selectFrom('applications')
        .select('id')
        .where('state', '=', state)
        .limit(COUNT_CAP + 1)
        .as('given'),
    )
    .select((row) => row.fn.countAll<number>().as('found'))
    .executeTakeFirstOrThrow()
  return { count: Math.min(found, COUNT_CAP), capped: found > COUNT_CAP }
}

/** What came from a mail address since then, newest first. */
export async function applicationsFrom(
  ledger: Reader,
  email: string,
  since: Instant,
): Promise<{ id: ApplicationId; sha256: string; state: ApplicationState }[]> {
  return ledger.db
    .selectFrom('applications')
    .select(['id', 'sha256', 'state'])
    .where('email', '=', email)
    .where('received_at', '>=', since)
    .orderBy('received_at', 'desc')
    .limit(100)
    .execute()
}

/** Ends an application as decided. False when it stands otherwise by now. */
export async function closeApplication(
  writer: Writer,
  { id, version }: { id: ApplicationId; version: number },
  end: { state: 'taken'; merchantId: MerchantId } | { state: 'declined'; reason: string },
): Promise<boolean> {
  const updated = await writer.db
    .updateTable('applications')
    .set((row) => ({
      state: end.state,
      merchant_id: end.state === 'taken' ? end.merchantId : null,
      reason: end.state === 'declined' ? end.reason : '',
      handled_by: writer.by.actor,
      handled_at: writer.at,
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'received')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** The registration made from it was rejected: the application waits again. Answers which, or null where there was none. */
export async function reopenApplicationOf(writer: Writer, merchantId: MerchantId): Promise<ApplicationId | null> {
  const row = await writer.db
    .updateTable('applications')
    .set((found) => ({ state: 'received', merchant_id: null, handled_by: null, handled_at: null, version: found('version', '+', 1) }))
    .where('merchant_id', '=', merchantId)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}
