import { SlipMethod } from '../../preload/contract/collection'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import { done, type Result } from '../../preload/contract/errors'
import { clearingRules } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { collectionFilesIn } from '../ledger/collection-staging'
import { gatewayOf } from '../ledger/gateways'
import type { By, Reader, Writer } from '../ledger/ledger'
import { type Awaited, overdueOrders } from '../ledger/overdue'
import { type EventDraft, type OrderChange, orderStates } from '../ledger/posting'
import { reservedOrders } from '../ledger/reservations'
import { unfinishedFiles } from '../ledger/staging'
import { coveredPeriods, designatedAccounts } from '../ledger/statement-files'
import { addBusinessDays } from '../settlement/calendar'
import { findGaps } from '../settlement/statement-continuity'
import { applyEvent } from '../settlement/tracks'
import type { JobResources } from './jobs'
import { takeSteps } from './order-steps'
import { pace } from './pace'

/**
 * Expires orders nobody paid by their day, once the statements of every own account are in through that day: before, the money
 * may lie in a file that has not come. What others collect needs no statement, but the days in which they may still tell of it.
 * Late money for them is a person's decision.
 */
export async function expireOverdue(
  { ledger, clock, gateways }: Pick<JobResources, 'ledger' | 'clock' | 'gateways'>,
  stopping?: AbortSignal,
): Promise<Result<number>> {
  // Nobody can have paid what nobody was told how to pay.
  const unchosen = await expireThrough({ ledger, clock, stopping }, 'choice', addDays(clock.today(), -1))
  if (!unchosen.ok) return unchosen
  const collected = await expireCollected({ ledger, clock, gateways }, stopping)
  if (!collected.ok) return collected
  const soFar = unchosen.value + collected.value
  // Most days nobody is late, and what the statements cover need not be known.
  const late = await overdueOrders(ledger.reader, 'bank_transfer', addDays(clock.today(), -1), 1)
  if (late.length === 0) return done(soFar)
  const through = await coveredThrough(ledger.reader, clock.today(), gateways.holidays)
  // A statement that is in but not posted may pay an order yet.
  if (through === null || (await unfinishedFiles(ledger.reader)).length > 0) return done(soFar)
  const { graceDays } = (await clearingRules(ledger.reader)).rules
  const unpaid = await expireThrough({ ledger, clock, stopping }, 'bank_transfer', addDays(through, -graceDays))
  return unpaid.ok ? done(soFar + unpaid.value) : unpaid
}

/** Banks' days on which a collector may still tell of a payment; and a file of it that is in but not posted may pay an order yet. */
async function expireCollected(
  { ledger, clock, gateways }: Pick<JobResources, 'ledger' | 'clock' | 'gateways'>,
  stopping?: AbortSignal,
): Promise<Result<number>> {
  const unfinished = [...(await collectionFilesIn(ledger.reader, 'staging')), ...(await collectionFilesIn(ledger.reader, 'published'))]
  if (unfinished.length > 0) return done(0)
  let total = 0
  for (const method of SlipMethod.options) {
    const through = addBusinessDays(addDays(clock.today(), -1), -(await graceDaysOf(ledger.reader, method)), gateways.holidays)
    const expired = await expireThrough({ ledger, clock, stopping }, method, through)
    if (!expired.ok) return expired
    total += expired.value
  }
  return done(total)
}

async function graceDaysOf(ledger: Reader, method: SlipMethod): Promise<number> {
  const { settings } = await gatewayOf(ledger, method)
  return 'graceDays' in settings ? settings.graceDays : 0
}

async function expireThrough(
  { ledger, clock, stopping }: Pick<JobResources, 'ledger' | 'clock'> & { stopping: AbortSignal | undefined },
  awaited: Awaited,
  through: BusinessDate,
): Promise<Result<number>> {
  const steps = pace(100, 2000)
  let total = 0
  for (;;) {
    if (stopping?.aborted) return done(total)
    // Nobody waits for a turn to write where there is nothing to be written.
    if ((await overdueOrders(ledger.reader, awaited, through, 1)).length === 0) return done(total)
    const size = steps.size
    const began = clock.monotonicMs()
    const unit = await ledger.write(SYSTEM, async (writer) => done(await expireSome(writer, awaited, through, size)))
    if (!unit.ok) return unit
    if (unit.value === 0) return done(total)
    total += unit.value
    steps.took(size, clock.monotonicMs() - began)
  }
}

/**
 * The last whole day through which the statements of every own account are in without a hole: today may still bring money, and
 * behind a hole nothing is certain. Null while an account has none.
 */
async function coveredThrough(ledger: Reader, today: BusinessDate, holidays: ReadonlySet<string>): Promise<BusinessDate | null> {
  const yesterday = addDays(today, -1)
  let through: BusinessDate | null = null
  for (const account of (await designatedAccounts(ledger)).values()) {
    const covered = await coveredPeriods(ledger, account.id)
    const last = covered.reduce<BusinessDate | null>(
      (latest, { wholeTo }) => (latest === null || wholeTo > latest ? wholeTo : latest),
      null,
    )
    if (last === null) return null
    const [hole] = findGaps({ openedOn: account.opened_on, openingBalance: account.opening_balance }, covered, holidays)
    const whole = hole ? addDays(hole.from, -1) : last
    if (through === null || whole < through) through = whole
  }
  return through !== null && through > yesterday ? yesterday : through
}

/** Nobody decides that a day has passed. */
const SYSTEM: By = { actor: 'system', seat: 'core' }

async function expireSome(writer: Writer, awaited: Awaited, through: BusinessDate, atMost: number): Promise<number> {
  const overdue = await overdueOrders(writer, awaited, through, atMost)
  const reserved = await reservedOrders(writer, overdue)
  const orders = await orderStates(
    writer,
    overdue.filter((id) => !reserved.has(id)),
  )
  const changes: OrderChange[] = []
  const events: EventDraft[] = []
  for (const order of orders.values()) {
    const step = applyEvent(order.tracks, { kind: 'expired' })
    if (!step.ok) continue
    changes.push({ id: order.id, paidAmount: order.paidAmount, paidOn: order.paidOn, tracks: step.tracks })
    events.push({ orderId: order.id, kind: 'expired', amount: null, receiptId: null, allocationId: null, detail: { through } })
  }
  if (changes.length === 0) return 0
  await takeSteps(writer, changes, events)
  await appendAudit(writer, { stream: 'orders', action: 'expired', subject: 'orders', detail: { through, count: changes.length } })
  return changes.length
}
