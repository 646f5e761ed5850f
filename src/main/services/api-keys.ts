import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { API_KEYS_MAX, type ApiKeyState } from '../../preload/contract/api-keys'
import type { Clock } from '../../preload/contract/clock'
import { Instant } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { ApiKeyId, type MerchantId } from '../../preload/contract/ids'
import type { KeyCounter } from '../gateways/counter'
import {
  apiKeyById,
  apiKeysOf,
  endApiKey,
  expireApiKey,
  insertApiKey,
  type KeyInUse,
  keyLookup,
  markApiKeyUsed,
  type StoredApiKey,
} from '../ledger/api-keys'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import type { Handlers, Log } from './context'
import { type Events, publishChanged } from './events'
import type { Secrets } from './secrets'

/*
 * Keys of merchants' programs. The secret is shown once and kept nowhere: a signature is made and checked with its SHA-256, which
 * the ledger holds sealed under the master key, so that neither a copy of the file nor a look at the desk lets anybody sign.
 */
export interface ApiKeyDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly secrets: Secrets | null
}

const KEY = 'dk_'
const SECRET = 'ds_'
const SECRET_BYTES = 32
const DAY_MS = 86_400_000

/** What a merchant's program calls itself by. */
export const publicKeyOf = (id: ApiKeyId): string => `${KEY}${id.toString(36)}`

function idOf(key: string): ApiKeyId | null {
  const [, digits = ''] = /^dk_([0-9a-z]{1,11})$/.exec(key) ?? []
  return ApiKeyId.safeParse(Number.parseInt(digits, 36)).data ?? null
}

type Ended = Pick<StoredApiKey, 'expiresAt' | 'revokedAt'>

function stateOf({ expiresAt, revokedAt }: Ended, now: Instant): ApiKeyState {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt === null) return 'in_force'
  return expiresAt <= now ? 'expired' : 'expiring'
}

const isGood = (key: Ended, now: Instant) => ['in_force', 'expiring'].includes(stateOf(key, now))

type ApiKeyMethod = 'merchants.apiKeys' | 'merchants.issueApiKey' | 'merchants.revokeApiKey'

/** The keys of merchants at the desk. */
export function apiKeyHandlers(deps: ApiKeyDeps): Pick<Handlers, ApiKeyMethod> {
  const { ledger, clock } = deps
  return {
    'merchants.apiKeys': async (_context, { merchantId }) => {
      const keys = await apiKeysOf(ledger.reader, merchantId)
      const now = clock.now()
      return done({ keys: keys.map(({ merchantId: _, ...key }) => ({ ...key, key: publicKeyOf(key.id), state: stateOf(key, now) })) })
    },
    'merchants.issueApiKey': issue(deps),
    'merchants.revokeApiKey': revoke(deps),
  }
}

/** Makes a key and tells its secret, this once. Refuses key_unreadable (no place to keep it), not_found, merchant_not_active, too_many_api_keys. */
function issue({ ledger, events, secrets }: ApiKeyDeps): Handlers['merchants.issueApiKey'] {
  return async (context, { merchantId, name, replaces }) => {
    if (!secrets) return refuse({ refusal: 'key_unreadable' })
    const secret = `${SECRET}${randomBytes(SECRET_BYTES).toString('base64url')}`
    const verifier = secrets.seal(createHash('sha256').update(secret).digest('hex'))
    const issued = await ledger.write(context.by, async (writer) => {
      const room = await roomForKey(writer, merchantId)
      if (!room.ok) return room
      const retired = replaces ? await retire(writer, merchantId, replaces) : done(null)
      if (!retired.ok) return retired
      const id = ApiKeyId.parse(writer.newId())
      await insertApiKey(writer, { id, merchantId, name, verifier })
      await appendAudit(writer, {
        stream: 'merchants',
        action: 'api_key_issued',
        subject: `merchant:${merchantId}`,
        detail: { key: publicKeyOf(id), name, replaces: replaces && { key: publicKeyOf(replaces.id), until: retired.value } },
      })
      return done({ id, key: publicKeyOf(id), secret })
    })
    if (issued.ok) publishChanged(events, 'merchants', 'audit')
    return issued
  }
}

async function roomForKey(writer: Writer, merchantId: MerchantId): Promise<Result<null>> {
  const merchant = await merchantById(writer, merchantId)
  if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
  if (merchant.state !== 'active') return refuse({ refusal: 'merchant_not_active', merchant: merchant.name })
  const good = (await apiKeysOf(writer, merchantId)).filter((key) => isGood(key, writer.at))
  return good.length < API_KEYS_MAX ? done(null) : refuse({ refusal: 'too_many_api_keys', limit: API_KEYS_MAX })
}

/** The old key goes on beside the new one for so many days, and never longer than it would have without it. */
async function retire(writer: Writer, merchantId: MerchantId, { id, days }: { id: ApiKeyId; days: number }): Promise<Result<Instant>> {
  const old = await apiKeyById(writer, id)
  if (old?.merchantId !== merchantId || !isGood(old, writer.at)) return refuse({ refusal: 'not_found', what: 'api_key' })
  const until = Instant.parse(Math.min(writer.at + days * DAY_MS, old.expiresAt ?? Number.MAX_SAFE_INTEGER))
  await expireApiKey(writer, id, until)
  return done(until)
}

