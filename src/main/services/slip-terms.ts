import { type Party, SLIP_AMOUNT_MAX, type SlipMethod, type SlipNumbering } from '../../preload/contract/collection'
import { type Yen, yen } from '../../preload/contract/money'
import type { Reader } from '../ledger/ledger'
import { type NoticeCollector, offeredCollectors } from './notice-collectors'
import { type SettledAgent, settledAgent } from './store-agent'

/* In whose name orders are given slips and references, by each method that payers are offered now. */

export interface SlipTerms {
  readonly method: SlipMethod
  readonly party: Party
  /** The maker code is empty but at stores. */
  readonly numbering: SlipNumbering
  /** The most that can be asked for; null: any amount. */
  readonly amountMax: Yen | null
}

export function storeTerms({ party, numbering }: Pick<SettledAgent, 'party' | 'numbering'>): SlipTerms {
  return { method: 'convenience_store', party, numbering, amountMax: yen(SLIP_AMOUNT_MAX) }
}

function noticeTerms({ method, party, companyCode, amountMax }: NoticeCollector): SlipTerms {
  return { method, party, numbering: { makerCode: '', companyCode }, amountMax }
}

export type OfferedSlips = ReadonlyMap<SlipMethod, SlipTerms>

/** Those that are switched on and whose numbers are settled. */
export async function offeredSlips(ledger: Reader): Promise<OfferedSlips> {
  const agent = await settledAgent(ledger)
  const stores = agent?.isOffered ? [storeTerms(agent)] : []
  const others = [...(await offeredCollectors(ledger)).values()].map(noticeTerms)
  return new Map([...stores, ...others].map((terms) => [terms.method, terms]))
}
