import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clearingHandlers } from '../../../src/main/services/clearing'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { planStatement } from '../../../src/main/services/intake-plan'
import { createJobs } from '../../../src/main/services/jobs'
import { matchWaiting } from '../../../src/main/services/match'
import type { AllocationId, MerchantId, OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { PositiveYen } from '../../../src/preload/contract/money'
import {
  addAccount,
  addMerchant,
  addOrders,
  openTestLedger,
  TESTER,
  type TestLedger,
  type TestOrder,
  valueIn,
  writing,
} from '../../support/ledger'
import { ACCOUNT, fileIn, quietControl, resourcesOf, type TestLine, zengin03 } from '../../support/statements'

const clerk: Context = { seat: { id: 'test', kind: 'test' }, user: null, actor: TESTER.actor, by: TESTER }

let test: TestLedger

let merchant: MerchantId
let desk: ReturnType<typeof clearingHandlers>

beforeEach(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
  merchant = await addMerchant(test.ledger)
  const jobs = createJobs(() => Promise.reject(new Error('no job is started here')), {
    notify: () => undefined,
    faulted: () => 'X',
    changed: () => undefined,
  })
  desk = clearingHandlers({ ledger: test.ledger, clock: test.clock, events: createEvents(), jobs })
})
afterEach(() => test.cleanup())

async function order(own: TestOrder): Promise<{ id: OrderId; version: number }> {
  const [id] = await addOrders(test.ledger, merchant, [own])
  if (id === undefined) throw new Error('no order')
  return { id, version: 1 }
}

/** Brings deposits in that nothing answers yet; tells them in the order of the statement. */
async function deposits(...lines: TestLine[]): Promise<ReceiptId[]> {
  const file = fileIn(test.dir, 's.txt', zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 0, lines }))
  const planned = valueIn(await planStatement(resourcesOf(test), file, quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  valueIn(await applyStatement(resourcesOf(test), planned.plan, quietControl()).catch((fault: unknown) => Promise.reject(fault)))
  const rows = await test.ledger.reader.db.selectFrom('receipts').select('id').orderBy('line').execute()
  return rows.map((row) => row.id)
}

const part = (of: { id: OrderId; version: number }, amount: number) => ({
  orderId: of.id,
  version: of.version,
  amount: PositiveYen.parse(amount),
})
const clear = (receiptId: ReceiptId, version: number, ...parts: ReturnType<typeof part>[]) =>
  desk['clearing.clear'](clerk, { receiptId, version, parts })
const undo = (allocationId: AllocationId) => desk['clearing.undo'](clerk, { allocationId, reason: '' })
const stateOf = async (id: OrderId) =>
  test.ledger.reader.db
    .selectFrom('orders')
    .select(['status', 'paid_amount', 'version', 'protection', 'disbursement'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
const openOf = async (id: ReceiptId) =>
  (await test.ledger.reader.db.selectFrom('open_items').select('remaining').where('receipt_id', '=', id).executeTakeFirst())?.remaining ?? 0

async function balances(): Promise<Record<string, number>> {
  const rows = await test.ledger.reader.db
    .selectFrom('balances')
    .innerJoin('accounts', 'accounts.id', 'balances.account_id')
    .select((of) => ['accounts.code', of.fn.sum<number>('debit').as('debit'), of.fn.sum<number>('credit').as('credit')])
    .groupBy('accounts.code')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.code.replace(/:\d+$/, ''), row.debit - row.credit]))
}

async function oneDeposit(line: TestLine): Promise<ReceiptId> {
  const [id] = await deposits(line)
  if (id === undefined) throw new Error('no deposit')
  return id
}

describe('clearing by hand', () => {
  it('clears one deposit to several orders, posts each, and leaves nothing open', async () => {
    const [receipt, a, b] = [await oneDeposit({ amount: 30_000 }), await order({ amount: 12_000 }), await order({ amount: 18_000 })]
    expect(valueIn(await clear(receipt, 1, part(a, 12_000), part(b, 18_000)))).toMatchObject({ remaining: 0 })
    expect(await stateOf(a.id)).toMatchObject({ status: 'paid', paid_amount: 12_000, disbursement: 'releasable' })
    expect(await openOf(receipt)).toBe(0)
    expect(await balances()).toMatchObject({ suspense: 0, merchant_payable: -30_000, bank: 30_000 })
  })

  it('pays an order by several deposits and leaves the rest of the last one open', async () => {
    const [first, second] = await deposits({ amount: 400 }, { amount: 700 })
    const one = await order({ amount: 1000 })
    if (first === undefined || second === undefined) throw new Error('no deposits')
    valueIn(await clear(first, 1, part(one, 400)))
    expect(await stateOf(one.id)).toMatchObject({ status: 'partially_paid', paid_amount: 400 })
    expect(valueIn(await clear(second, 1, part({ ...one, version: 2 }, 600)))).toMatchObject({ remaining: 100 })
    expect(await stateOf(one.id)).toMatchObject({ status: 'paid', paid_amount: 1000 })
    expect(await balances()).toMatchObject({ suspense: -100, merchant_payable: -1000 })
  })

  it('shows the very entry that clearing then posts', async () => {
    const [receipt, one] = [await oneDeposit({ amount: 500 }), await order({ amount: 500, tracks: { protection: 'wished' } })]
    const preview = valueIn(
      await desk['clearing.preview'](clerk, { receiptId: receipt, parts: [{ orderId: one.id, amount: PositiveYen.parse(500) }] }),
    )
    expect(preview).toMatchObject({
      remaining: 0,
      journal: [{ debit: { account: 'suspense' }, credit: { account: 'held_for_payers' }, amount: 500 }],
    })
    valueIn(await clear(receipt, 1, part(one, 500)))
    expect(await balances()).toMatchObject({ held_for_payers: -500 })
    expect(await stateOf(one.id)).toMatchObject({ protection: 'open', disbursement: 'none' })
  })
})

