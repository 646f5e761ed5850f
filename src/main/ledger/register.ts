import type { Instant } from '../../preload/contract/date'
import type { Reader, Writer } from './ledger'

/* The one row that says what this file is. */

/** Writes it when the ledger is new; an existing one is left as it is. */
export async function registerLedger(writer: Writer, demonstration: boolean): Promise<void> {
  await writer.db
    .insertInto('ledger')
    .values({ id: 1, created_at: writer.at, demonstration: demonstration ? 1 : 0, last_verified_at: null, last_verified_ok: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Since when the ledger exists, and whether it is a demonstration; null while it is not registered. */
export async function ledgerRegistration(ledger: Reader): Promise<{ createdAt: Instant; demonstration: boolean } | null> {
  const row = await ledger.db.selectFrom('ledger').selectAll().executeTakeFirst()
  return row ? { createdAt: row.created_at, demonstration: row.demonstration === 1 } : null
}
