import { z } from 'zod'
import type { BusinessDate } from '../../../preload/contract/date'
import type { PositiveYen, Yen } from '../../../preload/contract/money'
import type { CardAnswer, CardCompany, CardNotice } from '../card-company'
import { companyAddress } from './address'
import { Access, callGmo, type GmoAnswer, type GmoCall, type GmoShop } from './gmo-call'
import { isNoTrade, notDone } from './gmo-codes'
import { finishGmo } from './gmo-finish'
import { standingOf, stateOf, Trade } from './gmo-trade'
import { cancelVerb, mayChange } from './gmo-verb'

/*
 * GMO-PG, protocol type, by what public clients show. `companyId` is our own reference (OrderID): AccessID and AccessPass open a payment like a
 * password, so they are asked anew (SearchTrade) whenever they are needed, and never leave this folder. The company knows no keys: every act
 * looks first and says the amount that shall stand afterwards, so that doing it twice does nothing more.
 *
 * A card that was refused leaves the payment UNPROCESSED: `finish` tells `declined`, a later `look` can only say `waiting`.
 */

export interface GmoAccess extends GmoShop {
  /** The company's form for the card, as agreed with it: given ShopID, OrderID, Amount and RetUrl, it sends the payer back with a token. */
  readonly formUrl: string
  /** What the token is called when the payer comes back. */
  readonly tokenField: string
  /** The date in Japan. */
  readonly today: () => BusinessDate
}

export interface GmoCalls {
  call<T>(call: GmoCall, sent: Record<string, string>, schema: z.ZodType<T>): Promise<GmoAnswer<T>>
  /** The payment by our reference: null where the company has never heard of it. */
  search(reference: string): Promise<{ readonly trade: Trade | null } | NotTold>
  told(reference: string): Promise<CardAnswer>
}
type NotTold = Exclude<CardAnswer, { outcome: 'told' }>

/** The card company GMO-PG, for one shop. Throws where an address is none that may be given a secret or a card. */
export function gmoCards(access: GmoAccess): CardCompany {
  companyAddress(access.apiUrl)
  const form = companyAddress(access.formUrl)
  const calls = callsOf(access)
  return {
    async open({ reference, amount, returnTo }) {
      const url = new URL(form)
      for (const [name, value] of Object.entries({ ShopID: access.shopId, OrderID: reference, Amount: String(amount), RetUrl: returnTo })) {
        url.searchParams.set(name, value)
      }
      return { outcome: 'opened', form: { url: url.href, companyId: reference } }
    },
    finish: (name, payment, returned) => finishGmo(calls, access, name.reference, payment, returned),
    look: ({ reference }) => calls.told(reference),
    capture: ({ reference }, amount) => capture(calls, reference, amount),
    void: ({ reference }) => letGo(calls, reference, access.today()),
    refund: ({ reference }, amount, _key, left) => refund(calls, reference, { amount, left, today: access.today() }),
    readNotice: async (_headers, body) => noticed(body, access.shopId),
  }
}

function callsOf(shop: GmoShop): GmoCalls {
  const asShop = { ShopID: shop.shopId, ShopPass: shop.shopPass }
  const BARE: readonly GmoCall[] = ['ExecTran', 'SecureTran2', 'Tds2Result']
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

const refused = (code: string, detail: string): CardAnswer => ({ outcome: 'refused', code, detail })
const openedBy = ({ AccessID, AccessPass }: Access) => ({ AccessID, AccessPass })

/** Changes a payment, then tells where it stands. */
async function change(calls: GmoCalls, trade: Trade, name: 'AlterTran' | 'ChangeTran', sent: Record<string, string>): Promise<CardAnswer> {
  const done = await calls.call(name, { ...openedBy(trade), ...sent }, Access)
  if (done.outcome === 'no') return notDone(name, done.codes)
  return done.outcome === 'unknown' ? done : calls.told(trade.OrderID)
}

/** A sale must be of the authorised amount (E01060010): for a part of it the authorisation is made smaller first. */
async function capture(calls: GmoCalls, reference: string, amount: PositiveYen): Promise<CardAnswer> {
  const found = await calls.search(reference)
  if ('outcome' in found) return found
  const { trade } = found
  if (!trade || stateOf(trade) === 'waiting') return refused('nothing_authorized', 'the payer has not finished the form')
  if (stateOf(trade) === 'captured' && trade.Amount === amount) return { outcome: 'told', standing: standingOf(trade) }
  if (stateOf(trade) === 'authorized' && amount > trade.Amount) return refused('amount_too_large', 'more than was authorised')
  if (stateOf(trade) === 'authorized' && amount < trade.Amount) {
    const smaller = await change(calls, trade, 'ChangeTran', { JobCd: 'AUTH', Amount: String(amount) })
    if (smaller.outcome !== 'told') return smaller
  }
  return change(calls, trade, 'AlterTran', { JobCd: 'SALES', Amount: String(amount) })
}

async function letGo(calls: GmoCalls, reference: string, today: BusinessDate): Promise<CardAnswer> {
  const found = await calls.search(reference)
  if ('outcome' in found) return found
  const { trade } = found
  if (!trade || stateOf(trade) === 'waiting' || stateOf(trade) === 'voided') return { outcome: 'told', standing: standingOf(trade) }
  return trade.Status === 'AUTH' ? takeBack(calls, trade, today) : refused('already_captured', 'it was captured; it can be refunded')
}

async function takeBack(calls: GmoCalls, trade: Trade, today: BusinessDate): Promise<CardAnswer> {
  const { Status: status, ProcessDate: processed } = trade
  if ((status !== 'AUTH' && status !== 'SALES' && status !== 'CAPTURE') || processed === null)
    return refused('no_payment', `it stands at ${status}`)
  const verb = cancelVerb(status, processed, today)
  return verb ? change(calls, trade, 'AlterTran', { JobCd: verb }) : TOO_LATE
}

const TOO_LATE = refused('too_late', 'more than 180 days have passed')

async function refund(
  calls: GmoCalls,
  reference: string,
  { amount, left, today }: { amount: PositiveYen; left: Yen; today: BusinessDate },
): Promise<CardAnswer> {
  const found = await calls.search(reference)
  if ('outcome' in found) return found
  const { trade } = found
  const standing = standingOf(trade)
  const isDone = left === 0 ? standing.state === 'voided' : standing.state === 'captured' && standing.captured === left
  if (isDone) return { outcome: 'told', standing }
  if (!trade || standing.state !== 'captured') return refused('nothing_captured', 'there is nothing to give back')
  if (standing.captured !== left + amount) return refused('amount_differs', 'the company holds another amount than our books')
  if (left === 0) return takeBack(calls, trade, today)
  if (trade.ProcessDate === null || !mayChange(trade.ProcessDate, today)) return TOO_LATE
  return change(calls, trade, 'ChangeTran', { JobCd: 'CAPTURE', Amount: String(left) })
}

const Noticed = z.object({ ShopID: z.string(), OrderID: z.string().regex(/^[A-Z0-9-]{1,27}$/), PayType: z.literal('0').optional() })

/** The notice of a result bears no signature: it is taken as a hint which payment to look at, and as nothing else. */
function noticed(body: Uint8Array, shopId: string): CardNotice {
  const read = Noticed.safeParse(Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8'))))
  if (!read.success || read.data.ShopID !== shopId) return { outcome: 'nothing' }
  return { outcome: 'about', name: { reference: read.data.OrderID, companyId: read.data.OrderID } }
}
