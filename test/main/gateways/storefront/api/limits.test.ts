import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAsk } from '../../../../../src/main/gateways/storefront/api/answering'
import { done, type Result } from '../../../../../src/preload/contract/errors'
import { openTestStorefront, type ShopProgram, type TestStorefront } from '../../../../support/storefront'

/* Who asks too much is told so, and when to come again; nobody waits without end. */

describe('limits', () => {
  let storefront: TestStorefront
  let shop: ShopProgram
  let other: ShopProgram
  beforeAll(async () => {
    storefront = await openTestStorefront({ limits: { ofAddress: 12, ofKey: 5 } })
    shop = await storefront.merchant()
    other = await storefront.merchant()
  })
  afterAll(() => storefront.cleanup())

  it('are counted by key, then by address, signed or not', async () => {
    const ask = async (by: ShopProgram) => {
      const { status, json, headers } = await by.ask('GET', '/api/v1/caller')
      return [status, json.error?.code ?? 'ok', headers.get('retry-after') !== null]
    }
    for (let at = 0; at < 5; at++) expect(await ask(shop)).toEqual([200, 'ok', false])
    expect(await ask(shop)).toEqual([429, 'too_many_requests', true])
    expect(await ask(other)).toEqual([200, 'ok', false])
    for (let at = 0; at < 5; at++) expect((await fetch(`${storefront.address}/api/v1/caller`)).status).toBe(401)
    const refused = await fetch(`${storefront.address}/api/v1/caller`)
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect(await refused.json()).toEqual({ error: { code: 'too_many_requests', message: expect.any(String) } })
    expect(await ask(other)).toEqual([429, 'too_many_requests', true])
  })
})

describe('more at once than can be worked on', () => {
  it('is refused at once with 503 and Retry-After; the others are answered', async () => {
    const working: ((result: Result<object>) => void)[] = []
    const ask = createAsk(1)
    const server = fastify()
    server.get('/', (_request, reply) => ask(reply, 200, () => new Promise<Result<object>>((answer) => working.push(answer))))
    const first = server.inject('/')
    await expect.poll(() => working.length).toBe(1)
    const second = await server.inject('/')
    expect([second.statusCode, second.headers['retry-after'], second.json().error.code]).toEqual([503, '1', 'overloaded'])
    working.shift()?.(done({}))
    expect((await first).statusCode).toBe(200)
    const third = server.inject('/')
    await expect.poll(() => working.length).toBe(1)
    working.shift()?.(done({}))
    expect((await third).statusCode).toBe(200)
    await server.close()
  })
})
