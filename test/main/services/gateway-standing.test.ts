import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordGatewayTry, saveGateway } from '../../../src/main/ledger/gateways'
import { standings } from '../../../src/main/services/gateways'
import { usualSettings } from '../../../src/preload/contract/gateways'
import { openTestLedger, type TestLedger, writing } from '../../support/ledger'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

const RUNNING = { address: null, stop: async () => undefined }

describe('a connector', () => {
  const cases = [
    { name: 'nobody has switched on', enabled: false, paused: false, tries: [], runs: false, standing: 'off' },
    { name: 'that runs and has had no try yet', enabled: true, paused: false, tries: [], runs: true, standing: 'working' },
    { name: 'whose last try was good', enabled: true, paused: false, tries: ['refused', null], runs: true, standing: 'working' },
    { name: 'whose last try failed', enabled: true, paused: false, tries: [null, 'refused'], runs: true, standing: 'failing' },
    { name: 'that could not start', enabled: true, paused: false, tries: ['port taken'], runs: false, standing: 'failing' },
    { name: 'that is held', enabled: true, paused: true, tries: ['refused'], runs: false, standing: 'paused' },
    { name: 'that should run and does not', enabled: true, paused: false, tries: [null], runs: false, standing: 'stopped' },
  ] as const
  it.each(cases)('$name is $standing', async ({ enabled, paused, tries, runs, standing }) => {
    await writing(test.ledger, (writer) => saveGateway(writer, 'mail_out', 0, { enabled, paused, settings: usualSettings('mail_out') }))
    for (const failure of tries) {
      test.clock.advance(1000)
      await writing(test.ledger, (writer) => recordGatewayTry(writer, 'mail_out', failure))
    }
    const connectors = { running: () => (runs ? RUNNING : null) }
    expect(await standings({ ledger: test.ledger, connectors })).toContainEqual({ name: 'mail_out', standing })
  })
})
