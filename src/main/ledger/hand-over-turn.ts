import Database from 'better-sqlite3'
import { sqliteCode } from './connection'
import type { Ledger } from './ledger'

/**
 * One program hands files of a ledger over at a time. The turn is a lock of the operating system on a file beside the ledger, which ends
 * with the program that holds it, however that ends: whoever gets the turn knows that nobody is at what was begun before. Null where
 * somebody else, here or in another program, has it. To be given back by the function answered.
 */
export function takeHandOverTurn({ path }: Pick<Ledger, 'path'>): (() => void) | null {
  const lock = new Database(`${path}-hand-over`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return () => lock.close()
  } catch (fault) {
    lock.close()
    if (sqliteCode(fault)?.startsWith('SQLITE_BUSY')) return null
    throw fault
  }
}
