import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Seat } from '../../preload/contract/carrier'

/*
 * Who may speak to the loopback carrier at all: a browser on this machine that entered with the one-time token and holds the
 * cookie it got for it. Other programs of this machine share the address, so Host, Origin and Sec-Fetch-Site are checked too.
 */
const TOKEN_LIFETIME_MS = 30 * 60_000
const BROWSERS_MAX = 64

const secret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest()
const same = (one: string, other: string) => timingSafeEqual(digest(one), digest(other))

/** Why a request is turned away before anything of it is looked at. */
export type TurnedAway = 'host' | 'origin' | 'site'

/** Checks where a request says it comes from; null when it may go on. A POST must name its origin. */
export function turnedAway(headers: IncomingHttpHeaders, method: string, port: number): TurnedAway | null {
  const { host, origin } = headers
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (host === undefined || !hosts.includes(host)) return 'host'
  if (origin === undefined ? method === 'POST' : origin !== `http://${host}`) return 'origin'
  const site = headers['sec-fetch-site']
  // `same-site` is another port of this machine; `none` is a person who typed or opened the address.
  return site === undefined || site === 'same-origin' || site === 'none' ? null : 'site'
}

/** The tokens not yet used and the browsers that used one. */
export class Admission {
  readonly #tokens = new Map<string, number>()
  readonly #seats = new Map<string, Seat>()
  constructor(private readonly monotonicMs: () => number) {}

  /** A token good for one entry within half an hour. */
  issue(): string {
    const token = secret()
    this.#tokens.set(token, this.monotonicMs() + TOKEN_LIFETIME_MS)
    return token
  }

  /** Exchanges a token for the value of the cookie; null when it is unknown, used or too old. */
  enter(token: string): string | null {
    const found = [...this.#tokens].find(([issued]) => same(issued, token))
    if (!found) return null
    const [issued, until] = found
    this.#tokens.delete(issued)
    if (this.monotonicMs() > until || this.#seats.size >= BROWSERS_MAX) return null
    const cookie = secret()
    this.#seats.set(cookie, { id: randomBytes(6).toString('hex'), kind: 'browser' })
    return cookie
  }

  /** The seat of the browser that holds this cookie, or null. */
  seat(cookie: string | undefined): Seat | null {
    return (cookie !== undefined && this.#seats.get(cookie)) || null
  }
}
