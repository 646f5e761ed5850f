import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '../../preload/contract/clock'
import { type BusinessDate, formatDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, type RowError, refuse } from '../../preload/contract/errors'
import { SHEET_ROWS_MAX, type SheetChange } from '../../preload/contract/exception-sheets'
import type { EndingWish } from '../../preload/contract/exceptions'
import type { ReceiptId } from '../../preload/contract/ids'
import { sheetWords, writeExceptionSheet } from '../export/exception-sheet'
import type { Gateways } from '../gateways/gateway'
import { moneyLimits } from '../ledger/agent-settings'
import { openApproval, targetId } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { linesNamed } from '../ledger/exception-follow'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import type { Holidays } from '../settlement/calendar'
import type { Context, Handlers, Person } from './context'
import type { DeskSeats } from './desk-seats'
import { type Events, publishChanged } from './events'
import { draftEnding, endingApprovers } from './exception-endings'
import { keepFollowed } from './exception-follow'
import { differenceOf, isVersionOf, type KnownLines, readSheet, sheetVersion } from './exception-sheet-check'
import { allExceptions, endOrAsk, exceptionsOf, isMeant } from './exceptions'
import { diskRefusal } from './exports'
import type { Files } from './files'

/*
 * 例外 out to Excel and back. What comes back is a file like any other: all that is wrong with it is told at once, what it would change is
 * shown row by row, and exactly that is done, or nothing.
 */
export interface ExceptionSheetDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly files: Pick<Files, 'room' | 'issueTicket' | 'written' | 'resolve'>
  readonly gateways: Pick<Gateways, 'holidays' | 'orderFiles'>
  readonly seats: Pick<DeskSeats, 'refusal'>
}

interface Plan {
  readonly actor: string
  readonly until: number
  readonly digest: string
  readonly fileName: string
  readonly sha256: string
  readonly changes: readonly SheetChange[]
  /** How each line stood that is changed. */
  readonly versions: ReadonlyMap<ReceiptId, string>
}

type SheetMethod = 'exceptions.exportSheet' | 'exceptions.previewSheet' | 'exceptions.applySheet'

const PLAN_KEPT_MS = 30 * 60_000
const PLANS_MAX = 100

export function exceptionSheetHandlers(deps: ExceptionSheetDeps): Pick<Handlers, SheetMethod> {
  const plans = new Map<string, Plan>()
  const { clock } = deps
  return {
    'exceptions.exportSheet': exportSheet(deps),
    'exceptions.previewSheet': async (context, { reference }) => {
      const offered = deps.files.resolve(reference, context.actor)
      if (!offered.ok) return offered
      const planned = await planSheet(deps, context, offered.value)
      if (!planned.ok) return planned
      const { shown, plan } = planned.value
      for (const [planId, { until }] of plans) if (until < clock.now() || plans.size >= PLANS_MAX) plans.delete(planId)
      const planId = randomUUID()
      plans.set(planId, plan)
      return done({ planId, digest: plan.digest, fileName: plan.fileName, ...shown })
    },
    'exceptions.applySheet': async (context, { planId, digest }) => {
      const plan = plans.get(planId)
      const person = context.user
      if (!plan || plan.actor !== context.actor || plan.until < clock.now()) return refuse({ refusal: 'plan_expired' })
      if (plan.digest !== digest) return refuse({ refusal: 'plan_changed' })
      if (!person) return refuse({ refusal: 'not_signed_in' })
      const held = await deps.seats.refusal(context, [...plan.versions.keys()])
      if (held) return refuse(held)
      const applied = await deps.ledger.write(context.by, (writer) => apply(writer, person, plan, deps))
      if (!applied.ok) return applied
      plans.delete(planId)
      publishChanged(deps.events, 'exceptions', 'approvals', 'deposits', 'clearing', 'orders', 'refunds', 'audit')
      return applied
    },
  }
}

/** Some thousand rows take less than a second, with way made for others between some hundred: no job is needed. */
function exportSheet({ ledger, clock, files, gateways }: ExceptionSheetDeps): Handlers['exceptions.exportSheet'] {
  return async (context, { filter, language }) => {
    const writtenOn = clock.today()
    const all = (await allExceptions(ledger.reader, writtenOn, gateways.holidays)).filter((row) => isMeant(row, filter))
    const lines = all.slice(0, SHEET_ROWS_MAX).map((row) => ({ row, version: sheetVersion(row, writtenOn) }))
    const path = files.room()
    const fileName = `${sheetWords[language].name}_${formatDate(writtenOn).replaceAll('/', '')}.xlsx`
    const ticket = files.issueTicket(path, fileName, context.actor)
    const sha256 = createHash('sha256')
    const bytes = await writtenTo(() => writeExceptionSheet({ path, lines, writtenOn, language, watch: (chunk) => sha256.update(chunk) }))
    await files.written(path, bytes.ok)
    if (!bytes.ok) return bytes
    const detail = { ...filter, file: fileName, rows: lines.length, bytes: bytes.value, sha256: sha256.digest('hex') }
    const recorded = await ledger.write(context.by, async (writer) => {
      await appendAudit(writer, { stream: 'exports', action: 'exported', subject: 'exceptions:all', detail })
      return done(null)
    })
    return recorded.ok ? done({ ticket, fileName, rows: lines.length, leftOut: all.length - lines.length }) : recorded
  }
}

async function writtenTo(write: () => Promise<{ bytes: number }>): Promise<Result<number>> {
  try {
    return done((await write()).bytes)
  } catch (fault) {
    return refuse(diskRefusal(fault))
  }
}

type Shown = Pick<Awaited<ReturnType<typeof differenceOf>>, 'moved' | 'unchanged'> & { changes: SheetChange[] }

