import type { BusinessDate } from '../../../preload/contract/date'
import type { PositiveYen, Yen } from '../../../preload/contract/money'
import type { CardAnswer } from '../card-company'
import { afterDeed } from './after-deed'
import { Access } from './gmo-call'
import { notDone } from './gmo-codes'
import type { GmoCalls } from './gmo-shop'
import { standingOf, stateOf, type Trade } from './gmo-trade'
import { cancelVerb, mayChange } from './gmo-verb'

/* What is done to a payment after it was authorised. Each looks first: what is already as it shall be is not done again. */

const refused = (code: string, detail: string): CardAnswer => ({ outcome: 'refused', code, detail })
const openedBy = ({ AccessID, AccessPass }: Access) => ({ AccessID, AccessPass })

/** Changes a payment, then tells where it stands. */
async function change(calls: GmoCalls, trade: Trade, name: 'AlterTran' | 'ChangeTran', sent: Record<string, string>): Promise<CardAnswer> {
  const done = await calls.call(name, { ...openedBy(trade), ...sent }, Access)
  if (done.outcome === 'no') return notDone(name, done.codes)
  return done.outcome === 'unknown' ? done : afterDeed(await calls.told(trade.OrderID))
}

/** A sale must be of the authorised amount (E01060010): for a part of it the authorisation is made smaller first. */
export async function capture(calls: GmoCalls, reference: string, amount: PositiveYen): Promise<CardAnswer> {
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

/** Gives an authorisation back. Where nothing is authorised nothing is to be let go, and who comes back from the form later is not heard any more. */
export async function letGo(calls: GmoCalls, reference: string, today: BusinessDate): Promise<CardAnswer> {
  const found = await calls.search(reference)
  if ('outcome' in found) return found
  const { trade } = found
  if (!trade || stateOf(trade) === 'waiting') return { outcome: 'told', standing: { ...standingOf(trade), state: 'voided' } }
  if (stateOf(trade) === 'voided') return { outcome: 'told', standing: standingOf(trade) }
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

/** Makes the sale smaller until only `left` stands (ChangeTran), or takes all of it back. */
export async function refund(
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
