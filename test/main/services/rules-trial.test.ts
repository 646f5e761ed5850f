import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clearingRules, saveClearingRules } from '../../../src/main/ledger/agent-settings'
import {
  formerHoldersThen,
  handDecisions,
  holdersThen,
  ordersByBeginningThen,
  ordersByReferenceThen,
  ordersOfPayersThen,
  othersWaitingThen,
} from '../../../src/main/ledger/orders-then'
import { countDeposits, nextFile, pastDeposits } from '../../../src/main/ledger/past-deposits'
import { matchWaiting } from '../../../src/main/services/match'
import { tryRules } from '../../../src/main/services/rules-trial'
import { ClearingRules, USUAL_CLEARING_RULES } from '../../../src/preload/contract/clearing-rules'
import { businessDate, Instant } from '../../../src/preload/contract/date'
import { type AccountId, AllocationId, type MerchantId, type OrderId, ReceiptId, StatementFileId } from '../../../src/preload/contract/ids'
import type { RulesTrial } from '../../../src/preload/contract/rules'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'
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

const PERIOD = { from: businessDate('2026-11-01'), to: businessDate('2026-11-30') }
const other = (own: object) => ClearingRules.parse({ ...USUAL_CLEARING_RULES, ...own })
const without = (...off: string[]) =>
  other({ automatic: { ...USUAL_CLEARING_RULES.automatic, ...Object.fromEntries(off.map((rule) => [rule, false])) } })
async function tried(rules: ClearingRules, period = PERIOD): Promise<RulesTrial> {
  const result = valueIn(await tryRules(resourcesOf(test), { kind: 'rules_trial', ...period, rules }, quietControl()))
  if (result.kind !== 'rules_trial') throw new Error(result.kind)
  return result.trial
}
const receiptOf = (amount: number) =>
  ReceiptId.parse(test.ledger.source.prepare('select id from receipts where amount = ?').pluck().get(amount))
/** Everything but the journal of tables: a trial must leave it as it was. */
const contents = () =>
  test.ledger.source
    .prepare('select (select max(id) from order_events), (select count(*) from allocations), (select count(*) from audit_records)')
    .raw()
    .get()
const order = async (own: Parameters<typeof addOrders>[2][number]): Promise<OrderId> => {
  const [id] = await addOrders(test.ledger, merchant, [own])
  if (id === undefined) throw new Error('no order')
  return id
}

/** One deposit of each rule; each clears by it when its statement comes. */
async function oneOfEach(): Promise<void> {
  await order({ amount: 12_000, instruction: { accountId: account, reference: '1000000001', dueOn: businessDate('2026-11-30') } })
  await order({ amount: 3_000, payerKey: 'モリ', orderNumber: 'B5712345', referenceKey: 'B5712345' })
  await order({ amount: 700, payerKey: 'ハヤシ' })
  await order({ amount: 40_000, payerKey: 'アオキ' })
  await order({ amount: 2_000, payerKey: 'アオキ' })
  await bringIn(test, '2026-11-20', 0, [
    { amount: 12_000, remitterCode: '1000000001' },
    { amount: 3_000, remitterName: 'ﾓﾘ', edi: 'B5712345' },
    { amount: 700, remitterName: 'ﾊﾔｼ' },
    { amount: 42_000, remitterName: 'ｱｵｷ' },
    { amount: 5, remitterName: 'ﾀﾞﾚｶ' },
  ])
  valueIn(await matchWaiting(resourcesOf(test), quietControl()))
}

