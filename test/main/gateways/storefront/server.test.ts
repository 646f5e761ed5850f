import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Counter } from '../../../../src/main/gateways/counter'
import { openStorefront, type Storefront } from '../../../../src/main/gateways/storefront/server'
import { StorefrontSettings } from '../../../../src/preload/contract/gateways'

/** A counter that nobody may ask: for what is answered before anybody is asked. */
function silentCounter(): Counter {
  const nobody = new Proxy({}, { get: (_, name) => () => Promise.reject(new Error(`asked for ${String(name)}`)) })
  return {
    orders: { ...(nobody as Counter['orders']), settled: async () => undefined },
    links: nobody as Counter['links'],
    keys: nobody as Counter['keys'],
    cards: nobody as Counter['cards'],
    applications: nobody as Counter['applications'],
    portal: nobody as Counter['portal'],
  }
}

describe('the storefront', () => {
  let storefront: Storefront
  beforeAll(async () => {
    storefront = await openStorefront(StorefrontSettings.parse({ gateway: 'storefront', port: 0 }), silentCounter(), {
      warn: () => undefined,
      fault: () => 'TEST-0001',
    })
  })
  afterAll(() => storefront.close())

  it('says in words that a page is not there, in the language of the browser', async () => {
    const japanese = await fetch(`${storefront.address}/nowhere`)
    expect(japanese.status).toBe(404)
    expect(await japanese.text()).toContain('ページが見つかりません')
    const english = await fetch(`${storefront.address}/nowhere`, { headers: { 'accept-language': 'en-GB,en' } })
    expect(await english.text()).toContain('Page not found')
  })

  it('tells a program by a code', async () => {
    const answer = await fetch(`${storefront.address}/api/v1/nowhere`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({ error: { code: 'not_found', message: expect.any(String) } })
  })

  it('lets a page load nothing but its own style sheet', async () => {
    const answer = await fetch(`${storefront.address}/nowhere`)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe')
    expect((await fetch(`${storefront.address}/assets/storefront.css`)).headers.get('content-type')).toContain('text/css')
  })
})
