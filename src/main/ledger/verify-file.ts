import { type SchemaObject, schemaAsDefined } from './migrate'
import type { Sweep } from './verify-sweep'

/* The file itself: that SQLite finds it sound, that every reference leads somewhere, and that nobody has taken a guard away. */

export async function verifyFile(sweep: Sweep): Promise<void> {
  verifySchema(sweep)
  const tables = sweep.source
    .prepare<[], string>(
      "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' order by name",
    )
    .pluck()
    .all()
  const strays = sweep.source
    .prepare<[string], string>("select 'row ' || coalesce(rowid, '') || ' names no ' || parent from pragma_foreign_key_check(?)")
    .pluck()
  for (const table of tables) {
    for (const stray of new Set(strays.all(table))) sweep.findings.broken('foreign_keys', `${table}: ${stray}`)
    await sweep.step(0)
    sweep.report('integrity', "select integrity_check from pragma_integrity_check(@table) where integrity_check <> 'ok'", { table })
    await sweep.step(0)
  }
}

/** Compares every table, index and trigger with what the migrations define. */
function verifySchema(sweep: Sweep): void {
  const found = new Map(
    sweep.source
      .prepare<[], SchemaObject>("select type, name, sql from sqlite_schema where name not like 'sqlite_%'")
      .all()
      .map((object) => [`${object.type} ${object.name}`, object.sql]),
  )
  const broken = (key: string, what: string) =>
    sweep.findings.broken(key.startsWith('trigger ') ? 'triggers_present' : 'schema_as_defined', `${key} ${what}`)
  for (const { type, name, sql } of schemaAsDefined()) {
    const key = `${type} ${name}`
    if (!found.has(key)) broken(key, 'is gone')
    else if (found.get(key) !== sql) broken(key, 'is not as it was defined')
    found.delete(key)
  }
  for (const key of found.keys()) broken(key, 'was added')
}
