import { setTimeout as wait } from 'node:timers/promises'

/*
 * Requests that wait together and are worked on together: what has come while one batch was worked on makes the next. A full lane takes
 * nobody in.
 */
export interface LaneOptions<T, R> {
  /** As many as are worked on at once. */
  readonly atOnce: number
  /** As many as may wait. */
  readonly waitingMost: number
  /** Works on a batch and answers each in its place. */
  work(batch: readonly T[]): Promise<readonly R[]>
}

export interface Lane<T, R> {
  /** The answer to this request, or null at once where the lane is full. Throws what `work` throws for it alone. */
  enter(request: T): Promise<R> | null
  /** Resolves when everybody who is in now has been worked on. */
  settled(): Promise<void>
}

interface Waiting<T, R> {
  readonly request: T
  answer(result: R): void
  fail(fault: unknown): void
}

/**
 * The ledger answers without a pause, so that whoever came first would be served alone, and the others each after him. A lull is waited
 * for instead, in which the event loop lets in whoever knocks, and gives everybody else their turn.
 */
const LULL_MS = 2
const GATHER_MS_MAX = 10

export function createLane<T, R>({ atOnce, waitingMost, work }: LaneOptions<T, R>): Lane<T, R> {
  const waiting: Waiting<T, R>[] = []
  let running: Promise<void> | null = null

  async function serve(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await work(batch.map(({ request }) => request))
      for (const [at, each] of batch.entries()) {
        const result = results[at]
        if (result === undefined) each.fail(new Error('a request was worked on and not answered'))
        else each.answer(result)
      }
    } catch (fault) {
      // One that breaks must not take the others with it.
      if (batch.length === 1) batch[0]?.fail(fault)
      else for (const each of batch) await serve([each])
    }
  }

  /** Lets everybody in who is at the door: for as long as somebody comes, and no longer than a moment. */
  async function gather(): Promise<void> {
    const until = performance.now() + GATHER_MS_MAX
    for (;;) {
      const before = waiting.length
      await wait(LULL_MS)
      if (waiting.length === before || waiting.length >= atOnce || performance.now() >= until) return
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await gather()
      await serve(waiting.splice(0, atOnce))
    }
    running = null
  }

  return {
    enter(request) {
      if (waiting.length >= waitingMost) return null
      const answered = new Promise<R>((answer, fail) => waiting.push({ request, answer, fail }))
      running ??= run()
      return answered
    },
    settled: async () => {
      await running
    },
  }
}
