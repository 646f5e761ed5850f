import { z } from 'zod'
import { BusinessDate, Instant } from './date'
import { RowError } from './errors'
import { AllocationId, JobId, MerchantId, OfferReference, OrderId, ReceiptId } from './ids'
import { PaymentMethod } from './merchants'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { CappedCount, Cursor, PageSize, pageOf } from './paging'

/* The four tracks of an order (domain: the life of an order). The shown status is derived from them, never stored. */
export const AcceptanceTrack = z.enum(['none', 'awaiting', 'accepted', 'refused', 'lapsed'])
export type AcceptanceTrack = z.infer<typeof AcceptanceTrack>
export const PaymentTrack = z.enum([
  'awaiting_method',
  'unpaid',
  'decision_asked',
  'authorized',
  'declined',
  'decision_unknown',
  'capture_requested',
  'captured',
  'capture_failed',
  'capture_unknown',
  'authorization_expired',
  'partially_paid',
  'paid_preliminary',
  'paid',
  'expired',
  'cancelled',
])
export type PaymentTrack = z.infer<typeof PaymentTrack>
export const ProtectionTrack = z.enum([
  'none',
  'wished',
  'open',
  'received',
  'lapsed',
  'return_wanted',
  'not_arrived',
  'contested',
  'refund_due',
])
export type ProtectionTrack = z.infer<typeof ProtectionTrack>
export const DisbursementTrack = z.enum([
  'none',
  'releasable',
  'in_payout',
  'settled',
  'payout_returned',
  'refund_requested',
  'in_refund',
  'partly_refunded',
  'refunded',
  'refund_returned',
])
export type DisbursementTrack = z.infer<typeof DisbursementTrack>

export const Tracks = z.object({
  acceptance: AcceptanceTrack,
  payment: PaymentTrack,
  protection: ProtectionTrack,
  disbursement: DisbursementTrack,
})
export type Tracks = z.infer<typeof Tracks>

/** How an order came, as the first event of its history keeps it. */
export const Registration = z.object({ methodFixed: z.boolean(), protectionWished: z.boolean(), acceptanceRequired: z.boolean() })
export type Registration = z.infer<typeof Registration>

/** 決済ステータス (the publication's figure 10). */
export const OrderStatus = z.enum([
  'awaiting_acceptance',
  'acceptance_refused',
  'awaiting_method',
  'unpaid',
  'partially_paid',
  'authorized',
  'declined',
  'paid',
  'in_payout',
  'settled',
  'in_refund',
  'refunded',
  'expired',
  'cancelled',
])
export type OrderStatus = z.infer<typeof OrderStatus>

export const OrderRow = z.object({
  id: OrderId,
  merchantId: MerchantId,
  merchantName: z.string(),
  orderNumber: z.string(),
  receivedOn: BusinessDate,
  goods: z.string(),
  method: PaymentMethod.nullable(),
  status: OrderStatus,
  protection: ProtectionTrack,
  amount: PositiveYen,
  paidAmount: Yen,
  payerName: z.string(),
  payerKana: z.string(),
  dueOn: BusinessDate.nullable(),
  paidOn: BusinessDate.nullable(),
  payoutOn: BusinessDate.nullable(),
  note: z.string(),
  version: z.int(),
})
export type OrderRow = z.infer<typeof OrderRow>

export const OrderSort = z.enum(['received', 'amount', 'order_number', 'due', 'paid', 'payout'])
export type OrderSort = z.infer<typeof OrderSort>

export const OrderFilter = z.object({
  merchantId: MerchantId.optional(),
  status: OrderStatus.optional(),
  method: PaymentMethod.optional(),
  protected: z.boolean().optional(),
  receivedFrom: BusinessDate.optional(),
  receivedTo: BusinessDate.optional(),
  amountFrom: Yen.optional(),
  amountTo: Yen.optional(),
  /** One box: order number, payer's name or kana in any width, an amount with or without commas. */
  search: z.string().max(100).optional(),
})
export type OrderFilter = z.infer<typeof OrderFilter>

/** One step in the life of an order, with its proof. */
export const TimelineEvent = z.object({
  at: Instant,
  actor: z.string(),
  kind: z.string(),
  amount: Yen.nullable(),
  receiptId: ReceiptId.nullable(),
  allocationId: AllocationId.nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export type TimelineEvent = z.infer<typeof TimelineEvent>

export const OrderDetail = OrderRow.extend({
  tracks: Tracks,
  virtualAccount: z.string().nullable(),
  payerEmail: z.string(),
  importedFile: z.string().nullable(),
  timeline: z.array(TimelineEvent),
  allocations: z.array(
    z.object({
      id: AllocationId,
      receiptId: ReceiptId,
      amount: Yen,
      level: z.string(),
      by: z.string(),
      at: Instant,
      valueOn: BusinessDate,
      remitterName: z.string(),
      undone: z.boolean(),
    }),
  ),
  journal: z.array(z.object({ bookedOn: BusinessDate, debit: z.string(), credit: z.string(), amount: Yen, reverses: z.boolean() })),
})
export type OrderDetail = z.infer<typeof OrderDetail>

/** What an order file would do, shown before anything is stored. */
export const OrderFilePreview = z.object({
  planId: z.string(),
  fileName: z.string(),
  encoding: z.string(),
  rows: z.int(),
  total: Yen,
  protectedRows: z.int(),
  receivedFrom: BusinessDate.nullable(),
  receivedTo: BusinessDate.nullable(),
  sample: z.array(
    z.object({
      row: z.int(),
      orderNumber: z.string(),
      receivedOn: BusinessDate,
      goods: z.string(),
      amount: Yen,
      payerName: z.string(),
      dueOn: BusinessDate,
    }),
  ),
  virtualAccountsFree: z.int(),
})
export type OrderFilePreview = z.infer<typeof OrderFilePreview>
export const OrderFileErrors = z.object({ errors: z.array(RowError), total: z.int() })

export const orderMethods = {
  'orders.list': method({
    permission: 'read',
    input: z.object({
      filter: OrderFilter.default({}),
      sort: OrderSort.default('received'),
      descending: z.boolean().default(true),
      cursor: Cursor.nullable().default(null),
      size: PageSize,
    }),
    output: pageOf(OrderRow),
  }),
  /** Exact number and sum of a filtered list; slower than a page, so the view asks for it apart. */
  'orders.totals': method({
    permission: 'read',
    input: z.object({ filter: OrderFilter }),
    output: z.object({ rows: z.int(), total: Yen, matching: CappedCount.optional() }),
  }),
  'orders.get': method({ permission: 'read', input: z.object({ id: OrderId }), output: OrderDetail }),
  /** Reads an order file of one merchant and shows what it would do. Refuses with every error of the file at once. */
  'orders.previewFile': method({
    permission: 'bring_in',
    input: z.object({ reference: OfferReference, merchantId: MerchantId }),
    output: OrderFilePreview,
  }),
  /** Stores the file that was previewed, whole or not at all. Runs as a job. */
  'orders.importFile': method({
    permission: 'bring_in',
    input: z.object({ planId: z.string().max(100) }),
    output: z.object({ jobId: JobId }),
  }),
  'orders.note': method({
    permission: 'clear',
    input: z.object({ id: OrderId, version: z.int(), note: z.string().max(500) }),
    output: z.object({ version: z.int() }),
  }),
  /** Cancels an order that nobody has paid (after payment a refund is the way). */
  'orders.cancel': method({
    permission: 'clear',
    input: z.object({ id: OrderId, version: z.int(), reason: z.string().trim().min(1).max(200) }),
    output: z.object({ version: z.int() }),
  }),
}
