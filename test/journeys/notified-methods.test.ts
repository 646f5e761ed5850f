import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticeFiles } from '../../src/main/gateways/column-profile/column-profile'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import type { ColumnProfile } from '../../src/preload/contract/column-profile'
import { keepLastScreen, launchBrowser } from '../support/browser'
import { people } from '../support/money-out-world'
import { bringInNotices, clearTransfer, giveNotices, mapNoticeColumns } from '../support/notice-desk'
import { NOTICE_PROFILE, type NoticeTelling, noticeOf, SETTLED } from '../support/notices'
import { StoreWorld } from '../support/store-world'

/*
 * E-money and cash on delivery from the payer's choice to money that may be paid out: what their collectors tell of in files, whose columns a
 * person explains once; one parcel is refused at the door, and one file whose columns have moved is stopped.
 */
const words = wordsIn('ja')
const { clerk, administrator } = people
const PAID_ON = '2026-11-20'
const TRANSFER_ON = '2026-11-30'

const WALLET = { number: 'M-1', amount: 8_000 }
const LATER = { number: 'M-2', amount: 900 }
const DOOR = { number: 'M-3', amount: 12_000, parcel: '444413758703' }
const REFUSED = { number: 'M-4', amount: 3_000, parcel: '444413758714' }
const AGENTS = { e_money: 'みほんマネー', cash_on_delivery: 'みほん運輸' } as const
type Method = keyof typeof AGENTS
/** What they keep by their contracts: 100 yen each up to 10,000, 200 above, ten per cent on it. */
const TRANSFERS: Readonly<Record<Method, number>> = { e_money: 8_900 - 220, cash_on_delivery: 12_000 - 220 }

