import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeGateways } from '../../../src/main/compose-gateways'
import { composeStorefront } from '../../../src/main/compose-storefront'
import { gatewayOf } from '../../../src/main/ledger/gateways'
import { insertNotices } from '../../../src/main/ledger/notices'
import { type Connectors, createConnectors, createReport, secretNameOf } from '../../../src/main/services/connectors'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { createFiles, type Files } from '../../../src/main/services/files'
import { gatewayHandlers } from '../../../src/main/services/gateways'
import { stepOrder } from '../../../src/main/services/order-steps'
import { createSecrets, type Secrets } from '../../../src/main/services/secrets'
import {
  BankTransferSettings,
  CardSettings,
  ConvenienceStoreSettings,
  GatewayName,
  type GatewayState,
  MailOutSettings,
  type SettingsOf,
  StorefrontSettings,
  usualSettings,
} from '../../../src/preload/contract/gateways'
import { cardsOver } from '../../support/card-company'
import { openCollectionDesk } from '../../support/collections'
import { COLLECTOR, openDebitDesk } from '../../support/debits'
import { auditOf, personAt, refusalOf } from '../../support/desk'
import { keptLog } from '../../support/door'
import { openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'

/* The Gateways screen's methods over the real storefront: what is settled there is so at once. */

let test: TestLedger
let administrator: Context
let secrets: Secrets
let files: Files
let connectors: Connectors
let desk: ReturnType<typeof gatewayHandlers>
beforeEach(async () => {
  test = await openTestLedger()
  administrator = await personAt(test, 'kanri', ['administrator'])
  secrets = createSecrets(randomBytes(32))
  files = await createFiles()
  open(secrets)
})
afterEach(async () => {
  await connectors.stopAll()
  await files.close()
  await test.cleanup()
})

function open(own: Secrets | null): void {
  const { ledger, clock } = test
  const [events, log] = [createEvents(), keptLog()]
  const address = () => connectors.running('storefront')?.address ?? null
  const storefront = composeStorefront({
    ledger,
    clock,
    events,
    gateways: composeGateways(),
    secrets: own,
    log,
    address,
    limits: undefined,
    ...cardsOver(test),
    files,
    run: () => Promise.reject(new Error('no job is asked for here')),
    lookAtStores: () => undefined,
    slipFileOf: () => Promise.reject(new Error('no slip is asked for here')),
  })
  connectors = createConnectors({
    ledger,
    secrets: own,
    connectors: [storefront],
    report: createReport({ ledger, clock, events, log }),
    log,
  })
  desk = gatewayHandlers({ ledger, events, secrets: own, connectors, nextRunAt: () => null })
}

const stateOf = async (name: GatewayName): Promise<GatewayState> => {
  const { gateways } = valueIn(await desk['gateways.list'](administrator, {}))
  const found = gateways.find((each) => each.name === name)
  if (!found) throw new Error(`${name} is not listed`)
  return found
}
const storefrontOn = (own: Partial<SettingsOf<'storefront'>> = {}) => StorefrontSettings.parse({ gateway: 'storefront', port: 0, ...own })
const save = (version: number, enabled: boolean, settings = storefrontOn(), secret?: string) =>
  desk['gateways.save'](administrator, { version, enabled, settings, ...(secret === undefined ? {} : { secret }) })

describe('the connectors of the desk', () => {
  it('are all listed, off and as usual until somebody settles them', async () => {
    const { gateways } = valueIn(await desk['gateways.list'](administrator, {}))
    expect(gateways.map(({ name }) => name)).toEqual(GatewayName.options)
    for (const state of gateways) {
      expect(state).toEqual({
        name: state.name,
        standing: 'off',
        enabled: false,
        paused: false,
        running: false,
        settings: usualSettings(state.name),
        hasSecret: false,
        address: null,
        lastSuccessAt: null,
        lastFailureAt: null,
        lastFailure: null,
        nextRunAt: null,
        waiting: 0,
        dead: 0,
        version: 0,
      })
    }
  })

  it('the storefront is switched on, held, resumed and switched off, and is reached accordingly', async () => {
    expect(valueIn(await save(0, true))).toEqual({ version: 1 })
    const on = await stateOf('storefront')
    expect(on).toMatchObject({ enabled: true, running: true, address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) })
    expect((await fetch(`${on.address}/api/openapi.json`)).status).toBe(200)
    expect(valueIn(await desk['gateways.pause'](administrator, { name: 'storefront', version: 1, paused: true }))).toEqual({ version: 2 })
    expect(await stateOf('storefront')).toMatchObject({ enabled: true, paused: true, running: false, address: null })
    await expect(fetch(`${on.address}/api/openapi.json`)).rejects.toThrow()
    valueIn(await desk['gateways.pause'](administrator, { name: 'storefront', version: 2, paused: false }))
    expect(await stateOf('storefront')).toMatchObject({ running: true })
    valueIn(await save(3, false))
    expect(await stateOf('storefront')).toMatchObject({ enabled: false, running: false })
    expect(auditOf(test, 'gateways')).toEqual(['user:kanri configured', 'user:kanri paused', 'user:kanri resumed', 'user:kanri configured'])
  })

  it('a password goes to the server it was given for: another one asks for it again', async () => {
    const at = (own: object) => MailOutSettings.parse({ gateway: 'mail_out', host: 'mail.bank.example', user: 'daiko', ...own })
    const change = (version: number, own: object, secret?: string) =>
      desk['gateways.save'](administrator, { version, enabled: false, settings: at(own), ...(secret === undefined ? {} : { secret }) })
    valueIn(await change(0, {}, 'tea'))
    valueIn(await change(1, { fromName: '大江戸銀行' }))
    for (const other of [{ host: 'mine.example' }, { port: 25 }, { security: 'none' }, { user: 'root' }, { trusted: 'PEM' }])
      expect(refusalOf(await change(2, other))).toEqual({ refusal: 'secret_needed_again' })
    valueIn(await change(2, { host: 'new.bank.example' }, 'coffee'))
    valueIn(await change(3, { host: 'newer.bank.example' }, ''))
    valueIn(await change(4, { host: 'newest.bank.example' }))
  })

  it('and so does the key to the bank: a server with another host key is another server', async () => {
    const [known, other] = ['A', 'B'].map((letter) => `SHA256:${letter.repeat(43)}`)
    const change = (version: number, own: object, secret?: string) => {
      const at = { gateway: 'bank_transfer', channel: 'sftp', host: 'bank.example', user: 'daiko', hostKeys: known, ...own }
      const settings = BankTransferSettings.parse(at)
      return desk['gateways.save'](administrator, { version, enabled: false, settings, ...(secret === undefined ? {} : { secret }) })
    }
    valueIn(await change(0, {}, 'the private key'))
    valueIn(await change(1, { originatorCode: '0123456789' }))
    expect(refusalOf(await change(2, { hostKeys: other }))).toEqual({ refusal: 'secret_needed_again' })
    valueIn(await change(2, { hostKeys: other }, 'the private key'))
  })

  it('and so does the key to the card company: payers are led to no other form without it', async () => {
    const change = (version: number, own: object, secret?: string) => {
      const settings = CardSettings.parse({
        gateway: 'card',
        companyName: 'みほん',
        provider: 'gmo',
        address: 'https://cards.example/',
        ...own,
      })
      return desk['gateways.save'](administrator, { version, enabled: false, settings, ...(secret === undefined ? {} : { secret }) })
    }
    valueIn(await change(0, { formAddress: 'https://form.example/' }, 'pass'))
    valueIn(await change(1, { formAddress: 'https://form.example/', warnDays: 5 }))
    const others = [{ formAddress: 'https://mine.example/' }, { formAddress: 'https://form.example/', tokenField: 'mine' }]
    for (const other of [...others, { formAddress: 'https://form.example/', address: 'https://mine.example/' }])
      expect(refusalOf(await change(2, other))).toEqual({ refusal: 'secret_needed_again' })
  })

  it('a storefront under another address is shown as people reach it', async () => {
    valueIn(await save(0, true, storefrontOn({ publicUrl: 'https://pay.bank.example/' })))
    expect((await stateOf('storefront')).address).toBe('https://pay.bank.example')
  })

  it('one that cannot start stays settled, is refused with gateway_off, and says why', async () => {
    valueIn(await save(0, true))
    const port = Number(new URL((await stateOf('storefront')).address ?? '').port)
    const first = connectors
    open(secrets)
    expect(refusalOf(await save(1, true, storefrontOn({ port })))).toEqual({ refusal: 'gateway_off', gateway: 'storefront' })
    expect(await stateOf('storefront')).toMatchObject({
      enabled: true,
      running: false,
      version: 2,
      lastFailure: expect.stringContaining('EADDRINUSE'),
    })
    await first.stopAll()
  })

  it('without a master key the storefront cannot open, and no secret can be kept', async () => {
    open(null)
    expect(refusalOf(await save(0, true))).toEqual({ refusal: 'gateway_off', gateway: 'storefront' })
    expect((await stateOf('storefront')).lastFailure).toContain('key')
    expect(refusalOf(await save(1, true, storefrontOn(), 'tea'))).toEqual({ refusal: 'key_unreadable' })
    expect((await stateOf('storefront')).version).toBe(1)
  })

  it('a password is kept, replaced and taken away, and never told', async () => {
    const mail = { ...usualSettings('mail_out') }
    const saveMail = (version: number, secret?: string) =>
      desk['gateways.save'](administrator, { version, enabled: false, settings: mail, ...(secret === undefined ? {} : { secret }) })
    valueIn(await saveMail(0, 'tea'))
    valueIn(await saveMail(1))
    expect(await stateOf('mail_out')).toMatchObject({ hasSecret: true, version: 2 })
    expect(valueIn(await secrets.kept(test.ledger.reader, secretNameOf('mail_out')))).toBe('tea')
    expect(JSON.stringify([await stateOf('mail_out'), test.ledger.source.prepare('select * from audit_records').all()])).not.toContain(
      'tea',
    )
    valueIn(await saveMail(2, ''))
    expect((await stateOf('mail_out')).hasSecret).toBe(false)
  })

  it('somebody else settled it meanwhile: changed_meanwhile', async () => {
    valueIn(await save(0, false))
    expect(refusalOf(await save(0, true))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await desk['gateways.pause'](administrator, { name: 'storefront', version: 0, paused: true }))).toEqual({
      refusal: 'changed_meanwhile',
    })
    expect((await stateOf('storefront')).enabled).toBe(false)
  })

  it('the storefront can be tried before it is switched on', async () => {
    expect(valueIn(await desk['gateways.test'](administrator, { name: 'storefront', to: '' }))).toEqual({ ok: true, answer: '127.0.0.1' })
    valueIn(await save(0, false, storefrontOn({ bind: '203.0.113.9' })))
    expect(valueIn(await desk['gateways.test'](administrator, { name: 'storefront', to: '' }))).toMatchObject({
      ok: false,
      answer: expect.stringContaining('EADDRNOTAVAIL'),
    })
  })

  it('notices that wait, and those that are dead, are counted with their connector', async () => {
    await writing(test.ledger, async (writer) => {
      const notice = {
        name: 'paid',
        to: 'merchant',
        address: 'shop@example.jp',
        language: 'ja',
        merchantId: null,
        orderId: null,
        facts: {},
      } as const
      await insertNotices(writer, [
        { ...notice, channel: 'mail', about: 'event:1' },
        { ...notice, channel: 'mail', about: 'event:2' },
        { ...notice, channel: 'webhook', about: 'event:1' },
      ])
      await writer.db.updateTable('notices').set({ state: 'dead' }).where('about', '=', 'event:2').execute()
    })
    expect(await stateOf('mail_out')).toMatchObject({ waiting: 1, dead: 1 })
    expect(await stateOf('webhook')).toMatchObject({ waiting: 1, dead: 0 })
  })
})

