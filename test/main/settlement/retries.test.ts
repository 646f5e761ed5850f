import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pauseAfter, TRIES_MAX } from '../../../src/main/settlement/retries'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const EVEN = 0.5

it.each([
  [1, MINUTE],
  [2, 4 * MINUTE],
  [3, 16 * MINUTE],
  [4, 64 * MINUTE],
  [5, 256 * MINUTE],
  [6, 6 * HOUR],
  [16, 6 * HOUR],
  [TRIES_MAX, null],
])('after %i tries: %i ms', (tries, pause) => {
  expect(pauseAfter(tries, EVEN)).toBe(pause)
})

it('is given up after about three days', () => {
  const pauses = Array.from({ length: TRIES_MAX - 1 }, (_, at) => pauseAfter(at + 1, EVEN) ?? 0)
  const days = pauses.reduce((sum, pause) => sum + pause, 0) / (24 * HOUR)
  expect(days).toBeGreaterThan(2.9)
  expect(days).toBeLessThan(3.1)
})

it('spreads by a fifth to either side, and never comes back before it was asked to', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: TRIES_MAX - 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 6 * HOUR }),
      (tries, chance, asked) => {
        const even = pauseAfter(tries, EVEN) ?? 0
        const pause = pauseAfter(tries, chance, asked) ?? 0
        expect(pause).toBeGreaterThanOrEqual(Math.max(Math.floor(even * 0.8), asked))
        expect(pause).toBeLessThanOrEqual(Math.max(Math.ceil(even * 1.2), asked))
      },
    ),
  )
})

it('is not put off for longer than the longest pause, whatever the other side asks for', () => {
  expect(pauseAfter(1, EVEN, 365 * 24 * HOUR)).toBe(6 * HOUR)
})
