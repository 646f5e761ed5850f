import type Database from 'better-sqlite3'
import { kyselyOver, openDatabase } from './connection'
import type { Ledger, Reader } from './ledger'

/** The ledger as it stands at one moment, over a connection of its own: writing goes on meanwhile, and nothing of it is seen. */
export interface Snapshot extends Reader {
  readonly source: Database.Database
  close(): void
}

/** Long reads pass over each page once: a large cache would only hold memory. */
const CACHE_KIB = 8_192

export function openSnapshot(ledger: Pick<Ledger, 'path'>): Snapshot {
  const source = openDatabase(ledger.path, { readonly: true })
  source.pragma(`cache_size = -${CACHE_KIB}`)
  source.exec('begin')
  return { db: kyselyOver(source), source, close: () => source.close() }
}
