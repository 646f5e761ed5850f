import type { CaseOf } from '../../preload/contract/approvals'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ApprovalId, PayoutId, TransferRunId, UserId } from '../../preload/contract/ids'
import { ZERO_YEN } from '../../preload/contract/money'
import type { RunState } from '../../preload/contract/payouts'
import { isPermitted } from '../../preload/contract/permissions'
import type { Gateways } from '../gateways/gateway'
import { decideApproval, insertApproval, openApproval, type StoredApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import type { Writer } from '../ledger/ledger'
import { changeRun, endPayout, movePayouts, payoutById, runById, type StoredRun } from '../ledger/payouts'
import { insertHandOver, lastAttempt, moveTransfers, payoutsToTransfer, replaceTransfers } from '../ledger/transfers'
import { operatorUser, userById } from '../ledger/users'
import { actorOf, isPerson } from '../settlement/actors'
import type { Holidays } from '../settlement/calendar'
import type { Context, Person } from './context'
import { runCase } from './payout-facts'
import { makeFile, payeeObjection } from './payout-file'
import { checkPayDay } from './transfer-settings'

/* The walk of a run until it is approved, and what its approval brings. Maker and approver are two persons; the ledger refuses it too. */

type FileGateways = Pick<Gateways, 'transferFiles' | 'banks' | 'holidays'>
interface OfRun {
  id: TransferRunId
  version: number
}

/** The run as it was seen, in one of these states. Refuses not_found, changed_meanwhile, run_not_there. */
export async function seenRun(writer: Writer, { id, version }: OfRun, states: readonly RunState[]): Promise<Result<StoredRun>> {
  const run = await runById(writer, id)
  if (!run) return refuse({ refusal: 'not_found', what: 'payout_run' })
  if (!states.includes(run.state)) return refuse({ refusal: 'run_not_there', run: run.name, state: run.state })
  return run.version === version ? done(run) : refuse({ refusal: 'changed_meanwhile' })
}

interface Submitted {
  version: number
  approvalId: ApprovalId
  digest: string
}

/** Makes the file of a draft and asks for exactly these bytes. Refuses pay_day_passed, what makeFile refuses, and nothing_to_pay of an emptied run. */
export async function submitRun(writer: Writer, gateways: FileGateways, context: Context, seen: OfRun): Promise<Result<Submitted>> {
  const run = await seenRun(writer, seen, ['draft'])
  if (!run.ok) return run
  const maker = context.user?.id ?? (await operatorUser(writer, context.actor))
  return ask(writer, gateways, run.value, maker, 'submitted')
}

/** Writes the file anew and asks anew, in the maker's name. Refuses pay_day_passed, and what makeFile refuses. */
async function ask(
  writer: Writer,
  gateways: FileGateways,
  run: StoredRun,
  maker: UserId,
  action: 'submitted' | 'asked_anew',
): Promise<Result<Submitted>> {
  const inTime = await checkPayDay(writer, run.payOn, writer.at, gateways.holidays)
  if (!inTime.ok) return inTime
  const made = await makeFile(writer, gateways, run)
  if (!made.ok) return made
  const { bytes, digest, fileName, transfers, total } = made.value
  const submitter = actorOf((await userById(writer, maker))?.name ?? '')
  const asked = await runCase(writer, run, submitter, { digest, fileName, bytes: bytes.length, transfers, total })
  if (run.kind === 'payouts' ? asked.facts.figures.payouts === 0 : transfers === 0)
    return refuse({ refusal: 'nothing_to_pay', closingOn: run.closingOn ?? run.payOn })
  const approvalId = await insertApproval(writer, maker, asked)
  await changeRun(writer, run, {
    ...(run.state === 'draft' ? { state: 'submitted' as const } : {}),
    ...{ digest, file: bytes, file_name: fileName, transfers, total, approval_id: approvalId },
    ...{ submitted_by: maker, submitted_at: writer.at },
  })
  await appendAudit(writer, {
    stream: 'payouts',
    action,
    subject: `transfer_run:${run.id}`,
    detail: { name: run.name, digest, bytes: bytes.length, transfers, total, approvalId },
  })
  return done({ version: run.version + 1, approvalId, digest })
}

/** Whether a person submitted a run, at the desk or by command. */
async function isSubmitter(writer: Writer, { submittedById }: StoredRun, person: Person): Promise<boolean> {
  const submitter = submittedById === null ? null : await userById(writer, submittedById)
  return submitter !== null && isPerson(actorOf(submitter.name), person.name)
}

const isMaker = async (writer: Writer, run: StoredRun, person: Person): Promise<boolean> =>
  isPerson(run.madeBy, person.name) || (await isSubmitter(writer, run, person))

interface SentBack {
  version: number
  approvalId: ApprovalId | null
  digest: string | null
}

/**
 * Takes one merchant out of a run. What was asked is ended by whoever sends back, and asked anew about the new file. Refuses
 * second_person_required (never by the run's maker), payout_not_there, and what seenRun and makeFile refuse.
 */
export async function sendBack(
  writer: Writer,
  gateways: FileGateways,
  person: Person,
  { payoutId, reason, ...seen }: OfRun & { payoutId: PayoutId; reason: string },
): Promise<Result<SentBack>> {
  const found = await seenRun(writer, seen, ['draft', 'submitted'])
  if (!found.ok) return found
  const run = found.value
  if (await isMaker(writer, run, person)) return refuse({ refusal: 'second_person_required' })
  const payout = await payoutById(writer, payoutId)
  if (payout?.runId !== run.id) return refuse({ refusal: 'not_found', what: 'payout' })
  if (payout.state !== 'planned') return refuse({ refusal: 'payout_not_there', state: payout.state })
  const open = await openApproval(writer, 'payout_run', run.id)
  if (open) await endAsked(writer, open, person, reason)
  await replaceTransfers(writer, run.id, [])
  await endPayout(writer, payoutId, 'sent_back', reason)
  await appendAudit(writer, {
    stream: 'payouts',
    action: 'sent_back',
    subject: `payout:${payoutId}`,
    detail: { run: run.name, merchantId: payout.merchantId, net: payout.net, reason, approvalId: open?.id ?? null },
  })
  if (run.state === 'draft' || run.submittedById === null) {
    await changeRun(writer, run, {})
    return done({ version: run.version + 1, approvalId: null, digest: null })
  }
  const asked = await ask(writer, gateways, run, run.submittedById, 'asked_anew')
  if (asked.ok || asked.refusal.refusal !== 'nothing_to_pay') return asked
  await takeBack(writer, run)
  return done({ version: run.version + 1, approvalId: null, digest: null })
}

/** What was asked is answered by whoever takes a merchant out. */
async function endAsked(writer: Writer, open: StoredApproval, person: Person, reason: string): Promise<void> {
  await decideApproval(writer, open.id, 'rejected', person.id, reason)
  await appendAudit(writer, {
    stream: 'approvals',
    action: 'rejected',
    subject: `approval:${open.id}`,
    detail: { kind: open.case.kind, digest: open.digest, madeBy: open.madeBy, reason },
  })
}

/** A submitted run is a draft again: there is no file, and nobody is asked. */
async function takeBack(writer: Writer, run: StoredRun): Promise<void> {
  await replaceTransfers(writer, run.id, [])
  const nothing = { digest: null, file: null, file_name: null, transfers: 0, total: ZERO_YEN, approval_id: null }
  await changeRun(writer, run, { state: 'draft', ...nothing, submitted_by: null, submitted_at: null })
}

/** The approved digest is the file that will be handed over. Refuses changed_meanwhile, payees_held, payee_account_changed, pay_day_passed. */
export async function approveRun(
  writer: Writer,
  agreed: CaseOf<'payout_run'>,
  holidays: Holidays | undefined,
): Promise<Result<AuditEvent>> {
  const run = await runById(writer, agreed.runId)
  if (run?.state !== 'submitted' || run.digest !== agreed.digest) return refuse({ refusal: 'changed_meanwhile' })
  const objection = payeeObjection(await payoutsToTransfer(writer, run.id))
  if (objection) return refuse(objection)
  const inTime = holidays ? await checkPayDay(writer, run.payOn, writer.at, holidays) : done(null)
  if (!inTime.ok) return inTime
  await changeRun(writer, run, { state: 'approved' })
  await movePayouts(writer, run.id, 'planned', 'approved')
  return done(told(run, 'approved', { digest: agreed.digest }))
}

/** The run is a draft again. */
export async function rejectRun(writer: Writer, refused: CaseOf<'payout_run'>): Promise<AuditEvent> {
  const run = await runById(writer, refused.runId)
  if (run?.state !== 'submitted') throw new Error(`a run that nobody was asked about was rejected: ${refused.name}`)
  await takeBack(writer, run)
  return told(run, 'rejected')
}

const told = (run: StoredRun, action: string, detail: Record<string, unknown> = {}): AuditEvent => ({
  stream: 'payouts',
  action,
  subject: `transfer_run:${run.id}`,
  detail: { name: run.name, ...detail },
})

/**
 * Ends a run that was not handed over; a job then takes its lines, and what is posted of it, back. A submitted run is rejected by its
 * supervisor first. Refuses not_permitted where an approved run is not given up by a supervisor.
 */
export async function giveUpRun(
  writer: Writer,
  person: Person | null,
  { reason, ...seen }: OfRun & { reason: string },
): Promise<Result<{ version: number }>> {
  const found = await seenRun(writer, seen, ['draft', 'approved'])
  if (!found.ok) return found
  const run = found.value
  if (run.state === 'approved') {
    if (!person || !isPermitted('approve', person.roles)) return refuse({ refusal: 'not_permitted', permission: 'approve' })
    if (await isSubmitter(writer, run, person)) return refuse({ refusal: 'second_person_required' })
  }
  await changeRun(writer, run, { state: 'giving_up' })
  await appendAudit(writer, told(run, 'giving_up', { reason }))
  return done({ version: run.version + 1 })
}

/** What was found out about the file is agreed to. Refuses changed_meanwhile, also of “not delivered” where it is known by now that it was. */
export async function endQuarantine(writer: Writer, agreed: CaseOf<'quarantine'>): Promise<Result<AuditEvent>> {
  const run = await runById(writer, agreed.runId)
  if (run?.state !== 'quarantined' || run.digest !== agreed.fileDigest) return refuse({ refusal: 'changed_meanwhile' })
  const { delivered, note } = agreed
  const last = await lastAttempt(writer, run.id)
  if (!last) throw new Error(`${run.name} is in quarantine and was never handed over`)
  if (last.isDelivered && !delivered) return refuse({ refusal: 'changed_meanwhile' })
  const outcome = delivered ? 'delivered' : 'not_delivered'
  if (!last.isDelivered) await insertHandOver(writer, { runId: run.id, channel: last.channel, target: last.target, outcome, detail: note })
  await changeRun(writer, run, { state: delivered ? 'handed_over' : 'approved' })
  await movePayouts(writer, run.id, 'quarantined', delivered ? 'handed_over' : 'approved')
  if (delivered) await movePayouts(writer, run.id, 'approved', 'handed_over')
  await moveTransfers(writer, run.id, 'quarantined', delivered ? 'handed_over' : 'waiting')
  return done(told(run, 'quarantine_ended', { delivered, note }))
}

/** Nothing is known yet: the run stays where it is. */
export async function keepQuarantine(_writer: Writer, { runId, name }: CaseOf<'quarantine'>): Promise<AuditEvent> {
  return { stream: 'payouts', action: 'quarantine_kept', subject: `transfer_run:${runId}`, detail: { name } }
}
