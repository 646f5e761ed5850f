import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyRules } from '../../../src/main/services/verification'
import type { InvariantName } from '../../../src/preload/contract/audit'
import { type PayoutStory, tellPayouts } from '../../support/payout-story'
import { gateways } from '../../support/statements'
import { brokenByChange } from '../../support/verified'

const { readTransfers } = gateways.transferFiles
let story: PayoutStory
beforeAll(async () => {
  story = await tellPayouts()
}, 60_000)
afterAll(() => story.cleanup())

const brokenBy = (change: string) => brokenByChange(story, change, { ...verifyRules, readTransfers })

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
