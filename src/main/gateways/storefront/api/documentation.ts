import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import guide from './guide.md?raw'
import { meanings } from './problems'
import { webhooks } from './webhook-description'

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

/** Describes the routes that are registered after this: `/api/openapi.json` for programs, `/api/docs` for people. */
export async function documentation(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Daiko Merchant API', version: '1.0.0', description: guide.replace('{{codes}}', codeTable()) },
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
    transformObject: jsonSchemaTransformObject,
  })
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'Daiko Merchant API' },
    uiConfig: { url: '/api/openapi.json', deepLinking: true, docExpansion: 'list', supportedSubmitMethods: [], validatorUrl: null },
    staticCSP: pagePolicy,
    logo: { type: 'image/svg+xml', content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
  })
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger())
}
