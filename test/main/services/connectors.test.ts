import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gatewayOf, saveGateway } from '../../../src/main/ledger/gateways'
import {
  type Connector,
  type ConnectorStart,
  type Connectors,
  createConnectors,
  createReport,
  type Insisted,
  recurring,
  secretNameOf,
} from '../../../src/main/services/connectors'
import { createEvents, type Events } from '../../../src/main/services/events'
import { createSecrets, type Secrets } from '../../../src/main/services/secrets'
import type { Notification } from '../../../src/preload/contract/carrier'
import { type GatewayName, GatewaySettings, usualSettings } from '../../../src/preload/contract/gateways'
import { refusalOf } from '../../support/desk'
import { type KeptLog, keptLog } from '../../support/door'
import { openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'

let test: TestLedger
let events: Events
let changes: Notification[]
let secrets: Secrets
let log: KeptLog
beforeEach(async () => {
  test = await openTestLedger()
  events = createEvents()
  changes = []
  events.subscribe((change) => changes.push(change))
  secrets = createSecrets(randomBytes(32))
  log = keptLog()
})
afterEach(() => test.cleanup())

const report = () => createReport({ ledger: test.ledger, clock: test.clock, events, log })
const stored = (name: GatewayName) => gatewayOf(test.ledger.reader, name)

async function settle(name: GatewayName, own: { enabled?: boolean; paused?: boolean; settings?: object } = {}): Promise<void> {
  const { version } = await stored(name)
  const settings = GatewaySettings.parse({ ...usualSettings(name), ...own.settings })
  await writing(test.ledger, (writer) =>
    saveGateway(writer, name, version, { enabled: own.enabled ?? true, paused: own.paused ?? false, settings }),
  )
}

/** A connector that tells what is done to it. */
function storefront(told: string[], fails: () => string | null = () => null): Connector {
  return {
    name: 'storefront',
    async start({ settings, secret }) {
      const failure = fails()
      if (failure) throw new Error(failure)
      const port = settings.gateway === 'storefront' ? settings.port : 0
      told.push(`start ${port} ${secret ?? 'no secret'}`)
      return { address: `http://127.0.0.1:${port}`, stop: async () => void told.push(`stop ${port}`) }
    },
    async test(_how: ConnectorStart, to: string) {
      const failure = fails()
      if (failure) throw new Error(failure)
      return `hello ${to}`
    },
  }
}

function connectorsOf(connectors: readonly Connector[], own: { secrets?: Secrets | null; insisted?: Insisted } = {}): Connectors {
  return createConnectors({
    ledger: test.ledger,
    secrets: own.secrets === undefined ? secrets : own.secrets,
    connectors,
    report: report(),
    log,
    ...(own.insisted ? { insisted: own.insisted } : {}),
  })
}

describe('connectors', () => {
  it('run as they are settled: started, started anew, held, switched off', async () => {
    const told: string[] = []
    const connectors = connectorsOf([storefront(told)])
    await connectors.applyAll()
    expect([told, connectors.running('storefront')]).toEqual([[], null])
    await settle('storefront', { settings: { port: 1 } })
    valueIn(await connectors.apply('storefront'))
    expect(connectors.running('storefront')?.address).toBe('http://127.0.0.1:1')
    await settle('storefront', { settings: { port: 2 } })
    valueIn(await connectors.apply('storefront'))
    await settle('storefront', { paused: true })
    valueIn(await connectors.apply('storefront'))
    expect(connectors.running('storefront')).toBeNull()
    await settle('storefront', { enabled: false })
    valueIn(await connectors.apply('storefront'))
    expect(told).toEqual(['start 1 no secret', 'stop 1', 'start 2 no secret', 'stop 2'])
  })

  it('get the secret that is kept for them', async () => {
    const told: string[] = []
    await writing(test.ledger, (writer) => secrets.keep(writer, secretNameOf('storefront'), 'tea'))
    await settle('storefront')
    const connectors = connectorsOf([storefront(told)])
    valueIn(await connectors.apply('storefront'))
    expect(told).toEqual(['start 8443 tea'])
    const strange = connectorsOf([storefront(told)], { secrets: createSecrets(randomBytes(32)) })
    expect(refusalOf(await strange.apply('storefront'))).toEqual({ refusal: 'key_unreadable' })
    valueIn(await connectorsOf([storefront(told)], { secrets: null }).apply('storefront'))
    expect(told).toEqual(['start 8443 tea', 'start 8443 no secret'])
  })

  it('that cannot start say why on the desk and in the log, and keep nobody up', async () => {
    const told: string[] = []
    let failure: string | null = 'the port is taken'
    const connectors = connectorsOf([storefront(told, () => failure)])
    await settle('storefront')
    expect(refusalOf(await connectors.apply('storefront'))).toEqual({ refusal: 'gateway_off', gateway: 'storefront' })
    expect(await stored('storefront')).toMatchObject({ lastFailure: 'the port is taken', lastFailureAt: test.clock.now() })
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', data: { gateway: 'storefront', fault: 'the port is taken' } })])
    await connectors.applyAll()
    failure = null
    test.clock.advance(1_000)
    valueIn(await connectors.apply('storefront'))
    expect(told).toEqual(['start 8443 no secret'])
    expect(await stored('storefront')).toMatchObject({ lastSuccessAt: test.clock.now(), lastFailureAt: test.clock.now() - 1_000 })
  })

  it('whose key cannot be read say so on the desk: its secret’s, or that of the whole ledger', async () => {
    const lost = { lastFailure: 'The key of the ledger cannot be read', lastFailureAt: test.clock.now() }
    await writing(test.ledger, (writer) => secrets.keep(writer, secretNameOf('storefront'), 'tea'))
    await settle('storefront')
    await settle('mail_in')
    await connectorsOf([storefront([])], { secrets: createSecrets(randomBytes(32)) }).applyAll()
    expect([await stored('storefront'), await stored('mail_in')]).toMatchObject([lost, { lastFailure: null }])
    const without = connectorsOf([], { secrets: null })
    expect(refusalOf(await without.apply('mail_in'))).toEqual({ refusal: 'key_unreadable' })
    expect(await stored('mail_in')).toMatchObject(lost)
  })

  it('run although the desk has them off where this core insists, with what it says; but not while they are held', async () => {
    const told: string[] = []
    const insisted: Insisted = { storefront: (settled) => GatewaySettings.parse({ ...settled, port: 7 }) }
    const connectors = connectorsOf([storefront(told)], { insisted })
    await connectors.applyAll()
    await settle('storefront', { paused: true, enabled: false })
    valueIn(await connectors.apply('storefront'))
    expect(told).toEqual(['start 7 no secret', 'stop 7'])
  })

  it('are changed one after the other, and all stopped at the end', async () => {
    const told: string[] = []
    const connectors = connectorsOf([storefront(told)])
    await settle('storefront', { settings: { port: 3 } })
    await Promise.all([connectors.apply('storefront'), connectors.apply('storefront'), connectors.stopAll()])
    expect(told).toEqual(['start 3 no secret', 'stop 3', 'start 3 no secret', 'stop 3'])
    expect(connectors.running('storefront')).toBeNull()
  })

  it('are tried without any effect, and answer in the words of the other side', async () => {
    let failure: string | null = null
    const connectors = connectorsOf([storefront([], () => failure)])
    expect(await connectors.test('storefront', 'you')).toEqual({ ok: true, answer: 'hello you' })
    failure = '535 who are you'
    expect(await connectors.test('storefront', 'you')).toEqual({ ok: false, answer: '535 who are you' })
    expect(await connectors.test('mail_in', '')).toEqual({ ok: false, answer: 'mail_in' })
    expect(await stored('storefront')).toMatchObject({ lastFailureAt: null })
  })
})

describe('the report of tries', () => {
  it('keeps a failure at once, and a success that follows a success once a minute', async () => {
    const tell = report()
    const first = test.clock.now()
    await tell('mail_out', null)
    test.clock.advance(30_000)
    await tell('mail_out', null)
    expect((await stored('mail_out')).lastSuccessAt).toBe(first)
    await tell('mail_out', '451 later')
    expect(await stored('mail_out')).toMatchObject({ lastSuccessAt: first, lastFailure: '451 later', lastFailureAt: first + 30_000 })
    test.clock.advance(1_000)
    await tell('mail_out', null)
    expect((await stored('mail_out')).lastSuccessAt).toBe(first + 31_000)
    expect(changes).toEqual(Array(3).fill({ kind: 'changed', subjects: ['gateways'] }))
  })

  it('counts a success from when its try began, where that is told', async () => {
    const began = test.clock.now()
    test.clock.advance(5_000)
    await report()('mail_in', null, began)
    expect((await stored('mail_in')).lastSuccessAt).toBe(began)
  })

  it('that cannot be kept is logged and hurts nobody; the next try tells anew', async () => {
    const tell = report()
    const { write } = test.ledger
    test.ledger.write = () => Promise.reject(new Error('the disk is gone'))
    await tell('mail_out', '451 later')
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', data: expect.objectContaining({ fault: 'the disk is gone' }) })])
    test.ledger.write = write
    await tell('mail_out', '451 later')
    expect(await stored('mail_out')).toMatchObject({ lastFailure: '451 later' })
  })

  it('changes nothing of what is settled, nor its version', async () => {
    await settle('mail_out', { settings: { host: 'smtp.example.jp' } })
    const before = await stored('mail_out')
    await report()('mail_out', '451 later')
    expect(await stored('mail_out')).toEqual({ ...before, lastFailure: '451 later', lastFailureAt: test.clock.now() })
  })
})

describe('a connector that goes by the clock', () => {
  it('works at once and every so often, tells how it went, and stops', async () => {
    const works: (string | null)[] = [null, 'no answer', null]
    let worked = 0
    const clocked = recurring(
      { clock: test.clock, report: report() },
      'mail_in',
      () => 3_600_000,
      async () => {
        const failure = works[worked++]
        if (failure) throw new Error(failure)
        return true
      },
    )
    expect(clocked.nextRunAt()).toBeNull()
    const running = await clocked.start({ settings: usualSettings('mail_in'), secret: null })
    await expect.poll(() => clocked.nextRunAt()).toBe(test.clock.now() + 3_600_000)
    expect((await stored('mail_in')).lastSuccessAt).toBe(test.clock.now())
    clocked.wake()
    await expect.poll(async () => (await stored('mail_in')).lastFailure).toBe('no answer')
    await expect.poll(() => clocked.nextRunAt()).not.toBeNull()
    await running.stop()
    expect([worked, clocked.nextRunAt(), running.address]).toEqual([2, null, null])
  })

  it('that is stopped while it works ends with that work, not with the pause after it', async () => {
    let finish: (worked: boolean) => void = () => undefined
    const clocked = recurring(
      { clock: test.clock, report: report() },
      'mail_in',
      () => 3_600_000,
      () => new Promise((end) => (finish = end)),
    )
    const running = await clocked.start({ settings: usualSettings('mail_in'), secret: null })
    const stopped = running.stop()
    finish(true)
    await stopped
  })
})
