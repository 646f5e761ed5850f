import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PayoutStory, tellPayouts } from '../../../support/payout-story'

let story: PayoutStory
let database: Database.Database
beforeAll(async () => {
  story = await tellPayouts()
  database = new Database(story.ledger.path)
  database.pragma('foreign_keys = on')
}, 60_000)
afterAll(async () => {
  database.close()
  await story.cleanup()
})

/** Tried, refused in these words, and undone. */
function refused(sql: string, why: RegExp): void {
  database.exec('begin')
  try {
    expect(() => database.exec(sql), sql).toThrow(why)
  } finally {
    if (database.inTransaction) database.exec('rollback')
  }
}
const columnsOf = (table: string) =>
  database.prepare<[], string>(`select name from pragma_table_info('${table}') order by pk = 0, pk`).pluck().all()

describe.each(['hand_overs', 'receivable_items', 'payout_entries'])('%s is only ever added to', (table) => {
  const why = new RegExp(`${table} is append-only`)
  it('refuses to change, to delete and to replace', () => {
    const columns = columnsOf(table)
    for (const column of columns) refused(`update ${table} set ${column} = ${column}`, why)
    refused(`delete from ${table}`, why)
    refused(`insert or replace into ${table} (${columns.join()}) select ${columns.join()} from ${table} limit 1`, why)
  })
})

describe('what is paid is paid once', () => {
  const cases: [what: string, sql: string, why: RegExp][] = [
    [
      'an order is in one live line only',
      'insert into payout_lines select payout_id, 99, order_id, null, method, amount, fee, tax_class, 1 from payout_lines where live = 1 and order_id is not null limit 1',
      /a payable is in one payout only/,
    ],
    ['a dead line stays dead', 'update payout_lines set live = 1 where live = 0', /stays dead/],
    ['a line is never rewritten', 'update payout_lines set amount = amount + 1', /never rewritten/],
    ['nor deleted', 'delete from payout_lines', /never deleted/],
    ['nor are the figures of a payout', 'update payouts set net = net + 1', /never rewritten/],
    ['nor is a payout deleted', 'delete from payouts', /never deleted/],
    [
      'what was not paid by a payout is never paid by it',
      "update payouts set state = 'confirmed' where state = 'carried_over'",
      /never paid by it/,
    ],
    [
      'figures add up',
      'insert into payouts select 7, run_id, merchant_id + 0, account, gross + 1, fees, tax, transfer_fee, offsets, remainder, net, orders, lines, 0, 0, state, reason, figures, 1 from payouts limit 1',
      /constraint failed|never deleted/,
    ],
    [
      'a merchant never pays back more than it owes',
      'insert into payout_offsets select (select min(id) from payouts), id, 1, 1 from receivable_items',
      /more than the merchant owes/,
    ],
    [
      'a transfer of an approved run is never deleted',
      "delete from transfers where run_id = (select id from transfer_runs where state = 'handed_over')",
      /never deleted/,
    ],
    ['nor rewritten', 'update transfers set amount = amount + 1', /never rewritten/],
    [
      'an order in a run keeps its money',
      "update orders set disbursement = 'none' where disbursement = 'releasable' and id in (select order_id from payout_lines where live = 1)",
      /does not change/,
    ],
  ]
  it.each(cases)('%s', (_what, sql, why) => refused(sql, why))
})

describe('a run of transfers', () => {
  const handedOver = "where state = 'handed_over'"
  const cases: [what: string, sql: string, why: RegExp][] = [
    ['goes only the way it may', `update transfer_runs set state = 'approved' ${handedOver}`, /never goes that way/],
    [
      'is approved by a second person and its digest',
      "update transfer_runs set state = 'approved' where state = 'submitted'",
      /second person/,
    ],
    ['keeps its approved file', `update transfer_runs set file = x'00' ${handedOver}`, /approved file is never rewritten/],
    ['keeps its digest', `update transfer_runs set digest = file_name ${handedOver}`, /approved file is never rewritten/],
    ['keeps its maker', "update transfer_runs set made_by = 'user:x'", /never rewritten/],
    ['is never deleted', 'delete from transfer_runs', /never deleted/],
    [
      'is delivered once',
      "insert into hand_overs select 7, run_id, 0, 'folder', '', 'delivered', '', '' from hand_overs where outcome = 'delivered'",
      /append-only/,
    ],
    [
      'has one name',
      "insert or replace into transfer_runs (id, kind, name, pay_on, account_id, format, state, made_by, made_at) select 7, kind, name, pay_on, account_id, format, 'draft', '', 0 from transfer_runs limit 1",
      /never deleted/,
    ],
    [
      'is planned one at a time',
      "insert into transfer_runs (id, kind, name, pay_on, account_id, format, state, made_by, made_at) select 7 + value, 'payouts', 'x' || value, '2026-12-01', (select id from designated_accounts), 'zengin-21', 'staging', '', 0 from json_each('[1,2]')",
      /UNIQUE constraint failed/,
    ],
  ]
  it.each(cases)('%s', (_what, sql, why) => refused(sql, why))
})

describe('refunds', () => {
  const refund = (order: string, amount: string, state = "'requested'") =>
    `insert into refunds (id, kind, merchant_id, order_id, amount, payer_name, cause, reason, state, made_by, made_at)
      select (select coalesce(max(id), 0) + 1 from refunds), 'order', merchant_id, id, ${amount}, payer_name, 'return', 'x', ${state}, 'user:x', 0 from orders where id = ${order}`
  it('never exceed what was paid, together', () => {
    const order = '(select min(id) from orders)'
    refused(refund(order, 'paid_amount + 1'), /refunds exceed what was paid/)
    refused(`${refund(order, 'paid_amount')}; ${refund(order, '1')}`, /refunds exceed what was paid/)
    database.exec(`begin; ${refund(order, 'paid_amount', "'rejected'")}; ${refund(order, 'paid_amount')}; rollback`)
  })
})

describe('a closed day', () => {
  const close = (id: number, day: string) =>
    `insert into closed_days values (${id}, '${day}', '${'0'.repeat(64)}', '', '{}', (select min(id) from users), 0)`
  const entry = "insert into entries select id + 1000000000, 'correction', booked_on, null, null, null, 999 from entries limit 1"
  it('takes no entry any more, nor does any day before it', () => {
    refused(`${close(1, '2026-11-30')}; ${entry}`, /nothing is booked on a closed day/)
    database.exec(`begin; ${entry}; rollback`)
  })
  it('is closed after those before it', () => refused(`${close(1, '2026-11-30')}; ${close(2, '2026-11-29')}`, /in their order/))
})
