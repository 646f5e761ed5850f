import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { AccountId, ApplicationId, ApprovalId, MerchantId } from './ids'
import { method } from './method'
import { Yen } from './money'
import { BankAccount } from './statement'

export const PaymentMethod = z.enum([
  'bank_transfer',
  'convenience_store',
  'card',
  'debit',
  'direct_debit',
  'postal',
  'e_money',
  'cash_on_delivery',
])
export type PaymentMethod = z.infer<typeof PaymentMethod>

/** Whether consumption tax is added to a fee. It stands in the contract and is never derived from the method. */
export const TaxClass = z.enum(['standard', 'exempt'])
export type TaxClass = z.infer<typeof TaxClass>

/**
 * What the bank keeps of each order paid by a method: fixed yen plus basis points (1/10,000), within limits, before tax.
 * A method may have several plans; the one in force on the day the order was paid holds (settlement/fees.ts).
 */
export const FeePlan = z.object({
  method: PaymentMethod,
  fixed: Yen.refine((amount) => amount >= 0),
  basisPoints: z.int().min(0).max(10_000),
  minimum: Yen.refine((amount) => amount >= 0),
  maximum: Yen.refine((amount) => amount >= 0).nullable(),
  /** The first paid day it holds for. Null: since the contract began. */
  validFrom: BusinessDate.nullable().prefault(null),
  taxClass: TaxClass.prefault('standard'),
})
export type FeePlan = z.infer<typeof FeePlan>

/** 締め日・支払日: closing day (31 = end of month), months until it is paid, pay day, and what a holiday does to it. */
export const PayoutCycle = z.object({
  closingDay: z.int().min(1).max(31),
  monthOffset: z.int().min(0).max(3),
  payDay: z.int().min(1).max(31),
  holidayRule: z.enum(['previous', 'next', 'next_in_month']),
})
export type PayoutCycle = z.infer<typeof PayoutCycle>

/** 指定口座 of a merchant: where it is paid out. The holder in half-width kana as the bank knows it (zengin 受取人名, 30 bytes). */
export const SettlementAccount = BankAccount.extend({ holderKana: z.string().max(60) })
export type SettlementAccount = z.infer<typeof SettlementAccount>

/** With the names of the bank master beside the codes, for people to check. */
export const NamedSettlementAccount = SettlementAccount.extend({ bankName: z.string(), branchName: z.string() })
export type NamedSettlementAccount = z.infer<typeof NamedSettlementAccount>

/** Virtual accounts of a merchant's orders: numbers `first`…`last` (7 digits) at one branch of the designated account's bank. */
export const VirtualRange = z.object({
  accountId: AccountId,
  branchCode: z.string().regex(/^\d{3}$/),
  first: z.string().regex(/^\d{7}$/),
  last: z.string().regex(/^\d{7}$/),
})
export type VirtualRange = z.infer<typeof VirtualRange>

export const Language = z.enum(['ja', 'en'])
export type Language = z.infer<typeof Language>

/** An address a mail can be sent to; the empty text where there is none. */
export const MailAddress = z.union([z.literal(''), z.email().max(254)])

/** How a merchant and its payers are told of what happens to an order. */
export const Contacts = z.object({
  email: MailAddress.default(''),
  /** For letters: postal code and address as they stand on an envelope. */
  postalAddress: z.string().trim().max(200).default(''),
  language: Language.default('ja'),
  noticeBy: z.enum(['mail', 'letter', 'none']).default('none'),
  /** Where the merchant's own program is told, besides. Empty where it has none. */
  webhookUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]).default(''),
  /** Whether the bank also writes to the payers of this merchant's orders. */
  tellsPayers: z.boolean().default(true),
})
export type Contacts = z.infer<typeof Contacts>
/** Nobody is told anything. */
export const NO_CONTACTS = Contacts.parse({})

/** Days that people of this contract have for what is asked of them. */
export const Deadlines = z.object({
  /** For the payer to choose and pay, from the day the order can be paid. */
  paymentDays: z.int().min(1).max(60).default(7),
  /** For the merchant to accept an order (third embodiment). */
  acceptanceDays: z.int().min(1).max(30).default(3),
  /** How long before the end of the protection window the payer is reminded. */
  reminderDays: z.int().min(0).max(30).default(3),
  /** For the merchant to answer a return or a non-arrival; silence means the payer is right. */
  returnAnswerDays: z.int().min(1).max(60).default(7),
  /** A shipment report starts the protection window anew. */
  shipmentRestartsWindow: z.boolean().default(false),
})
export type Deadlines = z.infer<typeof Deadlines>
export const USUAL_DEADLINES = Deadlines.parse({})

/** Days a payer has to say the goods never came, counted from the notice of the money. */
const ProtectionWindowDays = z.int().min(1).max(90)
/** All days of a contract, as they are changed together. */
export const MerchantDays = Deadlines.extend({ protectionWindowDays: ProtectionWindowDays })
export type MerchantDays = z.infer<typeof MerchantDays>

