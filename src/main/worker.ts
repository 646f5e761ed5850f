import { parentPort, workerData } from 'node:worker_threads'
import { composeWorker } from './compose'

/* The job worker: a thread of the core, for work that takes longer than a person waits. Started by the core, never by hand. */
if (!parentPort) throw new Error('worker.js is started by the core')
composeWorker(parentPort, workerData)
