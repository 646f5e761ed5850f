import { isDeepStrictEqual } from 'node:util'
import type { Approvers } from '../../preload/contract/approvers'
import type { ClearingUndoCase, JournalLine } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { AllocationId, ApprovalId, ReceiptId } from '../../preload/contract/ids'
import { PositiveYen, sumYen, type Yen, yen } from '../../preload/contract/money'
import { moneyLimits } from '../ledger/agent-settings'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { allocationById, candidateOrdersById, insertUndo, openDeposit, restoreOpenItem } from '../ledger/clearing'
import { lastClosedDay } from '../ledger/closing'
import { newEntryId, type PostingDraft, postEntries, reversedPostings } from '../ledger/journal'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { runsHolding } from '../ledger/payouts'
import { type OrderState, orderStates } from '../ledger/posting'
import { releasedAmountOf } from '../ledger/protection-cases'
import { accountOf, releaseTakenBack } from '../settlement/ledger-entries'
import { neededToUndo } from '../settlement/refundable'
import { shownStatus } from '../settlement/status'
import { isProtected } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { type DifferenceTaken, differencesTaken, openedBy, takeBackDifferences } from './clearing-rests'
import type { Deciding, Handlers, Person } from './context'
import { journalLinesOf } from './journal-lines'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { takeSteps } from './order-steps'

/*
 * 消込の取消: exactly one clearing is taken back by a reversing entry, the money goes back to suspense, the order one step back. A clerk does it
 * alone up to the agent's limit, and a second person agrees above it and on a day that has been closed.
 */
interface UndoStep {
  allocation: NonNullable<Awaited<ReturnType<typeof allocationById>>>
  order: OrderState
  event: 'allocation_undone_in_full' | 'allocation_undone_in_part'
  tracks: OrderState['tracks']
  /** What brings released money back to where the clearing had put it; empty where it still is there. */
  takenBack: PostingDraft[]
  reversal: PostingDraft[]
  /** Differences that were settled with it: they go with it. */
  differences: DifferenceTaken[]
}

const LEFT_THE_BANK = new Set(['in_payout', 'settled', 'payout_returned', 'in_refund', 'refunded', 'partly_refunded'])

/**
 * What undoing means for the order, or why it cannot be: already_undone, paid_out, in_payout_run, not_found, order_step_refused (also where two people
 * have divided a contested order's money).
 */
async function undoStep(ledger: Reader, id: AllocationId): Promise<Result<UndoStep>> {
  const stored = await allocationById(ledger, id)
  const order = stored && (await orderStates(ledger, [stored.orderId])).get(stored.orderId)
  if (!stored || !order) return refuse({ refusal: 'not_found', what: 'allocation' })
  if (stored.undone) return refuse({ refusal: 'already_undone' })
  if (LEFT_THE_BANK.has(order.tracks.disbursement)) return refuse({ refusal: 'paid_out', orderNumber: order.orderNumber })
  const run = (await runsHolding(ledger, [order.id])).get(order.id)
  if (run !== undefined) return refuse({ refusal: 'in_payout_run', run })
  const event = order.paidAmount === stored.amount ? 'allocation_undone_in_full' : 'allocation_undone_in_part'
  const step = applyEvent(order.tracks, { kind: event })
  if (!step.ok) return refuse({ refusal: 'order_step_refused', track: step.track, from: step.from, event })
  if ((await releasedAmountOf(ledger, order.id)) !== null)
    return refuse({ refusal: 'order_step_refused', track: 'protection', from: order.tracks.protection, event })
  const differences = await differencesTaken(ledger, stored)
  if (!differences.ok) return differences
  const reversal = await reversedPostings(ledger, stored.entryId)
  return done({
    differences: differences.value,
    allocation: stored,
    order,
    event,
    tracks: step.tracks,
    takenBack: takenBack(order, stored.amount, reversal),
    reversal,
  })
}

