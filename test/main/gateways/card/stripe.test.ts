import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stripeCards } from '../../../../src/main/gateways/card/stripe'
import { CARDS } from '../../../support/agency/card-company'
import { broughtBy, goBack, typeCard } from '../../../support/agency/card-company-payer'
import { type CardWorld, openForm, pay, positive, saying, startCardWorld, TIMEOUT_MS } from './card-world'

let world: CardWorld
beforeAll(async () => {
  world = await startCardWorld()
})
afterAll(() => world?.company.stop())
const gateway = () => world.gateways.stripe

it('tells brand, last four digits, 3-D Secure, approval and until when it can be captured', async () => {
  const answer = await pay(gateway(), await openForm(gateway()), CARDS.approved)
  expect(answer).toMatchObject({
    outcome: 'told',
    standing: {
      ...{ card: { brand: 'visa', last4: '4242' }, threeDSecure: 'Y', approvalCode: '012345', chargebacks: [] },
      captureBefore: Date.parse('2026-12-31T00:00:00+09:00'),
    },
  })
})

describe('the form', () => {
  it('opened again for the same reference is the same form', async () => {
    const first = await openForm(gateway())
    expect((await openForm(gateway(), 10_000, first.name.reference)).url).toBe(first.url)
  })

  it('waits while the payer tries another card, also after coming back without one', async () => {
    const { name, url, payment } = await openForm(gateway())
    expect(saying(await gateway().finish(name, payment, broughtBy(await goBack(url))))).toBe('waiting 0/0')
    expect(await typeCard(url, CARDS.declined)).toBeNull()
    expect(saying(await gateway().look(name))).toBe('waiting 0/0')
    expect(saying(await gateway().finish(name, payment, {}))).toBe('waiting 0/0')
    const back = await typeCard(url, CARDS.approved)
    expect(back?.searchParams.get('lang')).toBe('ja')
    expect(saying(await gateway().finish(name, payment, broughtBy(back)))).toBe('authorized 10000/0')
  })

  it('asks for a challenge, and says so meanwhile', async () => {
    const { name, url } = await openForm(gateway())
    await fetch(url, { method: 'POST', body: new URLSearchParams({ number: CARDS.secure }), redirect: 'manual' })
    expect(await gateway().look(name)).toMatchObject({ standing: { state: 'waiting', threeDSecure: 'C' } })
  })

  it.each([
    ['that nobody has finished', false, 'expired 0/0'],
    ['at which a card was refused', true, 'declined 0/0'],
  ])('%s: its end', async (_which, refused, told) => {
    const byUs = await openForm(gateway())
    const byTime = await openForm(gateway())
    for (const { url } of refused ? [byUs, byTime] : []) await typeCard(url, CARDS.declined)
    expect(saying(await gateway().void(byUs.name, `void-${byUs.name.reference}`))).toBe(told)
    await world.company.expire(byTime.name.reference)
    expect(saying(await gateway().look(byTime.name))).toBe(told)
  })

  it('is not opened for an amount the company does not take', async () => {
    const answer = await gateway().open({
      reference: 'CARD-LITTLE',
      amount: positive(49),
      returnTo: 'http://127.0.0.1:9/',
      description: 'x',
    })
    expect(answer).toMatchObject({ outcome: 'refused', code: 'amount_too_small' })
  })

  it('whose opening got no answer is opened by asking again', async () => {
    await world.company.faults.next('lost', { on: 'open', times: 2 })
    const payment = { reference: 'CARD-LOST', amount: positive(500), returnTo: 'http://127.0.0.1:9/', description: 'x' }
    expect(await gateway().open(payment)).toMatchObject({ outcome: 'unknown' })
    expect(await gateway().open(payment)).toMatchObject({ outcome: 'opened' })
    expect((await world.company.payments()).filter(({ reference }) => reference === 'CARD-LOST').length).toBe(1)
  })
})

