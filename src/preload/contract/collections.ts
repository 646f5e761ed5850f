import { z } from 'zod'
import { JournalLine } from './clearing'
import { CollectionFileFormat, CollectionKind, CollectionOutcome, Party, SlipMethod } from './collection'
import { ColumnProfile, FileEncoding, FileHead } from './column-profile'
import { BusinessDate, Instant } from './date'
import { NoticeGateway } from './gateways'
import {
  ApprovalId,
  CollectionFileId,
  CollectionLineId,
  CollectionSettlementId,
  JobId,
  MerchantId,
  OfferReference,
  OrderId,
  ReceiptId,
  RefundId,
} from './ids'
import { PaymentMethod } from './merchants'
import { method } from './method'
import { PositiveYen, Yen } from './money'
import { Cursor, PageSize, pageOf } from './paging'

/*
 * 収納: what collectors tell of the money they hold for the bank, what nobody can place, and the transfers by which they pay it.
 */

/** Lines of one kind in a result file: how many, and what they come to. */
const KindTally = z.object({ kind: CollectionKind, count: z.int(), amount: Yen })

/** A result file before it is brought in; nothing is stored. */
export const CollectionPreview = z.object({
  planId: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  method: SlipMethod,
  party: Party,
  agentName: z.string(),
  format: CollectionFileFormat,
  lines: z.int(),
  kinds: z.array(KindTally),
  /** Lines that an earlier file has brought, or an earlier line of this one. */
  duplicates: z.int(),
  /** Lines whose slip this bank has never issued. */
  unknownSlips: z.int(),
  paidFrom: BusinessDate.nullable(),
  paidTo: BusinessDate.nullable(),
  alreadyImported: z.object({ fileName: z.string(), importedBy: z.string(), importedAt: Instant }).nullable(),
})
export type CollectionPreview = z.infer<typeof CollectionPreview>

export const CollectionResult = z.object({
  fileId: CollectionFileId.nullable(),
  stored: z.int(),
  duplicates: z.int(),
  /** Orders paid as far as the stores know, orders paid for certain, preliminary notices taken back. */
  preliminary: z.int(),
  paid: z.int(),
  withdrawn: z.int(),
  /** Orders cancelled since their goods were refused at the door. */
  refused: z.int(),
  /** What waits for a person. */
  exceptions: z.int(),
})
export type CollectionResult = z.infer<typeof CollectionResult>

export const CollectionFileSummary = z.object({
  id: CollectionFileId,
  method: SlipMethod,
  party: Party,
  fileName: z.string(),
  format: CollectionFileFormat,
  stored: z.int(),
  duplicates: z.int(),
  importedBy: z.string(),
  importedAt: Instant,
})
export type CollectionFileSummary = z.infer<typeof CollectionFileSummary>

/** A line that nobody could place by itself, with its story. */
export const CollectionException = z.object({
  lineId: CollectionLineId,
  outcome: CollectionOutcome,
  /** By which method the line says it was paid. */
  method: SlipMethod,
  party: Party,
  kind: CollectionKind,
  amount: PositiveYen,
  paidOn: BusinessDate,
  paidAt: z.string().nullable(),
  /** The chain, or who else took it. */
  chainName: z.string(),
  /** Empty but at stores. */
  storeCode: z.string(),
  /** The collector's own number of the payment; null at stores. */
  transactionId: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  /** Slip number as it is printed (reference and re-issue), or the reference; the parcel's number where the line tells no other. */
  slipNumber: z.string(),
  /** Calendar days since it was paid. */
  days: z.int(),
  /** The order its slip was issued for; null where this bank has issued none of that number. */
  order: z
    .object({
      id: OrderId,
      orderNumber: z.string(),
      merchantId: MerchantId,
      merchantName: z.string(),
      payerName: z.string(),
      amount: PositiveYen,
      method: PaymentMethod.nullable(),
      payment: z.string(),
      slipAmount: PositiveYen,
    })
    .nullable(),
  /** What is owed of the same payment by another line, where the two contradict each other. */
  contradicts: z
    .object({
      amount: PositiveYen,
      paidOn: BusinessDate,
      fileName: z.string(),
      orderId: OrderId.nullable(),
      orderNumber: z.string().nullable(),
      /** Somebody has asked to take this one instead. */
      isAsked: z.boolean(),
    })
    .nullable(),
  /** Whether the money is held for whoever it belongs to: only confirmed lines bring money. */
  holdsMoney: z.boolean(),
  /** The refund of its money that was asked for and not yet decided: until then it pays no order. */
  refundId: RefundId.nullable(),
  fileName: z.string(),
  importedAt: Instant,
})
export type CollectionException = z.infer<typeof CollectionException>

const ToldPayment = z.object({ amount: PositiveYen, paidOn: BusinessDate })

/** What is owed of a payment is withdrawn, and what another line tells of it is taken instead. */
export const ReplacementCase = z.object({
  kind: z.literal('claim_replacement'),
  lineId: CollectionLineId,
  party: Party,
  before: ToldPayment,
  after: ToldPayment,
  /** The order that the first has paid; unpaid from then on. */
  orderId: OrderId.nullable(),
  orderNumber: z.string().nullable(),
  merchantName: z.string().nullable(),
  /** The order that the second pays at once; null: it waits with its money. */
  paysNumber: z.string().nullable(),
  journal: z.array(JournalLine),
  why: z.string(),
  touchedBy: z.array(z.string()),
})
export type ReplacementCase = z.infer<typeof ReplacementCase>

