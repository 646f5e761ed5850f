import { createHash, createHmac, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apiKeyHandlers, createKeyCounter } from '../../../src/main/services/api-keys'
import type { Context } from '../../../src/main/services/context'
import { createEvents, type Events } from '../../../src/main/services/events'
import { createSecrets, type Secrets } from '../../../src/main/services/secrets'
import { API_KEYS_MAX } from '../../../src/preload/contract/api-keys'
import { ApiKeyId, MerchantId } from '../../../src/preload/contract/ids'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { keptLog } from '../../support/door'
import { addMerchant, openTestLedger, type TestLedger, valueIn } from '../../support/ledger'

let test: TestLedger
let events: Events
let secrets: Secrets
let administrator: Context
let merchantId: MerchantId
let keys: ReturnType<typeof apiKeyHandlers>
beforeEach(async () => {
  test = await openTestLedger()
  events = createEvents()
  secrets = createSecrets(randomBytes(32))
  administrator = await personAt(test, 'kanri', ['administrator'])
  merchantId = await addMerchant(test.ledger)
  keys = apiKeyHandlers({ ledger: test.ledger, clock: test.clock, events, secrets })
})
afterEach(() => test.cleanup())

const DAY_MS = 86_400_000
const issue = (own: { merchantId?: MerchantId; replaces?: { id: ApiKeyId; days: number } } = {}) =>
  keys['merchants.issueApiKey'](administrator, { merchantId, name: 'shop', replaces: null, ...own })
const issued = async (own: Parameters<typeof issue>[0] = {}) => valueIn(await issue(own))
const listed = async () => valueIn(await keys['merchants.apiKeys'](administrator, { merchantId })).keys
const states = async () => (await listed()).map(({ state }) => state)
const revoke = (id: ApiKeyId) => keys['merchants.revokeApiKey'](administrator, { id })

/** The counter of this ledger, as another process would open it. */
const counter = (own = secrets) => createKeyCounter({ ledger: test.ledger, clock: test.clock, events, secrets: own, log: keptLog() })
const sign = (secret: string, text: string) => createHmac('sha256', createHash('sha256').update(secret).digest()).update(text).digest()

describe('a key', () => {
  it('is told with its secret once, and kept so that nobody can read it', async () => {
    const { id, key, secret } = await issued()
    expect(key).toMatch(/^dk_[0-9a-z]+$/)
    expect(Buffer.from(secret.slice(3), 'base64url')).toHaveLength(32)
    expect(await listed()).toEqual([
      {
        id,
        key,
        name: 'shop',
        state: 'in_force',
        createdBy: 'user:kanri',
        createdAt: test.clock.now(),
        expiresAt: null,
        revokedAt: null,
        lastUsedAt: null,
      },
    ])
    const everything = JSON.stringify([
      test.ledger.source.prepare('select * from api_keys').all(),
      test.ledger.source.prepare('select * from audit_records').all(),
    ])
    for (const told of [secret, createHash('sha256').update(secret).digest('hex')]) expect(everything).not.toContain(told)
    expect(auditOf(test, 'merchants')).toEqual(['user:kanri api_key_issued'])
  })

  it('goes on for some days beside the one that takes its place, and never longer than it would have', async () => {
    const old = await issued()
    const next = await issued({ replaces: { id: old.id, days: 7 } })
    expect(await states()).toEqual(['in_force', 'expiring'])
    expect((await listed()).at(-1)?.expiresAt).toBe(test.clock.now() + 7 * DAY_MS)
    await issued({ replaces: { id: old.id, days: 90 } })
    expect((await listed()).at(-1)?.expiresAt).toBe(test.clock.now() + 7 * DAY_MS)
    test.clock.advance(7 * DAY_MS)
    expect(await states()).toEqual(['in_force', 'in_force', 'expired'])
    expect(refusalOf(await issue({ replaces: { id: old.id, days: 1 } }))).toEqual({ refusal: 'not_found', what: 'api_key' })
    await issued({ replaces: { id: next.id, days: 0 } })
    expect(await states()).toEqual(['in_force', 'in_force', 'expired', 'expired'])
  })

  it('is revoked for good, once', async () => {
    const { id } = await issued()
    for (let time = 0; time < 2; time++) expect(valueIn(await revoke(id))).toEqual({})
    expect(await states()).toEqual(['revoked'])
    expect(auditOf(test, 'merchants')).toEqual(['user:kanri api_key_issued', 'user:kanri api_key_revoked'])
  })

  it('is refused by name', async () => {
    const waiting = await addMerchant(test.ledger, { name: '待機店', state: 'awaiting_approval' })
    const stranger = await issued({ merchantId: await addMerchant(test.ledger) })
    expect(refusalOf(await issue({ merchantId: MerchantId.parse(1) }))).toEqual({ refusal: 'not_found', what: 'merchant' })
    expect(refusalOf(await issue({ merchantId: waiting }))).toEqual({ refusal: 'merchant_not_active', merchant: '待機店' })
    expect(refusalOf(await issue({ replaces: { id: stranger.id, days: 1 } }))).toEqual({ refusal: 'not_found', what: 'api_key' })
    expect(refusalOf(await revoke(ApiKeyId.parse(1)))).toEqual({ refusal: 'not_found', what: 'api_key' })
    keys = apiKeyHandlers({ ledger: test.ledger, clock: test.clock, events, secrets: null })
    expect(refusalOf(await issue())).toEqual({ refusal: 'key_unreadable' })
    expect(await listed()).toEqual([])
  })

  it('is one of a few: more in force are refused until one is revoked', async () => {
    const all = []
    for (let at = 0; at < API_KEYS_MAX; at++) all.push(await issued())
    expect(refusalOf(await issue())).toEqual({ refusal: 'too_many_api_keys', limit: API_KEYS_MAX })
    valueIn(await revoke(ApiKeyId.parse(all[0]?.id)))
    await issued()
  })
})

