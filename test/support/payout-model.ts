import { type Disbursed, disburse, feesOf, type ModelRules, type ModelTerms } from './payout-model-figures'

/*
 * What becomes of the money once it is in: held, released, paid out, refunded, returned, paid again. Written anew from the domain's words,
 * with its own chart; it knows nothing of the product but the names of accounts.
 */

export interface ModelMerchant {
  readonly terms: ModelTerms
  held: boolean
  /** Counts the accounts it has had. */
  account: number
  /** Plays no part any more: nothing is planned for it. */
  isRetired: boolean
}

/** As the domain names the states; `taken`: in a run that is not approved. */
export type OrderStanding =
  | 'protected'
  | 'due_back'
  | 'free'
  | 'taken'
  | 'in_payout'
  | 'settled'
  | 'payout_returned'
  | 'in_refund'
  | 'refunded'
  | 'partly_refunded'
  | 'refund_returned'

export interface ModelOrder {
  readonly merchant: number
  readonly amount: number
  readonly paidOn: string
  /** From when on it may be paid out. */
  releasableOn: string
  standing: OrderStanding
  /** The last day on which its payer may speak. */
  windowEnds: string
  refunded: number
}

/** Money that is payable beside orders. */
export interface ModelItem {
  readonly merchant: number
  readonly amount: number
  readonly payableOn: string
  /** The payout that came back, or could not send it; none for the rest of a refunded order. */
  readonly of: ModelPayout | null
  readonly isReturned: boolean
  /** When the order was paid of which it is the rest: no fee of it was taken yet. */
  readonly paidOn: string | null
  /** A clerk says that the account is right. */
  isConfirmed: boolean
  state: 'free' | 'taken' | 'gone'
}

export interface ModelDebt {
  readonly merchant: number
  left: number
  /** Offset only once this run has gone out. */
  readonly waitsFor: ModelRun | null
}

export interface ModelPayout extends Disbursed<ModelDebt> {
  readonly merchant: number
  readonly account: number
  readonly orders: readonly ModelOrder[]
  readonly items: readonly ModelItem[]
  readonly gross: number
  readonly fees: number
  readonly tax: number
  state: 'planned' | 'held' | 'carried_over' | 'sent_back' | 'given_up'
  /** What its approval left behind: what stays payable, or is owed. */
  left: { item: ModelItem | null; debt: ModelDebt | null }
}

export interface ModelRefund {
  readonly order: ModelOrder | null
  readonly amount: number
  readonly isAfterSettlement: boolean
  state: 'approved' | 'in_run' | 'out' | 'seen' | 'returned' | 'replaced'
}

/** What a run sends, line by line. */
export interface ModelTransfer {
  readonly amount: number
  readonly payout: ModelPayout | null
  readonly refund: ModelRefund | null
  state: 'out' | 'seen' | 'back'
}

export interface ModelRun {
  state: 'draft' | 'submitted' | 'approved' | 'out' | 'given_up'
  readonly payouts: ModelPayout[]
  readonly refunds: ModelRefund[]
  /** Once it is out. */
  transfers: ModelTransfer[]
}

export interface ModelDeposit {
  readonly amount: number
  left: number
}

export const WINDOW_DAYS = 14

export class PayoutModel {
  rules: ModelRules = { minimum: 1, rounding: 'down' }
  readonly merchants: ModelMerchant[] = []
  readonly orders: ModelOrder[] = []
  readonly items: ModelItem[] = []
  readonly debts: ModelDebt[] = []
  readonly runs: ModelRun[] = []
  readonly refunds: ModelRefund[] = []
  readonly deposits: ModelDeposit[] = []
  readonly #chart = new Map<string, number>()

  constructor(opening: number) {
    this.#move('bank', 'opening_balance', opening)
  }

