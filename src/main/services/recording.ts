import { done, type Result, refuse } from '../../preload/contract/errors'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Tracks } from '../../preload/contract/orders'
import { Told } from '../../preload/contract/protection'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { orderFacts } from '../ledger/order-facts'
import { type OrderState, orderStates } from '../ledger/posting'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { mayShip } from './merchant-orders'
import { noteFact } from './order-steps'
import type { Saying } from './protection'
import { doAsSaid } from './saying'

/*
 * What payers and merchants tell the bank by telephone, fax, letter, at the counter or by mail (0087): a clerk writes it down, and it
 * counts as if they had answered by their link.
 */
export interface RecordingDeps {
  readonly ledger: Ledger
  readonly events: Events
}

export function recordingHandlers({ ledger, events }: RecordingDeps): Pick<Handlers, 'orders.record'> {
  return {
    'orders.record': async (context, { id, version, told, source, text }) => {
      const card = refusalOf(cardNumberProblem('text', text))
      if (card) return refuse(card)
      const saying = { reason: text, source }
      const recorded = await ledger.write(context.by, async (writer) => {
        const order = (await orderStates(writer, [id])).get(id)
        if (!order) return refuse({ refusal: 'not_found', what: 'order' })
        if (order.version !== version) return refuse({ refusal: 'changed_meanwhile' })
        const taken = told === 'shipped' ? await recordShipment(writer, order, saying) : await doAsSaid(writer, id, told, saying)
        return taken.ok ? done({ version: taken.value.version }) : taken
      })
      if (recorded.ok) publishChanged(events, 'orders', 'clearing', 'notices', 'audit')
      return recorded
    },
  }
}

/** The merchant tells that the goods are on their way, or were provided: a fact that moves nothing. Refuses what nobody has paid or promised. */
async function recordShipment(writer: Writer, order: OrderState, saying: Saying): Promise<Result<OrderState>> {
  const { payment } = order.tracks
  const method = (await orderFacts(writer, [order.id])).get(order.id)?.method ?? null
  if (!mayShip(payment, method)) return refuse({ refusal: 'order_step_refused', track: 'payment', from: payment, event: 'shipped' })
  await noteFact(writer, order.id, 'shipped', { ...saying })
  await appendAudit(writer, { stream: 'orders', action: 'shipped', subject: `order:${order.id}`, detail: { ...saying } })
  return done(order)
}

/** The step that something said takes. */
const steps: Readonly<Record<Exclude<Told, 'shipped'>, OrderStep>> = {
  received: 'receipt_confirmed',
  return_wanted: 'return_wanted',
  not_arrived: 'not_arrived',
  accepted: 'accepted',
  refused: 'acceptance_refused',
  goods_returned: 'goods_returned',
  contested: 'contested',
}

/** What may be recorded of an order that stands so. */
export function recordable(tracks: Tracks, method: PaymentMethod | null): Told[] {
  return Told.options.filter((told) => {
    if (told === 'shipped') return mayShip(tracks.payment, method)
    return applyEvent(tracks, { kind: steps[told] }).ok
  })
}
