import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaxLine } from '../../../src/main/settlement/consumption-tax'
import { invoiceLines } from '../../../src/main/settlement/qualified-invoice'
import { BASIS_POINTS, partOf, type Rounding } from '../../../src/main/settlement/rounding'
import { yen } from '../../../src/preload/contract/money'

const feesAt = (basisPoints: number, base: number, rounding: Rounding = 'down'): TaxLine => ({
  taxClass: 'standard',
  basisPoints,
  base: yen(base),
  tax: partOf(yen(base), basisPoints, BASIS_POINTS, rounding),
})
const exempt = (base: number): TaxLine => ({ taxClass: 'exempt', basisPoints: 0, base: yen(base), tax: yen(0) })

describe('the rows of a qualified invoice', () => {
  const cases: [string, TaxLine[], { amount: number; basisPoints: number }[], number[][]][] = [
    ['of nothing', [], [], []],
    ['of fees alone', [feesAt(1000, 4039)], [], [[1000, 4039, 403, 4442]]],
    ['with a transfer fee at the same rate', [feesAt(1000, 4039)], [{ amount: 440, basisPoints: 1000 }], [[1000, 4439, 443, 4882]]],
    ['of a transfer fee alone', [], [{ amount: 660, basisPoints: 1000 }], [[1000, 600, 60, 660]]],
    [
      'of two rates, the higher first',
      [feesAt(800, 1000), feesAt(1000, 1000)],
      [],
      [
        [1000, 1000, 100, 1100],
        [800, 1000, 80, 1080],
      ],
    ],
    [
      'with what is exempt last',
      [exempt(500), feesAt(1000, 1000)],
      [],
      [
        [1000, 1000, 100, 1100],
        [0, 500, 0, 500],
      ],
    ],
    ['without rows of zero', [feesAt(1000, 0)], [], []],
  ]
  it.each(cases)('%s', (_case, fees, inclusive, rows) => {
    const lines = invoiceLines(
      fees,
      inclusive.map(({ amount, basisPoints }) => ({ amount: yen(amount), basisPoints })),
      'down',
    )
    expect(lines.map(({ basisPoints, base, tax, total }) => [basisPoints, base, tax, total])).toEqual(rows)
  })

  it('say of fees alone the very tax that was counted on them, and always add up', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000_000 })
    const rounding = fc.constantFrom<Rounding>('down', 'half_up', 'up')
    const rate = fc.constantFrom(300, 500, 800, 1000)
    fc.assert(
      fc.property(amount, rate, rounding, fc.integer({ min: 0, max: 900 }), (base, basisPoints, how, transferFee) => {
        const fees = feesAt(basisPoints, base, how)
        const [alone] = invoiceLines([fees], [], how)
        expect(alone).toMatchObject({ base, tax: fees.tax })
        const [both] = invoiceLines([fees], [{ amount: yen(transferFee), basisPoints }], how)
        expect(both?.total).toBe(base + fees.tax + transferFee)
        expect((both?.base ?? 0) + (both?.tax ?? 0)).toBe(both?.total)
      }),
      { numRuns: 2000 },
    )
  })
})