/** A protection that has ended in the merchant's favour has moved what was held to what the merchant is owed. */
function takenBack({ merchantId, tracks }: OrderState, amount: Yen, reversal: readonly PostingDraft[]): PostingDraft[] {
  const wasHeld = reversal.some(({ debit }) => accountOf(debit)?.kind === 'held_for_payers')
  return wasHeld && !isProtected(tracks.protection) ? releaseTakenBack({ merchantId, amount: PositiveYen.parse(amount) }) : []
}

/** All that undoing would touch, and who must agree. */
interface UndoShown {
  readonly step: UndoStep
  readonly journal: JournalLine[]
  readonly merchantName: string
  readonly afterClose: boolean
  readonly approvers: Approvers
}

/** `asker`: as the audit trail names whoever asks. Whoever cleared by hand has touched the case, too. */
async function shownUndo(ledger: Reader, id: AllocationId, asker: string): Promise<Result<UndoShown>> {
  const step = await undoStep(ledger, id)
  if (!step.ok) return step
  const { allocation: stored, order, takenBack: back, reversal, differences } = step.value
  const merchantName = (await candidateOrdersById(ledger, [order.id]))[0]?.merchantName ?? ''
  const closed = await lastClosedDay(ledger)
  const afterClose = closed !== null && [stored, ...differences].some(({ bookedOn }) => bookedOn <= closed)
  const counted = sumYen([stored, ...differences].map(({ amount }) => amount))
  const { undoAlone } = await moneyLimits(ledger)
  const barred = [...new Set([asker, stored.clearedBy])].filter((actor) => actor.startsWith('user:'))
  return done({
    step: step.value,
    journal: journalLinesOf([...differences.flatMap((one) => one.reversal), ...back, ...reversal], merchantName),
    merchantName,
    afterClose,
    approvers: { ...neededToUndo(counted, undoAlone, afterClose), barred },
  })
}

/** What undoing would touch, and who must agree, told before anything is done. Refuses what `undoStep` refuses. */
export async function previewUndo(ledger: Reader, id: AllocationId, asker: string) {
  const shown = await shownUndo(ledger, id, asker)
  if (!shown.ok) return shown
  const { step, journal, approvers } = shown.value
  const { allocation: stored, order, tracks } = step
  const left = await openDeposit(ledger, stored.receiptId)
  return done({
    orderNumber: order.orderNumber,
    amount: stored.amount,
    statusBefore: shownStatus(order.tracks),
    statusAfter: shownStatus(tracks),
    depositRemainingAfter: yen((left?.remaining ?? 0) + stored.amount + openedBy(step.differences)),
    journal,
    approvers,
    asked: (await openApproval(ledger, 'clearing_undo', id)) !== null,
  })
}

interface Undone {
  readonly receiptId: ReceiptId
  readonly remaining: Yen
  /** Who is asked, where it is not done yet. */
  readonly approvalId: ApprovalId | null
}

/** Undoes at once, or asks. */
export function undo(deps: { ledger: Ledger; clock: Clock; changed(): void }): Handlers['clearing.undo'] {
  return async (context, { allocationId, reason }) => {
    const person = context.user
    const card = refusalOf(cardNumberProblem('reason', reason))
    if (card) return refuse(card)
    const undone = await deps.ledger.write(context.by, async (writer): Promise<Result<Undone>> => {
      const shown = await shownUndo(writer, allocationId, context.actor)
      if (!shown.ok) return shown
      if (await openApproval(writer, 'clearing_undo', allocationId)) return refuse({ refusal: 'change_already_staged' })
      if (shown.value.approvers.needed === 0) return done(await carryOut(writer, shown.value.step, { today: deps.clock.today(), reason }))
      return person ? done(await ask(writer, person, shown.value, reason)) : refuse({ refusal: 'not_signed_in' })
    })
    if (undone.ok) deps.changed()
    return undone
  }
}

