/*
 * The arithmetic of a choice at the clearing desk: which orders take how much of a deposit, and what is left.
 * Pure figures only: no screen, no asking the core. The desk (clearing-desk.ts) keeps a choice; `clearing.clear` carries it out.
 */
import type { Candidate, Proposal } from '../../../preload/contract/clearing'
import type { OrderId } from '../../../preload/contract/ids'
import { type PositiveYen, sumYen, type Yen, yen, ZERO_YEN } from '../../../preload/contract/money'

/** So many yen of the deposit for one order. `amount` is null while what stands in the box is no amount. */
export interface Part {
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly version: number
  /** What the order still waits for. */
  readonly open: Yen
  readonly amount: Yen | null
}

/** Why a choice cannot be cleared as it stands. */
export type SelectionProblem =
  | { problem: 'nothing_chosen' }
  | { problem: 'amount_missing'; orderNumber: string }
  | { problem: 'exceeds_order'; orderNumber: string; open: Yen }
  | { problem: 'exceeds_deposit'; remaining: Yen }

export function least(a: Yen, b: Yen): Yen {
  return a < b ? a : b
}

/** What the deposit has left after these parts; negative when they ask for more than there is. */
export function remainingAfter(remaining: Yen, parts: readonly Part[]): Yen {
  return yen(remaining - sumYen(parts.map((part) => part.amount ?? ZERO_YEN)))
}

/** Where a choice does not come out even: something is left of the deposit, something is missing of an order, both, or neither. */
export function restSide(parts: readonly Part[], left: Yen): 'none' | 'deposit' | 'orders' | 'both' {
  if (parts.length === 0) return 'none'
  const isShort = parts.some(({ amount, open }) => (amount ?? ZERO_YEN) < open)
  if (left > 0) return isShort ? 'both' : 'deposit'
  return isShort ? 'orders' : 'none'
}

/** The part an order takes of what is left: all it waits for, or all there is. Never negative. */
export function partOf(candidate: Candidate, left: Yen): Part {
  const amount = least(candidate.open, left)
  return {
    orderId: candidate.orderId,
    orderNumber: candidate.orderNumber,
    version: candidate.version,
    open: candidate.open,
    amount: amount > 0 ? amount : null,
  }
}

/** The parts the orders of a proposal take, one after the other, of what is left. */
export function partsOf({ orders }: Proposal, left: Yen): readonly Part[] {
  const parts: Part[] = []
  for (const order of orders) parts.push(partOf(order, remainingAfter(left, parts)))
  return parts
}

/**
 * Takes the orders of a proposal into the choice with what is left for them, or out of it again where all stand in it. An order for which
 * nothing is left stays out.
 */
export function toggleParts(parts: readonly Part[], { orders }: Proposal, remaining: Yen): readonly Part[] {
  const isIn = ({ orderId }: Candidate) => parts.some((part) => part.orderId === orderId)
  if (orders.every(isIn)) return parts.filter((part) => !orders.some(({ orderId }) => orderId === part.orderId))
  const added = orders.filter((order) => !isIn(order)).reduce<readonly Part[]>((all, order) => withPart(all, order, remaining), parts)
  return added.length === parts.length ? parts : added
}

function withPart(parts: readonly Part[], order: Candidate, remaining: Yen): readonly Part[] {
  const part = partOf(order, remainingAfter(remaining, parts))
  return part.amount === null ? parts : [...parts, part]
}

/** The first thing that stands against clearing this choice, or null. The core checks all of it again. */
export function problemOf(parts: readonly Part[], remaining: Yen): SelectionProblem | null {
  if (parts.length === 0) return { problem: 'nothing_chosen' }
  for (const { amount, open, orderNumber } of parts) {
    if (amount === null || amount <= 0) return { problem: 'amount_missing', orderNumber }
    if (amount > open) return { problem: 'exceeds_order', orderNumber, open }
  }
  return remainingAfter(remaining, parts) < 0 ? { problem: 'exceeds_deposit', remaining } : null
}

/** The parts that carry an amount, as the core takes them. */
export function settledParts(parts: readonly Part[]): { orderId: OrderId; version: number; amount: PositiveYen }[] {
  return parts.flatMap(({ orderId, version, amount }) => (amount !== null && amount > 0 ? [{ orderId, version, amount }] : []))
}
