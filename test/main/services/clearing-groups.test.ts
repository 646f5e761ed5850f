import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clearGroup, groupWaiting } from '../../../src/main/services/clearing-groups'
import { sampleOf } from '../../../src/main/services/samples'
import type { ClearingGroup } from '../../../src/preload/contract/clearing-groups'
import type { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { ReceiptId } from '../../../src/preload/contract/ids'
import { refusalOf } from '../../support/desk'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { ACCOUNT, quietControl, resourcesOf } from '../../support/statements'
import { bringIn, CLERK, clearByHand, clearingDesk } from '../../support/story'

/*
 * Lesson 23 (hyperswitch-control-center#5226): exceptions run to thousands, and one-at-a-time screens do not scale. Lesson 15 (odoo#282310): bulk
 * runs are explicit jobs that can be stopped, and nothing applies itself.
 */
let test: TestLedger

let merchant: MerchantId
beforeEach(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
  merchant = await addMerchant(test.ledger)
})
afterEach(() => test.cleanup())

const FEE = 440
const KEY = 'name_equal+fee_deducted:440'
// Each family its own amount, so that no order fits two of them.
const FAMILIES = ['ｽｽﾞｷ', 'ﾀｶﾊｼ', 'ﾜﾀﾅﾍﾞ', 'ｲﾄｳ', 'ﾅｶﾑﾗ'].map((remitterName, at) => ({ remitterName, amount: 10_000 + at * 3_217 }))
const keys = ['スズキ', 'タカハシ', 'ワタナベ', 'イトウ', 'ナカムラ']

/** Orders of five families, each paid less a fee; and a deposit of nobody. */
async function feesDeducted(): Promise<readonly OrderId[]> {
  const orders = await addOrders(
    test.ledger,
    merchant,
    FAMILIES.map(({ amount }, at) => ({ amount, orderNumber: `F-${at}`, payerKey: keys[at] ?? '' })),
  )
  await bringIn(test, '2026-11-20', 0, [
    ...FAMILIES.map(({ remitterName, amount }) => ({ remitterName, amount: amount - FEE })),
    { amount: 7, remitterName: 'ｼﾗﾅｲ' },
  ])
  return orders
}
async function groups() {
  const result = valueIn(await groupWaiting(resourcesOf(test), quietControl()))
  if (result.kind !== 'group') throw new Error(result.kind)
  return result.groups
}
async function group(): Promise<ClearingGroup> {
  const found = (await groups()).groups.find(({ key }) => key === KEY)
  if (!found) throw new Error('no such group')
  return found
}
async function cleared(of: ClearingGroup, rest: 'leave' | 'settle' = 'leave', control = quietControl()) {
  const result = valueIn(await clearGroup(resourcesOf(test), { key: of.key, seed: of.seed, members: of.members, rest }, control))
  if (result.kind !== 'clear_group') throw new Error(result.kind)
  return result.cleared
}
const payments = async () =>
  (await test.ledger.reader.db.selectFrom('orders').select('payment').orderBy('id').execute()).map(({ payment }) => payment)
const auditDetails = (action: string) =>
  test.ledger.source
    .prepare<[string], string>('select detail from audit_records where action = ?')
    .pluck()
    .all(action)
    .map((detail) => JSON.parse(detail) as unknown)

describe('groups of what waits', () => {
  it('have one cause each, with count, sum and difference; who fits nothing is left to a person', async () => {
    await feesDeducted()
    const found = await groups()
    const total = FAMILIES.reduce((sum, { amount }) => sum + amount - FEE, 0)
    expect(found).toMatchObject({ examined: 6, alone: 1, capped: false, groups: [{ key: KEY, count: 5, total, difference: -FEE }] })
    expect(found.groups[0]?.sample).toHaveLength(5)
  })
  it('clear nothing by being found', async () => {
    await feesDeducted()
    await groups()
    expect(new Set(await payments())).toEqual(new Set(['unpaid']))
  })
  it('leave out what a person has taken back', async () => {
    const [first] = await feesDeducted()
    const receipt = ReceiptId.parse((await group()).members[0]?.receiptId)
    const allocation = await clearByHand(test, receipt, first ?? (0 as OrderId), 9_560)
    valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { allocationId: allocation, reason: '' }))
    expect((await group()).count).toBe(4)
  })
  it('stop where somebody asks them to', async () => {
    await feesDeducted()
    const stopped = quietControl()
    stopped.cancel()
    expect(refusalOf(await groupWaiting(resourcesOf(test), stopped))).toEqual({ refusal: 'cancelled' })
  })
})

