import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { keepRounds } from '../../../src/main/services/rounds'
import { fixedClock } from '../../support/ledger'

/** Rounds that last until the test ends them. */
function rounds() {
  const clock = fixedClock()
  const begun: AbortSignal[] = []
  let end: () => void = () => undefined
  const kept = keepRounds({
    clock,
    everyMs: () => 3_600_000,
    round: (stopping) => {
      begun.push(stopping)
      return new Promise((resolve) => {
        end = resolve
      })
    },
  })
  return { clock, begun, kept, end: () => end() }
}

describe('rounds', () => {
  it('begin at once, and again when they are woken, never twice at once', async () => {
    const { clock, begun, kept, end } = rounds()
    expect([begun.length, kept.nextAt()]).toEqual([1, null])
    kept.wake()
    await setImmediate()
    expect(begun).toHaveLength(1)
    end()
    await expect.poll(() => kept.nextAt()).toBe(clock.now() + 3_600_000)
    kept.wake()
    await expect.poll(() => begun.length).toBe(2)
    expect(kept.nextAt()).toBeNull()
    end()
    await expect.poll(() => kept.nextAt()).not.toBeNull()
    await kept.stop()
    expect([begun.length, kept.nextAt()]).toEqual([2, null])
  })

  it('that are stopped during one tell it so, wait for its end, and begin no other', async () => {
    const { begun, kept, end } = rounds()
    let stopped = false
    const stopping = kept.stop().then(() => {
      stopped = true
    })
    await setImmediate()
    expect([begun[0]?.aborted, stopped]).toEqual([true, false])
    end()
    await stopping
    expect(begun).toHaveLength(1)
  })

  it('come round by the clock', async () => {
    let count = 0
    const kept = keepRounds({ clock: fixedClock(), everyMs: () => 5, round: async () => void count++ })
    await expect.poll(() => count).toBeGreaterThan(2)
    await kept.stop()
    const last = count
    await setImmediate()
    expect(count).toBe(last)
  })
})
