import { z } from 'zod'
import { Approvers } from './approvers'
import { BusinessDate, Instant } from './date'
import { AccountId, AllocationId, ApprovalId, JobId, MerchantId, OrderId, ReceiptId } from './ids'
import type { PaymentMethod } from './merchants'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { OrderStatus, type PaymentTrack } from './orders'
import { Cursor, PageSize, pageOf } from './paging'
import { LineKind } from './statement'

/** Where a credit line of a statement stands: cleared whole, in part, waiting for a person, or held by one. */
export const DepositState = z.enum(['cleared', 'partly_cleared', 'waiting', 'held'])
export type DepositState = z.infer<typeof DepositState>

export const DepositRow = z.object({
  id: ReceiptId,
  accountId: AccountId,
  bookedOn: BusinessDate,
  valueOn: BusinessDate,
  amount: PositiveYen,
  /** What of the amount is of the merchant a list is filtered by; only there. */
  share: Yen.optional(),
  remaining: Yen,
  state: DepositState,
  remitterName: z.string(),
  remittingBank: z.string(),
  remittingBranch: z.string(),
  description: z.string(),
  edi: z.string(),
  virtualAccount: z.string().nullable(),
  merchantName: z.string().nullable(),
  /** Order number it was cleared to, where it is one. */
  orderNumber: z.string().nullable(),
  kind: LineKind,
  version: z.int(),
  note: z.string(),
  /** What is left waits to be given back to its payer. */
  refundCandidate: z.boolean().default(false),
})
export type DepositRow = z.infer<typeof DepositRow>

export const DepositFilter = z.object({
  state: DepositState.optional(),
  /** Everything that is not wholly cleared. */
  open: z.boolean().optional(),
  /** Only what waits to be given back, or only what does not: with `open`, the queue of the clearing desk. */
  refundCandidate: z.boolean().optional(),
  accountId: AccountId.optional(),
  merchantId: MerchantId.optional(),
  from: BusinessDate.optional(),
  to: BusinessDate.optional(),
  /** One box: payer's kana in any width, an amount, digits of the virtual account. */
  search: z.string().max(100).optional(),
})
export type DepositFilter = z.infer<typeof DepositFilter>

/** One fact for or against a candidate, by name; the screen has the words. */
export const Reason = z.object({
  code: z.enum([
    'virtual_account',
    'reference_in_text',
    'name_equal',
    'name_prefix',
    'name_close',
    'amount_equal',
    'only_open_order',
    'within_due_date',
    'same_merchant',
    'learned',
    'former_number',
    'fee_deducted',
    'rounding',
    'sum_fits',
    'completed_by_deposit',
    'amount_short',
    'amount_over',
    'name_differs',
    'virtual_account_of_other',
    'reference_of_other',
    'after_due_date',
    'before_order',
    'not_customer_money',
    'returned_transfer',
    'order_closed',
    'other_method',
    'instruction_withdrawn',
    'other_fits_equally',
    'other_merchant_fits',
    'former_holder',
    'other_sum_fits',
  ]),
  for: z.boolean(),
  /** A contradiction that forbids automatic clearing. */
  veto: z.boolean(),
  detail: z.string(),
})
export type Reason = z.infer<typeof Reason>

export const Candidate = z.object({
  orderId: OrderId,
  merchantId: MerchantId,
  merchantName: z.string(),
  orderNumber: z.string(),
  payerName: z.string(),
  payerKana: z.string(),
  goods: z.string(),
  receivedOn: BusinessDate,
  dueOn: BusinessDate.nullable(),
  status: OrderStatus,
  amount: PositiveYen,
  open: Yen,
  protected: z.boolean(),
  version: z.int(),
})
export type Candidate = z.infer<typeof Candidate>

/** One order that the deposit may pay, or several of one payer that together come to exactly what is left of it. */
export const Proposal = z.object({
  orders: z.array(Candidate).min(1),
  /** What is left of the deposit if the orders take all they can; negative when they stay short. */
  difference: Yen,
  /** Facts against first. */
  reasons: z.array(Reason),
})
export type Proposal = z.infer<typeof Proposal>