describe('a signature', () => {
  it('speaks for the merchant whose key has made it', async () => {
    const { key, secret } = await issued()
    expect(await counter().signedBy(key, ['a', Buffer.from('b')], sign(secret, 'ab'))).toEqual({
      merchantId,
      registrationNumber: 'K000001',
      actor: 'merchant:K000001',
      source: 'api',
    })
  })

  const wrong: [what: string, key: (right: string) => string, text: string][] = [
    ['over other bytes', (right) => right, 'abc'],
    ['of a key nobody has', () => 'dk_zz', 'ab'],
    ['of no key at all', () => "dk_' or 1=1", 'ab'],
    ['of a key beyond all numbers', () => 'dk_zzzzzzzzzzz', 'ab'],
  ]
  it.each(wrong)('%s speaks for nobody', async (_what, keyOf, text) => {
    const { key, secret } = await issued()
    expect(await counter().signedBy(keyOf(key), ['ab'], sign(secret, text))).toBeNull()
  })

  it('of a key that was sealed under another master key speaks for nobody', async () => {
    const { key, secret } = await issued()
    expect(await counter(createSecrets(randomBytes(32))).signedBy(key, ['ab'], sign(secret, 'ab'))).toBeNull()
  })

  it('counts no longer once its key was revoked here, or elsewhere a second ago', async () => {
    const [here, elsewhere] = [await issued(), await issued()]
    const own = counter()
    const asks = async ({ key, secret }: { key: string; secret: string }) => (await own.signedBy(key, ['ab'], sign(secret, 'ab'))) !== null
    expect([await asks(here), await asks(elsewhere)]).toEqual([true, true])
    valueIn(await revoke(here.id))
    expect(await asks(here)).toBe(false)
    const other = apiKeyHandlers({ ledger: test.ledger, clock: test.clock, events: createEvents(), secrets })
    expect(await asks(elsewhere)).toBe(true)
    valueIn(await other['merchants.revokeApiKey'](administrator, { id: elsewhere.id }))
    test.clock.advance(1_000)
    expect(await asks(elsewhere)).toBe(false)
  })

  it('is noted as the last use of its key, once a minute', async () => {
    const { key, secret } = await issued()
    const own = counter()
    const use = () => own.signedBy(key, ['ab'], sign(secret, 'ab'))
    const first = test.clock.now()
    await use()
    await expect.poll(async () => (await listed())[0]?.lastUsedAt).toBe(first)
    test.clock.advance(59_000)
    await use()
    test.clock.advance(1_000)
    await use()
    await expect.poll(async () => (await listed())[0]?.lastUsedAt).toBe(first + 60_000)
  })
})

describe('the table of keys', () => {
  const writes = [
    "update api_keys set verifier = 'x'",
    'update api_keys set merchant_id = 1',
    'delete from api_keys',
    'update api_keys set revoked_at = null',
  ]
  it.each(writes)('refuses: %s', async (statement) => {
    const { id } = await issued()
    valueIn(await revoke(id))
    const { default: Database } = await import('better-sqlite3')
    const database = new Database(test.ledger.path)
    expect(() => database.exec(statement)).toThrow(/never|stays revoked/)
    database.close()
  })
})
