import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { webhooks } from '../../../../src/main/gateways/webhook/webhook'
import { openReceiver, type TestReceiver, verified } from '../../../support/webhook-receiver'

/** A busy machine may take its time. */
const SOON = { timeout: 15_000 }

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const BODY = JSON.stringify({ type: 'order.paid', at: '2026-11-20T01:32:00.000Z', data: { orderNumber: 'A-100', goods: '本' } })
const INSIDE = { timeoutMs: 5_000, allowPrivate: true }
const OUTSIDE = { timeoutMs: 5_000, allowPrivate: false }

let receiver: TestReceiver
beforeEach(async () => {
  receiver = await openReceiver()
})
afterEach(() => receiver.close())

const call = (url = receiver.url, options = INSIDE) => webhooks.call({ url, id: 'msg_1', secret: SECRET, body: BODY }, options)

describe('a call', () => {
  it('brings the message, signed so that only the merchant’s own secret fits', async () => {
    expect(await call()).toEqual({ outcome: 'delivered', detail: 'HTTP 204' })
    const [got] = receiver.calls
    if (!got) throw new Error('nothing came')
    expect(verified(SECRET, got)).toEqual(JSON.parse(BODY))
    expect(got.headers).toMatchObject({ 'webhook-id': 'msg_1', 'content-type': 'application/json; charset=utf-8' })
    expect(() => verified(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, got)).toThrow('No matching signature')
    expect(() => verified(SECRET, { ...got, body: got.body.replace('A-100', 'A-101') })).toThrow('No matching signature')
  })

  const answers: [what: string, status: number, headers: Record<string, string>, expected: object][] = [
    ['taken', 200, {}, { outcome: 'delivered', detail: 'HTTP 200 said so' }],
    ['a fault of its own', 500, {}, { outcome: 'failed', detail: 'HTTP 500 said so' }],
    ['not authorised', 401, {}, { outcome: 'failed', detail: 'HTTP 401 said so' }],
    ['busy, come back', 429, { 'retry-after': '120' }, { outcome: 'failed', detail: 'HTTP 429 said so', waitMs: 120_000 }],
    ['come back at no time', 503, { 'retry-after': 'soon' }, { outcome: 'failed', detail: 'HTTP 503 said so' }],
    ['gone for good', 410, {}, { outcome: 'refused', detail: 'HTTP 410 said so' }],
  ]
  it.each(answers)('answered "%s"', async (_what, status, headers, expected) => {
    receiver.answer = (response) => void response.writeHead(status, headers).end('said\n so')
    expect(await call()).toEqual(expected)
  })

  it('told to come back at a date', async () => {
    receiver.answer = (response) => void response.writeHead(503, { 'retry-after': new Date(Date.now() + 90_000).toUTCString() }).end()
    const handed = await call()
    const waitMs = handed.outcome === 'failed' ? (handed.waitMs ?? 0) : 0
    expect(waitMs).toBeGreaterThan(60_000)
    expect(waitMs).toBeLessThanOrEqual(90_000)
  })

  it('follows nobody elsewhere', async () => {
    receiver.answer = (response) => void response.writeHead(307, { location: `${receiver.url}/elsewhere` }).end()
    expect(await call()).toMatchObject({ outcome: 'failed', detail: 'HTTP 307' })
    expect(receiver.calls).toHaveLength(1)
  })

  it('waits only so long', async () => {
    receiver.answer = () => undefined
    expect(await call(receiver.url, { ...INSIDE, timeoutMs: 100 })).toEqual({ outcome: 'failed', detail: 'no answer within 0.1 seconds' })
  })

  it('waits only so long for the end of an answer', async () => {
    receiver.answer = (response) => void response.writeHead(200).write('and so')
    expect(await call(receiver.url, { ...INSIDE, timeoutMs: 300 })).toMatchObject({ outcome: 'failed' })
  })

  it('reads no more of an answer than its beginning', async () => {
    let isCut = false
    receiver.answer = (response) => {
      response.on('close', () => {
        isCut = true
      })
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        response.once('drain', more)
      }
      more()
    }
    const handed = await call()
    expect(handed.outcome).toBe('delivered')
    expect(handed.detail.length).toBeLessThan(300)
    await expect.poll(() => isCut, SOON).toBe(true)
  })

  it('to a program that is not there', async () => {
    await receiver.close()
    expect(await call()).toMatchObject({ outcome: 'failed', detail: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('an address', () => {
  const inside: [string, () => string][] = [
    ['this machine', () => receiver.url.replace('http:', 'https:')],
    ['this machine by its name', () => receiver.url.replace('http:', 'https:').replace('127.0.0.1', 'localhost')],
    ['this machine in another notation', () => receiver.url.replace('http:', 'https:').replace('127.0.0.1', '2130706433')],
    ['this machine by version 6', () => 'https://[::1]/hook'],
    ['this machine by version 6 within 4', () => 'https://[::ffff:127.0.0.1]/hook'],
    ['the bank’s network', () => 'https://10.0.0.1/hook'],
    ['a host that tells secrets to its machine', () => 'https://169.254.169.254/latest/meta-data'],
    ['nowhere in particular', () => 'https://0.0.0.0/hook'],
  ]
  it.each(inside)('of %s is not called', async (_what, url) => {
    expect(await call(url(), OUTSIDE)).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('is not allowed') })
    expect(receiver.calls).toEqual([])
  })

  it.each(['http://example.com/hook', 'ftp://example.com/hook', 'javascript:alert(1)', 'no address'])('%s is none to call', async (url) => {
    expect(await call(url, OUTSIDE)).toEqual({ outcome: 'refused', detail: 'the address must begin with https://' })
  })

  it('whose certificate nobody vouches for is not called', async () => {
    const certificate = (name: string) => readFileSync(new URL(`../../../fixtures/certificates/${name}`, import.meta.url), 'utf8')
    const secure = await openReceiver({ key: certificate('localhost.key.pem'), cert: certificate('localhost.pem') })
    expect(await call(secure.url)).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(/self.signed/i) })
    expect(secure.calls).toEqual([])
    await secure.close()
  })
})
