import type { CollectionFeeBand, CollectionFormat, Party, SlipNumbering } from '../../preload/contract/collection'
import { ConvenienceStoreSettings } from '../../preload/contract/gateways'
import { gatewayOf } from '../ledger/gateways'
import type { Reader } from '../ledger/ledger'
import type { Rounding } from '../settlement/rounding'

/* The convenience-store agent as the desk has settled it. */

export interface SettledAgent {
  readonly party: Party
  readonly name: string
  readonly numbering: SlipNumbering
  readonly format: CollectionFormat
  /** Merchants are paid as soon as it has confirmed, before it has paid. */
  readonly payableAtConfirmation: boolean
  readonly fees: readonly CollectionFeeBand[]
  readonly taxRounding: Rounding
  /** Payers are offered it now. */
  readonly isOffered: boolean
}

/** What is settled of the agent, whether or not it is switched on: slips that were issued stay what they are. */
export async function storeSettings(ledger: Reader): Promise<ConvenienceStoreSettings> {
  return ConvenienceStoreSettings.parse((await gatewayOf(ledger, 'convenience_store')).settings)
}

/** The agent, or null while nobody has said whose barcodes are printed. */
export async function settledAgent(ledger: Reader): Promise<SettledAgent | null> {
  const { settings, enabled, paused } = await gatewayOf(ledger, 'convenience_store')
  if (settings.gateway !== 'convenience_store' || settings.makerCode === '' || settings.companyCode === '') return null
  const { party, agentName, makerCode, companyCode, format, payable, fees, taxRounding } = settings
  return {
    party,
    name: agentName || party,
    numbering: { makerCode, companyCode },
    format,
    payableAtConfirmation: payable === 'at_confirmation',
    fees,
    taxRounding,
    isOffered: enabled && !paused,
  }
}
