import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result } from '../../preload/contract/errors'
import type { PayoutId, RefundId, TransferRunId } from '../../preload/contract/ids'
import { moneyLimits } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { endLine, type OpenLine, openLines } from '../ledger/endings'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Writer } from '../ledger/ledger'
import {
  confirmTransfers,
  lookedFor,
  markSeen,
  ordersOfPayout,
  payoutsToSettle,
  type RunToSee,
  runsToSee,
  type StoredTransfer,
  setPayoutState,
  transfersOf,
  transfersSeenBy,
  type WalkedTo,
} from '../ledger/outgoing'
import { setPayoutDay } from '../ledger/payout-posting'
import { orderStates } from '../ledger/posting'
import { changeRefunds, refundsById } from '../ledger/refunds'
import { addBusinessDays } from '../settlement/calendar'
import { matchOutgoing } from '../settlement/outgoing'
import { transferSeen } from '../settlement/refund-entries'
import type { OrderStep } from '../settlement/steps'
import { bookingDay } from './booking-days'
import type { JobResources } from './jobs'
import { stepOrder } from './order-steps'
import { stepPaid, stepsToSettled } from './paid-orders'
import { tellPayout } from './payout-notices'
import { tieReturns } from './returned-transfers'

/*
 * What the statement tells of what was handed over (s14, s75): debits that are runs or single transfers, orders that are settled by it,
 * money that came back, and, once the bank's return period is over, that it stays where it went.
 */
export type ConfirmResources = Pick<JobResources, 'ledger' | 'clock' | 'by' | 'gateways'>

export interface Confirmed {
  /** Debits that were recognised. */
  seen: number
  /** Transfers that came back and were tied to their origin. */
  returned: number
}

/** Looks at every open line once. What is not certain stays open, for a person. Refuses ledger_busy, disk_full. */
export async function confirmOutgoing(resources: ConfirmResources): Promise<Result<Confirmed>> {
  const before = await lookedFor(resources.ledger.reader)
  if (!before.waiting && !before.left) return done({ seen: 0, returned: 0 })
  const seen = before.waiting ? await seeDebits(resources) : done(0)
  if (!seen.ok) return seen
  const settled = await settleSeen(resources)
  if (!settled.ok) return settled
  const returned = await tieReturns(resources)
  return returned.ok ? done({ seen: seen.value, returned: returned.value }) : returned
}

const LINES_AT_ONCE = 50

async function seeDebits({ ledger, by, gateways }: ConfirmResources): Promise<Result<number>> {
  let seen = 0
  for (let after: readonly [BusinessDate, number] | null = null; ; ) {
    const from = after
    const unit = await ledger.write(by, async (writer) => {
      const lines = await openLines(writer, 'debit', from, LINES_AT_ONCE)
      let matched = 0
      for (const line of lines)
        if (!line.held && line.remaining === line.amount && (await seeDebit(writer, line, gateways.holidays))) matched += 1
      const last = lines.at(-1)
      return done({ matched, last: last ? ([last.bookedOn, last.receiptId] as const) : null })
    })
    if (!unit.ok) return unit
    seen += unit.value.matched
    if (unit.value.last === null) return done(seen)
    after = unit.value.last
  }
}

async function seeDebit(writer: Writer, line: OpenLine, holidays: ReadonlySet<string>): Promise<boolean> {
  const [runs, transfers] = [await runsToSee(writer, [line.remaining]), await transfersOf(writer, ['handed_over'], [line.remaining])]
  const texts = [line.name, line.description, line.edi]
  const match = matchOutgoing({ ...line, amount: line.remaining, texts }, { runs, transfers }, holidays)
  const run = match.what === 'run' && runs.find(({ id }) => id === match.runId)
  if (run) await postSeen(writer, line, { run }, '')
  const transfer = match.what === 'transfer' && transfers.find(({ id }) => id === match.transferId)
  if (transfer) await postSeen(writer, line, { transfer }, '')
  return Boolean(run || transfer)
}

/** What was seen: all of a run, or one transfer. */
export type Seen = { readonly run: RunToSee } | { readonly transfer: StoredTransfer }

