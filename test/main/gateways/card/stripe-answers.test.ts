import { createServer, type Server, type ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stripeCards } from '../../../../src/main/gateways/card/stripe'
import { standingOf } from '../../../../src/main/gateways/card/stripe-standing'
import type { CardCompany } from '../../../../src/main/gateways/card-company'
import { yen } from '../../../../src/preload/contract/money'
import { positive, whole } from './card-world'

/* Answers as the stand-in does not give them: what Stripe may say too, and what nobody understands. */

let server: Server
let gateway: CardCompany
let status = 200
let body: string | Uint8Array = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  gateway = stripeCards({ apiUrl, secretKey: 'sk_test_ofours', webhookSecret: 'whsec_ofours', timeoutMs: 5000 })
})
afterAll(() => {
  server?.closeAllConnections()
  server?.close()
})

const name = { reference: 'CARD-1', companyId: 'cs_1' }
const amount = positive(1_000)
const acts: readonly (() => Promise<{ outcome: string }>)[] = [
  () => gateway.open({ reference: 'CARD-1', amount, returnTo: 'http://127.0.0.1:9/', description: 'x' }),
  () => gateway.look(name),
  () => gateway.finish(name, { amount, returnTo: 'http://127.0.0.1:9/' }, {}),
  () => gateway.capture(name, amount, 'k'),
  () => gateway.void(name, 'k'),
  () => gateway.refund(name, amount, 'k', whole(0)),
]

it.each(['null', '1', '""', '[]', '{"error":1}', '{"error":null}', '{', ''])('%s is understood by nobody', async (sent) => {
  body = sent
  status = 200
  expect((await Promise.all(acts.map((act) => act()))).map(({ outcome }) => outcome)).toEqual(acts.map(() => 'unknown'))
})

it('whatever the bytes, nothing is thrown and nothing assumed', { timeout: 60_000 }, async () => {
  const sent = fc.oneof(
    fc.json(),
    fc.uint8Array({ maxLength: 200 }),
    fc
      .record({ id: fc.string(), status: fc.string(), url: fc.string(), payment_intent: fc.jsonValue() })
      .map((answer) => JSON.stringify(answer)),
  )
  await fc.assert(
    fc.asyncProperty(sent, fc.constantFrom(200, 200, 200, 400, 409, 429, 500), async (bytes, as) => {
      body = bytes
      status = as
      const answers = await Promise.all(acts.map((act) => act()))
      for (const { outcome } of answers) expect(['unknown', 'refused']).toContain(outcome)
      expect(JSON.stringify(answers)).not.toContain('ofours')
    }),
    { numRuns: 60 },
  )
})

it.each([
  [400, 'invalid_request_error', 'amount_too_large', 'refused amount_too_large'],
  [402, 'card_error', 'card_declined', 'refused card_declined'],
  [400, 'idempotency_error', undefined, 'refused StripeIdempotencyError'],
  [401, 'invalid_request_error', undefined, 'refused StripeAuthenticationError'],
  [403, 'invalid_request_error', undefined, 'refused StripePermissionError'],
  [409, 'idempotency_error', 'idempotency_key_in_use', 'unknown StripeAPIError'],
  [429, 'invalid_request_error', 'lock_timeout', 'unknown StripeRateLimitError'],
  [500, 'api_error', undefined, 'unknown StripeAPIError'],
])('HTTP %i %s %s: %s', async (as, type, code, told) => {
  status = as
  body = JSON.stringify({ error: { type, code, message: 'Invalid: sk_test_ofours, 4242 4242 4242 4242' } })
  const answer = await gateway.look(name)
  expect(`${answer.outcome} ${answer.outcome === 'refused' ? answer.code : answer.outcome === 'unknown' ? answer.detail : ''}`).toBe(told)
  expect(JSON.stringify(answer)).not.toMatch(/ofours|4242/)
})

