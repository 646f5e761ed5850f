import { describe, expect, it } from 'vitest'
import { identityAt, identitySource } from '../../../src/main/ledger/identity'

const NOW = Date.parse('2026-11-20T10:32:00+09:00')

describe('identities', () => {
  it('follow the clock and count on within a millisecond', () => {
    let now = NOW
    const { newId } = identitySource(() => now)
    expect([newId(), newId()]).toEqual([identityAt(NOW), identityAt(NOW) + 1])
    now += 1
    expect(newId()).toBe(identityAt(NOW + 1))
  })

  const clocks: [what: string, steps: readonly number[]][] = [
    ['stands still', [0, 0, 0, 0]],
    ['goes back an hour', [0, -3_600_000, -3_600_000, -3_599_999]],
    ['goes back before 2026', [0, -1e12, -1e12, 0]],
    ['jumps a year and comes back', [0, 31_536_000_000, 1, 2]],
  ]
  it.each(clocks)('ascend while the clock %s', (_what, steps) => {
    let now = NOW
    const { newId } = identitySource(() => now)
    const made = steps.flatMap((step) => {
      now = NOW + step
      return [newId(), newId(), newId()]
    })
    expect(made).toEqual([...new Set(made)].sort((a, b) => a - b))
    expect(made.every(Number.isSafeInteger)).toBe(true)
  })

  it('go on above what others have stored meanwhile', () => {
    const { newId, follow } = identitySource(() => NOW)
    follow(identityAt(NOW) + 100)
    expect(newId()).toBe(identityAt(NOW) + 101)
    follow(5)
    expect(newId()).toBe(identityAt(NOW) + 102)
  })

  it('stay whole numbers that JavaScript and JSON keep exactly, until 2060', () => {
    const far = identitySource(() => Date.UTC(2059, 0, 1)).newId()
    expect(Number.isSafeInteger(far)).toBe(true)
    expect(JSON.parse(JSON.stringify(far))).toBe(far)
  })
})

describe('where a time range begins', () => {
  it('is at or below everything made from that moment on, and above all made before', () => {
    const before = identitySource(() => NOW - 1)
    const last = Array.from({ length: 8192 }, () => before.newId()).at(-1)
    expect(last).toBeLessThan(identityAt(NOW))
    expect(identitySource(() => NOW).newId()).toBe(identityAt(NOW))
    expect(identityAt(0)).toBe(0)
  })
})
