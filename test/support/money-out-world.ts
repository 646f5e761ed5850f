import { join } from 'node:path'
import type { Browser, Locator } from 'playwright'
import { ensureBuilt, ROOT } from '../../resources/set-up.mjs'
import { type Core, compose } from '../../src/main/compose'
import { openLoopback } from '../../src/main/transport/loopback'
import { BusinessDate, formatDate } from '../../src/preload/contract/date'
import { type AccountId, OrderId, type TransferRunId } from '../../src/preload/contract/ids'
import type { SettlementAccount } from '../../src/preload/contract/merchants'
import { yen } from '../../src/preload/contract/money'
import type { Role } from '../../src/preload/contract/permissions'
import { type Desk, enterDesk, type Person, soon } from './browser'
import { type KeptLog, keptLog } from './door'
import { addAccount, type FixedClock, fixedClock, openTestLedger, type TestLedger, valueIn } from './ledger'
import { addPerson } from './people'
import type { Sshd } from './sshd'
import { ACCOUNT, type TestLine, zengin03 } from './statements'

/*
 * A bank that pays out: the whole core in this process with a clock of the test's, its desk in a real browser, the statements of its days,
 * and a real OpenSSH server as the bank that takes its files. Here stand the acts that both journeys of money out consist of.
 */
export const people = {
  clerk: { name: 'tanto', password: 'brush and ink on the desk' },
  /** Clerk and supervisor at once: what it makes itself, it may not decide. */
  maker: { name: 'kenmu', password: 'slow rain on the copper roof' },
  supervisor: { name: 'shonin', password: 'ink dries before the tea' },
  administrator: { name: 'kanri', password: 'ledger keys on a nail' },
} as const satisfies Record<string, Person>

const ROLES: Record<keyof typeof people, readonly Role[]> = {
  clerk: ['clerk'],
  maker: ['clerk', 'supervisor'],
  supervisor: ['supervisor'],
  administrator: ['administrator'],
}

const OPENING = 1_000_000
const NOWHERE = 'about:blank'
const morningOf = (day: string) => Date.parse(`${day}T09:00:00+09:00`)

/** Puts into a new ledger what stood there before the story. */
export type Furnish = (test: TestLedger, account: AccountId) => Promise<unknown>

export class MoneyOutWorld {
  readonly log: KeptLog = keptLog()
  #balance = OPENING
  #core: Core | null = null
  #storefrontPort = 0
  #stop: () => Promise<void> = async () => undefined

  private constructor(
    private readonly test: TestLedger,
    readonly desk: Desk,
    private readonly hasStorefront: boolean,
  ) {}

  /** A bank on the morning of that day, its desk at the sign-in; with a storefront where it is asked for. */
  static async open(browser: Browser, startOn: string, furnish: Furnish, hasStorefront = false): Promise<MoneyOutWorld> {
    ensureBuilt()
    const test = await openTestLedger({ clock: fixedClock(morningOf(startOn)) })
    const account = await addAccount(test.ledger, { ...ACCOUNT, openingBalance: yen(OPENING) })
    await addPerson(test, people.clerk, ROLES.clerk)
    await addPerson(test, people.maker, ROLES.maker)
    await addPerson(test, people.supervisor, ROLES.supervisor)
    await addPerson(test, people.administrator, ROLES.administrator)
    await furnish(test, account)
    await test.ledger.close()
    const world = new MoneyOutWorld(test, await enterDesk(browser, NOWHERE, { language: 'ja' }), hasStorefront)
    await world.start()
    return world
  }

