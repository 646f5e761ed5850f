import type { Party } from '../../preload/contract/collection'
import { NoticeGateway } from '../../preload/contract/gateways'
import type { Reader } from '../ledger/ledger'
import type { CollectorContract } from '../settlement/collector-transfers'
import { settledCompany } from './card-contract'
import { settledDebit } from './direct-debit-terms'
import { noticeCollector } from './notice-collectors'
import { settledAgent } from './store-agent'

/* Who collects for the bank, and by which contract: store agents, card companies, whoever debits accounts, carriers. */

export interface Collector {
  /** Its receivable stands in the journal under it. */
  readonly party: Party
  readonly name: string
  readonly contract: CollectorContract
  /** Merchants are paid as soon as it has confirmed, before it has paid. */
  readonly payableAtConfirmation: boolean
}

/** One a gateway: what is settled there, whether or not it is switched on; null while nobody has settled it. */
const sources: readonly ((ledger: Reader) => Promise<Collector | null>)[] = [
  storeCollector,
  cardCollector,
  debitCollector,
  ...NoticeGateway.options.map((method) => (ledger: Reader) => collectorOfNotices(ledger, method)),
]

async function storeCollector(ledger: Reader): Promise<Collector | null> {
  const agent = await settledAgent(ledger)
  if (!agent) return null
  const { party, name, fees, taxRounding, payableAtConfirmation } = agent
  return { party, name, contract: { fees: { kind: 'bands', bands: fees }, isTaxed: true, taxRounding }, payableAtConfirmation }
}

async function cardCollector(ledger: Reader): Promise<Collector | null> {
  const company = await settledCompany(ledger)
  if (!company) return null
  const { feeBasisPoints, feeRounding, feesTaxed, taxRounding } = company.settings
  const contract = { fees: { kind: 'rate', basisPoints: feeBasisPoints, rounding: feeRounding }, isTaxed: feesTaxed, taxRounding } as const
  return { party: company.party, name: company.name, contract, payableAtConfirmation: company.payableAtCapture }
}

async function debitCollector(ledger: Reader): Promise<Collector | null> {
  const debit = await settledDebit(ledger)
  if (!debit) return null
  const { party, name, fees, taxRounding, payableAtConfirmation } = debit
  return { party, name, contract: { fees: { kind: 'bands', bands: fees }, isTaxed: true, taxRounding }, payableAtConfirmation }
}

async function collectorOfNotices(ledger: Reader, method: NoticeGateway): Promise<Collector | null> {
  const collector = await noticeCollector(ledger, method)
  if (!collector) return null
  const { party, name, fees, taxRounding, payableAtConfirmation } = collector
  return { party, name, contract: { fees: { kind: 'bands', bands: fees }, isTaxed: true, taxRounding }, payableAtConfirmation }
}

/** All that are settled, by their short names. Two of one name are one: the first gateway's. */
export async function collectors(ledger: Reader): Promise<ReadonlyMap<Party, Collector>> {
  const found = new Map<Party, Collector>()
  for (const source of sources) {
    const collector = await source(ledger)
    if (collector && !found.has(collector.party)) found.set(collector.party, collector)
  }
  return found
}
