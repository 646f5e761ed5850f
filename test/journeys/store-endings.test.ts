import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CollectionOutcome } from '../../src/preload/contract/collection'
import { businessDate, formatDate } from '../../src/preload/contract/date'
import { keepLastScreen, launchBrowser, soon } from '../support/browser'
import { people } from '../support/money-out-world'
import { StoreWorld } from '../support/store-world'

/*
 * Where a payment at a store does not go straight: taken back after the goods have left, paid with a slip that another method has replaced,
 * paid by the slip before the last one, paid twice; and an agency whose files come again, out of order, half, or are somebody else's.
 */
const { clerk, administrator } = people

let browser: Browser
let world: StoreWorld
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await StoreWorld.open(browser, '2026-11-20')
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** The one line that waits is open at the desk, and tells its story. */
async function toldAtDesk(outcome: 'goods_left' | 'slip_withdrawn' | 'duplicate'): Promise<void> {
  await world.openException(outcome)
  await world.bank.desk.text(world.bank.desk.t(`collections.story.${outcome}`)).waitFor()
}
/** The clerk gives the money of the line that is open to an order. */
async function give(to: 'own' | { other: string }): Promise<void> {
  const { desk } = world.bank
  const { t } = desk
  await desk.page.getByRole('radio', { name: t(`collections.way.${to === 'own' ? 'own' : 'other'}`), exact: true }).check()
  if (to !== 'own') {
    await desk.field(t('parts.search')).fill(to.other)
    await desk.page.getByRole('button').filter({ hasText: to.other }).first().click()
    await desk.text(t('collections.chosen')).waitFor()
  }
  await desk.button(t('collections.apply')).click()
}
const nothingWaits = () => world.bank.desk.text(world.bank.desk.t('collections.empty')).waitFor()
const only = (waiting: CollectionOutcome, order: string, amount: number) => [`${waiting} ${order} ${amount}`]
/** What agents owe, and what nobody knows yet whose it is. */
function held(): { owed: number; unapplied: number } {
  const { 'receivable:dsk': owed = 0, unapplied_collections: unapplied = 0 } = world.balances()
  return { owed, unapplied: Math.abs(unapplied) }
}

describe('a preliminary notice that is taken back after the goods have left', () => {
  it('leaves the order unpaid again, and a clerk something to do', async () => {
    const { digits } = await world.slip('B-1', 3_980)
    const payment = await world.pay(digits)
    await world.deliver()
    expect(await world.listed('B-1')).toMatchObject({ status: 'paid' })
    const { status } = await world.shop.ask('POST', '/api/v1/orders/B-1/ship', {
      body: { carrier: 'ヤマト運輸', trackingNumber: '4021-8837' },
    })
    expect(status).toBe(200)
    await world.agency.ask('void', { payment })
    await world.deliver()
    expect(await world.listed('B-1')).toMatchObject({ status: 'unpaid', disbursement: 'none' })
    expect(await world.waiting()).toEqual(only('goods_left', 'B-1', 3_980))
    expect(held()).toEqual({ owed: 0, unapplied: 0 })
  })

  it('is noted with a reason, and waits no longer', async () => {
    await world.bank.sit(clerk)
    await toldAtDesk('goods_left')
    const { desk } = world.bank
    const { t } = desk
    expect(await desk.button(t('collections.end')).isDisabled()).toBe(true)
    await desk.page.getByLabel(t('collections.why')).fill('加盟店に電話で伝えた。代金は加盟店が利用者に請求する。')
    await desk.button(t('collections.end')).click()
    await nothingWaits()
    const { rows } = await world.ask('audit.list', { action: 'noted' })
    expect(rows.map(({ detail }) => JSON.stringify(detail))).toEqual([expect.stringContaining('加盟店に電話で伝えた')])
  })
})

describe('an order whose payer went over to a transfer', () => {
  it('stays to be paid by transfer while the old slip is only told of, and what is confirmed is an exception', async () => {
    const slips = []
    for (const number of ['C-1', 'C-2']) {
      const slip = await world.slip(number, 5_500)
      await world.choose(slip.page, 'bank_transfer', { again: true })
      slips.push(slip.digits)
    }
    for (const digits of slips) await world.pay(digits)
    await world.deliver()
    // Told before the money comes, so that somebody may speak with the payer; what is confirmed then stands in its place.
    const told = [...only('slip_withdrawn', 'C-1', 5_500), ...only('slip_withdrawn', 'C-2', 5_500)]
    expect([await world.tracks('C-1'), await world.waiting(), held().owed]).toEqual(['unpaid none bank_transfer', told, 0])
    await world.agency.ask('confirm', { transferOn: '2026-11-30' })
    await world.deliver()
    expect(await world.waiting()).toEqual([...only('slip_withdrawn', 'C-1', 5_500), ...only('slip_withdrawn', 'C-2', 5_500)])
    expect(held()).toEqual({ owed: 11_000, unapplied: 11_000 })
    expect(await world.tracks('C-1')).toBe('unpaid none bank_transfer')
  })

  it('is paid when a clerk gives the money to it', async () => {
    await toldAtDesk('slip_withdrawn')
    await give('own')
    await soon(() => world.tracks('C-1')).toBe('paid none convenience_store')
    expect(held()).toEqual({ owed: 11_000, unapplied: 5_500 })
  })

  it('or another order of the payer is', async () => {
    await world.post('C-3', 5_500)
    await world.choose(await paymentUrl('C-3'), 'bank_transfer')
    await toldAtDesk('slip_withdrawn')
    await give({ other: 'C-3' })
    await nothingWaits()
    expect([await world.tracks('C-2'), await world.tracks('C-3')]).toEqual(['unpaid none bank_transfer', 'paid none convenience_store'])
    expect(held()).toEqual({ owed: 11_000, unapplied: 0 })
  })

  async function paymentUrl(orderNumber: string): Promise<string> {
    const { json } = await world.shop.ask('GET', `/api/v1/orders/${orderNumber}/payment-link`)
    return json.paymentUrl
  }
})

