import type { CollectionFileFormat, CollectionKind, CollectionOutcome, Party, SlipMethod } from '../../preload/contract/collection'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type {
  ClaimDeductionId,
  ClaimId,
  CollectionFileId,
  CollectionLineId,
  CollectionSettlementId,
  EntryId,
  OrderId,
  ReceiptId,
  SlipId,
} from '../../preload/contract/ids'
import type { PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { Flag } from './schema'

/* Rows of what others collect for the bank; what each table promises stands in migrations/0004-collection.ts. */

export interface SlipRow {
  id: SlipId
  order_id: OrderId
  method: SlipMethod
  party: Party
  /** Empty but at stores. */
  maker_code: string
  /** The bank's own number at the collector: of postal forms its account; empty where there is none. */
  company_code: string
  reference: string
  /** 再発行区分; 0 but at stores. */
  reissue: number
  amount: Yen
  needs_stamp: Flag
  due_on: BusinessDate
  issued_at: Instant
  withdrawn_at: Instant | null
  withdrawn_why: 'reissued' | 'switched' | null
}

/** The carrier's number of a parcel that is paid for at the door. */
export interface TrackingNumberRow {
  id: number
  slip_id: SlipId
  party: Party
  number: string
  told_at: Instant
}

export interface CollectionFileRow {
  id: CollectionFileId
  method: SlipMethod
  party: Party
  name: string
  sha256: string
  format: CollectionFileFormat
  /** staging: being written, seen by nobody · published: in, being posted up to `posted_to` · posted: wholly in the ledger. */
  state: 'staging' | 'published' | 'posted'
  posted_to: number
  stored: number
  duplicates: number
  imported_by: string
  imported_at: Instant
}

export interface CollectionLineRow {
  id: CollectionLineId
  file_id: CollectionFileId
  /** 1-based among the stored lines of its file: the order of posting. */
  line: number
  record: number
  party: Party
  kind: CollectionKind
  /** Of lines of stores; others have the collector's own number of the payment in its place. */
  barcode: string | null
  transaction_id: string | null
  tracking_number: string | null
  reference: string
  reissue: number
  amount: Yen
  needs_stamp: Flag
  paid_on: BusinessDate
  paid_at: string | null
  chain_code: string | null
  chain_name: string | null
  store_code: string | null
  /** What the collector says it keeps; the contract decides what is expected. */
  fee: Yen | null
  made_on: BusinessDate | null
  transfer_on: BusinessDate | null
  raw: Uint8Array
  identity: string
}

/** What posting a line came to. */
export interface CollectionOutcomeRow {
  line_id: CollectionLineId
  /** The slip it names; null where this bank has issued none. */
  slip_id: SlipId | null
  outcome: CollectionOutcome
}

/** How a person ended a line that posting could not. */
export interface CollectionEndRow {
  line_id: CollectionLineId
  ending: 'applied' | 'noted'
  order_id: OrderId | null
  note: string
  actor: string
  at: Instant
}

/** What an agent owes the bank: money it has confirmed to hold. Without an order while nobody knows whose it is. */
export interface ClaimRow {
  id: ClaimId
  party: Party
  method: PaymentMethod
  order_id: OrderId | null
  /** The line that told of it; null where no result file did: a card was captured, an account debited. */
  line_id: CollectionLineId | null
  amount: Yen
  needs_stamp: Flag
  paid_on: BusinessDate
  /** The day its transfer is to come; where the agent told none, the day it told of it. */
  transfer_on: BusinessDate
  /** The merchant may be paid before the agent has paid, by the contract in force when it was confirmed. */
  payable: Flag
  entry_id: EntryId
  /** The entry that gave it to an order later. */
  applied_by: EntryId | null
  settlement_id: CollectionSettlementId | null
  /** The deduction that took it back whole: its collector had told it wrong. */
  withdrawn_by: ClaimDeductionId | null
}

export type DeductionCause = 'refund' | 'chargeback' | 'chargeback_won' | 'withdrawn'

/** What a collector takes back of a claim, out of the transfer of a later day; less than nought where it gives that back. */
export interface ClaimDeductionRow {
  id: ClaimDeductionId
  claim_id: ClaimId
  party: Party
  transfer_on: BusinessDate
  amount: Yen
  why: DeductionCause
  entry_id: EntryId
  settlement_id: CollectionSettlementId | null
}

/** A transfer of an agent, cleared against what it owed. */
export interface CollectionSettlementRow {
  id: CollectionSettlementId
  party: Party
  transfer_on: BusinessDate
  receipt_id: ReceiptId
  claims: number
  gross: Yen
  deductions: Yen
  fees: Yen
  tax: Yen
  stamp_duty: Yen
  net: Yen
  /** What its contract made of it. */
  expected: Yen
  reason: string
  entry_id: EntryId
  actor: string
  at: Instant
}

export interface CollectionSchema {
  slips: SlipRow
  tracking_numbers: TrackingNumberRow
  collection_files: CollectionFileRow
  collection_lines: CollectionLineRow
  collection_outcomes: CollectionOutcomeRow
  collection_ends: CollectionEndRow
  claims: ClaimRow
  claim_deductions: ClaimDeductionRow
  collection_settlements: CollectionSettlementRow
}
