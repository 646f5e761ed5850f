import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { APPLICATION_ID, kyselyOver, openDatabase, sqliteCode } from '../../../src/main/ledger/connection'
import { openTestLedger, type TestLedger } from '../../support/ledger'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

describe('a ledger is opened for safety before speed', () => {
  const settings: [name: string, value: string | number, why: string][] = [
    ['journal_mode', 'wal', 'readers never wait for the writer'],
    ['synchronous', 2, 'a committed clearing survives a power cut'],
    ['foreign_keys', 1, 'nothing points into the void'],
    ['recursive_triggers', 1, 'a replaced row fires its delete triggers'],
    ['trusted_schema', 0, 'a schema somebody changed runs nothing'],
    ['cell_size_check', 1, 'a damaged page is noticed early'],
    ['mmap_size', 0, 'an I/O error is an error, not a crash'],
    ['fullfsync', 1, 'a commit reaches the disk itself'],
    ['checkpoint_fullfsync', 1, 'so does a checkpoint'],
    ['busy_timeout', 0, 'waiting never blocks the event loop'],
    ['temp_store', 2, 'no row is left in a temporary file'],
    ['cache_size', -32768, 'as much memory as was measured'],
    ['wal_autocheckpoint', 1000, 'nobody waits long for pages that are copied'],
  ]

  it.each(settings)('%s is %s: %s', (name, value) => {
    for (const readonly of [false, true]) {
      const database = openDatabase(test.ledger.path, { readonly })
      expect(database.pragma(name, { simple: true })).toBe(value)
      database.close()
    }
  })

  it('copies pages more rarely for work in bulk', () => {
    const database = openDatabase(test.ledger.path, { readonly: false, bulk: true })
    expect(database.pragma('wal_autocheckpoint', { simple: true })).toBe(8000)
    database.close()
  })

  it('carries its name in the file, so that no other file is taken for one', () => {
    expect(test.ledger.source.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
    expect(Buffer.from(APPLICATION_ID.toString(16), 'hex').toString()).toBe('Daik')
  })

  it('is not opened where a setting cannot be made, such as a database in memory', () => {
    expect(() => openDatabase(':memory:', { readonly: false })).toThrow("The ledger's setting journal_mode is memory, not wal")
  })

  it('reads through a connection that cannot write', () => {
    expect(() => test.ledger.source.exec('delete from orders')).toThrow('readonly')
  })
})

describe('a transaction', () => {
  it('holds the write lock from its beginning, before anything is written', async () => {
    const [one, other] = [openDatabase(test.ledger.path, { readonly: false }), openDatabase(test.ledger.path, { readonly: false })]
    await kyselyOver(one)
      .transaction()
      .execute(async () => {
        expect(() => other.exec('begin immediate')).toThrow('database is locked')
      })
    other.exec('begin immediate; rollback')
    one.close()
    other.close()
  })

  it('that SQLite has undone by itself ends with the reason, not with a failed rollback', async () => {
    const database = openDatabase(test.ledger.path, { readonly: false })
    const undone = kyselyOver(database)
      .transaction()
      .execute(async () => {
        database.exec('rollback')
        throw new Error('the disk is full')
      })
    await expect(undone).rejects.toThrow('the disk is full')
    database.close()
  })
})

describe('the name of a failure', () => {
  it('is what SQLite calls it, and nothing for anything else', () => {
    const failing = (sql: string) => {
      try {
        test.ledger.source.exec(sql)
      } catch (fault) {
        return sqliteCode(fault)
      }
    }
    expect(failing('delete from orders')).toBe('SQLITE_READONLY')
    expect(failing('select nothing')).toBe('SQLITE_ERROR')
    expect(sqliteCode(new Error('SQLITE_BUSY'))).toBeNull()
  })
})
