import { existsSync } from 'node:fs'
import type { Subject } from '../../preload/contract/carrier'
import { type Result, refuse } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import { clearGroup, groupWaiting } from './clearing-groups'
import { bringInCollection, previewCollection, resumeCollections } from './collection-intake'
import { expireOverdue } from './expiry'
import { runExport } from './exports'
import { applyStatement, resumePosting } from './intake-apply'
import { planStatement } from './intake-plan'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { writeLetterFile } from './letters'
import { matchWaiting } from './match'
import { runMerchantList } from './merchant-list'
import { importOrders } from './order-files'
import { planPayouts } from './payout-planning'
import { resumePayouts, runPayoutPosting } from './payout-posting'
import { resumeRollBacks, runRollBacks } from './roll-back-run'
import { tryRules } from './rules-trial'
import { writePostalSheetFile, writeSlipFile } from './slip-paper'
import { runStatement } from './statement-making'
import { runStatementPack } from './statement-pack'
import { runStatementPaper } from './statement-paper'
import { runVerify } from './verification'

/**
 * Runs one job to its end with these resources. Jobs that write first finish what an earlier run left undone (lines of a
 * published statement, orders past their day), so that every job begins on a ledger that is whole.
 */
export async function runJob(resources: JobResources, spec: JobSpec, control: JobControl): Promise<Result<JobResult>> {
  if (spec.kind === 'verify') return runVerify(resources, control)
  if (spec.kind === 'group') return groupWaiting(resources, control)
  if (spec.kind === 'letters') return writeLetterFile(spec)
  if (spec.kind === 'slip') return writeSlipFile(spec)
  if (spec.kind === 'postal_sheet') return writePostalSheetFile(spec)
  if (spec.kind === 'export') return runExport(resources, spec, control)
  if (spec.kind === 'merchant_list') return runMerchantList(resources, spec, control)
  if (spec.kind === 'statement') return runStatement(resources, spec, control)
  if (spec.kind === 'statement_pack') return runStatementPack(resources, spec, control)
  if (spec.kind === 'statement_paper') return runStatementPaper(resources, spec, control)
  if (spec.kind === 'rules_trial') return tryRules(resources, spec, control)
  const resumed = await resumePosting(resources, control)
  if (!resumed.ok) return resumed
  if (spec.kind === 'roll_back') return runRollBacks(resources, control)
  const rolled = await resumeRollBacks(resources, control)
  if (!rolled.ok) return rolled
  if (spec.kind === 'payout_posting') return runPayoutPosting(resources, control)
  const resumedPayouts = await resumePayouts(resources, control)
  if (!resumedPayouts.ok) return resumedPayouts
  const resumedCollections = await resumeCollections(resources, control)
  if (!resumedCollections.ok) return resumedCollections
  const expired = await expireOverdue(resources)
  if (!expired.ok) return expired
  // Between offering and reading, the person may have offered so many others that this file had to go.
  if ('path' in spec && !existsSync(spec.path)) return refuse({ refusal: 'offer_expired' })
  switch (spec.kind) {
    case 'plan':
      return planStatement(resources, spec, control)
    case 'intake':
      return applyStatement(resources, spec, control)
    case 'orders':
      return importOrders(resources, spec, control)
    case 'collection_preview':
      return previewCollection(resources, spec, control)
    case 'collection':
      return bringInCollection(resources, spec, control)
    case 'payouts':
      return planPayouts(resources, spec, control)
    case 'clear_group':
      return clearGroup(resources, spec.agreed, control)
    case 'match':
      return matchWaiting(resources, control)
  }
}
