import type { Page } from 'playwright'
import { saveGateway } from '../../src/main/ledger/gateways'
import type { LinkPurpose } from '../../src/main/services/links'
import { addDays } from '../../src/preload/contract/date'
import { NoticeGateway } from '../../src/preload/contract/gateways'
import type { OrderId } from '../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import { cardScenes, prepareCards } from './card-scenes'
import { openTestStorefront, type TestStorefront } from './counter'
import { valueIn, writing } from './ledger'
import { SETTLED } from './notices'
import { settleStores } from './stores'

/* Every state of every page behind a link, each with an order of its own that real services brought there. */

export interface PreparedScenes {
  /** The address of a scene's page. */
  at(name: string): string
  cleanup(): Promise<void>
}

export interface Scene {
  readonly name: string
  open(page: Page, prepared: PreparedScenes): Promise<void>
}

const tokenOf = (address: string) => address.slice(address.lastIndexOf('/') + 1)

/** Goes through the services as people and shops do, and keeps the address of each page. */
export async function prepareScenes(): Promise<PreparedScenes> {
  const plain = await openTestStorefront()
  const asking = await openTestStorefront({ acceptanceRequired: true, name: 'みどり工房' })
  const stores = await openTestStorefront({ methods: ['bank_transfer', 'convenience_store', ...NoticeGateway.options], name: 'みなと堂' })
  const addresses = new Map<string, string>()
  const cards = await prepareCards((name, address) => addresses.set(name, address))
  const keep = (name: string, at: TestStorefront, purpose: LinkPurpose, id: OrderId) => addresses.set(name, at.link(purpose, id))
  await preparePayment(plain, keep)
  await prepareStores(stores, keep)
  await prepareAcceptance(asking, keep)
  await prepareProtection(plain, keep)
  addresses.set('link-expired', plain.link('choose', await plain.post(), addDays(plain.clock.today(), -1)))
  addresses.set('link-invalid', `${plain.address}/pay/0.abc.20261231.AAAAAAAAAAAAAAAAAAAAAAAA`)
  addresses.set('missing', `${plain.address}/nowhere`)
  return {
    at: (name) => {
      const address = addresses.get(name)
      if (address === undefined) throw new Error(`no scene ${name}`)
      return address
    },
    cleanup: async () => {
      await plain.cleanup()
      await asking.cleanup()
      await stores.cleanup()
      await cards.cleanup()
    },
  }
}

type Keep = (name: string, at: TestStorefront, purpose: LinkPurpose, id: OrderId) => void

/** The payer chose a transfer. */
export async function chosen(at: TestStorefront, id: OrderId, protectionWished: boolean): Promise<OrderId> {
  valueIn(await at.counter.links.choose(tokenOf(at.link('choose', id)), { method: 'bank_transfer', protectionWished }))
  return id
}

/** A protected order whose money has come. */
export async function protectedAndPaid(at: TestStorefront): Promise<OrderId> {
  const id = await chosen(at, await at.post(), true)
  await at.pay(id)
  return id
}

async function preparePayment(at: TestStorefront, keep: Keep): Promise<void> {
  keep('choose', at, 'choose', await at.post())
  keep('no-script', at, 'choose', await at.post())
  keep('instruction', at, 'choose', await chosen(at, await at.post(), true))
  const partly = await chosen(at, await at.post(), false)
  await at.pay(partly, 7_000)
  keep('partly', at, 'choose', partly)
  const paid = await chosen(at, await at.post(), false)
  await at.pay(paid)
  keep('paid', at, 'choose', paid)
  keep('paid-protected', at, 'choose', await protectedAndPaid(at))
  const cancelled = await at.post({ orderNumber: 'CANCELLED-1' })
  valueIn(await at.counter.orders.cancel(at.actor, 'CANCELLED-1', '在庫切れ'))
  keep('cancelled', at, 'choose', cancelled)
}

/** The payer may choose a convenience store, and has; the amount is one for which a stamp is due. */
async function prepareStores(at: TestStorefront, keep: Keep): Promise<void> {
  await settleStores(at.ledger)
  keep('choose-store', at, 'choose', await at.post())
  const id = await at.post({ goods: [{ name: '大皿', quantity: 1, unitPrice: yen(58_000) }], amount: PositiveYen.parse(58_000) })
  valueIn(await at.counter.links.choose(tokenOf(at.link('choose', id)), { method: 'convenience_store', protectionWished: false }))
  keep('store-slip', at, 'choose', id)
  for (const method of NoticeGateway.options) {
    await writing(at.ledger, (writer) => saveGateway(writer, method, 0, { enabled: true, paused: false, settings: SETTLED[method] }))
    const order = await at.post()
    valueIn(await at.counter.links.choose(tokenOf(at.link('choose', order)), { method, protectionWished: false }))
    keep(method, at, 'choose', order)
  }
}

async function prepareAcceptance(at: TestStorefront, keep: Keep): Promise<void> {
  const waiting = await at.post()
  keep('awaiting', at, 'choose', waiting)
  keep('accept', at, 'accept', waiting)
  const accepted = await at.post({ orderNumber: 'ACCEPTED-1' })
  valueIn(await at.counter.orders.accept(at.actor, 'ACCEPTED-1'))
  keep('accepted', at, 'accept', accepted)
  const refused = await at.post({ orderNumber: 'REFUSED-1' })
  valueIn(await at.counter.orders.refuse(at.actor, 'REFUSED-1', '同じ釉薬の在庫がなく、年内にお作りできません。'))
  keep('refused', at, 'accept', refused)
  keep('not-accepted', at, 'choose', refused)
}

