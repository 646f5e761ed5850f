import { TOTP } from 'otpauth'
import { composeCounter } from '../../src/main/compose-storefront'
import type { Counter, PortalCounter } from '../../src/main/gateways/counter'
import { openStorefront } from '../../src/main/gateways/storefront/server'
import { setPortalPassword, storeInvitation } from '../../src/main/ledger/portal-accounts'
import { applicationHandlers } from '../../src/main/services/applications'
import { approvalHandlers } from '../../src/main/services/approvals'
import type { Context } from '../../src/main/services/context'
import { createEvents } from '../../src/main/services/events'
import { merchantRequestHandlers } from '../../src/main/services/merchant-requests'
import { merchantHandlers } from '../../src/main/services/merchants'
import { hashPassword } from '../../src/main/services/passwords'
import { invitationHandlers } from '../../src/main/services/portal-invitations'
import { createSecrets, type Secrets } from '../../src/main/services/secrets'
import { ApplicationDraft, TERMS_VERSION } from '../../src/preload/contract/applications'
import { Instant } from '../../src/preload/contract/date'
import type { Refusal } from '../../src/preload/contract/errors'
import { StorefrontSettings } from '../../src/preload/contract/gateways'
import type { MerchantId } from '../../src/preload/contract/ids'
import { NO_CONTACTS } from '../../src/preload/contract/merchants'
import { NewShopOrder } from '../../src/preload/contract/shop'
import { cardsOver } from './card-company'
import { personAt } from './desk'
import { keptLog } from './door'
import { jobRuns } from './job-runs'
import { addAccount, addMerchant, type FixedClock, openTestLedger, type TestLedger, valueIn, writing } from './ledger'
import { gateways } from './statements'

/* The portal and the application over a real ledger, with the desk beside them. */

export const PORTAL_PASSWORD = 'tea kettle on the third shelf'
/** A hash carries its own cost; the real one takes half a second each time. */
const cheapHash = hashPassword(PORTAL_PASSWORD, { N: 1024, r: 8, p: 1 })

export interface PortalTest extends TestLedger {
  readonly counter: Counter
  readonly secrets: Secrets
  readonly handlers: ReturnType<typeof deskOf>
  readonly clerk: Context
  readonly supervisor: Context
}

const secretsOfTest = () => createSecrets(Buffer.alloc(32, 7))

function deskOf(test: TestLedger, secrets: Secrets | null) {
  const deps = { ledger: test.ledger, clock: test.clock, gateways, events: createEvents(), secrets }
  return {
    ...merchantHandlers(deps),
    ...approvalHandlers(deps),
    ...applicationHandlers(deps),
    ...invitationHandlers(deps),
    ...merchantRequestHandlers(deps),
  }
}

export function counterOf(test: TestLedger, secrets: Secrets = secretsOfTest()): Counter {
  const { ledger, clock } = test
  return composeCounter({
    ledger,
    clock,
    events: createEvents(),
    gateways,
    secrets,
    log: keptLog(),
    address: () => 'https://pay.example',
    ...cardsOver(test),
    ...jobRuns(test),
  })
}

/** Opens a ledger with a clerk, a supervisor, and both counters. */
export async function openPortalTest(options: { clock?: FixedClock; secrets?: null } = {}): Promise<PortalTest> {
  const test = await openTestLedger(options.clock ? { clock: options.clock } : {})
  const secrets = secretsOfTest()
  return {
    ...test,
    secrets,
    counter: counterOf(test, secrets),
    handlers: deskOf(test, options.secrets === null ? null : secrets),
    clerk: await personAt(test, 'yamada', ['clerk']),
    supervisor: await personAt(test, 'sato', ['supervisor']),
  }
}

/** Another run of the same core: what is in memory only is gone. */
export const startedAnew = (test: PortalTest): PortalCounter => counterOf(test, test.secrets).portal

/** A merchant that has a password already. */
export async function addPortalMerchant(
  test: PortalTest,
  own: Parameters<typeof addMerchant>[1] = {},
): Promise<{ merchantId: MerchantId; registrationNumber: string }> {
  const contacts = { ...NO_CONTACTS, email: 'shop@sakura.example', noticeBy: 'mail' as const }
  const merchantId = await addMerchant(test.ledger, { name: 'さくら商店', contacts, ...own })
  return { merchantId, registrationNumber: await givePortalPassword(test, merchantId) }
}

