import type { Clock } from '../../preload/contract/clock'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import { yen } from '../../preload/contract/money'
import type { NewShopOrder, ShopOrder } from '../../preload/contract/shop'
import type { OrderCounter, OrderRequest } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { searchWords } from '../ledger/order-search'
import { knownOrderNumbers, type NewOrder, registerOrders } from '../ledger/orders'
import { type IdempotentAnswer, idempotentAnswers, insertIdempotentAnswers, insertShopOrders, shopOrders } from '../ledger/shop-orders'
import { onOrAfter } from '../settlement/calendar'
import { holdsCardNumber } from '../settlement/card-number'
import { nameKey } from '../settlement/names'
import { normaliseReference } from '../settlement/references'
import { registeredTracks } from '../settlement/tracks'
import { type Events, publishChanged } from './events'
import { byOf } from './merchant-orders'
import { takeVirtualAccounts } from './order-numbering'
import { followUp } from './order-steps'

/*
 * Orders that shops post (s3). Many shops post at once and each waits for its answer, so what waits is stored together: one unit of
 * work takes every request of a merchant that has come meanwhile, and answers each by itself.
 */
interface ShopOrderRequest extends OrderRequest {
  readonly merchantId: MerchantId
  readonly by: By
}

/** Methods an instruction can be given for. */
export const BUILT_METHODS: readonly PaymentMethod[] = ['bank_transfer']

const AT_ONCE = 64

export interface IntakeDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly holidays: ReadonlySet<string>
}

interface Waiting {
  request: ShopOrderRequest
  answer(result: Result<ShopOrder>): void
  fail(fault: unknown): void
}

/** Takes in what shops post; `create` is the counter's. */
export function createShopOrderIntake(deps: IntakeDeps): Pick<OrderCounter, 'create'> {
  const lanes = new Map<MerchantId, Waiting[]>()
  const running = new Set<MerchantId>()
  const inProgress = new Set<string>()

  async function run(merchantId: MerchantId): Promise<void> {
    running.add(merchantId)
    for (;;) {
      const batch = lanes.get(merchantId)?.splice(0, AT_ONCE) ?? []
      const [first] = batch
      if (!first) break
      await store(deps, merchantId, first.request.by, batch)
    }
    running.delete(merchantId)
    lanes.delete(merchantId)
  }

  return {
    async create(actor, asked) {
      const request: ShopOrderRequest = { ...asked, merchantId: actor.merchantId, by: byOf(actor) }
      const { merchantId, idempotency } = request
      const name = `${merchantId} ${idempotency.key}`
      if (inProgress.has(name)) return refuse({ refusal: 'request_in_progress' })
      inProgress.add(name)
      try {
        const answered = new Promise<Result<ShopOrder>>((answer, fail) => {
          const lane = lanes.get(merchantId) ?? []
          lanes.set(merchantId, lane)
          lane.push({ request, answer, fail })
        })
        if (!running.has(merchantId)) void run(merchantId)
        return await answered
      } finally {
        inProgress.delete(name)
      }
    },
  }
}

async function store(
  { ledger, clock, events, holidays }: IntakeDeps,
  merchantId: MerchantId,
  by: By,
  batch: readonly Waiting[],
): Promise<void> {
  try {
    const requests = batch.map(({ request }) => request)
    const stored = await ledger.write(by, async (writer) => done(await storeAll(writer, merchantId, requests, clock.today(), holidays)))
    for (const [at, waiting] of batch.entries()) waiting.answer(stored.ok ? (stored.value[at] ?? notStored()) : stored)
    if (stored.ok) publishChanged(events, 'orders')
  } catch (fault) {
    for (const waiting of batch) waiting.fail(fault)
  }
}

function notStored(): never {
  throw new Error('a request was neither stored nor refused')
}

/** Judges every request against the ledger and those before it, stores what is good, and answers each in its place. */
async function storeAll(
  writer: Writer,
  merchantId: MerchantId,
  requests: readonly ShopOrderRequest[],
  today: BusinessDate,
  holidays: ReadonlySet<string>,
): Promise<Result<ShopOrder>[]> {
  const merchant = await merchantById(writer, merchantId)
  if (!merchant) return requests.map(() => refuse({ refusal: 'not_found', what: 'merchant' }))
  const keys = requests.map(({ idempotency }) => idempotency.key)
  const answered = await idempotentAnswers(writer, merchantId, keys)
  const numbers = requests.map(({ order }) => order.orderNumber)
  const known = await knownOrderNumbers(writer, merchantId, numbers)
  const accepted: number[] = []
  const results = requests.map(({ order, idempotency }, at): Result<ShopOrder> | null => {
    const earlier = answered.get(idempotency.key)
    if (earlier) return earlier.bodySha256 === idempotency.bodySha256 ? done(earlier.answer) : refuse({ refusal: 'idempotency_mismatch' })
    const refusal = unfit(merchant, order) ?? (known.has(order.orderNumber) ? taken(order) : null)
    if (refusal) return refuse(refusal)
    known.add(order.orderNumber)
    accepted.push(at)
    return null
  })
  const fresh = accepted.flatMap((at) => requests[at] ?? [])
  const stored = await storeFresh(writer, merchant, fresh, today, holidays)
  return results.map((result, at) => result ?? stored[accepted.indexOf(at)] ?? notStored())
}

