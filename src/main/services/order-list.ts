import { z } from 'zod'
import { OrderId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import { type OrderFilter, type OrderRow, OrderSort } from '../../preload/contract/orders'
import { type CappedCount, COUNT_CAP, Cursor } from '../../preload/contract/paging'
import type { Reader } from '../ledger/ledger'
import { countFound, probeWords, searchPage, sumFound } from '../ledger/order-find'
import { countOrders, orderPage, sumOrders } from '../ledger/order-list'
import { searchOf } from '../ledger/order-search'
import type { Position } from '../ledger/order-walk'
import type { ParsedInputs } from './context'

type Asked = ParsedInputs['orders.list']

/**
 * Where a page ended, and in which list: a cursor of another sort or search is refused. The count of the first page goes along,
 * so that no later page counts again.
 */
const OrderCursor = z.strictObject({
  list: z.union([OrderSort, z.literal('search')]),
  descending: z.boolean(),
  key: z.union([z.string().max(60), z.number(), z.null()]),
  id: OrderId,
  count: z.int().min(0).max(COUNT_CAP),
  capped: z.boolean(),
})
type OrderCursor = z.infer<typeof OrderCursor>

export interface ListedOrders {
  rows: OrderRow[]
  next: Cursor | null
  matching: CappedCount
}

/** One page of the order list, or null for a cursor that is none of this list. A search is always newest first. */
export async function listOrders(ledger: Reader, { filter, ...asked }: Asked): Promise<ListedOrders | null> {
  const { search: text, ...conditions } = filter
  const search = searchOf(text ?? '')
  const list = search ? 'search' : asked.sort
  const cursor = asked.cursor === null ? null : readCursor(asked.cursor)
  if (asked.cursor !== null && !(cursor?.list === list && cursor.descending === asked.descending)) return null
  const after = cursor?.id ?? null
  const probed = search && (await probeWords(ledger, { filter: conditions, search, after }))
  const matching = cursor ?? (search ? await countFound(ledger, conditions, search, probed) : await countOrders(ledger, conditions))
  const { count, capped } = matching
  const told = (position: Position | null) =>
    position && writeCursor({ list, descending: asked.descending, key: position.key, id: position.id, count, capped })
  if (search) {
    const page = await searchPage(ledger, { filter: conditions, search, after, size: asked.size }, probed)
    return { rows: page.rows, next: told(page.next === null ? null : { key: null, id: page.next }), matching: { count, capped } }
  }
  const { sort, descending, size } = asked
  const page = await orderPage(ledger, { filter: conditions, sort, descending, after: cursor, size })
  return { rows: page.rows, next: told(page.next), matching: { count, capped } }
}

/** Exact number and sum of what a filter fits. */
export async function orderTotals(ledger: Reader, { search: text, ...conditions }: OrderFilter): Promise<{ rows: number; total: Yen }> {
  const search = searchOf(text ?? '')
  return search ? await sumFound(ledger, conditions, search) : await sumOrders(ledger, conditions)
}

function writeCursor(cursor: OrderCursor): Cursor {
  return Cursor.parse(Buffer.from(JSON.stringify(cursor)).toString('base64url'))
}

function readCursor(cursor: Cursor): OrderCursor | null {
  const text = Buffer.from(cursor, 'base64url').toString()
  try {
    return OrderCursor.safeParse(JSON.parse(text)).data ?? null
  } catch (fault) {
    if (fault instanceof SyntaxError) return null
    throw fault
  }
}