export const Proposals = z.object({
  /** The likeliest first. Where several sums fit, all stand here, and the program takes no side. */
  proposals: z.array(Proposal),
  /** stopped: the search for sums came to its limit, and there may be others. */
  sumSearch: z.enum(['complete', 'stopped']),
})
export type Proposals = z.infer<typeof Proposals>

/** The three endings of what does not come out even: it stays open, it is settled as a difference, or it waits to be given back to its payer. */
export const RestEnding = z.enum(['leave', 'settle', 'refund'])
export type RestEnding = z.infer<typeof RestEnding>

/** One posting as it would stand in the journal: account names already in words for both languages. */
export const JournalLine = z.object({
  debit: z.object({ account: z.string(), of: z.string().nullable() }),
  credit: z.object({ account: z.string(), of: z.string().nullable() }),
  amount: Yen,
})
export type JournalLine = z.infer<typeof JournalLine>

/** What a clearing leaves over, and what each way of ending it would do. */
export const ClearingRest = z.object({
  /** The deposit has more than its orders take, it stays short of them, or both, where not all was given to an order that could take it. */
  side: z.enum(['deposit', 'orders', 'both']),
  /** Left of the deposit, or missing of the orders. */
  amount: PositiveYen,
  /** What the difference may be, where it has a name. */
  named: Reason.nullable(),
  /** Null where something is left on both sides: then it is no difference. No line: whoever bears it has no entry of it. */
  settle: z.object({ journal: z.array(JournalLine), approvers: Approvers }).nullable(),
  /** What would wait to be given back: what is left, or all of a deposit that is too small. */
  goesBack: PositiveYen,
})
export type ClearingRest = z.infer<typeof ClearingRest>

export const NameStep = z.object({ rule: z.string(), before: z.string(), after: z.string() })

export const DepositDetail = DepositRow.extend({
  normalName: z.string(),
  nameSteps: z.array(NameStep),
  fileName: z.string(),
  importedBy: z.string(),
  importedAt: Instant,
  record: z.int(),
  /** What this name's earlier deposits were cleared to, from whichever bank, the newest first, at most five. */
  earlier: z.array(
    z.object({
      receiptId: ReceiptId,
      bookedOn: BusinessDate,
      amount: Yen,
      /** From the same branch of the same bank. */
      isSameBranch: z.boolean(),
      orderNumber: z.string(),
      merchantName: z.string(),
      payerName: z.string(),
      level: z.string(),
      by: z.string(),
    }),
  ),
  allocations: z.array(
    z.object({
      id: AllocationId,
      orderId: OrderId,
      orderNumber: z.string(),
      merchantName: z.string(),
      amount: Yen,
      level: z.string(),
      evidence: z.array(Reason),
      by: z.string(),
      at: Instant,
      undone: z.boolean(),
      undoneBy: z.string().nullable(),
      undoneAt: Instant.nullable(),
    }),
  ),
})
export type DepositDetail = z.infer<typeof DepositDetail>

/** A clearing that is undone as soon as a second person agrees: exactly what was shown. */
export const ClearingUndoCase = z.object({
  kind: z.literal('clearing_undo'),
  allocationId: AllocationId,
  receiptId: ReceiptId,
  remitterName: z.string(),
  orderId: OrderId,
  orderNumber: z.string(),
  merchantName: z.string(),
  amount: PositiveYen,
  /** The day of its entry, and whether that has been closed. */
  bookedOn: BusinessDate,
  afterClose: z.boolean(),
  statusBefore: OrderStatus,
  statusAfter: OrderStatus,
  journal: z.array(JournalLine),
  why: z.string(),
  /** Who cleared it, and who asks; none of them decides. */
  touchedBy: z.array(z.string()),
})
export type ClearingUndoCase = z.infer<typeof ClearingUndoCase>

