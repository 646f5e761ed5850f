import type { Instant } from '../../preload/contract/date'
import { type MerchantId, MerchantRequestId } from '../../preload/contract/ids'
import { type CappedCount, COUNT_CAP } from '../../preload/contract/paging'
import { type MerchantRequestState, Wish } from '../../preload/contract/portal'
import type { Reader, Writer } from './ledger'
import type { MerchantRequestRow } from './schema-storefront'

/* What merchants wish to be changed of their own settings, and what became of it. */

export interface StoredRequest {
  id: MerchantRequestId
  merchantId: MerchantId
  wish: Wish
  madeAt: Instant
  state: MerchantRequestState
  handledBy: string | null
  handledAt: Instant | null
  reason: string
  version: number
}

type Row = Omit<MerchantRequestRow, 'version' | 'reason'> & { version: number; reason: string }

function nounOf(row: Row): StoredRequest {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    wish: Wish.parse(JSON.parse(row.wish)),
    madeAt: row.made_at,
    state: row.state,
    handledBy: row.handled_by,
    handledAt: row.handled_at,
    reason: row.reason,
    version: row.version,
  }
}

/** Stores a wish. The database refuses a second of its kind while one waits. */
export async function insertRequest(writer: Writer, merchantId: MerchantId, wish: Wish): Promise<MerchantRequestId> {
  const id = MerchantRequestId.parse(writer.newId())
  await writer.db
    .insertInto('merchant_requests')
    .values({
      id,
      merchant_id: merchantId,
      kind: wish.kind,
      wish: JSON.stringify(wish),
      made_at: writer.at,
      state: 'waiting',
      handled_by: null,
      handled_at: null,
    })
    .execute()
  return id
}

export async function requestById(ledger: Reader, id: MerchantRequestId): Promise<StoredRequest | null> {
  const row = await ledger.db.selectFrom('merchant_requests').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? nounOf(row) : null
}

/** Wishes in one state, oldest first, from after this one. */
export async function requestsIn(
  ledger: Reader,
  state: MerchantRequestState,
  after: number | null,
  atMost: number,
): Promise<StoredRequest[]> {
  const rows = await ledger.db
    .selectFrom('merchant_requests')
    .selectAll()
    .where('state', '=', state)
    .$if(after !== null, (rows) => rows.where('id', '>', MerchantRequestId.parse(after)))
    .orderBy('id')
    .limit(atMost)
    .execute()
  return rows.map(nounOf)
}

/** How many wishes are in a state: exactly up to the cap, beyond it as "more than". */
export async function countRequests(ledger: Reader, state: MerchantRequestState): Promise<CappedCount> {
  const { found } = await ledger.db
    .selectFrom((from) =>
      from
        .selectFrom('merchant_requests')
        .select('id')
        .where('state', '=', state)
        .limit(COUNT_CAP + 1)
        .as('given'),
    )
    .select((row) => row.fn.countAll<number>().as('found'))
    .executeTakeFirstOrThrow()
  return { count: Math.min(found, COUNT_CAP), capped: found > COUNT_CAP }
}

/** The wishes of one merchant, newest first. */
export async function requestsOf(ledger: Reader, merchantId: MerchantId, atMost: number): Promise<StoredRequest[]> {
  const rows = await ledger.db
    .selectFrom('merchant_requests')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .orderBy('id', 'desc')
    .limit(atMost)
    .execute()
  return rows.map(nounOf)
}

/** Whether a wish of this kind waits already. */
export async function isWishWaiting(ledger: Reader, merchantId: MerchantId, kind: Wish['kind']): Promise<boolean> {
  const row = await ledger.db
    .selectFrom('merchant_requests')
    .select('id')
    .where('merchant_id', '=', merchantId)
    .where('kind', '=', kind)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends a wish as decided. False when it stands otherwise by now. */
export async function closeRequest(
  writer: Writer,
  { id, version }: { id: MerchantRequestId; version: number },
  state: 'taken' | 'declined',
  reason: string,
): Promise<boolean> {
  const updated = await writer.db
    .updateTable('merchant_requests')
    .set((row) => ({ state, reason, handled_by: writer.by.actor, handled_at: writer.at, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}
