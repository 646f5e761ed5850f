import type { MerchantActor } from '../../src/main/gateways/counter'
import type { Ledger } from '../../src/main/ledger/ledger'
import { merchantById } from '../../src/main/ledger/merchants'
import { createEvents } from '../../src/main/services/events'
import { createMerchantOrders } from '../../src/main/services/merchant-orders'
import { type ChoiceDeps, createPayerChoice } from '../../src/main/services/payer-choice'
import { createShopOrderIntake } from '../../src/main/services/shop-order-intake'
import type { Posted } from '../../src/main/services/shop-order-storing'
import type { Result } from '../../src/preload/contract/errors'
import type { AccountId, MerchantId, OrderId } from '../../src/preload/contract/ids'
import type { MerchantTerms } from '../../src/preload/contract/merchants'
import { Contacts } from '../../src/preload/contract/merchants'
import { NewShopOrder } from '../../src/preload/contract/shop'
import { addAccount, addMerchant, type FixedClock, openTestLedger, type TestLedger, valueIn } from './ledger'
import { ACCOUNT, gateways } from './statements'
import { bringIn } from './story'

/* Shops and payers over a test's ledger, by the services themselves: what the storefront asks of them, without HTTP. */

/** A merchant who is told of everything by mail and by webhook. */
export const TOLD = Contacts.parse({ email: 'shop@example.jp', noticeBy: 'mail', webhookUrl: 'https://shop.example.jp/hook' })

export interface TestShops extends TestLedger {
  readonly account: AccountId
  readonly intake: ReturnType<typeof createShopOrderIntake>
  readonly orders: ReturnType<typeof createMerchantOrders>
  readonly choice: ReturnType<typeof createPayerChoice>
  /** A merchant with a hundred account numbers, as it acts through its program. */
  merchant(own?: Partial<MerchantTerms>): Promise<MerchantActor>
  /** Posts an order; with a number and a key of its own unless told. */
  post(
    actor: MerchantActor,
    own?: Partial<Parameters<typeof NewShopOrder.parse>[0] & object>,
    idempotency?: { key: string; bodySha256: string },
  ): Promise<Result<Posted>>
  posted(actor: MerchantActor, own?: object): Promise<Posted>
  /** What is in the ledger of an order. */
  look(orderId: OrderId): OrderLook
  /** The money of these orders comes to their account numbers, on the next day of the bank. */
  pay(...orders: readonly Posted[]): Promise<void>
}

export interface OrderLook {
  readonly tracks: Record<'acceptance' | 'payment' | 'protection' | 'disbursement', string>
  /** `actor kind`, oldest first. */
  readonly events: readonly string[]
  /** `kind day`. */
  readonly days: readonly string[]
  /** `recipient name channel`, in the order of telling. */
  readonly notices: readonly string[]
}

export function lookAt({ source }: Pick<Ledger, 'source'>, orderId: OrderId): OrderLook {
  const all = (sql: string) => source.prepare<[OrderId], string>(sql).pluck().all(orderId)
  const tracks = source
    .prepare<[OrderId], OrderLook['tracks']>('select acceptance, payment, protection, disbursement from orders where id = ?')
    .get(orderId)
  if (!tracks) throw new Error('no such order')
  return {
    tracks,
    events: all("select actor || ' ' || kind from order_events where order_id = ? order by id"),
    days: all("select kind || ' ' || falls_on from order_deadlines where order_id = ? order by kind"),
    notices: all("select recipient || ' ' || name || ' ' || channel from notices where order_id = ? order by id"),
  }
}

let posts = 0

export async function openTestShops(own: { clock?: FixedClock; cards?: ChoiceDeps['cards'] } = {}): Promise<TestShops> {
  const test = await openTestLedger(own.clock ? { clock: own.clock } : {})
  const { ledger, clock } = test
  const account = await addAccount(ledger, { ...ACCOUNT })
  const events = createEvents()
  const deps = { ledger, clock, events, holidays: gateways.holidays }
  const intake = createShopOrderIntake(deps)
  let [merchants, day, balance] = [0, 20, 0]
  const shops: TestShops = {
    ...test,
    account,
    intake,
    orders: createMerchantOrders(deps),
    choice: createPayerChoice({ ...deps, banks: gateways.banks, storeAgent: gateways.storeAgent, cards: own.cards ?? null }),
    async merchant(terms = {}) {
      const first = ++merchants * 100
      const digits = (number: number) => String(number).padStart(7, '0')
      const virtualRange = { accountId: account, branchCode: '101', first: digits(first), last: digits(first + 99) }
      const merchantId: MerchantId = await addMerchant(ledger, { virtualRange, contacts: TOLD, ...terms })
      const registered = await merchantById(ledger.reader, merchantId)
      return { merchantId, actor: `merchant:${registered?.registrationNumber}`, source: 'api' }
    },
    post(actor, order = {}, idempotency) {
      posts += 1
      const body = {
        orderNumber: `P-${posts}`,
        goods: [{ name: '丸筆', quantity: 2, unitPrice: 1_200 }],
        amount: 2_400,
        payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: 'taro@example.jp' },
        ...order,
      }
      return intake.post(actor, {
        order: NewShopOrder.parse(body),
        idempotency: idempotency ?? { key: `key ${posts}`, bodySha256: `${posts}` },
      })
    },
    posted: async (actor, order) => valueIn(await shops.post(actor, order)),
    look: (orderId) => lookAt(ledger, orderId),
    async pay(...orders) {
      const lines = orders.map(({ orderId, order }) => ({ amount: order.amount, remitterCode: referenceOf(ledger, orderId) }))
      await bringIn(shops, `2026-11-${day}`, balance, lines)
      day += 1
      balance += lines.reduce<number>((sum, { amount }) => sum + amount, 0)
    },
  }
  return shops
}

/** The account number an order is to be paid to. */
export function referenceOf({ source }: Pick<Ledger, 'source'>, orderId: OrderId): string {
  const found = source
    .prepare<[OrderId], string>('select reference from instructions where order_id = ? and ended_at is null')
    .pluck()
    .get(orderId)
  if (found === undefined) throw new Error('the order has no account number')
  return found
}
