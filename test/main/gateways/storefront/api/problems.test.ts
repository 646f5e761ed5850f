import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { apiCodes, ErrorBody, meanings, sendRefusal } from '../../../../../src/main/gateways/storefront/api/problems'
import { businessDate } from '../../../../../src/preload/contract/date'
import type { Refusal } from '../../../../../src/preload/contract/errors'
import { yen } from '../../../../../src/preload/contract/money'

/** What the counter may refuse (gateways/counter.ts), each with its data. */
const refusals: [refusal: Refusal, status: number, told: Record<string, unknown>][] = [
  [{ refusal: 'not_found', what: 'order' }, 404, {}],
  [
    { refusal: 'invalid_input', problems: [{ path: 'reason', message: 'card_number' }] },
    400,
    { problems: [{ path: 'reason', message: 'card_number' }] },
  ],
  [{ refusal: 'order_number_taken', orderNumber: 'A-1' }, 409, { orderNumber: 'A-1' }],
  [{ refusal: 'amount_differs', stated: yen(2), counted: yen(3) }, 422, { stated: 2, counted: 3 }],
  [{ refusal: 'idempotency_mismatch' }, 422, {}],
  [{ refusal: 'request_in_progress' }, 409, {}],
  [{ refusal: 'method_not_offered', method: 'card' }, 422, { method: 'card' }],
  [
    { refusal: 'order_step_refused', track: 'payment', from: 'paid', event: 'cancelled' },
    409,
    { track: 'payment', from: 'paid', event: 'cancelled' },
  ],
  [{ refusal: 'deadline_passed', on: businessDate('2026-11-20') }, 409, { on: '2026-11-20' }],
  [{ refusal: 'reserved_by_import', orderNumber: 'A-1' }, 409, { orderNumber: 'A-1' }],
  [{ refusal: 'merchant_not_active', merchant: '桜商店' }, 409, {}],
  [{ refusal: 'virtual_accounts_exhausted', needed: 3, free: 1 }, 503, {}],
  [{ refusal: 'overloaded' }, 503, {}],
  [{ refusal: 'gateway_off', gateway: 'storefront' }, 503, {}],
  [{ refusal: 'ledger_busy' }, 503, {}],
  [{ refusal: 'disk_full' }, 503, {}],
]

async function answered(refusal: Refusal) {
  const server = fastify()
  server.get('/', (_request, reply) => sendRefusal(reply, refusal))
  const answer = await server.inject('/')
  await server.close()
  return answer
}

describe('refusals of the API', () => {
  it.each(refusals)('%j', async (refusal, status, told) => {
    const answer = await answered(refusal)
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toEqual({ error: { code: refusal.refusal, message: expect.any(String), ...told } })
    expect(ErrorBody.safeParse(answer.json()).success).toBe(true)
    if (status === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })

  it('a refusal nobody has thought of is a fault, and tells nothing', async () => {
    const answer = await answered({ refusal: 'ledger_damaged', detail: '/data/books.daiko' })
    expect(answer.statusCode).toBe(500)
  })

  it('no code is 403, and every 503 and 429 says when to come again', () => {
    for (const code of apiCodes) {
      const meaning: { status: number; retryAfter?: number } = meanings[code]
      expect(meaning.status).not.toBe(403)
      if (meaning.status === 503) expect(meaning.retryAfter).toBeGreaterThan(0)
    }
  })
})