describe('refusals change nothing', () => {
  it('names each reason', async () => {
    const [receipt, one] = [await oneDeposit({ amount: 1000 }), await order({ amount: 600 })]
    const refusalOf = async (...call: Parameters<typeof clear>) => {
      const result = await clear(...call)
      return result.ok ? null : result.refusal
    }
    const cancelled = await order({ amount: 300, orderNumber: 'C1', tracks: { payment: 'cancelled' } })
    expect(await refusalOf(receipt, 2, part(one, 600))).toEqual({ refusal: 'changed_meanwhile' })
    expect(await refusalOf(receipt, 1, part({ ...one, version: 9 }, 600))).toEqual({ refusal: 'changed_meanwhile' })
    expect(await refusalOf(receipt, 1, part(one, 700))).toMatchObject({ refusal: 'exceeds_order', open: 600 })
    expect(await refusalOf(receipt, 1, part(one, 1001))).toEqual({ refusal: 'exceeds_deposit', remaining: 1000 })
    expect(await refusalOf(receipt, 1, part(cancelled, 300))).toEqual({ refusal: 'order_not_open', orderNumber: 'C1' })
    expect(await refusalOf(receipt, 1, part({ id: 5 as OrderId, version: 1 }, 5))).toEqual({ refusal: 'not_found', what: 'order' })
    expect(await refusalOf(7 as ReceiptId, 1, part(one, 600))).toEqual({ refusal: 'deposit_not_open' })
    expect(await balances()).toEqual({ bank: 1000, suspense: -1000 })
    expect(await test.ledger.reader.db.selectFrom('allocations').select('id').execute()).toEqual([])
  })

  it('keeps an order that a published statement has planned for that statement', async () => {
    const receipt = await oneDeposit({ amount: 1000, remitterName: 'ｱﾄ ﾃﾞ' })
    const one = await order({ amount: 1000 })
    const next = fileIn(
      test.dir,
      'next.txt',
      zengin03({ account: ACCOUNT, from: '2026-11-24', to: '2026-11-24', opening: 1000, lines: [{ amount: 1000 }] }),
    )
    const planned = valueIn(await planStatement(resourcesOf(test), next, quietControl()))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    await writing(test.ledger, async (writer) => {
      await writer.db.updateTable('statement_files').set({ state: 'published' }).where('id', '=', planned.plan.planId).execute()
    })
    const result = await clear(receipt, 1, part(one, 1000))
    expect(result).toMatchObject({ ok: false, refusal: { refusal: 'reserved_by_import' } })
  })
})

