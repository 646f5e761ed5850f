import type { BusinessDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { NewShopOrder, ShopOrder } from '../../preload/contract/shop'
import type { OrderRequest } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { By, Writer } from '../ledger/ledger'
import type { Merchant } from '../ledger/merchants'
import { searchWords } from '../ledger/order-search'
import { type NewOrder, registerOrders } from '../ledger/orders'
import { insertIdempotentAnswers, insertShopOrders, shopOrders } from '../ledger/shop-orders'
import { nameKey } from '../settlement/names'
import { normaliseReference } from '../settlement/references'
import { registeredTracks } from '../settlement/tracks'
import { takeVirtualAccounts } from './order-numbering'
import { followUp } from './order-steps'
import { type Days, firstDueDate } from './payment-terms'

/* Stores orders that were judged good, all that must exist together and all that follows, for a whole batch at once. */

/** An order as it was posted, by whom. */
export interface ShopOrderRequest extends OrderRequest {
  readonly merchantId: MerchantId
  readonly by: By
}

export interface Posted {
  readonly orderId: OrderId
  readonly order: ShopOrder
}

/** Stores orders of one merchant and answers each in its place. Refuses virtual_accounts_exhausted to those there is no number for. */
export async function storeFresh(
  writer: Writer,
  merchant: Merchant,
  fresh: readonly ShopOrderRequest[],
  days: Days,
): Promise<Result<Posted>[]> {
  if (fresh.length === 0) return []
  const dueOn = firstDueDate(merchant, days)
  const { codes, refusal } = await virtualAccounts(writer, merchant, fresh.filter(({ order }) => order.method === 'bank_transfer').length)
  const placed: { request: ShopOrderRequest; order: NewOrder }[] = []
  const results = fresh.map((request): Result<never> | null => {
    const reference = request.order.method ? (codes.shift() ?? null) : null
    if (request.order.method && reference === null && refusal) return refuse(refusal)
    placed.push({ request, order: newOrder(merchant, request.order, dueOn, reference, days.today) })
    return null
  })
  const posted = await storePlaced(writer, merchant, placed)
  return results.map((result) => result ?? done(posted.shift() ?? missing()))
}

/** As many virtual accounts as there are, and why there are no more. */
async function virtualAccounts(writer: Writer, merchant: Merchant, needed: number): Promise<{ codes: string[]; refusal: Refusal | null }> {
  const taken = await takeVirtualAccounts(writer, merchant, needed)
  if (taken.ok) return { codes: taken.value, refusal: null }
  const { refusal } = taken
  const free = refusal.refusal === 'virtual_accounts_exhausted' ? refusal.free : 0
  const rest = free > 0 ? await takeVirtualAccounts(writer, merchant, free) : taken
  return { codes: rest.ok ? rest.value : [], refusal }
}

async function storePlaced(
  writer: Writer,
  merchant: Merchant,
  placed: readonly { request: ShopOrderRequest; order: NewOrder }[],
): Promise<Posted[]> {
  if (placed.length === 0) return []
  const events = await registerOrders(
    writer,
    placed.map(({ order }) => order),
  )
  const numbered = placed.map(({ request }, at) => ({ request, orderId: events[at]?.orderId ?? missing() }))
  await insertShopOrders(
    writer,
    numbered.map(({ orderId, request: { order } }) => ({
      orderId,
      lines: order.goods,
      language: order.language,
      returnUrl: order.returnUrl,
    })),
  )
  await followUp(writer, events)
  const stored = await shopOrders(
    writer,
    numbered.map(({ orderId }) => orderId),
  )
  const posted = numbered.map(({ orderId }) => ({ orderId, order: stored.get(orderId) ?? missing() }))
  await insertIdempotentAnswers(
    writer,
    merchant.id,
    numbered.map(({ request, orderId }) => ({ ...request.idempotency, orderId, answer: stored.get(orderId) ?? missing() })),
  )
  await appendAudit(writer, {
    stream: 'orders',
    action: 'posted',
    subject: `merchant:${merchant.id}`,
    detail: { orders: posted.map(({ orderId, order }) => ({ orderId, orderNumber: order.orderNumber, amount: order.amount })) },
  })
  return posted
}

function missing(): never {
  throw new Error('an order was stored and is not there')
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
