import Database from 'better-sqlite3'
import type { Browser, Locator, Page } from 'playwright'
import type { Core } from '../../src/main/compose'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import type { Seat } from '../../src/preload/contract/carrier'
import type { CollectionOutcome } from '../../src/preload/contract/collection'
import { ConvenienceStoreSettings } from '../../src/preload/contract/gateways'
import type { MerchantId } from '../../src/preload/contract/ids'
import { Contacts, FeePlan, type PaymentMethod } from '../../src/preload/contract/merchants'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { type Agency, startAgency } from './agency/agency'
import { type Person, soon } from './browser'
import { addMerchant } from './ledger'
import { linkIn, mailTo } from './mail-found'
import { mailOutTo, openMailServer, type TestMailServer } from './mail-server'
import { MoneyOutWorld, people } from './money-out-world'
import { addPerson } from './people'
import { type Key, orderBody, type ShopProgram, shopProgram } from './storefront'

/*
 * A bank with a store agent: the desk and the days of MoneyOutWorld, a shop that posts orders over HTTP, payers on their pages, their mail,
 * and the stand-in agency that delivers into the folder which the connector looks through.
 */

/** What bank and agent have agreed: the desk settles it, and the agency counts by it. */
export const CONTRACT = {
  agentName: 'みほん収納',
  makerCode: '929023',
  companyCode: '25207',
  fees: [
    { upTo: 10_000, fee: 130 },
    { upTo: null, fee: 160 },
  ],
}
export const MERCHANT = { name: '株式会社さくら書房', mail: 'shop@sakura.example', password: 'a lamp beside the rice scales' }
const CYCLE = { closingDay: 31, monthOffset: 1, payDay: 7, holidayRule: 'previous' } as const
/** What its payers may be offered, once its collector is settled. */
const METHODS: PaymentMethod[] = ['bank_transfer', 'convenience_store', 'direct_debit', 'postal', 'e_money', 'cash_on_delivery']
const fee = (method: PaymentMethod, basisPoints: number) => FeePlan.parse({ method, fixed: 0, basisPoints, minimum: 0, maximum: null })

/** Who settles what is no part of the story, and may do whatever one person may. */
const SETTLER: Person = { name: 'junbi', password: 'two keys under the mat' }
const SEAT: Seat = { id: 'settler', kind: 'test' }
const outputs: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

const words = wordsIn('ja')
/** What heads the page of a payer who has chosen. */
const titles: Partial<Record<PaymentMethod, string>> = {
  ...{ convenience_store: words.store.title, direct_debit: words.debit.title },
  ...{
    postal: words.collected.postal.title,
    e_money: words.collected.e_money.title,
    cash_on_delivery: words.collected.cash_on_delivery.title,
  },
}
const payerOf = (orderNumber: string) => `${orderNumber.toLowerCase()}@payer.example`

export class StoreWorld {
  #key: Key = { key: '', secret: '' }
  #signedInAt: Core | null = null
  #registration = ''

  private constructor(
    readonly bank: MoneyOutWorld,
    private readonly merchantId: MerchantId,
    readonly mails: TestMailServer,
    readonly agency: Agency,
    /** Where payers and the merchant open their pages: a telephone without scripts. */
    readonly visitor: Page,
  ) {}

  static async open(browser: Browser, startOn: string): Promise<StoreWorld> {
    let merchantId: MerchantId | null = null
    const furnish = async (
      test: Parameters<Parameters<typeof MoneyOutWorld.open>[2]>[0],
      accountId: Parameters<Parameters<typeof MoneyOutWorld.open>[2]>[1],
    ) => {
      await addPerson(test, SETTLER, ['administrator', 'clerk'])
      merchantId = await addMerchant(test.ledger, {
        name: MERCHANT.name,
        methods: METHODS,
        fees: METHODS.map((method) => fee(method, method === 'bank_transfer' ? 360 : 250)),
        payoutCycle: CYCLE,
        contacts: Contacts.parse({ email: MERCHANT.mail, noticeBy: 'mail' }),
        virtualRange: { accountId, branchCode: '101', first: '0000001', last: '0000099' },
      })
    }
    const bank = await MoneyOutWorld.open(browser, startOn, furnish, true)
    if (merchantId === null) throw new Error('there is no merchant')
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    const visitor = await context.newPage()
    visitor.setDefaultTimeout(20_000)
    const world = new StoreWorld(bank, merchantId, await openMailServer(), await startAgency(CONTRACT), visitor)
    await world.settle()
    return world
  }
  async close(): Promise<void> {
    await this.bank.close()
    await this.agency.stop()
    await this.mails.close()
  }