describe('a standing', () => {
  type Charge = NonNullable<NonNullable<Parameters<typeof standingOf>[0]['payment_intent']>['latest_charge']>
  const charge: Charge = {
    ...{ id: 'ch_1', status: 'succeeded', amount: yen(10_000), amount_captured: yen(10_000), amount_refunded: yen(0), disputed: false },
  }
  const captured = (own: Partial<Charge>) =>
    standingOf(
      { id: 'cs_1', status: 'complete', payment_intent: { id: 'pi_1', status: 'succeeded', latest_charge: { ...charge, ...own } } },
      { data: [] },
    )
  const letGo = { amount: yen(3_000), status: 'succeeded' }
  const ours = { amount: yen(3_000), status: 'succeeded', metadata: { reference: 'CARD-1' } }
  const part = { amount_captured: yen(7_000) }
  it.each([
    ['nothing went back', {}, 0],
    ['a part of the whole', { amount_refunded: yen(3_000) }, 3_000],
    ['a capture in part let the rest go', { ...part, amount_refunded: yen(3_000), refunds: { data: [letGo], has_more: false } }, 0],
    ['and as much was refunded', { ...part, amount_refunded: yen(6_000), refunds: { data: [ours, letGo], has_more: false } }, 3_000],
    ['the rest is not counted as a refund', { ...part, amount_refunded: yen(3_000), refunds: { data: [ours], has_more: false } }, 3_000],
    ['more refunds than are listed', { ...part, amount_refunded: yen(5_000), refunds: { data: [], has_more: true } }, 2_000],
  ])('refunded: %s', (_how, own, refunded) => {
    expect(captured(own).refunded).toBe(refunded)
  })

  it.each([
    ['authenticated', null, 'Y'],
    ['attempt_acknowledged', null, 'A'],
    ['failed', null, 'N'],
    ['failed', 'rejected', 'R'],
    ['not_supported', null, 'U'],
    ['processing_error', null, 'U'],
    ['exempted', null, null],
    [null, null, null],
  ])('3-D Secure %s %s: %s', (result, result_reason, told) => {
    const secured = { payment_method_details: { card: { last4: '4242', three_d_secure: { result, result_reason } } } }
    expect(captured(secured).threeDSecure).toBe(told)
  })

  it.each([
    ['warning_needs_response', 'open'],
    ['warning_closed', 'open'],
    ['prevented', 'open'],
    ['needs_response', 'taken'],
    ['under_review', 'taken'],
    ['lost', 'taken'],
    ['won', 'won'],
  ])('a dispute that is %s: %s', (told, state) => {
    const disputes = { data: [{ id: 'dp_1', amount, status: told }] }
    expect(standingOf({ id: 'cs_1', status: 'complete' }, disputes).chargebacks).toEqual([{ id: 'dp_1', amount, state }])
  })
})

describe('an answer without end', () => {
  const answering = async (answer: (response: ServerResponse) => void) => {
    const endless = createServer((request, response) => {
      request.resume()
      answer(response.writeHead(200, { 'content-type': 'application/json' }))
    })
    await new Promise<void>((resolve) => {
      endless.listen(0, '127.0.0.1', resolve)
    })
    const address = endless.address()
    const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    try {
      const slow = stripeCards({ apiUrl, secretKey: 'sk_test_ofours', webhookSecret: 'whsec_ofours', timeoutMs: 300 })
      return await slow.look(name)
    } finally {
      endless.closeAllConnections()
      endless.close()
    }
  }

  it('that drips is nobody’s answer once its time is over, though it is never silent', async () => {
    const dripping = (response: ServerResponse) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    }
    expect(await answering(dripping)).toMatchObject({ outcome: 'unknown' })
  })

  it('that is too long is read no further', async () => {
    expect(await answering((response) => response.end(`{"id":"${'x'.repeat(2_000_000)}"}`))).toMatchObject({ outcome: 'unknown' })
  })
})
