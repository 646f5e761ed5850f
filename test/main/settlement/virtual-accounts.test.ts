import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeNumbers, isInRange, nextNumbers, virtualAccountCode } from '../../../src/main/settlement/virtual-accounts'

describe('the next virtual accounts', () => {
  const cases: [string, [first: number, last: number, cursor: number | null], number[], number, ReturnType<typeof nextNumbers>][] = [
    ['from the beginning', [10, 19, null], [], 3, { ok: true, numbers: [10, 11, 12], cursor: 12 }],
    ['after the one given last', [10, 19, 12], [], 2, { ok: true, numbers: [13, 14], cursor: 14 }],
    ['round the end', [10, 19, 18], [], 3, { ok: true, numbers: [19, 10, 11], cursor: 11 }],
    ['after the very last', [10, 19, 19], [], 1, { ok: true, numbers: [10], cursor: 10 }],
    ['over held ones', [10, 19, null], [10, 12], 3, { ok: true, numbers: [11, 13, 14], cursor: 14 }],
    ['all of them', [10, 12, 11], [], 3, { ok: true, numbers: [12, 10, 11], cursor: 11 }],
    ['none', [10, 12, 11], [], 0, { ok: true, numbers: [], cursor: 11 }],
    ['too few', [10, 12, null], [11], 3, { ok: false, needed: 3, free: 2 }],
    ['all held', [10, 11, null], [10, 11], 1, { ok: false, needed: 1, free: 0 }],
    ['a range of one', [5, 5, 5], [], 1, { ok: true, numbers: [5], cursor: 5 }],
  ]
  it.each(cases)('%s', (_, [first, last, cursor], held, needed, result) => {
    expect(nextNumbers({ first, last, cursor }, needed, new Set(held))).toEqual(result)
  })

  it('are free, distinct, of the range, and as many as asked, or it says how many there are', () => {
    const input = fc.record({
      size: fc.integer({ min: 1, max: 30 }),
      at: fc.option(fc.nat(29)),
      needed: fc.nat(35),
      held: fc.uniqueArray(fc.nat(29)),
    })
    fc.assert(
      fc.property(input, ({ size, at, needed, held }) => {
        const range = { first: 100, last: 99 + size, cursor: at === null ? null : 100 + (at % size) }
        const taken = new Set(held.filter((number) => number < size).map((number) => 100 + number))
        const next = nextNumbers(range, needed, taken)
        const free = freeNumbers(range, taken.size)
        expect(next.ok).toBe(needed <= free)
        if (!next.ok) {
          expect(next).toEqual({ ok: false, needed, free })
          return
        }
        expect(new Set(next.numbers).size).toBe(needed)
        expect(next.numbers.every((number) => number >= range.first && number <= range.last && !taken.has(number))).toBe(true)
      }),
    )
  })

  it('are written and recognised as statements name them', () => {
    expect(virtualAccountCode('123', 45)).toBe('1230000045')
    const range = { first: 40, last: 50 }
    expect(['1230000040', '1230000050'].every((code) => isInRange(code, '123', range))).toBe(true)
    expect(['1230000039', '1230000051', '1240000045', '123000045', '12300000x5'].some((code) => isInRange(code, '123', range))).toBe(false)
  })
})
