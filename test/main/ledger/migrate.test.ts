import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { APPLICATION_ID, openDatabase } from '../../../src/main/ledger/connection'
import { checkIdentity, migrate, SCHEMA_VERSION, schemaAsDefined } from '../../../src/main/ledger/migrate'

let dir = ''
let database: Database.Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'daiko-migrate-'))
  database = openDatabase(join(dir, 'ledger.daiko'), { readonly: false })
})
afterEach(() => {
  database.close()
  rmSync(dir, { recursive: true, force: true })
})

const schema = () => database.prepare("select type, name, sql from sqlite_schema where name not like 'sqlite_%' order by name").all()
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

describe('bringing a file to this program’s shape', () => {
  it('makes every table, index and trigger as defined, and says so in the file', () => {
    expect(migrate(database)).toBeNull()
    expect(schema()).toEqual([...schemaAsDefined()].sort(byName))
    expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION)
    expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
    expect(checkIdentity(database)).toEqual({ ok: true, value: { version: SCHEMA_VERSION } })
  })

  it('changes nothing the second time', () => {
    migrate(database)
    const version = database.pragma('schema_version', { simple: true })
    expect(migrate(database)).toBeNull()
    expect(database.pragma('schema_version', { simple: true })).toBe(version)
  })

  it('is done wholly or not at all: a step that fails leaves an empty file, which the next try fills', () => {
    const pages = Number(database.pragma('page_count', { simple: true }))
    database.pragma(`max_page_count = ${pages + 10}`)
    expect(() => migrate(database)).toThrow('database or disk is full')
    expect(schema()).toEqual([])
    expect(database.pragma('user_version', { simple: true })).toBe(0)
    database.pragma('max_page_count = 4294967294')
    expect(migrate(database)).toBeNull()
    expect(schema()).toEqual([...schemaAsDefined()].sort(byName))
  })

  it('stores numbers as numbers and texts as texts, in every table', () => {
    migrate(database)
    const loose = database
      .prepare("select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'")
      .pluck()
    expect(loose.all()).toEqual([])
  })
})

describe('whose file is it', () => {
  const cases: [what: string, change: string, refusal: string | null][] = [
    ['an empty file', '', null],
    ['a file with somebody’s table', 'create table notes (text)', 'ledger_foreign'],
    ['a file with somebody’s version', 'pragma user_version = 1', 'ledger_foreign'],
    ['a file of another program', 'pragma application_id = 1', 'ledger_foreign'],
    [
      'a ledger of a later program',
      `pragma application_id = ${APPLICATION_ID}; pragma user_version = ${SCHEMA_VERSION + 1}`,
      'ledger_newer',
    ],
  ]
  it.each(cases)('%s', (_what, change, refusal) => {
    database.exec(change)
    const found = checkIdentity(database)
    expect(found.ok ? null : found.refusal.refusal).toBe(refusal)
    const before = schema()
    expect(migrate(database)?.refusal ?? null).toBe(refusal)
    if (refusal) expect(schema()).toEqual(before)
  })
})
