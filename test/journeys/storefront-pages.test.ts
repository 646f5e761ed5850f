import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/preload/contract/merchants'
import { barriers, drawn, overflows, SCHEMES } from '../support/appearance'
import { launchBrowser } from '../support/browser'
import { type PreparedScenes, prepareScenes, type Scene, scenes } from '../support/storefront-scenes'

/*
 * Every page behind a link in both languages, light and dark, on a telephone and at a desk: nothing that axe calls serious, nothing that
 * sticks out, nothing on the console. DAIKO_PICTURES names a folder to keep each as a picture in.
 */
const NARROWEST = 360
const DESK = 1440
const HEIGHTS: Readonly<Record<number, number>> = { [NARROWEST]: 740, 390: 844, [DESK]: 900 }
const LANGUAGES: readonly Language[] = ['ja', 'en']
const PICTURES = process.env.DAIKO_PICTURES

let browser: Browser
let prepared: PreparedScenes
beforeAll(async () => {
  browser = await launchBrowser()
  prepared = await prepareScenes()
})
afterAll(async () => {
  await browser?.close()
  await prepared?.cleanup()
})

interface Setting {
  readonly width: number
  readonly scheme: 'light' | 'dark'
  faults(page: Page): Promise<string[]>
}

/** Light and dark differ in their colours only, and those change neither with the size nor with the language. */
const SETTINGS: Readonly<Record<Language, readonly Setting[]>> = {
  ja: [
    { width: NARROWEST, scheme: 'light', faults: async (page) => [...(await overflows(page)), ...(await barriers(page))] },
    { width: NARROWEST, scheme: 'dark', faults: (page) => barriers(page, { only: 'color-contrast' }) },
    { width: DESK, scheme: 'light', faults: overflows },
  ],
  en: [
    { width: NARROWEST, scheme: 'light', faults: async (page) => [...(await overflows(page)), ...(await barriers(page))] },
    { width: DESK, scheme: 'light', faults: overflows },
  ],
}

async function setTo(page: Page, width: number, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHTS[width] ?? width })
  await page.emulateMedia({ colorScheme })
  await drawn(page)
}

async function lookAt(page: Page, language: Language): Promise<string[]> {
  const wrong: string[] = []
  for (const { width, scheme, faults } of SETTINGS[language]) {
    await setTo(page, width, scheme)
    wrong.push(...(await faults(page)).map((fault) => `${language} ${scheme} ${width}: ${fault}`))
  }
  return wrong
}

async function keepPictures(page: Page, name: string, language: Language): Promise<void> {
  if (!PICTURES) return
  for (const width of [390, DESK]) {
    for (const scheme of SCHEMES) {
      await setTo(page, width, scheme)
      await page.screenshot({ path: join(PICTURES, `${name}-${language}-${scheme}-${width}.png`), fullPage: true })
    }
  }
}

describe.each(LANGUAGES)('in %s', (language) => {
  const complaints: string[] = []
  let page: Page
  beforeAll(async () => {
    page = await browser.newPage({ locale: language === 'ja' ? 'ja-JP' : 'en-GB' })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  })
  afterAll(() => page?.close())

  it.each(scenes)('$name', async (scene: Scene) => {
    await setTo(page, NARROWEST, 'light')
    await scene.open(page, prepared)
    await keepPictures(page, scene.name, language)
    expect(await lookAt(page, language)).toEqual([])
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    // What the browser itself says of a page that answers a refusal.
    expect(complaints.splice(0).filter((complaint) => !complaint.includes('server responded with a status of 4'))).toEqual([])
  })
})

describe('without script', () => {
  it('a payer chooses with protection, reads how to pay, and copies the bare amount by one press', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ja-JP', viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    await page.goto(prepared.at('no-script'))
    await page.getByRole('checkbox', { name: '返金希望を付ける' }).check()
    await page.getByRole('button', { name: 'この内容で申し込む' }).click()
    await page.getByRole('heading', { name: 'お振込みのご案内' }).waitFor()
    await page.locator('.copy.digits').first().click()
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('12000')
    await page.getByRole('link', { name: 'お支払方法・返金希望を変更する' }).click()
    expect(await page.getByRole('checkbox', { name: '返金希望を付ける' }).isChecked()).toBe(true)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Choose how to pay' }).waitFor()
    await context.close()
  })

  it('a payer who is to be refunded finds bank and branch and gives the account', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ja-JP' })
    const page = await context.newPage()
    await page.goto(prepared.at('no-script-refund'))
    await page.getByLabel('金融機関の名前').fill('りそな')
    await page.getByRole('button', { name: '探す' }).click()
    await page.getByRole('link', { name: /^りそな銀行/ }).click()
    await page.getByLabel('支店の名前').fill('新宿')
    await page.getByRole('button', { name: '探す' }).click()
    await page.getByRole('link', { name: /新宿/ }).first().click()
    await page.getByRole('radio', { name: '普通' }).check()
    await page.getByLabel('口座番号').fill('1234567')
    await page.getByLabel('口座名義').fill('やまだ たろう')
    await page.getByRole('button', { name: '確認へ進む' }).click()
    await page.getByText('1234567').waitFor()
    await page.getByRole('button', { name: 'この口座を届け出る' }).click()
    await page.getByRole('heading', { name: '返金先口座を承りました' }).waitFor()
    expect(await page.locator('main').innerText()).toContain('****567')
    await context.close()
  })
})
