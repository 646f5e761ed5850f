import type { SlipMethod } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, OrderId } from '../../preload/contract/ids'
import type { NewShopOrder, ShopOrder } from '../../preload/contract/shop'
import type { OrderRequest } from '../gateways/counter'
import { appendAudits } from '../ledger/audit'
import type { By, Writer } from '../ledger/ledger'
import { insertOrderCustomers } from '../ledger/mandates'
import type { Merchant } from '../ledger/merchants'
import { searchWords } from '../ledger/order-search'
import { type NewOrder, registerOrders } from '../ledger/orders'
import { insertIdempotentAnswers, insertShopOrders, shopOrders } from '../ledger/shop-orders'
import { nameKey } from '../settlement/names'
import { normaliseReference } from '../settlement/references'
import { registeredTracks } from '../settlement/tracks'
import { customerNumberOf } from './customer-number'
import type { DebitFor } from './direct-debit-terms'
import { takeVirtualAccounts } from './order-numbering'
import { followUp } from './order-steps'
import { type Days, firstDueDate } from './payment-terms'
import type { OfferedSlips } from './slip-terms'
import { issueSlips, type SlipWish } from './slips'

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

/** An order that was judged good, and its merchant. */
export interface FreshOrder {
  readonly request: ShopOrderRequest
  readonly merchant: Merchant
}

/** The days of the bank, and in whose name slips are issued; nobody's where no order asks for one. */
export interface StoringTerms extends Days {
  readonly slips: OfferedSlips
  readonly debitFor: DebitFor
}

/** Stores orders and answers each in its place. Refuses virtual_accounts_exhausted to those there is no number for. */
export async function storeFresh(writer: Writer, fresh: readonly FreshOrder[], days: StoringTerms): Promise<Result<Posted>[]> {
  if (fresh.length === 0) return []
  const numbers = await virtualAccounts(writer, fresh)
  const placed: PlacedOrder[] = []
  const dueOn = new Map([...new Set(fresh.map(({ merchant }) => merchant))].map((merchant) => [merchant, firstDueDate(merchant, days)]))
  const results = fresh.map(({ request, merchant }): Result<never> | null => {
    const { codes = [], refusal = null } = request.order.method === 'bank_transfer' ? (numbers.get(merchant.id) ?? {}) : {}
    const reference = codes.shift() ?? null
    if (refusal && reference === null) return refuse(refusal)
    const debit = request.order.method === 'direct_debit' ? days.debitFor(merchant.id, request.order.customerNumber) : null
    const payBy = debit === null || debit === 'no_mandate' ? (dueOn.get(merchant) ?? missing()) : debit.debitOn
    placed.push({ request, order: newOrder(merchant, request, reference, { today: days.today, dueOn: payBy }) })
    return null
  })
  const posted = await storePlaced(writer, placed, days.slips)
  return results.map((result) => result ?? done(posted.shift() ?? missing()))
}

interface Numbers {
  /** As many virtual accounts as there are. */
  readonly codes: string[]
  /** Why there are no more. */
  readonly refusal: Refusal | null
}

/** Virtual accounts for the orders of each merchant that need one. */
async function virtualAccounts(writer: Writer, fresh: readonly FreshOrder[]): Promise<Map<MerchantId, Numbers>> {
  const needing = fresh.filter(({ request }) => request.order.method === 'bank_transfer')
  const numbers = new Map<MerchantId, Numbers>()
  for (const [merchant, orders] of Map.groupBy(needing, ({ merchant }) => merchant)) {
    numbers.set(merchant.id, await asManyAsThereAre(writer, merchant, orders.length))
  }
  return numbers
}

async function asManyAsThereAre(writer: Writer, merchant: Merchant, needed: number): Promise<Numbers> {
  const taken = await takeVirtualAccounts(writer, merchant, needed)
  if (taken.ok) return { codes: taken.value, refusal: null }
  const { refusal } = taken
  const free = refusal.refusal === 'virtual_accounts_exhausted' ? refusal.free : 0
  const rest = free > 0 ? await takeVirtualAccounts(writer, merchant, free) : taken
  return { codes: rest.ok ? rest.value : [], refusal }
}

interface PlacedOrder {
  readonly request: ShopOrderRequest
  readonly order: NewOrder
}

async function storePlaced(writer: Writer, placed: readonly PlacedOrder[], slips: OfferedSlips): Promise<Posted[]> {
  if (placed.length === 0) return []
  const events = await registerOrders(
    writer,
    placed.map(({ order }) => order),
  )
  const ids = events.map(({ orderId }) => orderId)
  const numbered = placed.map(({ request, order }, at) => ({ request, dueOn: order.dueOn, orderId: ids[at] ?? missing() }))
  await insertShopOrders(
    writer,
    numbered.map(({ orderId, request: { order } }) => ({
      orderId,
      lines: order.goods,
      language: order.language,
      returnUrl: order.returnUrl,
    })),
  )
  await insertOrderCustomers(
    writer,
    numbered.flatMap(({ orderId, request: { order } }) =>
      order.customerNumber === undefined ? [] : [{ orderId, customerNumber: customerNumberOf(order.customerNumber) }],
    ),
  )
  for (const terms of slips.values())
    await issueSlips(
      writer,
      terms,
      numbered.flatMap((order) => slipWish(terms.method, order)),
    )
  await followUp(writer, events)
  const stored = await shopOrders(writer, ids)
  const posted = numbered.map(({ orderId, request }) => ({ orderId, request, order: stored.get(orderId) ?? missing() }))
  await insertIdempotentAnswers(
    writer,
    posted.map(({ orderId, request: { merchantId, idempotency }, order }) => ({ merchantId, ...idempotency, orderId, answer: order })),
  )
  await appendAudits(writer, 'orders', [...Map.groupBy(posted, ({ request }) => request.merchantId)].map(auditOf))
  return posted.map(({ orderId, order }) => ({ orderId, order }))
}

/** The slip of an order whose shop has fixed that it is paid so. */
function slipWish(
  method: SlipMethod,
  {
    request: { order },
    orderId,
    dueOn,
  }: {
    request: ShopOrderRequest
    orderId: OrderId
    dueOn: BusinessDate | null
  },
): SlipWish[] {
  return order.method === method && dueOn !== null ? [{ orderId, amount: order.amount, dueOn }] : []
}

/** What is written down of a merchant's orders, under its own name. */
function auditOf([merchantId, orders]: [MerchantId, (Posted & { request: ShopOrderRequest })[]]) {
  const [{ request } = missing()] = orders
  const told = orders.map(({ orderId, order: { orderNumber, amount } }) => ({ orderId, orderNumber, amount }))
  return { by: request.by, action: 'posted', subject: `merchant:${merchantId}`, detail: { orders: told } }
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

function newOrder(
  merchant: Merchant,
  { order, by }: ShopOrderRequest,
  reference: string | null,
  { today, dueOn }: Record<'today' | 'dueOn', BusinessDate>,
): NewOrder {
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
    actor: by.actor,
  }
  return { ...facts, words: searchWords(facts) }
}
