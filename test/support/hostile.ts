import { Agent, request } from 'node:http'
import fc from 'fast-check'

/*
 * Requests that nobody means well with, and a client that sends them: each from an address of its own, as a server before the
 * storefront would tell it, so that no rate limit hides what lies behind it.
 */
export interface Route {
  readonly method: 'GET' | 'POST'
  /** `:name` stands for anything. */
  readonly path: string
}

export interface Hostile {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Whether it carries a right signature, or a right session. */
  readonly trusted: boolean
}

const SIGNS = [
  '%00',
  '%2e%2e%2f',
  '../',
  "' or 1=1 --",
  '%F0%28%8C%28',
  '%',
  '\\',
  ';',
  '注文',
  '<b>',
  '0',
  '-1',
  '9'.repeat(30),
  '%0d%0aSet-Cookie:a=b',
  '?',
  '#',
]

const piece = fc.oneof(
  fc.constantFrom(...SIGNS),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ minLength: 250, maxLength: 400 }),
)
const inAddress = piece.map((text) => encodeURI(text.toWellFormed()).replace(/[\r\n\s]/g, ''))

const query = fc
  .array(fc.tuple(fc.constantFrom('cursor', 'limit', 'status', 'from', 'lang', 'next', 'form', 'said', '__proto__', 'q'), inAddress), {
    maxLength: 4,
  })
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.join('=')).join('&')}`))

const KEYS = [
  'orderNumber',
  'goods',
  'amount',
  'payer',
  'reason',
  'answer',
  'form',
  'method',
  '__proto__',
  'constructor',
  'action',
  'password',
]

const depth = (levels: number) => Buffer.from(`${'['.repeat(levels)}${']'.repeat(levels)}`)

/** Bodies: whatever bytes, whatever JSON, forms, the right one with a wound, deep ones and huge ones. */
function bodyLike(right: string): fc.Arbitrary<Buffer> {
  const form = fc
    .array(fc.tuple(fc.constantFrom(...KEYS), fc.string({ unit: 'binary', maxLength: 60 })), { maxLength: 8 })
    .map((pairs) => Buffer.from(pairs.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&')))
  const wounded = fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 6 }), fc.nat(12)).map(([at, sign, gone]) => {
    const from = at % (right.length + 1)
    return Buffer.from(right.slice(0, from) + sign + right.slice(from + gone))
  })
  return fc.oneof(
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 4, arbitrary: fc.json().map((text) => Buffer.from(text)) },
    { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), fc.jsonValue()).map((value) => Buffer.from(JSON.stringify(value))) },
    { weight: 4, arbitrary: form },
    { weight: 6, arbitrary: wounded },
    { weight: 1, arbitrary: fc.constantFrom(depth(10_000), Buffer.alloc(64 * 1024 + 1, 'x'), Buffer.alloc(0)) },
  )
}

const types = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  '',
  'a/b/c',
]

/** Requests to one route, the path's names filled with rubbish or with what exists. `right`: a body that would be taken. */
export function hostileTo(route: Route, existing: string, right: string): fc.Arbitrary<Hostile> {
  const headers = fc.record(
    {
      'content-type': fc.constantFrom(...types),
      'accept-language': fc.constantFrom('ja', 'en', '*;q=9', 'x'.repeat(300)),
      'idempotency-key': fc.constantFrom('', 'k', '"', 'é', 'x'.repeat(300)),
      cookie: fc.constantFrom('a', 'a=b; a=c', `form=${'%'.repeat(9)}`, '=;=;'),
      'sec-fetch-site': fc.constantFrom('same-origin', 'cross-site', 'none', '?'),
      origin: fc.constantFrom('null', 'https://evil.example', 'http://127.0.0.1'),
      'x-forwarded-host': fc.constantFrom('evil.example', 'a b'),
      'content-encoding': fc.constantFrom('gzip', 'identity', 'br'),
    },
    { requiredKeys: [] },
  )
  return fc.record({
    path: fc
      .tuple(fc.oneof(inAddress, fc.constant(existing)), query)
      .map(([name, asked]) => route.path.replace(/:\w+/, () => name.replace(/[?#]/g, '')) + asked),
    headers,
    body: route.method === 'GET' ? fc.constant(Buffer.alloc(0)) : bodyLike(right),
    trusted: fc.boolean(),
  })
}

export interface HostileAnswer {
  readonly status: number
  readonly text: string
}

/** Sends requests as they are. What is cut off without an answer (a body that is too large) counts as status 0. */
export class HostileClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 })
  #sent = 0
  constructor(readonly port: number) {}

  send(method: string, path: string, headers: Record<string, string>, body: Buffer): Promise<HostileAnswer> {
    this.#sent += 1
    const from = `10.${(this.#sent >> 16) & 255}.${(this.#sent >> 8) & 255}.${this.#sent & 255}`
    const sent = { ...headers, 'x-forwarded-for': from, ...(method === 'POST' ? { 'content-length': String(body.length) } : {}) }
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: this.port, agent: this.#agent, method, path, headers: sent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      })
      asked.on('error', (fault: NodeJS.ErrnoException) =>
        fault.code === 'ECONNRESET' || fault.code === 'EPIPE' ? resolve({ status: 0, text: '' }) : reject(fault),
      )
      asked.end(method === 'POST' ? body : undefined)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
