import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partOf, type Rounding } from '../../../src/main/settlement/rounding'
import { yen } from '../../../src/preload/contract/money'

describe('a part of an amount', () => {
  const cases: [amount: number, parts: number, of: number, down: number, halfUp: number, up: number][] = [
    [10_000, 325, 10_000, 325, 325, 325],
    [999, 325, 10_000, 32, 32, 33],
    [1_000, 325, 10_000, 32, 33, 33],
    [1_001, 325, 10_000, 32, 33, 33],
    [1, 1, 10_000, 0, 0, 1],
    [0, 325, 10_000, 0, 0, 0],
    [-1_000, 325, 10_000, -32, -33, -33],
    [-1, 1, 10_000, 0, 0, -1],
    [110, 1_000, 11_000, 10, 10, 10],
    // 9.0e15 × 10,000 is far beyond what a floating-point number holds exactly
    [9_007_199_254_740_991, 9_999, 10_000, 9_006_298_534_815_516, 9_006_298_534_815_517, 9_006_298_534_815_517],
  ]
  it.each(cases)('%i × %i / %i is %i down, %i half up, %i up', (amount, parts, of, down, halfUp, up) => {
    const rounded = (rounding: Rounding) => partOf(yen(amount), parts, of, rounding)
    expect([rounded('down'), rounded('half_up'), rounded('up')]).toEqual([down, halfUp, up])
  })

  it('lies within one yen of the exact figure, on the side asked for, and is the same size with the other sign', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom<Rounding>('down', 'half_up', 'up'),
        (amount, parts, rounding) => {
          const part = partOf(yen(amount), parts, 10_000, rounding)
          const error = BigInt(part) * 10_000n - BigInt(amount) * BigInt(parts)
          const bounds = { down: [-9_999n, 0n], half_up: [-4_999n, 5_000n], up: [0n, 9_999n] } as const
          expect(error >= bounds[rounding][0] && error <= bounds[rounding][1]).toBe(true)
          expect(partOf(yen(amount === 0 ? 0 : -amount), parts, 10_000, rounding) + part).toBe(0)
        },
      ),
    )
  })
})
