import type { BusinessDate } from '../../preload/contract/date'
import type { FeePlan, PaymentMethod } from '../../preload/contract/merchants'
import { type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { inForce } from './in-force'
import { BASIS_POINTS, partOf, type Rounding } from './rounding'

/*
 * What the bank keeps of one order, before tax: fixed yen plus basis points of the amount, not less than the minimum, not more than
 * the maximum. A maximum below the minimum holds: nobody pays more than the most that was agreed.
 */

/** An order as its fee is counted from it: the amount that was paid, how, and on which day. */
export interface PaidOrder {
  readonly method: PaymentMethod
  readonly amount: Yen
  readonly paidOn: BusinessDate
}

/** A fee and why it is what it is. No plan in force means that no fee was agreed: nothing is kept, and that is told. */
export interface OrderFee {
  readonly amount: Yen
  readonly plan: FeePlan | null
  /** Which limit of the plan the fee was brought to, if any. */
  readonly limit: 'minimum' | 'maximum' | null
}

/** The fee of an amount by one plan, in whole yen; only the part in basis points is rounded. */
export function feeByPlan(amount: Yen, plan: FeePlan, rounding: Rounding): Omit<OrderFee, 'plan'> {
  const counted = plan.fixed + partOf(amount, plan.basisPoints, BASIS_POINTS, rounding)
  const most = plan.maximum ?? Number.MAX_SAFE_INTEGER
  if (counted > most) return { amount: yen(most), limit: 'maximum' }
  if (counted >= plan.minimum) return { amount: yen(counted), limit: null }
  return plan.minimum > most ? { amount: yen(most), limit: 'maximum' } : { amount: plan.minimum, limit: 'minimum' }
}

/** The fee of an order by the plan in force on the day it was paid. */
export function orderFee(order: PaidOrder, plans: readonly FeePlan[], rounding: Rounding): OrderFee {
  const plan = inForce(
    plans.filter(({ method }) => method === order.method),
    order.paidOn,
  )
  return plan === null ? { amount: ZERO_YEN, plan, limit: null } : { ...feeByPlan(order.amount, plan, rounding), plan }
}
