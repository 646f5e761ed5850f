import type { Candidate, Proposal, Proposals, Reason } from '../../preload/contract/clearing'
import { addDays } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import { ZERO_YEN } from '../../preload/contract/money'
import { type CandidateOrder, candidateOrders, candidateOrdersById, type OpenDeposit } from '../ledger/clearing'
import { learnedPayers, otherDeposits } from '../ledger/learned-payers'
import type { Reader } from '../ledger/ledger'
import { formerHolders, openOrdersOfPayers } from '../ledger/open-orders'
import { searchOrderIds } from '../ledger/order-find'
import { transfersLeft } from '../ledger/outgoing'
import { cutNameOf } from '../settlement/names'
import { type Known, rank } from '../settlement/ranking'
import { contradictions, type DepositFacts, reason } from '../settlement/reasons'
import { referenceTokens } from '../settlement/references'
import { VETO_DAYS } from '../settlement/returned-transfers'
import { sumEvidence } from '../settlement/sum-matching'
import { findSums, ORDERS_ASKED } from '../settlement/sums'
import { returnedRun } from './matching'

const CANDIDATES_MAX = 20

export async function factsOf(ledger: Reader, deposit: OpenDeposit): Promise<DepositFacts> {
  const left = await transfersLeft(ledger, [deposit.amount], addDays(deposit.bookedOn, -VETO_DAYS))
  return {
    amount: deposit.remaining,
    bookedOn: deposit.bookedOn,
    valueOn: deposit.valueOn,
    notCustomerMoney: deposit.notCustomerMoney,
    returnedTransfer: returnedRun(deposit.accountId, deposit, left),
    virtualAccount: deposit.remitterCode,
    nameKey: deposit.nameKey,
    cutName: cutNameOf(deposit.remitterName, deposit.nameKey),
    references: referenceTokens(deposit),
  }
}

async function knownOf(ledger: Reader, deposit: OpenDeposit): Promise<Known> {
  const { accountId, remitterCode } = deposit
  const codes = remitterCode === null ? [] : [remitterCode]
  return {
    learned: new Map((await learnedPayers(ledger, deposit)).map(({ payerKey, times }) => [payerKey, times])),
    formerHolders: [...(await formerHolders(ledger, accountId, codes)).values()].flat(),
    otherDeposits: await otherDeposits(ledger, deposit),
  }
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
  // An order that explains the deposit alone comes before a sum that happens to.
  const explainsAll = singles[0] !== undefined && isWhole(singles[0])
  return { proposals: explainsAll ? [...singles, ...sums] : [...sums, ...singles], sumSearch: isComplete ? 'complete' : 'stopped' }
}

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
  for (const open of ofPayers.values()) {
    const found = findSums(open, facts.amount)
    sets.push(...found.sets)
    isComplete &&= found.isComplete
  }
  const byId = new Map((await candidateOrdersById(ledger, [...new Set(sets.flat())])).map((order) => [order.id, order]))
  const sums = sets.map((set) =>
    sumOf(
      facts,
      set.flatMap((id) => byId.get(id) ?? []),
      sets.length > 1,
    ),
  )
  return { sums, isComplete }
}

function sumOf(facts: DepositFacts, orders: readonly CandidateOrder[], hasRival: boolean): Proposal {
  // What one of them alone would leave over is what the others are for.
  const against = orders.flatMap((order) => contradictions({ ...facts, amount: order.open }, order)).filter(({ veto }) => veto)
  const rival = hasRival ? [reason('other_sum_fits', '')] : []
  return { orders: orders.map(shown), difference: ZERO_YEN, reasons: [...rival, ...against, ...sumEvidence(facts, orders)] }
}

function shown(order: CandidateOrder): Candidate {
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

/** The facts for and against that stood there when a person cleared by hand: kept with the allocation. */
export async function evidenceFor(ledger: Reader, deposit: OpenDeposit, order: CandidateOrder): Promise<readonly Reason[]> {
  return rank(await factsOf(ledger, deposit), [order], await knownOf(ledger, deposit))[0]?.reasons ?? []
}
