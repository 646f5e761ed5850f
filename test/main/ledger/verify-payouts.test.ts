import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifySnapshot } from '../../../src/main/ledger/verify'
import { verifyRules } from '../../../src/main/services/verification'
import type { InvariantName } from '../../../src/preload/contract/audit'
import { valueIn } from '../../support/ledger'
import { type PayoutStory, tellPayouts } from '../../support/payout-story'
import { gateways } from '../../support/statements'

const { readTransfers } = gateways.transferFiles
let story: PayoutStory
beforeAll(async () => {
  story = await tellPayouts()
}, 60_000)
afterAll(() => story.cleanup())

/** A copy of the ledger, changed by somebody with the file. */
async function brokenBy(change: string): Promise<string[]> {
  const path = join(story.dir, 'tampered.daiko')
  for (const end of ['', '-wal', '-shm']) {
    rmSync(path + end, { force: true })
    if (end !== '-shm' && existsSync(story.ledger.path + end)) copyFileSync(story.ledger.path + end, path + end)
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
  const { result } = valueIn(
    await verifySnapshot({ path }, { ...verifyRules, readTransfers }, { progress: () => undefined, cancelled: false }),
  )
  return result.invariants.filter(({ violations }) => violations > 0).map(({ name }) => name)
}

it('runs that were only ever written by Daiko keep every promise', async () => {
  expect(await story.broken()).toEqual([])
})

describe('what somebody has changed is told by name', () => {
  const mutations: [change: string, named: InvariantName][] = [
    [
      "update orders set disbursement = 'releasable' where id = (select min(order_id) from payout_lines where live = 1)",
      'payable_consumed_once',
    ],
    ["update orders set disbursement = 'settled' where id = (select order_id from payout_lines where live = 0)", 'payable_consumed_once'],
    ['update payout_lines set amount = amount + 1 where line = 1', 'payouts_equal_lines'],
    ['update payout_lines set fee = fee + 1 where line = 1', 'payouts_equal_lines'],
    [
      "update payout_lines set live = 1 where payout_id = (select min(id) from payouts where state = 'carried_over')",
      'payouts_equal_lines',
    ],
    ['delete from payout_lines where live = 0', 'payouts_equal_lines'],
    ['update payout_offsets set amount = amount - 1', 'payouts_equal_lines'],
    ['update payouts set net = net + 1, gross = gross + 1 where net > 0', 'payouts_equal_lines'],
    ['update payouts set posted_lines = 1 where lines = 2', 'payout_in_transit_equals_open'],
    ["update transfers set seen_on = '2026-12-01'", 'payout_in_transit_equals_open'],
    ['delete from payout_entries', 'payout_in_transit_equals_open'],
    ['update receivable_items set amount = amount + 1', 'receivables_equal_open'],
    ['delete from receivable_items', 'receivables_equal_open'],
    ["update transfer_runs set file = cast('x' || file as blob) where state = 'handed_over'", 'runs_equal_files'],
    ["update transfer_runs set digest = 'f' || substr(digest, 2) where state = 'handed_over'", 'runs_equal_files'],
    ['update transfers set amount = amount + 1', 'runs_equal_files'],
    ["update transfers set payee = json_set(payee, '$.accountNumber', '9999999')", 'runs_equal_files'],
    ["update transfers set payee = json_set(payee, '$.holderKana', 'ﾍﾞﾂｼﾞﾝ')", 'runs_equal_files'],
    ["update transfers set edi = 'P'", 'runs_equal_files'],
    ["delete from audit_records where stream = 'payouts' and action = 'approved'", 'acts_are_audited'],
    ["delete from audit_records where stream = 'payouts' and action = 'handing_over'", 'acts_are_audited'],
    ['delete from transfers', 'runs_equal_files'],
    ["update transfer_runs set state = 'approved' where state = 'submitted'", 'runs_equal_files'],
    [
      "insert into payable_items values (7, (select min(id) from merchants), 'correction', 5, '2026-11-20', null, null, null, '', 0)",
      'payables_equal_open',
    ],
  ]
  it.each(mutations)('%s', { timeout: 30_000 }, async (change, named) => {
    expect(await brokenBy(change)).toContain(named)
  })
})
