/*
 * What a payout comes to, counted anew from the words of the contract: fees, their tax, what is owed, the bank's fee, what is sent. It knows
 * nothing of the product.
 */
export interface ModelPlan {
  /** The first paid day it holds for; null: always. */
  readonly from: string | null
  readonly fixed: number
  readonly basisPoints: number
  readonly least: number
  readonly most: number | null
  readonly isTaxed: boolean
}

export interface ModelTerms {
  /** Of two that have begun, the later one holds. */
  readonly plans: readonly ModelPlan[]
  readonly bearsTransferFee: boolean
  readonly convention: 'exact' | 'unchanged' | 'upper_fee_added' | 'lower_fee_added'
  readonly to: 'same_branch' | 'same_bank' | 'other_bank'
  /** Bears what the bank keeps of a payout that comes back. */
  readonly bearsReturnFee: boolean
  /** Null: the agent's own. */
  readonly minimum: number | null
}

export interface ModelRules {
  readonly minimum: number
  readonly rounding: 'down' | 'half_up' | 'up'
}

/** 振込手数料 by where it goes: below the boundary, and from it on. */
export const BOUNDARY = 30_000
export const TRANSFER_FEES = { same_branch: [0, 0], same_bank: [110, 330], other_bank: [275, 605] } as const

/** So many parts of a whole of a sum, in whole yen. */
function share(sum: number, parts: number, whole: number, { rounding }: ModelRules): number {
  const rest = (sum * parts) % whole
  const down = (sum * parts - rest) / whole
  if (rest === 0 || rounding === 'down') return down
  return rounding === 'up' || rest * 2 >= whole ? down + 1 : down
}

function planOn(plans: readonly ModelPlan[], day: string): ModelPlan | undefined {
  const begun = plans.filter(({ from }) => from === null || from <= day)
  return begun.sort((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1)).at(-1)
}

interface Paid {
  readonly amount: number
  readonly paidOn: string
}

/** The fees of some orders, and the tax on them: of the sum, once. */
export function feesOf(orders: readonly Paid[], terms: ModelTerms, rules: ModelRules): { fees: number; tax: number } {
  let [fees, taxed] = [0, 0]
  for (const { amount, paidOn } of orders) {
    const plan = planOn(terms.plans, paidOn)
    if (!plan) continue
    const counted = Math.max(plan.fixed + share(amount, plan.basisPoints, 10_000, rules), plan.least)
    const fee = plan.most === null ? counted : Math.min(counted, plan.most)
    fees += fee
    if (plan.isTaxed) taxed += fee
  }
  return { fees, tax: share(taxed, 10, 100, rules) }
}

/** What is sent of an amount, and what of it neither is sent nor taken by the bank. */
export function sentOf(amount: number, { bearsTransferFee, convention, to }: ModelTerms): { sent: number; fee: number; rest: number } {
  const [below, above] = TRANSFER_FEES[to]
  const priceOf = (credit: number) => (credit < BOUNDARY ? below : above)
  if (!bearsTransferFee) return { sent: amount, fee: 0, rest: 0 }
  const first = { unchanged: BOUNDARY, upper_fee_added: BOUNDARY + above, lower_fee_added: BOUNDARY + below }
  /** `exact`: a credit that together with its own price is the amount, where there is one. */
  const exact = [below, above].find((fee) => priceOf(amount - fee) === fee) ?? priceOf(amount)
  const taken = convention === 'exact' ? exact : amount < first[convention] ? below : above
  const sent = amount - taken
  if (sent <= 0) return { sent: 0, fee: 0, rest: amount }
  const fee = Math.min(priceOf(sent), taken)
  return { sent, fee, rest: taken - fee }
}

export interface Disbursed<D> {
  readonly offsets: readonly { debt: D; amount: number }[]
  readonly transferFee: number
  /** Stays payable; below zero: what the merchant owes. */
  readonly remainder: number
  readonly net: number
  /** Nothing is done with it this time. */
  readonly waits: 'below_minimum' | 'below_transfer_fee' | null
}

/** What becomes of the money after fees and tax. */
export function disburse<D extends { readonly left: number }>(
  money: number,
  debts: readonly D[],
  terms: ModelTerms,
  rules: ModelRules,
): Disbursed<D> {
  const nothing = { offsets: [], transferFee: 0, remainder: 0, net: 0, waits: null }
  if (money < 0) return { ...nothing, remainder: money }
  const offsets: { debt: D; amount: number }[] = []
  let left = money
  for (const debt of debts) {
    const amount = Math.min(debt.left, left)
    if (amount > 0) offsets.push({ debt, amount })
    left -= amount
  }
  if (left === 0) return { ...nothing, offsets }
  if (left < (terms.minimum ?? rules.minimum)) return { ...nothing, waits: 'below_minimum' }
  const { sent, fee, rest } = sentOf(left, terms)
  if (sent === 0) return { ...nothing, waits: 'below_transfer_fee' }
  return { offsets, transferFee: fee, remainder: rest, net: sent, waits: null }
}
