import { z } from 'zod'
import type { CardThreeDSecure } from '../../../preload/contract/cards'
import type { PositiveYen } from '../../../preload/contract/money'
import type { CardAnswer, FormReturn } from '../card-company'
import { PayerAddress } from './address'
import { afterDeed } from './after-deed'
import { Access } from './gmo-call'
import { isDecline, notDone } from './gmo-codes'
import type { GmoCalls } from './gmo-shop'
import { standingOf, type Trade } from './gmo-trade'

/*
 * The payer is back at us: with the token of the form, or from the page of 3-D Secure. EntryTran opens the payment and ExecTran authorises it;
 * where ExecTran answers ACS=2 the payer goes on to its RedirectUrl and comes back with AccessID, and SecureTran2 authorises (EC-CUBE 4).
 */

type Finished = CardAnswer | { readonly outcome: 'next'; readonly url: string; readonly companyId: string }
type Payment = { readonly amount: PositiveYen; readonly returnTo: string }

const Executed = z.union([
  z.object({ ACS: z.literal('2'), RedirectUrl: PayerAddress }),
  z.object({ ACS: z.literal('0').default('0'), TranID: z.string().min(1) }),
])
const Secured = z.object({ TranID: z.string().min(1) })
const SecureResult = z.object({ Tds2TransResult: z.enum(['Y', 'A', 'N', 'U', 'R', 'C']) })
const Token = z.string().regex(/^[0-9A-Za-z+/=_-]{1,200}$/)
/** No instalments. */
const ONCE = { Method: '1' }
/** From 3-D Secure the payer comes back by a link: with a post from elsewhere our cookies would not come along. */
const BY_LINK = { CallbackType: '3' }
/** EMV 3-D Secure. */
const SECURE = { TdFlag: '2' }

/** Finishes what can be finished with what came along; a payment that is already authorised, or still waits, is only told. */
export async function finishGmo(
  calls: GmoCalls,
  { tokenField }: { tokenField: string },
  reference: string,
  payment: Payment,
  returned: FormReturn,
): Promise<Finished> {
  const found = await calls.search(reference)
  if ('outcome' in found) return found
  const { trade } = found
  const isOpen = trade === null || trade.Status === 'UNPROCESSED' || trade.Status === 'AUTHENTICATED'
  if (trade && isOpen && returned.AccessID === trade.AccessID) return afterSecureStep(calls, trade)
  const token = Token.safeParse(returned[tokenField])
  if (!isOpen || trade?.Status === 'AUTHENTICATED' || !token.success) return { outcome: 'told', standing: standingOf(trade) }
  const opened = trade ?? (await entered(calls, reference, payment.amount))
  if ('outcome' in opened) return opened
  if (trade && trade.Amount !== payment.amount)
    return { outcome: 'refused', code: 'amount_differs', detail: 'it was opened over another amount' }
  return executed(calls, { ...opened, reference }, token.data, payment.returnTo)
}

async function entered(calls: GmoCalls, reference: string, amount: PositiveYen) {
  const opened = await calls.call('EntryTran', { OrderID: reference, JobCd: 'AUTH', Amount: String(amount), ...SECURE }, Access)
  if (opened.outcome === 'no') return notDone('EntryTran', opened.codes)
  return opened.outcome === 'unknown' ? opened : opened.fields
}

async function executed(calls: GmoCalls, opened: Access & { reference: string }, token: string, returnTo: string): Promise<Finished> {
  const { AccessID, AccessPass, reference } = opened
  const sent = { AccessID, AccessPass, OrderID: reference, Token: token, RetUrl: returnTo, ...ONCE, ...BY_LINK }
  const done = await calls.call('ExecTran', sent, Executed)
  if (done.outcome === 'yes') {
    return done.fields.ACS === '2'
      ? { outcome: 'next', url: done.fields.RedirectUrl, companyId: reference }
      : afterDeed(await calls.told(reference))
  }
  return answerOf('ExecTran', done, null)
}

async function afterSecureStep(calls: GmoCalls, { AccessID, AccessPass, OrderID }: Trade): Promise<Finished> {
  const step = await calls.call('Tds2Result', { AccessID, AccessPass }, SecureResult)
  const threeDSecure = step.outcome === 'yes' ? step.fields.Tds2TransResult : null
  const done = await calls.call('SecureTran2', { AccessID, AccessPass }, Secured)
  if (done.outcome !== 'yes') return answerOf('SecureTran2', done, threeDSecure)
  const told = afterDeed(await calls.told(OrderID))
  return told.outcome === 'told' ? { outcome: 'told', standing: { ...told.standing, threeDSecure } } : told
}

/** A no of the card's issuer is where the payment stands, not a refusal of the company. */
function answerOf(
  call: string,
  done: { outcome: 'no'; codes: readonly string[] } | Extract<CardAnswer, { outcome: 'unknown' }>,
  threeDSecure: CardThreeDSecure | null,
): CardAnswer {
  if (done.outcome === 'unknown') return done
  if (!isDecline(done.codes)) return notDone(call, done.codes)
  return { outcome: 'told', standing: { ...standingOf(null, threeDSecure), state: 'declined' } }
}
