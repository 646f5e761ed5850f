import { sql } from 'kysely'
import type { CollectionFileFormat, CollectionLine, Party, SlipMethod } from '../../preload/contract/collection'
import type { CollectionNotice } from '../../preload/contract/column-profile'
import type { Instant } from '../../preload/contract/date'
import { type CollectionFileId, CollectionLineId } from '../../preload/contract/ids'
import type { Reader, Writer } from './ledger'
import type { CollectionFileRow } from './schema-collection'

/*
 * A result file on its way in: its lines are written in small units of work while nobody sees them, published by one small step, and
 * posted from there (ledger/collection-posting.ts). What is not published goes without a trace.
 */

export async function openCollectionFile(
  writer: Writer,
  file: { id: CollectionFileId; method: SlipMethod; party: Party; name: string; sha256: string; format: CollectionFileFormat },
): Promise<void> {
  const { id, method, party, name, sha256, format } = file
  const state = 'staging' as const
  await writer.db
    .insertInto('collection_files')
    .values({
      id,
      method,
      party,
      name,
      sha256,
      format,
      state,
      posted_to: 0,
      stored: 0,
      duplicates: 0,
      imported_by: writer.by.actor,
      imported_at: writer.at,
    })
    .execute()
}

/** A line with what tells it apart for ever. */
export interface IdentifiedLine {
  readonly identity: string
  readonly read: CollectionLine | CollectionNotice
}

/** What both say in their own ways: of stores by a barcode, of others by a number that the collector gave the payment. */
const toldBy = (read: CollectionLine | CollectionNotice) => ('barcode' in read ? ofStore(read) : ofNotice(read))

const ofStore = ({ barcode, slip, paidAt, chainCode, chainName, storeCode, madeOn }: CollectionLine) => [
  ...[barcode, null, null, slip.reference, slip.reissue, slip.amount, slip.needsStamp ? 1 : 0],
  ...[paidAt, chainCode, chainName, storeCode, madeOn, null],
]

const ofNotice = ({ transactionId, trackingNumber, reference, amount, fee }: CollectionNotice) => [
  ...[null, transactionId, trackingNumber, reference, 0, amount, 0],
  ...[null, null, null, null, null, fee],
]

/** Writes a chunk of lines after the one named; those whose identity is in the ledger already are left out. Tells how many were written. */
export async function stageCollection(
  writer: Writer,
  { id, party }: { id: CollectionFileId; party: Party },
  after: number,
  lines: readonly IdentifiedLine[],
): Promise<number> {
  const known = await knownIdentities(
    writer,
    lines.map(({ identity }) => identity),
  )
  const fresh = new Map(lines.flatMap((line) => (known.has(line.identity) ? [] : [[line.identity, line.read] as const])))
  let line = after
  const rows = [...fresh].map(([identity, read]) => {
    line += 1
    const { record, kind, paidOn, transferOn, raw } = read
    const place = [CollectionLineId.parse(writer.newId()), id, line, record, party, kind, paidOn, transferOn, identity]
    return [...place, Buffer.from(raw).toString('hex'), ...toldBy(read)]
  })
  await sql`insert into collection_lines (id, file_id, line, record, party, kind, paid_on, transfer_on, identity, raw,
      barcode, transaction_id, tracking_number, reference, reissue, amount, needs_stamp, paid_at, chain_code, chain_name, store_code, made_on, fee)
    select v ->> 0, v ->> 1, v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7, v ->> 8, unhex(v ->> 9), v ->> 10, v ->> 11, v ->> 12, v ->> 13,
      v ->> 14, v ->> 15, v ->> 16, v ->> 17, v ->> 18, v ->> 19, v ->> 20, v ->> 21, v ->> 22
    from (select value as v from json_each(${JSON.stringify(rows)}))`.execute(writer.db)
  return rows.length
}

/** Which of these identities the ledger holds, whatever the agent was called when it told of them. */
export async function knownIdentities(ledger: Reader, identities: readonly string[]): Promise<Set<string>> {
  const found = await sql<{
    identity: string
  }>`select l.identity from json_each(${JSON.stringify(identities)}) j cross join collection_lines l
    where l.identity = j.value`.execute(ledger.db)
  return new Set(found.rows.map(({ identity }) => identity))
}

/** The file is in: from now on it is posted to its end. */
export async function publishCollection(writer: Writer, id: CollectionFileId, stored: number, duplicates: number): Promise<void> {
  await writer.db
    .updateTable('collection_files')
    .set({ state: stored === 0 ? 'posted' : 'published', stored, duplicates })
    .where('id', '=', id)
    .where('state', '=', 'staging')
    .execute()
}

/** Takes so many lines of a file away that was never published, and at last the file. True when nothing is left. */
export async function discardCollection(writer: Writer, id: CollectionFileId, atMost: number): Promise<boolean> {
  const gone =
    await sql`delete from collection_lines where id in (select id from collection_lines indexed by collection_lines_file where file_id = ${id} limit ${atMost})`.execute(
      writer.db,
    )
  if (Number(gone.numAffectedRows ?? 0) >= atMost) return false
  await writer.db.deleteFrom('collection_files').where('id', '=', id).where('state', '=', 'staging').execute()
  return true
}

/** Files that an earlier run of the program left in this state. */
export function collectionFilesIn(
  ledger: Reader,
  state: 'staging' | 'published',
): Promise<Pick<CollectionFileRow, 'id' | 'imported_by'>[]> {
  return sql<
    Pick<CollectionFileRow, 'id' | 'imported_by'>
  >`select id, imported_by from collection_files indexed by collection_files_unfinished
    where state <> 'posted' and state = ${state} order by id`
    .execute(ledger.db)
    .then(({ rows }) => rows)
}

export async function collectionFile(ledger: Reader, id: CollectionFileId): Promise<CollectionFileRow | null> {
  return (await ledger.db.selectFrom('collection_files').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** A published file with exactly these bytes, or null. */
export async function sameCollectionFile(
  ledger: Reader,
  sha256: string,
): Promise<{ fileName: string; importedBy: string; importedAt: Instant } | null> {
  const row = await ledger.db
    .selectFrom('collection_files')
    .select(['name as fileName', 'imported_by as importedBy', 'imported_at as importedAt'])
    .where('sha256', '=', sha256)
    .where('state', '<>', 'staging')
    .orderBy('id')
    .executeTakeFirst()
  return row ?? null
}