  private async settle(): Promise<void> {
    const { makerCode, companyCode, fees, agentName } = CONTRACT
    const store = { gateway: 'convenience_store', party: 'dsk', agentName, makerCode, companyCode, fees, folder: this.agency.folder }
    const paying = { gateway: 'bank_transfer', originatorCode: '0123456789', originatorName: 'ダイコウギンコウ' } as const
    await this.ask('gateways.save', { version: 0, enabled: true, settings: ConvenienceStoreSettings.parse(store) })
    await this.ask('gateways.save', { version: 0, enabled: true, settings: mailOutTo(this.mails) })
    await this.ask('gateways.save', { version: 0, enabled: true, settings: paying })
    this.#key = await this.ask('merchants.issueApiKey', { merchantId: this.merchantId, name: 'shop' })
    this.#registration = (await this.ask('merchants.get', { id: this.merchantId })).registrationNumber
  }

  /** Asks the core at a seat that is nobody's in the story. */
  async ask<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
    const { core } = this.bank
    const asked = async (named: MethodName, value: unknown) => {
      const answer = await core.dispatch(SEAT, { method: named, input: value })
      if (answer.outcome !== 'done') throw new Error(`${named}: ${JSON.stringify(answer)}`)
      return answer.value
    }
    if (this.#signedInAt !== core) await asked('session.signIn', SETTLER)
    this.#signedInAt = core
    return outputs[method].output.parse(await asked(method, input))
  }

  get merchant(): MerchantId {
    return this.merchantId
  }
  get shop(): ShopProgram {
    return shopProgram(this.bank.storefront, () => this.bank.clock.now(), this.merchantId, this.#key)
  }
  /** The shop posts an order; where its payer chooses. */
  async post(orderNumber: string, amount: number, own: { customerNumber?: string } = {}): Promise<string> {
    const { status, json } = await this.shop.ask('POST', '/api/v1/orders', {
      body: orderBody({
        orderNumber,
        goods: [{ name: '国産りんごジュース', quantity: 1, unitPrice: amount }],
        amount,
        payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: payerOf(orderNumber) },
        ...own,
      }),
      headers: { 'idempotency-key': orderNumber },
    })
    if (status !== 201) throw new Error(`the order was answered ${status}`)
    return json.paymentUrl
  }
  /** The order as its merchant's program reads it in its list. */
  async listed(orderNumber: string): Promise<{ status: string; method: string; disbursement: string; paidAmount: number }> {
    const { json } = await this.shop.ask('GET', `/api/v1/orders?search=${orderNumber}`)
    const [{ status, method, tracks, paidAmount }] = json.orders
    return { status, method, disbursement: tracks.disbursement, paidAmount }
  }

  /** The payer opens the page and chooses a method. */
  async choose(paymentUrl: string, method: PaymentMethod, { protection = false, again = false } = {}): Promise<void> {
    const { visitor } = this
    await visitor.goto(again ? `${paymentUrl}?change=1` : paymentUrl)
    await visitor.getByRole('radio', { name: words.nouns.method[method] }).check()
    if (protection) await visitor.getByLabel(words.pay.protectionTitle).check()
    await visitor.getByRole('button', { name: words.pay.choose, exact: true }).click()
    const title = titles[method] ?? words.pay.instructionTitle
    await visitor.getByRole('heading', { name: title, exact: true }).waitFor()
  }
  /** An order is posted, and its payer holds a slip: where its page is, and the 44 digits printed on it. */
  async slip(orderNumber: string, amount: number, how: { protection?: boolean } = {}): Promise<{ page: string; digits: string }> {
    const page = await this.post(orderNumber, amount)
    await this.choose(page, 'convenience_store', how)
    return { page, digits: await this.digitsOnPage() }
  }
  /** What stands beneath the barcode on the payer's page that is open. */
  async digitsOnPage(): Promise<string> {
    return (await this.slipFact(words.store.lines)).replace(/\D/g, '')
  }
  slipFact(label: string): Promise<string> {
    const line = this.visitor.locator('dl.slip > div').filter({ has: this.visitor.getByText(label, { exact: true }) })
    return line.locator('dd').first().innerText()
  }