export const MerchantTerms = z.object({
  name: z.string().trim().min(1).max(100),
  nameKana: z.string().trim().max(100),
  /** 委託者コード, 10 digits, assigned by the bank. */
  consignorCode: z.string().regex(/^\d{10}$/),
  /** 適格請求書発行事業者登録番号: T and 13 digits, the first a check digit. Null where the merchant has none. */
  tNumber: z.string().max(20).nullable(),
  methods: z.array(PaymentMethod).min(1),
  fees: z.array(FeePlan),
  payoutCycle: PayoutCycle,
  protectionWindowDays: ProtectionWindowDays,
  /** The merchant must accept each order before it can be paid (third embodiment). */
  acceptanceRequired: z.boolean(),
  virtualRange: VirtualRange.nullable(),
  contacts: Contacts.prefault({}),
  deadlines: Deadlines.prefault({}),
})
export type MerchantTerms = z.infer<typeof MerchantTerms>

export const MerchantState = z.enum(['awaiting_approval', 'active', 'rejected'])
export type MerchantState = z.infer<typeof MerchantState>

export const MerchantRow = z.object({
  id: MerchantId,
  /** 加盟店番号, given at registration. */
  registrationNumber: z.string(),
  name: z.string(),
  nameKana: z.string(),
  consignorCode: z.string(),
  state: MerchantState,
  methods: z.array(PaymentMethod),
  accountSummary: z.string(),
  /** A changed account or other terms wait for approval. */
  changeStaged: z.boolean(),
  registeredAt: Instant,
})
export type MerchantRow = z.infer<typeof MerchantRow>

export const MerchantDetail = MerchantTerms.extend({
  id: MerchantId,
  registrationNumber: z.string(),
  state: MerchantState,
  version: z.int(),
  /** Why nothing is paid out to it for the time being, or null. */
  payoutHold: z.string().nullable(),
  account: NamedSettlementAccount,
  /** The account that waits for approval, shown beside the present one. */
  stagedAccount: z.object({ approvalId: ApprovalId, account: NamedSettlementAccount, madeBy: z.string(), madeAt: Instant }).nullable(),
  /** The days that wait for approval. */
  stagedDays: z.object({ approvalId: ApprovalId, days: MerchantDays, madeBy: z.string(), madeAt: Instant }).nullable(),
  registeredAt: Instant,
})
export type MerchantDetail = z.infer<typeof MerchantDetail>

export const BankName = z.object({ code: z.string(), name: z.string(), kana: z.string() })
export type BankName = z.infer<typeof BankName>

export const merchantMethods = {
  'merchants.list': method({
    permission: 'read',
    input: z.object({ search: z.string().max(100).default('') }),
    output: z.object({ rows: z.array(MerchantRow) }),
  }),
  'merchants.get': method({ permission: 'read', input: z.object({ id: MerchantId }), output: MerchantDetail }),
  /**
   * Registers a merchant; it is active when a supervisor other than its maker has approved it. `applicationId`: the application it
   * was registered from, which is taken by that.
   */
  'merchants.register': method({
    permission: 'prepare_merchants',
    input: MerchantTerms.extend({ account: SettlementAccount, applicationId: ApplicationId.optional() }),
    output: z.object({ id: MerchantId, approvalId: ApprovalId }),
  }),
  /** Stages another settlement account; the present one stays until a supervisor agrees. */
  'merchants.stageAccount': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantId, version: z.int(), account: SettlementAccount }),
    output: z.object({ approvalId: ApprovalId }),
  }),
  /** Changes how a merchant and its payers are told; in force at once. Refuses an own way of notice that has no address. */
  'merchants.changeContacts': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantId, version: z.int(), contacts: Contacts }),
    output: z.object({ version: z.int() }),
  }),
  /** Stages other days of the contract; the present ones hold until a supervisor agrees, and for orders whose days run already. */
  'merchants.stageDays': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantId, version: z.int(), days: MerchantDays }),
    output: z.object({ approvalId: ApprovalId }),
  }),
  /** Makes the secret that calls to the merchant's program are signed with, in the place of an earlier one. It is shown this once. */
  'merchants.webhookSecret': method({
    permission: 'prepare_merchants',
    input: z.object({ id: MerchantId }),
    output: z.object({ secret: z.string() }),
  }),
  'banks.search': method({
    permission: 'read',
    input: z.object({ text: z.string().max(40) }),
    output: z.object({ banks: z.array(BankName) }),
  }),
  'banks.branches': method({
    permission: 'read',
    input: z.object({ bankCode: z.string().regex(/^\d{4}$/), text: z.string().max(40) }),
    output: z.object({ branches: z.array(BankName) }),
  }),
  /** Checks an account as it is typed: names of bank and branch, and the holder's name in legal kana with each rule that changed it. */
  'banks.checkAccount': method({
    permission: 'read',
    input: z.object({ account: SettlementAccount }),
    output: z.object({
      account: NamedSettlementAccount,
      changes: z.array(z.object({ rule: z.string(), before: z.string(), after: z.string() })),
    }),
  }),
}