async function prepareProtection(at: TestStorefront, keep: Keep): Promise<void> {
  const { links } = at.counter
  const say = async (answer: 'received' | 'return_wanted' | 'not_arrived', reason: string) => {
    const id = await protectedAndPaid(at)
    valueIn(await links.answerReceipt(tokenOf(at.link('receipt', id)), answer, reason))
    return id
  }
  keep('receipt', at, 'receipt', await protectedAndPaid(at))
  keep('received', at, 'receipt', await say('received', ''))
  const wanted = await say('return_wanted', '飯碗の縁が欠けていました。\n箱にも傷がありました。')
  keep('return-wanted', at, 'receipt', wanted)
  keep('return', at, 'return', wanted)
  keep('return-not-arrived', at, 'return', await say('not_arrived', ''))
  const contested = await say('return_wanted', '色が写真と違います。')
  valueIn(
    await links.answerReturn(tokenOf(at.link('return', contested)), 'contested', '写真どおりの品を発送しました。ヤマト運輸 1234-5678'),
  )
  keep('contested', at, 'return', contested)
  keep('contested-payer', at, 'receipt', contested)
  const due = async () => {
    const id = await say('return_wanted', '飯碗の縁が欠けていました。')
    valueIn(await links.answerReturn(tokenOf(at.link('return', id)), 'goods_returned', ''))
    return id
  }
  const returned = await due()
  keep('return-confirmed', at, 'return', returned)
  keep('refund', at, 'refund_account', returned)
  keep('no-script-refund', at, 'refund_account', await due())
  const given = await due()
  const account = { bankCode: '0005', branchCode: '001', accountType: '1', accountNumber: '0123456', holderKana: 'ヤマダ ハナコ' } as const
  valueIn(await links.giveRefundAccount(tokenOf(at.link('refund_account', given)), account, true))
  keep('refund-given', at, 'refund_account', given)
  keep('refund-not-needed', at, 'refund_account', contested)
}

const plainly = (name: string): Scene => ({ name, open: async (page, prepared) => void (await page.goto(prepared.at(name))) })

const from = (name: string, scene: string, act: (page: Page) => Promise<unknown>): Scene => ({
  name,
  open: async (page, prepared) => {
    await page.goto(prepared.at(scene))
    await act(page)
  },
})

const send = (page: Page) => page.locator('main form button').first().click()
/** An address of the page that the steps before would have led to. */
const asking = (page: Page, query: string) => page.goto(`${page.url().split('?')[0]}?${query}`)

async function fillAccount(page: Page, holder: string): Promise<void> {
  await asking(page, 'change=1&bank=0005&branch=001')
  await page.locator('#accountType').check()
  await page.locator('#accountNumber').fill('１２３４５６')
  await page.locator('#holderKana').fill(holder)
  await send(page)
  await page.locator('button[value=give]').waitFor()
}

export const scenes: readonly Scene[] = [
  ...[
    'choose',
    'choose-store',
    'instruction',
    'store-slip',
    ...NoticeGateway.options,
    'partly',
    'paid',
    'paid-protected',
    'cancelled',
    'awaiting',
    'not-accepted',
    ...cardScenes,
  ].map(plainly),
  from('choose-missing', 'choose', async (page) => {
    await page.goto(page.url())
    await page.locator('main form').evaluate((form) => form.querySelector('[name=method]')?.removeAttribute('checked'))
    await page.locator('#method').evaluate((radio) => radio.removeAttribute('name'))
    await send(page)
  }),
  from('change', 'instruction', (page) => page.locator('a[href*="change=1"]').click()),
  ...['accept', 'accepted', 'refused', 'receipt', 'received', 'return-wanted', 'return', 'return-not-arrived'].map(plainly),
  from('accept-missing', 'accept', send),
  from('accept-reason-missing', 'accept', async (page) => {
    await page.locator('[value=refuse]').check()
    await send(page)
  }),
  from('receipt-reason-missing', 'receipt', async (page) => {
    await page.locator('[value=return_wanted]').check()
    await send(page)
  }),
  ...['contested', 'contested-payer', 'return-confirmed', 'refund', 'refund-given', 'refund-not-needed'].map(plainly),
  from('refund-found', 'refund', async (page) => {
    await page.locator('#find').fill('みずほ')
    await send(page)
  }),
  from('refund-none', 'refund', async (page) => {
    await page.locator('#find').fill('ほしのうみ')
    await send(page)
  }),
  from('refund-code-unknown', 'refund', (page) => asking(page, 'change=1&bank=9876&branch=001')),
  from('refund-branch', 'refund', (page) => asking(page, 'change=1&bank=0005&find=新宿')),
  from('refund-account', 'refund', (page) => asking(page, 'change=1&bank=9900&branch=018')),
  from('refund-account-missing', 'refund', async (page) => {
    await asking(page, 'change=1&bank=0005&branch=001')
    await page.locator('#accountNumber').fill('12345678')
    await page.locator('#holderKana').fill('山田')
    await send(page)
  }),
  from('refund-confirm', 'refund', (page) => fillAccount(page, 'やまだ たろう')),
  from('refund-confirm-differs', 'refund', (page) => fillAccount(page, 'ヤマダ ハナコ')),
  from('refund-difference-missing', 'refund', async (page) => {
    await fillAccount(page, 'ヤマダ ハナコ')
    await send(page)
  }),
  ...['link-expired', 'link-invalid', 'missing'].map(plainly),
]
