import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import { CARDS } from '../support/agency/card-company'
import { keepLastScreen, launchBrowser } from '../support/browser'
import { fallOver, type Wreck } from '../support/card-crash'
import { cardNumbersBelow, filesBelow } from '../support/card-scan'
import { CardWorld, COMPANY, SETTLER } from '../support/card-world'
import { people } from '../support/money-out-world'

/*
 * The card from the payer's choice to money that may be paid out: typed into the company's own form, authorised, captured once the goods are
 * on their way (s51–s64), transferred net and cleared at the desk. The company is Stripe's stand-in, a process of its own.
 */
const words = wordsIn('ja')
const AMOUNT = 12_345
const KEPT = 401
const NUMBER = 'C-1'

let browser: Browser
let world: CardWorld
let page: string
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await CardWorld.open(browser, '2026-11-20', 'stripe')
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

describe('a payer chooses a card', () => {
  it('and reads what will happen, and that no card data comes here', async () => {
    page = await world.post(NUMBER, AMOUNT)
    await world.choose(page, 'card')
    const { visitor } = world
    const text = await visitor.getByRole('main').innerText()
    for (const said of [COMPANY.name, '12,345円', words.card.door.text(COMPANY.name)]) expect(text).toContain(said)
    const form = visitor.getByRole('link', { name: words.card.door.go(COMPANY.name) })
    expect(new URL((await form.getAttribute('href')) ?? '').origin).toBe(world.company.origin)
    expect(await visitor.locator('input').count()).toBe(0)
    expect(await world.read(NUMBER)).toBe('unpaid decision_asked none card -')
  })

  it('who turns back at the form is told that nothing has come of it, and may go on or choose otherwise', async () => {
    const { visitor } = world
    await visitor.getByRole('link', { name: words.card.door.go(COMPANY.name) }).click()
    await visitor.getByRole('link', { name: '戻る' }).click()
    await world.heading(words.card.open.title)
    expect(await visitor.getByRole('link', { name: words.card.door.change }).count()).toBe(1)
    expect(await world.read(NUMBER)).toBe('unpaid decision_asked none card -')
  })

  it('types the card in there, is authorised, and reads it with brand and last four digits', async () => {
    const { visitor } = world
    await world.typeCard(CARDS.approved)
    await world.heading(words.card.authorized.title)
    expect(await visitor.getByRole('main').innerText()).toContain('Visa（下4桁 4242）')
    expect(visitor.url().startsWith(page)).toBe(true)
    expect(await world.read(NUMBER)).toBe('authorized authorized none card visa 4242')
  })

  it('loading the return page again does no harm, and neither do notices, right, repeated or forged', async () => {
    const { visitor, company } = world
    for (let times = 0; times < 2; times += 1) {
      await visitor.goto(`${page}/card?card=done`)
      await world.heading(words.card.authorized.title)
    }
    const forged = await company.notices('wrong')
    for (const { headers, body } of forged) {
      expect((await fetch(`${world.bank.storefront}/card/notices`, { method: 'POST', headers, body })).status).toBe(400)
    }
    expect(forged.length).toBeGreaterThan(0)
    const answered = await company.deliver({ order: 'twice' })
    expect(new Set(answered)).toEqual(new Set([200]))
    expect(await world.read(NUMBER)).toBe('authorized authorized none card visa 4242')
    expect(await world.atCompany(AMOUNT)).toEqual(['authorized 0 captures 0'])
  })
})

describe('the shop ships', () => {
  it('and asks for the capture (s62): the company captures once and owes (s63)', async () => {
    const { json } = await world.shop('GET', `/api/v1/orders/${NUMBER}`)
    expect(Date.parse(json.card.captureBefore)).toBeGreaterThan(world.bank.clock.now())
    const at = `/api/v1/orders/${NUMBER}`
    expect((await world.shop('POST', `${at}/ship`, { body: { carrier: 'ヤマト運輸', trackingNumber: '1234-5678-9012' } })).status).toBe(200)
    const asked = await world.shop('POST', `${at}/capture`)
    expect([asked.status, asked.json.tracks.payment]).toEqual([200, 'capture_requested'])
    expect(await world.until(NUMBER, 'captured')).toBe('paid captured none card visa 4242')
    const again = await world.shop('POST', `${at}/capture`)
    expect([again.status, again.json.error]).toMatchObject([409, { code: 'order_step_refused', track: 'payment', from: 'captured' }])
    expect(await world.atCompany(AMOUNT)).toEqual([`captured ${AMOUNT} captures 1`])
    expect(world.balances()).toMatchObject({ 'receivable:card': AMOUNT, merchant_payable: -AMOUNT })
    await world.visitor.goto(page)
    await world.heading(words.card.captured.title)
  })
})

