import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Story, tellStory } from '../../../support/story'

/* The database itself keeps acts whole: of one receipt, and redone as they were. */

let story: Story
let database: Database.Database
beforeAll(async () => {
  story = await tellStory()
  database = new Database(story.ledger.path)
})
afterAll(async () => {
  database.close()
  await story.cleanup()
})

/** An allocation as another of the ledger, with other values here and there. */
function another(where: string, own: Readonly<Record<string, string>>): string {
  const columns = ['id', 'receipt_id', 'order_id', 'amount', 'level', 'evidence', 'entry_id', 'actor', 'at', 'act_id', 'redoes']
  const entry = '(select max(id) from entries where id not in (select entry_id from allocations))'
  const values: Readonly<Record<string, string>> = { id: '7', act_id: '7', entry_id: entry, ...own }
  return `insert into allocations (${columns.join()}) select ${columns.map((column) => values[column] ?? column).join()} from allocations where ${where} limit 1`
}

const undone = 'id in (select allocation_id from allocation_undos)'
const standing = 'id not in (select allocation_id from allocation_undos)'
it.each([
  [
    'an act of another receipt',
    another(undone, { act_id: `(select id from allocations b where b.receipt_id <> allocations.receipt_id limit 1)` }),
    'one receipt',
  ],
  ['an act that is none', another(undone, { act_id: '8' }), 'one receipt'],
  ['a redo of what stands', another(standing, { amount: '1', redoes: 'id', act_id: 'act_id' }), /as it was|exceed/],
  ['a redo of another amount', another(undone, { redoes: 'id', act_id: 'act_id', amount: '1' }), 'as it was'],
  ['a redo in another act', another(undone, { redoes: 'id' }), 'as it was'],
])('%s is refused', (_name, sql, why) => {
  expect(() => database.exec(sql)).toThrow(why)
})
