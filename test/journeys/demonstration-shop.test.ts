import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import type { Language } from '../../src/preload/contract/merchants'
import { barriers, drawn, overflows, SCHEMES } from '../support/appearance'
import { cast, type Desk, enterDesk, keepLastScreen, launchBrowser, soon } from '../support/browser'
import { type Served, serveDaiko } from '../support/served'

/*
 * What a newcomer does with `npm start -- --demo`, once in each language: buys something at the demonstration's shop, pays by its bank, brings
 * the bank's file in at the desk, and sees at the shop that the order is paid; buys once more, and pays at the till of a store. DAIKO_PICTURES names a folder to keep each page as a picture in.
 */
const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
] as const
const PICTURES = process.env.DAIKO_PICTURES

let served: Served
let browser: Browser
let desk: Desk
beforeAll(async () => {
  served = await serveDaiko({ demonstration: true })
  browser = await launchBrowser()
  desk = await enterDesk(browser, served.entrance, { language: 'ja' })
  await desk.signIn(cast.clerk)
})
keepLastScreen(() => desk)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** What is wrong with how the page looks, on a telephone and at a desk, light and dark. */
async function lookAt(page: Page, name: string, language: Language): Promise<string[]> {
  const wrong: string[] = []
  for (const size of SIZES) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme })
      await drawn(page)
      const found =
        colorScheme === 'light' ? [...(await overflows(page)), ...(await barriers(page))] : await barriers(page, { only: 'color-contrast' })
      wrong.push(...found.map((fault) => `${name} ${language} ${colorScheme} ${size.width}: ${fault}`))
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${language}-${colorScheme}-${size.width}.png`), fullPage: true })
    }
  }
  const { mark } = wordsIn(language).demonstration
  if (!(await page.locator('header').innerText()).includes(mark)) wrong.push(`${name} ${language} does not say that it is a demonstration`)
  return wrong
}

describe.each(['ja', 'en'] as const)('in %s', (language) => {
  const words = wordsIn(language)
  const { shop, bank, till } = words.demonstration
  const complaints: string[] = []
  const wrong: string[] = []
  let page: Page
  let fileName: string
  beforeAll(async () => {
    const context = await browser.newContext({ locale: language === 'ja' ? 'ja-JP' : 'en-GB', viewport: SIZES[0] })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  })
  afterAll(() => page?.context().close())

  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const go = (name: string) => page.getByRole('link', { name, exact: true }).click()

  it('the shop sells, and says what is missing', async () => {
    await page.goto(served.shop)
    await heading(shop.title)
    wrong.push(...(await lookAt(page, 'shop', language)))
    await page.getByLabel(shop.kana).fill('青葉')
    await page.getByLabel(shop.email).fill('nobody')
    await press(shop.order)
    await page.getByRole('alert').getByText(shop.fault.kana).waitFor()
    wrong.push(...(await lookAt(page, 'shop-faults', language)))
    expect(complaints.splice(0).filter((complaint) => !complaint.includes('status of 4'))).toEqual([])
    await page.goto(served.shop)
    await press(shop.order)
    await heading(words.pay.chooseTitle)
  })

  it('the payer chooses a transfer, and the bank of the demonstration makes it', async () => {
    await page.getByRole('radio', { name: words.nouns.method.bank_transfer }).check()
    await page.getByLabel(words.pay.protectionTitle).check()
    await press(words.pay.choose)
    await heading(words.pay.instructionTitle)
    wrong.push(...(await lookAt(page, 'payment', language)))
    await go(bank.door.go)
    await heading(bank.title)
    wrong.push(...(await lookAt(page, 'bank', language)))
    await page.getByLabel(bank.amount).fill('0')
    await press(bank.pay)
    await page.getByRole('alert').getByText(bank.fault.amount).waitFor()
    wrong.push(...(await lookAt(page, 'bank-faults', language)))
    complaints.splice(0)
    await page.getByLabel(bank.amount).fill('3300')
    await press(bank.pay)
    await heading(bank.issued.title)
    wrong.push(...(await lookAt(page, 'bank-issued', language)))
    fileName = await page.locator('main .code').first().innerText()
    expect(fileName).toMatch(/^daiko-demo-transfers-\d{4}-\d\d-\d\d\.txt$/)
  })

  it('the order is paid once the file has come in at the desk, and not before', async () => {
    await go(bank.toShop)
    await heading(shop.orderTitle)
    await page.getByText(words.nouns.status.unpaid, { exact: true }).waitFor()
    await broughtIn()
    await go(shop.reload)
    await page.getByText(words.nouns.status.paid, { exact: true }).waitFor()
    wrong.push(...(await lookAt(page, 'shop-order', language)))
    await go(shop.toPayment)
    await heading(words.pay.paid.title)
    await page.goto(page.url().replace('/pay/', '/demonstration/bank/'))
    await heading(bank.nothing.title)
    wrong.push(...(await lookAt(page, 'bank-nothing', language)))
  })

  it('the payer of another order chooses a store, and its till takes the slip', async () => {
    await page.goto(served.shop)
    await press(shop.order)
    await page.getByRole('radio', { name: words.nouns.method.convenience_store }).check()
    await press(words.pay.choose)
    await heading(words.store.title)
    wrong.push(...(await lookAt(page, 'payment-store', language)))
    await go(till.door.go)
    await page.getByText(till.standings.to_pay, { exact: true }).waitFor()
    wrong.push(...(await lookAt(page, 'till', language)))
    await press(till.acts.pay)
    await heading(till.told.preliminary.title)
    wrong.push(...(await lookAt(page, 'till-paid', language)))
    await press(till.acts.take_back)
    await heading(till.told.preliminary_cancelled.title)
    await press(till.acts.pay)
    await press(till.acts.confirm)
    await heading(till.told.confirmed.title)
    wrong.push(...(await lookAt(page, 'till-confirmed', language)))
  })

  it('the order is paid as soon as the bank’s connector has taken in what the agent delivered', async () => {
    await go(till.toPayment)
    await soon(async () => {
      await page.reload()
      return page.getByRole('heading', { name: words.pay.paid.title, exact: true }).count()
    }).toBe(1)
    const { rows } = await desk.ask('collections.files', {})
    expect(rows.map(({ fileName }) => fileName)).toContainEqual(expect.stringContaining('kakuho'))
    await page.goto(served.shop.replace('/shop', '/till'))
    await page.getByLabel(till.slip).fill('999-0')
    wrong.push(...(await lookAt(page, 'till-reader', language)))
    await press(till.read)
    await page.getByRole('alert').getByText(till.unknown).waitFor()
    wrong.push(...(await lookAt(page, 'till-unknown', language)))
    expect(complaints.splice(0).filter((complaint) => !complaint.includes('status of 4'))).toEqual([])
    expect(wrong).toEqual([])
    expect(complaints).toEqual([])
    expect(served.faults()).toEqual([])
  })

  /** What the page tells a newcomer to do. */
  async function broughtIn(): Promise<void> {
    const { t } = desk
    await desk.visit('/intake')
    await desk.page.getByRole('button', { name: fileName, exact: true }).click()
    await desk.text(t('intake.planNote')).waitFor()
    await desk.button(t('intake.apply', { count: 1 })).click()
    await desk.text(t('intake.appliedClearing', { cleared: 1, waiting: 0 })).waitFor()
  }
})
