import type { z } from 'zod'
import type { CardAnswer } from '../card-company'
import { callGmo, type GmoAnswer, type GmoCall, type GmoShop } from './gmo-call'
import { isNoTrade, notDone } from './gmo-codes'
import { standingOf, Trade } from './gmo-trade'

/** The calls of one shop. */
export interface GmoCalls {
  call<T>(call: GmoCall, sent: Record<string, string>, schema: z.ZodType<T>): Promise<GmoAnswer<T>>
  /** The payment by our reference: null where the company has never heard of it. */
  search(reference: string): Promise<{ readonly trade: Trade | null } | NotTold>
  /** Where the payment stands. */
  told(reference: string): Promise<CardAnswer>
}
type NotTold = Exclude<CardAnswer, { outcome: 'told' }>

/** These are opened by AccessID and AccessPass alone. */
const BARE: readonly GmoCall[] = ['ExecTran', 'SecureTran2', 'Tds2Result']

export function callsOf(shop: GmoShop): GmoCalls {
  const asShop = { ShopID: shop.shopId, ShopPass: shop.shopPass }
  const call: GmoCalls['call'] = (name, sent, schema) => callGmo(shop, name, BARE.includes(name) ? sent : { ...asShop, ...sent }, schema)
  async function search(reference: string) {
    const found = await call('SearchTrade', { OrderID: reference }, Trade)
    if (found.outcome === 'unknown') return found
    if (found.outcome === 'no') return isNoTrade(found.codes) ? { trade: null } : notDone('SearchTrade', found.codes)
    if (found.fields.OrderID !== reference) return { outcome: 'unknown', detail: 'SearchTrade: another payment' } as const
    return { trade: found.fields }
  }
  async function told(reference: string): Promise<CardAnswer> {
    const found = await search(reference)
    return 'outcome' in found ? found : { outcome: 'told', standing: standingOf(found.trade) }
  }
  return { call, search, told }
}
