import type { ReopeningCase } from '../../preload/contract/closing'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { AuditEvent } from '../ledger/audit'
import { insertReopening, lastClosedDay, listClosedDays } from '../ledger/closing'
import type { Writer } from '../ledger/ledger'
import type { Deciding } from './context'

/* What a decision about a closed day brings: it is open again, or stays as it is. */

/** Refuses changed_meanwhile where it is no longer the last closed day. */
export async function reopenDay(writer: Writer, agreed: ReopeningCase, { approvalId }: Deciding): Promise<Result<AuditEvent>> {
  const closed = (await listClosedDays(writer)).find(({ id }) => id === agreed.closedDayId)
  if (!closed || closed.reopened !== null || closed.day !== (await lastClosedDay(writer))) return refuse({ refusal: 'changed_meanwhile' })
  await insertReopening(writer, { closedDayId: agreed.closedDayId, approvalId, reason: agreed.reason })
  return done(told(agreed, 'day_reopened'))
}

export async function keepClosed(_writer: Writer, refused: ReopeningCase): Promise<AuditEvent> {
  return told(refused, 'reopening_rejected')
}

const told = ({ day, reason }: ReopeningCase, action: string): AuditEvent => ({
  stream: 'closing',
  action,
  subject: `day:${day}`,
  detail: { reason },
})
