import type { OpenOrder, Reason } from '../../preload/contract/clearing'
import type { OrderId } from '../../preload/contract/ids'
import { contradictions, type DepositFacts, isOpen, reason } from './reasons'
import { findSums } from './sums'

/*
 * Level 5 of the domain: one deposit that pays several orders of one payer. Cleared by the program only where the payer's name is the whole
 * evidence and leaves one answer; anything else is laid before a person as an equation.
 */

export type SumDecision =
  | { readonly cleared: true; readonly orders: readonly OpenOrder[]; readonly evidence: readonly Reason[] }
  | { readonly cleared: false }

const WAITS: SumDecision = { cleared: false }

/**
 * Decides whether a deposit pays exactly one set of its payer's open orders. `ofPayer`: every open order of exactly this name, of all
 * merchants. Nothing is cleared where one order alone fits, where a second set fits or the search was stopped, where the orders are of several
 * merchants, or where anything speaks against one of them.
 */
export function decideSum(facts: DepositFacts, ofPayer: readonly OpenOrder[]): SumDecision {
  if (facts.nameKey === '' || facts.virtualAccount !== null || facts.notCustomerMoney !== null || facts.returnedTransfer) return WAITS
  const open = ofPayer.filter((order) => isOpen(order) && order.payerKey === facts.nameKey)
  if (open.some((order) => order.open === facts.amount)) return WAITS
  const { sets, isComplete } = findSums(open, facts.amount)
  const [set, other] = sets
  if (!set || other || !isComplete) return WAITS
  const orders = chosen(open, set)
  if (new Set(orders.map(({ merchantId }) => merchantId)).size > 1) return WAITS
  // What one of them alone would leave open, or over, is what the others are for.
  const against = orders.flatMap((order) => contradictions({ ...facts, amount: order.open }, order))
  if (against.some(({ veto }) => veto)) return WAITS
  return { cleared: true, orders, evidence: sumEvidence(facts, orders) }
}

export function chosen<T extends Pick<OpenOrder, 'id'>>(orders: readonly T[], set: readonly OrderId[]): T[] {
  return set.flatMap((id) => orders.find((order) => order.id === id) ?? [])
}

export function sumEvidence(facts: DepositFacts, orders: readonly OpenOrder[]): Reason[] {
  const name = orders.every(({ payerKey }) => payerKey === facts.nameKey) ? [reason('name_equal', facts.nameKey)] : []
  return [...name, reason('sum_fits', orders.map(({ orderNumber }) => orderNumber).join(' + '))]
}
