/*
 * Requests that wait together and are worked on together: one lane for each key, so that the lanes do not hold one another up. What
 * has come while a batch was worked on makes the next one. A full lane takes nobody in.
 */
export interface LaneOptions<K, T, R> {
  /** As many as are worked on at once. */
  readonly atOnce: number
  /** As many as may wait in one lane. */
  readonly waitingMost: number
  /** Works on a batch and answers each in its place. */
  work(key: K, batch: readonly T[]): Promise<readonly R[]>
}

export interface Lanes<K, T, R> {
  /** The answer to this request, or null at once where its lane is full. Throws what `work` throws for it alone. */
  enter(key: K, request: T): Promise<R> | null
}

interface Waiting<T, R> {
  readonly request: T
  answer(result: R): void
  fail(fault: unknown): void
}

export function createLanes<K, T, R>({ atOnce, waitingMost, work }: LaneOptions<K, T, R>): Lanes<K, T, R> {
  const lanes = new Map<K, Waiting<T, R>[]>()

  async function serve(key: K, batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await work(
        key,
        batch.map(({ request }) => request),
      )
      for (const [at, waiting] of batch.entries()) {
        const result = results[at]
        if (result === undefined) waiting.fail(new Error('a request was worked on and not answered'))
        else waiting.answer(result)
      }
    } catch (fault) {
      // One that breaks must not take the others with it.
      if (batch.length === 1) batch[0]?.fail(fault)
      else for (const waiting of batch) await serve(key, [waiting])
    }
  }

  async function run(key: K, lane: Waiting<T, R>[]): Promise<void> {
    while (lane.length > 0) await serve(key, lane.splice(0, atOnce))
    lanes.delete(key)
  }

  return {
    enter(key, request) {
      const running = lanes.get(key)
      if (running && running.length >= waitingMost) return null
      const lane = running ?? []
      const answered = new Promise<R>((answer, fail) => lane.push({ request, answer, fail }))
      if (running) return answered
      lanes.set(key, lane)
      void run(key, lane)
      return answered
    },
  }
}
