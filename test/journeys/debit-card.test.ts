import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import type { TransferRunId } from '../../src/preload/contract/ids'
import { CARDS } from '../support/agency/card-company'
import { keepLastScreen, launchBrowser } from '../support/browser'
import { CardWorld, NETWORK } from '../support/card-world'
import { people } from '../support/money-out-world'

/*
 * The debit card (デビットカード) from the payer's choice to its merchant's account: the balance is checked in the place of an authorisation
 * (0084), and with the yes the money leaves the account. The network is the stand-in company with accounts that hold so much, as GMO-PG speaks.
 */
const words = wordsIn('ja')
const { clerk, maker, supervisor, administrator } = people
const SHORT = { number: 'DB-1', amount: 8_000 }
const PAID = { number: 'DB-2', amount: 20_000 }
/** 150 basis points. */
const KEPT = 300

let browser: Browser
let world: CardWorld
let page: string
let run: TransferRunId
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await CardWorld.open(browser, '2026-11-20', 'gmo', 'debit')
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

describe('an account that holds too little', () => {
  it('is declined: its payer reads so of a debit card, is told with a link, and transfers instead', async () => {
    const { visitor } = world
    await world.choose(await world.post(SHORT.number, SHORT.amount), 'debit')
    const door = await visitor.getByRole('main').innerText()
    for (const said of [NETWORK.name, words.debitCard.door.when.at_once]) expect(door).toContain(said)
    expect(door).not.toContain('クレジット')
    await world.typeCard(CARDS.mastercard)
    await world.heading(words.debitCard.declined.title)
    expect(await world.read(SHORT.number)).toBe('declined declined none debit -')
    expect(await world.mailTo(SHORT.number, '/pay/', 'デビットカード', '残高')).not.toContain('クレジット')
    await world.merchantMail(SHORT.number, '残高確認ができなかった')
    await visitor.getByRole('radio', { name: words.nouns.method.bank_transfer }).check()
    await visitor.getByRole('button', { name: words.pay.choose, exact: true }).click()
    await world.heading(words.pay.instructionTitle)
    expect(await world.read(SHORT.number)).toBe('unpaid unpaid none bank_transfer -')
    expect((await world.company.balances())[CARDS.mastercard]).toBe(3_000)
  })
})

describe('an account that holds enough', () => {
  it('pays at once: nobody asks for the capture, and nobody waits for the goods', async () => {
    page = await world.post(PAID.number, PAID.amount)
    await world.choose(page, 'debit')
    await world.typeCard(CARDS.approved)
    expect(await world.until(PAID.number, 'captured')).toBe('paid captured none debit null 4242')
    expect(await world.atCompany(PAID.amount)).toEqual([`captured ${PAID.amount} captures 1`])
    expect((await world.company.balances())[CARDS.approved]).toBe(30_000)
    expect(world.balances()).toMatchObject({ 'receivable:debit': PAID.amount, merchant_payable: -PAID.amount })
    await world.visitor.goto(page)
    await world.heading(words.debitCard.captured.title)
    await world.mailTo(PAID.number, 'デビットカードの残高を確認し')
  })

  it('and a shop that ships and asks all the same is answered how it stands', async () => {
    const at = `/api/v1/orders/${PAID.number}`
    expect((await world.shop('POST', `${at}/ship`, { body: { carrier: 'ヤマト運輸', trackingNumber: '1234-5678-9012' } })).status).toBe(200)
    const asked = await world.shop('POST', `${at}/capture`)
    expect([asked.status, asked.json.tracks.payment]).toEqual([200, 'captured'])
    expect(await world.atCompany(PAID.amount)).toEqual([`captured ${PAID.amount} captures 1`])
  })

  it('a clerk sees it among those captured, as a debit card', async () => {
    const { desk } = world.bank
    await world.bank.sit(clerk)
    await desk.visit('/credit?list=captured&method=debit')
    await desk
      .rows(desk.t('cards.title'))
      .filter({ hasText: PAID.number })
      .filter({ hasText: desk.t('nouns.paymentMethod.debit') })
      .waitFor()
    await desk.visit('/credit?list=captured&method=card')
    await desk.text(desk.t('cards.empty.captured')).waitFor()
  })
})

describe('the network transfers', () => {
  it('on the third business day, net; a clerk clears it, and the order may be paid out', async () => {
    const { bank } = world
    const { desk } = bank
    const { transfers } = await world.ask('collections.transfers', {})
    expect(transfers.map(({ party, transferOn, net }) => [party, transferOn, net])).toEqual([['debit', '2026-11-26', PAID.amount - KEPT]])
    await world.morning('2026-11-26', clerk)
    await bank.bringIn([{ amount: PAID.amount - KEPT, remitterName: 'ﾐﾎﾝﾃﾞﾋﾞﾂﾄ' }])
    await desk.visit('/collections?tab=transfers')
    await desk.page
      .getByRole('option')
      .filter({ hasText: NETWORK.name })
      .filter({ hasText: desk.t('collections.fits') })
      .click()
    await desk.page.getByRole('radio').first().check()
    await desk.page.getByText(desk.t('collections.depositFits'), { exact: true }).waitFor()
    await desk.button(desk.t('collections.settle')).click()
    expect(await world.until(PAID.number, 'paid')).toBe('paid paid releasable debit null 4242')
    expect(world.balances()).not.toHaveProperty('receivable:debit')
  })
})

describe('the payout of the month', () => {
  it('is planned, agreed to by another, handed over, and seen on the statement', async () => {
    const { bank } = world
    const paying = { gateway: 'bank_transfer', originatorCode: '0123456789', originatorName: 'ダイコウギンコウ' } as const
    await world.ask('gateways.save', { version: 0, enabled: true, settings: paying })
    await world.morning('2026-12-04', maker)
    run = await bank.planPayouts('2026-11-30')
    await bank.submit()
    await bank.sit(supervisor)
    await bank.approve('P20261130-1')
    await bank.sit(clerk)
    await bank.handOver(run)
    await bank.desk.text(bank.desk.t('payouts.next.handed_over')).waitFor()
    const { total, payOn } = await bank.run(run)
    await world.morning(payOn, clerk)
    await bank.bringIn([{ amount: total, direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
    expect(await bank.statusOf(PAID.number)).toEqual(['settled'])
    const { rows } = await world.ask('byMethod.payouts', { from: payOn, to: payOn })
    expect(rows).toEqual([{ method: 'debit', orders: 1, amount: PAID.amount, fees: 720 }])
  })
})

it('no card number is anywhere, every promise of the ledger holds, and nothing failed', async () => {
  await world.enterPortal()
  expect(await world.cardNumbers()).toEqual({})
  await world.bank.sit(administrator)
  await world.bank.verify()
  expect(world.bank.faults()).toEqual([])
})
