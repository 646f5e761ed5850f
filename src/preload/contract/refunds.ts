import { z } from 'zod'
import { Approvers } from './approvers'
import { JournalLine } from './clearing'
import { Party } from './collection'
import { BusinessDate, Instant } from './date'
import {
  ApprovalId,
  CardPaymentId,
  CollectionLineId,
  DebitResultLineId,
  MerchantId,
  OrderId,
  ReceiptId,
  RefundId,
  TransferRunId,
} from './ids'
import { NamedSettlementAccount } from './merchants'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'
import { RefundAccount } from './refund-accounts'
import { Source } from './shop'

/*
 * 返金: money back to a payer, by transfer to an account of its own. A clerk asks for it, a supervisor agrees (two above a limit), and a
 * run of refunds takes it to the bank on the same way as a run of payouts.
 */

/**
 * Whose money goes back: an order's that the bank still holds, the rest of a deposit in suspense, what a settled merchant owes, or what a
 * collector confirmed and nobody could place.
 */
export const RefundKind = z.enum(['order', 'unallocated', 'after_settlement', 'unapplied'])
export type RefundKind = z.infer<typeof RefundKind>

/** By a transfer to the payer's account, or as void or refund at the card company. */
export const RefundWay = z.enum(['transfer', 'company'])
export type RefundWay = z.infer<typeof RefundWay>

/** Why it goes back. */
export const RefundCause = z.enum(['protection', 'merchant_wish', 'underpaid', 'over', 'duplicate', 'late', 'unknown', 'returned'])
export type RefundCause = z.infer<typeof RefundCause>

/**
 * requested: somebody must agree · approved: waits for a run · in_run · handed_over · presumed_paid: seen to leave · confirmed: the
 * bank's return period is over · returned: came back (組戻し), to be asked for anew with another account · unclaimed: came back, and nobody ever named another account · quarantined: nobody knows.
 */
export const RefundState = z.enum([
  'requested',
  'rejected',
  'withdrawn',
  'approved',
  'in_run',
  'handed_over',
  'presumed_paid',
  'confirmed',
  'returned',
  'unclaimed',
  'quarantined',
])
export type RefundState = z.infer<typeof RefundState>

/** What is to be refunded: of an order, of a deposit or a collection that belongs to no order, or a refund that came back. */
export const RefundTarget = z.discriminatedUnion('of', [
  z.object({ of: z.literal('order'), orderId: OrderId }),
  z.object({ of: z.literal('deposit'), receiptId: ReceiptId }),
  z.object({ of: z.literal('collection'), lineId: CollectionLineId }),
  /** What was captured of a card and belongs to no order: back at its company. */
  z.object({ of: z.literal('card'), paymentId: CardPaymentId }),
  /** What was debited after it had counted as not debited, and belongs to no order. */
  z.object({ of: z.literal('debit'), lineId: DebitResultLineId }),
  z.object({ of: z.literal('returned'), refundId: RefundId }),
])
export type RefundTarget = z.infer<typeof RefundTarget>

/** The collection (収納) that goes back: where and when it was paid, and by which slip. */
export const RefundCollection = z.object({
  lineId: CollectionLineId,
  party: Party,
  paidOn: BusinessDate,
  chainName: z.string(),
  /** As it is printed: reference and re-issue. */
  slipNumber: z.string(),
  /** The order its slip was issued for; null where this bank has issued none of that number, and nobody knows who paid. */
  orderId: OrderId.nullable(),
  orderNumber: z.string().nullable(),
})
export type RefundCollection = z.infer<typeof RefundCollection>

export const RefundRow = z.object({
  id: RefundId,
  kind: RefundKind,
  way: RefundWay,
  cause: RefundCause,
  state: RefundState,
  merchantId: MerchantId.nullable(),
  merchantName: z.string().nullable(),
  orderId: OrderId.nullable(),
  orderNumber: z.string().nullable(),
  receiptId: ReceiptId.nullable(),
  collection: RefundCollection.nullable(),
  amount: PositiveYen,
  payerName: z.string(),
  /** Null where nobody has told one yet. */
  account: NamedSettlementAccount.nullable(),
  holderMatches: z.boolean().nullable(),
  runId: TransferRunId.nullable(),
  runName: z.string().nullable(),
  madeBy: z.string(),
  madeAt: Instant,
  version: z.int(),
})
export type RefundRow = z.infer<typeof RefundRow>

/** Why a transfer came back, as far as the bank's words tell; the screen says what to do about each. */
export const ReturnCause = z.enum(['no_such_account', 'name_differs', 'account_closed', 'recalled', 'not_told'])
export type ReturnCause = z.infer<typeof ReturnCause>

export const RefundDetail = RefundRow.extend({
  why: z.string(),
  source: z.string(),
  /** What is debited and credited once it is agreed to. */
  journal: z.array(JournalLine),
  approval: z
    .object({ id: ApprovalId, needed: z.int(), agreed: z.array(z.object({ by: z.string(), at: Instant })), barred: z.array(z.string()) })
    .nullable(),
  /** The refund that came back and is paid again by this one, and the one that pays this one again. */
  replaces: RefundId.nullable(),
  replacedBy: RefundId.nullable(),
  seenOn: BusinessDate.nullable(),
  returned: z.object({ on: BusinessDate, cause: ReturnCause, words: z.string() }).nullable(),
})
export type RefundDetail = z.infer<typeof RefundDetail>

