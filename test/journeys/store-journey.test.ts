import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import { businessDate, formatDate } from '../../src/preload/contract/date'
import type { TransferRunId } from '../../src/preload/contract/ids'
import { formatYen, yen } from '../../src/preload/contract/money'
import { keepLastScreen, launchBrowser, soon } from '../support/browser'
import { people } from '../support/money-out-world'
import { textsOf } from '../support/pdf-text'
import { CONTRACT, MERCHANT, StoreWorld } from '../support/store-world'

/*
 * The convenience store from the payer's choice to the merchant's account: two orders are paid at a till, told of twice by an agency that is
 * a process of its own, transferred net of what it keeps, cleared at the desk, and paid out with four eyes. Each step goes on where the one
 * before it ended.
 */
const words = wordsIn('ja')
const { clerk, maker, supervisor, administrator } = people

const FREE = { number: 'K-1', amount: 10_605 }
/** With a stamp on its receipt, and protection wished. */
const PROTECTED = { number: 'K-2', amount: 60_000 }
const GROSS = FREE.amount + PROTECTED.amount
/** By the agent's contract: 160 yen each, ten per cent on it, one stamp of 200 yen. */
const KEPT = { fees: 320, tax: 32, stampDuty: 200 }
const TRANSFER = GROSS - KEPT.fees - KEPT.tax - KEPT.stampDuty
/** By the merchant's terms: 2.5 per cent of each order, ten per cent on it, both rounded down. */
const CHARGED = { fees: 265 + 1_500, tax: 176 }
const PAYOUT = GROSS - CHARGED.fees - CHARGED.tax

let browser: Browser
let world: StoreWorld
let run: TransferRunId
const digits = new Map<string, string>()
const digitsOf = (number: string) => digits.get(number) ?? expect.fail(`no slip of ${number}`)
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await StoreWorld.open(browser, '2026-11-20')
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

it('the merchant enters its portal by the invitation in its mail', () => world.enterPortal())

describe('an order is to be paid at a store', () => {
  it('the payer chooses it, and reads the number of the slip and its last day', async () => {
    digits.set(FREE.number, (await world.slip(FREE.number, FREE.amount)).digits)
    expect(await world.slipFact(words.store.number)).toBe('0000000000000001-0')
    digits.set(PROTECTED.number, (await world.slip(PROTECTED.number, PROTECTED.amount, { protection: true })).digits)
    expect([...digits.values()]).toEqual(['91929023252070000000000000001026112700106051', '91929023252070000000000000002026112710600003'])
    await world.mailTo(FREE.number, '払込票')
  })

  it('its PDF says what the page says', async () => {
    const { visitor } = world
    const href = await visitor.getByRole('link', { name: words.store.pdf }).getAttribute('href')
    const answer = await visitor.request.get(new URL(href ?? '', visitor.url()).href)
    expect(answer.headers()['content-type']).toBe('application/pdf')
    const [paper = ''] = textsOf(await answer.body())
    expect(paper).toContain(PROTECTED.number)
    expect(paper.replace(/\D/g, '')).toContain(digitsOf(PROTECTED.number))
  })
})

describe('it is paid at a till', () => {
  it('which refuses another amount, and takes the slip', async () => {
    const changed = digitsOf(FREE.number).replace('010605', '000605')
    expect(await world.agency.ask('pay', { digits: changed, on: '2026-11-20' })).toEqual({ refused: 'check_digit' })
    await world.pay(digitsOf(FREE.number))
    await world.pay(digitsOf(PROTECTED.number))
  })

  it('the agency tells at once (速報): the merchant reads that it is paid, and nothing is payable or booked', async () => {
    const [file = ''] = await world.deliver()
    for (const { number } of [FREE, PROTECTED]) {
      expect(await world.listed(number)).toEqual({ status: 'paid', method: 'convenience_store', disbursement: 'none', paidAmount: 0 })
    }
    const { visitor } = world
    await visitor.goto(`${world.bank.storefront}/portal/orders`)
    const row = visitor.getByRole('row').filter({ hasText: FREE.number })
    expect(await row.innerText()).toContain(words.nouns.status.paid)
    expect(world.balances()).toEqual({ bank: 1_000_000, opening_balance: -1_000_000 })
    await world.bank.sit(clerk)
    const { desk } = world.bank
    await desk.visit('/collections')
    await desk.rows(desk.t('collections.filesTitle')).filter({ hasText: file }).waitFor()
  })

  it('four days later it confirms (確報): the agent owes both, and neither is payable before its money has come', async () => {
    await world.morning('2026-11-24')
    expect(await world.agency.ask('confirm', { transferOn: '2026-11-30' })).toEqual({ confirmed: 2 })
    await world.deliver()
    for (const { number, amount } of [FREE, PROTECTED]) {
      expect(await world.listed(number)).toEqual({ status: 'paid', method: 'convenience_store', disbursement: 'none', paidAmount: amount })
    }
    expect(world.balances()).toEqual({
      ...{ bank: 1_000_000, opening_balance: -1_000_000, 'receivable:dsk': GROSS },
      ...{ merchant_payable: -FREE.amount, held_for_payers: -PROTECTED.amount },
    })
    await world.mailTo(FREE.number, 'ご入金を確認しました')
    await world.merchantMail(FREE.number, '入金のお知らせ')
  })
})

