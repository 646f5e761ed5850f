import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Browser, Page } from 'playwright'
import type { Core } from '../../src/main/compose'
import { noticesPath } from '../../src/main/gateways/storefront/card-notices'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import type { CardMethod } from '../../src/preload/contract/cards'
import type { Seat } from '../../src/preload/contract/carrier'
import { CardCompanySettings } from '../../src/preload/contract/gateways'
import type { MerchantId } from '../../src/preload/contract/ids'
import { Contacts, FeePlan, type PaymentMethod } from '../../src/preload/contract/merchants'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { CARDS, type StandInCardCompany, startCardCompany } from './agency/card-company'
import type { Wire } from './agency/card-company-contract'
import { type Person, soon } from './browser'
import { cardNumbersBelow, cardNumbersIn, cardNumbersInFile, cardNumbersInLedger } from './card-scan'
import { exportInto } from './card-traces'
import { addMerchant } from './ledger'
import { linkIn, mailTo } from './mail-found'
import { mailOutTo, openMailServer, type TestMailServer } from './mail-server'
import { MoneyOutWorld } from './money-out-world'
import { addPerson } from './people'
import { type Answered, type Key, orderBody, type ShopProgram, shopProgram } from './storefront'

/*
 * A bank with a card company, or a debit network: the desk and the days of MoneyOutWorld, a shop that posts orders over HTTP, payers on their pages and on the
 * company's own, their mail, and the stand-in company, which is a process of its own.
 */

export const COMPANY = { name: 'みほんカード', feeBasisPoints: 325 }
export const NETWORK = { name: 'みほんデビット', feeBasisPoints: 150 }
/** What is in the accounts behind the debit cards of the story. */
const BALANCES = { [CARDS.approved]: 50_000, [CARDS.mastercard]: 3_000 }
/** So long an authorisation can be captured where the company does not tell, and so many days before its merchant is warned. */
const AUTHORIZATION_DAYS = 7
const WARN_DAYS = 2
const MERCHANT = { name: '株式会社さくら書房', mail: 'shop@sakura.example', password: 'a lamp beside the rice scales' }
const MONTHLY = { closingDay: 31, monthOffset: 0, payDay: 31, holidayRule: 'previous' } as const
export const SETTLER: Person = { name: 'junbi', password: 'two keys under the mat' }
const SEAT: Seat = { id: 'settler', kind: 'test' }
const outputs: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods
const fee = (method: PaymentMethod) => FeePlan.parse({ method, fixed: 0, basisPoints: 360, minimum: 0, maximum: null })

const words = wordsIn('ja')
const payerOf = (orderNumber: string) => `${orderNumber.toLowerCase()}@payer.example`

export class CardWorld {
  #key: Key = { key: '', secret: '' }
  #signedInAt: Core | null = null
  /** What the API has answered. */
  readonly #answers: string[] = []

  private constructor(
    readonly bank: MoneyOutWorld,
    private readonly merchantId: MerchantId,
    readonly mails: TestMailServer,
    readonly company: StandInCardCompany,
    private readonly wire: Wire,
    private readonly method: CardMethod,
    /** Where payers and the merchant open their pages: a telephone without scripts. */
    readonly visitor: Page,
  ) {}

  static async open(browser: Browser, startOn: string, wire: Wire, method: CardMethod = 'card'): Promise<CardWorld> {
    let merchantId: MerchantId | null = null
    const bank = await MoneyOutWorld.open(
      browser,
      startOn,
      async (test, accountId) => {
        await addPerson(test, SETTLER, ['administrator', 'clerk'])
        merchantId = await addMerchant(test.ledger, {
          name: MERCHANT.name,
          methods: ['bank_transfer', method],
          fees: [fee('bank_transfer'), fee(method)],
          contacts: Contacts.parse({ email: MERCHANT.mail, noticeBy: 'mail' }),
          virtualRange: { accountId, branchCode: '101', first: '0000001', last: '0000099' },
        })
      },
      true,
    )
    if (merchantId === null) throw new Error('there is no merchant')
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    const visitor = await context.newPage()
    visitor.setDefaultTimeout(20_000)
    const terms = method === 'card' ? { feeRate: COMPANY.feeBasisPoints } : { feeRate: NETWORK.feeBasisPoints, balances: BALANCES }
    const company = await startCardCompany({ today: startOn, ...terms })
    const world = new CardWorld(bank, merchantId, await openMailServer(), company, wire, method, visitor)
    await world.settle()
    return world
  }
  async close(): Promise<void> {
    await this.bank.close()
    await this.company.stop()
    await this.mails.close()
  }

