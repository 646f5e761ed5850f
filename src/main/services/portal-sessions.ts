import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../preload/contract/clock'
import type { MerchantId } from '../../preload/contract/ids'
import type { Ledger } from '../ledger/ledger'
import { type PortalAccount, portalAccountOf } from '../ledger/portal-accounts'

/*
 * Who is signed in at a portal: in memory only, on the clock that never goes back. A session is over after so long without a request
 * or altogether, when the merchant is no longer active, and when its password or one-time codes were changed in another.
 */
export const PORTAL_IDLE_MINUTES = 15
export const LONGEST_SESSION_HOURS = 8
const TOKEN_BYTES = 32
/** Of one merchant, and altogether; the oldest goes first. */
const OF_MERCHANT_MAX = 20
const SESSIONS_MAX = 5_000

export interface PortalSession {
  readonly merchantId: MerchantId
  /** Of the account when the session began, or as this session itself has changed it. */
  version: number
  /** Comes back with every form. */
  readonly formToken: string
  readonly sinceMs: number
  lastMs: number
  /** The secret of one-time codes that are being set up. */
  totpSecret: string | null
}

export interface PortalSessions {
  /** Begins a session; the token is for the browser alone. */
  begin(account: Pick<PortalAccount, 'merchantId' | 'version'>): string
  /** The session of a token and its account as it stands now, or null. */
  find(token: string): Promise<{ session: PortalSession; account: PortalAccount } | null>
  end(token: string): void
}

const keyOf = (token: string) => createHash('sha256').update(token).digest('base64')

export function createPortalSessions({ ledger, clock }: { ledger: Ledger; clock: Pick<Clock, 'monotonicMs'> }): PortalSessions {
  const sessions = new Map<string, PortalSession>()

  const isOver = ({ sinceMs, lastMs }: PortalSession) =>
    clock.monotonicMs() - sinceMs > LONGEST_SESSION_HOURS * 3_600_000 || clock.monotonicMs() - lastMs > PORTAL_IDLE_MINUTES * 60_000

  function makeRoom(merchantId: MerchantId): void {
    for (const [key, session] of sessions) if (isOver(session)) sessions.delete(key)
    const own = [...sessions].filter(([, session]) => session.merchantId === merchantId)
    const [oldestOwn] = own
    if (own.length >= OF_MERCHANT_MAX && oldestOwn) sessions.delete(oldestOwn[0])
    const [oldest] = sessions.keys()
    if (sessions.size >= SESSIONS_MAX && oldest !== undefined) sessions.delete(oldest)
  }

  return {
    begin({ merchantId, version }) {
      makeRoom(merchantId)
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const now = clock.monotonicMs()
      const formToken = randomBytes(TOKEN_BYTES).toString('base64url')
      sessions.set(keyOf(token), { merchantId, version, formToken, sinceMs: now, lastMs: now, totpSecret: null })
      return token
    },
    async find(token) {
      const key = keyOf(token)
      const session = sessions.get(key)
      if (!session) return null
      const account = isOver(session) ? null : await portalAccountOf(ledger.reader, session.merchantId)
      if (account?.merchantState !== 'active' || account.version !== session.version) {
        sessions.delete(key)
        return null
      }
      session.lastMs = clock.monotonicMs()
      return { session, account }
    },
    end(token) {
      sessions.delete(keyOf(token))
    },
  }
}
