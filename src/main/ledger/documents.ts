import { type RawBuilder, sql } from 'kysely'
import type { BusinessDate } from '../../preload/contract/date'
import type { DocumentFilter, DocumentKind, DocumentRow } from '../../preload/contract/documents'
import { DocumentId, type IssuedStatementId, type MerchantId, type PayoutId, type TransferRunId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import { type CappedCount, COUNT_CAP, type Cursor } from '../../preload/contract/paging'
import { readCursor, writeCursor } from './cursor'
import type { Reader, Writer } from './ledger'

/* Papers as they were made, byte for byte, and found again by day, amount and counterparty. */

export interface NewDocument {
  readonly kind: DocumentKind
  readonly day: BusinessDate
  readonly merchantId: MerchantId | null
  readonly payoutId: PayoutId | null
  /** The issued statement it is a form of. */
  readonly issuedId: IssuedStatementId | null
  readonly counterparty: string
  readonly amount: Yen
  readonly fileName: string
  readonly mediaType: string
  /** Over `bytes`. */
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** Keeps a document for good. */
export async function insertDocument(writer: Writer, document: NewDocument): Promise<DocumentId> {
  const id = DocumentId.parse(writer.newId())
  const { kind, day, counterparty, amount, sha256, bytes } = document
  await writer.db
    .insertInto('documents')
    .values({
      ...{ id, kind, day, counterparty, amount, sha256, bytes },
      merchant_id: document.merchantId,
      payout_id: document.payoutId,
      issued_id: document.issuedId,
      name: document.fileName,
      media_type: document.mediaType,
      made_by: writer.by.actor,
      made_at: writer.at,
    })
    .execute()
  return id
}

const columns = sql`d.id, d.kind, d.day, d.merchant_id as "merchantId", d.payout_id as "payoutId", d.counterparty, d.amount, d.name as "fileName",
  d.media_type as "mediaType", d.sha256, length(d.bytes) as bytes, d.made_by as "madeBy", d.made_at as "madeAt"`

/** The form of an issued statement in one media type, without its bytes; null before it was made. */
export async function documentOfStatement(
  ledger: Reader,
  { payoutId, issuedId }: { payoutId: PayoutId; issuedId: IssuedStatementId },
  mediaType: string,
): Promise<DocumentRow | null> {
  const found = await sql<DocumentRow>`select ${columns} from documents d indexed by documents_payout
    where d.payout_id = ${payoutId} and d.issued_id = ${issuedId} and d.media_type = ${mediaType}`.execute(ledger.db)
  return found.rows[0] ?? null
}

/** Runs of which the bank has the file, and the documents have not. */
export async function filesToKeep(ledger: Reader): Promise<TransferRunId[]> {
  const found = await sql<{ id: TransferRunId }>`select r.id from transfer_runs r indexed by transfer_runs_state
    where r.state = 'handed_over' and r.transfers > 0 and not exists (
      select 1 from documents d indexed by documents_day where d.day = r.pay_on and d.kind = 'bank_file' and d.sha256 = r.digest)
    order by r.id`.execute(ledger.db)
  return found.rows.map(({ id }) => id)
}

/** A document with its bytes, or null. */
export async function documentById(ledger: Reader, id: DocumentId): Promise<{ row: DocumentRow; bytes: Uint8Array } | null> {
  const found = await sql<DocumentRow>`select ${columns} from documents d where d.id = ${id}`.execute(ledger.db)
  const [row] = found.rows
  const stored = await ledger.db.selectFrom('documents').select('bytes').where('id', '=', id).executeTakeFirst()
  return row && stored ? { row, bytes: stored.bytes } : null
}

const asPart = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

function matches({ kind, from, to, amountFrom, amountTo, counterparty }: DocumentFilter): RawBuilder<boolean> {
  const conditions = [
    ...(kind === undefined ? [] : [sql`d.kind = ${kind}`]),
    ...(from === undefined ? [] : [sql`d.day >= ${from}`]),
    ...(to === undefined ? [] : [sql`d.day <= ${to}`]),
    ...(amountFrom === undefined ? [] : [sql`d.amount >= ${amountFrom}`]),
    ...(amountTo === undefined ? [] : [sql`d.amount <= ${amountTo}`]),
    ...(counterparty ? [sql`d.counterparty like ${asPart(counterparty)} escape '\\'`] : []),
  ]
  return conditions.length > 0 ? sql<boolean>`(${sql.join(conditions, sql` and `)})` : sql<boolean>`true`
}

/** A filter's documents by the index that suits it: those of a merchant, else by day. */
function found(filter: DocumentFilter): RawBuilder<unknown> {
  return filter.merchantId === undefined
    ? sql`documents d indexed by documents_day where ${matches(filter)}`
    : sql`documents d indexed by documents_merchant where d.merchant_id = ${filter.merchantId} and ${matches(filter)}`
}

/** Documents of a filter, the newest day first; null for a cursor that is none of this list's. */
export async function listDocuments(
  ledger: Reader,
  filter: DocumentFilter,
  { cursor, size }: { cursor: Cursor | null; size: number },
): Promise<{ rows: DocumentRow[]; next: Cursor | null; matching: CappedCount } | null> {
  const after = cursor === null ? [] : readCursor(cursor)
  if (after === null || (after.length !== 0 && after.length !== 2)) return null
  const onwards = after.length === 0 ? sql`true` : sql`(d.day, d.id) < (${after[0]}, ${after[1]})`
  const page =
    await sql<DocumentRow>`select ${columns} from ${found(filter)} and ${onwards} order by d.day desc, d.id desc limit ${size + 1}`.execute(
      ledger.db,
    )
  const rows = page.rows.slice(0, size)
  const last = page.rows.length > size ? rows.at(-1) : undefined
  return { rows, next: last ? writeCursor([last.day, last.id]) : null, matching: await countDocuments(ledger, filter) }
}

async function countDocuments(ledger: Reader, filter: DocumentFilter): Promise<CappedCount> {
  const counted = await sql<{
    count: number
  }>`select count(*) as count from (select 1 from ${found(filter)} limit ${COUNT_CAP + 1})`.execute(ledger.db)
  const count = counted.rows[0]?.count ?? 0
  return { count: Math.min(count, COUNT_CAP), capped: count > COUNT_CAP }
}
