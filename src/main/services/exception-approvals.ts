import { isDeepStrictEqual } from 'node:util'
import { dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { CorrectionCase } from '../../preload/contract/exceptions'
import { insertApproval, targetId } from '../ledger/approvals'
import type { AuditEvent } from '../ledger/audit'
import type { Writer } from '../ledger/ledger'
import type { Deciding } from './context'
import { carryOutEnding, draftEnding } from './exception-endings'
import { journalLinesOf } from './journal-lines'

/* What a decision about an exception brings: it ends exactly as was shown, or stays open. */

/** Refuses changed_meanwhile where the same ending would post something else by now, and what the order or the transfer refuses. */
export async function agreeToEnding(
  writer: Writer,
  agreed: CorrectionCase,
  { approvalId, maker, person }: Deciding,
): Promise<Result<AuditEvent>> {
  const drafted = await draftEnding(writer, agreed.wish, dateInJapan(writer.at))
  if (!drafted.ok) return refuse({ refusal: 'changed_meanwhile' })
  const { amount, postings, merchantName } = drafted.value
  if (amount !== agreed.amount || !isDeepStrictEqual(journalLinesOf(postings, merchantName), agreed.journal))
    return refuse({ refusal: 'changed_meanwhile' })
  if (agreed.agreed.length + 1 < agreed.needed) {
    const next = { ...agreed, agreed: [...agreed.agreed, { by: person.displayName, at: writer.at }] }
    const nextApprovalId = await insertApproval(writer, maker, { ...next, touchedBy: [...agreed.touchedBy, `user:${person.name}`] })
    return done(told(agreed, 'correction_agreed_by_first', { nextApprovalId }))
  }
  const carried = await carryOutEnding(writer, drafted.value, { why: agreed.why, approvalId })
  return carried.ok ? done(told(agreed, 'correction_approved')) : carried
}

export async function leaveOpen(_writer: Writer, refused: CorrectionCase): Promise<AuditEvent> {
  return told(refused, 'correction_rejected')
}

function told({ wish, amount, why }: CorrectionCase, action: string, detail: Record<string, unknown> = {}): AuditEvent {
  return {
    stream: 'refunds',
    action,
    subject: `${wish.target.of}:${targetId(wish.target)}`,
    detail: { ending: wish.ending, amount, why, ...detail },
  }
}
