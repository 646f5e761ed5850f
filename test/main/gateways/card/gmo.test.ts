import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmoCards } from '../../../../src/main/gateways/card/gmo'
import { cancelVerb } from '../../../../src/main/gateways/card/gmo-verb'
import { businessDate } from '../../../../src/preload/contract/date'
import { CARDS } from '../../../support/agency/card-company'
import { broughtBy, passSecureStep, typeCard } from '../../../support/agency/card-company-payer'
import { type CardWorld, openForm, pay, positive, saying, startCardWorld, whole } from './card-world'

let world: CardWorld
beforeAll(async () => {
  world = await startCardWorld()
})
afterAll(() => world?.company.stop())
const gateway = () => world.gateways.gmo

async function authorized() {
  const opened = await openForm(gateway())
  await pay(gateway(), opened, CARDS.approved)
  return opened.name
}
async function captured() {
  const name = await authorized()
  await gateway().capture(name, positive(10_000), 'no key is known')
  return name
}
const jobOf = async (reference: string) => {
  const notices = (await world.company.notices()).filter(({ body }) => body.includes(`OrderID=${reference}&`))
  return new URLSearchParams(notices.at(-1)?.body).get('Status')
}

it('tells the last four digits and the approval; brand, time limit and chargebacks it does not know', async () => {
  expect(await pay(gateway(), await openForm(gateway()), CARDS.approved)).toEqual({
    outcome: 'told',
    standing: {
      ...{ state: 'authorized', authorized: 10_000, captured: 0, refunded: 0, card: { brand: null, last4: '4242' }, threeDSecure: null },
      ...{ captureBefore: null, approvalCode: '0000011', chargebacks: [] },
    },
  })
})

it.each([
  ['passes', 'authorized', 'Y'],
  ['fails', 'declined', 'N'],
] as const)('a payer who %s 3-D Secure: %s, %s', async (secure, state, threeDSecure) => {
  expect(await pay(gateway(), await openForm(gateway()), CARDS.secure, secure)).toMatchObject({ standing: { state, threeDSecure } })
})

it('a payer on the page of 3-D Secure, or back from it with another AccessID, has not paid', async () => {
  const { name, url, payment } = await openForm(gateway())
  const back = broughtBy(await typeCard(url, CARDS.secure))
  const next = await gateway().finish(name, payment, back)
  expect(next).toMatchObject({ outcome: 'next', companyId: name.reference })
  for (const returned of [{}, back, { AccessID: '0'.repeat(32) }]) {
    expect(saying(await gateway().look(name))).toBe('waiting 0/0')
    expect(await gateway().finish(name, payment, returned)).toMatchObject({ standing: { state: 'waiting' } })
  }
  const after = await passSecureStep(next.outcome === 'next' ? next.url : '', 'passes')
  expect(await gateway().finish(name, payment, broughtBy(after))).toMatchObject({ standing: { state: 'authorized', threeDSecure: 'Y' } })
})

it('a card that was refused may be followed by another under the same reference', async () => {
  const opened = await openForm(gateway())
  expect(saying(await pay(gateway(), opened, CARDS.declined))).toBe('declined 0/0')
  expect(saying(await gateway().look(opened.name))).toBe('waiting 0/0')
  expect(saying(await pay(gateway(), opened, CARDS.approved))).toBe('authorized 10000/0')
})

describe('an answer that is lost while the payment is begun', () => {
  it.each([
    ['open', 'lost', 'waiting 0/0'],
    ['open', 'broken', 'waiting 0/0'],
    ['authorize', 'lost', 'authorized 10000/0'],
    ['authorize', 'broken', 'waiting 0/0'],
    ['authorize', 'slow', 'authorized 10000/0'],
  ] as const)('%s %s: a look tells %s; the same token again ends well', async (on, fault, told) => {
    const { name, url, payment } = await openForm(gateway())
    const back = broughtBy(await typeCard(url, CARDS.approved))
    await world.company.faults.next(fault, { on })
    expect(await gateway().finish(name, payment, back)).toMatchObject({ outcome: 'unknown' })
    expect(saying(await gateway().look(name))).toBe(told)
    expect(saying(await gateway().finish(name, payment, back))).toBe('authorized 10000/0')
    expect((await world.company.payments()).find(({ reference }) => reference === name.reference)?.deeds).toEqual({ authorized: 1 })
  })

  it('a capture in part that stops half way is finished by asking again', async () => {
    const name = await authorized()
    await world.company.faults.next('lost', { on: 'capture' })
    expect(saying(await gateway().capture(name, positive(7_000), ''))).toBe('unknown')
    expect(saying(await gateway().look(name))).toBe('authorized 7000/0')
    expect(saying(await gateway().capture(name, positive(7_000), ''))).toBe('captured 7000/7000')
  })
})

