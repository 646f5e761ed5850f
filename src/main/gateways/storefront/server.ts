import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance } from 'fastify'
import type { SettingsOf } from '../../../preload/contract/gateways'
import type { Counter, DemonstrationCounter } from '../counter'
import { answerFault, answerMissing } from './answers'
import { merchantApi } from './api/api'
import { type ApiLimits, USUAL_LIMITS } from './api/limits'
import { SignatureMemory } from './api/signing'
import { cardNotices } from './card-notices'
import { demonstrationPages } from './demonstration/demonstration-pages'
import { SHOP } from './demonstration/paths'
import { applyPages } from './pages/apply/apply-pages'
import { assetRoutes } from './pages/assets'
import { DEMONSTRATION } from './pages/layout'
import { linkPages } from './pages/link-pages'
import { cardReturnPages } from './pages/links/card-return'
import { portalPages } from './pages/portal/portal-pages'

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
  /** Where a demonstration's shop is; null in every other ledger. */
  readonly shop: string | null
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

const BARE_HEADERS = { 'content-security-policy': "default-src 'none'; style-src 'self'", 'x-content-type-options': 'nosniff' }

/** What differs from the usual: for tests and measurements, and so that a restart of the server forgets no signature. */
export interface StorefrontOptions {
  readonly nowMs?: () => number
  readonly memory?: SignatureMemory
  readonly limits?: ApiLimits
  /** Opens the shop and the bank of a demonstration as well, and marks every page. */
  readonly demonstration?: DemonstrationCounter
}

/** Opens the storefront and answers where it listens. Throws where the port is taken or the address is not this machine's. */
export async function openStorefront(
  settings: SettingsOf<'storefront'>,
  counter: Counter,
  log: StorefrontLog,
  options: StorefrontOptions = {},
): Promise<Storefront> {
  const server = fastify({
    logger: false,
    // Who is reached under another address stands behind a server of this machine that tells whose request it hands on.
    trustProxy: settings.publicUrl === '' ? false : 'loopback',
    // An address that cannot be read comes past no hook, so its answer is guarded here.
    frameworkErrors: (fault, request, reply) => void answerFault(fault, request, reply.headers(BARE_HEADERS), log),
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
  let listening = ''
  const address = () => (settings.publicUrl || listening).replace(/\/+$/, '')
  await furnish(server, settings, { counter, log, options })
  const { demonstration, nowMs = Date.now } = options
  if (demonstration) {
    server.decorate(DEMONSTRATION, true)
    await server.register(demonstrationPages, { counter, demonstration, address, api: () => listening, nowMs })
  }
  listening = await server.listen({ host: settings.bind, port: settings.port })
  const close = async () => {
    await server.close()
    // Connections were cut; what came in over them is stored before the ledger closes.
    await counter.orders.settled()
  }
  return { address: address(), shop: demonstration ? `${address()}${SHOP}` : null, close }
}

interface Furnishing {
  readonly counter: Counter
  readonly log: StorefrontLog
  readonly options: StorefrontOptions
}

async function furnish(server: FastifyInstance, settings: SettingsOf<'storefront'>, { counter, log, options }: Furnishing): Promise<void> {
  const { nowMs = Date.now, limits = USUAL_LIMITS } = options
  await server.register(helmet, { contentSecurityPolicy, strictTransportSecurity: false, referrerPolicy: { policy: 'same-origin' } })
  await server.register(formbody)
  server.setErrorHandler((fault, request, reply) => answerFault(fault, request, reply, log))
  server.setNotFoundHandler(answerMissing)
  await server.register(assetRoutes)
  await server.register(merchantApi, { prefix: '/api', counter, memory: options.memory ?? new SignatureMemory(nowMs), limits, nowMs })
  await server.register(cardNotices, { counter })
  await server.register(async (pages) => {
    await pages.register(rateLimit, { max: PAGES_A_MINUTE, timeWindow: 60_000 })
    await pages.register(linkPages, { counter })
    await pages.register(cardReturnPages, { counter })
    await pages.register(applyPages, { counter })
    await pages.register(portalPages, { counter, secure: settings.publicUrl.startsWith('https:') })
  })
}
