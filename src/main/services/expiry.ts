import { done, type Result } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import type { Writer } from '../ledger/ledger'
import { overdueOrders, statementsThrough } from '../ledger/overdue'
import { appendOrderEvents, changeOrders, type EventDraft, type OrderChange, orderStates } from '../ledger/posting'
import { applyEvent } from '../settlement/tracks'
import type { JobResources } from './jobs'
import { pace } from './pace'

/**
 * Expires orders nobody paid by their day, once the statements of every own account are in through that day: before, the money
 * may lie in a file that has not come. Late money for them is a person's decision.
 */
export async function expireOverdue({ ledger, clock, by }: JobResources): Promise<Result<number>> {
  const steps = pace(100, 2000)
  let total = 0
  for (;;) {
    const size = steps.size
    const began = clock.monotonicMs()
    const unit = await ledger.write(by, async (writer) => done(await expireSome(writer, size)))
    if (!unit.ok) return unit
    if (unit.value === 0) return done(total)
    total += unit.value
    steps.took(size, clock.monotonicMs() - began)
  }
}

async function expireSome(writer: Writer, atMost: number): Promise<number> {
  const through = await statementsThrough(writer)
  if (through === null) return 0
  const orders = await orderStates(writer, await overdueOrders(writer, through, atMost))
  const changes: OrderChange[] = []
  const events: EventDraft[] = []
  for (const order of orders.values()) {
    const step = applyEvent(order.tracks, { kind: 'expired' })
    if (!step.ok) throw new Error(`unpaid order ${order.id} cannot expire: ${step.track} is ${step.from}`)
    changes.push({ id: order.id, paidAmount: order.paidAmount, paidOn: order.paidOn, tracks: step.tracks })
    events.push({ orderId: order.id, kind: 'expired', amount: null, receiptId: null, allocationId: null, detail: { through } })
  }
  if (changes.length === 0) return 0
  await changeOrders(writer, changes)
  await appendOrderEvents(writer, events)
  await appendAudit(writer, { stream: 'orders', action: 'expired', subject: 'orders', detail: { through, count: changes.length } })
  return changes.length
}
