import type { OpenOrder } from '../../preload/contract/clearing'
import type { ClearingRules } from '../../preload/contract/clearing-rules'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import type { AccountId, MerchantId, OrderId, ReceiptId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import { clearingRules } from '../ledger/agent-settings'
import { type LearnedOrder, learnedOrders, type RemitterAsked } from '../ledger/learned-payers'
import type { Reader } from '../ledger/ledger'
import {
  type ClosedOrder,
  closedLately,
  formerHolders,
  type OwnedRange,
  openOrdersOfPayers,
  ordersByBeginningAndAmount,
  ordersByPayerAndAmount,
  ordersByReference,
  ordersByVirtualAccount,
  ownedRanges,
  type WaitingDeposit,
  waitingAlike,
  waitingOfNames,
} from '../ledger/open-orders'
import { type StoredTransfer, transfersLeft } from '../ledger/outgoing'
import { unlessOff } from '../settlement/clearing-rules'
import { type ClosedAlike, type Decision, decide } from '../settlement/matching'
import { type CutName, cutNameOf, nameKey } from '../settlement/names'
import { isOpen } from '../settlement/reasons'
import { referenceTokens } from '../settlement/references'
import { maybeReturned, VETO_DAYS } from '../settlement/returned-transfers'
import { ORDERS_ASKED } from '../settlement/sums'
import { merchantOfCode } from '../settlement/virtual-accounts'

/** Whoever pays twice by mistake does so within so many days. */
export const SAME_DEPOSIT_DAYS = 7
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

/** What credits tell of themselves, each in its place: the normal form of the name, what it may be cut from, tokens that may be order numbers. */
export interface Told {
  readonly credits: readonly CreditFacts[]
  readonly names: readonly string[]
  readonly cutNames: readonly (CutName | null)[]
  readonly references: readonly (readonly string[])[]
}

export function toldBy(credits: readonly CreditFacts[], { leastCutName }: Pick<ClearingRules, 'leastCutName'>): Told {
  const names = credits.map((credit) => nameKey(credit.remitterName))
  const cutNames = credits.map((credit, index) => cutNameOf(credit, names[index] ?? '', leastCutName))
  return { credits, names, cutNames, references: credits.map((credit) => referenceTokens(credit)) }
}

/** The orders that a chunk of credits leads to, by what led there; whatever else of the ledger decides about them. */
export interface Looked {
  readonly byCode: ReadonlyMap<string, readonly OpenOrder[]>
  readonly former: ReadonlyMap<string, readonly OpenOrder[]>
  readonly byReference: ReadonlyMap<string, readonly OpenOrder[]>
  /** By `name|amount`. */
  readonly byPayer: ReadonlyMap<string, readonly OpenOrder[]>
  /** By `beginning|amount`. */
  readonly byBeginning: ReadonlyMap<string, readonly OpenOrder[]>
  readonly ofNames: ReadonlyMap<string, readonly OpenOrder[]>
  /** Over since the weeks before, by `name|amount`. */
  readonly closed: ReadonlyMap<string, readonly ClosedOrder[]>
  /** Orders of whom the remitter paid for before, by `name|bank|branch|amount`. */
  readonly learned: ReadonlyMap<string, readonly LearnedOrder[]>
  /** Deposits that wait, by `name|amount`. */
  readonly alike: ReadonlyMap<string, readonly WaitingDeposit[]>
  /** What other deposits have left, by name. */
  readonly waiting: ReadonlyMap<string, readonly { receiptId: ReceiptId; remaining: number }[]>
  readonly ranges: readonly OwnedRange[]
  readonly left: ReadonlyMap<Yen, StoredTransfer[]>
}

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
  const { rules } = await clearingRules(ledger)
  const told = toldBy(credits, rules)
  return decideCredits({ accountId, told, looked: await lookUp(ledger, accountId, told, way), rules }, taken, isBarred)
}

