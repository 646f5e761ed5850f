import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { CustomerNumber, DebitAccountType } from './direct-debit'
import { Language, MailAddress, PaymentMethod } from './merchants'
import { PositiveYen, Yen } from './money'
import { GoodsLine, OrderStatus, Tracks } from './orders'

/*
 * What a shop, a payer and a merchant say to the bank over the storefront, and what they are answered. The shop's own order
 * number names an order there; the bank's identities stay inside.
 */

export { GoodsLine }

/** An order as a shop posts it (s3). */
export const NewShopOrder = z.object({
  /** Unique within the merchant: letters, digits, hyphen, underscore. */
  orderNumber: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/),
  /** The day the shop took the order; today where it is left out. */
  receivedOn: BusinessDate.optional(),
  goods: z.array(GoodsLine).min(1).max(100),
  /** What the payer pays; must be what the lines come to. */
  amount: PositiveYen.refine((amount) => amount <= 9_999_999_999),
  payer: z.object({
    name: z.string().trim().min(1).max(100),
    /** As the payer's bank account is named, in kana of any width. */
    kana: z.string().trim().max(100).default(''),
    email: MailAddress.default(''),
  }),
  /** In which the payer is written to. */
  language: Language.default('ja'),
  /** Fixed by the shop; left out, the payer chooses on the selection page (s4). */
  method: PaymentMethod.optional(),
  /** The payer's number on the mandate (口座振替依頼書) by which its account may be debited; left out where there is none. */
  customerNumber: CustomerNumber.optional(),
  /** The wish for protection (返金希望) where the shop has asked already; the payer may still change it when choosing. */
  protectionWished: z.boolean().default(false),
  /** Where the payer goes back to after choosing. */
  returnUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]).default(''),
})
export type NewShopOrder = z.infer<typeof NewShopOrder>

/** How the payer is to pay (s6). */
export const TransferInstruction = z.object({
  method: z.literal('bank_transfer'),
  bankCode: z.string(),
  bankName: z.string(),
  branchCode: z.string(),
  branchName: z.string(),
  accountType: z.string(),
  accountNumber: z.string(),
  holderKana: z.string(),
  amount: PositiveYen,
  dueOn: BusinessDate,
})
export type TransferInstruction = z.infer<typeof TransferInstruction>
/** A slip (払込票) to pay at the till of a convenience store. */
export const StoreInstruction = z.object({
  method: z.literal('convenience_store'),
  agentName: z.string(),
  /** The 44 digits of its barcode, and the two lines people read beneath. */
  barcode: z.string(),
  lines: z.tuple([z.string(), z.string()]),
  slipNumber: z.string(),
  needsStamp: z.boolean(),
  amount: PositiveYen,
  dueOn: BusinessDate,
})
export type StoreInstruction = z.infer<typeof StoreInstruction>
/** An account that is debited (口座振替): nothing is left to be done but to see that it holds the amount. */
export const DebitInstruction = z.object({
  method: z.literal('direct_debit'),
  bankName: z.string(),
  branchName: z.string(),
  accountType: DebitAccountType,
  /** The last three digits: enough for its holder to know which. */
  accountEnding: z.string(),
  amount: PositiveYen,
  /** The day on which it is debited. */
  dueOn: BusinessDate,
})
export type DebitInstruction = z.infer<typeof DebitInstruction>
/** 払込取扱票: what stands on the form with which the postal office takes the payment. */
export const PostalInstruction = z.object({
  method: z.literal('postal'),
  /** As people write it. */
  account: z.string(),
  accountName: z.string(),
  /** The two lines that machines read, upper first. */
  lines: z.tuple([z.string(), z.string()]),
  reference: z.string(),
  amount: PositiveYen,
  dueOn: BusinessDate,
})
export type PostalInstruction = z.infer<typeof PostalInstruction>
/** A reference that is named where e-money is paid with. */
export const EMoneyInstruction = z.object({
  method: z.literal('e_money'),
  providerName: z.string(),
  reference: z.string(),
  amount: PositiveYen,
  dueOn: BusinessDate,
})
export type EMoneyInstruction = z.infer<typeof EMoneyInstruction>
/** The carrier takes the money at the door. */
export const DoorInstruction = z.object({
  method: z.literal('cash_on_delivery'),
  carrierName: z.string(),
  /** By which the carrier and this bank know the parcel. */
  reference: z.string(),
  amount: PositiveYen,
  dueOn: BusinessDate,
})
export type DoorInstruction = z.infer<typeof DoorInstruction>
export const Instruction = z.discriminatedUnion('method', [
  TransferInstruction,
  StoreInstruction,
  DebitInstruction,
  PostalInstruction,
  EMoneyInstruction,
  DoorInstruction,
])
export type Instruction = z.infer<typeof Instruction>

/** One step of an order as its merchant may see it. */
export const ShopEvent = z.object({ at: Instant, kind: z.string(), amount: Yen.nullable() })
export type ShopEvent = z.infer<typeof ShopEvent>

/** A card as merchants see it: no more of its number than the last four digits. */
export const ShopCard = z.object({
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  captureBefore: z.iso.datetime().nullable(),
})
export type ShopCard = z.infer<typeof ShopCard>

/** An order as its merchant reads it over the storefront. */
export const ShopOrder = z.object({
  orderNumber: z.string(),
  receivedOn: BusinessDate,
  goods: z.string(),
  lines: z.array(GoodsLine),
  amount: PositiveYen,
  paidAmount: Yen,
  method: PaymentMethod.nullable(),
  status: OrderStatus,
  tracks: Tracks,
  payerName: z.string(),
  dueOn: BusinessDate.nullable(),
  paidOn: BusinessDate.nullable(),
  payoutOn: BusinessDate.nullable(),
  /** The last day on which the payer may say the goods never came; null while no window is open. */
  protectedUntil: BusinessDate.nullable(),
  /** What the payer said of a return or of goods that never came. */
  returnReason: z.string().nullable(),
  /** The card by which it is paid, once it was authorised. `captureBefore`: until when it can be captured, in UTC. */
  card: ShopCard.nullable().default(null),
  /** What the merchant has written beside it; the desk's own note is not shown to merchants. */
  note: z.string(),
  version: z.int(),
})
export type ShopOrder = z.infer<typeof ShopOrder>

/** Where something that was told comes from: the payer's or merchant's own doing, or what a clerk was told. */
export const Source = z.enum(['link', 'portal', 'api', 'mail', 'telephone', 'fax', 'letter', 'counter'])
export type Source = z.infer<typeof Source>

/** What a payer answers when asked whether the goods came (s72). */
export const PayerAnswer = z.enum(['received', 'return_wanted', 'not_arrived'])
export type PayerAnswer = z.infer<typeof PayerAnswer>

/** What a merchant answers to a return or a non-arrival (s73; 0066). */
export const MerchantAnswer = z.enum(['goods_returned', 'contested'])
export type MerchantAnswer = z.infer<typeof MerchantAnswer>

/** What payer or merchant said of the goods, and how the bank knows. */
export const Testimony = z.object({
  at: Instant,
  what: z.enum(['received', 'return_wanted', 'not_arrived', 'goods_returned', 'contested', 'merchant_silent']),
  reason: z.string(),
  /** Null where nobody said anything: the merchant was silent past its last day. */
  source: Source.nullable(),
  /** Who wrote it down, as the audit trail names them. */
  by: z.string(),
})
export type Testimony = z.infer<typeof Testimony>
