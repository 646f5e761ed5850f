import { SLIP_AMOUNT_MAX } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { Writer } from '../ledger/ledger'
import { insertSlips, lastReference, liveSlip, type NewSlip, type StoredSlip, withdrawSlip } from '../ledger/slips'
import { nextReferences, nextReissue, referenceWidth, slipAmount } from '../settlement/slips'
import { needsStamp } from '../settlement/stamp-duty'
import type { StoreTerms } from './store-agent'

/* Slips (払込票) are issued, and issued anew with another last day. */

/** A slip as it is asked for. */
export interface SlipWish {
  readonly orderId: OrderId
  readonly amount: Yen
  readonly dueOn: BusinessDate
}

/** Issues orders their first slips, numbered in the order of asking. An amount no slip can ask for is a fault: whoever asks has looked. */
export async function issueSlips(writer: Writer, { party, numbering }: StoreTerms, wishes: readonly SlipWish[]): Promise<NewSlip[]> {
  if (wishes.length === 0) return []
  const width = referenceWidth(numbering)
  const references = nextReferences(await lastReference(writer, party, width), width, wishes.length)
  const slips = wishes.map(({ orderId, amount, dueOn }, at): NewSlip => {
    const [asked, reference] = [slipAmount(amount), references[at]]
    if (asked === null || reference === undefined) throw new Error(`no slip asks for ${amount} yen`)
    return { orderId, party, ...numbering, reference, reissue: 0, amount: asked, needsStamp: needsStamp(asked), dueOn }
  })
  await insertSlips(writer, slips)
  return slips
}

/**
 * Issues a slip in the place of another, which is void then: with the next re-issue of its number; or, where the terms are others
 * meanwhile or its re-issues are used up, with a number of its own.
 */
export async function issueAnew(writer: Writer, terms: StoreTerms, old: StoredSlip, dueOn: BusinessDate): Promise<NewSlip> {
  const { orderId, party, makerCode, companyCode, reference, amount } = old
  const reissue = isUnder(terms, old) ? nextReissue(old.reissue) : null
  await withdrawSlip(writer, old.id, 'reissued')
  if (reissue === null) return issueSlip(writer, terms, { orderId, amount, dueOn })
  const slip: NewSlip = { orderId, party, makerCode, companyCode, reference, reissue, amount, needsStamp: needsStamp(amount), dueOn }
  await insertSlips(writer, [slip])
  return slip
}

function isUnder({ party, numbering }: StoreTerms, slip: StoredSlip): boolean {
  return slip.party === party && slip.makerCode === numbering.makerCode && slip.companyCode === numbering.companyCode
}

/** Gives an order the slip that is to be paid until a day: its first, or another in the place of the one it has. Refuses above_slip_limit. */
export async function giveSlip(writer: Writer, terms: StoreTerms, wish: SlipWish): Promise<Result<NewSlip>> {
  const live = await liveSlip(writer, wish.orderId)
  if (live) return done(await issueAnew(writer, terms, live, wish.dueOn))
  if (slipAmount(wish.amount) === null) return refuse({ refusal: 'above_slip_limit', limit: yen(SLIP_AMOUNT_MAX) })
  return done(await issueSlip(writer, terms, wish))
}

async function issueSlip(writer: Writer, terms: StoreTerms, wish: SlipWish): Promise<NewSlip> {
  const [slip] = await issueSlips(writer, terms, [wish])
  if (!slip) throw new Error(`order ${wish.orderId} was given no slip`)
  return slip
}
