import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideApproval, insertApproval } from '../../../../src/main/ledger/approvals'
import { insertOrderFile } from '../../../../src/main/ledger/orders'
import type { ApprovalId, MerchantId, UserId } from '../../../../src/preload/contract/ids'
import { addUser, HOLDER, writing } from '../../../support/ledger'
import { type Story, tellStory } from '../../../support/story'

let story: Story
let maker: UserId
let decided: ApprovalId
let waiting: ApprovalId
const connections: { name: string; database: Database.Database }[] = []

/** A ledger with something of everything in it, and two connections as somebody with the file would open them. */
beforeAll(async () => {
  story = await tellStory()
  maker = await addUser(story.ledger, 'maker')
  const decider = await addUser(story.ledger, 'decider', ['supervisor'])
  const [first, second] = story.merchants
  const account = { ...HOLDER, bankName: 'みずほ銀行', branchName: '東京営業部' }
  const asked = (merchantId: MerchantId) =>
    ({ kind: 'merchant_account', merchantId, merchantName: '加盟店', before: account, after: account }) as const
  await writing(story.ledger, async (writer) => {
    decided = await insertApproval(writer, maker, asked(first))
    await decideApproval(writer, decided, 'approved', decider, '')
    waiting = await insertApproval(writer, maker, asked(second))
    await insertOrderFile(writer, { merchantId: first, name: 'orders.csv', sha256: '0', rows: 1 })
  })
  for (const setting of ['on', 'off']) {
    const database = new Database(story.ledger.path)
    database.pragma(`recursive_triggers = ${setting}`)
    connections.push({ name: `recursive_triggers ${setting}`, database })
  }
})
afterAll(async () => {
  for (const { database } of connections) database.close()
  await story.cleanup()
})

/** The whole content of a table, as one digest. */
function contentOf(table: string): string {
  const rows = story.ledger.source.prepare(`select * from ${table}`).raw().all()
  expect(rows.length, `${table} has rows to protect`).toBeGreaterThan(0)
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}

/** Columns that can be written, first those of the key. */
function columnsOf(table: string): string[] {
  return story.ledger.source
    .prepare<[], { name: string; pk: number }>(`select name, pk from pragma_table_info('${table}') order by pk = 0, pk`)
    .all()
    .map(({ name }) => name)
}

/** Rows of a table to put in again. Of allocations one of a deposit with something left, so that only its identity speaks against it. */
function rowsAgain(table: string): string {
  if (table !== 'allocations') return table
  const columns = columnsOf(table).map((column) => (column === 'amount' ? '1 as amount' : column))
  return `(select ${columns.join()} from allocations where receipt_id in (select receipt_id from open_items))`
}

/** Runs it over both connections: each time it is refused in these words and changes nothing. */
function refused(table: string, sql: string, why: RegExp): void {
  const before = contentOf(table)
  for (const { name, database } of connections) {
    expect(() => database.exec(sql), `${sql} with ${name}`).toThrow(why)
  }
  expect(contentOf(table)).toBe(before)
}

const appendOnly = [
  'entries',
  'postings',
  'receipts',
  'allocations',
  'allocation_undos',
  'order_events',
  'order_files',
  'audit_records',
  'accounts',
]

describe.each(appendOnly)('%s is only ever added to', (table) => {
  const why = new RegExp(`${table} is append-only`)
  const one = () => columnsOf(table).slice(0, 1).join()

  it('refuses an update of any column', () => {
    for (const column of columnsOf(table)) refused(table, `update ${table} set ${column} = ${column}`, why)
  })
  it('refuses to delete', () => refused(table, `delete from ${table} where ${one()} in (select ${one()} from ${table} limit 1)`, why))
  it('refuses to delete everything', () => refused(table, `delete from ${table}`, why))
  it('refuses INSERT OR REPLACE, whose hidden delete no trigger would see', () => {
    const columns = columnsOf(table).join()
    refused(table, `insert or replace into ${table} (${columns}) select ${columns} from ${rowsAgain(table)} limit 1`, why)
  })
  it('refuses an upsert that would overwrite', () => {
    const columns = columnsOf(table).join()
    const upsert = `insert into ${table} (${columns}) select ${columns} from ${rowsAgain(table)} where true limit 1 on conflict do update set ${one()} = ${one()}`
    refused(table, upsert, why)
  })
})

