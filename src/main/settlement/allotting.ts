import { type Yen, yen } from '../../preload/contract/money'

/* Several deposits to several orders: the oldest deposit pays the oldest order until one of them is used up. Nothing is chosen freely. */

export interface AllottedPart<Deposit, Order> {
  readonly deposit: Deposit
  readonly order: Order
  readonly amount: Yen
}

/** Both in their order, the oldest first. What is left of the last deposit, or missing of the last order, is what no part tells of. */
export function allotInTurn<Deposit extends { remaining: Yen }, Order extends { open: Yen }>(
  deposits: readonly Deposit[],
  orders: readonly Order[],
): AllottedPart<Deposit, Order>[] {
  const parts: AllottedPart<Deposit, Order>[] = []
  const waiting = orders.map((order) => ({ order, open: order.open as number }))
  for (const deposit of deposits) {
    let left: number = deposit.remaining
    for (const one of waiting) {
      const amount = Math.min(left, one.open)
      if (amount <= 0) continue
      parts.push({ deposit, order: one.order, amount: yen(amount) })
      one.open -= amount
      left -= amount
    }
  }
  return parts
}
