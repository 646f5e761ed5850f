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
const SIZES = [
  { width: 390, height: 844 },
  { width: 360, height: 740 },
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

async function lookAt(page: Page, name: string, language: Language): Promise<string[]> {
  const wrong: string[] = []
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      await drawn(page)
      const place = `${language} ${scheme} ${size.width}`
      const found = scheme === 'light' ? [...(await overflows(page)), ...(await barriers(page))] : await barriers(page, ['color-contrast'])
      wrong.push(...found.map((fault) => `${place}: ${fault}`))
      if (PICTURES && size.width !== 360)
        await page.screenshot({ path: join(PICTURES, `${name}-${place.replaceAll(' ', '-')}.png`), fullPage: true })
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
