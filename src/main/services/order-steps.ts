import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import { wakeChargebacks } from '../ledger/card-payments'
import type { Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { insertNotices, type NewNotice } from '../ledger/notices'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { runsHolding } from '../ledger/payouts'
import {
  appendOrderEvents,
  changeOrders,
  type EventDraft,
  type OrderChange,
  type OrderState,
  orderStates,
  type StoredEvent,
} from '../ledger/posting'
import { clearDeadlines, type DeadlineRow, setDeadlines } from '../ledger/protection'
import { standstill } from '../ledger/reservations'
import { deadlinesAfter, touchesDeadlines } from '../settlement/deadlines'
import { isTold, tellings } from '../settlement/notices'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { letGoOfCancelled } from './card-acts'
import { noticesFor } from './telling'

/*
 * A step in an order's life is written here and only here: the order's new state, the event in its history, and in the same unit of
 * work what follows from it: who is told, and which days begin or end.
 */

/** Writes steps: the new state of their orders, their events, and all that follows. */
export async function takeSteps(writer: Writer, changes: readonly OrderChange[], events: readonly EventDraft[]): Promise<void> {
  if (changes.length > 0) await changeOrders(writer, changes)
  await followUp(writer, await appendOrderEvents(writer, events))
  const cancelled = events.filter(({ kind }) => kind === 'cancelled').map(({ orderId }) => orderId)
  if (cancelled.length > 0) await letGoOfCancelled(writer, cancelled)
  const moved = events.filter(({ kind }) => letsTake.has(kind)).map(({ orderId }) => orderId)
  if (moved.length > 0) await wakeChargebacks(writer, moved)
}

/** After these what a cardholder complained of may be taken out of an order's money, which could not be before. */
const letsTake: ReadonlySet<string> = new Set<OrderStep>([
  ...(['funded', 'payout_given_up', 'settled', 'payout_returned'] as const),
  ...(['refund_rejected', 'refund_seen_in_full', 'refund_seen_in_part'] as const),
])

/** What follows from events that are in their orders' histories: days set and cleared, notices written. */
export async function followUp(writer: Writer, events: readonly StoredEvent[]): Promise<void> {
  const followed = events.filter(({ kind }) => isTold(kind) || touchesDeadlines(kind))
  if (followed.length === 0) return
  const facts = await orderFacts(writer, [...new Set(followed.map(({ orderId }) => orderId))])
  const merchants = await merchantsOf(writer, facts)
  const today = dateInJapan(writer.at)
  const days = new Map<string, DayChange>()
  const notices: NewNotice[] = []
  for (const event of followed) {
    const order = facts.get(event.orderId)
    const merchant = order && merchants.get(order.merchantId)
    if (!order || !merchant) throw new Error(`order ${event.orderId} has no merchant`)
    const terms = { ...merchant.deadlines, protectionWindowDays: merchant.protectionWindowDays }
    const { set, clear } = deadlinesAfter(event.kind, order.tracks, today, terms)
    for (const { kind, on } of set) days.set(`${order.id} ${kind}`, { orderId: order.id, kind, on })
    for (const kind of clear) days.set(`${order.id} ${kind}`, { orderId: order.id, kind, on: null })
    const until = set.find(({ kind }) => kind !== 'reminder')?.on ?? null
    for (const telling of tellings(event.kind, order.tracks)) notices.push(...noticesFor(telling, order, merchant, { ...event, until }))
  }
  await changeDays(writer, [...days.values()])
  await insertNotices(writer, notices)
}

/** A day that begins to count, or, without one, no longer does. */
type DayChange = Omit<DeadlineRow, 'on'> & { on: BusinessDate | null }

async function changeDays(writer: Writer, changes: readonly DayChange[]): Promise<void> {
  await clearDeadlines(
    writer,
    changes.filter(({ on }) => on === null),
  )
  await setDeadlines(
    writer,
    changes.flatMap(({ orderId, kind, on }) => (on === null ? [] : { orderId, kind, on })),
  )
}

async function merchantsOf(writer: Writer, facts: ReadonlyMap<OrderId, OrderFacts>): Promise<Map<MerchantId, Merchant>> {
  const merchants = new Map<MerchantId, Merchant>()
  for (const { merchantId } of facts.values()) {
    if (merchants.has(merchantId)) continue
    const merchant = await merchantById(writer, merchantId)
    if (merchant) merchants.set(merchantId, merchant)
  }
  return merchants
}

interface Step {
  orderId: OrderId
  version?: number
  kind: OrderStep
  /** What follows in the same change: between them the order stands nowhere. */
  then?: readonly OrderStep[]
  amount?: Yen
  detail?: Record<string, unknown>
}

/** One step of one order, by name. Refuses not_found, changed_meanwhile, reserved_by_import, order_step_refused, in_payout_run. */
export async function stepOrder(writer: Writer, step: Step): Promise<Result<OrderState>> {
  const order = (await orderStates(writer, [step.orderId])).get(step.orderId)
  if (!order) return refuse({ refusal: 'not_found', what: 'order' })
  if (step.version !== undefined && order.version !== step.version) return refuse({ refusal: 'changed_meanwhile' })
  const still = await standstill(writer, order)
  if (still) return refuse(still)
  const kinds = [step.kind, ...(step.then ?? [])]
  let { tracks } = order
  for (const kind of kinds) {
    const applied = applyEvent(tracks, { kind })
    if (!applied.ok) return refuse({ refusal: 'order_step_refused', track: applied.track, from: applied.from, event: applied.event })
    tracks = applied.tracks
  }
  const { id, paidAmount, lastValueOn } = order
  const leavesMerchant = order.tracks.disbursement === 'releasable' && tracks.disbursement !== 'releasable'
  const run = leavesMerchant ? (await runsHolding(writer, [id])).get(id) : undefined
  if (run !== undefined) return refuse({ refusal: 'in_payout_run', run })
  // Paid with less: on the day the last of what came was worth.
  const paidOn = step.kind === 'accepted_less' ? lastValueOn : order.paidOn
  await takeSteps(
    writer,
    [{ id, paidAmount, paidOn, tracks }],
    kinds.map((kind) => eventOf(id, kind, step.detail, step.amount)),
  )
  return done({ ...order, paidOn, tracks, version: order.version + 1 })
}

/** A fact in an order's history that moves no track, such as a shipment report. */
export async function noteFact(writer: Writer, orderId: OrderId, kind: string, detail: Record<string, unknown> = {}): Promise<void> {
  await takeSteps(writer, [], [eventOf(orderId, kind, detail)])
}

function eventOf(orderId: OrderId, kind: string, detail: Record<string, unknown> = {}, amount: Yen | null = null): EventDraft {
  return { orderId, kind, amount, receiptId: null, allocationId: null, detail }
}