describe('a row that is the same by another key is not replaced either', () => {
  const twins: [table: string, values: string][] = [
    ['receipts', `identity = identity, id = id + 1, line = line + 1000`],
    ['receipts', `line = line, id = id + 1, identity = 'other'`],
    ['allocations', 'entry_id = entry_id, id = id + 1'],
    ['accounts', 'code = code, id = id + 1'],
    ['allocation_undos', 'entry_id = entry_id, allocation_id = (select min(id) from allocations)'],
  ]
  it.each(twins)('%s: %s', (table, values) => {
    const changed = new Map(values.split(', ').map((one) => [one.split(' = ')[0], one.split(' = ').slice(1).join(' = ')]))
    const columns = columnsOf(table)
    const selected = columns.map((column) => changed.get(column) ?? column).join()
    refused(
      table,
      `insert or replace into ${table} (${columns.join()}) select ${selected} from ${rowsAgain(table)} limit 1`,
      /is append-only/,
    )
  })
})

describe('what is ordered and published is kept', () => {
  const cases: [table: string, sql: string, why: RegExp][] = [
    ...['id', 'merchant_id', 'file_id', 'order_number', 'received_on', 'amount'].map((column): [string, string, RegExp] => [
      'orders',
      `update orders set ${column} = ${column === 'file_id' ? '(select id from order_files)' : `${column} || '1'`}`,
      /what was ordered is never rewritten/,
    ]),
    ['orders', 'delete from orders', /orders are never deleted/],
    ['orders', 'update orders set paid_amount = amount + 1', /CHECK constraint failed/],
    ['orders', 'update orders set paid_amount = -1', /CHECK constraint failed/],
    ['statement_files', 'delete from statement_files', /a published statement is never deleted/],
    ['statement_files', "update statement_files set state = 'staging'", /a published statement is never rewritten/],
    ['statement_files', "update statement_files set digest = 'x'", /a published statement is never rewritten/],
    ['statement_files', "update statement_files set sha256 = 'x'", /a published statement is never rewritten/],
    ['statement_files', 'update statement_files set posted_to = posted_to - 1', /a published statement is never rewritten/],
    ['statements', 'update statements set closing = closing + 1', /a published statement is never rewritten/],
    ['statements', 'delete from statements', /a published statement is never deleted/],
  ]
  it.each(cases)('%s: %s', (table, sql, why) => refused(table, sql, why))

  it.each(['orders', 'statement_files', 'statements', 'approvals'])('%s: INSERT OR REPLACE', (table) => {
    const columns = columnsOf(table).join()
    refused(table, `insert or replace into ${table} (${columns}) select ${columns} from ${table} limit 1`, /is append-only/)
  })

  it('a statement that is not published may go without a trace', () => {
    for (const { database } of connections) {
      database.exec(`begin;
        insert into statement_files select 77, 'next.txt', 'n', format, 'staging', 0, 1, 1, 0, 0, '', 0, '{}', imported_by, imported_at from statement_files limit 1;
        insert into statements select 78, 77, account_id, from_on, to_on, opening, closing, sequence_number, lines, null from statements limit 1;
        update statements set closing = 1 where id = 78;
        insert into receipts select 79, 77, 78, 1, 1, account_id, direction, booked_on, value_on, amount, kind, null, null, '', '', '', '', '', '', '', null, x'00', 'n', null, null, null, 0 from receipts limit 1;
        delete from receipts where id = 79; delete from statements where id = 78; delete from statement_files where id = 77; rollback`)
    }
  })
})

