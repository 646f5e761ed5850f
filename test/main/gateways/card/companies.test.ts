import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CardPaymentName } from '../../../../src/main/gateways/card-company'
import { holdsCardNumber } from '../../../../src/main/settlement/card-number'
import { CARDS } from '../../../support/agency/card-company'
import { broughtBy, typeCard } from '../../../support/agency/card-company-payer'
import { type CardWorld, newReference, openForm, pay, positive, saying, startCardWorld, whole } from './card-world'

/* What holds for every card company, over its real wire form. States are told as `state authorised/left of what was captured`. */

let world: CardWorld
beforeAll(async () => {
  world = await startCardWorld()
})
afterAll(() => world?.company.stop())

describe.each(['stripe', 'gmo'] as const)('%s', (wire) => {
  const gateway = () => world.gateways[wire]
  const look = async (name: CardPaymentName) => saying(await gateway().look(name))
  const capture = async (name: CardPaymentName, amount: number, key = `capture-${name.reference}`) =>
    saying(await gateway().capture(name, positive(amount), key))
  const refund = async (name: CardPaymentName, amount: number, left: number, key = `refund-${left}-${name.reference}`) =>
    saying(await gateway().refund(name, positive(amount), key, whole(left)))
  const letGo = async (name: CardPaymentName) => saying(await gateway().void(name, `void-${name.reference}`))
  const deeds = async ({ reference }: CardPaymentName) =>
    (await world.company.payments()).find((payment) => payment.reference === reference)?.deeds ?? {}
  async function authorized() {
    const opened = await openForm(gateway())
    expect(saying(await pay(gateway(), opened, CARDS.approved))).toBe('authorized 10000/0')
    return opened.name
  }
  async function captured() {
    const name = await authorized()
    expect(await capture(name, 10_000)).toBe('captured 10000/10000')
    return name
  }

  it.each([
    ['approved', CARDS.approved, 'passes', 'authorized 10000/0'],
    ['of another brand', CARDS.mastercard, 'passes', 'authorized 10000/0'],
    ['declined', CARDS.declined, 'passes', 'declined 0/0'],
    ['without the money', CARDS.insufficient, 'passes', 'declined 0/0'],
    ['that passes 3-D Secure', CARDS.secure, 'passes', 'authorized 10000/0'],
    ['that fails 3-D Secure', CARDS.secure, 'fails', 'declined 0/0'],
  ] as const)('a card %s', async (_which, card, secure, told) => {
    const opened = await openForm(gateway())
    expect(await look(opened.name)).toBe('waiting 0/0')
    expect(saying(await pay(gateway(), opened, card, secure))).toBe(told)
    if (told.startsWith('authorized')) expect(await look(opened.name)).toBe(told)
  })

  it('a payer who comes back twice, or with nothing, changes nothing', async () => {
    const opened = await openForm(gateway())
    const { name, payment } = opened
    expect(saying(await gateway().finish(name, payment, {}))).toBe('waiting 0/0')
    const back = broughtBy(await typeCard(opened.url, CARDS.approved))
    for (const returned of [back, back, {}]) expect(saying(await gateway().finish(name, payment, returned))).toBe('authorized 10000/0')
    expect(await deeds(name)).toEqual({ authorized: 1 })
  })

  it('captures all of it, once with the same key', async () => {
    const name = await captured()
    expect(await capture(name, 10_000)).toBe('captured 10000/10000')
    expect(await deeds(name)).toEqual({ authorized: 1, captured: 1 })
  })

  it('captures a part; what is left is let go; a part of that is given back', async () => {
    const name = await authorized()
    expect(await capture(name, 7_000)).toMatch(/^captured \d+\/7000$/)
    expect(await capture(name, 7_000)).toMatch(/^captured \d+\/7000$/)
    expect(await refund(name, 3_000, 4_000)).toMatch(/^captured \d+\/4000$/)
    expect(await look(name)).toMatch(/^captured \d+\/4000$/)
    expect(await deeds(name)).toEqual({ authorized: 1, captured: 1, refunded: 1 })
  })

  it('refuses to capture more than was authorised, twice, or what is not there', async () => {
    const name = await authorized()
    expect(await capture(name, 10_001, `more-${name.reference}`)).toBe('refused amount_too_large')
    expect(await look(name)).toBe('authorized 10000/0')
    const { name: open } = await openForm(gateway())
    expect(await capture(open, 10_000)).toBe('refused nothing_authorized')
    expect(await capture(await captured(), 9_000, newReference())).toMatch(/^refused (payment_intent_unexpected_state|E11010003)$/)
    const gone = await authorized()
    await letGo(gone)
    expect(await capture(gone, 10_000)).toMatch(/^refused (payment_intent_unexpected_state|E11010003)$/)
  })

  it('lets an authorisation go, once; never a capture', async () => {
    const name = await authorized()
    expect(await letGo(name)).toBe('voided 10000/0')
    expect(await letGo(name)).toBe('voided 10000/0')
    expect(await deeds(name)).toEqual({ authorized: 1, voided: 1 })
    const sold = await captured()
    expect(await letGo(sold)).toMatch(/^refused (payment_intent_unexpected_state|already_captured)$/)
    expect(await look(sold)).toBe('captured 10000/10000')
  })

  it('gives back in parts and all of it, each once, and never more than there is', async () => {
    const name = await captured()
    for (const _time of [1, 2]) expect(await refund(name, 4_000, 6_000)).toMatch(/^captured \d+\/6000$/)
    expect(await refund(name, 6_001, 0, `more-${name.reference}`)).toMatch(/^refused (amount_too_large|amount_differs)$/)
    for (const _time of [1, 2]) expect(await refund(name, 6_000, 0)).toMatch(/^(captured 10000|voided 6000)\/0$/)
    expect(await deeds(name)).toEqual({ authorized: 1, captured: 1, refunded: 2 })
    expect(await refund(await authorized(), 10_000, 0)).toMatch(/^refused (charge_not_captured|nothing_captured)$/)
  })

  describe.each([
    ['lost', 2],
    ['slow', 1],
    ['broken', 1],
  ] as const)('an answer that is %s', (fault, times) => {
    it.each([
      ['capture', authorized, (name: CardPaymentName) => capture(name, 10_000), 'authorized 10000/0', 'captured 10000/10000'],
      ['void', authorized, letGo, 'authorized 10000/0', 'voided 10000/0'],
      ['refund', captured, (name: CardPaymentName) => refund(name, 10_000, 0), 'captured 10000/10000', /^(captured|voided) 10000\/0$/],
    ] as const)('%s: unknown; a look tells, and doing it again does it once', async (on, begun, deed, before, after) => {
      const name = await begun()
      const isGmo = wire === 'gmo'
      await world.company.faults.next(fault, { on, times: isGmo ? 1 : times })
      expect(await deed(name)).toBe('unknown')
      if (fault === 'broken') expect(await look(name)).toBe(before)
      else expect(await look(name)).toMatch(after)
      expect(await deed(name)).toMatch(after)
      const { authorized: _once, captured: sold = 0, voided = 0, refunded = 0 } = await deeds(name)
      expect({ sold, voided, refunded }).toEqual({
        sold: on === 'void' ? 0 : 1,
        voided: on === 'void' ? 1 : 0,
        refunded: on === 'refund' ? 1 : 0,
      })
    })
  })

  it('a look whose answer is broken or understood by nobody assumes nothing', async () => {
    const name = await authorized()
    await world.company.faults.next('broken', { on: 'look' })
    expect(await look(name)).toBe('unknown')
    expect(await look(name)).toBe('authorized 10000/0')
  })

  it('an authorisation whose time has passed cannot be captured', async () => {
    const name = await authorized()
    await world.company.expire(name.reference)
    expect(await look(name)).toBe(wire === 'stripe' ? 'expired 10000/0' : 'authorized 10000/0')
    expect(await capture(name, 10_000)).toMatch(/^refused (payment_intent_unexpected_state|E01420010)$/)
  })

  it('notices say which payment to look at, again and late as well', async () => {
    const name = await captured()
    const ours = (await world.company.notices()).filter((notice) => notice.wire === wire && notice.body.includes(name.reference))
    expect(ours.length).toBeGreaterThan(1)
    for (const { headers, body } of [...ours, ...ours.toReversed()]) {
      const notice = await gateway().readNotice(headers, Buffer.from(body))
      expect(notice).toMatchObject({ outcome: 'about', name: { reference: name.reference } })
    }
    expect(await look(name)).toBe('captured 10000/10000')
  })

  it.each([[''], ['{}'], ['%'], ['{"type":"x"}'], ['ShopID=other&OrderID=CARD-1']])('a notice of nothing: %s', async (body) => {
    expect((await gateway().readNotice({}, Buffer.from(body))).outcome).toBe(wire === 'stripe' ? 'forged' : 'nothing')
  })
})

