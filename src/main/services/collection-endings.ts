import { dateInJapan } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { CollectionLineId, OrderId } from '../../preload/contract/ids'
import { PositiveYen, yen } from '../../preload/contract/money'
import { openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { type ClaimOfLine, endCollectionLine, giveClaim, unappliedClaim } from '../ledger/claims'
import { waitingLine } from '../ledger/collection-lists'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { type OrderState, orderStates } from '../ledger/posting'
import { standstill } from '../ledger/reservations'
import { liveInstruction, payByMethod, withdrawInstruction } from '../ledger/shop-orders'
import { collectionApplied } from '../settlement/collection-entries'
import { isProtected, type OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { takeSteps } from './order-steps'

/* How a person ends a line of a collector that nobody could place: its money pays an order, or there is none and it is noted. */

/** Nothing more is to be done about a line that brought no money. Refuses collection_not_open, collection_holds_money,
 * change_already_staged (another person is asked to take it). */
export async function noteLine(writer: Writer, lineId: CollectionLineId, note: string): Promise<Result<null>> {
  const line = await waitingLine(writer, lineId)
  if (!line) return refuse({ refusal: 'collection_not_open' })
  if (line.claimId !== null) return refuse({ refusal: 'collection_holds_money' })
  if (await openApproval(writer, 'claim_replacement', lineId)) return refuse({ refusal: 'change_already_staged' })
  await endCollectionLine(writer, { lineId, ending: 'noted', orderId: null, note })
  const detail = { outcome: line.outcome, note }
  await appendAudit(writer, { stream: 'collections', action: 'noted', subject: `collection_line:${lineId}`, detail })
  return done(null)
}

/**
 * The money of a line pays an order in full: its own where none is named; one that is over is reopened by it. Refuses collection_not_open,
 * collection_refund_asked (it may go back to whoever paid), not_found, reserved_by_import, transfer_differs (the order asks for another amount), order_not_open, order_step_refused.
 */
export async function applyLine(writer: Writer, lineId: CollectionLineId, named: OrderId | undefined, note: string): Promise<Result<null>> {
  const line = await waitingLine(writer, lineId)
  const claim = line && (await unappliedClaim(writer, lineId))
  if (!line || !claim) return refuse({ refusal: 'collection_not_open' })
  if (line.refundId !== null) return refuse({ refusal: 'collection_refund_asked' })
  const orderId = named ?? line.orderId
  const order = orderId === null ? undefined : (await orderStates(writer, [orderId])).get(orderId)
  if (!order) return refuse({ refusal: 'not_found', what: 'order' })
  const paid = await payByClaim(writer, order, claim, { line: lineId })
  if (!paid.ok) return paid
  await endCollectionLine(writer, { lineId, ending: 'applied', orderId: order.id, note })
  const detail = { outcome: line.outcome, order: order.orderNumber, amount: claim.amount, note }
  await appendAudit(writer, { stream: 'collections', action: 'applied', subject: `collection_line:${lineId}`, detail })
  return done(null)
}

/**
 * What a collector owes and belongs to nobody pays an order in full; one that is over is reopened by it. `detail`: what tells of it in the order's
 * story. Refuses reserved_by_import, debit_submitted, transfer_differs (the order asks for another amount), order_not_open, order_step_refused.
 */
export async function payByClaim(
  writer: Writer,
  order: OrderState,
  claim: ClaimOfLine,
  detail: Record<string, unknown>,
): Promise<Result<null>> {
  const paid = await mayPay(writer, order, claim)
  if (!paid.ok) return paid
  const entryId = newEntryId(writer)
  const whose = { merchantId: order.merchantId, isProtected: isProtected(order.tracks.protection) }
  await postEntries(writer, [
    {
      ...{
        id: entryId,
        kind: 'collection_applied',
        bookedOn: await bookingDay(writer, claim.paidOn),
        receiptId: null,
        orderId: order.id,
        reverses: null,
      },
      postings: collectionApplied(PositiveYen.parse(claim.amount), whose),
    },
  ])
  await giveClaim(writer, { id: claim.id, orderId: order.id, entryId })
  await payByMethod(writer, order.id, claim.method)
  const transfer = await liveInstruction(writer, order.id)
  if (transfer && !transfer.isWithdrawn) await withdrawInstruction(writer, transfer.id)
  const releasableOn = claim.fundedOn ?? dateInJapan(writer.at)
  const change = { id: order.id, paidAmount: claim.amount, paidOn: claim.paidOn, tracks: paid.value.tracks, releasableOn }
  await takeSteps(
    writer,
    [change],
    paid.value.steps.map((kind) => ({
      ...{ orderId: order.id, kind, amount: kind === 'confirmed' ? claim.amount : null, receiptId: null, allocationId: null },
      detail,
    })),
  )
  return done(null)
}

type Paying = { readonly steps: OrderStep[]; readonly tracks: OrderState['tracks'] }
type PayingClaim = Pick<ClaimOfLine, 'amount' | 'fundedOn' | 'isPayable'>

/** Whether collected money would pay an order as it stands; refuses as payByClaim does. */
export async function mayPay(ledger: Reader, order: OrderState, claim: PayingClaim): Promise<Result<Paying>> {
  const still = await standstill(ledger, order)
  return still ? refuse(still) : paidBy(order, claim)
}

/** The steps by which collected money pays an order. */
function paidBy(order: OrderState, claim: PayingClaim): Result<Paying> {
  const open = yen(order.amount - order.paidAmount)
  if (open <= 0) return refuse({ refusal: 'order_not_open', orderNumber: order.orderNumber })
  if (open !== claim.amount) return refuse({ refusal: 'transfer_differs', expected: open, found: claim.amount })
  const mayReopen = applyEvent(order.tracks, { kind: 'reopened' }).ok
  const steps: OrderStep[] = mayReopen ? ['reopened', 'confirmed'] : ['confirmed']
  let { tracks } = order
  for (const kind of steps) {
    const step = applyEvent(tracks, { kind })
    if (!step.ok) return refuse(refusalOf(step, order))
    tracks = step.tracks
  }
  // The agent has paid it already, or merchants are paid before it does.
  const released: OrderStep = claim.fundedOn !== null ? 'funded' : 'became_releasable'
  const last = claim.fundedOn !== null || claim.isPayable ? applyEvent(tracks, { kind: released }) : null
  return last?.ok ? done({ steps: [...steps, released], tracks: last.tracks }) : done({ steps, tracks })
}

function refusalOf({ track, from, event }: { track: string; from: string; event: string }, { orderNumber }: OrderState): Refusal {
  return track === 'payment' ? { refusal: 'order_not_open', orderNumber } : { refusal: 'order_step_refused', track, from, event }
}
