import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../resources/set-up.mjs'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import type { OrderStatus, ProtectionTrack } from '../../src/preload/contract/orders'
import { launchBrowser, soon } from '../support/browser'
import { ACCOUNT, zengin03 } from '../support/statements'
import { orderBody } from '../support/storefront'
import { StorefrontWorld } from '../support/storefront-journey'

/*
 * The life of protected orders from the shop's program to the desk, over real HTTP, real mail and a real browser: the shop posts them, the
 * merchant accepts by the link in its mail, the payer chooses a transfer with protection, the statement comes in at the desk, both are told,
 * and each order ends in its own way. At every step the merchant's program and its portal say the same.
 */
const words = wordsIn('ja')
const { pay, accept, receipt, returned } = words
const DAY = 86_400_000

const ORDERS = ['RETURN-1', 'RECEIVED-1', 'LAPSED-1', 'CONTESTED-1'] as const
type Number = (typeof ORDERS)[number]
const AMOUNT: Record<Number, number> = { 'RETURN-1': 12_000, 'RECEIVED-1': 5_500, 'LAPSED-1': 3_300, 'CONTESTED-1': 8_800 }
const payerOf = (orderNumber: string) => `${orderNumber.toLowerCase()}@payer.example`
const REFUSED = 'REFUSED-1'
const WHY = {
  return: '飯碗の縁が欠けていました。',
  refuse: '同じ釉薬の在庫がありません。',
  contest: '写真どおりの品です。追跡番号 4021-8837',
}

