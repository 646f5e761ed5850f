import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId, PayoutId, TransferRunId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { PositiveYen, sumYen, yen } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import { newEntryId, postEntries, reversedPostings } from '../ledger/journal'
import type { By, Writer } from '../ledger/ledger'
import { ordersOfPayout } from '../ledger/outgoing'
import {
  endItemsOf,
  insertPayableItem,
  insertPayoutEntry,
  insertReceivableItem,
  markPosted,
  type PayoutToPost,
  payoutLinesAfter,
  payoutsWithNothingSent,
  payoutToGiveUp,
  payoutToPost,
  setPayoutDay,
  standingEntry,
} from '../ledger/payout-posting'
import { changeRun, confirmPayout, endPayout, movePayouts, runById, runsIn, type StoredRun, unfinishedRuns } from '../ledger/payouts'
import { type EventDraft, type OrderChange, orderStates } from '../ledger/posting'
import { releaseRefunds } from '../ledger/refund-runs'
import { insertHandOver, moveTransfers } from '../ledger/transfers'
import { payoutFees, payoutTaken } from '../settlement/payout-entries'
import type { OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { keepBankFiles } from './bank-file-documents'
import { bookingDay } from './booking-days'
import type { JobControl, JobResources } from './jobs'
import { takeSteps } from './order-steps'
import { stepPaid, stepsToSettled } from './paid-orders'

/*
 * What an approved run does to the ledger, in small units of work: the money of its orders goes into transit, then its fees are taken.
 * The same way back when it is given up. Each unit leaves a ledger that holds every promise; what is cut off goes on with the next start.
 */

const ORDERS_AT_ONCE = 200
/** Nobody decides this: the approval has. */
const SYSTEM: By = { actor: 'system', seat: 'core' }

type Resources = Pick<JobResources, 'ledger' | 'clock'>

/** Goes on with everything that was approved or given up and does not wholly stand in the journal. Refuses cancelled between two units. */
export async function resumePayouts(resources: Resources, control: Pick<JobControl, 'progress' | 'cancelled'>): Promise<Result<number>> {
  let runs = 0
  for (const run of await unfinishedRuns(resources.ledger.reader)) {
    const worked = await workOff(resources, run, control)
    if (!worked.ok) return worked
    runs += 1
  }
  const settled = await settleUnsent(resources, control)
  return settled.ok ? done(runs) : settled
}

/** The same as a job; besides, files that have gone out meanwhile are kept as documents. */
export async function runPayoutPosting(resources: JobResources, control: JobControl): Promise<Result<JobResult>> {
  const resumed = await resumePayouts(resources, control)
  if (!resumed.ok) return resumed
  const kept = await keepBankFiles(resources)
  return kept.ok ? done({ kind: 'payout_posting', runs: resumed.value }) : kept
}

/** One unit after another until nothing is left of a run. */
async function workOff(
  { ledger, clock }: Resources,
  run: StoredRun,
  control: Pick<JobControl, 'progress' | 'cancelled'>,
): Promise<Result<null>> {
  const unit = run.state === 'giving_up' ? giveUpSome : postSome
  for (let units = 1; ; units++) {
    const worked = await ledger.write(SYSTEM, (writer) => unit(writer, run.id, clock.today()))
    if (!worked.ok) return worked
    control.progress('posting', units, null)
    if (worked.value === 'finished') return done(null)
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
  }
}

type Worked = Promise<Result<'more' | 'finished'>>

/** Posts the next lines of an approved run's next payout, and its fees with the last of them. */
async function postSome(writer: Writer, runId: TransferRunId, today: BusinessDate): Worked {
  // Given up meanwhile: what is posted now would only be reversed.
  if ((await runById(writer, runId))?.state !== 'approved') return done('finished')
  const payout = await payoutToPost(writer, runId)
  if (!payout) return finishPosting(writer, runId)
  const bookedOn = await bookingDay(writer, today)
  const lines = await payoutLinesAfter(writer, payout.id, payout.postedLines, ORDERS_AT_ONCE)
  if (lines.length > 0) {
    const amount = sumYen(lines.map((line) => line.amount))
    const entryId = newEntryId(writer)
    const postings = payoutTaken({ merchantId: payout.merchantId, amount: PositiveYen.parse(amount) })
    await postEntries(writer, [{ id: entryId, kind: 'payout', bookedOn, receiptId: null, orderId: null, reverses: null, postings }])
    await insertPayoutEntry(writer, { payoutId: payout.id, entryId, amount, lines: lines.length })
    const orders = lines.flatMap(({ orderId }) => orderId ?? [])
    await step(writer, orders, 'taken_into_payout', payout.id)
  }
  const postedLines = payout.postedLines + lines.length
  const finished = postedLines === payout.lines
  if (finished) await postFees(writer, payout, bookedOn)
  await markPosted(writer, payout.id, postedLines, finished)
  return done('more')
}

/** Takes from the gross what is not sent, and makes items of what stays payable or is still owed. */
async function postFees(writer: Writer, payout: PayoutToPost, bookedOn: BusinessDate): Promise<void> {
  const postings = payoutFees(payout)
  if (postings.length === 0) return
  const entryId = newEntryId(writer)
  await postEntries(writer, [{ id: entryId, kind: 'payout_fees', bookedOn, receiptId: null, orderId: null, reverses: null, postings }])
  const { id: payoutId, merchantId, gross, net, remainder } = payout
  await insertPayoutEntry(writer, { payoutId, entryId, amount: yen(net - gross), lines: 0 })
  const item = { merchantId, payoutId, entryId, note: '' }
  if (remainder > 0) await insertPayableItem(writer, { ...item, kind: 'remainder', amount: remainder, payableOn: bookedOn })
  if (remainder < 0) await insertReceivableItem(writer, { ...item, kind: 'fees', amount: yen(-remainder), owedOn: bookedOn })
}

/** The same step for many orders of a payout. One that cannot take it is a fault: the run holds them where they stand. */
async function step(writer: Writer, ids: readonly OrderId[], kind: OrderStep, payoutId: PayoutId): Promise<void> {
  const orders = await orderStates(writer, ids)
  const changes: OrderChange[] = []
  const events: EventDraft[] = []
  for (const { id, paidAmount, paidOn, tracks } of orders.values()) {
    const applied = applyEvent(tracks, { kind })
    if (!applied.ok) throw new Error(`order ${id} of payout ${payoutId} cannot take the step ${kind}: ${applied.track} is ${applied.from}`)
    changes.push({ id, paidAmount, paidOn, tracks: applied.tracks })
    events.push({ orderId: id, kind, amount: paidAmount, receiptId: null, allocationId: null, detail: { payoutId } })
  }
  await takeSteps(writer, changes, events)
}

/** All of a run is posted. One that sends nothing has nothing to be handed over, and is done. */
async function finishPosting(writer: Writer, runId: TransferRunId): Worked {
  const run = await runById(writer, runId)
  if (run?.state !== 'approved' || run.posted) return done('finished')
  await changeRun(writer, run, { posted: 1 })
  await appendAudit(writer, { stream: 'payouts', action: 'posted', subject: `transfer_run:${runId}`, detail: { name: run.name } })
  if (run.transfers > 0) return done('finished')
  await changeRun(writer, { id: runId, version: run.version + 1 }, { state: 'handing_over' })
  await insertHandOver(writer, { runId, channel: 'download', target: '', outcome: 'delivered', detail: 'nothing to be sent' })
  await changeRun(writer, { id: runId, version: run.version + 2 }, { state: 'handed_over' })
  await movePayouts(writer, runId, 'approved', 'handed_over')
  return done('finished')
}

/** Reverses the newest entry of a run's next payout; a payout without one is given up: its lines die. */
async function giveUpSome(writer: Writer, runId: TransferRunId, today: BusinessDate): Worked {
  const payout = await payoutToGiveUp(writer, runId)
  if (!payout) return finishGivingUp(writer, runId)
  const standing = await standingEntry(writer, payout.id)
  if (!standing) {
    await endPayout(writer, payout.id, 'given_up', '')
    return done('more')
  }
  const reversal = newEntryId(writer)
  const entry = { id: reversal, kind: 'reversal' as const, bookedOn: await bookingDay(writer, today), receiptId: null, orderId: null }
  await postEntries(writer, [{ ...entry, reverses: standing.entryId, postings: await reversedPostings(writer, standing.entryId) }])
  await endItemsOf(writer, standing.entryId, reversal)
  const postedLines = payout.postedLines - standing.lines
  const lines = standing.lines === 0 ? [] : await payoutLinesAfter(writer, payout.id, postedLines, standing.lines)
  await step(
    writer,
    lines.flatMap(({ orderId }) => orderId ?? []),
    'payout_given_up',
    payout.id,
  )
  await markPosted(writer, payout.id, postedLines, false)
  return done('more')
}

async function finishGivingUp(writer: Writer, runId: TransferRunId): Worked {
  const run = await runById(writer, runId)
  if (run?.state !== 'giving_up') return done('finished')
  await moveTransfers(writer, runId, 'waiting', 'given_up')
  await releaseRefunds(writer, runId)
  await changeRun(writer, run, { state: 'given_up' })
  await appendAudit(writer, { stream: 'payouts', action: 'given_up', subject: `transfer_run:${runId}`, detail: { name: run.name } })
  return done('finished')
}

/** Payouts of which fees or debts took everything are settled as soon as their run has gone out; so is a run of nothing else. */
async function settleUnsent({ ledger }: Resources, control: Pick<JobControl, 'cancelled'>): Promise<Result<null>> {
  for (;;) {
    const [payout] = await payoutsWithNothingSent(ledger.reader)
    if (!payout) break
    const settled = await ledger.write(SYSTEM, async (writer) => {
      const paid = await ordersOfPayout(writer, payout.id, ['in_payout', 'payout_returned'], [0, 0], ORDERS_AT_ONCE)
      await stepPaid(writer, paid, stepsToSettled, { payoutId: payout.id })
      const orders = paid.map(({ orderId }) => orderId)
      await setPayoutDay(writer, orders, payout.payOn)
      if (orders.length < ORDERS_AT_ONCE) await confirmPayout(writer, payout.id)
      return done(null)
    })
    if (!settled.ok) return settled
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
  }
  for (const run of await runsIn(ledger.reader, ['handed_over'])) {
    if (run.kind !== 'payouts' || run.transfers > 0) continue
    const confirmed = await ledger.write(SYSTEM, async (writer) => done(await changeRun(writer, run, { state: 'confirmed' })))
    if (!confirmed.ok) return confirmed
  }
  return done(null)
}
