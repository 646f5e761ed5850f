import type { OutputOf } from '../../src/preload/contract/methods'
import type { Told, ToldBy } from '../../src/preload/contract/protection'
import { cast, type Desk, type Person, soon } from './browser'

/*
 * Every screen of the desk and the way to it, for tests that look at all of them. A way ends when what the screen is for can
 * be seen.
 */
export interface Screen {
  readonly name: string
  open(desk: Desk): Promise<void>
}

export interface Sitting {
  readonly who: string
  /** Null before anybody has signed in. */
  readonly person: Person | null
  readonly screens: readonly Screen[]
}

const LONG_NAME = '独立行政法人北海道東部地域農林水産物流通促進機構オンライン直売所運営本部札幌営業所'

async function ended(desk: Desk, jobId: OutputOf<'intake.plan'>['jobId']) {
  for (;;) {
    const end = await desk.ask('jobs.get', { jobId })
    if (end.state === 'done') return end.result
    if (end.state !== 'running') throw new Error(`the job ended ${JSON.stringify(end)}`)
  }
}

/** An administrator has switched on the storefront, at an address of its own. */
export async function settleGateways(desk: Desk): Promise<void> {
  await desk.ask('gateways.save', { version: 0, enabled: true, settings: { gateway: 'storefront', port: 0 } })
  await desk.ask('gateways.save', {
    version: 0,
    enabled: false,
    settings: { gateway: 'mail_out', host: 'smtp.example.jp', from: 'kessai@bank.example.jp', fromName: '代行銀行 決済代行課' },
  })
}

const PAYER_SAYS =
  '注文から 3 週間たっても届きません。配達の知らせも、不在の紙も入っていませんでした。近所にも聞きましたが、だれも受け取っていません。'
const MERCHANT_SAYS = '11 月 10 日に発送し、追跡番号 4021-8837-6655 では 11 月 12 日に「お届け済み」です。宅配の控えを FAX でお送りします。'

/** Payers and merchants have called: contested, with and without a proposal, and what waits for the merchant's answer. */
async function setDisputes(desk: Desk): Promise<void> {
  const { rows } = await desk.ask('orders.list', { filter: { protected: true, status: 'paid' } })
  const record = async (id: number, told: Told, source: ToldBy, text: string) => {
    const { version } = await desk.ask('protection.get', { orderId: id })
    await desk.ask('orders.record', { id, version, told, source, text })
  }
  const [contested, proposed, returned, lost] = rows
  if (!contested || !proposed || !returned || !lost) throw new Error('the demonstration has protected orders that are paid')
  for (const { id } of [contested, proposed]) {
    await record(id, 'not_arrived', 'telephone', PAYER_SAYS)
    await record(id, 'contested', 'fax', MERCHANT_SAYS)
  }
  await record(returned.id, 'return_wanted', 'letter', '色が見本と違うため返品したい')
  await record(lost.id, 'not_arrived', 'counter', '窓口で申出。引っ越し前の住所に送られたらしい')
  const { version } = await desk.ask('protection.get', { orderId: proposed.id })
  const why = '追跡の記録は旧住所への配達を示すが、変更の連絡は発送の後だった。折半が妥当と考える。'
  await desk.ask('protection.propose', { orderId: proposed.id, version, released: Math.floor(proposed.amount / 2), why })
}

