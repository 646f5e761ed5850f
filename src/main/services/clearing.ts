import type { JournalLine } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import { type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { AllocationId, MerchantId, OrderId } from '../../preload/contract/ids'
import { PositiveYen, type Yen, yen } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import {
  allocationById,
  candidateOrdersById,
  holdOpenItem,
  insertUndo,
  type OpenDeposit,
  openDeposit,
  reduceOpenItem,
  restoreOpenItem,
} from '../ledger/clearing'
import { newEntryId, type PostingDraft, postEntries, reversedPostings } from '../ledger/journal'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { runsHolding } from '../ledger/payouts'
import { type OrderState, orderStates } from '../ledger/posting'
import { releasedAmountOf } from '../ledger/protection-cases'
import { isReserved } from '../ledger/reservations'
import { allocation, releaseTakenBack } from '../settlement/ledger-entries'
import { shownStatus } from '../settlement/status'
import { isProtected } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { Allotments, allotmentStep, BY_HAND, evidenceText } from './allocating'
import { bookingDay } from './booking-days'
import { evidenceFor, findCandidates } from './candidates'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import type { Jobs } from './jobs'
import { takeSteps } from './order-steps'

export interface ClearingDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly jobs: Jobs
}

interface Part {
  orderId: OrderId
  version: number
  amount: PositiveYen
}

type ClearingHandlers = Pick<
  Handlers,
  | 'clearing.candidates'
  | 'clearing.preview'
  | 'clearing.clear'
  | 'clearing.hold'
  | 'clearing.undoPreview'
  | 'clearing.undo'
  | 'clearing.match'
>

/** The clearing desk: what a clerk does to one deposit at a time. */
export function clearingHandlers(deps: ClearingDeps): ClearingHandlers {
  const { ledger, clock, events, jobs } = deps
  const changed = () => publishChanged(events, 'deposits', 'clearing', 'orders')
  return {
    'clearing.candidates': async (_context, { receiptId, search }) => {
      const began = clock.monotonicMs()
      const deposit = await openDeposit(ledger.reader, receiptId)
      if (!deposit) return refuse({ refusal: 'deposit_not_open' })
      const candidates = await findCandidates(ledger.reader, deposit, search)
      return done({ candidates, elapsedMs: clock.monotonicMs() - began })
    },
    'clearing.preview': async (_context, { receiptId, parts }) =>
      previewClearing(ledger.reader, await openDeposit(ledger.reader, receiptId), parts),
    'clearing.clear': async (context, input) => {
      const cleared = await ledger.write(context.by, (writer) => clearDeposit(writer, clock.today(), input))
      if (cleared.ok) changed()
      return cleared
    },
    'clearing.hold': async (context, { receiptId, version, held, note }) => {
      const result = await ledger.write(context.by, async (writer) => {
        const deposit = await openDeposit(writer, receiptId)
        if (!deposit) return refuse({ refusal: 'deposit_not_open' })
        if (deposit.version !== version) return refuse({ refusal: 'changed_meanwhile' })
        await holdOpenItem(writer, receiptId, held, note)
        await appendAudit(writer, {
          stream: 'clearing',
          action: held ? 'held' : 'released',
          subject: `receipt:${receiptId}`,
          detail: { before: { held: deposit.held }, after: { held, note } },
        })
        return done({ version: version + 1 })
      })
      if (result.ok) changed()
      return result
    },
    'clearing.undoPreview': async (_context, { allocationId }) => previewUndo(ledger.reader, allocationId),
    'clearing.undo': async (context, { allocationId, reason }) => {
      const undone = await ledger.write(context.by, (writer) => undoAllocation(writer, clock.today(), allocationId, reason))
      if (undone.ok) changed()
      return undone
    },
    'clearing.match': async (context) => done({ jobId: jobs.start({ kind: 'match' }, context.by) }),
  }
}

/**
 * Clears a deposit to one or several orders. Refuses deposit_not_open, changed_meanwhile, exceeds_deposit, exceeds_order,
 * order_not_open, reserved_by_import, not_found; whatever is refused, nothing of it is stored.
 */
async function clearDeposit(
  writer: Writer,
  today: BusinessDate,
  input: { receiptId: OpenDeposit['receiptId']; version: number; parts: readonly Part[] },
): Promise<Result<{ allocationIds: AllocationId[]; remaining: Yen }>> {
  const deposit = await openDeposit(writer, input.receiptId)
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  if (deposit.version !== input.version) return refuse({ refusal: 'changed_meanwhile' })
  const total = input.parts.reduce((sum, part) => sum + part.amount, 0)
  if (total > deposit.remaining) return refuse({ refusal: 'exceeds_deposit', remaining: deposit.remaining })
  const orders = await orderStates(
    writer,
    input.parts.map((part) => part.orderId),
  )
  const facts = new Map((await candidateOrdersById(writer, [...orders.keys()])).map((order) => [order.id, order]))
  const allotments = new Allotments()
  const bookedOn = await bookingDay(writer, laterOf(today, deposit.bookedOn))
  for (const part of input.parts) {
    const order = orders.get(part.orderId)
    const candidate = facts.get(part.orderId)
    if (!order || !candidate) return refuse({ refusal: 'not_found', what: 'order' })
    if (order.version !== part.version) return refuse({ refusal: 'changed_meanwhile' })
    if (await isReserved(writer, order.id)) return refuse({ refusal: 'reserved_by_import', orderNumber: order.orderNumber })
    const evidence = evidenceText(await evidenceFor(writer, deposit, candidate))
    const added = allotments.add(writer, {
      receiptId: deposit.receiptId,
      order,
      amount: part.amount,
      bookedOn,
      valueOn: deposit.valueOn,
      level: BY_HAND,
      evidence,
    })
    if (!added.ok) return added
    // The same order twice in one clearing would be two allocations of one decision; the new state refuses it by version.
    orders.set(order.id, added.value)
  }
  await allotments.write(writer)
  const remaining = yen(deposit.remaining - total)
  await reduceOpenItem(writer, deposit.receiptId, remaining)
  await appendAudit(writer, {
    stream: 'clearing',
    action: 'cleared',
    subject: `receipt:${deposit.receiptId}`,
    detail: { before: deposit.remaining, after: remaining, parts: input.parts.map(({ orderId, amount }) => ({ orderId, amount })) },
  })
  return done({ allocationIds: allotments.ids, remaining })
}

