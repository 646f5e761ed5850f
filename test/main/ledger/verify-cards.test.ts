import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/main/ledger/connection'
import type { InvariantName } from '../../../src/preload/contract/audit'
import { tellCards } from '../../support/card-story'
import { brokenByChange, brokenPromises } from '../../support/verified'

let story: Awaited<ReturnType<typeof tellCards>>
beforeAll(async () => {
  story = await tellCards()
}, 60_000)
afterAll(() => story.cleanup())

it('cards that were only ever written by Daiko keep every promise', async () => {
  expect(await brokenPromises(story.ledger)).toEqual([])
})

describe('what somebody has changed is told by name', () => {
  const refund = "kind = 'refund'"
  const mutations: [change: string, named: InvariantName][] = [
    ['update card_payments set claim_id = null where claim_id is not null', 'cards_equal_claims'],
    ['update card_payments set captured = captured - 1 where captured > 0', 'cards_equal_claims'],
    ["update card_payments set party = 'other' where captured > 0", 'cards_equal_claims'],
    ['update card_payments set order_id = (select min(order_id) from card_payments) where captured > 0', 'cards_equal_claims'],
    ['update card_payments set refunded = refunded + 1 where refunded = 0 and captured > 0', 'cards_equal_claims'],
    ['update card_payments set refunded = refunded - 1 where refunded > 0', 'cards_equal_claims'],
    ["update claims set method = 'convenience_store'", 'cards_equal_claims'],
    ["update claims set method = 'debit'", 'cards_equal_claims'],
    ["update card_payments set method = 'debit'", 'cards_equal_claims'],
    ["delete from card_payments where state = 'captured'", 'cards_equal_claims'],
    ["update claims set amount = amount + 1 where method = 'card'", 'collections_equal_claims'],
    [`update card_acts set deduction_id = null where ${refund}`, 'cards_equal_claims'],
    [`update card_acts set amount = amount - 1 where ${refund}`, 'cards_equal_claims'],
    [`update card_acts set outcome = 'refused' where ${refund}`, 'cards_equal_claims'],
    [`delete from card_acts where ${refund}`, 'cards_equal_claims'],
    ["update refunds set way = 'transfer'", 'cards_equal_claims'],
    ["update refunds set state = 'approved'", 'refund_in_transit_equals_open'],
    ["update refunds set state = 'approved'", 'cards_equal_claims'],
    ['update card_chargebacks set amount = amount - 1', 'cards_equal_claims'],
    ['update card_chargebacks set taken_id = null where won_id is null', 'cards_equal_claims'],
    ['update card_chargebacks set won_id = null where won_id is not null', 'cards_equal_claims'],
    ["update claim_deductions set why = 'refund' where why = 'chargeback'", 'cards_equal_claims'],
    ["update claim_deductions set amount = amount - 1 where why = 'refund'", 'collections_equal_claims'],
    ["delete from order_events where kind = 'captured'", 'collections_equal_claims'],
    ["update orders set payment = 'authorized' where payment = 'captured'", 'order_tracks_equal_events'],
    ["update orders set paid_on = '2026-12-31' where payment = 'captured'", 'order_tracks_equal_events'],
    ["update orders set disbursement = 'none' where disbursement = 'refunded'", 'payables_equal_open'],
  ]
  it.each(mutations)('%s', { timeout: 30_000 }, async (change, named) => {
    expect(await brokenByChange(story, change)).toContain(named)
  })
})

describe('the database itself refuses', () => {
  const payment = (
    own: string,
    from = 'true',
  ) => `insert into card_payments (id, order_id, method, party, provider, reference, amount, state, last4, brand, opened_at, asked_at)
    select id + 1, order_id, method, party, provider, ${own}, opened_at, 0 from card_payments where ${from} limit 1`
  const refused: [change: string, says: RegExp][] = [
    ['delete from card_payments', /never deleted/],
    ['update card_payments set amount = 1', /never rewritten/],
    ["update card_payments set method = 'debit'", /never rewritten/],
    [
      "insert into card_payments (id, order_id, method, party, provider, reference, amount, state, opened_at, asked_at)\n      select id + 1, order_id, 'transfer', party, provider, 'D0', amount, 'waiting', opened_at, 0 from card_payments limit 1",
      /CHECK/,
    ],
    ["update card_payments set reference = 'X'", /never rewritten/],
    ["update card_payments set company_id = 'other' where state = 'captured'", /never rewritten/],
    ["update card_payments set claim_id = null, captured = 0 where state = 'captured'", /never rewritten/],
    ["update card_payments set captured = 1 where state = 'captured'", /never rewritten/],
    ['update card_payments set refunded = 0 where refunded > 0', /never rewritten/],
    ["update card_payments set state = 'waiting' where state = 'authorized'", /never go that way/],
    ["update card_payments set state = 'authorized' where state = 'voided'", /never go that way/],
    ["update card_payments set state = 'voided' where state = 'captured'", /never go that way/],
    ["update card_payments set last4 = '42424' where last4 is not null", /CHECK/],
    ["update card_payments set brand = '4242424242424242' where last4 is not null", /CHECK/],
    ["update card_payments set approval_code = '4242424242424242'", /CHECK/],
    ["update card_payments set capture_before = null where state = 'authorized'", /CHECK/],
    [payment("reference, amount, 'waiting', null, null"), /never rewritten|UNIQUE/],
    [payment("'4242 4242', amount, 'waiting', null, null"), /CHECK/],
    ['insert or replace into card_payments select * from card_payments', /never rewritten/],
    ['delete from card_acts', /never deleted/],
    ['update card_acts set amount = 1', /never rewritten/],
    ["update card_acts set key = 'x'", /never rewritten/],
    ["update card_acts set outcome = 'asked' where outcome = 'told'", /never go that way/],
    ["update card_acts set outcome = 'unknown' where outcome = 'told'", /never go that way/],
    ["update card_acts set detail = '4242424242424242'", /CHECK/],
    [
      "insert into card_acts select id + 1, payment_id, kind, key || 'x', amount, refund_id, gone, 'asked', '', '', null, asked_by, asked_at, null, null from card_acts where kind = 'capture' limit 1",
      /UNIQUE/,
    ],
    ['delete from card_chargebacks', /never deleted/],
    ['update card_chargebacks set amount = 1', /never rewritten/],
    ["update card_chargebacks set state = 'taken' where state = 'won'", /never go that way/],
    ["update refunds set state = 'in_run'", /never go that way|in no run/],
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
