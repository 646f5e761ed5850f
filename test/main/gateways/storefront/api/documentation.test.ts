import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guideWith } from '../../../../../src/main/gateways/storefront/api/documentation'
import { apiCodes } from '../../../../../src/main/gateways/storefront/api/problems'
import { webhookEvents } from '../../../../../src/main/gateways/storefront/api/webhook-description'
import { tellings } from '../../../../../src/main/settlement/notices'
import { orderSteps } from '../../../../../src/main/settlement/steps'
import { AcceptanceTrack, PaymentTrack, ProtectionTrack } from '../../../../../src/preload/contract/orders'
import { launchBrowser } from '../../../../support/browser'
import { openTestStorefront, type ShopProgram, signatureOf, type TestStorefront } from '../../../../support/storefront'

/* What a shop's developer reads must be whole, and must work as it is printed. */
const run = promisify(execFile)

let storefront: TestStorefront
let shop: ShopProgram
let document: ReturnType<typeof JSON.parse>
beforeAll(async () => {
  storefront = await openTestStorefront()
  shop = await storefront.merchant()
  document = await (await fetch(`${storefront.address}/api/openapi.json`)).json()
})
afterAll(() => storefront.cleanup())

const guide = () => guideWith({ ofKey: 1_200, ofAddress: 2_400 })

/** The blocks of this language in the guide, in their order. */
const blocks = (language: string) =>
  [...guide().matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) => code)

describe('the OpenAPI document', () => {
  it('is of version 3.1 and describes every route once, with tags, answers and refusals', () => {
    expect(document.openapi).toBe('3.1.0')
    const routes = Object.entries<
      Record<string, { operationId: string; summary: string; description: string; tags: string[]; responses: object }>
    >(document.paths)
    const named = routes.flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => ({ name: `${method.toUpperCase()} ${path}`, route })),
    )
    expect(named.map(({ name }) => name).sort()).toEqual([
      'GET /api/v1/caller',
      'GET /api/v1/orders',
      'GET /api/v1/orders/{orderNumber}',
      'GET /api/v1/orders/{orderNumber}/payment-link',
      'POST /api/v1/orders',
      'POST /api/v1/orders/{orderNumber}/accept',
      'POST /api/v1/orders/{orderNumber}/answer-return',
      'POST /api/v1/orders/{orderNumber}/cancel',
      'POST /api/v1/orders/{orderNumber}/capture',
      'POST /api/v1/orders/{orderNumber}/refuse',
      'POST /api/v1/orders/{orderNumber}/ship',
    ])
    for (const { route } of named) {
      expect(route).toMatchObject({
        operationId: expect.any(String),
        description: expect.stringMatching(/.{20}/),
        tags: [expect.any(String)],
      })
      expect(route.summary).toMatch(/ \/ [\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u)
      expect(Object.keys(route.responses)).toEqual(expect.arrayContaining(['401', '429', '500', '503']))
    }
    expect(new Set(named.map(({ route }) => route.operationId)).size).toBe(named.length)
  })

  it('describes every field and every parameter in a sentence', () => {
    const bare: string[] = []
    const look = (schema: Record<string, unknown>, path: string): void => {
      const properties = schema.properties
      if (typeof properties === 'object' && properties !== null) {
        for (const [name, property] of Object.entries<Record<string, unknown>>({ ...properties })) {
          const within = `${path}.${name}`
          if (typeof property.description !== 'string' && property.$ref === undefined && !isListed(property)) bare.push(within)
          // What is taken over from the contract as a whole is described as a whole.
          if (!/tracks|matching|lines/.test(name)) look(property, within)
        }
      }
      if (typeof schema.items === 'object' && schema.items !== null) look({ ...schema.items }, `${path}[]`)
    }
    const isListed = ({ type, items }: Record<string, unknown>) =>
      type === 'array' && typeof items === 'object' && items !== null && '$ref' in items
    const named = Object.entries<Record<string, unknown>>(document.components.schemas)
    for (const [name, schema] of named) look(schema, name)
    for (const [path, methods] of Object.entries<
      Record<
        string,
        {
          parameters?: { name: string; description?: string }[]
          requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
        }
      >
    >(document.paths)) {
      for (const { parameters = [], requestBody } of Object.values(methods)) {
        for (const parameter of parameters) if (!parameter.description) bare.push(`${path} ${parameter.name}`)
        for (const { schema } of Object.values(requestBody?.content ?? {})) look(schema, path)
      }
    }
    expect(named.length).toBe(8)
    expect(bare).toEqual([])
  })

  it('refers to nothing that is not there, and names no schema that nobody refers to', () => {
    const text = JSON.stringify(document)
    const named = Object.keys(document.components.schemas).sort()
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name))
    expect([...referred].sort()).toEqual(named)
  })

  it('names every code in the guide with its status, and no place is left open', () => {
    for (const code of apiCodes) expect(document.info.description).toContain(`\`${code}\` | `)
    expect(document.info.description).not.toContain('{{')
  })

  it('describes every event of which a merchant is told, and no other', () => {
    const told = new Set<string>()
    for (const kind of [...orderSteps, 'registered', 'authorization_ending', 'debit_refused']) {
      for (const acceptance of AcceptanceTrack.options)
        for (const payment of PaymentTrack.options)
          for (const protection of ProtectionTrack.options)
            for (const { to, name } of tellings(kind, { acceptance, payment, protection, disbursement: 'none' }))
              if (to === 'merchant') told.add(name)
    }
    expect(Object.keys(webhookEvents).sort()).toEqual([...told].sort())
    expect(document.webhooks.order.post.requestBody.content['application/json'].schema.properties.type.enum).toHaveLength(told.size)
  })
})