/** Leaves something to see on every screen: a cleared week, a held deposit, disputes, a merchant with a long name, staged changes. */
export async function setScene(desk: Desk): Promise<void> {
  const { files } = await desk.ask('intake.demonstrationFiles', {})
  const [statement] = files.filter(({ kind }) => kind === 'statement')
  if (!statement) throw new Error('the demonstration has a statement')
  const planned = await ended(desk, (await desk.ask('intake.plan', { reference: statement.reference })).jobId)
  if (planned.kind !== 'plan') throw new Error('no plan')
  const { planId, digest } = planned.plan
  await ended(desk, (await desk.ask('intake.apply', { planId, digest })).jobId)
  const waiting = (await desk.ask('deposits.list', { filter: { open: true } })).rows.at(-1)
  if (waiting) await desk.ask('clearing.hold', { receiptId: waiting.id, version: waiting.version, held: true, note: '銀行に照会中' })
  await setDisputes(desk)
  const [merchant, other] = (await desk.ask('merchants.list', {})).rows
  if (!merchant || !other) throw new Error('the demonstration has merchants')
  await desk.ask('merchants.stageDays', { id: other.id, version: 2, days: { protectionWindowDays: 21, reminderDays: 5 } })
  const { version, ...terms } = await desk.ask('merchants.get', { id: merchant.id })
  const account = { ...terms.account, bankCode: '0009', branchCode: '001', accountNumber: '7654321' }
  await desk.ask('merchants.stageAccount', { id: merchant.id, version, account })
  const contacts = {
    email: 'kessai-tanto@hokkaido-chokubai.example.jp',
    postalAddress: '060-0001 北海道札幌市中央区北一条西 2 丁目 1 番地 道庁前農林水産会館 別館 12 階',
    noticeBy: 'letter' as const,
    webhookUrl: 'https://chokubai.example.jp/daiko/notices/receive',
  }
  await desk.ask('merchants.register', { ...terms, name: LONG_NAME, consignorCode: '9000000001', virtualRange: null, account, contacts })
}

const at = (path: string, seen: (desk: Desk) => Promise<void>): Screen['open'] => {
  return async (desk) => {
    await desk.visit(path)
    await seen(desk)
  }
}

const firstRow = (list: (desk: Desk) => string) => (desk: Desk) => desk.rows(list(desk)).first().waitFor()
const WRONG_ORDERS = '注文番号,受注日,商品,金額,購入者名,購入者カナ\r\nZ900001,2026/11/31,茶碗,千円,山田 太郎,山田太郎\r\n'