describe('a group is cleared', () => {
  beforeEach(async () => {
    await feesDeducted()
  })

  it('all of it, each by itself, with the sample on record', async () => {
    const shown = await group()
    const outcome = await cleared(shown)
    expect([outcome.cleared.length, outcome.changed, outcome.left]).toEqual([5, [], []])
    expect(await payments()).toEqual(Array(5).fill('partially_paid'))
    const sample = shown.sample.map(({ receiptId }) => receiptId)
    expect(auditDetails('group_agreed')).toMatchObject([{ key: KEY, rest: 'leave', count: 5, seed: shown.seed, sample }])
    expect(auditDetails('group_cleared')).toMatchObject([{ key: KEY, cleared: 5, changed: 0, left: 0 }])
    expect(auditDetails('cleared')).toHaveLength(5)
  })
  it('with its difference settled, where nobody else must agree', async () => {
    const outcome = await cleared(await group(), 'settle')
    expect(outcome.cleared).toHaveLength(5)
    expect(await payments()).toEqual(Array(5).fill('paid'))
  })
  it.each([
    { alone: 100, settled: 0 },
    { alone: 3 * FEE, settled: 3 },
    { alone: 5 * FEE, settled: 5 },
  ])('up to $alone yen of differences in all: $settled; a second person must agree to the others', async ({ alone, settled }) => {
    await writing(test.ledger, (writer) =>
      writer.db
        .insertInto('settings')
        .values({ name: 'money_limits', value: JSON.stringify({ correctionAlone: alone }), changed_by: 'x', changed_at: writer.at })
        .execute(),
    )
    const outcome = await cleared(await group(), 'settle')
    const left = outcome.left.map(({ refusal }) => refusal.refusal)
    expect([outcome.cleared.length, left]).toEqual([settled, Array(5 - settled).fill('second_person_required')])
    expect((await payments()).filter((payment) => payment === 'paid')).toHaveLength(settled)
  })
  it('but for what has changed since it was shown', async () => {
    const shown = await group()
    const [held, paid] = shown.members
    if (!held || !paid) throw new Error('no members')
    valueIn(await clearingDesk(test)['clearing.hold'](CLERK, { receiptId: held.receiptId, version: held.version, held: true, note: '' }))
    await clearByHand(test, paid.receiptId, paid.orders[0]?.orderId ?? (0 as OrderId), 100)
    const outcome = await cleared(shown)
    expect(outcome.changed.map(({ receiptId }) => receiptId)).toEqual([held.receiptId, paid.receiptId])
    expect(outcome.cleared).toHaveLength(3)
  })
  it('twice: the second time nothing is left to clear', async () => {
    const shown = await group()
    await cleared(shown)
    expect(await cleared(shown)).toMatchObject({ cleared: [], changed: Array(5).fill({}) })
  })
  it('up to where it is stopped; the rest is listed', async () => {
    const control = quietControl()
    const stopping: typeof control = Object.assign(control, {
      progress: () => {
        control.steps += 1
        if (control.steps === 2) control.cancel()
      },
    })
    const outcome = await cleared(await group(), 'leave', stopping)
    expect([outcome.cleared.length, outcome.left.map(({ refusal }) => refusal.refusal)]).toEqual([2, Array(3).fill('cancelled')])
  })
  it('under another cause not at all', async () => {
    const shown = await group()
    expect(await cleared({ ...shown, key: 'learned' })).toMatchObject({ cleared: [], changed: Array(5).fill({}) })
  })
  it('never with what is no deposit', async () => {
    const shown = await group()
    const members = shown.members.map((member) => ({ ...member, receiptId: ReceiptId.parse(99) }))
    const asked = { key: KEY, seed: 1, members, rest: 'leave' as const }
    expect(refusalOf(await clearGroup(resourcesOf(test), asked, quietControl()))).toEqual({ refusal: 'not_found', what: 'deposit' })
  })
})

it('a sample is the same for the same seed, in order, each once, and never more than there are', () => {
  const all = Array.from({ length: 500 }, (_, at) => at)
  const drawn = sampleOf(all, 7, 20)
  expect(drawn).toEqual(sampleOf(all, 7, 20))
  expect(drawn).not.toEqual(sampleOf(all, 8, 20))
  expect([drawn.length, new Set(drawn).size, drawn.toSorted((a, b) => a - b)]).toEqual([20, 20, drawn])
  expect(sampleOf([1, 2, 3], 7, 20)).toEqual([1, 2, 3])
})