/** Ends a key at once; one that has ended stays so. Refuses not_found. */
function revoke({ ledger, events }: ApiKeyDeps): Handlers['merchants.revokeApiKey'] {
  return async (context, { id }) => {
    const revoked = await ledger.write(context.by, async (writer) => {
      const key = await apiKeyById(writer, id)
      if (!key) return refuse({ refusal: 'not_found', what: 'api_key' })
      if (key.revokedAt !== null) return done({})
      await endApiKey(writer, id)
      const { merchantId, name } = key
      await appendAudit(writer, {
        stream: 'merchants',
        action: 'api_key_revoked',
        subject: `merchant:${merchantId}`,
        detail: { key: publicKeyOf(id), name },
      })
      return done({})
    })
    if (revoked.ok) publishChanged(events, 'merchants', 'audit')
    return revoked
  }
}

const SYSTEM: By = { actor: 'system', seat: 'core' }
const USED_AGAIN_MS = 60_000

/** Checks signatures for the storefront. */
export function createKeyCounter(deps: { ledger: Ledger; clock: Clock; events: Events; secrets: Secrets; log: Log }): KeyCounter {
  const { clock, secrets, log } = deps
  const noteUse = createNoteUse(deps)
  const keys = createRecentKeys(deps)
  /** A key nobody has is checked like any other, and found wrong after the same time. */
  const decoy = secrets.seal(createHash('sha256').update(randomBytes(SECRET_BYTES)).digest('hex'))
  const nobody = createSecretKey(randomBytes(SECRET_BYTES))
  const verifierOf = createVerifiers(secrets)
  return {
    async signedBy(key, signed, signature) {
      const id = idOf(key)
      const known = id === null ? null : keys.recall(id)
      const found = known ?? (id === null ? null : keys.lookUp(id))
      const verifier = verifierOf(found?.verifier ?? decoy)
      if (!verifier) log.warn({ key }, 'what a key is checked with cannot be opened with this master key')
      const mac = createHmac('sha256', verifier ?? nobody)
      for (const part of signed) mac.update(part)
      const isRight = timingSafeEqual(mac.digest(), signature)
      if (!isRight || !verifier || id === null || !found || !isGood(found, clock.now()) || found.merchantState !== 'active') {
        // Looked up once, whether it is remembered, unknown or wrong: the time tells nothing either.
        if (known && id !== null) keys.lookUp(id)
        return null
      }
      noteUse(id)
      const { merchantId, registrationNumber } = found
      return { merchantId, registrationNumber, actor: `merchant:${registrationNumber}`, source: 'api' }
    },
  }
}

/** So long a key is believed without asking again; what is changed at this core's own desk counts at once. */
const BELIEVED_MS = 1_000

interface RecentKeys {
  /** A key that was looked up a moment ago, or null. */
  recall(id: ApiKeyId): KeyInUse | null
  lookUp(id: ApiKeyId): KeyInUse | null
}

/** Looks keys up, and remembers them for a moment: a look into the ledger costs more than the rest of the check. */
function createRecentKeys({ ledger, clock, events }: { ledger: Ledger; clock: Clock; events: Events }): RecentKeys {
  const lookUp = keyLookup(ledger)
  const recent = new Map<ApiKeyId, { key: KeyInUse; until: number }>()
  events.subscribe((notification) => {
    if (notification.kind === 'changed' && notification.subjects.includes('merchants')) recent.clear()
  })
  return {
    recall(id) {
      const known = recent.get(id)
      return known && clock.monotonicMs() < known.until ? known.key : null
    },
    lookUp(id) {
      const key = lookUp(id)
      if (recent.size >= VERIFIERS_MAX) recent.clear()
      if (key) recent.set(id, { key, until: clock.monotonicMs() + BELIEVED_MS })
      return key
    },
  }
}

/** Opened verifiers that are kept: more than a bank has merchants' programs. */
const VERIFIERS_MAX = 2_000

/** Opens what a key is checked with, once for each; null where this master key did not seal it. */
function createVerifiers(secrets: Pick<Secrets, 'open'>): (sealed: string) => KeyObject | null {
  const opened = new Map<string, KeyObject>()
  return (sealed) => {
    const known = opened.get(sealed)
    if (known) return known
    const verifier = secrets.open(sealed)
    if (!verifier.ok) return null
    if (opened.size >= VERIFIERS_MAX) opened.clear()
    const key = createSecretKey(verifier.value, 'hex')
    opened.set(sealed, key)
    return key
  }
}

/** When a key was used last, written down once a minute at the most, and nobody waits for it. */
function createNoteUse({ ledger, clock, log }: { ledger: Ledger; clock: Clock; log: Log }): (id: ApiKeyId) => void {
  const noted = new Map<ApiKeyId, number>()
  return (id) => {
    const now = clock.monotonicMs()
    if (now - (noted.get(id) ?? Number.NEGATIVE_INFINITY) < USED_AGAIN_MS) return
    noted.set(id, now)
    ledger
      .write(SYSTEM, async (writer) => done(await markApiKeyUsed(writer, id)))
      .then(
        (marked) => marked.ok || log.warn({ refusal: marked.refusal.refusal }, 'the use of a key could not be noted'),
        (fault: unknown) => log.error({ err: fault }, 'the use of a key could not be noted'),
      )
  }
}
