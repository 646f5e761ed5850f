import { randomBytes } from 'node:crypto'
import { composeCounter } from '../../src/main/compose-storefront'
import type { CardCompany } from '../../src/main/gateways/card-company'
import type { Counter, MerchantActor } from '../../src/main/gateways/counter'
import { openStorefront, type Storefront } from '../../src/main/gateways/storefront/server'
import type { CardDesk } from '../../src/main/services/card-desk'
import { createEvents } from '../../src/main/services/events'
import { createLinks, type LinkPurpose, type Links } from '../../src/main/services/links'
import { createSecrets } from '../../src/main/services/secrets'
import { addDays, type BusinessDate } from '../../src/preload/contract/date'
import { StorefrontSettings } from '../../src/preload/contract/gateways'
import type { MerchantId, OrderId, ReceiptId } from '../../src/preload/contract/ids'
import type { MerchantTerms } from '../../src/preload/contract/merchants'
import { yen } from '../../src/preload/contract/money'
import { NewShopOrder } from '../../src/preload/contract/shop'
import { cardsOver } from './card-company'
import { attendCards } from './cards'
import { keptLog } from './door'
import { jobRuns } from './job-runs'
import { addAccount, addMerchant, openTestLedger, type TestLedger, valueIn } from './ledger'
import { ACCOUNT, gateways } from './statements'
import { bringIn, clearByHand } from './story'

/* A storefront over a real ledger and real services, with a merchant, orders and money from the bank: for tests of its pages. */

const LINK_DAYS = 60

/** The counter as the program puts it together; `company`: the card company it speaks to, where there is one. */
export function counterOver(test: TestLedger, company: CardCompany | null = null): { counter: Counter; links: Links; cards: CardDesk } {
  const { ledger, clock } = test
  const secrets = createSecrets(randomBytes(32))
  const address = () => 'https://pay.example'
  const overCards = cardsOver(test, company)
  const parts = { ledger, clock, events: createEvents(), gateways, secrets, log: keptLog(), address, ...overCards, ...jobRuns(test) }
  return { counter: composeCounter(parts), links: createLinks({ secrets, clock }), cards: overCards.cards }
}

export interface TestStorefront extends TestLedger {
  readonly counter: Counter
  readonly merchantId: MerchantId
  readonly actor: MerchantActor
  /** Where its pages are. */
  readonly address: string
  /** Posts an order as the shop's program would; answers its identity. */
  post(own?: { orderNumber?: string } & Partial<Omit<NewShopOrder, 'orderNumber'>>): Promise<OrderId>
  /** The address of a page by a link of that purpose; valid until `until`, else for two months. */
  link(purpose: LinkPurpose, orderId: OrderId, until?: BusinessDate): string
  /** The bank's statement of the next day: so many yen came to the order's virtual account, all of it where no amount is named. */
  pay(orderId: OrderId, amount?: number): Promise<void>
  /** What is to be asked of the card company is asked. */
  attendCards(): Promise<void>
}

const PATHS: Record<LinkPurpose, string> = {
  choose: 'pay',
  accept: 'accept',
  receipt: 'receipt',
  return: 'return',
  refund_account: 'refund-account',
}

const GOODS = [
  { name: '波佐見焼 飯碗 (青海波)', quantity: 2, unitPrice: 3_300 },
  { name: '急須', quantity: 1, unitPrice: 5_400 },
]
export const GOODS_AMOUNT = 12_000

/** Opens a storefront with one merchant; `terms` of its contract where they matter. */
export async function openTestStorefront(terms: Partial<MerchantTerms> = {}, company: CardCompany | null = null): Promise<TestStorefront> {
  const test = await openTestLedger()
  const accountId = await addAccount(test.ledger, { ...ACCOUNT, openingBalance: yen(0) })
  const merchantId = await addMerchant(test.ledger, {
    name: 'さくら商店',
    virtualRange: { accountId, branchCode: '813', first: '0000001', last: '0000999' },
    ...terms,
  })
  const { counter, links, cards } = counterOver(test, company)
  const faults: unknown[] = []
  const storefront: Storefront = await openStorefront(StorefrontSettings.parse({ gateway: 'storefront', port: 0 }), counter, {
    warn: () => undefined,
    fault: (fault) => `TEST-${faults.push(fault)}`,
  })
  const actor: MerchantActor = { merchantId, actor: 'merchant:test', source: 'api' }
  const opened = addDays(test.clock.today(), -18)
  const bank = { from: opened, day: addDays(opened, 1), balance: 0 }
  let posted = 0
  return {
    ...test,
    counter,
    merchantId,
    actor,
    address: storefront.address,
    post: async (own = {}) => {
      posted += 1
      const order = NewShopOrder.parse({
        orderNumber: `A-${1000 + posted}`,
        receivedOn: bank.from,
        goods: GOODS,
        amount: GOODS_AMOUNT,
        payer: { name: '山田 太郎', kana: 'ﾔﾏﾀﾞ ﾀﾛｳ', email: 'taro@example.jp' },
        returnUrl: 'https://shop.example.jp/orders/thanks',
        ...own,
      })
      valueIn(await counter.orders.create(actor, { order, idempotency: { key: `key-${posted}`, bodySha256: String(posted) } }))
      const { id } = await test.ledger.reader.db
        .selectFrom('orders')
        .select('id')
        .where('merchant_id', '=', merchantId)
        .where('order_number', '=', order.orderNumber)
        .executeTakeFirstOrThrow()
      return id
    },
    link: (purpose, orderId, until = addDays(test.clock.today(), LINK_DAYS)) =>
      `${storefront.address}/${PATHS[purpose]}/${links.sign({ purpose, orderId, until })}`,
    pay: async (orderId, amount) => {
      const { reference, open } = await owed(test, orderId)
      const came = amount ?? open
      await bringIn(test, bank.day, bank.balance, [{ amount: came, remitterCode: reference }])
      bank.day = addDays(bank.day, 1)
      bank.balance += came
      if (came < open) await clearByHand(test, await lastReceipt(test), orderId, came)
    },
    attendCards: async () => {
      await attendCards({ ledger: test.ledger, clock: test.clock, cards })
    },
    cleanup: async () => {
      await storefront.close()
      await test.cleanup()
      if (faults.length > 0) throw faults[0]
    },
  }
}

/** What does not fit is cleared by a clerk. */
async function lastReceipt({ ledger }: TestLedger): Promise<ReceiptId> {
  return (await ledger.reader.db.selectFrom('receipts').select('id').orderBy('booked_on', 'desc').executeTakeFirstOrThrow()).id
}

async function owed({ ledger }: TestLedger, orderId: OrderId): Promise<{ reference: string; open: number }> {
  return ledger.reader.db
    .selectFrom('instructions')
    .innerJoin('orders', 'orders.id', 'instructions.order_id')
    .select(['reference', (row) => row('amount', '-', row.ref('paid_amount')).as('open')])
    .where('orders.id', '=', orderId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
}
