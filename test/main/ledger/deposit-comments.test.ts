import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptDeposit, assignable, assignDeposits, assignmentsOf } from '../../../src/main/ledger/deposit-assignees'
import { commentsOn, insertComments, lastActOn } from '../../../src/main/ledger/deposit-comments'
import { listDeposits } from '../../../src/main/ledger/deposit-list'
import { followUps, insertAttempt, linesNamed, setNextDate } from '../../../src/main/ledger/exception-follow'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import { businessDate } from '../../../src/preload/contract/date'
import { ReceiptId, type UserId } from '../../../src/preload/contract/ids'
import { addAccount, addUser, openTestLedger, type TestLedger, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'
import { ACCOUNT } from '../../support/statements'
import { bringIn } from '../../support/story'

/* What people write about deposits and lines, whose they are, and when to look again: as the database keeps it. */

const ROWS = 200
let test: TestLedger
let sato: UserId
let ids: ReceiptId[]
let first: ReceiptId
const attempt = { asked: '支店', way: 'bank' as const, outcome: '回答待ち' }

beforeAll(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
  sato = await addUser(test.ledger, 'sato')
  await bringIn(
    test,
    '2026-11-20',
    0,
    Array.from({ length: ROWS }, (_, at) => ({ amount: 1000 + at })),
  )
  ids = (await test.ledger.reader.db.selectFrom('receipts').select('id').orderBy('line').execute()).map(({ id }) => id)
  first = ids[0] ?? ReceiptId.parse(1)
  await writing(test.ledger, async (writer) => {
    await insertComments(writer, ids, '照会中')
    await assignDeposits(writer, ids, { to: sato, accepted: false })
    for (const id of ids) {
      await insertAttempt(writer, id, attempt)
      await setNextDate(writer, id, businessDate('2026-11-24'))
    }
  })
  await test.ledger.optimise()
}, 60_000)
afterAll(() => test.cleanup())

describe.each(['deposit_comments', 'exception_attempts'])('%s are only ever added to', (table) => {
  it.each([
    ['changed', `update ${table} set actor = 'x'`],
    ['deleted', `delete from ${table}`],
    ['replaced', `insert or replace into ${table} select * from ${table} limit 1`],
  ])('never %s', (_what, sql) => {
    const database = new Database(test.ledger.path)
    try {
      expect(() => database.exec(sql)).toThrow(new RegExp(`${table} are never`))
    } finally {
      database.close()
    }
  })
})

describe('an index answers', () => {
  const questions: [name: string, ask: (ledger: Writer & Reader) => Promise<unknown>][] = [
    ['what was written', (ledger) => commentsOn(ledger, first)],
    ['who acted last', (ledger) => lastActOn(ledger, first)],
    ['to write', (writer) => insertComments(writer, ids, 'x')],
    ['whose deposits are', (ledger) => assignmentsOf(ledger, ids)],
    ['which can be given', (ledger) => assignable(ledger, ids)],
    ['to give', (writer) => assignDeposits(writer, ids, { to: sato, accepted: true })],
    ['to accept', (writer) => acceptDeposit(writer, first)],
    [
      'what is mine',
      (ledger) =>
        listDeposits(ledger, {
          ...{ question: { open: true, assignee: sato, search: [] }, sort: 'booked', descending: true, cursor: null, size: 50 },
        }),
    ],
    ['what was followed', (ledger) => followUps(ledger, ids)],
    ['which lines there are', (ledger) => linesNamed(ledger, ids)],
    ['to put off', (writer) => setNextDate(writer, first, businessDate('2026-11-25'))],
    ['to put off no longer', (writer) => setNextDate(writer, first, null)],
  ]
  it.each(questions)('%s', async (_name, ask) => {
    const planned = await plansOf(test.ledger, ask)
    expect(planned.length).toBeGreaterThan(0)
    expect(fullScans(planned).filter((scan) => !/^SCAN (n|\(subquery-\d+\)|statement_files) in:/.test(scan))).toEqual([])
  })
})