describe('how it is taken back', () => {
  const on = businessDate
  it.each([
    ['AUTH', '2026-12-01', '2026-12-01', 'VOID'],
    ['SALES', '2026-12-01', '2026-12-01', 'VOID'],
    ['AUTH', '2026-12-01', '2026-12-31', 'RETURN'],
    ['CAPTURE', '2026-12-01', '2026-12-31', 'RETURN'],
    ['SALES', '2026-12-31', '2027-01-01', 'RETURNX'],
    ['AUTH', '2026-12-31', '2027-01-01', 'RETURN'],
    ['SALES', '2026-12-01', '2027-12-01', null],
    ['SALES', '2026-12-01', '2027-05-30', 'RETURNX'],
    ['SALES', '2026-12-01', '2027-05-31', null],
    ['AUTH', '2026-12-01', '2027-05-31', null],
  ] as const)('%s of %s on %s: %s', (status, processed, today, verb) => {
    expect(cancelVerb(status, on(processed), on(today))).toBe(verb)
  })

  it.each([
    ['2026-12-01', 'VOID', 'VOID'],
    ['2026-12-20', 'RETURN', 'RETURN'],
    ['2027-02-01', 'RETURN', 'RETURNX'],
  ])('on %s the company takes %s for an authorisation and %s for a sale', async (today, ofAuthorization, ofSale) => {
    await world.day('2026-12-01')
    const [held, sold] = [await authorized(), await captured()]
    await world.day(today)
    expect(saying(await gateway().void(held, ''))).toBe('voided 10000/0')
    expect(saying(await gateway().refund(sold, positive(10_000), '', whole(0)))).toBe('voided 10000/0')
    expect([await jobOf(held.reference), await jobOf(sold.reference)]).toEqual([ofAuthorization, ofSale])
  })

  it('after 180 days not at all, neither whole nor in part', async () => {
    await world.day('2026-12-01')
    const [held, sold] = [await authorized(), await captured()]
    await world.day('2027-05-31')
    expect(saying(await gateway().void(held, ''))).toBe('refused too_late')
    expect(saying(await gateway().refund(sold, positive(10_000), '', whole(0)))).toBe('refused too_late')
    expect(saying(await gateway().refund(sold, positive(1_000), '', whole(9_000)))).toBe('refused too_late')
    await world.day('2026-12-01')
  })
})

it.each([
  ['another shop', { ShopID: 'other', OrderID: 'CARD-1', PayType: '0' }],
  ['another way to pay', { OrderID: 'CARD-1', PayType: '3' }],
  ['a reference that is none of ours', { OrderID: 'order 1', PayType: '0' }],
])('a notice about %s is about nothing', async (_what, fields) => {
  const body = new URLSearchParams({ ShopID: world.company.gmo.shopId, ...fields }).toString()
  expect(await gateway().readNotice({}, Buffer.from(body))).toEqual({ outcome: 'nothing' })
})

it('says which password was wrong by no word', async () => {
  const stranger = gmoCards({ ...world.company.gmo, shopPass: 'wrong-password', timeoutMs: 1000, today: () => businessDate('2026-12-01') })
  const answer = await stranger.look({ reference: 'CARD-1', companyId: 'CARD-1' })
  expect(answer).toEqual({ outcome: 'refused', code: 'E01030002', detail: 'SearchTrade: E01030002' })
})

it.each(['apiUrl', 'formUrl'])('gives neither secret nor card to an address without TLS: %s', (which) => {
  const access = { ...world.company.gmo, [which]: 'http://pay.example.com/payment/', timeoutMs: 1, today: () => businessDate('2026-12-01') }
  expect(() => gmoCards(access)).toThrow('https://')
})