  private async settle(): Promise<void> {
    const { company, wire, method } = this
    const { stripe, gmo } = company
    const reached =
      wire === 'stripe'
        ? { address: stripe.apiUrl }
        : { address: gmo.apiUrl, formAddress: gmo.formUrl, shopId: gmo.shopId, tokenField: gmo.tokenField }
    const secret = wire === 'stripe' ? `${stripe.secretKey}\n${stripe.webhookSecret}` : gmo.shopPass
    const { name: companyName, feeBasisPoints } = method === 'card' ? COMPANY : NETWORK
    // A debit network keeps to its own terms of time.
    const own = method === 'card' ? { authorizationDays: AUTHORIZATION_DAYS, warnDays: WARN_DAYS, transferCycles: [MONTHLY] } : {}
    const settings = { companyName, feeBasisPoints, feesTaxed: false, ...own, provider: wire, ...reached }
    await this.ask('gateways.save', {
      version: 0,
      enabled: true,
      settings: CardCompanySettings.parse({ gateway: method, ...settings }),
      secret,
    })
    await this.ask('gateways.save', { version: 0, enabled: true, settings: mailOutTo(this.mails) })
    this.#key = await this.ask('merchants.issueApiKey', { merchantId: this.merchantId, name: 'shop' })
    await company.notify(wire, `${this.bank.storefront}${noticesPath(method)}`)
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

  /** The merchant's program, at whatever address the bank is reached; what it is answered is kept. */
  programAt(address: string, nowMs: () => number): Pick<ShopProgram, 'ask'> {
    const program = shopProgram(address, nowMs, this.merchantId, this.#key)
    return {
      ask: async (...asked) => {
        const answered = await program.ask(...asked)
        this.#answers.push(answered.text)
        return answered
      },
    }
  }
  private get program(): Pick<ShopProgram, 'ask'> {
    const { bank } = this
    return this.programAt(bank.storefront, () => bank.clock.now())
  }
  /** What the merchant's program asks, and is answered. */
  shop(method: string, path: string, asked: Parameters<ShopProgram['ask']>[2] = {}): Promise<Answered> {
    return this.program.ask(method, path, asked)
  }
  /** The shop posts an order; where its payer chooses. */
  async post(orderNumber: string, amount: number, shop = this.program): Promise<string> {
    const { status, json } = await shop.ask('POST', '/api/v1/orders', {
      body: orderBody({
        orderNumber,
        goods: [{ name: '国産りんごジュース', quantity: 1, unitPrice: amount }],
        amount,
        payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: payerOf(orderNumber) },
      }),
      headers: { 'idempotency-key': orderNumber },
    })
    if (status !== 201) throw new Error(`the order was answered ${status}`)
    return json.paymentUrl
  }
  /** Payment, disbursement and card of an order as its merchant's program reads them. */
  async read(orderNumber: string): Promise<string> {
    const { json } = await this.shop('GET', `/api/v1/orders/${orderNumber}`)
    const { status, method, tracks, card } = json
    return `${status} ${tracks.payment} ${tracks.disbursement} ${method} ${card ? `${card.brand} ${card.last4}` : '-'}`
  }
  /** The same, once the order stands so. */
  async until(orderNumber: string, payment: string): Promise<string> {
    await soon(async () => (await this.read(orderNumber)).split(' ')[1]).toBe(payment)
    return this.read(orderNumber)
  }

  /** The payer opens the page and chooses a method. */
  async choose(paymentUrl: string, method: PaymentMethod, protection = false): Promise<void> {
    const { visitor } = this
    await visitor.goto(`${paymentUrl}?change=1`)
    await visitor.getByRole('radio', { name: words.nouns.method[method] }).check()
    if (protection) await visitor.getByLabel(words.pay.protectionTitle).check()
    await visitor.getByRole('button', { name: words.pay.choose, exact: true }).click()
    const titles: Partial<Record<PaymentMethod, string>> = { card: words.card.title, debit: words.debitCard.title }
    await this.heading(titles[method] ?? words.pay.instructionTitle)
  }
  /** From our page to the company's form, and the card typed in there. */
  async typeCard(number: string): Promise<void> {
    const { visitor } = this
    const { name } = this.method === 'card' ? COMPANY : NETWORK
    await visitor.getByRole('link', { name: words.card.door.go(name) }).click()
    await visitor.getByLabel('カード番号').fill(number)
    await visitor.getByLabel('有効期限').fill('12/30')
    await visitor.getByLabel('セキュリティコード').fill('123')
    await visitor.getByRole('button', { name: '支払う' }).click()
  }
  heading = (name: string) => this.visitor.getByRole('heading', { name, exact: true }).waitFor()
  /** An order that was authorised, its payer's page open. */
  async authorized(orderNumber: string, amount: number, card: string, protection = false, shop = this.program): Promise<string> {
    const page = await this.post(orderNumber, amount, shop)
    await this.choose(page, 'card', protection)
    await this.typeCard(card)
    await this.heading(words.card.authorized.title)
    return page
  }

  mailTo = (orderNumber: string, ...parts: string[]) => mailTo(this.mails, payerOf(orderNumber), orderNumber, ...parts)
  merchantMail = (...parts: string[]) => mailTo(this.mails, MERCHANT.mail, ...parts)
  async linkTo(orderNumber: string, page: string): Promise<string> {
    return linkIn(await this.mailTo(orderNumber, page), `${this.bank.storefront}${page}`)
  }
  /** The merchant takes its invitation up, and is in its portal. */
  async enterPortal(): Promise<void> {
    await this.ask('merchants.invite', { id: this.merchantId })
    const { visitor } = this
    await visitor.goto(linkIn(await this.merchantMail('/portal/invitation/'), `${this.bank.storefront}/portal/invitation/`))
    await visitor.getByLabel(words.portal.password.next).first().fill(MERCHANT.password)
    await visitor.getByLabel(words.portal.password.repeat).fill(MERCHANT.password)
    await visitor.getByRole('button', { name: words.portal.invitation.next }).click()
    await visitor.waitForURL(/\/portal\/orders/)
  }

  /** The morning of another day: the program is started, and the connector looks at once. */
  async morning(day: string, person: Person): Promise<void> {
    await this.bank.until(day)
    await this.company.day(day)
    await this.bank.startAgain()
    await this.bank.sit(person)
  }
  /** The company is asked where the payment of an order stands. */
  async look(orderNumber: string): Promise<void> {
    const { rows } = await this.ask('card.payments', {})
    const found = rows.find((row) => row.orderNumber === orderNumber)
    if (!found) throw new Error(`there is no payment of ${orderNumber}`)
    await this.ask('card.look', { id: found.id })
  }

  async signInAtPortal(): Promise<void> {
    const { registrationNumber } = await this.ask('merchants.get', { id: this.merchantId })
    const { visitor } = this
    const { signIn } = words.portal
    await visitor.goto(`${this.bank.storefront}/portal/sign-in`)
    await visitor.getByLabel(signIn.number).fill(registrationNumber)
    await visitor.getByLabel(signIn.password).fill(MERCHANT.password)
    await visitor.getByRole('button', { name: signIn.enter }).click()
    await visitor.waitForURL(/\/portal\/orders/)
  }

  /** What really happened to the order's payments at the company, the newest last. */
  async atCompany(amount: number): Promise<string[]> {
    const payments = (await this.company.payments()).filter((payment) => payment.amount === amount)
    return payments.map(({ state, captured, refunded, deeds }) => `${state} ${captured - refunded} captures ${deeds.captured ?? 0}`)
  }

  /** Accounts of the ledger that are not zero, debit less credit; an id of merchant or bank left out. */
  balances(): Record<string, number> {
    const file = new Database(this.bank.ledgerPath, { readonly: true })
    try {
      const rows = file
        .prepare<[], [string, number]>(
          'select code, sum(debit - credit) as sum from balances join accounts on id = account_id group by id having sum <> 0 order by code',
        )
        .raw()
        .all()
      return Object.fromEntries(rows.map(([code, sum]) => [code.replace(/:\d+$/, ''), sum]))
    } finally {
      file.close()
    }
  }

  /** Where `cardNumbers` has looked. */
  readonly looked: string[] = []

  /**
   * Card numbers in the ledger, the log, the mails that were sent and what they bring along, the answers of the API, what the desk shows of
   * payments by card, and every file that desk and portal hand out; by where they stand.
   */
  async cardNumbers(): Promise<Record<string, string[]>> {
    const folder = mkdtempSync(join(tmpdir(), 'daiko-exports-'))
    try {
      const exported = await exportInto(this, folder)
      const places: Record<string, string[]> = {
        ...{ ledger: cardNumbersInLedger(this.bank.ledgerPath), log: cardNumbersIn(JSON.stringify(this.bank.log.lines)) },
        mails: this.mails.seen.flatMap((mail) => [
          ...cardNumbersIn(JSON.stringify({ ...mail, headers: [...mail.headers] })),
          ...mail.attachments.flatMap(({ bytes }) => cardNumbersInFile(bytes)),
        ]),
        answers: cardNumbersIn(this.#answers.join('\n')),
        credit: cardNumbersIn(JSON.stringify(await this.ask('card.payments', {}))),
        'portal.csv': cardNumbersInFile(await this.portalList('csv')),
        'portal.xlsx': cardNumbersInFile(await this.portalList('xlsx')),
        ...Object.fromEntries(exported.map((name) => [name, []])),
        ...cardNumbersBelow(folder),
      }
      this.looked.push(...Object.keys(places))
      return Object.fromEntries(Object.entries(places).filter(([, found]) => found.length > 0))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  private async portalList(format: 'csv' | 'xlsx'): Promise<Buffer> {
    const list = await this.visitor.request.get(`${this.bank.storefront}/portal/orders.${format}`)
    const type = list.headers()['content-type'] ?? ''
    if (!type.startsWith(format === 'csv' ? 'text/csv' : 'application/vnd.openxmlformats')) throw new Error(`no list: ${list.status()}`)
    return list.body()
  }
}