/** Gives a merchant the password of these tests, and answers under which number it signs in. */
export async function givePortalPassword(test: Pick<TestLedger, 'ledger'>, merchantId: MerchantId): Promise<string> {
  const passwordHash = await cheapHash
  await writing(test.ledger, async (writer) => {
    await storeInvitation(writer, merchantId, `${merchantId}`, Instant.parse(writer.at))
    await setPortalPassword(writer, merchantId, passwordHash)
  })
  const { registration_number } = await test.ledger.reader.db
    .selectFrom('merchants')
    .select('registration_number')
    .where('id', '=', merchantId)
    .executeTakeFirstOrThrow()
  return registration_number
}

/** Virtual accounts of a merchant that takes transfers. */
export async function aRange(test: TestLedger, at = 0) {
  const first = String(at * 10_000 + 1).padStart(7, '0')
  return { accountId: await addAccount(test.ledger), branchCode: '801', first, last: String(at * 10_000 + 9_999).padStart(7, '0') }
}

/** Signs in and answers the session. */
export async function signedIn(portal: PortalCounter, registrationNumber: string): Promise<string> {
  return valueIn(await portal.signIn({ registrationNumber, password: PORTAL_PASSWORD, code: '' }))
}

/** The code an authenticator would show. */
export function codeNow(test: TestLedger, secret: string): string {
  return new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: test.clock.now() })
}

/** Everything that a form of the application holds when it is right. */
export function applicationDraft(own: Partial<ApplicationDraft> = {}): ApplicationDraft {
  return ApplicationDraft.parse({
    name: '株式会社さくら商店',
    nameKana: 'カブシキガイシャサクラショウテン',
    representative: '佐倉 花子',
    postalAddress: '〒100-0001 東京都千代田区千代田1-1',
    telephone: '03-1234-5678',
    email: 'hanako@sakura.example',
    website: 'https://sakura.example/',
    tNumber: 'Ｔ７-0000-1205-0002',
    bankCode: '0001',
    branchCode: '001',
    accountType: '1',
    accountNumber: '7654321',
    holderKana: 'カ）サクラショウテン',
    methods: ['bank_transfer', 'card'],
    noticeBy: 'mail',
    language: 'ja',
    termsVersion: TERMS_VERSION,
    ...own,
  })
}

/** The notices that were written, oldest first. */
export async function noticesOf(test: TestLedger) {
  const rows = await test.ledger.reader.db
    .selectFrom('notices')
    .select(['name', 'recipient', 'channel', 'address', 'language', 'facts'])
    .orderBy('id')
    .execute()
  return rows.map(({ facts, ...row }) => ({ ...row, facts: JSON.parse(facts) as Record<string, unknown> }))
}

/** The token of the invitation that was written last. */
export async function invitationIn(test: PortalTest): Promise<string> {
  const last = (await noticesOf(test)).filter(({ name }) => name === 'portal_invitation').at(-1)
  const path = valueIn(test.secrets.open(String(last?.facts.sealed)))
  return path.replace('/portal/invitation/', '')
}

/** An order as the shop posts it. */
export async function postOrder(test: PortalTest, merchantId: MerchantId, own: object = {}): Promise<string> {
  const order = NewShopOrder.parse({
    orderNumber: 'A-1001',
    goods: [{ name: '新潟米 5kg', quantity: 1, unitPrice: 12_000 }],
    amount: 12_000,
    payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: 'taro@mail.example' },
    ...own,
  })
  const idempotency = { key: order.orderNumber, bodySha256: order.orderNumber }
  const actor = { merchantId, actor: 'merchant:test', source: 'api' as const }
  return valueIn(await test.counter.orders.create(actor, { order, idempotency })).orderNumber
}

/** What a refusal says of each field. */
export function faultsIn(refusal: Refusal): Record<string, string> {
  if (refusal.refusal !== 'invalid_input') throw new Error(refusal.refusal)
  return Object.fromEntries(refusal.problems.map(({ path, message }) => [path, message]))
}

export interface PortalServer {
  readonly address: string
  /** What was thrown while it answered: nothing should be. */
  readonly faults: unknown[]
  close(): Promise<void>
}

/** The pages over HTTP, as they are outside. */
export async function servePortal(
  test: Pick<PortalTest, 'counter'>,
  own: { publicUrl?: string; port?: number } = {},
): Promise<PortalServer> {
  const faults: unknown[] = []
  const log = { warn: () => undefined, fault: (fault: unknown) => `TEST-${faults.push(fault)}` }
  const settings = StorefrontSettings.parse({ gateway: 'storefront', port: 0 })
  const opened = await openStorefront({ ...settings, ...own }, test.counter, log)
  return { address: opened.address, faults, close: () => opened.close() }
}
