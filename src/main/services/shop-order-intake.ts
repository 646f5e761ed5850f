import { createHash } from 'node:crypto'
import type { Clock } from '../../preload/contract/clock'
import { SlipMethod } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { yen } from '../../preload/contract/money'
import type { NewShopOrder } from '../../preload/contract/shop'
import type { MerchantActor, OrderRequest } from '../gateways/counter'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { liveMandate } from '../ledger/mandates'
import { type Merchant, merchantsById } from '../ledger/merchants'
import { takenOrderNumbers } from '../ledger/orders'
import { type IdempotentAnswer, idempotentAnswers } from '../ledger/shop-orders'
import { holdsCardNumber } from '../settlement/card-number'
import { customerNumberOf } from './customer-number'
import { type DebitFor, nextDebitDay, settledDebit } from './direct-debit-terms'
import { type Events, publishChanged } from './events'
import { createLane } from './lane'
import { byOf } from './merchant-orders'
import { type Days, methodRefusal } from './payment-terms'
import { type FreshOrder, type Posted, type ShopOrderRequest, storeFresh } from './shop-order-storing'
import { type OfferedSlips, offeredSlips } from './slip-terms'

/*
 * Orders that shops post (s3). Many shops post at once and each waits for its answer, so what waits is stored together: one unit of
 * work takes every request that has come meanwhile, of whatever merchant, and answers each by itself.
 */
/** Whoever opens the unit of work; what is written in it is written under each merchant's own name. */
const SYSTEM: By = { actor: 'system', seat: 'api' }
const AT_ONCE = 64
/** More do not wait: they are told to come again. */
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
  /** Resolves when all that was posted until now is stored. */
  settled(): Promise<void>
}

/** Takes in what shops post. */
export function createShopOrderIntake(deps: IntakeDeps): ShopOrderIntake {
  const inProgress = new Set<string>()
  const lane = createLane<ShopOrderRequest, Result<Posted>>({
    atOnce: AT_ONCE,
    waitingMost: WAITING_MAX,
    work: (batch) => store(deps, batch),
  })
  return {
    async post(actor, asked) {
      const { merchantId } = actor
      const { bodySha256 } = asked.idempotency
      // Kept as a digest: whatever a shop has put into it, it is nobody else's to read.
      const key = createHash('sha256').update(asked.idempotency.key).digest('hex')
      const name = `${merchantId} ${key}`
      if (inProgress.has(name)) return refuse({ refusal: 'request_in_progress' })
      const answered = lane.enter({ order: asked.order, idempotency: { key, bodySha256 }, merchantId, by: byOf(actor) })
      if (!answered) return refuse({ refusal: 'overloaded' })
      inProgress.add(name)
      try {
        return await answered
      } finally {
        inProgress.delete(name)
      }
    },
    settled: lane.settled,
  }
}

/** One unit of work for all that waited, of whatever merchant. */
async function store({ ledger, clock, events, holidays }: IntakeDeps, requests: readonly ShopOrderRequest[]): Promise<Result<Posted>[]> {
  const days = { today: clock.today(), holidays }
  const stored = await ledger.write(SYSTEM, async (writer) => done(await storeAll(writer, requests, days)))
  if (!stored.ok) return requests.map(() => stored)
  publishChanged(events, 'orders')
  return stored.value
}

/** Judges every request against the ledger and those before it, stores what is good, and answers each in its place. */
async function storeAll(writer: Writer, requests: readonly ShopOrderRequest[], days: Days): Promise<Result<Posted>[]> {
  const merchants = await merchantsById(writer, [...new Set(requests.map(({ merchantId }) => merchantId))])
  const answered = await idempotentAnswers(
    writer,
    requests.map(({ merchantId, idempotency }) => [merchantId, idempotency.key]),
  )
  const known = await takenOrderNumbers(
    writer,
    requests.map(({ merchantId, order }) => [merchantId, order.orderNumber]),
  )
  const now = { today: days.today, slips: await slipsFor(writer, requests), debitFor: await debitsFor(writer, requests, days) }
  const results: (Result<Posted> | null)[] = []
  const fresh: FreshOrder[] = []
  for (const request of requests) {
    const { merchantId, order, idempotency } = request
    const merchant = merchants.get(merchantId)
    const earlier = answered.get(`${merchantId} ${idempotency.key}`)
    const name = `${merchantId} ${order.orderNumber}`
    const judged = earlier ? repeated(request, earlier) : refused(merchant, request, now, known.has(name))
    results.push(judged)
    if (judged || !merchant) continue
    known.add(name)
    fresh.push({ request, merchant })
  }
  const stored = await storeFresh(writer, fresh, { ...days, slips: now.slips, debitFor: now.debitFor })
  return results.map((result) => result ?? stored.shift() ?? missing())
}

