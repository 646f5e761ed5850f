import type { Clock } from '../../preload/contract/clock'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId } from '../../preload/contract/ids'
import { yen } from '../../preload/contract/money'
import type { NewShopOrder } from '../../preload/contract/shop'
import type { MerchantActor, OrderRequest } from '../gateways/counter'
import type { Ledger, Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { knownOrderNumbers } from '../ledger/orders'
import { idempotentAnswers } from '../ledger/shop-orders'
import { holdsCardNumber } from '../settlement/card-number'
import { type Events, publishChanged } from './events'
import { createLanes } from './lanes'
import { byOf } from './merchant-orders'
import { type Days, offeredMethods } from './payment-terms'
import { type Posted, type ShopOrderRequest, storeFresh } from './shop-order-storing'

/*
 * Orders that shops post (s3). Many shops post at once and each waits for its answer, so what waits is stored together: one unit of
 * work takes every request of a merchant that has come meanwhile, and answers each by itself.
 */
const AT_ONCE = 64
/** More of one merchant do not wait: they are told to come again. */
const WAITING_MAX = 256

export interface IntakeDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly holidays: ReadonlySet<string>
}

export interface ShopOrderIntake {
  /** Registers an order; the same request again is answered the same. Refuses what the counter's `create` refuses, but for gateway_off. */
  post(actor: MerchantActor, request: OrderRequest): Promise<Result<Posted>>
}

/** Takes in what shops post. */
export function createShopOrderIntake(deps: IntakeDeps): ShopOrderIntake {
  const inProgress = new Set<string>()
  const lanes = createLanes<MerchantId, ShopOrderRequest, Result<Posted>>({
    atOnce: AT_ONCE,
    waitingMost: WAITING_MAX,
    work: (merchantId, batch) => store(deps, merchantId, batch),
  })
  return {
    async post(actor, asked) {
      const { merchantId } = actor
      const name = `${merchantId} ${asked.idempotency.key}`
      if (inProgress.has(name)) return refuse({ refusal: 'request_in_progress' })
      const answered = lanes.enter(merchantId, { ...asked, merchantId, by: byOf(actor) })
      if (!answered) return refuse({ refusal: 'overloaded' })
      inProgress.add(name)
      try {
        return await answered
      } finally {
        inProgress.delete(name)
      }
    },
  }
}

/** One unit of work for all of a merchant's requests that waited. */
async function store(
  { ledger, clock, events, holidays }: IntakeDeps,
  merchantId: MerchantId,
  requests: readonly ShopOrderRequest[],
): Promise<Result<Posted>[]> {
  const [first] = requests
  if (!first) return []
  const stored = await ledger.write(first.by, async (writer) =>
    done(await storeAll(writer, merchantId, requests, { today: clock.today(), holidays })),
  )
  if (!stored.ok) return requests.map(() => stored)
  publishChanged(events, 'orders')
  return stored.value
}

function notStored(): never {
  throw new Error('a request was neither stored nor refused')
}

/** Judges every request against the ledger and those before it, stores what is good, and answers each in its place. */
async function storeAll(
  writer: Writer,
  merchantId: MerchantId,
  requests: readonly ShopOrderRequest[],
  days: Days,
): Promise<Result<Posted>[]> {
  const merchant = await merchantById(writer, merchantId)
  if (!merchant) return requests.map(() => refuse({ refusal: 'not_found', what: 'merchant' }))
  const keys = requests.map(({ idempotency }) => idempotency.key)
  const answered = await idempotentAnswers(writer, merchantId, keys)
  const numbers = requests.map(({ order }) => order.orderNumber)
  const known = await knownOrderNumbers(writer, merchantId, numbers)
  const accepted: number[] = []
  const results = requests.map((request, at): Result<Posted> | null => {
    const { order, idempotency } = request
    const earlier = answered.get(idempotency.key)
    if (earlier) {
      const { bodySha256, orderId, answer } = earlier
      return bodySha256 === idempotency.bodySha256 ? done({ orderId, order: answer }) : refuse({ refusal: 'idempotency_mismatch' })
    }
    const refusal = unfit(merchant, request, days.today) ?? (known.has(order.orderNumber) ? taken(order) : null)
    if (refusal) return refuse(refusal)
    known.add(order.orderNumber)
    accepted.push(at)
    return null
  })
  const fresh = accepted.flatMap((at) => requests[at] ?? [])
  const stored = await storeFresh(writer, merchant, fresh, days)
  return results.map((result, at) => result ?? stored[accepted.indexOf(at)] ?? notStored())
}

const taken = ({ orderNumber }: NewShopOrder): Refusal => ({ refusal: 'order_number_taken', orderNumber })
const invalid = (path: string, message: string): Refusal => ({ refusal: 'invalid_input', problems: [{ path, message }] })

/** What is wrong with an order in itself, or with posting it to this merchant now. */
function unfit(merchant: Merchant, { order, idempotency }: ShopOrderRequest, today: BusinessDate): Refusal | null {
  if (merchant.state !== 'active') return { refusal: 'merchant_not_active', merchant: merchant.name }
  if (order.receivedOn && order.receivedOn > today) return invalid('receivedOn', 'in the future')
  const counted = order.goods.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  // Many dear lines may come to more than a number can hold.
  if (counted !== order.amount) {
    return { refusal: 'amount_differs', stated: order.amount, counted: yen(Math.min(counted, Number.MAX_SAFE_INTEGER)) }
  }
  if (order.method && !offeredMethods(merchant).includes(order.method)) return { refusal: 'method_not_offered', method: order.method }
  const card = textsOf(order, idempotency.key).find(([, text]) => holdsCardNumber(text))
  return card ? invalid(card[0], 'card_number') : null
}

/** Everything a shop writes freely, by field. */
function textsOf({ orderNumber, payer, goods, returnUrl }: NewShopOrder, key: string): [path: string, text: string][] {
  return [
    ['Idempotency-Key', key],
    ['orderNumber', orderNumber],
    ['payer.name', payer.name],
    ['payer.kana', payer.kana],
    ['payer.email', payer.email],
    ['returnUrl', returnUrl],
    ...goods.map(({ name }, at): [string, string] => [`goods.${at}.name`, name]),
  ]
}
