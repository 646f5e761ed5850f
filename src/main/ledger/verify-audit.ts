import { createHash } from 'node:crypto'
import type { Instant } from '../../preload/contract/date'
import { auditHash } from './audit'
import type { AuditRecordRow } from './schema'
import { parseJson, type Sweep } from './verify-sweep'

/*
 * The audit trail. A chain shows what was changed in it, but not that its end is missing; so each check leaves the heads of all
 * streams in its own record (`anchorOf`), the next one looks for them, and acts that the ledger knows of must have their record.
 */

type AuditColumns = [
  stream: string,
  sequence: number,
  at: Instant,
  actor: string,
  seat: string,
  action: string,
  subject: string,
  detail: string,
  covers: string,
  previous: string,
  hash: string,
]

/** Last sequence and hash of each stream. */
export type Heads = Record<string, [sequence: number, hash: string]>

export async function verifyAudit(sweep: Sweep): Promise<void> {
  const acts = new Acts(sweep)
  let head = { stream: '', sequence: 0, hash: '' }
  await sweep.rows<AuditColumns>(
    'select stream, sequence, at, actor, seat, action, subject, detail, covers, previous, hash from audit_records order by stream, sequence',
    (columns) => {
      const record = recordOf(columns)
      const { stream, sequence, hash } = record
      if (stream !== head.stream) head = { stream, sequence: 0, hash: '' }
      if (sequence !== head.sequence + 1) sweep.findings.broken('audit_chain', `${stream} ${head.sequence + 1} is missing`)
      else if (record.previous !== head.hash) sweep.findings.broken('audit_chain', `${stream} ${sequence} does not follow the one before`)
      if (auditHash(record) !== hash) sweep.findings.broken('audit_chain', `${stream} ${sequence} was changed`)
      head = { stream, sequence, hash }
      acts.remember(record)
    },
  )
  verifyAnchor(sweep)
  acts.compare()
  verifyApprovals(sweep)
}

function recordOf([stream, sequence, at, actor, seat, action, subject, detail, covers, previous, hash]: AuditColumns): AuditRecordRow {
  return { stream, sequence, at, actor, seat, action, subject, detail, covers, previous, hash }
}

export const VERIFIED = 'verified'

/** The heads of all streams as the snapshot has them, for the record of this check. */
export function anchorOf(sweep: Sweep): Heads {
  const heads = sweep.source
    .prepare<[], [string, number, string]>('select stream, max(sequence), hash from audit_records group by stream')
    .raw()
    .all()
  return Object.fromEntries(heads.map(([stream, sequence, hash]) => [stream, [sequence, hash]]))
}

/** What the last check saw at the end of each stream must still be there, and the last check itself. */
function verifyAnchor(sweep: Sweep): void {
  const last = sweep.source
    .prepare<[string], { at: number; detail: string }>(
      "select at, detail from audit_records where stream = 'ledger' and action = ? order by sequence desc limit 1",
    )
    .get(VERIFIED)
  const noted = sweep.source.prepare<[], number | null>('select last_verified_at from ledger').pluck().get() ?? null
  if ((last?.at ?? null) !== noted) sweep.findings.broken('audit_chain', 'the record of the last check is missing')
  const found = sweep.source.prepare<[string, number], string>('select hash from audit_records where stream = ? and sequence = ?').pluck()
  for (const [stream, [sequence, hash]] of Object.entries(headsIn(last?.detail ?? '{}'))) {
    if (found.get(stream, sequence) !== hash)
      sweep.findings.broken('audit_chain', `${stream} ended at ${sequence} when it was last checked`)
  }
}

function headsIn(detail: string): Heads {
  const parsed = parseJson(detail)
  const heads: Heads = {}
  if (typeof parsed !== 'object' || parsed === null || !('heads' in parsed) || typeof parsed.heads !== 'object' || parsed.heads === null)
    return heads
  for (const [stream, head] of Object.entries(parsed.heads)) {
    if (Array.isArray(head)) heads[stream] = [Number(head[0]), String(head[1])]
  }
  return heads
}

const ACTED = new Set(['intake', 'clearing', 'payouts', 'refunds', 'closing'])

/** Acts that leave a record in the unit of work that does them: bringing in a statement, clearing and undoing by hand, money out, a close. */
class Acts {
  readonly #subjects = new Map<string, string>()
  constructor(private readonly sweep: Sweep) {}

  remember({ stream, action, subject, detail }: Pick<AuditRecordRow, 'stream' | 'action' | 'subject' | 'detail'>): void {
    if (ACTED.has(stream)) this.#subjects.set(`${action} ${subject}`, detail)
  }

  compare(): void {
    const files = this.sweep.source.prepare<[], { id: number; name: string; sha256: string; digest: string }>(
      "select id, name, sha256, digest from statement_files where state not in ('staging', 'given_up')",
    )
    for (const { id, ...file } of files.iterate()) {
      const told = parseJson(this.#subjects.get(`brought_in statement_file:${id}`) ?? 'null')
      const same =
        typeof told === 'object' &&
        told !== null &&
        Object.entries(file).every(([name, value]) => Object.entries(told).some(([n, v]) => n === name && v === value))
      if (!same) this.#missing(`bringing in file ${id}`)
    }
    this.#expect("select distinct 'cleared receipt:' || receipt_id from allocations where level = 0 and redoes is null")
    this.#expect("select 'redone allocation:' || redoes from allocations where redoes is not null")
    this.#expect("select 'rolled_back statement_file:' || id from statement_files where state = 'rolled_back'")
    this.#expect("select 'undone allocation:' || allocation_id from allocation_undos")
    this.#expect(`select 'approved transfer_run:' || id from transfer_runs where state in (${RUNS_AGREED})`)
    this.#expect("select distinct 'handing_over transfer_run:' || run_id from hand_overs where outcome = 'begun'")
    this.#expect("select 'refund_approved refund:' || id from refunds where state not in ('requested', 'rejected', 'withdrawn')")
    this.#expect("select distinct 'day_closed day:' || day from closed_days")
    this.#expect("select distinct 'day_reopened day:' || c.day from day_reopenings r join closed_days c on c.id = r.closed_day_id")
  }

  #expect(sql: string): void {
    for (const act of this.sweep.source.prepare<[], string>(sql).pluck().iterate()) {
      if (!this.#subjects.has(act)) this.#missing(act)
    }
  }

  #missing(act: string): void {
    this.sweep.findings.broken('acts_are_audited', `no record of: ${act}`)
  }
}

const RUNS_AGREED = "'approved', 'handing_over', 'handed_over', 'confirmed', 'quarantined'"

/** Nobody decides what they asked for, and what was decided is what was asked. */
function verifyApprovals(sweep: Sweep): void {
  sweep.report(
    'maker_never_decides',
    `select 'approval ' || a.id from approvals a where a.decision <> 'withdrawn' and (a.decided_by = a.made_by or json_valid(a.payload) and exists (
      select 1 from json_each(a.payload, '$.touchedBy') t join users u on t.value in ('user:' || u.name, 'cli:' || u.name) where u.id = a.decided_by))`,
  )
  const approvals = sweep.source.prepare<[], [number, string, string]>('select id, payload, digest from approvals').raw()
  for (const [id, payload, digest] of approvals.iterate()) {
    if (createHash('sha256').update(payload).digest('hex') !== digest)
      sweep.findings.broken('maker_never_decides', `approval ${id} is not what was asked`)
  }
}
