import type { ClearingRest, JournalLine, RestEnding } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { EndingWish } from '../../preload/contract/exceptions'
import type { ApprovalId, EntryId, OrderId, ReceiptId } from '../../preload/contract/ids'
import { PositiveYen, sumYen, type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { clearingRules, moneyLimits } from '../ledger/agent-settings'
import { openApproval, targetId } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { type CandidateOrder, holdOpenItem, markRefundCandidate, type OpenDeposit, openDeposit } from '../ledger/clearing'
import { differencesOf } from '../ledger/clearing-rests'
import { endedOf, undoEnding } from '../ledger/endings'
import { newEntryId, type PostingDraft, postEntries, reversedPostings } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { endItemsOf } from '../ledger/payout-posting'
import { runHoldingItemOf } from '../ledger/payouts'
import type { OrderState } from '../ledger/posting'
import { requestedOf } from '../ledger/refunds'
import { differenceReason } from '../settlement/differences'
import { endingEntry } from '../settlement/exception-entries'
import type { Person } from './context'
import { agreeing, draftEnding } from './exception-endings'
import { endOrAsk } from './exceptions'
import { journalLinesOf } from './journal-lines'

/*
 * 残り: what does not come out even when a deposit is cleared, and its three endings, decided in the unit of work of the clearing. It stays
 * open; it is settled as a difference, as exceptions end (exception-endings.ts), with their limits; or it becomes a refund candidate. Undoing
 * the clearing takes its difference back, too.
 */

/** Orders as a clearing leaves them. */
type Left = ReadonlyMap<OrderId, OrderState>

const missingOf = ({ amount, paidAmount }: OrderState): number => amount - paidAmount
const shortAmong = (orders: Left): OrderState[] => [...orders.values()].filter((order) => missingOf(order) > 0)
/** What is accepted short counts together, whether it is lacked by one order or by fifty. */
const missingAmong = (short: readonly OrderState[]): Yen => sumYen(short.map((order) => yen(missingOf(order))))

/**
 * What a clearing would leave over, and what settling it would post and whom it would ask; null where it comes out even.
 * `orders`: as the clearing leaves them.
 */
export async function restOf(reader: Reader, { deposit, remaining, orders, facts, asker }: RestAsked): Promise<ClearingRest | null> {
  const short = shortAmong(orders)
  if (remaining === 0 && short.length === 0) return null
  const missing = missingAmong(short)
  const isOver = remaining > 0
  const side = short.length === 0 ? 'deposit' : isOver ? 'both' : 'orders'
  return {
    side,
    amount: PositiveYen.parse(isOver ? remaining : missing),
    named: side === 'both' ? null : await nameOf(reader, deposit, yen(isOver ? remaining : -missing)),
    settle: side === 'both' ? null : await settling(reader, { deposit, remaining, short, facts, asker }),
    goesBack: PositiveYen.parse(isOver ? remaining : deposit.remaining),
  }
}

/** By the agent's own tables, as beside the candidates. */
async function nameOf(reader: Reader, { amount, bookedOn, remittingBank }: OpenDeposit, difference: Yen) {
  const { rules } = await clearingRules(reader)
  return differenceReason(difference, rules, { amount, on: bookedOn, bank: remittingBank })
}

interface RestAsked {
  readonly deposit: OpenDeposit
  readonly remaining: Yen
  readonly orders: Left
  readonly facts: ReadonlyMap<OrderId, CandidateOrder>
  readonly asker: string
}

async function settling(
  reader: Reader,
  { deposit, remaining, short, facts, asker }: Omit<RestAsked, 'orders'> & { short: readonly OrderState[] },
): Promise<NonNullable<ClearingRest['settle']>> {
  const limits = await moneyLimits(reader)
  if (remaining > 0) {
    const counted = yen(remaining + (await endedOf(reader, deposit.receiptId)))
    const draft = { ending: 'small_difference', counted, openSince: deposit.bookedOn, isCertain: false } as const
    const postings = endingEntry('small_difference', 'credit', { amount: remaining, merchantId: null }) ?? []
    return { journal: journalLinesOf(postings, null), approvers: approversOnly(await agreeing(reader, draft, limits, asker)) }
  }
  const journal: JournalLine[] = []
  const counted = missingAmong(short)
  let approvers = approversOnly(
    await agreeing(reader, { ending: 'accept_less', counted: ZERO_YEN, openSince: deposit.bookedOn, isCertain: true }, limits, asker),
  )
  for (const order of short) {
    const shown = facts.get(order.id)
    const openSince = shown?.dueOn ?? shown?.receivedOn ?? deposit.bookedOn
    const amount = yen(missingOf(order))
    const needed = approversOnly(await agreeing(reader, { ending: 'accept_less', counted, openSince, isCertain: false }, limits, asker))
    if (needed.needed > approvers.needed) approvers = needed
    if ((await differenceBearer(reader, order)) === 'agent')
      journal.push(
        ...journalLinesOf(
          endingEntry('accept_less', 'short_order', { amount, merchantId: order.merchantId }) ?? [],
          shown?.merchantName ?? null,
        ),
      )
  }
  return { journal, approvers }
}

const approversOnly = ({ needed, why, barred }: Awaited<ReturnType<typeof agreeing>>) => ({ needed, why, barred })

async function differenceBearer(reader: Reader, { merchantId }: OrderState) {
  return (await merchantById(reader, merchantId))?.payoutContract.differenceBearer ?? 'agent'
}

/** Why the difference is ended, as it stands in the books. */
const WHY = '消込の差額'

/**
 * Ends what a clearing has left over, in its unit of work: tells who was asked. Refuses rest_on_both_sides, exceeds_refundable (nothing is
 * left), ending_not_possible (no customer's money), change_already_staged, not_signed_in, and what the order refuses.
 */
export async function endRest(
  writer: Writer,
  {
    rest,
    deposit,
    remaining,
    orders,
    person,
    today,
  }: { rest: RestEnding; deposit: OpenDeposit; remaining: Yen; orders: Left; person: Person | null; today: BusinessDate },
): Promise<Result<ApprovalId[]>> {
  if (rest === 'leave') return done([])
  if (rest === 'refund') {
    if (remaining === 0) return refuse({ refusal: 'exceeds_refundable', left: ZERO_YEN })
    const marked = await markToGiveBack(writer, deposit)
    return marked.ok ? done([]) : marked
  }
  const short = shortAmong(orders)
  if (remaining > 0 && short.length > 0) return refuse({ refusal: 'rest_on_both_sides' })
  const wishes: EndingWish[] =
    remaining > 0
      ? [{ target: { of: 'line', receiptId: deposit.receiptId }, ending: 'small_difference' }]
      : short.map(({ id }) => ({ target: { of: 'order', orderId: id }, ending: 'accept_less' }))
  const together = missingAmong(short)
  const asked: ApprovalId[] = []
  for (const wish of wishes) {
    const ended = await settle(writer, wish, { together, person, today })
    if (!ended.ok) return ended
    if (ended.value.approvalId !== null) asked.push(ended.value.approvalId)
  }
  return done(asked)
}

async function markToGiveBack(writer: Writer, { receiptId, notCustomerMoney }: OpenDeposit): Promise<Result<null>> {
  if (notCustomerMoney !== null) return refuse({ refusal: 'ending_not_possible', ending: 'refund' })
  await markRefundCandidate(writer, receiptId)
  return done(null)
}

/** All that is left of a deposit becomes a refund candidate. Refuses deposit_not_open, changed_meanwhile, ending_not_possible (no customer's money). */
export async function giveBack(writer: Writer, receiptId: ReceiptId, version: number): Promise<Result<Record<string, never>>> {
  const deposit = await openDeposit(writer, receiptId)
  if (!deposit) return refuse({ refusal: 'deposit_not_open' })
  if (deposit.version !== version) return refuse({ refusal: 'changed_meanwhile' })
  const marked = await markToGiveBack(writer, deposit)
  if (!marked.ok) return marked
  await appendAudit(writer, {
    stream: 'clearing',
    action: 'refund_candidate',
    subject: `receipt:${receiptId}`,
    detail: { remaining: deposit.remaining },
  })
  return done({})
}

/** `together`: what is accepted short with it, in the same clearing. */
async function settle(
  writer: Writer,
  wish: EndingWish,
  { together, person, today }: { together: Yen; person: Person | null; today: BusinessDate },
) {
  const drafted = await draftEnding(writer, wish, today)
  if (!drafted.ok) return drafted
  if (await openApproval(writer, 'correction', targetId(wish.target))) return refuse({ refusal: 'change_already_staged' })
  const { counted, openSince } = drafted.value
  const approvers = await agreeing(
    writer,
    { ending: wish.ending, counted: yen(Math.max(counted, together)), openSince, isCertain: false },
    await moneyLimits(writer),
    writer.by.actor,
  )
  return endOrAsk(writer, person, drafted.value, { why: WHY, approvers })
}

/** What goes with a clearing when that is undone: each difference that was settled with it, by its entry. */
export interface DifferenceTaken {
  readonly entryId: EntryId
  readonly amount: Yen
  readonly bookedOn: BusinessDate
  /** Of the deposit, whose difference is open again; null: of the order, which is no longer accepted with less. */
  readonly receiptId: ReceiptId | null
  readonly reversal: readonly PostingDraft[]
}

/**
 * The differences that undoing a clearing takes back: of its deposit what was left over, of its order what it was accepted short of; but for those
 * `taken` already, to which it adds them. Refuses in_payout_run where the merchant is being paid what its order lacked.
 */
export async function differencesTaken(
  reader: Reader,
  of: { receiptId: ReceiptId; orderId: OrderId },
  taken: Set<EntryId>,
): Promise<Result<DifferenceTaken[]>> {
  const found = (await differencesOf(reader, of)).filter(({ entryId }) => !taken.has(entryId))
  const differences: DifferenceTaken[] = []
  for (const difference of found) {
    const run = await runHoldingItemOf(reader, difference.entryId)
    if (run !== null) return refuse({ refusal: 'in_payout_run', run })
    taken.add(difference.entryId)
    differences.push({ ...difference, reversal: await reversedPostings(reader, difference.entryId) })
  }
  return done(differences)
}

/** Takes them back: reversing entries, what the merchant was to have of them, the end of the line. The open item is the caller's. */
export async function takeBackDifferences(
  writer: Writer,
  taken: readonly DifferenceTaken[],
  { orderId, bookedOn, reason }: { orderId: OrderId; bookedOn: BusinessDate; reason: string },
): Promise<void> {
  for (const { entryId, receiptId, reversal } of taken) {
    const id = newEntryId(writer)
    await postEntries(writer, [
      { id, kind: 'reversal', bookedOn, receiptId, orderId: receiptId === null ? orderId : null, reverses: entryId, postings: reversal },
    ])
    await endItemsOf(writer, entryId, id)
    if (receiptId !== null) await undoEnding(writer, { entryId, reversal: id, reason })
  }
}

/** What of the deposit these differences were. */
export const openedBy = (taken: readonly DifferenceTaken[]): Yen =>
  sumYen(taken.filter(({ receiptId }) => receiptId !== null).map(({ amount }) => amount))

/** What was left of the deposit is no refund candidate any more, unless its refund is asked for. */
export async function takeUpAgain(writer: Writer, receiptId: ReceiptId): Promise<void> {
  const deposit = await openDeposit(writer, receiptId)
  if (deposit?.refundCandidate && (await requestedOf(writer, receiptId)) === 0) await holdOpenItem(writer, receiptId, false, deposit.note)
}
