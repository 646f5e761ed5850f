/*
 * A small model of the money, written without looking at the product: what each account holds, what each order has been paid, what
 * each deposit has left. The model-based test lets the product and this do the same things and compares them after every step.
 */
export interface ModelOrder {
  number: string
  merchant: number
  amount: number
  paid: number
  payer: number
  isProtected: boolean
  virtualAccount: string
  isCancelled: boolean
}

export interface ModelLine {
  kind: 'virtual_account' | 'reference' | 'name' | 'nobody' | 'debit'
  order: ModelOrder | null
  amount: number
}

export interface ModelDeposit {
  line: ModelLine
  amount: number
  left: number
  isHeld: boolean
}

export interface ModelAllocation {
  deposit: ModelDeposit
  order: ModelOrder
  amount: number
  isUndone: boolean
}

export const OPENING = 5_000_000

export class MoneyModel {
  readonly orders: ModelOrder[] = []
  readonly deposits: ModelDeposit[] = []
  readonly allocations: ModelAllocation[] = []
  private outgoing = 0

  open(order: ModelOrder): number {
    return order.isCancelled ? 0 : order.amount - order.paid
  }
  status(order: ModelOrder): string {
    if (order.isCancelled) return 'cancelled'
    if (order.paid === 0) return 'unpaid'
    return order.paid < order.amount ? 'partially_paid' : 'paid'
  }
  waiting(): ModelDeposit[] {
    return this.deposits.filter(({ left }) => left > 0)
  }
  get bankBalance(): number {
    return OPENING + this.deposits.reduce((sum, { amount }) => sum + amount, 0) - this.outgoing
  }

  /** Money comes in or goes out; what is certain finds its order by itself. Tells whether it did. */
  book(line: ModelLine): boolean {
    if (line.kind === 'debit') {
      this.outgoing += line.amount
      return false
    }
    const deposit = { line, amount: line.amount, left: line.amount, isHeld: false }
    this.deposits.push(deposit)
    return this.tryAlone(deposit)
  }
  /** Certain is: the one order the line points to, still wholly open for exactly this amount. */
  private tryAlone(deposit: ModelDeposit): boolean {
    const { kind, order } = deposit.line
    const meant =
      kind === 'nobody' || !order
        ? []
        : kind === 'name'
          ? this.orders.filter((one) => one.payer === order.payer && this.open(one) === deposit.amount)
          : [order]
    const [only, other] = meant
    if (!only || other || this.open(only) !== deposit.amount) return false
    this.allocate(deposit, only, deposit.amount)
    return true
  }
  match(): number {
    return this.deposits.filter((deposit) => !deposit.isHeld && deposit.left === deposit.amount && this.tryAlone(deposit)).length
  }
  allocate(deposit: ModelDeposit, order: ModelOrder, amount: number): void {
    deposit.left -= amount
    order.paid += amount
    if (deposit.left === 0) deposit.isHeld = false
    this.allocations.push({ deposit, order, amount, isUndone: false })
  }
  undo(allocation: ModelAllocation): void {
    allocation.isUndone = true
    allocation.deposit.left += allocation.amount
    allocation.order.paid -= allocation.amount
  }

  /** Debit less credit of every account that is not empty, by a name that both sides can make. */
  balances(): Record<string, number> {
    const sums: Record<string, number> = { opening_balance: -OPENING, bank: this.bankBalance, unexplained_outgoing: this.outgoing }
    sums.suspense = -this.deposits.reduce((sum, { left }) => sum + left, 0)
    for (const order of this.orders) {
      const account = `${order.isProtected ? 'held_for_payers' : 'merchant_payable'} of ${order.merchant}`
      sums[account] = (sums[account] ?? 0) - order.paid
    }
    return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0))
  }
}
