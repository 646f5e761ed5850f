import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Presence } from '../../../src/main/services/context'
import { createEvents, type Events } from '../../../src/main/services/events'
import { createFiles, type Files } from '../../../src/main/services/files'
import { createDispatcher } from '../../../src/main/transport/dispatch'
import { type Loopback, openLoopback } from '../../../src/main/transport/loopback'
import { OfferReference } from '../../../src/preload/contract/ids'
import { type ChosenPresences, chosenPresences, type KeptLog, keptLog, REACHED, reachableHandlers, sitting } from '../../support/door'
import { valueIn } from '../../support/ledger'

const PAGE = '<!doctype html><script type="module" src="/assets/a.js" nonce="__CSP_NONCE__"></script><div id="root"></div>'

let folder: string
let files: Files
const ACTOR = 'user:yamada'
let events: Events
let sessions: ChosenPresences
let log: KeptLog
let loopback: Loopback

async function open(): Promise<Loopback> {
  const handlers = { ...reachableHandlers(), 'home.pulse': () => Promise.reject(new Error('select secret')) }
  const { dispatch, admit } = createDispatcher({ handlers, sessions, log })
  return openLoopback({ core: { dispatch, admit, events, files }, port: 0, pages: folder, log, monotonicMs: () => performance.now() })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daiko-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'assets', 'a.js'), 'export {}')
  await writeFile(join(folder, '.secret'), 'secret')
  files = await createFiles({ offerBytesMax: 1024 * 1024 })
  events = createEvents()
  sessions = chosenPresences(sitting(['clerk']))
  log = keptLog()
  loopback = await open()
})
afterEach(async () => {
  await loopback.close()
  await files.close()
  await rm(folder, { recursive: true })
})

interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
}
interface Answered {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Raw HTTP, because fetch would not let the test lie about Host and Origin. */
function begin(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: loopback.port, path, method, headers, agent: false }, resolve)
    asked.on('error', reject)
    asked.end(body)
  })
}
async function ask(path: string, asked?: Asked): Promise<Answered> {
  const response = await begin(path, asked)
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}

const entrance = () => new URL(loopback.entrance())
async function enter(): Promise<string> {
  const { search } = entrance()
  const [cookie = ''] = (await ask(`/${search}`)).headers['set-cookie'] ?? []
  return cookie.split(';')[0] ?? ''
}
const own = () => `http://127.0.0.1:${loopback.port}`
async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answered> {
  return ask(path, {
    method: 'POST',
    headers: { cookie: await enter(), origin: own(), 'content-type': 'application/json', ...headers },
    body,
  })
}
const call = (method: string, input: unknown) => post('/call', JSON.stringify({ method, input }))

describe('the entrance', () => {
  it('exchanges its token once for a strict cookie that carries the port, and takes the token out of the address', async () => {
    const { search } = entrance()
    const entered = await ask(`/${search}`)
    expect(entered).toMatchObject({ status: 303, headers: { location: '/' } })
    const [cookie] = entered.headers['set-cookie'] ?? []
    expect(cookie).toMatch(new RegExp(`^daiko_${loopback.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`))
    expect((await ask(`/${search}`)).status).toBe(401)
    expect((await ask('/?token=guess')).status).toBe(401)
  })

  it('opened again by who has entered leads in, and keeps its token for another browser', async () => {
    const cookie = await enter()
    const { search } = entrance()
    expect(await ask(`/${search}`, { headers: { cookie } })).toMatchObject({ status: 303 })
    expect((await ask(`/${search}`)).headers['set-cookie']).toHaveLength(1)
  })

  const closed: [string, string][] = [
    ['GET', '/'],
    ['GET', '/index.html'],
    ['GET', '/assets/a.js'],
    ['GET', '/events'],
    ['GET', '/download/x'],
    ['GET', '/orders'],
    ['POST', '/call'],
    ['POST', '/offer'],
    ['POST', '/?token=x'],
  ]
  it.each(closed)('%s %s needs the cookie', async (method, path) => {
    const { search } = entrance()
    for (const cookie of ['', 'daiko_1=x', `daiko_${loopback.port}=${search.slice(7)}`]) {
      expect((await ask(path, { method, headers: { cookie, origin: own() } })).status).toBe(401)
    }
  })
})