it('the short name of whoever debits accounts stays once a run was made', async () => {
  const bank = await openDebitDesk()
  const events = createEvents()
  const report = createReport({ ...bank, events, log: keptLog() })
  const none = createConnectors({ ledger: bank.ledger, secrets, connectors: [], report, log: keptLog() })
  const handlers = gatewayHandlers({ ledger: bank.ledger, events, secrets, connectors: none, nextRunAt: () => null })
  const person = await personAt(bank, 'kanri', ['administrator'])
  const change = async (own: object) => {
    const { version } = await gatewayOf(bank.ledger.reader, 'direct_debit')
    return handlers['gateways.save'](person, { version, enabled: false, settings: { ...COLLECTOR, ...own } })
  }
  valueIn(await change({ party: 'other' }))
  valueIn(await change({}))
  await bank.settle()
  await bank.mandate('42')
  await bank.chosen('42')
  await bank.run()
  expect(refusalOf(await change({ party: 'other' }))).toEqual({ refusal: 'agent_in_use', party: 'smbcfs' })
  valueIn(await change({ retries: 3 }))
  await bank.cleanup()
})

describe('the name and the numbers of the store agent', () => {
  const opened = async () => {
    const agent = await openCollectionDesk()
    const events = createEvents()
    const report = createReport({ ...agent, events, log: keptLog() })
    const none = createConnectors({ ledger: agent.ledger, secrets, connectors: [], report, log: keptLog() })
    const handlers = gatewayHandlers({ ledger: agent.ledger, events, secrets, connectors: none, nextRunAt: () => null })
    const person = await personAt(agent, 'kanri', ['administrator'])
    const change = async (own: object) => {
      const { settings, version } = await gatewayOf(agent.ledger.reader, 'convenience_store')
      return handlers['gateways.save'](person, {
        version,
        enabled: false,
        settings: ConvenienceStoreSettings.parse({ ...settings, ...own }),
      })
    }
    return { agent, change }
  }
  const changes = [{ party: 'other' }, { makerCode: '111111' }, { companyCode: '777' }]
  const inUse = { refusal: 'agent_in_use', party: 'dsk' }

  it('change freely while nothing hangs on them', async () => {
    const { agent, change } = await opened()
    for (const own of changes) valueIn(await change(own))
    await agent.cleanup()
  })

  it('stay while a payer holds a slip, until its order is over; all else changes at any time', async () => {
    const { agent, change } = await opened()
    const [slip] = await agent.slips([1_000])
    if (!slip) throw new Error('no slip')
    for (const own of changes) expect(refusalOf(await change(own))).toEqual(inUse)
    const rest = { format: 'dsk', fees: [], graceDays: 5, folder: '/srv/agent', agentName: '別名', payable: 'at_confirmation' }
    valueIn(await change(rest))
    await writing(agent.ledger, async (writer) => valueIn(await stepOrder(writer, { orderId: slip.orderId, kind: 'cancelled' })))
    valueIn(await change(changes[0] ?? {}))
    await agent.cleanup()
  })

  it('stay for good once a file of the agent was brought in', async () => {
    const { agent, change } = await opened()
    const [slip] = await agent.slips([1_000])
    if (!slip) throw new Error('no slip')
    await agent.bring([{ slip, kind: 'confirmed' }])
    for (const own of changes) expect(refusalOf(await change(own))).toEqual(inUse)
    await agent.cleanup()
  })
})
