import type { Party, SlipNumbering } from '../../preload/contract/collection'
import { ConvenienceStoreSettings } from '../../preload/contract/gateways'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'

/** The store agent in whose name slips are issued. */
export interface StoreTerms {
  readonly party: Party
  readonly numbering: SlipNumbering
}

/** The store agent, once it is switched on and its codes are settled; null before. */
export async function storeTerms(ledger: Reader): Promise<StoreTerms | null> {
  const { enabled, settings } = await gatewayOf(ledger, 'convenience_store')
  if (!enabled || settings.gateway !== 'convenience_store') return null
  const { party, makerCode, companyCode } = settings
  return makerCode === '' || companyCode === '' ? null : { party, numbering: { makerCode, companyCode } }
}

/** What is settled of the store agent, whether or not it is switched on: slips that were issued stay what they are. */
export async function storeSettings(ledger: Reader): Promise<ConvenienceStoreSettings> {
  return ConvenienceStoreSettings.parse((await gatewayOf(ledger, 'convenience_store')).settings)
}