describe('strangers', () => {
  it('are turned away by Host, Origin and site, cookie or not, and logged', async () => {
    const cookie = await enter()
    const turned = async (path: string, asked: Asked) => (await ask(path, asked)).status
    expect(await turned('/', { headers: { cookie, host: 'rebound.example' } })).toBe(403)
    expect(await turned('/events', { headers: { cookie, 'sec-fetch-site': 'same-site' } })).toBe(403)
    expect(await turned('/call', { method: 'POST', headers: { cookie } })).toBe(403)
    expect(await turned('/call', { method: 'POST', headers: { cookie, origin: 'http://localhost:1' } })).toBe(403)
    expect(log.lines.map(({ data }) => data.reason)).toEqual(['host', 'site', 'origin', 'origin'])
  })

  it('do not reach it from another machine', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of outside) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port: loopback.port })
        socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
      })
      expect(reached).toBe(false)
    }
    expect(loopback.port).toBeGreaterThan(0)
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('find no %s', async (method) => {
    expect((await ask('/call', { method, headers: { cookie: await enter(), origin: own() } })).status).toBe(404)
  })
})

describe('the page', () => {
  it('carries a fresh nonce in its policy and in every script, and is never stored', async () => {
    const cookie = await enter()
    const pages = await Promise.all(['/', '/index.html', '/orders/12'].map((path) => ask(path, { headers: { cookie } })))
    const nonces = pages.map(({ headers, body }) => {
      const policy = String(headers['content-security-policy'])
      const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
      expect(body).toBe(PAGE.replace('__CSP_NONCE__', nonce))
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).not.toMatch(/unsafe|\*|http/)
      expect(headers['cache-control']).toBe('no-store')
      return nonce
    })
    expect(new Set(nonces).size).toBe(3)
  })

  it('every answer has the headers that keep it apart', async () => {
    const cookie = await enter()
    const answers = [
      await ask('/', { headers: { cookie } }),
      await ask('/assets/a.js', { headers: { cookie } }),
      await ask('/'),
      await call('x', {}),
    ]
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('brings its files and no others', async () => {
    const cookie = await enter()
    expect(await ask('/assets/a.js', { headers: { cookie } })).toMatchObject({
      status: 200,
      body: 'export {}',
      headers: { 'cache-control': 'private, max-age=31536000, immutable' },
    })
    for (const path of [
      '/assets/none.js',
      '/.secret',
      '/../package.json',
      '/%2e%2e/%2e%2e/etc/passwd.txt',
      '/assets/..%2f.secret',
      '/a%00.js',
    ]) {
      const { status, body } = await ask(path, { headers: { cookie } })
      expect([400, 403, 404]).toContain(status)
      expect(body).not.toContain('secret')
    }
  })
})

describe('a call', () => {
  it('is answered by the dispatcher', async () => {
    const answered = await call('orders.list', {})
    expect(JSON.parse(answered.body)).toEqual({ outcome: 'refused', refusal: { refusal: REACHED } })
    expect(answered.headers['cache-control']).toBe('no-store')
    expect(JSON.parse((await call('people.list', {})).body)).toMatchObject({ refusal: { refusal: 'not_permitted' } })
  })

  it('that the window makes by itself is no sign of a person', async () => {
    const asked = { method: 'orders.list', input: {} }
    await post('/call', JSON.stringify({ ...asked, background: true }))
    expect(sessions.touched).toBe(0)
    await post('/call', JSON.stringify(asked))
    expect(sessions.touched).toBe(1)
  })

  it('that ends in a fault tells its number only', async () => {
    const { body } = await call('home.pulse', {})
    expect(JSON.parse(body)).toEqual({ outcome: 'fault', number: expect.any(String) })
  })

  const bad: [string, string, string, number][] = [
    ['is no JSON', '{', 'application/json', 400],
    ['would change a prototype', '{"method":"orders.list","input":{"__proto__":{}}}', 'application/json', 400],
    ['is a form', 'method=orders.list', 'application/x-www-form-urlencoded', 415],
    ['is text', '{"method":"orders.list","input":{}}', 'text/plain', 415],
    ['is too large', JSON.stringify({ method: 'orders.list', input: 'x'.repeat(5 * 1024 * 1024) }), 'application/json', 413],
    ['is something else', '[]', 'application/json', 200],
    ['is nothing', 'null', 'application/json', 200],
  ]
  it.each(bad)('that %s is refused', async (_what, body, type, status) => {
    const answered = await post('/call', body, { 'content-type': type })
    expect(answered.status).toBe(status)
    expect(JSON.parse(answered.body)).toMatchObject({ outcome: 'refused', refusal: { refusal: 'invalid_input' } })
  })

  it('with headers over 8 KiB is cut off', async () => {
    expect((await ask('/', { headers: { cookie: 'x'.repeat(9 * 1024) } })).status).toBe(431)
  })
})

describe('an offer', () => {
  const offer = (body: Buffer, name: string) => post('/offer', body, { 'content-type': 'application/octet-stream', 'x-daiko-name': name })

  it('streams into a file of the core', async () => {
    const bytes = Buffer.alloc(700_000, 7)
    const answer = JSON.parse((await offer(bytes, encodeURIComponent('../明細 11月.txt'))).body)
    const offered = valueIn(files.resolve(OfferReference.parse(answer.value), ACTOR))
    expect(offered).toMatchObject({ name: '明細 11月.txt', bytes: bytes.length })
    expect((await readFile(offered.path)).equals(bytes)).toBe(true)
  })

  it('is for whoever may bring files in', async () => {
    sessions.now = sitting(['administrator'])
    expect(JSON.parse((await offer(Buffer.from('x'), 'x')).body)).toMatchObject({
      refusal: { refusal: 'not_permitted', permission: 'bring_in' },
    })
  })

  it('is refused when too large, empty, of another type, or without a person', async () => {
    expect(JSON.parse((await offer(Buffer.alloc(2 * 1024 * 1024), 'x')).body)).toMatchObject({
      refusal: { refusal: 'file_too_large', limit: 1024 * 1024 },
    })
    expect(JSON.parse((await offer(Buffer.alloc(0), '%E0%A4%A')).body)).toMatchObject({ refusal: { refusal: 'file_empty' } })
    expect(JSON.parse((await post('/offer', '{}')).body)).toMatchObject({ refusal: { refusal: 'invalid_input' } })
    sessions.now = sitting(['clerk'], 'locked')
    expect(JSON.parse((await offer(Buffer.from('x'), 'x')).body)).toMatchObject({ refusal: { refusal: 'desk_locked' } })
  })
})

describe('a download', () => {
  it('comes once, as an attachment under its own name, and its bytes are gone afterwards', async () => {
    const path = files.room()
    await writeFile(path, 'workbook')
    const ticket = files.issueTicket(path, "注文 (11月)'s.xlsx", ACTOR)
    const cookie = await enter()
    const fetched = await ask(`/download/${ticket}`, { headers: { cookie } })
    expect(fetched).toMatchObject({
      status: 200,
      body: 'workbook',
      headers: { 'content-length': '8', 'content-type': 'application/octet-stream' },
    })
    expect(fetched.headers['content-disposition']).toBe(
      'attachment; filename="download"; filename*=UTF-8\'\'%E6%B3%A8%E6%96%87%20%2811%E6%9C%88%29%27s.xlsx',
    )
    expect((await ask(`/download/${ticket}`, { headers: { cookie } })).status).toBe(404)
    await expect.poll(() => stat(path).catch(() => null)).toBeNull()
  })

  it('waits for the person: a locked desk does not use the ticket up', async () => {
    const path = files.room()
    await writeFile(path, 'workbook')
    const ticket = files.issueTicket(path, 'a.xlsx', ACTOR)
    const cookie = await enter()
    sessions.now = sitting(['clerk'], 'locked')
    expect((await ask(`/download/${ticket}`, { headers: { cookie } })).status).toBe(403)
    sessions.now = sitting(['clerk'])
    expect((await ask(`/download/${ticket}`, { headers: { cookie } })).status).toBe(200)
  })
})

describe('a download of another person', () => {
  it('is not found, and theirs alone; nor does a role without exports get one', async () => {
    const path = files.room()
    await writeFile(path, 'workbook')
    const ticket = files.issueTicket(path, 'a.xlsx', ACTOR)
    const cookie = await enter()
    const statusFor = async (person: Presence) => {
      sessions.now = person
      return (await ask(`/download/${ticket}`, { headers: { cookie } })).status
    }
    expect(await statusFor(sitting(['clerk'], 'present', false, 'sato'))).toBe(404)
    expect(await statusFor(sitting(['administrator']))).toBe(403)
    expect(await statusFor(sitting(['clerk']))).toBe(200)
  })
})

describe('events', () => {
  it('arrive one by one, and end with the line', async () => {
    const line = await begin('/events', { headers: { cookie: await enter() } })
    expect(line.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
    line.setEncoding('utf8')
    let heard = ''
    line.on('data', (part: string) => {
      heard += part
    })
    await expect.poll(() => heard).toContain('retry: 2000')
    events.publish({ kind: 'changed', subjects: ['orders'] })
    await expect.poll(() => heard).toContain('data: {"kind":"changed","subjects":["orders"]}\n\n')
    line.destroy()
  })

  it('do not keep the carrier from closing', async () => {
    const line = await begin('/events', { headers: { cookie: await enter() } })
    const ended = new Promise((resolve) =>
      line
        .on('close', resolve)
        .on('error', () => undefined)
        .resume(),
    )
    await loopback.close()
    await ended
    loopback = await open()
  })
})

describe('two carriers on one machine', () => {
  it('do not take each other’s cookies', async () => {
    const first = loopback
    const cookie = await enter()
    loopback = await open()
    expect((await ask('/', { headers: { cookie } })).status).toBe(401)
    await first.close()
  })
})
