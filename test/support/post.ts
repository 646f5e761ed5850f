import { insertShopOrders } from '../../src/main/ledger/shop-orders'
import { createEvents, type Events } from '../../src/main/services/events'
import { createLinks, type Links } from '../../src/main/services/links'
import { createMessageIds, type MessageIds } from '../../src/main/services/message-ids'
import type { WordDeps } from '../../src/main/services/notice-words'
import { stepOrder } from '../../src/main/services/order-steps'
import { createSecrets, type Secrets } from '../../src/main/services/secrets'
import type { SlipFileOf } from '../../src/main/services/slip-paper'
import type { OrderStep } from '../../src/main/settlement/steps'
import type { AccountId, MerchantId, OrderId } from '../../src/preload/contract/ids'
import { Contacts, type Language, type MerchantTerms } from '../../src/preload/contract/merchants'
import { yen } from '../../src/preload/contract/money'
import type { NoticeChannel, NoticeName, NoticeState, Recipient } from '../../src/preload/contract/notices'
import { jobRuns } from './job-runs'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, type TestOrder, valueIn, writing } from './ledger'
import { ACCOUNT, gateways } from './statements'
import { bringIn } from './story'

/** A ledger with one merchant that is told by mail, and what is needed to tell it and its payers. */
export interface TestPost extends TestLedger {
  secrets: Secrets
  links: Links
  messageIds: MessageIds
  events: Events
  words: WordDeps
  slipFileOf: SlipFileOf
  account: AccountId
  merchant: MerchantId
  /** Where links lead; null for nowhere. */
  address: string | null
  /** An order of the merchant whose payer has an address. */
  order(own?: Partial<TestOrder>, language?: Language): Promise<OrderId>
  /** Brings in the statement on which every order that waits for money is paid in full: the windows of protected ones open. */
  pay(): Promise<void>
  step(orderId: OrderId, kind: OrderStep, detail?: Record<string, unknown>): Promise<void>
  notices(): KeptNotice[]
}

export interface KeptNotice {
  id: number
  name: NoticeName
  recipient: Recipient
  channel: NoticeChannel
  address: string
  language: Language
  state: NoticeState
  attempts: number
  nextAt: number | null
  lastError: string | null
  facts: string
}

export const MERCHANT_MAIL = 'shop@example.jp'
export const PAYER_MAIL = 'taro@example.com'

export const contacts = (own: Partial<Contacts> = {}): Contacts => Contacts.parse({ email: MERCHANT_MAIL, noticeBy: 'mail', ...own })

export async function openPost(terms: Partial<MerchantTerms> = {}): Promise<TestPost> {
  const test = await openTestLedger()
  const secrets = createSecrets(Buffer.alloc(32, 1))
  const links = createLinks({ secrets, clock: test.clock })
  const account = await addAccount(test.ledger, { ...ACCOUNT, openingBalance: yen(0) })
  const virtualRange = { accountId: account, branchCode: '801', first: '0000001', last: '0000999' }
  const merchant = await addMerchant(test.ledger, { name: '株式会社さくら書房', contacts: contacts(), virtualRange, ...terms })
  let orders = 0
  const post: TestPost = {
    ...test,
    secrets,
    links,
    messageIds: createMessageIds(secrets),
    events: createEvents(),
    account,
    merchant,
    address: 'https://pay.example.jp',
    slipFileOf: jobRuns(test).slipFileOf,
    words: {
      clock: test.clock,
      banks: gateways.banks,
      storeAgent: gateways.storeAgent,
      links,
      secrets,
      publicAddress: async () => post.address,
    },
    order: async (own = {}, language = 'ja') => {
      orders += 1
      const reference = `801${String(orders).padStart(7, '0')}`
      const [id] = await addOrders(test.ledger, merchant, [
        {
          amount: 12_000,
          orderNumber: `A-${orders}`,
          payerEmail: PAYER_MAIL,
          instruction: { accountId: account, reference, dueOn: '2026-11-27' as never },
          dueOn: '2026-11-27' as never,
          ...own,
        },
      ])
      if (id === undefined) throw new Error('no order')
      await writing(test.ledger, (writer) => insertShopOrders(writer, [{ orderId: id, lines: [], language, returnUrl: '' }]))
      return id
    },
    pay: async () => {
      const open = test.ledger.source
        .prepare<[], { amount: number; remitterCode: string }>(
          "select o.amount, i.reference as remitterCode from orders o join instructions i on i.order_id = o.id where o.payment = 'unpaid'",
        )
        .all()
      await bringIn(post, '2026-11-19', 0, open)
    },
    step: async (orderId, kind, detail = {}) => {
      valueIn(await test.ledger.write({ actor: 'system', seat: 'core' }, (writer) => stepOrder(writer, { orderId, kind, detail })))
    },
    notices: () =>
      test.ledger.source
        .prepare<[], KeptNotice>(
          'select id, name, recipient, channel, address, language, state, attempts, next_at as nextAt, last_error as lastError, facts from notices order by id',
        )
        .all(),
  }
  return post
}

/** `mail merchant paid shop@example.jp`, for each notice. */
export const told = (post: TestPost): string[] =>
  post.notices().map(({ channel, recipient, name, address }) => `${channel} ${recipient} ${name} ${address.replaceAll('\n', ' ')}`)
