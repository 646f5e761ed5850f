import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId, StatementFileId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { appendAudit } from '../ledger/audit'
import { lastClosedDay } from '../ledger/closing'
import { type EntryDraft, newEntryId } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { advancePosting, insertOpenItems, type LineToPost, linesToPost, orderStates } from '../ledger/posting'
import { leftToRolledBack } from '../ledger/roll-backs'
import type { StatementFileRowStored } from '../ledger/schema'
import { earliestBooking, newestOrderEvent, type StagedDecision, stagedDecisions, unfinishedFiles } from '../ledger/staging'
import { countCredits, extendsCoverage, publish, statementFile } from '../ledger/statement-files'
import { statementCredit, statementDebit } from '../settlement/ledger-entries'
import { Allotments } from './allocating'
import { confirmOutgoing } from './confirmation'
import { expireOverdue } from './expiry'
import { discardFile } from './intake-discard'
import { BY_NAME, isUndecided } from './intake-lines'
import type { JobControl, JobResources } from './jobs'
import { matchCredits, runsByAccount, type Way } from './matching'
import { pace } from './pace'

/**
 * Applies a plan exactly as it was shown: publishes the staged file by one small step, then posts its lines in small units of
 * work. If the program dies in between, `resumePosting` goes on where it stopped.
 * Refuses day_closed, plan_expired (also another person's), plan_changed (orders moved since, or a file it left lines to was rolled back, and the
 * plan would be another one), cancelled (before publishing only), ledger_busy, disk_full.
 */
export async function applyStatement(
  resources: JobResources,
  spec: { planId: StatementFileId; digest: string },
  control: JobControl,
): Promise<Result<JobResult>> {
  const { reader } = resources.ledger
  const file = await statementFile(reader, spec.planId)
  if (file?.state !== 'staging' || file.imported_by !== resources.by.actor) return refuse({ refusal: 'plan_expired' })
  if (file.digest !== spec.digest) return refuse({ refusal: 'plan_changed' })
  const isNews = file.stored > 0 || (await extendsCoverage(reader, file.id))
  const closed = isNews ? await closedDayIn(reader, file.id) : null
  if (closed) return refuse(closed)
  const taken = isNews ? await publishUnchanged(resources, file, control) : await forget(resources, file, control)
  if (!taken.ok) return taken
  const posted = isNews ? await postFile(resources, file.id, control) : done(0)
  if (!posted.ok) return posted
  const confirmed = await confirmOutgoing(resources)
  if (!confirmed.ok) return confirmed
  const expired = await expireOverdue(resources)
  if (!expired.ok) return expired
  const cleared = isNews ? ((await statementFile(reader, file.id))?.cleared ?? 0) : 0
  const waiting = (await countCredits(reader, file.id)) - cleared
  const { stored, duplicates } = file
  return done({ kind: 'intake', intake: { fileId: file.id, stored, duplicates, cleared, waiting } })
}

/** A day was closed since the plan was made, and the file has lines of it. */
async function closedDayIn(reader: Reader, fileId: StatementFileId): Promise<Refusal | null> {
  const closed = await lastClosedDay(reader)
  if (closed === null) return null
  const earliest = await earliestBooking(reader, fileId)
  return earliest !== null && earliest <= closed ? { refusal: 'day_closed', day: closed } : null
}

/** A file that brings nothing new leaves only its trace in the audit trail. */
async function forget(resources: JobResources, file: StatementFileRowStored, control: JobControl): Promise<Result<null>> {
  const noted = await resources.ledger.write(resources.by, async (writer): Promise<Result<null>> => {
    if (await leftToRolledBack(writer, file.id)) return refuse({ refusal: 'plan_changed' })
    await auditIntake(writer, file, 'brought_in_again')
    return done(null)
  })
  return noted.ok ? discardFile(resources, file.id, control) : noted
}

async function auditIntake(writer: Writer, file: StatementFileRowStored, action: string): Promise<void> {
  const { name, sha256, format, lines, stored, duplicates, digest } = file
  await appendAudit(writer, {
    stream: 'intake',
    action,
    subject: `statement_file:${file.id}`,
    detail: { name, sha256, format, lines, stored, duplicates, digest },
  })
}

const REPLANS_MAX = 5

/** Publishes when nothing has moved since the plan; where orders moved, decides anew and publishes only if nothing differs. */
async function publishUnchanged(resources: JobResources, file: StatementFileRowStored, control: JobControl): Promise<Result<null>> {
  let checkedAt = file.planned_at_event
  for (let attempt = 0; attempt < REPLANS_MAX; attempt++) {
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
    const published = await resources.ledger.write(resources.by, async (writer) => {
      if ((await newestOrderEvent(writer)) !== checkedAt) return done(false)
      if (await leftToRolledBack(writer, file.id)) return refuse({ refusal: 'plan_changed' })
      if (!(await publish(writer, file.id, file.digest))) return refuse({ refusal: 'plan_expired' })
      await auditIntake(writer, file, 'brought_in')
      return done(true)
    })
    if (!published.ok) return published
    if (published.value) return done(null)
    checkedAt = await newestOrderEvent(resources.ledger.reader)
    const difference = await decideAnew(resources, file, control)
    if (difference) return refuse(difference)
  }
  return refuse({ refusal: 'plan_changed' })
}

