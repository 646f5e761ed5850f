import { z } from 'zod'
import { Instant } from './date'
import { ApprovalId, MerchantId } from './ids'
import { FeePlan } from './merchants'
import { method } from './method'
import { PayoutContract } from './payouts'

/* What a merchant's contract says of money: its fees, and who bears what of a payout. */

/** A plan that holds already is never rewritten: another of its method, from a day to come, takes its place. */
export const MerchantCharges = z.object({ fees: z.array(FeePlan).max(200), payoutContract: PayoutContract })
export type MerchantCharges = z.infer<typeof MerchantCharges>

export const MerchantChargesCase = z.object({
  kind: z.literal('merchant_charges'),
  merchantId: MerchantId,
  merchantName: z.string(),
  before: MerchantCharges,
  after: MerchantCharges,
})
export type MerchantChargesCase = z.infer<typeof MerchantChargesCase>

export const chargeMethods = {
  /** What a merchant is charged by now, and what waits for a second person. */
  'merchants.charges': method({
    permission: 'read',
    input: z.object({ id: MerchantId }),
    output: z.object({
      charges: MerchantCharges,
      version: z.int(),
      staged: z.object({ approvalId: ApprovalId, charges: MerchantCharges, madeBy: z.string(), madeAt: Instant }).nullable(),
    }),
  }),
  /**
   * Stages other charges; the present ones hold until a supervisor agrees. New plans name the day they begin, tomorrow at the earliest,
   * and plans that have begun stand among them unchanged. Refuses invalid_input (`not_after_today`, `plan_in_force_changed`, `two_from_one_day`).
   */
  'merchants.stageCharges': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantId, version: z.int(), charges: MerchantCharges }),
    output: z.object({ approvalId: ApprovalId }),
  }),
}
