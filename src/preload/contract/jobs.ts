import { z } from 'zod'
import { VerifyResult } from './audit'
import { MatchResult } from './clearing'
import { GroupCleared, GroupsFound } from './clearing-groups'
import { CollectionPreview, CollectionResult } from './collections'
import { StatementMade, StatementPack, StatementPaper } from './documents'
import { Refusal } from './errors'
import { ExportResult } from './exports'
import { JobId } from './ids'
import { IntakeResult, StatementPlan } from './intake'
import { method } from './method'
import { PayoutsPlanned } from './payouts'
import { RulesTrial } from './rules'

/** What a long job ended in, by its kind. */
export const JobResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), plan: StatementPlan }),
  z.object({ kind: z.literal('intake'), intake: IntakeResult }),
  z.object({ kind: z.literal('orders'), imported: z.int() }),
  z.object({ kind: z.literal('match'), match: MatchResult }),
  z.object({ kind: z.literal('group'), groups: GroupsFound }),
  z.object({ kind: z.literal('clear_group'), cleared: GroupCleared }),
  z.object({ kind: z.literal('verify'), verify: VerifyResult }),
  z.object({ kind: z.literal('export'), export: ExportResult }),
  z.object({ kind: z.literal('letters'), pages: z.int() }),
  z.object({ kind: z.literal('slip') }),
  z.object({ kind: z.literal('statement'), statement: StatementMade }),
  z.object({ kind: z.literal('statement_pack'), pack: StatementPack }),
  z.object({ kind: z.literal('statement_paper'), paper: StatementPaper }),
  z.object({ kind: z.literal('payouts'), payouts: PayoutsPlanned }),
  z.object({ kind: z.literal('payout_posting'), runs: z.int() }),
  z.object({ kind: z.literal('roll_back'), files: z.int() }),
  z.object({ kind: z.literal('collection_preview'), preview: CollectionPreview }),
  z.object({ kind: z.literal('collection'), collection: CollectionResult }),
  z.object({ kind: z.literal('rules_trial'), trial: RulesTrial }),
])
export type JobResult = z.infer<typeof JobResult>

export const JobState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('running'), phase: z.string(), done: z.int(), total: z.int().nullable() }),
  z.object({ state: z.literal('done'), result: JobResult }),
  z.object({ state: z.literal('refused'), refusal: Refusal }),
  z.object({ state: z.literal('fault'), number: z.string() }),
])
export type JobState = z.infer<typeof JobState>

export const jobMethods = {
  /** Where a job stands. Only the person who started it may ask. */
  'jobs.get': method({ permission: 'signed_in', input: z.object({ jobId: JobId }), output: JobState }),
  /** Asks a job to stop; it ends refused with `cancelled` and leaves nothing half done. */
  'jobs.cancel': method({ permission: 'signed_in', input: z.object({ jobId: JobId }), output: z.object({}) }),
}
