import { randomUUID } from 'node:crypto'
import type { Notification } from '../../preload/contract/carrier'
import type { GroupAgreed } from '../../preload/contract/clearing-groups'
import type { ClearingRules } from '../../preload/contract/clearing-rules'
import type { Clock } from '../../preload/contract/clock'
import type { SlipMethod } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { StatementFormat } from '../../preload/contract/documents'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { ExportRequest } from '../../preload/contract/exports'
import { JobId, type MerchantId, type PayoutId, type StatementFileId } from '../../preload/contract/ids'
import type { JobResult, JobState } from '../../preload/contract/jobs'
import type { Letter } from '../export/notices/letters'
import type { PostalSheet } from '../export/slips/postal'
import type { PrintedSlip } from '../export/slips/slip'
import type { Gateways } from '../gateways/gateway'
import type { By, Ledger } from '../ledger/ledger'
import type { MerchantListRequest } from './merchant-list'
import type { StatementPackRequest } from './statement-pack'

/*
 * Long work: planning and bringing in a statement, order files, matching, verifying, exporting. A job is data (JobSpec), so
 * that the same work runs in a worker of the core, inline in the operators' command, and in tests. It reports progress, can
 * be cancelled between its units of work, and ends in a result, a refusal or a numbered fault.
 */
export type JobSpec =
  | { kind: 'plan'; path: string; fileName: string }
  | { kind: 'intake'; planId: StatementFileId; digest: string }
  | { kind: 'orders'; path: string; fileName: string; merchantId: MerchantId; sha256: string }
  | { kind: 'match' }
  | { kind: 'group' }
  | { kind: 'clear_group'; agreed: GroupAgreed }
  | { kind: 'verify' }
  | { kind: 'export'; request: ExportRequest; path: string; ticket: string; fileName: string }
  | { kind: 'letters'; letters: readonly Letter[]; path: string }
  | { kind: 'slip'; slip: PrintedSlip; path: string }
  | { kind: 'postal_sheet'; sheet: PostalSheet; path: string }
  | { kind: 'statement'; payoutId: PayoutId; format: StatementFormat; path: string; ticket: string }
  | { kind: 'statement_pack'; request: StatementPackRequest; path: string; ticket: string; fileName: string }
  | { kind: 'statement_paper'; closingOn: BusinessDate; path: string; ticket: string; fileName: string }
  | { kind: 'payouts'; closingOn: BusinessDate; payOn: BusinessDate | null }
  | { kind: 'payout_posting' }
  | { kind: 'roll_back' }
  /** `mapping`: as the plan holds it (services/notice-columns mappingOf); null where a published layout is read. */
  | { kind: 'collection_preview'; method: SlipMethod; path: string; fileName: string; planId: string; mapping: string | null }
  | { kind: 'collection'; method: SlipMethod; path: string; fileName: string; sha256: string; mapping: string | null }
  | { kind: 'rules_trial'; from: BusinessDate; to: BusinessDate; rules: ClearingRules }
  | { kind: 'merchant_list'; request: MerchantListRequest; path: string; fileName: string }

export type Phase = Extract<Notification, { kind: 'progress' }>['phase']

/** What a job is handed to report with and to be stopped by. */
export interface JobControl {
  progress(phase: Phase, done: number, total: number | null): void
  /** True once somebody asked it to stop; the job then ends refused with `cancelled`, with nothing half done. */
  readonly cancelled: boolean
}

export interface JobResources {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly by: By
  readonly gateways: Gateways
}

/** The control where the job was started: `signal` tells at once that somebody asked it to stop. */
export interface StartedControl extends JobControl {
  readonly signal: AbortSignal
}

/** Runs one job to its end, wherever that is: inline, or in a worker. */
export type ExecuteJob = (spec: JobSpec, by: By, control: StartedControl) => Promise<Result<JobResult>>

/** Begins a job when its turn has come; one that was cancelled while it waited is not begun. */
export async function unlessCancelled(control: JobControl, begin: () => Promise<Result<JobResult>>): Promise<Result<JobResult>> {
  return control.cancelled ? refuse({ refusal: 'cancelled' }) : begin()
}

interface RunningJob {
  readonly owner: string
  state: JobState
  readonly stopping: AbortController
  readonly finished: Promise<void>
}

export interface Jobs {
  start(spec: JobSpec, by: By): JobId
  /** Starts a job and waits for its end; a fault is thrown by the number under which it was logged. */
  run(spec: JobSpec, by: By): Promise<Result<JobResult>>
  get(jobId: JobId, actor: string): Result<JobState>
  cancel(jobId: JobId, actor: string): Result<Record<string, never>>
  /** Waits for every running job to end; used when the core closes. */
  settle(): Promise<void>
}

const JOBS_KEPT = 200

/** `changed` is told when a job has ended, and how; `faulted` logs what was thrown and answers its number. */
export function createJobs(
  execute: ExecuteJob,
  tell: { notify(notification: Notification): void; faulted(fault: unknown): string; changed(spec: JobSpec, state: JobState): void },
): Jobs {
  const jobs = new Map<JobId, RunningJob>()

  async function run(jobId: JobId, spec: JobSpec, by: By, job: () => RunningJob): Promise<void> {
    const { signal } = job().stopping
    const control: StartedControl = {
      progress: (phase, count, total) => {
        job().state = { state: 'running', phase, done: count, total }
        tell.notify({ kind: 'progress', jobId, phase, done: count, total })
      },
      signal,
      get cancelled() {
        return signal.aborted
      },
    }
    const state = await execute(spec, by, control).then(
      (result): JobState => (result.ok ? { state: 'done', result: result.value } : { state: 'refused', refusal: result.refusal }),
      (fault): JobState => ({ state: 'fault', number: tell.faulted(fault) }),
    )
    job().state = state
    tell.changed(spec, state)
  }

  function own(jobId: JobId, actor: string): RunningJob | Refusal {
    const job = jobs.get(jobId)
    return job && job.owner === actor ? job : { refusal: 'not_found', what: 'job' }
  }

  function begin(spec: JobSpec, by: By): { jobId: JobId; job: RunningJob } {
    const jobId = JobId.parse(randomUUID())
    for (const [old, job] of jobs) {
      if (jobs.size < JOBS_KEPT) break
      if (job.state.state !== 'running') jobs.delete(old)
    }
    const finished = Promise.resolve().then(() => run(jobId, spec, by, () => job))
    const job: RunningJob = {
      owner: by.actor,
      state: { state: 'running', phase: 'reading', done: 0, total: null },
      stopping: new AbortController(),
      finished,
    }
    jobs.set(jobId, job)
    return { jobId, job }
  }

  return {
    start: (spec, by) => begin(spec, by).jobId,
    async run(spec, by) {
      const { job } = begin(spec, by)
      await job.finished
      if (job.state.state === 'done') return done(job.state.result)
      if (job.state.state === 'refused') return refuse(job.state.refusal)
      throw new Error(`a job ended ${JSON.stringify(job.state)}`)
    },
    get(jobId, actor) {
      const job = own(jobId, actor)
      return 'refusal' in job ? refuse(job) : done(job.state)
    },
    cancel(jobId, actor) {
      const job = own(jobId, actor)
      if ('refusal' in job) return refuse(job)
      job.stopping.abort()
      return done({})
    },
    async settle() {
      const running = [...jobs.values()]
      for (const { stopping } of running) stopping.abort()
      await Promise.all(running.map(({ finished }) => finished))
    },
  }
}
