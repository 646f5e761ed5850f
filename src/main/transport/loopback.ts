import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import cookies from '@fastify/cookie'
import serveStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Answer, Call, type Seat } from '../../preload/contract/carrier'
import { csp, securityHeaders, withNonce } from '../../preload/contract/csp'
import type { Log } from '../services/context'
import { Admission, turnedAway } from './admission'
import type { CarriedCore } from './door'
import { logFault } from './faults'
import { openEvents } from './server-sent-events'

export interface LoopbackOptions {
  readonly core: CarriedCore
  /** 0 takes any free port. */
  readonly port: number
  /** The folder with the built renderer. */
  readonly pages: string
  readonly log: Log
  readonly monotonicMs: () => number
}

export interface Loopback {
  readonly port: number
  /** An address a browser can enter by, once. */
  entrance(): string
  close(): Promise<void>
}

const HEADERS_MS = 10_000
const REQUEST_MS = 15_000
const OFFER_MS = 10 * 60_000
const HEADER_BYTES_MAX = 8 * 1024
const CALL_BYTES_MAX = 4 * 1024 * 1024
const CONNECTIONS_MAX = 256

const CallBody = Call.omit({ id: true })
const EnterQuery = z.object({ token: z.string().min(1).max(200) })
const TicketPath = z.object({ ticket: z.string().max(200) })

const NOT_ENTERED =
  'Daiko: この画面は、起動時に表示されたアドレスから開いてください。アドレスは一度だけ使えます。使ったあとは Daiko を起動し直してください。/ Open Daiko by the address it printed when it started. It works once: start Daiko again for a new one.\n'

const invalid = (message: string): Answer<never> => ({
  outcome: 'refused',
  refusal: { refusal: 'invalid_input', problems: [{ path: '', message }] },
})
const NOT_READABLE = invalid('not readable')
const TOO_LARGE = invalid('too large')

/** Serves the core to browsers of this machine, and to nobody else. */
export async function openLoopback(options: LoopbackOptions): Promise<Loopback> {
  const page = await readFile(join(options.pages, 'index.html'), 'utf8')
  const server = fastify({
    logger: false,
    trustProxy: false,
    exposeHeadRoutes: false,
    bodyLimit: CALL_BYTES_MAX,
    requestTimeout: OFFER_MS,
    forceCloseConnections: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    http: { headersTimeout: HEADERS_MS, maxHeaderSize: HEADER_BYTES_MAX, connectionsCheckingInterval: 2_000 },
  })
  server.server.maxConnections = CONNECTIONS_MAX
  const carrier = new Carrier(options, server, page)
  await carrier.furnish()
  await server.listen({ host: '127.0.0.1', port: options.port })
  return carrier
}

class Carrier implements Loopback {
  readonly #admission: Admission
  constructor(
    private readonly options: LoopbackOptions,
    private readonly server: FastifyInstance,
    private readonly page: string,
  ) {
    this.#admission = new Admission(options.monotonicMs)
  }

  get port(): number {
    const address: AddressInfo | string | null = this.server.server.address()
    if (address === null || typeof address === 'string') throw new Error('The loopback carrier does not listen')
    return address.port
  }
  entrance(): string {
    return `http://127.0.0.1:${this.port}/?token=${this.#admission.issue()}`
  }
  async close(): Promise<void> {
    await this.server.close()
  }

