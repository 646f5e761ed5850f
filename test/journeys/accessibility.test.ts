import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, drawn, overflows, SCHEMES, SIZES } from '../support/appearance'
import { cast, type Desk, enterDesk, keepLastScreen, launchBrowser, sameSeat } from '../support/browser'
import { comeFromOutside } from '../support/outside'
import { setScene, settleGateways } from '../support/scene'
import type { Screen } from '../support/screen'
import { emptyScreens, sittings } from '../support/screens'
import { type Served, serveDaiko } from '../support/served'

/*
 * Every screen in both languages, light and dark, at both sizes: nothing that axe calls serious, nothing that sticks out, nothing
 * on the console. DAIKO_PICTURES names a folder to keep each as a picture in, for people to look at.
 */
const PICTURES = process.env.DAIKO_PICTURES
const LANGUAGES = ['ja', 'en'] as const
const administrator = { name: 'kanri', password: 'a lamp above the ledger' }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

interface Place {
  readonly language: string
  readonly scheme: (typeof SCHEMES)[number]
  readonly size: (typeof SIZES)[number]
}

/** Dark differs from light in its colours only, and colours change neither with the size nor with the language. */
const isWorthALook = ({ language, scheme, size }: Place) =>
  scheme === 'light' || (size === SIZES[0] && language === LANGUAGES[0]) || PICTURES !== undefined

/** What is looked for: everything at the large size, what does not fit at the small one, and colours in the dark. */
async function faultsAt(page: Page, { scheme, size }: Place): Promise<string[]> {
  if (scheme === 'dark') return barriers(page, ['color-contrast'])
  return [...(await overflows(page)), ...(size === SIZES[0] ? await barriers(page) : [])]
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

describe('a demonstration at work', () => {
  let served: Served
  const desks: Partial<Record<(typeof LANGUAGES)[number], Desk>> = {}
  const deskIn = (language: (typeof LANGUAGES)[number]): Desk => {
    const desk = desks[language]
    if (!desk) throw new Error('the desk was not entered')
    return desk
  }
  let current: Desk | undefined
  keepLastScreen(() => current)

  beforeAll(async () => {
    served = await serveDaiko({ demonstration: true })
    desks.ja = await enterDesk(browser, served.entrance, { language: 'ja' })
    desks.en = await sameSeat(browser, desks.ja, { language: 'en' })
    await desks.ja.signIn(cast.administrator)
    await settleGateways(desks.ja)
    await desks.ja.changeTo(cast.clerk)
    await setScene(desks.ja)
    comeFromOutside(served.ledgerPath)
    await desks.ja.signOut()
    await desks.en.open('/')
  })
  afterAll(() => served?.stop())

  describe.each(LANGUAGES)('in %s', (language) => {
    describe.each(sittings)('seen by $who', ({ person, screens }) => {
      beforeAll(async () => {
        current = deskIn(language)
        await current.open('/')
        if (person) await current.signIn(person)
      })
      afterAll(async () => {
        if (person) await deskIn(language).leave()
      })

      it.each(screens)('$name', async (screen) => {
        expect(await lookAt(deskIn(language), screen)).toEqual([])
      })
    })
  })

  it('the program had no fault', () => {
    expect(served.faults()).toEqual([])
  })
})

describe('a new ledger', () => {
  let served: Served
  let desk: Desk
  let inEnglish: Desk

  beforeAll(async () => {
    served = await serveDaiko({ demonstration: false })
    desk = await enterDesk(browser, served.entrance, { language: 'ja' })
    inEnglish = await sameSeat(browser, desk, { language: 'en' })
  })
  keepLastScreen(() => desk)
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
    expect(await lookAt(inEnglish, first)).toEqual([])
  })

  it('has a first administrator', async () => {
    await desk.ask('session.createFirstAdministrator', { ...administrator, displayName: '高橋 誠' })
    const { user } = await desk.ask('session.state', {})
    expect(user?.name).toBe(administrator.name)
    for (const each of [desk, inEnglish]) await each.open('/', each.t('home.title'))
  })

  it.each(emptyScreens)('$name says what to do next', async (screen) => {
    expect(await lookAt(desk, screen)).toEqual([])
    expect(await lookAt(inEnglish, screen)).toEqual([])
  })
})
