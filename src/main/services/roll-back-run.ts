import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { EntryId, ReceiptId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { appendAudit } from '../ledger/audit'
import { restoreOpenItem } from '../ledger/clearing'
import { linksOfReceipts } from '../ledger/clearing-acts'
import { undoEnding } from '../ledger/endings'
import { type EntryDraft, newEntryId, postEntries, reversedPostings } from '../ledger/journal'
import type { Writer } from '../ledger/ledger'
import {
  closeItems,
  type LineInBooks,
  lastLines,
  linesLeft,
  lowerPosting,
  type RollingFile,
  rollingFiles,
  standingEndings,
} from '../ledger/roll-backs'
import { bookingDay } from './booking-days'
import { undoLinks, undoSteps } from './clearing-undo'
import type { JobControl, JobResources } from './jobs'
import { pace } from './pace'

/*
 * Takes files out of the books as was agreed: from their last line to their first, some lines in one unit of work. In each, the lines' clearings are
 * undone, their endings reversed, and then their own entries, on their own days. A unit is whole or not at all, so that whatever cuts a run off,
 * the next goes on from there.
 */
type Control = Pick<JobControl, 'progress' | 'cancelled'>

/** Takes out every file that is on its way, and tells what keeps one of them: refuses what taking it out refuses, once all others are out. */
export async function runRollBacks(resources: JobResources, control: Control): Promise<Result<JobResult>> {
  const rolled = await rollAll(resources, control)
  if (!rolled.ok) return rolled
  const { files, kept } = rolled.value
  return kept ? refuse(kept) : done({ kind: 'roll_back', files })
}

/** Goes on with every file on its way out before other work, which a file that is kept does not keep; tells how many are out now. Refuses cancelled. */
export async function resumeRollBacks(resources: JobResources, control: Control): Promise<Result<number>> {
  const rolled = await rollAll(resources, control)
  return rolled.ok ? done(rolled.value.files) : rolled
}

/** `kept`: why the first of those that stay where they are does. */
async function rollAll(resources: JobResources, control: Control): Promise<Result<{ files: number; kept: Refusal | null }>> {
  let files = 0
  let kept: Refusal | null = null
  for (const file of await rollingFiles(resources.ledger.reader)) {
    const rolled = await rollFile(resources, file, control)
    if (rolled.ok) files += 1
    else if (control.cancelled) return rolled
    else kept ??= rolled.refusal
  }
  return done({ files, kept })
}

/** Refuses cancelled, what undoing a clearing refuses, and roll_back_barred where money moved by how a line was ended. */
async function rollFile({ ledger, clock, by }: JobResources, file: RollingFile, control: Control): Promise<Result<null>> {
  const steps = pace(20, 200)
  for (;;) {
    const size = steps.size
    const began = clock.monotonicMs()
    const unit = await ledger.write({ actor: file.agreedBy, seat: by.seat }, (writer) => rollNext(writer, file, size))
    if (!unit.ok) return unit
    if (unit.value === 0) return done(null)
    steps.took(size, clock.monotonicMs() - began)
    control.progress('removing', file.postedTo - unit.value, file.postedTo)
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
  }
}

/** How many lines are left then. Where another program has come to the end meanwhile, nothing is. */
async function rollNext(writer: Writer, file: RollingFile, atMost: number): Promise<Result<number>> {
  const from = await linesLeft(writer, file.id)
  if (from === null) return done(0)
  const lines = await lastLines(writer, file.id, from, atMost)
  const receipts = lines.map(({ receiptId }) => receiptId)
  const today = dateInJapan(writer.at)
  const undone = await undoClearings(writer, receipts, { bookedOn: await bookingDay(writer, today), reason: file.why })
  if (!undone.ok) return undone
  const opened = await undoEndings(writer, new Set(receipts), file.why)
  if (!opened.ok) return opened
  await postEntries(writer, await reversalsOf(writer, lines))
  await closeItems(writer, receipts)
  const left = Math.max(0, from - atMost)
  await lowerPosting(writer, file.id, { from, to: left })
  if (left === 0) {
    await appendAudit(writer, {
      stream: 'intake',
      action: 'rolled_back',
      subject: `statement_file:${file.id}`,
      detail: { askedBy: file.askedBy, why: file.why },
    })
  }
  return done(left)
}

async function undoClearings(
  writer: Writer,
  receipts: readonly ReceiptId[],
  of: { bookedOn: BusinessDate; reason: string },
): Promise<Result<null>> {
  const standing = (await linksOfReceipts(writer, receipts)).filter(({ undone }) => undone === null)
  if (standing.length === 0) return done(null)
  const steps = await undoSteps(writer, standing)
  if (!steps.ok) return steps
  await undoLinks(writer, steps.value, of)
  return done(null)
}

/**
 * What ended lines otherwise is reversed; where an entry also ended a line that is still to come, that line is open again until then. Refuses
 * roll_back_barred where somebody's money has moved by it since the file was agreed to.
 */
async function undoEndings(writer: Writer, receipts: ReadonlySet<ReceiptId>, reason: string): Promise<Result<null>> {
  const endings = await standingEndings(writer, [...receipts])
  if (endings.some(({ movedMoney }) => movedMoney === 1)) return refuse({ refusal: 'roll_back_barred', bars: ['ended_otherwise'] })
  const entries = new Map<EntryId, BusinessDate>(endings.map(({ entryId, bookedOn }) => [entryId, bookedOn]))
  for (const [entryId, bookedOn] of entries) {
    const reversal = newEntryId(writer)
    const about = { bookedOn: await bookingDay(writer, bookedOn), receiptId: null, orderId: null }
    await postEntries(writer, [
      { ...about, id: reversal, kind: 'reversal', reverses: entryId, postings: await reversedPostings(writer, entryId) },
    ])
    await undoEnding(writer, { entryId, reversal, reason })
  }
  for (const { receiptId, amount } of endings) if (!receipts.has(receiptId)) await restoreOpenItem(writer, receiptId, amount)
  return done(null)
}

async function reversalsOf(writer: Writer, lines: readonly LineInBooks[]): Promise<EntryDraft[]> {
  const drafts: EntryDraft[] = []
  for (const { receiptId, bookedOn, entryId } of lines) {
    const postings = await reversedPostings(writer, entryId)
    drafts.push({ id: newEntryId(writer), kind: 'reversal', bookedOn, receiptId, orderId: null, reverses: entryId, postings })
  }
  return drafts
}