describe('other rules on past deposits', () => {
  it('the same rules decide as they did, although every order is paid by now', async () => {
    await oneOfEach()
    expect(await tried(USUAL_CLEARING_RULES)).toMatchObject({
      figures: { deposits: 5, present: 4, other: 4, more: 0, fewer: 0, otherwise: 0, presentAgainst: 0, otherAgainst: 0 },
      differences: [],
      differencesInAll: 0,
    })
  })

  it.each([
    ['virtual_account', 12_000],
    ['reference', 3_000],
    ['name', 700],
    ['sum', 42_000],
  ])('without %s one fewer clears, and it is told which and by what', async (rule, amount) => {
    await oneOfEach()
    const trial = await tried(without(rule))
    expect(trial.figures).toMatchObject({ present: 4, other: 3, more: 0, fewer: 1, otherwise: 0 })
    expect(trial.differences).toMatchObject([{ amount, present: { rule }, other: null, people: null, against: false }])
    expect(trial.differences[0]?.present?.evidence.length).toBeGreaterThan(0)
  })

  it('what would clear more is laid beside what people decided: as they did, and against them', async () => {
    const [first, wrong, right] = [
      await order({ amount: 800, payerKey: 'モリ' }),
      await order({ amount: 900, payerKey: 'ハヤシ' }),
      await order({ amount: 900, payerKey: 'イケダ' }),
    ]
    await writing(test.ledger, (writer) => saveClearingRules(writer, without('name')))
    await bringIn(test, '2026-11-20', 0, [
      { amount: 800, remitterName: 'ﾓﾘ' },
      { amount: 900, remitterName: 'ﾊﾔｼ' },
    ])
    await clearByHand(test, receiptOf(800), first, 800)
    await clearByHand(test, receiptOf(900), right, 900)
    const before = contents()
    const trial = await tried(USUAL_CLEARING_RULES)
    expect(trial.figures).toMatchObject({ present: 0, other: 2, more: 2, moreAsPeople: 1, otherAgainst: 1, presentAgainst: 0 })
    // Against a person comes first.
    expect(trial.differences.map(({ amount, against }) => [amount, against])).toEqual([
      [900, true],
      [800, false],
    ])
    expect(trial.differences[0]?.people).toMatchObject({ by: 'user:tester', takenBack: [] })
    expect(trial.differences[0]?.other?.orders).not.toEqual(trial.differences[0]?.people?.orders)
    expect(wrong).not.toBe(right)
    expect(contents()).toEqual(before)
  })

  it('a clearing that a person took back is a decision against it', async () => {
    await order({ amount: 700, payerKey: 'ハヤシ' })
    await bringIn(test, '2026-11-20', 0, [{ amount: 700, remitterName: 'ﾊﾔｼ' }])
    const allocationId = AllocationId.parse(test.ledger.source.prepare('select id from allocations').pluck().get())
    valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { allocationId, reason: 'another Hayashi' }))
    expect((await tried(USUAL_CLEARING_RULES)).figures).toMatchObject({ present: 1, presentAgainst: 1, otherAgainst: 1, more: 0 })
  })

  it('knows only what stood there then: no later order, no later payment', async () => {
    await bringIn(test, '2026-11-20', 0, [{ amount: 600, remitterName: 'ﾊﾔｼ' }])
    await order({ amount: 600, payerKey: 'ハヤシ' })
    await order({ amount: 700, payerKey: 'ハヤシ' })
    await bringIn(test, '2026-11-21', 600, [{ amount: 700, remitterName: 'ﾊﾔｼ' }])
    await bringIn(test, '2026-11-22', 1_300, [{ amount: 700, remitterName: 'ﾊﾔｼ' }])
    expect((await tried(USUAL_CLEARING_RULES)).figures).toMatchObject({ deposits: 3, present: 1 })
    const trial = await tried(without('name'))
    expect(trial.differences.map(({ bookedOn }) => bookedOn)).toEqual(['2026-11-21'])
  })

  it('days of grace let late money in that was left to a person', async () => {
    await order({ amount: 700, payerKey: 'ハヤシ', dueOn: businessDate('2026-11-18') })
    await bringIn(test, '2026-11-20', 0, [{ amount: 700, remitterName: 'ﾊﾔｼ' }])
    expect((await tried(other({ graceDays: 1 }))).figures).toMatchObject({ present: 0, other: 0 })
    expect((await tried(other({ graceDays: 2 }))).figures).toMatchObject({ present: 0, other: 1, more: 1 })
  })

  it('goes over the period alone, and stops when it is asked to', async () => {
    await oneOfEach()
    expect((await tried(without('name'), { from: businessDate('2026-11-21'), to: businessDate('2026-11-30') })).figures.deposits).toBe(0)
    const control = quietControl()
    control.cancel()
    const stopped = await tryRules(resourcesOf(test), { kind: 'rules_trial', ...PERIOD, rules: USUAL_CLEARING_RULES }, control)
    expect(stopped).toEqual({ ok: false, refusal: { refusal: 'cancelled' } })
  })

  it('asks no question that walks a whole table', async () => {
    const then = { event: 1, at: Instant.parse(0) }
    const planned = await plansOf(test.ledger, async (ledger) => {
      await clearingRules(ledger)
      await nextFile(ledger, PERIOD, 0)
      await pastDeposits(ledger, StatementFileId.parse(1), PERIOD, 0, 500)
      await countDeposits(ledger, PERIOD)
      await holdersThen(ledger, then, account, ['1'])
      await formerHoldersThen(ledger, then, account, ['1'])
      await ordersByReferenceThen(ledger, then, ['1'])
      await ordersOfPayersThen(ledger, then, ['1'])
      await ordersByBeginningThen(ledger, then, ['1'])
      await othersWaitingThen(ledger, then, { receiptId: ReceiptId.parse(1), nameKey: 'モリ', fileId: StatementFileId.parse(1) })
      await handDecisions(ledger, [ReceiptId.parse(1)])
    })
    expect(fullScans(planned).filter((step) => !/^SCAN \(subquery|^SCAN e /.test(step))).toEqual([])
  })
})
