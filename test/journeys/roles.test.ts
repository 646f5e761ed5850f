import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MethodName, methods } from '../../src/preload/contract/methods'
import { isPermitted, type Role } from '../../src/preload/contract/permissions'
import type { WordKey } from '../../src/renderer/words'
import { cast, type Desk, enterDesk, keepLastScreen, launchBrowser, type Person } from '../support/browser'
import { methodNames } from '../support/door'
import { sampleInputs } from '../support/inputs'
import { type Served, serveDaiko } from '../support/served'

/* What each role finds at its desk, what a direct address answers, and what the core says to a call that is not theirs. */
interface Seat {
  role: Role
  person: Person
  places: WordKey[]
  /** Addresses that are not theirs, with what may stand there nevertheless: nothing that changes anything. */
  elsewhere: string[]
}

const EVERYONE: WordKey[] = [
  'frame.home',
  'frame.deposits',
  'frame.collections',
  'frame.credit',
  'frame.orders',
  'frame.merchants',
  'frame.settings',
]
const seats: Seat[] = [
  {
    role: 'clerk',
    person: cast.clerk,
    places: [
      ...EVERYONE,
      'frame.clearing',
      'frame.debits',
      'frame.returns',
      'frame.refunds',
      'frame.payouts',
      'frame.exceptions',
      'frame.closing',
      'frame.approvals',
      'frame.applications',
      'frame.statements',
      'frame.mails',
      'frame.notices',
      'frame.intake',
      'frame.gateways',
    ],
    elsewhere: ['/people', '/audit'],
  },
  {
    role: 'supervisor',
    person: cast.supervisor,
    places: [
      ...EVERYONE,
      'frame.debits',
      'frame.returns',
      'frame.refunds',
      'frame.payouts',
      'frame.exceptions',
      'frame.closing',
      'frame.approvals',
      'frame.statements',
      'frame.film',
      'frame.audit',
    ],
    elsewhere: ['/people'],
  },
  { role: 'statement_staff', person: cast.statementStaff, places: [...EVERYONE, 'frame.statements'], elsewhere: ['/people', '/audit'] },
  {
    role: 'administrator',
    person: cast.administrator,
    places: [...EVERYONE, 'frame.notices', 'frame.gateways', 'frame.film', 'frame.audit', 'frame.people'],
    elsewhere: [],
  },
]

/** Calls of a person's own sitting, which anybody may make and which would end it. */
const OWN = (name: MethodName) => name.startsWith('session.')

let served: Served
let browser: Browser
let desk: Desk

beforeAll(async () => {
  served = await serveDaiko({ demonstration: true })
  browser = await launchBrowser()
  desk = await enterDesk(browser, served.entrance, { language: 'ja' })
})
keepLastScreen(() => desk)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const answerTo = async (name: MethodName): Promise<string> => {
  const { origin } = new URL(desk.page.url())
  const response = await desk.page.request.post(`${origin}/call`, {
    headers: { origin },
    data: { method: name, input: sampleInputs[name] },
  })
  return response.text()
}

describe.each(seats)('a $role', ({ role, person, places, elsewhere }) => {
  beforeAll(() => desk.signIn(person))
  afterAll(() => desk.signOut())

  it('finds the places of the role in the navigation, and no other', async () => {
    const navigation = desk.page.getByRole('navigation', { name: desk.t('frame.navigation') })
    const found = await navigation.getByRole('link').allInnerTexts()
    const names = found.map((text) => text.split('\n')[0])
    expect(names.sort()).toEqual(places.map((word) => desk.t(word)).sort())
  })

  it.each(elsewhere.map((path) => ({ path })))('is told at $path that it is not theirs', async ({ path }) => {
    await desk.open(path)
    await desk.page.getByRole('alert').first().waitFor()
    expect(await desk.page.getByRole('gridcell').count()).toBe(0)
  })

  it('is refused every call that needs another role, and reaches every other', async () => {
    const answers = await Promise.all(
      methodNames
        .filter((name) => !OWN(name))
        .map(async (name) => ({ name, refused: (await answerTo(name)).includes('"refusal":"not_permitted"') })),
    )
    const refused = answers.filter((answer) => answer.refused).map(({ name }) => name)
    const notTheirs = methodNames.filter((name) => !OWN(name) && !isPermitted(methods[name].permission, [role]))
    expect(refused.sort()).toEqual(notTheirs.sort())
  })
})

describe('statement staff reads everything and changes nothing', () => {
  beforeAll(() => desk.signIn(cast.statementStaff))

  it('at the clearing desk there is nothing to clear with', async () => {
    const { t } = desk
    await desk.open('/clearing', t('clearing.title'))
    await desk.text(t('clearing.mayNot')).waitFor()
    expect(await desk.page.getByRole('contentinfo').getByRole('button').count()).toBe(0)
  })

  it('an order has neither a button to cancel it nor a note to write', async () => {
    const { t } = desk
    await desk.goTo(t('frame.orders'))
    await desk.rows(t('orders.title')).first().getByRole('link').click()
    await desk.heading(t('orders.timeline')).waitFor()
    expect(await desk.button(t('orders.cancel')).count()).toBe(0)
    expect(await desk.field(t('orders.note')).isEditable()).toBe(false)
  })

  it('a merchant has no account to change, the list none to register', async () => {
    const { t } = desk
    await desk.goTo(t('frame.merchants'))
    await desk.rows(t('merchants.title')).first().getByRole('link').click()
    await desk.heading(t('merchants.sectionAccount')).waitFor()
    expect(await desk.button(t('merchants.stage')).count()).toBe(0)
    await desk.link(t('merchants.toList')).click()
    await desk.rows(t('merchants.title')).first().waitFor()
    expect(await desk.link(t('merchants.registerTitle')).count()).toBe(0)
  })

  it('intake offers only the list of what came in, and lists still go out to Excel', async () => {
    const { t } = desk
    await desk.open('/intake', t('intake.title'))
    expect(await desk.page.getByRole('tab').allInnerTexts()).toEqual([t('intake.tab.files')])
    await desk.open('/orders', t('orders.title'))
    await desk.button(t('exports.action')).waitFor()
  })
})
