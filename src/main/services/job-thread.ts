import type { MessagePort } from 'node:worker_threads'
import type { Clock } from '../../preload/contract/clock'
import type { Gateways } from '../gateways/gateway'
import { openLedger } from '../ledger/ledger'
import type { Turns } from '../ledger/turns'
import { runJob } from './job-kinds'
import type { JobControl } from './jobs'
import { type FromWorker, stopFlag, type ToWorker } from './worker-messages'

type Run = Extract<ToWorker, { say: 'run' }>

/** Asks the core before every unit of work, and gives the turn back after it. */
function askedTurns(say: (message: FromWorker) => void): Turns & { granted(turn: number): void } {
  const waiting = new Map<number, () => void>()
  let last = 0
  return {
    granted(turn) {
      waiting.get(turn)?.()
      waiting.delete(turn)
    },
    async take(work) {
      last += 1
      const turn = last
      await new Promise<void>((begin) => {
        waiting.set(turn, begin)
        say({ say: 'turn_please', turn })
      })
      try {
        return await work()
      } finally {
        say({ say: 'turn_over', turn })
      }
    },
  }
}

/**
 * The other end of job-worker.ts: a thread with its own connection to the ledger that runs the jobs it is told, and asks the
 * core for a turn before every unit of work.
 */
export function serveJobs(port: MessagePort, options: { ledgerPath: string; clock: Clock; gateways: Gateways }): void {
  const { clock, gateways } = options
  const say = (message: FromWorker) => port.postMessage(message)
  const turns = askedTurns(say)
  const opened = openLedger({ path: options.ledgerPath, clock, create: false, turns, bulk: true })

  async function run({ job, spec, by, stop }: Run): Promise<void> {
    const control: JobControl = {
      progress: (phase, done, total) => say({ say: 'progress', job, phase, done, total }),
      get cancelled() {
        return stopFlag.isRaised(stop)
      },
    }
    const ledger = await opened
    const result = ledger.ok ? await runJob({ ledger: ledger.value, clock, by, gateways }, spec, control) : ledger
    say({ say: 'ended', job, result })
  }

  port.on('message', (message: ToWorker) => {
    if (message.say === 'your_turn') turns.granted(message.turn)
    if (message.say !== 'run') return
    run(message).catch((fault: unknown) => {
      const error = fault instanceof Error ? fault : new Error(String(fault))
      say({ say: 'failed', job: message.job, message: error.message, stack: error.stack ?? '' })
    })
  })
}
