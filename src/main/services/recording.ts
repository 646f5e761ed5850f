import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { Tracks } from '../../preload/contract/orders'
import { Told, type ToldBy } from '../../preload/contract/protection'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { applyEvent } from '../settlement/tracks'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { mayShip } from './merchant-orders'
import { noteFact, stepOrder } from './order-steps'
import { answerAsMerchant, answerAsPayer } from './protection'

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
      const recorded = await ledger.write(context.by, async (writer) => {
        const order = (await orderStates(writer, [id])).get(id)
        if (!order) return refuse({ refusal: 'not_found', what: 'order' })
        if (order.version !== version) return refuse({ refusal: 'changed_meanwhile' })
        const taken = await recordTold(writer, id, told, { source, text })
        if (!taken.ok) return taken
        const after = (await orderStates(writer, [id])).get(id)
        await appendAudit(writer, {
          stream: 'orders',
          action: `told_${told}`,
          subject: `order:${id}`,
          detail: { before: order.tracks, after: after?.tracks, source, text },
        })
        return done({ version: after?.version ?? version })
      })
      if (recorded.ok) publishChanged(events, 'orders', 'clearing', 'notices', 'audit')
      return recorded
    },
  }
}

/** Writes down what was told. Refuses what stepOrder refuses; a shipment of what nobody has paid or promised. */
export async function recordTold(
  writer: Writer,
  orderId: OrderId,
  told: Told,
  { source, text }: { source: ToldBy; text: string },
): Promise<Result<unknown>> {
  const saying = { reason: text, source }
  switch (told) {
    case 'received':
    case 'return_wanted':
    case 'not_arrived':
      return answerAsPayer(writer, orderId, told, saying)
    case 'goods_returned':
    case 'contested':
      return answerAsMerchant(writer, orderId, told, saying)
    case 'accepted':
    case 'acceptance_refused':
      return stepOrder(writer, { orderId, kind: told, detail: saying })
    case 'shipped': {
      const payment = (await orderStates(writer, [orderId])).get(orderId)?.tracks.payment ?? ''
      if (!mayShip(payment)) return refuse({ refusal: 'order_step_refused', track: 'payment', from: payment, event: 'shipped' })
      return done(await noteFact(writer, orderId, 'shipped', saying))
    }
  }
}

/** What may be recorded of an order that stands so. */
export function recordable(tracks: Tracks): Told[] {
  return Told.options.filter((told) => {
    if (told === 'shipped') return mayShip(tracks.payment)
    return applyEvent(tracks, { kind: told === 'received' ? 'receipt_confirmed' : told }).ok
  })
}
