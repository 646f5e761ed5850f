import type { StatementPaper } from '../../preload/contract/documents'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import type { PostedStatement } from '../export/statements/posted'
import { writePostedStatements } from '../export/statements/posted'
import { agentSettings } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import type { IssuedStatement } from '../ledger/issued-statements'
import type { PayoutOfStatement } from '../ledger/merchant-statements'
import type { Merchant } from '../ledger/merchants'
import { openSnapshot } from '../ledger/snapshot'
import { diskRefusal } from './exports'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { withLines } from './statement-facts'
import { isByPost, merchantsAtClosing } from './statement-list'
import { isIssued, keptStatement } from './statement-making'

/* The paper run: the statements of merchants that are told by letter, each behind its address, as one PDF, set from the facts of those that are kept. */
type PaperSpec = Extract<JobSpec, { kind: 'statement_paper' }>

interface Posted {
  readonly merchant: Merchant
  readonly payout: PayoutOfStatement
  readonly issued: IssuedStatement
}

/** Refuses no_statements (nobody gets one on paper), cancelled, disk_full, cannot_write_file. */
export async function runStatementPaper(resources: JobResources, spec: PaperSpec, control: JobControl): Promise<Result<JobResult>> {
  const { ledger, gateways, clock } = resources
  const { closingOn, path, ticket, fileName } = spec
  const all = await merchantsAtClosing(ledger.reader, gateways, closingOn)
  const byPost = all.flatMap(({ merchant, payout }) => (payout && isIssued(payout) && isByPost(merchant) ? [{ merchant, payout }] : []))
  const withAddress = byPost.filter(({ merchant }) => merchant.contacts.postalAddress !== '')
  if (withAddress.length === 0) return refuse({ refusal: 'no_statements', closingOn })
  const posted = await issueAll(resources, withAddress, path, control)
  if (!posted.ok) return posted
  const { identity } = await agentSettings(ledger.reader)
  try {
    const run = { title: fileName, bank: identity.name, writtenOn: clock.today(), statements: statementsOf(resources, posted.value) }
    const written = await writePostedStatements(path, run, {
      goOn: () => !control.cancelled,
      told: (letters) => control.progress('writing', letters, posted.value.length),
    })
    if (written === null) return refuse({ refusal: 'cancelled' })
    const withoutAddress = byPost.filter(({ merchant }) => merchant.contacts.postalAddress === '').map(({ merchant }) => merchant.name)
    return await recorded(resources, spec, { ticket, fileName, ...written, withoutAddress })
  } catch (fault) {
    return refuse(diskRefusal(fault))
  }
}

/** What is posted is kept first, so that paper and document say the same. */
async function issueAll(
  resources: JobResources,
  found: readonly Omit<Posted, 'issued'>[],
  path: string,
  control: JobControl,
): Promise<Result<Posted[]>> {
  const posted: Posted[] = []
  for (const { merchant, payout } of found) {
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
    const asked = { payoutId: payout.id, format: 'pdf' as const, beside: `${path}.making` }
    const kept = await keptStatement(resources, asked, { goOn: () => !control.cancelled })
    if (!kept.ok) return kept
    posted.push({ merchant, payout, issued: kept.value.issued })
  }
  return done(posted)
}

function* statementsOf({ ledger }: JobResources, posted: readonly Posted[]): Generator<PostedStatement> {
  for (const { merchant, payout, issued } of posted) {
    yield {
      language: issued.language,
      address: merchant.contacts.postalAddress,
      open: async () => {
        const snapshot = openSnapshot(ledger)
        return { toWrite: withLines(snapshot, payout, issued.statement), close: () => snapshot.close() }
      },
    }
  }
}

async function recorded(
  { ledger, by }: JobResources,
  { closingOn, fileName }: PaperSpec,
  paper: StatementPaper,
): Promise<Result<JobResult>> {
  const kept = await ledger.write(by, async (writer) => {
    const { letters, pages, withoutAddress } = paper
    const detail = { file: fileName, letters, pages, withoutAddress: withoutAddress.length }
    await appendAudit(writer, { stream: 'exports', action: 'statements_printed', subject: `closing:${closingOn}`, detail })
    return done(null)
  })
  return kept.ok ? done({ kind: 'statement_paper', paper }) : kept
}