const taken = ({ orderNumber }: NewShopOrder): Refusal => ({ refusal: 'order_number_taken', orderNumber })

/** What is wrong with an order in itself, or with posting it to this merchant now. */
function unfit(merchant: Merchant, order: NewShopOrder): Refusal | null {
  if (merchant.state !== 'active') return { refusal: 'merchant_not_active', merchant: merchant.name }
  const counted = order.goods.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  if (counted !== order.amount) return { refusal: 'amount_differs', stated: order.amount, counted: yen(counted) }
  if (order.method && !offeredMethods(merchant).includes(order.method)) return { refusal: 'method_not_offered', method: order.method }
  const texts = [order.payer.name, order.payer.kana, ...order.goods.map(({ name }) => name)]
  const card = texts.findIndex(holdsCardNumber)
  return card < 0
    ? null
    : { refusal: 'invalid_input', problems: [{ path: card < 2 ? 'payer' : `goods.${card - 2}.name`, message: 'card_number' }] }
}

/** The methods a merchant has agreed to and an instruction can be given for. */
export function offeredMethods(merchant: Merchant): PaymentMethod[] {
  return merchant.methods.filter(
    (method) => BUILT_METHODS.includes(method) && (method !== 'bank_transfer' || merchant.virtualRange !== null),
  )
}

/** The last day to pay, or to choose how: so many days on, and then a day on which banks are open. */
export function dueDate(merchant: Merchant, today: BusinessDate, holidays: ReadonlySet<string>): BusinessDate {
  return onOrAfter(addDays(today, merchant.deadlines.paymentDays), holidays)
}

async function storeFresh(
  writer: Writer,
  merchant: Merchant,
  fresh: readonly ShopOrderRequest[],
  today: BusinessDate,
  holidays: ReadonlySet<string>,
): Promise<Result<ShopOrder>[]> {
  if (fresh.length === 0) return []
  const dueOn = dueDate(merchant, today, holidays)
  const codes = await takeVirtualAccounts(writer, merchant, fresh.filter(({ order }) => order.method === 'bank_transfer').length)
  if (!codes.ok) return fresh.map(() => codes)
  const orders = fresh.map(({ order }) => newOrder(merchant, order, dueOn, order.method ? (codes.value.shift() ?? null) : null, today))
  const events = await registerOrders(writer, orders)
  const ids = events.map(({ orderId }) => orderId)
  const at = <T>(list: readonly T[], index: number): T => list[index] ?? notStored()
  await insertShopOrders(
    writer,
    fresh.map(({ order }, index) => ({
      orderId: at(ids, index),
      lines: order.goods,
      language: order.language,
      returnUrl: order.returnUrl,
    })),
  )
  await followUp(writer, events)
  const stored = await shopOrders(writer, ids)
  const answers = fresh.map(({ idempotency }, index): IdempotentAnswer => {
    const orderId: OrderId = at(ids, index)
    return { ...idempotency, orderId, answer: stored.get(orderId) ?? notStored() }
  })
  await insertIdempotentAnswers(writer, merchant.id, answers)
  await appendAudit(writer, {
    stream: 'orders',
    action: 'posted',
    subject: `merchant:${merchant.id}`,
    detail: { orders: answers.map(({ orderId, answer }) => ({ orderId, orderNumber: answer.orderNumber, amount: answer.amount })) },
  })
  return answers.map(({ answer }) => done(answer))
}

const GOODS_MAX = 200

/** `商品名 ほか2点`, as lists show it. */
function goodsText(goods: NewShopOrder['goods']): string {
  const [first, ...others] = goods
  return `${first?.name ?? ''}${others.length > 0 ? ` ほか${others.length}点` : ''}`.slice(0, GOODS_MAX)
}

function newOrder(merchant: Merchant, order: NewShopOrder, dueOn: BusinessDate, reference: string | null, today: BusinessDate): NewOrder {
  const { orderNumber, amount, payer, method = null } = order
  const { virtualRange } = merchant
  const facts = {
    merchantId: merchant.id,
    fileId: null,
    orderNumber,
    referenceKey: normaliseReference(orderNumber),
    receivedOn: order.receivedOn ?? today,
    goods: goodsText(order.goods),
    method,
    amount,
    payerName: payer.name,
    payerKana: payer.kana,
    payerKey: nameKey(payer.kana),
    payerEmail: payer.email,
    tracks: registeredTracks({
      methodFixed: method !== null,
      protectionWished: order.protectionWished,
      acceptanceRequired: merchant.acceptanceRequired,
    }),
    dueOn,
    note: '',
    instruction: virtualRange && reference !== null ? { accountId: virtualRange.accountId, reference, dueOn } : null,
  }
  return { ...facts, words: searchWords(facts) }
}
