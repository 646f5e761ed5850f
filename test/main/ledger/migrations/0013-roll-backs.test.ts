import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rollBacks } from '../../../../src/main/ledger/migrations/0013-roll-backs'
import { type Story, tellStory } from '../../../support/story'

/* The database itself keeps what was brought in, also once it is rolled back, and lets nothing be rolled back that nobody agreed to. */

let story: Story
let database: Database.Database
beforeEach(async () => {
  story = await tellStory()
  database = new Database(story.ledger.path)
})
afterEach(async () => {
  database.close()
  await story.cleanup()
})

const all = (table: string) => database.prepare(`select * from ${table} order by id`).all()

it('a ledger with statements keeps them, and its guards, when the table of files is made anew', () => {
  // As the step before left it: the table without the two states, and none of this step's own.
  const before = { files: all('statement_files'), receipts: all('receipts'), statements: all('statements') }
  database.pragma('foreign_keys = OFF')
  database.exec('DROP TABLE roll_backs; DROP TRIGGER statement_files_rolled_back_as_agreed')
  database.exec(rollBacks.sql)
  database.pragma('foreign_keys = ON')
  expect(database.prepare('select count(*) from pragma_foreign_key_check').pluck().get()).toBe(0)
  expect({ files: all('statement_files'), receipts: all('receipts'), statements: all('statements') }).toEqual(before)
  expect(() =>
    database.exec(
      'insert into statements select id + 1000000, 7, account_id, from_on, to_on, opening, closing, sequence_number, lines, whole_to from statements limit 1',
    ),
  ).toThrow('FOREIGN KEY')
  expect(() => database.exec('delete from receipts')).toThrow('append-only')
})

it.each([
  ['nothing is rolled back that nobody agreed to', "update statement_files set state = 'rolling_back'", 'nobody agreed'],
  ['nothing is out at one blow', "update statement_files set state = 'rolled_back', posted_to = 0", 'never rewritten'],
  ['a file that is in goes no line back', 'update statement_files set posted_to = posted_to - 1', 'never rewritten'],
])('%s', (_name, sql, why) => {
  expect(() => database.exec(sql)).toThrow(why)
})

it('what was rolled back stays as it was', () => {
  database.exec('DROP TRIGGER statement_files_rolled_back_as_agreed')
  database.exec("update statement_files set state = 'rolling_back'")
  database.exec("update statement_files set state = 'rolled_back', posted_to = 0")
  for (const sql of [
    'delete from receipts',
    'update receipts set amount = 1',
    'delete from statements',
    'delete from statement_files',
    "update statement_files set state = 'posted'",
    'update statement_files set posted_to = 1',
  ])
    expect(() => database.exec(sql), sql).toThrow(/append-only|never (rewritten|deleted)/)
})
