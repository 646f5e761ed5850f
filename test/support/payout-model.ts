/*
 * What a payout does to the money, written anew from the domain's words: its own chart, its own arithmetic. It knows nothing of the product
 * but the names of accounts.
 */

export interface ModelMerchant {
  /** Basis points of each order, at least `least` yen. */
  readonly basisPoints: number
  readonly least: number
  held: boolean
}

interface ModelOrder {
  readonly merchant: number
  readonly amount: number
  readonly paidOn: string
  /** free: payable · taken: in a run · out: posted into a run that is not given up */
  state: 'free' | 'taken' | 'out'
}

interface ModelDebt {
  readonly merchant: number
  left: number
  /** The run that left it; it is offset only when that run has gone out. */
  readonly of: ModelRun
}

export interface ModelPayout {
  readonly merchant: number
  readonly orders: ModelOrder[]
  readonly gross: number
  readonly fees: number
  readonly tax: number
  readonly offsets: { debt: ModelDebt; amount: number }[]
  readonly net: number
  state: 'planned' | 'held' | 'carried_over' | 'sent_back'
  debt: ModelDebt | null
}

export interface ModelRun {
  state: 'draft' | 'submitted' | 'approved' | 'out' | 'given_up'
  readonly payouts: ModelPayout[]
}

export const MINIMUM = 1_000
const TAX_PERCENT = 10

export class PayoutModel {
  readonly merchants: ModelMerchant[]
  readonly orders: ModelOrder[] = []
  readonly runs: ModelRun[] = []
  readonly debts: ModelDebt[] = []
  readonly #chart = new Map<string, number>()

  constructor(merchants: readonly Omit<ModelMerchant, 'held'>[], opening: number) {
    this.merchants = merchants.map((merchant) => ({ ...merchant, held: false }))
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

  paid(merchant: number, amounts: readonly number[], paidOn: string): void {
    for (const amount of amounts) {
      this.orders.push({ merchant, amount, paidOn, state: 'free' })
      this.#move('bank', `payable of ${merchant}`, amount)
    }
  }

  /** Null where nothing is to be planned. */
  plan(through: string): ModelRun | null {
    const run: ModelRun = { state: 'draft', payouts: [] }
    for (const [at, merchant] of this.merchants.entries()) {
      const orders = this.orders.filter((order) => order.merchant === at && order.state === 'free' && order.paidOn <= through)
      if (orders.length > 0) run.payouts.push(this.#payout(at, merchant, orders))
    }
    if (run.payouts.length === 0) return null
    this.runs.push(run)
    return run
  }

  #payout(at: number, { basisPoints, least, held }: ModelMerchant, orders: ModelOrder[]): ModelPayout {
    const gross = orders.reduce((sum, { amount }) => sum + amount, 0)
    const fees = orders.reduce((sum, { amount }) => sum + Math.max(least, Math.floor((amount * basisPoints) / 10_000)), 0)
    const tax = Math.floor((fees * TAX_PERCENT) / 100)
    const made = { merchant: at, orders, gross, fees, tax, debt: null }
    let left = gross - fees - tax
    if (held) return { ...made, offsets: [], net: 0, state: 'held' }
    const offsets: ModelPayout['offsets'] = []
    for (const debt of this.debts) {
      const amount = Math.min(debt.left, Math.max(left, 0))
      if (debt.merchant !== at || debt.of.state !== 'out' || amount === 0) continue
      offsets.push({ debt, amount })
      left -= amount
    }
    if (left > 0 && left < MINIMUM) return { ...made, offsets: [], net: 0, state: 'carried_over' }
    for (const { debt, amount } of offsets) debt.left -= amount
    for (const order of orders) order.state = 'taken'
    return { ...made, offsets, net: Math.max(left, 0), state: 'planned' }
  }

  #release(payout: ModelPayout): void {
    for (const order of payout.orders) order.state = 'free'
    for (const { debt, amount } of payout.offsets) debt.left += amount
  }

  sendBack(payout: ModelPayout): void {
    this.#release(payout)
    payout.state = 'sent_back'
  }

  approve(run: ModelRun): void {
    run.state = 'approved'
    for (const payout of planned(run)) {
      for (const order of payout.orders) order.state = 'out'
      this.#post(payout, 1)
      const owed = payout.fees + payout.tax - payout.gross
      if (owed > 0) {
        payout.debt = { merchant: payout.merchant, left: owed, of: run }
        this.debts.push(payout.debt)
      }
    }
    if (total(run) === 0) run.state = 'out'
  }

  /** All of it at once, or, the other way round, all of it back. */
  #post({ merchant, gross, fees, tax, offsets, net }: ModelPayout, sign: 1 | -1): void {
    const offset = offsets.reduce((sum, { amount }) => sum + amount, 0)
    this.#move(`payable of ${merchant}`, 'in_transit', sign * net)
    this.#move(`payable of ${merchant}`, 'fees', sign * fees)
    this.#move(`payable of ${merchant}`, 'tax', sign * tax)
    this.#move(`payable of ${merchant}`, `owed by ${merchant}`, sign * offset)
    this.#move(`owed by ${merchant}`, `payable of ${merchant}`, sign * Math.max(fees + tax - gross, 0))
  }

  giveUp(run: ModelRun): void {
    for (const payout of planned(run)) {
      this.#release(payout)
      if (run.state !== 'approved') continue
      this.#post(payout, -1)
      if (payout.debt) this.debts.splice(this.debts.indexOf(payout.debt), 1)
    }
    run.state = 'given_up'
  }

  handOver(run: ModelRun): void {
    run.state = 'out'
  }
}

export const planned = (run: ModelRun): ModelPayout[] => run.payouts.filter(({ state }) => state === 'planned')
export const total = (run: ModelRun): number => planned(run).reduce((sum, { net }) => sum + net, 0)
