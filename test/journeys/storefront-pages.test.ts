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
const SIZES = [
  { width: NARROWEST, height: 740 },
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
] as const
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

/** Light and dark differ in their colours only, and those change neither with the size nor with the language. */
async function faultsAt(page: Page, language: Language, scheme: 'light' | 'dark', width: number): Promise<string[]> {
  if (scheme === 'light') return [...(await overflows(page)), ...(width === NARROWEST ? await barriers(page) : [])]
  return width === NARROWEST && language === 'ja' ? barriers(page, ['color-contrast']) : []
}

async function lookAt(page: Page, name: string, language: Language): Promise<string[]> {
  const wrong: string[] = []
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      await drawn(page)
      const place = `${language} ${scheme} ${size.width}`
      const found = await faultsAt(page, language, scheme, size.width)
      wrong.push(...found.map((fault) => `${place}: ${fault}`))
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${place.replaceAll(' ', '-')}.png`), fullPage: true })
    }
  }
  return wrong
}

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(scenes)('$name', async (scene: Scene) => {
    const page = await browser.newPage({ locale: language === 'ja' ? 'ja-JP' : 'en-GB' })
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on(
      'console',
      (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(message.text()),
    )
    await scene.open(page, prepared)
    expect(await lookAt(page, scene.name, language)).toEqual([])
    expect(complaints).toEqual([])
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    await page.close()
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
