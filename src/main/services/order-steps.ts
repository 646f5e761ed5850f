import { dateInJapan } from '../../preload/contract/date'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { insertNotices, type NewNotice } from '../ledger/notices'
import { clearDeadlines, type DeadlineRow, setDeadlines } from '../ledger/order-deadlines'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { appendOrderEvents, changeOrders, type EventDraft, type OrderChange, type StoredEvent } from '../ledger/posting'
import { deadlinesAfter, touchesDeadlines } from '../settlement/deadlines'
import { isTold, tellings } from '../settlement/notices'
import { noticesFor } from './telling'

/*
 * A step in an order's life is written here and only here: the order's new state, the event in its history, and in the same unit of
 * work what follows from it: who is told, and which days begin or end.
 */

/** Writes steps: the new state of their orders, their events, and all that follows. */
export async function takeSteps(writer: Writer, changes: readonly OrderChange[], events: readonly EventDraft[]): Promise<void> {
  if (changes.length > 0) await changeOrders(writer, changes)
  await followUp(writer, await appendOrderEvents(writer, events))
}

/** What follows from events that are in their orders' histories: days set and cleared, notices written. */
export async function followUp(writer: Writer, events: readonly StoredEvent[]): Promise<void> {
  const followed = events.filter(({ kind }) => isTold(kind) || touchesDeadlines(kind))
  if (followed.length === 0) return
  const facts = await orderFacts(writer, [...new Set(followed.map(({ orderId }) => orderId))])
  const merchants = await merchantsOf(writer, facts)
  const today = dateInJapan(writer.at)
  const set: DeadlineRow[] = []
  const clear: Omit<DeadlineRow, 'on'>[] = []
  const notices: NewNotice[] = []
  for (const event of followed) {
    const order = facts.get(event.orderId)
    const merchant = order && merchants.get(order.merchantId)
    if (!order || !merchant) throw new Error(`order ${event.orderId} has no merchant`)
    const terms = { ...merchant.deadlines, protectionWindowDays: merchant.protectionWindowDays }
    const days = deadlinesAfter(event.kind, order.tracks, today, terms)
    for (const { kind, on } of days.set) set.push({ orderId: order.id, kind, on })
    for (const kind of days.clear) clear.push({ orderId: order.id, kind })
    for (const telling of tellings(event.kind, order.tracks)) notices.push(...noticesFor(telling, order, merchant, event))
  }
  await clearDeadlines(writer, clear)
  await setDeadlines(writer, set)
  await insertNotices(writer, notices)
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
