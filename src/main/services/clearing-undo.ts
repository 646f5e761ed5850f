import { isDeepStrictEqual } from 'node:util'
import type { Approvers } from '../../preload/contract/approvers'
import type { ClearingUndoCase, JournalLine, UndoneLink, UndoTarget } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import { type BusinessDate, dateInJapan, daysBetween } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ActId, AllocationId, ApprovalId, EntryId, OrderId, ReceiptId } from '../../preload/contract/ids'
import { PositiveYen, sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { DisbursementTrack } from '../../preload/contract/orders'
import { moneyLimits } from '../ledger/agent-settings'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { openDeposit, restoreOpenItem } from '../ledger/clearing'
import { actOf, insertUndos, linksOfActs, type StoredLink } from '../ledger/clearing-acts'
import { settledOf } from '../ledger/clearing-rests'
import { lastClosedDay } from '../ledger/closing'
import { type EntryDraft, newEntryId, type PostingDraft, postEntries, reversedPostings } from '../ledger/journal'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { runsHolding } from '../ledger/payouts'
import { type EventDraft, type OrderChange, type OrderState, orderStates } from '../ledger/posting'
import { releasedAmountOf } from '../ledger/protection-cases'
import { accountOf, releaseTakenBack } from '../settlement/ledger-entries'
import { neededToUndo } from '../settlement/refundable'
import { shownStatus } from '../settlement/status'
import { isProtected } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { type DifferenceTaken, differencesTaken, openedBy, takeBackDifferences, takeUpAgain } from './clearing-rests'
import type { Deciding, Handlers, Person } from './context'
import { journalLinesOf } from './journal-lines'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { takeSteps } from './order-steps'

/*
 * 消込の取消: what stands of an act, or exactly one link of it, is taken back by reversing entries; the money goes back to suspense, each order
 * one step back. A clerk does it alone where the whole act is within the agent's limit, and for so many days; a second person agrees beyond, and
 * on a day that has been closed.
 */
export interface UndoStep {
  link: StoredLink
  order: OrderState
  event: 'allocation_undone_in_full' | 'allocation_undone_in_part'
  tracks: OrderState['tracks']
  /** What brings released money back to where the clearing had put it; empty where it still is there. */
  takenBack: PostingDraft[]
  reversal: PostingDraft[]
  /** Differences that were settled with it: they go with it. */
  differences: DifferenceTaken[]
}

const LEFT_THE_BANK: ReadonlySet<string> = new Set(['in_payout', 'settled', 'payout_returned', 'in_refund', 'refunded', 'partly_refunded'])

/** Whether an order's money has left, or is on its way: its clearings can no longer be undone. */
export const hasLeftTheBank = (disbursement: DisbursementTrack): boolean => LEFT_THE_BANK.has(disbursement)

/** What undoing these together means for each order, or why one of them cannot be: what `undoStep` refuses. */
export async function undoSteps(ledger: Reader, links: readonly StoredLink[]): Promise<Result<UndoStep[]>> {
  const ids = [...new Set(links.map(({ orderId }) => orderId))]
  const orders = await orderStates(ledger, ids)
  const runs = await runsHolding(ledger, ids)
  const steps: UndoStep[] = []
  const taken = new Set<EntryId>()
  for (const link of links) {
    const step = await undoStep(ledger, link, { order: orders.get(link.orderId), run: runs.get(link.orderId) })
    if (!step.ok) return step
    const { order, tracks } = step.value
    const differences = await differencesTaken(ledger, link, taken)
    if (!differences.ok) return differences
    orders.set(order.id, { ...order, paidAmount: yen(order.paidAmount - link.amount), tracks })
    steps.push({ ...step.value, differences: differences.value })
  }
  return done(steps)
}

/** Refuses already_undone, paid_out, in_payout_run, not_found, order_step_refused (also where two people have divided a contested order's money). */
async function undoStep(
  ledger: Reader,
  link: StoredLink,
  { order, run }: { order: OrderState | undefined; run: string | undefined },
): Promise<Result<Omit<UndoStep, 'differences'>>> {
  if (!order) return refuse({ refusal: 'not_found', what: 'order' })
  if (link.undone) return refuse({ refusal: 'already_undone' })
  if (hasLeftTheBank(order.tracks.disbursement)) return refuse({ refusal: 'paid_out', orderNumber: order.orderNumber })
  if (run !== undefined) return refuse({ refusal: 'in_payout_run', run })
  const event = order.paidAmount === link.amount ? 'allocation_undone_in_full' : 'allocation_undone_in_part'
  const step = applyEvent(order.tracks, { kind: event })
  if (!step.ok) return refuse({ refusal: 'order_step_refused', track: step.track, from: step.from, event })
  if ((await releasedAmountOf(ledger, order.id)) !== null)
    return refuse({ refusal: 'order_step_refused', track: 'protection', from: order.tracks.protection, event })
  const reversal = await reversedPostings(ledger, link.entryId)
  return done({ link, order, event, tracks: step.tracks, takenBack: takenBack(order, link.amount, reversal), reversal })
}

/** A protection that has ended in the merchant's favour has moved what was held to what the merchant is owed. */
function takenBack({ merchantId, tracks }: OrderState, amount: Yen, reversal: readonly PostingDraft[]): PostingDraft[] {
  const wasHeld = reversal.some(({ debit }) => accountOf(debit)?.kind === 'held_for_payers')
  return wasHeld && !isProtected(tracks.protection) ? releaseTakenBack({ merchantId, amount: PositiveYen.parse(amount) }) : []
}

/** All that undoing would touch, and who must agree. */
interface UndoShown {
  readonly actId: ActId
  readonly receiptId: ReceiptId
  readonly remitterName: string
  readonly steps: readonly UndoStep[]
  readonly amount: PositiveYen
  readonly links: UndoneLink[]
  readonly remaining: Yen
  readonly journal: JournalLine[]
  readonly bookedOn: BusinessDate
  readonly afterClose: boolean
  readonly days: number
  readonly approvers: Approvers
}

/** What is meant: all that stands of an act, or one link. Refuses not_found, already_undone. */
async function linksMeant(ledger: Reader, target: UndoTarget): Promise<Result<StoredLink[]>> {
  const actId = 'actId' in target ? target.actId : await actOf(ledger, target.allocationId)
  const links = actId === null ? [] : await linksOfActs(ledger, [actId])
  const meant =
    'actId' in target ? links.filter(({ undone }) => undone === null) : links.filter((link) => link.allocationId === target.allocationId)
  if (links.length === 0) return refuse({ refusal: 'not_found', what: 'allocation' })
  return meant.length === 0 ? refuse({ refusal: 'already_undone' }) : done(meant)
}

/** `asker`: as the audit trail names whoever asks. Whoever cleared by hand has touched the case, too. */
async function shownUndo(
  ledger: Reader,
  links: readonly StoredLink[],
  { asker, today }: { asker: string; today: BusinessDate },
): Promise<Result<UndoShown>> {
  const stepped = await undoSteps(ledger, links)
  if (!stepped.ok) return stepped
  const steps = stepped.value
  const [first] = links
  if (!first) return refuse({ refusal: 'already_undone' })
  const closed = await lastClosedDay(ledger)
  const differences = steps.flatMap((step) => step.differences)
  const bookedOn = earliest([...links, ...differences].map((one) => one.bookedOn)) ?? first.bookedOn
  const afterClose = closed !== null && bookedOn <= closed
  const days = Math.max(...links.map(({ at }) => daysBetween(dateInJapan(at), today)))
  const amount = PositiveYen.parse(sumYen(links.map((link) => link.amount)))
  // The act counts whole, with what of it is undone already: its pieces need no fewer people than all of it.
  const whole = (await linksOfActs(ledger, [first.actId])).filter(({ isRedone }) => !isRedone)
  const settled = await settledOf(ledger, { receiptId: first.receiptId, orderIds: [...new Set(whole.map(({ orderId }) => orderId))] })
  const counted = yen(sumYen(whole.map((link) => link.amount)) + sumYen(settled.map((one) => one.amount)))
  const limits = await moneyLimits(ledger)
  const barred = [...new Set([asker, ...links.map(({ by }) => by)])].filter((actor) => actor.startsWith('user:'))
  const left = await openDeposit(ledger, first.receiptId)
  return done({
    actId: first.actId,
    receiptId: first.receiptId,
    remitterName: first.remitterName,
    steps,
    amount,
    links: steps.map(told),
    remaining: yen((left?.remaining ?? 0) + amount + openedBy(differences)),
    journal: steps.flatMap(({ link, differences: settled, takenBack: back, reversal }) =>
      journalLinesOf([...settled.flatMap((one) => one.reversal), ...back, ...reversal], link.merchantName),
    ),
    bookedOn,
    afterClose,
    days,
    approvers: {
      ...neededToUndo(
        { amount: counted, days, afterClose, differences: settled },
        { amount: limits.undoAlone, days: limits.undoAloneDays },
        { alone: limits.correctionAlone, two: limits.correctionTwo },
      ),
      barred,
    },
  })
}

const earliest = (days: readonly BusinessDate[]): BusinessDate | undefined => [...days].sort()[0]

function told({ link, order, tracks }: UndoStep): UndoneLink {
  const { allocationId, orderNumber, merchantName } = link
  return {
    ...{ allocationId, orderId: order.id, orderNumber, merchantName, amount: PositiveYen.parse(link.amount) },
    statusBefore: shownStatus(order.tracks),
    statusAfter: shownStatus(tracks),
  }
}

/** What undoing would touch, and who must agree, told before anything is done. Refuses what `undoStep` refuses. */
export async function previewUndo(ledger: Reader, target: UndoTarget, by: { asker: string; today: BusinessDate }) {
  const meant = await linksMeant(ledger, target)
  const shown = meant.ok ? await shownUndo(ledger, meant.value, by) : meant
  if (!shown.ok) return shown
  const { actId, amount, links, remaining, journal, approvers } = shown.value
  return done({ actId, amount, links, remaining, journal, approvers, asked: (await openApproval(ledger, 'clearing_undo', actId)) !== null })
}

interface Undone {
  readonly receiptId: ReceiptId
  readonly remaining: Yen
  /** Who is asked, where it is not done yet. */
  readonly approvalId: ApprovalId | null
}

/** Undoes at once, or asks. */
export function undo(deps: { ledger: Ledger; clock: Clock; changed(): void }): Handlers['clearing.undo'] {
  return async (context, { reason, ...target }) => {
    const person = context.user
    const card = refusalOf(cardNumberProblem('reason', reason))
    if (card) return refuse(card)
    const undone = await deps.ledger.write(context.by, async (writer): Promise<Result<Undone>> => {
      const meant = await linksMeant(writer, target)
      const shown = meant.ok ? await shownUndo(writer, meant.value, { asker: context.actor, today: deps.clock.today() }) : meant
      if (!shown.ok) return shown
      if (await openApproval(writer, 'clearing_undo', shown.value.actId)) return refuse({ refusal: 'change_already_staged' })
      if (shown.value.approvers.needed === 0) return done(await carryOut(writer, shown.value, { today: deps.clock.today(), reason }))
      return person ? done(await ask(writer, person, shown.value, reason)) : refuse({ refusal: 'not_signed_in' })
    })
    if (undone.ok) deps.changed()
    return undone
  }
}

async function ask(writer: Writer, person: Person, shown: UndoShown, why: string): Promise<Undone> {
  const { actId, receiptId, remitterName, amount, links, remaining, bookedOn, afterClose, days, journal } = shown
  const approvalId = await insertApproval(writer, person.id, {
    kind: 'clearing_undo',
    ...{ actId, receiptId, remitterName, amount, links, remaining, bookedOn, afterClose, days, journal, why },
    touchedBy: shown.approvers.barred,
    needed: shown.approvers.needed,
    agreed: [],
  })
  await appendAudit(writer, {
    stream: 'clearing',
    action: 'undo_asked',
    subject: `act:${actId}`,
    detail: { approvalId, amount, links: idsOf(links), why },
  })
  const left = await openDeposit(writer, receiptId)
  return { receiptId, remaining: left?.remaining ?? ZERO_YEN, approvalId }
}

const idsOf = (links: readonly UndoneLink[]): AllocationId[] => links.map(({ allocationId }) => allocationId)

async function carryOut(writer: Writer, shown: UndoShown, { today, reason }: { today: BusinessDate; reason: string }): Promise<Undone> {
  await undoLinks(writer, shown.steps, { bookedOn: await bookingDay(writer, today), reason })
  const opened = openedBy(shown.steps.flatMap(({ differences }) => differences))
  const remaining = await restoreOpenItem(writer, shown.receiptId, yen(shown.amount + opened))
  await takeUpAgain(writer, shown.receiptId)
  return { receiptId: shown.receiptId, remaining, approvalId: null }
}

/**
 * Undoes exactly these: reversing entries, each order back by what it held of them, and the differences that were settled with them; no other link
 * is touched. The open items are the caller's: each deposit by its links and by what `openedBy` tells of its differences.
 */
export async function undoLinks(writer: Writer, steps: readonly UndoStep[], of: { bookedOn: BusinessDate; reason: string }): Promise<void> {
  const entries: EntryDraft[] = []
  const undone: { allocationId: AllocationId; entryId: EntryDraft['id'] }[] = []
  const changes = new Map<OrderId, OrderChange>()
  const events: EventDraft[] = []
  for (const { link, order, event, tracks, takenBack: back, reversal, differences } of steps) {
    const { allocationId, receiptId, amount } = link
    await takeBackDifferences(writer, differences, { orderId: order.id, ...of })
    const about = { bookedOn: of.bookedOn, receiptId, orderId: order.id }
    if (back.length > 0) entries.push({ ...about, id: newEntryId(writer), kind: 'release_taken_back', reverses: null, postings: back })
    const entryId = newEntryId(writer)
    entries.push({ ...about, id: entryId, kind: 'reversal', reverses: link.entryId, postings: reversal })
    undone.push({ allocationId, entryId })
    changes.set(order.id, { id: order.id, paidAmount: yen(order.paidAmount - amount), paidOn: null, tracks })
    events.push({ orderId: order.id, kind: event, amount, receiptId, allocationId, detail: { reason: of.reason } })
  }
  await postEntries(writer, entries)
  await insertUndos(writer, undone, of.reason)
  await takeSteps(writer, [...changes.values()], events)
  for (const { link, differences } of steps) {
    const { allocationId, actId, receiptId, orderId, amount } = link
    await appendAudit(writer, {
      stream: 'clearing',
      action: 'undone',
      subject: `allocation:${allocationId}`,
      detail: { actId, receiptId, orderId, amount, differences: differences.map(({ entryId }) => entryId), reason: of.reason },
    })
  }
}

/** Undoes what was agreed to: by the first of two, it goes on to another. Refuses changed_meanwhile where undoing would do something else by now. */
export async function agreeToUndo(
  writer: Writer,
  agreed: ClearingUndoCase,
  { approvalId, maker, person }: Deciding,
): Promise<Result<AuditEvent>> {
  const asked = new Set(idsOf(agreed.links))
  const links = (await linksOfActs(writer, [agreed.actId])).filter(({ allocationId }) => asked.has(allocationId))
  const today = dateInJapan(writer.at)
  const shown = await shownUndo(writer, links, { asker: '', today })
  if (!shown.ok) return shown
  const isAsAgreed = isDeepStrictEqual(shown.value.links, agreed.links) && isDeepStrictEqual(shown.value.journal, agreed.journal)
  if (!isAsAgreed) return refuse({ refusal: 'changed_meanwhile' })
  if (agreed.agreed.length + 1 < agreed.needed) {
    const next = { ...agreed, agreed: [...agreed.agreed, { by: person.displayName, at: writer.at }] }
    const nextApprovalId = await insertApproval(writer, maker, { ...next, touchedBy: [...agreed.touchedBy, `user:${person.name}`] })
    return done(decided(agreed, 'undo_agreed_by_first', { nextApprovalId }))
  }
  await carryOut(writer, shown.value, { today, reason: agreed.why })
  return done(decided(agreed, 'undo_approved', { undoneBy: approvalId }))
}

export async function keepCleared(_writer: Writer, refused: ClearingUndoCase): Promise<AuditEvent> {
  return decided(refused, 'undo_rejected')
}

function decided({ actId, links, amount, why }: ClearingUndoCase, action: string, detail: Record<string, unknown> = {}): AuditEvent {
  return { stream: 'clearing', action, subject: `act:${actId}`, detail: { amount, links: idsOf(links), why, ...detail } }
}
