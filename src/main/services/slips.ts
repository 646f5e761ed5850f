import { SLIP_AMOUNT_MAX } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { Writer } from '../ledger/ledger'
import { insertSlips, lastReference, liveSlip, type NewSlip, type StoredSlip, withdrawSlip } from '../ledger/slips'
import { needsStamp, nextReferences, nextReissue, referenceWidth, slipAmount, slipNumber } from '../settlement/slips'
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

/** Issues a slip in the place of another, which is void then. Refuses slip_reissues_exhausted. */
export async function issueAnew(writer: Writer, old: StoredSlip, dueOn: BusinessDate): Promise<Result<NewSlip>> {
  const reissue = nextReissue(old.reissue)
  if (reissue === null) return refuse({ refusal: 'slip_reissues_exhausted', slip: slipNumber(old) })
  const { orderId, party, makerCode, companyCode, reference, amount } = old
  const slip: NewSlip = { orderId, party, makerCode, companyCode, reference, reissue, amount, needsStamp: needsStamp(amount), dueOn }
  await withdrawSlip(writer, old.id, 'reissued')
  await insertSlips(writer, [slip])
  return done(slip)
}

/** Gives an order the slip that is to be paid until a day: its first, or another in the place of the one it has. Refuses above_slip_limit, slip_reissues_exhausted. */
export async function giveSlip(writer: Writer, terms: StoreTerms, wish: SlipWish): Promise<Result<NewSlip>> {
  const live = await liveSlip(writer, wish.orderId)
  if (live) return issueAnew(writer, live, wish.dueOn)
  if (slipAmount(wish.amount) === null) return refuse({ refusal: 'above_slip_limit', limit: yen(SLIP_AMOUNT_MAX) })
  const [slip] = await issueSlips(writer, terms, [wish])
  if (!slip) throw new Error(`order ${wish.orderId} was given no slip`)
  return done(slip)
}
