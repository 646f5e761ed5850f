import type { OpenOrder, Reason } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId } from '../../preload/contract/ids'
import { yen } from '../../preload/contract/money'
import { differenceReason } from './differences'
import { compareNames } from './names'
import { agreements, contradictions, type DepositFacts, distinct, isElsewhere, isOpen, nameBesides, reason } from './reasons'

export type { DepositFacts } from './reasons'

/*
 * 消し込み by the program itself, levels 1 to 3 of the domain: key, reference, name and amount. A contradiction is a veto, and
 * two orders that fit equally are no answer. Whatever is not certain goes to a person, with the reasons that were found.
 */

/** The orders that the deposit's facts lead to, of all merchants. Closed ones may be among them: they are facts against. */
export interface Found {
  readonly byVirtualAccount: readonly OpenOrder[]
  readonly byReference: readonly OpenOrder[]
  readonly byName: readonly OpenOrder[]
  /** Open orders of exactly this name, of whatever amount: what was paid less a transfer's cost may be meant for another of them. */
  readonly ofName?: readonly OpenOrder[]
  /** Orders that held the deposit's virtual account before, and are over. */
  readonly formerHolders?: readonly OpenOrder[]
  /** Orders of exactly this name and amount that were paid, or are over, since the last weeks. */
  readonly closedLately?: readonly ClosedAlike[]
  /** The number of an open order of exactly this amount, of somebody for whom the remitter has paid before. */
  readonly learnedFits?: string | null
  /** The day of a deposit of the same name and amount that came without a number, in the last days, and still waits; null where there is none. */
  readonly sameWaits?: BusinessDate | null
  /** Whole yen of the other deposits of exactly this name that wait. */
  readonly othersWaiting?: readonly number[]
}

/** An order that is over. `on`: the day it was paid, or by which it was due. */
export interface ClosedAlike {
  readonly orderNumber: string
  readonly payment: 'paid' | 'over'
  readonly on: BusinessDate
}

/**
 * What a deposit of this order's name and amount may be besides: a payment made twice, where two stood open alike and one of them was paid by
 * another deposit; or a late one, where one is over.
 */
export const closedBeside = (order: OpenOrder, closed: readonly ClosedAlike[]): ClosedAlike | undefined =>
  closed.find(({ payment, on }) => payment === 'over' || order.receivedOn <= on)

export type Decision =
  | { readonly cleared: true; readonly orderId: OrderId; readonly level: 1 | 2 | 3; readonly evidence: Reason[] }
  /** Empty reasons: nothing was found at all. */
  | { readonly cleared: false; readonly why: Reason[] }

/** Decides whether a deposit pays one order for certain, and by which level. The surest fact that leads anywhere decides alone. */
export function decide(facts: DepositFacts, found: Found): Decision {
  if (facts.notCustomerMoney !== null) return waits(reason('not_customer_money', facts.notCustomerMoney))
  if (facts.returnedTransfer) return waits(reason('returned_transfer', facts.returnedTransfer))
  if (found.byVirtualAccount.length > 0) return decideByKey(facts, found)
  if (found.byReference.length > 0) return decideByReference(facts, found)
  return decideByName(facts, found)
}

/** Level 1: exactly one order holds the virtual account, and nothing speaks against it. */
function decideByKey(facts: DepositFacts, found: Found): Decision {
  const key = reason('virtual_account', facts.virtualAccount ?? '')
  const [order, other] = preferOpen(found.byVirtualAccount)
  if (!order) return waits(key)
  if (other) return waits(key, rival(order, other))
  const same = found.sameWaits ? [reason('same_deposit_waits', found.sameWaits)] : []
  return conclude(facts, order, 1, [
    key,
    ...referenceReasons(order, found.byReference),
    ...formerHolder(facts, order, found.formerHolders),
    ...same,
  ])
}

/**
 * Whoever had the number before may have paid, late: the name is not that of the order which holds the number now, and it is theirs, or they
 * never paid exactly as much. Where the name is of both, only who never paid exactly as much.
 */
export function formerHolder(facts: DepositFacts, order: OpenOrder, former: readonly OpenOrder[] = []): Reason[] {
  const isTheirs = isNamesake(facts, order)
    ? (other: OpenOrder) => isNamesake(facts, other) && other.open === facts.amount
    : (other: OpenOrder) => isNamesake(facts, other) || other.open === facts.amount
  const theirs = former.find((other) => other.id !== order.id && isTheirs(other))
  return theirs ? [reason('former_holder', theirs.orderNumber)] : []
}

/** The name is the payer's, or near it; a bank that tells no name says nothing against. */
function isNamesake(facts: DepositFacts, order: OpenOrder): boolean {
  const name = nameBesides(facts, order)
  return name !== '' && compareNames(name, order.payerKey, facts.cutName != null) !== 'different'
}

/** A reference to this order speaks for it; one to another order of its merchant, or only to others, against it. */
function referenceReasons(order: OpenOrder, byReference: readonly OpenOrder[]): Reason[] {
  const own = byReference.some(({ id }) => id === order.id)
  const others = byReference.filter(({ referenceKey }) => referenceKey !== order.referenceKey)
  const against = own ? others.find(({ merchantId }) => merchantId === order.merchantId) : byReference[0]
  const reasons = own ? [reason('reference_in_text', order.orderNumber)] : []
  return against ? [...reasons, reason('reference_of_other', against.orderNumber)] : reasons
}

