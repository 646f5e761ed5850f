import { type BusinessDate, laterOf } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { ZERO_YEN } from '../../preload/contract/money'
import { clearingRules } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { countOpenDeposits, type OpenDeposit, reduceOpenItem, waitingDeposits } from '../ledger/clearing'
import { otherDeposits } from '../ledger/learned-payers'
import type { Writer } from '../ledger/ledger'
import { hasClosedOrder, openOrdersOfPayers, ordersByReference, undoneClearings } from '../ledger/open-orders'
import { orderStates } from '../ledger/posting'
import { reservedOrders } from '../ledger/reservations'
import { amountsMeant } from '../settlement/differences'
import { decideSum, type SumDecision } from '../settlement/sum-matching'
import { ORDERS_ASKED } from '../settlement/sums'
import { Allotments, allotmentStep, evidenceText } from './allocating'
import { bookingDay } from './booking-days'
import { factsOf } from './candidates'
import { confirmOutgoing } from './confirmation'
import type { JobControl, JobResources } from './jobs'
import { type Matched, matchCredits, runsByAccount, type Way } from './matching'
import { pace } from './pace'

/** The level of the domain's sums. */
const BY_SUM = 5

/**
 * Tries every waiting deposit again, e.g. after orders came in. Only deposits of which nothing has been allocated and that nobody
 * holds are tried; decision and clearing happen in one unit of work, so what was decided is what is cleared.
 */
export async function matchWaiting(resources: JobResources, control: JobControl): Promise<Result<JobResult>> {
  const confirmed = await confirmOutgoing(resources)
  if (!confirmed.ok) return confirmed
  let cleared = 0
  for (const way of ['certain', 'by_name', 'by_sum'] as const) {
    const swept = await sweep(resources, control, way)
    if (!swept.ok) return swept
    cleared += swept.value
  }
  return done({ kind: 'match', match: { cleared, waiting: await countOpenDeposits(resources.ledger.reader) } })
}

/** Goes over all waiting deposits once, in units of work. */
async function sweep(resources: JobResources, control: JobControl, way: Way | 'by_sum'): Promise<Result<number>> {
  const { ledger, by, clock } = resources
  const steps = pace(100, 2000)
  let cleared = 0
  let tried = 0
  for (let after = 0; ; ) {
    const size = steps.size
    const began = clock.monotonicMs()
    const unit = await ledger.write(by, async (writer) => {
      const deposits = await waitingDeposits(writer, after, size)
      const last = deposits.at(-1)?.receiptId ?? null
      const matched =
        way === 'by_sum' ? await matchSums(writer, deposits, clock.today()) : await matchUnit(writer, deposits, way, clock.today())
      return done({ deposits: deposits.length, last, cleared: matched })
    })
    if (!unit.ok) return unit
    if (unit.value.last === null) return done(cleared)
    after = unit.value.last
    cleared += unit.value.cleared
    tried += unit.value.deposits
    steps.took(size, clock.monotonicMs() - began)
    control.progress('matching', tried, null)
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
  }
}

async function matchUnit(writer: Writer, deposits: readonly OpenDeposit[], way: Way, today: BusinessDate): Promise<number> {
  const taken = new Set<OrderId>()
  let cleared = 0
  for (const run of runsByAccount(deposits.filter((deposit) => deposit.remaining === deposit.amount))) {
    const [first] = run
    if (!first) continue
    const undone = await undoneClearings(
      writer,
      run.map((deposit) => deposit.receiptId),
    )
    // A person has taken this very clearing back: the program does not know better.
    const isBarred = (index: number, orderId: OrderId) => undone.has(`${run[index]?.receiptId}|${orderId}`)
    const matched = await matchCredits(writer, first.accountId, run, taken, way, isBarred)
    cleared += await clearMatched(writer, run, matched, today)
  }
  return cleared
}

