import { describe, expect, it } from 'vitest'
import { outlierOf, usualPayout } from '../../../src/main/settlement/payout-outliers'
import { yen } from '../../../src/preload/contract/money'

const cases: [net: number, earlier: number[], usual: number | null][] = [
  [1_000_000, [], null],
  [1_000_000, [10, 10], null],
  [300, [100, 100, 100], 100],
  [299, [100, 100, 100], null],
  // one great payout does not make the next one usual
  [600, [100, 9_000, 200], 200],
  [1, [0, 0, 0], 0],
]

describe('much more than usual', () => {
  it.each(cases)('%i after %j: %s', (net, earlier, usual) => {
    expect(outlierOf(yen(net), earlier.map(yen))).toBe(usual)
  })
  it('is measured by the middle of what was paid', () => expect(usualPayout([5, 1, 9].map(yen))).toBe(5))
})
