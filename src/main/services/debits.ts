import { createHash, randomUUID } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import type { Clock } from '../../preload/contract/clock'
import type { DebitException } from '../../preload/contract/debits'
import type { ReadDebits } from '../../preload/contract/direct-debit'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ApprovalId } from '../../preload/contract/ids'
import { openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { countWaitingDebits, type WaitingDebit, waitingDebits } from '../ledger/debit-results'
import { countRuns, fileOfRun, listRuns, runById } from '../ledger/debit-runs'
import type { Ledger, Reader } from '../ledger/ledger'
import type { Handlers } from './context'
import { askMade, payOrder } from './debit-made'
import { askLineNotMade, askRunNotMade, overdueRuns } from './debit-not-made'
import { bringInResult, noteDebit, placeResult, previewOf } from './debit-results'
import { cyclesShown, giveUp, prepareRun, type RunGateways, release } from './debit-runs'
import { type Events, publishChanged } from './events'
import type { Files } from './files'
import { pageById } from './id-pages'
import { endOf } from './mandates'
import { cardNumberProblem, refusalOf } from './merchant-checks'

/* 口座振替 at the desk: cycles and runs, result files shown and then brought in, what waits for a person. */
export interface DebitDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly files: Files
  readonly gateways: RunGateways
}

interface Plan {
  readonly path: string
  readonly fileName: string
  readonly actor: string
  readonly until: number
}

const PLAN_KEPT_MS = 30 * 60_000
const PLANS_MAX = 100
/** A file of 20,000 lines of 122 bytes is read, shown and brought in at once. */
const RESULT_BYTES_MAX = 122 * 20_003

type DebitHandlers = Pick<Handlers, Extract<keyof Handlers, `debits.${string}`>>

export function debitHandlers(deps: DebitDeps): DebitHandlers {
  return { ...runHandlers(deps), ...resultHandlers(deps) }
}

function runHandlers({ ledger, clock, events, files, gateways }: DebitDeps): Pick<Handlers, RunMethod> {
  const changed = () => publishChanged(events, 'debits', 'orders', 'clearing', 'audit')
  return {
    'debits.cycles': async () => done({ cycles: await cyclesShown(ledger.reader, clock.now(), gateways.holidays) }),
    'debits.runs': (_context, asked) =>
      pageById(clock, asked, {
        read: (before, atMost) => listRuns(ledger.reader, before, atMost),
        count: () => countRuns(ledger.reader),
      }),
    'debits.prepare': async ({ by }, { debitOn }) => {
      const prepared = await ledger.write(by, (writer) => prepareRun(writer, gateways, debitOn))
      if (prepared.ok) changed()
      return prepared
    },
    'debits.release': async ({ by, user }, seen) => {
      if (!user) return refuse({ refusal: 'not_signed_in' })
      const released = await ledger.write(by, (writer) => release(writer, user, seen, gateways, clock.today()))
      if (released.ok) changed()
      return released
    },
    'debits.giveUp': async ({ by }, { id, reason }) => {
      const card = refusalOf(cardNumberProblem('reason', reason))
      if (card) return refuse(card)
      const given = await ledger.write(by, (writer) => giveUp(writer, id, reason, { today: clock.today(), holidays: gateways.holidays }))
      if (given.ok) changed()
      return given
    },
    'debits.download': async ({ by, actor }, { id }) => {
      const run = await runById(ledger.reader, id)
      const file = run && (await fileOfRun(ledger.reader, id))
      if (!run || !file) return refuse({ refusal: 'not_found', what: 'debit_run' })
      if (run.state !== 'submitted') return refuse({ refusal: 'debit_run_not_there', state: run.state })
      const noted = await ledger.write(by, async (writer) => {
        await appendAudit(writer, { stream: 'debits', action: 'file_fetched', subject: `debit_run:${id}`, detail: { sha256: run.sha256 } })
        return done(null)
      })
      if (!noted.ok) return noted
      const path = files.room()
      await writeFile(path, file, { mode: 0o600 })
      publishChanged(events, 'audit')
      return done({ ticket: files.issueTicket(path, run.fileName, actor), fileName: run.fileName })
    },
  }
}

type ResultMethod = 'debits.preview' | 'debits.bringIn' | 'debits.exceptions' | 'debits.end' | 'debits.overdue' | 'debits.notMade'
type RunMethod = Exclude<Extract<keyof Handlers, `debits.${string}`>, ResultMethod>

