import { CardMethod } from '../../preload/contract/cards'
import type { CollectionFeeBand, Party } from '../../preload/contract/collection'
import { NoticeGateway } from '../../preload/contract/gateways'
import type { Reader } from '../ledger/ledger'
import type { CollectorContract } from '../settlement/collector-transfers'
import type { Rounding } from '../settlement/rounding'
import { settledCompany } from './card-contract'
import { settledDebit } from './direct-debit-terms'
import { noticeCollector } from './notice-collectors'
import { settledAgent } from './store-agent'

/* Who collects for the bank, and by which contract: store agents, card companies, a debit network, whoever debits accounts, carriers. */

export interface Collector {
  /** Its receivable stands in the journal under it. */
  readonly party: Party
  readonly name: string
  readonly contract: CollectorContract
  /** Merchants are paid as soon as it has confirmed, before it has paid. */
  readonly payableAtConfirmation: boolean
}

/** What is settled of one that keeps so much of each amount, by bands. */
interface Banded extends Pick<Collector, 'party' | 'name' | 'payableAtConfirmation'> {
  readonly fees: readonly CollectionFeeBand[]
  readonly taxRounding: Rounding
}

type Source<T = Collector> = (ledger: Reader) => Promise<T | null>

/** One a gateway: what is settled there, whether or not it is switched on; null while nobody has settled it. */
const sources: readonly Source[] = [
  banded(settledAgent),
  ...CardMethod.options.map(cardCollector),
  banded(settledDebit),
  ...NoticeGateway.options.map((method) => banded((ledger) => noticeCollector(ledger, method))),
]

function banded(settled: Source<Banded>): Source {
  return async (ledger) => {
    const found = await settled(ledger)
    if (!found) return null
    const { party, name, fees, taxRounding, payableAtConfirmation } = found
    return { party, name, contract: { fees: { kind: 'bands', bands: fees }, isTaxed: true, taxRounding }, payableAtConfirmation }
  }
}

function cardCollector(method: CardMethod): Source {
  return async (ledger) => {
    const company = await settledCompany(ledger, method)
    if (!company) return null
    const { feeBasisPoints, feeRounding, feesTaxed, taxRounding } = company.settings
    const contract = {
      fees: { kind: 'rate', basisPoints: feeBasisPoints, rounding: feeRounding },
      isTaxed: feesTaxed,
      taxRounding,
    } as const
    return { party: company.party, name: company.name, contract, payableAtConfirmation: company.terms.payable }
  }
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
