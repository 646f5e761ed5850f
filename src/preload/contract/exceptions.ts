import { z } from 'zod'
import { Approvers } from './approvers'
import { JournalLine } from './clearing'
import { BusinessDate, Instant } from './date'
import {
  AccountId,
  ApprovalId,
  MerchantId,
  OrderId,
  PayableItemId,
  ReceiptId,
  ReceivableItemId,
  RefundId,
  TransferId,
  TransferRunId,
} from './ids'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'
import { ReceivableKind } from './payouts'
import { ReturnCause } from './refunds'
import { TransferFeeBearer } from './transfer-fees'

/*
 * 例外: lines of statements that nobody could explain, what merchants are short of, and how each is ended. Every ending is shown with its
 * entry and with who must agree before it happens.
 */

/** Of money that came in: 過入金, 不足, 二重, 不明, 期限後, 戻入, 訂正・取消・不渡, 利息. */
export const CreditException = z.enum(['over', 'under', 'duplicate', 'late', 'unknown', 'returned', 'bank_correction', 'interest'])
export type CreditException = z.infer<typeof CreditException>
/** Of money that left: a fee, an own transfer, a credit that is taken back, one of several transfers, or nobody knows. */
export const DebitException = z.enum(['bank_fee', 'own_transfer', 'taken_back', 'transfer_unsure', 'unknown_outgoing'])
export type DebitException = z.infer<typeof DebitException>
export const ExceptionType = z.enum([...CreditException.options, ...DebitException.options])
export type ExceptionType = z.infer<typeof ExceptionType>

/** Ways to end what stands open. Refunds (refunds.request) and orders (the clearing desk) are ended there. */
export const Ending = z.enum([
  'bank_fee',
  'own_transfer',
  'interest',
  'unclaimed',
  'small_difference',
  'taken_back',
  'transfer_seen',
  'transfer_returned',
  'accept_less',
  'bad_debt',
  'debt_paid',
])
export type Ending = z.infer<typeof Ending>

/** What an ending ends: a line of a statement, an order that is short, an item that a merchant owes, or a refund that came back. */
export const ExceptionTarget = z.discriminatedUnion('of', [
  z.object({ of: z.literal('line'), receiptId: ReceiptId }),
  z.object({ of: z.literal('order'), orderId: OrderId }),
  z.object({ of: z.literal('receivable'), receivableId: ReceivableItemId }),
  z.object({ of: z.literal('refund'), refundId: RefundId }),
])
export type ExceptionTarget = z.infer<typeof ExceptionTarget>

/** How somebody was asked about a line. */
export const AttemptWay = z.enum(['telephone', 'mail', 'fax', 'letter', 'counter', 'bank'])
export type AttemptWay = z.infer<typeof AttemptWay>
/** Who was asked, how, and what came of it. */
export const Attempt = z.object({ asked: z.string(), way: AttemptWay, outcome: z.string(), by: z.string(), at: Instant })
export type Attempt = z.infer<typeof Attempt>
/** The same as it is written down. */
export const NewAttempt = z.object({
  asked: z.string().trim().min(1).max(100),
  way: AttemptWay,
  outcome: z.string().trim().min(1).max(500),
})
export type NewAttempt = z.infer<typeof NewAttempt>

export const ExceptionRow = z.object({
  receiptId: ReceiptId,
  side: z.enum(['credit', 'debit']),
  type: ExceptionType,
  accountId: AccountId,
  bookedOn: BusinessDate,
  /** Calendar days since it was booked. */
  days: z.int(),
  amount: PositiveYen,
  remaining: PositiveYen,
  name: z.string(),
  description: z.string(),
  held: z.boolean(),
  /** It waits for the account of its payer, to be given back. */
  refundCandidate: z.boolean(),
  note: z.string(),
  version: z.int(),
  /** Endings that may be tried for it, the likeliest first. */
  endings: z.array(Ending),
  /** A supervisor is asked about it already. */
  asked: z.boolean(),
  /** The day in Japan on which to look at it again. */
  nextOn: BusinessDate.nullable(),
  /** That day has come: it stands first. */
  due: z.boolean(),
  /** What has been tried, the oldest first. */
  attempts: z.array(Attempt),
})
export type ExceptionRow = z.infer<typeof ExceptionRow>

/** How long things have been open, in calendar days. */
export const AGES = [7, 30, 90] as const
export const ExceptionCount = z.object({
  type: ExceptionType,
  count: z.int(),
  remaining: Yen,
  /** Younger than 7, 30, 90 days, and older. */
  byAge: z.array(z.int()).length(4),
  oldest: BusinessDate,
})
export type ExceptionCount = z.infer<typeof ExceptionCount>

/** Money of a payout that came back (組戻し) and waits to be paid again. */
export const ReturnedPayout = z.object({
  itemId: PayableItemId,
  merchantId: MerchantId,
  merchantName: z.string(),
  runName: z.string(),
  amount: Yen,
  returnedOn: BusinessDate,
  days: z.int(),
  cause: ReturnCause,
  words: z.string(),
  /** corrected: the merchant has another account by now · confirmed: a clerk says that it is right · waiting: neither. */
  account: z.enum(['corrected', 'confirmed', 'waiting']),
})
export type ReturnedPayout = z.infer<typeof ReturnedPayout>

