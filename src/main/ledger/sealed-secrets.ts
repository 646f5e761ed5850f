import { sql } from 'kysely'
import type { Reader, Writer } from './ledger'

/* Secrets by name, as services/secrets seals them; the ledger never sees one open. */

export async function sealedSecret(ledger: Reader, name: string): Promise<string | null> {
  const row = await ledger.db.selectFrom('sealed_secrets').select('sealed').where('name', '=', name).executeTakeFirst()
  return row?.sealed ?? null
}

/** Keeps a sealed secret in the place of an earlier one of that name. */
export async function storeSealed(writer: Writer, name: string, sealed: string): Promise<void> {
  await writer.db
    .insertInto('sealed_secrets')
    .values({ name, sealed, changed_at: writer.at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ sealed, changed_at: writer.at }))
    .execute()
}

/** Takes a secret away. */
export async function forgetSealed(writer: Writer, name: string): Promise<void> {
  await writer.db.deleteFrom('sealed_secrets').where('name', '=', name).execute()
}

/** Whether the ledger holds anything that a master key sealed: another key would not open it. */
export async function holdsSealed(ledger: Reader): Promise<boolean> {
  const found = await sql<{
    holds: number
  }>`select exists (select 1 from sealed_secrets) or exists (select 1 from api_keys) as holds`.execute(ledger.db)
  return found.rows[0]?.holds === 1
}
