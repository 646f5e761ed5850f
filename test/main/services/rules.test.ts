import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ruleRecords } from '../../../src/main/ledger/rule-uses'
import { matchWaiting } from '../../../src/main/services/match'
import { rulesHandlers } from '../../../src/main/services/rules'
import { businessDate } from '../../../src/preload/contract/date'
import { AllocationId, type MerchantId, ReceiptId } from '../../../src/preload/contract/ids'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'
import { ACCOUNT, quietControl, resourcesOf } from '../../support/statements'
import { bringIn, CLERK, clearByHand, clearingDesk } from '../../support/story'
import { brokenPromises } from '../../support/verified'

let test: TestLedger
let merchant: MerchantId
beforeEach(async () => {
  test = await openTestLedger()
  await addAccount(test.ledger, { ...ACCOUNT })
  merchant = await addMerchant(test.ledger)
})
afterEach(() => test.cleanup())

const idOf = (table: 'receipts' | 'allocations', amount: number) =>
  test.ledger.source.prepare(`select id from ${table} where amount = ?`).pluck().get(amount)

const recordsOf = async (within: { from: string | null; to: string | null } = { from: null, to: null }) => {
  const day = (text: string | null) => (text === null ? null : businessDate(text))
  const { records } = valueIn(
    await rulesHandlers({ ledger: test.ledger })['rules.records'](CLERK, { from: day(within.from), to: day(within.to) }),
  )
  return records.map(({ level, fact, ...counted }) => [level, fact, ...Object.values(counted)])
}

describe('the record of each rule', () => {
  it('counts what cleared by which fact, and what of it was undone, on the day on which it cleared', async () => {
    await bringIn(test, '2026-11-20', 0, [
      { amount: 30_000, remitterName: 'ﾓﾘ' },
      { amount: 500, remitterName: 'ﾊﾔｼ' },
      { amount: 700, remitterName: 'ﾊﾔｼ' },
      { amount: 900, remitterName: 'ｱｵｷ' },
    ])
    const payers = [
      ...[12_000, 18_000].map((amount) => ({ amount, payerKey: 'モリ' })),
      ...[500, 700].map((amount) => ({ amount, payerKey: 'ハヤシ' })),
    ]
    await addOrders(test.ledger, merchant, payers)
    valueIn(await matchWaiting(resourcesOf(test), quietControl()))
    // Nothing speaks for it: a clerk searched it.
    const [strange] = await addOrders(test.ledger, merchant, [{ amount: 1_000, payerKey: 'ヤマ' }])
    if (strange === undefined) throw new Error('no order')
    test.clock.advance(24 * 3_600_000)
    await clearByHand(test, ReceiptId.parse(idOf('receipts', 900)), strange, 900)
    const allocationId = AllocationId.parse(idOf('allocations', 500))
    valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { allocationId, reason: '' }))
    expect(await recordsOf()).toEqual([
      [0, '', 1, 900, 0, 0],
      [3, 'name_equal', 2, 1_200, 1, 500],
      [5, 'name_equal', 2, 30_000, 0, 0],
    ])
    expect(await recordsOf({ from: '2026-11-20', to: '2026-11-20' })).toEqual([
      [3, 'name_equal', 2, 1_200, 1, 500],
      [5, 'name_equal', 2, 30_000, 0, 0],
    ])
    expect(await recordsOf({ from: '2026-11-21', to: null })).toEqual([[0, '', 1, 900, 0, 0]])
    expect(await recordsOf({ from: null, to: '2026-11-19' })).toEqual([])
    expect(await brokenPromises(test.ledger)).toEqual([])
  })

  it('is found by day, not by walking the clearings', async () => {
    const planned = await plansOf(test.ledger, (ledger) => ruleRecords(ledger, { from: businessDate('2026-11-01'), to: null }))
    expect(fullScans(planned)).toEqual([])
    expect(planned.map(({ sql }) => sql).join()).not.toContain('allocations')
  })
})
