import { Cursor } from '../../preload/contract/paging'

/** Where a page ended, told to the window as text it cannot read anything into: the sort key and the identity that breaks ties. */
export function writeCursor(key: readonly (string | number)[]): Cursor {
  return Cursor.parse(Buffer.from(JSON.stringify(key)).toString('base64url'))
}

/** The key a cursor stands for, or null when it is none of ours. */
export function readCursor(cursor: Cursor): (string | number)[] | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const isKey = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
    return Array.isArray(key) && key.every(isKey) ? key : null
  } catch {
    return null
  }
}