function resultHandlers({ ledger, clock, events, files, gateways }: DebitDeps): Pick<Handlers, ResultMethod> {
  const plans = new Map<string, Plan>()
  const forget = () => {
    for (const [planId, { until }] of plans) if (until < clock.now() || plans.size >= PLANS_MAX) plans.delete(planId)
  }
  const days = () => ({ today: clock.today(), holidays: gateways.holidays })
  return {
    'debits.preview': async (context, { reference }) => {
      const offered = files.resolve(reference, context.actor)
      if (!offered.ok) return offered
      const { path, name: fileName } = offered.value
      const read = await readResult(gateways, path)
      if (!read.ok) return read
      const placed = await placeResult(ledger.reader, read.value.read, clock.today())
      if (!placed.ok) return placed
      const planId = randomUUID()
      forget()
      plans.set(planId, { path, fileName, actor: context.actor, until: clock.now() + PLAN_KEPT_MS })
      return done(await previewOf(ledger.reader, placed.value, { planId, fileName, sha256: read.value.sha256 }))
    },
    'debits.bringIn': async ({ by, actor }, { planId, sha256 }) => {
      const plan = plans.get(planId)
      if (!plan || plan.actor !== actor || plan.until < clock.now()) return refuse({ refusal: 'plan_expired' })
      const read = await readResult(gateways, plan.path)
      if (!read.ok) return read
      if (read.value.sha256 !== sha256) return refuse({ refusal: 'plan_expired' })
      const file = { fileName: plan.fileName, sha256 }
      const brought = await ledger.write(by, (writer) => bringInResult(writer, read.value.read, file, days()))
      if (!brought.ok) return brought
      plans.delete(planId)
      publishChanged(events, 'debits', 'orders', 'collections', 'clearing', 'audit')
      return brought
    },
    'debits.exceptions': async (_context, asked) => {
      const page = await pageById(clock, asked, {
        read: (after, atMost) => waitingDebits(ledger.reader, after, atMost),
        count: () => countWaitingDebits(ledger.reader),
      })
      return page.ok ? done({ ...page.value, rows: await exceptionsOf(ledger.reader, page.value.rows) }) : page
    },
    'debits.end': async ({ by, user }, wish) => {
      const card = refusalOf(cardNumberProblem('note', wish.note))
      if (card) return refuse(card)
      const { id, ending, note } = wish
      const ended = await ledger.write(by, async (writer): Promise<Result<{ approvalId: ApprovalId | null }>> => {
        if (ending === 'not_debited' || ending === 'debited') {
          const ask = ending === 'debited' ? askMade : askLineNotMade
          return user ? ask(writer, user, { id, why: note }) : refuse({ refusal: 'not_signed_in' })
        }
        const noted = await (ending === 'paid' ? payOrder : noteDebit)(writer, id, note)
        return noted.ok ? done({ approvalId: null }) : noted
      })
      if (ended.ok) publishChanged(events, 'debits', 'orders', 'collections', 'approvals', 'audit')
      return ended
    },
    'debits.overdue': async () => done({ runs: await overdueRuns(ledger.reader, days()) }),
    'debits.notMade': async ({ by, user }, { id, note }) => {
      const card = refusalOf(cardNumberProblem('note', note))
      if (card) return refuse(card)
      if (!user) return refuse({ refusal: 'not_signed_in' })
      const asked = await ledger.write(by, (writer) => askRunNotMade(writer, user, { id, why: note }, days()))
      if (asked.ok) publishChanged(events, 'debits', 'approvals', 'audit')
      return asked
    },
  }
}

/** Refuses file_too_large. */
async function readResult(
  { directDebit }: Pick<RunGateways, 'directDebit'>,
  path: string,
): Promise<Result<{ read: ReadDebits; sha256: string }>> {
  const { size } = await stat(path)
  if (size > RESULT_BYTES_MAX) return refuse({ refusal: 'file_too_large', bytes: size, limit: RESULT_BYTES_MAX })
  const bytes = await readFile(path)
  return done({ read: directDebit.readDebits(bytes, 'result'), sha256: createHash('sha256').update(bytes).digest('hex') })
}

async function exceptionsOf(ledger: Reader, lines: readonly WaitingDebit[]): Promise<DebitException[]> {
  const rows: DebitException[] = []
  for (const line of lines) {
    const kind = line.outcome === 'contradicts' ? 'debit_made' : 'debit_not_made'
    rows.push({ ...exceptionOf(line), isAsked: (await openApproval(ledger, kind, line.id)) !== null })
  }
  return rows
}

function exceptionOf(line: WaitingDebit): Omit<DebitException, 'isAsked'> {
  const { account, debitLineId: _, claimId, orderId, orderNumber, merchantId: __, merchantName, ...row } = line
  return {
    ...row,
    accountEnding: endOf(account),
    holdsMoney: claimId !== null,
    order: orderId === null ? null : { id: orderId, orderNumber, merchantName },
  }
}
