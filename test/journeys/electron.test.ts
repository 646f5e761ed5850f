import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { electronBinary } from '../../resources/desktop.mjs'
import { ensureBuilt, ROOT } from '../../resources/set-up.mjs'
import { cast } from '../support/browser'
import { wordsIn } from '../support/spoken'

/*
 * The same program on the desktop: Electron's window, the core in its own process, the bridge between them. It needs Electron's
 * binary and a display; where one is missing, the carriers' and the browser's journeys tell the same story without it.
 */
function missing(): string | null {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'this machine has no display'
  return electronBinary() === null ? 'Electron has not been fetched' : null
}

const why = missing()
if (why !== null) console.log(`The desktop's own journey was left out, because ${why}.`)

describe.runIf(why === null)('Daiko on the desktop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daiko-desktop-'))
  let app: ElectronApplication
  let page: Page

  beforeAll(async () => {
    ensureBuilt()
    const asRoot = process.getuid?.() === 0
    app = await _electron.launch({
      executablePath: electronBinary() ?? '',
      args: [...(asRoot ? ['--no-sandbox'] : []), ROOT, '--ledger', join(folder, 'ledger.daiko'), '--demo', '--lang=ja'],
    })
    page = await app.firstWindow()
  })
  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('opens one window from its own protocol, and signs a clerk in over the port', async () => {
    expect(page.url()).toMatch(/^app:\/\/daiko\//)
    const words = [wordsIn('ja'), wordsIn('en')]
    await page.getByRole('button', { name: cast.clerk.password }).click()
    await page.keyboard.press('Enter')
    const headings = words.map((t) => page.getByRole('heading', { name: t('home.title'), exact: true }))
    await Promise.any(headings.map((heading) => heading.waitFor()))
  })

  it('gives the page nothing but the bridge', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys(Reflect.get(window, 'daiko') ?? {}).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
    }))
    expect(found).toEqual({ bridge: ['call', 'download', 'offer', 'subscribe'], node: [] })
  })

  it('refuses to leave its pages and to open another window', async () => {
    const before = page.url()
    await page.evaluate(() => {
      window.open('https://example.com/')
      window.location.href = 'https://example.com/'
    })
    expect(app.windows()).toHaveLength(1)
    expect(page.url()).toBe(before)
  })
})