it('a payment nobody knows is not assumed to be anything', async () => {
  const reference = newReference()
  expect(saying(await world.gateways.stripe.look({ reference, companyId: 'cs_test_none' }))).toBe('refused resource_missing')
  expect(saying(await world.gateways.gmo.look({ reference, companyId: reference }))).toBe('waiting 0/0')
})

it('no answer of all these holds a secret or a card number', async () => {
  const { heard, company } = world
  const ours = (await company.payments()).filter(({ wire }) => wire === 'gmo')
  const opened = await Promise.all(ours.map(({ reference }) => accessOf(reference)))
  const secrets = [company.stripe.secretKey, company.stripe.webhookSecret, company.gmo.shopPass, ...opened.flat(), ...Object.values(CARDS)]
  expect(opened.length).toBeGreaterThan(20)
  expect(heard.length).toBeGreaterThan(200)
  expect(heard.filter((text) => secrets.some((secret) => text.includes(secret)) || holdsCardNumber(text))).toEqual([])
})

/** What opens a payment at GMO: both values. */
async function accessOf(reference: string): Promise<string[]> {
  const { apiUrl, shopId, shopPass } = world.company.gmo
  const body = new URLSearchParams({ ShopID: shopId, ShopPass: shopPass, OrderID: reference })
  const fields = new URLSearchParams(await (await fetch(`${apiUrl}SearchTrade.idPass`, { method: 'POST', body })).text())
  return ['AccessID', 'AccessPass'].map((name) => {
    const value = fields.get(name) ?? ''
    expect(value).toMatch(/^[0-9a-f]{32}$/)
    return value
  })
}
