import type { Generated } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { AttemptWay } from '../../preload/contract/exceptions'
import type {
  AccountId,
  ActId,
  AllocationId,
  ApprovalId,
  DepositCommentId,
  EntryId,
  MerchantId,
  OrderId,
  ReceiptId,
  SavedViewId,
  StatementFileId,
  UserId,
} from '../../preload/contract/ids'
import type { MerchantState, PaymentMethod } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { AcceptanceTrack, DisbursementTrack, OrderStatus, PaymentTrack, ProtectionTrack } from '../../preload/contract/orders'
import type { ViewList } from '../../preload/contract/saved-views'
import type { BooksFrom, LineKind, StatementFormat } from '../../preload/contract/statement'
import type { CardSchema } from './schema-card'
import type { CollectionSchema } from './schema-collection'
import type { DebitSchema } from './schema-debits'
import type { MoneyOutSchema } from './schema-money-out'
import type { StorefrontSchema } from './schema-storefront'

/*
 * The rows of the ledger as the database holds them; what each table promises stands in migrations/. Rows are not the
 * nouns of the contract: each file of this folder turns one into the other. Flags are 0 or 1; JSON is canonical text.
 */
export type Flag = 0 | 1

export interface LedgerRow {
  id: 1
  created_at: Instant
  demonstration: Flag
  last_verified_at: Instant | null
  last_verified_ok: Flag | null
}

export interface UserRow {
  id: UserId
  name: string
  display_name: string
  /** JSON array of roles. */
  roles: string
  password_hash: string
  must_change_password: Flag
  disabled: Flag
  failures: number
  blocked_until: Instant | null
  last_sign_in_at: Instant | null
  created_at: Instant
  /** In a demonstration only, to be shown on its sign-in page. */
  demonstration_password: string | null
}

export interface AccountRow {
  id: AccountId
  /** `suspense`, `bank:12`, `merchant_payable:34` … */
  code: string
}

export interface DesignatedAccountRow {
  /** The same identity as its account of the ledger. */
  id: AccountId
  bank_code: string
  branch_code: string
  account_type: '1' | '2' | '4' | '9'
  account_number: string
  account_name: string
  opened_on: BusinessDate
  opening_balance: Yen
  dates: 'era' | 'western'
  books_from: BooksFrom
  created_at: Instant
}

export interface MerchantRowStored {
  id: MerchantId
  registration_number: string
  name: string
  name_kana: string
  consignor_code: string
  t_number: string | null
  state: MerchantState
  methods: string
  fees: string
  payout_cycle: string
  protection_window_days: number
  acceptance_required: Flag
  account: string
  contacts: string
  deadlines: string
  virtual_account_id: AccountId | null
  virtual_branch: string | null
  virtual_first: number | null
  virtual_last: number | null
  /** The number given last; the next order takes the one after it. */
  virtual_cursor: number | null
  version: number
  created_at: Instant
  /** Why nothing is paid out to it for the time being; null: it is. */
  payout_hold: Generated<string | null>
  /** JSON of the contract's PayoutContract. */
  payout_terms: Generated<string>
}

export interface ApprovalRow {
  id: ApprovalId
  kind: string
  subject_id: number
  /** Canonical JSON of the case; `digest` is over these bytes. */
  payload: string
  digest: string
  made_by: UserId
  made_at: Instant
  decision: 'approved' | 'rejected' | 'withdrawn' | null
  decided_by: UserId | null
  decided_at: Instant | null
  reason: string
}

export interface OrderFileRow {
  id: number
  merchant_id: MerchantId
  name: string
  sha256: string
  rows: number
  imported_by: string
  imported_at: Instant
}

