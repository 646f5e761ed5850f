import { z } from 'zod'
import { Instant } from './date'
import { OrderId } from './ids'
import { NamedSettlementAccount, SettlementAccount } from './merchants'
import { method } from './method'
import { Source } from './shop'

/*
 * Where a payer is to be refunded (0066): statements name no account of the remitter, and who paid in a store has none to be seen; so the
 * payer gives it by a signed link, or a clerk enters it from a letter. What was given stays; the last one counts.
 */

/** An account as somebody typed it; the holder in kana of any width. */
export const RefundAccount = SettlementAccount
export type RefundAccount = z.infer<typeof RefundAccount>

export const GivenRefundAccount = z.object({
  account: NamedSettlementAccount,
  /** False where the holder's name is not the payer's: somebody confirmed that it is meant so. */
  holderMatches: z.boolean(),
  source: Source,
  /** Who gave or entered it: `payer:123`, `user:yamada`. */
  actor: z.string(),
  at: Instant,
})
export type GivenRefundAccount = z.infer<typeof GivenRefundAccount>

export const refundAccountMethods = {
  /** Whether an order waits for an account to refund to, whose name it should bear, and what was given last. */
  'orders.refundAccount': method({
    permission: 'read',
    input: z.object({ id: OrderId }),
    output: z.object({
      /** A refund is due and not yet under way: an account may be given, or another in its place. */
      open: z.boolean(),
      payerName: z.string(),
      payerKana: z.string(),
      given: GivenRefundAccount.nullable(),
    }),
  }),
  /** Enters the account a payer has told the bank otherwise than by the link. */
  'orders.giveRefundAccount': method({
    permission: 'tell',
    input: z.object({
      id: OrderId,
      account: RefundAccount,
      source: Source.extract(['mail', 'telephone', 'fax', 'letter', 'counter']),
      /** The holder is not the payer, and that is meant so. */
      differenceConfirmed: z.boolean().default(false),
    }),
    output: GivenRefundAccount,
  }),
}
