import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/preload/contract/permissions'
import { type Desk, enterDesk, keepLastScreen, launchBrowser, type Person } from '../support/browser'
import { type Served, serveDaiko } from '../support/served'
import { anyOf } from '../support/spoken'

/*
 * A new, empty ledger on a fresh machine: the first administrator, the bank's own account, people in their roles, the first
 * merchant, and four eyes on it. Each step goes on where the one before it ended.
 */
const administrator = { name: 'kanri', password: 'a lamp above the ledger' }
const clerk = { name: 'tanto', first: 'paper boats in autumn', password: 'seven cranes over the bay' }
const both = { name: 'kenmu', first: 'bamboo gate at noon', password: 'slow rain on the copper roof' }
const supervisor = { name: 'shonin', first: 'the third stone lantern', password: 'ink dries before the tea' }
const merchant = '株式会社さくら商事'

let served: Served
let browser: Browser
let desk: Desk

beforeAll(async () => {
  served = await serveDaiko({ demonstration: false })
  browser = await launchBrowser()
  desk = await enterDesk(browser, served.entrance, { language: 'ja' })
})
keepLastScreen(() => desk)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** Registers a person with a first password. */
async function register(person: { name: string; first: string }, displayName: string, roles: readonly Role[]): Promise<void> {
  const { t } = desk
  await desk.button(t('people.add')).click()
  const dialog = desk.page.getByRole('dialog', { name: t('people.add') })
  await dialog.getByLabel(t('people.name'), { exact: true }).fill(person.name)
  await dialog.getByLabel(t('people.displayName'), { exact: true }).fill(displayName)
  for (const role of roles) await dialog.getByLabel(t(`nouns.role.${role}`), { exact: true }).check()
  await desk.password(t('people.password'), person.first)
  await desk.button(t('people.addDone')).click()
  await dialog.waitFor({ state: 'hidden' })
  await desk.rows(t('people.title')).filter({ hasText: person.name }).getByText(t('people.mustChange')).waitFor()
}

/** The first sign-in with a password that somebody else set: nothing else is open until it is changed. */
async function signInFirst(person: Person & { first: string }): Promise<void> {
  const { t } = desk
  await desk.field(t('session.userName')).fill(person.name)
  await desk.password(t('session.password'), person.first)
  await desk.button(t('session.signIn')).click()
  await desk.heading(t('session.changeTitle')).waitFor()
  expect(await desk.page.getByRole('navigation').count()).toBe(0)
  await desk.password(t('session.current'), person.first)
  await desk.password(t('session.next'), person.password)
  await desk.password(t('session.nextAgain'), person.password)
  await desk.button(t('session.change')).click()
  await desk.page.getByRole('navigation', { name: t('frame.navigation') }).waitFor()
}

describe('a new ledger', () => {
  it('asks for its first administrator, and takes no weak password', async () => {
    const { t } = desk
    await desk.heading(t('session.firstTitle')).waitFor()
    await desk.field(t('session.userName')).fill(administrator.name)
    await desk.field(t('session.displayName')).fill('高橋 誠')
    await desk.password(t('session.password'), 'too short')
    await desk.password(t('session.passwordAgain'), 'too shorn')
    await desk.text(t('session.passwordsDiffer')).waitFor()
    expect(await desk.button(t('session.firstDone')).isDisabled()).toBe(true)
    await desk.password(t('session.passwordAgain'), 'too short')
    await desk.button(t('session.firstDone')).click()
    await desk.text('パスワードは 12 文字以上にしてください。').waitFor()
    await desk.password(t('session.password'), administrator.password)
    await desk.password(t('session.passwordAgain'), administrator.password)
    await desk.button(t('session.firstDone')).click()
    await desk.heading(t('home.title')).waitFor()
  })

  it('has nothing to show yet, and says what to do next', async () => {
    const { t } = desk
    await desk.text(t('home.ordersNone')).waitFor()
    await desk.goTo(t('frame.merchants'))
    await desk.text(t('merchants.emptyTitle')).waitFor()
    await desk.goTo(t('frame.deposits'))
    await desk.text(t('deposits.emptyTitle')).waitFor()
  })

  it('the administrator takes the designated account in', async () => {
    const { t } = desk
    await desk.goTo(t('frame.settings'))
    await desk.text(t('settings.accountsNone')).waitFor()
    await desk.button(t('settings.takeIn')).click()
    await desk.choose(t('settings.bank'), 'みずほ', /^0001 /)
    await desk.choose(t('settings.branch'), '新宿', /新宿/)
    await desk.field(t('settings.accountNumber')).fill('１２３４５')
    await desk.field(t('settings.accountName')).fill('ケッサイダイコウグチ')
    await desk.field(t('settings.openedOn')).fill('2026/11/02')
    await desk.field(t('settings.openingBalance')).fill('1000000')
    await desk.button(t('settings.takeInDone')).click()
    const row = desk.page.getByRole('row').filter({ hasText: '0012345' })
    await row.getByText('1,000,000').waitFor()
    expect(await row.innerText()).toContain('みずほ')
  })

  it('the administrator registers three people, who cannot yet do anything', async () => {
    const { t } = desk
    await desk.goTo(t('frame.people'))
    await register(clerk, '山田 一郎', ['clerk'])
    await register(both, '伊藤 兼', ['clerk', 'supervisor'])
    await register(supervisor, '佐藤 陽子', ['supervisor'])
    await desk.button(t('people.add')).click()
    await desk.field(t('people.name')).fill(clerk.name)
    await desk.field(t('people.displayName')).fill('別人')
    await desk.page.getByLabel(t('nouns.role.clerk'), { exact: true }).check()
    await desk.password(t('people.password'), clerk.first)
    await desk.button(t('people.addDone')).click()
    await desk.text(anyOf('利用者名「{{name}}」はすでに使われています')).waitFor()
    await desk.button(t('parts.cancel')).click()
  })
})

