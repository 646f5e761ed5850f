import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import type { Ledger } from '../ledger/ledger'
import { orderDetail, orderNote, setOrderNote } from '../ledger/order-detail'
import { orderStates } from '../ledger/posting'
import { standstill } from '../ledger/reservations'
import { applyEvent } from '../settlement/tracks'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { listOrders, orderTotals } from './order-list'
import { takeSteps } from './order-steps'

export interface OrderDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
}

type OrderMethod = 'orders.list' | 'orders.totals' | 'orders.get' | 'orders.note' | 'orders.cancel'

/** Orders as the desk reads them, and what a clerk may change: the note, and cancelling what nobody has paid. */
export function orderHandlers(deps: OrderDeps): Pick<Handlers, OrderMethod> {
  const { ledger, clock } = deps
  return {
    'orders.list': async (_context, asked) => {
      const began = clock.monotonicMs()
      const page = await listOrders(ledger.reader, asked)
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'orders.totals': async (_context, { filter }) => done(await orderTotals(ledger.reader, filter)),
    'orders.get': async (_context, { id }) => {
      const order = await orderDetail(ledger.reader, id)
      return order ? done(order) : refuse({ refusal: 'not_found', what: 'order' })
    },
    'orders.note': note(deps),
    'orders.cancel': cancel(deps),
  }
}

function note({ ledger, events }: OrderDeps): Handlers['orders.note'] {
  return async (context, { id, version, note: text }) => {
    const refusal = refusalOf(cardNumberProblem('note', text))
    if (refusal) return refuse(refusal)
    const noted = await ledger.write(context.by, async (writer) => {
      const order = await orderNote(writer, id)
      if (!order) return refuse({ refusal: 'not_found', what: 'order' })
      if (order.version !== version) return refuse({ refusal: 'changed_meanwhile' })
      await setOrderNote(writer, id, text)
      await appendAudit(writer, { stream: 'orders', action: 'noted', subject: `order:${id}`, detail: { before: order.note, after: text } })
      return done({ version: version + 1 })
    })
    if (noted.ok) publishChanged(events, 'orders', 'audit')
    return noted
  }
}

function cancel({ ledger, events }: OrderDeps): Handlers['orders.cancel'] {
  return async (context, { id, version, reason }) => {
    const refusal = refusalOf(cardNumberProblem('reason', reason))
    if (refusal) return refuse(refusal)
    const cancelled = await ledger.write(context.by, async (writer) => {
      const order = (await orderStates(writer, [id])).get(id)
      if (!order) return refuse({ refusal: 'not_found', what: 'order' })
      if (order.version !== version) return refuse({ refusal: 'changed_meanwhile' })
      const { orderNumber, paidAmount, paidOn } = order
      const still = await standstill(writer, { id, orderNumber })
      if (still) return refuse(still)
      const applied = applyEvent(order.tracks, { kind: 'cancelled' })
      if (!applied.ok) return refuse({ refusal: 'order_step_refused', track: applied.track, from: applied.from, event: applied.event })
      await takeSteps(
        writer,
        [{ id, paidAmount, paidOn, tracks: applied.tracks }],
        [{ orderId: id, kind: 'cancelled', amount: null, receiptId: null, allocationId: null, detail: { reason } }],
      )
      await appendAudit(writer, {
        stream: 'orders',
        action: 'cancelled',
        subject: `order:${id}`,
        detail: { before: order.tracks, after: applied.tracks, reason },
      })
      return done({ version: version + 1 })
    })
    if (cancelled.ok) publishChanged(events, 'orders', 'clearing', 'audit')
    return cancelled
  }
}
