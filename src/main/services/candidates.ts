import type { Candidate, Reason } from '../../preload/contract/clearing'
import { addDays } from '../../preload/contract/date'
import { type CandidateOrder, candidateOrders, candidateOrdersById, type OpenDeposit } from '../ledger/clearing'
import type { Reader } from '../ledger/ledger'
import { searchOrderIds } from '../ledger/order-find'
import { transfersLeft } from '../ledger/outgoing'
import { type DepositFacts, rank } from '../settlement/matching'
import { referenceTokens } from '../settlement/references'
import { VETO_DAYS } from '../settlement/returned-transfers'
import { returnedRun } from './matching'

const CANDIDATES_MAX = 20

async function factsOf(ledger: Reader, deposit: OpenDeposit): Promise<DepositFacts> {
  const left = await transfersLeft(ledger, [deposit.amount], addDays(deposit.bookedOn, -VETO_DAYS))
  return {
    amount: deposit.remaining,
    bookedOn: deposit.bookedOn,
    valueOn: deposit.valueOn,
    notCustomerMoney: deposit.notCustomerMoney,
    returnedTransfer: returnedRun(deposit.accountId, deposit, left),
    virtualAccount: deposit.remitterCode,
    nameKey: deposit.nameKey,
    references: referenceTokens(deposit),
  }
}

/** Orders this deposit may pay, best first, each with its facts for and against. `search` looks among all orders instead. */
export async function findCandidates(ledger: Reader, deposit: OpenDeposit, search: string): Promise<Candidate[]> {
  const facts = await factsOf(ledger, deposit)
  const orders = search.trim()
    ? await candidateOrdersById(ledger, await searchOrderIds(ledger, search, CANDIDATES_MAX))
    : await candidateOrders(ledger, deposit, facts.references)
  const byId = new Map(orders.map((order) => [order.id, order]))
  return rank(facts, orders).flatMap(({ orderId, reasons, difference }) => {
    const order = byId.get(orderId)
    return order ? [{ ...shown(order), reasons, difference }] : []
  })
}

function shown(order: CandidateOrder): Omit<Candidate, 'reasons' | 'difference'> {
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
  return rank(await factsOf(ledger, deposit), [order])[0]?.reasons ?? []
}
