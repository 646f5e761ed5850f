import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noticesPath } from '../../../../../src/main/gateways/storefront/card-notices'
import type { OrderId } from '../../../../../src/preload/contract/ids'
import { TestCardCompany } from '../../../../support/card-company'
import { settleCards } from '../../../../support/cards'
import { openTestStorefront, type TestStorefront } from '../../../../support/counter'
import { valueIn } from '../../../../support/ledger'
import { look, send } from '../../../../support/pages'

/* A payer at our pages before and after the card company's form, over real HTTP; and what the company sends by itself. */

const company = new TestCardCompany()
let at: TestStorefront
beforeAll(async () => {
  at = await openTestStorefront({ methods: ['bank_transfer', 'card'] }, company)
  await settleCards(at.ledger)
})
beforeEach(() => {
  company.payer = 'pays'
})
afterAll(() => at.cleanup())

const BY_CARD = { method: 'card' }
const payment = (id: OrderId) => at.ledger.source.prepare('select payment from orders where id = ?').pluck().get(id)
const referenceOf = (id: OrderId) =>
  String(at.ledger.source.prepare('select reference from card_payments where order_id = ? order by id desc limit 1').pluck().get(id))

async function chosen(): Promise<{ id: OrderId; address: string }> {
  const id = await at.post()
  const address = at.link('choose', id)
  expect((await send(address, BY_CARD)).status).toBe(303)
  return { id, address }
}

describe('before the form', () => {
  it('the page names the company, the amount and what happens, and leads there by a link; nothing can be typed', async () => {
    const { address } = await chosen()
    const page = await look(address)
    expect(page.status).toBe(200)
    for (const said of ['みほんカード', '12,000円', 'カードの番号を受け取らず、保存もしません', '発送したときに請求が確定します'])
      expect(page.text).toContain(said)
    expect(page.html).toMatch(/<a class="button" href="https:\/\/cards\.example\/form\/D[0-9A-Z]+"/)
    expect(page.html).not.toContain('<form')
    expect((await look(`${address}?lang=en`)).text).toContain('Neither this bank nor the shop is given the number of your card')
  })

  it('another method may be chosen instead, and the form is closed', async () => {
    const { id, address } = await chosen()
    const changing = await look(`${address}?change=1`)
    expect(changing.html).toContain('value="bank_transfer"')
    company.payer = 'leaves'
    expect((await send(address, { method: 'bank_transfer' })).status).toBe(303)
    expect(payment(id)).toBe('unpaid')
    expect(company.trade(referenceOf(id)).state).toBe('voided')
  })

  it('a form that cannot be opened is told so, and the other methods stand there', async () => {
    company.fault('open', 'refused')
    const id = await at.post()
    const sent = await send(at.link('choose', id), BY_CARD)
    expect([sent.status, payment(id)]).toEqual([409, 'awaiting_method'])
    expect(sent.text).toContain('カードのお手続きの画面を開けませんでした')
    expect(sent.html).toContain('value="bank_transfer"')
  })
})

