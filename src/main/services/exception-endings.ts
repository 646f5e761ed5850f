import type { MoneyLimits } from '../../preload/contract/agent'
import type { Approvers } from '../../preload/contract/approvers'
import { type BusinessDate, dateInJapan, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { Ending, EndingWish } from '../../preload/contract/exceptions'
import type { ApprovalId, MerchantId, RefundId } from '../../preload/contract/ids'
import { PositiveYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { targetId } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { lastClosedDay } from '../ledger/closing'
import { endedOf, endLine, type OpenLine, openLine } from '../ledger/endings'
import { type EntryKind, newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { endReceivable, type OpenReceivable, openReceivable } from '../ledger/merchant-debts'
import { merchantById } from '../ledger/merchants'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { returnedTransferOf, runToSee, type StoredTransfer, transferById } from '../ledger/outgoing'
import { insertPayableItem } from '../ledger/payout-posting'
import { changeRefunds, refundById, replacementOf, type StoredRefund } from '../ledger/refunds'
import type { Holidays } from '../settlement/calendar'
import { debtPaid, endingEntry, neededFor, type SimpleEnding } from '../settlement/exception-entries'
import { isTakeBack } from '../settlement/exception-types'
import type { Posting } from '../settlement/ledger-entries'
import { type ReturnFeeBearer, transferSeen } from '../settlement/refund-entries'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { postSeen, type Seen } from './confirmation'
import { stepOrder } from './order-steps'
import { isCertainReturn, returnFeeBearer, returnPostings, tieReturn } from './returned-transfers'

/* How an exception ends: worked out first, shown, and carried out exactly so, at once or once a supervisor agrees. */

/** What an ending comes to. */
export interface EndingDraft {
  readonly wish: EndingWish
  readonly amount: PositiveYen
  /** By how much people must agree: with what of the same line or debt was ended before, or all of a transfer that came back less a fee. */
  readonly counted: Yen
  /** What stays open. */
  readonly remaining: Yen
  readonly version: number
  /** What it is, in words of its own: a remitter's name, an order's number. */
  readonly what: string
  readonly openSince: BusinessDate
  readonly bookedOn: BusinessDate
  readonly merchantId: MerchantId | null
  readonly merchantName: string | null
  readonly postings: readonly Posting[]
  readonly end: EndedBy
}

/** By what it is ended. */
type EndedBy =
  | { readonly by: 'entry'; readonly line: OpenLine; readonly other: OpenLine | null }
  | { readonly by: 'seen'; readonly line: OpenLine; readonly seen: Seen }
  | { readonly by: 'return'; readonly line: OpenLine; readonly transfer: StoredTransfer; readonly bearer: ReturnFeeBearer }
  | { readonly by: 'less'; readonly order: OrderFacts }
  | { readonly by: 'bad_debt'; readonly receivable: OpenReceivable }
  | { readonly by: 'unclaimed_refund'; readonly refund: StoredRefund }
  | { readonly by: 'debt_paid'; readonly line: OpenLine; readonly receivable: OpenReceivable }

const impossible = ({ ending }: EndingWish) => refuse({ refusal: 'ending_not_possible', ending })

/**
 * Works an ending out. Refuses not_found, deposit_not_open, exceeds_deposit, exceeds_receivable, refund_not_open, ending_not_possible
 * (that side does not end so, amounts differ, nothing was named), order_step_refused.
 */
export function draftEnding(reader: Reader, wish: EndingWish, today: BusinessDate): Promise<Result<EndingDraft>> {
  switch (wish.target.of) {
    case 'line':
      return draftLine(reader, wish, wish.target.receiptId, today)
    case 'order':
      return draftLess(reader, wish, wish.target.orderId, today)
    case 'receivable':
      return draftBadDebt(reader, wish, wish.target.receivableId, today)
    case 'refund':
      return draftUnclaimedRefund(reader, wish, wish.target.refundId, today)
  }
}

/** Endings that belong to the day of the statement's line; the others are decided, and booked, today. */
const onItsDay: ReadonlySet<Ending> = new Set<Ending>([
  'bank_fee',
  'interest',
  'own_transfer',
  'transfer_seen',
  'transfer_returned',
  'taken_back',
])

async function draftLine(
  reader: Reader,
  wish: EndingWish,
  receiptId: OpenLine['receiptId'],
  today: BusinessDate,
): Promise<Result<EndingDraft>> {
  const line = await openLine(reader, receiptId)
  if (!line) return refuse({ refusal: 'deposit_not_open' })
  const amount = wish.amount ?? PositiveYen.parse(line.remaining)
  if (amount > line.remaining) return refuse({ refusal: 'exceeds_deposit', remaining: line.remaining })
  const ended = await endOf(reader, wish, line, amount)
  if (!ended.ok) return ended
  const { postings, end, merchantId } = ended.value
  const wanted = end.by === 'entry' && end.other ? laterOf(line.bookedOn, end.other.bookedOn) : line.bookedOn
  const merchant = merchantId === null ? null : await merchantById(reader, merchantId)
  return done({
    wish,
    amount,
    counted: await countedOf(reader, end, amount),
    remaining: yen(line.remaining - amount),
    version: line.version,
    what: line.name || line.description,
    openSince: line.bookedOn,
    bookedOn: await bookingDay(reader, onItsDay.has(wish.ending) ? wanted : laterOf(today, line.bookedOn)),
    merchantId,
    merchantName: merchant?.name ?? null,
    postings,
    end,
  })
}

/** A line that is ended in pieces counts whole. */
async function countedOf(reader: Reader, end: EndedBy, amount: Yen): Promise<Yen> {
  if (end.by === 'return') return end.transfer.amount
  const lines = 'line' in end ? [end.line] : []
  if ('other' in end && end.other) lines.push(end.other)
  const before = await Promise.all(lines.map(({ receiptId }) => endedOf(reader, receiptId)))
  return yen(amount + Math.max(0, ...before))
}

type LineEnd = { postings: readonly Posting[]; end: EndedBy; merchantId: MerchantId | null }

async function endOf(reader: Reader, wish: EndingWish, line: OpenLine, amount: PositiveYen): Promise<Result<LineEnd>> {
  if (wish.ending === 'transfer_seen') return endAsSeen(reader, wish, line, amount)
  if (wish.ending === 'transfer_returned') return endAsReturn(reader, wish, line, amount)
  if (wish.ending === 'debt_paid') return endAsDebtPaid(reader, wish, line, amount)
  const postings = endingEntry(wish.ending, line.side, { amount, merchantId: null })
  if (!postings) return impossible(wish)
  const other = await otherLine(reader, wish, line, amount)
  return other.ok ? done({ postings, end: { by: 'entry', line, other: other.value }, merchantId: null }) : other
}

/** The line on the other side that is taken back, or takes back; null for endings that need none. */
async function otherLine(reader: Reader, wish: EndingWish, line: OpenLine, amount: Yen): Promise<Result<OpenLine | null>> {
  if (wish.ending !== 'taken_back') return done(null)
  if (wish.otherReceiptId === undefined) return impossible(wish)
  const other = await openLine(reader, wish.otherReceiptId)
  if (!other) return refuse({ refusal: 'deposit_not_open' })
  if (other.side === line.side || other.accountId !== line.accountId) return impossible(wish)
  return amount > other.remaining ? refuse({ refusal: 'exceeds_deposit', remaining: other.remaining }) : done(other)
}

async function endAsSeen(reader: Reader, wish: EndingWish, line: OpenLine, amount: Yen): Promise<Result<LineEnd>> {
  if (line.side !== 'debit' || amount !== line.remaining) return impossible(wish)
  const run = wish.runId === undefined ? null : await runToSee(reader, wish.runId)
  const transfer = wish.transferId === undefined ? null : await transferById(reader, wish.transferId)
  if (run && run.total === amount && run.seenSingly === 0 && mayPay(line, run)) {
    const from = run.kind === 'payouts' ? 'payout_in_transit' : 'refund_in_transit'
    return done({ postings: transferSeen({ from, amount }), end: { by: 'seen', line, seen: { run } }, merchantId: null })
  }
  if (transfer?.state === 'handed_over' && transfer.amount === amount && mayPay(line, transfer)) {
    const from = transfer.kind === 'payouts' ? 'payout_in_transit' : 'refund_in_transit'
    return done({
      postings: transferSeen({ from, amount }),
      end: { by: 'seen', line, seen: { transfer } },
      merchantId: transfer.merchantId,
    })
  }
  return impossible(wish)
}

/** Nothing leaves from another account, or before the bank has had its file; what the bank takes back of its own is no transfer. */
const mayPay = (line: OpenLine, { accountId, handedOverOn }: Pick<StoredTransfer, 'accountId' | 'handedOverOn'>): boolean =>
  !isTakeBack(line.kind) && accountId === line.accountId && handedOverOn <= line.bookedOn

async function endAsReturn(reader: Reader, wish: EndingWish, line: OpenLine, amount: Yen): Promise<Result<LineEnd>> {
  const transfer = wish.transferId === undefined ? null : await transferById(reader, wish.transferId)
  if (!transfer || line.side !== 'credit' || amount !== line.remaining) return impossible(wish)
  const bearer = wish.bearer ?? (await returnFeeBearer(reader, transfer))
  const posted = returnPostings(line, transfer, bearer)
  if (!posted) return impossible(wish)
  return done({ postings: posted.postings, end: { by: 'return', line, transfer, bearer }, merchantId: transfer.merchantId })
}

async function endAsDebtPaid(reader: Reader, wish: EndingWish, line: OpenLine, amount: Yen): Promise<Result<LineEnd>> {
  const receivable = wish.receivableId === undefined ? null : await openReceivable(reader, wish.receivableId)
  if (!receivable || line.side !== 'credit') return impossible(wish)
  if (amount > receivable.open) return refuse({ refusal: 'exceeds_receivable', open: receivable.open })
  const { merchantId } = receivable
  return done({ postings: debtPaid(merchantId, amount), end: { by: 'debt_paid', line, receivable }, merchantId })
}

/** 不足: the order counts as paid with less; the agent makes up the difference, or the merchant bears it by its consent. */
async function draftLess(reader: Reader, wish: EndingWish, orderId: OrderFacts['id'], today: BusinessDate): Promise<Result<EndingDraft>> {
  const order = (await orderFacts(reader, [orderId])).get(orderId)
  const merchant = order && (await merchantById(reader, order.merchantId))
  if (!order || !merchant) return refuse({ refusal: 'not_found', what: 'order' })
  if (wish.ending !== 'accept_less') return impossible(wish)
  const step = applyEvent(order.tracks, { kind: 'accepted_less' })
  if (!step.ok) return refuse({ refusal: 'order_step_refused', track: step.track, from: step.from, event: step.event })
  const amount = PositiveYen.parse(order.amount - order.paidAmount)
  if (wish.amount !== undefined && wish.amount !== amount) return impossible(wish)
  const entry = endingEntry('accept_less', 'short_order', { amount, merchantId: merchant.id })
  return done({
    wish,
    amount,
    counted: amount,
    remaining: ZERO_YEN,
    version: order.version,
    what: order.orderNumber,
    openSince: order.dueOn ?? order.receivedOn,
    bookedOn: await bookingDay(reader, today),
    merchantId: merchant.id,
    merchantName: merchant.name,
    postings: (wish.bearer ?? merchant.payoutContract.differenceBearer) === 'agent' && entry ? entry : [],
    end: { by: 'less', order },
  })
}

async function draftBadDebt(reader: Reader, wish: EndingWish, id: OpenReceivable['id'], today: BusinessDate): Promise<Result<EndingDraft>> {
  const receivable = await openReceivable(reader, id)
  if (!receivable) return refuse({ refusal: 'not_found', what: 'receivable' })
  if (wish.ending !== 'bad_debt') return impossible(wish)
  const asked = wish.amount ?? receivable.open
  if (asked <= 0 || asked > receivable.open) return refuse({ refusal: 'exceeds_receivable', open: receivable.open })
  const amount = PositiveYen.parse(asked)
  const { merchantId, merchantName, owedOn } = receivable
  return done({
    wish,
    amount,
    counted: yen(receivable.givenUp + amount),
    remaining: yen(receivable.open - amount),
    version: receivable.amount - receivable.open,
    what: receivable.kind,
    openSince: owedOn,
    bookedOn: await bookingDay(reader, today),
    merchantId,
    merchantName,
    postings: endingEntry('bad_debt', 'receivable', { amount, merchantId }) ?? [],
    end: { by: 'bad_debt', receivable },
  })
}

/** 組戻し of which no payer ever named another account: the agent's income, once the legal period is over. */
async function draftUnclaimedRefund(reader: Reader, wish: EndingWish, id: RefundId, today: BusinessDate): Promise<Result<EndingDraft>> {
  const refund = await refundById(reader, id)
  if (!refund) return refuse({ refusal: 'not_found', what: 'refund' })
  if (refund.state !== 'returned' || (await replacementOf(reader, id)) !== null)
    return refuse({ refusal: 'refund_not_open', state: refund.state })
  const { amount, merchantId, merchantName, payerName, version } = refund
  if (wish.ending !== 'unclaimed' || (wish.amount !== undefined && wish.amount !== amount)) return impossible(wish)
  const transfer = await returnedTransferOf(reader, id)
  return done({
    wish,
    amount,
    counted: amount,
    remaining: ZERO_YEN,
    version,
    what: payerName,
    openSince: transfer?.returned?.on ?? today,
    bookedOn: await bookingDay(reader, today),
    merchantId,
    merchantName,
    postings: endingEntry('unclaimed', 'returned_refund', { amount, merchantId }) ?? [],
    end: { by: 'unclaimed_refund', refund },
  })
}

/** Who must agree to it: by its amount, by its kind, and always once the day it stands on is closed. */
export async function endingApprovers(
  reader: Reader,
  draft: EndingDraft,
  { limits, holidays }: { limits: MoneyLimits; holidays: Holidays },
  maker: string,
): Promise<Approvers & { afterClose: boolean }> {
  const { wish, counted, openSince } = draft
  return agreeing(reader, { ending: wish.ending, counted, openSince, isCertain: await isCertain(reader, draft, holidays) }, limits, maker)
}

/** The same, of what has not been worked out as a draft. */
export async function agreeing(
  reader: Reader,
  { ending, counted, openSince, isCertain }: Pick<EndingDraft, 'counted' | 'openSince'> & { ending: Ending; isCertain: boolean },
  limits: MoneyLimits,
  maker: string,
): Promise<Approvers & { afterClose: boolean }> {
  const closed = await lastClosedDay(reader)
  const afterClose = closed !== null && openSince <= closed
  const { needed, why } = neededFor(
    ending,
    { counted, afterClose, isCertain },
    { alone: limits.correctionAlone, two: limits.correctionTwo },
  )
  return { needed, why, barred: maker.startsWith('user:') ? [maker] : [], afterClose }
}

/** A whole run or transfer that waits for exactly this debit; a return that the bank's own words name. */
async function isCertain(reader: Reader, { end }: EndingDraft, holidays: Holidays): Promise<boolean> {
  if (end.by === 'return') return isCertainReturn(reader, end.line, end.transfer, holidays)
  return end.by === 'seen'
}

const entryKinds: Readonly<Record<SimpleEnding, EntryKind>> = {
  bank_fee: 'bank_fee',
  own_transfer: 'own_transfer',
  interest: 'interest',
  unclaimed: 'unclaimed',
  small_difference: 'small_difference',
  taken_back: 'taken_back_by_bank',
  accept_less: 'small_difference',
  bad_debt: 'bad_debt',
}

/** Carries an ending out exactly as it was worked out. Refuses what the order or the transfer refuses by now. */
export async function carryOutEnding(
  writer: Writer,
  draft: EndingDraft,
  { why, approvalId }: { why: string; approvalId: ApprovalId | null },
): Promise<Result<null>> {
  const { end, amount, wish } = draft
  const ended = await carryOut(writer, draft, { why, approvalId })
  if (!ended.ok) return ended
  await appendAudit(writer, {
    stream: 'refunds',
    action: 'exception_ended',
    subject: `${wish.target.of === 'line' ? 'receipt' : wish.target.of}:${targetId(wish.target)}`,
    detail: {
      ending: wish.ending,
      amount,
      by: end.by,
      bookedOn: draft.bookedOn,
      why,
      approvalId,
      openSince: draft.openSince,
      on: dateInJapan(writer.at),
    },
  })
  return done(null)
}

async function carryOut(
  writer: Writer,
  draft: EndingDraft,
  { why, approvalId }: { why: string; approvalId: ApprovalId | null },
): Promise<Result<null>> {
  const { end, amount, wish } = draft
  if (end.by === 'seen') return done(await afterwards(postSeen(writer, end.line, end.seen, why)))
  if (end.by === 'return') return tieReturn(writer, end.line, end.transfer, { bearer: end.bearer, note: why })
  if (end.by === 'debt_paid') return done(await afterwards(payDebt(writer, draft, end, { why, approvalId })))
  const entryId = await postEnding(writer, draft)
  if (end.by === 'less') return acceptLess(writer, draft, end.order, entryId, why)
  if (entryId === null) throw new Error(`${wish.ending} posts an entry`)
  if (end.by === 'bad_debt')
    return done(await afterwards(endReceivable(writer, { id: end.receivable.id, kind: 'bad_debt', amount, entryId })))
  if (end.by === 'unclaimed_refund') return done(await afterwards(changeRefunds(writer, [end.refund.id], { state: 'unclaimed' })))
  for (const line of [end.line, ...(end.other ? [end.other] : [])])
    await endLine(writer, { line, ending: wish.ending, amount, entryId, approvalId, note: why })
  return done(null)
}

async function afterwards(work: Promise<void>): Promise<null> {
  await work
  return null
}

/** The line and the debt end by one entry. */
async function payDebt(
  writer: Writer,
  { amount, bookedOn, postings }: EndingDraft,
  { line, receivable }: Extract<EndedBy, { by: 'debt_paid' }>,
  { why, approvalId }: { why: string; approvalId: ApprovalId | null },
): Promise<void> {
  const entryId = newEntryId(writer)
  const { receiptId } = line
  await postEntries(writer, [{ id: entryId, kind: 'receivable_paid', bookedOn, receiptId, orderId: null, reverses: null, postings }])
  await endLine(writer, { line, ending: 'debt_paid', amount, entryId, approvalId, note: why })
  await endReceivable(writer, { id: receivable.id, kind: 'paid', amount, entryId })
}

async function postEnding(writer: Writer, { wish, postings, bookedOn, end }: EndingDraft) {
  if (wish.ending === 'debt_paid') throw new Error('a debt is paid by an entry of its own')
  if (postings.length === 0 || wish.ending === 'transfer_seen' || wish.ending === 'transfer_returned') return null
  const id = newEntryId(writer)
  const receiptId = end.by === 'entry' ? end.line.receiptId : null
  const orderId = end.by === 'less' ? end.order.id : end.by === 'unclaimed_refund' ? end.refund.orderId : null
  await postEntries(writer, [{ id, kind: entryKinds[wish.ending], bookedOn, receiptId, orderId, reverses: null, postings }])
  return id
}

async function acceptLess(
  writer: Writer,
  { amount, bookedOn, merchantId }: EndingDraft,
  order: OrderFacts,
  entryId: Awaited<ReturnType<typeof postEnding>>,
  why: string,
): Promise<Result<null>> {
  const bearer = entryId === null ? 'merchant' : 'agent'
  const stepped = await stepOrder(writer, { orderId: order.id, kind: 'accepted_less', amount, detail: { bearer, reason: why } })
  if (!stepped.ok) return stepped
  if (entryId !== null && merchantId !== null)
    await insertPayableItem(writer, { merchantId, kind: 'correction', amount, payableOn: bookedOn, orderId: order.id, entryId, note: why })
  return done(null)
}
