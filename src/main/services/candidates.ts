import type { Candidate, Proposal, Proposals, Reason } from '../../preload/contract/clearing'
import { addDays } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import { sumYen, type Yen, ZERO_YEN } from '../../preload/contract/money'
import { clearingRules } from '../ledger/agent-settings'
import { type CandidateOrder, candidateOrders, candidateOrdersById, type OpenDeposit } from '../ledger/clearing'
import { learnedPayers, otherDeposits } from '../ledger/learned-payers'
import type { Reader } from '../ledger/ledger'
import { closedLately, formerHolders, openOrdersOfPayers } from '../ledger/open-orders'
import { searchOrderIds } from '../ledger/order-find'
import { transfersLeft } from '../ledger/outgoing'
import { cutNameOf } from '../settlement/names'
import { type Known, rank, reasonsOf } from '../settlement/ranking'
import { type DepositFacts, reason } from '../settlement/reasons'
import { referenceTokens } from '../settlement/references'
import { VETO_DAYS } from '../settlement/returned-transfers'
import { sumReason } from '../settlement/sum-matching'
import { findSums, ORDERS_ASKED, STEPS_MOST } from '../settlement/sums'
import { CLOSED_LATELY_DAYS, returnedRun } from './matching'

const CANDIDATES_MAX = 20

export async function factsOf(ledger: Reader, deposit: OpenDeposit): Promise<DepositFacts> {
  const left = await transfersLeft(ledger, [deposit.amount], addDays(deposit.bookedOn, -VETO_DAYS))
  const { rules } = await clearingRules(ledger)
  return {
    amount: deposit.remaining,
    bookedOn: deposit.bookedOn,
    valueOn: deposit.valueOn,
    notCustomerMoney: deposit.notCustomerMoney,
    returnedTransfer: returnedRun(deposit.accountId, deposit, left),
    virtualAccount: deposit.remitterCode,
    merchantId: deposit.merchantId,
    nameKey: deposit.nameKey,
    cutName: cutNameOf(deposit, deposit.nameKey, rules.leastCutName),
    references: referenceTokens(deposit),
    remittingBank: deposit.remittingBank,
    rules,
  }
}

async function knownOf(ledger: Reader, deposit: OpenDeposit): Promise<Known> {
  const { accountId, remitterCode } = deposit
  const codes = remitterCode === null ? [] : [remitterCode]
  return {
    learned: new Map((await learnedPayers(ledger, deposit)).map(({ payerKey, times }) => [payerKey, times])),
    formerHolders: [...(await formerHolders(ledger, accountId, codes)).values()].flat(),
    otherDeposits: await otherDeposits(ledger, deposit),
    closedLately: await closedLatelyOf(ledger, deposit),
  }
}

async function closedLatelyOf(ledger: Reader, { nameKey, remaining, bookedOn }: OpenDeposit): Promise<Known['closedLately']> {
  if (nameKey === '') return []
  return [...(await closedLately(ledger, [[nameKey, remaining]], addDays(bookedOn, -CLOSED_LATELY_DAYS))).values()].flat()
}

/**
 * What this deposit may pay, best first, each with its facts for and against: single orders, and sets of orders of one payer that come to exactly
 * so much. `search` looks among all orders instead.
 */
export async function findProposals(ledger: Reader, deposit: OpenDeposit, search: string): Promise<Proposals> {
  const facts = await factsOf(ledger, deposit)
  const known = await knownOf(ledger, deposit)
  const isSearched = search.trim() !== ''
  const orders = isSearched
    ? await candidateOrdersById(ledger, await searchOrderIds(ledger, search, CANDIDATES_MAX))
    : await candidateOrders(ledger, deposit, facts.references, [...known.learned.keys()])
  const byId = new Map(orders.map((order) => [order.id, order]))
  const singles = rank(facts, orders, known).flatMap(({ orderId, reasons, difference }): Proposal[] => {
    const order = byId.get(orderId)
    return order ? [{ orders: [shown(order)], reasons, difference }] : []
  })
  if (isSearched) return { proposals: singles, sumSearch: 'complete' }
  const { sums, isComplete } = await findSumProposals(ledger, facts, known, orders)
  return {
    proposals: leads(singles[0], sums) ? [...singles, ...sums] : [...sums, ...singles],
    sumSearch: isComplete ? 'complete' : 'stopped',
  }
}

/** Whether an order alone comes before the sums: it explains the whole deposit, or the bank's own words name it and no sum holds it. */
function leads(single: Proposal | undefined, sums: readonly Proposal[]): boolean {
  if (!single) return false
  const isNamed = single.reasons.some(({ code }) => naming.has(code)) && !single.reasons.some(({ code }) => code === 'former_holder')
  const isHeld = sums.some(({ orders }) => orders.some(({ orderId }) => orderId === single.orders[0]?.orderId))
  return isWhole(single) || (isNamed && !isHeld)
}
const naming: ReadonlySet<Reason['code']> = new Set(['virtual_account', 'reference_in_text'])