  #move(debit: string, credit: string, amount: number): void {
    this.#chart.set(debit, (this.#chart.get(debit) ?? 0) + amount)
    this.#chart.set(credit, (this.#chart.get(credit) ?? 0) - amount)
  }

  /** Every account that holds something. */
  get balances(): Record<string, number> {
    return Object.fromEntries([...this.#chart].filter(([, sum]) => sum !== 0).sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  paid(merchant: number, amounts: readonly number[], today: string, isProtected: boolean): void {
    for (const amount of amounts) {
      const standing = isProtected ? 'protected' : 'free'
      this.orders.push({
        ...{ merchant, amount, paidOn: today, releasableOn: today, standing, windowEnds: daysAfter(today, WINDOW_DAYS), refunded: 0 },
      })
      this.#move('bank', `${isProtected ? 'held' : 'payable'} of ${merchant}`, amount)
    }
  }

  /** Money that belongs to nothing. */
  deposited(amount: number): void {
    this.deposits.push({ amount, left: amount })
    this.#move('bank', 'suspense', amount)
  }

  /** Days on which a window ends, before today. */
  windowsOver(today: string): string[] {
    const over = this.orders.filter(({ standing, windowEnds }) => standing === 'protected' && windowEnds < today)
    return [...new Set(over.map(({ windowEnds }) => windowEnds))].sort()
  }

  /** Nothing was said in time: the money is the merchant's. */
  dayBegins(today: string): void {
    for (const order of this.orders) if (order.standing === 'protected' && order.windowEnds < today) this.release(order, today)
  }

  release(order: ModelOrder, today: string): void {
    this.#move(`held of ${order.merchant}`, `payable of ${order.merchant}`, order.amount)
    Object.assign(order, { standing: 'free', releasableOn: today })
  }

  /** Null where nothing is to be planned. */
  plan(through: string): ModelRun | null {
    const run: ModelRun = { state: 'draft', payouts: [], refunds: [], transfers: [] }
    for (const [at, { isRetired, account }] of this.merchants.entries()) {
      if (isRetired) continue
      const orders = this.orders.filter(
        ({ merchant, standing, releasableOn }) => merchant === at && standing === 'free' && releasableOn <= through,
      )
      const items = this.items.filter((item) => item.merchant === at && item.payableOn <= through && this.#isOpen(item, account))
      if (orders.length + items.length > 0) run.payouts.push(this.#payout(at, orders, items))
    }
    if (run.payouts.length === 0) return null
    this.runs.push(run)
    return run
  }

  #isOpen({ state, of, isReturned, isConfirmed }: ModelItem, account: number): boolean {
    if (state !== 'free') return false
    if (isReturned) return isConfirmed || of?.account !== account
    return of === null || this.#isOut(of)
  }

  #isOut(payout: ModelPayout): boolean {
    return this.runs.some(({ state, payouts }) => state === 'out' && payouts.includes(payout))
  }

  #payout(at: number, orders: ModelOrder[], items: ModelItem[]): ModelPayout {
    const { terms, held, account } = this.#merchant(at)
    const gross = sum(orders) + sum(items)
    const rests = items.flatMap(({ amount, paidOn }) => (paidOn === null ? [] : { amount, paidOn }))
    const { fees, tax } = feesOf([...orders, ...rests], terms, this.rules)
    const debts = this.debts.filter(
      ({ merchant, waitsFor, left }) => merchant === at && left > 0 && (waitsFor === null || waitsFor.state === 'out'),
    )
    const money = disburse(held ? 0 : gross - fees - tax, debts, terms, this.rules)
    const state = held ? 'held' : money.waits ? 'carried_over' : 'planned'
    const payout: ModelPayout = {
      ...money,
      merchant: at,
      account,
      orders,
      items,
      gross,
      fees,
      tax,
      state,
      left: { item: null, debt: null },
    }
    if (state !== 'planned') return payout
    for (const { debt, amount } of payout.offsets) debt.left -= amount
    for (const order of orders) order.standing = 'taken'
    for (const item of items) item.state = 'taken'
    return payout
  }

  #merchant(at: number): ModelMerchant {
    const merchant = this.merchants[at]
    if (!merchant) throw new Error(`there is no merchant ${at}`)
    return merchant
  }

  /** Whether a payee is paid elsewhere by now, so that no file may be made of the run. */
  isStale(run: ModelRun, without?: ModelPayout): boolean {
    return planned(run).some((payout) => payout !== without && payout.net > 0 && payout.account !== this.#merchant(payout.merchant).account)
  }

  /** Whether somebody in it is held since it was planned. */
  isHeld(run: ModelRun, without?: ModelPayout): boolean {
    return planned(run).some((payout) => payout !== without && payout.net > 0 && this.#merchant(payout.merchant).held)
  }

  /** Everything it took is as it was. */
  letGo(payout: ModelPayout, state: 'sent_back' | 'given_up'): void {
    for (const order of payout.orders) order.standing = 'free'
    for (const item of payout.items) item.state = 'free'
    for (const { debt, amount } of payout.offsets) debt.left += amount
    payout.state = state
  }

  approve(run: ModelRun, today: string): void {
    run.state = 'approved'
    for (const payout of planned(run)) {
      const { merchant, orders, items, remainder } = payout
      for (const order of orders) order.standing = 'in_payout'
      for (const item of items) item.state = 'gone'
      this.#post(payout, 1)
      if (remainder > 0) payout.left.item = this.#owe(merchant, remainder, today, payout, false)
      if (remainder < 0) payout.left.debt = this.#lend(merchant, -remainder, run)
    }
    if (run.refunds.length === 0 && total(run) === 0) this.handOver(run)
  }

  #owe(
    merchant: number,
    amount: number,
    payableOn: string,
    of: ModelPayout | null,
    isReturned: boolean,
    paidOn: string | null = null,
  ): ModelItem {
    const item: ModelItem = { merchant, amount, payableOn, of, isReturned, paidOn, isConfirmed: false, state: 'free' }
    this.items.push(item)
    return item
  }

  #lend(merchant: number, left: number, waitsFor: ModelRun | null): ModelDebt {
    const debt = { merchant, left, waitsFor }
    this.debts.push(debt)
    return debt
  }

  /** All of it at once, or, the other way round, all of it back. */
  #post({ merchant, fees, tax, offsets, transferFee, remainder, net }: ModelPayout, sign: 1 | -1): void {
    const [payable, owed] = [`payable of ${merchant}`, `owed by ${merchant}`]
    this.#move(payable, 'payouts in transit', sign * net)
    this.#move(payable, 'fees', sign * fees)
    this.#move(payable, 'tax', sign * tax)
    this.#move(payable, 'transfer fees', sign * transferFee)
    this.#move(payable, owed, sign * sum(offsets))
    this.#move(owed, payable, sign * Math.max(-remainder, 0))
  }

  giveUp(run: ModelRun): void {
    for (const payout of planned(run)) {
      if (run.state === 'approved') this.#post(payout, -1)
      const { item, debt } = payout.left
      if (item) item.state = 'gone'
      if (debt) debt.left = 0
      this.letGo(payout, 'given_up')
    }
    for (const refund of run.refunds) refund.state = 'approved'
    run.refunds.length = 0
    run.state = 'given_up'
  }

  handOver(run: ModelRun): void {
    run.state = 'out'
    const sending = planned(run).filter(({ net }) => net > 0)
    run.transfers = [
      ...sending.map((payout) => ({ amount: payout.net, payout, refund: null, state: 'out' as const })),
      ...run.refunds.map((refund) => ({ amount: refund.amount, payout: null, refund, state: 'out' as const })),
    ]
    for (const refund of run.refunds) refund.state = 'out'
    // Fees or debts took all of it: there is nothing to be waited for.
    for (const payout of planned(run)) if (payout.net === 0) this.#settle(payout)
  }

  /** Its orders are settled, also those of earlier payouts that came back and are paid by it. */
  #settle(payout: ModelPayout): void {
    for (const order of ordersOf(payout)) order.standing = 'settled'
  }

  seen(transfer: ModelTransfer): void {
    const { payout, refund, amount } = transfer
    transfer.state = 'seen'
    this.#move(payout ? 'payouts in transit' : 'refunds in transit', 'bank', amount)
    if (payout) this.#settle(payout)
    if (!refund) return
    refund.state = 'seen'
    const { order } = refund
    if (order && !refund.isAfterSettlement) order.standing = order.amount === refund.amount ? 'refunded' : 'partly_refunded'
  }

  /** 組戻し, less what the bank keeps of it. */
  back(transfer: ModelTransfer, kept: number, today: string): void {
    const { payout, refund, amount } = transfer
    transfer.state = 'back'
    if (refund) {
      this.#move('bank', 'refunds in transit', amount - kept)
      this.#move('fees paid', 'refunds in transit', kept)
      refund.state = 'returned'
      if (refund.order && !refund.isAfterSettlement) refund.order.standing = 'refund_returned'
    }
    if (!payout) return
    const { merchant } = payout
    const { bearsReturnFee } = this.#merchant(merchant).terms
    this.#move('bank', `payable of ${merchant}`, amount - kept)
    this.#move(bearsReturnFee ? `owed by ${merchant}` : 'fees paid', `payable of ${merchant}`, kept)
    this.#owe(merchant, amount, today, payout, true)
    if (bearsReturnFee && kept > 0) this.#lend(merchant, kept, null)
    for (const order of ordersOf(payout)) if (order.standing === 'settled') order.standing = 'payout_returned'
  }

  /** The most that may go back of an order now. */
  refundable({ standing, amount, refunded }: ModelOrder): number {
    const may: readonly OrderStanding[] = ['protected', 'due_back', 'free', 'settled', 'payout_returned', 'partly_refunded']
    return may.includes(standing) ? amount - refunded : 0
  }

  refundOrder(order: ModelOrder, amount: number, today: string): void {
    const { merchant, standing } = order
    const isAfterSettlement = standing !== 'protected' && standing !== 'due_back' && standing !== 'free'
    order.refunded += amount
    this.refunds.push({ order, amount, isAfterSettlement, state: 'approved' })
    if (isAfterSettlement) {
      this.#move(`owed by ${merchant}`, 'refunds in transit', amount)
      this.#lend(merchant, amount, null)
      return
    }
    const rest = order.amount - amount
    this.#move(`${standing === 'free' ? 'payable' : 'held'} of ${merchant}`, 'refunds in transit', amount)
    if (standing !== 'free') this.#move(`held of ${merchant}`, `payable of ${merchant}`, rest)
    if (rest > 0) this.#owe(merchant, rest, today, null, false, order.paidOn)
    order.standing = 'in_refund'
  }

  /** Nobody agrees: everything is as before, and a payer's time begins anew. */
  refundRejected(order: ModelOrder, today: string): void {
    if (order.standing === 'protected') order.windowEnds = daysAfter(today, WINDOW_DAYS)
  }

  refundDeposit(deposit: ModelDeposit, amount: number): void {
    deposit.left -= amount
    this.#move('suspense', 'refunds in transit', amount)
    this.refunds.push({ order: null, amount, isAfterSettlement: false, state: 'approved' })
  }

  /** To another account: the money is on its way already. */
  refundAgain(returned: ModelRefund): void {
    returned.state = 'replaced'
    const { order, amount, isAfterSettlement } = returned
    this.refunds.push({ order, amount, isAfterSettlement, state: 'approved' })
    if (order && !isAfterSettlement) order.standing = 'in_refund'
  }

  /** Null where no refund waits. */
  planRefunds(): ModelRun | null {
    const refunds = this.refunds.filter(({ state }) => state === 'approved')
    if (refunds.length === 0) return null
    for (const refund of refunds) refund.state = 'in_run'
    const run: ModelRun = { state: 'draft', payouts: [], refunds, transfers: [] }
    this.runs.push(run)
    return run
  }

  /** How often an order's money has reached its merchant and stayed there: never more than once. */
  timesPaid(order: ModelOrder): number {
    const transfers = this.runs.flatMap((run) => run.transfers)
    return transfers.filter(({ payout, state }) => state === 'seen' && payout && ordersOf(payout).includes(order)).length
  }
}

const sum = (amounts: readonly { readonly amount: number }[]): number => amounts.reduce((all, { amount }) => all + amount, 0)

/** The orders a payout pays, by itself or by money that came back. */
export function ordersOf({ orders, items }: ModelPayout): ModelOrder[] {
  return [...orders, ...items.flatMap(({ of, isReturned }) => (of && isReturned ? ordersOf(of) : []))]
}

export const planned = (run: ModelRun): ModelPayout[] => run.payouts.filter(({ state }) => state === 'planned')
export const total = (run: ModelRun): number => planned(run).reduce((all, { net }) => all + net, 0) + sum(run.refunds)

/** The calendar date so many days after another. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
