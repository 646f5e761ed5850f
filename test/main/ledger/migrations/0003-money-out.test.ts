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
      /payouts never go that way/,
    ],
    [
      'figures add up',
      `insert into transfer_runs (id, kind, name, pay_on, account_id, format, state, made_by, made_at) select 7, kind, 'x', pay_on, account_id, format, 'draft', '', 0 from transfer_runs limit 1;
       insert into payouts select 7, 7, merchant_id, account, gross + 1, fees, tax, transfer_fee, offsets, remainder, net, orders, lines, 0, 0, 'planned', reason, figures, 1 from payouts where net > 0 limit 1`,
      /CHECK constraint failed/,
    ],
    [
      'a merchant never pays back more than it owes',
      'insert into payout_offsets select (select min(id) from payouts), id, 1, 1 from receivable_items',
      /more than the merchant owes/,
    ],
    [
      'a line of a payout that is paid does not die',
      "update payout_lines set live = 0 where payout_id in (select id from payouts where state = 'handed_over')",
      /lives as long as its payout/,
    ],
    ['nor does what it offset', 'update payout_offsets set live = 0', /lives as long as its payout/],
    [
      'a confirmed payout is never to be paid again',
      "update payouts set state = 'confirmed' where state = 'handed_over'; update payouts set state = 'handed_over' where state = 'confirmed'",
      /payouts never go that way/,
    ],
    ['a payout goes with its run', "update payouts set state = 'approved' where state = 'planned'", /goes with its run/],
    [
      'a payout begins with its plan',
      "insert into payouts select 7, (select max(id) from transfer_runs), (select merchant_id from payouts where state = 'carried_over'), account, gross, fees, tax, transfer_fee, offsets, remainder, net, orders, lines, 0, 0, 'approved', reason, figures, 1 from payouts where net > 0 limit 1",
      /never begin so/,
    ],
    [
      'a transfer that has left does not wait again',
      "update transfers set state = 'waiting' where state = 'handed_over'",
      /transfers never go that way/,
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
    ['goes only the way it may', `update transfer_runs set state = 'approved' ${handedOver}`, /never go that way/],
    [
      'begins as a plan',
      "insert into transfer_runs (id, kind, name, pay_on, account_id, format, state, made_by, made_at) select 7, kind, 'x', pay_on, account_id, format, 'giving_up', '', 0 from transfer_runs limit 1",
      /never begin so/,
    ],
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

const approval = (id: number, kind: string, subject: number, payload: object, decision = 'approved', by = 'max') =>
  `insert into approvals (id, kind, subject_id, payload, digest, made_by, made_at, decision, decided_by, decided_at)
    select ${id}, '${kind}', ${subject}, '${JSON.stringify(payload)}', '${'0'.repeat(64)}', min(id), 0, '${decision}', ${by}(id), 0 from users where name in ('yamada', 'sato')`

describe('a run in quarantine', () => {
  const out = () => story.out
  /** As if its bank had never answered: once agreed that it was not delivered, and lost a second time. */
  const lost = (agreed: number) => `
    insert into transfer_runs (id, kind, name, pay_on, account_id, format, state, digest, file, file_name, posted, made_by, made_at, approval_id, submitted_by)
      select 7, kind, 'x', pay_on, account_id, format, 'draft', digest, file, file_name, 1, made_by, made_at, approval_id, submitted_by from transfer_runs where id = ${out()};
    drop trigger transfer_runs_walk; drop trigger transfer_runs_four_eyes; update transfer_runs set state = 'quarantined' where id = 7;
    insert into hand_overs values (20, 7, 0, 'folder', '', 'unknown', '', '');
    ${approval(agreed, 'quarantine', 7, { delivered: false })}`
  it('is ended by what was agreed since it was lost, not by what was agreed before', () => {
    const end = "update transfer_runs set state = 'approved' where id = 7"
    refused(`${lost(19)}; ${end}`, /ended by two persons/)
    refused(`${lost(21)}; update transfer_runs set state = 'handed_over' where id = 7`, /ended by two persons/)
    database.exec(`begin; ${lost(21)}; ${end}; rollback`)
  })
})

describe('refunds', () => {
  const refund = (order: string, amount: string, state = "'requested'") =>
    `insert into refunds (id, kind, merchant_id, order_id, amount, payer_name, cause, reason, state, made_by, made_at)
      select (select coalesce(max(id), 0) + 1 from refunds), 'order', merchant_id, id, ${amount}, payer_name, 'return', 'x', ${state}, 'user:x', 0 from orders where id = ${order}`
  const order = '(select min(id) from orders)'
  it('never exceed what was paid, together', () => {
    refused(refund(order, 'paid_amount + 1'), /refunds exceed what was paid/)
    refused(`${refund(order, 'paid_amount')}; ${refund(order, '1')}`, /refunds exceed what was paid/)
    database.exec(
      `begin; ${refund(order, 'paid_amount')}; update refunds set state = 'rejected'; ${refund(order, 'paid_amount')}; rollback`,
    )
  })

  const asked = refund(order, '100')
  const agree = "update refunds set state = 'approved'"
  const one = approval(8, 'refund', 1, { amount: 100, needed: 1 })
  const ways: [what: string, sql: string, why: RegExp][] = [
    ['begin as a wish', refund(order, '100', "'approved'"), /refunds never begin so/],
    ['are agreed to by somebody', `${asked}; ${agree}`, /agreed to by as many as it needs/],
    [
      'not by who rejected',
      `${asked}; ${approval(8, 'refund', 1, { amount: 100, needed: 1 }, 'rejected')}; ${agree}`,
      /agreed to by as many/,
    ],
    ['not for another amount', `${asked}; ${approval(8, 'refund', 1, { amount: 99, needed: 1 })}; ${agree}`, /agreed to by as many/],
    ['not for another refund', `${asked}; ${approval(8, 'refund', 2, { amount: 100, needed: 1 })}; ${agree}`, /agreed to by as many/],
    [
      'not by one where two are needed',
      `${asked}; ${approval(8, 'refund', 1, { amount: 100, needed: 2 })}; ${agree}`,
      /agreed to by as many/,
    ],
    ['keep their account', `${asked}; update refunds set account = '{}'`, /refunds is never rewritten/],
    ['never go back', `${asked}; ${one}; ${agree}; update refunds set state = 'requested'`, /refunds never go that way/],
    [
      'that are paid for good stay so',
      `${asked}; ${one}; ${['approved', 'in_run', 'handed_over', 'presumed_paid', 'confirmed', 'approved'].map((state) => `update refunds set state = '${state}'`).join('; ')}`,
      /refunds never go that way/,
    ],
  ]
  it.each(ways)('%s', (_what, sql, why) => refused(sql, why))
  it('are approved by whoever may', () => void database.exec(`begin; ${asked}; ${one}; ${agree}; rollback`))
})

describe('a closed day', () => {
  const close = (id: number, day: string) =>
    `insert into closed_days values (${id}, '${day}', '${'0'.repeat(64)}', '', '{}', (select min(id) from users), 0)`
  const entry = "insert into entries select id + 1000000000, 'correction', booked_on, null, null, null, 999 from entries limit 1"
  it('takes no entry any more, nor does any day before it', () => {
    refused(`${close(1, '2026-11-30')}; ${entry}`, /nothing is booked on a closed day/)
    database.exec(`begin; ${entry}; rollback`)
  })
  it('is opened again by two persons who agreed about this very day', () => {
    const reopen = "insert into day_reopenings values (1, 8, 'x', 'user:x', 0)"
    const closed = close(1, '2026-11-30')
    const agreed = (kind: string, day: number, decision?: string) => approval(8, kind, day, {}, decision)
    for (const other of [agreed('day_reopening', 2), agreed('correction', 1), agreed('day_reopening', 1, 'rejected')]) {
      refused(`${closed}; ${other}; ${reopen}`, /opened again by two persons/)
    }
    database.exec(`begin; ${closed}; ${agreed('day_reopening', 1)}; ${reopen}; rollback`)
  })
  it('is closed after those before it', () => refused(`${close(1, '2026-11-30')}; ${close(2, '2026-11-29')}`, /in their order/))
})

it('whoever touched a case by command does not decide it at the desk', () => {
  const open = `insert into approvals (id, kind, subject_id, payload, digest, made_by, made_at)
    select 8, 'quarantine', 1, '{"touchedBy":["cli:sato"]}', '${'0'.repeat(64)}', id, 0 from users where name = 'yamada'`
  const decide =
    "update approvals set decision = 'approved', decided_at = 0, decided_by = (select id from users where name = 'sato') where id = 8"
  refused(`${open}; ${decide}`, /who touched a case/)
  const made = `insert into users select 9, 'cli:sato', 'x', '[]', '', 1, 1, 0, null, null, 0, null;
    insert into approvals (id, kind, subject_id, payload, digest, made_by, made_at) values (8, 'quarantine', 1, '{}', '${'0'.repeat(64)}', 9, 0)`
  refused(`${made}; ${decide}`, /who touched a case/)
})