describe('the guide works as it is printed', () => {
  const environment = () => ({ ...process.env, DAIKO_URL: storefront.address, DAIKO_KEY: shop.key.key, DAIKO_SECRET: shop.key.secret })

  it('its example of a signature is right', () => {
    expect(guide()).toContain(signatureOf('ds_example', '1763602320.125', 'POST', '/api/v1/orders/A-1001/refuse', '{"reason":"sold out"}'))
  })

  /** The programs take the machine's time, so the storefront must have it too. */
  const atMachineTime = () => {
    storefront.clock.advance(Date.now() - storefront.clock.now())
    return storefront.restart()
  }

  it('the shell example asks who it is, and posts an order', async () => {
    await atMachineTime()
    // Whole seconds: a signature of the second in which the server began may be from before.
    await expect.poll(() => Math.floor(Date.now() / 1000) > storefront.clock.now() / 1000, { timeout: 5_000 }).toBe(true)
    const [example = ''] = blocks('sh')
    const order = JSON.stringify({
      orderNumber: 'SH-1',
      goods: [{ name: 'x', quantity: 1, unitPrice: 100 }],
      amount: 100,
      payer: { name: '山田' },
    })
    const script = `${example}\ndaiko POST /api/v1/orders '${order}' key-of-sh-1\ndaiko POST /api/v1/orders/SH-1/accept\ndaiko GET '/api/v1/orders?limit=1'`
    const told = (await run('sh', ['-c', script], { env: environment() })).stdout.split(/(?<=\})(?=\{)/).map((text) => JSON.parse(text))
    expect(told).toMatchObject([
      { registrationNumber: 'K000001' },
      { orderNumber: 'SH-1', status: 'awaiting_method' },
      { error: { code: 'order_step_refused' } },
      { orders: [{ orderNumber: 'SH-1' }] },
    ])
  })

  it('the Node example posts an order and prints the page for its payer', async () => {
    await atMachineTime()
    const program = join(storefront.dir, 'shop.mjs')
    writeFileSync(program, blocks('js')[0] ?? '')
    const { stdout } = await run(process.execPath, [program], { env: environment() })
    expect(stdout.trim()).toMatch(new RegExp(`^${storefront.address}/pay/`))
  })

  it('the webhook example takes what is signed as Standard Webhooks say, and nothing else', async () => {
    const program = join(storefront.dir, 'verify.mjs')
    writeFileSync(program, blocks('js')[1] ?? '')
    const { verify }: { verify(headers: IncomingHttpHeaders, body: string, secret: string): unknown } = await import(program)
    const secret = `whsec_${randomBytes(32).toString('base64')}`
    const body = '{"type":"order.paid","data":{"orderNumber":"注文-1"}}'
    const signed = (at: Date, text = body) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, text),
    })
    expect(verify(signed(new Date()), body, secret)).toEqual(JSON.parse(body))
    expect(() => verify(signed(new Date(Date.now() - 400_000)), body, secret)).toThrow('stale')
    expect(() => verify(signed(new Date(), '{}'), body, secret)).toThrow('wrong signature')
    const forged = { ...signed(new Date()), 'webhook-signature': `v1,${createHmac('sha256', 'x').update(body).digest('base64')}` }
    expect(() => verify(forged, body, secret)).toThrow('wrong signature')
  })
})

describe('the page', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('shows the guide and every route, under a policy of its own that nothing on it breaks, and asks nobody else', async () => {
    const page = await browser.newPage()
    const complaints: string[] = []
    const asked = new Set<string>()
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (fault) => complaints.push(fault.message))
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    const response = await page.goto(`${storefront.address}/api/docs`)
    await page.getByRole('heading', { name: 'Signing' }).waitFor()
    expect(await page.locator('.opblock').count()).toBe(12)
    expect(await page.getByRole('heading', { name: /^Webhooks/ }).count()).toBeGreaterThan(0)
    await page.locator('.opblock').first().click()
    expect(await page.getByRole('button', { name: 'Try it out' }).count()).toBe(0)
    expect(complaints).toEqual([])
    expect([...asked]).toEqual([storefront.address])
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("default-src 'none'")
    expect((await fetch(`${storefront.address}/api/openapi.json`)).headers.get('content-security-policy')).not.toContain('unsafe')
    await page.close()
  })
})
