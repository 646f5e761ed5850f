import type { Result } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import type { By } from '../ledger/ledger'
import type { JobSpec, Phase } from './jobs'

/*
 * What the core and its job worker say to each other. The worker has its own connection to the ledger but asks the core for a
 * turn before every unit of work, so that a clerk's save never waits behind more than one small unit.
 */
export type ToWorker = { say: 'run'; job: number; spec: JobSpec; by: By; stop: SharedArrayBuffer } | { say: 'your_turn'; turn: number }

/** `stop` of a job: one byte that both threads see, so that a job learns it even in the middle of its work. */
export const stopFlag = {
  make: (): SharedArrayBuffer => new SharedArrayBuffer(1),
  raise: (stop: SharedArrayBuffer): void => void Atomics.store(new Uint8Array(stop), 0, 1),
  isRaised: (stop: SharedArrayBuffer): boolean => Atomics.load(new Uint8Array(stop), 0) === 1,
}

export type FromWorker =
  | { say: 'progress'; job: number; phase: Phase; done: number; total: number | null }
  | { say: 'ended'; job: number; result: Result<JobResult> }
  | { say: 'failed'; job: number; message: string; stack: string }
  | { say: 'turn_please'; turn: number }
  | { say: 'turn_over'; turn: number }
