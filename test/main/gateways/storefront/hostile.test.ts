import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticesPath } from '../../../../src/main/gateways/storefront/card-notices'
import { createLinks } from '../../../../src/main/services/links'
import { CardMethod } from '../../../../src/preload/contract/cards'
import { OrderId } from '../../../../src/preload/contract/ids'
import { freePort } from '../../../support/free-port'
import { HostileClient, hostileTo, type Route } from '../../../support/hostile'
import { PageVisitor } from '../../../support/page-visitor'
import { givePortalPassword, PORTAL_PASSWORD } from '../../../support/portal'
import {
  openTestStorefront,
  orderBody,
  ownTimestamp,
  rowCounts,
  type ShopProgram,
  signatureOf,
  type TestStorefront,
} from '../../../support/storefront'
import { brokenPromises } from '../../../support/verified'

/*
 * Hostile traffic at every route: nothing breaks (no 5xx), nothing leaks, nothing is stored. 40 requests a route in every run; 10,000
 * by HOSTILE_RUNS=10000. HOSTILE_SEED runs the same ones again.
 */
const RUNS = Number(process.env.HOSTILE_RUNS ?? 40)
const SEED = Number(process.env.HOSTILE_SEED ?? Date.now() % 2 ** 31)

const SECRET_GOODS = '秘密の丸筆'
const SECRET_PAYER = 'himitsu@example.jp'

const apiRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v1/orders' },
  { method: 'GET', path: '/api/v1/orders' },
  { method: 'GET', path: '/api/v1/orders/:orderNumber' },
  { method: 'GET', path: '/api/v1/orders/:orderNumber/payment-link' },
  { method: 'POST', path: '/api/v1/orders/:orderNumber/accept' },
  { method: 'POST', path: '/api/v1/orders/:orderNumber/refuse' },
  { method: 'POST', path: '/api/v1/orders/:orderNumber/cancel' },
  { method: 'POST', path: '/api/v1/orders/:orderNumber/ship' },
  { method: 'POST', path: '/api/v1/orders/:orderNumber/capture' },
  { method: 'POST', path: '/api/v1/orders/:orderNumber/answer-return' },
  { method: 'GET', path: '/api/v1/caller' },
]
const LINKS = ['/pay', '/accept', '/receipt', '/return', '/refund-account'] as const
const both = (path: string): Route[] => [
  { method: 'GET', path },
  { method: 'POST', path },
]
const NOTICES: readonly string[] = CardMethod.options.map(noticesPath)
const DOWNLOADS: ReadonlySet<string> = new Set(['/portal/orders.csv', '/portal/orders.xlsx'])
const pageRoutes: readonly Route[] = [
  ...LINKS.flatMap((path) => both(`${path}/:token`)),
  ...both('/pay/:token/card'),
  ...NOTICES.map((path) => ({ method: 'POST' as const, path })),
  ...both('/portal/invitation/:token'),
  ...both('/apply'),
  ...both('/apply/send'),
  ...both('/portal/sign-in'),
  ...both('/portal/orders/:number'),
  ...both('/portal/settings/contacts'),
  ...both('/portal/settings/account'),
  ...both('/portal/settings/password'),
  ...both('/portal/settings/codes'),
  { method: 'GET', path: '/portal/orders' },
  { method: 'GET', path: '/portal/orders.csv' },
  { method: 'GET', path: '/portal/orders.xlsx' },
  { method: 'POST', path: '/portal/orders/:number/answer' },
  { method: 'POST', path: '/portal/orders/:number/note' },
  { method: 'POST', path: '/portal/orders/:number/capture' },
  { method: 'POST', path: '/portal/orders/:number/cancel' },
  { method: 'GET', path: '/portal/payouts' },
  { method: 'GET', path: '/assets/:name' },
  { method: 'GET', path: '/:anything' },
]

let storefront: TestStorefront
let mine: ShopProgram
let other: ShopProgram
let client: HostileClient
let orderNumber: string
/** Cookies of the other merchant's session in the portal. */
let session: string
beforeAll(async () => {
  const port = await freePort()
  storefront = await openTestStorefront({ settings: { port, publicUrl: 'https://pay.bank.example' } })
  client = new HostileClient(port)
  mine = await storefront.merchant({ acceptanceRequired: true })
  other = await storefront.merchant()
  const body = orderBody({ goods: [{ name: SECRET_GOODS, quantity: 1, unitPrice: 2_400 }], payer: { name: '山田', email: SECRET_PAYER } })
  const posted = await signed(mine, 'POST', '/api/v1/orders', Buffer.from(JSON.stringify(body)), { 'idempotency-key': 'first' })
  expect(posted.status).toBe(201)
  orderNumber = String(body.orderNumber)
  const visitor = new PageVisitor(`http://127.0.0.1:${port}`)
  const registrationNumber = await givePortalPassword(storefront, other.merchantId)
  const form = await visitor.token('/portal/sign-in')
  expect((await visitor.post('/portal/sign-in', { form, registrationNumber, password: PORTAL_PASSWORD, code: '' })).status).toBe(303)
  session = [...visitor.cookies].map((pair) => pair.join('=')).join('; ')
})
afterAll(async () => {
  client.close()
  expect(storefront.log.lines).toEqual([])
  expect(await brokenPromises(storefront.ledger)).toEqual([])
  await storefront.cleanup()
})

function signed(by: ShopProgram, method: string, path: string, body: Buffer, headers: Record<string, string> = {}) {
  const timestamp = ownTimestamp(storefront.clock.now())
  const signature = signatureOf(by.key.secret, timestamp, method, path, body)
  return client.send(
    method,
    path,
    { ...headers, 'daiko-key': by.key.key, 'daiko-timestamp': timestamp, 'daiko-signature': signature, 'content-type': 'application/json' },
    body,
  )
}

