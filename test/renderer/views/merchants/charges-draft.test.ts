import { describe, expect, it } from 'vitest'
import { MerchantCharges } from '../../../../src/preload/contract/charges'
import { businessDate } from '../../../../src/preload/contract/date'
import { yen } from '../../../../src/preload/contract/money'
import {
  type ChargesDraft,
  chargesDraftOf,
  isSameCharges,
  newPlan,
  type PlanDraft,
  planProblem,
  readCharges,
} from '../../../../src/renderer/views/merchants/charges-draft'

const TODAY = businessDate('2026-11-20')
const plan = { method: 'bank_transfer', fixed: 0, basisPoints: 325, minimum: 10, maximum: null }
const charges = MerchantCharges.parse({
  fees: [plan, { ...plan, basisPoints: 300, validFrom: '2026-11-20' }, { ...plan, basisPoints: 275, validFrom: '2027-01-01' }],
  payoutContract: { transferFeeBearer: 'merchant', transferFeeConvention: 'unchanged', minimum: 3_000 },
})
const draft = chargesDraftOf(charges, TODAY)
const [toCome] = draft.plans
if (!toCome) throw new Error('a fee is to come')
const withPlans = (...plans: Partial<PlanDraft>[]): ChargesDraft => ({ ...draft, plans: plans.map((own) => ({ ...toCome, ...own })) })

describe('charges in a form', () => {
  it('keep what has begun apart from what is to come', () => {
    expect(draft.begun.map(({ basisPoints }) => basisPoints)).toEqual([325, 300])
    expect(draft.plans.map(({ percent }) => percent)).toEqual(['2.75'])
  })

  it('are the same where nothing was touched', () => {
    const read = readCharges(draft, TODAY)
    expect(read.problems).toEqual([])
    expect(read.charges && isSameCharges(read.charges, charges)).toBe(true)
  })

  it('differ by a fee, by who bears what, and not by their order', () => {
    const { fees, payoutContract } = charges
    expect(isSameCharges(charges, { fees: fees.toReversed(), payoutContract })).toBe(true)
    expect(isSameCharges(charges, { fees: fees.slice(1), payoutContract })).toBe(false)
    expect(isSameCharges(charges, { fees, payoutContract: { ...payoutContract, minimum: null } })).toBe(false)
  })

  it.each([
    { today: '2026-11-20', from: '2026-12-01' },
    { today: '2026-12-31', from: '2027-01-01' },
    { today: '2026-12-01', from: '2027-01-01' },
  ])('on $today offer the present fee anew from $from', ({ today, from }) => {
    expect(newPlan('bank_transfer', draft, businessDate(today))).toMatchObject({ percent: '3', minimum: 10, validFrom: from })
    expect(newPlan('card', draft, businessDate(today))).toMatchObject({ percent: '', fixed: 0, validFrom: from })
  })

  it.each([
    { name: 'today', plans: [{ validFrom: TODAY }], problem: 'not_after_today' },
    { name: 'tomorrow', plans: [{ validFrom: businessDate('2026-11-21') }], problem: null },
    { name: 'the day of another', plans: [{}, {}], problem: 'two_from_one_day' },
    { name: 'the day of another method', plans: [{}, { method: 'card' }], problem: null },
    { name: 'crossed limits', plans: [{ minimum: yen(100), maximum: yen(99) }], problem: 'limits_crossed' },
  ] as const)('a fee from $name: $problem', ({ plans, problem }) => {
    const typed = withPlans(...plans)
    expect(typed.plans.map((each) => planProblem(each, typed, TODAY))).toContain(problem)
  })

  it.each([
    { name: 'no day', plans: [{ validFrom: null }], problems: ['plans.0.validFrom'] },
    { name: 'per cent that are none', plans: [{ percent: '3.255' }], problems: ['plans.0.basisPoints'] },
    { name: 'an amount that is empty', plans: [{ fixed: null }], problems: ['plans.0.fixed'] },
    { name: 'two from one day', plans: [{}, {}], problems: ['plans.0.whole', 'plans.1.whole'] },
  ])('$name does not fit', ({ plans, problems }) => {
    expect(readCharges(withPlans(...plans), TODAY)).toEqual({ charges: null, problems })
  })

  it('a minimum below nought does not fit', () => {
    const read = readCharges({ ...draft, contract: { ...draft.contract, minimum: yen(-1) } }, TODAY)
    expect(read.problems).toEqual(['contract.minimum'])
  })
})
