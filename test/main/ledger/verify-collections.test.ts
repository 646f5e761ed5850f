import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/main/ledger/connection'
import type { InvariantName } from '../../../src/preload/contract/audit'
import { tellCollections } from '../../support/collection-story'
import type { CollectionDesk } from '../../support/collections'
import { brokenByChange, brokenPromises } from '../../support/verified'

let story: CollectionDesk
beforeAll(async () => {
  story = await tellCollections()
}, 60_000)
afterAll(() => story.cleanup())

it('collections that were only ever written by Daiko keep every promise', async () => {
  expect(await brokenPromises(story.ledger)).toEqual([])
})

describe('what somebody has changed is told by name', () => {
  const settled = 'settlement_id is not null'
  const back = 'id = (select claim_id from refunds)'
  const mutations: [change: string, named: InvariantName][] = [
    ["delete from collection_lines where kind = 'preliminary'", 'collected_lines_once'],
    ["delete from collection_outcomes where outcome = 'preliminary'", 'collected_lines_once'],
    ["update collection_outcomes set outcome = 'superseded' where outcome = 'paid'", 'collected_lines_once'],
    ["update collection_outcomes set outcome = 'duplicate' where outcome = 'preliminary'", 'collected_lines_once'],
    ['update collection_files set posted_to = posted_to - 1', 'collected_lines_once'],
    ["delete from collection_ends where ending = 'applied'", 'collected_lines_once'],
    ["update collection_ends set order_id = (select min(id) from orders) where ending = 'applied'", 'collected_lines_once'],
    ['delete from claims where order_id is null', 'collections_equal_claims'],
    [`update claims set amount = amount + 1 where ${settled}`, 'collections_equal_claims'],
    [`update claims set settlement_id = null where ${settled}`, 'collections_equal_claims'],
    ['update claims set order_id = null where applied_by is not null', 'collections_equal_claims'],
    [`update claims set order_id = (select max(id) from orders where payment = 'expired') where ${back}`, 'collections_equal_claims'],
    [`update claims set amount = amount + 1 where ${back}`, 'collections_equal_claims'],
    ["update refunds set state = 'withdrawn'", 'collections_equal_claims'],
    ["update refunds set state = 'withdrawn'", 'refund_in_transit_equals_open'],
    ['update refunds set amount = amount + 1', 'collections_equal_claims'],
    ['update refunds set claim_id = (select id from claims where order_id is null and id <> claim_id)', 'collections_equal_claims'],
    ['update refunds set entry_id = (select max(entry_id) from claims)', 'collections_equal_claims'],
    ['update refunds set claim_id = null', 'collections_equal_claims'],
    ["update audit_records set action = 'refund_noted' where action = 'refund_approved'", 'acts_are_audited'],
    [`update claims set transfer_on = '2026-12-31' where ${settled}`, 'collections_equal_claims'],
    ['update collection_settlements set gross = gross + 1, fees = fees + 1', 'collections_equal_claims'],
    ['update collection_settlements set fees = fees + 5, tax = tax - 5', 'collections_equal_claims'],
    ['update collection_settlements set gross = gross + 5, deductions = deductions + 5', 'collections_equal_claims'],
    [
      "update orders set disbursement = 'releasable' where id in (select order_id from claims where settlement_id is null)",
      'collections_equal_claims',
    ],
    [
      'update claims set withdrawn_by = (select id from claim_deductions) where id = (select claim_id from claim_deductions)',
      'collections_equal_claims',
    ],
    ['delete from claim_deductions', 'collections_equal_claims'],
    ['update claim_deductions set amount = amount + 1', 'collections_equal_claims'],
    ["update claim_deductions set party = 'other'", 'collections_equal_claims'],
    ['update claim_deductions set entry_id = (select max(entry_id) from claims)', 'collections_equal_claims'],
    [`update claim_deductions set settlement_id = (select id from collection_settlements)`, 'collections_equal_claims'],
    ['update claims set needs_stamp = 1 - needs_stamp', 'collections_equal_claims'],
    ["update claims set transfer_on = '2026-12-30' where settlement_id is null", 'collections_equal_claims'],
    ["update collection_outcomes set outcome = 'duplicate' where outcome = 'paid'", 'collected_lines_once'],
    ["update collection_outcomes set slip_id = (select max(id) from slips) where outcome = 'paid'", 'collected_lines_once'],
    ["update item_endings set ending = 'bank_fee' where ending = 'collection_settled'", 'collections_equal_claims'],
    ["update orders set paid_amount = 0 where payment = 'paid'", 'allocations_within_order'],
    ["delete from order_events where kind = 'confirmed'", 'collections_equal_claims'],
    ["update orders set payment = 'unpaid' where payment = 'paid_preliminary'", 'order_tracks_equal_events'],
  ]
  it.each(mutations)('%s', { timeout: 30_000 }, async (change, named) => {
    expect(await brokenByChange(story, change)).toContain(named)
  })
})

