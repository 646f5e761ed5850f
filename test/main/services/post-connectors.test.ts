import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { imap } from '../../../src/main/gateways/mail/imap'
import { smtp } from '../../../src/main/gateways/mail/smtp'
import { webhooks } from '../../../src/main/gateways/webhook/webhook'
import { gatewayOf, saveGateway } from '../../../src/main/ledger/gateways'
import { type Connectors, createConnectors, createReport } from '../../../src/main/services/connectors'
import { publishChanged } from '../../../src/main/services/events'
import { gatewayHandlers } from '../../../src/main/services/gateways'
import { createPostConnectors, type PostConnectors } from '../../../src/main/services/post-connectors'
import { publicAddress } from '../../../src/main/services/public-address'
import type { GatewayName, GatewaySettings } from '../../../src/preload/contract/gateways'
import { StorefrontSettings, usualSettings } from '../../../src/preload/contract/gateways'
import { NoticeId } from '../../../src/preload/contract/ids'
import { keptLog } from '../../support/door'
import { valueIn, writing } from '../../support/ledger'
import { mailOutTo, openMailServer, type TestMailServer } from '../../support/mail-server'
import { openPost, type TestPost } from '../../support/post'
import { CLERK } from '../../support/story'

/** A busy machine may take its time. */
const SOON = { timeout: 15_000 }

let post: TestPost
let server: TestMailServer
let posting: PostConnectors
let connectors: Connectors
beforeEach(async () => {
  post = await openPost()
  server = await openMailServer()
  const report = createReport({ ...post, log: keptLog() })
  posting = createPostConnectors({ ...post.words, ...post, mailServer: smtp, mailbox: imap, webhooks, report, chance: () => 0.5 })
  connectors = createConnectors({ ...post, connectors: posting.connectors, report, log: keptLog() })
})
afterEach(async () => {
  await connectors.stopAll()
  await server.close()
  await post.cleanup()
})

const desk = () => gatewayHandlers({ ...post, connectors, nextRunAt: posting.nextRunAt })
const stateOf = async (name: GatewayName) => valueIn(await desk()['gateways.list'](CLERK, {})).gateways.find((each) => each.name === name)
const switchOn = async (settings: GatewaySettings, secret?: string) => {
  const { version } = await gatewayOf(post.ledger.reader, settings.gateway)
  return valueIn(await desk()['gateways.save'](CLERK, { version, enabled: true, settings, ...(secret === undefined ? {} : { secret }) }))
}
const delivered = () => post.notices().filter(({ state }) => state === 'delivered').length

describe('mail out, switched on at the desk', () => {
  it('sends what waits, and what is written later as soon as something changes', async () => {
    await post.step(await post.order(), 'cancelled')
    expect(await stateOf('mail_out')).toMatchObject({ running: false, waiting: 2, dead: 0, nextRunAt: null })
    await switchOn(mailOutTo(server))
    await expect.poll(delivered, SOON).toBe(2)
    await post.step(await post.order(), 'cancelled')
    publishChanged(post.events, 'orders')
    await expect.poll(delivered, SOON).toBe(4)
    await expect.poll(async () => (await stateOf('mail_out'))?.lastSuccessAt, SOON).toBe(post.clock.now())
    expect(await stateOf('mail_out')).toMatchObject({ running: true, waiting: 0, lastFailure: null })
    expect(server.mails).toHaveLength(4)
  })

  it('says on the desk what its server says, and that a dead letter waits for a person', async () => {
    await post.step(await post.order(), 'cancelled')
    server.refusedSender = { code: 553, words: 'not you' }
    await switchOn(mailOutTo(server))
    await expect.poll(async () => (await stateOf('mail_out'))?.lastFailure, SOON).toBe('553 not you')
    server.refusedSender = null
    server.refused.set('taro@example.com', { code: 550, words: 'no' })
    post.clock.advance(60_000)
    valueIn(await desk()['gateways.pause'](CLERK, { name: 'mail_out', version: 1, paused: true }))
    expect(await stateOf('mail_out')).toMatchObject({ running: false, paused: true })
    valueIn(await desk()['gateways.pause'](CLERK, { name: 'mail_out', version: 2, paused: false }))
    await expect.poll(async () => (await stateOf('mail_out'))?.dead, SOON).toBe(1)
    await expect.poll(delivered, SOON).toBe(1)
  })

  it('does not send again what was in hand when the core died', async () => {
    await post.step(await post.order(), 'cancelled')
    const id = NoticeId.parse(post.notices()[0]?.id)
    await writing(post.ledger, (writer) =>
      writer.db.updateTable('notices').set({ state: 'sending', attempts: 1 }).where('id', '=', id).execute(),
    )
    await switchOn(mailOutTo(server))
    await expect.poll(delivered, SOON).toBe(1)
    expect(post.notices().map(({ state }) => state)).toEqual(['unknown', 'delivered'])
  })

  it('finishes the mail in hand before it stops', async () => {
    await post.step(await post.order(), 'cancelled')
    const answers: (() => void)[] = []
    server.onText = () => ({ after: new Promise((resolve) => answers.push(resolve)) })
    await switchOn(mailOutTo(server))
    await expect.poll(() => answers.length, SOON).toBe(1)
    const stopped = connectors.stopAll()
    answers[0]?.()
    await stopped
    expect(post.notices().map(({ state }) => state)).toEqual(['delivered', 'waiting'])
  })
})

describe('trying a connector', () => {
  const test = async (name: GatewayName, to = '') => valueIn(await desk()['gateways.test'](CLERK, { name, to }))

  it('answers in the other side’s words', async () => {
    await switchOn(mailOutTo(server))
    expect(await test('mail_out', 'desk@example.jp')).toEqual({ ok: true, answer: '250 taken' })
    server.refused.set('nobody@example.jp', { code: 550, words: 'who?' })
    expect(await test('mail_out', 'nobody@example.jp')).toEqual({ ok: false, answer: '550 who?' })
    expect(await test('mail_in')).toEqual({ ok: false, answer: 'no server is named' })
    expect(await test('webhook')).toMatchObject({ ok: false })
  })
})

it('mails that wait for a person are counted beside the mailbox', async () => {
  const mail = {
    message_id: '<1>',
    received_at: post.clock.now(),
    sender: '',
    subject: '',
    text: '',
    order_id: null,
    understood: null,
    handled_by: null,
    handled_at: null,
  }
  await writing(post.ledger, (writer) =>
    writer.db
      .insertInto('incoming_mails')
      .values({ ...mail, id: 1 as never, state: 'waiting' })
      .execute(),
  )
  expect(await stateOf('mail_in')).toMatchObject({ waiting: 1 })
})

it('links lead where it is settled, else where the storefront listens, else nowhere', async () => {
  const listening = (address: string | null) => ({ running: () => (address === null ? null : { address, stop: async () => undefined }) })
  expect(await publicAddress(post.ledger, listening(null))).toBeNull()
  expect(await publicAddress(post.ledger, listening('http://127.0.0.1:8443/'))).toBe('http://127.0.0.1:8443')
  const settings = StorefrontSettings.parse({ ...usualSettings('storefront'), publicUrl: 'https://pay.example.jp/' })
  await writing(post.ledger, (writer) => saveGateway(writer, 'storefront', 0, { enabled: false, paused: false, settings }))
  expect(await publicAddress(post.ledger, listening('http://127.0.0.1:8443'))).toBe('https://pay.example.jp')
  expect(await publicAddress(post.ledger, listening(null))).toBe('https://pay.example.jp')
})
