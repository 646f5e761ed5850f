import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feeByPlan, orderFee } from '../../../src/main/settlement/fees'
import { businessDate } from '../../../src/preload/contract/date'
import { FeePlan } from '../../../src/preload/contract/merchants'
import { yen } from '../../../src/preload/contract/money'

const plan = (changes: Partial<FeePlan>): FeePlan => ({
  method: 'bank_transfer',
  fixed: yen(0),
  basisPoints: 0,
  minimum: yen(0),
  maximum: null,
  validFrom: null,
  taxClass: 'standard',
  ...changes,
})

describe('the fee of an amount by a plan', () => {
  const cases: [amount: number, changes: Partial<FeePlan>, fee: number, limit: string | null][] = [
    [10_000, {}, 0, null],
    [10_000, { fixed: yen(110) }, 110, null],
    [10_000, { basisPoints: 325 }, 325, null],
    [12_345, { basisPoints: 325 }, 401, null],
    [12_345, { fixed: yen(30), basisPoints: 325 }, 431, null],
    [100, { basisPoints: 325, minimum: yen(80) }, 80, 'minimum'],
    [2_462, { basisPoints: 325, minimum: yen(80) }, 80, null],
    [1_000_000, { basisPoints: 325, maximum: yen(3_000) }, 3_000, 'maximum'],
    [92_307, { basisPoints: 325, maximum: yen(3_000) }, 2_999, null],
    [92_308, { basisPoints: 325, maximum: yen(3_000) }, 3_000, null],
    [100, { basisPoints: 325, minimum: yen(80), maximum: yen(50) }, 50, 'maximum'],
    [100, { fixed: yen(200), minimum: yen(80), maximum: yen(0) }, 0, 'maximum'],
    [50, { fixed: yen(110) }, 110, null],
  ]
  it.each(cases)('of %i by %o is %i', (amount, changes, fee, limit) => {
    expect(feeByPlan(yen(amount), plan(changes), 'down')).toEqual({ amount: fee, limit })
  })

  it('rounds only the part in basis points, in the direction set', () => {
    const half = plan({ fixed: yen(30), basisPoints: 325 })
    expect([feeByPlan(yen(1_000), half, 'down').amount, feeByPlan(yen(1_000), half, 'half_up').amount]).toEqual([62, 63])
  })

  it('stays within its limits and never falls as the amount rises', () => {
    const money = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(money, money, money, fc.option(money), fc.integer({ min: 0, max: 10_000 }), (a, b, fixed, maximum, basisPoints) => {
        const any = plan({ fixed: yen(fixed), basisPoints, minimum: yen(Math.min(a, b)), maximum: maximum === null ? null : yen(maximum) })
        const [small, large] = [Math.min(a, b), Math.max(a, b)].map((amount) => feeByPlan(yen(amount), any, 'down').amount)
        expect(small).toBeLessThanOrEqual(large ?? -1)
        expect(large).toBeLessThanOrEqual(maximum ?? Number.POSITIVE_INFINITY)
        expect(small).toBeGreaterThanOrEqual(Math.min(any.minimum, maximum ?? any.minimum))
      }),
    )
  })
})

describe('the plan of an order', () => {
  const plans = [
    plan({ fixed: yen(100) }),
    plan({ fixed: yen(300), validFrom: businessDate('2026-10-01') }),
    plan({ fixed: yen(200), validFrom: businessDate('2026-04-01') }),
    plan({ fixed: yen(250), validFrom: businessDate('2026-04-01') }),
    plan({ fixed: yen(7), method: 'card', validFrom: businessDate('2026-04-01'), taxClass: 'exempt' }),
  ]
  const cases: [method: FeePlan['method'], paidOn: string, fee: number, why: string][] = [
    ['bank_transfer', '2026-03-31', 100, 'the one since the contract began'],
    ['bank_transfer', '2026-04-01', 250, 'on its first day, of two the one written last'],
    ['bank_transfer', '2026-09-30', 250, 'until the day before the next'],
    ['bank_transfer', '2026-10-01', 300, 'the latest'],
    ['card', '2026-04-01', 7, 'of its own method'],
    ['card', '2026-03-31', 0, 'none had begun'],
    ['postal', '2026-10-01', 0, 'none was agreed'],
  ]
  it.each(cases)('%s paid on %s costs %i: %s', (method, paidOn, fee) => {
    const found = orderFee({ method, amount: yen(10_000), paidOn: businessDate(paidOn) }, plans, 'down')
    expect(found.amount).toBe(fee)
    expect(found.plan?.method ?? null).toBe(fee === 0 ? null : method)
  })

  it('reads plans that were stored before they had a date and a tax class', () => {
    const stored = { method: 'card', fixed: 30, basisPoints: 325, minimum: 0, maximum: null }
    expect(FeePlan.parse(stored)).toEqual({ ...stored, validFrom: null, taxClass: 'standard' })
  })
})
