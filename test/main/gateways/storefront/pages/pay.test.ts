import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expireOverdue } from '../../../../../src/main/services/expiry'
import { planStatement } from '../../../../../src/main/services/intake-plan'
import { addDays } from '../../../../../src/preload/contract/date'
import type { OrderId } from '../../../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../../../src/preload/contract/money'
import { openTestStorefront, type TestStorefront } from '../../../../support/counter'
import { valueIn, writing } from '../../../../support/ledger'
import { settleCollector } from '../../../../support/notices'
import { look, send } from '../../../../support/pages'
import { textsOf } from '../../../../support/pdf-text'
import { ACCOUNT, fileIn, quietControl, resourcesOf, zengin03 } from '../../../../support/statements'
import { settleStores } from '../../../../support/stores'

/* The selection page (s4) and the instruction (s6) over real HTTP, with a real ledger and real services behind them. */

let at: TestStorefront
beforeAll(async () => {
  at = await openTestStorefront({ methods: ['bank_transfer', 'card'] })
})
afterAll(() => at.cleanup())

const transfer = { method: 'bank_transfer' }
const eventsOf = async (id: OrderId) =>
  (await at.ledger.reader.db.selectFrom('order_events').select('kind').where('order_id', '=', id).orderBy('id').execute()).map(
    ({ kind }) => kind,
  )
const noticesOf = (id: OrderId) =>
  at.ledger.reader.db.selectFrom('notices').select(['name', 'recipient']).where('order_id', '=', id).orderBy('id').execute()