let browser: Browser
let world: StoreWorld
const references = new Map<string, string>()
keepLastScreen(() => world?.bank.desk)
beforeAll(async () => {
  browser = await launchBrowser()
  world = await StoreWorld.open(browser, PAID_ON)
  for (const method of ['e_money', 'cash_on_delivery'] as const) {
    await world.ask('gateways.save', { version: 0, enabled: true, settings: { ...SETTLED[method], profile: null } })
  }
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const fileOf = (tellings: readonly NoticeTelling[], profile = NOTICE_PROFILE) => noticeFiles.writeNotices(profile, tellings.map(noticeOf))
const toldOf = ({ number, amount }: { number: string; amount: number }): NoticeTelling => ({
  of: { reference: references.get(number) ?? expect.fail(`no reference of ${number}`), amount },
  ...{ kind: 'confirmed', transactionId: number, paidOn: PAID_ON, transferOn: TRANSFER_ON },
})

const give = (method: Method, name: string, bytes: Uint8Array) => giveNotices(world.bank.desk, method, name, bytes)
const mapColumns = (meanings: readonly NoticeTelling['kind'][]) => mapNoticeColumns(world.bank.desk, meanings)
const bringIn = (name: string, came: { stored: number; paid: number }) => bringInNotices(world.bank.desk, name, came)
const filesKept = async () => (await world.ask('collections.files', {})).rows.length

describe('payers choose on the pages of their orders', () => {
  it('e-money, and read the number to pay with', async () => {
    for (const { number, amount } of [WALLET, LATER]) {
      await world.choose(await world.post(number, amount), 'e_money')
      references.set(number, (await world.slipFact(words.collected.e_money.reference)).replace(/\D/g, ''))
      expect(await world.slipFact(words.collected.e_money.place)).toBe(AGENTS.e_money)
    }
    expect(new Set(references.values()).size).toBe(2)
    await world.mailTo(WALLET.number, words.nouns.method.e_money)
  })

  it('to pay at the door; the shop sends the goods before it has money', async () => {
    for (const { number, amount, parcel } of [DOOR, REFUSED]) {
      await world.choose(await world.post(number, amount), 'cash_on_delivery')
      const { status } = await world.shop.ask('POST', `/api/v1/orders/${number}/ship`, {
        body: { carrier: AGENTS.cash_on_delivery, trackingNumber: parcel },
      })
      expect(status).toBe(200)
      expect(await world.tracks(number)).toBe('unpaid none cash_on_delivery')
    }
  })
})

describe('their collectors tell of it in files', () => {
  it('of e-money: a clerk says what the columns mean, and the order is paid', async () => {
    await world.bank.sit(clerk)
    await give('e_money', 'money.csv', fileOf([toldOf(WALLET)]))
    await mapColumns(['confirmed'])
    await bringIn('money.csv', { stored: 1, paid: 1 })
    expect(await world.tracks(WALLET.number)).toBe('paid none e_money')
  })

  it('of the door: by the numbers of the parcels; who refuses it has no order any more, and owes nothing', async () => {
    const byParcel = ({ amount, parcel }: typeof DOOR, kind: NoticeTelling['kind']) => ({
      ...{ of: { reference: '', amount }, kind, transactionId: parcel, trackingNumber: parcel },
      ...{ paidOn: PAID_ON, transferOn: TRANSFER_ON },
    })
    const bytes = fileOf([byParcel(DOOR, 'confirmed'), byParcel(REFUSED, 'refused_at_door')])
    await give('cash_on_delivery', 'daibiki.csv', bytes)
    await mapColumns(['confirmed', 'refused_at_door'])
    await bringIn('daibiki.csv', { stored: 2, paid: 1 })
    const { desk } = world.bank
    await desk.text(desk.t('collections.cameBack', { count: 1 })).waitFor()
    expect(await Promise.all([DOOR, REFUSED].map(({ number }) => world.tracks(number)))).toEqual([
      'paid none cash_on_delivery',
      'cancelled none cash_on_delivery',
    ])
    expect(world.balances()).toMatchObject({ 'receivable:e_money': WALLET.amount, 'receivable:carrier': DOOR.amount })
  })

  it('a file whose columns have moved is stopped: old stands beside new, and nothing is stored', async () => {
    const { desk } = world.bank
    const { t } = desk
    const [first = '', second = '', ...others] = NOTICE_PROFILE.header
    const columns = { ...NOTICE_PROFILE.columns, transactionId: 1, reference: 0 }
    const moved: ColumnProfile = { ...NOTICE_PROFILE, header: [second, first, ...others], columns }
    await give('e_money', 'moved.csv', fileOf([toldOf(LATER)], moved))
    const changes = desk.page.getByRole('table').filter({ hasText: t('collections.mapping.was') })
    const cells = async (row: number) => changes.getByRole('row').nth(row).getByRole('cell').allInnerTexts()
    await changes.waitFor()
    expect([await cells(1), await cells(2), await cells(3)]).toEqual([
      [`1 ${first}`, `2 ${first}`, t('collections.mapping.changes.moved')],
      [`2 ${second}`, `1 ${second}`, t('collections.mapping.changes.moved')],
      [`3 ${others[0]}`, `3 ${others[0]}`, t('collections.mapping.changes.same')],
    ])
    expect([await filesKept(), await world.tracks(LATER.number)]).toEqual([2, 'unpaid none e_money'])
  })

  it('until the clerk says that it means the same, and then it is read', async () => {
    const { desk } = world.bank
    await desk.button(desk.t('collections.mapping.save')).click()
    await bringIn('moved.csv', { stored: 1, paid: 1 })
    expect(await world.tracks(LATER.number)).toBe('paid none e_money')
  })
})

describe('they transfer what they took, less what they keep', () => {
  it('and a clerk clears both: what was paid may be paid out', async () => {
    await world.morning(TRANSFER_ON)
    await world.bank.bringIn(Object.values(TRANSFERS).map((amount) => ({ amount, remitterName: 'ﾐﾎﾝ' })))
    await clearTransfer(world.bank.desk, AGENTS.cash_on_delivery, TRANSFER_ON, 1)
    await clearTransfer(world.bank.desk, AGENTS.e_money, TRANSFER_ON, 2)
    const balances = world.balances()
    expect(Object.keys(balances).filter((code) => code.startsWith('receivable:'))).toEqual([])
    expect(balances).toMatchObject({ merchant_payable: -(WALLET.amount + LATER.amount + DOOR.amount), fees_paid: 400, input_tax: 40 })
    expect(await Promise.all([WALLET, LATER, DOOR, REFUSED].map(({ number }) => world.tracks(number)))).toEqual([
      'paid releasable e_money',
      'paid releasable e_money',
      'paid releasable cash_on_delivery',
      'cancelled none cash_on_delivery',
    ])
  })
})

it('every promise of the ledger holds, and nothing failed', async () => {
  await world.bank.sit(administrator)
  await world.bank.verify()
  expect(world.bank.faults()).toEqual([])
})
