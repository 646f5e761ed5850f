import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matchWaiting } from '../../../src/main/services/match'
import { matchCredits } from '../../../src/main/services/matching'
import { businessDate } from '../../../src/preload/contract/date'
import type { AccountId, MerchantId } from '../../../src/preload/contract/ids'
import { AllocationId, OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { auditOf } from '../../support/desk'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn } from '../../support/ledger'
import { ACCOUNT, quietControl, resourcesOf } from '../../support/statements'
import { bringIn, CLERK, clearByHand, clearingDesk } from '../../support/story'

let test: TestLedger
let account: AccountId
let merchant: MerchantId
beforeEach(async () => {
  test = await openTestLedger()
  account = await addAccount(test.ledger, { ...ACCOUNT })
  merchant = await addMerchant(test.ledger)
})
afterEach(() => test.cleanup())

async function matched() {
  const result = valueIn(await matchWaiting(resourcesOf(test), quietControl()))
  if (result.kind !== 'match') throw new Error(result.kind)
  return result.match
}

/** What speaks for and against the first proposal for the deposit that came in as the `at`th. */
async function reasonsBeside(at: number): Promise<string[]> {
  const ids = test.ledger.source.prepare<[], number>('select id from receipts order by id').pluck().all()
  const asked = { receiptId: ReceiptId.parse(ids[at]), search: '' }
  const [best] = valueIn(await clearingDesk(test)['clearing.candidates'](CLERK, asked)).proposals
  return best?.reasons.map(({ code }) => code) ?? []
}

