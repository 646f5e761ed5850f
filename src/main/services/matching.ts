import type { OpenOrder } from '../../preload/contract/clearing'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import type { AccountId, MerchantId, OrderId, ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import { learnedOrders, type RemitterAsked } from '../ledger/learned-payers'
import type { Reader } from '../ledger/ledger'
import {
  type ClosedOrder,
  closedLately,
  formerHolders,
  openOrdersOfPayers,
  ordersByBeginningAndAmount,
  ordersByPayerAndAmount,
  ordersByReference,
  ordersByVirtualAccount,
  ownedRanges,
  type WaitingDeposit,
  waitingAlike,
} from '../ledger/open-orders'
import { type StoredTransfer, transfersLeft } from '../ledger/outgoing'
import { type ClosedAlike, type Decision, decide } from '../settlement/matching'
import { type CutName, cutNameOf, nameKey } from '../settlement/names'
import { isOpen } from '../settlement/reasons'
import { referenceTokens } from '../settlement/references'
import { maybeReturned, VETO_DAYS } from '../settlement/returned-transfers'
import { ORDERS_ASKED } from '../settlement/sums'
import { merchantOfCode } from '../settlement/virtual-accounts'

/** Whoever pays twice by mistake does so within so many days. */
const SAME_DEPOSIT_DAYS = 7
/** Two orders alike, of which one is over since so many days at most, are asked about. */
export const CLOSED_LATELY_DAYS = 62

/** What of a credit line decides whose money it is. */
export interface CreditFacts {
  /** Where it is in the ledger already. */
  receiptId?: ReceiptId
  amount: Yen
  bookedOn: BusinessDate
  valueOn: BusinessDate
  notCustomerMoney: 'correction' | 'returned' | 'uncleared_cheque' | null
  remitterCode: string | null
  remitterName: string
  description: string
  edi: string
  remittingBank: string
  remittingBranch: string
}

export interface Matched {
  decision: Decision
  nameKey: string
  /** The merchant a virtual account tells, whether or not the deposit clears. */
  merchantId: MerchantId | null
}

/**
 * The surer facts go first: a plan decides all its lines by key and reference before any is decided by name, so that a name
 * never takes an order whose own virtual account stands further down.
 */
export type Way = 'certain' | 'by_name'

/**
 * Decides a chunk of credits of one account: looks the orders up at once, then asks settlement/matching for each.
 * `taken` holds orders that earlier lines of the same plan have already taken; what is decided here is added to it. A credit that is
 * barred from its order waits, and leaves the order to the next.
 */
export async function matchCredits(
  ledger: Reader,
  accountId: AccountId,
  credits: readonly CreditFacts[],
  taken: Set<OrderId>,
  way: Way,
  isBarred: (index: number, orderId: OrderId) => boolean = () => false,
): Promise<Matched[]> {
  if (credits.length === 0) return []
  const names = credits.map((credit) => nameKey(credit.remitterName))
  const cutNames = credits.map((credit, index) => cutNameOf(credit, names[index] ?? ''))
  const references = credits.map((credit) => referenceTokens(credit))
  const codes = [...new Set(credits.flatMap((credit) => credit.remitterCode ?? []))]
  const byCode = await ordersByVirtualAccount(ledger, accountId, codes)
  const former = await formerHolders(ledger, accountId, codes)
  const byReference = await ordersByReference(ledger, [...new Set(references.flat())])
  // By name, or where a reference leads to somebody of another name.
  const isAsked = (index: number) =>
    way === 'by_name' || (references[index] ?? []).some((key) => byReference.get(key)?.some(({ payerKey }) => payerKey !== names[index]))
  const askedNames = names.map((name, index) => (isAsked(index) ? name : ''))
  const askedCut = cutNames.map((cut, index) => (isAsked(index) ? cut : null))
  const pairs = distinctPairs(credits, askedNames, askedCut)
  const byPayer = await ordersByPayerAndAmount(ledger, pairs)
  const byBeginning = await ordersByBeginningAndAmount(ledger, cutPairs(credits, askedCut))
  const ofNames = await openOrdersOfPayers(ledger, namesFound(byPayer), ORDERS_ASKED)
  const closed = await closedLately(ledger, pairsFound(byPayer), addDays(firstDay(credits), -CLOSED_LATELY_DAYS))
  const learned = await learnedOrders(ledger, remittersFound(credits, askedNames, byPayer))
  const alike = await waitingAlike(ledger, keyedPairs(credits, names))
  const ranges = await ownedRanges(ledger, accountId)
  const left = await transfersThatLeft(ledger, credits)
  // An order that another line has taken is a fact like any closed order.
  const now = (orders: readonly OpenOrder[]) =>
    orders.map((order) => (taken.has(order.id) ? { ...order, payment: 'paid' as const } : order))
  const named = (amount: Yen, name: string, cut: CutName | null): OpenOrder[] => {
    const keys = cut === null ? [name] : [name, ...(cut.whole === null ? [] : [cut.whole])]
    const whole = keys.flatMap((key) => byPayer.get(`${key}|${amount}`) ?? [])
    return cut === null ? whole : [...whole, ...(byBeginning.get(`${cut.beginning}|${amount}`) ?? [])]
  }
  return credits.map((credit, index) => {
    const name = names[index] ?? ''
    const held = byCode.get(credit.remitterCode ?? '') ?? []
    const merchantId = held[0]?.merchantId ?? (credit.remitterCode === null ? null : merchantOfCode(credit.remitterCode, ranges))
    const found = decide(
      {
        ...credit,
        virtualAccount: merchantId === null ? null : credit.remitterCode,
        merchantId,
        returnedTransfer: returnedRun(accountId, credit, left.get(credit.amount) ?? []),
        nameKey: name,
        cutName: cutNames[index] ?? null,
        references: references[index] ?? [],
      },
      {
        byVirtualAccount: now(held),
        byReference: now((references[index] ?? []).flatMap((reference) => byReference.get(reference) ?? [])),
        byName: now(named(credit.amount, name, cutNames[index] ?? null)),
        ofName: now(ofNames.get(name) ?? []).filter(isOpen),
        formerHolders: former.get(credit.remitterCode ?? '') ?? [],
        closedLately: closedBefore(credit, closed.get(`${name}|${credit.amount}`), byPayer.get(`${name}|${credit.amount}`), taken),
        learnedFits: learned.get(remitterOf(credit, name).join('|'))?.[0] ?? null,
        sameWaits: sameWaiting(credit, alike.get(`${name}|${credit.amount}`)),
      },
    )
    const decision: Decision = found.cleared && isBarred(index, found.orderId) ? { cleared: false, why: found.evidence } : found
    if (decision.cleared) taken.add(decision.orderId)
    return { decision, nameKey: name, merchantId }
  })
}

/** The orders of its name and amount that are over since the weeks before a credit, or that another line of the same plan pays. */
function closedBefore(
  { bookedOn }: CreditFacts,
  closed: readonly ClosedOrder[] = [],
  open: readonly OpenOrder[] = [],
  taken: ReadonlySet<OrderId>,
): ClosedAlike[] {
  const byThisPlan = open
    .filter(({ id }) => taken.has(id))
    .map(({ orderNumber }) => ({ orderNumber, payment: 'paid' as const, on: bookedOn }))
  return [...byThisPlan, ...closed.filter(({ on }) => on >= addDays(bookedOn, -CLOSED_LATELY_DAYS))]
}

const remitterOf = ({ remittingBank, remittingBranch, amount }: CreditFacts, name: string): RemitterAsked => [
  name,
  remittingBank,
  remittingBranch,
  amount,
]

/** The remitters of credits for which an order was found by name, where the bank tells the branch they remit from. */
function remittersFound(
  credits: readonly CreditFacts[],
  names: readonly string[],
  byPayer: ReadonlyMap<string, readonly OpenOrder[]>,
): RemitterAsked[] {
  const asked = credits.flatMap((credit, index): RemitterAsked[] => {
    const name = names[index] ?? ''
    const isTold = credit.remittingBank !== '' && credit.remittingBranch !== ''
    return isTold && byPayer.has(`${name}|${credit.amount}`) ? [remitterOf(credit, name)] : []
  })
  return [...new Map(asked.map((one) => [one.join('|'), one])).values()]
}

/** The day of another deposit of the same name and amount that waits, near enough to be the same payment; null where there is none. */
function sameWaiting({ receiptId, bookedOn }: CreditFacts, waiting: readonly WaitingDeposit[] = []): BusinessDate | null {
  const [from, to] = [addDays(bookedOn, -SAME_DEPOSIT_DAYS), addDays(bookedOn, SAME_DEPOSIT_DAYS)]
  return waiting.find((other) => other.receiptId !== receiptId && other.bookedOn >= from && other.bookedOn <= to)?.bookedOn ?? null
}

/** Transfers of these amounts that have left and may come back. */
async function transfersThatLeft(ledger: Reader, credits: readonly CreditFacts[]): Promise<Map<Yen, StoredTransfer[]>> {
  const left = await transfersLeft(
    ledger,
    credits.map(({ amount }) => amount),
    addDays(firstDay(credits), -VETO_DAYS),
  )
  return Map.groupBy(left, ({ amount }): Yen => amount)
}

/** The run of the transfer that a credit may be the return of, by name; null where there is none. */
export function returnedRun(accountId: AccountId, credit: CreditFacts, transfers: readonly StoredTransfer[]): string | null {
  if (transfers.length === 0) return null
  const { amount, bookedOn, remitterName, description, edi } = credit
  const texts = [remitterName, description, edi]
  const left = transfers.map((transfer) => ({ ...transfer, leftOn: transfer.seenOn ?? transfer.handedOverOn }))
  return maybeReturned({ accountId, amount, bookedOn, saysReturned: credit.notCustomerMoney === 'returned', texts }, left)?.runName ?? null
}

/** Consecutive lines of one account, in their order: what may be looked up together without changing who comes first. */
export function runsByAccount<L extends { accountId: AccountId }>(lines: readonly L[]): L[][] {
  const runs: L[][] = []
  for (const line of lines) {
    const run = runs.at(-1)
    if (run?.[0]?.accountId === line.accountId) run.push(line)
    else runs.push([line])
  }
  return runs
}

/** The names by which orders were found, each once. */
const namesFound = (byPayer: ReadonlyMap<string, readonly OpenOrder[]>): string[] => [
  ...new Set([...byPayer.values()].flatMap((orders) => orders.map(({ payerKey }) => payerKey))),
]

/** The first day on which one of them was booked. */
function firstDay(credits: readonly CreditFacts[]): BusinessDate {
  const [first, ...others] = credits.map(({ bookedOn }) => bookedOn)
  if (first === undefined) throw new Error('no credits')
  return others.reduce((one, other) => (other < one ? other : one), first)
}

type Pair = readonly [string, number]

/** The names and amounts by which orders were found: only there another order may be the one that is meant. */
const pairsFound = (byPayer: ReadonlyMap<string, readonly OpenOrder[]>): Pair[] =>
  distinct([...byPayer.values()].flatMap((orders) => orders.map(({ payerKey, open }): Pair => [payerKey, open])))

/** Of credits that have a number: their names and amounts. */
const keyedPairs = (credits: readonly CreditFacts[], names: readonly string[]): Pair[] =>
  distinct(credits.flatMap(({ amount, remitterCode }, index): Pair[] => (remitterCode === null ? [] : [[names[index] ?? '', amount]])))

function distinctPairs(credits: readonly CreditFacts[], names: readonly string[], cutNames: readonly (CutName | null)[]): Pair[] {
  return distinct(credits.flatMap(({ amount }, index) => [names[index], cutNames[index]?.whole].map((name): Pair => [name ?? '', amount])))
}

function cutPairs(credits: readonly CreditFacts[], cutNames: readonly (CutName | null)[]): Pair[] {
  return distinct(credits.map(({ amount }, index): Pair => [cutNames[index]?.beginning ?? '', amount]))
}

const distinct = (pairs: readonly Pair[]): Pair[] => [
  ...new Map(pairs.filter(([name]) => name !== '').map((pair) => [pair.join('|'), pair])).values(),
]