function missing(): never {
  throw new Error('a request was neither stored nor refused')
}

function repeated({ idempotency }: ShopOrderRequest, { bodySha256, orderId, answer }: IdempotentAnswer): Result<Posted> {
  return bodySha256 === idempotency.bodySha256 ? done({ orderId, order: answer }) : refuse({ refusal: 'idempotency_mismatch' })
}

/** The day of the bank, and in whose name slips are issued. */
interface Now {
  readonly today: BusinessDate
  readonly slips: OfferedSlips
  readonly debitFor: DebitFor
}

/** Most orders are paid otherwise, and who collects need not be known. */
async function slipsFor(writer: Writer, requests: readonly ShopOrderRequest[]): Promise<OfferedSlips> {
  return requests.some(({ order }) => SlipMethod.safeParse(order.method).success) ? offeredSlips(writer) : new Map()
}

/** The same for the most orders: whether there are mandates need not be known where none asks for a debit. */
async function debitsFor(writer: Writer, requests: readonly ShopOrderRequest[], { holidays }: Days): Promise<DebitFor> {
  const asking = requests.filter(({ order }) => order.method === 'direct_debit')
  const debit = asking.length === 0 ? null : await settledDebit(writer)
  if (!debit?.isOffered) return () => null
  const debitOn = nextDebitDay(debit, writer.at, holidays)
  const withMandate = new Set<string>()
  for (const { merchantId, order } of asking) {
    const mandate = order.customerNumber === undefined ? null : await liveMandate(writer, customerNumberOf(order.customerNumber))
    if (mandate?.merchantId === merchantId && mandate.validFrom <= debitOn) withMandate.add(`${merchantId} ${order.customerNumber}`)
  }
  return (merchantId, customerNumber) => (withMandate.has(`${merchantId} ${customerNumber}`) ? { debitOn } : 'no_mandate')
}

/** Why an order is not taken, or null. */
function refused(merchant: Merchant | undefined, request: ShopOrderRequest, now: Now, isTaken: boolean): Result<Posted> | null {
  if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
  const refusal = unfit(merchant, request, now) ?? (isTaken ? taken(request.order) : null)
  return refusal && refuse(refusal)
}

const taken = ({ orderNumber }: NewShopOrder): Refusal => ({ refusal: 'order_number_taken', orderNumber })
const invalid = (path: string, message: string): Refusal => ({ refusal: 'invalid_input', problems: [{ path, message }] })

/** What is wrong with an order in itself, or with posting it to this merchant now. */
function unfit(merchant: Merchant, { order }: ShopOrderRequest, { today, slips, debitFor }: Now): Refusal | null {
  if (merchant.state !== 'active') return { refusal: 'merchant_not_active', merchant: merchant.name }
  if (order.receivedOn && order.receivedOn > today) return invalid('receivedOn', 'in the future')
  const counted = order.goods.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  // Many dear lines may come to more than a number can hold.
  if (counted !== order.amount) {
    return { refusal: 'amount_differs', stated: order.amount, counted: yen(Math.min(counted, Number.MAX_SAFE_INTEGER)) }
  }
  const debit = debitFor(merchant.id, order.customerNumber)
  const notByMethod = order.method ? methodRefusal(merchant, order.method, { open: order.amount, slips, cards: new Map(), debit }) : null
  if (notByMethod) return notByMethod
  const field = fieldWithCardNumber(order)
  return field === null ? null : invalid(field, 'card_number')
}

/** The field in which a shop has written a card number, or null (カード情報非保持化). */
function fieldWithCardNumber({ orderNumber, payer, goods, returnUrl, customerNumber = '' }: NewShopOrder): string | null {
  const written: [path: string, text: string][] = [
    ['orderNumber', bareNumbers(orderNumber)],
    ['customerNumber', customerNumber],
    ['payer.name', payer.name],
    ['payer.kana', payer.kana],
    ['payer.email', payer.email],
    ['returnUrl', bareNumbers(returnUrl)],
    ...goods.map(({ name }, at): [string, string] => [`goods.${at}.name`, name]),
  ]
  return written.find(([, text]) => holdsCardNumber(text))?.[0] ?? null
}

/** Of what a machine writes, the parts that are nothing but digits: random identities run into card numbers too often. */
function bareNumbers(text: string): string {
  const parts = text.replace(/%20|\+/g, '-').split(/[^\w-]+/)
  return parts.filter((part) => /^[\d-]+$/.test(part)).join(' / ')
}
