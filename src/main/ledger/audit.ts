import { createHash } from 'node:crypto'
import type { Reader, Writer } from './ledger'
import type { AuditRecordRow } from './schema'

/** The streams of the audit trail; each is a chain of its own, so that no single row is contended. */
export type AuditStream =
  | 'session'
  | 'people'
  | 'merchants'
  | 'accounts'
  | 'approvals'
  | 'orders'
  | 'intake'
  | 'clearing'
  | 'exports'
  | 'gateways'
  | 'notices'
  | 'ledger'
  | 'journal'

export interface AuditEvent {
  stream: AuditStream
  action: string
  /** What it was done to, e.g. `merchant:123`. */
  subject: string
  /** Before and after, counts, digests; never a secret, never a card number. */
  detail?: Record<string, unknown>
  /** SHA-256 over rows this record seals. */
  covers?: string
}

/** The hash of a record over all that it says and the hash before it: length-safe, since JSON quotes every field. */
export function auditHash(record: Omit<AuditRecordRow, 'hash'>): string {
  const { stream, sequence, at, actor, seat, action, subject, detail, covers, previous } = record
  return createHash('sha256')
    .update(JSON.stringify([stream, sequence, at, actor, seat, action, subject, detail, covers, previous]))
    .digest('hex')
}

/** The last record of a stream; sequence 0 and an empty hash before the first. */
export async function auditHead(ledger: Reader, stream: AuditStream): Promise<{ sequence: number; hash: string }> {
  const head = await ledger.db
    .selectFrom('audit_records')
    .select(['sequence', 'hash'])
    .where('stream', '=', stream)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return head ?? { sequence: 0, hash: '' }
}

/** Adds one record to the end of its stream, in the transaction of what it tells. */
export async function appendAudit(writer: Writer, event: AuditEvent): Promise<void> {
  const head = await auditHead(writer, event.stream)
  const record = {
    stream: event.stream,
    sequence: head.sequence + 1,
    at: writer.at,
    actor: writer.by.actor,
    seat: writer.by.seat,
    action: event.action,
    subject: event.subject,
    detail: JSON.stringify(event.detail ?? {}),
    covers: event.covers ?? '',
    previous: head.hash,
  }
  await writer.db
    .insertInto('audit_records')
    .values({ ...record, hash: auditHash(record) })
    .execute()
}
