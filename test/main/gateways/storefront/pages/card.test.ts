import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noticesPath } from '../../../../../src/main/gateways/storefront/card-notices'
import type { CardMethod } from '../../../../../src/preload/contract/cards'
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
  at = await openTestStorefront({ methods: ['bank_transfer', 'card', 'debit'] }, company)
  await settleCards(at.ledger)
  await settleCards(at.ledger, {}, true, 'debit')
})
beforeEach(() => {
  company.payer = 'pays'
})
afterAll(() => at.cleanup())

const BY_CARD = { method: 'card' as const }
const BY_DEBIT = { method: 'debit' as const }
const payment = (id: OrderId) => at.ledger.source.prepare('select payment from orders where id = ?').pluck().get(id)
const referenceOf = (id: OrderId) =>
  String(at.ledger.source.prepare('select reference from card_payments where order_id = ? order by id desc limit 1').pluck().get(id))

async function chosen(by: { method: CardMethod } = BY_CARD): Promise<{ id: OrderId; address: string }> {
  const id = await at.post()
  const address = at.link('choose', id)
  expect((await send(address, by)).status).toBe(303)
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

describe('a debit card', () => {
  const CREDIT = /クレジット|カード会社|与信|請求/
  it('is spoken of as one: a balance is checked, and the account is debited at once', async () => {
    const { id, address } = await chosen(BY_DEBIT)
    const door = await look(address)
    for (const said of ['みほんデビット', '12,000円', '残高が確認できるとすぐに口座から引き落とされます']) expect(door.text).toContain(said)
    await look(`${address}/card`)
    expect(payment(id)).toBe('capture_requested')
    const taking = await look(address)
    for (const said of ['残高を確認しました', 'Visa（下4桁 4242）', '引き落としを進めています']) expect(taking.text).toContain(said)
    await at.attendCards()
    const paid = await look(address)
    expect(payment(id)).toBe('captured')
    for (const said of ['デビットカードでお支払いいただきました', '口座から引き落とされました']) expect(paid.text).toContain(said)
    for (const { text } of [door, taking, paid]) expect(text).not.toMatch(CREDIT)
    expect((await look(`${address}?lang=en`)).text).toContain('You have paid by debit card')
  })

  it('declined: its payer reads so, and may choose either card or the transfer', async () => {
    company.payer = 'is_declined'
    const { address } = await chosen(BY_DEBIT)
    await look(`${address}/card`)
    const page = await look(address)
    expect(page.text).toContain('デビットカードでお支払いいただけませんでした')
    for (const method of ['card', 'debit', 'bank_transfer']) expect(page.html).toContain(`value="${method}"`)
  })

  it('given up, and not answered: in its own words', async () => {
    company.payer = 'leaves'
    const left = await chosen(BY_DEBIT)
    await look(`${left.address}/card`)
    expect((await look(`${left.address}?form=open`)).text).toContain('デビットカードのお手続きは、まだ終わっていません')
    company.fault('finish', 'answer_lost')
    const lost = await chosen(BY_DEBIT)
    await look(`${lost.address}/card`)
    expect((await look(lost.address)).text).toContain('残高の確認の結果を問い合わせています')
  })
})

describe.each(['card', 'debit'] as const)('notices of the company of a %s', (method) => {
  const notice = (body: string, headers: Record<string, string>) =>
    fetch(`${at.address}${noticesPath(method)}`, { method: 'POST', body, headers })
  const granted = { card: 'authorized', debit: 'captured' }[method]

  it.each([
    ['about a payment', 'true', (reference: string) => reference, 200, '0'],
    ['about nothing', 'true', () => '', 200, '0'],
    ['forged', 'wrong', (reference: string) => reference, 400, '1'],
    ['that cannot be looked after now', 'later', (reference: string) => reference, 503, '1'],
  ])('%s', async (_what, signature, body, status, text) => {
    const { id } = await chosen({ method })
    company.type(referenceOf(id))
    const answer = await notice(body(referenceOf(id)), { signature, 'content-type': 'application/x-www-form-urlencoded' })
    expect([answer.status, await answer.text()]).toEqual([status, text])
    expect(payment(id)).toBe(body('x') !== '' && status === 200 ? granted : 'decision_asked')
  })

  it('is taken byte for byte, whatever it calls itself, and is never too large', async () => {
    const { id } = await chosen({ method })
    company.type(referenceOf(id))
    expect((await notice(referenceOf(id), { signature: 'true', 'content-type': 'application/json' })).status).toBe(200)
    expect(payment(id)).toBe(granted)
    expect((await notice('x'.repeat(64 * 1024 + 1), { signature: 'true' })).status).toBe(413)
  })
})
