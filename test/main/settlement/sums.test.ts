import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSums, POOL_MOST, SET_MOST, type Summand } from '../../../src/main/settlement/sums'
import { OrderId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'

const open = (...amounts: number[]): Summand[] => amounts.map((amount, at) => ({ id: OrderId.parse(at + 1), open: yen(amount) }))

describe('orders that come to exactly so much', () => {
  it.each<[string, number[], number, number[][], boolean]>([
    ['two of three', [12_000, 18_000, 7_000], 30_000, [[1, 2]], true],
    ['all of them', [1, 2, 3], 6, [[1, 2, 3]], true],
    ['none', [12_000, 18_000], 29_999, [], true],
    ['an order alone is no sum', [30_000, 1], 30_000, [], true],
    [
      'two sets: none is picked, and there may be more',
      [10, 20, 30, 40],
      50,
      [
        [1, 4],
        [2, 3],
      ],
      true,
    ],
    [
      'two orders of the same amount are two answers',
      [10, 10, 5],
      15,
      [
        [1, 3],
        [2, 3],
      ],
      true,
    ],
    ['nothing to add', [], 100, [], true],
  ])('%s', (_, amounts, amount, sets, isComplete) => {
    const found = findSums(open(...amounts), yen(amount))
    expect([...found.sets].map((set) => [...set]).sort()).toEqual(sets)
    expect(found.isComplete).toBe(isComplete)
  })

  it('are those that trying every set finds, or two of them', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 10 })
    fc.assert(
      fc.property(amounts, fc.integer({ min: 2, max: 120 }), (pool, amount) => {
        const all: number[][] = []
        for (let set = 1; set < 1 << pool.length; set++) {
          const chosen = pool.map((_, at) => at + 1).filter((id) => (set >> (id - 1)) & 1)
          const total = chosen.reduce((sum, id) => sum + (pool[id - 1] ?? 0), 0)
          if (total === amount && chosen.length > 1 && chosen.length <= SET_MOST) all.push(chosen)
        }
        const { sets, isComplete } = findSums(open(...pool), yen(amount))
        expect(isComplete).toBe(true)
        expect(sets.length).toBe(Math.min(all.length, 2))
        const texts = new Set(all.map(String))
        expect(sets.every((set) => texts.has(String(set)))).toBe(true)
      }),
    )
  })

  it('are not looked for to the end where there are too many: it says so, and soon', () => {
    // Every even amount of many: no odd sum exists, and nothing short of trying tells.
    const many = open(...Array.from({ length: POOL_MOST }, (_, at) => 1_000 + 2 * at))
    const found = findSums(many, yen(6_001))
    expect(found).toMatchObject({ sets: [], isComplete: false })
    expect(findSums([...many, ...open(9_000)], yen(2_002)).isComplete).toBe(true)
    expect(findSums(open(...Array.from({ length: POOL_MOST + 1 }, () => 3)), yen(5)).isComplete).toBe(false)
  })

  it('hold at most eight', () => {
    expect(findSums(open(...Array.from({ length: 8 }, (_, at) => 2 ** at)), yen(255)).sets).toHaveLength(1)
    expect(findSums(open(...Array.from({ length: 9 }, (_, at) => 2 ** at)), yen(511)).sets).toHaveLength(0)
  })
})
