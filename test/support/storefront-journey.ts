import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { ROOT } from '../../resources/set-up.mjs'
import { type Core, compose } from '../../src/main/compose'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import { type Loopback, openLoopback } from '../../src/main/transport/loopback'
import type { Seat } from '../../src/preload/contract/carrier'
import type { MerchantId } from '../../src/preload/contract/ids'
import { Contacts, type MerchantTerms } from '../../src/preload/contract/merchants'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { type Desk, enterDesk, type Person } from './browser'
import { type KeptLog, keptLog } from './door'
import { addAccount, addMerchant, type FixedClock, openTestLedger, type TestLedger, valueIn } from './ledger'
import { linkIn, mailTo } from './mail-found'
import { mailOutTo, openMailServer, type ReceivedMail, type TestMailServer } from './mail-server'
import { addPerson } from './people'
import { ACCOUNT } from './statements'
import { type Key, type ShopProgram, shopProgram } from './storefront'

/*
 * A bank with its desk, its storefront and its mail, one merchant with a shop, and payers: the whole core in this process with a clock
 * of the test's, everything else real. What each side sees of an order is asked by `seen`.
 */
export const CLERK: Person = { name: 'tanto', password: 'brush and ink on the desk' }
const MERCHANT_MAIL = 'shop@sakura.example'
const MERCHANT_PASSWORD = 'a lamp beside the rice scales'
/** Who settles what is no part of the story, and may do whatever one person may. */
const SETTLER: Person = { name: 'kanri', password: 'ledger keys on a nail' }
const SEAT: Seat = { id: 'settler', kind: 'test' }

const words = wordsIn('ja')
const outputs: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

/** An order as its merchant sees it, by its program and in its portal alike. */
export interface Seen {
  readonly status: string
  readonly protection: string
}

export class StorefrontWorld {
  readonly clock: FixedClock
  readonly log: KeptLog = keptLog()
  #registration = ''
  #key: Key = { key: '', secret: '' }
  #core: Core | null = null
  #loopback: Loopback | null = null
  #port = 0

  private constructor(
    private readonly test: TestLedger,
    private readonly merchantId: MerchantId,
    private readonly browser: Browser,
    readonly mails: TestMailServer,
    /** Where payer and merchant open their links. */
    readonly visitor: Page,
    readonly portal: Page,
  ) {
    this.clock = test.clock
  }

  static async open(browser: Browser, terms: Partial<MerchantTerms> = {}): Promise<StorefrontWorld> {
    const test = await openTestLedger()
    const accountId = await addAccount(test.ledger, { ...ACCOUNT })
    const merchantId = await addMerchant(test.ledger, {
      name: '株式会社さくら書房',
      acceptanceRequired: true,
      protectionWindowDays: 14,
      contacts: Contacts.parse({ email: MERCHANT_MAIL, noticeBy: 'mail' }),
      virtualRange: { accountId, branchCode: '101', first: '0000001', last: '0000099' },
      ...terms,
    })
    await addPerson(test, CLERK, ['clerk'])
    await addPerson(test, SETTLER, ['administrator', 'clerk'])
    await test.ledger.close()
    const newPage = async () => {
      const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      return page
    }
    const world = new StorefrontWorld(test, merchantId, browser, await openMailServer(), await newPage(), await newPage())
    await world.start()
    return world
  }

