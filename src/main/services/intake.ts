import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import type { OfferReference } from '../../preload/contract/ids'
import type { Ledger } from '../ledger/ledger'
import { listStatementFiles } from '../ledger/statement-file-list'
import { isDemonstration } from '../ledger/users'
import type { Handlers } from './context'
import { transfersFiles } from './demonstration/bank'
import { merchants } from './demonstration/cast'
import { demonstrationFiles, demonstrationFolder } from './demonstration/create'
import type { Files } from './files'
import { discardFile } from './intake-discard'
import type { Jobs } from './jobs'

export interface IntakeDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly files: Files
  readonly jobs: Jobs
}

type IntakeHandlers = Pick<Handlers, 'intake.plan' | 'intake.apply' | 'intake.discard' | 'intake.files' | 'intake.demonstrationFiles'>

/** Bringing statements in: plan, look, apply. The long work runs as jobs (intake-plan.ts, intake-apply.ts). */
export function intakeHandlers({ ledger, clock, files, jobs }: IntakeDeps): IntakeHandlers {
  const given = new Map<string, OfferReference>()
  return {
    'intake.plan': async (context, { reference }) => {
      const offered = files.resolve(reference, context.actor)
      return offered.ok
        ? done({ jobId: jobs.start({ kind: 'plan', path: offered.value.path, fileName: offered.value.name }, context.by) })
        : offered
    },
    'intake.apply': async (context, { planId, digest }) => done({ jobId: jobs.start({ kind: 'intake', planId, digest }, context.by) }),
    'intake.discard': async (context, { planId }) => {
      const gone = await discardFile({ ledger, clock, by: context.by }, planId, { progress: () => undefined })
      return gone.ok ? done({}) : gone
    },
    'intake.files': async (_context, { cursor, size }) => {
      const began = clock.monotonicMs()
      const page = await listStatementFiles(ledger.reader, { cursor, size })
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'intake.demonstrationFiles': async ({ actor }) =>
      done({ files: (await isDemonstration(ledger.reader)) ? await offerDemonstration(ledger, files, actor, given) : [] }),
  }
}

interface OfferedFile {
  kind: 'statement' | 'orders'
  name: string
  reference: OfferReference
  merchant: string | null
}

/** Days whose transfers are offered, the newest ones: more than a person has left out. */
const TRANSFER_DAYS = 3

/** A window asks again and again: what a person was given before and still stands as it did takes no further place of theirs. */
async function offerDemonstration(ledger: Ledger, files: Files, actor: string, given: Map<string, OfferReference>): Promise<OfferedFile[]> {
  const folder = demonstrationFolder(ledger.path)
  const kinds = [
    ['statement', demonstrationFiles.statement, null],
    ['statement', demonstrationFiles.statementYesterday, null],
    ...transfersFiles(folder)
      .slice(-TRANSFER_DAYS)
      .map((name) => ['statement', name, null] as const),
    ['orders', demonstrationFiles.orders, merchants[0]?.name ?? null],
  ] as const
  const offered: OfferedFile[] = []
  for (const [kind, name, merchant] of kinds) {
    const path = join(folder, name)
    const key = `${actor} ${name} ${statSync(path, { throwIfNoEntry: false })?.mtimeMs}`
    const known = given.get(key)
    const reference = known && files.resolve(known, actor).ok ? known : await offerOne(files, path, name, actor)
    if (!reference) continue
    given.set(key, reference)
    offered.push({ kind, name, reference, merchant })
  }
  return offered
}

async function offerOne(files: Files, path: string, name: string, actor: string): Promise<OfferReference | null> {
  const offered = existsSync(path) ? await files.offer(path, name, actor) : null
  return offered?.ok ? offered.value : null
}