async function lookUp(ledger: Reader, accountId: AccountId, { credits, names, cutNames, references }: Told, way: Way): Promise<Looked> {
  const codes = codesOf(credits)
  const byReference = await ordersByReference(ledger, [...new Set(references.flat())])
  // By name, or where a reference leads to somebody of another name.
  const isAsked = (index: number) =>
    way === 'by_name' || (references[index] ?? []).some((key) => byReference.get(key)?.some(({ payerKey }) => payerKey !== names[index]))
  const askedNames = names.map((name, index) => (isAsked(index) ? name : ''))
  const askedCut = cutNames.map((cut, index) => (isAsked(index) ? cut : null))
  const byPayer = await ordersByPayerAndAmount(ledger, distinctPairs(credits, askedNames, askedCut))
  const byBeginning = await ordersByBeginningAndAmount(ledger, cutPairs(credits, askedCut))
  const found = [...byPayer.values(), ...byBeginning.values()].flat()
  // What a bank has cut is found by its beginning; other deposits of the payer come in cut as well.
  const asCut = distinct(credits.map(({ amount }, index): Pair => [askedCut[index] ? (names[index] ?? '') : '', amount]))
  return {
    byCode: await ordersByVirtualAccount(ledger, accountId, codes),
    former: await formerHolders(ledger, accountId, codes),
    byReference,
    byPayer,
    byBeginning,
    ofNames: await openOrdersOfPayers(ledger, namesFound(found), ORDERS_ASKED),
    ranges: await ownedRanges(ledger, accountId),
    closed: await closedLately(ledger, pairsFound(found), addDays(firstDay(credits), -CLOSED_LATELY_DAYS)),
    learned: await learnedOrders(ledger, remittersFound(credits, askedNames, [...pairsFound(found), ...asCut])),
    alike: await waitingAlike(ledger, distinct([...keyedPairs(credits, names), ...pairsFound(found), ...asCut])),
    waiting: await waitingOfNames(ledger, [...new Set([...namesFound(found), ...asCut.map(([name]) => name)])]),
    left: await transfersThatLeft(ledger, credits),
  }
}

/** The virtual accounts that the credits name, each once. */
export const codesOf = (credits: readonly CreditFacts[]): string[] => [...new Set(credits.flatMap((credit) => credit.remitterCode ?? []))]

/** Decides each credit by what was looked up, in their order; what one takes, the next finds taken. */
export function decideCredits(
  { accountId, told, looked, rules }: { accountId: AccountId; told: Told; looked: Looked; rules: ClearingRules },
  taken: Set<OrderId>,
  isBarred: (index: number, orderId: OrderId) => boolean = () => false,
): Matched[] {
  const { credits, names, cutNames, references } = told
  // An order that another line has taken is a fact like any closed order.
  const now = (orders: readonly OpenOrder[]) =>
    orders.map((order) => (taken.has(order.id) ? { ...order, payment: 'paid' as const } : order))
  const named = (amount: Yen, name: string, cut: CutName | null): OpenOrder[] => {
    const keys = cut === null ? [name] : [name, ...(cut.whole === null ? [] : [cut.whole])]
    const whole = keys.flatMap((key) => looked.byPayer.get(`${key}|${amount}`) ?? [])
    return cut === null ? whole : [...whole, ...(looked.byBeginning.get(`${cut.beginning}|${amount}`) ?? [])]
  }
  return credits.map((credit, index) => {
    const name = names[index] ?? ''
    const held = looked.byCode.get(credit.remitterCode ?? '') ?? []
    const merchantId = held[0]?.merchantId ?? (credit.remitterCode === null ? null : merchantOfCode(credit.remitterCode, looked.ranges))
    const fits = named(credit.amount, name, cutNames[index] ?? null)
    // Of the name as it came, and as the orders that it leads to have it.
    const keys = [...new Set([name, ...fits.map(({ payerKey }) => payerKey)])]
    const ofKeys = <T>(from: ReadonlyMap<string, readonly T[]>): T[] => keys.flatMap((key) => from.get(key) ?? [])
    const alike = <T>(from: ReadonlyMap<string, readonly T[]>): T[] => keys.flatMap((key) => from.get(`${key}|${credit.amount}`) ?? [])
    const found = decide(
      {
        ...credit,
        virtualAccount: merchantId === null ? null : credit.remitterCode,
        merchantId,
        returnedTransfer: returnedRun(accountId, credit, looked.left.get(credit.amount) ?? []),
        nameKey: name,
        cutName: cutNames[index] ?? null,
        references: references[index] ?? [],
        rules,
      },
      {
        byVirtualAccount: now(held),
        byReference: now((references[index] ?? []).flatMap((reference) => looked.byReference.get(reference) ?? [])),
        byName: now(fits),
        ofName: now(ofKeys(looked.ofNames)).filter(isOpen),
        formerHolders: looked.former.get(credit.remitterCode ?? '') ?? [],
        closedLately: closedBefore(credit, alike(looked.closed), fits, taken),
        learnedFits: besides(fits, looked.learned.get(remitterOf(credit, name).join('|')))?.orderNumber ?? null,
        othersWaiting: ofKeys(looked.waiting)
          .filter(({ receiptId }) => receiptId !== credit.receiptId)
          .map(({ remaining }) => remaining),
        sameWaits: sameWaiting(credit, alike(looked.alike)),
      },
    )
    const allowed = unlessOff(found, rules)
    const decision: Decision = allowed.cleared && isBarred(index, allowed.orderId) ? { cleared: false, why: allowed.evidence } : allowed
    if (decision.cleared) taken.add(decision.orderId)
    return { decision, nameKey: name, merchantId }
  })
}