  private get core(): Core {
    if (!this.#core) throw new Error('the core is not open')
    return this.#core
  }

  /** Opens the core on the ledger; again, it is reached where it was. */
  async start(): Promise<void> {
    const { clock, log } = this
    const masterKey = Buffer.alloc(32, 7)
    const options = { ledgerPath: this.test.ledger.path, demonstration: false, workerPath: null, resume: true, masterKey, log, clock }
    this.#core = valueIn(await compose({ ...options, storefront: { port: this.#port } }))
    this.#port = Number(new URL(this.address).port)
    await this.ask('session.signIn', SETTLER)
    const pages = join(ROOT, 'out/renderer')
    this.#loopback = await openLoopback({ core: this.core, port: 0, pages, log, monotonicMs: () => clock.monotonicMs() })
  }
  async stop(): Promise<void> {
    await this.#loopback?.close()
    await this.#core?.close()
  }
  async close(): Promise<void> {
    await this.stop()
    await this.mails.close()
    await this.test.cleanup()
  }

  get address(): string {
    return this.core.addressOf('storefront') ?? ''
  }
  get shop(): ShopProgram {
    return shopProgram(this.address, () => this.clock.now(), this.merchantId, this.#key)
  }

  async ask<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
    const answer = await this.core.dispatch(SEAT, { method, input })
    if (answer.outcome !== 'done') throw new Error(`${method}: ${JSON.stringify(answer)}`)
    return outputs[method].output.parse(answer.value)
  }

  /** Mail goes out, the merchant's program has a key, and the merchant a password of its own choosing. */
  async settle(): Promise<void> {
    await this.ask('gateways.save', { version: 0, enabled: true, settings: mailOutTo(this.mails) })
    this.#key = await this.ask('merchants.issueApiKey', { merchantId: this.merchantId, name: 'shop' })
    this.#registration = (await this.ask('merchants.get', { id: this.merchantId })).registrationNumber
    await this.ask('merchants.invite', { id: this.merchantId })
    await this.portal.goto(await this.linkTo(MERCHANT_MAIL, '', '/portal/invitation/'))
    await this.portal.getByLabel(words.portal.password.next).first().fill(MERCHANT_PASSWORD)
    await this.portal.getByLabel(words.portal.password.repeat).fill(MERCHANT_PASSWORD)
    await this.portal.getByRole('button', { name: words.portal.invitation.next }).click()
    await this.portal.waitForURL(/\/portal\/orders/)
  }

  /** After some days nobody is signed in any more. */
  async signInAtPortal(): Promise<void> {
    const { signIn } = words.portal
    await this.portal.goto(`${this.address}/portal/sign-in`)
    await this.portal.getByLabel(signIn.number).fill(this.#registration)
    await this.portal.getByLabel(signIn.password).fill(MERCHANT_PASSWORD)
    await this.portal.getByRole('button', { name: signIn.enter }).click()
    await this.portal.waitForURL(/\/portal\/orders/)
  }

  /** Enters the desk as its clerk. */
  async desk(): Promise<Desk> {
    const desk = await enterDesk(this.browser, this.#loopback?.entrance() ?? '', { language: 'ja' })
    await desk.signIn(CLERK)
    return desk
  }

  /** A mail to that address of which subject and text hold these words, once it has come. */
  mailTo(to: string, ...parts: string[]): Promise<ReceivedMail> {
    return mailTo(this.mails, to, ...parts)
  }
  merchantMail = (...parts: string[]) => this.mailTo(MERCHANT_MAIL, ...parts)

  /** The link to that page in a mail about an order. */
  async linkTo(to: string, orderNumber: string, page: string): Promise<string> {
    return linkIn(await this.mailTo(to, orderNumber, page), `${this.address}${page}`)
  }
  merchantLink = (orderNumber: string, page: string) => this.linkTo(MERCHANT_MAIL, orderNumber, page)

  /** What the API and the portal say of an order, each by itself. */
  async seen(orderNumber: string): Promise<{ api: Seen; portal: Seen }> {
    const { json } = await this.shop.ask('GET', `/api/v1/orders/${orderNumber}`)
    await this.portal.goto(`${this.address}/portal/orders/${orderNumber}`)
    const fact = (label: string) =>
      this.portal
        .locator('aside dl.facts > div')
        .filter({ has: this.portal.getByText(label, { exact: true }) })
        .locator('dd')
        .innerText()
    return {
      api: { status: json.status, protection: json.tracks.protection },
      portal: { status: await fact(words.portal.orders.status), protection: await fact(words.portal.order.protection) },
    }
  }
}