const kindOf = (code: string): string => code.split(':')[0] ?? code

async function previewClearing(
  ledger: Reader,
  deposit: OpenDeposit | null,
  parts: readonly { orderId: OrderId; amount: PositiveYen }[],
): Promise<Result<{ remaining: Yen; journal: JournalLine[] }>> {
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  const states = await orderStates(
    ledger,
    parts.map((part) => part.orderId),
  )
  const names = new Map((await candidateOrdersById(ledger, [...states.keys()])).map((order) => [order.id, order.merchantName]))
  const journal: JournalLine[] = []
  let remaining: number = deposit.remaining
  for (const { orderId, amount } of parts) {
    const order = states.get(orderId)
    if (!order) return refuse({ refusal: 'not_found', what: 'order' })
    const step = allotmentStep(order, amount, deposit.valueOn, true)
    if (!step.ok) return step
    remaining -= amount
    if (remaining < 0) return refuse({ refusal: 'exceeds_deposit', remaining: deposit.remaining })
    journal.push(...linesOf(order, amount, names.get(orderId) ?? null))
  }
  return done({ remaining: yen(remaining), journal })
}

function linesOf(order: { merchantId: MerchantId; tracks: OrderState['tracks'] }, amount: Yen, merchantName: string | null): JournalLine[] {
  return allocation({ merchantId: order.merchantId, amount, isProtected: isProtected(order.tracks.protection) }).map((posting) => ({
    debit: { account: kindOf(posting.debit), of: null },
    credit: { account: kindOf(posting.credit), of: merchantName },
    amount: posting.amount,
  }))
}

interface UndoStep {
  allocation: NonNullable<Awaited<ReturnType<typeof allocationById>>>
  order: OrderState
  event: 'allocation_undone_in_full' | 'allocation_undone_in_part'
  tracks: OrderState['tracks']
  /** What brings released money back to where the clearing had put it; empty where it still is there. */
  takenBack: PostingDraft[]
  reversal: PostingDraft[]
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
  const reversal = await reversedPostings(ledger, stored.entryId)
  return done({ allocation: stored, order, event, tracks: step.tracks, takenBack: takenBack(order, stored.amount, reversal), reversal })
}

/** A protection that has ended in the merchant's favour has moved what was held to what the merchant is owed. */
function takenBack({ merchantId, tracks }: OrderState, amount: Yen, reversal: readonly PostingDraft[]): PostingDraft[] {
  const wasHeld = reversal.some(({ debit }) => kindOf(debit) === 'held_for_payers')
  return wasHeld && !isProtected(tracks.protection) ? releaseTakenBack({ merchantId, amount: PositiveYen.parse(amount) }) : []
}

async function previewUndo(ledger: Reader, id: AllocationId) {
  const step = await undoStep(ledger, id)
  if (!step.ok) return step
  const { allocation: stored, order, tracks, takenBack: back, reversal } = step.value
  const left = await openDeposit(ledger, stored.receiptId)
  const merchant = (await candidateOrdersById(ledger, [order.id]))[0]
  const named = (code: string) => ({ account: kindOf(code), of: code.includes(':') ? (merchant?.merchantName ?? null) : null })
  const journal = [...back, ...reversal].map(({ debit, credit, amount }) => ({ debit: named(debit), credit: named(credit), amount }))
  return done({
    orderNumber: order.orderNumber,
    amount: stored.amount,
    statusBefore: shownStatus(order.tracks),
    statusAfter: shownStatus(tracks),
    depositRemainingAfter: yen((left?.remaining ?? 0) + stored.amount),
    journal,
  })
}

/** Undoes exactly one allocation: a reversing entry, the money back to suspense, the order one step back; no other link is touched. */
async function undoAllocation(writer: Writer, today: BusinessDate, id: AllocationId, reason: string) {
  const step = await undoStep(writer, id)
  if (!step.ok) return step
  const { allocation: stored, order, event, tracks } = step.value
  const entryId = newEntryId(writer)
  const of = { bookedOn: await bookingDay(writer, today), receiptId: stored.receiptId, orderId: order.id }
  const { takenBack: back, reversal } = step.value
  await postEntries(writer, [
    ...(back.length > 0 ? [{ ...of, id: newEntryId(writer), kind: 'release_taken_back' as const, reverses: null, postings: back }] : []),
    { ...of, id: entryId, kind: 'reversal', reverses: stored.entryId, postings: reversal },
  ])
  await insertUndo(writer, { allocationId: id, entryId, reason })
  await takeSteps(
    writer,
    [{ id: order.id, paidAmount: yen(order.paidAmount - stored.amount), paidOn: null, tracks }],
    [{ orderId: order.id, kind: event, amount: stored.amount, receiptId: stored.receiptId, allocationId: id, detail: { reason } }],
  )
  const remaining = await restoreOpenItem(writer, stored.receiptId, stored.amount)
  await appendAudit(writer, {
    stream: 'clearing',
    action: 'undone',
    subject: `allocation:${id}`,
    detail: { receiptId: stored.receiptId, orderId: order.id, amount: stored.amount, reason },
  })
  return done({ receiptId: stored.receiptId, remaining })
}
