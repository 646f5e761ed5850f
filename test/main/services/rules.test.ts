import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ruleRecords } from '../../../src/main/ledger/rule-uses'
import { approvalHandlers } from '../../../src/main/services/approvals'
import { createEvents } from '../../../src/main/services/events'
import { createJobs } from '../../../src/main/services/jobs'
import { matchWaiting } from '../../../src/main/services/match'
import { rulesHandlers } from '../../../src/main/services/rules'
import { tryRules } from '../../../src/main/services/rules-trial'
import { ClearingRules, USUAL_CLEARING_RULES } from '../../../src/preload/contract/clearing-rules'
import { businessDate } from '../../../src/preload/contract/date'
import { AllocationId, type MerchantId, OrderId, ReceiptId } from '../../../src/preload/contract/ids'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
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

const noJobs = createJobs(() => Promise.reject(new Error('no job is started here')), {
  notify: () => undefined,
  faulted: () => 'X',
  changed: () => undefined,
})

const idOf = (table: 'receipts' | 'allocations', amount: number) =>
  test.ledger.source.prepare(`select id from ${table} where amount = ?`).pluck().get(amount)

const recordsOf = async (within: { from: string | null; to: string | null } = { from: null, to: null }) => {
  const day = (text: string | null) => (text === null ? null : businessDate(text))
  const { records } = valueIn(
    await rulesHandlers({ ledger: test.ledger, events: createEvents(), jobs: noJobs })['rules.records'](CLERK, {
      from: day(within.from),
      to: day(within.to),
    }),
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

describe('why a payer is thought of', () => {
  const spouse = { remitterName: 'ﾓﾘ ﾊﾅｺ', remittingBank: 'ﾐｽﾞﾎ', remittingBranch: 'ｼﾝｼﾞﾕｸ' }
  const learned = async (amount: number, orderId: OrderId) =>
    rulesHandlers({ ledger: test.ledger, events: createEvents(), jobs: noJobs })['rules.learned'](CLERK, {
      receiptId: ReceiptId.parse(idOf('receipts', amount)),
      orderId,
    })

  it('tells the confirmed clearings of this remitter and branch, the newest five first, and none that was undone', async () => {
    const amounts = [1, 2, 3, 4, 5, 6, 7].map((at) => at * 1_000)
    const orders = await addOrders(
      test.ledger,
      merchant,
      amounts.map((amount, at) => ({ amount: amount + 11, payerKey: 'モリケン', payerName: '森 健', orderNumber: `L${at}` })),
    )
    await bringIn(test, '2026-11-19', 0, [...amounts.map((amount) => ({ ...spouse, amount })), { ...spouse, amount: 99 }])
    for (const [at, amount] of amounts.entries()) {
      await clearByHand(test, ReceiptId.parse(idOf('receipts', amount)), orders[at] ?? expect.fail(), amount)
    }
    const undone = AllocationId.parse(idOf('allocations', 7_000))
    valueIn(await clearingDesk(test)['clearing.undo'](CLERK, { allocationId: undone, reason: '' }))
    const evidence = valueIn(await learned(99, orders[6] ?? expect.fail()))
    expect(evidence).toMatchObject({ ...spouse, payerName: '森 健', times: 6 })
    expect(evidence.uses.map(({ orderNumber }) => orderNumber)).toEqual(['L5', 'L4', 'L3', 'L2', 'L1'])
  })

  it('is refused where the deposit is cleared or the order is nobody’s', async () => {
    const [order] = await addOrders(test.ledger, merchant, [{ amount: 500, payerKey: 'モリ' }])
    await bringIn(test, '2026-11-20', 0, [
      { amount: 500, remitterName: 'ﾓﾘ' },
      { amount: 77, remitterName: 'ﾊﾗ' },
    ])
    expect(refusalOf(await learned(500, order ?? expect.fail()))).toEqual({ refusal: 'not_found', what: 'deposit' })
    expect(refusalOf(await learned(77, OrderId.parse(1)))).toEqual({ refusal: 'not_found', what: 'order' })
  })
})

describe('other rules of clearing', () => {
  const NO_NAMES = ClearingRules.parse({ automatic: { ...USUAL_CLEARING_RULES.automatic, name: false } })
  const NOT_SAME_NAME = { bank: 'ﾐｽﾞﾎ', validFrom: null, prices: [{ destination: 'other_bank', from: 0, below: null, fee: 440 }] }

  async function desk() {
    const jobs = createJobs(
      (spec, _by, control) => {
        if (spec.kind !== 'rules_trial') throw new Error(spec.kind)
        return tryRules(resourcesOf(test), spec, control)
      },
      { notify: () => undefined, faulted: String, changed: () => undefined },
    )
    const deps = { ledger: test.ledger, events: createEvents(), jobs, secrets: null }
    const handlers = { ...rulesHandlers(deps), ...approvalHandlers(deps) }
    const administrator = await personAt(test, 'ito', ['administrator'])
    const supervisor = await personAt(test, 'sato', ['supervisor'])
    const waiting = async () => {
      const [approval] = valueIn(await handlers['approvals.list'](supervisor, { open: true })).approvals
      if (!approval) throw new Error('nothing waits')
      return approval
    }
    const decide = async (decision: 'approved' | 'rejected', who = supervisor) => {
      const { id, digest } = await waiting()
      return handlers['approvals.decide'](who, { id, digest, decision, reason: '' })
    }
    const ask = (rules: ClearingRules, own: object = {}) =>
      handlers['rules.save'](administrator, { version: 0, rules, trialJobId: null, ...own })
    return { handlers, jobs, administrator, supervisor, waiting, decide, ask }
  }

  it('wait until a supervisor agrees, hold for what comes then, and clear nothing that waits', async () => {
    const { handlers, administrator, decide, ask } = await desk()
    await addOrders(test.ledger, merchant, [{ amount: 500, payerKey: 'ハヤシ' }])
    const { approvalId } = valueIn(await ask(NO_NAMES))
    expect(valueIn(await handlers['rules.get'](administrator, {}))).toEqual({
      rules: USUAL_CLEARING_RULES,
      version: 0,
      staged: { approvalId, rules: NO_NAMES, madeBy: 'ito' },
    })
    expect(refusalOf(await ask(USUAL_CLEARING_RULES))).toEqual({ refusal: 'change_already_staged' })
    expect(refusalOf(await decide('approved', administrator))).toEqual({ refusal: 'second_person_required' })
    valueIn(await decide('approved'))
    expect(valueIn(await handlers['rules.get'](administrator, {}))).toEqual({ rules: NO_NAMES, version: 1, staged: null })
    await bringIn(test, '2026-11-20', 0, [{ amount: 500, remitterName: 'ﾊﾔｼ' }])
    expect(await recordsOf()).toEqual([])
    expect(refusalOf(await ask(USUAL_CLEARING_RULES))).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await ask(USUAL_CLEARING_RULES, { version: 1 }))
    valueIn(await decide('approved'))
    // The rule is on again, and the deposit still waits until somebody has it tried again.
    expect(await recordsOf()).toEqual([])
    expect(auditOf(test, 'settings')).toEqual([
      'user:ito clearing_rules_staged',
      'user:sato clearing_rules_changed',
      'user:ito clearing_rules_staged',
      'user:sato clearing_rules_changed',
    ])
  })

  it('stay as they are when the supervisor does not agree', async () => {
    const { handlers, administrator, decide, ask } = await desk()
    valueIn(await ask(NO_NAMES))
    valueIn(await decide('rejected'))
    expect(valueIn(await handlers['rules.get'](administrator, {}))).toMatchObject({ rules: USUAL_CLEARING_RULES, version: 0, staged: null })
    expect(auditOf(test, 'settings').at(-1)).toBe('user:sato clearing_rules_rejected')
  })

  it('are refused of nobody, with a card number, and with two lists of one bank from one day', async () => {
    const { handlers, ask } = await desk()
    expect(refusalOf(await handlers['rules.save'](OPERATOR, { version: 0, rules: NO_NAMES, trialJobId: null }))).toEqual({
      refusal: 'not_signed_in',
    })
    const listed = (...banks: string[]) => ClearingRules.parse({ senderPrices: banks.map((bank) => ({ ...NOT_SAME_NAME, bank })) })
    // The same bank in another width.
    expect(refusalOf(await ask(listed('ﾐｽﾞﾎ', 'ミズホ')))).toEqual({
      refusal: 'invalid_input',
      problems: [{ path: 'rules.senderPrices', message: 'two_from_one_day' }],
    })
    expect(refusalOf(await ask(listed('371449635398431')))).toMatchObject({ refusal: 'invalid_input' })
    valueIn(await ask(listed('ﾐｽﾞﾎ', '')))
  })

  it('are shown to the supervisor with what trying exactly them came to, and with no other figures', async () => {
    const { handlers, jobs, administrator, waiting, decide, ask } = await desk()
    await addOrders(test.ledger, merchant, [{ amount: 500, payerKey: 'ハヤシ' }])
    await bringIn(test, '2026-11-20', 0, [{ amount: 500, remitterName: 'ﾊﾔｼ' }])
    const { jobId } = valueIn(
      await handlers['rules.try'](administrator, { from: businessDate('2026-11-01'), to: businessDate('2026-11-30'), rules: NO_NAMES }),
    )
    await expect.poll(() => jobs.get(jobId, administrator.actor)).toMatchObject({ value: { state: 'done' } })
    valueIn(await ask(ClearingRules.parse({ graceDays: 3 }), { trialJobId: jobId }))
    expect((await waiting()).case).toMatchObject({ kind: 'clearing_rules', trial: null })
    valueIn(await decide('rejected'))
    valueIn(await ask(NO_NAMES, { trialJobId: jobId }))
    expect((await waiting()).case).toMatchObject({ kind: 'clearing_rules', trial: { deposits: 1, present: 1, other: 0, fewer: 1 } })
  })
})