it('a connection that is cut once is asked again by the client itself, and done once', async () => {
  const { name, ...opened } = await openForm(gateway())
  await pay(gateway(), { name, ...opened }, CARDS.approved)
  await world.company.faults.next('lost', { on: 'capture' })
  expect(saying(await gateway().capture(name, positive(10_000), 'cut'))).toBe('captured 10000/10000')
  expect((await world.company.payments()).find(({ reference }) => reference === name.reference)?.deeds.captured).toBe(1)
})

it('the same key for another act is refused', async () => {
  const first = await openForm(gateway())
  const second = await openForm(gateway())
  for (const opened of [first, second]) await pay(gateway(), opened, CARDS.approved)
  expect(saying(await gateway().capture(first.name, positive(10_000), 'one-key'))).toBe('captured 10000/10000')
  expect((await gateway().capture(second.name, positive(10_000), 'one-key')).outcome).toBe('refused')
  expect(saying(await gateway().look(second.name))).toBe('authorized 10000/0')
})

it('tells chargebacks: asked about, taken, given back; its notice names the payment', async () => {
  const opened = await openForm(gateway())
  const { name } = opened
  await pay(gateway(), opened, CARDS.approved)
  await gateway().capture(name, positive(10_000), 'chargeback')
  const id = await world.company.chargeBack(name.reference, 4_000)
  await world.company.chargeBack(name.reference, 100, 'open')
  const told = async () => {
    const answer = await gateway().look(name)
    return answer.outcome === 'told' ? answer.standing.chargebacks.map(({ amount, state }) => `${amount} ${state}`) : answer
  }
  expect(await told()).toEqual(['4000 taken', '100 open'])
  const [notice] = (await world.company.notices()).filter(({ kind }) => kind === 'charge.dispute.created')
  expect(notice?.body).not.toContain(name.reference)
  const read = () => gateway().readNotice(notice?.headers ?? {}, Buffer.from(notice?.body ?? ''))
  expect(await read()).toEqual({ outcome: 'about', name })
  await world.company.faults.next('broken', { on: 'look' })
  expect(await read()).toMatchObject({ outcome: 'unknown' })
  await world.company.endChargeback(id, true)
  expect(await told()).toEqual(['4000 won', '100 open'])
})

describe('a notice', () => {
  it.each(['wrong', 'old', 'none'] as const)('whose signature is %s is forged', async (signature) => {
    const [notice] = (await world.company.notices(signature)).filter(({ wire }) => wire === 'stripe')
    expect(await gateway().readNotice(notice?.headers ?? {}, Buffer.from(notice?.body ?? ''))).toEqual({ outcome: 'forged' })
  })

  it('in which one byte was changed is forged', async () => {
    const [notice] = (await world.company.notices()).filter(({ wire }) => wire === 'stripe')
    const body = Buffer.from((notice?.body ?? '').replace('jpy', 'jpx'))
    expect(await gateway().readNotice(notice?.headers ?? {}, body)).toEqual({ outcome: 'forged' })
  })
})

it.each([
  ['nobody listens there', 'http://127.0.0.1:9/', 'unknown'],
  ['the key is wrong', '', 'refused'],
])('%s', async (_why, apiUrl, outcome) => {
  const stranger = stripeCards({
    apiUrl: apiUrl || world.company.origin,
    secretKey: 'sk_test_wrong_key_of_ours',
    webhookSecret: 'whsec_x',
    timeoutMs: TIMEOUT_MS,
  })
  const answer = await stranger.look({ reference: 'CARD-1', companyId: 'cs_test_1' })
  expect(answer.outcome).toBe(outcome)
  expect(JSON.stringify(answer)).not.toContain('sk_test')
})

it('gives no secret to an address without TLS', () => {
  expect(() => stripeCards({ apiUrl: 'http://api.example.com', secretKey: 'sk', webhookSecret: 'w', timeoutMs: 1 })).toThrow('https://')
})
