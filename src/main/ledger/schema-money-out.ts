import type { Generated } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type {
  AccountId,
  ApprovalId,
  ClaimId,
  ClosedDayId,
  DocumentId,
  EntryId,
  IssuedStatementId,
  MerchantId,
  OrderId,
  PayableItemId,
  PayoutId,
  ReceiptId,
  ReceivableItemId,
  RefundId,
  TransferId,
  TransferRunId,
  UserId,
} from '../../preload/contract/ids'
import type { PaymentMethod, TaxClass } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type {
  HandOverChannel,
  HandOverOutcome,
  PayableKind,
  PayoutState,
  ReceivableKind,
  RunKind,
  RunState,
  TransferState,
} from '../../preload/contract/payouts'
import type { RefundCause, RefundKind, RefundState, RefundWay } from '../../preload/contract/refunds'
import type { TransferFormat } from '../../preload/contract/transfers'
import type { Flag } from './schema'

/* The rows of money out; what each table promises stands in migrations/0003-money-out.ts. */

export interface SettingRow {
  name: string
  /** JSON; what a name holds is parsed where it is used. */
  value: string
  changed_by: string
  changed_at: Instant
  version: Generated<number>
}

export interface TransferRunRow {
  id: TransferRunId
  kind: RunKind
  /** What people call it, e.g. `P20261130-1`; also the name of its file. */
  name: string
  closing_on: BusinessDate | null
  pay_on: BusinessDate
  account_id: AccountId
  format: TransferFormat
  state: RunState
  /** SHA-256 over the exact bytes of `file`: what was approved. */
  digest: string | null
  file: Uint8Array | null
  file_name: string | null
  transfers: Generated<number>
  total: Generated<Yen>
  /** 1 when every payout of it stands in the journal. */
  posted: Generated<Flag>
  made_by: string
  made_at: Instant
  submitted_by: UserId | null
  submitted_at: Instant | null
  approval_id: ApprovalId | null
  version: Generated<number>
}

export interface HandOverRow {
  id: number
  run_id: TransferRunId
  at: Instant
  channel: HandOverChannel
  target: string
  outcome: HandOverOutcome
  detail: string
  actor: string
}

/** gross − fees − tax − transfer_fee − offsets − remainder = net. */
export interface PayoutRowStored {
  id: PayoutId
  run_id: TransferRunId
  merchant_id: MerchantId
  /** JSON of the contract's SettlementAccount as it stood when the run was planned. */
  account: string
  gross: Yen
  fees: Yen
  tax: Yen
  transfer_fee: Yen
  offsets: Yen
  /** Not sent, and payable next time; negative: what the merchant owes of this payout's fees. */
  remainder: Yen
  net: Yen
  orders: number
  lines: number
  /** Lines up to this one stand in the journal. */
  posted_lines: Generated<number>
  /** 1 when the fees stand in the journal too: nothing of it is left to post. */
  posted: Generated<Flag>
  state: PayoutState
  reason: Generated<string>
  /** JSON: how the figures came about, beyond the columns. */
  figures: string
  version: Generated<number>
}

/** An order or a payable item in a payout. Not live: nothing was, or will be, paid by it. */
export interface PayoutLineRow {
  payout_id: PayoutId
  line: number
  order_id: OrderId | null
  item_id: PayableItemId | null
  method: PaymentMethod | null
  amount: Yen
  fee: Yen
  tax_class: TaxClass | null
  live: Flag
}

export interface PayableItemRow {
  id: PayableItemId
  merchant_id: MerchantId
  kind: PayableKind
  amount: Yen
  payable_on: BusinessDate
  /** The payout it came from: the one that was returned, or could not send it. */
  payout_id: PayoutId | null
  order_id: OrderId | null
  entry_id: EntryId | null
  note: string
  created_at: Instant
}

/** A payable item that an entry took back, e.g. as the payout it came from was given up. */
export interface PayableItemEndRow {
  item_id: PayableItemId
  entry_id: EntryId
  actor: string
  at: Instant
}

/** A clerk's word that returned money may be paid to the same account again. */
export interface PayableItemReleaseRow {
  item_id: PayableItemId
  reason: string
  actor: string
  at: Instant
}

export interface ReceivableItemRow {
  id: ReceivableItemId
  merchant_id: MerchantId
  kind: ReceivableKind
  amount: Yen
  owed_on: BusinessDate
  payout_id: PayoutId | null
  order_id: OrderId | null
  entry_id: EntryId | null
  note: string
  created_at: Instant
}

