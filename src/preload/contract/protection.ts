import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { ApprovalId, MerchantId, OrderId } from './ids'
import { Said } from './mails'
import { method } from './method'
import { Yen } from './money'
import { ProtectionTrack } from './orders'
import { Cursor, PageSize, pageOf } from './paging'
import { GivenRefundAccount } from './refund-accounts'
import { Source, Testimony } from './shop'

/* The payer's protection as the desk sees it: what was said of the goods, who must answer, and what a clerk proposes (s71–s73). */

/** Protection that waits for somebody: the merchant's answer, a decision, or the refund. */
export const Dispute = ProtectionTrack.extract(['contested', 'return_wanted', 'not_arrived', 'refund_due'])
export type Dispute = z.infer<typeof Dispute>

export const ProtectionRow = z.object({
  orderId: OrderId,
  orderNumber: z.string(),
  merchantId: MerchantId,
  merchantName: z.string(),
  payerName: z.string(),
  goods: z.string(),
  paidAmount: Yen,
  /** What of it the merchant keeps, by a decision that divided it. */
  releasedAmount: Yen,
  protection: Dispute,
  payerSaid: Testimony.nullable(),
  merchantSaid: Testimony.nullable(),
  /** The last day on which the merchant may answer; silence means the payer is right. */
  answerBy: BusinessDate.nullable(),
  /** A proposal waits for a supervisor. */
  proposed: z.boolean(),
  version: z.int(),
})
export type ProtectionRow = z.infer<typeof ProtectionRow>

export const OrderDeadline = z.object({ kind: z.enum(['acceptance', 'reminder', 'window', 'merchant_answer']), on: BusinessDate })
export type OrderDeadline = z.infer<typeof OrderDeadline>

/** What a clerk may be told of an order: by its payer the first three, by its merchant the others. */
export const Told = z.enum([...Said.options, 'shipped'])
export type Told = z.infer<typeof Told>

/** By what means a clerk is told. */
export const ToldBy = Source.extract(['telephone', 'fax', 'letter', 'counter', 'mail'])
export type ToldBy = z.infer<typeof ToldBy>

export const ProtectionDetail = z.object({
  orderId: OrderId,
  version: z.int(),
  protection: ProtectionTrack,
  paidAmount: Yen,
  releasedAmount: Yen,
  deadlines: z.array(OrderDeadline),
  /** Oldest first. */
  said: z.array(Testimony),
  /** What may be recorded of this order as it stands. */
  recordable: z.array(Told),
  proposal: z.object({ approvalId: ApprovalId, released: Yen, why: z.string(), madeBy: z.string(), madeAt: Instant }).nullable(),
  /** Where the payer wants its money back, and whether the holder's name is the payer's. */
  refundAccount: GivenRefundAccount.nullable(),
})
export type ProtectionDetail = z.infer<typeof ProtectionDetail>

export const protectionMethods = {
  /** Orders whose protection waits for somebody, those that a clerk decides first. */
  'protection.list': method({
    permission: 'read',
    input: z.object({
      filter: z.object({ protection: Dispute.optional(), merchantId: MerchantId.optional() }).default({}),
      cursor: Cursor.nullable().default(null),
      size: PageSize,
    }),
    output: pageOf(ProtectionRow),
  }),
  /** How any one order stands with its payer's protection. */
  'protection.get': method({ permission: 'read', input: z.object({ orderId: OrderId }), output: ProtectionDetail }),
  /** Proposes how a contested case ends: so much goes to the merchant, the rest back to the payer. A supervisor decides. */
  'protection.propose': method({
    permission: 'tell',
    input: z.object({
      orderId: OrderId,
      version: z.int(),
      /** All of it: released. Nothing: refunded. In between: divided. */
      released: Yen.refine((amount) => amount >= 0),
      why: z.string().trim().min(1).max(500),
    }),
    output: z.object({ approvalId: ApprovalId }),
  }),
  /** Writes down what payer or merchant told by telephone, fax, letter, at the counter or by mail (0087). */
  'orders.record': method({
    permission: 'tell',
    input: z.object({ id: OrderId, version: z.int(), told: Told, source: ToldBy, text: z.string().trim().min(1).max(500) }),
    output: z.object({ version: z.int() }),
  }),
  /** The link on which the payer of an order chooses how to pay, for a clerk to hand on. */
  'orders.paymentLink': method({ permission: 'tell', input: z.object({ id: OrderId }), output: z.object({ url: z.string() }) }),
}