async function clearMatched(
  writer: Writer,
  deposits: readonly OpenDeposit[],
  matched: readonly Matched[],
  today: BusinessDate,
): Promise<number> {
  const orders = await orderStates(
    writer,
    matched.flatMap(({ decision }) => (decision.cleared ? decision.orderId : [])),
  )
  const reserved = await reservedOrders(writer, [...orders.keys()])
  const allotments = new Allotments()
  for (const [index, deposit] of deposits.entries()) {
    const decision = matched[index]?.decision
    const order = decision?.cleared ? orders.get(decision.orderId) : undefined
    if (!decision?.cleared || !order || reserved.has(order.id)) continue
    const added = allotments.add(writer, {
      receiptId: deposit.receiptId,
      order,
      amount: deposit.amount,
      bookedOn: await bookingDay(writer, laterOf(today, deposit.bookedOn)),
      valueOn: deposit.valueOn,
      level: decision.level,
      evidence: evidenceText(decision.evidence),
    })
    if (added.ok) await reduceOpenItem(writer, deposit.receiptId, ZERO_YEN)
  }
  await write(writer, allotments)
  return allotments.ids.length
}

async function write(writer: Writer, allotments: Allotments): Promise<void> {
  await allotments.write(writer)
  if (allotments.ids.length === 0) return
  await appendAudit(writer, { stream: 'clearing', action: 'matched', subject: 'waiting_deposits', detail: { allocations: allotments.ids } })
}

/** Deposits that each pay several orders of one payer, all of a set or none of it. Tells how many were cleared. */
async function matchSums(writer: Writer, waiting: readonly OpenDeposit[], today: BusinessDate): Promise<number> {
  const { rules } = await clearingRules(writer)
  if (!rules.automatic.sum) return 0
  const deposits = waiting.filter(({ remaining, amount, nameKey }) => remaining === amount && nameKey !== '')
  const ofPayers = await openOrdersOfPayers(writer, [...new Set(deposits.map(({ nameKey }) => nameKey))], ORDERS_ASKED)
  const undone = await undoneClearings(
    writer,
    deposits.map(({ receiptId }) => receiptId),
  )
  const allotments = new Allotments()
  let cleared = 0
  for (const deposit of deposits) {
    const open = ofPayers.get(deposit.nameKey) ?? []
    if (open.length < 2 || open.reduce((sum, order) => sum + order.open, 0) !== deposit.amount) continue
    const facts = await factsOf(writer, deposit)
    const byReference = [...(await ordersByReference(writer, facts.references)).values()].flat()
    const rivals = {
      byReference,
      hasOtherDeposit: (await otherDeposits(writer, deposit)).length > 0,
      hasClosedAlike: await hasClosedOrder(writer, deposit.nameKey, amountsMeant(deposit.amount, rules)),
    }
    const decision = decideSum(facts, open, rivals)
    if (!decision.cleared || decision.orders.some(({ id }) => undone.has(`${deposit.receiptId}|${id}`))) continue
    if (!(await allotSum(writer, deposit, decision, { allotments, today }))) continue
    cleared += 1
  }
  await write(writer, allotments)
  return cleared
}

async function allotSum(
  writer: Writer,
  deposit: OpenDeposit,
  { orders, evidence }: Extract<SumDecision, { cleared: true }>,
  { allotments, today }: { allotments: Allotments; today: BusinessDate },
): Promise<boolean> {
  const ids = orders.map(({ id }) => id)
  const states = await orderStates(writer, ids)
  const mayTake = orders.every(({ id, open }) => {
    const state = states.get(id)
    return state !== undefined && allotmentStep(state, open, deposit.valueOn, false).ok
  })
  if (!mayTake || (await reservedOrders(writer, ids)).size > 0) return false
  const bookedOn = await bookingDay(writer, laterOf(today, deposit.bookedOn))
  const { receiptId, valueOn } = deposit
  for (const { id, open } of orders) {
    const order = states.get(id)
    if (!order) continue
    const added = allotments.add(writer, {
      receiptId,
      order,
      amount: open,
      bookedOn,
      valueOn,
      level: BY_SUM,
      evidence: evidenceText(evidence),
    })
    if (!added.ok) throw new Error(`order ${id} took no part of a sum: ${added.refusal.refusal}`)
  }
  await reduceOpenItem(writer, receiptId, ZERO_YEN)
  return true
}
