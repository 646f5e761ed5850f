import type { OpenOrder, Reason } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import { differenceReason } from './differences'
import { type ClosedAlike, closedBeside, formerHolder } from './matching'
import { compareNames } from './names'
import { agreements, contradictions, type DepositFacts, distinct, isElsewhere, isOpen, nameBesides, reason } from './reasons'

/* Orders for a person to choose from: the same reasons as matching.ts, weighed instead of decided upon. Nothing here clears anything. */

export const CANDIDATES_MAX = 20

export interface RankedOrder {
  readonly orderId: OrderId
  /** Facts against first, each group in the order in which they weigh. */
  readonly reasons: Reason[]
  /** Yen that are left of the deposit if the order takes all it can; negative when the order stays short. */
  readonly difference: Yen
}

const weights: Partial<Record<Reason['code'], number>> = {
  virtual_account: 400,
  reference_in_text: 300,
  name_equal: 200,
  amount_equal: 160,
  name_prefix: 120,
  name_close: 80,
  same_merchant: 20,
  learned: 140,
  former_number: 100,
  fee_deducted: 60,
  rounding: 60,
  completed_by_deposit: 30,
  // The number says nothing any more.
  former_holder: -560,
  within_due_date: 5,
  name_differs: -10,
  after_due_date: -30,
  amount_short: -40,
  amount_over: -40,
  reference_of_other: -60,
  virtual_account_of_other: -80,
  before_order: -120,
  order_closed: -150,
  other_method: -60,
  instruction_withdrawn: -20,
}

/** What the ledger knows besides: of the remitter, of the number, and of what else waits. */
export interface Known {
  /** How often the remitter has paid for each payer before, from the same branch. */
  readonly learned: ReadonlyMap<string, number>
  /** Orders that held the deposit's virtual account before. */
  readonly formerHolders: readonly OpenOrder[]
  /** What other waiting deposits of the same name have left, each with its day, and whether it came without a virtual account. */
  readonly otherDeposits: readonly { readonly remaining: Yen; readonly bookedOn: BusinessDate; readonly isNumberless: boolean }[]
  /** Orders of the remitter's name and of exactly so much that were paid, or are over, since the last weeks. */
  readonly closedLately: readonly ClosedAlike[]
}
const NOTHING_KNOWN: Known = { learned: new Map(), formerHolders: [], otherDeposits: [], closedLately: [] }

interface Weighed {
  readonly order: OpenOrder
  readonly reasons: readonly Reason[]
  readonly weight: number
}

/**
 * Ranks orders for the workbench, the likeliest first, at most twenty; the same input gives the same order. Several at the top that
 * fit equally each carry `other_fits_equally`.
 */
export function rank(facts: DepositFacts, orders: readonly OpenOrder[], known: Known = NOTHING_KNOWN): RankedOrder[] {
  const all = distinct(orders).sort((a, b) => a.id - b.id)
  const weighed = all.map((order) => weigh(facts, order, all, known))
  weighed.sort((a, b) => b.weight - a.weight || nearer(facts, a.order, b.order))
  const best = weighed[0]
  const tied = weighed.filter((one) => best && best.weight > 0 && one.weight === best.weight && one.order.open === best.order.open)
  return weighed.slice(0, CANDIDATES_MAX).map((one) => ranked(facts, one, tied.includes(one) ? tied : []))
}

function weigh(facts: DepositFacts, order: OpenOrder, all: readonly OpenOrder[], known: Known): Weighed {
  const reasons = [
    ...keyReasons(facts, order, all, known),
    ...nameReasons(facts, order),
    ...knownReasons(facts, order, known),
    ...doubts(facts, order, all, known),
    ...agreements(facts, order),
    ...contradictions(facts, order),
    ...namedDifference(facts, order),
  ]
  return { order, reasons, weight: reasons.reduce((sum, { code }) => sum + (weights[code] ?? 0), 0) }
}

/** Every fact for and against one order, beside all that were found. */
export function reasonsOf(facts: DepositFacts, order: OpenOrder, all: readonly OpenOrder[], known: Known): readonly Reason[] {
  return weigh(facts, order, all, known).reasons
}