/** The orders of its name and amount that are over since the weeks before a credit, or that another line of the same plan pays. */
function closedBefore(
  { bookedOn }: CreditFacts,
  closed: readonly ClosedOrder[],
  open: readonly OpenOrder[],
  taken: ReadonlySet<OrderId>,
): ClosedAlike[] {
  const byThisPlan = open
    .filter(({ id }) => taken.has(id))
    .map(({ orderNumber }) => ({ orderNumber, payment: 'paid' as const, on: bookedOn }))
  return [...byThisPlan, ...closed.filter(({ on }) => on >= addDays(bookedOn, -CLOSED_LATELY_DAYS))]
}

/** A cut name pays for the whole one: what was learned is a doubt only where it leads to another order. */
const besides = (fits: readonly OpenOrder[], learned: readonly LearnedOrder[] = []): LearnedOrder | undefined =>
  learned.find(({ id }) => !fits.some((order) => order.id === id))

const remitterOf = ({ remittingBank, remittingBranch, amount }: CreditFacts, name: string): RemitterAsked => [
  name,
  remittingBank,
  remittingBranch,
  amount,
]

/** The remitters of credits for which an order may have been found by name, where the bank tells the branch they remit from. */
function remittersFound(credits: readonly CreditFacts[], names: readonly string[], found: readonly Pair[]): RemitterAsked[] {
  const known = new Set(found.map((pair) => pair.join('|')))
  const asked = credits.flatMap((credit, index): RemitterAsked[] => {
    const name = names[index] ?? ''
    const isTold = credit.remittingBank !== '' && credit.remittingBranch !== ''
    return isTold && known.has(`${name}|${credit.amount}`) ? [remitterOf(credit, name)] : []
  })
  return [...new Map(asked.map((one) => [one.join('|'), one])).values()]
}

/** The day of another deposit of the same name and amount that waits, near enough to be the same payment; null where there is none. */
function sameWaiting({ receiptId, bookedOn }: CreditFacts, waiting: readonly WaitingDeposit[]): BusinessDate | null {
  const [from, to] = [addDays(bookedOn, -SAME_DEPOSIT_DAYS), addDays(bookedOn, SAME_DEPOSIT_DAYS)]
  return waiting.find((other) => other.receiptId !== receiptId && other.bookedOn >= from && other.bookedOn <= to)?.bookedOn ?? null
}

/** Transfers of these amounts that have left and may come back. */
export async function transfersThatLeft(ledger: Reader, credits: readonly CreditFacts[]): Promise<Map<Yen, StoredTransfer[]>> {
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
const namesFound = (found: readonly OpenOrder[]): string[] => [...new Set(found.map(({ payerKey }) => payerKey))]

/** The first day on which one of them was booked. */
export function firstDay(credits: readonly CreditFacts[]): BusinessDate {
  const [first, ...others] = credits.map(({ bookedOn }) => bookedOn)
  if (first === undefined) throw new Error('no credits')
  return others.reduce((one, other) => (other < one ? other : one), first)
}

type Pair = readonly [string, number]

/** The names and amounts by which orders were found: only there another order may be the one that is meant. */
const pairsFound = (found: readonly OpenOrder[]): Pair[] => distinct(found.map(({ payerKey, open }): Pair => [payerKey, open]))

/** Of credits that have a number: their names and amounts. */
export const keyedPairs = (credits: readonly CreditFacts[], names: readonly string[]): Pair[] =>
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
