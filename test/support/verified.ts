import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import type { Ledger } from '../../src/main/ledger/ledger'
import { verifySnapshot } from '../../src/main/ledger/verify'
import type { VerifyRules } from '../../src/main/ledger/verify-sweep'
import { verifyRules } from '../../src/main/services/verification'
import { type TestLedger, valueIn } from './ledger'

const unwatched = { progress: () => undefined, cancelled: false }

/** Every promise of the ledger that does not hold, with the first thing that breaks it. */
export async function brokenPromises(ledger: Ledger): Promise<string[]> {
  const { result } = valueIn(await verifySnapshot(ledger, verifyRules, unwatched))
  return result.invariants.filter(({ violations }) => violations > 0).map(({ name, first }) => `${name}: ${first}`)
}

/** The promises that a copy of the ledger breaks, once somebody with the file has changed it by this statement. */
export async function brokenByChange(
  { dir, ledger }: Pick<TestLedger, 'dir' | 'ledger'>,
  change: string,
  rules: VerifyRules = verifyRules,
): Promise<string[]> {
  const path = join(dir, 'tampered.daiko')
  for (const end of ['', '-wal', '-shm']) {
    rmSync(path + end, { force: true })
    if (end !== '-shm' && existsSync(ledger.path + end)) copyFileSync(ledger.path + end, path + end)
  }
  const database = new Database(path)
  database.pragma('foreign_keys = off')
  database.pragma('ignore_check_constraints = on')
  const triggers = database.prepare<[], { name: string; sql: string }>("select name, sql from sqlite_schema where type = 'trigger'").all()
  for (const { name } of triggers) database.exec(`drop trigger ${name}`)
  expect(database.prepare(change).run().changes).toBeGreaterThan(0)
  for (const { sql } of triggers) database.exec(sql)
  database.pragma('wal_checkpoint(truncate)')
  database.close()
  const { result } = valueIn(await verifySnapshot({ path }, rules, unwatched))
  return result.invariants.filter(({ violations }) => violations > 0).map(({ name }) => name)
}
