import { Worker } from 'node:worker_threads'
import PQueue from 'p-queue'
import type { Result } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import type { By } from '../ledger/ledger'
import type { Turns } from '../ledger/turns'
import { type ExecuteJob, type JobControl, type JobSpec, type StartedControl, unlessCancelled } from './jobs'
import { type FromWorker, stopFlag, type ToWorker } from './worker-messages'

export interface JobWorker {
  readonly execute: ExecuteJob
  close(): Promise<void>
}

/**
 * A big import makes much that is soon forgotten: a large nursery would only keep it longer, and the closer the bound of the old
 * generation (far above what a million lines need), the sooner garbage is looked for.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1024 }

interface RunningJob {
  control: JobControl
  end(result: Result<JobResult>): void
  fail(fault: Error): void
}

/**
 * Runs jobs one after another in a worker thread over the same ledger file. The worker is started with the first job; if it
 * dies, its running job fails with a fault, its turn is given back, and the next job gets a new worker.
 */
export function createJobWorker(options: { workerPath: string; ledgerPath: string; turns: Turns }): JobWorker {
  const jobs = new Map<number, RunningJob>()
  const turns = new Map<number, () => void>()
  let worker: Worker | null = null
  let last = 0
  const queue = new PQueue({ concurrency: 1 })

  const post = (message: ToWorker) => worker?.postMessage(message)

  function giveTurn(asker: Worker, turn: number): void {
    void options.turns.take(
      () =>
        new Promise<void>((release) => {
          // A worker that died while it waited takes no turn, and its successor did not ask for this one.
          if (worker !== asker) return release()
          turns.set(turn, release)
          post({ say: 'your_turn', turn })
        }),
    )
  }

  function hear(from: Worker, message: FromWorker): void {
    // The last words of a worker that has been given up: its job has failed and its turns are others'.
    if (worker !== from) return
    if (message.say === 'turn_please') {
      giveTurn(from, message.turn)
      return
    }
    if (message.say === 'turn_over') {
      turns.get(message.turn)?.()
      turns.delete(message.turn)
      return
    }
    const job = jobs.get(message.job)
    if (message.say === 'progress') job?.control.progress(message.phase, message.done, message.total)
    if (message.say === 'ended') job?.end(message.result)
    if (message.say === 'failed') job?.fail(Object.assign(new Error(message.message), { stack: message.stack }))
  }

  function gone(fault: Error): void {
    worker = null
    for (const release of turns.values()) release()
    turns.clear()
    for (const job of jobs.values()) job.fail(fault)
  }

  function start(): void {
    if (worker) return
    const started = new Worker(options.workerPath, {
      workerData: { ledgerPath: options.ledgerPath },
      resourceLimits,
    })
    started.on('message', (message: FromWorker) => hear(started, message))
    started.on('error', gone)
    started.on('exit', (code) => {
      if (worker === started) gone(new Error(`the job worker ended with ${code}`))
    })
    worker = started
  }

  function run(spec: JobSpec, by: By, control: StartedControl): Promise<Result<JobResult>> {
    start()
    last += 1
    const job = last
    const stop = stopFlag.make()
    const raise = () => stopFlag.raise(stop)
    control.signal.addEventListener('abort', raise)
    const result = new Promise<Result<JobResult>>((end, fail) => jobs.set(job, { control, end, fail }))
    post({ say: 'run', job, spec, by, stop })
    return result.finally(() => {
      control.signal.removeEventListener('abort', raise)
      jobs.delete(job)
    })
  }

  return {
    execute: (spec, by, control) => queue.add(() => unlessCancelled(control, () => run(spec, by, control))),
    async close() {
      await queue.onIdle()
      const ending = worker
      worker = null
      await ending?.terminate()
    },
  }
}