const home: Screen = { name: 'home', open: at('/', (desk) => desk.text(desk.t('home.clearedByItself')).waitFor()) }
const deposits: Screen = {
  name: 'deposits',
  open: at(
    '/deposits',
    firstRow(({ t }) => t('deposits.title')),
  ),
}
const deposit: Screen = {
  name: 'deposit',
  open: async (desk) => {
    await deposits.open(desk)
    await desk
      .rows(desk.t('deposits.title'))
      .filter({ hasText: desk.t('nouns.depositState.cleared') })
      .first()
      .dblclick()
    await desk.page.getByRole('complementary').getByText(desk.t('deposits.allocations'), { exact: true }).waitFor()
  },
}
export const clearing: Screen = {
  name: 'clearing',
  open: async (desk) => {
    const { t, page } = desk
    await desk.visit('/clearing')
    const candidates = page.getByRole('list', { name: t('clearing.candidates') }).locator('> li')
    await page.getByRole('option', { selected: true }).waitFor()
    const queue = await page.getByRole('option').count()
    for (let down = 0; down < queue; down += 1) {
      const id = (await page.getByRole('option', { selected: true }).getAttribute('id')) ?? ''
      const found = await desk.ask('clearing.candidates', { receiptId: Number(id.replace('deposit-', '')) })
      await soon(() => candidates.count()).toBe(found.candidates.length)
      if (found.candidates.length > 1) break
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('1')
    await page
      .getByRole('table', { name: t('clearing.journal') })
      .getByRole('cell')
      .first()
      .waitFor()
  },
}
const noting: Screen = {
  name: 'clearing-note',
  open: async (desk) => {
    await clearing.open(desk)
    await desk.page.keyboard.press('h')
    await desk
      .field(desk.t('clearing.holdLabel'))
      .or(desk.field(desk.t('clearing.releaseLabel')))
      .waitFor()
  },
}
const orders: Screen = {
  name: 'orders',
  open: at(
    '/orders?status=unpaid',
    firstRow(({ t }) => t('orders.title')),
  ),
}
const order: Screen = {
  name: 'order',
  open: async (desk) => {
    await desk.visit('/orders?status=paid')
    await desk.rows(desk.t('orders.title')).first().getByRole('link').click()
    await desk.heading(desk.t('orders.timeline')).waitFor()
  },
}
const cancelling: Screen = {
  name: 'order-cancel',
  open: async (desk) => {
    await orders.open(desk)
    await desk.rows(desk.t('orders.title')).first().getByRole('link').click()
    await desk.button(desk.t('orders.cancel')).click()
    await desk.page.getByRole('dialog').waitFor()
  },
}
const exporting: Screen = {
  name: 'export',
  open: async (desk) => {
    await orders.open(desk)
    await desk.button(desk.t('exports.action')).click()
    await desk.button(desk.t('exports.start')).waitFor()
  },
}
const merchants: Screen = {
  name: 'merchants',
  open: at(
    '/merchants',
    firstRow(({ t }) => t('merchants.title')),
  ),
}
const merchant: Screen = {
  name: 'merchant',
  open: async (desk) => {
    await merchants.open(desk)
    await desk
      .rows(desk.t('merchants.title'))
      .filter({ hasText: desk.t('merchants.changeStaged') })
      .first()
      .getByRole('link')
      .click()
    await desk.page.getByText(desk.t('merchants.before'), { exact: true }).waitFor()
  },
}
const registering: Screen = {
  name: 'merchant-form',
  open: async (desk) => {
    await desk.visit('/merchants/new')
    await desk.button(desk.t('merchants.register')).click()
    await desk.page.getByRole('alert').first().waitFor()
  },
}
const changingDays: Screen = {
  name: 'merchant-days',
  open: async (desk) => {
    await merchant.open(desk)
    await desk.button(desk.t('merchants.stageDays')).click()
    await desk.page.getByText(desk.t('merchants.stageDaysText')).waitFor()
  },
}
const changingContacts: Screen = {
  name: 'merchant-contacts',
  open: async (desk) => {
    await merchant.open(desk)
    await desk.button(desk.t('merchants.changeContacts')).click()
    await desk.field(desk.t('merchants.email')).waitFor()
  },
}
const merchantKeys: Screen = {
  name: 'merchant-keys',
  open: async (desk) => {
    await merchants.open(desk)
    await desk.rows(desk.t('merchants.title')).first().getByRole('link').click()
    await desk.button(desk.t('merchants.issueKey')).click()
    const dialog = desk.page.getByRole('dialog')
    await desk.field(desk.t('merchants.keyName')).fill('本番の店舗')
    await dialog.getByRole('button', { name: desk.t('merchants.issueKey') }).click()
    await dialog.getByText(desk.t('merchants.keySecret'), { exact: true }).waitFor()
  },
}
const returns: Screen = {
  name: 'returns',
  open: async (desk) => {
    await desk.visit('/returns')
    await desk.page
      .getByRole('option')
      .filter({ hasText: desk.t('nouns.protection.contested') })
      .first()
      .click()
    await desk.heading(desk.t('returns.merchantSide')).waitFor()
  },
}
const dividing: Screen = {
  name: 'returns-divide',
  open: async (desk) => {
    await desk.visit('/returns?state=contested')
    await desk.page
      .getByRole('option')
      .filter({ hasNotText: desk.t('returns.proposed') })
      .first()
      .click()
    await desk.heading(desk.t('returns.proposeTitle')).waitFor()
    await desk.page.keyboard.press('3')
    await desk.field(desk.t('returns.toMerchant')).fill('1200')
    await desk.button(desk.t('returns.propose')).click()
    await desk.text(desk.t('returns.whyMissing')).waitFor()
  },
}
const returned: Screen = {
  name: 'returns-waiting',
  open: at('/returns?state=return_wanted', (desk) => desk.text('色が見本と違う').waitFor()),
}
const recording: Screen = {
  name: 'returns-record',
  open: async (desk) => {
    await returned.open(desk)
    await desk.page.keyboard.press('r')
    await desk.button(desk.t('returns.recordAct')).waitFor()
  },
}
const disputed: Screen = {
  name: 'order-disputed',
  open: async (desk) => {
    await desk.visit('/returns?state=contested')
    await desk.page.getByRole('main').getByRole('link').first().click()
    await desk.heading(desk.t('returns.box')).waitFor()
    await desk.link(desk.t('returns.toCase')).waitFor()
  },
}
const gateways: Screen = { name: 'gateways', open: at('/gateways', (desk) => desk.page.getByRole('article').first().waitFor()) }
const gatewaySettings: Screen = {
  name: 'gateway-settings',
  open: async (desk) => {
    await gateways.open(desk)
    const mail = desk.page.getByRole('article').filter({ has: desk.heading(desk.t('nouns.gateway.mail_out')) })
    await mail.getByRole('button', { name: desk.t('gateways.settings'), exact: true }).click()
    await desk.button(desk.t('parts.save')).waitFor()
  },
}
const gatewayTest: Screen = {
  name: 'gateway-test',
  open: async (desk) => {
    await gateways.open(desk)
    const storefront = desk.page.getByRole('article').filter({ has: desk.heading(desk.t('nouns.gateway.storefront')) })
    await storefront.getByRole('button', { name: desk.t('gateways.test'), exact: true }).click()
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: desk.t('gateways.testAct'), exact: true })
      .click()
    await desk.text(desk.t('gateways.testGood')).waitFor()
  },
}
const approvals: Screen = {
  name: 'approvals',
  open: at('/approvals', (desk) => desk.page.getByRole('article').first().waitFor()),
}
const statementIntake: Screen = {
  name: 'intake-statement',
  open: at('/intake', (desk) => desk.page.getByRole('button', { name: 'daiko-demo-statement-today.xml' }).waitFor()),
}
const plan: Screen = {
  name: 'intake-plan',
  open: async (desk) => {
    await statementIntake.open(desk)
    await desk.page.getByRole('button', { name: 'daiko-demo-statement-today.xml' }).click()
    await desk.text(desk.t('intake.planNote')).waitFor()
  },
}
const known: Screen = {
  name: 'intake-known-file',
  open: async (desk) => {
    await statementIntake.open(desk)
    await desk.page.getByRole('button', { name: 'daiko-demo-statement.txt' }).click()
    await desk.text(desk.t('intake.planNote')).waitFor()
  },
}
const orderIntake: Screen = {
  name: 'intake-orders',
  open: async (desk) => {
    await desk.visit('/intake?tab=orders')
    await desk.page.getByRole('button', { name: 'daiko-demo-orders.csv' }).click()
    await desk.text(desk.t('intake.orderNote')).waitFor()
  },
}
const faultyOrders: Screen = {
  name: 'intake-errors',
  open: async (desk) => {
    await desk.visit('/intake?tab=orders')
    await desk.choose(desk.t('intake.merchant'), 'さくら', /さくら書房/)
    await desk.give('誤り.csv', new TextEncoder().encode(WRONG_ORDERS))
    await desk.page.getByRole('table', { name: desk.t('parts.problem') }).waitFor()
  },
}
const files: Screen = {
  name: 'intake-files',
  open: at(
    '/intake?tab=files',
    firstRow(({ t }) => t('intake.tab.files')),
  ),
}
const settings: Screen = { name: 'settings', open: at('/settings', (desk) => desk.heading(desk.t('settings.desk')).waitFor()) }
const commands: Screen = {
  name: 'commands',
  open: async (desk) => {
    await home.open(desk)
    await desk.page.keyboard.press('Control+k')
    await desk.field(desk.t('frame.find')).fill('12')
    await desk.text(desk.t('frame.findOrders', { text: '12' })).waitFor()
  },
}
const keys: Screen = {
  name: 'keys',
  open: async (desk) => {
    await clearing.open(desk)
    await desk.page.keyboard.press('?')
    await desk.page.getByRole('dialog').getByText(desk.t('clearing.keySplit')).waitFor()
  },
}
const nowhere: Screen = { name: 'nowhere', open: at('/no/such/place', (desk) => desk.text(desk.t('frame.notFoundText')).waitFor()) }
const locked: Screen = {
  name: 'locked',
  open: async (desk) => {
    await home.open(desk)
    await desk.button(desk.t('frame.lock')).click()
    await desk.heading(desk.t('session.unlockTitle')).waitFor()
  },
}
const audit: Screen = {
  name: 'audit',
  open: at(
    '/audit',
    firstRow(({ t }) => t('audit.title')),
  ),
}
const record: Screen = {
  name: 'audit-record',
  open: async (desk) => {
    await audit.open(desk)
    await desk.rows(desk.t('audit.title')).first().dblclick()
    await desk.page.getByRole('dialog').waitFor()
  },
}
const people: Screen = {
  name: 'people',
  open: at(
    '/people',
    firstRow(({ t }) => t('people.title')),
  ),
}
const adding: Screen = {
  name: 'people-add',
  open: async (desk) => {
    await people.open(desk)
    await desk.button(desk.t('people.add')).click()
    await desk.button(desk.t('people.addDone')).waitFor()
  },
}
const verified: Screen = {
  name: 'settings-verified',
  open: async (desk) => {
    await settings.open(desk)
    await desk.button(desk.t('settings.verify')).click()
    await desk.text(desk.t('settings.verifyOk')).waitFor()
  },
}
const takingIn: Screen = {
  name: 'settings-account',
  open: async (desk) => {
    await settings.open(desk)
    await desk.button(desk.t('settings.takeIn')).click()
    await desk.button(desk.t('settings.takeInDone')).waitFor()
  },
}
const signIn: Screen = {
  name: 'sign-in',
  open: async (desk) => {
    await desk.open('/')
    await desk.heading(desk.t('session.signIn')).waitFor()
  },
}

