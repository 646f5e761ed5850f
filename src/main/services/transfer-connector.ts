import type { BankTransferSettings } from '../../preload/contract/gateways'
import type { FileToHandOver, Gateways, HandOver } from '../gateways/gateway'
import type { Connector, ConnectorStart } from './connectors'
import { sftpAt } from './hand-over'

/* The way of transfer files to the bank as a connector: it does nothing by itself, a person hands a file over; it can be tried. */

export function transferConnector(gateways: Pick<Gateways, 'handOvers'>): Connector {
  return {
    name: 'bank_transfer',
    async start(how) {
      settingsIn(how)
      return { address: null, stop: async () => undefined }
    },
    async test(how) {
      const place = placeIn(gateways, how)
      if (place === null) return 'download'
      const { found, detail } = await place.look(NOTHING)
      if (found === 'unknown') throw new Error(detail)
      return found
    },
  }
}

/** A file that nobody has handed over: looking for it shows whether the place is reached. */
const NOTHING: FileToHandOver = { name: 'daiko-test.txt', bytes: new Uint8Array(), sha256: '' }

function settingsIn({ settings }: ConnectorStart): BankTransferSettings {
  if (settings.gateway !== 'bank_transfer') throw new Error(`settings of ${settings.gateway}`)
  if (settings.channel === 'folder' && settings.folder === '') throw new Error('no folder is settled')
  if (settings.channel === 'sftp' && (settings.host === '' || settings.user === '')) throw new Error('no server is settled')
  if (settings.channel === 'sftp' && settings.hostKeys === '') throw new Error('no host key is settled')
  return settings
}

function placeIn(gateways: Pick<Gateways, 'handOvers'>, how: ConnectorStart): HandOver | null {
  const settings = settingsIn(how)
  if (settings.channel === 'download') return null
  return settings.channel === 'folder' ? gateways.handOvers.folder(settings.folder) : sftpAt(gateways, settings, how.secret ?? '')
}
