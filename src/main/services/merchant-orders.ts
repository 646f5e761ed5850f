import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { ShopOrder } from '../../preload/contract/shop'
import type { MerchantActor, OrderCounter, OrderList, OrderQuestion } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Reader, Writer } from '../ledger/ledger'
import { lastShipment, shopEvents, shopOrderByNumber, shopOrders } from '../ledger/shop-orders'
import { isCapturedAtOnce, requestCapture } from './card-captures'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { listOrders } from './order-list'
import { noteFact, stepOrder } from './order-steps'
import { noteParcel } from './parcels'
import { answer } from './saying'

/*
 * What a merchant does with its own orders, whether its program asks (API), a person in the portal, or somebody who followed a link.
 * An order of another merchant does not exist here.
 */
export interface MerchantOrderDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
}

export type MerchantOrders = Omit<OrderCounter, 'create' | 'settled' | 'paymentLink'>

/** How the ledger names somebody who acts for a merchant. */
export const byOf = ({ actor, source }: MerchantActor): By => ({ actor, seat: source })

type Work = (writer: Writer, orderId: OrderId) => Promise<Result<unknown>>

/** What was said stands there already: nothing is written. */
const SAID_BEFORE = Symbol('said before')

const MAY_SHIP: ReadonlySet<string> = new Set(['authorized', 'capture_requested', 'captured', 'paid_preliminary', 'partially_paid', 'paid'])

/** Goods may go once something is paid or promised; before, the merchant is told to wait. What is paid for at the door goes first. */
export const mayShip = (payment: string, method: PaymentMethod | null): boolean =>
  MAY_SHIP.has(payment) || (payment === 'unpaid' && method === 'cash_on_delivery')

export function createMerchantOrders({ ledger, events }: MerchantOrderDeps): MerchantOrders {
  /** One step with its audit record; answers the order as it stands after it. */
  async function act(actor: MerchantActor, orderNumber: string, action: string, said: string, work: Work): Promise<Result<ShopOrder>> {
    const card = refusalOf(cardNumberProblem('reason', said))
    if (card) return refuse(card)
    const acted = await ledger.write(byOf(actor), async (writer): Promise<Result<ShopOrder>> => {
      const found = await shopOrderByNumber(writer, actor.merchantId, orderNumber)
      if (!found) return refuse({ refusal: 'not_found', what: 'order' })
      const worked = await work(writer, found.id)
      if (!worked.ok) return worked
      if (worked.value === SAID_BEFORE) return done(found.order)
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
    list: (merchantId, question) => list(ledger.reader, merchantId, question),
    accept: (actor, orderNumber) =>
      act(actor, orderNumber, 'accepted', '', (writer, orderId) => answer(writer, orderId, 'accepted', detailOf(actor, ''))),
    refuse: (actor, orderNumber, reason) =>
      act(actor, orderNumber, 'acceptance_refused', reason, (writer, orderId) =>
        answer(writer, orderId, 'refused', detailOf(actor, reason)),
      ),
    ship: (actor, orderNumber, shipment) =>
      act(actor, orderNumber, 'shipped', `${shipment.carrier} ${shipment.trackingNumber}`, async (writer, orderId) => {
        const order = (await shopOrders(writer, [orderId])).get(orderId)
        const payment = order?.tracks.payment ?? ''
        if (!mayShip(payment, order?.method ?? null))
          return refuse({ refusal: 'order_step_refused', track: 'payment', from: payment, event: 'shipped' })
        if (isDeepStrictEqual(await lastShipment(writer, orderId), shipment)) return done(SAID_BEFORE)
        const noted = await noteParcel(writer, orderId, shipment.trackingNumber)
        if (!noted.ok) return noted
        return done(await noteFact(writer, orderId, 'shipped', { ...shipment, source: actor.source }))
      }),
    capture: (actor, orderNumber) =>
      act(actor, orderNumber, 'capture_requested', '', async (writer, orderId) =>
        (await isCapturedAtOnce(writer, orderId)) ? done(SAID_BEFORE) : requestCapture(writer, orderId, { source: actor.source }),
      ),
    answerReturn: (actor, orderNumber, said, reason) =>
      act(actor, orderNumber, said, reason, (writer, orderId) => answer(writer, orderId, said, detailOf(actor, reason))),
    cancel: (actor, orderNumber, reason) =>
      act(actor, orderNumber, 'cancelled', reason, (writer, orderId) =>
        stepOrder(writer, { orderId, kind: 'cancelled', detail: detailOf(actor, reason) }),
      ),
  }
}

async function list(reader: Reader, merchantId: MerchantId, question: OrderQuestion): Promise<Result<OrderList>> {
  const { status, method, from, to, search, cursor, size } = question
  const filter = { merchantId, status, method, receivedFrom: from, receivedTo: to, search }
  const page = await listOrders(reader, { filter, sort: 'received', descending: true, cursor, size })
  if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
  const found = await shopOrders(
    reader,
    page.rows.map(({ id }) => id),
  )
  return done({ orders: page.rows.flatMap(({ id }) => found.get(id) ?? []), next: page.next, matching: page.matching })
}
