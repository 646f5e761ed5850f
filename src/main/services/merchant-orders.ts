import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { MerchantAnswer, ShopEvent, ShopOrder, Source } from '../../preload/contract/shop'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { shopEvents, shopOrderByNumber, shopOrders } from '../ledger/shop-orders'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { noteFact, stepOrder } from './order-steps'
import { answerAsMerchant } from './protection'

/*
 * What a merchant does with its own orders, whether its program asks (API), a person in the portal, or somebody who followed a link.
 * An order of another merchant does not exist here.
 */
export interface MerchantOrderDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
}

/** Who asks, for which merchant, by what means. */
export interface MerchantActor {
  readonly merchantId: MerchantId
  readonly by: By
  readonly source: Source
}

export interface Shipment {
  carrier: string
  trackingNumber: string
}

export interface MerchantOrders {
  /** Refuses not_found. */
  read(merchantId: MerchantId, orderNumber: string): Promise<Result<ShopOrder & { events: ShopEvent[] }>>
  /** The merchant takes the order (s83). Refuses not_found, order_step_refused. */
  accept(actor: MerchantActor, orderNumber: string): Promise<Result<ShopOrder>>
  refuse(actor: MerchantActor, orderNumber: string, reason: string): Promise<Result<ShopOrder>>
  /** Reports that the goods are on their way, or were provided. Refuses not_found, order_step_refused (nothing is paid yet). */
  ship(actor: MerchantActor, orderNumber: string, shipment: Shipment): Promise<Result<ShopOrder>>
  /** Asks for the capture of an authorised card payment (s62). Refuses not_found, order_step_refused. */
  capture(actor: MerchantActor, orderNumber: string): Promise<Result<ShopOrder>>
  /** Answers a return or a non-arrival. Refuses not_found, order_step_refused. */
  answerReturn(actor: MerchantActor, orderNumber: string, answer: MerchantAnswer, reason: string): Promise<Result<ShopOrder>>
  /** Cancels what nobody has paid. Refuses not_found, order_step_refused, reserved_by_import. */
  cancel(actor: MerchantActor, orderNumber: string, reason: string): Promise<Result<ShopOrder>>
}

type Work = (writer: Writer, orderId: OrderId) => Promise<Result<unknown>>

/** Goods may go once something is paid or promised; before, the merchant is told to wait. */
const MAY_SHIP: ReadonlySet<string> = new Set(['authorized', 'capture_requested', 'captured', 'paid_preliminary', 'partially_paid', 'paid'])

export function createMerchantOrders({ ledger, events }: MerchantOrderDeps): MerchantOrders {
  /** One step with its audit record; answers the order as it stands after it. */
  async function act(actor: MerchantActor, orderNumber: string, action: string, said: string, work: Work): Promise<Result<ShopOrder>> {
    const card = refusalOf(cardNumberProblem('reason', said))
    if (card) return refuse(card)
    const acted = await ledger.write(actor.by, async (writer): Promise<Result<ShopOrder>> => {
      const found = await shopOrderByNumber(writer, actor.merchantId, orderNumber)
      if (!found) return refuse({ refusal: 'not_found', what: 'order' })
      const worked = await work(writer, found.id)
      if (!worked.ok) return worked
      const after = (await shopOrders(writer, [found.id])).get(found.id)
      if (!after) throw new Error(`order ${found.id} is gone`)
      await appendAudit(writer, {
        stream: 'orders',
        action,
        subject: `order:${found.id}`,
        detail: { before: found.order.tracks, after: after.tracks, said, source: actor.source },
      })
      return done(after)
    })
    if (acted.ok) publishChanged(events, 'orders', 'clearing', 'audit')
    return acted
  }
  const detailOf = (actor: MerchantActor, reason: string) => ({ reason, source: actor.source })

  return {
    async read(merchantId, orderNumber) {
      const found = await shopOrderByNumber(ledger.reader, merchantId, orderNumber)
      if (!found) return refuse({ refusal: 'not_found', what: 'order' })
      return done({ ...found.order, events: await shopEvents(ledger.reader, found.id) })
    },
    accept: (actor, orderNumber) =>
      act(actor, orderNumber, 'accepted', '', (writer, orderId) =>
        stepOrder(writer, { orderId, kind: 'accepted', detail: { source: actor.source } }),
      ),
    refuse: (actor, orderNumber, reason) =>
      act(actor, orderNumber, 'acceptance_refused', reason, (writer, orderId) =>
        stepOrder(writer, { orderId, kind: 'acceptance_refused', detail: detailOf(actor, reason) }),
      ),
    ship: (actor, orderNumber, shipment) =>
      act(actor, orderNumber, 'shipped', `${shipment.carrier} ${shipment.trackingNumber}`, async (writer, orderId) => {
        const order = (await shopOrders(writer, [orderId])).get(orderId)
        const payment = order?.tracks.payment ?? ''
        if (!MAY_SHIP.has(payment)) return refuse({ refusal: 'order_step_refused', track: 'payment', from: payment, event: 'shipped' })
        return done(await noteFact(writer, orderId, 'shipped', { ...shipment, source: actor.source }))
      }),
    capture: (actor, orderNumber) =>
      act(actor, orderNumber, 'capture_requested', '', (writer, orderId) => stepOrder(writer, { orderId, kind: 'capture_requested' })),
    answerReturn: (actor, orderNumber, answer, reason) =>
      act(actor, orderNumber, answer, reason, (writer, orderId) =>
        answerAsMerchant(writer, orderId, answer, { reason, source: actor.source }),
      ),
    cancel: (actor, orderNumber, reason) =>
      act(actor, orderNumber, 'cancelled', reason, (writer, orderId) =>
        stepOrder(writer, { orderId, kind: 'cancelled', detail: detailOf(actor, reason) }),
      ),
  }
}