describe('the first merchant', () => {
  it('is registered by someone who is clerk and supervisor at once', async () => {
    const { t } = desk
    await desk.signOut()
    await signInFirst(both)
    await desk.goTo(t('frame.merchants'))
    await desk.link(t('merchants.registerTitle')).first().click()
    await desk.heading(t('merchants.registerTitle')).waitFor()
    await desk.field(t('merchants.name')).fill(merchant)
    await desk.field(t('merchants.nameKana')).fill('カブシキガイシャサクラショウジ')
    await desk.field(t('merchants.consignorCode')).fill('1000000001')
    await desk.field(t('merchants.tNumber')).fill('T1234567890123')
    await desk.choose(t('merchants.accountField.bank'), 'りそな', /^0010 /)
    await desk.choose(t('merchants.accountField.branch'), '100', /^100 /)
    await desk.field(t('merchants.accountField.accountNumber')).fill('7654321')
    await desk.field(t('merchants.accountField.holderKana')).fill('カ）サクラショウジ')
    await desk.text(t('merchants.holderAs', { name: 'ｶ)ｻｸﾗｼﾖｳｼﾞ' })).waitFor()
    await desk.list(t('merchants.range.account')).click()
    await desk.page.getByRole('option', { name: /0012345/ }).click()
    await desk.field(t('merchants.range.first')).fill('1000001')
    await desk.field(t('merchants.range.last')).fill('1009999')
  })

  it('a wrong check digit is refused by naming the right one, and nothing is registered', async () => {
    const { t } = desk
    await desk.button(t('merchants.register')).click()
    const refused = desk.text(anyOf('登録番号の検査数字が合いません (T のすぐ後は {{digit}} のはずです)'))
    const digit = /T のすぐ後は (\d) /.exec(await refused.innerText())?.[1]
    expect((await desk.ask('merchants.list', {})).rows).toEqual([])
    await desk.field(t('merchants.tNumber')).fill(`T${digit}234567890123`)
    await desk.button(t('merchants.register')).click()
    await desk.heading(merchant).waitFor()
    await desk.text('ｶ)ｻｸﾗｼﾖｳｼﾞ').waitFor()
    await desk.page.getByText(t('nouns.merchantState.awaiting_approval')).waitFor()
  })

  it('its maker sees the approval greyed with the reason, whatever the roles', async () => {
    const { t } = desk
    await desk.goTo(t('frame.approvals'))
    const card = desk.page.getByRole('article').filter({ hasText: merchant })
    await card.getByText(t('approvals.whyNot.second_person_required')).waitFor()
    expect(await card.getByRole('button').count()).toBe(0)
    await desk.page.keyboard.press('a')
    const [open] = (await desk.ask('approvals.list', { open: true })).approvals
    expect(open).toMatchObject({ mayDecide: false, whyNot: 'second_person_required', decision: null })
  })

  it('a clerk sees that a supervisor decides', async () => {
    const { t } = desk
    await desk.signOut()
    await signInFirst(clerk)
    await desk.goTo(t('frame.approvals'))
    await desk.page.getByRole('article').filter({ hasText: merchant }).getByText(t('approvals.whyNot.not_permitted')).waitFor()
  })

  it('another supervisor approves it with one key, and it is active', async () => {
    const { t } = desk
    await desk.signOut()
    await signInFirst(supervisor)
    await desk.goTo(t('frame.approvals'))
    const card = desk.page.getByRole('article').filter({ hasText: merchant })
    await card.getByRole('button', { name: t('approvals.approve') }).waitFor()
    await desk.page.keyboard.press('a')
    await desk.text(t('approvals.emptyOpen')).waitFor()
    await desk.goTo(t('frame.merchants'))
    const row = desk.rows(t('merchants.title')).filter({ hasText: merchant })
    await row.getByText(t('nouns.merchantState.active')).waitFor()
  })
})

describe('who leaves the desk', () => {
  it('locks it, and nothing of it is on the screen until the same person is back', async () => {
    const { t } = desk
    await desk.page.keyboard.press('Control+Shift+L')
    await desk.heading(t('session.unlockTitle')).waitFor()
    expect(await desk.text(merchant).count()).toBe(0)
    await desk.password(t('session.password'), 'not this one at all')
    await desk.button(t('session.unlock')).click()
    await desk.text('利用者名かパスワードが違います。').waitFor()
    await desk.password(t('session.password'), supervisor.password)
    await desk.button(t('session.unlock')).click()
    await desk.rows(t('merchants.title')).filter({ hasText: merchant }).waitFor()
  })

  it('whoever guesses passwords is kept out for a while, and is told until when', async () => {
    const { t } = desk
    await desk.signOut()
    const blocked = desk.text(anyOf('続けて間違えたため、{{until}} までサインインできません。'))
    await desk.field(t('session.userName')).fill(clerk.name)
    for (let tries = 0; tries < 10 && !(await blocked.isVisible()); tries += 1) {
      await desk.password(t('session.password'), `guess number ${tries}`)
      const answered = desk.page.waitForResponse('**/call')
      await desk.button(t('session.signIn')).click()
      await answered
      await desk.page.getByRole('alert').waitFor()
    }
    await blocked.waitFor()
    await desk.password(t('session.password'), clerk.password)
    await desk.button(t('session.signIn')).click()
    await blocked.waitFor()
    expect(await desk.page.getByRole('navigation').count()).toBe(0)
  })

  it('nothing failed on the page or in the program', () => {
    expect(desk.complaints).toEqual([])
    expect(served.faults()).toEqual([])
  })
})
