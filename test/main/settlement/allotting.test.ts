import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allotInTurn } from '../../../src/main/settlement/allotting'
import { yen } from '../../../src/preload/contract/money'

const allotted = (deposits: readonly number[], orders: readonly number[]) =>
  allotInTurn(
    deposits.map((remaining, at) => ({ at, remaining: yen(remaining) })),
    orders.map((open, at) => ({ at, open: yen(open) })),
  ).map(({ deposit, order, amount }) => [deposit.at, order.at, amount])

describe('the oldest deposit pays the oldest order', () => {
  it.each([
    {
      says: 'two for three, and nothing is left',
      deposits: [500, 700],
      orders: [400, 300, 500],
      parts: [
        [0, 0, 400],
        [0, 1, 100],
        [1, 1, 200],
        [1, 2, 500],
      ],
    },
    { says: 'a deposit is left over', deposits: [500, 700], orders: [400], parts: [[0, 0, 400]] },
    {
      says: 'an order stays short',
      deposits: [500, 100],
      orders: [900],
      parts: [
        [0, 0, 500],
        [1, 0, 100],
      ],
    },
    { says: 'no order', deposits: [500], orders: [], parts: [] },
  ])('$says', ({ deposits, orders, parts }) => {
    expect(allotted(deposits, orders)).toEqual(parts)
  })

  it('never takes more than a deposit has or an order waits for, and stops only where one side is used up', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(amounts, amounts, (deposits, orders) => {
        const parts = allotted(deposits, orders)
        const of = (side: 0 | 1, at: number) => parts.filter((part) => part[side] === at).reduce((sum, [, , amount = 0]) => sum + amount, 0)
        expect(deposits.every((has, at) => of(0, at) <= has) && orders.every((open, at) => of(1, at) <= open)).toBe(true)
        const total = (side: readonly number[]) => side.reduce((sum, amount) => sum + amount, 0)
        expect(total(parts.map(([, , amount = 0]) => amount))).toBe(Math.min(total(deposits), total(orders)))
      }),
    )
  })
})