/** Reads the file, and works out what it would change and who must agree. Refuses sheet_has_errors, and what reading a file refuses. */
async function planSheet(
  { ledger, clock, gateways }: ExceptionSheetDeps,
  context: Context,
  { path, name: fileName }: { path: string; name: string },
): Promise<Result<{ shown: Shown; plan: Plan }>> {
  const sheet = await gateways.orderFiles.readOrderFile(path, SHEET_ROWS_MAX)
  if (!sheet.ok) return sheet
  const read = readSheet(sheet.value)
  const known = await knownLines(
    ledger.reader,
    read.rows.map(({ receiptId }) => receiptId),
    clock.today(),
    gateways.holidays,
  )
  const { changes: wished, moved, unchanged, errors } = differenceOf(read, known)
  const { ending: column } = sheetWords[read.language].headers
  const changes: SheetChange[] = []
  for (const change of wished) {
    const needed = await neededFor(ledger.reader, change, known.today, { holidays: gateways.holidays, actor: context.actor })
    if (needed.ok) changes.push({ ...change, needed: needed.value })
    else errors.push({ row: change.row, column, code: 'not_possible', found: change.ending ?? '' })
  }
  if (errors.length > 0) return refuse(withErrors(errors))
  const versions = new Map(read.rows.map(({ receiptId, version }) => [receiptId, version]))
  const changing = new Map(changes.map(({ receiptId }) => [receiptId, versions.get(receiptId) ?? '']))
  const digest = createHash('sha256')
    .update(JSON.stringify([sheet.value.sha256, changes, [...changing]]))
    .digest('hex')
  const until = clock.now() + PLAN_KEPT_MS
  const plan = { actor: context.actor, until, digest, fileName, sha256: sheet.value.sha256, changes, versions: changing }
  return done({ shown: { changes, moved, unchanged }, plan })
}

async function knownLines(reader: Reader, ids: readonly ReceiptId[], today: BusinessDate, holidays: Holidays): Promise<KnownLines> {
  const open = await exceptionsOf(reader, ids, today, holidays)
  return { open: new Map(open.map((row) => [row.receiptId, row])), names: await linesNamed(reader, ids), today }
}

const ERRORS_TOLD = 1_000

function withErrors(errors: readonly RowError[]): Refusal {
  const sorted = [...errors].sort((a, b) => a.row - b.row)
  return { refusal: 'sheet_has_errors', errors: sorted.slice(0, ERRORS_TOLD), total: errors.length }
}

const wishOf = (receiptId: ReceiptId, ending: EndingWish['ending']): EndingWish => ({ target: { of: 'line', receiptId }, ending })

/** How many must agree to the ending; nought where there is none, or nobody has to. Refuses what draftEnding refuses. */
async function neededFor(
  reader: Reader,
  { receiptId, ending }: Pick<SheetChange, 'receiptId' | 'ending'>,
  today: BusinessDate,
  { holidays, actor }: { holidays: Holidays; actor: string },
): Promise<Result<number>> {
  if (ending === null) return done(0)
  const drafted = await draftEnding(reader, wishOf(receiptId, ending), today)
  if (!drafted.ok) return drafted
  return done((await endingApprovers(reader, drafted.value, { limits: await moneyLimits(reader), holidays }, actor)).needed)
}

/** All of it in one unit of work. Refuses plan_changed, and what an ending refuses; nothing of it is stored then. */
async function apply(
  writer: Writer,
  person: Person,
  plan: Plan,
  { clock, gateways: { holidays } }: Pick<ExceptionSheetDeps, 'clock' | 'gateways'>,
): Promise<Result<{ rows: number; ended: number; asked: number }>> {
  const today = clock.today()
  const { open } = await knownLines(writer, [...plan.versions.keys()], today, holidays)
  for (const [receiptId, version] of plan.versions) {
    const line = open.get(receiptId)
    if (!line || !isVersionOf(line, version)) return refuse({ refusal: 'plan_changed' })
  }
  const counted = { rows: plan.changes.length, ended: 0, asked: 0 }
  for (const change of plan.changes) {
    const ended = await applyOne(writer, person, change, { today, holidays })
    if (!ended.ok) return ended
    if (ended.value !== null) counted[ended.value] += 1
  }
  await appendAudit(writer, {
    stream: 'refunds',
    action: 'sheet_applied',
    subject: `sheet:${plan.sha256}`,
    detail: { file: plan.fileName, sha256: plan.sha256, digest: plan.digest, ...counted },
  })
  return done(counted)
}

/** One row: what is written down beside the line, then its ending. */
async function applyOne(
  writer: Writer,
  person: Person,
  { receiptId, ending, thought, nextOn, attempt, needed }: SheetChange,
  { today, holidays }: { today: BusinessDate; holidays: Holidays },
): Promise<Result<'ended' | 'asked' | null>> {
  await keepFollowed(writer, receiptId, { attempt, thought: ending === null ? thought : '', nextOn: nextOn?.after })
  if (ending === null) return done(null)
  const wish = wishOf(receiptId, ending)
  const drafted = await draftEnding(writer, wish, today)
  if (!drafted.ok) return drafted
  if (await openApproval(writer, 'correction', targetId(wish.target))) return refuse({ refusal: 'change_already_staged' })
  const rules = { limits: await moneyLimits(writer), holidays }
  const approvers = await endingApprovers(writer, drafted.value, rules, `user:${person.name}`)
  const ended = await endOrAsk(writer, person, drafted.value, { why: thought, approvers })
  if (!ended.ok) return ended
  // Who must agree has been shown: another number is another plan.
  if (ended.value.ended !== (needed === 0)) return refuse({ refusal: 'plan_changed' })
  return done(ended.value.ended ? 'ended' : 'asked')
}