/** What no answer may show: how the program is built, and what is another merchant's. */
const LEAK = /SQLITE_|SqliteError|node_modules|\.[jt]sx?:\d+:\d+|\n\s+at \S+ \(|\/src\/main\//

function expectHarmless({ status, text }: { status: number; text: string }, what: string): void {
  expect(status, what).toBeLessThan(500)
  expect(text, what).not.toMatch(LEAK)
  expect(text, what).not.toContain(SECRET_GOODS)
  expect(text, what).not.toContain(SECRET_PAYER)
}

describe("another merchant's order", () => {
  const routes = apiRoutes.filter(({ path }) => path.includes(':orderNumber'))
  const bodies: Readonly<Record<string, object>> = {
    refuse: { reason: '在庫切れ' },
    cancel: { reason: '在庫切れ' },
    'answer-return': { answer: 'contested', reason: '使用済み' },
  }
  it.each(routes)('$method $path: not found, in the words for a number that nobody has', async ({ method, path }) => {
    const before = await rowCounts(storefront.ledger)
    const body = method === 'GET' ? Buffer.alloc(0) : Buffer.from(JSON.stringify(bodies[path.split('/').at(-1) ?? ''] ?? {}))
    const ask = (number: string) => signed(other, method, path.replace(':orderNumber', number), body)
    const [theirs, nobodys] = [await ask(orderNumber), await ask('NOBODY-1')]
    expect([theirs.status, theirs.text.replaceAll(orderNumber, 'NOBODY-1')]).toEqual([404, nobodys.text])
    expect(await rowCounts(storefront.ledger)).toEqual(before)
  })

  it('is not in the list', async () => {
    const list = await signed(other, 'GET', '/api/v1/orders', Buffer.alloc(0))
    expect([list.status, JSON.parse(list.text).orders]).toEqual([200, []])
  })
})

describe('guessed links', () => {
  const token = () => {
    const until = storefront.clock.today()
    return createLinks({ secrets: storefront.secrets, clock: storefront.clock }).sign({ purpose: 'accept', orderId: firstOrder(), until })
  }
  const firstOrder = () => OrderId.parse(storefront.ledger.source.prepare('select min(id) from orders').pluck().get())

  it.each(LINKS)('%s: one sign changed anywhere, or the link of another page, opens nothing', async (path) => {
    const right = token()
    const opened = await client.send('GET', `/accept/${right}`, {}, Buffer.alloc(0))
    expect([opened.status, opened.text.includes(SECRET_GOODS)]).toEqual([200, true])
    const before = await rowCounts(storefront.ledger)
    const guesses = Array.from(right, (sign, at) => right.slice(0, at) + (sign === 'A' ? 'B' : 'A') + right.slice(at + 1))
    for (const guess of [...guesses, right.slice(0, -1), `${right}A`, ...(path === '/accept' ? [] : [right])]) {
      for (const method of ['GET', 'POST'] as const) {
        const answer = await client.send(method, `${path}/${guess}`, { 'sec-fetch-site': 'same-origin' }, Buffer.alloc(0))
        expectHarmless(answer, `${method} ${path}/${guess}`)
        // A form without its fields is told so before its link is looked at.
        expect(method === 'POST' ? [400, 404] : [404]).toContain(answer.status)
      }
    }
    expect(await rowCounts(storefront.ledger)).toEqual(before)
  })
})

describe('rubbish', () => {
  const right = JSON.stringify(orderBody({ orderNumber: 'FUZZ' }))

  it.each([...apiRoutes, ...pageRoutes])(
    '$method $path',
    async (route) => {
      const before = await rowCounts(storefront.ledger)
      const samples = fc.sample(hostileTo(route, orderNumber, right), { numRuns: RUNS, seed: SEED })
      let [created, downloaded] = [0, 0]
      const ask = async (hostile: (typeof samples)[number]) => {
        const isApi = route.path.startsWith('/api')
        const signedIn: Record<string, string> = hostile.trusted && !isApi ? { cookie: session, 'sec-fetch-site': 'same-origin' } : {}
        const headers = { ...hostile.headers, ...signedIn }
        const answer =
          hostile.trusted && isApi
            ? await signed(other, route.method, hostile.path, hostile.body, headers)
            : await client.send(route.method, hostile.path, headers, hostile.body)
        // No card company is settled here: whoever tells of one is to come again, and is told nothing else.
        if (NOTICES.includes(route.path) && answer.status === 503) return expect(answer.text).toBe('1')
        if (answer.status === 201) created += 1
        if (answer.status === 200 && DOWNLOADS.has(route.path) && !answer.text.startsWith('<')) downloaded += 1
        expectHarmless(
          answer,
          `seed ${SEED}: ${route.method} ${hostile.path} ${JSON.stringify(headers)} ${hostile.body.toString('base64').slice(0, 400)}`,
        )
      }
      for (let from = 0; from < samples.length; from += 8) await Promise.all(samples.slice(from, from + 8).map(ask))
      const after = await rowCounts(storefront.ledger)
      // A wound may leave an order that is right; it is stored as any other, and nothing else is.
      expect((after.orders ?? 0) - (before.orders ?? 0)).toBe(created)
      // A download that somebody signed in for is in the audit trail.
      if (created === 0) expect(after).toEqual({ ...before, audit_records: (before.audit_records ?? 0) + downloaded })
    },
    60_000 + RUNS * 60,
  )
})
