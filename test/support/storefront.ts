import { createHash, createHmac, randomBytes } from 'node:crypto'
import { composeGateways } from '../../src/main/compose-gateways'
import { composeStorefront, type StorefrontParts } from '../../src/main/compose-storefront'
import type { Ledger } from '../../src/main/ledger/ledger'
import { apiKeyHandlers } from '../../src/main/services/api-keys'
import type { Context } from '../../src/main/services/context'
import { createEvents, type Events } from '../../src/main/services/events'
import { createSecrets, type Secrets } from '../../src/main/services/secrets'
import { type SettingsOf, StorefrontSettings } from '../../src/preload/contract/gateways'
import type { AccountId, MerchantId } from '../../src/preload/contract/ids'
import type { MerchantTerms } from '../../src/preload/contract/merchants'
import { cardsOver } from './card-company'
import { type KeptLog, keptLog } from './door'
import { jobRuns } from './job-runs'
import { addAccount, addMerchant, type FixedClock, openTestLedger, TESTER, type TestLedger, valueIn } from './ledger'
import { ACCOUNT } from './statements'

/* A storefront over a real ledger, and merchants' programs that speak to it over HTTP as they would from outside. */

/** An administrator at a test's desk. */
export const ADMINISTRATOR: Context = { seat: { id: 'test', kind: 'test' }, user: null, actor: TESTER.actor, by: TESTER }

export interface Key {
  readonly key: string
  readonly secret: string
}

/** The signature of a request as the documentation tells a shop's developer to make it. */
export function signatureOf(secret: string, timestamp: string, method: string, path: string, body: string | Uint8Array): string {
  const signingKey = createHash('sha256').update(secret).digest()
  return `v1=${createHmac('sha256', signingKey).update(`${timestamp}.${method}.${path}.`).update(body).digest('hex')}`
}

export interface Answered {
  status: number
  headers: Headers
  text: string
  /** The body as JSON. */
  json: ReturnType<typeof JSON.parse>
}

export interface Asked {
  body?: unknown
  /** The body as it is sent, instead of `body` as JSON. */
  raw?: string | Uint8Array
  headers?: Record<string, string>
  /** Another time than now, and another signature than the right one. */
  timestamp?: string
  signature?: string
}

/** A merchant's program: signs what it asks and reads what it is answered. */
export interface ShopProgram {
  readonly merchantId: MerchantId
  readonly key: Key
  ask(method: string, path: string, asked?: Asked): Promise<Answered>
}

let asked = 0

/** A time no request of this process was signed at: now, with decimals of its own. */
export function ownTimestamp(nowMs: number): string {
  asked += 1
  return `${Math.floor(nowMs / 1000)}.${String(asked).padStart(9, '0')}`
}

export function shopProgram(address: string, nowMs: () => number, merchantId: MerchantId, key: Key): ShopProgram {
  return {
    merchantId,
    key,
    async ask(method, path, { body, raw, headers = {}, timestamp = ownTimestamp(nowMs()), signature }: Asked = {}) {
      const sent = raw ?? (body === undefined ? '' : JSON.stringify(body))
      const response = await fetch(`${address}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          'daiko-key': key.key,
          'daiko-timestamp': timestamp,
          'daiko-signature': signature ?? signatureOf(key.secret, timestamp, method, path, sent),
          ...(sent.length > 0 ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(sent.length > 0 ? { body: Buffer.from(sent) } : {}),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, json: text.startsWith('{') ? JSON.parse(text) : null }
    },
  }
}

export interface TestStorefront extends TestLedger {
  readonly address: string
  readonly account: AccountId
  readonly events: Events
  readonly secrets: Secrets
  readonly log: KeptLog
  readonly keys: ReturnType<typeof apiKeyHandlers>
  /** A merchant with a key of its own and a program that holds it. */
  merchant(own?: Partial<MerchantTerms>): Promise<ShopProgram>
  /** Opens the server anew, with the memory a new process has. */
  restart(): Promise<void>
}

/** Limits that no test comes to by accident. */
const NO_LIMITS = { ofAddress: 1_000_000, ofKey: 1_000_000 }

export async function openTestStorefront(
  own: { clock?: FixedClock; limits?: StorefrontParts['limits']; settings?: Partial<SettingsOf<'storefront'>> } = {},
): Promise<TestStorefront> {
  const test = await openTestLedger(own)
  const { ledger, clock } = test
  const account = await addAccount(ledger, { ...ACCOUNT })
  const [events, secrets, log] = [createEvents(), createSecrets(randomBytes(32)), keptLog()]
  const keys = apiKeyHandlers({ ledger, clock, events, secrets })
  const settings = StorefrontSettings.parse({ gateway: 'storefront', port: 0, ...own.settings })
  const parts = {
    ledger,
    clock,
    events,
    gateways: composeGateways(),
    secrets,
    log,
    limits: own.limits ?? NO_LIMITS,
    ...cardsOver(test),
    ...jobRuns(test),
  }
  let address = ''
  const open = () =>
    composeStorefront({ ...parts, address: () => address, lookAtStores: () => undefined }).start({ settings, secret: null })
  let running = await open()
  address = running.address ?? ''
  let merchants = 0
  return {
    ...test,
    account,
    events,
    secrets,
    log,
    keys,
    get address() {
      return address
    },
    async merchant(terms = {}) {
      merchants += 1
      const merchantId = await addMerchant(ledger, { virtualRange: rangeOf(account, merchants), ...terms })
      const key = valueIn(await keys['merchants.issueApiKey'](ADMINISTRATOR, { merchantId, name: 'shop', replaces: null }))
      // By the address of now: a restarted server may listen elsewhere.
      return {
        merchantId,
        key,
        ask: (method, path, asked) => shopProgram(address, () => clock.now(), merchantId, key).ask(method, path, asked),
      }
    },
    async restart() {
      await running.stop()
      running = await open()
      address = running.address ?? ''
    },
    cleanup: async () => {
      await running.stop()
      await test.cleanup()
    },
  }
}

/** A thousand virtual accounts of each merchant's own. */
function rangeOf(accountId: AccountId, merchant: number): MerchantTerms['virtualRange'] {
  const first = merchant * 1_000
  const digits = (number: number) => String(number).padStart(7, '0')
  return { accountId, branchCode: '101', first: digits(first), last: digits(first + 999) }
}

let orders = 0

/** An order a shop may post; a number of its own unless told. */
export function orderBody(own: Record<string, unknown> = {}): Record<string, unknown> {
  orders += 1
  return {
    orderNumber: `A-${orders}`,
    goods: [{ name: '丸筆 3号', quantity: 2, unitPrice: 1_200 }],
    amount: 2_400,
    payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: 'taro@example.jp' },
    ...own,
  }
}

/** How many rows each table of the ledger has. */
export async function rowCounts(ledger: Ledger): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const tables = ledger.source
    .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' and sql not like 'CREATE VIRTUAL%'")
    .all()
  for (const { name } of tables) counts[name] = Number(ledger.source.prepare(`select count(*) from "${name}"`).pluck().get())
  return counts
}
