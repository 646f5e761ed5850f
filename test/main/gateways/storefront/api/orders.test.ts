import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestStorefront, orderBody, type ShopProgram, type TestStorefront } from '../../../../support/storefront'

let storefront: TestStorefront
let shop: ShopProgram
beforeAll(async () => {
  storefront = await openTestStorefront()
  shop = await storefront.merchant()
})
afterAll(() => storefront.cleanup())

describe('x', () => {
  it('posts', async () => {
    const posted = await shop.ask('POST', '/api/v1/orders', { body: orderBody(), headers: { 'idempotency-key': 'one' } })
    console.log(posted.status, posted.text, [...posted.headers])
    console.log((await shop.ask('GET', '/api/v1/caller')).text)
    console.log((await shop.ask('GET', '/api/v1/orders/A-1')).text)
    console.log((await shop.ask('GET', '/api/v1/orders?limit=1')).text)
    console.log((await shop.ask('POST', '/api/v1/orders/A-1/accept')).text)
    console.log((await shop.ask('POST', '/api/v1/orders/A-1/cancel', { body: { reason: 'x' } })).text)
    console.log((await shop.ask('GET', '/api/openapi.json')).text.slice(0, 3000))
    console.log(JSON.stringify(storefront.log.lines))
    expect(posted.status).toBe(201)
  })
})