  /** The program is started, and the desk entered by its new address. */
  private async start(): Promise<void> {
    const { clock, log, desk } = this
    const options = { ledgerPath: this.test.ledger.path, demonstration: false, workerPath: null, resume: true, log, clock }
    const storefront = this.hasStorefront ? { storefront: { port: this.#storefrontPort } } : {}
    const core = valueIn(await compose({ ...options, ...storefront, masterKey: Buffer.alloc(32, 7) }))
    this.#core = core
    // Links in mails stay good: started again, it is reached where it was.
    if (this.hasStorefront) this.#storefrontPort = Number(new URL(this.storefront).port)
    const pages = join(ROOT, 'out/renderer')
    const loopback = await openLoopback({ core, port: 0, pages, log, monotonicMs: () => clock.monotonicMs() })
    this.#stop = async () => {
      await loopback.close()
      await core.close()
    }
    await desk.page.goto(loopback.entrance())
    await desk.field(desk.t('session.userName')).waitFor()
  }

  async close(): Promise<void> {
    await this.#stop()
    await this.test.cleanup()
  }

  get clock(): FixedClock {
    return this.test.clock
  }
  get ledgerPath(): string {
    return this.test.ledger.path
  }
  get core(): Core {
    if (!this.#core) throw new Error('the core is not open')
    return this.#core
  }
  /** Where payers and merchants reach it. */
  get storefront(): string {
    return this.core.addressOf('storefront') ?? ''
  }
  get dialog(): Locator {
    return this.desk.page.getByRole('dialog')
  }

  /** Whoever sits at the desk gets up, and this person sits down. */
  async sit(person: Person): Promise<void> {
    const { desk } = this
    const atSignIn = await desk.field(desk.t('session.userName')).isVisible()
    await (atSignIn ? desk.signIn(person) : desk.changeTo(person))
  }

  /** The desk is left, and it is the morning of another day. */
  async until(day: string): Promise<void> {
    await this.desk.signOut()
    this.clock.advance(morningOf(day) - this.clock.now())
  }
  /** The program is ended and started again: what the days that have passed bring is done then. */
  async startAgain(): Promise<void> {
    await this.desk.page.goto(NOWHERE)
    await this.#stop()
    await this.start()
  }

  /** Presses a button of the dialog that is open, and waits until it is closed. */
  async confirm(button: string): Promise<void> {
    await this.dialog.getByRole('button', { name: button, exact: true }).click()
    await this.dialog.waitFor({ state: 'detached' })
  }

  /** The bank's statement of today, brought in by whoever sits there. */
  async bringIn(lines: readonly TestLine[]): Promise<void> {
    const { desk } = this
    const { t } = desk
    const day = this.clock.today()
    const file = `明細-${day}.txt`
    const statement = zengin03({ account: ACCOUNT, from: day, to: day, opening: this.#balance, lines })
    for (const { amount, direction } of lines) this.#balance += direction === 'debit' ? -amount : amount
    await desk.visit('/intake')
    await desk.give(file, statement)
    await desk.text(t('intake.planNote')).waitFor()
    await desk.button(t('intake.apply', { count: lines.length })).click()
    await desk.text(t('intake.applied', { file, stored: lines.length, duplicates: 0 })).waitFor()
  }

  /** The order of that number, as the core knows it. */
  async order(orderNumber: string) {
    const { rows } = await this.desk.ask('orders.list', { filter: { search: orderNumber } })
    const found = rows.find((row) => row.orderNumber === orderNumber)
    if (!found) throw new Error(`there is no order ${orderNumber}`)
    return this.desk.ask('orders.get', { id: OrderId.parse(found.id) })
  }
  /** What its payer transfers to the virtual account of an order. */
  async payment(orderNumber: string): Promise<TestLine> {
    const { amount, virtualAccount } = await this.order(orderNumber)
    return { amount, remitterCode: virtualAccount }
  }
  async statusOf(...orderNumbers: string[]): Promise<string[]> {
    return Promise.all(orderNumbers.map(async (orderNumber) => (await this.order(orderNumber)).status))
  }

  /** The card of a case that waits for somebody's decision. */
  async caseOf(text: string): Promise<Locator> {
    await this.desk.visit('/approvals')
    return this.desk.page.getByRole('article').filter({ hasText: text })
  }
  /** Whoever sits there agrees to a case. */
  async approve(text: string): Promise<void> {
    const card = await this.caseOf(text)
    await card.getByRole('button', { name: this.desk.t('approvals.approve') }).click()
    await card.waitFor({ state: 'detached' })
  }

  /** Types an account into the fields for one. */
  async typeAccount({ bankCode, branchCode, accountNumber, holderKana }: Omit<SettlementAccount, 'accountType'>): Promise<void> {
    const { desk } = this
    const { t } = desk
    await desk.choose(t('merchants.accountField.bank'), bankCode, new RegExp(`^${bankCode} `))
    await desk.choose(t('merchants.accountField.branch'), branchCode, new RegExp(`^${branchCode} `))
    await desk.field(t('merchants.accountField.accountNumber')).fill(accountNumber)
    await desk.field(t('merchants.accountField.holderKana')).fill(holderKana)
  }

  /** Whoever sits there plans the payouts of a closing day; the one run of it is on the screen. */
  async planPayouts(closingOn: string): Promise<TransferRunId> {
    const { desk, dialog } = this
    const { t } = desk
    await desk.visit('/payouts')
    await desk.button(t('payouts.plan')).first().click()
    await dialog.getByLabel(t('payouts.closingOn')).fill(formatDate(BusinessDate.parse(closingOn)))
    await dialog.getByLabel(t('payouts.closingOn')).blur()
    await dialog.getByRole('button', { name: t('payouts.planAct') }).click()
    await dialog.getByRole('link', { name: t('payouts.open') }).click()
    await desk.text(t('payouts.next.draft')).waitFor()
    return this.newestRun('payouts')
  }
  /** Puts every refund that is agreed to into a run, which is on the screen then. */
  async planRefunds(): Promise<TransferRunId> {
    const { desk, dialog } = this
    const { t } = desk
    await desk.visit('/refunds')
    await desk.button(t('refunds.plan')).click()
    await dialog.getByRole('button', { name: t('refunds.plan'), exact: true }).click()
    await dialog.getByRole('link', { name: t('payouts.open') }).click()
    await desk.text(t('payouts.next.draft')).waitFor()
    return this.newestRun('refunds')
  }
  private async newestRun(kind: 'payouts' | 'refunds'): Promise<TransferRunId> {
    const [run] = (await this.desk.ask('payouts.list', { kind })).rows
    if (!run) throw new Error('no run was planned')
    return run.id
  }

  async run(id: TransferRunId) {
    return (await this.desk.ask('payouts.get', { id })).run
  }
  /** The screen of a run. */
  async showRun(id: TransferRunId): Promise<void> {
    await this.desk.visit(`/payouts/${id}`)
    await this.desk.heading((await this.run(id)).name).waitFor()
  }
  /** The run on the screen is given to a supervisor. */
  async submit(): Promise<void> {
    const { desk } = this
    await desk.button(desk.t('payouts.submit')).click()
    await this.confirm(desk.t('payouts.submit'))
    await desk.button(desk.t('payouts.submit')).waitFor({ state: 'detached' })
  }
  /** The run goes to the bank. */
  async handOver(id: TransferRunId): Promise<void> {
    const { desk } = this
    const { t } = desk
    await this.showRun(id)
    await desk.text(t('payouts.next.approved')).waitFor()
    await desk.button(t('payouts.handOver')).click()
    await this.confirm(t('payouts.handOver'))
  }

  /** Settles how files go to the bank, at the screen of the gateways; `hostKey` is the one that is pinned. */
  async settleBank(sshd: Pick<Sshd, 'port' | 'user' | 'folder' | 'privateKey'>, hostKey: string): Promise<void> {
    const { desk, dialog } = this
    const { t } = desk
    await desk.visit('/gateways')
    await this.bankGateway.getByRole('button', { name: t('gateways.settings') }).click()
    const field = (label: string) => dialog.getByLabel(label, { exact: true })
    await field(t('gateways.enabled')).check()
    await field(t('gateways.channel')).fill('sftp')
    await field(t('gateways.host')).fill('127.0.0.1')
    await field(t('gateways.port')).fill(String(sshd.port))
    await field(t('gateways.user')).fill(sshd.user)
    await field(t('gateways.remoteFolder')).fill(sshd.folder)
    await field(t('gateways.hostKeys')).fill(hostKey)
    await field(t('gateways.originatorCode')).fill('0123456789')
    await field(t('gateways.originatorName')).fill('ダイコウギンコウ')
    await field(t('gateways.privateKey')).fill(sshd.privateKey)
    await this.confirm(t('parts.save'))
  }
  /** Tries the way to the bank; whether it was reached, and what the other side said. */
  async tryBank(): Promise<{ good: boolean; said: string }> {
    const { desk, dialog } = this
    const { t } = desk
    await this.bankGateway.getByRole('button', { name: t('gateways.test') }).click()
    await dialog.getByRole('button', { name: t('gateways.testAct'), exact: true }).click()
    const answer = dialog.locator('[aria-live=polite]')
    await answer.waitFor()
    const said = await answer.innerText()
    await desk.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    return { good: said.includes(t('gateways.testGood')), said }
  }
  private get bankGateway(): Locator {
    return this.desk.page.getByRole('article').filter({ has: this.desk.heading(this.desk.t('nouns.gateway.bank_transfer')) })
  }

  /** Every promise of the ledger, as an administrator has them checked. */
  async verify(): Promise<void> {
    const { desk } = this
    const { t } = desk
    await desk.visit('/settings')
    await desk.button(t('settings.verify')).click()
    await soon(
      async () =>
        (await desk
          .text(t('settings.verifyOk'))
          .or(desk.text(t('settings.verifyBroken')))
          .count()) > 0,
    ).toBe(true)
    await desk.text(t('settings.verifyOk')).waitFor()
  }
  /** What failed in the program, or on the page. */
  faults(): unknown[] {
    return [...this.log.lines.filter(({ level }) => level === 'error'), ...this.desk.complaints]
  }
}