/** What an agent owes for one day of transfer, by its contract, and which deposits may be it. */
export const ExpectedTransfer = z.object({
  party: Party,
  agentName: z.string(),
  /** 振込予定日. */
  transferOn: BusinessDate,
  claims: z.int(),
  /** How many of them still wait for somebody to say whose they are. */
  unapplied: z.int(),
  gross: Yen,
  /** What the agent takes back: refunded, charged back, withdrawn. */
  deductions: Yen,
  fees: Yen,
  tax: Yen,
  stampDuty: Yen,
  /** Nothing or less while it takes back as much as it owes: that goes into its next transfer. */
  net: Yen,
  candidates: z.array(
    z.object({
      receiptId: ReceiptId,
      bookedOn: BusinessDate,
      name: z.string(),
      remaining: PositiveYen,
      version: z.int(),
      /** What came less what was expected; 0 fits. */
      difference: Yen,
    }),
  ),
})
export type ExpectedTransfer = z.infer<typeof ExpectedTransfer>

export const SettledTransfer = z.object({
  id: CollectionSettlementId,
  party: Party,
  transferOn: BusinessDate,
  bookedOn: BusinessDate,
  claims: z.int(),
  gross: Yen,
  deductions: Yen,
  fees: Yen,
  tax: Yen,
  stampDuty: Yen,
  net: PositiveYen,
  expected: Yen,
  reason: z.string(),
  settledBy: z.string(),
  settledAt: Instant,
})
export type SettledTransfer = z.infer<typeof SettledTransfer>

/** Whose result files can be brought in, and what the columns of its files mean; null where a published layout tells, or nobody has said it. */
export const FileCollector = z.object({
  method: SlipMethod,
  name: z.string(),
  profile: ColumnProfile.nullable(),
  version: z.int(),
  /** Another meaning of its columns waits for a second person. */
  isAsked: z.boolean(),
})
export type FileCollector = z.infer<typeof FileCollector>

/** Other meanings of columns by which money was brought in already. */
export const MappingCase = z.object({
  kind: z.literal('column_mapping'),
  method: NoticeGateway,
  collectorName: z.string(),
  before: ColumnProfile,
  after: ColumnProfile,
})
export type MappingCase = z.infer<typeof MappingCase>

export const collectionMethods = {
  /** Collectors that are settled, switched on or not. */
  'collections.collectors': method({
    permission: 'read',
    input: z.object({}),
    output: z.object({ collectors: z.array(FileCollector) }),
  }),
  /** The first row of a file and some behind it, for whoever says what its columns mean. */
  'collections.columns': method({
    permission: 'bring_in',
    input: z.object({ reference: OfferReference, encoding: FileEncoding }),
    output: FileHead,
  }),
  /** Says what the columns of a collector's files mean; from then on they must stand so. `version`: of its settings. */
  'collections.mapColumns': method({
    permission: 'bring_in',
    input: z.object({ method: NoticeGateway, version: z.int(), profile: ColumnProfile }),
    /** `approvalId`: money was brought in by what they meant before, and a second person must agree. */
    output: z.object({ version: z.int(), approvalId: ApprovalId.nullable() }),
  }),
  /** Reads a result file and tells what it holds; everything wrong with it at once. Runs as a job whose result is a CollectionPreview. */
  'collections.preview': method({
    permission: 'bring_in',
    input: z.object({ reference: OfferReference, method: SlipMethod.default('convenience_store') }),
    output: z.object({ jobId: JobId }),
  }),
  /** Brings in what was shown. Runs as a job whose result is a CollectionResult. */
  'collections.bringIn': method({
    permission: 'bring_in',
    input: z.object({ planId: z.string().max(60), sha256: z.string().length(64) }),
    output: z.object({ jobId: JobId }),
  }),
  'collections.files': method({
    permission: 'read',
    input: z.object({ cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(CollectionFileSummary),
  }),
  /** What waits for a person, the oldest first. */
  'collections.exceptions': method({
    permission: 'read',
    input: z.object({ cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(CollectionException),
  }),
  /** Ends an exception: its money pays an order (its own where none is named), or it is noted with a reason and nothing more is to be done. */
  'collections.end': method({
    permission: 'clear',
    input: z.discriminatedUnion('ending', [
      z.object({
        ending: z.literal('apply'),
        lineId: CollectionLineId,
        orderId: OrderId.optional(),
        note: z.string().trim().max(400).default(''),
      }),
      z.object({ ending: z.literal('note'), lineId: CollectionLineId, note: z.string().trim().min(1).max(400) }),
      /** Of two lines that contradict each other: this one instead of the first, once a second person agrees. */
      z.object({ ending: z.literal('replace'), lineId: CollectionLineId, note: z.string().trim().min(1).max(400) }),
    ]),
    output: z.object({}),
  }),
  /** What agents are expected to transfer, by agent and day, with the deposits that may be it. */
  'collections.transfers': method({ permission: 'read', input: z.object({}), output: z.object({ transfers: z.array(ExpectedTransfer) }) }),
  'collections.settled': method({
    permission: 'read',
    input: z.object({ cursor: Cursor.nullable().default(null), size: PageSize }),
    output: pageOf(SettledTransfer),
  }),
  /**
   * Clears an agent's transfer against what it owed for that day: gross is deductions, fees, tax, stamp duty and the deposit. Figures as shown, or as the
   * agent's notice has them; where they are not what its contract makes of it, a reason is needed.
   */
  'collections.settle': method({
    permission: 'clear',
    input: z.object({
      party: Party,
      transferOn: BusinessDate,
      receiptId: ReceiptId,
      version: z.int(),
      gross: Yen.refine((amount) => amount >= 0),
      deductions: Yen,
      fees: Yen.refine((amount) => amount >= 0),
      tax: Yen.refine((amount) => amount >= 0),
      stampDuty: Yen.refine((amount) => amount >= 0),
      reason: z.string().trim().max(400).default(''),
    }),
    output: z.object({ id: CollectionSettlementId, released: z.int() }),
  }),
}
