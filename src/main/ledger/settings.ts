import type { Reader, Writer } from './ledger'

/* What is settled once for the whole bank, by name; each reads its own with the schema of the contract. */

/** A setting and how often it was changed (0: never); what the schema makes of nothing where nobody has settled it. */
export async function settingOf<T>(
  ledger: Reader,
  name: string,
  schema: { parse(value: unknown): T },
): Promise<{ value: T; version: number }> {
  const row = await ledger.db.selectFrom('settings').select(['value', 'version']).where('name', '=', name).executeTakeFirst()
  return { value: schema.parse(JSON.parse(row?.value ?? '{}')), version: row?.version ?? 0 }
}

/** Puts a value in the place of what was settled. False where somebody else has settled it meanwhile. */
export async function saveSetting(writer: Writer, name: string, version: number, value: unknown): Promise<boolean> {
  const row = await writer.db.selectFrom('settings').select('version').where('name', '=', name).executeTakeFirst()
  if ((row?.version ?? 0) !== version) return false
  const next = { value: JSON.stringify(value), changed_by: writer.by.actor, changed_at: writer.at, version: version + 1 }
  await writer.db
    .insertInto('settings')
    .values({ name, ...next })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(next))
    .execute()
  return true
}
