import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import guide from './guide.md?raw'
import type { ApiLimits } from './limits'
import { meanings } from './problems'
import { webhooks, webhookTable } from './webhook-description'

/* The API described for whoever builds a shop: an OpenAPI document made from the very schemas that check, and a page that shows it. */

/** Swagger UI brings its own script and sets styles on elements; nothing is loaded from elsewhere, nothing is sent anywhere. */
const pagePolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': "'self'",
  'font-src': "'self'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
}

/** `| code | status | meaning |`, every code of the API. */
function codeTable(): string {
  const rows = Object.entries(meanings).map(
    ([code, { status, message, japanese }]) => `| \`${code}\` | ${status} | ${message}<br>${japanese} |`,
  )
  return ['| code | status | meaning |', '|---|---|---|', ...rows].join('\n')
}

/** An example that everybody can compute: it holds no key of anybody. */
const VECTOR = 'v1=ce27f1978e5583271c5c259b15f0d07e77e0fa0975ea802a52fb2190a4490e18'

/** The guide with its tables and figures in their places. */
export function guideWith({ ofKey, ofAddress }: ApiLimits): string {
  const places: Record<string, string> = {
    codes: codeTable(),
    webhooks: webhookTable(),
    ofKey: ofKey.toLocaleString('en'),
    ofAddress: ofAddress.toLocaleString('en'),
    vector: VECTOR,
  }
  return guide.replace(/\{\{(\w+)\}\}/g, (_, name: string) => places[name] ?? '')
}

/** Schemas by name are those of answers; what comes in is described where it is taken. */
const answersOnly: typeof jsonSchemaTransformObject = (document) => {
  const whole = jsonSchemaTransformObject(document)
  const schemas = ('components' in whole && whole.components?.schemas) || {}
  for (const name of Object.keys(schemas)) if (name.endsWith('Input')) Reflect.deleteProperty(schemas, name)
  return whole
}

/** Describes the routes that are registered after this: `/api/openapi.json` for programs, `/api/docs` for people. */
export async function documentation(server: FastifyInstance, limits: ApiLimits): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Daiko Merchant API', version: '1.0.0', description: guideWith(limits) },
      servers: [{ url: '/', description: 'This storefront' }],
      tags: [
        { name: 'Trying out', description: 'Begin here. / まず署名を確かめます。' },
        { name: 'Orders', description: 'Create, read, list, cancel. / 注文の登録・照会・一覧・取消。' },
        { name: 'Acceptance', description: 'Where your contract asks for your yes before payment. / 受注確認が必要な契約の場合。' },
        { name: 'Delivery and return', description: 'Shipment, capture, returns. / 発送、売上確定、返品。' },
      ],
      security: [{ key: [], time: [], signature: [] }],
      components: {
        securitySchemes: {
          key: { type: 'apiKey', in: 'header', name: 'Daiko-Key', description: 'Your key, `dk_…`; no secret.' },
          time: {
            type: 'apiKey',
            in: 'header',
            name: 'Daiko-Timestamp',
            description: 'Unix seconds of the signature, with up to nine decimals.',
          },
          signature: {
            type: 'apiKey',
            in: 'header',
            name: 'Daiko-Signature',
            description: '`v1=` and 64 hexadecimal digits; see *Signing*.',
          },
        },
      },
      webhooks,
    },
    transform: jsonSchemaTransform,
    transformObject: answersOnly,
  })
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: '/api',
    theme: { title: 'Daiko Merchant API' },
    uiConfig: {
      url: '/api/openapi.json',
      layout: 'BaseLayout',
      deepLinking: true,
      docExpansion: 'list',
      supportedSubmitMethods: [],
      validatorUrl: null,
    },
    staticCSP: pagePolicy,
    logo: { type: 'image/svg+xml', content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
  })
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger())
}
