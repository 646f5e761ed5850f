import { z } from 'zod'
import { Approvers } from './approvers'
import { BusinessDate, Instant } from './date'
import { AccountId, ActId, AllocationId, ApprovalId, JobId, MerchantId, OrderId, ReceiptId } from './ids'
import type { PaymentMethod } from './merchants'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { OrderStatus, type PaymentTrack } from './orders'
import { Cursor, PageSize, pageOf } from './paging'
import { SearchWord } from './search'
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
  /** The last thought about it. */
  note: z.string(),
  /** Whose it is, and since when; `accepted` once they have opened it. */
  assignment: z.object({ to: z.string(), by: z.string(), at: Instant, accepted: z.boolean() }).nullable(),
  /** What is left waits to be given back to its payer. */
  refundCandidate: z.boolean(),
})
export type DepositRow = z.infer<typeof DepositRow>

export const DepositFilter = z.object({
  state: DepositState.optional(),
  /** Everything that is not wholly cleared. */
  open: z.boolean().optional(),
  /** Given to whoever asks. */
  mine: z.boolean().optional(),
  /** Only what waits to be given back, or only what does not: with `open`, the queue of the clearing desk. */
  refundCandidate: z.boolean().optional(),
  accountId: AccountId.optional(),
  merchantId: MerchantId.optional(),
  from: BusinessDate.optional(),
  to: BusinessDate.optional(),
  /** One box, every word of which is to be met: a name, an amount or a range, a day, an order number, digits of the virtual account. */
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
    'closed_alike',
    'learned_fits',
    'same_deposit_waits',
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
      actId: ActId,
      /** It restores one that was undone. */
      isRedone: z.boolean(),
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

/** One link of an act: so many yen of its deposit to this order. */
export const ActLink = z.object({
  allocationId: AllocationId,
  orderId: OrderId,
  orderNumber: z.string(),
  merchantName: z.string(),
  amount: PositiveYen,
  /** It stands, the next redo of its act restores it, or it was taken back before that. */
  state: z.enum(['stands', 'redoable', 'undone']),
})
export type ActLink = z.infer<typeof ActLink>

/** What one decision cleared of a deposit, as it stands after every undo and redo. */
export const ClearingAct = z.object({
  id: ActId,
  receiptId: ReceiptId,
  remitterName: z.string(),
  bookedOn: BusinessDate,
  level: z.string(),
  by: z.string(),
  /** When it was cleared, or redone last. */
  at: Instant,
  links: z.array(ActLink),
  /** What of it stands, and what a redo restores. */
  stands: Yen,
  redoable: Yen,
  undoneBy: z.string().nullable(),
  undoneAt: Instant.nullable(),
})
export type ClearingAct = z.infer<typeof ClearingAct>

/** One order that undoing touches. */
export const UndoneLink = z.object({
  allocationId: AllocationId,
  orderId: OrderId,
  orderNumber: z.string(),
  merchantName: z.string(),
  amount: PositiveYen,
  statusBefore: OrderStatus,
  statusAfter: OrderStatus,
})
export type UndoneLink = z.infer<typeof UndoneLink>

/** An act, of which all is undone that stands; or exactly one link, whatever else its act holds. */
const undoTargets = [z.object({ actId: ActId }), z.object({ allocationId: AllocationId })] as const
const because = { reason: z.string().max(200).default('') }
export const UndoTarget = z.union(undoTargets)
export type UndoTarget = z.infer<typeof UndoTarget>

/** Clearings that are undone as soon as a second person agrees: exactly what was shown. */
export const ClearingUndoCase = z.object({
  kind: z.literal('clearing_undo'),
  actId: ActId,
  receiptId: ReceiptId,
  remitterName: z.string(),
  amount: PositiveYen,
  links: z.array(UndoneLink).min(1),
  /** What is left of the deposit afterwards. */
  remaining: Yen,
  /** The first day of their entries, and whether one of them has been closed. */
  bookedOn: BusinessDate,
  afterClose: z.boolean(),
  /** Days since the oldest of them was cleared. */
  days: z.int(),
  journal: z.array(JournalLine),
  why: z.string(),
  /** Who cleared them, and who asks; none of them decides. */
  touchedBy: z.array(z.string()),
  /** How many must agree, and who has. */
  needed: z.int(),
  agreed: z.array(z.object({ by: z.string(), at: Instant })),
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
  /** How the search box of deposits is read, for saying so beside it. */
  'deposits.readSearch': method({
    permission: 'read',
    input: z.object({ search: z.string().max(100) }),
    output: z.object({ words: z.array(SearchWord) }),
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
   * a difference (or a second person is asked to, while the clearing stands), or becomes a refund candidate.
   */
  'clearing.clear': method({
    permission: 'clear',
    input: z.object({
      receiptId: ReceiptId,
      version: z.int(),
      parts: z
        .array(z.object({ orderId: OrderId, version: z.int(), amount: PositiveYen }))
        .min(1)
        .max(50),
      /** Left out: it stays open. */
      rest: RestEnding.optional(),
    }),
    /** `asked`: who must agree to the difference is asked, and what is left stays open until then. */
    output: z.object({ actId: ActId, allocationIds: z.array(AllocationId), remaining: Yen, asked: z.array(ApprovalId) }),
  }),
  /**
   * All that is left of a deposit waits to be given back to its payer, and nothing is cleared. Refuses deposit_not_open, changed_meanwhile,
   * ending_not_possible (it is no customer's money).
   */
  'clearing.giveBack': method({
    permission: 'clear',
    input: z.object({ receiptId: ReceiptId, version: z.int() }),
    output: z.object({}),
  }),
  'clearing.hold': method({
    permission: 'clear',
    input: z.object({ receiptId: ReceiptId, version: z.int(), held: z.boolean(), note: z.string().max(500) }),
    output: z.object({ version: z.int() }),
  }),
  /** What one decision cleared is one act: own ones of the last days, the newest first, at most 50; or all of one deposit. */
  'clearing.acts': method({
    permission: 'read',
    input: z.union([z.object({ receiptId: ReceiptId }), z.object({ mine: z.literal(true) })]),
    output: z.object({ acts: z.array(ClearingAct) }),
  }),
  /** What undoing would touch, told before it is done: every order, the deposit, the entry, who must agree. */
  'clearing.undoPreview': method({
    permission: 'read',
    input: UndoTarget,
    output: z.object({
      actId: ActId,
      amount: Yen,
      links: z.array(UndoneLink),
      remaining: Yen,
      journal: z.array(JournalLine),
      approvers: Approvers,
      /** A supervisor is asked about its act already. */
      asked: z.boolean(),
    }),
  }),
  /**
   * Undoes what stands of an act, or exactly one link of it, by reversing entries, or asks those who must agree: above the agent's limit, after
   * so many days, and where a day of it has been closed. Refuses already_undone, paid_out, in_payout_run, not_found, order_step_refused,
   * change_already_staged.
   */
  'clearing.undo': method({
    permission: 'clear',
    input: z.union([undoTargets[0].extend(because), undoTargets[1].extend(because)]),
    output: z.object({ receiptId: ReceiptId, remaining: Yen, approvalId: ApprovalId.nullable() }),
  }),
  /** Restores what the last undo of an act took back: the same deposit, orders and amounts, or nothing. Refuses what `clearing.clear` refuses, and nothing_to_redo. */
  'clearing.redo': method({
    permission: 'clear',
    input: z.object({ actId: ActId }),
    output: z.object({ receiptId: ReceiptId, allocationIds: z.array(AllocationId), remaining: Yen }),
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