export const clearingMethods = {
  'deposits.list': method({
    permission: 'read',
    input: z.object({
      filter: DepositFilter.default({}),
      sort: z.enum(['booked', 'amount', 'remitter']).default('booked'),
      descending: z.boolean().default(true),
      cursor: Cursor.nullable().default(null),
      size: PageSize,
    }),
    output: pageOf(DepositRow),
  }),
  'deposits.totals': method({
    permission: 'read',
    input: z.object({ filter: DepositFilter }),
    output: z.object({ rows: z.int(), total: Yen }),
  }),
  'deposits.get': method({ permission: 'read', input: z.object({ id: ReceiptId }), output: DepositDetail }),
  /** Ranked orders this deposit may pay, facts against first, at most 20; and sums of several. */
  'clearing.candidates': method({
    permission: 'read',
    input: z.object({ receiptId: ReceiptId, search: z.string().max(100).default('') }),
    output: Proposals.extend({ elapsedMs: z.number() }),
  }),
  /** The entry that clearing these parts would post, before anything is written. */
  'clearing.preview': method({
    permission: 'read',
    input: z.object({
      receiptId: ReceiptId,
      parts: z
        .array(z.object({ orderId: OrderId, amount: PositiveYen }))
        .min(1)
        .max(50),
    }),
    output: z.object({ remaining: Yen, journal: z.array(JournalLine), rest: ClearingRest.nullable() }),
  }),
  /**
   * Clears a deposit, whole or in part, to one or several orders, and ends what is left in the same unit of work: it stays open, is settled as
   * a difference (or a second person is asked to, while the clearing stands), or becomes a refund candidate. Without parts all that is left of
   * the deposit becomes one.
   */
  'clearing.clear': method({
    permission: 'clear',
    input: z.object({
      receiptId: ReceiptId,
      version: z.int(),
      parts: z.array(z.object({ orderId: OrderId, version: z.int(), amount: PositiveYen })).max(50),
      /** Left out: it stays open. */
      rest: RestEnding.optional(),
    }),
    /** `asked`: who must agree to the difference is asked, and what is left stays open until then. */
    output: z.object({ allocationIds: z.array(AllocationId), remaining: Yen, asked: z.array(ApprovalId) }),
  }),
  'clearing.hold': method({
    permission: 'clear',
    input: z.object({ receiptId: ReceiptId, version: z.int(), held: z.boolean(), note: z.string().max(500) }),
    output: z.object({ version: z.int() }),
  }),
  /** What undoing would touch, told before it is done. */
  'clearing.undoPreview': method({
    permission: 'read',
    input: z.object({ allocationId: AllocationId }),
    output: z.object({
      orderNumber: z.string(),
      amount: Yen,
      statusBefore: OrderStatus,
      statusAfter: OrderStatus,
      depositRemainingAfter: Yen,
      journal: z.array(JournalLine),
      approvers: Approvers,
      /** A supervisor is asked about it already. */
      asked: z.boolean(),
    }),
  }),
  /**
   * Undoes exactly one clearing by a reversing entry, or asks those who must agree: above the agent's limit, and where the clearing stands
   * on a closed day. Refuses already_undone, paid_out, in_payout_run, not_found, order_step_refused, change_already_staged.
   */
  'clearing.undo': method({
    permission: 'clear',
    input: z.object({ allocationId: AllocationId, reason: z.string().max(200).default('') }),
    output: z.object({ receiptId: ReceiptId, remaining: Yen, approvalId: ApprovalId.nullable() }),
  }),
  /** Tries every waiting deposit again, e.g. after orders came in. Runs as a job whose result is a MatchResult. */
  'clearing.match': method({ permission: 'clear', input: z.object({}), output: z.object({ jobId: JobId }) }),
}

export const MatchResult = z.object({ cleared: z.int(), waiting: z.int() })
export type MatchResult = z.infer<typeof MatchResult>

/** What matching must know of an order: never more than this leaves the ledger for a decision. */
export interface OpenOrder {
  id: OrderId
  merchantId: MerchantId
  orderNumber: string
  /** The order number as references are compared: width, case and hyphens folded. */
  referenceKey: string
  /** The payer's kana as names are compared. */
  payerKey: string
  /** Whole yen that are still to be paid. */
  open: Yen
  receivedOn: BusinessDate
  dueOn: BusinessDate | null
  /** The virtual account this order holds now, branch 3 + number 7 digits. */
  virtualAccount: string | null
  /** Its payer has chosen another method since it was told of that account. */
  isWithdrawn: boolean
  payment: PaymentTrack
  /** How it is to be paid; null while nobody has chosen. */
  method: PaymentMethod | null
}