async function ask(writer: Writer, person: Person, shown: UndoShown, why: string): Promise<Undone> {
  const { allocation: stored, order, tracks } = shown.step
  const asked: ClearingUndoCase = {
    kind: 'clearing_undo',
    allocationId: stored.id,
    receiptId: stored.receiptId,
    remitterName: stored.remitterName,
    orderId: order.id,
    orderNumber: order.orderNumber,
    merchantName: shown.merchantName,
    amount: PositiveYen.parse(stored.amount),
    bookedOn: stored.bookedOn,
    afterClose: shown.afterClose,
    statusBefore: shownStatus(order.tracks),
    statusAfter: shownStatus(tracks),
    journal: shown.journal,
    why,
    touchedBy: shown.approvers.barred,
  }
  const approvalId = await insertApproval(writer, person.id, asked)
  await appendAudit(writer, {
    stream: 'clearing',
    action: 'undo_asked',
    subject: `allocation:${stored.id}`,
    detail: { approvalId, orderId: order.id, amount: stored.amount, why },
  })
  const left = await openDeposit(writer, stored.receiptId)
  return { receiptId: stored.receiptId, remaining: left?.remaining ?? yen(0), approvalId }
}

/** Undoes exactly one allocation: a reversing entry, the money back to suspense, the order one step back; no other link is touched. */
async function carryOut(writer: Writer, step: UndoStep, { today, reason }: { today: BusinessDate; reason: string }): Promise<Undone> {
  const { allocation: stored, order, event, tracks, takenBack: back, reversal, differences } = step
  const entryId = newEntryId(writer)
  const { receiptId } = stored
  const of = { bookedOn: await bookingDay(writer, today), receiptId: stored.receiptId, orderId: order.id }
  const opened = await takeBackDifferences(writer, differences, { receiptId, orderId: order.id, bookedOn: of.bookedOn, reason })
  await postEntries(writer, [
    ...(back.length > 0 ? [{ ...of, id: newEntryId(writer), kind: 'release_taken_back' as const, reverses: null, postings: back }] : []),
    { ...of, id: entryId, kind: 'reversal', reverses: stored.entryId, postings: reversal },
  ])
  await insertUndo(writer, { allocationId: stored.id, entryId, reason })
  await takeSteps(
    writer,
    [{ id: order.id, paidAmount: yen(order.paidAmount - stored.amount), paidOn: null, tracks }],
    [
      {
        orderId: order.id,
        kind: event,
        amount: stored.amount,
        receiptId: stored.receiptId,
        allocationId: stored.id,
        detail: { reason },
      },
    ],
  )
  const remaining = await restoreOpenItem(writer, stored.receiptId, yen(stored.amount + opened))
  await appendAudit(writer, {
    stream: 'clearing',
    action: 'undone',
    subject: `allocation:${stored.id}`,
    detail: {
      receiptId: stored.receiptId,
      orderId: order.id,
      amount: stored.amount,
      differences: differences.map((one) => one.entryId),
      reason,
    },
  })
  return { receiptId: stored.receiptId, remaining, approvalId: null }
}

/** Undoes what a second person agreed to. Refuses changed_meanwhile where undoing would do something else by now. */
export async function agreeToUndo(writer: Writer, agreed: ClearingUndoCase, { approvalId }: Deciding): Promise<Result<AuditEvent>> {
  const shown = await shownUndo(writer, agreed.allocationId, '')
  if (!shown.ok) return shown
  const { step, journal } = shown.value
  const isAsAgreed =
    step.allocation.amount === agreed.amount &&
    shownStatus(step.order.tracks) === agreed.statusBefore &&
    isDeepStrictEqual(journal, agreed.journal)
  if (!isAsAgreed) return refuse({ refusal: 'changed_meanwhile' })
  await carryOut(writer, step, { today: dateInJapan(writer.at), reason: agreed.why })
  return done(told(agreed, 'undo_approved', { undoneBy: approvalId }))
}

export async function keepCleared(_writer: Writer, refused: ClearingUndoCase): Promise<AuditEvent> {
  return told(refused, 'undo_rejected')
}

function told({ allocationId, orderId, amount, why }: ClearingUndoCase, action: string, detail: Record<string, unknown> = {}): AuditEvent {
  return { stream: 'clearing', action, subject: `allocation:${allocationId}`, detail: { orderId, amount, why, ...detail } }
}
