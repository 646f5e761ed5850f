import type { Reason } from '../../preload/contract/clearing'
import { type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { ActId, AllocationId, type ReceiptId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import { type EntryDraft, newEntryId, postEntries } from '../ledger/journal'
import type { Writer } from '../ledger/ledger'
import { type AllocationDraft, type EventDraft, insertAllocations, type OrderChange, type OrderState } from '../ledger/posting'
import { allocation } from '../settlement/ledger-entries'
import { isProtected, type OrderStep } from '../settlement/steps'
import { applyEvent, type StepRefused } from '../settlement/tracks'
import { takeSteps } from './order-steps'

/*
 * Allocation (消し込み): so many yen of this receipt belong to this order. Whoever decides it, a plan, a match run or a clerk, it is
 * written here and only here: the entry, the allocation with its evidence, the order's new state and the step in its history.
 */
export interface Allotment {
  receiptId: ReceiptId
  order: OrderState
  amount: Yen
  /** The day the money was worth at the bank: when the order counts as paid, and the day of the entry. */
  bookedOn: BusinessDate
  valueOn: BusinessDate
  level: number
  evidence: string
  /** The undone allocation that it restores, and its act. */
  redoes?: { actId: ActId; allocationId: AllocationId }
}

/** The level of an allocation that a person decided. */
export const BY_HAND = 0

export const evidenceText = (reasons: readonly Reason[]): string => JSON.stringify(reasons)

/** What an allotment does to its order: refuses exceeds_order, order_not_open, order_step_refused. */
export function allotmentStep(
  order: OrderState,
  amount: Yen,
  valueOn: BusinessDate,
  byHand: boolean,
): Result<{ events: OrderStep[]; state: OrderState }> {
  const open = order.amount - order.paidAmount
  if (open <= 0) return refuse({ refusal: 'order_not_open', orderNumber: order.orderNumber })
  if (amount > open) return refuse({ refusal: 'exceeds_order', orderNumber: order.orderNumber, open: yen(open) })
  // Late money for an expired order: a person who allocates it reopens the order by that.
  const events: OrderStep[] = byHand && order.tracks.payment === 'expired' ? ['reopened'] : []
  events.push(amount === open ? 'allocated_in_full' : 'allocated_in_part')
  let tracks = order.tracks
  for (const kind of events) {
    const step = applyEvent(tracks, { kind })
    if (!step.ok) return refuse(stepRefusal(step, order))
    tracks = step.tracks
  }
  const worthOn = order.lastValueOn === null ? valueOn : laterOf(order.lastValueOn, valueOn)
  return done({
    events,
    state: {
      ...order,
      paidAmount: yen(order.paidAmount + amount),
      paidOn: amount === open ? worthOn : null,
      lastValueOn: worthOn,
      tracks,
      version: order.version + 1,
    },
  })
}

function stepRefusal(step: StepRefused, order: OrderState): Refusal {
  if (step.track === 'payment') return { refusal: 'order_not_open', orderNumber: order.orderNumber }
  return { refusal: 'order_step_refused', track: step.track, from: step.from, event: step.event }
}

/** Collects allotments of one unit of work; `write` posts and stores them all at once. What it allots of one receipt is one act. */
export class Allotments {
  readonly ids: AllocationId[] = []
  readonly #acts = new Map<ReceiptId, ActId>()
  readonly #entries: EntryDraft[] = []
  readonly #allocations: AllocationDraft[] = []
  readonly #changes = new Map<number, OrderChange>()
  readonly #events: EventDraft[] = []

  /** Adds one; the order is left in its new state for the next of the same unit of work. */
  add(writer: Writer, allotment: Allotment): Result<OrderState> {
    const { receiptId, order, amount, bookedOn, level, evidence } = allotment
    const step = allotmentStep(order, amount, allotment.valueOn, level === BY_HAND)
    if (!step.ok) return step
    const id = AllocationId.parse(writer.newId())
    const entryId = newEntryId(writer)
    const postings = allocation({ merchantId: order.merchantId, amount, isProtected: isProtected(order.tracks.protection) })
    this.ids.push(id)
    this.#entries.push({ id: entryId, kind: 'allocation', bookedOn, receiptId, orderId: order.id, reverses: null, postings })
    const actId = allotment.redoes?.actId ?? this.#acts.get(receiptId) ?? ActId.parse(id)
    this.#acts.set(receiptId, actId)
    const redoes = allotment.redoes?.allocationId ?? null
    this.#allocations.push({ id, receiptId, orderId: order.id, amount, level, evidence, entryId, actId, redoes })
    const { state, events } = step.value
    this.#changes.set(order.id, { id: order.id, paidAmount: state.paidAmount, paidOn: state.paidOn, tracks: state.tracks })
    for (const kind of events) {
      const isAllocation = kind !== 'reopened'
      this.#events.push({
        orderId: order.id,
        kind,
        amount: isAllocation ? amount : null,
        receiptId,
        allocationId: isAllocation ? id : null,
        detail: { level },
      })
    }
    return done(state)
  }

  async write(writer: Writer, others: readonly EntryDraft[] = []): Promise<void> {
    await postEntries(writer, [...others, ...this.#entries])
    if (this.#allocations.length === 0) return
    await insertAllocations(writer, this.#allocations)
    await takeSteps(writer, [...this.#changes.values()], this.#events)
  }
}
