import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Result } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import { gatewayOf } from '../ledger/gateways'
import type { By, Reader, Writer } from '../ledger/ledger'
import { clearDeadlines, type DeadlineRow, deadlinesOf, deadlinesPassed } from '../ledger/protection'
import { confirmPresumed, settleSeen } from './confirmation'
import { expireOverdue } from './expiry'
import type { JobResources } from './jobs'
import { noteFact, stepOrder } from './order-steps'
import { release } from './protection'

/** Nobody decides that a day has passed. */
const SYSTEM: By = { actor: 'system', seat: 'core' }
const AT_ONCE = 50

/**
 * Does what the days that have passed bring: an order nobody accepted lapses, the payer is reminded, the protection window ends,
 * a merchant that is silent agrees to the return, an order nobody paid expires, a transfer that was seen no longer comes back. Where
 * answers come by mail, a last day ends only once all that was mailed on it has been read. Tells how many. When it is to stop, the
 * rest is left for the next time. Refuses ledger_busy, disk_full.
 */
export async function keepDeadlines(
  resources: Pick<JobResources, 'ledger' | 'clock' | 'gateways'>,
  stopping?: AbortSignal,
): Promise<Result<number>> {
  const { ledger, clock } = resources
  let total = 0
  for (;;) {
    // Nobody waits for a turn to write where there is nothing to be written.
    if ((await deadlinesPassed(ledger.reader, await daysOver(ledger.reader, clock.today()), 1)).length === 0) break
    const kept = await ledger.write(SYSTEM, async (writer) =>
      done(await keepSome(writer, await deadlinesPassed(writer, await daysOver(writer, clock.today()), AT_ONCE))),
    )
    if (!kept.ok) return kept
    total += kept.value
    if (kept.value === 0 || stopping?.aborted) break
  }
  const expired = await expireOverdue(resources, stopping)
  if (!expired.ok) return expired
  const left = { ...resources, by: SYSTEM }
  const settled = await settleSeen(left)
  if (!settled.ok) return settled
  const confirmed = await confirmPresumed(left)
  return confirmed.ok ? done(total + expired.value + settled.value + confirmed.value) : confirmed
}

/** An answer mailed on the last day is in time, whenever it is read: days end when the mailbox has been read to its end after them. */
async function daysOver(ledger: Reader, today: BusinessDate): Promise<{ today: BusinessDate; ended: BusinessDate }> {
  const { enabled, paused, lastSuccessAt } = await gatewayOf(ledger, 'mail_in')
  if (!enabled || paused) return { today, ended: today }
  const readOn = dateInJapan(lastSuccessAt ?? 0)
  return { today, ended: readOn < today ? readOn : today }
}

async function keepSome(writer: Writer, passed: readonly DeadlineRow[]): Promise<number> {
  const kept: DeadlineRow[] = []
  for (const deadline of passed) if (await keep(writer, deadline)) kept.push(deadline)
  await clearDeadlines(writer, kept)
  if (kept.length > 0) {
    await appendAudit(writer, { stream: 'orders', action: 'days_passed', subject: 'orders', detail: { kept } })
  }
  return kept.length
}

/** What one passed day brings. False where it must wait: a statement that is being posted may pay the order yet. */
async function keep(writer: Writer, deadline: DeadlineRow): Promise<boolean> {
  const step = await stepOf(writer, deadline)
  return step.ok || step.refusal.refusal !== 'reserved_by_import'
}

async function stepOf(writer: Writer, { orderId, kind, on }: DeadlineRow): Promise<Result<unknown>> {
  const detail = { on }
  switch (kind) {
    case 'acceptance':
      return stepOrder(writer, { orderId, kind: 'acceptance_lapsed', detail })
    case 'reminder': {
      const window = (await deadlinesOf(writer, orderId)).find((each) => each.kind === 'window')
      return done(await noteFact(writer, orderId, 'protection_reminded', { ...detail, until: window?.on ?? null }))
    }
    case 'window':
      return release(writer, orderId, 'protection_lapsed', detail)
    case 'merchant_answer':
      return stepOrder(writer, { orderId, kind: 'merchant_silent', detail })
  }
}