describe('the selection page', () => {
  it('shows the order, and only methods that the merchant has and that can be paid by, with cost and due date', async () => {
    const page = await look(at.link('choose', await at.post()))
    expect(page.status).toBe(200)
    for (const said of ['さくら商店', 'A-1001', '12,000円', '波佐見焼 飯碗 (青海波)', '6,600円', '銀行振込', '2026年11月27日（金）']) {
      expect(page.text).toContain(said)
    }
    expect(page.html).toContain('value="bank_transfer"')
    expect(page.html).not.toContain('value="card"')
    expect(page.text).toContain('14日間')
  })

  it('after the choice it says how to pay: every field of a transfer, and the name to write', async () => {
    const id = await at.post()
    const address = at.link('choose', id)
    const sent = await send(address, { ...transfer, protection: 'wished' })
    expect(sent).toMatchObject({ status: 303, location: new URL(address).pathname })
    const page = await look(address)
    for (const said of [
      'お振込みのご案内',
      'みずほ銀行',
      'コード 0001',
      '札幌',
      'コード 813',
      '普通',
      '決済代行口',
      'ヤマダ タロウ',
      '返金希望 あり',
    ]) {
      expect(page.text).toContain(said)
    }
    expect(page.html).toMatch(/class="copy digits">0000\d{3}</)
    expect(page.html).toContain('href="https://shop.example.jp/orders/thanks"')
    expect(await eventsOf(id)).toEqual(['registered', 'protection_wished', 'method_chosen'])
  })

  it('the same choice sent twice, one after the other or at once, is one choice and one notice', async () => {
    const id = await at.post()
    const address = at.link('choose', id)
    const answers = await Promise.all([send(address, transfer), send(address, transfer), send(address, transfer)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect((await send(address, transfer)).status).toBe(303)
    expect(await eventsOf(id)).toEqual(['registered', 'method_chosen'])
    expect((await noticesOf(id)).filter(({ name }) => name === 'instruction')).toHaveLength(1)
  })

  it('may be changed until the money is there, and keeps its account number', async () => {
    const id = await at.post()
    const address = at.link('choose', id)
    await send(address, transfer)
    const first = /copy digits">(\d{7})</.exec((await look(address)).html)?.[1]
    const changing = await look(`${address}?change=1`)
    expect(changing.html).toContain('name="protection"')
    await send(address, { ...transfer, protection: 'wished' })
    await send(address, transfer)
    expect(await eventsOf(id)).toEqual(['registered', 'method_chosen', 'protection_wished', 'protection_waived'])
    // Who only thinks better of the protection is not told again how to pay.
    expect((await noticesOf(id)).filter(({ name }) => name === 'instruction')).toHaveLength(1)
    expect(/copy digits">(\d{7})</.exec((await look(address)).html)?.[1]).toBe(first)
    await at.pay(id)
    const late = await send(address, { ...transfer, protection: 'wished' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('受け付けられませんでした')
    expect(late.text).toContain('お支払いを確認しました')
  })

  it('says nothing of how to pay before the merchant has taken the order (s81–s85), though its method is fixed', async () => {
    const asking = await openTestStorefront({ acceptanceRequired: true })
    const id = await asking.post({ method: 'bank_transfer' })
    const before = await look(asking.link('choose', id))
    expect(before.html).not.toContain('copy digits')
    expect(before.text).toContain('ショップの確認を待っています')
    valueIn(await asking.counter.links.accept(asking.link('accept', id).split('/').at(-1) ?? ''))
    expect((await look(asking.link('choose', id))).html).toContain('copy digits')
    await asking.cleanup()
  })

  it('an order that a statement is about to pay is left alone: reserved_by_import', async () => {
    const own = await openTestStorefront()
    const id = await own.post()
    const address = own.link('choose', id)
    await send(address, transfer)
    const { reference } = await own.ledger.reader.db.selectFrom('instructions').select('reference').executeTakeFirstOrThrow()
    const day = { account: ACCOUNT, from: '2026-11-20', to: '2026-11-20', opening: 0, lines: [{ amount: 12_000, remitterCode: reference }] }
    const planned = valueIn(await planStatement(resourcesOf(own), fileIn(own.dir, 'next.txt', zengin03(day)), quietControl()))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    await writing(own.ledger, (writer) =>
      writer.db.updateTable('statement_files').set({ state: 'published' }).where('id', '=', planned.plan.planId).execute(),
    )
    const late = await send(address, { ...transfer, protection: 'wished' })
    expect(late.status).toBe(409)
    expect(own.ledger.source.prepare('select protection from orders').pluck().all()).toEqual(['none'])
    await own.cleanup()
  })

  it('an order whose time is over may be chosen for anew', async () => {
    const id = await at.post()
    at.clock.advance(10 * 86_400_000)
    valueIn(await expireOverdue({ ...resourcesOf(at), gateways: resourcesOf(at).gateways }))
    const address = at.link('choose', id)
    expect((await look(address)).text).toContain('お支払期限を過ぎました')
    expect((await send(address, transfer)).status).toBe(303)
    expect((await look(address)).text).toContain('2026年12月7日（月）')
  })

  const unread: [why: string, fields: Record<string, string>, status: number, says: string][] = [
    ['no method', {}, 422, 'お支払方法を選んでください'],
    ['a method the program does not know', { method: 'gold' }, 400, '読めませんでした'],
    ['a method that is not offered', { method: 'card' }, 409, 'その支払方法はご利用いただけません'],
    ['a wish that is none', { method: 'bank_transfer', protection: 'maybe' }, 400, '読めませんでした'],
  ]
  it.each(unread)('%s is told in a sentence and changes nothing', async (_why, fields, status, says) => {
    const id = await at.post()
    const answer = await send(at.link('choose', id), fields)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(says)
    expect(await eventsOf(id)).toEqual(['registered'])
  })

  it('leads back to no place but one of the web', async () => {
    const id = await at.post({ returnUrl: '' })
    await writing(at.ledger, (writer) => writer.db.selectFrom('orders').select('id').executeTakeFirst())
    expect((await look(at.link('choose', id))).html).not.toContain('class="to-shop"')
  })

  it('says nothing of what people wrote but as text', async () => {
    const name = '<script>alert(1)</script>"&\''
    const id = await at.post({ goods: [{ name, quantity: 1, unitPrice: 12_000 as never }] })
    const page = await look(at.link('choose', id))
    expect(page.html).not.toContain('<script')
    expect(page.text).toContain(name)
  })
})

describe('a link', () => {
  const good = async () => at.link('choose', await at.post())
  const cases: [why: string, address: () => Promise<string>, status: number, says: string][] = [
    ['of yesterday', async () => at.link('choose', await at.post(), addDays(at.clock.today(), -1)), 410, 'リンクの期限を過ぎました'],
    ['cut off', async () => (await good()).slice(0, -1), 404, 'リンクが正しくありません'],
    ['with another day', async () => (await good()).replace(/\.2027\d{4}\./, '.20991231.'), 404, 'リンクが正しくありません'],
    ['for another purpose', async () => at.link('accept', await at.post()).replace('/accept/', '/pay/'), 404, 'リンクが正しくありません'],
    ['of nothing at all', async () => `${at.address}/pay/x`, 404, 'リンクが正しくありません'],
  ]
  it.each(cases)('%s opens nothing: %#', async (_why, address, status, says) => {
    const where = await address()
    for (const answer of [await look(where), await send(where, transfer)]) {
      expect(answer.status).toBe(status)
      expect(answer.text).toContain(says)
      expect(answer.text).not.toContain('さくら商店')
    }
  })

  it('is followed in the language that was asked for, and stays in it', async () => {
    const address = `${at.link('choose', await at.post())}?lang=en`
    const page = await look(address, { 'accept-language': 'ja' })
    expect(page.html).toContain('<html lang="en">')
    expect(page.text).toContain('Choose how to pay')
    const sent = await send(address, transfer)
    expect(sent.location).toMatch(/\?lang=en$/)
    expect(page.html).toContain('lang=ja')
  })

  it('shows a page that nobody keeps and that loads nothing but its own style', async () => {
    const response = await fetch(await good())
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('referrer-policy')).toBe('same-origin')
    expect(await response.text()).not.toMatch(/<script|style=|onclick/)
  })

  it('takes nothing that another site sends', async () => {
    const id = await at.post()
    const answer = await send(at.link('choose', id), transfer, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('別のサイト')
    expect(await eventsOf(id)).toEqual(['registered'])
  })
})

describe('a convenience store', () => {
  const store = { method: 'convenience_store' }
  let own: TestStorefront
  beforeAll(async () => {
    own = await openTestStorefront({ methods: ['bank_transfer', 'convenience_store'] })
    await settleStores(own.ledger)
  })
  afterAll(() => own.cleanup())

  it('is offered beside the transfer, and after the choice the slip is there: number, amount, last day, and what it looks like', async () => {
    const address = own.link('choose', await own.post())
    expect((await look(address)).html).toContain('value="convenience_store"')
    expect(await send(address, store)).toMatchObject({ status: 303 })
    const page = await look(address)
    for (const said of [
      'コンビニエンスストアでのお支払いのご案内',
      '2026年11月27日（金）までに店頭でお支払いください',
      '0000000000000001-0',
      '(91)929023-2520700000000000000010 261127-0-012000-',
      'みほん収納',
      '店頭で支払う',
    ]) {
      expect(page.text).toContain(said)
    }
    expect(page.text).not.toContain('収入印紙')
    const file = await fetch(`${address}/slip.pdf`)
    expect([file.status, file.headers.get('content-type'), file.headers.get('cache-control')]).toEqual([200, 'application/pdf', 'no-store'])
    expect(file.headers.get('content-disposition')).toContain('filename="slip-A-1001.pdf"')
    const [text] = textsOf(Buffer.from(await file.arrayBuffer()))
    for (const said of ['さくら商店', 'A-1001', '12,000円', '(91)929023-2520700000000000000010']) expect(text).toContain(said)
  })

  it('in English says the same', async () => {
    const address = own.link('choose', await own.post())
    await send(address, store)
    const page = await look(`${address}?lang=en`)
    for (const said of ['How to pay at a convenience store', 'Pay at a store by', 'Slip number', 'Open the payment slip (PDF)']) {
      expect(page.text).toContain(said)
    }
  })

  it('from 50,000 yen on the receipt must carry a stamp, and above 300,000 there is no slip', async () => {
    const of = (amount: number) =>
      own.post({ goods: [{ name: '壺', quantity: 1, unitPrice: yen(amount) }], amount: PositiveYen.parse(amount) })
    const stamped = own.link('choose', await of(50_000))
    await send(stamped, store)
    expect((await look(stamped)).text).toContain('収入印紙が必要')
    const above = own.link('choose', await of(300_001))
    expect((await look(above)).html).not.toContain('value="convenience_store"')
    const sent = await send(above, store)
    expect([sent.status, sent.text]).toEqual([409, expect.stringContaining('払込票は30万円までです')])
  })

  it('once another method is chosen the slip is no longer handed out', async () => {
    const address = own.link('choose', await own.post())
    await send(address, store)
    await send(address, transfer)
    expect((await look(address)).text).toContain('お振込みのご案内')
    const slip = await look(`${address}/slip.pdf`)
    expect([slip.status, slip.text]).toEqual([409, expect.stringContaining('この払込票はもう使えません')])
    expect((await look(`${own.address}/pay/nobody/slip.pdf`)).status).toBe(404)
  })
})

describe('a postal transfer', () => {
  const postal = { method: 'postal' }
  let own: TestStorefront
  beforeAll(async () => {
    own = await openTestStorefront({ methods: ['bank_transfer', 'postal', 'e_money'] })
    for (const method of ['postal', 'e_money'] as const) await settleCollector(own.ledger, method)
  })
  afterAll(() => own.cleanup())

  it('is told with account, reference and both lines, and with a sheet to copy from that says it is no form', async () => {
    const address = own.link('choose', await own.post())
    expect(await send(address, postal)).toMatchObject({ status: 303 })
    const page = await look(address)
    for (const said of [
      '00150-9-900584',
      'ダイコウギンコウ',
      '10000000016',
      '記入内容の用紙（PDF）を開く',
      '用紙そのものではお払い込みになれません',
    ]) {
      expect(page.text).toContain(said)
    }
    const file = await fetch(`${address}/slip.pdf`)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(file.headers.get('content-disposition')).toContain('filename="postal-A-1001.pdf"')
    const [text = ''] = textsOf(Buffer.from(await file.arrayBuffer()))
    for (const said of ['00150-9-900584', '12,000円', '整理番号 10000000016', 'この用紙は払込取扱票ではありません'])
      expect(text).toContain(said)
    const english = await look(`${address}?lang=en`)
    expect(english.text).toContain('Open the sheet to copy from (PDF)')
  })

  it('is handed out no more once another method is chosen; who pays with e-money has no sheet at all', async () => {
    const address = own.link('choose', await own.post())
    await send(address, postal)
    await send(address, { method: 'e_money' })
    expect((await look(address)).html).not.toContain('slip.pdf')
    expect((await look(`${address}/slip.pdf`)).status).toBe(409)
  })
})