  /** A till takes the slip; the number of the payment. */
  async pay(digits: string, how: { at?: string; store?: string } = {}): Promise<number> {
    const answer = await this.agency.ask('pay', { digits, on: this.bank.clock.today(), ...how })
    if ('refused' in answer) throw new Error(`the till refuses: ${answer.refused}`)
    return answer.payment
  }
  /** The agency delivers what it has to tell, and the connector looks into the folder. */
  async deliver(how: Omit<Parameters<typeof this.agency.ask<'deliver'>>[1], 'on'> = {}): Promise<string[]> {
    const { files } = await this.agency.ask('deliver', { on: this.bank.clock.today(), ...how })
    await this.look()
    return files
  }
  /** The connector is held and let go: it looks at once. Resolves when it has told how it fared. */
  async look(): Promise<void> {
    const gateway = async () => (await this.ask('gateways.list', {})).gateways.find(({ name }) => name === 'convenience_store')
    // Each try is told with its moment: that of this one is later than any before.
    this.bank.clock.advance(61_000)
    const before = this.bank.clock.now()
    for (const paused of [true, false]) {
      const version = (await gateway())?.version ?? 0
      await this.ask('gateways.pause', { name: 'convenience_store', version, paused })
    }
    await soon(async () => {
      const state = await gateway()
      return Math.max(state?.lastSuccessAt ?? 0, state?.lastFailureAt ?? 0) >= before
    }).toBe(true)
  }

  mailTo = (orderNumber: string, ...parts: string[]) => mailTo(this.mails, payerOf(orderNumber), orderNumber, ...parts)
  merchantMail = (...parts: string[]) => mailTo(this.mails, MERCHANT.mail, ...parts)
  async linkTo(orderNumber: string, page: string): Promise<string> {
    return linkIn(await this.mailTo(orderNumber, page), `${this.bank.storefront}${page}`)
  }

  /** The merchant takes its invitation up; its list is on the page then. */
  async enterPortal(): Promise<void> {
    await this.ask('merchants.invite', { id: this.merchantId })
    const { visitor } = this
    await visitor.goto(linkIn(await this.merchantMail('/portal/invitation/'), `${this.bank.storefront}/portal/invitation/`))
    await visitor.getByLabel(words.portal.password.next).first().fill(MERCHANT.password)
    await visitor.getByLabel(words.portal.password.repeat).fill(MERCHANT.password)
    await visitor.getByRole('button', { name: words.portal.invitation.next }).click()
    await visitor.waitForURL(/\/portal\/orders/)
  }
  async signInAtPortal(): Promise<void> {
    const { visitor } = this
    const { signIn } = words.portal
    await visitor.goto(`${this.bank.storefront}/portal/sign-in`)
    await visitor.getByLabel(signIn.number).fill(this.#registration)
    await visitor.getByLabel(signIn.password).fill(MERCHANT.password)
    await visitor.getByRole('button', { name: signIn.enter }).click()
    await visitor.waitForURL(/\/portal\/orders/)
  }

  /** The morning of another day: the program is started, which looks into the folder at once, and a person sits down. */
  async morning(day: string, person: Person = people.clerk): Promise<void> {
    await this.bank.until(day)
    await this.bank.startAgain()
    await this.bank.sit(person)
  }

  /** The line that waits with that outcome, open on the desk. */
  async openException(outcome: CollectionOutcome): Promise<Locator> {
    const { desk } = this.bank
    await desk.visit('/collections?tab=exceptions')
    const waiting = desk.page.getByRole('option').filter({ hasText: desk.t(`nouns.collectionOutcome.${outcome}`) })
    await waiting.first().click()
    return waiting
  }
  /** What waits for a person: outcome, order and amount, the oldest first. */
  async waiting(): Promise<string[]> {
    const { rows } = await this.ask('collections.exceptions', {})
    return rows.map(({ outcome, order, amount }) => `${outcome} ${order?.orderNumber} ${amount}`)
  }
  /** Tracks of an order: payment, disbursement, and how it is paid. */
  async tracks(orderNumber: string): Promise<string> {
    const { rows } = await this.ask('orders.list', { filter: { search: orderNumber } })
    const found = rows.find((row) => row.orderNumber === orderNumber)
    if (!found) throw new Error(`there is no order ${orderNumber}`)
    const { tracks, method } = await this.ask('orders.get', { id: found.id })
    return `${tracks.payment} ${tracks.disbursement} ${method}`
  }

  /** Accounts of the ledger that are not zero, debit less credit, read from its file without the product; an id of merchant or bank left out. */
  balances(): Record<string, number> {
    const file = new Database(this.bank.ledgerPath, { readonly: true })
    try {
      const rows = file
        .prepare<[], [string, number]>(
          'select code, sum(amount) from accounts a join (select debit as id, amount from postings union all select credit, -amount from postings) p on p.id = a.id group by code having sum(amount) <> 0 order by code',
        )
        .raw()
        .all()
      return Object.fromEntries(rows.map(([code, sum]) => [code.replace(/:\d+$/, ''), sum]))
    } finally {
      file.close()
    }
  }
}