describe('money', () => {
  it('allocations never exceed their receipt, in one step or in several', () => {
    const over = (receipt: string, amount: string) =>
      `insert into allocations select 7, r.id, o.id, ${amount}, 0, '[]', (select max(id) from entries where id not in (select entry_id from allocations)), 'user:x', 0, 7, null
       from receipts r, orders o where r.amount = ${receipt} limit 1`
    refused('allocations', over('1234', '1235'), /allocations exceed the receipt/)
    refused('allocations', over('12000', '1'), /allocations exceed the receipt/)
    // 4,400 yen came, 4,000 are allocated; what was undone before does not count.
    refused('allocations', over('4400', '401'), /allocations exceed the receipt/)
    for (const { database } of connections) database.exec(`begin; ${over('4400', '400')}; rollback`)
  })

  it('every line of a statement is posted once', () => {
    const again =
      "insert into entries select id + 1000000000, kind, booked_on, receipt_id, null, null, 999 from entries where kind = 'statement_credit' limit 1"
    refused('entries', again, /UNIQUE constraint failed/)
    refused('entries', again.replaceAll('statement_credit', 'statement_debit'), /UNIQUE constraint failed/)
  })

  it('every entry is reversed once', () => {
    refused(
      'entries',
      "insert into entries select id + 1000000000, kind, booked_on, receipt_id, null, reverses, 999 from entries where kind = 'reversal' limit 1",
      /UNIQUE constraint failed/,
    )
  })

  it.each(['debit = credit', 'amount = 0', 'amount = -1', 'amount = 1.5', "amount = 'x'", 'line = 0', 'debit = 7'])(
    'no posting has %s',
    (wrong) => {
      const [column = '', value = ''] = wrong.split(' = ')
      const values = ['entry_id', 'line', 'debit', 'credit', 'amount']
        .map((name) => (name === column ? value : name === 'line' ? 'line + 1' : name))
        .join()
      refused('postings', `insert into postings select ${values} from postings limit 1`, /constraint failed|cannot store/)
    },
  )
})

describe('four eyes', () => {
  it('a maker can never be the decider, whatever the program thinks', () => {
    refused(
      'approvals',
      `update approvals set decision = 'approved', decided_by = made_by, decided_at = 0 where id = ${waiting}`,
      /CHECK constraint failed/,
    )
    const made = "select 7, kind, 8, payload, digest, made_by, made_at, 'approved', made_by, 0, '' from approvals limit 1"
    refused('approvals', `insert into approvals ${made}`, /CHECK constraint failed/)
  })

  it.each([
    "decision = 'approved'",
    `decided_by = (select id from users where name = 'decider')`,
    'decided_at = 0',
    "decision = 'perhaps'",
  ])('a decision is whole or not there: %s alone is refused', (part) =>
    refused('approvals', `update approvals set ${part} where id = ${waiting}`, /CHECK constraint failed/),
  )

  it('what is decided is decided', () => {
    for (const change of ["decision = 'rejected'", 'decision = null, decided_by = null, decided_at = null', "reason = 'x'"]) {
      refused('approvals', `update approvals set ${change} where id = ${decided}`, /decided once and never rewritten/)
    }
    refused('approvals', `delete from approvals where id = ${waiting}`, /approvals is append-only/)
  })

  it.each(['id', 'kind', 'subject_id', 'payload', 'digest', 'made_at'])('what was asked is never rewritten: %s', (column) => {
    refused('approvals', `update approvals set ${column} = ${column} || '1' where id = ${waiting}`, /decided once and never rewritten/)
  })

  it('nobody else is made the maker', () => {
    refused(
      'approvals',
      `update approvals set made_by = (select id from users where name = 'decider') where id = ${waiting}`,
      /never rewritten/,
    )
  })

  it('one question waits once', () => {
    refused(
      'approvals',
      `insert into approvals select 7, kind, subject_id, payload, digest, made_by, made_at, null, null, null, '' from approvals where id = ${waiting}`,
      /append-only/,
    )
  })
})
