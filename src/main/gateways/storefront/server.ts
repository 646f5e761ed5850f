import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance } from 'fastify'
import type { SettingsOf } from '../../../preload/contract/gateways'
import type { Counter } from '../counter'
import { answerFault, answerMissing } from './answers'
import { assetRoutes } from './pages/assets'
import { linkPages } from './pages/link-pages'

/*
 * The storefront: the HTTP side of the bank for shops (api/), and for payers and merchants (pages/). It parses what comes in at the
 * edge, asks the counter, and puts the answer into JSON or into a page. It knows neither ledger nor rules.
 */
export interface StorefrontLog {
  warn(data: object, message: string): void
  /** Logs what was thrown and answers the number under which it stands there. */
  fault(fault: unknown, where: object): string
}

export interface Storefront {
  /** How people reach it, without a slash at the end. */
  readonly address: string
  close(): Promise<void>
}

const HEADERS_MS = 10_000
const REQUEST_MS = 15_000
const HEADER_BYTES_MAX = 8 * 1024
const BODY_BYTES_MAX = 64 * 1024
const CONNECTIONS_MAX = 256
/** For pages; the API counts by key. */
const PAGES_A_MINUTE = 300

/** Nothing runs and nothing is fetched from elsewhere: pages work without script. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
}

/** Opens the storefront and answers where it listens. Throws where the port is taken or the address is not this machine's. */
export async function openStorefront(settings: SettingsOf<'storefront'>, counter: Counter, log: StorefrontLog): Promise<Storefront> {
  const server = fastify({
    logger: false,
    trustProxy: false,
    exposeHeadRoutes: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS,
    forceCloseConnections: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 300 },
    http: { headersTimeout: HEADERS_MS, maxHeaderSize: HEADER_BYTES_MAX, connectionsCheckingInterval: 2_000 },
  })
  server.server.maxConnections = CONNECTIONS_MAX
  await furnish(server, counter, log)
  const listening = await server.listen({ host: settings.bind, port: settings.port })
  return { address: settings.publicUrl === '' ? listening : settings.publicUrl, close: () => server.close() }
}

async function furnish(server: FastifyInstance, counter: Counter, log: StorefrontLog): Promise<void> {
  await server.register(helmet, { contentSecurityPolicy, strictTransportSecurity: false, referrerPolicy: { policy: 'no-referrer' } })
  await server.register(formbody)
  server.setErrorHandler((fault, request, reply) => answerFault(fault, request, reply, log))
  server.setNotFoundHandler(answerMissing)
  await server.register(assetRoutes)
  await server.register(async (pages) => {
    await pages.register(rateLimit, { max: PAGES_A_MINUTE, timeWindow: 60_000 })
    await pages.register(linkPages, { counter })
  })
}
