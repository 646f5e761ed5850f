import Database from 'better-sqlite3'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { APPLICATION_ID } from './connection'
import { first } from './migrations/0001-first'
import { storefront } from './migrations/0002-storefront'
import { moneyOut } from './migrations/0003-money-out'
import { collection } from './migrations/0004-collection'
import { card } from './migrations/0005-card'
import { directDebit } from './migrations/0006-direct-debit'
import { cardEndings } from './migrations/0007-card-endings'
import { bankFiles } from './migrations/0008-bank-files'
import { ruleUses } from './migrations/0009-rule-uses'
import { acts } from './migrations/0010-acts'
import { depositSearch } from './migrations/0011-deposit-search'
import { savedViews } from './migrations/0012-saved-views'
import { rollBacks } from './migrations/0013-roll-backs'
import { desk } from './migrations/0014-desk'
import { exceptionsFollowed } from './migrations/0015-exceptions-followed'
import { refundCandidates } from './migrations/0016-refund-candidates'
import { film } from './migrations/0017-film'
import { undoneWithFile } from './migrations/0018-undone-with-file'
import { postedLines } from './migrations/0019-posted-lines'
import { orderCounts } from './migrations/0020-order-counts'
import { analyseLarge } from './planner'

/** Listed by hand, in order; the file's `user_version` says how many it has seen. */
const migrations = [
  first,
  storefront,
  moneyOut,
  collection,
  card,
  directDebit,
  cardEndings,
  bankFiles,
  ruleUses,
  acts,
  depositSearch,
  savedViews,
  rollBacks,
  desk,
  exceptionsFollowed,
  refundCandidates,
  film,
  undoneWithFile,
  postedLines,
  orderCounts,
]
export const SCHEMA_VERSION = migrations.length

/** All of one moment: another program may just be making the file. */
function identityOf(database: Database.Database): { application: number; version: number; tables: number } {
  return database.transaction(() => ({
    application: Number(database.pragma('application_id', { simple: true })),
    version: Number(database.pragma('user_version', { simple: true })),
    tables: Number(database.prepare("select count(*) from sqlite_schema where name not like 'sqlite_%'").pluck().get()),
  }))()
}

/** Whether this file is a ledger of Daiko that this program can read. Refuses `ledger_foreign` and `ledger_newer`. */
export function checkIdentity(database: Database.Database): Result<{ version: number }> {
  const { application, version, tables } = identityOf(database)
  if (application !== APPLICATION_ID && !(application === 0 && version === 0 && tables === 0)) return refuse({ refusal: 'ledger_foreign' })
  if (version > SCHEMA_VERSION) return refuse({ refusal: 'ledger_newer', found: version, known: SCHEMA_VERSION })
  return done({ version })
}

/** Brings the file to this program's shape, each step wholly or not at all under the write lock. Returns a refusal, or null. */
export function migrate(database: Database.Database): Refusal | null {
  const found = checkIdentity(database)
  if (!found.ok) return found.refusal
  // A table that is made anew is gone for a moment; nothing may have lost what it refers to afterwards.
  const guarded = database.pragma('foreign_keys', { simple: true })
  database.pragma('foreign_keys = OFF')
  try {
    for (const migration of migrations) if (migration.version > found.value.version) step(database, migration)
  } finally {
    database.pragma(`foreign_keys = ${guarded ? 'ON' : 'OFF'}`)
  }
  return null
}

function step(database: Database.Database, migration: (typeof migrations)[number]): void {
  database
    .transaction(() => {
      // Another process may have been faster while this one waited for the lock.
      if (Number(database.pragma('user_version', { simple: true })) >= migration.version) return
      database.exec(migration.sql)
      const lost = Number(database.prepare('select count(*) from pragma_foreign_key_check').pluck().get())
      if (lost > 0) throw new Error(`migration ${migration.version}: ${lost} rows refer to nothing`)
      database.pragma(`application_id = ${APPLICATION_ID}`)
      database.pragma(`user_version = ${migration.version}`)
    })
    .immediate()
  analyseLarge(database, 'all')
}

export interface SchemaObject {
  readonly type: string
  readonly name: string
  readonly sql: string | null
}

let defined: readonly SchemaObject[] | null = null

/** Every table, index and trigger as the migrations define them, for comparing a ledger with. */
export function schemaAsDefined(): readonly SchemaObject[] {
  defined ??= schemaOf(migrations)
  return defined
}

function schemaOf(steps: readonly { readonly sql: string }[]): SchemaObject[] {
  const database = new Database(':memory:')
  try {
    for (const { sql } of steps) database.exec(sql)
    return database.prepare<[], SchemaObject>("select type, name, sql from sqlite_schema where name not like 'sqlite_%'").all()
  } finally {
    database.close()
  }
}
