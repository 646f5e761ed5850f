import { createHash } from 'node:crypto'
import type { By, Reader, Writer } from './ledger'
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
  | 'payouts'
  | 'exports'
  | 'refunds'
  | 'closing'
  | 'gateways'
  | 'notices'
  | 'ledger'
  | 'journal'
  | 'settings'
  | 'documents'
  | 'collections'
  | 'mandates'
  | 'debits'

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
  await appendAudits(writer, event.stream, [{ ...event, by: writer.by }])
}

/** The same for several records of one stream, in the order given, each of whoever did it. */
export async function appendAudits(
  writer: Writer,
  stream: AuditStream,
  events: readonly (Omit<AuditEvent, 'stream'> & { by: By })[],
): Promise<void> {
  let head = await auditHead(writer, stream)
  for (const { by, action, subject, detail = {}, covers = '' } of events) {
    const record = {
      stream,
      sequence: head.sequence + 1,
      at: writer.at,
      actor: by.actor,
      seat: by.seat,
      action,
      subject,
      detail: JSON.stringify(detail),
      covers,
      previous: head.hash,
    }
    head = { sequence: record.sequence, hash: auditHash(record) }
    await writer.db
      .insertInto('audit_records')
      .values({ ...record, hash: head.hash })
      .execute()
  }
}
