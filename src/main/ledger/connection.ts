import Database from 'better-sqlite3'
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteDialect, type SqliteDialectConfig, SqliteDriver } from 'kysely'
import type { Schema } from './schema'

/*
 * The only place that knows it is SQLite. The file is opened for safety before speed: WAL with synchronous=FULL (a committed
 * clearing survives a power cut), triggers that also see INSERT OR REPLACE, and every setting read back before use.
 */
export const APPLICATION_ID = 0x4461696b // 'Daik'

/** Pages of the log before whoever commits next copies them into the file. */
export const LOG_PAGES = 1000
/** The same for work in bulk: rarely, so that a page which many units touch is copied once. */
const BULK_PAGES = 8000
/** The same beside work in bulk, which comes first; where it does not come to it, nobody lets the log grow without end. */
export const COPYING_LEFT_PAGES = 4 * BULK_PAGES

const settings = [
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['recursive_triggers', 1],
  ['trusted_schema', 0],
  ['cell_size_check', 1],
  ['mmap_size', 0],
  ['fullfsync', 1],
  ['checkpoint_fullfsync', 1],
  ['busy_timeout', 0],
  ['temp_store', 2],
  ['cache_size', -32768],
  ['wal_autocheckpoint', LOG_PAGES],
] as const

/** SQLite before 3.51.3 could corrupt a WAL file when two connections met in a checkpoint. */
const OLDEST_SQLITE = [3, 51, 3] as const

function assertSafeSqlite(database: Database.Database): void {
  const version = String(database.prepare('select sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  for (const [index, oldest] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0
    if (part > oldest) return
    if (part < oldest) throw new Error(`SQLite ${version} is too old for a ledger`)
  }
}

/** Opens the file and makes every setting; throws if one does not hold. `bulk`: for a job, whose stops hold up nobody. */
export function openDatabase(path: string, options: { readonly: boolean; bulk?: boolean }): Database.Database {
  const database = new Database(path, { readonly: options.readonly, timeout: 0 })
  try {
    assertSafeSqlite(database)
    for (const [name, value] of settings) {
      if (options.readonly && name === 'journal_mode') continue
      database.pragma(`${name} = ${value}`)
      const found = database.pragma(name, { simple: true })
      if (found !== undefined && found !== value) throw new Error(`The ledger's setting ${name} is ${String(found)}, not ${value}`)
    }
    if (options.bulk) database.pragma(`wal_autocheckpoint = ${BULK_PAGES}`)
    return database
  } catch (fault) {
    database.close()
    throw fault
  }
}

/** Keeps compiled statements: Kysely asks for the same few hundred again and again. */
function withStatementCache(database: Database.Database): SqliteDialectConfig['database'] {
  const statements = new Map<string, Database.Statement>()
  return {
    close: () => database.close(),
    prepare: (sql: string) => {
      const known = statements.get(sql)
      if (known) return known
      if (statements.size >= STATEMENTS_MAX) statements.clear()
      const statement = database.prepare(sql)
      statements.set(sql, statement)
      return statement
    },
  }
}
const STATEMENTS_MAX = 500

/** Kysely begins deferred; a ledger that reads and then writes must hold the write lock from the start. */
class ImmediateDriver extends SqliteDriver {
  readonly #open: Database.Database
  constructor(config: SqliteDialectConfig, open: Database.Database) {
    super(config)
    this.#open = open
  }
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
  /** After a full disk SQLite has rolled back by itself; a second rollback would fail and hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#open.inTransaction) await super.rollbackTransaction(connection)
  }
}

class LedgerDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  readonly #open: Database.Database
  constructor(open: Database.Database) {
    const config = { database: withStatementCache(open) }
    super(config)
    this.#config = config
    this.#open = open
  }
  override createDriver(): ImmediateDriver {
    return new ImmediateDriver(this.#config, this.#open)
  }
}

export function kyselyOver(database: Database.Database): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new LedgerDialect(database) })
}

/** The name SQLite gives a failure (`SQLITE_BUSY`, `SQLITE_FULL`, `SQLITE_CONSTRAINT_TRIGGER` …), or null for anything else. */
export function sqliteCode(fault: unknown): string | null {
  return fault instanceof Database.SqliteError ? fault.code : null
}
