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
  /** The day it was booked, counted from the first. */
  day: number
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

/** What there was when something began to be weighed: the deposits that waited, and since, the orders that were taken, with what was open of each. */
interface Weighed {
  readonly waiting: readonly (ModelDeposit & { readonly is?: ModelDeposit })[]
  readonly taken: Map<ModelOrder, number>
}

const byKind = (deposits: readonly ModelDeposit[]): [certain: ModelDeposit[], named: ModelDeposit[]] => [
  deposits.filter(({ line }) => line.kind === 'virtual_account' || line.kind === 'reference'),
  deposits.filter(({ line }) => line.kind === 'name'),
]

/** Whose name a deposit bears: a payer's, or that of nobody in particular. */
const nameOf = ({ line }: ModelDeposit): number | 'nobody' =>
  (line.kind === 'name' || line.kind === 'reference') && line.order ? line.order.payer : 'nobody'

const isAnother = (one: ModelDeposit & { is?: ModelDeposit }, deposit: ModelDeposit): boolean => (one.is ?? one) !== deposit

/** As much of the same name came in within a week, without a number, and waits whole. */
function isAlikeWaiting(deposit: ModelDeposit, { waiting }: Weighed): boolean {
  return waiting.some(
    (one) =>
      isAnother(one, deposit) &&
      one.line.kind !== 'virtual_account' &&
      nameOf(one) === nameOf(deposit) &&
      one.amount === deposit.amount &&
      one.left === one.amount &&
      Math.abs(one.day - deposit.day) <= 7,
  )
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
  book(lines: readonly ModelLine[], day: number): number {
    this.outgoing += lines.filter(({ kind }) => kind === 'debit').reduce((sum, { amount }) => sum + amount, 0)
    const deposits = lines
      .filter(({ kind }) => kind !== 'debit')
      .map((line) => ({ line, day, amount: line.amount, left: line.amount, isHeld: false }))
    // What a statement brings is weighed against what was there before it.
    const before: Weighed = { waiting: this.waiting(), taken: new Map() }
    const [certain, named] = byKind(deposits)
    const cleared = [...certain, ...named].filter((deposit) => this.tryAlone(deposit, before)).length
    this.deposits.push(...deposits)
    return cleared
  }
  /** Tries again whatever waits whole and is held by nobody: what names its order first, then what only bears its payer's name. */
  match(): number {
    const whole = this.deposits.filter((deposit) => !deposit.isHeld && deposit.left === deposit.amount)
    return byKind(whole).reduce((cleared, some) => {
      const before: Weighed = { waiting: this.waiting().map((deposit) => ({ ...deposit, is: deposit })), taken: new Map() }
      return cleared + some.filter((deposit) => this.tryAlone(deposit, before)).length
    }, 0)
  }
  /**
   * Certain is: the one order the line points to, still wholly open for exactly this amount; nobody has parted the two before, and the same money
   * cannot be meant otherwise.
   */
  private tryAlone(deposit: ModelDeposit, before: Weighed): boolean {
    const { kind, order } = deposit.line
    const fits = (one: ModelOrder) => this.open(one) === deposit.amount
    const meant = order === null ? [] : kind === 'name' ? this.orders.filter((one) => one.payer === order.payer && fits(one)) : [order]
    const [only, other] = meant
    if (!only || other || !fits(only)) return false
    if (kind === 'virtual_account' && isAlikeWaiting(deposit, before)) return false
    if (kind === 'name' && this.isDoubtful(deposit, only, before)) return false
    if (this.allocations.some((one) => one.isUndone && one.deposit === deposit && one.order === only)) return false
    before.taken.set(only, this.open(only))
    this.allocate(deposit, only, deposit.amount)
    return true
  }
  /** By name alone: it may be a payment made twice, one for somebody else as before, or half of what another order asks for. */
  private isDoubtful(deposit: ModelDeposit, only: ModelOrder, before: Weighed): boolean {
    const { amount } = deposit
    const own = this.orders.filter(({ payer }) => payer === only.payer)
    const isOver = (one: ModelOrder) => one.amount === amount && (one.isCancelled || one.paid === one.amount)
    if (own.some((one) => one !== only && (before.taken.get(one) === amount || (isOver(one) && !before.taken.has(one))))) return true
    const paidFor = this.allocations.filter((one) => !one.isUndone && nameOf(one.deposit) === only.payer).map(({ order }) => order.payer)
    if (this.orders.some((one) => one.payer !== only.payer && paidFor.includes(one.payer) && this.open(one) === amount)) return true
    const rest = before.waiting.filter((one) => isAnother(one, deposit) && nameOf(one) === only.payer)
    return isAlikeWaiting(deposit, before) || own.some((one) => one !== only && rest.some(({ left }) => this.open(one) === amount + left))
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
