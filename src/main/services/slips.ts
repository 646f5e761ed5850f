import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import { PositiveYen, type Yen } from '../../preload/contract/money'
import type { Writer } from '../ledger/ledger'
import { insertSlips, lastReference, liveSlip, type NewSlip, type StoredSlip, withdrawSlip } from '../ledger/slips'
import { nextPaymentReferences, PAYMENT_REFERENCE_DIGITS } from '../settlement/payment-reference'
import { nextReferences, nextReissue, referenceWidth } from '../settlement/slips'
import { needsStamp } from '../settlement/stamp-duty'
import type { SlipTerms } from './slip-terms'

/* Slips (払込票) and references are issued, and issued anew with another last day. */

/** A slip as it is asked for. */
export interface SlipWish {
  readonly orderId: OrderId
  readonly amount: Yen
  readonly dueOn: BusinessDate
}

/** Issues orders their first slips, numbered in the order of asking. An amount that cannot be asked for is a fault: whoever asks has looked. */
export async function issueSlips(writer: Writer, terms: SlipTerms, wishes: readonly SlipWish[]): Promise<NewSlip[]> {
  if (wishes.length === 0) return []
  const { method, party, numbering } = terms
  const references = await referencesFor(writer, terms, wishes.length)
  const slips = wishes.map(({ orderId, amount, dueOn }, at): NewSlip => {
    const reference = references[at]
    if (!isAskable(terms, amount) || reference === undefined) throw new Error(`no slip asks for ${amount} yen`)
    const asked = PositiveYen.parse(amount)
    return { orderId, method, party, ...numbering, reference, reissue: 0, amount: asked, needsStamp: isStamped(terms, asked), dueOn }
  })
  await insertSlips(writer, slips)
  return slips
}

/** References of stores fill the digits that are left on a slip; others are typed by people. */
async function referencesFor(writer: Writer, { method, party, numbering }: SlipTerms, count: number): Promise<string[]> {
  if (method !== 'convenience_store') {
    return nextPaymentReferences(await lastReference(writer, party, PAYMENT_REFERENCE_DIGITS), count)
  }
  const width = referenceWidth(numbering)
  return nextReferences(await lastReference(writer, party, width), width, count)
}

/** Only tills give receipts that this bank's slips bear the stamp for. */
const isStamped = ({ method }: SlipTerms, amount: PositiveYen): boolean => method === 'convenience_store' && needsStamp(amount)

/** Whether so much can be asked for by this method at once. */
export function isAskable({ amountMax }: Pick<SlipTerms, 'amountMax'>, amount: Yen): boolean {
  return amount > 0 && (amountMax === null || amount <= amountMax)
}

/**
 * Issues a slip in the place of another, which is void then: at stores with the next re-issue of its number; or, where the terms are others
 * meanwhile, its re-issues are used up or it has none, with a number of its own.
 */
export async function issueAnew(writer: Writer, terms: SlipTerms, old: StoredSlip, dueOn: BusinessDate): Promise<NewSlip> {
  const { orderId, method, party, makerCode, companyCode, reference, amount } = old
  const reissue = method === 'convenience_store' && isUnder(terms, old) ? nextReissue(old.reissue) : null
  await withdrawSlip(writer, old.id, terms.method === method ? 'reissued' : 'switched')
  if (reissue === null) return issueSlip(writer, terms, { orderId, amount, dueOn })
  const slip: NewSlip = {
    orderId,
    method,
    party,
    makerCode,
    companyCode,
    reference,
    reissue,
    amount,
    needsStamp: needsStamp(amount),
    dueOn,
  }
  await insertSlips(writer, [slip])
  return slip
}

function isUnder({ method, party, numbering }: SlipTerms, slip: StoredSlip): boolean {
  const { makerCode, companyCode } = numbering
  return slip.method === method && slip.party === party && slip.makerCode === makerCode && slip.companyCode === companyCode
}

/** Gives an order the slip that is to be paid until a day: its first, or another in the place of the one it has. Refuses above_slip_limit. */
export async function giveSlip(writer: Writer, terms: SlipTerms, wish: SlipWish): Promise<Result<NewSlip>> {
  const live = await liveSlip(writer, wish.orderId)
  if (live?.method === terms.method) return done(await issueAnew(writer, terms, live, wish.dueOn))
  if (terms.amountMax !== null && !isAskable(terms, wish.amount)) return refuse({ refusal: 'above_slip_limit', limit: terms.amountMax })
  if (live) await withdrawSlip(writer, live.id, 'switched')
  return done(await issueSlip(writer, terms, wish))
}

async function issueSlip(writer: Writer, terms: SlipTerms, wish: SlipWish): Promise<NewSlip> {
  const [slip] = await issueSlips(writer, terms, [wish])
  if (!slip) throw new Error(`order ${wish.orderId} was given no slip`)
  return slip
}