describe('a slip that was issued anew', () => {
  const old = new Map<string, string>()
  const renewed = new Map<string, string>()
  const of = (slips: Map<string, string>, number: string) => slips.get(number) ?? expect.fail(`no slip of ${number}`)

  it('by a clerk, with a later day: the payer’s page shows the new number', async () => {
    const { desk } = world.bank
    const { t } = desk
    for (const [number, amount] of [
      ['D-1', 7_700],
      ['D-2', 8_800],
    ] as const) {
      const { page, digits } = await world.slip(number, amount)
      old.set(number, digits)
      await desk.visit(`/orders/${(await world.bank.order(number)).id}`)
      await desk.button(t('slips.reissue')).click()
      await world.bank.dialog.getByLabel(t('slips.newDueOn')).fill(formatDate(businessDate('2026-12-10')))
      await world.bank.dialog.getByLabel(t('slips.newDueOn')).blur()
      await world.bank.confirm(t('slips.reissueAct'))
      await world.visitor.goto(page)
      renewed.set(number, await world.digitsOnPage())
    }
    const printed = (slips: Map<string, string>) => [...slips.values()].map((digits) => `${digits[29]} ${digits.slice(30, 36)}`)
    expect([printed(old), printed(renewed)]).toEqual([Array(2).fill('0 261127'), Array(2).fill('1 261210')])
  })

  it('the old one, paid by its own last day, pays the order', async () => {
    await world.pay(of(old, 'D-1'))
    await world.deliver()
    expect(await world.listed('D-1')).toMatchObject({ status: 'paid' })
    await world.agency.ask('confirm', { transferOn: '2026-11-30' })
    await world.deliver()
    expect(await world.tracks('D-1')).toBe('paid none convenience_store')
    expect(await world.waiting()).toEqual([])
  })

  it('where both are paid, the second waits as a duplicate', async () => {
    await world.pay(of(renewed, 'D-2'))
    await world.pay(of(old, 'D-2'), { at: '1940', store: '110077' })
    await world.agency.ask('confirm', { transferOn: '2026-11-30' })
    await world.deliver()
    expect(await world.tracks('D-2')).toBe('paid none convenience_store')
    expect(await world.waiting()).toEqual(only('duplicate', 'D-2', 8_800))
    expect(held()).toEqual({ owed: 11_000 + 7_700 + 2 * 8_800, unapplied: 8_800 })
    await toldAtDesk('duplicate')
    await world.bank.desk.text(world.bank.desk.t('collections.ownProblem.paid')).waitFor()
  })
})

