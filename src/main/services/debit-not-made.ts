import type { DebitNotMadeCase, OverdueRun } from '../../preload/contract/debits'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ApprovalId, DebitResultLineId, DebitRunId } from '../../preload/contract/ids'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { debitById, endBySequel, resolveDebits, waitingDebit } from '../ledger/debit-results'
import { openLines, type UnansweredRun, unansweredRun, unansweredRuns } from '../ledger/debit-runs'
import type { Reader, Writer } from '../ledger/ledger'
import { addBusinessDays } from '../settlement/calendar'
import type { Deciding, Person } from './context'
import { sendToChoose } from './debit-orders'
import { settledDebit } from './direct-debit-terms'
import type { Days } from './payment-terms'

/*
 * Debits of which no result is known, and a person has learned that nothing was debited: of one whose result tells nothing, or of all that a run
 * still waits for once its result is overdue (the bank never took the file, or has left lines out). Payers choose anew, so another person agrees.
 */

/** Runs whose result, or a part of it, should have been here so many business days ago by contract. The oldest day first. */
export async function overdueRuns(ledger: Reader, { today, holidays }: Days): Promise<OverdueRun[]> {
  const found: OverdueRun[] = []
  for (const run of await unansweredRuns(ledger)) {
    const overdueOn = await overdueDay(ledger, run, holidays)
    if (overdueOn > today) continue
    found.push({ ...run, overdueOn, isAsked: (await openApproval(ledger, 'debit_not_made', run.id)) !== null })
  }
  return found
}

async function overdueDay(ledger: Reader, { resultOn }: Pick<UnansweredRun, 'resultOn'>, holidays: Days['holidays']) {
  return addBusinessDays(resultOn, (await settledDebit(ledger))?.settings.missingDays ?? 0, holidays)
}

/** Asks that all a run still waits for counts as not debited. Refuses not_found, debit_not_overdue, change_already_staged. */
export async function askRunNotMade(
  writer: Writer,
  person: Person,
  { id, why }: { id: DebitRunId; why: string },
  { today, holidays }: Days,
): Promise<Result<{ approvalId: ApprovalId }>> {
  const run = await unansweredRun(writer, id)
  if (!run) return refuse({ refusal: 'not_found', what: 'debit_run' })
  const overdueOn = await overdueDay(writer, run, holidays)
  if (overdueOn > today) return refuse({ refusal: 'debit_not_overdue', on: overdueOn })
  const { debitOn, open, openAmount, fileName } = run
  const figures = { debitOn, lines: open, total: openAmount, orderNumber: null, merchantName: null, fileName }
  return ask(writer, person, { kind: 'debit_not_made', target: { of: 'run', id }, ...figures, why })
}

/** Asks that a debit whose result tells nothing counts as not debited. Refuses debit_line_not_open, change_already_staged. */
export async function askLineNotMade(
  writer: Writer,
  person: Person,
  { id, why }: { id: DebitResultLineId; why: string },
): Promise<Result<{ approvalId: ApprovalId }>> {
  const line = await openLine(writer, id)
  if (!line) return refuse({ refusal: 'debit_line_not_open' })
  const { debitOn, amount, orderNumber, merchantName, fileName } = line.told
  const figures = { debitOn, lines: 1, total: amount, orderNumber, merchantName, fileName }
  return ask(writer, person, { kind: 'debit_not_made', target: { of: 'line', id }, ...figures, why })
}

async function openLine(ledger: Reader, id: DebitResultLineId) {
  const told = await waitingDebit(ledger, id)
  if (told?.outcome !== 'no_result' || told.debitLineId === null) return null
  const asked = await debitById(ledger, told.debitLineId)
  return asked?.result === null ? { told, debitLineId: told.debitLineId, orderId: asked.orderId } : null
}

async function ask(writer: Writer, person: Person, asked: DebitNotMadeCase): Promise<Result<{ approvalId: ApprovalId }>> {
  if (await openApproval(writer, 'debit_not_made', asked.target.id)) return refuse({ refusal: 'change_already_staged' })
  const approvalId = await insertApproval(writer, person.id, asked)
  await appendAudit(writer, audited(asked, 'not_debited_asked', { approvalId }))
  return done({ approvalId })
}

/** Another person agrees: payers choose anew. Refuses changed_meanwhile where a result has come. */
export async function agreeToNotMade(
  writer: Writer,
  agreed: DebitNotMadeCase,
  { approvalId }: Deciding,
  days: Days,
): Promise<Result<AuditEvent>> {
  const { target } = agreed
  const ended = target.of === 'run' ? await endRun(writer, target.id, agreed, days) : await endLine(writer, target.id, agreed, days)
  return ended ? done(audited(agreed, 'not_debited', { approvalId })) : refuse({ refusal: 'changed_meanwhile' })
}

export async function leaveOpenDebit(_writer: Writer, refused: DebitNotMadeCase): Promise<AuditEvent> {
  return audited(refused, 'not_debited_rejected')
}

async function endRun(writer: Writer, id: DebitRunId, { lines, total, why }: DebitNotMadeCase, days: Days): Promise<boolean> {
  const run = await unansweredRun(writer, id)
  if (run?.open !== lines || run.openAmount !== total) return false
  const open = await openLines(writer, id)
  await resolveDebits(
    writer,
    open.map((line) => ({ id: line.id, result: 'not_debited', claimId: null })),
  )
  await endBySequel(
    writer,
    open.map((line) => line.id),
    why,
  )
  await sendToChoose(
    writer,
    open.map(({ orderId }) => ({ orderId, why: 'not_debited' })),
    days,
  )
  return true
}

async function endLine(writer: Writer, id: DebitResultLineId, { why }: DebitNotMadeCase, days: Days): Promise<boolean> {
  const line = await openLine(writer, id)
  if (!line) return false
  const { debitLineId, orderId, told } = line
  await resolveDebits(writer, [{ id: debitLineId, result: told.code, claimId: null }])
  await sendToChoose(writer, [{ orderId, why: told.code }], days)
  await endBySequel(writer, [debitLineId], why)
  return true
}

function audited({ target, lines, total, why }: DebitNotMadeCase, action: string, detail: Record<string, unknown> = {}): AuditEvent {
  const subject = target.of === 'run' ? `debit_run:${target.id}` : `debit_result_line:${target.id}`
  return { stream: 'debits', action, subject, detail: { lines, total, why, ...detail } }
}
