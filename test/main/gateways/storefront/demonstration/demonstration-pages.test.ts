import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, compose, composeDemonstration } from '../../../../../src/main/compose'
import { soon } from '../../../../support/browser'
import { type KeptLog, keptLog } from '../../../../support/door'
import { valueIn } from '../../../../support/ledger'
import { look, send } from '../../../../support/pages'
import { openTestStorefront } from '../../../../support/storefront'

/* The shop, the bank and the till of a demonstration over real HTTP, with the core of a real one behind them. */

let folder: string
let ledgerPath: string
let core: Core
let shop: string
let log: KeptLog
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-shop-'))
  ledgerPath = join(folder, 'demonstration.daiko')
  log = keptLog()
  valueIn(await composeDemonstration({ ledgerPath, log }, { orders: 3, seed: 1 }))
  const staying = { workerPath: null, resume: true, masterKey: Buffer.alloc(32, 1), storefront: { port: 0 } }
  core = valueIn(await compose({ ledgerPath, demonstration: false, log, ...staying }))
  shop = core.shop() ?? ''
}, 60_000)
afterAll(async () => {
  await core?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Rows of the ledger, as another program would read them. */
function rows<T>(sql: string): T[] {
  const database = new Database(ledgerPath, { readonly: true })
  const found = database.prepare<[], T>(sql).all()
  database.close()
  return found
}
const orders = () => rows<{ order_number: string }>("select order_number from orders where order_number like 'DEMO-%' order by id")

let forms = 0
const form = (own: Record<string, string> = {}) => {
  forms += 1
  const number = `DEMO-${String(forms).padStart(10, '0')}`
  return { number, goods: 'lamp', name: '青葉 みどり', kana: 'アオバ ミドリ', email: 'midori@example.com', ...own }
}
const hidden = (html: string, name: string) => new RegExp(`type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

describe('the shop', () => {
  it('registers an order as any shop’s program does, and leads to the page on which its payer chooses', async () => {
    const sent = await send(shop, form({ number: 'DEMO-ABCDEF0123' }))
    expect(sent.status).toBe(303)
    expect(sent.location).toMatch(/\/pay\//)
    const [order] = rows<{ amount: number; actor: string; source: string }>(
      `select o.amount, e.actor, json_extract(e.detail, '$.source') as source from orders o join order_events e on e.order_id = o.id
        where o.order_number = 'DEMO-ABCDEF0123' and e.kind = 'registered'`,
    )
    expect(order).toMatchObject({ amount: 12_800, actor: expect.stringMatching(/^merchant:K\d+$/) })
    const page = await look(sent.location ?? '')
    expect(page.text).toContain('読書灯')
    expect(page.html).toContain('DEMO-ABCDEF0123')
    expect(page.html).toContain('class="strip"')
  })

  it('makes one order of a form that is sent twice, and each new form another', async () => {
    const before = orders().length
    const typed = form()
    const answers = [await send(shop, typed), await send(shop, typed), await send(shop, form())]
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(answers[1]?.location).toBe(answers[0]?.location)
    expect(orders().length).toBe(before + 2)
    const numbers = [hidden((await look(shop)).html, 'number'), hidden((await look(shop)).html, 'number')]
    expect(new Set(numbers).size).toBe(2)
  })

  const faulty: [what: string, own: Record<string, string>, status: number, says: string][] = [
    ['no item', { goods: '' }, 422, '品物を選んでください'],
    ['an item it does not sell', { goods: 'moon' }, 422, '品物を選んでください'],
    ['no name', { name: ' ' }, 422, 'お名前を入力してください'],
    ['a name that is no kana', { kana: '青葉' }, 422, 'カナで入力してください'],
    ['no address', { email: 'x' }, 422, 'メールアドレスを正しく入力してください'],
    ['a form that is none of its own', { number: 'A-1' }, 400, '読めませんでした'],
    ['more than a name', { name: 'あ'.repeat(300) }, 400, '読めませんでした'],
  ]
  it.each(faulty)('says what is wrong with %s, and orders nothing', async (_what, own, status, says) => {
    const before = orders().length
    const answer = await send(shop, form(own))
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(says)
    expect(orders().length).toBe(before)
  })

  it('shows how an order stands as the API tells it, and none that is not its own', async () => {
    const typed = form()
    await send(shop, typed)
    const page = await look(`${shop}/orders/${typed.number}`)
    for (const said of ['支払方法選択待ち', typed.number, '読書灯', '12,800円']) expect(page.text).toContain(said)
    for (const none of ['DEMO-FFFFFFFFFF', 'A100001', '..']) expect((await look(`${shop}/orders/${none}`)).status).toBe(404)
  })

  it('takes nothing that another site sends', async () => {
    const before = orders().length
    expect((await send(shop, form(), { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(orders().length).toBe(before)
  })
})

describe('the bank', () => {
  /** An order whose payer has chosen a transfer: where it is paid. */
  async function toPay(): Promise<string> {
    const { location } = await send(shop, form())
    await send(location ?? '', { method: 'bank_transfer' })
    return (location ?? '').replace('/pay/', '/demonstration/bank/')
  }

  it('is reached from the payment page once there is something to transfer, and has it filled in', async () => {
    const { location } = await send(shop, form())
    const bank = (location ?? '').replace('/pay/', '/demonstration/bank/')
    expect((await look(location ?? '')).html).not.toContain('/demonstration/bank/')
    expect((await look(bank)).text).toContain('振り込むものがありません')
    await send(location ?? '', { method: 'bank_transfer' })
    expect((await look(location ?? '')).html).toContain(new URL(bank).pathname)
    const { html } = await look(bank)
    expect(html).toContain('value="12800"')
    expect(html).toContain('value="アオバ ミドリ"')
  })

  it('pays at the press of a button, once for a form, and says what to do with its file', async () => {
    const bank = await toPay()
    const reference = hidden((await look(bank)).html, 'reference')
    const typed = { payerName: 'アオバ ミドリ', amount: '12800', reference }
    const [first, again] = [await send(bank, typed), await send(bank, typed)]
    expect([first.status, again.location]).toEqual([303, first.location])
    const page = await look(new URL(first.location ?? '', bank).href)
    for (const said of ['デモ銀行が振込を行いました', 'daiko-demo-transfers-', '12,800円', 'tanto']) expect(page.text).toContain(said)
    expect(rows('select id from receipts')).toEqual([])
  })

  it('says what is wrong with a transfer, and opens by no other link', async () => {
    const bank = await toPay()
    const wrong = await send(bank, { payerName: '青葉', amount: 'たくさん', reference: '00000000' })
    expect(wrong.status).toBe(422)
    for (const said of ['振込依頼人名をカナまたは英数字', '金額を 1 円以上']) expect(wrong.text).toContain(said)
    expect((await send(bank, { payerName: 'ア', amount: '1' })).status).toBe(400)
    expect((await look(`${bank}x`)).status).toBe(404)
    expect((await send(bank, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })
})

describe('the till', () => {
  const till = () => shop.replace('/shop', '/till')
  /** An order whose payer has chosen a store: the payment page, and the number of its slip. */
  async function slip(): Promise<{ page: string; number: string }> {
    const { location } = await send(shop, form())
    const page = location ?? ''
    await send(page, { method: 'convenience_store' })
    const [, number = ''] = /slip=(\d+-\d)/.exec((await look(page)).html) ?? []
    return { page, number }
  }
  const at = (number: string) => `${till()}?slip=${number}`
  const told = () => rows('select id from collection_lines').length

  it('is reached from the payment page of who has chosen a store, with the slip in hand and the way back', async () => {
    const { page, number } = await slip()
    const { html } = await look(page)
    const [, door = ''] = /href="(\/demonstration\/till\?[^"]+)"/.exec(html) ?? []
    const read = await look(new URL(door.replaceAll('&amp;', '&'), till()).href)
    for (const said of [number, '12,800円', '未払い']) expect(read.text).toContain(said)
    expect(read.html).toContain(`href="${new URL(page).pathname}"`)
    expect(html).not.toContain('/demonstration/bank/')
  })

  it('takes a slip, its agent tells of it, and the order’s page shows it; confirmed or taken back likewise', async () => {
    const { page, number } = await slip()
    const paid = await send(till(), { slip: number, act: 'pay' })
    expect([paid.status, paid.location]).toEqual([303, `/demonstration/till?slip=${number}`])
    expect((await look(at(number))).text).toContain('支払済（速報）')
    const payment = async () =>
      rows<{ payment: string }>(`select payment from orders o join slips s on s.order_id = o.id
      where s.reference = '${number.slice(0, -2)}'`)[0]?.payment
    await soon(payment).toBe('paid_preliminary')
    expect((await look(page)).text).toContain('お支払いを確認しました')
    await send(till(), { slip: number, act: 'take_back' })
    await soon(payment).toBe('unpaid')
    await send(till(), { slip: number, act: 'pay' })
    await send(till(), { slip: number, act: 'confirm' })
    await soon(payment).toBe('paid')
    const files = (await look(at(number))).text
    for (const said of ['速報取消', '確報', 'daiko-demo-0001-sokuho.csv', 'daiko-demo-0004-kakuho.csv']) expect(files).toContain(said)
  }, 30_000)

  it('says what it cannot read, and takes nothing that another site sends', async () => {
    expect((await look(till())).text).toContain('払込票番号')
    const unknown = await send(till(), { slip: '123456-0' })
    expect([unknown.status, unknown.text.includes('この番号の払込票はありません')]).toEqual([422, true])
    expect((await look(at('x'))).status).toBe(422)
    const { number } = await slip()
    const before = told()
    expect((await send(till(), { slip: number, act: 'burn' })).status).toBe(400)
    expect((await send(till(), { slip: number, payment: '/elsewhere' })).status).toBe(400)
    expect((await look(`${at(number)}&payment=//example.com`)).status).toBe(400)
    expect((await send(till(), { slip: number, act: 'pay' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await look(at(number))).text).toContain('未払い')
    expect(told()).toBe(before)
  })
})

describe('a ledger that is no demonstration', () => {
  it('has none of these pages', async () => {
    const storefront = await openTestStorefront()
    try {
      for (const path of ['shop', 'bank/x', 'till', 'till?slip=1-0']) {
        expect([path, (await look(`${storefront.address}/demonstration/${path}`)).status]).toEqual([path, 404])
      }
      expect((await send(`${storefront.address}/demonstration/till`, { slip: '1-0', act: 'pay' })).status).toBe(404)
    } finally {
      await storefront.cleanup()
    }
  })
})

describe('a merchant’s key that was revoked at the desk', () => {
  it('stops the shop, which says what the API answered', async () => {
    const [key] = rows<{ id: number }>('select id from api_keys')
    const seat = { id: 'kanri', kind: 'test' } as const
    const asked = async (method: string, input: unknown) => (await core.dispatch(seat, { method, input })).outcome
    expect(await asked('session.signIn', { name: 'kanri', password: 'demo-kanri-2026' })).toBe('done')
    expect(await asked('merchants.revokeApiKey', { id: key?.id })).toBe('done')
    const before = orders().length
    const answer = await send(shop, form())
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('signature_wrong')
    expect(orders().length).toBe(before)
  })
})

describe('every page of them', () => {
  it('runs no script, keeps nothing, and says that it is a demonstration in the language of its reader', async () => {
    const response = await fetch(shop, { headers: { 'accept-language': 'en' } })
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('cache-control')).toBe('no-store')
    const html = await response.text()
    expect(html).not.toMatch(/<script|style=|onclick/)
    expect(html).toContain('Neither the goods nor the money are real')
    const till = await fetch(shop.replace('/shop', '/till'))
    expect(till.headers.get('content-security-policy')).toBe(response.headers.get('content-security-policy'))
    expect(await till.text()).toContain('商品もお金も本物ではありません')
    expect((await look(shop)).html).toContain('商品もお金も本物ではありません')
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})