describe('trying again what waits', () => {
  it('clears every deposit whose order has come since, however many', async () => {
    const payer = (at: number) => ({ amount: 1000 * (at + 1), remitterName: 'ｽｽﾞｷ' })
    await bringIn(
      test,
      '2026-11-20',
      0,
      Array.from({ length: 350 }, (_, at) => payer(at)),
    )
    expect(await matched()).toEqual({ cleared: 0, waiting: 350 })
    await addOrders(
      test.ledger,
      merchant,
      Array.from({ length: 320 }, (_, at) => ({ amount: 1000 * (at + 1), payerKey: 'スズキ' })),
    )
    expect(await matched()).toEqual({ cleared: 320, waiting: 30 })
    expect(await matched()).toEqual({ cleared: 0, waiting: 30 })
    expect(auditOf(test, 'clearing').every((record) => record === 'user:tester matched')).toBe(true)
  })

  it('leaves an order that two deposits alike may pay: which of them does, a person says', async () => {
    await bringIn(test, '2026-11-20', 0, [{ amount: 500 }, { amount: 500 }])
    await addOrders(test.ledger, merchant, [{ amount: 500 }])
    expect(await matched()).toEqual({ cleared: 0, waiting: 2 })
  })

  it('leaves to a person what may be one payment made twice', async () => {
    await addOrders(test.ledger, merchant, [
      { amount: 700, payerKey: 'モリ', instruction: { accountId: account, reference: '1010000001', dueOn: businessDate('2026-11-30') } },
      { amount: 700, payerKey: 'モリ' },
    ])
    await bringIn(test, '2026-11-20', 0, [{ amount: 700, remitterName: 'ﾓﾘ' }])
    // Either order may be meant by the first; which of the two deposits has paid the number’s order, nobody knows.
    await bringIn(test, '2026-11-21', 700, [{ amount: 700, remitterName: 'ﾓﾘ', remitterCode: '1010000001' }])
    expect(await matched()).toEqual({ cleared: 0, waiting: 2 })
    expect(await reasonsBeside(0)).toContain('other_fits_equally')
    const [first, second] = test.ledger.source.prepare<[], number>('select id from receipts order by id').pluck().all()
    const [keyed, other] = test.ledger.source.prepare<[], number>('select id from orders order by id').pluck().all()
    await clearByHand(test, ReceiptId.parse(second), OrderId.parse(keyed), 700)
    expect(await matched()).toEqual({ cleared: 0, waiting: 1 })
    expect(await reasonsBeside(0)).toContain('closed_alike')
    await clearByHand(test, ReceiptId.parse(first), OrderId.parse(other), 700)
    // What is ordered after that is another matter.
    await addOrders(test.ledger, merchant, [{ amount: 700, payerKey: 'モリ', receivedOn: businessDate('2026-11-22') }])
    await bringIn(test, '2026-11-22', 1_400, [{ amount: 700, remitterName: 'ﾓﾘ' }])
    expect(await matched()).toEqual({ cleared: 0, waiting: 0 })
  })

  it('doubts a name that the bank has cut as it doubts a whole one', async () => {
    const payerKey = 'ナガイナマエノカイシヤ'.repeat(6)
    const cut = { amount: 900, remitterName: 'ﾅｶﾞｲﾅﾏｴﾉｶｲｼﾔ'.repeat(6).slice(0, 48) }
    await addOrders(test.ledger, merchant, [
      { amount: 900, payerKey, instruction: { accountId: account, reference: '1010000001', dueOn: businessDate('2026-11-30') } },
      { amount: 900, payerKey },
      { amount: 800, payerKey },
    ])
    await bringIn(test, '2026-11-20', 0, [{ ...cut, remitterCode: '1010000001' }])
    // The second may be the first once more; nothing like it was paid of the other amount.
    await bringIn(test, '2026-11-21', 900, [cut, { ...cut, amount: 800 }])
    expect(await matched()).toEqual({ cleared: 0, waiting: 1 })
  })

  it('clears one deposit to several orders of its payer, all of them or none', async () => {
    await bringIn(test, '2026-11-20', 0, [
      { amount: 30_000, remitterName: 'ﾓﾘ' },
      { amount: 9_000, remitterName: 'ﾊﾔｼ' },
      { amount: 3_000, remitterName: 'ｱｵｷ' },
      { amount: 7_000, remitterName: 'ｶﾜ' },
      { amount: 8_000, remitterName: 'ｲｹ', edi: 'X1234' },
    ])
    await addOrders(test.ledger, merchant, [
      ...[12_000, 18_000].map((amount) => ({ amount, payerKey: 'モリ' })),
      // More is owed than was paid.
      ...[4_000, 5_000, 4_000].map((amount) => ({ amount, payerKey: 'ハヤシ' })),
      // What a transfer costs is missing of one that has expired.
      ...[1_000, 2_000].map((amount) => ({ amount, payerKey: 'アオキ' })),
      { amount: 3_440, payerKey: 'アオキ', tracks: { payment: 'expired' } },
      // One of them stands still for a debit.
      ...[3_000, 4_000].map((amount) => ({ amount, payerKey: 'カワ', tracks: { payment: 'awaiting_method' as const } })),
      // The text names another.
      ...[3_000, 5_000].map((amount) => ({ amount, payerKey: 'イケ' })),
      { amount: 500, payerKey: 'ハラ', orderNumber: 'X-1234', referenceKey: 'X1234' },
    ])
    expect(await matched()).toEqual({ cleared: 1, waiting: 4 })
    const allocated = test.ledger.source.prepare('select amount, level from allocations order by amount').raw().all()
    expect(allocated).toEqual([
      [12_000, 5],
      [18_000, 5],
    ])
    expect(auditOf(test, 'clearing').at(-1)).toBe('user:tester matched')
  })

  it('leaves two deposits of one name that come to sums, and a sum that a person has taken back', async () => {
    await bringIn(test, '2026-11-20', 0, [
      { amount: 30_000, remitterName: 'ﾓﾘ' },
      { amount: 9_000, remitterName: 'ﾊﾔｼ' },
      { amount: 1, remitterName: 'ﾊﾔｼ' },
    ])
    await addOrders(test.ledger, merchant, [
      ...[12_000, 18_000].map((amount) => ({ amount, payerKey: 'モリ' })),
      ...[4_000, 5_000].map((amount) => ({ amount, payerKey: 'ハヤシ' })),
    ])
    expect(await matched()).toEqual({ cleared: 1, waiting: 2 })
    const ids = test.ledger.source.prepare('select id from allocations').pluck().all()
    for (const id of ids) valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { allocationId: AllocationId.parse(id), reason: '' }))
    expect(await matched()).toEqual({ cleared: 0, waiting: 3 })
  })

  it('leaves a deposit alone of which a person has allocated a part', async () => {
    await bringIn(test, '2026-11-20', 0, [{ amount: 500, remitterName: 'ｱｵｷ' }])
    const [part] = await addOrders(test.ledger, merchant, [{ amount: 100 }])
    const receipt = ReceiptId.parse(test.ledger.source.prepare('select id from receipts').pluck().get())
    if (part === undefined) throw new Error('no order')
    await clearByHand(test, receipt, part, 100)
    await addOrders(test.ledger, merchant, [
      { amount: 500, payerKey: 'アオキ' },
      { amount: 400, payerKey: 'アオキ' },
    ])
    expect(await matched()).toEqual({ cleared: 0, waiting: 1 })
  })

  it('stops between two units of work when it is asked to, and keeps what is done', async () => {
    const many = Array.from({ length: 150 }, (_, at) => ({ amount: 1000 * (at + 1), reference: String(1_000_000_001 + at) }))
    await bringIn(
      test,
      '2026-11-20',
      0,
      many.map(({ amount, reference }) => ({ amount, remitterCode: reference })),
    )
    const instruction = (reference: string) => ({ accountId: account, reference, dueOn: businessDate('2026-12-01') })
    await addOrders(
      test.ledger,
      merchant,
      many.map(({ amount, reference }) => ({ amount, instruction: instruction(reference) })),
    )
    const control = quietControl()
    control.cancel()
    expect(await matchWaiting(resourcesOf(test), control)).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
    const done = Number(test.ledger.source.prepare('select count(*) from allocations').pluck().get())
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(150)
    expect(await matched()).toEqual({ cleared: 150 - done, waiting: 0 })
  })
})

