import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { ApprovalCase, type CaseKind, type CaseOf } from '../../preload/contract/approvals'
import type { Instant } from '../../preload/contract/date'
import type { ExceptionTarget } from '../../preload/contract/exceptions'
import { NoticeGateway } from '../../preload/contract/gateways'
import { ApprovalId, type UserId } from '../../preload/contract/ids'
import type { Reader, Writer } from './ledger'

/* What waits for a second person. The case is kept as the exact text its digest is over; the database refuses a maker as decider. */
export interface StoredApproval<C extends ApprovalCase = ApprovalCase> {
  id: ApprovalId
  case: C
  digest: string
  madeById: UserId
  madeBy: string
  /** The same, as the audit trail names them. */
  madeByActor: string
  madeAt: Instant
  decision: 'approved' | 'rejected' | 'withdrawn' | null
  decidedBy: string | null
  decidedAt: Instant | null
  reason: string
}

interface ApprovalFound extends Omit<StoredApproval, 'case'> {
  payload: string
}

const selection = sql`select a.id, a.payload, a.digest, a.made_by as madeById, m.display_name as madeBy, case when m.name like 'cli:%' then m.name else 'user:' || m.name end as madeByActor, a.made_at as madeAt, a.decision, d.display_name as decidedBy,
  a.decided_at as decidedAt, a.reason from approvals a join users m on m.id = a.made_by left join users d on d.id = a.decided_by`

function nounOf({ payload, ...row }: ApprovalFound): StoredApproval {
  return { ...row, case: ApprovalCase.parse(JSON.parse(payload)) }
}

const LISTED_MAX = 500

/** Approvals that wait, oldest first; or the decided ones, newest first, up to 500. */
export async function listApprovals(ledger: Reader, open: boolean): Promise<StoredApproval[]> {
  const which = open ? sql`where a.decision is null order by a.id` : sql`where a.decision is not null order by a.id desc`
  const found = await sql<ApprovalFound>`${selection} ${which} limit ${LISTED_MAX}`.execute(ledger.db)
  return found.rows.map(nounOf)
}

export async function approvalById(ledger: Reader, id: ApprovalId): Promise<StoredApproval | null> {
  const found = await sql<ApprovalFound>`${selection} where a.id = ${id}`.execute(ledger.db)
  return found.rows[0] ? nounOf(found.rows[0]) : null
}

/** The waiting approval of this kind for this subject, or null. There is never more than one. */
export async function openApproval<K extends CaseKind>(
  ledger: Reader,
  kind: K,
  subjectId: number,
): Promise<StoredApproval<CaseOf<K>> | null> {
  const found =
    await sql<ApprovalFound>`${selection} where a.kind = ${kind} and a.subject_id = ${subjectId} and a.decision is null`.execute(ledger.db)
  const approval = found.rows[0] && nounOf(found.rows[0])
  return approval && isOfKind(approval, kind) ? approval : null
}

function isOfKind<K extends CaseKind>(approval: StoredApproval, kind: K): approval is StoredApproval<CaseOf<K>> {
  return approval.case.kind === kind
}

/** What a case is about. */
function subjectOf(asked: ApprovalCase): number {
  switch (asked.kind) {
    case 'contested_case':
      return asked.orderId
    case 'refund':
      return asked.refundId
    case 'correction':
      return targetId(asked.wish.target)
    case 'clearing_undo':
      return asked.actId
    case 'debit_not_made':
      return asked.target.id
    case 'claim_replacement':
    case 'debit_made':
      return asked.lineId
    case 'day_reopening':
      return asked.closedDayId
    case 'payout_run':
    case 'quarantine':
      return asked.runId
    case 'column_mapping':
      return mappingSubject(asked.method)
    case 'money_rules':
    case 'clearing_rules':
      return AGENT_SUBJECT
    default:
      return asked.merchantId
  }
}

/** The line, order, receivable or refund that an ending ends, by its identity. */
export function targetId(target: ExceptionTarget): number {
  switch (target.of) {
    case 'line':
      return target.receiptId
    case 'order':
      return target.orderId
    case 'receivable':
      return target.receivableId
    case 'refund':
      return target.refundId
  }
}

/** What the columns of a collector's files mean, as a subject of approvals. */
export const mappingSubject = (method: NoticeGateway): number => NoticeGateway.options.indexOf(method)

/** The agent as a subject of approvals: there is one. */
export const AGENT_SUBJECT = 0

/** Merchants that have a change waiting: another account, other days, other charges. */
export async function merchantsWithStagedChange(ledger: Reader): Promise<Set<number>> {
  const rows = await ledger.db
    .selectFrom('approvals')
    .select('subject_id')
    .where('kind', 'in', ['merchant_account', 'merchant_terms', 'merchant_charges'])
    .where('decision', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.subject_id))
}

/** Asks for a second person. */
export async function insertApproval(writer: Writer, madeBy: UserId, asked: ApprovalCase): Promise<ApprovalId> {
  const id = ApprovalId.parse(writer.newId())
  const payload = JSON.stringify(ApprovalCase.parse(asked))
  await writer.db
    .insertInto('approvals')
    .values({
      id,
      kind: asked.kind,
      subject_id: subjectOf(asked),
      payload,
      digest: createHash('sha256').update(payload).digest('hex'),
      made_by: madeBy,
      made_at: writer.at,
      decision: null,
      decided_by: null,
      decided_at: null,
      reason: '',
    })
    .execute()
  return id
}

/** Writes down the decision of a second person, or that the case was withdrawn. The database refuses the maker's own, that of anybody who touched it, and a second one. */
export async function decideApproval(
  writer: Writer,
  id: ApprovalId,
  decision: 'approved' | 'rejected' | 'withdrawn',
  decidedBy: UserId,
  reason: string,
): Promise<void> {
  await writer.db
    .updateTable('approvals')
    .set({ decision, decided_by: decidedBy, decided_at: writer.at, reason })
    .where('id', '=', id)
    .execute()
}
