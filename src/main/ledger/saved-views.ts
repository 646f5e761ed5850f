import { sql } from 'kysely'
import { SavedViewId, type UserId } from '../../preload/contract/ids'
import { type SavedView, ViewAddress, ViewColumns, type ViewList } from '../../preload/contract/saved-views'
import type { Reader, Writer } from './ledger'
import type { Flag } from './schema'

/* Lists as people have saved them. */

/** How many shared ones of others a list shows. */
const SHARED_MAX = 200

interface StoredView {
  id: SavedViewId
  list: ViewList
  name: string
  shared: Flag
  address: string
  columns: string
  version: number
  ownerId: UserId
  ownerName: string
}

const columns = sql`v.id, v.list, v.name, v.shared, v.address, v.columns, v.version, v.owner_id as "ownerId", u.display_name as "ownerName"`

/** One's own views of a list by name, then those that others share. */
export async function viewsOf(ledger: Reader, list: ViewList, owner: UserId): Promise<SavedView[]> {
  const own = await sql<StoredView>`select ${columns} from saved_views v cross join users u on u.id = v.owner_id
    where v.owner_id = ${owner} and v.list = ${list} order by v.name`.execute(ledger.db)
  const others =
    await sql<StoredView>`select ${columns} from saved_views v indexed by saved_views_shared cross join users u on u.id = v.owner_id
    where v.shared = 1 and v.list = ${list} and v.owner_id <> ${owner} order by v.name, v.id limit ${SHARED_MAX}`.execute(ledger.db)
  return [...own.rows, ...others.rows].map((row) => toView(row, owner))
}

function toView({ ownerId, shared, address, columns, ...row }: StoredView, asker: UserId): SavedView {
  return {
    ...row,
    shared: shared === 1,
    own: ownerId === asker,
    address: ViewAddress.parse(JSON.parse(address)),
    columns: ViewColumns.parse(JSON.parse(columns)),
  }
}

/** A view of this person's own; null where there is none, or it is somebody else's. */
export async function ownView(ledger: Reader, id: SavedViewId, owner: UserId): Promise<SavedView | null> {
  const found = await sql<StoredView>`select ${columns} from saved_views v cross join users u on u.id = v.owner_id
    where v.id = ${id} and v.owner_id = ${owner}`.execute(ledger.db)
  const [row] = found.rows
  return row ? toView(row, owner) : null
}

export type ViewContent = Pick<SavedView, 'name' | 'shared' | 'address' | 'columns'>

const stored = ({ name, shared, address, columns }: ViewContent) => ({
  name,
  shared: (shared ? 1 : 0) as Flag,
  address: JSON.stringify(address),
  columns: JSON.stringify(columns),
})

export async function insertView(writer: Writer, owner: UserId, list: ViewList, content: ViewContent): Promise<SavedViewId> {
  const id = SavedViewId.parse(writer.newId())
  await writer.db
    .insertInto('saved_views')
    .values({ id, list, owner_id: owner, ...stored(content) })
    .execute()
  return id
}

/** What a view of one's own is from now on; its next version. */
export async function changeView(writer: Writer, { id, version }: Pick<SavedView, 'id' | 'version'>, content: ViewContent): Promise<void> {
  await writer.db
    .updateTable('saved_views')
    .set({ ...stored(content), version: version + 1 })
    .where('id', '=', id)
    .execute()
}

export async function removeView(writer: Writer, id: SavedViewId): Promise<void> {
  await writer.db.deleteFrom('saved_views').where('id', '=', id).execute()
}
