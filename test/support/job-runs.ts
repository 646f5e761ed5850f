import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runJob } from '../../src/main/services/job-kinds'
import type { Jobs } from '../../src/main/services/jobs'
import { createSlipFiles, type SlipFileOf } from '../../src/main/services/slip-paper'
import type { TestLedger } from './ledger'
import { gateways, quietControl, resourcesOf } from './statements'

/** What the storefront needs to hand out files: jobs that run at once, and room beside the ledger. */
export function jobRuns(test: TestLedger): {
  run: Jobs['run']
  files: { room(): string; discard(path: string): Promise<void> }
  slipFileOf: SlipFileOf
} {
  const run: Jobs['run'] = (spec, by) => runJob(resourcesOf(test, by), spec, quietControl())
  const files = { room: () => join(test.dir, randomUUID()), discard: (path: string) => rm(path, { force: true }) }
  return { run, files, slipFileOf: createSlipFiles({ ...test, run, files, storeAgent: gateways.storeAgent }) }
}
