import { existsSync, readFileSync, rmSync } from 'node:fs'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../../src/main/compose'
import { composeGateways } from '../../src/main/compose-gateways'
import { serveJobs } from '../../src/main/services/job-thread'
import type { FromWorker } from '../../src/main/services/worker-messages'

/*
 * The job worker as it is, but mortal: a file beside the ledger tells it when to die. `asking`: while it waits for its turn.
 * `posting`: in the middle of a unit of work, with the turn and the write lock in its hands. It dies once; its successor lives.
 * `breaking`: it lives, but what its job does next fails.
 */
const { ledgerPath }: { ledgerPath: string } = workerData
if (!parentPort) throw new Error('started as a worker only')
const port: MessagePort = parentPort
const fate = `${ledgerPath}.fate`

function isFated(cause: string): boolean {
  if (!existsSync(fate) || readFileSync(fate, 'utf8') !== cause) return false
  rmSync(fate)
  return true
}
function dieOf(cause: string): void {
  if (isFated(cause)) process.exit(7)
}

let isPosting = false
const say = port.postMessage.bind(port)
port.postMessage = (message: FromWorker) => {
  say(message)
  if (message.say === 'progress') isPosting = message.phase === 'posting'
  if (message.say === 'turn_please') dieOf('asking')
}
const clock = systemClock()
serveJobs(port, {
  ledgerPath,
  gateways: composeGateways(),
  clock: {
    ...clock,
    monotonicMs: () => {
      // Asked for at the beginning and the end of each unit of work.
      if (isPosting) dieOf('posting')
      if (isFated('breaking')) throw new Error('broken')
      return clock.monotonicMs()
    },
  },
})
