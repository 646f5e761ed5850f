import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consumptionTax, standardTaxRates, type TaxedAmount, taxRateOn, taxWithin } from '../../../src/main/settlement/consumption-tax'
import { businessDate } from '../../../src/preload/contract/date'
import { yen } from '../../../src/preload/contract/money'

const rules = { rates: standardTaxRates, rounding: 'down' } as const
const fee = (amount: number, on = '2026-11-20', taxClass: TaxedAmount['taxClass'] = 'standard'): TaxedAmount => ({
  amount: yen(amount),
  taxClass,
  on: businessDate(on),
})

describe('the rate in force', () => {
  const cases: [on: string, standard: number][] = [
    ['1989-03-31', 0],
    ['1989-04-01', 300],
    ['1997-03-31', 300],
    ['1997-04-01', 500],
    ['2014-03-31', 500],
    ['2014-04-01', 800],
    ['2019-09-30', 800],
    ['2019-10-01', 1_000],
    ['2026-11-20', 1_000],
  ]
  it.each(cases)('on %s is %i basis points, and nothing for what is exempt', (on, standard) => {
    expect(taxRateOn('standard', businessDate(on), standardTaxRates)).toBe(standard)
    expect(taxRateOn('exempt', businessDate(on), standardTaxRates)).toBe(0)
  })

  it('is another one from its first day, when a row is added', () => {
    const rates = [...standardTaxRates, { validFrom: businessDate('2030-04-01'), basisPoints: 1_200 }]
    expect(['2030-03-31', '2030-04-01'].map((on) => taxRateOn('standard', businessDate(on), rates))).toEqual([1_000, 1_200])
  })
})

describe('the tax of a statement', () => {
  it('is rounded once on the sum of a rate, not line by line', () => {
    expect(consumptionTax([fee(19), fee(19), fee(19)], rules)).toEqual([{ taxClass: 'standard', basisPoints: 1_000, base: 57, tax: 5 }])
  })

  it('stands in a row per class and rate: the highest rate first, what is exempt last', () => {
    const amounts = [fee(50, '2026-11-20', 'exempt'), fee(100, '2019-09-30'), fee(100), fee(9), fee(1, '1980-01-01')]
    expect(consumptionTax(amounts, rules)).toEqual([
      { taxClass: 'standard', basisPoints: 1_000, base: 109, tax: 10 },
      { taxClass: 'standard', basisPoints: 800, base: 100, tax: 8 },
      { taxClass: 'standard', basisPoints: 0, base: 1, tax: 0 },
      { taxClass: 'exempt', basisPoints: 0, base: 50, tax: 0 },
    ])
  })

  it('is nothing of nothing', () => {
    expect(consumptionTax([], rules)).toEqual([])
  })

  it('does not depend on the order of the fees, and is at most a yen from the exact figure for each rate', () => {
    const any = fc.record({
      amount: fc.integer({ min: 0, max: 100_000 }).map(yen),
      taxClass: fc.constantFrom('standard' as const, 'exempt' as const),
      on: fc.constantFrom('2018-01-01', '2026-11-20').map(businessDate),
    })
    fc.assert(
      fc.property(fc.array(any), (amounts) => {
        const lines = consumptionTax(amounts, rules)
        expect(consumptionTax([...amounts].reverse(), rules)).toEqual(lines)
        expect(lines.reduce((sum, { base }) => sum + base, 0)).toBe(amounts.reduce((sum, { amount }) => sum + amount, 0))
        for (const { base, basisPoints, tax } of lines) expect(tax).toBe(Math.floor((base * basisPoints) / 10_000))
      }),
    )
  })
})

describe('the tax within an amount', () => {
  const cases: [amount: number, basisPoints: number, tax: number][] = [
    [110, 1_000, 10],
    [550, 1_000, 50],
    [385, 1_000, 35],
    [109, 1_000, 9],
    [108, 800, 8],
    [100, 0, 0],
  ]
  it.each(cases)('of %i at %i basis points is %i', (amount, basisPoints, tax) => {
    expect(taxWithin(yen(amount), basisPoints, 'down')).toBe(tax)
  })
})
