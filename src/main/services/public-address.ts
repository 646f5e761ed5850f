import { gatewayOf } from '../ledger/gateways'
import type { Ledger } from '../ledger/ledger'
import type { Connectors } from './connectors'

/**
 * How people outside reach the storefront, without a slash at the end: where it is settled, else where it listens. Null while nobody
 * can reach it.
 */
export async function publicAddress(ledger: Ledger, connectors: Pick<Connectors, 'running'>): Promise<string | null> {
  const { settings } = await gatewayOf(ledger.reader, 'storefront')
  const settled = settings.gateway === 'storefront' && settings.publicUrl !== '' ? settings.publicUrl : null
  const address = settled ?? connectors.running('storefront')?.address ?? null
  return address === null ? null : address.replace(/\/+$/, '')
}