export interface OrderRowStored {
  id: OrderId
  merchant_id: MerchantId
  file_id: number | null
  order_number: string
  reference_key: string
  received_on: BusinessDate
  goods: string
  method: PaymentMethod | null
  amount: Yen
  paid_amount: Yen
  payer_name: string
  payer_kana: string
  payer_key: string
  payer_email: string
  acceptance: AcceptanceTrack
  payment: PaymentTrack
  protection: ProtectionTrack
  disbursement: DisbursementTrack
  due_on: BusinessDate | null
  paid_on: BusinessDate | null
  payout_on: BusinessDate | null
  note: string
  version: number
  /** The first day on which its money may be paid out: the day it was paid, or the later one on which its protection ended. */
  releasable_on: Generated<BusinessDate | null>
  /** Derived by the database from the four tracks (settlement/status.ts says the same; a test compares them). */
  status: Generated<OrderStatus>
}

export interface InstructionRow {
  id: number
  order_id: OrderId
  method: PaymentMethod
  account_id: AccountId
  /** Virtual account: branch 3 + number 7 digits. */
  reference: string
  due_on: BusinessDate
  issued_at: Instant
  /** Set when the number is given to another order. */
  ended_at: Instant | null
  /** Set when the payer chose another method: money that still comes to it is for a person. */
  withdrawn_at: Generated<Instant | null>
}

export interface OrderEventRow {
  id: number
  order_id: OrderId
  kind: string
  amount: Yen | null
  receipt_id: ReceiptId | null
  allocation_id: AllocationId | null
  actor: string
  at: Instant
  detail: string
}

export interface StatementFileRowStored {
  id: StatementFileId
  name: string
  sha256: string
  format: StatementFormat
  /** staging: only planned · given_up: being taken away, never published · published: in, being posted up to `posted_to` · posted: wholly in the ledger · rolling_back: being taken out again down from `posted_to` · rolled_back: out, and only to be read. */
  state: 'staging' | 'given_up' | 'published' | 'posted' | 'rolling_back' | 'rolled_back'
  posted_to: number
  lines: number
  stored: number
  duplicates: number
  cleared: number
  digest: string
  /** Identity of the newest order event when the plan was made; a newer one means the plan must be made again. */
  planned_at_event: number
  plan: string
  imported_by: string
  imported_at: Instant
}

export interface RollBackRow {
  file_id: StatementFileId
  approval_id: ApprovalId
  asked_by: string
  agreed_by: string
  at: Instant
  why: string
}

export interface BankColumnsRow {
  account_id: AccountId
  version: number
  /** JSON of BankColumns. */
  columns: string
  saved_by: string
  saved_at: Instant
}

export interface SavedViewRow {
  id: SavedViewId
  list: ViewList
  owner_id: UserId
  name: string
  shared: Flag
  /** JSON of ViewAddress. */
  address: string
  /** JSON of ViewColumns. */
  columns: string
  version: Generated<number>
}

export interface StatementRow {
  id: number
  file_id: StatementFileId
  account_id: AccountId
  from_on: BusinessDate
  to_on: BusinessDate
  opening: Yen | null
  closing: Yen | null
  sequence_number: string | null
  /** The last day it tells wholly, where that is not its last day. */
  whole_to: BusinessDate | null
  lines: number
}

export interface ReceiptRow {
  id: ReceiptId
  file_id: StatementFileId
  statement_id: number
  /** 1-based position among the stored lines of its file: the order of posting. */
  line: number
  record: number
  account_id: AccountId
  direction: 'credit' | 'debit'
  booked_on: BusinessDate
  value_on: BusinessDate
  amount: Yen
  kind: LineKind
  not_customer_money: 'correction' | 'returned' | 'uncleared_cheque' | null
  remitter_code: string | null
  remitter_name: string
  name_key: string
  remitting_bank: string
  remitting_branch: string
  description: string
  edi: string
  bank_reference: string
  /** The merchant it is for, where a virtual account tells it. */
  merchant_id: MerchantId | null
  raw: Uint8Array
  identity: string
  /** What the plan decided: the order it clears by itself, by which level, and why. */
  planned_order_id: OrderId | null
  planned_level: number | null
  planned_evidence: string | null
  /** Whether it is in the journal: from when its file is posted that far, until it is rolled back that far. */
  posted: Generated<Flag>
}

