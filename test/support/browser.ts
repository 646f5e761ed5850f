import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright'
import { afterEach, expect } from 'vitest'
import { z } from 'zod'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import type { Language } from '../../src/renderer/parts/preferences'
import type { Words } from '../../src/renderer/words'
import { wordsIn } from './spoken'

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real Chromium: the one CHROMIUM_PATH names, else the system's. */
export function launchBrowser(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // In the plain locale of a bare machine, Japanese names of downloads would be lost.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    args: [...FLAGS, ...(asRoot ? ['--no-sandbox'] : [])],
  })
}

export interface Person {
  readonly name: string
  readonly password: string
}

/** The people of the demonstration, as its sign-in page names them. */
export const cast = {
  clerk: { name: 'tanto', password: 'demo-tanto-2026' },
  supervisor: { name: 'shonin', password: 'demo-shonin-2026' },
  statementStaff: { name: 'meisai', password: 'demo-meisai-2026' },
  administrator: { name: 'kanri', password: 'demo-kanri-2026' },
} as const

const Done = z.object({ outcome: z.literal('done'), value: z.unknown() })
const contract: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

/** One desk in a browser: the page, the words of its language, and what a person does on every screen. */
export class Desk {
  /** Errors of the page, the console and the content security policy, in the order they came. */
  readonly complaints: string[] = []
  readonly t: Words

  constructor(
    readonly page: Page,
    readonly language: Language,
  ) {
    this.t = wordsIn(language)
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => this.complaints.push(`page: ${error.message}`))
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(`console: ${message.text()}`))
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }
  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true })
  }
  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true })
  }
  /** A field that offers a list to choose from. */
  list(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true }).or(this.field(name))
  }
  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true })
  }
  /** The part of a screen under that heading. */
  section(heading: string): Locator {
    return this.page
      .locator('section')
      .filter({ has: this.heading(heading) })
      .last()
  }
  text(text: string | RegExp): Locator {
    return this.page.getByText(text)
  }
  /** Rows of the list of that name, the header left out. */
  rows(list: string): Locator {
    return this.page
      .getByRole('grid', { name: list })
      .getByRole('row')
      .filter({ has: this.page.getByRole('gridcell') })
  }

  async signIn({ name, password }: Person): Promise<void> {
    const { t } = this
    await this.field(t('session.userName')).fill(name)
    await this.password(t('session.password'), password)
    await this.button(t('session.signIn')).click()
    await this.page.getByRole('navigation', { name: t('frame.navigation') }).waitFor()
  }
  /** A field whose letters are hidden; the eye beside it has the same name. */
  async password(label: string, text: string): Promise<void> {
    await this.page
      .locator('input')
      .and(this.page.getByLabel(label, { exact: true }))
      .fill(text)
  }
  async signOut(): Promise<void> {
    await this.page.getByRole('banner').locator('button[aria-haspopup=menu]').click()
    await this.page.getByRole('menuitem', { name: this.t('frame.signOut') }).click()
    await this.field(this.t('session.userName')).waitFor()
  }
  /** Gets up, whatever is on the screen: also from a desk that is locked. */
  async leave(): Promise<void> {
    await this.ask('session.signOut', {})
    await this.open('/')
    await this.field(this.t('session.userName')).waitFor()
  }
  /** Someone else sits down at the same desk. */
  async changeTo(person: Person): Promise<void> {
    await this.signOut()
    await this.signIn(person)
  }
  /** Opens an address of the desk, as a bookmark would, and waits for its heading. */
  async open(path: string, heading?: string): Promise<void> {
    await this.page.goto(new URL(path, this.page.url()).href)
    await (heading === undefined ? this.page.getByRole('heading', { level: 1 }) : this.heading(heading)).first().waitFor()
  }
  /** Goes to an address within the page, as a link does; whatever was open on the screen is gone. */
  async visit(path: string): Promise<void> {
    const go = (to: string) => this.page.evaluate((address) => history.pushState(null, '', address), to)
    await this.page.keyboard.press('Escape')
    await go('/nowhere')
    await this.text(this.t('frame.notFoundText')).waitFor()
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
    await go(path)
  }
  /** Goes to a place by the navigation. */
  async goTo(place: string): Promise<void> {
    const navigation = this.page.getByRole('navigation', { name: this.t('frame.navigation') })
    await navigation.getByRole('link').filter({ hasText: place }).first().click()
  }
  /** Finds an entry of a list by what is typed and chooses it by what it says. */
  async choose(list: string, typed: string, entry: RegExp): Promise<void> {
    await this.list(list).fill(typed)
    await this.page.getByRole('option', { name: entry }).first().click()
  }
  /** Hands over a file, as if it had been chosen from a disk. */
  async give(name: string, bytes: Uint8Array): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  }
  /** Asks the core itself, at this seat; only to set a scene or to compare with what the screen says. */
  async ask<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
    const { origin } = new URL(this.page.url())
    const response = await this.page.request.post(`${origin}/call`, { headers: { origin }, data: { method, input } })
    const answer = Done.safeParse(await response.json())
    if (!answer.success) throw new Error(`${method}: ${await response.text()}`)
    return contract[method].output.parse(answer.data.value)
  }
}

/** Waits until what is asked again and again is so: `await soon(() => rows.count()).toBe(3)`. */
export function soon<T>(asked: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(asked, { timeout: 15_000, interval: 20 })
}

/** Pictures of screens, for people to look at; not kept in the repository. */
export const ARTIFACTS = join(import.meta.dirname, '../artifacts')

/** A step that fails leaves its last screen behind, so that one need not guess. */
export function keepLastScreen(at: () => Desk | undefined): void {
  afterEach(async ({ task }) => {
    const desk = at()
    if (task.result?.state !== 'fail' || !desk) return
    const name = `${desk.language} ${task.name}`.replace(/[^\p{L}\p{N}]+/gu, '-')
    await desk.page.screenshot({ path: join(ARTIFACTS, 'failed', `${name}.png`) })
  })
}

export interface DeskOptions {
  readonly language: Language
  readonly width?: number
  readonly height?: number
}

/** Enters a served Daiko by its one-time address, in a browser that speaks this language. */
export async function enterDesk(browser: Browser, entrance: string, options: DeskOptions): Promise<Desk> {
  const { language, width = 1440, height = 900 } = options
  const context = await newContext(browser, language, width, height)
  const desk = new Desk(await context.newPage(), language)
  await desk.page.goto(entrance)
  return desk
}

/** The same seat in another language: a window of its own that knows the same cookie. */
export async function sameSeat(browser: Browser, desk: Desk, { language, width = 1440, height = 900 }: DeskOptions): Promise<Desk> {
  const context = await newContext(browser, language, width, height)
  await context.addCookies(await desk.page.context().cookies())
  const other = new Desk(await context.newPage(), language)
  await other.page.goto(new URL('/', desk.page.url()).href)
  return other
}

function newContext(browser: Browser, language: Language, width: number, height: number): Promise<BrowserContext> {
  return browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    viewport: { width, height },
    acceptDownloads: true,
    colorScheme: 'light',
  })
}
