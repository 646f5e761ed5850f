import { createServer, type Server } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { gmoCards } from '../../../../src/main/gateways/card/gmo'
import { readAnswer } from '../../../../src/main/gateways/card/gmo-call'
import type { CardCompany } from '../../../../src/main/gateways/card-company'
import { businessDate } from '../../../../src/preload/contract/date'
import { CARDS } from '../../../support/agency/card-company-contract'
import { positive, whole } from './card-world'

/* Answers as they come, and answers as they should not come: whatever the bytes, nothing is thrown and nothing assumed. */

describe('an answer', () => {
  const Any = z.record(z.string(), z.string())
  it.each([
    ['AccessID=1&AccessPass=2', { outcome: 'yes', fields: { AccessID: '1', AccessPass: '2' } }],
    ['A=x=y&B', { outcome: 'yes', fields: { A: 'x=y', B: '' } }],
    ['A=1&A=2', { outcome: 'yes', fields: { A: '1' } }],
    ['ACS=2&RedirectUrl=https://a.b/c?transId=9&t=7', { outcome: 'yes', fields: { ACS: '2', RedirectUrl: 'https://a.b/c?transId=9&t=7' } }],
    ['t=1&RedirectUrl=https://a.b/c', { outcome: 'yes', fields: { t: '1', RedirectUrl: 'https://a.b/c' } }],
    ['ErrCode=E01|G55&ErrInfo=E01040010|42G550000', { outcome: 'no', codes: ['E01040010', '42G550000'] }],
    ['ErrCode=M01&ErrInfo=M01004002', { outcome: 'no', codes: ['M01004002'] }],
    ['ErrCode=E01&ErrInfo=<b>4242424242424242</b>', { outcome: 'unknown', detail: 'ExecTran: an error without a code' }],
    ['ErrCode=E01', { outcome: 'unknown', detail: 'ExecTran: an error without a code' }],
  ])('%s', (text, answer) => {
    expect(readAnswer('ExecTran', text, Any)).toEqual(answer)
  })
})

let server: Server
let gateway: CardCompany
let status = 200
let body: Uint8Array = new Uint8Array()
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(body)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const apiUrl = `http://127.0.0.1:${port}/payment/`
  const shop = { shopId: 'tshop', shopPass: 'a-password', tokenField: 'Token', timeoutMs: 5000 }
  gateway = gmoCards({ ...shop, apiUrl, formUrl: `http://127.0.0.1:${port}/form`, today: () => businessDate('2026-12-01') })
})
afterAll(() => {
  server?.closeAllConnections()
  server?.close()
})

const name = { reference: 'CARD-1', companyId: 'CARD-1' }
const amount = positive(1_000)
const ACTS: readonly (() => Promise<{ outcome: string }>)[] = [
  () => gateway.look(name),
  () => gateway.finish(name, { amount, returnTo: 'http://127.0.0.1:9/' }, { Token: 'abc' }),
  () => gateway.capture(name, amount, 'k'),
  () => gateway.void(name, 'k'),
  () => gateway.refund(name, amount, 'k', whole(0)),
]
const outcomes = async () => new Set((await Promise.all(ACTS.map((act) => act()))).map(({ outcome }) => outcome))

/** The answer of a payment that is there, of which a part is then spoilt. */
const TRADE =
  'OrderID=CARD-1&Status=AUTH&ProcessDate=20261201120000&AccessID=aa&AccessPass=bb&Amount=1000&CardNo=************4242&Approve=0000011'

describe('whatever the company answers, nothing is thrown and nothing assumed', () => {
  it('random bytes', { timeout: 60_000 }, async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 100 }).map((text) => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(200, 200, 204, 302, 400, 404, 500, 503), async (sent, as) => {
        body = sent
        status = as
        for (const outcome of await outcomes()) expect(['unknown', 'refused']).toContain(outcome)
      }),
      { numRuns: 100 },
    )
  })

  it('a right answer of which one character is another: it is read or it is not, and says no card number', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(TRADE.length - 1), fc.string({ minLength: 0, maxLength: 2 }), async (at, put) => {
        body = Buffer.from(`${TRADE.slice(0, at)}${put}${TRADE.slice(at + 1)}`)
        status = 200
        const answers = await Promise.all(ACTS.map((act) => act()))
        expect(answers.every(({ outcome }) => ['told', 'unknown', 'refused'].includes(outcome))).toBe(true)
        expect(JSON.stringify(answers)).not.toMatch(/a-password|[*]{4}/)
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    ['a status of which nothing is known', TRADE.replace('=AUTH', '=SAUTH')],
    ['an amount with a point', TRADE.replace('=1000', '=1000.5')],
    ['a day that is none', TRADE.replace('=20261201', '=20261301')],
    ['another payment', TRADE.replace('CARD-1', 'CARD-2')],
    ['an error that says the company is busy', 'ErrCode=E92&ErrInfo=E92000001'],
  ])('%s: unknown', async (_what, text) => {
    body = Buffer.from(text)
    status = 200
    expect(await outcomes()).toEqual(new Set(['unknown']))
  })

  it('an answer without an end is read no further', async () => {
    body = Buffer.from(`${TRADE}&More=${'x'.repeat(70_000)}`)
    status = 200
    expect(await gateway.look(name)).toEqual({ outcome: 'unknown', detail: 'SearchTrade: an answer that does not end' })
  })

  it.each([[CARDS.approved], ['4242'], ['************'], ['4242********4242']])(
    'digits that are not masked as they should be are left out: %s',
    async (shown) => {
      body = Buffer.from(TRADE.replace('************4242', shown))
      status = 200
      expect(await gateway.look(name)).toMatchObject({ outcome: 'told', standing: { state: 'authorized', card: null } })
    },
  )
})
