import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yen } from '../../../../src/preload/contract/money'
import { type Part, partOf, problemOf, remainingAfter, settledParts, toggleParts } from '../../../../src/renderer/views/clearing/selection'
import { candidate, proposal } from './desk-fixture'

describe('what an order takes of a deposit', () => {
  it.each([
    { open: 12_000, left: 30_000, takes: 12_000 },
    { open: 30_000, left: 12_000, takes: 12_000 },
    { open: 30_000, left: 30_000, takes: 30_000 },
    { open: 30_000, left: 0, takes: null },
    { open: 30_000, left: -1, takes: null },
  ])('open $open, left $left: takes $takes', ({ open, left, takes }) => {
    expect(partOf(candidate(57, open), yen(left)).amount).toBe(takes)
  })

  it('never takes more than the order or the deposit has, in whatever order orders are toggled', () => {
    const orders = fc.array(fc.record({ id: fc.integer({ min: 1, max: 8 }), open: fc.integer({ min: 1, max: 1_000_000 }) }), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), orders, (remaining, toggled) => {
        const opens = new Map(toggled.map(({ id, open }) => [id, open]))
        const parts = toggled.reduce<readonly Part[]>(
          (all, { id }) => toggleParts(all, proposal(candidate(id, opens.get(id) ?? 1)), yen(remaining)),
          [],
        )
        expect(remainingAfter(yen(remaining), parts)).toBeGreaterThanOrEqual(0)
        expect(parts.length === 0 || problemOf(parts, yen(remaining)) === null).toBe(true)
      }),
    )
  })
})

describe('what stands against a choice', () => {
  const part = (amount: number | null) => ({ ...partOf(candidate(57, 12_000), yen(30_000)), amount: amount === null ? null : yen(amount) })

  it.each([
    { parts: [], problem: 'nothing_chosen' },
    { parts: [part(null)], problem: 'amount_missing' },
    { parts: [part(0)], problem: 'amount_missing' },
    { parts: [part(-1)], problem: 'amount_missing' },
    { parts: [part(12_001)], problem: 'exceeds_order' },
    { parts: [part(12_000), part(12_000), part(12_000)], problem: 'exceeds_deposit' },
    { parts: [part(12_000)], problem: undefined },
  ])('$problem', ({ parts, problem }) => {
    expect(problemOf(parts, yen(30_000))?.problem).toBe(problem)
  })

  it('an amount that is missing is never sent', () => {
    expect(settledParts([part(null), part(1)])).toEqual([{ orderId: 57, version: 1, amount: 1 }])
  })
})
