import { isDeepStrictEqual } from 'node:util'
import type { JournalLine } from '../../preload/contract/clearing'
import type { Party } from '../../preload/contract/collection'
import type { ReplacementCase } from '../../preload/contract/collections'
import { dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { ClaimDeductionId, ClaimId, type CollectionLineId, type OrderId } from '../../preload/contract/ids'
import { ZERO_YEN } from '../../preload/contract/money'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { insertDeductions } from '../ledger/claim-deductions'
import { endCollectionLine, unappliedClaim } from '../ledger/claims'
import { waitingLine } from '../ledger/collection-lists'
import { insertClaims } from '../ledger/collection-posting'
import { type ConfirmedLine, confirmedLine, type StandingClaim, standingClaim, withdrawClaim } from '../ledger/contradictions'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { runsHolding } from '../ledger/payouts'
import { type OrderState, orderStates } from '../ledger/posting'
import { releasedAmountOf } from '../ledger/protection-cases'
import { collected, collectionApplied, collectionDeducted } from '../settlement/collection-entries'
import type { Posting } from '../settlement/ledger-entries'
import { isProtected } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { applyLine, mayPay } from './collection-endings'
import { collectors } from './collectors'
import type { Deciding, Person } from './context'
import { journalLinesOf } from './journal-lines'
import { takeSteps } from './order-steps'

/*
 * A collector has confirmed one payment twice in other words. Nothing of the second is posted: a person asks the collector. Where the first
 * holds the line is noted; where the second does, the first claim is withdrawn whole and the second taken, once another person agrees.
 */

const UNDONE = 'allocation_undone_in_full'

interface Replacement {
  readonly before: StandingClaim
  readonly after: ConfirmedLine
  /** The order that the first has paid, as it stands; null where it pays none. */
  readonly order: OrderState | null
  /** Its tracks once it is unpaid. */
  readonly tracks: OrderState['tracks'] | null
  readonly withdrawn: readonly Posting[]
  readonly taken: readonly Posting[]
  /** The order of the second's own slip, where it asks for just this once the first is withdrawn; null: it waits with its money. */
  readonly pays: OrderState | null
  readonly journal: JournalLine[]
}

/**
 * What replacing the first by the second would do. Refuses collection_not_open (no contradiction that waits), collection_refund_asked (the
 * first goes back to whoever paid), in_payout_run, order_step_refused (also where its money has left).
 */
async function draftReplacement(ledger: Reader, lineId: CollectionLineId): Promise<Result<Replacement>> {
  const line = await waitingLine(ledger, lineId)
  const before = line?.outcome === 'contradicts' && line.claimId === null ? await standingClaim(ledger, lineId) : null
  if (!before) return refuse({ refusal: 'collection_not_open' })
  const first = before.orderId === null ? await waitingLine(ledger, before.lineId) : null
  // Its money goes back, or has gone: it is nobody's any more.
  if (before.orderId === null && (first === null || first.refundId !== null)) return refuse({ refusal: 'collection_refund_asked' })
  const after = await confirmedLine(ledger, lineId)
  const order = before.orderId === null ? null : ((await orderStates(ledger, [before.orderId])).get(before.orderId) ?? null)
  const unpaid = order && (await unpaidTracks(ledger, order))
  if (unpaid && !unpaid.ok) return unpaid
  const withdrawn = collectionDeducted(after.party, before.amount, accountOf(order))
  const taken = collected(after.party, after.amount, null)
  const tracks = unpaid?.value ?? null
  const pays = await paidBySecond(ledger, line?.orderId ?? null, after, order && tracks ? { ...order, tracks, paidAmount: ZERO_YEN } : null)
  const applied = pays
    ? collectionApplied(after.amount, { merchantId: pays.merchantId, isProtected: isProtected(pays.tracks.protection) })
    : []
  const journal = [...journalLinesOf([...withdrawn, ...taken], before.merchantName), ...journalLinesOf(applied, line?.merchantName ?? null)]
  return done({ before, after, order, tracks, withdrawn, taken, pays, journal })
}

/** `unpaid`: the order of the first, as it will stand. */
async function paidBySecond(
  ledger: Reader,
  orderId: OrderId | null,
  { amount, party }: ConfirmedLine,
  unpaid: OrderState | null,
): Promise<OrderState | null> {
  const order = orderId === null ? undefined : orderId === unpaid?.id ? unpaid : (await orderStates(ledger, [orderId])).get(orderId)
  if (!order) return null
  const paid = await mayPay(ledger, order, { amount, fundedOn: null, isPayable: await isPayable(ledger, party) })
  return paid.ok ? order : null
}

const isPayable = async (ledger: Reader, party: Party) => (await collectors(ledger)).get(party)?.payableAtConfirmation ?? false

function accountOf(order: OrderState | null) {
  if (!order) return 'unapplied_collections'
  return isProtected(order.tracks.protection)
    ? (`held_for_payers:${order.merchantId}` as const)
    : (`merchant_payable:${order.merchantId}` as const)
}

async function unpaidTracks(ledger: Reader, order: OrderState): Promise<Result<OrderState['tracks']>> {
  const { id, tracks } = order
  const run = (await runsHolding(ledger, [id])).get(id)
  if (run !== undefined) return refuse({ refusal: 'in_payout_run', run })
  const step = applyEvent(tracks, { kind: UNDONE })
  if (!step.ok) return refuse({ refusal: 'order_step_refused', track: step.track, from: step.from, event: UNDONE })
  if ((await releasedAmountOf(ledger, id)) !== null)
    return refuse({ refusal: 'order_step_refused', track: 'protection', from: tracks.protection, event: UNDONE })
  return done(step.tracks)
}

/** Asks a second person to take the line instead of the first. Refuses what draftReplacement refuses, change_already_staged. */
export async function askToReplace(writer: Writer, person: Person, lineId: CollectionLineId, why: string): Promise<Result<null>> {
  const drafted = await draftReplacement(writer, lineId)
  if (!drafted.ok) return drafted
  if (await openApproval(writer, 'claim_replacement', lineId)) return refuse({ refusal: 'change_already_staged' })
  const { before, after, pays, journal } = drafted.value
  const asked: ReplacementCase = {
    kind: 'claim_replacement',
    lineId,
    party: after.party,
    before: { amount: before.amount, paidOn: before.paidOn },
    after: { amount: after.amount, paidOn: after.paidOn },
    ...{ orderId: before.orderId, orderNumber: before.orderNumber, merchantName: before.merchantName },
    ...{ paysNumber: pays?.orderNumber ?? null, journal, why, touchedBy: before.assignedBy === null ? [] : [before.assignedBy] },
  }
  const approvalId = await insertApproval(writer, person.id, asked)
  await appendAudit(writer, told(asked, 'replacement_asked', { approvalId }))
  return done(null)
}

/**
 * The first is withdrawn and the second taken; it pays the order of its slip where that asks for just this, else it waits with its money.
 * Refuses changed_meanwhile where that would be something else by now.
 */
export async function agreeToReplace(writer: Writer, agreed: ReplacementCase, { approvalId }: Deciding): Promise<Result<AuditEvent>> {
  const drafted = await draftReplacement(writer, agreed.lineId)
  if (!drafted.ok) return refuse({ refusal: 'changed_meanwhile' })
  const { journal, pays } = drafted.value
  if (!isDeepStrictEqual(journal, agreed.journal) || (pays?.orderNumber ?? null) !== agreed.paysNumber)
    return refuse({ refusal: 'changed_meanwhile' })
  await withdrawFirst(writer, drafted.value, agreed)
  await takeSecond(writer, drafted.value)
  if (pays) {
    const applied = await applyLine(writer, agreed.lineId, pays.id, agreed.why)
    if (!applied.ok) return applied
  }
  return done(told(agreed, 'replaced', { approvalId, pays: pays?.orderNumber ?? null }))
}

export async function keepFirst(_writer: Writer, refused: ReplacementCase): Promise<AuditEvent> {
  return told(refused, 'replacement_rejected')
}

async function withdrawFirst(writer: Writer, { before, after, order, tracks, withdrawn }: Replacement, { lineId, why }: ReplacementCase) {
  const { claimId, amount } = before
  const [id, entryId] = [ClaimDeductionId.parse(writer.newId()), newEntryId(writer)]
  const bookedOn = await bookingDay(writer, dateInJapan(writer.at))
  await postEntries(writer, [
    {
      id: entryId,
      kind: 'collection_deducted',
      bookedOn,
      receiptId: null,
      orderId: order?.id ?? null,
      reverses: null,
      postings: [...withdrawn],
    },
  ])
  // Paid already, it is taken out of the transfer that brings the second.
  const transferOn = before.isSettled ? after.transferOn : before.transferOn
  await insertDeductions(writer, [{ id, claimId, party: after.party, transferOn, amount, why: 'withdrawn', entryId }])
  if (!order && (await unappliedClaim(writer, before.lineId)))
    await endCollectionLine(writer, { lineId: before.lineId, ending: 'noted', orderId: null, note: `line:${lineId}` })
  await withdrawClaim(writer, claimId, id)
  if (!order || !tracks) return
  const event = { orderId: order.id, kind: UNDONE, amount, receiptId: null, allocationId: null, detail: { line: lineId, reason: why } }
  await takeSteps(writer, [{ id: order.id, paidAmount: ZERO_YEN, paidOn: null, tracks }], [event])
}

async function takeSecond(writer: Writer, { after, taken }: Replacement): Promise<void> {
  const entryId = newEntryId(writer)
  const { lineId, party, method, amount, needsStamp, paidOn, transferOn } = after
  const bookedOn = await bookingDay(writer, paidOn)
  await postEntries(writer, [
    { id: entryId, kind: 'collected', bookedOn, receiptId: null, orderId: null, reverses: null, postings: [...taken] },
  ])
  const payable = await isPayable(writer, party)
  const id = ClaimId.parse(writer.newId())
  await insertClaims(writer, [{ id, party, method, orderId: null, lineId, amount, needsStamp, paidOn, transferOn, payable, entryId }])
}

function told({ lineId, before, after, orderId, why }: ReplacementCase, action: string, detail: Record<string, unknown> = {}): AuditEvent {
  return { stream: 'collections', action, subject: `collection_line:${lineId}`, detail: { before, after, orderId, why, ...detail } }
}
