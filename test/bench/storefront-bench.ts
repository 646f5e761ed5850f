import { spawn } from 'node:child_process'
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import autocannon, { type Request, type Result } from 'autocannon'
import { z } from 'zod'
import { rounded, step } from './child'
import { serveStorefront } from './storefront-server'

/*
 * Shops that post orders as fast as they are answered, every tenth time one they have posted before, while clerks work at the desk of
 * the same core. The core runs in a process of its own; the shops run here.
 */
export interface Load {
  readonly seconds: number
  readonly connections: number
}

const ShopKey = z.object({ key: z.string(), secret: z.string() })
type ShopKey = z.infer<typeof ShopKey>
const Opened = z.object({ address: z.string(), keys: z.array(ShopKey).min(1) })
const Closed = z.object({
  cpuSeconds: z.number(),
  loopMaxMs: z.number(),
  deskP95Ms: z.number(),
  deskP99Ms: z.number(),
  deskCalls: z.int(),
  orders: z.int(),
  keysKept: z.int(),
  broken: z.array(z.string()),
})

/** The step that stays: opens the storefront, tells where, and answers with its figures when standard input ends. */
export const storefrontSteps = {
  'storefront-serve': step({
    given: z.object({}),
    result: Closed,
    run: () => serveStorefront((opened) => process.stdout.write(`${JSON.stringify(opened)}\n`)),
  }),
}

const PATH = '/api/v1/orders'
/** Every tenth request is one that was answered before. */
const REPLAYED = 0.1
/** Not measured: code that runs for the first time is slow. */
const WARM_SECONDS = 5
/** Earlier requests that may come again. */
const KEPT_MOST = 5_000

interface Sent {
  readonly shop: ShopKey
  readonly idempotencyKey: string
  readonly body: string
  /** What it was answered, once it was. */
  answer: string | null
}

/** The shops: what they send next, and whether they were answered as they must be. */
class Shops {
  readonly #known: Sent[] = []
  #sent = 0
  #stamps = 0
  /** Replays that were answered otherwise than the first time. */
  otherwise = 0
  constructor(private readonly keys: readonly ShopKey[]) {}

  #next(): Sent {
    const again = Math.random() < REPLAYED ? this.#known.splice(Math.floor(Math.random() * this.#known.length), 1)[0] : undefined
    return again ?? this.#fresh()
  }

  #answered(sent: Sent, status: number, body: string): void {
    if (status !== 201) return
    if (sent.answer !== null && sent.answer !== body) this.otherwise += 1
    sent.answer = body
    this.#known.push(sent)
    if (this.#known.length > KEPT_MOST) this.#known.shift()
  }

  /** What each connection does over and over: the next request, signed, and a look at its answer. */
  request(): Request {
    const onTheWay = new WeakMap<object, Sent>()
    return {
      method: 'POST',
      path: PATH,
      setupRequest: (request, context) => {
        const sent = this.#next()
        onTheWay.set(context, sent)
        return { ...request, body: sent.body, headers: signed(sent, this.#timestamp()) }
      },
      onResponse: (status, body, context) => {
        const sent = onTheWay.get(context)
        if (sent) this.#answered(sent, status, body)
      },
    }
  }

  /** A time no other request of this run is signed at. */
  #timestamp(): string {
    this.#stamps += 1
    return `${Math.floor(Date.now() / 1000)}.${String(this.#stamps).padStart(9, '0')}`
  }

  #fresh(): Sent {
    const at = this.#sent++
    const shop = this.keys[at % this.keys.length]
    if (!shop) throw new Error('no shop')
    const body = JSON.stringify({
      orderNumber: `B-${at}`,
      goods: [
        { name: `丸筆 ${at % 97}号`, quantity: 1 + (at % 3), unitPrice: 1_200 },
        { name: '送料', quantity: 1, unitPrice: 500 },
      ],
      amount: (1 + (at % 3)) * 1_200 + 500,
      payer: { name: `山田 ${at}`, kana: 'ヤマダ タロウ', email: `payer${at}@example.jp` },
      protectionWished: at % 4 === 0,
      ...(at % 2 === 0 ? { method: 'bank_transfer' } : {}),
      returnUrl: `https://shop.example.jp/thanks?order=B-${at}`,
    })
    return { shop, idempotencyKey: randomUUID(), body, answer: null }
  }
}

const signingKeys = new Map<string, Buffer>()

function signed({ shop, idempotencyKey, body }: Sent, timestamp: string): Record<string, string> {
  const signingKey = signingKeys.get(shop.secret) ?? createHash('sha256').update(shop.secret).digest()
  signingKeys.set(shop.secret, signingKey)
  const signature = createHmac('sha256', signingKey).update(`${timestamp}.POST.${PATH}.${body}`).digest('hex')
  return {
    'content-type': 'application/json',
    'daiko-key': shop.key,
    'daiko-timestamp': timestamp,
    'daiko-signature': `v1=${signature}`,
    'idempotency-key': idempotencyKey,
  }
}

/** Runs the load and tells one line of figures. */
export async function storefrontBench({ seconds, connections }: Load): Promise<object[]> {
  const [, program = ''] = process.argv
  const args = [...process.execArgv, program, '--step', 'storefront-serve', '--given', '{}']
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(server, 'exit')
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()
  const { address, keys } = Opened.parse(JSON.parse((await lines.next()).value ?? ''))
  const shops = new Shops(keys)
  const post = (duration: number) => autocannon({ url: address, connections, duration, requests: [shops.request()] })
  await post(WARM_SECONDS)
  server.stdin.write('measure\n')
  const result = await post(seconds)
  server.stdin.end()
  const told = z.object({ rssMb: z.number(), result: Closed }).parse(JSON.parse((await lines.next()).value ?? ''))
  await ended
  return [figures(result, shops, told)]
}

function figures(result: Result, shops: Shops, { rssMb, result: core }: { rssMb: number; result: z.infer<typeof Closed> }): object {
  const { p50, p99, max } = result.latency
  const errors = result.errors + result.timeouts
  // An order that no key is kept for, or a key that answered otherwise the second time, is one too many.
  const duplicates = core.orders - core.keysKept + shops.otherwise
  return {
    bench: 'storefront',
    requestsPerSecond: rounded(result.requests.total / result.duration, 0),
    p50Ms: p50,
    p99Ms: p99,
    maxMs: max,
    errors,
    non2xx: result.non2xx,
    statuses: Object.fromEntries(Object.entries(result.statusCodeStats).map(([status, { count }]) => [status, count])),
    duplicates,
    deskP95Ms: core.deskP95Ms,
    deskP99Ms: core.deskP99Ms,
    deskCalls: core.deskCalls,
    /** How long the core's event loop was held up at the most. */
    loopMaxMs: core.loopMaxMs,
    orders: core.orders,
    broken: core.broken,
    /** Of the core, for each request: what remains the same on a busy machine. */
    cpuMs: rounded((core.cpuSeconds * 1000) / result.requests.total, 2),
    rssMb,
    bars: {
      errors: { is: 0, ok: errors + result.non2xx === 0 },
      duplicates: { is: 0, ok: duplicates === 0 },
      p99Ms: { under: 100, ok: p99 < 100 },
      deskP95Ms: { under: 100, ok: core.deskP95Ms < 100 },
    },
  }
}