/** Level 2: exactly one open order has a reference that stands in the texts; of one merchant only, where the virtual account tells which. */
function decideByReference(facts: DepositFacts, { byReference, byName }: Found): Decision {
  const candidates = byReference.filter(({ merchantId }) => !facts.merchantId || merchantId === facts.merchantId)
  const [order, other] = namesakesFirst(facts, preferOpen(candidates))
  if (!order) return waits(...byReference.slice(0, 1).map(({ orderNumber }) => reason('reference_of_other', orderNumber)))
  const reference = reason('reference_in_text', order.orderNumber)
  if (other && !isOnlyNamesake(facts, order, candidates)) return waits(reference, rival(order, other))
  // Merchants number their orders alike: where another has the same number, the name must tell whose it is.
  const namesake = candidates.find(({ merchantId }) => merchantId !== order.merchantId)
  if (namesake && !namesAgree(facts, order)) return waits(reference, rival(order, namesake))
  // A digit that was misread leads to an order of somebody else: an order of the remitter's own name that fits as well is the likelier one.
  const own = namesAgree(facts, order) ? undefined : namedFits(facts, byName).find(({ id }) => id !== order.id)
  if (own) return waits(reference, rival(order, own))
  // Among orders of one price a misread digit leads to a stranger's: who has another name is asked about, unless the account tells the merchant.
  const named = namesAgree(facts, order) ? [reason('name_equal', order.payerKey)] : []
  if (facts.nameKey !== '' && order.payerKey !== '' && !facts.merchantId && !isNamesake(facts, order)) {
    return waits(reference, { ...reason('name_differs', order.payerKey), veto: true })
  }
  return conclude(facts, order, 2, [reference, ...named])
}

/** Where several have the number, whoever has the name comes first. */
function namesakesFirst(facts: DepositFacts, orders: readonly OpenOrder[]): readonly OpenOrder[] {
  return [...orders].sort((a, b) => Number(namesAgree(facts, b)) - Number(namesAgree(facts, a)))
}

/** It has the number and the name, and no other has both. */
function isOnlyNamesake(facts: DepositFacts, order: OpenOrder, all: readonly OpenOrder[]): boolean {
  return namesAgree(facts, order) && distinct(all).every((other) => other.id === order.id || !namesAgree(facts, other))
}

/** The open orders of this name and amount. */
function namedFits(facts: DepositFacts, byName: readonly OpenOrder[]): OpenOrder[] {
  return distinct(byName).filter(
    (order) => isOpen(order) && namesAgree(facts, order) && order.open === facts.amount && order.receivedOn <= facts.valueOn,
  )
}

/** Level 3: of all open orders of all merchants exactly one has this payer and this amount. */
function decideByName(
  facts: DepositFacts,
  { byName, ofName = [], closedLately = [], learnedFits = null, sameWaits = null, othersWaiting = [] }: Found,
): Decision {
  const [order, other] = namedFits(facts, byName)
  if (!order) return waits()
  const name = reason(order.payerKey === facts.nameKey ? 'name_equal' : 'name_prefix', facts.nameKey)
  if (other) return waits(name, reason('amount_equal', String(facts.amount)), rival(order, other))
  const lessFee = ofName.find(({ id, open }) => id !== order.id && differenceReason(yen(facts.amount - open), facts.rules) !== null)
  if (lessFee) return waits(name, reason('amount_equal', String(facts.amount)), rival(order, lessFee))
  // With another deposit of the name that waits, it is just what another of the orders asks for.
  const completed = ofName.find(({ id, open }) => id !== order.id && othersWaiting.includes(open - facts.amount))
  if (completed) return waits(name, reason('amount_equal', String(facts.amount)), rival(order, completed))
  const doubts = [
    ...optional('closed_alike', closedBeside(order, closedLately)?.orderNumber),
    ...optional('learned_fits', learnedFits),
    ...optional('same_deposit_waits', sameWaits),
  ]
  if (doubts.length > 0) return waits(name, reason('amount_equal', String(facts.amount)), ...doubts)
  const only = isElsewhere(facts, order)
    ? reason('virtual_account_of_other', facts.virtualAccount ?? '')
    : reason('only_open_order', order.orderNumber)
  return conclude(facts, order, 3, [name, only])
}

const optional = (code: Reason['code'], detail: string | null | undefined): Reason[] => (detail == null ? [] : [reason(code, detail)])

function namesAgree(facts: DepositFacts, order: OpenOrder): boolean {
  const { nameKey, cutName } = facts
  if (nameKey === '') return false
  if (order.payerKey === nameKey || order.payerKey === nameBesides(facts, order)) return true
  return cutName != null && (order.payerKey.startsWith(cutName.beginning) || order.payerKey === cutName.whole)
}

/** The open ones; where there is none, the closed, so that the person is told which order it was. */
function preferOpen(orders: readonly OpenOrder[]): readonly OpenOrder[] {
  const open = distinct(orders.filter(isOpen))
  return open.length > 0 ? open : orders.slice(0, 1)
}

function rival(order: OpenOrder, other: OpenOrder): Reason {
  return reason(other.merchantId === order.merchantId ? 'other_fits_equally' : 'other_merchant_fits', other.orderNumber)
}

/** Adds amount, dates and state, and clears unless one of all these reasons is a veto. */
function conclude(facts: DepositFacts, order: OpenOrder, level: 1 | 2 | 3, leading: readonly Reason[]): Decision {
  const reasons = [...leading, ...agreements(facts, order), ...contradictions(facts, order)]
  return reasons.some(({ veto }) => veto)
    ? { cleared: false, why: againstFirst(reasons) }
    : { cleared: true, orderId: order.id, level, evidence: reasons }
}

function againstFirst(reasons: readonly Reason[]): Reason[] {
  return [...reasons.filter((one) => !one.for), ...reasons.filter((one) => one.for)]
}

function waits(...why: Reason[]): Decision {
  return { cleared: false, why: againstFirst(why) }
}
