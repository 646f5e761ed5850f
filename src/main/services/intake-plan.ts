import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import { BankAccount, kindOfFormat, type StatementFormat, type StatementHead, type StatementPart } from '../../preload/contract/statement'
import { bankColumns, otherWithHeader } from '../ledger/bank-columns'
import type { DesignatedAccountRow } from '../ledger/schema'
import { closeStatement, insertStatement, newestOrderEvent, openStaging } from '../ledger/staging'
import { type CoveredPeriod, coveredPeriods, designatedAccounts, keyOf, recordPlan } from '../ledger/statement-files'
import { wholeTo } from '../settlement/statement-continuity'
import { balanceRefusal, describePlan } from './intake-describe'
import { discardAbandoned, discardFile } from './intake-discard'
import { planByName, stagePending, WINDOW } from './intake-lines'
import { countPending, type DepositSection, Planning, type Section } from './intake-planning'
import type { JobControl, JobResources } from './jobs'
import { type LineIdentities, lineIdentities } from './line-identity'
import { pace } from './pace'

export const STATEMENT_BYTES_MAX = 512 * 1024 * 1024
const ERRORS_SHOWN_MAX = 1000

/**
 * Reads a statement file, stages its lines where nobody sees them and works out what each would clear.
 * Refuses file_empty, file_too_large, format_unknown, columns_changed, columns_of_other_account, statement_has_errors (all at once), account_unknown,
 * covered_by_other_format, books_from_other, deposit_account, before_account_opened, balance_differs, another_job_running, plan_expired (given up meanwhile), cancelled.
 */
export async function planStatement(
  resources: JobResources,
  spec: { path: string; fileName: string },
  control: JobControl,
): Promise<Result<JobResult>> {
  const bytes = readStatementBytes(spec.path)
  if (!bytes.ok) return bytes
  const accounts = await designatedAccounts(resources.ledger.reader)
  const recognised = await recognise(resources, bytes.value, accounts)
  if (!recognised.ok) return recognised
  const { format, parts } = recognised.value
  const cleaned = await discardAbandoned(resources, control)
  if (!cleaned.ok) return cleaned
  const sha256 = createHash('sha256').update(bytes.value).digest('hex')
  const plannedAtEvent = await newestOrderEvent(resources.ledger.reader)
  const opened = await resources.ledger.write(resources.by, async (writer) => {
    const planning = new Planning(writer.newId(), pace(200, 5000))
    await openStaging(writer, { id: planning.id, name: basename(spec.fileName), sha256, format, plannedAtEvent })
    return done(planning)
  })
  if (!opened.ok) return opened
  const planning = opened.value
  const read = await readParts(resources, planning, parts, accounts, control)
  const refusal =
    read ?? refusalOf(planning) ?? (await planByName(resources, planning, control)) ?? (await balanceRefusal(resources, planning))
  if (refusal) {
    await discardFile(resources, planning.id, control)
    return refuse(refusal)
  }
  const plan = await describePlan(resources, planning, { fileName: basename(spec.fileName), sha256, format })
  const recorded = await resources.ledger.write(resources.by, async (writer) => {
    const { lines, stored, duplicates } = planning
    const isRecorded = await recordPlan(writer, planning.id, {
      lines,
      stored,
      duplicates,
      digest: plan.digest,
      plan: JSON.stringify(plan),
      plannedAtEvent,
    })
    return isRecorded ? done(null) : refuse({ refusal: 'plan_expired' })
  })
  return recorded.ok ? done({ kind: 'plan', plan }) : recorded
}

interface Recognised {
  readonly format: StatementFormat
  readonly parts: Iterable<StatementPart>
}

/** By its content; a CSV of no known kind by the columns that were saved for one account and no other. Refuses format_unknown, columns_changed, columns_of_other_account. */
async function recognise(
  { ledger, gateways, clock }: JobResources,
  bytes: Uint8Array,
  accounts: ReadonlyMap<string, DesignatedAccountRow>,
): Promise<Result<Recognised>> {
  const { statements, statementSheets } = gateways
  const importedOn = clock.today()
  const recognised = statements.recogniseStatement(bytes)
  if (recognised.format !== null)
    return done({ format: recognised.format, parts: statements.readStatement(bytes, { dates: calendarOf(accounts), importedOn }) })
  const sheet = recognised.hint === 'unknown' ? statementSheets.recogniseSheet(bytes, await bankColumns(ledger.reader)) : null
  if (sheet === null) return refuse({ refusal: 'format_unknown', hint: recognised.hint })
  if ('changed' in sheet) return refuse({ refusal: 'columns_changed', columns: [...sheet.changed] })
  const { accountId, columns } = sheet.mapping
  const other = await otherWithHeader(ledger.reader, accountId, columns.header)
  if (other) return refuse({ refusal: 'columns_of_other_account', account: other.account.accountNumber })
  return done({ format: 'bank-csv', parts: statementSheets.readSheet(bytes, { ...sheet.mapping, importedOn }) })
}

function readStatementBytes(path: string): Result<Uint8Array> {
  const { size } = statSync(path)
  if (size === 0) return refuse({ refusal: 'file_empty' })
  if (size > STATEMENT_BYTES_MAX) return refuse({ refusal: 'file_too_large', bytes: size, limit: STATEMENT_BYTES_MAX })
  return done(readFileSync(path))
}

function refusalOf(planning: Planning): Refusal | null {
  if (planning.errorCount > 0) return { refusal: 'statement_has_errors', errors: planning.errors, total: planning.errorCount }
  if (planning.unknown.length === 0) return planning.barred ?? onlyDeposits(planning)
  const accounts = planning.unknown.map((head) => ({
    ...head.account,
    accountName: head.accountName,
    from: head.from,
    opening: head.opening,
    booksFrom: kindOfFormat(head.format),
  }))
  return { refusal: 'account_unknown', accounts }
}

