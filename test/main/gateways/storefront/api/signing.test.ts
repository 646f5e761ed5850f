import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUTURE_SECONDS, PAST_SECONDS, SignatureMemory } from '../../../../../src/main/gateways/storefront/api/signing'
import { TESTER, valueIn } from '../../../../support/ledger'
import {
  ADMINISTRATOR,
  openTestStorefront,
  orderBody,
  ownTimestamp,
  type ShopProgram,
  signatureOf,
  type TestStorefront,
} from '../../../../support/storefront'

/* Who may ask: every way of signing wrongly, early, late, twice, or with a key that is no longer good. */

const START = Date.parse('2026-11-20T10:32:00+09:00') / 1000

describe('the memory of signatures', () => {
  const memoryAt = (most?: number) => {
    const clock = { now: START }
    return { clock, memory: new SignatureMemory(() => clock.now * 1000, most) }
  }
  const signature = (name: string) => Buffer.from(name.padEnd(32))

  const times: [what: string, after: number, fresh: boolean][] = [
    ['at the moment it began', 0, true],
    ['before it began', -0.001, false],
    ['a little ahead', FUTURE_SECONDS, true],
    ['too far ahead', FUTURE_SECONDS + 0.001, false],
  ]
  it.each(times)('a signature made %s', (_what, after, fresh) => {
    expect(memoryAt().memory.isFresh(START + after)).toBe(fresh)
  })

  it('lets a window of five minutes pass behind the clock', () => {
    const { memory, clock } = memoryAt()
    clock.now = START + 1_000
    expect(memory.isFresh(clock.now - PAST_SECONDS)).toBe(true)
    expect(memory.isFresh(clock.now - PAST_SECONDS - 0.001)).toBe(false)
  })

  it('takes each once, for as long as it is fresh', () => {
    const { memory, clock } = memoryAt()
    expect(memory.take(signature('a'), START + 1)).toBe(true)
    clock.now = START + 1 + PAST_SECONDS
    expect([memory.isFresh(START + 1), memory.take(signature('a'), START + 1)]).toEqual([true, false])
    expect(memory.take(signature('b'), START + 1)).toBe(true)
  })

  it('takes nothing again that it has forgotten, although the clock goes back', () => {
    const { memory, clock } = memoryAt()
    memory.take(signature('a'), START + 1)
    clock.now = START + 400
    expect(memory.isFresh(clock.now)).toBe(true)
    clock.now = START + 10
    expect([memory.isFresh(START + 1), memory.take(signature('a'), START + 1)]).toEqual([false, false])
  })

  it('forgets the oldest under a flood, and takes none of them again', () => {
    const { memory, clock } = memoryAt(3)
    clock.now = START + 100
    for (const [at, name] of ['a', 'b', 'c', 'd'].entries()) expect(memory.take(signature(name), START + 20 * at + 1)).toBe(true)
    expect([memory.isFresh(START + 1), memory.take(signature('a'), START + 1)]).toEqual([false, false])
    expect(memory.isFresh(START + 21)).toBe(true)
    expect(memory.take(signature('b'), START + 21)).toBe(false)
  })
})

