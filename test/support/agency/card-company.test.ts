import { createServer, type Server } from 'node:http'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CARDS, type StandInCardCompany, startCardCompany } from './card-company'
import { broughtBy, goBack, typeCard } from './card-company-payer'

/* The stand-in by its wire forms alone: nothing of the product is here, only the official client of Stripe and plain forms. */

let company: StandInCardCompany
let stripe: Stripe
let receiver: Server
const received: { path: string; signature: string | undefined; body: string }[] = []
let receiverUrl = ''
beforeAll(async () => {
  company = await startCardCompany({ today: '2026-12-01', feeRate: 325, taxRate: 10, transferDays: 2 })
  stripe = clientOf(company)
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const signature = request.headers['stripe-signature']
    const body = Buffer.concat(chunks).toString('utf8')
    received.push({ path: request.url ?? '', signature: typeof signature === 'string' ? signature : undefined, body })
    response.writeHead(received.length === 1 ? 500 : 200).end('0')
  })
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve)
  })
  const address = receiver.address()
  receiverUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  receiver?.close()
  await company?.stop()
})

const openSession = (reference: string, amount: number, client = stripe) =>
  client.checkout.sessions.create({
    ...{ mode: 'payment', allowed_payment_method_types: ['card'], client_reference_id: reference },
    line_items: [{ quantity: 1, price_data: { currency: 'jpy', unit_amount: amount, product_data: { name: 'x' } } }],
    payment_intent_data: { capture_method: 'manual', metadata: { reference } },
    ...{ success_url: 'https://shop.example/done?a=1&b=2', cancel_url: 'https://shop.example/back?a=1&b="2"' },
  })

/** Authorised by its form; the id of the PaymentIntent. */
async function paid(reference: string, amount: number, client = stripe): Promise<string> {
  const session = await openSession(reference, amount, client)
  await typeCard(session.url ?? '', CARDS.approved)
  const { payment_intent: intent } = await client.checkout.sessions.retrieve(session.id)
  if (typeof intent !== 'string') throw new Error('no payment was made')
  return intent
}

function clientOf({ stripe: { apiUrl, secretKey } }: StandInCardCompany): Stripe {
  const { hostname: host, port } = new URL(apiUrl)
  return new Stripe(secretKey, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })
}

/** Says something to it as to GMO-PG. */
async function gmo(call: string, fields: Record<string, string>): Promise<Record<string, string>> {
  const { apiUrl, shopId, shopPass } = company.gmo
  const body = new URLSearchParams({ ShopID: shopId, ShopPass: shopPass, ...fields })
  const text = await (await fetch(`${apiUrl}${call}.idPass`, { method: 'POST', body })).text()
  return Object.fromEntries(text.split('&').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]))
}
const formOf = (reference: string) =>
  `${company.gmo.formUrl}?${new URLSearchParams({ OrderID: reference, Amount: '5000', RetUrl: 'https://shop.example/r?x=1' })}`

describe('the form', () => {
  it('leads back as it was told, with the payment made or with nothing', async () => {
    const { url } = await openSession('FORM', 1_000)
    expect((await goBack(url ?? '')).href).toBe('https://shop.example/back?a=1&b=%222%22')
    expect((await typeCard(url ?? '', CARDS.approved))?.href).toBe('https://shop.example/done?a=1&b=2')
    expect((await fetch(url ?? '')).status).toBe(404)
  })

  it('keeps the payer where a card is refused, and says why', async () => {
    const { url } = await openSession('REFUSED', 1_000)
    expect(await typeCard(url ?? '', CARDS.insufficient)).toBeNull()
    expect(await (await fetch(url ?? '')).text()).toContain('残高が不足')
    expect(await typeCard(url ?? '', CARDS.secure, 'fails')).toBeNull()
    expect(await typeCard(url ?? '', CARDS.secure)).not.toBeNull()
  })

  it('of GMO brings a token, good for once, and no number', async () => {
    const back = broughtBy(await typeCard(formOf('TOKEN'), CARDS.approved))
    expect(back).toMatchObject({ x: '1', OrderID: 'TOKEN' })
    expect(JSON.stringify(back)).not.toContain(CARDS.approved)
    const { AccessID = '', AccessPass = '' } = await gmo('EntryTran', { OrderID: 'TOKEN', JobCd: 'AUTH', Amount: '5000', TdFlag: '2' })
    const execute = (Token: string) => gmo('ExecTran', { AccessID, AccessPass, OrderID: 'TOKEN', Token, Method: '1' })
    expect(await execute('other')).toEqual({ ErrCode: 'E61', ErrInfo: 'E61010002' })
    expect(await execute(back.Token ?? '')).toMatchObject({ ACS: '0', Approve: '0000011' })
    expect(await execute(back.Token ?? '')).toEqual({ ErrCode: 'E11', ErrInfo: 'E11010001' })
  })
})