function onlyDeposits({ sections, deposits: [first] }: Planning): Refusal | null {
  return first !== undefined && sections.length === 0 ? { refusal: 'deposit_account', account: first.head.account.accountNumber } : null
}

/** Reads all parts; a refusal only where reading itself could not go on (cancelled, disk full, busy). */
async function readParts(
  resources: JobResources,
  planning: Planning,
  parts: Iterable<StatementPart>,
  accounts: ReadonlyMap<string, DesignatedAccountRow>,
  control: JobControl,
): Promise<Refusal | null> {
  let section: Section | DepositSection | null = null
  for (const part of parts) {
    if (part.part === 'error') {
      planning.errorCount += 1
      if (planning.errors.length < ERRORS_SHOWN_MAX) planning.errors.push(part.error)
    } else if (part.part === 'head') {
      const begun = await beginSection(resources, planning, part.head, accounts)
      if (!begun.ok) return begun.refusal
      section = begun.value
    } else if (part.part === 'foot') {
      if (section) section.foot = part.foot
      const refusal = isOfSettlement(section) ? await endSection(resources, planning, section, control) : null
      if (refusal) return refusal
    } else if (!isOfSettlement(section)) {
      if (section && part.part === 'line') section.lines += 1
    } else if (part.part === 'pending') {
      countPending(section, part.pending)
    } else if (planning.sound) {
      planning.pending.push(part.line)
      if (planning.pending.length < WINDOW) continue
      const refusal = await stagePending(resources, planning, section, control)
      if (refusal) return refusal
    }
  }
  return null
}

/** A section whose lines are brought in, unlike that of a deposit. */
function isOfSettlement(section: Section | DepositSection | null): section is Section {
  return section !== null && 'statementId' in section
}

/** Western years only where every own account is known to be written so; the reader checks each date against the period. */
function calendarOf(accounts: ReadonlyMap<string, DesignatedAccountRow>): 'era' | 'western' {
  const calendars = new Set([...accounts.values()].map((account) => account.dates))
  return calendars.size === 1 && calendars.has('western') ? 'western' : 'era'
}

async function beginSection(
  resources: JobResources,
  planning: Planning,
  told: StatementHead,
  accounts: ReadonlyMap<string, DesignatedAccountRow>,
): Promise<Result<Section | DepositSection | null>> {
  planning.pending = []
  const ours = BankAccount.safeParse(told.account)
  if (!ours.success) {
    const deposit = { head: told, lines: 0, foot: null }
    planning.deposits.push(deposit)
    return done(deposit)
  }
  const head = { ...told, account: ours.data }
  const key = keyOf(head.account)
  const account = accounts.get(key)
  if (!account) {
    planning.unknown.push(head)
    return done(null)
  }
  const covered = await coveredPeriods(resources.ledger.reader, account.id)
  const booksFrom = account.books_from
  if (kindOfFormat(head.format) !== booksFrom)
    planning.barred = { refusal: 'books_from_other', account: head.account.accountNumber, booksFrom, format: head.format }
  const other = covered.find((period) => period.format !== head.format && period.from <= head.to && head.from <= period.to)
  if (other) planning.barred ??= { refusal: 'covered_by_other_format', format: other.format, file: other.fileName }
  const section: Section = {
    head,
    account,
    statementId: 0,
    identities: identitiesFor(planning, head),
    covered,
    lines: 0,
    duplicatesByFile: new Map(),
    rolledBackByFile: new Map(),
    foot: null,
    continues: continuesEarlier(covered, head),
    moved: 0,
    pending: { credits: { count: 0, amount: 0 }, debits: { count: 0, amount: 0 } },
  }
  if (!planning.sound) return done(section)
  const inserted = await resources.ledger.write(resources.by, async (writer) => {
    section.statementId = writer.newId()
    await insertStatement(writer, planning.id, {
      id: section.statementId,
      accountId: account.id,
      from: head.from,
      to: head.to,
      opening: head.opening,
      closing: null,
      sequenceNumber: head.sequenceNumber,
      lines: 0,
    })
    return done(null)
  })
  if (!inserted.ok) return inserted
  planning.sections.push(section)
  return done(section)
}

/** The same account once more in one file: the same statement again counts its lines anew, one that goes on counts them on. */
function identitiesFor(planning: Planning, head: Section['head']): LineIdentities {
  const earlier = planning.sections.findLast((section) => keyOf(section.head.account) === keyOf(head.account))
  const isRepeated =
    earlier !== undefined && head.opening !== null && earlier.head.opening === head.opening && earlier.head.from === head.from
  return earlier && !isRepeated ? earlier.identities : lineIdentities(head.account, head.format)
}

/** Whether a statement goes on within a day where an earlier one ended, instead of telling the same day again. */
function continuesEarlier(covered: readonly CoveredPeriod[], head: StatementHead): boolean {
  const { opening, from } = head
  if (opening === null || covered.some((period) => period.opening === opening && period.from === from)) return false
  return covered.some((period) => period.closing === opening && period.to >= from)
}

async function endSection(resources: JobResources, planning: Planning, section: Section, control: JobControl): Promise<Refusal | null> {
  if (!planning.sound) return null
  const refusal = await stagePending(resources, planning, section, control)
  if (refusal) return refusal
  const closed = await resources.ledger.write(resources.by, async (writer) => {
    const closing = section.foot?.closing ?? null
    await closeStatement(writer, section.statementId, { closing, lines: section.lines, wholeTo: wholeTo({ ...section.head, closing }) })
    return done(null)
  })
  return closed.ok ? null : closed.refusal
}
