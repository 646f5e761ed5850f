import { createHash } from 'node:crypto'
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { done } from '../../../../preload/contract/errors'
import type { OrderCounter } from '../../counter'
import { type Ask, answers, proofOf } from './answering'
import type { ApiCode } from './problems'
import {
  AnsweringReturn,
  Caller,
  Cancelling,
  IdempotencyHeader,
  Nothing,
  Order,
  OrderPage,
  OrderPath,
  OrderQuery,
  OrderWithEvents,
  OrderWithLink,
  PaymentLink,
  PostedOrder,
  Refusing,
  Shipping,
} from './schemas'

/* The routes of the API, one for each thing a merchant's program does. Whoever comes this far has signed. */

const BODY: readonly ApiCode[] = ['request_unreadable', 'invalid_input', 'body_too_large', 'content_type_unsupported']
const STORE: readonly ApiCode[] = ['ledger_busy', 'disk_full']
const STEP: readonly ApiCode[] = ['not_found', 'order_step_refused', ...BODY, ...STORE]
/** A step that may be taken until a day. */
const ANSWER: readonly ApiCode[] = [...STEP, 'deadline_passed']

export interface RouteOptions {
  readonly orders: OrderCounter
  readonly ask: Ask
  readonly nowMs: () => number
}

type Server = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  ZodTypeProvider
>

export async function orderRoutes(plain: FastifyInstance, options: RouteOptions): Promise<void> {
  const server = plain.withTypeProvider<ZodTypeProvider>()
  postOrder(server, options)
  readOrders(server, options)
  answerOrders(server, options)
  handOver(server, options)
  tryOut(server, options)
}

/** A shop posts an order (s3). */
function postOrder(server: Server, { orders, ask }: RouteOptions): void {
  const schema = {
    tags: ['Orders'],
    operationId: 'createOrder',
    summary: 'Create an order / 注文の登録',
    description:
      'Registers an order (s3) and answers it with the address at which its payer chooses how to pay. Sent again with the same `Idempotency-Key` and the same bytes it answers the same and stores nothing; see *Sending again*.',
    headers: IdempotencyHeader,
    body: PostedOrder,
    response: answers(201, OrderWithLink, [
      'idempotency_key_missing',
      ...BODY,
      'order_number_taken',
      'amount_differs',
      'method_not_offered',
      'above_slip_limit',
      'idempotency_mismatch',
      'request_in_progress',
      'merchant_not_active',
      'virtual_accounts_exhausted',
      'gateway_off',
      ...STORE,
    ]),
  }
  server.post('/orders', { schema }, (request, reply) => {
    const { holder, body } = proofOf(request)
    const idempotency = { key: request.headers['idempotency-key'], bodySha256: createHash('sha256').update(body).digest('hex') }
    return ask(reply, 201, () => orders.create(holder, { order: request.body, idempotency }))
  })
}

/** What a merchant's program reads: one order, the list, the payer's link. */
function readOrders(server: Server, { orders, ask }: RouteOptions): void {
  const one = {
    tags: ['Orders'],
    operationId: 'getOrder',
    summary: 'Read an order / 注文の照会',
    description: 'The order as it stands now, with its history.',
    params: OrderPath,
    response: answers(200, OrderWithEvents, ['not_found']),
  }
  server.get('/orders/:orderNumber', { schema: one }, (request, reply) =>
    ask(
      reply,
      200,
      () => orders.read(proofOf(request).holder.merchantId, request.params.orderNumber),
      (order) => ({ ...order, events: order.events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })) }),
    ),
  )
  const list = {
    tags: ['Orders'],
    operationId: 'listOrders',
    summary: 'List orders / 注文の一覧',
    description: 'Your orders by all methods, newest first, a page at a time. Hand `next` in as `cursor` until it is null.',
    querystring: OrderQuery,
    response: answers(200, OrderPage, ['invalid_input']),
  }
  server.get('/orders', { schema: list }, (request, reply) => {
    const { limit, cursor = null, ...filter } = request.query
    return ask(reply, 200, () => orders.list(proofOf(request).holder.merchantId, { ...filter, cursor, size: limit }))
  })
  const link = {
    tags: ['Orders'],
    operationId: 'getPaymentLink',
    summary: 'Get the payer’s link / 支払いページのアドレス',
    description:
      'The page on which the payer chooses and reads how to pay (s4), as in the answer to the order’s creation. For a mail or a button of your own.',
    params: OrderPath,
    response: answers(200, PaymentLink, ['not_found', 'gateway_off']),
  }
  server.get('/orders/:orderNumber/payment-link', { schema: link }, (request, reply) =>
    ask(
      reply,
      200,
      () => orders.paymentLink(proofOf(request).holder.merchantId, request.params.orderNumber),
      (paymentUrl) => ({ paymentUrl }),
    ),
  )
}

