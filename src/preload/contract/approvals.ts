import { z } from 'zod'
import { MoneyRulesCase } from './agent'
import { MerchantChargesCase } from './charges'
import { ClearingUndoCase } from './clearing'
import { ReopeningCase } from './closing'
import { MappingCase, ReplacementCase } from './collections'
import { BusinessDate, Instant } from './date'
import { DebitMadeCase, DebitNotMadeCase } from './debits'
import { CorrectionCase } from './exceptions'
import { ApprovalId, MerchantId, OrderId, TransferRunId } from './ids'
import { MerchantDays, MerchantTerms, NamedSettlementAccount } from './merchants'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { RunFacts } from './payouts'
import { RefundCase } from './refunds'
import { ClearingRulesCase } from './rules'
import { Testimony } from './shop'
import { TransferFormat } from './transfers'

/** What is asked of a second person. Each kind carries what decides, and nothing else. */
export const ApprovalCase = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('merchant_registration'),
    merchantId: MerchantId,
    merchantName: z.string(),
    /** All that is agreed to: nothing of a registration comes into force that the second person was not shown. */
    terms: MerchantTerms,
    account: NamedSettlementAccount,
  }),
  z.object({
    kind: z.literal('merchant_account'),
    merchantId: MerchantId,
    merchantName: z.string(),
    before: NamedSettlementAccount,
    after: NamedSettlementAccount,
  }),
  z.object({
    kind: z.literal('merchant_terms'),
    merchantId: MerchantId,
    merchantName: z.string(),
    before: MerchantDays,
    after: MerchantDays,
  }),
  /** A contested order: both reasons, and what of its money is proposed to go where. */
  z.object({
    kind: z.literal('contested_case'),
    orderId: OrderId,
    orderNumber: z.string(),
    merchantId: MerchantId,
    merchantName: z.string(),
    payerName: z.string(),
    goods: z.string(),
    paidAmount: PositiveYen,
    /** Goes to the merchant. */
    released: Yen,
    /** Goes back to the payer: all the rest. */
    refunded: Yen,
    payerSaid: Testimony,
    merchantSaid: Testimony,
    why: z.string(),
    /** Who wrote down what one side said; none of them decides. */
    touchedBy: z.array(z.string()),
  }),
  MerchantChargesCase,
  MoneyRulesCase,
  /** A run of payouts: exactly the file with this digest, and what decides about it. */
  z.object({
    kind: z.literal('payout_run'),
    runId: TransferRunId,
    name: z.string(),
    closingOn: BusinessDate.nullable(),
    payOn: BusinessDate,
    account: z.string(),
    format: TransferFormat,
    fileName: z.string(),
    /** SHA-256 of the file. */
    digest: z.string().length(64),
    bytes: z.int(),
    transfers: z.int(),
    total: Yen,
    facts: RunFacts,
    /** Who else had a hand in it; none of them decides. */
    touchedBy: z.array(z.string()),
  }),
  /** What became of a file of which nobody knew whether the bank has it, as a person found out. */
  z.object({
    kind: z.literal('quarantine'),
    runId: TransferRunId,
    name: z.string(),
    payOn: BusinessDate,
    fileName: z.string(),
    fileDigest: z.string().length(64),
    transfers: z.int(),
    total: Yen,
    delivered: z.boolean(),
    note: z.string(),
    touchedBy: z.array(z.string()),
  }),
  RefundCase,
  CorrectionCase,
  ClearingUndoCase,
  ReopeningCase,
  ReplacementCase,
  MappingCase,
  DebitNotMadeCase,
  DebitMadeCase,
  ClearingRulesCase,
])
export type ApprovalCase = z.infer<typeof ApprovalCase>
export type CaseKind = ApprovalCase['kind']
export type CaseOf<K extends CaseKind> = Extract<ApprovalCase, { kind: K }>

export const Approval = z.object({
  id: ApprovalId,
  case: ApprovalCase,
  /** SHA-256 over the exact case; the decision names it, so what was seen is what is decided. */
  digest: z.string(),
  madeBy: z.string(),
  madeAt: Instant,
  decision: z.enum(['approved', 'rejected', 'withdrawn']).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string(),
  /** Whether the person asking may decide it, or which refusal would come. */
  mayDecide: z.boolean(),
  whyNot: z.string().nullable(),
})
export type Approval = z.infer<typeof Approval>

export const approvalMethods = {
  'approvals.list': method({
    permission: 'read',
    input: z.object({ open: z.boolean().default(true) }),
    output: z.object({ approvals: z.array(Approval) }),
  }),
  'approvals.decide': method({
    permission: 'approve',
    input: z.object({
      id: ApprovalId,
      digest: z.string().length(64),
      decision: z.enum(['approved', 'rejected']),
      reason: z.string().max(500).default(''),
    }),
    output: z.object({}),
  }),
}