/** Decides every staged line again, by the same two looks; a refusal as soon as one decision differs from the plan that was shown. */
async function decideAnew(resources: JobResources, file: StatementFileRowStored, control: JobControl): Promise<Refusal | null> {
  const taken = new Set<OrderId>()
  for (const way of ['certain', 'by_name'] as const) {
    for (let after = 0; ; ) {
      const lines = await stagedDecisions(resources.ledger.reader, file.id, after, 2000)
      const last = lines.at(-1)
      if (!last) break
      after = last.line
      const asked = lines.filter((line) => line.direction === 'credit' && (way === 'certain' || isUndecided(line)))
      for (const run of runsByAccount(asked)) if (await differs(resources, run, taken, way)) return { refusal: 'plan_changed' }
      control.progress('planning', after, file.stored)
      if (control.cancelled) return { refusal: 'cancelled' }
    }
  }
  return null
}

async function differs(resources: JobResources, run: readonly StagedDecision[], taken: Set<OrderId>, way: Way): Promise<boolean> {
  const [first] = run
  if (!first) return false
  const matched = await matchCredits(resources.ledger.reader, first.accountId, run, taken, way)
  return run.some((line, index) => {
    const decision = matched[index]?.decision
    const planned = way === 'certain' && line.plannedLevel === BY_NAME ? null : line.plannedOrderId
    return (
      (decision?.cleared ? decision.orderId : null) !== planned ||
      (decision?.cleared && planned !== null && decision.level !== line.plannedLevel)
    )
  })
}

/** Posts a published file to its end: each line to suspense or unexplained outgoing, and from there to its order where planned. */
export async function postFile(
  resources: JobResources,
  fileId: StatementFileId,
  control: Pick<JobControl, 'progress'> & { readonly mayStop?: boolean },
): Promise<Result<number>> {
  const steps = pace(100, 5000)
  let total = 0
  for (;;) {
    const size = steps.size
    let elapsedMs = 0
    const posted = await resources.ledger.write(resources.by, async (writer) => {
      const began = resources.clock.monotonicMs()
      const outcome = await postNext(writer, fileId, size)
      elapsedMs = resources.clock.monotonicMs() - began
      return done(outcome)
    })
    if (!posted.ok) return posted
    total += posted.value.cleared
    control.progress('posting', posted.value.postedTo, posted.value.stored)
    if (posted.value.finished) break
    steps.took(size, elapsedMs)
    if (control.mayStop) return refuse({ refusal: 'cancelled' })
  }
  await resources.ledger.optimise()
  return done(total)
}

interface Posted {
  postedTo: number
  stored: number
  cleared: number
  finished: boolean
}

async function postNext(writer: Writer, fileId: StatementFileId, atMost: number): Promise<Posted> {
  const file = await statementFile(writer, fileId)
  if (file?.state !== 'published') return { postedTo: file?.posted_to ?? 0, stored: file?.stored ?? 0, cleared: 0, finished: true }
  const lines = await linesToPost(writer, fileId, file.posted_to, atMost)
  if (lines.length === 0 && file.stored > file.posted_to)
    throw new Error(`statement file ${fileId} has ${file.stored} lines, but none after ${file.posted_to}`)
  const cleared = await postLines(writer, lines)
  const postedTo = lines.at(-1)?.line ?? file.posted_to
  const finished = postedTo >= file.stored
  await advancePosting(writer, file, { postedTo, cleared, finished })
  return { postedTo, stored: file.stored, cleared, finished }
}

function entryOf(writer: Writer, line: LineToPost): EntryDraft {
  const isCredit = line.direction === 'credit'
  return {
    id: newEntryId(writer),
    kind: isCredit ? 'statement_credit' : 'statement_debit',
    bookedOn: line.booked_on,
    receiptId: line.id,
    orderId: null,
    reverses: null,
    postings: isCredit
      ? statementCredit({ accountId: line.account_id, amount: line.amount })
      : statementDebit({ accountId: line.account_id, amount: line.amount }),
  }
}

async function postLines(writer: Writer, lines: readonly LineToPost[]): Promise<number> {
  const orders = await orderStates(
    writer,
    lines.flatMap((line) => line.planned_order_id ?? []),
  )
  const allotments = new Allotments()
  const waiting: LineToPost[] = []
  for (const line of lines) {
    const order = line.planned_order_id === null ? undefined : orders.get(line.planned_order_id)
    const added =
      order &&
      allotments.add(writer, {
        receiptId: line.id,
        order,
        amount: line.amount,
        bookedOn: line.booked_on,
        valueOn: line.value_on,
        level: line.planned_level ?? 0,
        evidence: line.planned_evidence ?? '[]',
      })
    // Its plan reserves an order, so this does not happen; if it did, the money waits for a person instead of being lost.
    if (!added?.ok) waiting.push(line)
  }
  await allotments.write(
    writer,
    lines.map((line) => entryOf(writer, line)),
  )
  await insertOpenItems(writer, waiting)
  return allotments.ids.length
}

/**
 * Finishes what an earlier run of the program left published but not wholly posted, in the name of the person who brought it in.
 * Stops between two units of work when asked to; what is left goes on another time.
 */
export async function resumePosting(resources: JobResources, control: Pick<JobControl, 'progress' | 'cancelled'>): Promise<Result<number>> {
  let files = 0
  for (const file of await unfinishedFiles(resources.ledger.reader)) {
    const posted = await postFile({ ...resources, by: { actor: file.imported_by, seat: resources.by.seat } }, file.id, {
      progress: control.progress,
      get mayStop() {
        return control.cancelled
      },
    })
    if (!posted.ok) return posted
    files += 1
  }
  return done(files)
}
