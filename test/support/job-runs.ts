import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runJob } from '../../src/main/services/job-kinds'
import type { Jobs } from '../../src/main/services/jobs'
import type { TestLedger } from './ledger'
import { quietControl, resourcesOf } from './statements'

/** What the storefront needs to hand out files: jobs that run at once, and room beside the ledger. */
export function jobRuns(test: TestLedger): {
  run: Jobs['run']
  files: { room(): string; discard(path: string): Promise<void> }
} {
  return {
    run: (spec, by) => runJob(resourcesOf(test, by), spec, quietControl()),
    files: { room: () => join(test.dir, randomUUID()), discard: (path) => rm(path, { force: true }) },
  }
}
