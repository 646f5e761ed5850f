import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { webhooks } from '../../../src/main/gateways/webhook/webhook'
import { registerLedger } from '../../../src/main/ledger/register'
import { shopOrders } from '../../../src/main/ledger/shop-orders'
import { callWebhooks, testWebhook, type WebhookDeps, webhookSecretHandler } from '../../../src/main/services/webhook-out'
import { type SettingsOf, WebhookSettings } from '../../../src/preload/contract/gateways'
import { MerchantId, NoticeId } from '../../../src/preload/contract/ids'
import { auditOf, refusalOf } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { contacts, openPost, type TestPost } from '../../support/post'
import { CLERK } from '../../support/story'
import { openReceiver, type TestReceiver, verified } from '../../support/webhook-receiver'

const MINUTE = 60_000

let post: TestPost
let receiver: TestReceiver
let deps: WebhookDeps
beforeEach(async () => {
  receiver = await openReceiver()
  post = await openPost({ contacts: contacts({ noticeBy: 'none', webhookUrl: receiver.url, tellsPayers: false }) })
  deps = { ...post, webhooks, chance: () => 0.5 }
})
afterEach(async () => {
  await receiver.close()
  await post.cleanup()
})

const call = (own: Partial<SettingsOf<'webhook'>> = {}) =>
  callWebhooks(deps, WebhookSettings.parse({ gateway: 'webhook', allowPrivate: true, ...own }), new AbortController().signal)
const makeSecret = async () => valueIn(await webhookSecretHandler({ ...post })(CLERK, { id: post.merchant })).secret
const states = () => post.notices().map(({ state, attempts, lastError }) => [state, attempts, lastError])

describe('a call to a merchant’s program', () => {
  it('brings the event with the order as the API shows it, signed with the merchant’s own secret', async () => {
    const secret = await makeSecret()
    const id = await post.order({ tracks: { payment: 'paid' } })
    await post.step(id, 'allocation_undone_in_full')
    expect(await call()).toBe(true)
    const [got] = receiver.calls
    if (!got) throw new Error('nothing came')
    const order = (await shopOrders(post.ledger.reader, [id])).get(id)
    expect(verified(secret, got)).toEqual({ type: 'order.payment_undone', at: new Date(post.clock.now()).toISOString(), data: order })
    expect(got.headers['webhook-id']).toMatch(/^msg_[0-9a-z]+$/)
    expect(states()).toEqual([['delivered', 1, null]])
    expect(await call()).toBe(false)
    expect(receiver.calls).toHaveLength(1)
  })

  it('that fails is made again under the same identity', async () => {
    const secret = await makeSecret()
    await post.step(await post.order(), 'cancelled')
    receiver.answer = (response) => void response.writeHead(500).end()
    await call()
    await call()
    expect(states()).toEqual([['waiting', 1, 'HTTP 500']])
    post.clock.advance(MINUTE)
    receiver.answer = (response) => void response.writeHead(204).end()
    await call()
    expect(states()).toEqual([['delivered', 2, null]])
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    for (const got of receiver.calls) verified(secret, got)
  })

  it('waits as long as the program asks', async () => {
    await makeSecret()
    await post.step(await post.order(), 'cancelled')
    receiver.answer = (response) => void response.writeHead(429, { 'retry-after': '3600' }).end()
    await call()
    expect(post.notices()[0]?.nextAt).toBe(post.clock.now() + 60 * MINUTE)
  })

  it('waits for the merchant’s secret', async () => {
    await post.step(await post.order(), 'cancelled')
    await call()
    expect(states()).toEqual([['waiting', 0, 'the merchant has no secret for signed calls yet']])
    expect(receiver.calls).toEqual([])
    await makeSecret()
    post.clock.advance(10 * MINUTE)
    await call()
    expect(states()).toEqual([['delivered', 1, null]])
  })

  it('is not made into the bank’s own network, unless that is settled or the ledger is a demonstration', async () => {
    await makeSecret()
    await post.step(await post.order(), 'cancelled')
    await call({ allowPrivate: false })
    expect(states()).toEqual([['dead', 1, 'the address must begin with https://']])
    await writing(post.ledger, (writer) => registerLedger(writer, true))
    await post.step(await post.order(), 'cancelled')
    await call({ allowPrivate: false })
    expect(receiver.calls).toHaveLength(1)
  })

  it('tells of an event also when the order has moved on since', async () => {
    await makeSecret()
    const id = await post.order({ tracks: { acceptance: 'awaiting', payment: 'awaiting_method' } })
    await post.step(id, 'acceptance_lapsed')
    await call()
    expect(receiver.calls.map(({ body }) => JSON.parse(body).type)).toEqual(['order.acceptance_lapsed'])
  })

  it('that was under way when the core died is made again: the other program knows it by its identity', async () => {
    await makeSecret()
    await post.step(await post.order(), 'cancelled')
    await writing(post.ledger, async (writer) => {
      await writer.db
        .updateTable('notices')
        .set({ state: 'sending', attempts: 1 })
        .where('id', '=', NoticeId.parse(post.notices()[0]?.id))
        .execute()
    })
    await call()
    expect(states()).toEqual([['delivered', 2, null]])
  })
})

describe('the secret of a merchant', () => {
  it('is told once, kept sealed, and replaced by the next', async () => {
    const [one, two] = [await makeSecret(), await makeSecret()]
    expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(two).not.toBe(one)
    const kept = JSON.stringify(post.ledger.source.prepare('select * from sealed_secrets').all())
    expect(kept).not.toContain(two.slice(6))
    expect(auditOf(post, 'merchants')).toEqual(['user:tester webhook_secret_made', 'user:tester webhook_secret_made'])
    expect(JSON.stringify(post.ledger.source.prepare('select * from audit_records').all())).not.toContain(two.slice(6, 20))
    await post.step(await post.order(), 'cancelled')
    await call()
    const [got] = receiver.calls
    if (!got) throw new Error('nothing came')
    expect(() => verified(one, got)).toThrow()
    expect(verified(two, got)).toMatchObject({ type: 'order.cancelled' })
  })

  it('is refused for nobody, and where secrets cannot be kept', async () => {
    expect(refusalOf(await webhookSecretHandler({ ...post })(CLERK, { id: MerchantId.parse(9) }))).toEqual({
      refusal: 'not_found',
      what: 'merchant',
    })
    expect(refusalOf(await webhookSecretHandler({ ...post, secrets: null })(CLERK, { id: post.merchant }))).toEqual({
      refusal: 'key_unreadable',
    })
  })
})

it('trying an address tells what is answered there', async () => {
  const settings = WebhookSettings.parse({ gateway: 'webhook', allowPrivate: true })
  expect(await testWebhook(webhooks, settings, receiver.url)).toBe('HTTP 204')
  expect(JSON.parse(receiver.calls[0]?.body ?? '')).toMatchObject({ type: 'test' })
  receiver.answer = (response) => void response.writeHead(401).end('who are you')
  await expect(testWebhook(webhooks, settings, receiver.url)).rejects.toThrow('HTTP 401 who are you')
  await expect(testWebhook(webhooks, settings, '')).rejects.toThrow('https://')
})
