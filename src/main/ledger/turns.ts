import PQueue from 'p-queue'

/**
 * Writers take turns. SQLite's lock is unfair and blocking it freezes the event loop, so everyone who writes in this program
 * asks here first: services in the core directly, a worker through messages.
 */
export interface Turns {
  /** Runs the work when nobody else writes, in the order of asking. */
  take<T>(work: () => Promise<T>): Promise<T>
}

/** A queue within one process. */
export function localTurns(): Turns {
  const queue = new PQueue({ concurrency: 1 })
  return { take: (work) => queue.add(work) }
}