it.each([
  ['EntryTran', { ShopPass: 'x' }, 'E01030002'],
  ['EntryTran', { OrderID: 'a b' }, 'E01040013'],
  ['EntryTran', { OrderID: 'TOKEN', JobCd: 'AUTH', Amount: '1' }, 'E01040010'],
  ['EntryTran', { OrderID: 'NEW', JobCd: 'SALES', Amount: '1' }, 'E01050002'],
  ['EntryTran', { OrderID: 'NEW', JobCd: 'AUTH', Amount: '1.5' }, 'E01060006'],
  ['EntryTran', { OrderID: 'NEW', JobCd: 'AUTH', Amount: '1' }, 'E01080101'],
  ['SearchTrade', { OrderID: 'NEW' }, 'E01110002'],
  ['AlterTran', { AccessID: 'x', AccessPass: 'y', JobCd: 'VOID' }, 'E01110002'],
])('GMO: %s %j is refused: %s', async (call, fields, told) => {
  expect((await gmo(call, fields)).ErrInfo).toBe(told)
})

it('GMO: a sale of another amount, and the wrong verb for the day, are refused', async () => {
  const { AccessID = '', AccessPass = '' } = await gmo('SearchTrade', { OrderID: 'TOKEN' })
  const alter = async (fields: Record<string, string>) => (await gmo('AlterTran', { AccessID, AccessPass, ...fields })).ErrInfo
  expect(await alter({ JobCd: 'SALES', Amount: '4999' })).toBe('E01060010')
  expect(await alter({ JobCd: 'RETURNX' })).toBe('E11010003')
  expect(await alter({ JobCd: 'VOID' })).toBeUndefined()
})

describe('faults', () => {
  it('are met by the calls they are for, as often as said', async () => {
    await company.faults.next('broken', { on: 'look', times: 2 })
    const intent = await paid('FAULTS', 1_000).catch((fault: unknown) => fault)
    expect(intent).toBeInstanceOf(Stripe.errors.StripeAPIError)
    await expect(stripe.disputes.list({ charge: 'ch_1' })).rejects.toThrow()
    expect((await stripe.disputes.list({ charge: 'ch_1' })).data).toEqual([])
  })

  it('lost: done, but the connection is cut; the same key brings the answer', async () => {
    const intent = await paid('LOST', 1_000)
    await company.faults.next('lost', { on: 'capture', times: 2 })
    const capture = () => stripe.paymentIntents.capture(intent, {}, { idempotencyKey: 'lost-1' })
    await expect(capture()).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect((await company.payments()).find(({ reference }) => reference === 'LOST')).toMatchObject({
      state: 'captured',
      deeds: { captured: 1 },
    })
    expect((await capture()).status).toBe('succeeded')
  })
})