describe('a request', () => {
  let storefront: TestStorefront
  let shop: ShopProgram
  let other: ShopProgram
  beforeAll(async () => {
    storefront = await openTestStorefront()
    shop = await storefront.merchant()
    other = await storefront.merchant()
  })
  afterAll(async () => {
    await storefront.cleanup()
    expect(storefront.log.lines).toEqual([])
  })

  const now = () => ownTimestamp(storefront.clock.now())
  const PATH = '/api/v1/caller'
  const caller = async (asked: Parameters<ShopProgram['ask']>[2] = {}, by = shop) => {
    const { status, json } = await by.ask('GET', PATH, asked)
    return status === 200 ? [status, json.registrationNumber] : [status, json.error.code]
  }

  it('that is signed right passes', async () => {
    expect(await caller()).toEqual([200, 'K000001'])
    expect(await caller({}, other)).toEqual([200, 'K000002'])
  })

  const formless: [what: string, headers: Record<string, string>][] = [
    ['no key', { 'daiko-key': '' }],
    ['a key of another form', { 'daiko-key': "dk_1' or 1=1--" }],
    ['a time in milliseconds', { 'daiko-timestamp': '1763602320123' }],
    ['a time with a sign', { 'daiko-timestamp': '+1763602320' }],
    ['no time', { 'daiko-timestamp': '' }],
    ['a signature of another version', { 'daiko-signature': `v2=${'0'.repeat(64)}` }],
    ['a signature that is too short', { 'daiko-signature': `v1=${'0'.repeat(62)}` }],
    ['a signature in capitals', { 'daiko-signature': `v1=${'A'.repeat(64)}` }],
  ]
  it.each(formless)('with %s: signature_missing', async (_what, headers) => {
    expect(await caller({ headers })).toEqual([401, 'signature_missing'])
  })

  it('without any of the headers: signature_missing', async () => {
    const response = await fetch(`${storefront.address}${PATH}`)
    expect([response.status, await response.json()]).toEqual([401, { error: { code: 'signature_missing', message: expect.any(String) } }])
  })

  const shifted = (seconds: number) => String(START + seconds)
  it.each([
    ['too old', -PAST_SECONDS - 1],
    ['too far ahead', FUTURE_SECONDS + 1],
    ['from before the server began', -1],
  ])('that is %s: timestamp_stale', async (_what, seconds) => {
    const { status, json } = await shop.ask('GET', PATH, { timestamp: shifted(seconds) })
    expect([status, json.error]).toEqual([401, { code: 'timestamp_stale', message: expect.any(String), serverTime: START }])
  })

  it('whose every part is signed: another method, path, query, body or time is wrong', async () => {
    const { secret } = shop.key
    const time = now()
    const right = ['GET', PATH, ''] as const
    const wrong: [string, string, string, string][] = [
      [time, 'POST', PATH, ''],
      [time, 'GET', `${PATH}?x=1`, ''],
      [time, 'GET', PATH, '{}'],
      [now(), ...right],
    ]
    for (const [at, ...parts] of wrong) {
      expect(await caller({ timestamp: time, signature: signatureOf(secret, at, ...parts) })).toEqual([401, 'signature_wrong'])
    }
    expect(await caller({ timestamp: time, signature: signatureOf(secret, time, ...right) })).toEqual([200, 'K000001'])
  })

  it('whose body was changed on the way', async () => {
    const body = JSON.stringify(orderBody())
    const time = now()
    const signature = signatureOf(shop.key.secret, time, 'POST', '/api/v1/orders', body)
    const changed = await shop.ask('POST', '/api/v1/orders', {
      raw: body.replace('2400', '2401'),
      timestamp: time,
      signature,
      headers: { 'idempotency-key': 'x' },
    })
    expect([changed.status, changed.json.error.code]).toEqual([401, 'signature_wrong'])
  })

  it('with the key of another merchant, or of nobody: told in the same words', async () => {
    const time = now()
    const signature = signatureOf(shop.key.secret, time, 'GET', PATH, '')
    const [stolen, unknown] = [
      await other.ask('GET', PATH, { timestamp: time, signature }),
      await shop.ask('GET', PATH, { timestamp: time, signature, headers: { 'daiko-key': 'dk_zzzzzz' } }),
    ]
    expect([stolen.status, unknown.status]).toEqual([401, 401])
    expect(stolen.text).toBe(unknown.text)
    expect(stolen.json.error.code).toBe('signature_wrong')
  })

  it('that comes a second time: signature_replayed', async () => {
    const timestamp = now()
    expect(await caller({ timestamp })).toEqual([200, 'K000001'])
    expect(await caller({ timestamp })).toEqual([401, 'signature_replayed'])
  })

  it('that was not taken may come again with the right signature', async () => {
    const timestamp = now()
    expect(await caller({ timestamp, signature: `v1=${'0'.repeat(64)}` })).toEqual([401, 'signature_wrong'])
    expect(await caller({ timestamp })).toEqual([200, 'K000001'])
  })

  it('from before a restart is stale after it', async () => {
    const timestamp = now()
    expect(await caller({ timestamp })).toEqual([200, 'K000001'])
    storefront.clock.advance(2_000)
    await storefront.restart()
    expect(await caller({ timestamp })).toEqual([401, 'timestamp_stale'])
    storefront.clock.advance(1_000)
    expect(await caller()).toEqual([200, 'K000001'])
  })

  it('with a key that was rotated, expired or revoked', async () => {
    const rotated = await storefront.merchant()
    const { keys } = valueIn(await storefront.keys['merchants.apiKeys'](ADMINISTRATOR, { merchantId: rotated.merchantId }))
    const [old] = keys
    if (!old) throw new Error('no key')
    valueIn(
      await storefront.keys['merchants.issueApiKey'](ADMINISTRATOR, {
        merchantId: rotated.merchantId,
        name: 'new',
        replaces: { id: old.id, days: 1 },
      }),
    )
    expect(await caller({}, rotated)).toEqual([200, 'K000003'])
    storefront.clock.advance(86_400_000)
    expect(await caller({}, rotated)).toEqual([401, 'signature_wrong'])
    expect(await caller()).toEqual([200, 'K000001'])
    const mine = valueIn(await storefront.keys['merchants.apiKeys'](ADMINISTRATOR, { merchantId: shop.merchantId })).keys[0]
    valueIn(await storefront.keys['merchants.revokeApiKey'](ADMINISTRATOR, { id: mine?.id ?? old.id }))
    expect(await caller()).toEqual([401, 'signature_wrong'])
  })

  it('of a merchant whose contract is not in force', async () => {
    const { merchantId, key, ask } = await storefront.merchant()
    await storefront.ledger.write(TESTER, async (writer) => {
      await writer.db.updateTable('merchants').set({ state: 'rejected' }).where('id', '=', merchantId).execute()
      return { ok: true, value: null }
    })
    expect(await caller({}, { merchantId, key, ask })).toEqual([401, 'signature_wrong'])
  })
})
