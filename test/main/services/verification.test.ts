import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditHash } from '../../../src/main/ledger/audit'
import type { AuditRecordRow } from '../../../src/main/ledger/schema'
import { verifySnapshot } from '../../../src/main/ledger/verify'
import { runVerify, verifyRules } from '../../../src/main/services/verification'
import { type InvariantName, invariantNames, type VerifyResult } from '../../../src/preload/contract/audit'
import { ApprovalId } from '../../../src/preload/contract/ids'
import { addUser, TESTER, valueIn, writing } from '../../support/ledger'
import { quietControl } from '../../support/statements'
import { type Story, tellStory } from '../../support/story'

let story: Story
beforeAll(async () => {
  story = await tellStory()
  await decideAnApproval()
  // The first check leaves the anchor by which the missing tail of a stream is noticed.
  await verified()
})
afterAll(() => story.cleanup())

async function decideAnApproval(): Promise<void> {
  const maker = await addUser(story.ledger, 'maker')
  const decider = await addUser(story.ledger, 'decider', ['supervisor'])
  const payload = '{"kind":"merchant_registration"}'
  const digest = createHash('sha256').update(payload).digest('hex')
  await writing(story.ledger, async (writer) => {
    const decided = { decision: 'approved' as const, decided_by: decider, decided_at: writer.at, reason: '' }
    const made = { kind: 'merchant_registration', subject_id: story.merchants[0], payload, digest, made_by: maker, made_at: writer.at }
    await writer.db
      .insertInto('approvals')
      .values({ id: ApprovalId.parse(writer.newId()), ...made, ...decided })
      .execute()
  })
}

async function verified(): Promise<VerifyResult> {
  story.clock.advance(1000)
  const result = valueIn(await runVerify({ ledger: story.ledger, by: TESTER }, quietControl()))
  if (result.kind !== 'verify') throw new Error(result.kind)
  return result.verify
}

const namesOf = (result: VerifyResult) => result.invariants.filter(({ violations }) => violations > 0).map(({ name }) => name)

describe('a ledger that was only ever written by Daiko', () => {
  it('keeps every promise, each told by name', async () => {
    const result = await verified()
    expect(result.invariants.filter(({ violations }) => violations > 0)).toEqual([])
    expect(result).toMatchObject({ ok: true, pendingLines: 0 })
    expect(result.invariants.map(({ name }) => name)).toEqual([...invariantNames])
  })

  it('keeps the outcome for the home screen and leaves a record', async () => {
    await verified()
    const row = await story.ledger.reader.db.selectFrom('ledger').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ last_verified_ok: 1, last_verified_at: story.clock.now() })
    const record = await story.ledger.reader.db
      .selectFrom('audit_records')
      .selectAll()
      .where('stream', '=', 'ledger')
      .orderBy('sequence', 'desc')
      .executeTakeFirstOrThrow()
    expect(record).toMatchObject({ action: 'verified', actor: TESTER.actor })
    expect(JSON.parse(record.detail)).toMatchObject({ ok: true, broken: [], heads: { journal: [expect.any(Number), expect.any(String)] } })
  })

  it('can be stopped, and then records nothing', async () => {
    const control = quietControl()
    control.cancel()
    const before = await story.ledger.reader.db.selectFrom('audit_records').select('sequence').where('stream', '=', 'ledger').execute()
    expect(await runVerify({ ledger: story.ledger, by: TESTER }, control)).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    expect(await story.ledger.reader.db.selectFrom('audit_records').select('sequence').where('stream', '=', 'ledger').execute()).toEqual(
      before,
    )
  })
})

/** A copy of the story's file, its guards taken away while it is changed and put back afterwards, as somebody with the file could. */
async function tampered(change: (database: Database.Database) => void, own: { keepSchema?: boolean } = {}): Promise<VerifyResult> {
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
  change(database)
  if (!own.keepSchema) for (const { sql } of triggers) database.exec(sql)
  database.pragma('wal_checkpoint(truncate)')
  database.close()
  return valueIn(await verifySnapshot({ path }, verifyRules, { progress: () => undefined, cancelled: false })).result
}

const last = (table: string, where = 'true') => `(select max(id) from ${table} where ${where})`
const tail = (stream: string) =>
  `delete from audit_records where stream = '${stream}' and sequence = (select max(sequence) from audit_records where stream = '${stream}')`
const change = (column: string, value: string) => `update audit_records set ${column} = ${value} where stream = 'clearing' and sequence = 2`