/** One more refund like the one there is, of so much of a claim. */
const another = (amount: string, of = 'c.id = r.claim_id', claim = 'c.id') =>
  `(id, kind, amount, payer_name, cause, reason, state, made_by, made_at, claim_id)
    select r.id + 1, r.kind, ${amount}, r.payer_name, r.cause, r.reason, 'requested', r.made_by, r.made_at, ${claim} from refunds r, claims c where ${of} limit 1`

describe('the database itself refuses', () => {
  const refused: [change: string, says: RegExp][] = [
    ["update collection_outcomes set outcome = 'paid' where outcome = 'preliminary'", /never rewritten/],
    ['delete from collection_outcomes', /never deleted/],
    ['update collection_lines set amount = 1', /never rewritten/],
    ['delete from collection_lines', /never deleted/],
    ['delete from claims', /never deleted/],
    ['update claims set amount = 1', /never rewritten/],
    ['update claims set order_id = (select max(id) from orders) where id = (select claim_id from refunds)', /go back pay no order/],
    ['update refunds set claim_id = null', /never rewritten/],
    [`insert into refunds ${another('c.amount')}`, /UNIQUE/],
    [`insert into refunds ${another('c.amount + 1')}`, /all of a claim that belongs to no order/],
    [`insert into refunds ${another('c.amount', 'c.order_id is not null')}`, /all of a claim that belongs to no order/],
    [`insert into refunds ${another('c.amount', 'c.id = r.claim_id', 'null')}`, /CHECK/],
    ['update claims set order_id = (select max(id) from orders) where order_id is not null', /never rewritten|UNIQUE/],
    ['update claims set settlement_id = null where settlement_id is not null', /never rewritten/],
    [
      'update claims set withdrawn_by = (select max(id) from claim_deductions) where id = (select claim_id from claim_deductions)',
      /withdrawn whole|agreed to by another/,
    ],
    ['update claim_deductions set amount = 1', /never rewritten/],
    ['delete from claim_deductions', /never deleted/],
    [
      "insert into claim_deductions select id + 1, claim_id, party, transfer_on, 9601, 'refund', (select max(id) from entries), null from claim_deductions",
      /within their claim/,
    ],
    ['update slips set amount = 1', /never rewritten/],
    ['delete from slips', /never deleted/],
    ['delete from collection_settlements', /never deleted/],
    ["update collection_ends set note = ''", /never rewritten/],
    ["update collection_files set state = 'staging'", /never rewritten/],
    ['insert or replace into claims select * from claims', /never rewritten/],
    ['insert or replace into collection_ends select * from collection_ends', /never rewritten/],
    [
      'insert into slips select id + 1, order_id, method, party, maker_code, company_code, reference, 1, amount, needs_stamp, due_on, issued_at, null, null from slips',
      /never rewritten/,
    ],
  ]
  it.each(refused)('%s', (change, says) => {
    const database = openDatabase(story.ledger.path, { readonly: false })
    try {
      expect(() => database.exec(change)).toThrow(says)
    } finally {
      database.close()
    }
  })
})
