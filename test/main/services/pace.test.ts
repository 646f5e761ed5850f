import { describe, expect, it } from 'vitest'
import { pace } from '../../../src/main/services/pace'

/** The sizes of the next units on a machine that does so many rows in a millisecond. */
function sizes(first: number, most: number, rowsPerMs: (unit: number) => number, units = 12): number[] {
  const steps = pace(first, most)
  return Array.from({ length: units }, (_, unit) => {
    const size = steps.size
    steps.took(size, size / rowsPerMs(unit))
    return size
  })
}

describe('the size of a unit of work', () => {
  it('settles where a unit takes 40 ms', () => {
    expect(sizes(100, 5000, () => 50).at(-1)).toBe(2000)
    expect(sizes(5000, 5000, () => 50).at(-1)).toBe(2000)
  })

  it('at most doubles, however fast the last was', () => {
    expect(sizes(100, 5000, () => 1e6)).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000, 5000, 5000])
  })

  it('shrinks at once when the machine slows down', () => {
    expect(sizes(2000, 5000, (unit) => (unit < 3 ? 50 : 5)).slice(2, 6)).toEqual([2000, 2000, 200, 200])
  })

  it('never falls below 20 rows nor rises above what is allowed', () => {
    expect(sizes(100, 5000, () => 0.001).at(-1)).toBe(20)
    expect(Math.max(...sizes(100, 700, () => 1e6))).toBe(700)
  })

  it('bears a clock that has not moved', () => {
    const steps = pace(100, 5000)
    steps.took(100, 0)
    expect(steps.size).toBe(200)
  })
})