describe('the agent transfers', () => {
  it('what it says: gross less its fees, their tax and a stamp', async () => {
    const { transfers } = await world.agency.ask('transfers', {})
    expect(transfers).toEqual([{ transferOn: '2026-11-30', payments: 2, gross: GROSS, ...KEPT, net: TRANSFER }])
    await world.morning('2026-11-30')
    await world.bank.bringIn([{ amount: TRANSFER, remitterName: 'ﾐﾎﾝｼﾕｳﾉｳ' }])
  })

  it('a clerk sees that it fits and clears it: the receivable is zero, and the order without protection may be paid out', async () => {
    const { desk } = world.bank
    const { t } = desk
    await desk.visit('/collections?tab=transfers')
    await desk.page
      .getByRole('option')
      .filter({ hasText: CONTRACT.agentName })
      .filter({ hasText: t('collections.fits') })
      .click()
    await desk.page.getByRole('radio').first().check()
    await desk.page.getByText(t('collections.depositFits'), { exact: true }).waitFor()
    await desk.button(t('collections.settle')).click()
    await desk
      .text(t('collections.settled', { agent: CONTRACT.agentName, day: formatDate(businessDate('2026-11-30')), count: 1 }))
      .waitFor()
    expect(world.balances()).toEqual({
      ...{ bank: 1_000_000 + TRANSFER, opening_balance: -1_000_000 },
      ...{ fees_paid: KEPT.fees, input_tax: KEPT.tax, stamp_duty: KEPT.stampDuty },
      ...{ merchant_payable: -FREE.amount, held_for_payers: -PROTECTED.amount },
    })
    expect([await world.tracks(FREE.number), await world.tracks(PROTECTED.number)]).toEqual([
      'paid releasable convenience_store',
      'paid none convenience_store',
    ])
  })

  it('the payer answers that the goods are there, and the other may be paid out too', async () => {
    const { visitor } = world
    await visitor.goto(await world.linkTo(PROTECTED.number, '/receipt/'))
    await visitor.getByRole('radio', { name: words.receipt.options.received.title }).first().check()
    await visitor.getByRole('button', { name: words.receipt.send, exact: true }).click()
    await visitor.getByRole('heading', { name: words.receipt.received.title, exact: true }).waitFor()
    expect(await world.tracks(PROTECTED.number)).toBe('paid releasable convenience_store')
    expect(world.balances()).toMatchObject({ merchant_payable: -GROSS })
  })
})

describe('the payout of the month', () => {
  it('is planned by one, agreed to by another, and handed over', async () => {
    const { bank } = world
    await world.morning('2026-12-04', maker)
    run = await bank.planPayouts('2026-11-30')
    expect((await bank.desk.ask('payouts.get', { id: run })).facts.figures).toMatchObject({
      payouts: 1,
      orders: 2,
      gross: GROSS,
      net: PAYOUT,
    })
    await bank.submit()
    await bank.sit(supervisor)
    await bank.approve('P20261130-1')
    await bank.sit(clerk)
    await bank.handOver(run)
    await bank.desk.text(bank.desk.t('payouts.next.handed_over')).waitFor()
    expect(await bank.statusOf(FREE.number, PROTECTED.number)).toEqual(['in_payout', 'in_payout'])
  })

  it('is seen on the statement of its pay day, and both orders are settled', async () => {
    const { bank } = world
    await world.morning('2026-12-07')
    await bank.bringIn([{ amount: PAYOUT, direction: 'debit', description: 'ｿｳｺﾞｳﾌﾘｺﾐ', remitterName: '' }])
    expect(await bank.statusOf(FREE.number, PROTECTED.number)).toEqual(['settled', 'settled'])
    expect(await world.listed(FREE.number)).toMatchObject({ status: 'settled' })
  })

  it('the merchant’s statement shows them by their method', async () => {
    const { visitor, bank } = world
    await world.signInAtPortal()
    await visitor.goto(`${bank.storefront}/portal/payouts`)
    await visitor.getByRole('main').getByRole('link').filter({ hasText: '20261130' }).first().click()
    const href = await visitor.locator('a[href$="statement.pdf"]').first().getAttribute('href')
    const paper = textsOf(await (await visitor.request.get(new URL(href ?? '', visitor.url()).href)).body()).join('\n')
    for (const said of [MERCHANT.name, 'コンビニ払い2 件', FREE.number, PROTECTED.number]) expect(paper).toContain(said)
    for (const amount of [GROSS, CHARGED.fees, PAYOUT]) expect(paper).toContain(formatYen(yen(amount)))
  })
})

it('every promise of the ledger holds, nobody was told anything twice, and nothing failed', async () => {
  await world.bank.sit(administrator)
  await world.bank.verify()
  const told = world.mails.mails.map(({ to, subject }) => `${to[0]} ${subject}`)
  expect(told.length).toBe(new Set(told).size)
  expect(world.bank.faults()).toEqual([])
  await soon(() => world.waiting()).toEqual([])
})