/** Who sits down in turn, and what they look at. Whoever is last at a locked desk leaves it by signing out. */
export const sittings: readonly Sitting[] = [
  { who: 'nobody', person: null, screens: [signIn] },
  {
    who: 'a clerk',
    person: cast.clerk,
    screens: [
      ...[home, deposits, deposit, clearing, noting, orders, order, cancelling, exporting, merchants, merchant, registering],
      ...[changingDays, changingContacts, returns, dividing, returned, recording, disputed, gateways],
      ...[approvals, statementIntake, plan, known, orderIntake, faultyOrders, files, commands, keys, nowhere, locked],
    ],
  },
  {
    who: 'a supervisor',
    person: cast.supervisor,
    screens: [{ ...approvals, name: 'approvals-supervisor' }, { ...returns, name: 'returns-supervisor' }, audit, record],
  },
  {
    who: 'an administrator',
    person: cast.administrator,
    screens: [
      ...[people, adding, settings, takingIn, verified],
      ...[{ ...gateways, name: 'gateways-administrator' }, gatewaySettings, gatewayTest, merchantKeys],
    ],
  },
]

const emptyAt = (name: string, path: string, says: (desk: Desk) => string): Screen => ({
  name: `empty-${name}`,
  open: at(path, (desk) => desk.text(says(desk)).first().waitFor()),
})

/** A new ledger with its first administrator, where there is nothing to show yet. */
export const emptyScreens: readonly Screen[] = [
  emptyAt('home', '/', ({ t }) => t('home.ordersNone')),
  emptyAt('deposits', '/deposits', ({ t }) => t('deposits.emptyTitle')),
  emptyAt('clearing', '/clearing', ({ t }) => t('clearing.empty')),
  emptyAt('orders', '/orders', ({ t }) => t('orders.emptyTitle')),
  emptyAt('returns', '/returns', ({ t }) => t('returns.empty')),
  emptyAt('gateways', '/gateways', ({ t }) => t('gateways.intro')),
  emptyAt('merchants', '/merchants', ({ t }) => t('merchants.emptyTitle')),
  emptyAt('settings', '/settings', ({ t }) => t('settings.accountsNone')),
]
