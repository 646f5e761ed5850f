import type Database from 'better-sqlite3'

/*
 * What SQLite's planner knows of the data. Of an index with few rows it is told nothing: other connections keep believing what they were told
 * while an import fills the table, and would walk through a million rows that they take for none. Without figures it expects many.
 */
const SMALL_INDEX = 1000

/** Looks at the tables that have grown, or at all of them, in one unit of work: nobody reads the figures between looking and forgetting. */
export function analyseLarge(database: Database.Database, which: 'grown' | 'all'): void {
  database.pragma('analysis_limit = 1000')
  database
    .transaction(() => {
      if (which === 'all') database.exec('analyze')
      else database.pragma('optimize = 0x10002')
      const kept = new Set(database.prepare<[], string>("select name from sqlite_schema where name like 'sqlite_stat_'").pluck().all())
      if (kept.has('sqlite_stat1')) database.exec(`delete from sqlite_stat1 where cast(stat as integer) < ${SMALL_INDEX}`)
      if (kept.has('sqlite_stat4'))
        database.exec('delete from sqlite_stat4 where idx not in (select idx from sqlite_stat1 where idx is not null)')
    })
    .immediate()
  database.exec('analyze sqlite_schema')
}
