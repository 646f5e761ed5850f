import { createHash } from 'node:crypto'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { ReceiptId, type StatementFileId } from '../../preload/contract/ids'
import type { StatementLine } from '../../preload/contract/statement'
import { lastClosedDay } from '../ledger/closing'
import type { Reader, Writer } from '../ledger/ledger'
import {
  countByHash,
  isStaging,
  knownIdentities,
  type LaterDecision,
  planLines,
  type StagedDecision,
  type StagedLine,
  stagedDecisions,
  stageLines,
} from '../ledger/staging'
import { count, type Planning, type Section } from './intake-planning'
import { withoutTakenBack } from './intake-taken-back'
import type { JobControl, JobResources } from './jobs'
import { matchCredits, runsByAccount } from './matching'

/**
 * Lines that are decided before any of them is staged. A big file is staged, and later posted, window by window in the order of the
 * orders it pays, so that the ledger is written where it was just written and not all over; a file of one window keeps its own order.
 */
export const WINDOW = 10_000
/** Lines that are looked up at once. */
const CHUNK = 2_000

/** Decides by key and reference, and stages, the lines read so far. What a name may decide waits until the whole file is read. */
export async function stagePending(
  resources: JobResources,
  planning: Planning,
  section: Section,
  control: JobControl,
): Promise<Refusal | null> {
  const read = planning.pending
  planning.pending = []
  const early = read.find((line) => line.bookedOn < section.account.opened_on)
  if (early) return { refusal: 'before_account_opened', openedOn: section.account.opened_on, bookedOn: early.bookedOn }
  const sorted = await withoutTakenBack(resources, planning, section, read)
  if (!sorted.ok) return sorted.refusal
  const lines = sorted.value
  const drafts: LineDraft[] = []
  for (let from = 0; from < lines.length; from += CHUNK) {
    const chunk = lines.slice(from, from + CHUNK)
    const fresh = await withoutKnown(resources, planning, section, chunk)
    if (!fresh.ok) return fresh.refusal
    drafts.push(...(await draftLines(resources, planning, section, fresh.value)))
    if (control.cancelled) return { refusal: 'cancelled' }
  }
  const isOneOfMany = lines.length === WINDOW || section.lines > 0
  section.lines += lines.length
  return await stageDrafts(resources, planning, isOneOfMany ? drafts.sort(byOrderPaid) : drafts, control)
}

type LineDraft = Omit<StagedLine, 'id' | 'line'>

/** By the order that is paid, the oldest first; what pays none comes last. */
function byOrderPaid({ planned: one }: LineDraft, { planned: other }: LineDraft): number {
  return (one?.orderId ?? Number.POSITIVE_INFINITY) - (other?.orderId ?? Number.POSITIVE_INFINITY) || 0
}

/** Writes decided lines in small units of work, numbered in this order. */
async function stageDrafts(
  resources: JobResources,
  planning: Planning,
  drafts: readonly LineDraft[],
  control: JobControl,
): Promise<Refusal | null> {
  for (let from = 0; from < drafts.length; ) {
    const unit = drafts.slice(from, from + planning.pace.size)
    let elapsedMs = 0
    const staged = await resources.ledger.write(resources.by, async (writer) => {
      const began = resources.clock.monotonicMs()
      if (!(await isStaging(writer, planning.id))) return refuse({ refusal: 'plan_expired' })
      await stageLines(writer, planning.id, numbered(writer, unit, planning.stored))
      elapsedMs = resources.clock.monotonicMs() - began
      return done(null)
    })
    if (!staged.ok) return staged.refusal
    planning.pace.took(unit.length, elapsedMs)
    planning.stored += unit.length
    from += unit.length
    control.progress('planning', planning.lines, null)
    if (control.cancelled) return { refusal: 'cancelled' }
  }
  return null
}

function numbered(writer: Writer, drafts: readonly LineDraft[], after: number): StagedLine[] {
  return drafts.map((draft, at) => ({ ...draft, id: ReceiptId.parse(writer.newId()), line: after + at + 1 }))
}

const countOf = (lines: Map<StatementFileId, number>, id: StatementFileId) => lines.set(id, (lines.get(id) ?? 0) + 1)

interface Identified {
  line: StatementLine
  identity: string
}

/**
 * Leaves out what is in already. Refuses another_job_running (somebody else is planning the same lines at this moment), day_closed (new
 * lines of a day that is closed).
 */
