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
  let last: Promise<unknown> = Promise.resolve()
  return {
    take: (work) => {
      const mine = last.then(work, work)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