/** What a merchant owes (加盟店未収金) and nothing has ended yet: it is offset in its next payout, or given up. */
export const OpenReceivable = z.object({
  id: ReceivableItemId,
  merchantId: MerchantId,
  merchantName: z.string(),
  kind: ReceivableKind,
  owedOn: BusinessDate,
  /** Calendar days since then. */
  days: z.int(),
  amount: Yen,
  open: PositiveYen,
  note: z.string(),
  /** A supervisor is asked about it already. */
  asked: z.boolean(),
})
export type OpenReceivable = z.infer<typeof OpenReceivable>

/** How something is ended, with what that way needs to know. */
export const EndingWish = z.object({
  target: ExceptionTarget,
  ending: Ending,
  /** All that is open, where it is left out. */
  amount: PositiveYen.optional(),
  /** The line that is taken back, or that takes back (taken_back). */
  otherReceiptId: ReceiptId.optional(),
  /** What was seen to leave: the whole run, or one transfer; which transfer came back. */
  runId: TransferRunId.optional(),
  transferId: TransferId.optional(),
  /** What the merchant owed and has paid by this line (debt_paid). */
  receivableId: ReceivableItemId.optional(),
  /**
   * Who bears the bank's fee of a returned transfer (whom the contract names, where it is left out), or the rest of an order that is
   * accepted short (the agent).
   */
  bearer: TransferFeeBearer.optional(),
})
export type EndingWish = z.infer<typeof EndingWish>

/** An ending that a second person agrees to: exactly what was shown. */
export const CorrectionCase = z.object({
  kind: z.literal('correction'),
  wish: EndingWish,
  amount: PositiveYen,
  /** What the line, the order or the item is, in words of its own: a name, a number. */
  what: z.string(),
  openSince: BusinessDate,
  merchantId: MerchantId.nullable(),
  journal: z.array(JournalLine),
  /** The day it stands on has been closed. */
  afterClose: z.boolean(),
  why: z.string(),
  touchedBy: z.array(z.string()),
  needed: z.int(),
  agreed: z.array(z.object({ by: z.string(), at: Instant })),
})
export type CorrectionCase = z.infer<typeof CorrectionCase>

export const exceptionMethods = {
  /** Everything that is open on statements, each with its type: first what is due today, then the oldest. */
  'exceptions.list': method({
    permission: 'read',
    input: z.object({
      filter: z
        .object({
          type: ExceptionType.optional(),
          side: z.enum(['credit', 'debit']).optional(),
          due: z.boolean().optional(),
          refundCandidate: z.boolean().optional(),
        })
        .default({}),
      cursor: Cursor.nullable().default(null),
      size: PageSize,
    }),
    output: pageOf(ExceptionRow).extend({ counts: z.array(ExceptionCount), due: z.int() }),
  }),
  /** What stands beside one of them: transfers it may be, lines it may take back, debts it may pay. */
  'exceptions.get': method({
    permission: 'read',
    input: z.object({ receiptId: ReceiptId }),
    output: ExceptionRow.extend({
      cause: ReturnCause,
      runs: z.array(z.object({ id: TransferRunId, name: z.string(), total: Yen, payOn: BusinessDate })),
      /** Those of it that a return may be of come with whom the contract lets bear the bank's fee. */
      transfers: z.array(
        z.object({ id: TransferId, runName: z.string(), name: z.string(), amount: Yen, leftOn: BusinessDate, bearer: TransferFeeBearer }),
      ),
      lines: z.array(z.object({ receiptId: ReceiptId, bookedOn: BusinessDate, amount: Yen, remaining: Yen, name: z.string() })),
      /** What merchants owe, of money that came in: it may be one of these that is paid. The oldest fifty. */
      debts: z.array(z.object({ receivableId: ReceivableItemId, merchantName: z.string(), owedOn: BusinessDate, open: Yen })),
    }),
  }),
  /** The entry an ending would post, and who must agree. */
  'exceptions.preview': method({
    permission: 'read',
    input: EndingWish,
    output: z.object({
      version: z.int(),
      amount: PositiveYen,
      remaining: Yen,
      bookedOn: BusinessDate,
      journal: z.array(JournalLine),
      approvers: Approvers,
      merchantId: MerchantId.nullable(),
    }),
  }),
  /** Payouts that came back and are not in a run again: why, with what to do, and whether they may be paid again. */
  'exceptions.returnedPayouts': method({
    permission: 'read',
    input: z.object({}),
    output: z.object({ payouts: z.array(ReturnedPayout) }),
  }),
  /** What merchants owe, the oldest first. `matching` tells only whether there is more. */
  'exceptions.receivables': method({
    permission: 'read',
    input: z.object({ cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(OpenReceivable),
  }),
  /** A clerk's word that the account is right as it is: the money is paid again without a corrected account. */
  'exceptions.payAgain': method({
    permission: 'clear',
    input: z.object({ itemId: PayableItemId, reason: z.string().trim().min(1).max(500) }),
    output: z.object({}),
  }),
  /** Adds what was tried, what somebody thinks of it, and the day on which to look again (null: none). */
  'exceptions.follow': method({
    permission: 'clear',
    input: z.object({
      receiptId: ReceiptId,
      attempt: NewAttempt.nullable().default(null),
      thought: z.string().trim().max(500).default(''),
      nextOn: BusinessDate.nullable().optional(),
    }),
    output: z.object({}),
  }),
  /** Ends it at once, or asks those who must agree. */
  'exceptions.end': method({
    permission: 'clear',
    input: EndingWish.extend({ version: z.int(), why: z.string().trim().min(1).max(500) }),
    output: z.object({ ended: z.boolean(), approvalId: ApprovalId.nullable() }),
  }),
}