/** How many orders stand where, and what they come to; the database keeps it by itself. */
export interface OrderCountRow {
  status: OrderStatus
  orders: number
  amount: Yen
}

/** The deposits that are in the journal, day by day. */
export interface DepositDayRow {
  booked_on: BusinessDate
  deposits: number
  total: Yen
}

/** What is left of a line in suspense (credits) or unexplained outgoing (debits); no row when nothing is left. */
export interface OpenItemRow {
  receipt_id: ReceiptId
  side: 'credit' | 'debit'
  booked_on: BusinessDate
  amount: Yen
  remaining: Yen
  held: Flag
  note: string
  version: number
  refund_candidate: Generated<Flag>
}

export interface AllocationRow {
  id: AllocationId
  receipt_id: ReceiptId
  order_id: OrderId
  amount: Yen
  /** 1 key · 2 reference · 3 name and amount · 0 by hand. */
  level: number
  evidence: string
  entry_id: EntryId
  actor: string
  at: Instant
  /** The first allocation of the decision it was part of. */
  act_id: ActId
  /** The undone one that it restores. */
  redoes: AllocationId | null
}

export interface AllocationUndoRow {
  allocation_id: AllocationId
  entry_id: EntryId
  /** The first entry of those that one deed undid together. */
  deed: EntryId
  actor: string
  at: Instant
  reason: string
  /** 1: only because its statement file was taken out of the books. */
  rolled_back: Generated<0 | 1>
}

export interface EntryRow {
  id: EntryId
  kind: string
  booked_on: BusinessDate
  receipt_id: ReceiptId | null
  order_id: OrderId | null
  reverses: EntryId | null
  /** Sequence of the audit record of stream `journal` that seals it. */
  batch: number
}

export interface PostingRow {
  entry_id: EntryId
  line: number
  debit: AccountId
  credit: AccountId
  amount: Yen
}

export interface BalanceRow {
  account_id: AccountId
  booked_on: BusinessDate
  debit: Yen
  credit: Yen
}

export interface AuditRecordRow {
  stream: string
  sequence: number
  at: Instant
  actor: string
  seat: string
  action: string
  subject: string
  detail: string
  /** SHA-256 over the rows this record seals, or empty. */
  covers: string
  previous: string
  hash: string
}

export interface DepositCommentRow {
  id: DepositCommentId
  receipt_id: ReceiptId
  actor: string
  at: Instant
  text: string
}

export interface DepositAssigneeRow {
  receipt_id: ReceiptId
  assignee: UserId
  assigned_by: string
  assigned_at: Instant
  accepted_at: Instant | null
}

export interface ExceptionAttemptRow {
  id: number
  receipt_id: ReceiptId
  actor: string
  at: Instant
  asked: string
  way: AttemptWay
  outcome: string
}

export interface ExceptionDateRow {
  receipt_id: ReceiptId
  next_on: BusinessDate
  set_by: string
  set_at: Instant
}

export interface Schema extends StorefrontSchema, MoneyOutSchema, CollectionSchema, CardSchema, DebitSchema {
  ledger: LedgerRow
  users: UserRow
  accounts: AccountRow
  designated_accounts: DesignatedAccountRow
  merchants: MerchantRowStored
  approvals: ApprovalRow
  order_files: OrderFileRow
  orders: OrderRowStored
  instructions: InstructionRow
  order_events: OrderEventRow
  statement_files: StatementFileRowStored
  roll_backs: RollBackRow
  statements: StatementRow
  bank_columns: BankColumnsRow
  receipts: ReceiptRow
  deposit_days: DepositDayRow
  order_counts: OrderCountRow
  open_items: OpenItemRow
  allocations: AllocationRow
  allocation_undos: AllocationUndoRow
  entries: EntryRow
  postings: PostingRow
  balances: BalanceRow
  audit_records: AuditRecordRow
  deposit_comments: DepositCommentRow
  deposit_assignees: DepositAssigneeRow
  exception_attempts: ExceptionAttemptRow
  exception_dates: ExceptionDateRow
  saved_views: SavedViewRow
}