/** What of a receivable ended otherwise than by an offset. */
export interface ReceivableEndRow {
  id: number
  receivable_id: ReceivableItemId
  kind: 'paid' | 'bad_debt' | 'reversed'
  amount: Yen
  entry_id: EntryId
  actor: string
  at: Instant
}

export interface PayoutOffsetRow {
  payout_id: PayoutId
  receivable_id: ReceivableItemId
  amount: Yen
  live: Flag
}

/** The entries that a payout posted; `amount` is what each added to payout_in_transit, signed. */
export interface PayoutEntryRow {
  payout_id: PayoutId
  entry_id: EntryId
  amount: Yen
  /** How many lines of the payout it covers; none where it is about the fees. */
  lines: number
}

export interface RefundRow {
  id: RefundId
  kind: RefundKind
  way: Generated<RefundWay>
  merchant_id: MerchantId | null
  order_id: OrderId | null
  receipt_id: ReceiptId | null
  amount: Yen
  payer_name: string
  account: string | null
  holder_matches: Flag | null
  source: Generated<string>
  cause: RefundCause
  reason: string
  state: RefundState
  run_id: TransferRunId | null
  /** The refund that came back and that this one pays anew. */
  replaces: RefundId | null
  entry_id: EntryId | null
  receivable_id: ReceivableItemId | null
  /** The claim of a collector that goes back. */
  claim_id: ClaimId | null
  made_by: string
  made_at: Instant
  version: Generated<number>
}

/** One payment of a run to one account. */
export interface TransferRow {
  id: TransferId
  run_id: TransferRunId
  line: number
  payout_id: PayoutId | null
  refund_id: RefundId | null
  /** JSON of the payee's account with the holder's kana. */
  payee: string
  name: string
  /** The payee's name as statements are matched by it. */
  name_key: Generated<string>
  amount: Yen
  edi: Generated<string>
  new_code: '0' | '1' | '2'
  state: TransferState
  /** The debit line that shows it. */
  receipt_id: ReceiptId | null
  seen_on: BusinessDate | null
  /** The credit line that brought it back. */
  returned_by: ReceiptId | null
  return_reason: string | null
  version: Generated<number>
}

/** What of a statement line ended otherwise than by an allocation. */
export interface ItemEndingRow {
  id: number
  receipt_id: ReceiptId
  ending: string
  amount: Yen
  run_id: TransferRunId | null
  transfer_id: TransferId | null
  refund_id: RefundId | null
  entry_id: EntryId
  approval_id: ApprovalId | null
  note: Generated<string>
  actor: string
  at: Instant
}

export interface ItemEndingUndoRow {
  ending_id: number
  entry_id: EntryId
  actor: string
  at: Instant
  reason: string
}

export interface ClosedDayRow {
  id: ClosedDayId
  day: BusinessDate
  digest: string
  head: string
  figures: string
  closed_by: UserId
  closed_at: Instant
}

export interface DayReopeningRow {
  closed_day_id: ClosedDayId
  approval_id: ApprovalId
  reason: string
  actor: string
  at: Instant
}

export interface IssuedStatementRow {
  id: IssuedStatementId
  payout_id: PayoutId
  language: string
  facts: string
  issued_by: string
  issued_at: Instant
}

export interface DocumentRow {
  id: DocumentId
  kind: string
  day: BusinessDate
  merchant_id: MerchantId | null
  payout_id: PayoutId | null
  issued_id: IssuedStatementId | null
  counterparty: string
  amount: Yen
  name: string
  media_type: string
  sha256: string
  bytes: Uint8Array
  made_by: string
  made_at: Instant
}

export interface MoneyOutSchema {
  settings: SettingRow
  transfer_runs: TransferRunRow
  hand_overs: HandOverRow
  payouts: PayoutRowStored
  payout_lines: PayoutLineRow
  payable_items: PayableItemRow
  payable_item_ends: PayableItemEndRow
  payable_item_releases: PayableItemReleaseRow
  receivable_items: ReceivableItemRow
  receivable_ends: ReceivableEndRow
  payout_offsets: PayoutOffsetRow
  payout_entries: PayoutEntryRow
  refunds: RefundRow
  transfers: TransferRow
  item_endings: ItemEndingRow
  item_ending_undos: ItemEndingUndoRow
  closed_days: ClosedDayRow
  day_reopenings: DayReopeningRow
  issued_statements: IssuedStatementRow
  documents: DocumentRow
}
