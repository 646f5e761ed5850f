import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressFor, inLanguage } from '../../../../src/main/gateways/storefront/language'
import { refuseForeign } from '../../../../src/main/gateways/storefront/own-pages'

let server: FastifyInstance
beforeAll(async () => {
  server = fastify()
  server.addHook('onRequest', refuseForeign)
  server.get('/', async () => 'shown')
  server.post('/', async () => 'taken')
})
afterAll(() => server.close())

const HOST = 'pay.example.jp'

describe('what is sent to a page', () => {
  const cases: [headers: Record<string, string>, status: number][] = [
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, 200],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://shop.example.jp' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: `https://${HOST}` }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: `https://${HOST}` }, 200],
    [{ origin: `http://${HOST}` }, 200],
    [{ origin: `https://${HOST}:8443` }, 403],
    [{ origin: `https://${HOST}.evil.example` }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'rubbish' }, 403],
    [{}, 403],
  ]
  it.each(cases)('%o: %i', async (headers, status) => {
    const answer = await server.inject({ method: 'POST', url: '/', headers: { host: HOST, ...headers } })
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(answer.body).toContain('別のサイト')
  })

  it('may be looked at from anywhere', async () => {
    const answer = await server.inject({ url: '/', headers: { host: HOST, 'sec-fetch-site': 'cross-site' } })
    expect(answer.body).toBe('shown')
  })
})

describe('an address goes on in the language that was asked for', () => {
  const cases: [asked: string, address: string, expected: string][] = [
    ['/pay/x', '/pay/x', '/pay/x'],
    ['/pay/x?lang=en', '/pay/x', '/pay/x?lang=en'],
    ['/pay/x?lang=en', '/pay/x?change=1', '/pay/x?change=1&lang=en'],
    ['/pay/x?lang=fr', '/pay/x', '/pay/x'],
  ]
  it.each(cases)('at %s, %s is %s', async (asked, address, expected) => {
    const server = fastify()
    server.get('/pay/x', async (request) => addressFor(request, address))
    expect((await server.inject(asked)).body).toBe(expected)
  })

  it('the other language keeps everything else', () => {
    expect(inLanguage('/refund-account/x?bank=0005&find=%E6%96%B0', 'en')).toBe('/refund-account/x?bank=0005&find=%E6%96%B0&lang=en')
  })
})