describe('a ledger somebody has changed', () => {
  const mutations: [change: string, named: InvariantName][] = [
    // journal
    [`update postings set amount = amount + 1 where entry_id = ${last('entries')}`, 'journal_sealed'],
    [`update postings set amount = amount + 1 where entry_id = ${last('entries')}`, 'balances_equal_postings'],
    [`update postings set debit = credit where entry_id = ${last('entries')}`, 'entries_balance'],
    [`update postings set debit = credit, credit = debit where entry_id = ${last('entries')}`, 'journal_sealed'],
    [`update postings set line = 2 where entry_id = ${last('entries')}`, 'journal_sealed'],
    [`delete from postings where entry_id = ${last('entries')}`, 'entries_balance'],
    [`delete from entries where id = ${last('entries')}`, 'journal_sealed'],
    [`delete from postings where entry_id = ${last('entries')}; delete from entries where id = ${last('entries')}`, 'journal_sealed'],
    [`update entries set kind = 'opening_balance' where id = ${last('entries')}`, 'journal_sealed'],
    [`update entries set kind = 'opening_balance' where id = ${last('entries', "kind = 'statement_credit'")}`, 'every_line_once'],
    [`update entries set booked_on = '2026-11-21' where id = ${last('entries')}`, 'journal_sealed'],
    [`update entries set receipt_id = null where id = ${last('entries')}`, 'journal_sealed'],
    [`update entries set order_id = order_id - 1 where id = ${last('entries')}`, 'allocation_entries'],
    [`update entries set reverses = reverses - 1 where reverses is not null`, 'allocation_entries'],
    [`update entries set batch = batch - 1 where id = ${last('entries')}`, 'journal_sealed'],
    [
      "insert into entries values (99, 'opening_balance', '2026-11-20', null, null, null, 1); insert into postings select 99, 1, debit, credit, 5 from postings limit 1",
      'journal_sealed',
    ],
    [
      "insert into entries values (99, 'opening_balance', '2026-11-20', null, null, null, 999); insert into postings select 99, 1, debit, credit, 5 from postings limit 1",
      'journal_sealed',
    ],
    ["update balances set debit = debit + 1 where booked_on = '2026-11-01' and debit > 0", 'trial_balance_zero'],
    ['update balances set debit = debit + 1, credit = credit + 1', 'balances_equal_postings'],
    ["delete from balances where booked_on = '2026-11-19'", 'balances_equal_postings'],
    ["update accounts set code = 'suspended' where code = 'suspense'", 'suspense_equals_open_items'],
    // statements and their lines
    ['update receipts set amount = amount + 1 where amount = 12000', 'every_line_once'],
    ["update receipts set booked_on = '2026-11-19' where amount = 12000", 'statements_sealed'],
    ["update receipts set direction = 'debit' where amount = 12000", 'every_line_once'],
    ['update receipts set raw = zeroblob(length(raw)) where amount = 12000', 'statements_sealed'],
    ["update receipts set identity = 'x' || substr(identity, 2) where amount = 12000", 'statements_sealed'],
    ['update receipts set planned_order_id = null where amount = 12000', 'statements_sealed'],
    ['update receipts set planned_level = 3 where amount = 12000', 'statements_sealed'],
    ['update receipts set line = 40 where amount = 12000', 'every_line_once'],
    ['update receipts set account_id = account_id + 1 where amount = 12000', 'bank_balance_ties'],
    ['delete from receipts where amount = 1234', 'every_line_once'],
    ['delete from receipts where amount = 1234', 'bank_balance_ties'],
    ["update designated_accounts set account_number = '7654321'", 'statements_sealed'],
    ['update designated_accounts set opening_balance = opening_balance + 1', 'bank_balance_ties'],
    ['update statements set closing = closing + 1', 'bank_balance_ties'],
    ['update statements set opening = opening - 1', 'bank_balance_ties'],
    ["update statements set to_on = '2026-11-17'", 'bank_balance_ties'],
    ['update statements set lines = lines + 1', 'bank_balance_ties'],
    ["update statement_files set digest = 'x'", 'statements_sealed'],
    ["update statement_files set sha256 = 'x'", 'acts_are_audited'],
    ["update statement_files set name = 'other.txt'", 'acts_are_audited'],
    ['update statement_files set stored = stored - 1', 'every_line_once'],
    ["update statement_files set state = 'published', posted_to = posted_to - 1", 'every_line_once'],
    ['update receipts set posted = 0 where amount = 12000', 'every_line_once'],
    ['update deposit_days set total = total + 1', 'every_line_once'],
    ["delete from deposit_days where booked_on = (select min(booked_on) from receipts where direction = 'credit')", 'every_line_once'],
    // what is left
    ['update open_items set remaining = remaining - 1 where remaining > 1', 'suspense_equals_open_items'],
    ['update open_items set amount = amount + 1', 'suspense_equals_open_items'],
    ["delete from open_items where side = 'credit'", 'suspense_equals_open_items'],
    ["delete from open_items where side = 'debit'", 'unexplained_outgoing_equals_open_items'],
    [
      "insert into open_items (receipt_id, side, booked_on, amount, remaining) select id, 'credit', booked_on, amount, 1 from receipts where amount = 12000",
      'suspense_equals_open_items',
    ],
    [
      "insert into open_items (receipt_id, side, booked_on, amount, remaining) values (7, 'credit', '2026-11-19', 1, 1)",
      'suspense_equals_open_items',
    ],
    // orders
    ["update order_counts set orders = orders + 1 where status = 'paid'", 'order_tracks_equal_events'],
    ["delete from order_counts where status = 'paid'", 'order_tracks_equal_events'],
    ["update orders set amount = amount + 1 where order_number = 'S-1'", 'order_tracks_equal_events'],
    ["update orders set paid_amount = paid_amount - 1 where order_number = 'S-1'", 'allocations_within_order'],
    ["update orders set paid_amount = paid_amount - 1 where order_number = 'S-1'", 'payables_equal_open'],
    ["update orders set payment = 'unpaid' where order_number = 'S-1'", 'order_tracks_equal_events'],
    ["update orders set acceptance = 'accepted' where order_number = 'S-1'", 'order_tracks_equal_events'],
    ["update orders set disbursement = 'settled' where order_number = 'S-1'", 'order_tracks_equal_events'],
    ["update orders set protection = 'none' where order_number = 'S-2'", 'allocation_entries'],
    ["update orders set paid_on = '2026-11-20' where order_number = 'S-1'", 'order_tracks_equal_events'],
    ["update orders set paid_on = '2026-11-20' where order_number = 'Y-2'", 'order_tracks_equal_events'],
    ["update orders set merchant_id = merchant_id + 1 where order_number = 'S-1'", 'allocation_entries'],
    ["update orders set payment = 'nowhere' where order_number = 'S-1'", 'order_tracks_equal_events'],
    ["update order_events set kind = 'allocated_in_part' where kind = 'allocated_in_full'", 'order_tracks_equal_events'],
    ["update order_events set amount = amount + 1 where kind = 'allocated_in_full'", 'allocation_entries'],
    ["update order_events set amount = amount + 1 where kind = 'registered'", 'order_tracks_equal_events'],
    ["delete from order_events where kind = 'allocated_in_full'", 'order_tracks_equal_events'],
    ["delete from order_events where order_id = (select id from orders where order_number = 'S-1')", 'order_tracks_equal_events'],
    [
      "insert into order_events (id, order_id, kind, actor, at) select 7, id, 'cancelled', 'user:tester', 0 from orders where order_number = 'S-1'",
      'order_tracks_equal_events',
    ],
    // allocations
    ['update allocations set amount = amount - 1 where level = 1', 'allocation_entries'],
    ['update allocations set amount = amount + 100000 where level = 1', 'allocations_within_receipt'],
    ['update allocations set order_id = order_id + 1 where level = 3', 'allocation_entries'],
    ['update allocations set receipt_id = receipt_id + 1 where level = 3', 'allocation_entries'],
    ['update allocations set level = 0', 'acts_are_audited'],
    ['delete from allocations where level = 3', 'allocation_entries'],
    ['delete from allocation_undos', 'allocation_entries'],
    ['update allocation_undos set entry_id = (select min(id) from entries)', 'allocation_entries'],
    ['update rule_uses set used = used + 1 where level = 1', 'rules_counted'],
    ['update rule_uses set undone_amount = undone_amount + 1 where undone > 0', 'rules_counted'],
    ["update rule_uses set day = '2026-11-01' where level = 3", 'rules_counted'],
    ['delete from rule_uses where level = 0', 'rules_counted'],
    ["insert into rule_uses (level, fact, day) values (9, '', '2026-01-01')", 'rules_counted'],
    // people
    ['update approvals set decided_by = made_by', 'maker_never_decides'],
    [`update approvals set payload = '{"kind":"other"}'`, 'maker_never_decides'],
    // audit
    ...['at', 'actor', 'seat', 'action', 'subject', 'detail', 'covers', 'previous', 'hash'].map((column): [string, InvariantName] => [
      change(column, column === 'at' ? 'at + 1' : `${column} || 'x'`),
      'audit_chain',
    ]),
    ["delete from audit_records where stream = 'clearing' and sequence = 2", 'audit_chain'],
    [
      "update audit_records set sequence = case sequence when 1 then -2 else -1 end where stream = 'clearing' and sequence <= 2; update audit_records set sequence = -sequence where sequence < 0",
      'audit_chain',
    ],
    [tail('clearing'), 'audit_chain'],
    [tail('intake'), 'acts_are_audited'],
    [tail('journal'), 'journal_sealed'],
    [tail('ledger'), 'audit_chain'],
    ["update audit_records set covers = replace(covers, 'a', 'b') where stream = 'journal'", 'journal_sealed'],
    [
      "insert into audit_records select 'clearing', max(sequence) + 1, 0, 'user:x', 's', 'cleared', 'receipt:1', '{}', '', '', 'x' from audit_records where stream = 'clearing'",
      'audit_chain',
    ],
    ['update ledger set last_verified_at = null', 'audit_chain'],
    // references
    ['update receipts set merchant_id = 7 where amount = 12000', 'foreign_keys'],
    ["delete from accounts where code = 'opening_balance'", 'foreign_keys'],
  ]

  it.each(mutations)('%s → %s', async (sql, named) => {
    const result = await tampered((database) => database.exec(sql))
    expect(namesOf(result)).toContain(named)
    expect(result.ok).toBe(false)
    expect(namesOf(result)).not.toContain('triggers_present')
    expect(result.invariants.find(({ name }) => name === named)?.first).toEqual(expect.any(String))
  })

  it('copied and opened as it is: nothing is named', async () => {
    expect(namesOf(await tampered(() => undefined))).toEqual([])
  })

  it('the chain rewritten with right hashes from one record on: the anchor of the last check names it', async () => {
    const result = await tampered((database) => {
      const records = database.prepare<[], AuditRecordRow>("select * from audit_records where stream = 'clearing' order by sequence").all()
      let previous = ''
      for (const record of records) {
        const rewritten = { ...record, previous, actor: record.sequence === 1 ? 'user:somebody' : record.actor }
        previous = auditHash(rewritten)
        database
          .prepare("update audit_records set actor = ?, previous = ?, hash = ? where stream = 'clearing' and sequence = ?")
          .run(rewritten.actor, rewritten.previous, previous, record.sequence)
      }
    })
    expect(namesOf(result)).toEqual(['audit_chain'])
    expect(result.invariants.find(({ name }) => name === 'audit_chain')?.first).toMatch(/clearing ended at \d+ when it was last checked/)
  })

  it.each<[change: string, named: InvariantName]>([
    ['', 'triggers_present'],
    [
      'drop index instructions_live; update instructions set reference = (select min(reference) from instructions)',
      'virtual_accounts_unique',
    ],
    ['drop index orders_amount', 'schema_as_defined'],
    ['create table shadow (id integer primary key)', 'schema_as_defined'],
  ])('guards taken away (%s) → %s', async (sql, named) => {
    expect(namesOf(await tampered((database) => database.exec(sql), { keepSchema: true }))).toContain(named)
  })

  it('a byte of an index flipped on the disk → integrity', async () => {
    await tampered(() => undefined)
    const path = join(story.dir, 'tampered.daiko')
    const database = new Database(path)
    const page = Number(database.prepare("select rootpage from sqlite_schema where name = 'orders_amount'").pluck().get())
    const size = Number(database.pragma('page_size', { simple: true }))
    database.close()
    const file = openSync(path, 'r+')
    const byte = Buffer.alloc(1)
    readSync(file, byte, 0, 1, page * size - 3)
    byte[0] = (byte[0] ?? 0) ^ 1
    writeSync(file, byte, 0, 1, page * size - 3)
    const { result } = valueIn(await verifySnapshot({ path }, verifyRules, { progress: () => undefined, cancelled: false }))
    expect(namesOf(result)).toContain('integrity')
  })

  it('a status that the rules would not show → status_derivation', async () => {
    const rules = { ...verifyRules, shownStatus: () => 'cancelled' as const }
    const { result } = valueIn(await verifySnapshot(story.ledger, rules, { progress: () => undefined, cancelled: false }))
    expect(namesOf(result)).toEqual(['status_derivation'])
  })

  it('lines of a file that is still being posted are told, and no violation', async () => {
    const result = await tampered((database) => {
      // As the program leaves it when it dies before the last line of a file is posted.
      database.exec(
        `insert into statement_files select 77, 'next.txt', 'n', format, 'published', 0, 1, 1, 0, 0, digest, 0, '{}', imported_by, imported_at from statement_files limit 1`,
      )
    })
    expect(result.pendingLines).toBe(1)
    expect(namesOf(result)).not.toContain('suspense_equals_open_items')
  })
})