describe('the company transfers', () => {
  it('what it owes less its fees (s64); a clerk clears it, and the order may be paid out', async () => {
    const { bank, company } = world
    const { t } = bank.desk
    const [transfer] = await company.transfers()
    expect(transfer).toMatchObject({ captured: AMOUNT, fees: KEPT, tax: 0, net: AMOUNT - KEPT })
    await bank.sit(people.clerk)
    await bank.until('2026-11-30')
    await bank.startAgain()
    await bank.sit(people.clerk)
    await bank.bringIn([{ amount: AMOUNT - KEPT, remitterName: 'ﾐﾎﾝｶ-ﾄﾞ' }])
    await bank.desk.visit('/collections?tab=transfers')
    await bank.desk.page
      .getByRole('option')
      .filter({ hasText: COMPANY.name })
      .filter({ hasText: t('collections.fits') })
      .click()
    await bank.desk.page.getByRole('radio').first().check()
    await bank.desk.page.getByText(t('collections.depositFits'), { exact: true }).waitFor()
    await bank.desk.button(t('collections.settle')).click()
    expect(await world.until(NUMBER, 'paid')).toBe('paid paid releasable card visa 4242')
    expect(world.balances()).toMatchObject({ fees_paid: KEPT, merchant_payable: -AMOUNT })
    expect(world.balances()['receivable:card']).toBeUndefined()
  })
})

describe('the payout of the month', () => {
  it('is planned by one, agreed to by another, and handed over: the merchant has its statement', async () => {
    const { bank } = world
    const paying = { gateway: 'bank_transfer', originatorCode: '0123456789', originatorName: 'ダイコウギンコウ' } as const
    await world.ask('gateways.save', { version: 0, enabled: true, settings: paying })
    await world.morning('2026-12-15', people.maker)
    const run = await bank.planPayouts('2026-11-30')
    await bank.submit()
    await bank.sit(people.supervisor)
    await bank.approve('P20261130-1')
    await bank.sit(people.clerk)
    await bank.handOver(run)
    expect(await world.read(NUMBER)).toBe('in_payout paid in_payout card visa 4242')
  })
})

describe('a core that is killed while a card is charged', () => {
  let wreck: Wreck
  afterAll(() => wreck?.remove())

  it('leaves its ledger, what it printed and the file of a job', async () => {
    wreck = await fallOver(world, browser, { how: 'killed', person: SETTLER, card: CARDS.approved })
    expect(wreck.ending).toBe('SIGKILL')
    const left = filesBelow(wreck.folder)
    for (const name of ['ledger.daiko', 'ledger.daiko-wal', 'stdout', 'stderr']) expect(left).toContain(name)
    const jobs = left.filter((name) => name.startsWith('tmp/daiko-')).map((name) => readFileSync(join(wreck.folder, name)))
    expect(jobs.map((bytes) => bytes.toString('latin1', 0, 2))).toEqual(['PK'])
  })

  it('and no card number in any of it', () => expect(cardNumbersBelow(wreck.folder)).toEqual({}))
})

it('no card number is anywhere: ledger, log, mails, answers, lists, statements; every promise of the ledger holds and nothing failed', async () => {
  await world.enterPortal()
  expect(await world.cardNumbers()).toEqual({})
  expect(world.looked).toEqual(
    expect.arrayContaining([
      ...['ledger', 'log', 'mails', 'answers', 'credit', 'portal.csv', 'portal.xlsx', 'orders-ja.xlsx', 'deposits-ja.xlsx'],
      ...['pack-2026-11-30.zip', expect.stringMatching(/^statement-.*\.pdf$/), expect.stringMatching(/^statement-.*\.xlsx$/)],
    ]),
  )
  await world.bank.sit(people.administrator)
  await world.bank.verify()
  expect(world.bank.faults()).toEqual([])
})