describe('undo', () => {
  it('takes back exactly one of three clearings of an order, by a reversing entry', async () => {
    const ids = await deposits({ amount: 100 }, { amount: 200 }, { amount: 300 })
    const one = await order({ amount: 600 })
    const allocations: AllocationId[] = []
    for (const [index, receipt] of ids.entries()) {
      const cleared = valueIn(await clear(receipt, 1, part({ ...one, version: index + 1 }, 100 * (index + 1))))
      allocations.push(...cleared.allocationIds)
    }
    const [, second] = allocations
    if (second === undefined) throw new Error('no allocation')
    expect(valueIn(await desk['clearing.undoPreview'](clerk, { allocationId: second }))).toMatchObject({
      amount: 200,
      links: [{ orderId: one.id, amount: 200, statusBefore: 'paid', statusAfter: 'partially_paid' }],
      remaining: 200,
      journal: [{ debit: { account: 'merchant_payable' }, credit: { account: 'suspense' }, amount: 200 }],
    })
    expect(valueIn(await undo(second))).toMatchObject({ remaining: 200 })
    expect(await stateOf(one.id)).toMatchObject({ status: 'partially_paid', paid_amount: 400, disbursement: 'none' })
    expect(await balances()).toMatchObject({ suspense: -200, merchant_payable: -400 })
    const reversal = await test.ledger.reader.db
      .selectFrom('entries')
      .select(['kind', 'reverses'])
      .where('reverses', 'is not', null)
      .execute()
    expect(reversal).toHaveLength(1)
  })

  it('can be cleared again afterwards, and refuses a second undo', async () => {
    const [receipt, one] = [await oneDeposit({ amount: 500 }), await order({ amount: 500 })]
    const [first] = valueIn(await clear(receipt, 1, part(one, 500))).allocationIds
    if (first === undefined) throw new Error('no allocation')
    valueIn(await undo(first))
    expect(await undo(first)).toEqual({ ok: false, refusal: { refusal: 'already_undone' } })
    const version = (
      await test.ledger.reader.db.selectFrom('open_items').select('version').where('receipt_id', '=', receipt).executeTakeFirstOrThrow()
    ).version
    expect(valueIn(await clear(receipt, version, part({ ...one, version: 3 }, 500)))).toMatchObject({ remaining: 0 })
    expect(await undo(3 as AllocationId)).toEqual({ ok: false, refusal: { refusal: 'not_found', what: 'allocation' } })
  })

  it('is refused once the money is on its way to the merchant', async () => {
    const [receipt, one] = [await oneDeposit({ amount: 500 }), await order({ amount: 500, orderNumber: 'P1' })]
    const [first] = valueIn(await clear(receipt, 1, part(one, 500))).allocationIds
    await writing(test.ledger, async (writer) => {
      await writer.db.updateTable('orders').set({ disbursement: 'in_payout' }).where('id', '=', one.id).execute()
    })
    if (first === undefined) throw new Error('no allocation')
    expect(await undo(first)).toEqual({ ok: false, refusal: { refusal: 'paid_out', orderNumber: 'P1' } })
  })
})

describe('holding and matching again', () => {
  it('clears what waits once its order has come, but nothing that a clerk holds', async () => {
    const [free, held] = await deposits({ amount: 700 }, { amount: 800 })
    if (free === undefined || held === undefined) throw new Error('no deposits')
    expect(valueIn(await desk['clearing.hold'](clerk, { receiptId: held, version: 1, held: true, note: '銀行に照会中' }))).toEqual({
      version: 2,
    })
    expect(await desk['clearing.hold'](clerk, { receiptId: held, version: 1, held: false, note: '' })).toMatchObject({
      refusal: { refusal: 'changed_meanwhile' },
    })
    await order({ amount: 700 })
    await order({ amount: 800 })
    expect(valueIn(await matchWaiting(resourcesOf(test), quietControl()))).toEqual({ kind: 'match', match: { cleared: 1, waiting: 1 } })
    expect(await openOf(held)).toBe(800)
    expect(await openOf(free)).toBe(0)
  })

  it('never clears again what a person has taken back', async () => {
    const [receipt, one] = [await oneDeposit({ amount: 777 }), await order({ amount: 777 })]
    const [first] = valueIn(await clear(receipt, 1, part(one, 777))).allocationIds
    if (first === undefined) throw new Error('no allocation')
    valueIn(await undo(first))
    expect(valueIn(await matchWaiting(resourcesOf(test), quietControl()))).toEqual({ kind: 'match', match: { cleared: 0, waiting: 1 } })
  })

  it('dates an order paid by the latest money it holds', async () => {
    const [later, earlier] = await deposits(
      { amount: 600, valueOn: '2026-11-20' as never },
      { amount: 400, valueOn: '2026-11-19' as never },
    )
    const one = await order({ amount: 1000 })
    if (later === undefined || earlier === undefined) throw new Error('no deposits')
    valueIn(await clear(later, 1, part(one, 600)))
    valueIn(await clear(earlier, 1, part({ ...one, version: 2 }, 400)))
    const paid = await test.ledger.reader.db.selectFrom('orders').select('paid_on').where('id', '=', one.id).executeTakeFirstOrThrow()
    expect(paid.paid_on).toBe('2026-11-20')
  })

  it('ranks the right order first and says what speaks against the others', async () => {
    const receipt = await oneDeposit({ amount: 900, remitterName: 'ｽｽﾞｷ ﾊﾅｺ' })
    const right = await order({
      amount: 900,
      payerName: '鈴木 花子',
      payerKana: 'スズキ ハナコ',
      payerKey: 'スズキハナコ',
      receivedOn: '2026-11-10' as never,
    })
    await order({ amount: 900 })
    const { proposals } = valueIn(await desk['clearing.candidates'](clerk, { receiptId: receipt, search: '' }))
    expect(proposals[0]).toMatchObject({ orders: [{ orderId: right.id }], difference: 0 })
    expect(proposals[1]?.reasons.some((reason) => !reason.for)).toBe(true)
    expect(proposals.length).toBe(2)
  })
})
