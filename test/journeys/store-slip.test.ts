import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt } from '../../resources/set-up.mjs'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import { ConvenienceStoreSettings } from '../../src/preload/contract/gateways'
import { launchBrowser } from '../support/browser'
import { textsOf } from '../support/pdf-text'
import { orderBody } from '../support/storefront'
import { StorefrontWorld } from '../support/storefront-journey'
import { STORES } from '../support/stores'

/*
 * An order that is paid at a convenience store, over real HTTP, real mail and a real browser: the shop posts it, the payer chooses the store,
 * takes the slip along, thinks better of it twice, and a clerk issues a slip with a later day. What is void is handed out no more.
 */
const words = wordsIn('ja')
const { pay, store, nouns } = words
const ORDER = 'STORE-1'
const PAYER = 'taro@payer.example'

let browser: Browser
let world: StorefrontWorld
beforeAll(async () => {
  ensureBuilt()
  browser = await launchBrowser()
  world = await StorefrontWorld.open(browser, { acceptanceRequired: false, methods: ['bank_transfer', 'convenience_store'] })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const heading = (name: string) => world.visitor.getByRole('heading', { name, exact: true }).waitFor()
const payment = () => world.linkTo(PAYER, ORDER, '/pay/')
const number = (reference: number, reissue: number) => `${String(reference).padStart(16, '0')}-${reissue}`

async function choose(method: string): Promise<void> {
  await world.visitor.getByRole('radio', { name: method }).first().check()
  await world.visitor.getByRole('button', { name: pay.choose, exact: true }).click()
}

/** What the slip that the page hands out says. */
async function slipOnPaper(): Promise<string> {
  const [file] = await Promise.all([
    world.visitor.waitForEvent('download'),
    world.visitor.getByRole('link', { name: store.pdf, exact: true }).click(),
  ])
  expect(file.suggestedFilename()).toBe(`slip-${ORDER}.pdf`)
  return textsOf(readFileSync(await file.path())).join('')
}

it('the bank settles its store agent, and the shop posts an order', async () => {
  await world.settle()
  const settings = ConvenienceStoreSettings.parse({ gateway: 'convenience_store', ...STORES })
  await world.ask('gateways.save', { version: 0, enabled: true, settings })
  const { status } = await world.shop.ask('POST', '/api/v1/orders', {
    body: orderBody({
      orderNumber: ORDER,
      goods: [{ name: '波佐見焼 飯碗', quantity: 1, unitPrice: 12_000 }],
      amount: 12_000,
      payer: { name: '山田 太郎', kana: 'ヤマダ タロウ', email: PAYER },
    }),
    headers: { 'idempotency-key': ORDER },
  })
  expect(status).toBe(201)
})

it('the payer chooses the store, reads the number of the slip and takes it along', async () => {
  await world.visitor.goto(await payment())
  await choose(nouns.method.convenience_store)
  await heading(store.title)
  await world.visitor.getByText(number(1, 0), { exact: true }).waitFor()
  const paper = await slipOnPaper()
  for (const said of [ORDER, '12,000', '(91)929023-2520700000000000000010']) expect(paper).toContain(said)
  const { text } = await world.mailTo(PAYER, ORDER, store.title)
  for (const said of [number(1, 0), '2026年11月27日', `${world.address}/pay/`]) expect(text).toContain(said)
})

it('then pays by transfer after all, and the slip is void', async () => {
  const slip = `${(await payment()).split('?')[0]}/slip.pdf`
  await world.visitor.getByRole('link', { name: store.change, exact: true }).click()
  await choose(nouns.method.bank_transfer)
  await heading(pay.instructionTitle)
  expect((await fetch(slip)).status).toBe(409)
  await world.mailTo(PAYER, ORDER, pay.instructionTitle)
})

it('and comes back to the store, with a slip of another number', async () => {
  await world.visitor.getByRole('link', { name: pay.instruction.change, exact: true }).click()
  await choose(nouns.method.convenience_store)
  await heading(store.title)
  await world.visitor.getByText(number(2, 0), { exact: true }).waitFor()
  expect(await slipOnPaper()).toContain('(91)929023-2520700000000000000020')
})

it('a clerk issues it anew with a later day, the payer is told, and the desk shows all three', async () => {
  const desk = await world.desk()
  const { t } = desk
  await desk.goTo(t('frame.orders'))
  await desk.rows(t('orders.title')).first().getByRole('link').click()
  await desk.heading(t('slips.title')).waitFor()
  await desk.button(t('slips.reissue')).click()
  await desk.page.getByLabel(t('slips.newDueOn')).fill('2026/12/10')
  await desk.button(t('slips.reissueAct')).click()
  await desk.text(number(2, 1)).waitFor()
  for (const said of [t('slips.void.reissued'), t('slips.void.switched'), t('slips.standing.payable')])
    await desk.text(said).first().waitFor()
  const [file] = await Promise.all([desk.page.waitForEvent('download'), desk.button(t('slips.pdf')).click()])
  expect(textsOf(readFileSync(await file.path())).join('')).toContain('(91)929023-2520700000000000000021')
  expect(desk.complaints).toEqual([])
  await desk.page.context().close()
  await world.mailTo(PAYER, ORDER, number(2, 1), '2026年12月10日')
  await world.visitor.goto(await payment())
  await world.visitor.getByText(number(2, 1), { exact: true }).waitFor()
})
