import type { DebitMadeCase } from '../../preload/contract/debits'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { type ApprovalId, ClaimId, type DebitResultLineId } from '../../preload/contract/ids'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { unownedClaim } from '../ledger/claims'
import { insertClaims } from '../ledger/collection-posting'
import { type AskedDebit, claimDebit, debitById, endWaitingDebit, type WaitingDebit, waitingDebit } from '../ledger/debit-results'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { type OrderState, orderStates } from '../ledger/posting'
import { collected } from '../settlement/collection-entries'
import { bookingDay } from './booking-days'
import { mayPay, payByClaim } from './collection-endings'
import type { Deciding, Person } from './context'
import { settledDebit } from './direct-debit-terms'

/*
 * A result tells that an account was debited after it had counted as not debited. The collector owes that money: once another person agrees it
 * pays its order where that still asks for just this, else it belongs to nobody until a person says so, or goes back to the payer.
 */

interface Made {
  readonly told: WaitingDebit
  readonly debit: AskedDebit
  readonly order: OrderState
  readonly isPayable: boolean
  /** Its order takes it as it stands. */
  readonly pays: boolean
}

/** Refuses debit_line_not_open: it tells no such thing, waits for nobody, or is owed already. */
async function draftMade(ledger: Reader, id: DebitResultLineId): Promise<Result<Made>> {
  const told = await waitingDebit(ledger, id)
  const debit =
    told?.outcome === 'contradicts' && told.code === '0' && told.debitLineId !== null && (await debitById(ledger, told.debitLineId))
  if (!debit || debit.result === '0' || debit.isOwed === 1) return refuse({ refusal: 'debit_line_not_open' })
  const order = (await orderStates(ledger, [debit.orderId])).get(debit.orderId)
  if (!order) throw new Error(`there is no order ${debit.orderId}`)
  const isPayable = (await settledDebit(ledger))?.payableAtConfirmation ?? false
  const { ok: pays } = await mayPay(ledger, order, { amount: told.amount, fundedOn: null, isPayable })
  return done({ told, debit, order, isPayable, pays })
}

/** Asks a second person to take what was debited after all. Refuses debit_line_not_open, change_already_staged. */
export async function askMade(
  writer: Writer,
  person: Person,
  { id, why }: { id: DebitResultLineId; why: string },
): Promise<Result<{ approvalId: ApprovalId }>> {
  const drafted = await draftMade(writer, id)
  if (!drafted.ok) return drafted
  if (await openApproval(writer, 'debit_made', id)) return refuse({ refusal: 'change_already_staged' })
  const { debitOn, amount, orderNumber, merchantName, fileName } = drafted.value.told
  const { pays } = drafted.value
  const asked: DebitMadeCase = { kind: 'debit_made', lineId: id, debitOn, amount, orderNumber, merchantName, pays, fileName, why }
  const approvalId = await insertApproval(writer, person.id, asked)
  await appendAudit(writer, audited(asked, 'debited_asked', { approvalId }))
  return done({ approvalId })
}

/** Another person agrees. Refuses changed_meanwhile where it would not come to what was shown. */
export async function agreeToMade(writer: Writer, agreed: DebitMadeCase, { approvalId }: Deciding): Promise<Result<AuditEvent>> {
  const { lineId } = agreed
  const drafted = await draftMade(writer, lineId)
  if (!drafted.ok || drafted.value.pays !== agreed.pays) return refuse({ refusal: 'changed_meanwhile' })
  await claimDebit(writer, lineId, await owe(writer, drafted.value))
  if (agreed.pays) {
    const paid = await payOrder(writer, lineId, agreed.why)
    if (!paid.ok) return paid
  }
  return done(audited(agreed, 'debited', { approvalId }))
}

export async function leaveUndebited(_writer: Writer, refused: DebitMadeCase): Promise<AuditEvent> {
  return audited(refused, 'debited_rejected')
}

async function owe(writer: Writer, { told: { amount, debitOn }, debit: { party, transferOn }, isPayable }: Made): Promise<ClaimId> {
  const [id, entryId] = [ClaimId.parse(writer.newId()), newEntryId(writer)]
  const bookedOn = await bookingDay(writer, debitOn)
  const postings = collected(party, amount, null)
  await postEntries(writer, [{ id: entryId, kind: 'collected', bookedOn, receiptId: null, orderId: null, reverses: null, postings }])
  const money = { party, method: 'direct_debit' as const, orderId: null, lineId: null, amount, needsStamp: false }
  await insertClaims(writer, [{ id, ...money, paidOn: debitOn, transferOn, payable: isPayable, entryId }])
  return id
}

/**
 * What was debited after all pays its order in full. Refuses debit_line_not_open, collection_refund_asked, and what paying an order refuses:
 * reserved_by_import, transfer_differs, order_not_open …
 */
export async function payOrder(writer: Writer, id: DebitResultLineId, note: string): Promise<Result<null>> {
  const line = await waitingDebit(writer, id)
  const claim = line?.claimId == null ? null : await unownedClaim(writer, line.claimId)
  const order = line?.orderId == null ? undefined : (await orderStates(writer, [line.orderId])).get(line.orderId)
  if (!line || !claim || !order) return refuse({ refusal: 'debit_line_not_open' })
  if (line.refundId !== null) return refuse({ refusal: 'collection_refund_asked' })
  const paid = await payByClaim(writer, order, claim, { debit: line.debitLineId })
  if (!paid.ok) return paid
  await endWaitingDebit(writer, id, note)
  await appendAudit(writer, {
    ...{ stream: 'debits', action: 'line_paid', subject: `debit_result_line:${id}` },
    detail: { orderId: order.id, amount: claim.amount, note },
  })
  return done(null)
}

function audited({ lineId, amount, pays, why }: DebitMadeCase, action: string, detail: Record<string, unknown> = {}): AuditEvent {
  return { stream: 'debits', action, subject: `debit_result_line:${lineId}`, detail: { amount, pays, why, ...detail } }
}