describe('an agency at fault', () => {
  const ORDERS = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5', 'E-6'] as const
  const slips = new Map<string, string>()
  const pay = (number: (typeof ORDERS)[number], how = {}) => world.pay(slips.get(number) ?? expect.fail(number), how)
  const filesIn = async () =>
    (await world.ask('collections.files', {})).rows.map(({ fileName, stored, duplicates }) => `${fileName} ${stored} ${duplicates}`)
  const before = { owed: 0, unapplied: 0 }

  it('that tells a line again in another file: it is counted, and nothing comes of it', async () => {
    Object.assign(before, held())
    for (const number of ORDERS) slips.set(number, (await world.slip(number, 1_000)).digits)
    await pay('E-1')
    await world.deliver()
    await pay('E-2')
    const [again = ''] = await world.deliver({ fault: 'repeated' })
    expect((await filesIn())[0]).toBe(`${again} 1 1`)
    expect([await world.tracks('E-1'), await world.tracks('E-2')]).toEqual(Array(2).fill('paid_preliminary none convenience_store'))
  })

  it('that confirms before it has told: the order is paid, and the notice that comes late changes nothing', async () => {
    const payment = await pay('E-3')
    await world.agency.ask('confirm', { transferOn: '2026-11-30', payments: [payment] })
    await world.deliver({ only: 'confirmed' })
    expect(await world.tracks('E-3')).toBe('paid none convenience_store')
    const then = held()
    await world.deliver({ only: 'preliminary' })
    expect([await world.tracks('E-3'), held()]).toEqual(['paid none convenience_store', then])
  })

  it('that takes back before it has told: the order stays unpaid, and is paid when its payer comes again', async () => {
    await world.agency.ask('void', { payment: await pay('E-6') })
    await world.deliver({ only: 'cancelled' })
    await world.deliver({ only: 'preliminary' })
    expect([await world.tracks('E-6'), await world.waiting()]).toEqual(['unpaid none convenience_store', only('duplicate', 'D-2', 8_800)])
    await pay('E-6', { at: '1822' })
    await world.deliver()
    expect(await world.tracks('E-6')).toBe('paid_preliminary none convenience_store')
  })

  it('that sends half a file: nothing of it is stored, and the screen of the gateways tells which', async () => {
    const known = await filesIn()
    await pay('E-4')
    await pay('E-5')
    const [half = ''] = await world.deliver({ fault: 'half' })
    expect([await filesIn(), await world.tracks('E-4')]).toEqual([known, 'unpaid none convenience_store'])
    // The clerk's desk has locked itself meanwhile.
    await world.bank.desk.leave()
    await world.bank.sit(administrator)
    await world.bank.desk.visit('/gateways')
    await card().getByText(`${half}: collection_has_errors`).waitFor()
    await standing('failing').waitFor()
    await world.agency.ask('release', {})
    await world.look()
    expect((await filesIn())[0]).toBe(`${half} 2 0`)
    await standing('working').waitFor()
  })
  const t = (...said: Parameters<typeof world.bank.desk.t>) => world.bank.desk.t(...said)
  const card = () =>
    world.bank.desk.page.getByRole('article').filter({ has: world.bank.desk.heading(t('nouns.gateway.convenience_store')) })

  const standing = (name: 'failing' | 'working') =>
    card()
      .locator('[data-tone]')
      .filter({ hasText: t(`nouns.gatewayStanding.${name}`) })

  it('that sends a file late: nobody knows anything until it comes', async () => {
    await world.agency.ask('confirm', { transferOn: '2026-11-30' })
    expect(await world.deliver({ fault: 'held' })).toEqual([])
    expect(await world.tracks('E-4')).toBe('paid_preliminary none convenience_store')
    await world.agency.ask('release', {})
    await world.look()
  })

  it('ends as one without fault would have: each order paid once, each yen owed once', async () => {
    for (const number of ORDERS) expect(await world.tracks(number)).toBe('paid none convenience_store')
    expect(held()).toEqual({ owed: before.owed + 6_000, unapplied: before.unapplied })
    const { transfers } = await world.ask('collections.transfers', {})
    const { transfers: own } = await world.agency.ask('transfers', {})
    expect(transfers.map(({ gross, fees, tax, stampDuty, net }) => ({ gross, fees, tax, stampDuty, net }))).toEqual(
      own.map(({ gross, fees, tax, stampDuty, net }) => ({ gross, fees, tax, stampDuty, net })),
    )
  })

  it('that delivers the file of another client: nothing of it is stored', async () => {
    const known = await filesIn()
    await world.pay((await world.slip('E-7', 1_000)).digits)
    const [foreign = ''] = await world.deliver({ fault: 'other_client' })
    expect(await filesIn()).toEqual(known)
    await world.bank.desk.visit('/gateways')
    await card().getByText(`${foreign}: collection_has_errors`).waitFor()
  })
})

describe('the agent transfers while a payment is nobody’s yet', () => {
  it('all of it is cleared, and what was given to orders may be paid out', async () => {
    const [transfer] = (await world.agency.ask('transfers', {})).transfers
    if (!transfer) throw new Error('the agency owes something')
    await world.morning('2026-11-30')
    await world.bank.bringIn([{ amount: transfer.net, remitterName: 'ﾐﾎﾝｼﾕｳﾉｳ' }])
    const { desk } = world.bank
    const { t } = desk
    await desk.visit('/collections?tab=transfers')
    await desk.page
      .getByRole('option')
      .filter({ hasText: t('collections.fits') })
      .click()
    await desk.text(t('collections.unapplied', { count: 1 })).waitFor()
    await desk.page.getByRole('radio').first().check()
    await desk.button(t('collections.settle')).click()
    await desk.text(t('collections.transfersEmpty')).waitFor()
    expect(held()).toEqual({ owed: 0, unapplied: 8_800 })
    for (const number of ['C-1', 'C-3', 'D-1', 'D-2', 'E-1', 'E-6']) {
      expect(await world.tracks(number)).toBe('paid releasable convenience_store')
    }
  })

  it('the payment in twofold, given to another order of the payer, may be paid out at once', async () => {
    await world.slip('D-3', 8_800)
    await toldAtDesk('duplicate')
    await give({ other: 'D-3' })
    await nothingWaits()
    expect(await world.tracks('D-3')).toBe('paid releasable convenience_store')
    expect(held()).toEqual({ owed: 0, unapplied: 0 })
  })
})

it('every promise of the ledger holds, and nothing failed', async () => {
  await world.bank.sit(administrator)
  await world.bank.verify()
  expect(world.bank.faults()).toEqual([])
})