/** The merchant's yes and no: to an order (s83), and to going on with it. */
function answerOrders(server: Server, { orders, ask }: RouteOptions): void {
  const accept = {
    tags: ['Acceptance'],
    operationId: 'acceptOrder',
    summary: 'Accept an order / 受注の承諾',
    description:
      'You take the order (s83); the payer is told and may choose how to pay. Only where your contract asks for it, and before the deadline.',
    params: OrderPath,
    body: Nothing,
    response: answers(200, Order, ANSWER),
  }
  server.post('/orders/:orderNumber/accept', { schema: accept }, (request, reply) =>
    ask(reply, 200, () => orders.accept(proofOf(request).holder, request.params.orderNumber)),
  )
  const refuse = {
    tags: ['Acceptance'],
    operationId: 'refuseOrder',
    summary: 'Refuse an order / 受注の謝絶',
    description: 'You do not take the order (s83); the payer is told why and the order ends.',
    params: OrderPath,
    body: Refusing,
    response: answers(200, Order, ANSWER),
  }
  server.post('/orders/:orderNumber/refuse', { schema: refuse }, (request, reply) =>
    ask(reply, 200, () => orders.refuse(proofOf(request).holder, request.params.orderNumber, request.body.reason)),
  )
  const cancel = {
    tags: ['Orders'],
    operationId: 'cancelOrder',
    summary: 'Cancel an order / 注文の取消',
    description:
      'Ends an order that nobody has paid. An authorised card that was not captured is let go, and its payer is not charged. After payment a refund is the way, which the bank makes.',
    params: OrderPath,
    body: Cancelling,
    response: answers(200, Order, [...STEP, 'reserved_by_import']),
  }
  server.post('/orders/:orderNumber/cancel', { schema: cancel }, (request, reply) =>
    ask(reply, 200, () => orders.cancel(proofOf(request).holder, request.params.orderNumber, request.body.reason)),
  )
}

/** The goods go out, and perhaps come back: shipment, capture (s62), the answer to a return (s73). */
function handOver(server: Server, { orders, ask }: RouteOptions): void {
  const ship = {
    tags: ['Delivery and return'],
    operationId: 'reportShipment',
    summary: 'Report shipment / 発送の通知',
    description:
      'The goods are on their way, or were provided (services, downloads). Possible once something is paid or promised, and before where the payer pays at the door: then the carrier’s settlement is matched by `trackingNumber`, whose check digit must be right. Where your contract says so, the payer’s window begins anew. The same report again changes nothing.',
    params: OrderPath,
    body: Shipping,
    response: answers(200, Order, [...STEP, 'tracking_number_invalid', 'tracking_number_taken']),
  }
  server.post('/orders/:orderNumber/ship', { schema: ship }, (request, reply) =>
    ask(reply, 200, () => orders.ship(proofOf(request).holder, request.params.orderNumber, request.body)),
  )
  const capture = {
    tags: ['Delivery and return'],
    operationId: 'captureOrder',
    summary: 'Ask for capture / 売上確定の依頼',
    description:
      'The goods are on their way: asks for the capture of an authorised payment by card (s62), credit or debit, always of its whole amount. The answer shows `tracks.payment` `capture_requested`: the company is asked at once and the webhooks `order.captured` or `order.capture_failed` tell what it said; where its answer was lost, `capture_unknown`, it is asked again until it is known, and nothing is captured twice. Never possible after `card.captureBefore`. After `capture_failed` you may ask again. A debit card is usually captured with the yes: then nothing need be asked, and whoever asks all the same is answered how the order stands.',
    params: OrderPath,
    body: Nothing,
    response: answers(200, Order, [...STEP, 'card_not_authorized', 'authorization_over', 'reserved_by_import']),
  }
  server.post('/orders/:orderNumber/capture', { schema: capture }, (request, reply) =>
    ask(reply, 200, () => orders.capture(proofOf(request).holder, request.params.orderNumber)),
  )
  const answer = {
    tags: ['Delivery and return'],
    operationId: 'answerReturn',
    summary: 'Answer a return / 返品への回答',
    description:
      'The payer wants to return the goods, or says that they never came (s72); you confirm that they are back, or contest it with your reason (s73). Silence past the deadline means the payer is right.',
    params: OrderPath,
    body: AnsweringReturn,
    response: answers(200, Order, [...ANSWER, 'reserved_by_import']),
  }
  server.post('/orders/:orderNumber/answer-return', { schema: answer }, (request, reply) => {
    const { answer: said, reason } = request.body
    return ask(reply, 200, () => orders.answerReturn(proofOf(request).holder, request.params.orderNumber, said, reason))
  })
}

/** For whoever writes the signing. */
function tryOut(server: Server, { ask, nowMs }: RouteOptions): void {
  const schema = {
    tags: ['Trying out'],
    operationId: 'whoAmI',
    summary: 'Who am I / 署名の確認',
    description: 'Answers whom your signature speaks for. Changes nothing: begin here.',
    response: answers(200, Caller, []),
  }
  server.get('/caller', { schema }, (request, reply) => {
    const { registrationNumber } = proofOf(request).holder
    return ask(reply, 200, async () => done({ registrationNumber, serverTime: new Date(nowMs()).toISOString() }))
  })
}