describe('notices', () => {
  it('go where they were told to, as made, reversed, twice; signed rightly or wrongly; an answer 500 is told', async () => {
    await company.notify('stripe', `${receiverUrl}/stripe`)
    await company.notify('gmo', `${receiverUrl}/gmo`)
    const waiting = await company.notices()
    const answered = await company.deliver()
    expect(answered).toEqual(waiting.map((_, at) => (at === 0 ? 500 : 200)))
    expect(received.map(({ body }) => body)).toEqual(waiting.map(({ body }) => body))
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/stripe', '/gmo']))
    for (const { path, signature, body } of received) {
      if (path === '/gmo') expect(new URLSearchParams(body).get('PayType')).toBe('0')
      else expect(Stripe.webhooks.constructEvent(body, signature ?? '', company.stripe.webhookSecret).id).toMatch(/^evt_/)
    }
    expect(await company.deliver()).toEqual([])
  })

  it.each([
    ['reversed', 'right', ['payment_intent.amount_capturable_updated', 'checkout.session.completed']],
    ['twice', 'wrong', ['completed', 'updated', 'completed', 'updated']],
  ] as const)('%s, signed %s', async (order, signature, kinds) => {
    received.length = 1
    await paid(`DELIVER-${order}`, 1_000)
    await company.deliver({ order, signature })
    const sent = received.slice(1)
    expect(sent.map(({ body }) => body.match(/"type":"([a-z._]+)","data"/)?.[1])).toEqual(
      kinds.map((kind) => expect.stringMatching(`${kind}$`)),
    )
    for (const { body, signature: told = '' } of sent) {
      const read = () => Stripe.webhooks.constructEvent(body, told, company.stripe.webhookSecret)
      if (signature === 'wrong') expect(read).toThrow('signature')
      else expect(read()).toBeDefined()
    }
  })
})

describe('a transfer', () => {
  let fresh: StandInCardCompany
  beforeAll(async () => {
    fresh = await startCardCompany({ today: '2026-12-10', feeRate: 325, taxRate: 10, transferDays: 2 })
  })
  afterAll(() => fresh?.stop())

  it('is by day: what was captured, less refunds, chargebacks, its fees and their tax', async () => {
    const client = clientOf(fresh)
    await client.paymentIntents.capture(await paid('A', 9_999, client))
    const dear = await paid('B', 20_000, client)
    await client.paymentIntents.capture(dear, { amount_to_capture: 15_000 })
    await fresh.day('2026-12-11')
    await client.refunds.create({ payment_intent: dear, amount: 1_000 })
    const id = await fresh.chargeBack('A', 9_999)
    await fresh.chargeBack('B', 5_000, 'open')
    await fresh.day('2026-12-12')
    await fresh.endChargeback(id, true)
    expect(await fresh.transfers()).toEqual([
      { transferOn: '2026-12-12', captured: 24_999, refunded: 0, chargedBack: 0, fees: 324 + 487, tax: 81, net: 24_999 - 811 - 81 },
      { transferOn: '2026-12-13', captured: 0, refunded: 1_000, chargedBack: 9_999, fees: 0, tax: 0, net: -10_999 },
      { transferOn: '2026-12-14', captured: 0, refunded: 0, chargedBack: -9_999, fees: 0, tax: 0, net: 9_999 },
    ])
  })
})

describe('a debit network', () => {
  let network: StandInCardCompany
  beforeAll(async () => {
    network = await startCardCompany({ today: '2026-12-10', balances: { [CARDS.approved]: 10_000 } })
  })
  afterAll(() => network?.stop())
  const left = async () => (await network.balances())[CARDS.approved]

  it('checks the balance: what is held is gone from it, what is let go comes back, what is too much is refused', async () => {
    const client = clientOf(network)
    const first = await paid('BALANCE-1', 6_000, client)
    expect(await left()).toBe(4_000)
    const refused = await openSession('BALANCE-2', 5_000, client)
    expect(await typeCard(refused.url ?? '', CARDS.approved)).toBeNull()
    expect(await (await fetch(refused.url ?? '')).text()).toContain('残高が不足')
    await client.paymentIntents.capture(first, { amount_to_capture: 5_000 })
    expect(await left()).toBe(5_000)
    await client.paymentIntents.cancel(await paid('BALANCE-3', 5_000, client))
    expect(await left()).toBe(5_000)
    await client.refunds.create({ payment_intent: first, amount: 1_000 })
    expect(await left()).toBe(6_000)
  })
})