describe('deciding a chunk of deposits', () => {
  const credit = (own: object = {}) => ({
    amount: yen(500),
    bookedOn: businessDate('2026-11-20'),
    valueOn: businessDate('2026-11-20'),
    notCustomerMoney: null,
    remitterCode: null,
    remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    description: '',
    edi: '',
    remittingBank: 'ﾐｽﾞﾎ',
    remittingBranch: 'ｼﾌﾞﾔ',
    ...own,
  })

  it('an order taken by an earlier line is a closed one for the next', async () => {
    const [id] = await addOrders(test.ledger, merchant, [
      { amount: 500, instruction: { accountId: account, reference: '1000000001', dueOn: businessDate('2026-12-01') } },
    ])
    const taken = new Set<OrderId>()
    const twice = [credit({ remitterCode: '1000000001' }), credit({ remitterCode: '1000000001' })]
    const decided = await matchCredits(test.ledger.reader, account, twice, taken, 'by_name')
    expect(decided.map(({ decision }) => decision.cleared)).toEqual([true, false])
    expect(decided.map(({ merchantId }) => merchantId)).toEqual([merchant, merchant])
    expect([...taken]).toEqual([id])
    expect((await matchCredits(test.ledger.reader, account, [credit()], taken, 'by_name')).map(({ decision }) => decision.cleared)).toEqual(
      [false],
    )
  })

  it('tells the name by which it looked', async () => {
    expect(await matchCredits(test.ledger.reader, account, [credit({ remitterName: 'ｶ)ﾔﾏﾀﾞ ﾀﾛｳ' })], new Set(), 'by_name')).toMatchObject([
      { nameKey: 'ヤマダタロウ', merchantId: null },
    ])
  })
})