  async furnish(): Promise<void> {
    const { server } = this
    await server.register(cookies)
    server.addHook('onRequest', async (request, reply) => {
      void reply.headers(securityHeaders)
      if (pathOf(request) !== '/offer') limitReceiving(request.raw)
      return this.#guard(request, reply)
    })
    // A form or a script of another origin could send text without asking first.
    server.removeContentTypeParser('text/plain')
    server.addContentTypeParser('application/octet-stream', (_request, payload, parsed) => parsed(null, payload))
    server.setErrorHandler((fault, request, reply) => this.#failed(fault, request, reply))
    server.setNotFoundHandler((request, reply) => {
      // A place within the program, not a file: the page finds its way itself.
      if (request.method === 'GET' && extname(pathOf(request)) === '') return this.#showPage(reply)
      return reply.code(404).type('text/plain').send('Not found\n')
    })
    server.get('/', async (request, reply) => this.#enterOrShow(request, reply))
    server.get('/index.html', async (_request, reply) => this.#showPage(reply))
    server.post('/call', async (request) => this.#call(request))
    server.post('/offer', async (request) => this.#offer(request))
    server.get('/events', (request, reply) => openEvents(this.options.core.events, request, reply))
    server.get('/download/:ticket', async (request, reply) => this.#download(request, reply))
    await server.register(serveStatic, {
      root: this.options.pages,
      index: false,
      dotfiles: 'deny',
      cacheControl: false,
      setHeaders: (reply) => void reply.header('cache-control', 'private, max-age=31536000, immutable'),
    })
  }

  #cookieName(): string {
    // Cookies do not know ports: two Daikos on one machine would overwrite each other's.
    return `daiko_${this.port}`
  }
  #seatOf(request: FastifyRequest): Seat | null {
    return this.#admission.seat(request.cookies[this.#cookieName()])
  }
  #seat(request: FastifyRequest): Seat {
    const seat = this.#seatOf(request)
    if (!seat) throw new Error('A request without a seat passed the guard')
    return seat
  }

  async #guard(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const reason = turnedAway(request.headers, request.method, this.port)
    if (reason) {
      this.options.log.warn({ reason, path: pathOf(request) }, 'turned away')
      return reply.code(403).type('text/plain').send('Refused\n')
    }
    const entering = request.method === 'GET' && pathOf(request) === '/' && EnterQuery.safeParse(request.query).success
    if (entering || this.#seatOf(request)) return undefined
    return reply.code(401).type('text/plain; charset=utf-8').send(NOT_ENTERED)
  }

  #enterOrShow(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const query = EnterQuery.safeParse(request.query)
    if (!query.success) return this.#showPage(reply)
    // Whoever has entered may open the address again; the token then stays for somebody else.
    if (this.#seatOf(request)) return reply.redirect('/', 303)
    const cookie = this.#admission.enter(query.data.token)
    if (cookie === null) return reply.code(401).type('text/plain; charset=utf-8').send(NOT_ENTERED)
    return reply.setCookie(this.#cookieName(), cookie, { httpOnly: true, sameSite: 'strict', path: '/' }).redirect('/', 303)
  }

  #showPage(reply: FastifyReply): FastifyReply {
    const nonce = randomBytes(16).toString('base64')
    return reply.header('content-security-policy', csp(nonce)).type('text/html; charset=utf-8').send(withNonce(this.page, nonce))
  }

  async #call(request: FastifyRequest): Promise<Answer> {
    const body = CallBody.safeParse(request.body)
    if (!body.success) return NOT_READABLE
    return this.options.core.dispatch(this.#seat(request), body.data)
  }

  async #offer(request: FastifyRequest): Promise<Answer<string>> {
    const admitted = await this.options.core.admit(this.#seat(request), 'bring_in')
    if (!admitted.ok) return { outcome: 'refused', refusal: admitted.refusal }
    if (!(request.body instanceof Readable)) return NOT_READABLE
    // The line stays open when the file is refused half way, so that the refusal arrives.
    const bytes = request.body.iterator({ destroyOnReturn: false })
    const offered = await this.options.core.files.offer(bytes, nameIn(request), admitted.value.actor)
    return offered.ok ? { outcome: 'done', value: offered.value } : { outcome: 'refused', refusal: offered.refusal }
  }

  async #download(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { admit, files } = this.options.core
    const { ticket } = TicketPath.parse(request.params)
    const admitted = await admit(this.#seat(request), 'export')
    if (!admitted.ok) return reply.code(403).type('text/plain').send('Refused\n')
    const download = files.redeem(ticket, admitted.value.actor)
    const found = download && (await stat(download.path).catch(() => null))
    if (!download || !found) return reply.code(404).type('text/plain').send('Not found\n')
    const stream = createReadStream(download.path)
    stream.once('close', () => void files.discard(download.path))
    return reply
      .header('content-disposition', `attachment; filename="download"; filename*=UTF-8''${encodeName(download.name)}`)
      .header('content-length', found.size)
      .type('application/octet-stream')
      .send(stream)
  }

  #failed(fault: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const status = z.object({ statusCode: z.int().min(400).max(499) }).safeParse(fault)
    if (!status.success)
      return reply.code(500).send({ outcome: 'fault', number: logFault(this.options.log, fault, { path: pathOf(request) }) })
    const code = status.data.statusCode
    return reply.code(code).send(code === 413 ? TOO_LARGE : NOT_READABLE)
  }
}

/** A request that trickles in keeps a line busy: it has fifteen seconds to arrive. */
function limitReceiving(request: IncomingMessage): void {
  // Received whole, it may be answered for as long as it takes: events flow for a whole day.
  const timer = setTimeout(() => request.complete || request.destroy(), REQUEST_MS)
  const received = () => clearTimeout(timer)
  request.once('end', received).once('close', received)
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

function nameIn(request: FastifyRequest): string {
  const header = request.headers['x-daiko-name']
  try {
    return typeof header === 'string' ? decodeURIComponent(header) : ''
  } catch {
    return ''
  }
}

/** RFC 8187: percent-encoded UTF-8, also where encodeURIComponent leaves a sign as it is. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
