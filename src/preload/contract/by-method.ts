import { z } from 'zod'
import { Party } from './collection'
import { BusinessDate } from './date'
import { PaymentMethod } from './merchants'
import { method } from './method'
import { Yen } from './money'
import { OrderStatus } from './orders'

/* One view over every method of payment: where the orders stand, method by method and together, and what each collector owes the bank. */

/** Orders of one method that stand the same; `method` null while none was chosen. */
export const MethodStanding = z.object({ method: PaymentMethod.nullable(), status: OrderStatus, count: z.int(), amount: Yen })
export type MethodStanding = z.infer<typeof MethodStanding>

/** What a collector owes at this moment: by its claims, and by the ledger. Both are the same, always. */
export const CollectorOwes = z.object({
  party: Party,
  name: z.string(),
  claims: z.int(),
  gross: Yen,
  /** Of it, what should have been transferred before today. */
  overdue: Yen,
  deductions: Yen,
  /** Gross less deductions. */
  owed: Yen,
  /** The balance of its receivable. */
  balance: Yen,
})
export type CollectorOwes = z.infer<typeof CollectorOwes>

/** What was paid out of one method's orders; `method` null: items of no order, such as a payout that came back. */
export const MethodPaid = z.object({ method: PaymentMethod.nullable(), orders: z.int(), amount: Yen, fees: Yen })
export type MethodPaid = z.infer<typeof MethodPaid>

/** Payouts that have left, in all: amounts of the methods less fees, tax, transfer fees, offsets and what was left over are what was paid. */
export const PaidInAll = z.object({
  payouts: z.int(),
  ...{ gross: Yen, fees: Yen, tax: Yen, transferFee: Yen, offsets: Yen, remainder: Yen, net: Yen },
})
export type PaidInAll = z.infer<typeof PaidInAll>

const Period = z.object({ from: BusinessDate, to: BusinessDate })

export const byMethodMethods = {
  /** Orders received in a period, the same that the list of orders shows. */
  'byMethod.orders': method({
    permission: 'read',
    input: Period,
    output: z.object({ rows: z.array(MethodStanding) }),
  }),
  /** Payouts with a day of payment in a period whose file the bank has, and which have not come back. */
  'byMethod.payouts': method({ permission: 'read', input: Period, output: z.object({ rows: z.array(MethodPaid), inAll: PaidInAll }) }),
  'byMethod.collectors': method({ permission: 'read', input: z.object({}), output: z.object({ rows: z.array(CollectorOwes) }) }),
}
