import type { OpenOrder, Reason } from '../../preload/contract/clearing'
import { contradictions, type DepositFacts, isOpen, reason } from './reasons'
import { POOL_MOST } from './sums'

/*
 * Level 5 of the domain: one deposit that pays several orders of one payer. By itself the program clears only what leaves nothing to choose: a
 * payer pays all it owes to one merchant, no more and no less. Any other sum is laid before a person as an equation.
 */

export type SumDecision =
  | { readonly cleared: true; readonly orders: readonly OpenOrder[]; readonly evidence: readonly Reason[] }
  | { readonly cleared: false }

const WAITS: SumDecision = { cleared: false }

/** What else may be told of the same money. */
export interface SumRivals {
  /** Orders whose number stands in the deposit's texts, open or not. */
  readonly byReference: readonly OpenOrder[]
  /** Another deposit of the same name waits: the two together may pay something else. */
  readonly hasOtherDeposit: boolean
  /** An order of this name is over that asked for as much, or for as much and what a transfer costs: it may be paid late, or twice. */
  readonly hasClosedAlike: boolean
}

/**
 * Decides whether a deposit pays everything its payer owes. `ofPayer`: the open orders of exactly this name, of all merchants, one more than can
 * be decided upon where there are so many. Nothing is cleared where the orders are of several merchants, where anything speaks against one of
 * them, or where the same money may be meant otherwise.
 */
export function decideSum(facts: DepositFacts, ofPayer: readonly OpenOrder[], rivals: SumRivals): SumDecision {
  if (facts.nameKey === '' || facts.virtualAccount !== null || facts.notCustomerMoney !== null || facts.returnedTransfer) return WAITS
  if (rivals.hasOtherDeposit || rivals.hasClosedAlike) return WAITS
  const orders = ofPayer.filter((order) => isOpen(order) && order.payerKey === facts.nameKey)
  if (orders.length < 2 || orders.length > POOL_MOST || totalOf(orders) !== facts.amount) return WAITS
  if (rivals.byReference.some(({ id }) => !orders.some((order) => order.id === id))) return WAITS
  if (new Set(orders.map(({ merchantId }) => merchantId)).size > 1) return WAITS
  // What one of them alone would leave over is what the others are for.
  const against = orders.flatMap((order) => contradictions({ ...facts, amount: order.open }, order))
  if (against.some(({ veto }) => veto)) return WAITS
  return { cleared: true, orders, evidence: [reason('name_equal', facts.nameKey), sumReason(orders)] }
}

const totalOf = (orders: readonly OpenOrder[]): number => orders.reduce((sum, { open }) => sum + open, 0)

/** That the orders come to the amount, with their numbers. */
export function sumReason(orders: readonly Pick<OpenOrder, 'orderNumber'>[]): Reason {
  return reason('sum_fits', orders.map(({ orderNumber }) => orderNumber).join(' + '))
}
