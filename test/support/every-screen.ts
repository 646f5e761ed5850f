import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/renderer/parts/preferences'
import { barriers, drawn, overflows, SCHEMES, SIZES } from './appearance'
import { cast, type Desk, enterDesk, keepLastScreen, launchBrowser } from './browser'
import { setCards } from './card-screens'
import { setClearing, takeInAccount } from './clearing-screens'
import { setCollections, settleEMoney, settleStoreAgent } from './collection-scene'
import { setDebits, settleDirectDebit } from './debit-screens'
import { comeFromOutside } from './outside'
import { setScene, settleGateways } from './scene'
import type { Screen } from './screen'
import { emptyScreens, sittings } from './screens'
import { type Served, serveDaiko } from './served'

/*
 * Every screen in both languages, light and dark, at both sizes: nothing that axe calls serious, nothing that sticks out, nothing
 * on the console. DAIKO_PICTURES names a folder to keep each as a picture in, for people to look at.
 */
const PICTURES = process.env.DAIKO_PICTURES
const administrator = { name: 'kanri', password: 'a lamp above the ledger' }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

interface Place {
  readonly language: Language
  readonly scheme: (typeof SCHEMES)[number]
  readonly size: (typeof SIZES)[number]
}

/** Colours change neither with the size nor with the language, and in the dark nothing else does. */
const isWorthALook = ({ language, scheme, size }: Place) =>
  scheme === 'light' || (size === SIZES[0] && language === 'ja') || PICTURES !== undefined

/** What is looked for: everything at the large size, what does not fit at the small one, and colours in the dark. */
async function faultsAt(page: Page, { language, scheme, size }: Place): Promise<string[]> {
  if (scheme === 'dark') return barriers(page, { only: 'color-contrast' })
  const axe = size === SIZES[0] ? await barriers(page, language === 'ja' ? {} : { without: 'color-contrast' }) : []
  return [...(await overflows(page)), ...axe]
}

/** Looks at a screen in every light and size; what is wrong with it, each with where. */
async function lookAt(desk: Desk, screen: Screen): Promise<string[]> {
  const { page, language } = desk
  const wrong: string[] = []
  await screen.open(desk)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const scheme of SCHEMES) {
      if (!isWorthALook({ language, scheme, size })) continue
      await page.emulateMedia({ colorScheme: scheme })
      await drawn(page)
      const place = `${language} ${scheme} ${size.width}`
      const found = await faultsAt(page, { language, scheme, size })
      wrong.push(...found.map((fault) => `${place}: ${fault}`))
      if (PICTURES) await page.screenshot({ path: join(PICTURES, place.replaceAll(' ', '-'), `${screen.name}.png`) })
    }
  }
  await page.setViewportSize(SIZES[0])
  await page.emulateMedia({ colorScheme: 'light' })
  return [...wrong, ...desk.complaints.splice(0)]
}

/** Looks at every screen of a demonstration at work, as each of its people, and of a new ledger. */
export function everyScreenIn(language: Language): void {
  describe('a demonstration at work', () => {
    let served: Served
    let desk: Desk
    keepLastScreen(() => desk)

    beforeAll(async () => {
      served = await serveDaiko({ demonstration: true })
      desk = await enterDesk(browser, served.entrance, { language })
      await desk.signIn(cast.administrator)
      await settleGateways(desk)
      await settleStoreAgent(desk)
      await settleDirectDebit(desk)
      await settleEMoney(desk)
      await takeInAccount(desk)
      await desk.changeTo(cast.clerk)
      await setScene(desk)
      await setCollections(desk, served.ledgerPath)
      await setDebits(desk, served.ledgerPath)
      setCards(served.ledgerPath)
      comeFromOutside(served.ledgerPath)
      await setClearing(desk)
      await desk.signOut()
    })
    afterAll(() => served?.stop())

    describe.each(sittings)('seen by $who', ({ person, screens }) => {
      beforeAll(async () => {
        await desk.open('/')
        if (person) await desk.signIn(person)
      })
      afterAll(async () => {
        if (person) await desk.leave()
      })

      it.each(screens)('$name', async (screen) => {
        expect(await lookAt(desk, screen)).toEqual([])
      })
    })

    it('the program had no fault', () => {
      expect(served.faults()).toEqual([])
    })
  })

  describe('a new ledger', () => {
    let served: Served
    let desk: Desk
    keepLastScreen(() => desk)

    beforeAll(async () => {
      served = await serveDaiko({ demonstration: false })
      desk = await enterDesk(browser, served.entrance, { language })
    })
    afterAll(() => served?.stop())

    const first: Screen = {
      name: 'first-administrator',
      open: async ({ page, t }) => {
        await page.reload()
        await page.getByRole('heading', { name: t('session.firstTitle') }).waitFor()
      },
    }

    it('asks for its first administrator', async () => {
      expect(await lookAt(desk, first)).toEqual([])
    })

    it('has a first administrator', async () => {
      await desk.ask('session.createFirstAdministrator', { ...administrator, displayName: '高橋 誠' })
      const { user } = await desk.ask('session.state', {})
      expect(user?.name).toBe(administrator.name)
      await desk.open('/', desk.t('home.title'))
    })

    it.each(emptyScreens)('$name says what to do next', async (screen) => {
      expect(await lookAt(desk, screen)).toEqual([])
    })
  })
}