function knownReasons(facts: DepositFacts, order: OpenOrder, { learned, formerHolders, otherDeposits, closedLately }: Known): Reason[] {
  const reasons: Reason[] = []
  const closed = order.open === facts.amount && order.payerKey === facts.nameKey ? closedBeside(order, closedLately) : undefined
  if (closed && closed.orderNumber !== order.orderNumber) reasons.push(reason('closed_alike', closed.orderNumber))
  const times = learned.get(order.payerKey)
  if (times !== undefined) reasons.push(reason('learned', String(times)))
  if (facts.virtualAccount !== null && order.virtualAccount === facts.virtualAccount)
    reasons.push(...formerHolder(facts, order, formerHolders))
  const rest = otherDeposits.find(({ remaining }) => remaining === order.open - facts.amount)
  if (rest) reasons.push(reason('completed_by_deposit', rest.bookedOn))
  return reasons
}

/**
 * Why the program leaves to a person what fits to the yen: as much of the same name waits without a number, or somebody for whom the remitter has
 * paid before owes as much. They weigh nothing: they forbid, and say nothing of which order comes first.
 */
function doubts(facts: DepositFacts, order: OpenOrder, all: readonly OpenOrder[], { learned, otherDeposits }: Known): Reason[] {
  if (order.open !== facts.amount) return []
  const alike = otherDeposits.find(({ remaining, isNumberless }) => isNumberless && remaining === facts.amount)
  const rival = all.find(
    (other) => other.payerKey !== order.payerKey && other.open === facts.amount && isOpen(other) && learned.has(other.payerKey),
  )
  return [
    ...(alike ? [reason('same_deposit_waits', alike.bookedOn)] : []),
    ...(rival && !learned.has(order.payerKey) ? [reason('learned_fits', rival.orderNumber)] : []),
  ]
}

/** What the difference between deposit and order may be, where it has a name. */
function namedDifference(facts: DepositFacts, order: OpenOrder): Reason[] {
  const sent = { amount: facts.amount, on: facts.valueOn, bank: facts.remittingBank ?? '' }
  const named = differenceReason(yen(facts.amount - order.open), facts.rules, sent)
  return named ? [named] : []
}

function keyReasons(facts: DepositFacts, order: OpenOrder, all: readonly OpenOrder[], { formerHolders }: Known): Reason[] {
  const reasons: Reason[] = []
  const { virtualAccount } = facts
  if (virtualAccount !== null && order.virtualAccount === virtualAccount) reasons.push(reason('virtual_account', virtualAccount))
  else if (virtualAccount !== null && formerHolders.some(({ id }) => id === order.id)) reasons.push(reason('former_number', virtualAccount))
  else if (virtualAccount !== null && (all.some((other) => other.virtualAccount === virtualAccount) || isElsewhere(facts, order))) {
    reasons.push(reason('virtual_account_of_other', virtualAccount))
  }
  const referred = all.filter(({ referenceKey }) => facts.references.includes(referenceKey))
  if (facts.references.includes(order.referenceKey)) reasons.push(reason('reference_in_text', order.orderNumber))
  else if (referred[0]) reasons.push(reason('reference_of_other', referred[0].orderNumber))
  if (facts.merchantId != null && order.merchantId === facts.merchantId) reasons.push(reason('same_merchant', ''))
  return reasons
}

function nameReasons(facts: DepositFacts, order: OpenOrder): Reason[] {
  if (facts.nameKey === '' || order.payerKey === '') return []
  const code = { equal: 'name_equal', prefix: 'name_prefix', close: 'name_close', different: 'name_differs' } as const
  return [reason(code[compareNames(nameBesides(facts, order), order.payerKey, facts.cutName != null)], order.payerKey)]
}

/** Between equals: the smaller difference, the earlier due date, the earlier order, the earlier identity. */
function nearer(facts: DepositFacts, a: OpenOrder, b: OpenOrder): number {
  const differences = Math.abs(facts.amount - a.open) - Math.abs(facts.amount - b.open)
  return differences || byText(a.dueOn ?? '9999', b.dueOn ?? '9999') || byText(a.receivedOn, b.receivedOn) || a.id - b.id
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function ranked(facts: DepositFacts, { order, reasons }: Weighed, tied: readonly Weighed[]): RankedOrder {
  const twin = tied.find((other) => other.order.id !== order.id)
  const all = twin ? [...reasons, reason('other_fits_equally', twin.order.orderNumber)] : reasons
  const heaviest = (a: Reason, b: Reason) => Math.abs(weights[b.code] ?? 0) - Math.abs(weights[a.code] ?? 0)
  const against = all.filter((one) => !one.for).sort(heaviest)
  const pro = all.filter((one) => one.for).sort(heaviest)
  return { orderId: order.id, reasons: [...against, ...pro], difference: yen(facts.amount - order.open) }
}