async function withoutKnown(
  resources: JobResources,
  planning: Planning,
  section: Section,
  lines: readonly StatementLine[],
): Promise<Result<Identified[]>> {
  const { reader } = resources.ledger
  const before = section.continues
    ? await countByHash(reader, section.account.id, lines.map(section.identities.hashOf))
    : new Map<string, number>()
  const identities = section.identities.of(lines, before)
  const known = await knownIdentities(reader, section.account.id, identities)
  const fresh: Identified[] = []
  for (const [index, line] of lines.entries()) {
    const identity = identities[index] ?? ''
    const earlier = known.get(identity)
    const times = earlier?.rolledBack.length ?? 0
    if (!earlier || earlier.fileId === null) {
      for (const id of earlier?.rolledBack ?? []) countOf(section.rolledBackByFile, id)
      fresh.push({ line, identity: times === 0 ? identity : `${identity}/${times + 1}` })
      continue
    }
    if (!earlier.published && earlier.fileId !== planning.id) return refuse({ refusal: 'another_job_running', kind: 'plan' })
    planning.duplicates += 1
    countOf(section.duplicatesByFile, earlier.fileId)
  }
  const closed = await lastClosedDay(reader)
  if (closed !== null && fresh.some(({ line }) => line.bookedOn <= closed)) return refuse({ refusal: 'day_closed', day: closed })
  return done(fresh)
}

async function draftLines(
  resources: JobResources,
  planning: Planning,
  section: Section,
  fresh: readonly Identified[],
): Promise<LineDraft[]> {
  const credits = fresh.filter(({ line }) => line.direction === 'credit').map(({ line }) => line)
  const matched = await matchCredits(resources.ledger.reader, section.account.id, credits, planning.taken, 'certain')
  let credit = 0
  return fresh.map(({ line, identity }) => {
    const match = line.direction === 'credit' ? matched[credit++] : undefined
    const decision = match?.decision
    section.moved += line.direction === 'credit' ? line.amount : -line.amount
    count(line.direction === 'credit' ? planning.credits : planning.debits, line.amount)
    if (decision?.cleared) planning.clears(decision.level, line.amount)
    return {
      statementId: section.statementId,
      accountId: section.account.id,
      read: line,
      identity,
      planned: decision?.cleared ? { orderId: decision.orderId, level: decision.level, evidence: JSON.stringify(decision.evidence) } : null,
      nameKey: match?.nameKey ?? '',
      merchantId: match?.merchantId ?? null,
    }
  })
}

/** The second look, over the whole file: whom a name and an amount clear among what is left. */
export async function planByName(resources: JobResources, planning: Planning, control: JobControl): Promise<Refusal | null> {
  for (let after = 0; ; ) {
    const lines = await stagedDecisions(resources.ledger.reader, planning.id, after, CHUNK)
    const last = lines.at(-1)
    if (!last) return null
    after = last.line
    const decided: LaterDecision[] = []
    for (const run of runsByAccount(lines.filter(isUndecided))) {
      const matched = await matchCredits(resources.ledger.reader, run[0]?.accountId ?? last.accountId, run, planning.taken, 'by_name')
      for (const [index, line] of run.entries()) {
        const decision = matched[index]?.decision
        if (!decision?.cleared) continue
        decided.push({ receiptId: line.id, orderId: decision.orderId, level: decision.level, evidence: JSON.stringify(decision.evidence) })
        planning.clears(decision.level, line.amount)
      }
    }
    const refusal = await storeDecisions(resources, planning, decided)
    if (refusal) return refusal
    control.progress('planning', after, planning.stored)
    if (control.cancelled) return { refusal: 'cancelled' }
  }
}

async function storeDecisions(resources: JobResources, planning: Planning, decided: readonly LaterDecision[]): Promise<Refusal | null> {
  if (decided.length === 0) return null
  const stored = await resources.ledger.write(resources.by, async (writer) => {
    if (!(await isStaging(writer, planning.id))) return refuse({ refusal: 'plan_expired' })
    await planLines(writer, decided)
    return done(null)
  })
  return stored.ok ? null : stored.refusal
}

/** A credit that neither key nor reference has decided. */
export function isUndecided(line: StagedDecision): boolean {
  return line.direction === 'credit' && (line.plannedLevel === null || line.plannedLevel === BY_NAME)
}
export const BY_NAME = 3

/** The digest of a plan: every line in its order, and what was decided of it. */
export async function planDigest(ledger: Reader, fileId: StatementFileId): Promise<string> {
  const digest = createHash('sha256')
  for (let after = 0; ; ) {
    const lines = await stagedDecisions(ledger, fileId, after, CHUNK)
    const last = lines.at(-1)
    if (!last) return digest.digest('hex')
    after = last.line
    for (const line of lines) digest.update(`${line.identity}|${line.plannedOrderId ?? ''}|${line.plannedLevel ?? ''}\n`)
  }
}
