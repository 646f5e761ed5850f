import { createHash, type Hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { BusinessDate } from '../../preload/contract/date'
import { type Refusal, type Result, done, refuse } from '../../preload/contract/errors'
import { ReceiptId, StatementFileId } from '../../preload/contract/ids'
import type { OrderId } from '../../preload/contract/ids'
import type { PlannedStatement, StatementPlan } from '../../preload/contract/intake'
import type { JobResult } from '../../preload/contract/jobs'
import { type Yen, yen } from '../../preload/contract/money'
import type { RecordError, StatementFoot, StatementHead, StatementLine } from '../../preload/contract/statement'
import type { Writer } from '../ledger/ledger'
import type { DesignatedAccountRow } from '../ledger/schema'
import { type StagedLine, closeStatement, insertStatement, knownIdentities, newestOrderEvent, openStaging, stageLines } from '../ledger/staging'
import { type CoveredPeriod, coveredPeriods, designatedAccounts, filesById, filesWithHash, keyOf, recordPlan } from '../ledger/statement-files'
import { findGap } from '../settlement/statement-continuity'
import { discardAllStaged, discardFile } from './intake-discard'
import type { JobControl, JobResources } from './jobs'
import { type LineIdentities, lineIdentities } from './line-identity'
import { matchCredits } from './matching'
import { type Pace, pace } from './pace'

export const STATEMENT_BYTES_MAX = 512 * 1024 * 1024
const ERRORS_SHOWN_MAX = 1000

/** A line whose match is decided, as it counts in the plan. */
interface Tally {
  count: number
  amount: number
}

/** One account's part of the file while it is being read. */
interface Section {
  head: StatementHead
  account: DesignatedAccountRow
  statementId: number
  identities: LineIdentities
  covered: readonly CoveredPeriod[]
  lines: number
  duplicatesByFile: Map<StatementFileId, number>
  foot: StatementFoot | null
}

interface UnknownAccount {
  head: StatementHead
}

/** Everything a plan gathers from first byte to last. */
class Planning {
  readonly id: StatementFileId
  readonly errors: RecordError[] = []
  errorCount = 0
  readonly unknown: UnknownAccount[] = []
  otherFormat: Refusal | null = null
  readonly sections: Section[] = []
  readonly taken = new Set<OrderId>()
  readonly identitiesByAccount = new Map<string, LineIdentities>()
  readonly digest: Hash = createHash('sha256')
  readonly credits: Tally = { count: 0, amount: 0 }
  readonly debits: Tally = { count: 0, amount: 0 }
  readonly waiting: Tally = { count: 0, amount: 0 }
  readonly byLevel = new Map<number, Tally>()
  pending: StatementLine[] = []
  stored = 0
  duplicates = 0
  constructor(
    id: number,
    readonly pace: Pace,
  ) {
    this.id = StatementFileId.parse(id)
  }
  /** While the file is sound its lines are staged; after a fault the rest is only read for further faults. */
  get sound(): boolean {
    return this.errorCount === 0 && this.unknown.length === 0 && this.otherFormat === null
  }
  get lines(): number {
    return this.stored + this.duplicates
  }
}

function count(tally: Tally, amount: number): void {
  tally.count += 1
  tally.amount += amount
}

const told = (tally: Tally): { count: number; amount: Yen } => ({ count: tally.count, amount: yen(tally.amount) })

/**
 * Reads a statement file, stages its lines where nobody sees them and works out what each would clear.
 * Refuses file_empty, file_too_large, format_unknown, statement_has_errors (all at once), account_unknown, covered_by_other_format, cancelled.
 */
export async function planStatement(resources: JobResources, spec: { path: string; fileName: string }, control: JobControl): Promise<Result<JobResult>> {
  const bytes = readStatementBytes(spec.path)
  if (!bytes.ok) return bytes
  const recognised = resources.gateways.statements.recogniseStatement(bytes.value)
  if (recognised.format === null) return refuse({ refusal: 'format_unknown', hint: recognised.hint })
  const cleaned = await discardAllStaged(resources, control)
  if (!cleaned.ok) return cleaned
  const sha256 = createHash('sha256').update(bytes.value).digest('hex')
  const accounts = await designatedAccounts(resources.ledger.reader)
  const plannedAtEvent = await newestOrderEvent(resources.ledger.reader)
  const opened = await resources.ledger.write(resources.by, async (writer) => {
    const planning = new Planning(writer.newId(), pace(200, 5000))
    await openStaging(writer, { id: planning.id, name: basename(spec.fileName), sha256, format: recognised.format, plannedAtEvent })
    return done(planning)
  })
  if (!opened.ok) return opened
  const planning = opened.value
  const read = await readParts(resources, planning, bytes.value, accounts, control)
  const refusal = read ?? refusalOf(planning)
  if (refusal) {
    await discardFile(resources, planning.id, control)
    return refuse(refusal)
  }
  const plan = await describe(resources, planning, { fileName: basename(spec.fileName), sha256, format: recognised.format })
  const recorded = await resources.ledger.write(resources.by, async (writer) => {
    const { lines, stored, duplicates } = planning
    await recordPlan(writer, planning.id, { lines, stored, duplicates, digest: plan.digest, plan: JSON.stringify(plan), plannedAtEvent })
    return done(null)
  })
  return recorded.ok ? done({ kind: 'plan', plan }) : recorded
}

function readStatementBytes(path: string): Result<Uint8Array> {
  const { size } = statSync(path)
  if (size === 0) return refuse({ refusal: 'file_empty' })
  if (size > STATEMENT_BYTES_MAX) return refuse({ refusal: 'file_too_large', bytes: size, limit: STATEMENT_BYTES_MAX })
  return done(readFileSync(path))
}

function refusalOf(planning: Planning): Refusal | null {
  if (planning.errorCount > 0) return { refusal: 'statement_has_errors', errors: planning.errors, total: planning.errorCount }
  if (planning.unknown.length === 0) return planning.otherFormat
  const accounts = planning.unknown.map(({ head }) => ({ ...head.account, accountName: head.accountName, from: head.from, opening: head.opening }))
  return { refusal: 'account_unknown', accounts }
}

/** Reads all parts; a refusal only where reading itself could not go on (cancelled, disk full, busy). */
async function readParts(
  resources: JobResources,
  planning: Planning,
  bytes: Uint8Array,
  accounts: ReadonlyMap<string, DesignatedAccountRow>,
  control: JobControl,
): Promise<Refusal | null> {
  let section: Section | null = null
  for (const part of resources.gateways.statements.readStatement(bytes, { dates: calendarOf(accounts), importedOn: resources.clock.today() })) {
    if (part.part === 'error') {
      planning.errorCount += 1
      if (planning.errors.length < ERRORS_SHOWN_MAX) planning.errors.push(part.error)
    } else if (part.part === 'head') {
      section = await beginSection(resources, planning, part.head, accounts)
    } else if (part.part === 'foot') {
      if (section) section.foot = part.foot
      const refusal = section ? await endSection(resources, planning, section) : null
      if (refusal) return refusal
    } else if (section && planning.sound) {
      planning.pending.push(part.line)
      if (planning.pending.length < planning.pace.size) continue
      const refusal = await flush(resources, planning, section)
      if (refusal) return refusal
      control.progress('planning', planning.lines, null)
      if (control.cancelled) return { refusal: 'cancelled' }
    }
  }
  return null
}

/** Western years only where every own account is known to be written so; the reader checks each date against the period. */
function calendarOf(accounts: ReadonlyMap<string, DesignatedAccountRow>): 'era' | 'western' {
  const calendars = new Set([...accounts.values()].map((account) => account.dates))
  return calendars.size === 1 && calendars.has('western') ? 'western' : 'era'
}

async function beginSection(
  resources: JobResources,
  planning: Planning,
  head: StatementHead,
  accounts: ReadonlyMap<string, DesignatedAccountRow>,
): Promise<Section | null> {
  planning.pending = []
  const key = keyOf(head.account)
  const account = accounts.get(key)
  if (!account) {
    planning.unknown.push({ head })
    return null
  }
  const covered = await coveredPeriods(resources.ledger.reader, account.id)
  const other = covered.find((period) => period.format !== head.format && period.from <= head.to && head.from <= period.to)
  if (other) planning.otherFormat = { refusal: 'covered_by_other_format', format: other.format, file: other.fileName }
  const identities = planning.identitiesByAccount.get(key) ?? lineIdentities(head.account)
  planning.identitiesByAccount.set(key, identities)
  const section: Section = { head, account, statementId: 0, identities, covered, lines: 0, duplicatesByFile: new Map(), foot: null }
  if (!planning.sound) return section
  await resources.ledger.write(resources.by, async (writer) => {
    section.statementId = writer.newId()
    await insertStatement(writer, planning.id, {
      id: section.statementId, accountId: account.id, from: head.from, to: head.to, opening: head.opening, closing: null,
      sequenceNumber: head.sequenceNumber, lines: 0,
    })
    return done(null)
  })
  planning.sections.push(section)
  return section
}

async function endSection(resources: JobResources, planning: Planning, section: Section): Promise<Refusal | null> {
  if (!planning.sound) return null
  const refusal = await flush(resources, planning, section)
  if (refusal) return refusal
  const closed = await resources.ledger.write(resources.by, async (writer) => {
    await closeStatement(writer, section.statementId, section.foot?.closing ?? null, section.lines)
    return done(null)
  })
  return closed.ok ? null : closed.refusal
}

/** Decides and stages the lines read so far. */
async function flush(resources: JobResources, planning: Planning, section: Section): Promise<Refusal | null> {
  const lines = planning.pending
  planning.pending = []
  if (lines.length === 0) return null
  section.lines += lines.length
  const fresh = await withoutKnown(resources, planning, section, lines)
  const drafts = await draftLines(resources, planning, section, fresh)
  let elapsedMs = 0
  const staged = await resources.ledger.write(resources.by, async (writer) => {
    const began = resources.clock.monotonicMs()
    await stageLines(writer, planning.id, numbered(writer, drafts))
    elapsedMs = resources.clock.monotonicMs() - began
    return done(null)
  })
  if (!staged.ok) return staged.refusal
  planning.pace.took(lines.length, elapsedMs)
  return null
}

function numbered(writer: Writer, drafts: readonly Omit<StagedLine, 'id'>[]): StagedLine[] {
  return drafts.map((draft) => ({ ...draft, id: ReceiptId.parse(writer.newId()) }))
}

interface Identified {
  line: StatementLine
  identity: string
}

async function withoutKnown(resources: JobResources, planning: Planning, section: Section, lines: readonly StatementLine[]): Promise<Identified[]> {
  const identified = lines.map((line) => ({ line, identity: section.identities.of(line) }))
  const known = await knownIdentities(resources.ledger.reader, section.account.id, identified.map(({ identity }) => identity))
  return identified.filter(({ identity }) => {
    const file = known.get(identity)
    if (file === undefined) return true
    planning.duplicates += 1
    section.duplicatesByFile.set(file, (section.duplicatesByFile.get(file) ?? 0) + 1)
    return false
  })
}

async function draftLines(
  resources: JobResources,
  planning: Planning,
  section: Section,
  fresh: readonly Identified[],
): Promise<Omit<StagedLine, 'id'>[]> {
  const credits = fresh.filter(({ line }) => line.direction === 'credit').map(({ line }) => line)
  const matched = await matchCredits(resources.ledger.reader, section.account.id, credits, planning.taken)
  let credit = 0
  return fresh.map(({ line, identity }) => {
    const match = line.direction === 'credit' ? matched[credit++] : undefined
    const decision = match?.decision
    const planned = decision?.cleared ? { orderId: decision.orderId, level: decision.level, evidence: JSON.stringify(decision.evidence) } : null
    planning.stored += 1
    planning.digest.update(`${identity}|${planned?.orderId ?? ''}|${planned?.level ?? ''}\n`)
    tally(planning, line, planned?.level ?? null)
    return {
      statementId: section.statementId, line: planning.stored, accountId: section.account.id, read: line, identity, planned,
      nameKey: match?.nameKey ?? '', merchantId: match?.merchantId ?? null,
    }
  })
}

function tally(planning: Planning, line: StatementLine, level: number | null): void {
  count(line.direction === 'credit' ? planning.credits : planning.debits, line.amount)
  if (line.direction === 'debit') return
  if (level === null) {
    count(planning.waiting, line.amount)
    return
  }
  const atLevel = planning.byLevel.get(level) ?? { count: 0, amount: 0 }
  planning.byLevel.set(level, atLevel)
  count(atLevel, line.amount)
}

async function describe(
  resources: JobResources,
  planning: Planning,
  file: Pick<StatementPlan, 'fileName' | 'sha256' | 'format'>,
): Promise<StatementPlan> {
  const alreadyImported = await filesWithHash(resources.ledger.reader, file.sha256)
  const statements: PlannedStatement[] = []
  for (const section of planning.sections) statements.push(await describeSection(resources, section))
  return {
    planId: planning.id, digest: planning.digest.digest('hex'), ...file, statements, credits: told(planning.credits), debits: told(planning.debits),
    stored: planning.stored, duplicates: planning.duplicates,
    willClear: [...planning.byLevel].sort(([a], [b]) => a - b).map(([level, sum]) => ({ level, ...told(sum) })),
    waiting: told(planning.waiting),
    alreadyImported: alreadyImported && { fileName: alreadyImported.fileName, importedBy: alreadyImported.importedBy, importedAt: alreadyImported.importedAt },
  }
}

async function describeSection(resources: JobResources, section: Section): Promise<PlannedStatement> {
  const { head, account } = section
  const ids = [...section.duplicatesByFile.keys()]
  const files = ids.length > 0 ? await filesById(resources.ledger.reader, ids) : []
  return {
    account: head.account, accountId: account.id, ...namesOf(resources, head), accountName: head.accountName || account.account_name,
    from: head.from, to: head.to, opening: head.opening, closing: section.foot?.closing ?? null, lines: section.lines,
    duplicates: [...section.duplicatesByFile.values()].reduce((sum, lines) => sum + lines, 0),
    earlierFiles: files.map(({ id, fileName, importedBy, importedAt }) => ({
      fileName, importedBy, importedAt, lines: section.duplicatesByFile.get(id) ?? 0,
    })),
    gap: gapBefore(section),
  }
}

function gapBefore({ head, account, covered }: Section): { from: BusinessDate; to: BusinessDate; difference: Yen } | null {
  return findGap({ openedOn: account.opened_on, openingBalance: account.opening_balance }, covered, head)
}

function namesOf(resources: JobResources, head: StatementHead): { bankName: string; branchName: string } {
  const { bankCode, branchCode } = head.account
  return {
    bankName: resources.gateways.banks.findBank(bankCode)?.name ?? head.bankName,
    branchName: resources.gateways.banks.findBranch(bankCode, branchCode)?.name ?? head.branchName,
  }
}

