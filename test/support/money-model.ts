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

  /** Money comes in and goes out; what is certain finds its order by itself. Tells how many did. */
  book(lines: readonly ModelLine[]): number {
    this.outgoing += lines.filter(({ kind }) => kind === 'debit').reduce((sum, { amount }) => sum + amount, 0)
    const deposits = lines
      .filter(({ kind }) => kind !== 'debit')
      .map((line) => ({ line, amount: line.amount, left: line.amount, isHeld: false }))
    this.deposits.push(...deposits)
    return this.clearAlone(deposits)
  }
  /** Tries again whatever waits whole and is held by nobody. */
  match(): number {
    return this.clearAlone(this.deposits.filter((deposit) => !deposit.isHeld && deposit.left === deposit.amount))
  }
  /** What names its order goes before what only bears its payer's name. */
  private clearAlone(deposits: readonly ModelDeposit[]): number {
    const named = deposits.filter(({ line }) => line.kind === 'name')
    const certain = deposits.filter(({ line }) => line.kind === 'virtual_account' || line.kind === 'reference')
    return [...certain, ...named].filter((deposit) => this.tryAlone(deposit)).length
  }
  /** Certain is: the one order the line points to, still wholly open for exactly this amount, and nobody has parted the two before. */
  private tryAlone(deposit: ModelDeposit): boolean {
    const { kind, order } = deposit.line
    const fits = (one: ModelOrder) => this.open(one) === deposit.amount
    const meant = order === null ? [] : kind === 'name' ? this.orders.filter((one) => one.payer === order.payer && fits(one)) : [order]
    const [only, other] = meant
    if (!only || other || !fits(only)) return false
    if (this.allocations.some((one) => one.isUndone && one.deposit === deposit && one.order === only)) return false
    this.allocate(deposit, only, deposit.amount)
    return true
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