export const RefundFilter = z.object({
  state: RefundState.optional(),
  kind: RefundKind.optional(),
  merchantId: MerchantId.optional(),
  orderId: OrderId.optional(),
  receiptId: ReceiptId.optional(),
})
export type RefundFilter = z.infer<typeof RefundFilter>

/** What two people decide of a refund: how much of whose money goes to which account, and who has had a hand in it. */
export const RefundCase = z.object({
  kind: z.literal('refund'),
  refundId: RefundId,
  refund: RefundKind,
  cause: RefundCause,
  merchantId: MerchantId.nullable(),
  merchantName: z.string().nullable(),
  orderId: OrderId.nullable(),
  orderNumber: z.string().nullable(),
  receiptId: ReceiptId.nullable(),
  collection: RefundCollection.nullable(),
  replaces: RefundId.nullable(),
  payerName: z.string(),
  /** What there is: paid for the order, left of the deposit, or collected. */
  of: PositiveYen,
  amount: PositiveYen,
  /** What the merchant keeps where only a part goes back. */
  rest: Yen,
  /** Back to the payer's card by its company, or to an account. */
  way: RefundWay.default('transfer'),
  /** So much has gone back there unasked: this writes it down, and nothing is asked. */
  goneAlready: Yen,
  /** Null where it goes back to a card. */
  account: NamedSettlementAccount.nullable(),
  holderMatches: z.boolean().nullable(),
  source: z.string(),
  why: z.string(),
  /** The money is held for the payer, and not the merchant's yet. */
  held: z.boolean(),
  /** The money was the merchant's already, and is so again if nobody agrees. */
  wasReleasable: z.boolean(),
  touchedBy: z.array(z.string()),
  needed: z.int(),
  agreed: z.array(z.object({ by: z.string(), at: Instant })),
})
export type RefundCase = z.infer<typeof RefundCase>

const RefundWish = z.object({
  target: RefundTarget,
  /** All that may go back, where it is left out. */
  amount: PositiveYen.optional(),
  /** The account as a clerk has it from the payer; left out, the one the payer has given by the link. */
  account: RefundAccount.optional(),
})

export const refundMethods = {
  /** Refunds, newest first. */
  'refunds.list': method({
    permission: 'read',
    input: z.object({ filter: RefundFilter.default({}), cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(RefundRow).extend({ total: Yen }),
  }),
  'refunds.get': method({ permission: 'read', input: z.object({ id: RefundId }), output: RefundDetail }),
  /** What may go back, where to, what is posted, and who must agree: before anything is asked. */
  'refunds.preview': method({
    permission: 'read',
    input: RefundWish,
    output: z.object({
      kind: RefundKind,
      way: RefundWay,
      /** Of the order, the open deposit or the returned refund: to be named when it is asked for. */
      version: z.int(),
      most: PositiveYen,
      amount: PositiveYen,
      /** Empty where nobody knows who paid: whoever the account belongs to is taken to be the payer. */
      payerName: z.string(),
      payerKana: z.string(),
      /** Null: an account must be told first; unless it goes back to the card. */
      account: NamedSettlementAccount.nullable(),
      holderMatches: z.boolean().nullable(),
      /** What the merchant keeps of the order when only a part goes back. */
      rest: Yen,
      /** So much has gone back at the card company unasked: just this is written down, and nothing more is asked of it. */
      goneAlready: Yen,
      journal: z.array(JournalLine),
      approvers: Approvers,
    }),
  }),
  /** Asks for a refund; a supervisor decides. */
  'refunds.request': method({
    permission: 'refund',
    input: RefundWish.extend({
      version: z.int(),
      amount: PositiveYen,
      cause: RefundCause,
      why: z.string().trim().min(1).max(500),
      /** By what means the account was told, where it comes with the request. */
      source: Source.extract(['mail', 'telephone', 'fax', 'letter', 'counter']).default('letter'),
      /** The holder is not the payer, and that is meant so. */
      differenceConfirmed: z.boolean().default(false),
    }),
    output: z.object({ refundId: RefundId, approvalId: ApprovalId }),
  }),
  /** Takes a request back before it is decided. */
  'refunds.withdraw': method({
    permission: 'refund',
    input: z.object({ id: RefundId, version: z.int(), why: z.string().trim().min(1).max(500) }),
    output: z.object({}),
  }),
  /** Stops an approved refund that no run has: its entry is reversed, and everything stands as before it was asked for. */
  'refunds.stop': method({
    permission: 'approve',
    input: z.object({ id: RefundId, version: z.int(), why: z.string().trim().min(1).max(500) }),
    output: z.object({}),
  }),
  /** Puts approved refunds into a run of transfers, a draft that is submitted and approved as a run of payouts is. */
  'refunds.plan': method({
    permission: 'refund',
    input: z.object({
      payOn: BusinessDate.optional(),
      /** Approved refunds that wait for a later run. */
      leaveOut: z.array(RefundId).max(1_000).default([]),
    }),
    output: z.object({ runId: TransferRunId, name: z.string(), transfers: z.int(), total: Yen }),
  }),
}
