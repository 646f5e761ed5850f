import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import { CARDS } from '../support/agency/card-company'
import { keepLastScreen, launchBrowser } from '../support/browser'
import { FELL_OVER, fallOver, type Wreck } from '../support/card-crash'
import { cardNumbersBelow, filesBelow } from '../support/card-scan'
import { CardWorld, SETTLER } from '../support/card-world'
import { people } from '../support/money-out-world'

/*
 * How a payment by card ends otherwise than well: declined, let go by its payer, over by time; and a capture whose answer was lost. The company
 * is the stand-in of GMO-PG, which keeps one amount only, knows no keys, and sends the payer back with a token.
 */
const words = wordsIn('ja')
const { clerk, administrator } = people

let browser: Browser
let world: CardWorld
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await CardWorld.open(browser, '2026-11-20', 'gmo')
  await world.bank.sit(clerk)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

describe('a card that is declined (s58)', () => {
  it('its payer reads so, is told by mail, and pays by transfer instead', async () => {
    const { visitor } = world
    const page = await world.post('D-1', 9_001)
    await world.choose(page, 'card')
    await world.typeCard(CARDS.declined)
    await world.heading(words.card.declined.title)
    expect(visitor.url()).not.toContain('Token')
    expect(await world.read('D-1')).toBe('declined declined none card -')
    await world.mailTo('D-1', '/pay/')
    await visitor.getByRole('radio', { name: words.nouns.method.bank_transfer }).check()
    await visitor.getByRole('button', { name: words.pay.choose, exact: true }).click()
    await world.heading(words.pay.instructionTitle)
    expect(await world.read('D-1')).toBe('unpaid unpaid none bank_transfer -')
  })
})

describe('3-D Secure', () => {
  it('leads on to the page of the card’s issuer and back', async () => {
    const { visitor } = world
    const page = await world.post('D-2', 9_002)
    await world.choose(page, 'card')
    await world.typeCard(CARDS.secure)
    await visitor.getByRole('button', { name: '認証する' }).click()
    await world.heading(words.card.authorized.title)
    expect(await visitor.getByRole('main').innerText()).toContain('カード（下4桁 3220）')
    expect(await world.read('D-2')).toBe('authorized authorized none card null 3220')
  })

  it('who fails it is declined', async () => {
    const { visitor } = world
    const page = await world.post('D-3', 9_003)
    await world.choose(page, 'card')
    await world.typeCard(CARDS.secure)
    await visitor.getByRole('button', { name: '認証しない' }).click()
    await world.heading(words.card.declined.title)
    expect(await world.read('D-3')).toMatch(/^declined declined none card/)
  })
})

describe('a capture whose answer is lost', () => {
  it('is nobody’s guess: it stays unknown, and is found by asking the company; nothing is captured twice', async () => {
    await world.authorized('D-4', 9_004, CARDS.approved)
    await world.company.faults.next('lost', { on: 'capture' })
    expect((await world.shop('POST', '/api/v1/orders/D-4/capture')).status).toBe(200)
    expect(await world.until('D-4', 'capture_unknown')).toBe('authorized capture_unknown none card null 4242')
    world.bank.clock.advance(3 * 60_000)
    await world.look('D-4')
    expect(await world.until('D-4', 'captured')).toBe('paid captured none card null 4242')
    expect(await world.atCompany(9_004)).toEqual(['captured 9004 captures 1'])
    expect(world.balances()).toMatchObject({ 'receivable:card': 9_004, merchant_payable: -9_004 })
  })
})

describe('a protected order whose payer wants to return it before the capture', () => {
  it('is let go at the company: nobody is charged, and nothing is refunded', async () => {
    const { visitor } = world
    const page = await world.authorized('D-5', 9_005, CARDS.approved, true)
    await visitor.goto(await world.linkTo('D-5', '/receipt/'))
    await visitor.getByRole('radio', { name: words.receipt.options.return_wanted.title }).first().check()
    await visitor.getByLabel(words.receipt.reason).fill('色が写真と違いました')
    await visitor.getByRole('button', { name: words.receipt.send, exact: true }).click()
    expect(await world.until('D-5', 'cancelled')).toMatch(/^cancelled cancelled none card/)
    await world.look('D-5')
    expect(await world.atCompany(9_005)).toEqual(['voided 0 captures 0'])
    await visitor.goto(page)
    await world.heading(words.card.cancelled.title)
  })
})

describe('the merchant captures in its portal', () => {
  it('after it has said that the goods are on their way', async () => {
    const { visitor, bank } = world
    await world.authorized('D-6', 9_006, CARDS.mastercard)
    await world.enterPortal()
    await visitor.goto(`${bank.storefront}/portal/orders/D-6`)
    const { card } = words.portal
    await visitor.getByRole('button', { name: card.capture }).click()
    await visitor.getByText(card.shippedMissing).first().waitFor()
    await visitor.getByLabel(card.shipped).check()
    await visitor.getByRole('button', { name: card.capture }).click()
    await world.heading(words.portal.order.said.capture)
    // After an answer that was lost the connector takes its time; a clerk need not.
    await world.look('D-6')
    expect(await world.until('D-6', 'captured')).toBe('paid captured none card null 4444')
  })
})

describe('an authorisation that nobody captures', () => {
  it('its merchant is warned, in the portal too', async () => {
    const { visitor, bank } = world
    await world.morning('2026-11-26', clerk)
    await world.merchantMail('D-2')
    await world.signInAtPortal()
    await visitor.goto(`${bank.storefront}/portal/orders/D-2`)
    await world.heading(words.portal.card.ending.title)
  })

  it('ends by time: it is let go at the company, never captured after, and its payer may choose again', async () => {
    await world.morning('2026-11-28', clerk)
    expect(await world.until('D-2', 'authorization_expired')).toMatch(/^expired authorization_expired none card/)
    const late = await world.shop('POST', '/api/v1/orders/D-2/capture')
    expect([late.status, late.json.error.code]).toEqual([409, 'order_step_refused'])
    await world.look('D-2')
    expect(await world.atCompany(9_002)).toEqual(['voided 0 captures 0'])
    await world.mailTo('D-2', '/pay/')
  })
})

describe('a core that throws while a card is charged', () => {
  let wreck: Wreck
  afterAll(() => wreck?.remove())

  it('leaves its ledger, what it printed, the file of a job and a report of Node', async () => {
    wreck = await fallOver(world, browser, { how: 'throws', person: SETTLER, card: CARDS.mastercard })
    expect(wreck.ending).toEqual(expect.any(Number))
    expect(wreck.ending).not.toBe(0)
    const left = filesBelow(wreck.folder)
    for (const name of ['ledger.daiko', 'ledger.daiko-wal', 'stdout', 'stderr']) expect(left).toContain(name)
    const jobs = left.filter((name) => name.startsWith('tmp/daiko-')).map((name) => readFileSync(join(wreck.folder, name)))
    expect(jobs.map((bytes) => bytes.toString('latin1', 0, 2))).toEqual(['PK'])
    const report = left.find((name) => /^report\..*\.json$/.test(name)) ?? expect.fail('no report')
    for (const name of ['stderr', report]) expect(readFileSync(join(wreck.folder, name), 'utf8')).toContain(FELL_OVER)
  })

  it('and no card number in any of it', () => expect(cardNumbersBelow(wreck.folder)).toEqual({}))
})

it('no card number is anywhere, every promise of the ledger holds, and nothing failed', async () => {
  await world.signInAtPortal()
  expect(await world.cardNumbers()).toEqual({})
  await world.bank.sit(administrator)
  await world.bank.verify()
  expect(world.bank.faults()).toEqual([])
})