/** Ties a debit to what it paid: entry, transfers, refunds with their orders. Orders of payouts follow by settleSeen. */
export async function postSeen(writer: Writer, line: OpenLine, seen: Seen, note: string): Promise<void> {
  const [kind, amount] = 'run' in seen ? [seen.run.kind, seen.run.total] : [seen.transfer.kind, seen.transfer.amount]
  const entryId = newEntryId(writer)
  const postings = transferSeen({ from: kind === 'payouts' ? 'payout_in_transit' : 'refund_in_transit', amount })
  const bookedOn = await bookingDay(writer, line.bookedOn)
  await postEntries(writer, [
    { id: entryId, kind: 'transfers_seen', bookedOn, receiptId: line.receiptId, orderId: null, reverses: null, postings },
  ])
  const which = 'run' in seen ? { runId: seen.run.id } : { transferId: seen.transfer.id }
  await endLine(writer, { line, ending: 'transfer_seen', amount, entryId, note, ...which })
  const refunds = await markSeen(writer, which, { receiptId: line.receiptId, on: line.bookedOn })
  await settleRefunds(writer, refunds)
  await appendAudit(writer, {
    stream: 'refunds',
    action: 'transfers_seen',
    subject: `receipt:${line.receiptId}`,
    detail: { ...which, kind, amount },
  })
}

/** Refunds that were seen to leave: their orders are refunded, in full or in part. */
async function settleRefunds(writer: Writer, ids: readonly RefundId[]): Promise<void> {
  if (ids.length === 0) return
  await changeRefunds(writer, ids, { state: 'presumed_paid' })
  for (const refund of await refundsById(writer, ids)) {
    const { kind, orderId, amount } = refund
    const order = kind === 'order' && orderId !== null ? (await orderStates(writer, [orderId])).get(orderId) : undefined
    if (!order) continue
    const step: OrderStep = amount === order.paidAmount ? 'refund_seen_in_full' : 'refund_seen_in_part'
    const stepped = await stepOrder(writer, { orderId: order.id, kind: step, amount, detail: { refundId: refund.id } })
    if (!stepped.ok) throw new Error(`refund ${refund.id} was seen, but its order refuses: ${stepped.refusal.refusal}`)
  }
}

const ORDERS_AT_ONCE = 200

/** The orders of payouts that were seen take their step, in small units of work; a program that dies in between goes on with the rest. */
export async function settleSeen({ ledger, by }: Pick<ConfirmResources, 'ledger' | 'by'>): Promise<Result<number>> {
  let settled = 0
  for (const { id, seenOn } of await payoutsToSettle(ledger.reader)) {
    for (let after: WalkedTo = [0, 0]; ; ) {
      const from = after
      const unit = await ledger.write(by, async (writer) => done(await settleSome(writer, id, seenOn, from)))
      if (!unit.ok) return unit
      settled += unit.value.orders
      if (unit.value.last === null) break
      after = unit.value.last
    }
  }
  return done(settled)
}

async function settleSome(
  writer: Writer,
  id: PayoutId,
  seenOn: BusinessDate,
  after: WalkedTo,
): Promise<{ orders: number; last: WalkedTo | null }> {
  const paid = await ordersOfPayout(writer, id, ['in_payout', 'payout_returned'], after, ORDERS_AT_ONCE)
  await stepPaid(writer, paid, stepsToSettled, { payoutId: id })
  await setPayoutDay(
    writer,
    paid.map(({ orderId }) => orderId),
    seenOn,
  )
  const last = paid.at(-1)
  if (paid.length === ORDERS_AT_ONCE && last) return { orders: paid.length, last: [last.payoutId, last.line] }
  await setPayoutState(writer, id, 'presumed_paid')
  await tellPayout(writer, id, seenOn)
  return { orders: paid.length, last: null }
}

const TRANSFERS_AT_ONCE = 200

/** Transfers whose return period is over are paid for good. Tells how many. */
export async function confirmPresumed({ ledger, clock, by, gateways }: ConfirmResources): Promise<Result<number>> {
  const { returnPeriodDays } = await moneyLimits(ledger.reader)
  const through = addBusinessDays(clock.today(), -(returnPeriodDays + 1), gateways.holidays)
  let total = 0
  for (;;) {
    if ((await transfersSeenBy(ledger.reader, through, 1)).length === 0) return done(total)
    const unit = await ledger.write(by, async (writer) => {
      const transfers = await transfersSeenBy(writer, through, TRANSFERS_AT_ONCE)
      if (transfers.length === 0) return done(0)
      await confirmTransfers(writer, transfers)
      await appendAudit(writer, {
        stream: 'refunds',
        action: 'transfers_confirmed',
        subject: 'transfers',
        detail: { through, count: transfers.length, runs: [...new Set(transfers.map(({ runId }) => runId))] satisfies TransferRunId[] },
      })
      return done(transfers.length)
    })
    if (!unit.ok) return unit
    if (unit.value === 0) return done(total)
    total += unit.value
  }
}
