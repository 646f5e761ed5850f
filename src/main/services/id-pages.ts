import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { CappedCount, Cursor } from '../../preload/contract/paging'
import { readCursor, writeCursor } from '../ledger/cursor'

/** A list that is read by identity, oldest first. */
export interface IdList<T> {
  read(after: number | null, atMost: number): Promise<T[]>
  count(): Promise<CappedCount>
}

export interface IdPage<T> {
  rows: T[]
  next: Cursor | null
  matching: CappedCount
  elapsedMs: number
}

/** One page of such a list. Refuses invalid_input: a cursor of another list. */
export async function pageById<T extends { id: number }>(
  clock: Pick<Clock, 'monotonicMs'>,
  { cursor, size }: { cursor: Cursor | null; size: number },
  list: IdList<T>,
): Promise<Result<IdPage<T>>> {
  const began = clock.monotonicMs()
  const [after] = cursor === null ? [null] : (readCursor(cursor) ?? [])
  if (after !== null && !Number.isSafeInteger(after)) {
    return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
  }
  const found = await list.read(typeof after === 'number' ? after : null, size + 1)
  const rows = found.slice(0, size)
  const last = rows.at(-1)
  const next = found.length > size && last ? writeCursor([last.id]) : null
  return done({ rows, next, matching: await list.count(), elapsedMs: clock.monotonicMs() - began })
}
