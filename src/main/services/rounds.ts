import type { Clock } from '../../preload/contract/clock'
import { Instant } from '../../preload/contract/date'

/** Something that comes round by the clock. */
export interface Rounds {
  /** When the next round begins; null while one is under way, and after the end. */
  nextAt(): Instant | null
  /** Begins the next round now instead of then. */
  wake(): void
  /** Ends after the round that is under way. */
  stop(): Promise<void>
}

/**
 * Does something at once and then every so often, never twice at once. `round` is told when it should come to an end soon; what it
 * throws it must have dealt with itself.
 */
export function keepRounds(how: {
  readonly clock: Pick<Clock, 'now'>
  readonly everyMs: () => number
  readonly round: (stopping: AbortSignal) => Promise<void>
}): Rounds {
  const stopping = new AbortController()
  let nextAt: Instant | null = null
  let wake: () => void = () => undefined

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await how.round(stopping.signal)
      if (!stopping.signal.aborted) await pause(how.everyMs())
    }
  }

  async function pause(forMs: number): Promise<void> {
    nextAt = Instant.parse(how.clock.now() + forMs)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, forMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    wake = () => undefined
    nextAt = null
  }

  const ended = loop()
  return {
    nextAt: () => nextAt,
    wake: () => wake(),
    stop: async () => {
      stopping.abort()
      wake()
      await ended
    },
  }
}