describe('after the form', () => {
  it.each(['GET', 'POST'])('by %s, also from a page of the company: authorised, once however often it is loaded', async (method) => {
    const { id, address } = await chosen()
    const back = () =>
      method === 'GET'
        ? look(`${address}/card?card=done&Token=abc`)
        : send(`${address}/card`, { Token: 'abc' }, { 'sec-fetch-site': 'cross-site', origin: 'https://cards.example' })
    const answers = [...(await Promise.all([back(), back()])), await back()]
    for (const { status, location } of answers) expect([status, location]).toEqual([303, `${new URL(address).pathname}?form=open`])
    expect(payment(id)).toBe('authorized')
    expect(company.heard.filter((asked) => asked === `finish ${referenceOf(id)}`)).toHaveLength(1)
    const page = await look(`${address}?form=open`)
    for (const said of ['カードのお支払いが承認されました', 'Visa（下4桁 4242）', '発送したときに確定']) expect(page.text).toContain(said)
    expect((await look(`${address}?lang=en`)).text).toContain('Visa ending in 4242')
  })

  it('declined: the payer reads so and chooses again', async () => {
    company.payer = 'is_declined'
    const { id, address } = await chosen()
    await look(`${address}/card`)
    const page = await look(address)
    expect([payment(id), page.text.includes('カードのお支払いが承認されませんでした')]).toEqual(['declined', true])
    expect(page.html).toContain('value="card"')
    expect(page.html).toContain('value="bank_transfer"')
  })

  it('given up: nothing has come of it, and both ways are open', async () => {
    company.payer = 'leaves'
    const { id, address } = await chosen()
    const { location } = await look(`${address}/card?lang=en`)
    expect(location).toBe(`${new URL(address).pathname}?form=open&lang=en`)
    const page = await look(`${address}?form=open`)
    expect([payment(id), page.text.includes('カードのお手続きは、まだ終わっていません')]).toEqual(['decision_asked', true])
    expect(page.html).toContain('change=1')
  })

  it('an answer that was lost is not guessed: the payer need do nothing, and may not pay twice', async () => {
    const { id, address } = await chosen()
    company.fault('finish', 'answer_lost')
    await look(`${address}/card`)
    const page = await look(address)
    expect(payment(id)).toBe('decision_unknown')
    expect(page.text).toContain('カード会社に結果を確認しています')
    expect(page.html).not.toContain('name="method"')
  })

  it('3-D Secure: the payer is led on to its page', async () => {
    const { address } = await chosen()
    expect(await look(`${address}/card?step=3ds`)).toMatchObject({ status: 303, location: 'https://cards.example/3ds' })
    expect((await look(address)).html).toContain('href="https://cards.example/3ds"')
  })

  it('of an order that is not paid by card it says how that stands; of a link that is none, nothing', async () => {
    const address = at.link('choose', await at.post())
    expect((await look(`${address}/card`)).status).toBe(303)
    expect((await look(`${at.address}/pay/0.abc.20261231.AAAA/card`)).status).toBe(404)
  })

  it('captured, cancelled, over by time: each in its own words', async () => {
    const states = async (act: (orderNumber: string, id: OrderId) => Promise<unknown>, orderNumber: string) => {
      const id = await at.post({ orderNumber })
      const address = at.link('choose', id)
      await send(address, BY_CARD)
      await look(`${address}/card`)
      await act(orderNumber, id)
      return (await look(address)).text
    }
    const asked = await states(async (number) => valueIn(await at.counter.orders.capture(at.actor, number)), 'CAP-1')
    expect(asked).toContain('カードのお支払いが承認されました')
    const cancelled = await states(async (number) => valueIn(await at.counter.orders.cancel(at.actor, number, '在庫切れ')), 'CAN-1')
    expect(cancelled).toContain('カードの承認を取り消しました')
  })
})

describe('notices of the company', () => {
  const notice = (body: string, headers: Record<string, string>) =>
    fetch(`${at.address}${noticesPath('card')}`, { method: 'POST', body, headers })

  it.each([
    ['about a payment', 'true', (reference: string) => reference, 200, '0'],
    ['about nothing', 'true', () => '', 200, '0'],
    ['forged', 'wrong', (reference: string) => reference, 400, '1'],
    ['that cannot be looked after now', 'later', (reference: string) => reference, 503, '1'],
  ])('%s', async (_what, signature, body, status, text) => {
    const { id } = await chosen()
    company.type(referenceOf(id))
    const answer = await notice(body(referenceOf(id)), { signature, 'content-type': 'application/x-www-form-urlencoded' })
    expect([answer.status, await answer.text()]).toEqual([status, text])
    expect(payment(id)).toBe(body('x') !== '' && status === 200 ? 'authorized' : 'decision_asked')
  })

  it('is taken byte for byte, whatever it calls itself, and is never too large', async () => {
    const { id } = await chosen()
    company.type(referenceOf(id))
    expect((await notice(referenceOf(id), { signature: 'true', 'content-type': 'application/json' })).status).toBe(200)
    expect(payment(id)).toBe('authorized')
    expect((await notice('x'.repeat(64 * 1024 + 1), { signature: 'true' })).status).toBe(413)
  })
})