let browser: Browser
let world: StorefrontWorld
beforeAll(async () => {
  ensureBuilt()
  browser = await launchBrowser()
  world = await StorefrontWorld.open(browser)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** The merchant's program and its portal both show the order so. */
async function shows(orderNumber: string, status: OrderStatus, protection: ProtectionTrack): Promise<void> {
  const { nouns } = words
  expect(await world.seen(orderNumber)).toEqual({
    api: { status, protection },
    portal: { status: nouns.status[status], protection: nouns.protection[protection] },
  })
}

const visit = async (address: string) => void (await world.visitor.goto(address))
const heading = (name: string) => world.visitor.getByRole('heading', { name, exact: true }).waitFor()
const press = (name: string) => world.visitor.getByRole('button', { name, exact: true }).click()
const option = (title: string, page = world.visitor) => page.getByRole('radio', { name: title }).first().check()

async function post(orderNumber: string, amount: number): Promise<void> {
  const { status } = await world.shop.ask('POST', '/api/v1/orders', {
    body: orderBody({
      orderNumber,
      goods: [{ name: '波佐見焼 飯碗', quantity: 1, unitPrice: amount }],
      amount,
      payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: payerOf(orderNumber) },
    }),
    headers: { 'idempotency-key': orderNumber },
  })
  expect(status).toBe(201)
}

/** What the payer was told to transfer to, as its mail says. */
async function accountOf(orderNumber: string): Promise<string> {
  const { text } = await world.mailTo(payerOf(orderNumber), orderNumber, '口座番号')
  return `101${/口座番号：(\d{7})/.exec(text)?.[1]}`
}

it('the merchant is given a key for its program, and sets its own password by the invitation in its mail', () => world.settle())

it('the shop posts orders, and the merchant is asked for its word', async () => {
  for (const orderNumber of ORDERS) await post(orderNumber, AMOUNT[orderNumber])
  await post(REFUSED, 4_400)
  for (const orderNumber of [...ORDERS, REFUSED]) {
    await world.merchantMail(orderNumber, '受注確認のお願い')
    await shows(orderNumber, 'awaiting_acceptance', 'none')
  }
})

it('the merchant accepts by the link in its mail, and refuses one with a reason', async () => {
  for (const orderNumber of ORDERS) {
    await visit(await world.merchantLink(orderNumber, '/accept/'))
    await option(accept.options.accept.title)
    await press(accept.send)
    await heading(accept.accepted.title)
    await shows(orderNumber, 'awaiting_method', 'none')
  }
  await visit(await world.merchantLink(REFUSED, '/accept/'))
  await option(accept.options.refuse.title)
  await world.visitor.getByLabel(accept.reason).fill(WHY.refuse)
  await press(accept.send)
  await heading(accept.refused.title)
  await shows(REFUSED, 'acceptance_refused', 'none')
  await world.mailTo(payerOf(REFUSED), REFUSED, 'お受けできませんでした', WHY.refuse)
})

it('the payer chooses a transfer with protection, and reads where to pay', async () => {
  for (const orderNumber of ORDERS) {
    await visit(await world.linkTo(payerOf(orderNumber), orderNumber, '/pay/'))
    await world.visitor.getByLabel(pay.protectionTitle).check()
    await press(pay.choose)
    await heading(pay.instructionTitle)
    await shows(orderNumber, 'unpaid', 'wished')
    await world.merchantMail(orderNumber, '注文登録のお知らせ')
  }
})

it('the statement comes in at the desk and clears them; merchant and payer are told', async () => {
  const lines = []
  for (const orderNumber of ORDERS) lines.push({ amount: AMOUNT[orderNumber], remitterCode: await accountOf(orderNumber) })
  const statement = zengin03({ account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 0, lines })
  const desk = await world.desk()
  const { t } = desk
  await desk.goTo(t('frame.intake'))
  await desk.give('明細.txt', statement)
  await desk.text(t('intake.planNote')).waitFor()
  await desk.button(t('intake.apply', { count: ORDERS.length })).click()
  await desk.text(t('intake.appliedClearing', { cleared: ORDERS.length, waiting: 0 })).waitFor()
  expect(desk.complaints).toEqual([])
  await desk.page.context().close()
  for (const orderNumber of ORDERS) {
    await world.merchantMail(orderNumber, '入金のお知らせ')
    await world.mailTo(payerOf(orderNumber), orderNumber, 'ご入金を確認しました')
    await world.mailTo(payerOf(orderNumber), orderNumber, '商品お受け取りの確認のお願い')
    await shows(orderNumber, 'paid', 'open')
  }
})

describe('each order ends in its own way', () => {
  async function answer(orderNumber: Number, how: { title: string }, reason = ''): Promise<void> {
    await visit(await world.linkTo(payerOf(orderNumber), orderNumber, '/receipt/'))
    await option(how.title)
    await world.visitor.getByLabel(receipt.reason).fill(reason)
    await press(receipt.send)
  }

  /** The merchant answers a return in its portal. */
  async function answerInPortal(orderNumber: Number, how: { title: string }, reason: string): Promise<void> {
    const { portal } = world
    await portal.goto(`${world.address}/portal/returns`)
    await portal
      .getByRole('link')
      .filter({ hasText: orderNumber })
      .or(portal.locator(`a[href*="${orderNumber}"]`))
      .first()
      .click()
    await option(how.title, portal)
    await portal.getByLabel(returned.reason).fill(reason)
    await portal.getByRole('button', { name: returned.send }).click()
    await portal.waitForURL(/said=/)
  }

  it('in a return: the payer gives its reason, the merchant confirms in the portal, the payer is asked for an account', async () => {
    await answer('RETURN-1', receipt.options.return_wanted, WHY.return)
    await heading(receipt.returnWanted.title)
    await shows('RETURN-1', 'paid', 'return_wanted')
    await world.merchantMail('RETURN-1', '返品のお申し出', WHY.return)
    await answerInPortal('RETURN-1', returned.options.goods_returned, '')
    await shows('RETURN-1', 'paid', 'refund_due')
    await world.mailTo(payerOf('RETURN-1'), 'RETURN-1', 'ご返金先口座のご登録のお願い', '/refund-account/')
  })

  it('in receipt: the money is released, and the merchant is told', async () => {
    await answer('RECEIVED-1', receipt.options.received)
    await heading(receipt.received.title)
    await shows('RECEIVED-1', 'paid', 'received')
    await world.merchantMail('RECEIVED-1', '代金お支払い確定', '受け取ったとの連絡')
    await isReleasable('RECEIVED-1', true)
  })

  it('in a refusal by the merchant: it contests with its proof, and the payer is told', async () => {
    await answer('CONTESTED-1', receipt.options.not_arrived)
    await heading(receipt.notArrived.title)
    await shows('CONTESTED-1', 'paid', 'not_arrived')
    await answerInPortal('CONTESTED-1', returned.options.contested, WHY.contest)
    await shows('CONTESTED-1', 'paid', 'contested')
    await world.mailTo(payerOf('CONTESTED-1'), 'CONTESTED-1', '加盟店の回答', WHY.contest)
  })

  it('in the end of the window: nobody said anything, and the money is released', async () => {
    await isReleasable('LAPSED-1', false)
    await world.stop()
    world.clock.advance(15 * DAY)
    await world.start()
    await world.merchantMail('LAPSED-1', '代金お支払い確定', '確認期間が満了')
    await world.signInAtPortal()
    await shows('LAPSED-1', 'paid', 'lapsed')
    await isReleasable('LAPSED-1', true)
    await isReleasable('RETURN-1', false)
  })

  async function isReleasable(orderNumber: Number, expected: boolean): Promise<void> {
    const { json } = await world.shop.ask('GET', `/api/v1/orders/${orderNumber}`)
    expect(json.tracks.disbursement === 'releasable').toBe(expected)
  }
})

it('the desk shows the refund to request, and the contested order to decide', async () => {
  const desk = await world.desk()
  const { t } = desk
  const queue = () => desk.page.getByRole('listbox', { name: t('returns.queue') }).getByRole('option')
  await desk.open('/returns')
  await soon(async () => (await queue().allInnerTexts()).map((row) => ORDERS.find((number) => row.includes(number))).sort()).toEqual([
    'CONTESTED-1',
    'RETURN-1',
  ])
  await queue().filter({ hasText: 'RETURN-1' }).click()
  await desk.heading(t('returns.refundDue')).waitFor()
  await desk.text(t('returns.refundAmount', { amount: '12,000' })).waitFor()
  await desk.text(WHY.return).first().waitFor()
  expect(desk.complaints).toEqual([])
})

it('nobody was told the same thing twice, nothing broke, and every promise of the ledger holds', async () => {
  const told = world.mails.mails.map(({ to, subject }) => `${to[0]} ${subject}`)
  expect(told.length).toBe(new Set(told).size)
  expect(new Set(world.mails.seen.map(({ messageId }) => messageId)).size).toBe(world.mails.seen.length)
  expect(world.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  const { jobId } = await world.ask('ledger.verify', {})
  await soon(async () => (await world.ask('jobs.get', { jobId })).state).toBe('done')
  const ended = await world.ask('jobs.get', { jobId })
  expect(ended).toMatchObject({ state: 'done', result: { kind: 'verify', verify: { ok: true } } })
})
