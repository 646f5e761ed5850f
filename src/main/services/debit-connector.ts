import type { DirectDebitSettings } from '../../preload/contract/gateways'
import type { Connector, ConnectorStart } from './connectors'
import { isSettled } from './direct-debit-terms'

/* Direct debit as a connector: it does nothing by itself, a person carries files to the collecting bank and brings its results in. */

export function debitConnector(): Connector {
  return {
    name: 'direct_debit',
    async start(how) {
      settingsIn(how)
      return { address: null, stop: async () => undefined }
    },
    async test(how) {
      settingsIn(how)
      return 'download'
    },
  }
}

function settingsIn({ settings }: ConnectorStart): DirectDebitSettings {
  if (settings.gateway !== 'direct_debit') throw new Error(`settings of ${settings.gateway}`)
  if (!isSettled(settings)) throw new Error('the collector is not settled')
  return settings
}