/** The amount is the order's own, and something besides the amount says so. */
function isWhole({ difference, reasons }: Proposal): boolean {
  return difference === 0 && reasons.some(({ code }) => pointing.has(code)) && !reasons.some(({ code }) => code === 'order_closed')
}
const pointing: ReadonlySet<Reason['code']> = new Set(['virtual_account', 'reference_in_text', 'name_equal', 'name_prefix', 'name_close'])

/** The payers whose orders together may be meant: the remitter, whom the remitter has paid for before, who holds the number. */
function payersMeant(facts: DepositFacts, known: Known, orders: readonly CandidateOrder[]): string[] {
  const holders = orders.filter(({ virtualAccount }) => facts.virtualAccount !== null && virtualAccount === facts.virtualAccount)
  const keys = [facts.nameKey, ...holders.map(({ payerKey }) => payerKey), ...known.learned.keys()]
  return [...new Set(keys.filter((key) => key !== ''))]
}

async function findSumProposals(
  ledger: Reader,
  facts: DepositFacts,
  known: Known,
  orders: readonly CandidateOrder[],
): Promise<{ sums: Proposal[]; isComplete: boolean }> {
  const ofPayers = await openOrdersOfPayers(ledger, payersMeant(facts, known, orders), ORDERS_ASKED)
  const sets: (readonly OrderId[])[] = []
  let isComplete = true
  let stepsLeft = STEPS_MOST
  for (const open of ofPayers.values()) {
    const found = findSums(open, facts.amount, stepsLeft)
    sets.push(...found.sets)
    isComplete &&= found.isComplete
    stepsLeft -= found.steps
  }
  const byId = new Map((await candidateOrdersById(ledger, [...new Set(sets.flat())])).map((order) => [order.id, order]))
  const summed = sets.map((set) => set.flatMap((id) => byId.get(id) ?? []))
  const sums = summed.map((set) => sumOf(set, sumReasons(facts, set, orders, known), sets.length > 1))
  return { sums, isComplete }
}

function sumOf(orders: readonly CandidateOrder[], reasons: readonly Reason[], hasRival: boolean): Proposal {
  const rival = hasRival ? [reason('other_sum_fits', '')] : []
  return { orders: orders.map(shown), difference: ZERO_YEN, reasons: [...rival, ...reasons] }
}

/** The facts for and against a sum: those of each of its orders, told once, and that they come to the amount. What one alone leaves over is what the others are for. */
function sumReasons(facts: DepositFacts, set: readonly CandidateOrder[], others: readonly CandidateOrder[], known: Known): Reason[] {
  const told = new Map<string, Reason>()
  for (const order of set) {
    for (const one of reasonsOf({ ...facts, amount: order.open }, order, [...set, ...others], known)) {
      if (!ofOneOrder.has(one.code)) told.set(`${one.code} ${one.detail}`, one)
    }
  }
  const own = new Set(set.map(({ orderNumber }) => orderNumber))
  const reasons = [...told.values()].filter(({ code, detail }) => code !== 'reference_of_other' || !own.has(detail))
  return [...reasons.filter((one) => !one.for), sumReason(set), ...reasons.filter((one) => one.for)]
}
/** True of an order by itself, and of no sum. */
const ofOneOrder: ReadonlySet<Reason['code']> = new Set([
  'amount_equal',
  'within_due_date',
  'completed_by_deposit',
  'same_merchant',
  'same_deposit_waits',
  'learned_fits',
])

/** An order as the desk shows it. */
export function shown(order: CandidateOrder): Candidate {
  const {
    id,
    merchantId,
    merchantName,
    orderNumber,
    payerName,
    payerKana,
    goods,
    receivedOn,
    dueOn,
    status,
    amount,
    open,
    protection,
    version,
  } = order
  return {
    orderId: id,
    merchantId,
    merchantName,
    orderNumber,
    payerName,
    payerKana,
    goods,
    receivedOn,
    dueOn,
    status,
    amount,
    open,
    protected: protection !== 'none',
    version,
  }
}

/**
 * The facts for and against that stood there when a person cleared by hand: kept with each allocation. One order is weighed against all that is
 * left of the deposit, several each against its own part, with whether together they come to all that is left.
 */
export async function evidenceFor(
  ledger: Reader,
  deposit: OpenDeposit,
  parts: readonly { readonly order: CandidateOrder; readonly amount: Yen }[],
): Promise<ReadonlyMap<OrderId, readonly Reason[]>> {
  const facts = await factsOf(ledger, deposit)
  const known = await knownOf(ledger, deposit)
  const orders = parts.map(({ order }) => order)
  const total = sumYen(parts.map(({ amount }) => amount))
  const sum = orders.length > 1 && total === deposit.remaining ? [sumReason(orders)] : []
  return new Map(
    parts.map(({ order, amount }) => {
      const against = orders.length > 1 ? { ...facts, amount } : facts
      const reasons = [...reasonsOf(against, order, orders, known)]
      return [order.id, [...reasons.filter((one) => !one.for), ...sum, ...reasons.filter((one) => one.for)]] as const
    }),
  )
}
